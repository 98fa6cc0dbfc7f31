-- Version bounds in the text, beside the facts and by themselves: whether "1.38以前" holds 1.38 is read in two ways.

local blocks = library("blocks")
local find, match, sub, gmatch, format = string.find, string.match, string.sub, string.gmatch, string.format

-- Words behind a version, and the bound that they make; the first that fits is taken. ambiguous: read in two ways; never: not
-- used of versions.
local behind = {
	ja = {
		{"^を含むそれ以前", "<="}, {"^を含む以前", "<="}, {"^およびそれ以前", "<="}, {"^及びそれ以前", "<="}, {"^とそれ以前", "<="}, {"^またはそれ以前", "<="}, {"^かそれ以前", "<="},
		{"^およびそれ以降", ">="}, {"^及びそれ以降", ">="}, {"^またはそれ以降", ">="}, {"^かそれ以降", ">="}, {"^とそれ以降", ">="},
		{"^およびそれより前", "<="}, {"^より前", "<"}, {"^よりも前", "<"}, {"^より後", ">"}, {"^よりも後", ">"}, {"^より古い", "<"}, {"^より新しい", ">"},
		{"^以前", "<=", ambiguous = true}, {"^以下", "<=", ambiguous = true}, {"^以降", ">="}, {"^未満", "<", never = "より前"},
		{"^以上", ">=", never = "以降"}, {"^までに"}, {"^まで", "<="},
	},
	en = {
		{"^ ?,? and earlier", "<="}, {"^ ?,? or earlier", "<="}, {"^ ?,? and prior", "<="}, {"^ ?,? or prior", "<="}, {"^ ?,? and below", "<="},
		{"^ ?,? or below", "<="}, {"^ ?,? and older", "<="}, {"^ ?,? or older", "<="}, {"^ ?,? or lower", "<="}, {"^ ?,? and lower", "<="},
		{"^ ?,? and later", ">="}, {"^ ?,? or later", ">="}, {"^ ?,? and newer", ">="}, {"^ ?,? or newer", ">="}, {"^ ?,? and above", ">="},
		{"^ ?,? or above", ">="}, {"^ ?,? or higher", ">="}, {"^ ?,? and higher", ">="}, {"^ ?,? onwards?", ">="},
	},
}
-- Words before a version, the longest first.
local before = {
	{"up to and including", "<="}, {"up to, and including,", "<="}, {"up to but not including", "<"}, {"up to, but not including,", "<"},
	{"earlier than", "<"}, {"older than", "<"}, {"lower than", "<"}, {"less than", "<"}, {"prior to", "<"}, {"before", "<"}, {"below", "<"},
	{"later than", ">"}, {"newer than", ">"}, {"greater than", ">"}, {"through", "<="}, {"up to", "<=", ambiguous = true},
}

-- Signs before a version.
local sign_rules = {["<"] = {"", "<"}, ["<="] = {"", "<="}, ["≤"] = {"", "<="}, [">"] = {"", ">"}, [">="] = {"", ">="}, ["≥"] = {"", ">="}}

local opposite = {["<"] = "<=", ["<="] = "<", [">"] = ">=", [">="] = ">"}
local phrase = {
	ja = {["<"] = "%sより前", ["<="] = "%sおよびそれ以前", [">"] = "%sより後", [">="] = "%sおよびそれ以降"},
	en = {["<"] = "before %s", ["<="] = "%s and earlier", [">"] = "later than %s", [">="] = "%s and later"},
}

-- A version: digits joined by dots, with what may follow them; "1.4.7-rc1", "2.0b3". A number alone is none.
local function version_at(text, i)
	local version = match(text, "^%d+%.%d[%w.+~-]*", i)
	return version and match(version, "^(.*%w)")
end

-- What the facts say: operators by version, of affected and unaffected ranges and of fixed versions.
local function known_bounds()
	local known = {}
	local function note(version, operator)
		known[version] = known[version] or {}
		known[version][operator] = true
	end
	local function note_ranges(ranges)
		for _, range in ipairs(ranges or {}) do
			if type(range) == "string" then
				for operator, version in gmatch(range, "([<>]=?)%s*(%S+)") do note(version, operator) end
			else
				for key, operator in pairs{lt = "<", le = "<=", gt = ">", ge = ">="} do
					if range[key] then note(range[key], operator) end
				end
			end
		end
	end
	for _, product in ipairs(advisory and advisory.affected or {}) do
		note_ranges(product.versions)
		note_ranges(product.unaffected)
		for _, version in ipairs(product.fixed or {}) do note(version, "fixed") end
	end
	return known
end

local known, products, names
local said = {} -- by version: operator -> where it was said first

local function say(operator, version)
	return format((phrase[lang] or phrase.en)[operator], version)
end

-- The bound that the facts have where the text has the other one; nil where they agree or say nothing.
local function contradiction(version, operator)
	local facts = known[version]
	if not facts or facts[operator] then return nil end
	if operator == "<=" and facts.fixed and not facts["<="] then return "<" end
	if facts[opposite[operator]] and not (operator == "<" and facts.fixed) then return opposite[operator] end
end

