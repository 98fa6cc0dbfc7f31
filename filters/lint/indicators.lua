-- What belongs to attackers stands in the facts as it is, and in the text so that nobody opens it: hxxps://login.example[.]net.

local blocks = library("blocks")
local find, sub, gmatch, format = string.find, string.sub, string.gmatch, string.format

local hostile = {} -- what belongs to attackers: addresses, names, URLs without their scheme: in small letters, and as written

local kinds = {ipv4 = true, ipv6 = true, domain = true, url = true, email = true}

local function without_scheme(url)
	return (url:gsub("^%a[%w+.-]*://", ""):gsub("^mailto:", ""):gsub("/$", ""))
end

local covered = {} -- of these, what the filter defang makes harmless on pages

local function has_defang()
	for _, name in ipairs(document.filters) do
		if name == "defang" then return true end
	end
	return false
end

local function read_indicators()
	local shown = has_defang()
	for _, indicator in ipairs(advisory and advisory.indicators or {}) do
		local value = kinds[indicator.type] and without_scheme(indicator.value or "") or ""
		if #value > 3 then hostile[value:lower()], covered[value:lower()] = value, shown end
	end
end

-- What is defanged once belongs to attackers everywhere: hxxps://login.example[.]net.
local function read_defanged(text)
	for host in gmatch(text:lower(), "[%w.%[%]-]*%[%.%][%w.%[%]-]*") do
		host = host:gsub("%[%.%]", ".")
		if find(host, "^[%w-][%w.-]*%.[%w-]+$") then hostile[host] = hostile[host] or host end
	end
end

-- The first place where it stands by itself, or as the end of a longer name.
local function find_hostile(text, needle)
	local i = 1
	while true do
		local from, to = find(text, needle, i, true)
		if not from then return nil end
		local left, right = sub(text, from - 1, from - 1), sub(text, to + 1, to + 2)
		if not find(left, "[%w-]") and not find(right, "^[%w-]") and not find(right, "^%.%w") then return from end
		i = from + 1
	end
end

local texts, links = {}, {}

local function report_live(finding, value)
	finding.code, finding.hint = "indicator-live", format("write %s", defang(value))
	finding.message = format(finding.message, value)
	shirase.report(finding)
end

local function check_live()
	if not next(hostile) then return end
	for _, block in ipairs(texts) do
		local text = block.text:lower()
		for needle, value in pairs(hostile) do
			local at = not (block.node and covered[needle]) and find_hostile(text, needle)
			if at then report_live(block.mark(at, {message = "%s is an attacker's, and not defanged"}), value) end
		end
	end
	for _, link in ipairs(links) do
		for needle, value in pairs(hostile) do
			if not covered[needle] and find_hostile(without_scheme(link.url):lower(), needle) then
				report_live({node = link, message = "this link leads to an attacker's %s"}, value)
			end
		end
	end
end

-- In quotations too: that is where readers click.
local function take(node)
	local block = blocks.of(node)
	texts[#texts + 1] = block
	read_defanged(block.full)
end

return {
	api = 1,
	name = "indicators",
	rules = {["indicator-live"] = {severity = "warning"}},
	begin = function(document)
		read_indicators()
		for _, block in ipairs(blocks.front(document)) do texts[#texts + 1] = block end
	end,
	Link = function(link) links[#links + 1] = link end,
	Paragraph = take,
	Heading = take,
	Cell = take,
	finish = check_live,
}
