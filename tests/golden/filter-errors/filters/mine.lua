-- Looks for a key that is not there.
local function name_of(product)
	return product.name:upper()
end

return {
	api = 1,
	Strong = function(node) error("no strong text here") end,
	Emph = function(node) return name_of(node) end,
	Heading = function(node)
		if node.level == 2 then return undefined_name end
	end,
}
