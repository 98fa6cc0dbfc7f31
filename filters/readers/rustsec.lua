-- The advisories of the RustSec advisory database, in all forms that they ever had: Markdown with TOML in a fenced block (since
-- October 2020), and before that TOML alone, with [versions] or with patched_versions. shirase-reader(7) tells how a reader
-- works, README.md beside this file what becomes of each key.
--
-- Invariant: what the forms say alike comes out alike, so that a change of form is no change of facts; and every key comes out
-- somewhere, a key that is not known as itself, so that HEAD refuses it and a past version keeps it.

local toml = library("toml")

local impacts = {["code-execution"] = "code-execution", ["denial-of-service"] = "denial-of-service", crash = "denial-of-service",
	["privilege-escalation"] = "privilege-escalation", ["file-disclosure"] = "information-disclosure",
	["memory-exposure"] = "information-disclosure"}

-- In this order: the first that an address holds.
local kinds = {{"/security/advisories/", "advisory"}, {"/advisories/", "advisory"}, {"GHSA%-", "advisory"}, {"CVE%-%d", "advisory"},
	{"RUSTSEC%-%d", "advisory"}, {"/secadv", "advisory"}, {"security%-bulletin", "advisory"}, {"/commit/", "fix"}, {"/pull/", "fix"},
	{"/merge_requests/", "fix"}, {"/compare/", "fix"}, {"/issues/%d", "report"}, {"/discussions/%d", "report"}, {"bugzilla", "report"},
	{"^https://crates%.io/", "package"}, {"^https://docs%.rs/", "package"}, {"[/.]blog[/.]", "article"}, {"^https://blog%.", "article"}}

