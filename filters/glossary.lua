-- The first place where a term of the glossary stands in a document becomes a Term: a link to its definition. A term and
-- its other forms (also) are one term. Not in headings, quotations, code, links, images, and what other filters made.
-- Where the document is for the general public, kanji in the term get the reading that the glossary gives.
-- Texts on both sides of a line's end are looked at together, so that a term may stand on two lines.

local find, match, sub, gsub, gmatch = string.find, string.match, string.sub, string.gsub, string.gmatch
local Term, Ruby, terms, has_terms = shirase.Term, shirase.Ruby, shirase.terms, shirase.has_terms
local glossary, lang = glossary, lang
local seen = {} -- by the number of the glossary's entry
local inside = {Emph = true, Strong = true, Span = true}

-- Readings.

local readings -- whether this document shows them; looked up when the first term is found

local function is_general()
	if not locale.readings() or not has(advisory) then return false end
	for _, audience in ipairs(advisory.audience or {}) do
		if audience == "general" then return true end
	end
	return false
end

local function hiragana(text)
	if not find(text, "\xE3\x82[\xA1-\xBF]") and not find(text, "\xE3\x83") then return text end
	return (gsub(text, "\xE3[\x82\x83][\x80-\xBF]", function(c)
		local code = utf8.codepoint(c)
		return code >= 0x30A1 and code <= 0x30F6 and utf8.char(code - 0x60) or nil
	end))
end

-- A word with its reading above the kanji alone, as nodes. Above the whole word where it holds more than kanji and kana: nobody
-- tells which part is read how. nil if it holds no kanji, or the reading is that of another word. The kanji are those
-- from U+4000 to U+9FFF (three bytes, the first of them E4 to E9), and 々.
local function with_reading(word, reading)
	if find(word, "^[\xE4-\xE9\x80-\xBF]+$") then return {Ruby{reading = reading, word}} end
	local marks = gsub(gsub(word, "[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", "\1"), "々", "\1")
	if not find(marks, "\1", 1, true) then return nil end
	if find(gsub(marks, "\xE3[\x81-\x83][\x80-\xBF]", ""), "[^\1]") then return {Ruby{reading = reading, word}} end
	local readings = {match(hiragana(reading), "^" .. gsub(hiragana(marks), "\1+", "(..-)") .. "$")}
	if #readings == 0 then return nil end
	local out, at, n = {}, 1, 0
	for han, kana in gmatch(marks, "(\1*)([^\1]*)") do
		if han ~= "" then
			n = n + 1
			out[#out + 1] = Ruby{reading = readings[n], sub(word, at, at + 3 * #han - 1)}
		end
		if kana ~= "" then out[#out + 1] = kana end
		at = at + 3 * #han + #kana
	end
	return out
end

-- Terms.

local function term(text, entry, number, definition)
	local content
	if readings == nil then readings = is_general() end
	if readings and entry.reading and entry.term[lang] == text then content = with_reading(text, entry.reading) end
	content = content or {text}
	content.url, content.definition = "glossary:" .. number, definition
	return Term(content)
end

-- A line's end within a term is nothing between Japanese characters (where the glossary has none either), else a blank.
local function on_one_line(text)
	if not find(text, "\n", 1, true) then return text end
	return (gsub(gsub(text, "([\xE3-\xE9][\x80-\xBF][\x80-\xBF])\n([\xE3-\xE9])", "%1%2"), "\n", " "))
end

-- Adds a text, with its line ends as nodes.
local function add_lines(out, text)
	if not find(text, "\n", 1, true) then
		if text ~= "" then out[#out + 1] = text end
		return
	end
	for line, more in gmatch(text, "([^\n]*)(\n?)") do
		if line ~= "" then out[#out + 1] = line end
		if more ~= "" then out[#out + 1] = shirase.SoftBreak() end
	end
end

-- Texts and line ends that stand side by side, joined as text, with terms; what becomes of them is added to out.
local function add_prose(out, nodes, text)
	local from, found = 1, terms(text)
	for i = 1, found and #found or 0 do
		local first, last, number = found[i][1], found[i][2], found[i][3]
		local entry = not seen[number] and glossary[number]
		local definition = entry and entry.definition[lang]
		seen[number] = true
		if definition and definition ~= "" then
			add_lines(out, sub(text, from, first - 1))
			out[#out + 1] = term(on_one_line(sub(text, first, last)), entry, number, definition)
			from = last + 1
		end
	end
	if from == 1 then
		for i = 1, #nodes do out[#out + 1] = nodes[i] end
		return false
	end
	add_lines(out, sub(text, from))
	return true
end

local function inlines(parent)
	local children = parent.children
	local out, changed, i = {}, false, 1
	while i <= #children do
		local node = children[i]
		local kind = node.type
		if kind == "Text" then
			-- All texts and line ends from here on, as one.
			local nodes, text = {}, nil
			repeat
				nodes[#nodes + 1] = node
				text = (text or "") .. (kind == "Text" and node.text or "\n")
				i = i + 1
				node = children[i]
				kind = node and node.type
			until kind ~= "Text" and kind ~= "SoftBreak"
			changed = add_prose(out, nodes, text) or changed
		else
			if inside[kind] then inlines(node) end
			out[#out + 1] = node
			i = i + 1
		end
	end
	if changed then parent.children = out end
end

local function block(node)
	if has_terms(node, seen) and not (node.type == "Cell" and node.header) then inlines(node) end
	return nil, false
end

local skip = {enter = function() return nil, false end}

return {api = 1, name = "glossary", Paragraph = {enter = block}, Cell = {enter = block}, Heading = skip, BlockQuote = skip}
