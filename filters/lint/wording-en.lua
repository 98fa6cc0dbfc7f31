-- English wording: heavy words with a light one at hand, the jargon of the trade, chains of passives, words that age
-- or stand twice.

local prose = library("prose")
local find, match, gmatch, gsub, sub = string.find, string.match, string.gmatch, string.gsub, string.sub

local report, names -- of the document

local function set(text)
	local out = {}
	for word in gmatch(text, "%S+") do out[word] = true end
	return out
end

-- Phrases -------------------------------------------------------------------------
-- Of each {kind, hint, unless}: unless(w, i, last, piece), where there is one, tells that words i to last are meant otherwise.

local determiner = set("the a an any each all every both your our their its this that these those users user only many most some such " ..
	"code programs applications versions systems everyone anyone customers nothing")
local verb_before = set("to can could may might must will would should shall not does do did also only potentially directly severely " ..
	"negatively adversely which that this it bug bugs issue issues vulnerability vulnerabilities flaw flaws problem")
local no_verb_before = set("the a an any no of its their security performance potential possible real high low with for")

-- "leverage" and "impact" are nouns as well; their other forms are verbs, or nearly always.
local function noun_leverage(w, i)
	return not (w.joined[i - 1] and (verb_before[w.words[i - 1]] or find(w.words[i - 1], "^attackers?$")))
end

local function noun_impact(w, i)
	return not (w.joined[i] and determiner[w.words[i + 1]] and w.joined[i - 1] and verb_before[w.words[i - 1]])
end

local function plural_impacts(w, i)
	return not (w.joined[i] and determiner[w.words[i + 1]]) or w.joined[i - 1] and no_verb_before[w.words[i - 1]]
end

-- "prior to 1.2.3", "versions prior to the fix", "prior to version 2": the range of versions has its own rule.
local function before_version(w, i, last)
	if w.joined[i - 1] and (find(w.words[i - 1], "^versions?$") or find(w.words[i - 1], "^releases?$")) then return true end
	if not w.joined[last] then return true end -- what follows is no word: a version, or nothing
	for k = last + 1, last + 4 do
		local word = w.joined[k - 1] and w.words[k]
		if not word then return false end
		if word == "\1" or find(word, "%d") or find(word, "^versions?$") or find(word, "^releases?$") or find(word, "^commits?$") then
			return true
		end
	end
	return false
end

local counted = set([[bytes bits elements items entries values characters digits arguments iterations seconds milliseconds samples words lines
	pages rows columns threads repetitions chunks blocks units]])

-- "takes a number of bytes", "grows by a number of pages": a quantity, not "several".
local function is_quantity(w, i, last)
	local before = w.joined[i - 1] and w.words[i - 1]
	return counted[w.words[last + 1]] or before == "by" or before == "with" or false
end

local ends_support = set("support service services agreement contract maintenance account accounts project use access")

-- A process, a string and a connection are terminated; support and a contract need not be.
local function technical_end(w, i, last)
	for k = last + 1, last + 3 do
		if w.joined[k - 1] and ends_support[w.words[k]] then return false end
	end
	return true
end

local function etc_in_path(w, i, last, piece)
	return find(piece.text, "^/", w.to[i] + 1) ~= nil or sub(piece.text, w.from[i] - 1, w.from[i] - 1) == "/"
end

local heavy = {code = "en-hard-word", message = "\"%s\" is heavy"}
local jargon = {code = "en-jargon", message = "\"%s\" is jargon"}
local moving = {code = "en-moving-word", message = "\"%s\" means another day for each reader"}

local phrases = {}

-- words: forms parted by |.
local function add(kind, words, hint, unless)
	for phrase in gmatch(words, "[^|]+") do phrases[phrase] = {kind = kind, hint = hint, unless = unless} end
end

add(heavy, "utilize|utilizes|utilized|utilizing|utilise|utilises|utilised|utilising", "write use")
add(heavy, "leverage", "write use, or exploit", noun_leverage)
add(heavy, "leverages|leveraged|leveraging", "write use, or exploit")
add(heavy, "prior to", "write before", before_version)
add(heavy, "subsequent to", "write after")
add(heavy, "in the event that|in the event of", "write if")
add(heavy, "in order to", "write to")
add(heavy, "due to the fact that|owing to the fact that", "write because")
add(heavy, "it is recommended that|it is recommended to|it is highly recommended to|it is strongly recommended to|it is advised that|" ..
	"it is advised to",
	"tell the reader what to do: Update to 2.0.5.")
add(heavy, "users are advised to|users are encouraged to|users are recommended to|users are urged to|users are strongly advised to|" ..
	"users are strongly encouraged to",
	"tell the reader what to do: Update to 2.0.5.")
