-- TOML 1.0, the whole of it (toml.io/en/v1.0.0). In a script:
--   local toml = library("toml")
--   local data, lines = toml.parse(text)            -- or: nil, message, line
--   local data, lines = toml.parse(text, 12)        -- the text begins on line 12 of its file
-- data: tables; arrays are lists from 1; text, integer, float and boolean are Lua's; a date or a time is the text that was written.
-- lines[t][k] is the line on which the key k of the table t stands, or the item k of the list t.
--
-- Invariant: each character is looked at a bounded number of times, and nesting is bounded. How a table came about says who may
-- still add to it: "implied" by [a.b] (a), "header" [a], "dotted" a.b = 1 (a), "inline" {…}, "tables" [[a]], "array" […].

local DEPTH = 64
local sub, find, match, byte = string.sub, string.find, string.match, string.byte

local escapes = {b = "\b", t = "\t", n = "\n", f = "\f", r = "\r", ['"'] = '"', ["\\"] = "\\"}
local month_days = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
local digits = {x = {"^%x+$", 16}, o = {"^[0-7]+$", 8}, b = {"^[01]+$", 2}}

local function is_date(year, month, day)
	year, month, day = tonumber(year), tonumber(month), tonumber(day)
	local most = month_days[month]
	if month == 2 and (year % 4 ~= 0 or year % 100 == 0 and year % 400 ~= 0) then most = 28 end
	return most and day >= 1 and day <= most
end

local function is_time(text)
	local hour, minute, second, rest = match(text, "^(%d%d):(%d%d):(%d%d)(.*)$")
	return hour and tonumber(hour) < 24 and tonumber(minute) < 60 and tonumber(second) < 61 and (rest == "" or find(rest, "^%.%d+$"))
end

local function is_offset(text)
	local hour, minute = match(text, "^[+-](%d%d):(%d%d)$")
	return find(text, "^[Zz]$") or hour and tonumber(hour) < 24 and tonumber(minute) < 60
end

local function is_moment(text)
	local year, month, day, rest = match(text, "^(%d%d%d%d)%-(%d%d)%-(%d%d)(.*)$")
	if not year or not is_date(year, month, day) then return false end
	if rest == "" then return true end
	local time, offset = match(rest, "^[Tt ]([%d:.]+)(.*)$")
	return time and is_time(time) and (offset == "" or is_offset(offset))
end

-- No sign, no underscores, digits of its base: the value, or nil if it does not fit 64 bits.
local function whole(text, base, negative)
	local n, limit = 0, math.mininteger
	for i = 1, #text do -- below zero, where there is one more
		local digit = tonumber(sub(text, i, i), 16)
		if n < limit // base + (limit % base > 0 and 1 or 0) then return nil end
		n = n * base
		if n < limit + digit then return nil end
		n = n - digit
	end
	if not negative and n == limit then return nil end
	return negative and n or -n
end

local function number(word)
	local sign, rest = match(word, "^([+-]?)(.*)$")
	if rest == "inf" then return sign == "-" and -math.huge or math.huge end
	if rest == "nan" then return 0.0 / 0.0 end
	local kind = digits[match(rest, "^0([xob])") or ""]
	local plain, joints = rest:gsub("_", "")
	local before_joint, behind = kind and "[^%x]_" or "%D_", kind and "_[^%x]" or "_%D"
	if joints > 0 and (find(rest, "^_") or find(rest, "_$") or find(rest, before_joint) or find(rest, behind)) then return nil end
	if kind then
		local text = sub(plain, 3)
		return sign == "" and find(text, kind[1]) and whole(text, kind[2], false) or nil
	end
	if find(plain, "^%d+$") then
		return (plain == "0" or byte(plain) ~= 48) and whole(plain, 10, sign == "-") or nil
	end
	local before, fraction, exponent = match(plain, "^(%d+)(%.?%d*)([eE]?[+-]?%d*)$")
	local sound = before and (before == "0" or byte(before) ~= 48) and (fraction == "" or find(fraction, "^%.%d")) and
		(exponent == "" or find(exponent, "^[eE][+-]?%d+$")) and fraction .. exponent ~= ""
	return sound and tonumber(sign == "-" and "-" .. plain or plain) + 0.0 or nil
end

