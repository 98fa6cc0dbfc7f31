-- Shows what lib/toml.lua makes of a file, as JSON for toml.py: texts as "s…", numbers as "i…" and "f…", booleans as "b…", whose bytes
-- outside ASCII stand as \u00XX, the line of a key behind it ("key:3"), "line: message" of what it refuses.
local toml = library("toml")

local function quoted(text)
	return '"' .. text:gsub('[%c"\\\127-\255]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

local function shown(v, lines)
	if type(v) == "string" then return quoted("s" .. v) end
	if type(v) == "boolean" then return quoted("b" .. tostring(v)) end
	if math.type(v) == "integer" then return quoted("i" .. v) end
	if type(v) == "number" then return quoted("f" .. (v ~= v and "nan" or ("%.17g"):format(v))) end
	local out = {}
	for i, item in ipairs(v) do out[i] = shown(item, lines) end
	if #out > 0 then return "[" .. table.concat(out, ",") .. "]" end
	for key, item in pairs(v) do out[#out + 1] = quoted(key .. ":" .. lines[v][key]) .. ":" .. shown(item, lines) end
	return #out > 0 and "{" .. table.concat(out, ",") .. "}" or '"empty"'
end

return {
	api = 1,
	name = "probe",
	read = function(_, bytes)
		local data, lines, line = toml.parse(bytes)
		return {front = {title = "x"}, body = data and shown(data, lines) or quoted(line .. ": " .. lines)}
	end,
}
