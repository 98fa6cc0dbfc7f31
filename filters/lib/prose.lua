-- What the lints of wording share: the prose of a block as one text, with what is not the author's wording masked, and
-- the way back from a byte of it to a node.
--
-- A piece is {kind, text, section, listed, …}: kind is Paragraph, Heading, Cell or Image (its description), or title or
-- summary; section the name of the section that it stands in; listed whether it stands in a list. In text
-- each byte of code, addresses, file names, identifiers and of what stands in quotation marks is \1, so that lengths are
-- kept; a soft break is \n (nothing between two Japanese characters), a hard one \v.

local find, match, gmatch, sub, gsub, rep, byte = string.find, string.match, string.gmatch, string.sub, string.gsub,
	string.rep, string.byte
local concat = table.concat

local prose = {}

-- Masks -----------------------------------------------------------------------

-- What stands in 「」 and 『』, the marks not included; one that is never closed masks nothing. The first to look.
local function japanese_quotations(text, regions)
	local open = {}
	local function add(from, to)
		while #regions > 0 and regions[#regions][1] > from do regions[#regions] = nil end -- it holds them
		regions[#regions + 1] = {from, to}
	end
	local at = find(text, "\xE3\x80[\x8C-\x8F]")
	while at do
		local opens = byte(text, at + 2) % 2 == 0
		if opens then
			open[#open + 1] = at
		elseif #open > 0 then
			local from = open[#open] + 3
			open[#open] = nil
			if from < at then add(from, at - 1) end
		end
		at = find(text, "\xE3\x80[\x8C-\x8F]", at + 3)
	end
end

local longest_quotation = 400 -- bytes: beyond that, two marks are no pair

-- A mark that is the same on both sides opens only behind a blank, a bracket or a Japanese character.
local function may_open(text, at, same)
	return not same or at == 1 or find(text, "^[%s(/\x80-\xFF]", at - 1) ~= nil
end

local function pairs_of(text, regions, opening, closing)
	local at, last = find(text, opening, 1, true)
	while at do
		local next_from = last + 1
		if may_open(text, at, opening == closing) then
			local e, e_last = find(text, closing, last + 1, true)
			if not e then return end
			if e - last - 1 <= longest_quotation then
				if e > last + 1 then regions[#regions + 1] = {last + 1, e - 1} end
				next_from = e_last + 1
			end
		end
		at, last = find(text, opening, next_from, true)
	end
end

local function by_start(a, b)
	return a[1] < b[1]
end

local function mask(text, regions)
	if #regions == 0 then return text end
	table.sort(regions, by_start)
	local out, from = {}, 1
	for _, r in ipairs(regions) do
		if r[2] >= from then
			local s = r[1] < from and from or r[1]
			out[#out + 1] = sub(text, from, s - 1)
			out[#out + 1] = rep("\1", r[2] - s + 1)
			from = r[2] + 1
		end
	end
	out[#out + 1] = sub(text, from)
	return concat(out)
end

-- What makes a word a name for a machine: an address, a path, a file, an identifier, a version, an operator.
local machine = {"%w@%w", "::", "%w_%w", "[[(][.:][%])]", "%w%.[%l%d]", "^[/~$#\\<]", "^%.%.?/", "^%-%-?%w", "[=<>\\]",
	"^%u[%u%d]+%-[%w-]*%d", "/[^/]*/", "/[%w-]*%.%w"}

-- How many bytes of the word are such a name, without the punctuation of the sentence; nil if it is none.
local function machine_name(word)
	if #word >= 16 and find(word, "^%x+%p?$") and find(word, "%d") then return match(word, "^%x+()") - 1 end
	if not find(word, "[/:@_\\%.[<>=#$~(&-][%w/%]:)>=-]") then return nil end
	local name = match(word, "^(.-)[%.,;:!?)'\"%]]*$")
	local _, call = find(word, "()", #name, true)
	if find(word, "://", 1, true) or call then return call or #name end
	if find(name, "^%a%.%a$") then return nil end -- e.g., i.e.
	for _, pattern in ipairs(machine) do
		if find(name, pattern) then return #name end
	end
	return nil
end

local function machine_names(text, regions)
	for s, word in gmatch(text, "()(%g+)") do
		local lead = #match(word, "^[%(\"']*")
		local length = #word > 1 and machine_name(lead > 0 and sub(word, lead + 1) or word)
		if length and length > 0 then regions[#regions + 1] = {s + lead, s + lead + length - 1} end
	end
end

local function masked(text)
	local regions = {}
	if find(text, "\xE3\x80[\x8C-\x8F]") then japanese_quotations(text, regions) end
	if find(text, "\xE2\x80\x9C", 1, true) then pairs_of(text, regions, "\xE2\x80\x9C", "\xE2\x80\x9D") end
	if find(text, '"', 1, true) then pairs_of(text, regions, '"', '"') end
	text = mask(text, regions)
	regions = {}
	machine_names(text, regions)
	return mask(text, regions)
end

-- Pieces ----------------------------------------------------------------------

local function put(piece, text, node)
	local n = #piece.nodes + 1
	piece.nodes[n], piece.starts[n] = node, piece.length + 1
	piece.parts[n] = text
	piece.length = piece.length + #text
end

local japanese = "[\xE3-\xE9\xEF][\x80-\xBF][\x80-\xBF]"

-- A soft break waits for what follows it: between two Japanese characters it is nothing.
local function settle_break(piece, following)
	local node = piece.soft
	piece.soft = nil
	local before = piece.parts[#piece.parts] or ""
	if not (find(sub(before, -3), "^" .. japanese) and find(following, "^" .. japanese)) then put(piece, "\n", node) end
end

local collect

local inline = {
	Text = function(piece, node)
		local text = node.text
		if piece.soft then settle_break(piece, text) end
		put(piece, text, node)
	end,
	SoftBreak = function(piece, node) piece.soft = node end,
	LineBreak = function(piece, node) put(piece, "\v", node) end,
	HtmlInline = function() end,
	Code = function(piece, node)
		if piece.soft then settle_break(piece, "\1") end
		put(piece, "\1", node)
	end,
}
inline.Image = inline.Code

function collect(piece, node)
	for _, child in ipairs(node.children) do
		local f = inline[child.type]
		if f then f(piece, child) else collect(piece, child) end
	end
end

local function new_piece(kind)
	return {kind = kind, nodes = {}, starts = {}, parts = {}, length = 0}
end

-- The piece of a block (or an Image); nil if there is no text in it, or more than most bytes. Besides, how many there are.
function prose.of(block, most)
	local piece = new_piece(block.type)
	collect(piece, block)
	if piece.length > most then return nil, piece.length end
	piece.text = masked(concat(piece.parts))
	return find(piece.text, "[^%s\1]") and piece or nil, piece.length
end

-- The piece of a text of the front matter: key is "title" or "summary".
function prose.of_text(key, text)
	local piece = new_piece(key)
	piece.text = masked(text)
	return piece
end

-- Completes a finding for shirase.report: what begins at this byte of the piece.
local function place_of(piece, at, finding)
	local low, high = 1, #piece.nodes
	if high == 0 then
		finding.key = piece.kind
		return finding
	end
	while low < high do
		local middle = (low + high + 1) // 2
		if piece.starts[middle] <= at then low = middle else high = middle - 1 end
	end
	finding.node = piece.nodes[low]
	if finding.node.type == "Text" then finding.offset = at - piece.starts[low] + 1 end
	return finding
end

local most_findings = 1000 -- of a rule in a document; check lists 100

-- A function that reports through shirase.report, for one document: report(piece, at, code, message, hint).
function prose.reporter(to, severity)
	local count = {}
	return function(piece, at, code, message, hint)
		count[code] = (count[code] or 0) + 1
		if count[code] > most_findings then return end
		to(place_of(piece, at, {code = code, severity = severity, message = message, hint = hint}))
	end
end

-- The text as a message shows it.
function prose.shown(text)
	if #text <= 60 then return text end
	return match(sub(text, 1, 60), "^(.*)[\xC0-\xFF]") .. "…"
end

local longest_document = 200000 -- bytes of prose, so that a lint ends within the sandbox's limits; some 60 pages

-- The handlers of a lint that wants all pieces of a document: see(piece) is called for each, in order, the title and the
-- summary first. Block quotes are what others wrote, and the section of references holds their titles. What lies beyond
-- longest_document is not seen.
function prose.handlers(see)
	local state = {lists = 0, left = longest_document}
	local function block(node)
		if state.left <= 0 or state.level and node.type ~= "Heading" then return nil end
		local piece, length = prose.of(node, state.left)
		state.left = state.left - length - 20 -- a piece has its own price
		if piece then
			piece.section, piece.listed = state.section, state.lists > 0
			see(piece)
		end
		return nil
	end
	local function heading(node)
		if state.level and node.level <= state.level then state.level = nil end
		if node.section == "references" then state.level = node.level end
		if node.section or node.level <= (state.section_level or 6) then
			state.section, state.section_level = node.section, node.level
		end
		return block(node)
	end
	return {
		begin = function(document)
			for _, key in ipairs{"title", "summary"} do
				if document[key] and document[key] ~= "" then see(prose.of_text(key, document[key])) end
			end
		end,
		Paragraph = {enter = block}, Cell = {enter = block}, Heading = {enter = heading}, Image = {enter = block},
		List = {
			enter = function() state.lists = state.lists + 1 end,
			exit = function() state.lists = state.lists - 1 end,
		},
		BlockQuote = {enter = function() return nil, false end},
	}
end

-- Sentences -------------------------------------------------------------------

local function add_sentence(out, text, from, to)
	local n = #out.to + 1
	out.from[n], out.to[n] = find(text, "%S", from), to
end

-- Adds the sentences of text up to its end at last; they end at 。！？ outside brackets.
local function japanese_line(text, from, last, out)
	local depth = 0
	local at = find(text, "[\xE3\xEF][\x80\xBC][\x81\x82\x88\x89\x9F]", from)
	while at and at <= last do
		local mark = sub(text, at, at + 2)
		if mark == "（" then
			depth = depth + 1
		elseif mark == "）" then
			depth = depth > 0 and depth - 1 or 0
		elseif depth == 0 and (mark == "。" or mark == "！" or mark == "？") then
			add_sentence(out, text, from, at + 2)
			from = at + 3
		end
		at = find(text, "[\xE3\xEF][\x80\xBC][\x81\x82\x88\x89\x9F]", at + 3)
	end
	if find(sub(text, from, last), "%S") then add_sentence(out, text, from, last) end
end

local abbreviations = {}
for word in gmatch("eg ie vs cf approx inc ltd dr mr mrs ms prof ver vol resp ed jr aka", "%a+") do
	abbreviations[word] = true
end

-- Whether the full stop at this place belongs to an abbreviation in the middle of a sentence.
local function abbreviated(text, at)
	local word = match(sub(text, at > 8 and at - 8 or 1, at - 1), "(%a[%a.]*)$")
	return word and abbreviations[gsub(word, "%.", ""):lower()]
end

local english_end = "[%.!?][%)%]\"'\x80-\xBF\xE2]*%f[%s%z]"

-- They end at .?! before a blank and what a sentence can begin with.
local function english_line(text, from, last, out)
	local at, to = find(text, english_end, from)
	while at and at <= last do
		local begins = find(text, "^%s+[%u%d\1%(\"'\xC0-\xFF*-]", to + 1)
		if begins and not (sub(text, at, at) == "." and abbreviated(text, at)) then
			add_sentence(out, text, from, to)
			from = to + 1
		end
		at, to = find(text, english_end, to + 1)
	end
	if find(sub(text, from, last), "%S") then add_sentence(out, text, from, last) end
end

-- Calls line(text, from, last, out) for what stands between hard breaks.
local function sentences(text, line)
	local out, from = {from = {}, to = {}}, 1
	local hard = find(text, "\v", 1, true)
	while hard do
		line(text, from, hard, out)
		from = hard + 1
		hard = find(text, "\v", from, true)
	end
	line(text, from, #text, out)
	return out
end

-- {from = …, to = …}: lists of where they begin, at what is no blank, and end in the piece's text.
function prose.sentences(piece, lang)
	if lang ~= "ja" then return sentences(piece.text, english_line) end
	return sentences((gsub(piece.text, "([?!])%s", "%1\v")), japanese_line) -- half-width marks end a sentence before a blank
end

-- The text without what stands in brackets, (…) and （…）; one that is never closed hides nothing.
local function without_brackets(text)
	local out, from, depth, opened = {}, 1, 0, 1
	local at, last = find(text, "[%(%)\xEF]")
	while at do
		local mark = sub(text, at, at)
		if mark == "\xEF" then
			last = at + 2
			mark = sub(text, at, last)
		end
		if mark == "(" or mark == "（" then
			if depth == 0 then opened = at end
			depth = depth + 1
		elseif depth > 0 and (mark == ")" or mark == "）") then
			depth = depth - 1
			if depth == 0 then
				out[#out + 1] = sub(text, from, opened - 1)
				from = last + 1
			end
		end
		at, last = find(text, "[%(%)\xEF]", last + 1)
	end
	out[#out + 1] = sub(text, from)
	return concat(out)
end

-- How many characters of the sentence (the bytes from … to) are the author's: without masked ones, brackets and blanks.
function prose.characters(piece, from, to)
	local text = without_brackets(sub(piece.text, from, to))
	local _, n = gsub(text, "[^\x80-\xBF\1%s]", "%0")
	return n
end

-- How many words, by the same rule; a word has a letter or a digit.
function prose.word_count(piece, from, to)
	local text, n = without_brackets(sub(piece.text, from, to)), 0
	for _ in gmatch(text, "[%w\xC3][%w\x80-\xC3'’%-/]*") do n = n + 1 end
	return n
end

-- English words ---------------------------------------------------------------

-- The words of a piece in lower case, with where they begin and end; \1 for a masked one. joined[i]: only blanks stand
-- between word i and the next.
function prose.words(piece)
	local text = piece.text
	local words, from, to, joined = {}, {}, {}, {}
	local n = 0
	for s, word, e in gmatch(text, "()([%w\1][%w\1'%-]*)()") do
		if n > 0 then joined[n] = find(text, "^%s+", to[n] + 1) and match(text, "^%s+()", to[n] + 1) == s or false end
		n = n + 1
		words[n], from[n], to[n] = find(word, "\1", 1, true) and "\1" or word:lower(), s, e - 1
	end
	return {words = words, from = from, to = to, joined = joined, count = n}
end

-- A table from each phrase's first word to {phrase as a list of words, what}, longest first, for prose.phrases.
function prose.phrase_table(list)
	local out = {}
	for phrase, what in pairs(list) do
		local words = {}
		for word in gmatch(phrase, "%S+") do words[#words + 1] = word end
		local first = words[1]
		out[first] = out[first] or {}
		table.insert(out[first], {words = words, what = what, phrase = phrase})
	end
	for _, entries in pairs(out) do
		table.sort(entries, function(a, b) return #a.words > #b.words end)
	end
	return out
end

local function stands(w, i, words)
	for k = 2, #words do
		if not w.joined[i + k - 2] or w.words[i + k - 1] ~= words[k] then return false end
	end
	return true
end

-- Calls see(what, i, last, phrase) for each phrase of the table, the longest at each place: words i to last.
function prose.phrases(w, phrases, see)
	local i = 1
	while i <= w.count do
		local next_i = i + 1
		for _, entry in ipairs(phrases[w.words[i]] or {}) do
			if stands(w, i, entry.words) then
				next_i = i + #entry.words
				see(entry.what, i, next_i - 1, entry.phrase)
				break
			end
		end
		i = next_i
	end
end

-- Names and severity ----------------------------------------------------------

local function add_name(names, value, lang)
	if type(value) == "string" then
		names[#names + 1] = value
	elseif value then
		add_name(names, value[lang], lang)
	end
end

-- What is called so, whatever the rules say of its words: products and their makers, and the terms of the glossary.
function prose.names(facts, terms, lang)
	local names = {}
	for _, a in ipairs(facts and facts.affected or {}) do
		add_name(names, a.name, lang)
		add_name(names, a.vendor, lang)
		add_name(names, a.product, lang)
	end
	for _, t in ipairs(terms or {}) do add_name(names, t.term, lang) end
	return names
end

-- Whether the bytes from … to of the text are part of one of the names there.
function prose.named(text, from, to, names)
	local word = sub(text, from, to)
	for _, name in ipairs(names) do
		local at = find(name, word, 1, true)
		while at do
			local s = from - at + 1
			if s >= 1 and sub(text, s, s + #name - 1) == name then return true end
			at = find(name, word, at + 1, true)
		end
	end
	return false
end

function prose.is_for(facts, audience)
	for _, a in ipairs(facts and facts.audience or {}) do
		if a == audience then return true end
	end
	return false
end

-- Wording is a warning where general users read it, a note elsewhere.
function prose.severity(facts)
	return prose.is_for(facts, "general") and "warning" or "note"
end

return prose
