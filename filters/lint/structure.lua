-- Headings, links and sections: what a reader who jumps from one to the next, or hears only them, is led by.

-- Sections that check demands and judges itself (site/checks.c): their being empty or open is not told twice.
local demanded = {affected = true, impact = true, threat = true, detection = true, solution = true, ["side-effects"] = true}

-- Link texts that do not say where they lead, folded.
local vague = {}
for _, words in ipairs{
	{"こちら", "こちらへ", "こちらから", "ここ", "ここから", "これ", "リンク", "リンク先", "詳細", "詳しくは", "詳しくはこちら", "詳細はこちら",
		"続きを読む", "もっと見る", "この記事", "このページ", "次のページ", "クリック", "ここをクリック", "こちらをクリック"},
	{"here", "click here", "click", "this", "this link", "link", "the link", "this page", "this article", "more", "read more", "learn more",
		"see here", "see more", "more info", "more information", "details", "see this", "following link", "at this link"},
} do
	for _, word in ipairs(words) do vague[word] = true end
end

local histories = {}
for _, word in ipairs{"更新履歴", "改訂履歴", "改定履歴", "変更履歴", "改版履歴", "revision history", "update history", "document history",
	"change history", "history of changes", "advisory history"} do
	histories[word] = true
end

local open_words = {
	ja = {"調査中", "確認中", "検証中"},
	en = {"under investigation", "being investigated", "still investigating", "investigation is ongoing"},
}

local function folded(text)
	text = text:gsub("[%s\1]+", " "):gsub("^ ", ""):gsub(" $", ""):lower()
	return (text:gsub("[.:,;!?]+$", ""):gsub("。$", ""):gsub("：$", ""):gsub("^「(.*)」$", "%1"):gsub("^（(.*)）$", "%1"))
end

local function holds_image(node)
	for _, child in ipairs(node.children) do
		if child.type == "Image" then return true end
	end
	return false
end

local quotes = 0

local function check_link(link)
	if quotes > 0 then return end
	local text = folded(shirase.plain(link))
	if text == "" then
		shirase.report{code = "link-empty", node = link, message = holds_image(link) and "the image of this link has no description" or
			"this link has no text", hint = "write where it leads: [text](address), ![description](image)"}
	elseif vague[text] then
		shirase.report{code = "link-vague", node = link, message = string.format("\"%s\" does not say where this link leads", shirase.plain(link)),
			hint = lang == "ja" and "name what is there: [2.0.5のリリースノート](…)" or "name what is there: [the release notes of 2.0.5](…)"}
	end
end

-- Headings -------------------------------------------------------------------

local headings = {}

local function check_heading(heading)
	local last = headings[#headings]
	local text = shirase.plain(heading)
	table.insert(headings, heading)
	if last and heading.level > last.level + 1 then
		shirase.report{code = "heading-skip", node = heading, hint = string.format("write %s", ("#"):rep(last.level + 1)),
			message = string.format("a heading of level %d follows one of level %d", heading.level, last.level)}
	end
	if text:find("^%s*$") then
		shirase.report{code = "heading-empty", node = heading, message = "this heading has no text", hint = "name what follows, or take it out"}
	elseif histories[folded(text)] and document.id then
		shirase.report{code = "own-history", node = heading, message = "the page shows its history itself, made from the commits",
			hint = "take this section out; an older history may stay, with lint.ignore and a reason"}
	end
end

local function check_first()
	local first = headings[1]
	for _, heading in ipairs(headings) do
		if heading.level < first.level then
			shirase.report{code = "heading-skip", node = first, message = string.format(
				"the first heading is of level %d, and one of level %d follows", first.level, heading.level),
				hint = "begin with the level of the sections"}
			return
		end
	end
end

-- Whether check itself tells of the sections of this document.
local function is_judged()
	return document.id and advisory and advisory.kind ~= "information" and advisory.status ~= "draft" and advisory.exercise ~= "yes" and
		not advisory.withdrawn and not document.from_reader
end

local function report_empty(heading)
	if shirase.plain(heading):find("^%s*$") then return end -- told already
	shirase.report{code = "section-empty", node = heading, message = string.format("there is nothing under \"%s\"", shirase.plain(heading)),
		hint = lang == "ja" and "say 該当なし or なし, or take the heading out" or
			"say \"Not applicable\" or \"None\", or take the heading out"}
end

-- A heading that the next one of its level or above follows at once.
local function check_empty(root)
	local open
	local judged = is_judged()
	for _, block in ipairs(root.children) do
		local heading = block.type == "Heading"
		if open and heading and block.level <= open.level then report_empty(open) end
		open = heading and not (judged and demanded[block.section]) and block or nil
	end
	if open then report_empty(open) end
end

-- Open questions -------------------------------------------------------------

local section, section_level
local blocks = library("blocks")

-- Where check tells that the whole section is open, its one sentence is not told again.
local function is_whole_answer(text)
	local answer = folded(text)
	for _, word in ipairs(open_words[lang]) do
		if answer == word or answer == word .. "です" then return true end
	end
	return false
end

local function check_open(node)
	if not advisory or advisory.status ~= "final" or advisory.withdrawn or not document.id then return end
	local block = blocks.of(node)
	local text = block.text:lower():gsub("\n", " ")
	for _, word in ipairs(open_words[lang] or {}) do
		local at = text:find(word, 1, true)
		if at and not (demanded[section] and is_judged() and is_whole_answer(block.text)) then
			shirase.report(block.mark(at, {code = "final-open", message = string.format("\"%s\" in a final advisory", word),
				hint = "say what came of it, or publish it as interim"}))
			return
		end
	end
end

return {
	api = 1,
	name = "structure",
	rules = {
		["heading-skip"] = {severity = "warning"},
		["heading-empty"] = {severity = "warning"},
		["section-empty"] = {severity = "warning"},
		["link-empty"] = {severity = "warning"},
		["link-vague"] = {severity = "warning"},
		["own-history"] = {severity = "warning"},
		["final-open"] = {severity = "warning"},
	},
	BlockQuote = {enter = function() quotes = quotes + 1 end, exit = function() quotes = quotes - 1 end},
	Heading = function(heading)
		if quotes == 0 then
			check_heading(heading)
			if not section_level or heading.level <= section_level then
				section, section_level = heading.section, heading.level
			end
		end
	end,
	Link = check_link,
	Image = function(image)
		if folded(shirase.plain(image)) == "" then
			shirase.report{code = "link-empty", node = image, message = "this image has no description", hint = "say what it shows: ![description](image)"}
		end
	end,
	Paragraph = function(node) if quotes == 0 then check_open(node) end end,
	Cell = function(node) if quotes == 0 then check_open(node) end end,
	Document = function(root)
		-- A reader may have put sections of its own behind the text.
		if #headings > 0 and not document.from_reader then check_first() end
		check_empty(root)
	end,
}
