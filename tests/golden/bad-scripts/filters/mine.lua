-- Each advisory is filtered by another script that nobody should write.
local bad = {}

bad[1] = function() while true do end end

bad[2] = function()
	while true do
		pcall(function() while true do end end)
	end
end

bad[3] = function()
	local hoard = {}
	while true do hoard[#hoard + 1] = {} end
end

bad[4] = function()
	local function deeper(n) return 1 + deeper(n + 1) end
	return deeper(1)
end

bad[5] = function() return string.rep("x", 1 << 40) end

bad[6] = function() return (string.rep("x", 1 << 20):gsub("x", string.rep("y", 1000))) end

bad[7] = function()
	local text = string.rep("a", 100000)
	return text:match("a*a*a*a*a*b")
end

bad[8] = function() getmetatable("").__index = {} end

bad[9] = function(node)
	local inner = shirase.Emph{"x"}
	inner.children = {shirase.Strong{inner}}
	return inner
end

bad[10] = function(node) return {node, node} end

bad[11] = function() error({text = "not a message"}) end

bad[12] = function() error(string.rep("much too long ", 100000)) end

bad[13] = function() found = true end

bad[14] = function() return "\xff\xfe" end

bad[15] = function()
	local parts = {}
	for i = 1, 100 do parts[i] = string.rep("x", 1 << 18) end
	return table.concat(parts)
end

bad[16] = function() return string.format("%s%s", string.rep("x", 6 << 20), string.rep("y", 6 << 20)) end

bad[17] = function() error() end

return {api = 1, Emph = function(node) return bad[tonumber(id:match("%d+$"))](node) end}