local function report_bound(block, at, version, rule)
	local truth = contradiction(version, rule[2])
	if truth then
		shirase.report(block.mark(at, {code = "bound-differs", hint = "correct the text, or the facts",
			message = format(rule.ambiguous and "this can be read as \"%s\"; the facts say \"%s\"" or "this means \"%s\"; the facts say \"%s\"",
				say(rule[2], version), say(truth, version))}))
	elseif rule.ambiguous then
		shirase.report(block.mark(at, {code = "bound-ambiguous", message = format("is %s itself meant? This is read in two ways", version),
			hint = format("write \"%s\" or \"%s\"", say("<=", version), say("<", version))}))
	elseif rule.never then
		shirase.report(block.mark(at, {code = "bound-word", hint = format("write \"%s%s\"", version, rule.never),
			message = "of versions one writes より前 and 以降: one set of words for the whole site"}))
	end
	said[version] = said[version] or {}
	said[version][rule[2]] = said[version][rule[2]] or {block = block, at = at}
end

-- The rule of what stands behind the version, or of what stands before it.
local function bound_of(text, from, to)
	local rest = sub(text, to + 1, to + 60):gsub("^%s*のバージョン", ""):gsub("^%)", ""):gsub("^）", ""):gsub("^」", "")
	rest = lang == "ja" and rest:gsub("^%s+", "") or rest:gsub("%s+", " "):lower()
	for _, rule in ipairs(behind[lang] or {}) do
		if find(rest, rule[1]) then return rule[2] and rule end
	end
	local signs = match(sub(text, math.max(1, from - 6), from - 1), "([<>=\xE2\x89\xA4\xA5]+)%s*$")
	if signs then return sign_rules[signs] end
	if lang == "ja" then return nil end
	local head = " " .. sub(text, math.max(1, from - 40), from - 1):gsub("%s+", " "):lower()
	head = head:gsub("v$", ""):gsub(" versions? $", " "):gsub(" release $", " "):gsub(" $", "")
	for _, rule in ipairs(before) do
		if sub(head, -#rule[1] - 1) == " " .. rule[1] then return rule end
	end
end

-- Whether the text before a bound ends with the name of a product.
local function ends_in_name(near)
	near = near:gsub("%s+$", "")
	for _, name in ipairs(names) do
		if sub(near, -#name) == name:lower() and not find(sub(near, -#name - 1, -#name - 1), "%w") then return true end
	end
	return false
end

-- Whether the number is a version, and no size or score: words that stand by themselves in text make others of them.
local function is_version(text, from, version, rule)
	if known[version] or find(version, "%..*%.") then return not find(version, "%d%a%a%a?$") or find(version, "rc%d*$") ~= nil end
	local near = sub(text, math.max(1, from - 40), from - 1):lower()
	if find(near, "cvss") or find(near, "スコア") or find(near, "score") then return false end
	if not find(version, "^[%d.]+$") then return false end
	if rule[1] == "^以前" and not find(near, "震災[^。]*$") then return true end
	near = near:gsub("%s+", " "):gsub("up to v?$", "")
	return ends_in_name(near) or (find(near, "バージョン%s*$") or find(near, "version %s*$") or find(near, "versions %s*$") or
		find(near, "ver%.?%s*$")) and true or false
end

-- A text that tells what an earlier revision said does not say it now.
local function tells_of_past(text, at)
	local from = 1
	for place in gmatch(sub(text, 1, at - 1), "()[.。][%s\xE3-\xE9]") do from = place + 1 end
	local sentence = sub(text, from, at + 200):lower()
	for _, word in ipairs{" said ", "was wrong", "were wrong", "revision 1", "earlier revision", "previously", "corrected", "としていました", "としましたが",
		"第1版", "初版", "誤り", "誤って", "訂正", "当初"} do
		if find(sentence, word, 1, true) then return true end
	end
	return false
end

local function check_bounds(block)
	local text = block.full
	local i = 1
	while true do
		local from = find(text, "%d+%.%d", i)
		if not from then return end
		local version = version_at(text, from)
		i = from + (version and #version or 1)
		local left = sub(text, from - 1, from - 1)
		if version and (left == "v" or not find(left, "[%w.:/@_-]")) then
			local rule = bound_of(text, from, i - 1)
			if rule and is_version(text, from, version, rule) and not tells_of_past(text, from) then report_bound(block, from, version, rule) end
		end
	end
end

-- The same version with and without itself, where there is one product to speak of.
local function check_said()
	if products > 1 then return end
	for version, operators in pairs(said) do
		local including, excluding = operators["<="], operators["<"]
		if including and excluding and not (known[version] and (known[version]["<="] or known[version]["<"] or known[version].fixed)) then
			shirase.report(including.block.mark(including.at, {code = "bound-differs", hint = "write one of the two throughout",
				message = format("this means \"%s\", and elsewhere the text says \"%s\"", say("<=", version), say("<", version))}))
		end
	end
end

local quotes = 0

local function take(node)
	if quotes == 0 then check_bounds(blocks.of(node)) end
end

return {
	api = 1,
	name = "bounds",
	rules = {
		["bound-ambiguous"] = {severity = "warning"},
		["bound-differs"] = {severity = "warning"},
		["bound-word"] = {severity = "note"},
	},
	begin = function(document)
		known = known_bounds()
		names = library("prose").names(advisory, nil, lang)
		products = advisory and advisory.affected and #advisory.affected or 0
		for _, block in ipairs(blocks.front(document)) do check_bounds(block) end
	end,
	BlockQuote = {enter = function() quotes = quotes + 1 end, exit = function() quotes = quotes - 1 end},
	Paragraph = take,
	Heading = take,
	Cell = take,
	finish = check_said,
}
