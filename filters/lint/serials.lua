-- Serial numbers of ids. Readers who miss one cannot know whether they missed a warning.

local block = 50 -- a larger gap begins another block of numbers on purpose

local function skipped(year, from, to)
	local numbers = from == to and string.format("number %d is", from) or string.format("numbers %d to %d are", from, to)
	return (year and string.format("in %d, ", year) or "") .. numbers .. " skipped before this one"
end

local function report_twice(one, other)
	shirase.report{code = "serial-twice", id = one.id, hint = "give one of the two the next number, before it is published",
		message = string.format("%s and %s have the same number", one.id, other.id)}
end

return {
	api = 1,
	name = "serials",
	rules = {
		["serial-skipped"] = {severity = "note"},
		["serial-twice"] = {severity = "warning"},
	},
	archive = function(archive)
		local years, seen = {}, {}
		for _, advisory in ipairs(archive) do
			if advisory.serial then
				local year = advisory.year or 0
				seen[year] = seen[year] or {}
				years[year] = years[year] or {}
				if seen[year][advisory.serial] then report_twice(advisory, seen[year][advisory.serial]) end
				seen[year][advisory.serial] = advisory
				table.insert(years[year], advisory)
			end
			if advisory.reused and not advisory.gone then
				shirase.report{code = "serial-twice", id = advisory.id, hint = "the old one can be read for good: a new advisory takes a new number",
					message = advisory.id .. " was the number of another advisory, which left the archive"}
			end
		end
		for year, advisories in pairs(years) do
			table.sort(advisories, function(a, b) return a.serial < b.serial end)
			local last = 0
			for _, advisory in ipairs(advisories) do
				local gap = advisory.serial - last - 1
				if gap > 0 and gap <= block then
					shirase.report{code = "serial-skipped", id = advisory.id, message = advisory.id .. ": " .. skipped(advisory.year, last + 1, advisory.serial - 1),
						hint = "readers look for what is missing; if nothing is, say so: " .. (advisory.from_reader and
							"lint: {serial-skipped: off} in archive.yaml" or "lint: {ignore: [{code: serial-skipped, reason: …}]}")}
				end
				last = advisory.serial
			end
		end
	end,
}