add(heavy, "should consider upgrading|should consider updating|should consider to upgrade", "write update")
add(heavy, "may potentially|might potentially|could potentially|can potentially", "leave potentially out")
add(heavy, "could possibly|may possibly|might possibly|can possibly", "leave possibly out")
add(heavy, "a number of", "write several, or the number", is_quantity)
add(heavy, "facilitate|facilitates|facilitated|facilitating", "write let, or help")
add(heavy, "remediate|remediates|remediated|remediating", "write fix")
add(heavy, "impact", "write affect", noun_impact)
add(heavy, "impacts", "write affects", plural_impacts)
add(heavy, "impacted|impacting", "write affected, affecting")
add(heavy, "commence|commences|commenced|commencing", "write start")
add(heavy, "terminate|terminates|terminated|terminating", "write stop, or end", technical_end)
add(heavy, "ascertain|ascertains|ascertained|ascertaining", "write find out")
add(heavy, "in accordance with", "write following")
add(heavy, "please be advised that|please note that|it should be noted that|it is important to note that", "leave it out")
add(heavy, "etc|etcetera", "list them all, or begin with such as", etc_in_path)
for _, what in ipairs{"this vulnerability", "this issue", "this flaw", "the vulnerability", "these vulnerabilities", "this bug"} do
	for _, may in ipairs{"could", "may", "can", "might", "would"} do
		add(heavy, "successful exploitation of " .. what .. " " .. may, "name the attacker: An attacker can …")
	end
end

add(jargon, "threat actor|threat actors|bad actor|bad actors|malicious actor|malicious actors", "write attacker")
add(jargon, "in the wild", "write in real attacks, or in use")
add(jargon, "weaponize|weaponized|weaponizing|weaponise|weaponised|weaponising", "write use in attacks")
add(jargon, "exfiltrate|exfiltrates|exfiltrated|exfiltrating", "write steal, or copy out")
add(jargon, "threat landscape|attack landscape", "name the attacks")
add(jargon, "going forward", "give a date, or leave it out")
add(jargon, "pwn|pwned|pwning", "write take over")
add(jargon, "footgun|footguns", "write trap, or easy to misuse")

local auxiliary = set("is are was were be been has have had not do does did it we they you i can cannot will being only also and but there")

-- What is going on as the author writes: "it is currently being exploited".
local news = set([[abused actively analysed analyzed attacked developed distributed exploited fixed investigated patched prepared released reviewed
	scanned sold targeted tested traded used worked]])

-- "the currently running thread" is no date, nor "it is currently being read", nor "memory currently allocated by it"; nor is
-- "least recently used".
local function no_date(w, i)
	local before, behind = w.joined[i - 1] and w.words[i - 1], w.words[i + 1]
	if behind == "being" then return not news[w.words[i + 2]] end
	if before and behind and find(behind, "ed$") and not auxiliary[before] then return true end
	return before and find(" the a an any each its their your this that of which ", " " .. before .. " ", 1, true) ~= nil
end

local function comparative(w, i)
	return w.joined[i - 1] and find(" most least more as too so how ", " " .. w.words[i - 1] .. " ", 1, true) ~= nil
end

-- "soon" is a date where something is announced, not in "it is likely to be executed soon".
local function no_plan(w, i, last, piece)
	if comparative(w, i) then return true end
	for k = i - 6, i + 2 do
		if k >= 1 and k <= w.count and find(" will plan plans planned expect expected coming follow ", " " .. w.words[k] .. " ", 1, true) then
			return false
		end
	end
	return true
end

-- "update to the latest version" ages; "the latest version 2.0.5" and "we only patch the latest release" do not.
local function is_named(w, i, last, piece)
	local behind = match(piece.text, "^%s+%(?v?([%d\1])", w.to[last] + 1)
	local before = w.words[i - 1] == "the" and w.words[i - 2] or w.words[i - 1]
	return behind ~= nil or before == nil or not find(" to in on with use using install get than from until till through including for ",
		" " .. before .. " ", 1, true)
end

local date = "give the date: as of 2 April 2026"
local version = "name the version: 2.0.5 or later"

add(moving, "currently", date, no_date)
add(moving, "at this time|at present|at the moment|as of now|as of today|at the present time|today|yesterday|tomorrow|nowadays|" ..
	"this week|last week|next week|this month|last month|next month|this year|last year|next year", date)
add(moving, "recently", date, comparative)
add(moving, "soon|shortly", date, no_plan)
add(moving, "latest version|latest release|newest version|most recent version|most recent release", version, is_named)

phrases = prose.phrase_table(phrases)

local function find_phrases(piece, w)
	prose.phrases(w, phrases, function(what, i, last)
		if what.unless and what.unless(w, i, last, piece) or prose.named(piece.text, w.from[i], w.to[last], names) then return end
		local words = gsub(sub(piece.text, w.from[i], w.to[last]), "%s+", " ")
		report(piece, w.from[i], what.kind.code, what.kind.message:format(words), what.hint)
	end)
end

local function and_or(piece)
	local s = find(piece.text, "%f[%w][Aa]nd/or%f[%W]")
	while s do
		report(piece, s, "en-hard-word", "\"and/or\" is heavy", "write or, or … or both")
		s = find(piece.text, "%f[%w][Aa]nd/or%f[%W]", s + 6)
	end
end

-- Words that nobody writes twice in a row; "that that" and "had had" are English, and so is "log in in the browser".
local once = set("the a an of to and or with from by be been are will would could may must should when which your their its our into")

