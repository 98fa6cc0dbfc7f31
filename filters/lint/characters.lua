-- Widths and characters of prose: full-width letters and digits, half-width kana, punctuation of the wrong width, wave
-- dashes, academic commas, compatibility characters, and blanks between Japanese and Latin in some places only.

local prose = library("prose")
local find, match, gmatch, sub, gsub, byte, char = string.find, string.match, string.gmatch, string.sub, string.gsub,
	string.byte, string.char

local report, names -- of the document

-- The ASCII character that a full-width one (U+FF01 to FF5E, of three bytes) is a form of.
local function narrow(c)
	local _, second, third = byte(c, 1, 3)
	return char((second - 0xBC) * 64 + third - 0x80 + 0x20)
end

local function is_wide_letter(text, at)
	return find(text, "^\xEF\xBC[\x90-\x99\xA1-\xBA]", at) or find(text, "^\xEF\xBD[\x81-\x9A]", at)
end

local function full_width(piece)
	local text = piece.text
	local at = find(text, "\xEF[\xBC\xBD]")
	while at do
		local from = at
		while is_wide_letter(text, at) or at > from and find(text, "^．", at) and is_wide_letter(text, at + 3) do at = at + 3 end
		if at > from and not prose.named(text, from, at - 1, names) then
			local run = prose.shown(sub(text, from, at - 1))
			report(piece, from, "full-width", run .. " is full-width", "write " .. gsub(run, "\xEF[\xBC\xBD][\x80-\xBF]", narrow))
		end
		at = find(text, "\xEF[\xBC\xBD]", at > from and at or at + 3)
	end
	for place in gmatch(text, "%d()％") do
		report(piece, place, "full-width", "％ is full-width behind a digit", "write %")
	end
end

local function half_width_kana(piece)
	local text = piece.text
	local at = find(text, "\xEF[\xBD\xBE]")
	while at do
		local from = at
		while find(text, "^\xEF\xBD[\xA1-\xBF]", at) or find(text, "^\xEF\xBE[\x80-\x9F]", at) do at = at + 3 end
		if at > from and not prose.named(text, from, at - 1, names) then
			report(piece, from, "half-width-kana", prose.shown(sub(text, from, at - 1)) .. " is half-width", "write full-width kana")
		end
		at = find(text, "\xEF[\xBD\xBE]", at > from and at or at + 3)
	end
end

-- Kana and kanji; punctuation is none of them.
local letter = "[\xE3-\xE9][\x81-\xBF][\x80-\xBF]"
local wide = {[","] = "、", ["."] = "。", ["?"] = "？", ["!"] = "。", [":"] = "：", [";"] = "。", ["("] = "（…）", [")"] = "（…）"}

