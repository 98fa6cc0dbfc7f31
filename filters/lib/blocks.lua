-- The text of a block as one string, for lints that look at versions, days and addresses, wherever they stand (lib/prose.lua is for
-- wording: it masks what is none).
--   local block = library("blocks").of(paragraph)
--   block.text   what is prose: of code, of addresses in <…> and of links that show their own address each byte is "\1"; line breaks are "\n"
--   block.full   the same with those bytes as they are: an offset is that of the same place in both
--   block.at(i)  the node and the offset in it of byte i, as shirase.report wants them: local node, offset = block.at(i)
--   block.mark(i, finding)  the finding, with that place: shirase.report(block.mark(i, {code = …, message = …}))
--   for _, block in ipairs(library("blocks").front(document)) do … end  the same of title and summary; they have no node

local mask = "\1"

local function add(out, text, full, node)
	out.starts[#out.starts + 1] = out.length + 1
	out.nodes[#out.starts] = node or false
	table.insert(out.text, text)
	table.insert(out.full, full)
	out.length = out.length + #text
end

local function is_address(link)
	local first = link.children[1]
	return first and #link.children == 1 and first.type == "Text" and (first.text == link.url or "mailto:" .. first.text == link.url)
end

local function gather(out, node, masked)
	for _, child in ipairs(node.children) do
		local kind = child.type
		if kind == "Text" then
			add(out, masked and mask:rep(#child.text) or child.text, child.text, child)
		elseif kind == "Code" then
			add(out, mask:rep(#child.text), child.text, child)
		elseif kind == "SoftBreak" or kind == "LineBreak" then
			add(out, "\n", "\n")
		elseif kind ~= "HtmlInline" then
			gather(out, child, masked or kind == "Link" and is_address(child))
		end
	end
end

local function of(node)
	local out = {text = {}, full = {}, starts = {}, nodes = {}, length = 0}
	gather(out, node, false)
	local starts, nodes = out.starts, out.nodes
	local function at(i)
		local low, high = 1, #starts
		while low < high do
			local middle = (low + high + 1) // 2
			if starts[middle] <= i then low = middle else high = middle - 1 end
		end
		if not nodes[low] and nodes[low + 1] then return nodes[low + 1], 1 end
		if not nodes[low] then return node end
		local offset = i - starts[low] + 1
		return nodes[low], offset
	end
	local function mark(i, finding)
		finding.node, finding.offset = at(i)
		return finding
	end
	return {text = table.concat(out.text), full = table.concat(out.full), at = at, mark = mark, node = node}
end

local function front(document)
	local blocks = {}
	for _, key in ipairs{"title", "summary"} do
		local text = document[key]
		if text then
			local function mark(_, finding)
				finding.key = key
				return finding
			end
			blocks[#blocks + 1] = {text = text, full = text, mark = mark}
		end
	end
	return blocks
end

return {of = of, front = front}
