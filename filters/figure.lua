-- An image alone in a paragraph becomes a Figure. Its caption is the image's title; the description (alt) stays for those who
-- do not see the image, and should tell what the caption does not. An image without a title has its description as the
-- caption, and no other: a screen reader would read both. Images of other sites stay, as they become links.

local find = string.find
local plain = shirase.plain

local seen -- an image stands in this paragraph, or between it and the one before

local function paragraph(node)
	if not seen then return nil end
	seen = false
	local children = node.children
	local image = children[1]
	if #children ~= 1 or image.type ~= "Image" or find(image.url, "^%a[%w+.-]*:") or find(image.url, "^//") then return nil end
	local caption = image.title
	if has(caption) then
		image.title = nil
		if caption == plain(image) then image.children = {} end
	else
		caption = plain(image)
		image.children = {}
	end
	if not has(caption) then return nil end
	return shirase.Figure{caption = caption, node}
end

return {api = 1, name = "figure", Paragraph = paragraph, Image = {enter = function() seen = true end}}
