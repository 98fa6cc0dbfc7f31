-- The first place where a term of the glossary stands in a document becomes a Term: a link to its definition. A term and
-- its other forms (also) are one term. Not in headings, quotations, code, links, images, and what other filters made.
-- Where the document is for the general public, kanji in the term get the reading that the glossary gives.
-- Texts on both sides of a line's end are looked at together, so that a term may stand on two lines.

local find, match, sub, gsub = string.find, string.match, string.sub, string.gsub
local Term, Ruby, Text = shirase.Term, shirase.Ruby, shirase.Text
local terms = shirase.terms
local seen = {} -- by the number of the glossary's entry
local inside = {Emph = true, Strong = true, Span = true}

-- Readings. Han is U+2E80 to U+2FD5, U+3005 to U+3007, U+3400 to U+9FFF, U+F900 to U+FAD9, U+20000 and beyond.

local readings -- whether this document shows them; looked up when the first term is found

local function is_general()
	if not locale.readings() or not has(advisory) then return false end
	for _, audience in ipairs(advisory.audience or {}) do
		if audience == "general" then return true end
	end
	return false
end

local function is_han(c)
	return c >= 0x2E80 and c <= 0x2FD5 or c >= 0x3005 and c <= 0x3007 or c >= 0x3400 and c <= 0x9FFF
		or c >= 0xF900 and c <= 0xFAD9 or c >= 0x20000
end

local function is_kana(c)
	return c >= 0x3041 and c <= 0x3096 or c >= 0x30A1 and c <= 0x30F6 or c == 0x30FC
end

local function hiragana(text)
	return (gsub(text, utf8.charpattern, function(c)
		local code = utf8.codepoint(c)
		return code >= 0x30A1 and code <= 0x30F6 and utf8.char(code - 0x60) or nil
	end))
end

-- A word as {text, is kanji}, in order; nil if it holds anything but kanji and kana, or no kanji.
local function runs_of(word)
	local runs, any = {}, false
	for _, c in utf8.codes(word) do
		local han = is_han(c)
		if not han and not is_kana(c) then return nil end
		any = any or han
		local last = runs[#runs]
		if last and last[2] == han then
			last[1] = last[1] .. utf8.char(c)
		else
			runs[#runs + 1] = {utf8.char(c), han}
		end
	end
	return any and runs
end

-- A word with its reading above the kanji alone; a word that also holds Latin, above the whole: nobody tells which part is
-- read how. nil if the reading is that of another word, or the word holds no kanji.
local function with_reading(word, reading)
	local runs = runs_of(word)
	if not runs then
		for _, c in utf8.codes(word) do
			if is_han(c) then return {Ruby{reading = reading, word}} end
		end
		return nil
	end
	local pattern = {}
	for i, run in ipairs(runs) do pattern[i] = run[2] and "(..-)" or hiragana(run[1]) end
	local parts = {match(hiragana(reading), "^" .. table.concat(pattern) .. "$")}
	if #parts == 0 then return nil end
	local out, n = {}, 0
	for i, run in ipairs(runs) do
		if run[2] then n = n + 1 end
		out[i] = run[2] and Ruby{reading = parts[n], run[1]} or run[1]
	end
	return out
end

-- Terms.

local function term(text, entry, number)
	local content
	if readings == nil then readings = is_general() end
	if readings and entry.reading and entry.term[lang] == text then content = with_reading(text, entry.reading) end
	content = content or {text}
	content.url, content.definition = "glossary:" .. number, entry.definition[lang]
	return Term(content)
end

-- A line's end within a term is nothing between Japanese characters (where the glossary has none either), else a blank.
local function on_one_line(text)
	if not find(text, "\n", 1, true) then return text end
	return (gsub(gsub(text, "([\xE3-\xE9][\x80-\xBF][\x80-\xBF])\n([\xE3-\xE9])", "%1%2"), "\n", " "))
end

-- Texts and line ends that stand side by side, joined as text, with terms; what becomes of them is added to out.
local function add_prose(out, nodes, text)
	local from, changed = 1, false
	for _, t in ipairs(terms(text) or {}) do
		local first, last, number = t[1], t[2], t[3]
		if not seen[number] and has(glossary[number].definition) then
			seen[number], changed = true, true
			for line, more in sub(text, from, first - 1):gmatch("([^\n]*)(\n?)") do
				if line ~= "" then out[#out + 1] = Text(line) end
				if more ~= "" then out[#out + 1] = shirase.SoftBreak() end
			end
			out[#out + 1] = term(on_one_line(sub(text, first, last)), glossary[number], number)
			from = last + 1
		end
	end
	if not changed then
		for _, node in ipairs(nodes) do out[#out + 1] = node end
		return false
	end
	for line, more in sub(text, from):gmatch("([^\n]*)(\n?)") do
		if line ~= "" then out[#out + 1] = Text(line) end
		if more ~= "" then out[#out + 1] = shirase.SoftBreak() end
	end
	return true
end

local function inlines(parent)
	local out, changed, nodes, text = {}, false, {}, {}
	local function flush()
		if #nodes > 0 then changed = add_prose(out, nodes, table.concat(text)) or changed end
		nodes, text = {}, {}
	end
	for _, node in ipairs(parent.children) do
		local type = node.type
		if type == "Text" then
			nodes[#nodes + 1], text[#text + 1] = node, node.text
		elseif type == "SoftBreak" then
			nodes[#nodes + 1], text[#text + 1] = node, "\n"
		else
			flush()
			if inside[type] then inlines(node) end
			out[#out + 1] = node
		end
	end
	flush()
	if changed then parent.children = out end
end

local function block(node)
	if not (node.type == "Cell" and node.header) then inlines(node) end
	return nil, false
end

local skip = {enter = function() return nil, false end}

return {api = 1, name = "glossary", Paragraph = {enter = block}, Cell = {enter = block}, Heading = skip, BlockQuote = skip}
