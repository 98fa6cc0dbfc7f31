-- Sentences that are too long. Not counted: what stands in brackets and quotation marks, code, addresses, file names.
--
-- Japanese: 80 characters for general users, 100 for others (as textlint's preset for technical writing has it), and three 、
-- outside lists of names. English: 25 words for general users (the limit of GOV.UK's style guide), 40 for others ("if you
-- regularly exceed 40 words, you will certainly weary and deter your readers": Martin Cutts, Oxford Guide to Plain English).

local prose = library("prose")
local find, sub, gsub = string.find, string.sub, string.gsub

local limits = {ja = {general = 80, others = 100}, en = {general = 25, others = 40}}
local commas_allowed = 3

local report, limit -- of the document

-- Behind these a 、 ends a clause, though no kana stands before it.
local clause_ends = {"場合", "際", "時", "後", "上", "結果", "一方", "以降", "時点", "以上", "反面", "限り"}

local function ends_clause(text, last)
	if find(text, "^\xE3\x81", last - 2) or find(text, "^\xE3\x82[\x80-\x9F]", last - 2) then return true end
	for _, s in ipairs(clause_ends) do
		if sub(text, last - #s + 1, last) == s then return true end
	end
	return false
end

-- How many 、 of the text stand between clauses; those behind a noun are a list's.
local function clause_commas(text)
	local n, at = 0, find(text, "、", 1, true)
	while at do
		if at > 3 and ends_clause(text, at - 1) then n = n + 1 end
		at = find(text, "、", at + 3, true)
	end
	return n
end

-- Whether a third of the characters at least are Japanese: a sentence in another language has another measure.
local function is_japanese(text, n)
	local _, kana_and_kanji = gsub(text, "[\xE3-\xE9][\x81-\xBF]", "%0")
	return kana_and_kanji * 3 >= n
end

local function japanese(piece, from, to)
	local n = prose.characters(piece, from, to)
	if n > limit and is_japanese(sub(piece.text, from, to), n) then
		report(piece, from, "long-sentence", ("a sentence of %d characters; %d are enough"):format(n, limit),
			"make two sentences of it, or a list")
	end
	local commas = clause_commas(sub(piece.text, from, to))
	if commas > commas_allowed then
		report(piece, from, "many-commas", ("a sentence with %d 、 between its parts; %d are enough"):format(commas, commas_allowed),
			"make two sentences of it, or a list")
	end
end

local function english(piece, from, to)
	local n = prose.word_count(piece, from, to)
	if n > limit then
		report(piece, from, "long-sentence", ("a sentence of %d words; %d are enough"):format(n, limit),
			"make two sentences of it, or a list")
	end
end

local function see(piece)
	if piece.kind ~= "Paragraph" and piece.kind ~= "Cell" and piece.kind ~= "summary" then return end
	local list = prose.sentences(piece, lang)
	for i, to in ipairs(list.to) do
		if lang == "ja" then japanese(piece, list.from[i], to) else english(piece, list.from[i], to) end
	end
end

local lint = prose.handlers(see)
lint.api, lint.name, lint.languages = 1, "sentences", {"ja", "en"}
lint.rules = {["long-sentence"] = {severity = "note"}, ["many-commas"] = {severity = "note"}}

local begin = lint.begin
function lint.begin(document)
	report = prose.reporter(shirase.report, prose.severity(advisory))
	limit = limits[lang][prose.is_for(advisory, "general") and "general" or "others"]
	begin(document)
end

return lint
