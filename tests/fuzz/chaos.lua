-- A filter that does anything to a tree that a filter can do, by numbers that follow from SEED alone (filter.c puts one in
-- for each filter). Most of what is refused it catches, and goes on.
local state = SEED

local function random(n) -- 1 to n
	state = state * 6364136223846793005 + 1442695040888963407
	return (state >> 33) % n + 1
end

local function one(list) return list[random(#list)] end

local types = {"Paragraph", "Heading", "List", "Item", "CodeBlock", "BlockQuote", "ThematicBreak", "HtmlBlock", "Table",
	"Row", "Cell", "Div", "Figure", "Text", "Code", "Emph", "Strong", "Link", "Image", "SoftBreak", "LineBreak",
	"HtmlInline", "Ruby", "Term", "Span"}
local fields = {"text", "children", "url", "title", "definition", "caption", "info", "reading", "classes", "level", "start",
	"ordered", "tight", "delimiter", "header", "align", "anchor", "section", "type", "pos", "nothing"}
local texts = {"", "x", "日本語の文", "<b>&\"'", "a\nb", "- a", "* b", "1. c", "\u{200b}", "\u{10ffff}", "\xff", "a\0b", "\t", "\r",
	string.rep("long ", 300), string.rep("あ", 400), "javascript:alert(1)", "https://example.org/", "advisory:EX-2026-0001", "#x"}
local pool = {}

local function keep(node)
	if #pool < 40 then pool[#pool + 1] = node else pool[random(40)] = node end
	return node
end

local make

local function value(depth)
	local kind = random(9)
	if kind <= 3 then return one(texts) end
	if kind == 4 then return random(9) - 2 end
	if kind == 5 then return random(2) == 1 end
	if kind == 6 then return one({"left", "centre", ".", ")", 0.5, 1 << 40, {}, random}) end
	if kind == 7 and #pool > 0 then return one(pool) end
	if kind == 8 and depth < 3 then return make(depth + 1) end
	return nil
end

local function list(depth)
	local out = {}
	for i = 1, random(4) - 1 do out[i] = random(3) == 1 and one(texts) or random(2) == 1 and #pool > 0 and one(pool) or make(depth + 1) end
	if random(60) == 1 then out[#out + 2] = "gap" end
	if random(60) == 1 then out.named = 1 end
	return out
end

function make(depth)
	local of = list(depth < 4 and depth or 9)
	if depth >= 4 then of = {one(texts)} end
	if random(4) == 1 then of[one(fields)] = value(depth) end
	local ok, node = pcall(shirase[one(types)], of)
	if ok then return keep(node) end
	return shirase.Text(one({"p", "q", "語"}))
end

local flow = {"Paragraph", "Heading", "List", "CodeBlock", "BlockQuote", "ThematicBreak", "HtmlBlock", "Table", "Div", "Figure"}
local inline = {"Text", "Code", "Emph", "Strong", "Image", "SoftBreak", "LineBreak", "HtmlInline", "Ruby", "Span"}
local only = {List = {"Item"}, Table = {"Row"}, Row = {"Cell"}, CodeBlock = {}, HtmlBlock = {}, ThematicBreak = {}, Text = {}, Code = {},
	SoftBreak = {}, LineBreak = {}, HtmlInline = {}}
local flows = {}
for _, name in ipairs({"Document", "BlockQuote", "Item", "Div", "Figure"}) do flows[name] = true end

-- Nodes that may stand in one of this type, or beside one.
local function fitting(type, depth)
	local from, out = only[type] or flows[type] and flow or inline, {}
	for _ = 1, #from > 0 and random(4) - 1 or 0 do
		local name = one(from)
		local takes = only[name]
		local inner = depth < 3 and not (takes and #takes == 0) and fitting(name, depth + 1) or {}
		if takes and #takes == 0 and random(2) == 1 and name:match("Code") then inner = {one(texts)} end
		local ok, node = pcall(shirase[name], inner)
		if ok then out[#out + 1] = keep(node) end
	end
	return out
end

local function beside(type)
	for _, single in ipairs({"Item", "Row", "Cell"}) do
		if type == single then return {shirase[single]()} end
	end
	for _, name in ipairs(flow) do
		if name == type then return fitting("Document", 0) end
	end
	return fitting("Paragraph", 0)
end

local function change(node)
	local field = one(fields)
	if random(3) == 1 then field = "children" end
	if field ~= "children" then
		node[field] = value(0)
	elseif random(4) == 1 then
		node.children = list(0)
	else
		local children = node.children
		for _, new in ipairs(fitting(node.type, 0)) do table.insert(children, random(#children + 1), new) end
		node.children = children
	end
end

local function look(node)
	local _ = node.pos, shirase.plain(node), node.type, tostring(node)
	for _, child in ipairs(node.children) do keep(child) end
end

local function hog()
	local what, all = random(6), {}
	if what == 1 then while true do end end
	if what == 2 then while true do all[#all + 1] = {} end end
	if what == 3 then return string.rep("x", 1 << 24):gsub("x", "yy") end
	if what == 4 then while true do shirase.Text("x") end end
	if what == 5 then local function f() return 1 + f() end return f() end
	while true do pcall(hog) end
end

local function act(node)
	local what = random(400)
	if what == 1 then hog() end
	if what == 2 then error(value(0)) end
	if what <= 100 then change(node) end
	if what <= 140 and #pool > 0 then change(one(pool)) end
	if what <= 200 then look(node) end
	if what <= 300 then keep(node) end
end

local function result(node)
	local what = random(300)
	if what == 1 then return list(0) end
	if what == 2 then return make(0) end
	if what == 3 then return value(0) end
	if what == 4 then return node.children end
	if what == 5 then return shirase[one(types)]{node} end
	if what == 6 then return {node, make(0)} end
	if what <= 15 then return {} end
	if what <= 40 then return node end
	if what <= 90 then return beside(node.type) end
	if what <= 130 then
		local out = beside(node.type)
		table.insert(out, random(#out + 1), node)
		return out
	end
	if what <= 150 then return nil, random(2) == 1 end
	return nil
end

local function handler(node)
	for _ = 1, random(3) do
		local ok, message = pcall(act, node)
		if not ok and random(300) == 1 then error(message, 0) end
	end
	local ok, a, b = pcall(result, node)
	if ok then return a, b end
end

local function lists(children, parent)
	pcall(act, parent)
	local what = random(6)
	if what == 1 and #children > 0 then table.remove(children, random(#children)) return children end
	if what == 2 then table.sort(children, function(a, b) return a.type < b.type end) return children end
	if what == 3 and random(50) == 1 then return list(0) end
	if what == 4 then
		for _, new in ipairs(fitting(parent.type, 0)) do children[#children + 1] = new end
		return children
	end
end

local filter = {api = 1, name = "chaos"}
if random(3) == 1 then filter.Document = {enter = function(d) pcall(act, d) end, exit = function(d) pcall(act, d) end} end
if random(3) == 1 then filter.begin = function(d) pcall(act, d) end end
if random(3) == 1 then filter.finish = function(d) advisory.extra.state = state pcall(change, d) end end
if random(3) == 1 then filter.Blocks = lists end
if random(3) == 1 then filter.Inlines = lists end
for _ = 1, random(12) do
	local enter = random(3) == 1
	filter[one(types)] = enter and {enter = handler, exit = random(2) == 1 and handler or nil} or handler
end
return filter
