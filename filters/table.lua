-- Pipe tables, as GitHub's (GFM, section 4.10): a paragraph whose second line is a row of dashes, and whose first has as
-- many cells. Inline markup in cells is kept; a pipe within code or other markup separates nothing, nor does one that is
-- written "\|". CommonMark has taken such backslashes away, so the lines are looked up as they were written.

local find, match, sub, gmatch = string.find, string.match, string.sub, string.gmatch
local Cell, Row, source_of = shirase.Cell, shirase.Row, shirase.source
local leaves = {Code = true, HtmlInline = true, SoftBreak = true, LineBreak = true}
local escaped_pipes = {["&#124;"] = true, ["&#x7c;"] = true, ["&#x7C;"] = true, ["&#X7C;"] = true, ["&#X7c;"] = true,
	["&vert;"] = true, ["&verbar;"] = true, ["&VerticalLine;"] = true}

-- The paragraph's inlines by line, and of each line that is one Text its text.
local function lines_of(paragraph)
	local lines, texts, line, n = {}, {}, {}, 1
	lines[1] = line
	for _, inline in ipairs(paragraph.children) do
		local kind = inline.type
		if kind == "SoftBreak" or kind == "LineBreak" then
			n, line = n + 1, {}
			lines[n] = line
		else
			texts[n] = not line[1] and kind == "Text" and inline.text or nil
			line[#line + 1] = inline
		end
	end
	return lines, texts
end

-- Alignments, if the line is one of dashes: "| :-- | :-: |".
local function delimiters(text)
	if not find(text, "^[%s|:-]+$") or not find(text, "-", 1, true) then return nil end
	local inner = match(match(text, "^%s*|?(.*)$"), "^(.*%S)") or ""
	if sub(inner, -1) == "|" then inner = sub(inner, 1, -2) end
	local aligns = {}
	for cell in gmatch(inner .. "|", "([^|]*)|") do
		local left, right = match(cell, "^%s*(:?)%-+(:?)%s*$")
		if not left then return nil end
		aligns[#aligns + 1] = left ~= "" and (right ~= "" and "centre" or "left") or right ~= "" and "right" or "none"
	end
	-- One column without a pipe is a heading's underline or plain dashes.
	return (#aligns > 1 or find(text, "|", 1, true)) and aligns
end

-- Where the runs of backticks of a line begin, by their length and in order; what is asked for first is taken first.
local function runs_of(source)
	local runs = {}
	for s, run in gmatch(source, "()(`+)") do
		local places = runs[#run]
		if not places then
			places = {first = 1}
			runs[#run] = places
		end
		places[#places + 1] = s
	end
	return runs
end

-- For each round bracket of a line that opens: the place behind the one that closes it.
local function brackets_of(source)
	local ends, open = {}, {}
	for s, c in gmatch(source, "()([()])") do
		if c == "(" then
			open[#open + 1] = s
		elseif #open > 0 then
			ends[table.remove(open)] = s + 1
		end
	end
	return ends
end

-- The place behind a code span, an autolink or a link's destination that begins at i, or nil. A line is looked through
-- once for each kind (in known), however many of them it begins and does not end.
local function opaque_end(source, i, known)
	local ticks = match(source, "^`+", i)
	if ticks then
		known.runs = known.runs or runs_of(source)
		local places, at = known.runs[#ticks], i + #ticks
		while places and places[places.first] and places[places.first] < at do places.first = places.first + 1 end
		return places and places[places.first] and places[places.first] + #ticks or at
	end
	if sub(source, i, i + 1) == "](" then
		known.brackets = known.brackets or brackets_of(source)
		return known.brackets[i + 1]
	end
	return match(source, "^<%a[^%s<>]*>()", i)
end

-- For each pipe of the line as it was written, in order, outside code and addresses: whether it was escaped.
local function pipes_of(source)
	local pipes, i, known = {}, 1, {}
	while true do
		i = find(source, "[\\`<%]|&]", i)
		if not i then return pipes end
		local c = sub(source, i, i)
		if c == "\\" then
			if sub(source, i + 1, i + 1) == "|" then pipes[#pipes + 1] = true end
			i = i + 2
		elseif c == "|" then
			pipes[#pipes + 1] = false
			i = i + 1
		elseif c == "&" then
			local entity = match(source, "^&[#%w]+;", i)
			if entity and escaped_pipes[entity] then pipes[#pipes + 1] = true end
			i = i + (entity and #entity or 1)
		else
			i = opaque_end(source, i, known) or i + 1
		end
	end
end

-- Counts the pipes of the texts below a node.
local function count_pipes(node)
	if node.type == "Text" then
		return select(2, node.text:gsub("|", ""))
	end
	local n = 0
	if not leaves[node.type] then
		for _, child in ipairs(node.children) do n = n + count_pipes(child) end
	end
	return n
end

-- Which pipes of a line's texts were escaped, by number. If the written line does not tell, none.
local function escapes(line, number)
	local n = 0
	for _, inline in ipairs(line) do n = n + count_pipes(inline) end
	local source = n > 0 and number and source_of(number)
	if not source or not find(source, "[\\&]") then return {} end
	local pipes = pipes_of(source)
	return #pipes == n and pipes or {}
end

local function unescape_code(node)
	if node.type == "Code" then
		if find(node.text, "\\|", 1, true) then node.text = node.text:gsub("\\|", "|") end
	elseif node.type ~= "Text" and not leaves[node.type] then
		for _, child in ipairs(node.children) do unescape_code(child) end
	end
end

-- Splits a line into cells: lists of inlines. The pipes at its ends are no separators.
local function cells_of(line, number)
	local escaped = escapes(line, number)
	local cells, cell, pipe, piece = {}, {}, 0, ""
	local function flush()
		if piece ~= "" then cell[#cell + 1] = piece end
		piece = ""
	end
	for _, inline in ipairs(line) do
		if inline.type == "Text" then
			for text, bar in gmatch(inline.text .. "\0", "([^|\0]*)([|\0])") do
				piece = piece .. text
				if bar == "|" then
					pipe = pipe + 1
					if escaped[pipe] then
						piece = piece .. "|"
					else
						flush()
						cells[#cells + 1] = cell
						cell = {}
					end
				end
			end
			flush()
		else
			cell[#cell + 1] = inline
			pipe = pipe + count_pipes(inline)
			unescape_code(inline)
		end
	end
	cells[#cells + 1] = cell
	return cells
end

local function is_blank(cell)
	for _, part in ipairs(cell) do
		if type(part) ~= "string" or find(part, "%S") then return false end
	end
	return true
end

-- The cells of a line that is one text, without backslashes and entities: already trimmed.
local function texts_of(text)
	local cells, n, from, bar = {}, 0, match(text, "^%s*|?()"), nil
	repeat
		bar = find(text, "|", from, true)
		local first, last = find(text, "%S", from), bar and bar - 1 or #text
		while last >= from and find(text, "^%s", last) do last = last - 1 end
		n = n + 1
		cells[n] = first and sub(text, first, last) or ""
		from = bar and bar + 1
	until not bar
	if n > 1 and cells[n] == "" then cells[n] = nil end
	return cells
end

-- Without the empty cells before a leading and after a trailing pipe. A cell is a text or a list of inlines.
local function row_of(line, text, number)
	if text then
		local source = number and source_of(number) or text
		if not find(source, "\\", 1, true) and not find(source, "&", 1, true) then return texts_of(text) end
	end
	local cells = cells_of(line, number)
	if #cells > 1 and is_blank(cells[1]) then table.remove(cells, 1) end
	if #cells > 1 and is_blank(cells[#cells]) then table.remove(cells) end
	return cells
end

local function trim(cell)
	if type(cell[1]) == "string" then cell[1] = match(cell[1], "^%s*(.*)$") end
	local n = #cell
	if type(cell[n]) == "string" then cell[n] = match(cell[n], "^(.*%S)") or "" end
	local out = {}
	for _, part in ipairs(cell) do
		if part ~= "" then out[#out + 1] = part end
	end
	return out
end

local function cell_of(content, align, header)
	if type(content) == "string" then return Cell{content ~= "" and content or nil, header = header, align = align} end
	local cell = trim(content or {})
	cell.header, cell.align = header, align
	return Cell(cell)
end

local function row(cells, aligns, columns, header)
	local out = {header = header}
	for i = 1, columns do out[i] = cell_of(cells[i], aligns[i] or nil, header) end
	return Row(out)
end

local function paragraph(node)
	local lines, texts = lines_of(node)
	local aligns = texts[2] and delimiters(texts[2])
	if not aligns then return nil end
	local pos, columns = node.pos, #aligns
	local at = pos and pos.line
	local head = row_of(lines[1], texts[1], at)
	if #head ~= columns then return nil end
	local rows = {row(head, aligns, columns, true)}
	for i = 3, #lines do
		rows[i - 1] = row(row_of(lines[i], texts[i], at and at + i - 1), aligns, columns)
	end
	return shirase.Table(rows)
end

return {api = 1, name = "table", Paragraph = {holds = {"|"}, exit = paragraph}}
