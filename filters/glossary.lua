-- The first place where a term of the glossary stands in a document becomes a Term: a link to its definition. A term and
-- its other forms (also) are one term. Not in headings, quotations, code, links, images, and what other filters made.
-- Where the document is for the general public, kanji in the term get the reading that the glossary gives.
-- Most of the work is shirase.mark_terms', which also finds terms that stand on two lines.

local find, match, sub, gsub, gmatch = string.find, string.match, string.sub, string.gsub, string.gmatch
local Ruby, plain, mark_terms = shirase.Ruby, shirase.plain, shirase.mark_terms
local glossary, lang = glossary, lang
local seen = {} -- entries of the glossary, by number

-- Readings.

local readings -- whether this document shows them; looked up when the first term is found

local function is_general()
	local audiences = locale.readings() and advisory.audience
	for _, audience in ipairs(type(audiences) == "table" and audiences or {}) do
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

local function give_reading(term, entry)
	local word = plain(term)
	if entry.term[lang] == word then term.children = with_reading(word, entry.reading) or {word} end
end

local function block(node)
	local found = mark_terms(node, seen)
	for i = 1, found and #found or 0 do
		local entry = glossary[found[i][2]]
		if readings == nil then readings = is_general() end
		if readings and entry.reading then give_reading(found[i][1], entry) end
	end
	return nil, false
end

local function cell(node)
	if node.header then return nil, false end
	return block(node)
end

local skip = {enter = function() return nil, false end}

return {api = 1, name = "glossary", Paragraph = {enter = block}, Cell = {enter = cell}, Heading = skip, BlockQuote = skip}
