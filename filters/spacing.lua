-- Widths: full-width Latin letters and digits become half-width, half-width kana full-width, in prose and not in code.
-- Spaces between Japanese and Latin are no matter of the text: the stylesheet sets them (text-autospace).

local find, gsub, char, byte = string.find, string.gsub, string.char, string.byte

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

-- In UTF-8: U+FF10 to FF19 and FF21 to FF3A, U+FF41 to FF5A, U+FF61 to FF9F.
local function text(node)
	local text = node.text
	if not find(text, "\xEF[\xBC-\xBE]") then return nil end
	local new = gsub(text, "\xEF\xBC([\x90-\x99\xA1-\xBA])", upper_or_digit)
	new = gsub(new, "\xEF\xBD([\x81-\x9A])", lower)
	if find(new, "\xEF\xBD[\xA1-\xBF]") or find(new, "\xEF\xBE[\x80-\x9F]") then
		if not kana then make_kana() end
		new = gsub(new, "\xEF[\xBD\xBE][\x80-\xBF]\xEF\xBE[\x9E\x9F]", kana)
		new = gsub(new, "\xEF[\xBD\xBE][\x80-\xBF]", kana)
	end
	if new ~= text then node.text = new end
	return nil
end

return {api = 1, name = "spacing", Text = {holds = {"\xEF\xBC", "\xEF\xBD", "\xEF\xBE"}, exit = text}}
