-- What belongs to attackers is shown so that nobody opens it by mistake (hxxps://login.example[.]net/), and is never a link:
-- the advisory's indicators (url, domain with all below it, ipv4, ipv6, email) in prose and in code, and links and images
-- whose target is one of them or is written that way already. The facts keep the true values.
-- It may stand anywhere among the filters: what autolink has linked before is a text again, and what is defanged is no
-- address for one that comes later.

local find, match, sub, lower, gmatch = string.find, string.match, string.sub, string.lower, string.gmatch

local kinds, values = {}, {} -- of the indicators that are looked for
local needles = {} -- one of which a text that names any of them holds

-- The parts of an address: "https://user@Host.example:80/path" → "host.example", "/path", "user@host.example".
local function parts_of(address)
	local plain, behind = match(address, "^%a[%w+.-]*://([%w.-]*%w)()")
	if plain and (behind > #address or find(address, "^[/?#]", behind)) then
		plain = lower(plain)
		return plain, sub(address, behind), plain
	end
	local rest = match(address, "^%a[%w+.-]*:(.*)$") or address
	local authority, path = match(rest, "^/*([^/?#\\]*)(.*)$")
	if find(authority, "%", 1, true) then
		authority = authority:gsub("%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end)
	end
	authority = lower(authority):gsub("。", "."):gsub("[%[%]]", "")
	local host = match(authority, "([^@]*)$")
	if find(host, "^[^:]*:%d*$") then host = match(host, "^[^:]*") end
	return match(host, "^(.-)%.?$"), path, authority
end

-- A past version's facts may have any shape.
local listed = advisory.indicators
for _, indicator in ipairs(type(listed) == "table" and listed or {}) do
	local kind, value
	if type(indicator) == "table" then kind, value = indicator.type, indicator.value end
	if type(value) == "string" and (kind == "domain" or kind == "url" or kind == "ipv4" or kind == "ipv6" or kind == "email") then
		local needle = kind == "url" and parts_of(value) or match(value, "^[^/]*")
		if needle ~= "" then
			local n = #needles + 1
			kinds[n], values[n], needles[n] = kind, value, lower(needle)
		end
	end
end

-- The handlers: of texts, of links, of captions. Made when the first is called: most documents have nothing to defang.
local function make()
	local hosts = {}   -- domains and addresses, in lower case
	local emails, paths -- of mailboxes; of urls what follows the host, a list by host; nil if there are none
	local wide = {}    -- domains that are not ASCII
	local numbers, colons = false, false -- whether there are addresses of IPv4, IPv6

	local function add_host(host)
		hosts[host] = true
		if find(host, "[\x80-\xFF]") then wide[#wide + 1] = host end
	end

	local function add_url(value)
		local host, path = parts_of(value)
		if path == "" or path == "/" then return add_host(host) end
		paths = paths or {}
		paths[host] = paths[host] or {}
		table.insert(paths[host], path)
	end

	local add = {
		domain = function(value) add_host(lower(value)) end,
		ipv4 = function(value)
			hosts[match(value, "^[^/]*")] = true
			numbers = true
		end,
		ipv6 = function(value)
			hosts[match(lower(value), "^[^/]*")] = true
			colons = true
		end,
		email = function(value)
			emails = emails or {}
			emails[lower(value)] = true
		end,
		url = add_url,
	}

	for i, kind in ipairs(kinds) do add[kind](values[i]) end

	-- True for a listed host and for all below a listed domain.
	local function is_listed(host)
		while host do
			if hosts[host] then return true end
			host = match(host, "^[^.]*%.(.+)$")
		end
		return false
	end

	local function has_listed_path(host, rest)
		for _, path in ipairs(paths and paths[host] or {}) do
			if sub(rest, 1, #path) == path and not find(rest, "^[%w_-]", #path + 1) then return true end
		end
		return false
	end

	-- Texts. A place is {first, last} of what is defanged: scheme, user and host.

	-- The user and "@" that stand before the host at s, "" if there is none.
	local function user_before(text, s)
		if sub(text, s - 1, s - 1) ~= "@" then return "" end
		return match(sub(text, s > 80 and s - 80 or 1, s - 1), "[%w.!#$%%&'*+=?^_`{|}~-]+@$") or ""
	end

	-- Adds the host from s to before e, with the scheme and user that stand before it.
	local function add_place(found, text, s, e)
		s = s - #user_before(text, s)
		local scheme = find(text, "^[/%[]", s - 1) and match(sub(text, s > 20 and s - 20 or 1, s - 1), "%a[%w+.-]*://%[?$") or ""
		found[#found + 1] = {s - #scheme, e - 1}
	end

	local function find_names(text, found)
		for s, host, e in gmatch(text, "()([%w_-]+%.[%w._-]*[%w_-])()") do
			local name = lower(host)
			if is_listed(name) or emails and emails[lower(user_before(text, s)) .. name]
				or paths and paths[name] and has_listed_path(name, match(text, "^:?%d*(%S*)", e)) then
				add_place(found, text, s, e)
			end
		end
	end

	local function find_numbers(text, found)
		if numbers and find(text, "%d%.%d") then
			for s, address, e in gmatch(text, "()(%d+%.%d+%.%d+%.%d+)()") do
				if hosts[address] then add_place(found, text, s, e) end
			end
		end
		if colons and find(text, "%x:") then
			for s, address, e in gmatch(text, "()(%x+:[%x:.]*)()") do
				local plain = lower(address)
				if not hosts[plain] then
					plain = match(plain, "^(.-)[:.]*$")
					e = s + #plain
				end
				if hosts[plain] then add_place(found, text, s, e) end
			end
		end
	end

	local function find_wide(text, found)
		for _, host in ipairs(wide) do
			local s, e = find(text, host, 1, true)
			while s do
				add_place(found, text, s, e + 1)
				s, e = find(text, host, e + 1, true)
			end
		end
	end

	local function by_place(a, b)
		return a[1] < b[1] or a[1] == b[1] and a[2] > b[2]
	end

	-- The text with all that is listed defanged; the same text if there is nothing.
	local function defanged(text)
		if not find(text, "[.:]") then return text end
		local found, out, from = {}, {}, 1
		if find(text, "%w%.%w") then find_names(text, found) end
		find_numbers(text, found)
		find_wide(text, found)
		if #found == 0 then return text end
		table.sort(found, by_place)
		for _, place in ipairs(found) do
			if place[1] >= from then
				out[#out + 1] = sub(text, from, place[1] - 1)
				out[#out + 1] = defang(sub(text, place[1], place[2]))
				from = place[2] + 1
			end
		end
		out[#out + 1] = sub(text, from)
		return table.concat(out)
	end

	local function text(node)
		local old = node.text
		local new = defanged(old)
		if new ~= old then node.text = new end
	end

	-- Links.

	-- hxxp, h**p, example[.]net, 2001[:]db8::, user[at]example.net
	local function is_written_so(url)
		local small = lower(url):gsub("%%5b", "["):gsub("%%5d", "]"):gsub("%%2a", "*")
		if find(small, "^h[x*][x*]p") then return true end
		local authority = match(match(small, "^%a[%w+.-]*:(.*)$") or small, "^/*([^/]*)")
		for inside in gmatch(authority, "[%[({]([.:@%a]+)[%])}]") do
			if find(inside, "^[.:@]$") or inside == "dot" or inside == "at" then return true end
		end
		return false
	end

	local function is_attackers(url)
		if is_written_so(url) then return true end
		if #needles == 0 or not (find(url, "^%a[%w+.-]*:") or find(url, "^//")) then return false end
		local host, path, authority = parts_of(url)
		return is_listed(host) or emails and emails[authority] or has_listed_path(host, path)
	end

	local function shown(url)
		if is_written_so(url) then return (url:gsub("%%5[Bb]", "["):gsub("%%5[Dd]", "]")) end
		url = url:gsub("^[Mm][Aa][Ii][Ll][Tt][Oo]:", ""):gsub("^//", "https://"):gsub("%%2[Ee]", "."):gsub("。", ".")
		return defang(url)
	end

	-- A link or image becomes its text, with the target behind it unless the text says it.
	local function link(node)
		if not is_attackers(node.url) then
			if #needles > 0 and has(node.title) then node.title = defanged(node.title) end
			return nil
		end
		local out, said, target = node.children, shirase.plain(node), shown(node.url)
		if #out == 0 then return target end
		if not find(said, target, 1, true) and said .. "/" ~= target and said ~= node.url then
			out[#out + 1] = locale.say("text.bracket", {text = target})
		end
		return out
	end

	local function caption(node)
		if has(node.caption) then node.caption = defanged(node.caption) end
	end

	return text, link, caption
end

local on_text, on_link, on_caption

local function text(node)
	if not on_text then on_text, on_link, on_caption = make() end
	return on_text(node)
end

-- False for an address that is not written oddly and names nothing that is listed; true as well where that is dear to tell.
local function may_be_attackers(url)
	if #needles > 8 or find(url, "[][({%%\xE3]") or find(url, "^[Hh][Xx*]") then return true end
	url = lower(url)
	for i = 1, #needles do
		if find(url, needles[i], 1, true) then return true end
	end
	return false
end

local function link(node)
	if not may_be_attackers(node.url) and not has(node.title) then return nil end
	if not on_link then on_text, on_link, on_caption = make() end
	return on_link(node)
end

local function caption(node)
	if not on_caption then on_text, on_link, on_caption = make() end
	return on_caption(node)
end

local filter = {api = 1, name = "defang", Link = link, Image = link}
if #needles > 0 then
	local texts = {holds = #needles <= 1000 and needles or nil, exit = text}
	filter.Text, filter.Code, filter.CodeBlock, filter.HtmlBlock, filter.HtmlInline = texts, texts, texts, texts, texts
	filter.Table, filter.Figure = caption, caption
end
return filter
