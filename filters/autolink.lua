-- Links what can be looked up: bare http and https addresses, CVE and CWE ids, and the ids of this archive's own
-- advisories (advisory:ID, which the site turns into the address of that advisory from the page that is being written).
-- Never within links, images, code, terms and ruby. CVE-1900-… is set apart for examples and is never linked.

local find, match, sub, gmatch = string.find, string.match, string.sub, string.gmatch
local Link, Text = shirase.Link, shirase.Text
local prefix = shirase.prefix() -- what all ids of the archive begin with; nil if there are none

-- True if a word that begins at s and ends before e stands alone ("CVE-2024-1111/CVE-2024-2222" are two).
local function alone(text, s, e)
	if s > 1 and find(text, "^[%w_@.-]", s - 1) or find(text, "^[%w_]", e) or find(text, "^%-%w", e) then return false end
	return sub(text, s - 1, s - 1) ~= "/" or s > 2 and find(text, "^%d", s - 2) ~= nil
end

-- The end of an address without what closes the sentence around it: punctuation, and brackets that it does not open.
local function trimmed(text, s, e)
	local address = sub(text, s, e)
	local _, opened = address:gsub("%(", "")
	local _, closed = address:gsub("%)", "")
	while e > s do
		local c = sub(text, e, e)
		if c == ")" and closed > opened then
			closed = closed - 1
		elseif not find(c, "[?!.,:;*_~']") then
			break
		end
		e = e - 1
	end
	return e
end

-- Where an address that begins at s ends: the host at from, and what may follow it up to last; nil if that is none.
-- Looks at no more of the text than the host, so that "http://http://http://…" costs no more than its length.
local function address_end(text, s, from, last)
	local behind = match(text, "^%w[%w.-]*%.%w[%w-]*()", from)
	behind = behind and (match(text, "^:%d+()", behind) or behind)
	if not behind then return nil end
	local then_path = behind <= last and find(text, "^[/?#]", behind)
	local then_end = match(text, "^[?!.,:;*_~')]*()", behind) > last
	return (then_path or then_end) and trimmed(text, s, last)
end

local function addresses(text, found)
	local at, last = find(text, "://", 1, true), 0
	while at do
		local next_at = at + 3
		local s = at - #(match(sub(text, at < 6 and 1 or at - 5, at - 1), "https?$") or "")
		-- All that begin in one run of such characters end where the run does.
		if last < at + 3 then last = match(text, "^[%w%-._~:/?#@!$&'()*+,;=%%]*()", at + 3) - 1 end
		-- An address that goes on with a bracket is one that was made unusable on purpose.
		if s < at and not (s > 1 and find(text, "^[%w_]", s - 1)) and sub(text, last + 1, last + 1) ~= "[" then
			local e = address_end(text, s, at + 3, last)
			if e then
				found[#found + 1] = {s, e, sub(text, s, e)}
				next_at = e + 1
			end
		end
		at = find(text, "://", next_at, true)
	end
end

local function vulnerabilities(text, found)
	for s, id, year, e in gmatch(text, "()(CVE%-(%d%d%d%d)%-%d%d%d%d+)()") do
		if year ~= "1900" and alone(text, s, e) then
			found[#found + 1] = {s, e - 1, "https://www.cve.org/CVERecord?id=" .. id}
		end
	end
end

local function weaknesses(text, found)
	for s, number, e in gmatch(text, "()CWE%-([1-9]%d*)()") do
		if #number <= 5 and alone(text, s, e) then
			found[#found + 1] = {s, e - 1, "https://cwe.mitre.org/data/definitions/" .. number .. ".html"}
		end
	end
end

-- Looks at the word at s; returns where to go on.
local function own(text, found, s)
	if s > 1 and find(text, "^[%w_/@.-]", s - 1) then return s + 1 end
	local name = match(text, "^[%w._-]+", s)
	local known = match(name, "^.*[^._-]")
	if shirase.known(name) then known = name end
	if known ~= id and shirase.known(known) then
		found[#found + 1] = {s, s + #known - 1, "advisory:" .. known}
	end
	return s + #name
end

local function advisories(text, found)
	local first = prefix ~= "" and prefix or "[%u%d]"
	local s = find(text, first, 1, prefix ~= "")
	while s do
		s = find(text, first, own(text, found, s), prefix ~= "")
	end
end

local function by_place(a, b)
	return a[1] < b[1]
end

local function text(node)
	local text, found = node.text, {}
	if find(text, "://", 1, true) then addresses(text, found) end
	if find(text, "CVE-", 1, true) then vulnerabilities(text, found) end
	if find(text, "CWE-", 1, true) then weaknesses(text, found) end
	if prefix then advisories(text, found) end
	if #found == 0 then return nil end
	table.sort(found, by_place)
	local out, from = {}, 1
	for _, f in ipairs(found) do
		if f[1] >= from then
			if f[1] > from then out[#out + 1] = Text(sub(text, from, f[1] - 1)) end
			out[#out + 1] = Link{url = f[3], Text(sub(text, f[1], f[2]))}
			from = f[2] + 1
		end
	end
	if from <= #text then out[#out + 1] = Text(sub(text, from)) end
	return out
end

local skip = {enter = function() return nil, false end}

-- Without a prefix any word may be an id.
local holds = prefix ~= "" and {"://", "CVE-", "CWE-", prefix} or nil

return {api = 1, name = "autolink", Text = {holds = holds, exit = text}, Link = skip, Image = skip, Term = skip, Ruby = skip}