-- Brackets that touch Japanese outside; of a pair one finding.
local function narrow_brackets(piece, found)
	local text, told = piece.text, {}
	for at, mark in gmatch(text, "()([()])") do
		if mark == "(" then
			told[#told + 1] = find(text, "^" .. letter, at - 3) ~= nil and at > 3
			if told[#told] then found(at) end
		else
			local pair = told[#told]
			told[#told] = nil
			if not pair and find(text, "^" .. letter, at + 1) then found(at) end
		end
	end
end

local function narrow_punctuation(piece)
	local text = piece.text
	local function found(at)
		local mark = sub(text, at, at)
		report(piece, at, "punctuation-width", mark .. " is half-width among Japanese characters", "write " .. wide[mark])
	end
	for at in gmatch(text, letter .. "()[,.?!:;] ?%f[\xE3-\xE9]") do found(at) end
	for at in gmatch(text, letter .. "()[?!]%f[%s%z]") do found(at) end
	narrow_brackets(piece, found)
end

-- In English: full-width forms of ASCII, and 、 。.
local function wide_punctuation(piece)
	local text = piece.text
	local at = find(text, "\xEF[\xBC\xBD]")
	while at do
		if not is_wide_letter(text, at) and (find(text, "^\xBC[\x81-\xBF]", at + 1) or find(text, "^\xBD[\x80-\x9E]", at + 1)) then
			local mark = sub(text, at, at + 2)
			report(piece, at, "punctuation-width", mark .. " is full-width", "write " .. narrow(mark))
		end
		at = find(text, "\xEF[\xBC\xBD]", at + 3)
	end
end

local function named_marks(piece, pattern, code, message, hint)
	local text = piece.text
	for at, mark in gmatch(text, pattern) do
		local number = mark == "．" and is_wide_letter(text, at + 3) -- １．２ is one full-width number
		if not number and not prose.named(text, at, at + #mark - 1, names) then report(piece, at, code, mark .. " " .. message, hint) end
	end
end

local range = "write …から…まで; 〜 and ～ look alike and break comparison"

local function japanese_marks(piece)
	named_marks(piece, "()(\xE3\x80\x9C)", "wave-dash", "stands for words", range)
	named_marks(piece, "()(\xEF\xBD\x9E)", "wave-dash", "stands for words", range)
	named_marks(piece, "()(，)", "japanese-comma", "is left to academic papers", "write 、")
	named_marks(piece, "()(．)", "japanese-comma", "is left to academic papers", "write 。")
end

-- ①, Ⅳ, ㈱, ㍻, №, ℡, ﬁ.
local compatibility = {"()(\xE2\x85[\xA0-\xBF])", "()(\xE2\x91[\xA0-\xBF])", "()(\xE2[\x92\x93][\x80-\xBF])", "()(\xE2\x84[\x96\xA1])",
	"()(\xE3[\x88-\x8F][\x80-\xBF])", "()(\xEF\xAC[\x80-\x86])"}

local function compatibility_characters(piece)
	if not find(piece.text, "[\xE2\xE3\xEF][\x84-\x93\xAC]") then return end
	for _, pattern in ipairs(compatibility) do
		named_marks(piece, pattern, "compatibility-character", "is a compatibility character: searches miss it",
			"write it out: 1, IV, 株式会社, No.")
	end
end

-- Blanks between Japanese and Latin letters ----------------------------------------

local with, without -- {count, piece, place}

local function count(how, piece, place)
	how[1] = how[1] + 1
	if how[1] == 1 then how[2], how[3] = piece, place end
end

-- A letter alone makes one word with what it touches: Eメール, Xサーバー.
local function borders(piece)
	local text = piece.text
	for at, blank in gmatch(text, letter .. "()( ?)%f[%a]%a%a") do count(blank == " " and with or without, piece, at) end
	for at, blank in gmatch(text, "%a%a()( ?)%f[\xE3-\xE9]") do
		if find(text, "^" .. letter, at + #blank) then count(blank == " " and with or without, piece, at) end
	end
end

local function report_borders()
	if with[1] == 0 or without[1] == 0 then return end
	local few = without[1] < with[1] and without or with
	report(few[2], few[3], "mixed-spacing", ("between Japanese and Latin stands a blank %d times, and none %d times"):format(with[1],
		without[1]), "write it one way in all the text, best without: the style sheet makes the gap")
end

local function see(piece)
	if find(piece.text, "[\xE2\xE3\xEF]") then
		full_width(piece)
		half_width_kana(piece)
		compatibility_characters(piece)
		if lang == "ja" then japanese_marks(piece) else wide_punctuation(piece) end
	end
	if lang == "ja" then
		narrow_punctuation(piece)
		borders(piece)
	end
end

local lint = prose.handlers(see)
lint.api, lint.name = 1, "characters"
lint.rules = {
	["full-width"] = {severity = "note"},
	["half-width-kana"] = {severity = "note"},
	["punctuation-width"] = {severity = "note"},
	["wave-dash"] = {severity = "note"},
	["japanese-comma"] = {severity = "note"},
	["compatibility-character"] = {severity = "note"},
	["mixed-spacing"] = {severity = "note"},
}

local begin = lint.begin
function lint.begin(document)
	report, names = prose.reporter(shirase.report, prose.severity(advisory)), prose.names(advisory, glossary, lang)
	with, without = {0}, {0}
	begin(document)
end

function lint.finish()
	report_borders()
end

return lint