local function parse(s, first)
	local i, line, ends = 1, first, find(s, "\n", 1, true) or #s + 1 -- where that line ends
	local origin, section = {}, 0 -- of each table; what a section's dotted keys made is closed when it ends
	local lines = {}
	local value

	local function line_here()
		while ends < i do
			line, ends = line + 1, find(s, "\n", ends + 1, true) or #s + 1
			if ends > #s then break end
		end
		return line
	end
	local function fail_at(at, message, ...) error({message = message:format(...), line = at}, 0) end
	local function fail(message, ...) fail_at(line_here(), message, ...) end
	local function shown()
		local word = match(s, "^[^%c]+", i)
		if not word then return i > #s and "the end" or byte(s, i) == 10 and "the end of the line" or "a control character" end
		return '"' .. sub(word, 1, (utf8.offset(word, 21) or #word + 1) - 1) .. '"'
	end
	local function made(how)
		local t = {}
		origin[t], lines[t] = {how, section}, {}
		return t
	end
	local function blanks() i = match(s, "^[ \t]*()", i) end

	-- To the end of a comment, if there is one; then to the next line with everything.
	local function comment()
		if byte(s, i) ~= 35 then return end
		i = match(s, "^[^%c]*()", i)
		while byte(s, i) == 9 do i = match(s, "^[^%c]*()", i + 1) end
		if i <= #s and byte(s, i) ~= 10 then fail("a control character in a comment") end
	end
	local function end_of_line()
		blanks()
		comment()
		if i <= #s and byte(s, i) ~= 10 then fail("%s stands where the line should end", shown()) end
		i = math.min(i, #s) + 1
	end
	local function space()
		repeat
			i = match(s, "^[ \t\n]*()", i)
			comment()
		until not find(s, "^[ \t\n]", i)
	end

	-- The character that the escape at i (behind the backslash) means.
	local function escape()
		local c = sub(s, i, i)
		local length = c == "u" and 4 or c == "U" and 8
		if not length then
			if not escapes[c] then fail("\\%s is no escape", find(c, "^%g$") and c or "") end
			i = i + 1
			return escapes[c]
		end
		local code = sub(s, i + 1, i + length)
		local n = #code == length and not find(code, "%X") and tonumber(code, 16)
		if not n or n > 0x10FFFF or n >= 0xD800 and n <= 0xDFFF then fail("\\%s needs %d hexadecimal digits of a character", c, length) end
		i = i + 1 + length
		return utf8.char(n)
	end

	-- From behind the opening quotes to behind the closing ones. stop: the characters that need a look.
	local function text(quote, multi)
		local out, began, stop = {}, line_here(), quote == '"' and '["\\%c]' or "['%c]"
		if multi and byte(s, i) == 10 then i = i + 1 end
		local from = i
		while true do
			local at = find(s, stop, i)
			if not at then fail_at(began, "a text does not end: %s is missing", multi and quote:rep(3) or quote) end
			local c = sub(s, at, at)
			i = at + 1
			if c == quote then
				local quotes = multi and #match(s, quote == '"' and '^"*' or "^'*", at) or 3
				if quotes >= 3 then -- up to two more belong to the text
					i = multi and at + math.min(quotes, 5) or i
					out[#out + 1] = sub(s, from, multi and i - 4 or at - 1)
					return table.concat(out)
				end
				i = at + quotes
			elseif c == "\\" then
				out[#out + 1] = sub(s, from, at - 1)
				local after = multi and match(s, "^[ \t]*\n[ \t\n]*()", i)
				out[#out + 1] = after and "" or escape()
				i = after or i
				from = i
			elseif c ~= "\t" and not (multi and c == "\n") then
				i = at
				if c == "\n" then fail("a text does not end: %s is missing", quote) end
				fail("a control character in a text")
			end
		end
	end

	local function key_part()
		local bare, after = match(s, "^([%w_-]+)()", i)
		if bare then
			i = after
			return bare
		end
		local quote = match(s, "^[\"']", i)
		if not quote then fail("%s stands where a key should", shown()) end
		i = i + 1
		return text(quote, false)
	end
	local function key()
		local parts = {}
		repeat
			blanks()
			parts[#parts + 1] = key_part()
			blanks()
			local more = byte(s, i) == 46
			if more then i = i + 1 end
		until not more
		if #parts > DEPTH then fail("a key has more than %d parts", DEPTH) end
		return parts
	end
	local function name(parts) return '"' .. sub(table.concat(parts, "."), 1, 60) .. '"' end

	local function put(t, k, v, at)
		t[k], lines[t][k] = v, at
		return v
	end

	-- The table that a dotted key puts its last part into.
	local function dotted(t, parts, at)
		for n = 1, #parts - 1 do
			local inner = t[parts[n]]
			local how = origin[inner]
			if inner == nil then
				inner = put(t, parts[n], made("dotted"), at)
			elseif how and how[1] == "implied" then
				origin[inner] = {"dotted", section}
			elseif not how or how[1] ~= "dotted" or how[2] ~= section then
				fail("%s cannot be put into %s, which was given already", name(parts), name({parts[n]}))
			end
			t = inner
		end
		return t
	end
	local function pair(t, depth)
		local parts = key()
		local at = line_here()
		if byte(s, i) ~= 61 then fail("%s stands where = should", shown()) end
		i = i + 1
		blanks()
		t = dotted(t, parts, at)
		if t[parts[#parts]] ~= nil then fail("%s is given twice", name(parts)) end
		put(t, parts[#parts], value(depth), at)
	end

	local function array(depth)
		local t = made("array")
		space()
		while byte(s, i) ~= 93 do
			local at = line_here()
			put(t, #t + 1, value(depth), at)
			space()
			if byte(s, i) == 44 then
				i = i + 1
				space()
			elseif byte(s, i) ~= 93 then
				fail("%s stands where , or ] should", shown())
			end
		end
		i = i + 1
		return t
	end
	local function inline(depth)
		local t, outer = made("inline"), section
		section = t -- its dotted keys are its own
		blanks()
		while byte(s, i) ~= 125 do
			pair(t, depth)
			blanks()
			if byte(s, i) == 44 then
				i = i + 1
				blanks()
				if byte(s, i) == 125 then fail("a comma before } is not allowed") end
			elseif byte(s, i) ~= 125 then
				fail("%s stands where , or } should", shown())
			end
		end
		i = i + 1
		section = outer
		return t
	end

	local function word()
		local w = match(s, "^[%w_+:.-]+", i)
		if not w then fail("%s stands where a value should", shown()) end
		if find(w, "^%d%d%d%d%-%d%d%-%d%d$") then w = w .. (match(s, "^ %d%d:[%w+:.-]+", i + #w) or "") end
		local v
		if w == "true" or w == "false" then
			v = w == "true"
		elseif is_moment(w) or is_time(w) then
			v = w
		else
			v = number(w)
		end
		if v == nil then fail("%s is no value: a text stands in quotes", shown()) end
		i = i + #w
		return v
	end

	function value(depth)
		if depth > DEPTH then fail("values are nested more than %d deep", DEPTH) end
		local c = sub(s, i, i)
		if c == '"' or c == "'" then
			local multi = sub(s, i, i + 2) == c:rep(3)
			i = i + (multi and 3 or 1)
			return text(c, multi)
		elseif c == "[" then
			i = i + 1
			return array(depth + 1)
		elseif c == "{" then
			i = i + 1
			return inline(depth + 1)
		end
		return word()
	end

	-- The table that the lines after [a.b] or [[a.b]] fill.
	local function header(root, parts, list, at)
		local t = root
		for n = 1, #parts - 1 do
			local inner = t[parts[n]]
			local how = origin[inner]
			if inner == nil then
				inner = put(t, parts[n], made("implied"), at)
			elseif how and how[1] == "tables" then
				inner = inner[#inner]
			elseif not how or how[1] == "inline" or how[1] == "array" then
				fail("[%s] cannot be put into %s, which was given already", table.concat(parts, "."), name({parts[n]}))
			end
			t = inner
		end
		local last = parts[#parts]
		local how = origin[t[last]]
		if list then
			if t[last] == nil then
				put(t, last, made("tables"), at)
			elseif not how or how[1] ~= "tables" then
				fail("%s is given twice", name(parts))
			end
			return put(t[last], #t[last] + 1, made("header"), at)
		end
		if t[last] == nil then return put(t, last, made("header"), at) end
		if not how or how[1] ~= "implied" then fail("%s is given twice", name(parts)) end
		origin[t[last]] = {"header", section}
		lines[t][last] = at
		return t[last]
	end

	local root = made("header")
	local t = root
	while true do
		i = match(s, "^[ \t\n]*()", i)
		if i > #s then return root, lines end
		if byte(s, i) == 91 then
			local list = byte(s, i + 1) == 91
			i = i + (list and 2 or 1)
			local parts = key()
			if not find(s, list and "^]]" or "^]", i) then fail("%s stands where %s should", shown(), list and "]]" or "]") end
			section = section + 1
			t = header(root, parts, list, line_here())
			i = i + (list and 2 or 1)
			end_of_line()
		elseif byte(s, i) == 35 then
			end_of_line()
		else
			pair(t, 1)
			end_of_line()
		end
	end
end

return {
	parse = function(text, first)
		first = first or 1
		local _, bad = utf8.len(text)
		if bad then
			local _, above = sub(text, 1, bad):gsub("\n", "")
			return nil, "this is not UTF-8", first + above
		end
		local ok, data, lines = pcall(parse, (text:gsub("\r\n", "\n")), first)
		if ok then return data, lines end
		if type(data) ~= "table" then error(data, 0) end
		return nil, data.message, data.line
	end,
}
