-- Terms of art that general users cannot know: each wants an entry in the glossary, which the site shows at its first use,
-- or an explanation in brackets there. Only where general users are among the readers; where others are too, the section
-- of details is theirs.

local prose = library("prose")
local find, gmatch, match, sub, gsub = string.find, string.gmatch, string.match, string.sub, string.gsub

local hint = "explain it in brackets at its first use, add it to glossary.yaml, or write it in plain words"

local japanese = {}
for term in gmatch([[ゼロデイ PoC 実証コード RCE 任意のコード 権限昇格 DoS 認証情報 多要素認証 C2 IoC ペイロード バックドア XSS CSRF SQLインジェクション
	バッファオーバーフロー パストラバーサル エンドポイント EDR WAF VPN装置 プロキシ ファームウェア ライブラリ リポジトリ ハッシュ値 フィンガープリント
	サプライチェーン CVE CVSS TLP CSIRT]], "%S+") do
	japanese[#japanese + 1] = term
end

local english = {} -- of each form, the term; forms of one term are joined by =
for forms in gmatch("zero-day=zero day,proof of concept=proof-of-concept=poc,rce,arbitrary code,privilege escalation,dos,credentials," ..
	"multi-factor authentication=multifactor authentication,c2,ioc,payload=payloads,backdoor=backdoors,xss,csrf,sql injection," ..
	"buffer overflow=buffer overflows,path traversal,endpoint=endpoints,edr,waf,vpn appliance=vpn appliances,proxy=proxies,firmware," ..
	"library=libraries,repository=repositories,hash=hashes,fingerprint=fingerprints,supply chain=supply-chain,cve,cvss,tlp,csirt", "[^,]+") do
	for form in gmatch(forms, "[^=]+") do english[form] = match(forms, "^[^=]+") end
end
local phrases = prose.phrase_table(english)

-- Of the document: whether to look at all, whether others read it, what the glossary has, what was used.
local report, wanted, shared, known, seen

local function add_known(text)
	if text and text ~= "" then known[#known + 1] = text end
end

local function read_glossary()
	known = {}
	for _, entry in ipairs(glossary) do
		if entry.definition and entry.definition[lang] then
			add_known(entry.term and entry.term[lang])
			for _, also in ipairs(entry.also and entry.also[lang] or {}) do add_known(also) end
		end
	end
end

-- Whether the bytes stand in brackets, or brackets with an explanation (not a mere abbreviation) follow them.
local function explained(text, from, to)
	local open, close = 0, 0
	for mark in gmatch(sub(text, 1, from - 1), "[(\xEF][)\xBC]?[\x88\x89]?") do
		if mark == "(" or mark == "（" then open = open + 1 elseif mark == "）" then close = close + 1 end
	end
	for _ in gmatch(sub(text, 1, from - 1), "%)") do close = close + 1 end
	if open > close then return true end
	-- What the term is part of may stand between: 任意のコード実行（…）, "a path traversal vulnerability (…)".
	local behind = to + 1
	while find(text, "^[\xE4-\xE9][\x80-\xBF]", behind) or find(text, "^\xE3\x82[\xA1-\xBF]", behind) or find(text, "^\xE3\x83", behind) or
		find(text, "^の", behind) do
		behind = behind + 3
	end
	local inside = match(text, "^（(.-)）", behind) or match(text, "^%s*%a*%s*%a*%s*%(([^)]*)%)", behind)
	return inside ~= nil and (#gsub(inside, "[\1-\x7F\x80-\xBF]", "") >= 5 or find(inside, "%a+ %a+ %a+") ~= nil)
end

local function use(piece, from, to, term)
	if seen[term] then return end
	if prose.named(lang == "ja" and piece.text or piece.text:lower(), from, to, known) then return end
	seen[term] = true
	if explained(piece.text, from, to) then return end
	report(piece, from, "unknown-term", ("general users may not know \"%s\""):format((gsub(sub(piece.text, from, to), "%s+", " "))), hint)
end

local function stands_alone(text, from, to)
	return not (find(text, "^%w", from) and from > 1 and find(text, "^%w", from - 1)) and
		not (find(text, "^%w", to) and find(text, "^%w", to + 1))
end

local function japanese_terms(piece)
	for _, term in ipairs(japanese) do
		local from, to = find(piece.text, term, 1, true)
		while from do
			if stands_alone(piece.text, from, to) then use(piece, from, to, term) end
			from, to = find(piece.text, term, to + 1, true)
		end
	end
end

local function english_terms(piece)
	local w = prose.words(piece)
	prose.phrases(w, phrases, function(term, i, last)
		-- A fingerprint reader is no fingerprint of a key.
		if w.joined[last] and find(" sensor reader scanner unlock ", " " .. w.words[last + 1] .. " ", 1, true) then return end
		use(piece, w.from[i], w.to[last], term)
	end)
end

local function see(piece)
	if not wanted or piece.kind ~= "Paragraph" and piece.kind ~= "Cell" or shared and piece.section == "details" then return end
	if lang == "ja" then japanese_terms(piece) else english_terms(piece) end
end

local lint = prose.handlers(see)
lint.api, lint.name, lint.languages = 1, "terms", {"ja", "en"}
lint.rules = {["unknown-term"] = {severity = "warning"}}

local begin = lint.begin
function lint.begin(document)
	report, wanted = prose.reporter(shirase.report), prose.is_for(advisory, "general")
	shared = prose.is_for(advisory, "administrators") or prose.is_for(advisory, "developers")
	seen = {}
	read_glossary()
	if lang == "en" then
		for i, term in ipairs(known) do known[i] = term:lower() end
	end
	begin(document)
end

return lint
