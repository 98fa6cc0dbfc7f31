-- Days and times: readers come from other zones, and years later.

local blocks = library("blocks")
local find, match, sub, gmatch, format = string.find, string.match, string.sub, string.gmatch, string.format

local months = {january = 1, february = 2, march = 3, april = 4, may = 5, june = 6, july = 7, august = 8, september = 9, october = 10,
	november = 11, december = 12, jan = 1, feb = 2, mar = 3, apr = 4, jun = 6, jul = 7, aug = 8, sep = 9, sept = 9, oct = 10, nov = 11, dec = 12}
local lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
local weekdays = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
local weekday_names = {["日"] = 1, ["月"] = 2, ["火"] = 3, ["水"] = 4, ["木"] = 5, ["金"] = 6, ["土"] = 7, Sun = 1, Mon = 2, Tue = 3, Wed = 4, Thu = 5,
	Fri = 6, Sat = 7}
for number, name in ipairs(weekdays) do weekday_names[name] = number end

local function month_of(word)
	return find(word, "^%u") and months[word:lower()]
end

local function is_leap(year)
	return year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
end

local function is_day(year, month, day)
	return month >= 1 and month <= 12 and day >= 1 and (day <= lengths[month] or month == 2 and day == 29 and is_leap(year))
end

-- 1 is Sunday (Sakamoto).
local function weekday_of(year, month, day)
	local shift = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4}
	if month < 3 then year = year - 1 end
	return (year + year // 4 - year // 100 + year // 400 + shift[month] + day) % 7 + 1
end

local function report_at(block, at, finding)
	shirase.report(block.mark(at, finding))
end

-- A whole date at byte at; name: the weekday that the text gives it, or any other word, or nil.
local function check_date(block, at, year, month, day, name)
	year, month, day = tonumber(year), tonumber(month), tonumber(day)
	if year < 1900 or year > 2200 then return end
	local said = weekday_names[name or ""]
	if not is_day(year, month, day) then
		report_at(block, at, {code = "date-wrong", message = "there is no such day", hint = "look at a calendar"})
	elseif said and said ~= weekday_of(year, month, day) then
		report_at(block, at, {code = "date-wrong", message = format("%04d-%02d-%02d is a %s", year, month, day, weekdays[weekday_of(year, month, day)]),
			hint = "correct the day, or the weekday"})
	end
end

local function ends_in(text, words)
	for _, word in ipairs(words) do
		if sub(text, -#word) == word then return true end
	end
	return false
end

local joining = {"から", "、", "・", "～", "〜", "と", "および", "または", "-", "–"}

-- The weekday behind a date in Japanese: （木）, 木曜日.
local function weekday_behind(text, at)
	local tail = sub(text, at, at + 15):gsub("^%s+", ""):gsub("^（", ""):gsub("^%(", "")
	return (find(tail, "^...）") or find(tail, "^...%)") or find(tail, "^...曜")) and sub(tail, 1, 3)
end

local eras = {["令和"] = 2018, ["平成"] = 1988, ["昭和"] = 1925}

-- 2026-04-02, 2026/4/2; not what is part of a name or an address.
local function check_numeric_dates(block, text)
	for at, year, sign, month, day, rest in gmatch(text, "()(%d%d%d%d)([-/])(%d%d?)%3(%d%d?)()") do
		local whole = not find(sub(text, at - 1, at - 1), "[%w%%.:/@_=#+~-]") and not find(sub(text, rest, rest), "[%dA-SU-Za-z/@_=#+~\1-]")
			and not find(text, "^%.%w", rest) and (sign == "/" or #month == 2 and #day == 2)
		if whole and tonumber(month) <= 31 and tonumber(day) <= 31 then
			check_date(block, at, year, month, day, match(text, "^%s*%((%u%l+)", rest) or weekday_behind(text, rest) or
				match(sub(text, math.max(1, at - 12), at - 1), "(%u%l+),?%s+$"))
		end
	end
end

local function check_japanese_dates(block, text)
	for at, era, year, month, day, rest in gmatch(text, "()([\xE4-\xE6]..[\xE5-\xE6]..)(%d+)年%s*(%d+)月%s*(%d+)日()") do
		if eras[era] then check_date(block, at, eras[era] + tonumber(year), month, day, weekday_behind(text, rest)) end
	end
	for at, year, month, day, rest in gmatch(text, "()(%d%d%d%d)年%s*(%d+)月%s*(%d+)日()") do
		check_date(block, at, year, month, day, weekday_behind(text, rest))
	end
	if not document.id then return end -- a page's holidays come every year
	for at, month, day in gmatch(text, "()%f[%d](%d+)月%s*(%d+)日") do
		local head = sub(text, 1, at - 1):gsub("%s+$", "")
		local linked = ends_in(head, joining) and find(head, "%d年")
		if not linked and not ends_in(head, {"年", "毎年", "年の"}) and tonumber(month) <= 12 and tonumber(day) <= 31 then
			report_at(block, at, {code = "date-year", message = format("%d月%d日 of which year?", tonumber(month), tonumber(day)),
				hint = "readers come years later: 2026年4月2日"})
		end
	end
end

-- Whether a year stands near: behind "2 April", or behind the date that ends the same range.
local function has_year(tail)
	return find(tail, "^[^.;]-%f[%d][12]%d%d%d%f[%D]")
end

local function check_english_dates(block, text)
	for at, day, word, rest in gmatch(text, "()%f[%d](%d%d?)[sndrth]*%s+o?f?%s*(%u%l+)()") do
		local month, tail = month_of(word), sub(text, rest, rest + 40)
		local year = match(tail, "^%.?,?%s+([12]%d%d%d)%f[%D]")
		if month and year then
			local name = match(tail, "^%.?,?%s+%d+,?%s*%((%u%l+)") or match(sub(text, math.max(1, at - 12), at - 1), "(%u%l+),?%s+$")
			check_date(block, at, year, month, day, name)
		elseif month and document.id and not has_year(tail) then
			report_at(block, at, {code = "date-year", message = format("%s %s of which year?", day, word), hint = "readers come years later: 2 April 2026"})
		end
	end
	for at, word, day, rest in gmatch(text, "()%f[%a](%u%l+)%.?%s+(%d%d?)()") do
		local month, tail = month_of(word), sub(text, rest, rest + 40):gsub("^[snrt][tdh]", "")
		local year = match(tail, "^,?%s+([12]%d%d%d)%f[%D]")
		if month and year then
			local name = match(tail, "^,?%s+%d+,?%s*%((%u%l+)") or match(sub(text, math.max(1, at - 12), at - 1), "(%u%l+),?%s+$")
			check_date(block, at, year, month, day, name)
		elseif month and document.id and not find(tail, "^%s*[:%d]") and not has_year(tail) and not find(sub(text, math.max(1, at - 4), at - 1), "%d%s+$") then
			report_at(block, at, {code = "date-year", message = format("%s %s of which year?", word, day), hint = "readers come years later: 2 April 2026"})
		end
	end
end

local zones = {"UTC", "GMT", "JST", "協定世界時", "日本時間", "現地時間", "日本標準時", "標準時", "%f[%a][ECMP][SD]T%f[%A]", "%f[%a]CES?T%f[%A]", "local time",
	"[+-]%d%d:?%d%d", "%d%d:%d%dZ", "%f[%a]BST%f[%A]", "時間帯", "time zone",
	"%u%l+ time%f[%A]", "%f[%a][Tt]ime %(%u%l+%)"}

local function has_zone(text)
	for _, zone in ipairs(zones) do
		if find(text, zone) then return true end
	end
	return false
end

-- Where the block first gives a time of the day; nil if it gives none.
local function find_time(text)
	for from, hour, minute, to in gmatch(text, "()%f[%d](%d%d?):(%d%d)%f[%D]()") do
		local left, right = sub(text, from - 1, from - 1), sub(text, to, to + 1)
		if tonumber(hour) < 25 and tonumber(minute) < 60 and not find(left, "[%w.:/@_-]") and not find(right, "^[%w./_-]%w") then return from end
	end
	local wide = find(text, "%f[%d]%d%d?：%d%d%f[%D]")
	if wide then return wide end
	for from, hour, to in gmatch(text, "()%f[%d](%d%d?)時()") do
		local tail = sub(text, to, to + 5)
		if tonumber(hour) < 25 and not (find(tail, "^間") or find(tail, "^点") or find(tail, "^期")) then return from end
	end
end

local time_table -- the table that is read: its zone, and the first time in it
local spoken     -- the zone of the paragraph before it

local function report_time(block, at)
	report_at(block, at, {code = "time-zone", message = "a time without its zone",
		hint = lang == "ja" and "write 2026年4月2日18:00（日本時間）" or "write 2 April 2026, 09:00 UTC"})
end

local function check_times(block, text)
	local at, zone = find_time(text), has_zone(text)
	if not time_table then
		spoken = zone
		if at and not zone then report_time(block, at) end
		return
	end
	time_table.zone = time_table.zone or zone
	if at and not time_table.at then time_table.block, time_table.at = block, at end
end

local function leave_table()
	if time_table.at and not time_table.zone then report_time(time_table.block, time_table.at) end
	time_table, spoken = nil, nil
end

local quotes = 0

local function check(block)
	check_times(block, block.text)
	check_numeric_dates(block, block.text)
	if lang == "ja" then check_japanese_dates(block, block.text) end
	if lang == "en" then check_english_dates(block, block.text) end
end

local function take(node)
	if quotes == 0 then check(blocks.of(node)) end
end

return {
	api = 1,
	name = "dates",
	rules = {
		["date-wrong"] = {severity = "warning"},
		["date-year"] = {severity = "warning"},
		["time-zone"] = {severity = "warning"},
	},
	begin = function(document)
		for _, block in ipairs(blocks.front(document)) do check(block) end
		spoken = nil
	end,
	Table = {enter = function() time_table = {zone = spoken} end, exit = leave_table},
	BlockQuote = {enter = function() quotes = quotes + 1 end, exit = function() quotes = quotes - 1 end},
	Paragraph = take,
	Heading = take,
	Cell = take,
}