-- Lists in which nothing stands twice.
local function add(list, item)
	for _, other in ipairs(list) do if other == item then return end end
	list[#list + 1] = item
end

local function some(list) return #list > 0 and list or nil end

-- Versions: {major, minor, patch, pre, text}; a requirement of Cargo is an interval {lo, open_lo, hi, open_hi}, an end that is nil
-- is open for good. An interval may only mean what it says: pre-releases are ordered as any other version.

local function release(major, minor, patch)
	return {major, minor, patch, text = ("%d.%d.%d"):format(major, minor, patch)}
end

local function compare_pre(a, b)
	if not a or not b then return (a and 0 or 1) - (b and 0 or 1) end
	local next_a, next_b = a:gmatch("[^.]+"), b:gmatch("[^.]+")
	while true do
		local x, y = next_a(), next_b()
		if not x or not y then return (x and 1 or 0) - (y and 1 or 0) end
		if x ~= y then
			local p, q = x:find("^%d+$"), y:find("^%d+$")
			if p and q then return tonumber(x) < tonumber(y) and -1 or 1 end
			if p or q then return p and -1 or 1 end
			local i = 1
			while x:byte(i) == y:byte(i) do i = i + 1 end
			return (x:byte(i) or 0) < (y:byte(i) or 0) and -1 or 1
		end
	end
end

local function compare(a, b)
	for i = 1, 3 do if a[i] ~= b[i] then return a[i] < b[i] and -1 or 1 end end
	return compare_pre(a.pre, b.pre)
end

-- "1", "1.2", "1.2.*", "1.2.3-rc.1+b": its numbers, as far as they are said.
local function partial(text)
	local numbers, tail = text:match("^([%d.*xX]+)(.*)$")
	if not numbers or numbers:find("^%.") or numbers:find("..", 1, true) or numbers:find("%.$") then return nil end
	local v, wild = {}, false
	for part in numbers:gmatch("[^.]+") do
		local n = part:find("^%d+$") and #part <= 15 and (part == "0" or part:sub(1, 1) ~= "0") and tonumber(part)
		if n and not wild then v[#v + 1] = n elseif part:find("^[*xX]$") then wild = true else return nil end
	end
	v.pre = tail:match("^%-([%w.-]+)")
	local rest = v.pre and tail:sub(#v.pre + 2) or tail
	if #v > 3 or tail ~= "" and #v < 3 or rest ~= "" and not rest:find("^%+[%w.-]+$") then return nil end
	v.wild, v.text = wild, text
	return v
end

-- The first version that does not begin as v does.
local function after(v)
	if #v == 1 then return release(v[1] + 1, 0, 0) elseif #v == 2 then return release(v[1], v[2] + 1, 0) end
	return release(v[1], v[2], v[3] + 1)
end

local function caret(v)
	if v[1] > 0 or #v == 1 then return release(v[1] + 1, 0, 0) end
	if v[2] > 0 or #v == 2 then return release(0, v[2] + 1, 0) end
	return release(0, 0, v[3] + 1)
end

local function interval(operator, v)
	local whole = #v == 3
	local low = whole and v or release(v[1] or 0, v[2] or 0, 0)
	if #v == 0 then return (operator == "" or operator == "=" or operator == ">=") and {} or nil end
	if operator == "" then operator = v.wild and "=" or "^" end
	if operator == ">=" then return {lo = low} end
	if operator == "<" then return {hi = low, open_hi = true} end
	if operator == ">" then return whole and {lo = v, open_lo = true} or {lo = after(v), computed = true} end
	if operator == "<=" then return whole and {hi = v} or {hi = after(v), open_hi = true} end
	if operator == "=" then return whole and {lo = v, hi = v} or {lo = low, hi = after(v), open_hi = true} end
	if operator == "~" then return {lo = low, hi = whole and release(v[1], v[2] + 1, 0) or after(v), open_hi = true} end
	return operator == "^" and {lo = low, hi = caret(v), open_hi = true} or nil
end

local function is_empty(range)
	if not range.lo or not range.hi then return false end
	local c = compare(range.lo, range.hi)
	return c > 0 or c == 0 and (range.open_lo or range.open_hi)
end

-- What both hold.
local function narrowed(a, b)
	local out = {lo = a.lo, open_lo = a.open_lo, hi = a.hi, open_hi = a.open_hi, computed = a.computed}
	local c = b.lo and a.lo and compare(b.lo, a.lo)
	if b.lo and (not c or c > 0 or c == 0 and b.open_lo) then out.lo, out.open_lo, out.computed = b.lo, b.open_lo, b.computed end
	c = b.hi and a.hi and compare(b.hi, a.hi)
	if b.hi and (not c or c < 0 or c == 0 and b.open_hi) then out.hi, out.open_hi = b.hi, b.open_hi end
	return out
end

-- A requirement: comparators joined by commas.
local function requirement(text, line)
	local out = {}
	if #text > 200 then shirase.fail(line, "a version requirement is too long") end
	for part in (text .. ","):gmatch("([^,]*),") do
		local operator, version = part:match("^%s*([<>=~^]*)%s*(.-)%s*$")
		local v = version ~= "" and partial(version)
		local range = v and interval(operator, v)
		if not range then shirase.fail(line, ('"%s" is no version requirement'):format(text)) end
		out = narrowed(out, range)
	end
	if is_empty(out) then shirase.fail(line, ('no version meets "%s"'):format(text)) end
	return out
end

local function range_text(range)
	local lo, hi = range.lo, range.hi
	if lo and hi and compare(lo, hi) == 0 then return "=" .. lo.text end
	local low = lo and (range.open_lo and ">" or ">=") .. lo.text
	local high = hi and (range.open_hi and "<" or "<=") .. hi.text
	return low and high and low .. " " .. high or low or high or "all"
end

local function below(a, b)
	if not a.lo or not b.lo then return not a.lo and b.lo ~= nil end
	local c = compare(a.lo, b.lo)
	return c < 0 or c == 0 and not a.open_lo and b.open_lo == true
end

-- Between 1.2.3 and 1.2.4 there is nothing but pre-releases of what is outside.
local function is_slit(gap)
	return gap.open_lo and gap.open_hi and not gap.lo.pre and not gap.hi.pre and compare(after(gap.lo), gap.hi) == 0
end

-- The versions that none of the ranges holds, from the lowest; sorts them.
local function complement(ranges)
	local out = {}
	table.sort(ranges, below)
	local from = {} -- covered below lo (and lo itself, if open_lo); at first nothing is
	for _, range in ipairs(ranges) do
		local gap = {lo = from.lo, open_lo = from.open_lo, hi = range.lo, open_hi = not range.open_lo}
		local first = range.lo and compare(range.lo, release(0, 0, 0)) == 0 and not range.open_lo
		if range.lo and not is_empty(gap) and (from.lo and not is_slit(gap) or not from.lo and not first) then
			out[#out + 1] = range_text(gap)
		end
		if not range.hi then return out end
		local c = from.lo and compare(range.hi, from.lo)
		if not c or c > 0 or c == 0 and not range.open_hi then from = {lo = range.hi, open_lo = not range.open_hi} end
	end
	out[#out + 1] = range_text(from)
	return out
end

-- A file: its parts, and its keys with the lines on which they stand.

local function split(path, bytes)
	if path:find("%.toml$") then return bytes, 1 end
	if not bytes:find("^```toml[ \t]*\n") then shirase.fail(1, "the file does not begin with ```toml") end
	local start = bytes:find("\n", 1, true) + 1
	local stop, rest = bytes:match("\n()```[ \t]*\n()", start - 1)
	if not stop then shirase.fail(1, "the block ```toml does not end with ```") end
	local _, above = bytes:sub(1, rest - 1):gsub("\n", "")
	return bytes:sub(start, stop - 1), 2, bytes:sub(rest), above + 1
end

local function parsed(text, first)
	local data, lines, line = toml.parse(text, first)
	if not data then shirase.fail(line, lines) end
	return {data = data, lines = lines, taken = {}}
end

local names = {string = "text", table = "table", boolean = "true or false"}

-- The value of a key, which must be of that type, and its line; nil and the line above if it is absent.
local function take(record, from, key, kind, name)
	local v, line = from[key], record.lines[from][key]
	if v == nil then return nil end
	if type(v) ~= kind then shirase.fail(line, ('"%s" is no %s'):format(key, name or names[kind])) end
	record.taken[from] = record.taken[from] or {}
	record.taken[from][key] = true
	return v, line
end

-- A list of texts, of which empty ones say nothing.
local function texts(record, from, key)
	local list, line = take(record, from, key, "table", "list")
	local out = {}
	for i, text in ipairs(list or {}) do
		if type(text) ~= "string" then shirase.fail(record.lines[list][i], ('"%s" holds what is no text'):format(key)) end
		if text:find("%S") then add(out, text) end
	end
	return out, line, list and record.lines[list]
end

local function plain(v)
	if type(v) ~= "table" then return tostring(v) end
	local out = {}
	for k, item in pairs(v) do out[#v > 0 and k or tostring(k)] = plain(item) end
	return out
end

-- What nobody asked for, under its own name.
local function leave(record, from, prefix, front, lines)
	for key, v in pairs(from) do
		if not (record.taken[from] and record.taken[from][key]) then
			front[prefix .. key], lines[prefix .. key] = plain(v), record.lines[from][key]
		end
	end
end

-- Markdown.

-- A heading as plain text: titles stand where there is no Markdown.
local function title_of(text)
	text = text:gsub("%s+#+%s*$", ""):gsub("^%s+", ""):gsub("%s+$", "")
	text = text:gsub("%[([^%[%]]*)%]%([^()%s]*%)", "%1"):gsub("`+", "")
	text = (" " .. text .. " "):gsub("([%s(])%*+([^%s*][^*]*)%*+([%s),.:;])", "%1%2%3"):gsub("\\([%p])", "%1")
	return text:sub(2, -2)
end

-- Addresses that were written without their scheme lead nowhere.
local function mended(text)
	return (text:gsub("(%]%()(github%.com/)", "%1https://%2"))
end

local function code(text)
	local fence = "`"
	while text:find(fence, 1, true) do fence = fence .. "`" end
	return fence == "`" and "`" .. text .. "`" or fence .. " " .. text .. " " .. fence
end

local function codes(list)
	local out = {}
	for i, text in ipairs(list) do out[i] = code(text) end
	return table.concat(out, ", ")
end

-- Calls f for each line, with its # if it is a heading; what f returns stands in the line's place.
local function each_line(text, f)
	local fence
	return (text:gsub("[^\n]+", function(line)
		local mark = line:match("^ ? ? ?(```+)") or line:match("^ ? ? ?(~~~+)")
		if fence then
			if mark and mark:sub(1, #fence) == fence then fence = nil end
		elseif mark then
			fence = mark
		else
			return f(line, line:match("^ ? ? ?(##?#?#?#?#?)[ \t]"))
		end
	end))
end

-- The text without headings of the first level, which is the title's, and what its first heading begins with ("##" if it has none).
local function below_title(text)
	local first, top
	each_line(text, function(_, level)
		first, top = first or level, top or level == "#"
	end)
	if not top then return text, first or "##" end
	return each_line(text, function(line, level) return level and #level < 6 and line:gsub("#", "##", 1) or nil end), "#" .. first
end

-- What facts cannot carry, as sections at the end.
local function section(level, title, items)
	return #items > 0 and "\n" .. level .. " " .. title .. "\n\n- " .. table.concat(items, "\n- ") .. "\n" or ""
end

local function functions_of(record, data, advisory, affected)
	local out = {}
	for _, name in ipairs((texts(record, advisory, "affected_functions"))) do out[#out + 1] = code(name) end
	for _, from in ipairs {affected, advisory} do
		local functions = take(record, from, "functions", "table")
		for name in pairs(functions or {}) do
			local versions = texts(record, functions, name)
			out[#out + 1] = code(name) .. (some(versions) and ": " .. codes(versions) or "")
		end
	end
	local paths = take(record, data, "affected_paths", "table") -- by versions, which came before the names then
	for versions in pairs(paths or {}) do
		out[#out + 1] = codes((texts(record, paths, versions))) .. ": " .. code(versions)
	end
	for _, name in ipairs((texts(record, advisory, "affected_paths"))) do out[#out + 1] = code(name) end
	return out
end

local function platforms_of(record, advisory, affected)
	local out = {}
	for _, kind in ipairs {{"arch", "Architectures"}, {"os", "Operating systems"}, {"platforms", "Platforms"}} do
		local list = texts(record, affected, kind[1])
		for _, item in ipairs((texts(record, advisory, "affected_" .. kind[1]))) do add(list, item) end
		if some(list) then out[#out + 1] = kind[2] .. ": " .. codes(list) end
	end
	return out
end

local function remarks_of(record, advisory)
	local out = {}
	local date, license = take(record, advisory, "date", "string"), take(record, advisory, "license", "string")
	local withdrawn, categories = take(record, advisory, "withdrawn", "string"), texts(record, advisory, "categories")
	if date then out[#out + 1] = "Disclosed: " .. date end
	if withdrawn then out[#out + 1] = "Withdrawn: " .. withdrawn end
	if some(categories) then out[#out + 1] = "Categories: " .. table.concat(categories, ", ") end
	if license then out[#out + 1] = "Licence of this text: " .. license end
	if take(record, advisory, "expect-deleted", "boolean") then
		out[#out + 1] = "The crate is expected to be deleted from crates.io."
	end
	return out
end

-- Facts.

local function kind_of(url)
	for _, kind in ipairs(kinds) do if url:find(kind[1]) then return kind[2] end end
	return "web"
end

local function add_reference(list, url, title)
	for _, other in ipairs(list) do if other.url == url then return end end
	list[#list + 1] = {url = url, title = title, kind = kind_of(url)}
end

-- Other names of the same vulnerability, and of related ones: CVE ids, addresses, advisories that have an address, the rest.
local function set_names(record, advisory, front, lines)
	local cve, related, references = {}, {}, {}
	local url, line = take(record, advisory, "url", "string")
	if url and url:find("%S") then add_reference(references, url) end
	local function name(id)
		if id:find("^https?://") then
			add_reference(references, id)
		elseif id:find("^GHSA%-%w+%-%w+%-%w+$") then
			add_reference(references, "https://github.com/advisories/" .. id, id)
		else
			add(related, id)
		end
	end
	for _, key in ipairs {"references", "aliases", "dwf", "related"} do
		local list, at = texts(record, advisory, key)
		line = line or at
		for _, id in ipairs(list) do
			if key ~= "related" and id:find("^CVE%-%d%d%d%d%-%d%d%d%d+$") then
				add(cve, id)
				lines.cve = lines.cve or at
			elseif key == "references" and not id:find("^GHSA%-") then
				add_reference(references, id)
			else
				name(id)
				lines.related = at
			end
		end
	end
	front.cve, front.related, front.references, lines.references = some(cve), some(related), some(references), line
end

local function set_kind(record, advisory, front, lines)
	local informational, line = take(record, advisory, "informational", "string")
	local impact, tags, malicious = {}, {}, false
	front.kind, lines.kind = informational and "information" or "vulnerability", line
	if informational then add(tags, informational) else front.exploitation = "unknown" end
	for _, key in ipairs {"categories", "category"} do
		local list, at = texts(record, advisory, key)
		lines.impact = lines.impact or at
		for _, category in ipairs(list) do
			add(impact, impacts[category] or "other")
			if not impacts[category] then add(tags, category) end
			malicious = malicious or category == "malicious"
		end
	end
	local keywords, at = texts(record, advisory, "keywords")
	for _, keyword in ipairs(keywords) do add(tags, keyword) end
	front.impact, front.tags, lines.tags = some(impact), some(tags), at or lines.impact or line
	return informational, malicious
end

-- The ranges of a list of requirements, the first key that is there.
local function ranges_of(record, places)
	for _, place in ipairs(places) do
		local list, line = take(record, place[1], place[2], "table", "list")
		if list then
			local out = {}
			for i, text in ipairs((texts(record, place[1], place[2]))) do out[i] = requirement(text, record.lines[list][i] or line) end
			table.sort(out, below)
			return out, line
		end
	end
	return {}
end

local function set_affected(record, collection, advisory, versions, front, lines)
	local package, line = take(record, advisory, "package", "string")
	if not package then package, line = take(record, advisory, "crate_name", "string") end
	if not package then shirase.fail(1, '"package" is missing') end
	local patched, at = ranges_of(record, {{versions, "patched"}, {advisory, "patched_versions"}, {advisory, "patched_version"}})
	local unaffected = ranges_of(record, {{versions, "unaffected"}, {advisory, "unaffected_versions"}, {advisory, "unaffected"}})
	local sound, fixed, spared = {}, {}, {}
	for _, range in ipairs(patched) do
		sound[#sound + 1] = range
		if range.lo and not range.open_lo and not range.computed then add(fixed, range.lo.text) end
	end
	for _, range in ipairs(unaffected) do
		sound[#sound + 1] = range
		add(spared, range_text(range))
	end
	local informational, malicious = set_kind(record, advisory, front, lines)
	local open = at and complement(sound) or {"unknown"}
	if #open == 0 then spared = {"all"} end
	local product = {product = package, type = malicious and "package" or "library", scheme = "semver",
		versions = some(open), fixed = some(fixed), unaffected = some(spared),
		purl = collection == "crates" and "pkg:cargo/" .. package or nil}
	if #patched > 0 then product.fix = "available" elseif not malicious and not informational then product.fix = "none-yet" end
	if collection == "rust" then product.vendor = "Rust" end
	front.affected, lines.affected = {product}, at or line
end

local function set_withdrawn(record, advisory, front, lines)
	local date, line = take(record, advisory, "withdrawn", "string")
	local gone = date ~= nil
	for _, key in ipairs {"yanked", "obsolete"} do -- what it was called before
		local yes, at = take(record, advisory, key, "boolean")
		if yes then gone, line = true, line or at end
	end
	if not gone then return end
	local other = front.title:match("^Please see (RUSTSEC%-%d+%-%d+)")
	lines.withdrawn = line
	front.withdrawn = other and {reason = "duplicate", replaced_by = other} or
		{reason = "other", note = {en = "The RustSec project withdrew this advisory" .. (date and " on " .. date or "") .. "."}}
end

return {
	api = 1,
	name = "rustsec",

	-- RUSTSEC-0000-0000 (or once RUSTSEC-2020-0000) is nobody's number yet: a draft.
	identify = function(path)
		local id = path:match("^crates/[^/]+/(RUSTSEC%-%d%d%d%d%-%d%d%d%d+)%.[^./]+$") or
			path:match("^rust/[^/]+/([A-Z]+%-%d%d%d%d%-%d%d%d%d+)%.[^./]+$")
		if not id or not path:find("%.md$") and not path:find("%.toml$") or id:find("%-0000$") then return nil end
		return id, "en"
	end,

	read = function(path, bytes)
		local source, first, text, text_line = split(path, bytes)
		local record = parsed(source, first)
		local data, front, lines = record.data, {status = "final", audience = {"developers"}}, {}
		local advisory, line = data.advisory, record.lines[data].advisory
		if type(advisory) == "table" and #advisory == 1 then advisory = advisory[1] end -- [[advisory]], once
		if type(advisory) ~= "table" then shirase.fail(1, "[advisory] is missing") end
		take(record, data, "advisory", "table")
		take(record, advisory, "id", "string") -- the path says it
		take(record, advisory, "collection", "string") -- so too
		local versions = take(record, data, "versions", "table") or {}
		local affected = take(record, data, "affected", "table") or {}
		record.lines[versions], record.lines[affected] = record.lines[versions] or {}, record.lines[affected] or {}

		local title
		title, lines.title = take(record, advisory, "title", "string")
		local description, described = take(record, advisory, "description", "string")
		if text then
			local blank, heading, rest = text:match("^(%s*)#[ \t]+([^\n]*)\n?()")
			if not heading then shirase.fail(text_line, "a heading with the title is missing: # …") end
			local _, above = blank:gsub("\n", "")
			title, lines.title = heading, text_line + above
			text, text_line = text:sub(rest), text_line + above + 1
		else
			text, text_line = (description or ""):gsub("^\n+", ""), described and described + 1 or 1
		end
		front.title = title_of(title or "")
		if front.title == "" then shirase.fail(lines.title or line, "the title is missing") end

		set_affected(record, path:match("^(%w+)/"), advisory, versions, front, lines)
		set_names(record, advisory, front, lines)
		set_withdrawn(record, advisory, front, lines)
		front.cvss, lines.cvss = take(record, advisory, "cvss", "string")
		local body, level = below_title(text)
		body = mended(body):gsub("%s+$", "") .. "\n" ..
			section(level, "Affected functions", functions_of(record, data, advisory, affected)) ..
			section(level, "Affected platforms", platforms_of(record, advisory, affected)) ..
			section(level, "Record", remarks_of(record, advisory))
		leave(record, data, "", front, lines)
		leave(record, advisory, "advisory.", front, lines)
		leave(record, versions, "versions.", front, lines)
		leave(record, affected, "affected.", front, lines)
		return {front = front, lines = lines, lang = "en", body = body, body_line = text_line}
	end,
}
