-- Widths: full-width Latin letters, digits and symbols become half-width, half-width kana full-width, in prose and not in code.
-- What is set full-width in Japanese sentences stays there: （）［］「」：；？！, and symbols that stand among Japanese.
-- Quotations stay as they are: what a message looked like may be what gives it away.
-- Spaces between Japanese and Latin are no matter of the text: the stylesheet sets them (text-autospace).

local find, gsub, char, byte = string.find, string.gsub, string.char, string.byte
local lang = lang

local kana -- half-width: full-width; made when it is first needed

local function make_kana()
	local full = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"
	local voiced = "カガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴワヷヲヺ"
	local half_voiced = "ハパヒピフプヘペホポ"
	local code, halves = 0xFF61, {}
	kana = {}
	for _, c in utf8.codes(full) do
		local h = utf8.char(code)
		kana[h], halves[c] = utf8.char(c), h
		code = code + 1
	end
	for _, pair in ipairs{{voiced, "ﾞ"}, {half_voiced, "ﾟ"}} do
		local plain
		for _, c in utf8.codes(pair[1]) do
			if plain then kana[halves[plain] .. pair[2]] = utf8.char(c) end
			plain = not plain and c or nil
		end
	end
end

local function upper_or_digit(c)
	return char(byte(c) - 0x60)
end

local function lower(c)
	return char(byte(c) - 0x20)
end

-- Full-width symbols that become half-width in Japanese where one neighbour is a Latin letter or digit ("５％", "＋８１"),
-- where both are ("ａ＠ｂ．ｃ", "TCP／IP"), where both are digits ("１０：３０", "１，０００").
local one, both, digits = "＃＄％＊＋－＿＼＾｀", "＆＇．／＜＝＞＠｜", "，："

local function half(c)
	local second, third = byte(c, 2, 3)
	return char((second - 0xBC) * 0x40 + third - 0x60)
end

local function in_japanese(text, s, c, e)
	if find(digits, c, 1, true) then return s > 1 and find(text, "^%d", s - 1) and find(text, "^%d", e) and half(c) or c end
	local either = find(one, c, 1, true)
	local left, right = s > 1 and find(text, either and "^[%w+]" or "^%w", s - 1), find(text, "^%w", e)
	return (left and right or either and (left or right)) and (either or find(both, c, 1, true)) and half(c) or c
end

-- Elsewhere all of them become half-width, but for those beside a Japanese character.
local function in_others(text, s, c, e)
	if c == "～" or c == "｟" or c == "｠" or find(text, "^[\xE3-\xE9]", e) or s > 3 and find(text, "^[\xE3-\xE9]", s - 3) then
		return c
	end
	return half(c)
end

-- In Japanese those of the table, elsewhere U+FF01 to FF5E.
local candidates = lang == "ja" and "\xEF[\xBC\xBD][\x80\x83-\x87\x8A-\x8F\x9A\x9C-\x9E\xA0\xBC\xBE\xBF]"
	or "\xEF[\xBC\xBD][\x80-\xBF]"
local decide = lang == "ja" and in_japanese or in_others

-- True if nothing in a Japanese text is to be looked at more closely: of these letters it holds at most （）［］：；？！, and no
-- digit behind a colon.
local function stays(text)
	return not find(text, "\xEF\xBC[^\x81\x88\x89\x9A\x9B\x9F\xBB\xBD]") and not find(text, "\xEF[\xBD\xBE]")
		and not find(text, "\xEF\xBC\x9A%d")
end

-- In UTF-8: U+FF10 to FF19 and FF21 to FF3A, U+FF41 to FF5A, U+FF61 to FF9F; the symbols between U+FF01 and FF5E.
local function normal(text)
	if not find(text, "\xEF[\xBC-\xBE]") or lang == "ja" and stays(text) then return text end
	local new = gsub(text, "\xEF\xBC([\x90-\x99\xA1-\xBA])", upper_or_digit)
	new = gsub(new, "\xEF\xBD([\x81-\x9A])", lower)
	if find(new, "\xEF\xBD[\xA1-\xBF]") or find(new, "\xEF\xBE[\x80-\x9F]") then
		if not kana then make_kana() end
		new = gsub(new, "\xEF[\xBD\xBE][\x80-\xBF]\xEF\xBE[\x9E\x9F]", kana)
		new = gsub(new, "\xEF[\xBD\xBE][\x80-\xBF]", kana)
	end
	if not find(new, candidates) then return new end
	local places = "()(" .. candidates .. ")()"
	local once = gsub(new, places, function(s, c, e) return decide(new, s, c, e) end)
	if once == new then return new end
	-- "Ｃ＋＋": the first makes a neighbour for the second.
	return (gsub(once, places, function(s, c, e) return decide(once, s, c, e) end))
end

local function text(node)
	local old = node.text
	local new = normal(old)
	if new ~= old then node.text = new end
end

local function title(node)
	if has(node.title) then node.title = normal(node.title) end
end

local function caption(node)
	if has(node.caption) then node.caption = normal(node.caption) end
end

return {
	api = 1,
	name = "spacing",
	Text = {holds = {"\xEF\xBC", "\xEF\xBD", "\xEF\xBE"}, exit = text},
	Link = title,
	Image = title,
	Figure = caption,
	Table = caption,
	BlockQuote = {enter = function() return nil, false end},
}