local function doubled(piece, w)
	for i = 2, w.count do
		if once[w.words[i]] and w.words[i] == w.words[i - 1] and w.joined[i - 1] and not prose.named(piece.text, w.from[i - 1], w.to[i], names) then
			report(piece, w.from[i], "en-doubled-word", ("\"%s\" stands twice"):format(w.words[i]), "leave one out")
		end
	end
end

-- Passives ------------------------------------------------------------------------
-- A passive is a form of "be", at most two adverbs and a participle that names an act. A chain is a passive that
-- hangs on another ("is believed to have been exploited"), or two in one sentence that both name who acts ("… is read by
-- …, and … is freed by …"), or three in one sentence.

local be = set("is are was were be been being isn't aren't wasn't weren't")
local adverbs = set("not also then only still often never always already just being first later again now no longer both all either")
local irregular = set([[made done found seen given taken known shown written sent built held kept thrown chosen broken begun brought bought
	caught dealt drawn driven forgotten hidden led met overwritten paid rebuilt sold spent stolen told thought understood undone withdrawn won
	worn overridden rewritten fed laid misled taught torn forbidden heard overrun shaken spoken struck swept read set reset cut hit put split
	shut lost left sought bound]])
-- States, not acts; and words in -ed that are no participles.
local states = set([[affected based related supposed required intended interested concerned limited located outdated unmaintained unaffected
	deprecated uninitialized undefined unchecked unbounded aligned misaligned unaligned nested unsigned dedicated complicated guaranteed enabled
	disabled unused advised encouraged recommended urged allowed needed expected unsound indeed need feed seed speed exceed embed proceed
	succeed bleed breed weed greed deed red bed shed hundred unsupported unpatched unfixed unlimited unrelated untrusted trusted unexpected unspecified detailed sophisticated
	encrypted signed malformed crafted abandoned archived closed]])

local function is_participle(word)
	return irregular[word] or #word > 3 and find(word, "^%a+ed$") ~= nil and not states[word]
end

-- The participle of a passive whose form of "be" is word i; nil if there is none.
local function passive_at(w, i, last)
	if not be[w.words[i]] then return nil end
	for k = i + 1, i + 3 do
		if k > last or not w.joined[k - 1] then return nil end
		local word = w.words[k]
		if is_participle(word) then return k end
		if not adverbs[word] and not be[word] and not find(word, "ly$") then return nil end
	end
	return nil
end

-- "by the parser", not "by default" and "by calling".
local function names_actor(w, k, last)
	local after = k < last and w.joined[k] and w.words[k + 1] == "by" and w.joined[k + 1] and w.words[k + 2]
	return after and after ~= "default" and after ~= "hand" and after ~= "\1" and not find(after, "ing$") and not find(after, "%d") or false
end

-- Whether a passive hangs on the participle k: "… to be used", "… to have been used", "… as having been used".
local function hangs_on(w, k, last)
	local i = k + 1
	if i > last or not w.joined[k] or w.words[i] ~= "to" and w.words[i] ~= "as" then return false end
	for j = i + 1, i + 3 do
		if j > last or not w.joined[j - 1] then return false end
		local word = w.words[j]
		if be[word] and passive_at(w, j, last) then return true end
		if word ~= "have" and word ~= "having" and not be[word] and not adverbs[word] then return false end
	end
	return false
end

local function chain(piece, w, first, last)
	local count, acting, from, hangs = 0, 0, nil, false
	local i = first
	while i <= last do
		local k = passive_at(w, i, last)
		if k then
			count, from = count + 1, from or i
			acting = acting + (names_actor(w, k, last) and 1 or 0)
			hangs = hangs or hangs_on(w, k, last)
			i = k
		end
		i = i + 1
	end
	if hangs or acting >= 2 or count >= 3 then
		report(piece, w.from[from], "en-passive",
			hangs and "a passive hangs on a passive" or ("a chain of %d passives in one sentence"):format(count), "say who does it, and make two sentences of it")
	end
end

local function passives(piece, w)
	local i = 1
	for _, to in ipairs(prose.sentences(piece, "en").to) do
		local first = i
		while i <= w.count and w.from[i] <= to do i = i + 1 end
		chain(piece, w, first, i - 1)
	end
end

local function see(piece)
	local w = prose.words(piece)
	find_phrases(piece, w)
	and_or(piece)
	doubled(piece, w)
	passives(piece, w)
end

local lint = prose.handlers(see)
lint.api, lint.name, lint.languages = 1, "wording-en", {"en"}
lint.rules = {
	["en-hard-word"] = {severity = "note"},
	["en-doubled-word"] = {severity = "note"},
	["en-jargon"] = {severity = "note"},
	["en-moving-word"] = {severity = "note"},
	["en-passive"] = {severity = "note"},
}

local begin = lint.begin
function lint.begin(document)
	report = prose.reporter(shirase.report, prose.severity(advisory))
	names = prose.names(advisory, nil, "en")
	begin(document)
end

return lint
