-- Sentences that are too long. Not counted: what stands in brackets and quotation marks, code, addresses, file names.
--
-- Japanese: 80 characters for general users, 100 for others (as textlint's preset for technical writing has it), and three 、
-- outside lists of names. English: 25 words for general users (the limit of GOV.UK's style guide), 40 for others ("if you
-- regularly exceed 40 words, you will certainly weary and deter your readers": Martin Cutts, Oxford Guide to Plain English).

local prose = library("prose")
local find, match, sub, gsub = string.find, string.match, string.sub, string.gsub

local limits = {ja = {general = 80, others = 100}, en = {general = 25, others = 40}}
local commas_allowed = 3

local severity, limit -- of the document

local function report(piece, sentence, code, message, hint)
	local at = sentence[1] + #match(sub(piece.text, sentence[1], sentence[2]), "^%s*")
	shirase.report(prose.at(piece, at, {code = code, severity = severity, message = message, hint = hint}))
end

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

local function japanese(piece, sentence)
	local n = prose.characters(piece, sentence)
	if n > limit and is_japanese(sub(piece.text, sentence[1], sentence[2]), n) then
		report(piece, sentence, "long-sentence", ("a sentence of %d characters; %d are enough"):format(n, limit),
			"make two sentences of it, or a list")
	end
	local commas = clause_commas(sub(piece.text, sentence[1], sentence[2]))
	if commas > commas_allowed then
		report(piece, sentence, "many-commas", ("a sentence with %d 、 between its parts; %d are enough"):format(commas, commas_allowed),
			"make two sentences of it, or a list")
	end
end

local function english(piece, sentence)
	local n = prose.word_count(piece, sentence)
	if n > limit then
		report(piece, sentence, "long-sentence", ("a sentence of %d words; %d are enough"):format(n, limit),
			"make two sentences of it, or a list")
	end
end

local function see(piece)
	if piece.kind ~= "Paragraph" and piece.kind ~= "Cell" and piece.kind ~= "summary" then return end
	for _, sentence in ipairs(prose.sentences(piece, lang)) do
		if lang == "ja" then japanese(piece, sentence) else english(piece, sentence) end
	end
end

local lint = prose.handlers(see)
lint.api, lint.name, lint.languages = 1, "sentences", {"ja", "en"}
lint.rules = {["long-sentence"] = {severity = "note"}, ["many-commas"] = {severity = "note"}}

local begin = lint.begin
function lint.begin(document)
	severity = prose.severity(advisory)
	limit = limits[lang][prose.is_for(advisory, "general") and "general" or "others"]
	begin(document)
end

return lint
