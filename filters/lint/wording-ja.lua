-- Japanese wording: hard words, double negation, excess politeness, two styles in one text, words that age, words that
-- leave the reader asking, one loan word in two spellings, kanji that not everybody can read. Fixed strings and their
-- neighbours: there is no morphological analyser here, and a rule that would need one is left out.

local prose, joyo = library("prose"), library("joyo")
local find, match, gmatch, gsub, sub = string.find, string.match, string.gmatch, string.gsub, string.sub

local report, general, names -- of the document

-- Fixed strings -----------------------------------------------------------------
-- {text, hint, …}: before and after are lists of texts one of which must stand there, not_before and not_after of texts none of
-- which may; "" is the end. order: only where the sentence is for the reader to follow. not_in: a kind of piece.

local act = "say what is to be done"
local soon = "give a date, or write できるだけ早く"
local please = "write …してください"

local hard = {
	{"当該", "write この or その, or the name"},
	{"本件", "write この件, or its name", not_after = {"日"}, not_before = {"数", "名"}},
	{"実施", "write する or 行う", before = {"する", "し", "せ", "され", "すれ"}},
	{"確認を行", "write 確認する"},
	{"ことが可能", "write できます"},
	{"ことが望まし", "write …してください, or …をおすすめします"},
	{"されたい", please, before = {"。", "\v", ""}},
	{"適切に対応", act},
	{"適切な対応", act},
	{"適切な措置", act},
	{"必要に応じ", "name the condition: …の場合は"},
	{"可及的速やかに", soon},
	{"速やかに", soon, not_after = {"可及的"}},
	{"すみやかに", soon},
	{"遅滞なく", "write すぐに"},
	{"早急に", soon},
	{"に鑑み", "write を踏まえて"},
	{"にかんがみ", "write を踏まえて"},
	{"に伴い", "write によって or ので"},
	{"に際し", "write とき or 場合"},
	{"において", "write で or では", not_in = "title"},
	{"に関しては", "write は or については"},
	{"に関しまして", "write は or については"},
	{"並びに", "write と or および", not_after = {"の", "な", "左", "右", "横", "縦", "月", "町", "家", "歯"}},
	{"若しくは", "write または"},
	{"等", "write など, or list them all", before = {"の", "は", "を", "が", "に", "、"},
		not_before = {"に関する法", "に関する条例", "に関する規則", "に関する政令"},
		not_after = {"同", "均", "平", "対", "高", "初", "中", "上", "下", "特", "一", "二", "三", "優", "劣", "何", "我", "彼", "親", "勲",
			"減", "不", "相", "官"}},
	{"旨の", "write という", not_after = {"趣", "要", "論", "主", "本"}},
	{"模様です", "write とみられます, and who says so"},
	{"否定できません", "write おそれがあります"},
	{"否定できない", "write おそれがあります"},
	{"する必要があります", please, order = true},
	{"留意", "write 注意"},
	{"講じ", "write する: 対策をする"},
	{"看過できない", "write 放置すると危険な"},
	{"看過できません", "write 放置すると危険です"},
	{"喫緊", "write 急ぎ"},
	{"惹起", "write 引き起こす"},
	{"顕在化", "write 実際に起きる"},
	{"窃取", "write 盗む", general = true},
	{"詐取", "write だまし取る"},
	{"漏洩", "write 漏えい"},
	{"改竄", "write 改ざん"},
	{"励行", "write 続けて行う"},
	{"周知徹底", "write 知らせる"},
	{"別途", "leave it out, or name the document"},
	{"しかるべき", "name it"},
	{"然るべき", "name it"},
}

-- ないこともあります says no once, ないこともありません twice.
local negation = {}
for text in gmatch([[ないわけではな ないわけではありませ ないわけでもな ないわけでもありませ なくはな なくはありませ なくもな なくもありませ ないことはな
	ないことはありませ ないこともな ないこともありませ ないとは言え ないとはいえな ないとはいえませ ないとは言い切れ ないとは限ら ないとはかぎら
	ないではいられ ずにはいられ ないものでもな ざるを得な ざるを得ませ ざるをえな ざるをえませ ないはずがな ないはずはな ないはずがありませ
	ないはずはありませ]], "%S+") do
	negation[#negation + 1] = {text, "say it without negation: …ことがあります"}
end

local polite = {
	{"ございま", "write あります, ありません or です", not_after = {"ありがとう", "おめでとう"}},
	{"させていただ", "write します"},
	{"させて頂", "write します"},
	{"いただけますよう", please},
	{"いただきますよう", please},
	{"くださいますよう", please},
	{"下さいますよう", please},
	{"お願いいたします", please, not_after = {"しく"}},
	{"お願い致します", please, not_after = {"しく"}},
	{"お願い申し上げ", please, not_after = {"しく"}},
	{"ております", "write ています"},
	{"ておりません", "write ていません"},
	{"ておりました", "write ていました"},
	{"存じます", "leave it out, or write 思います", not_after = {"幸甚に", "幸いに", "幸いと"}},
	{"幸甚", "leave it out"},
	{"幸いに存じます", "leave it out"},
	{"幸いと存じます", "leave it out"},
	{"何卒", "leave it out"},
	{"なにとぞ", "leave it out"},
}

local version = "name the version: 2.0.5またはそれ以降"
local as_a_target = {"に更新", "にアップデート", "にし", "にバージョン", "へ", "で修正", "では修正", "で直", "を使って", "を使用して", "をお使い", "を適用", "を導入", "をインストール", "をダウンロード", "をご利用", "をご使用"}

-- 現在 only where it stands for the day of writing: not 現在の設定, not 2026年4月2日現在. 最近 only of events, 最新版 only as what
-- readers are told to use.
local moving = {
	{"現在", nil, not_after = {"日", "月", "年", "時", "分", "点", "）"},
		before = {"、", "は", "も", "まで", "のところ", "確認", "調査", "公開", "検討", "対応", "準備"}},
	{"最近", nil, before = {"、", "は", "では", "も", "になって", "の攻撃", "の事例", "の報告", "の被害", "確認", "発見", "報告", "公開", "見つか", "増え"}},
	{"本日", nil, not_before = {"のメッセージ"}},
	{"最新版", version, before = as_a_target},
	{"最新のバージョン", version, before = as_a_target},
	{"最新バージョン", version, before = as_a_target},
}
for text in gmatch("昨日 今日 明日 昨年 今年 来年 先週 今週 来週 先月 今月 来月 先日 先般 昨今 近日 近々 現時点", "%S+") do
	moving[#moving + 1] = {text}
end

local until_when, when = "say until when", "say when"

local ambiguous = {
	{"しばらく", "say how long", not_before = {"お待ち", "待", "して", "し、", "すると", "すれば", "経", "たっ", "たつ", "ぶり"}},
	{"当面", until_when},
	{"当分", until_when, before = {"の間", "、"}},
	{"とのことです", "say who says so"},
	{"追って", when, before = {"、", "連絡", "公開", "お知らせ", "掲載", "案内", "更新"}},
	{"順次", when, before = {"、", "公開", "提供", "対応", "リリース", "更新", "修正"}},
}

-- Behind a verb they help it, and are written in kana; where they are the verb itself, 水を下さい, kanji are right.
local helping = {"て", "んで", "いで", "ご確認", "ご連絡", "ご注意", "ご参照", "ご覧", "ご利用", "ご使用", "お待ち", "お使い", "お読み", "お問い合わせ", "お試し"}
local kana = {
	{"下さ", "write ください", after = helping},
	{"頂", "write いただ…", after = helping, before = {"く", "き", "け", "い", "こ"}},
}

local function begins_with(text, at, list)
	for _, s in ipairs(list) do
		if s == "" and at > #text or s ~= "" and sub(text, at, at + #s - 1) == s then return true end
	end
	return false
end

local function ends_with(text, last, list)
	for _, s in ipairs(list) do
		if last >= #s and sub(text, last - #s + 1, last) == s then return true end
	end
	return false
end

local function sentences(piece)
	piece.sentences = piece.sentences or prose.sentences(piece, "ja")
	return piece.sentences
end

-- Whether the sentence that holds this byte asks somebody else, or names a condition: 攻撃者は…する必要があります, …するには…. A は that
-- stands behind 場合 and the like names nobody.
local function is_no_order(piece, at)
	local list = sentences(piece)
	for i, to in ipairs(list.to) do
		if at <= to then
			local sentence = sub(piece.text, list.from[i], to)
			for _, text in ipairs{"場合は", "後は", "際は", "ときは", "時は", "または", "あるいは", "まずは", "では"} do sentence = gsub(sentence, text, "") end
			return find(sentence, "は", 1, true) ~= nil or find(sentence, "者が", 1, true) ~= nil or find(sentence, "攻撃", 1, true) ~= nil
		end
	end
	return false
end

local function applies(piece, w, s, e)
	local text = piece.text
	if w.general and not general or w.not_in == piece.kind then return false end
	if w.before and not begins_with(text, e + 1, w.before) or w.not_before and begins_with(text, e + 1, w.not_before) or
		w.after and not ends_with(text, s - 1, w.after) or w.not_after and ends_with(text, s - 1, w.not_after) or w.order and is_no_order(piece, s) then
		return false
	end
	return not prose.named(text, s, e, names)
end

local function fixed_strings(piece, list, code, message, hint)
	local text = piece.text
	for _, w in ipairs(list) do
		local s, e = find(text, w[1], 1, true)
		while s do
			if applies(piece, w, s, e) then report(piece, s, code, message:format(w[1]), w[2] or hint) end
			s, e = find(text, w[1], e + 1, true)
		end
	end
end

-- Styles --------------------------------------------------------------------------

local polite_ends = {"です", "ます", "ません", "でした", "ました", "ください", "下さい", "でしょう", "ましょう", "ですか", "ますか", "ませんか"}
local plain_ends = {"る", "た", "だ", "ない", "たい", "だろう", "であろう", "行う", "使う", "示す", "防ぐ", "含む", "及ぶ"}
local neither = {"かた", "なた", "まだ", "また", "あした"}

local styles -- of each, how many sentences and where the first three are

local function add_style(piece, at, name)
	local style = styles[name]
	style.count = style.count + 1
	if style.count <= 3 then style[style.count] = {piece, at} end
end

-- Only what ends in 。 has a style: no heading, no cell of a table; and lists may have their own.
local function sort_styles(piece)
	if piece.kind ~= "Paragraph" and piece.kind ~= "summary" or piece.listed then return end
	local list = sentences(piece)
	for i, to in ipairs(list.to) do
		local last = to - 3
		local whole = sub(piece.text, last + 1, to) == "。"
		if whole and ends_with(piece.text, last, polite_ends) then
			add_style(piece, list.from[i], "polite")
		elseif whole and ends_with(piece.text, last, plain_ends) and not ends_with(piece.text, last, neither) then
			add_style(piece, list.from[i], "plain")
		end
	end
end

local function report_styles()
	local few, many, name, other = styles.plain, styles.polite, "だ・である", "です・ます"
	if few.count > many.count then few, many, name, other = many, few, other, name end
	for _, place in ipairs(few) do
		report(place[1], place[2], "ja-mixed-style", ("a sentence in %s among %d in %s"):format(name, many.count, other),
			"end it in " .. other)
		if many.count == 0 then break end
	end
end

-- Loan words ------------------------------------------------------------------------

local loan_words = {} -- whose final ー comes and goes; without it
for w in gmatch([[サーバ ユーザ コンピュータ ブラウザ ルータ ベンダ プロバイダ フォルダ ヘッダ パラメータ フィルタ ドライバ プリンタ モニタ
	インストーラ アダプタ エディタ マネージャ パーサ コンパイラ デバッガ スキャナ コンテナ ポインタ メーカ センタ ハンドラ ローダ]], "%S+") do
	loan_words[#loan_words + 1] = w
end

local spellings -- of each word: {long = count, short = its first place without ー}

local function add_spelling(piece, from, last)
	local run = sub(piece.text, from, last)
	local long = sub(run, -3) == "ー"
	local stem = long and sub(run, 1, -4) or run
	for _, word in ipairs(loan_words) do
		if sub(stem, -#word) == word and not prose.named(piece.text, from, last, names) then
			local seen = spellings[word] or {long = 0}
			spellings[word] = seen
			if long then seen.long = seen.long + 1 else seen.short = seen.short or {piece, from, run} end
		end
	end
end

-- Looks at each run of katakana and ー; ・ parts them.
local function sort_spellings(piece)
	local text = piece.text
	local at = find(text, "\xE3[\x82\x83]")
	while at do
		local from = at
		while find(text, "^\xE3\x82[\xA1-\xBF]", at) or find(text, "^\xE3\x83[\x80-\xBA\xBC]", at) do at = at + 3 end
		if at - from >= 9 then add_spelling(piece, from, at - 1) end
		at = find(text, "\xE3[\x82\x83]", at > from and at or at + 3)
	end
end

local function report_spellings()
	for word, seen in pairs(spellings) do
		if seen.short and seen.long > 0 then
			local piece, at, run = seen.short[1], seen.short[2], seen.short[3]
			report(piece, at, "ja-long-vowel", ("%s here, %sー elsewhere in this text"):format(prose.shown(run), word),
				"write " .. word .. "ー")
		end
	end
end

-- Kanji -------------------------------------------------------------------------------

-- 脆弱性 is this field's own word, 洩 竄 惹 stand in words that are reported as hard, and the old forms in names of people.
local excused = {}
for c in gmatch("脆洩竄惹澤齋齊髙邊邉濱廣國櫻嶋嶌眞惠壽榮龍瀧彌淵", "[\xE4-\xE9][\x80-\xBF][\x80-\xBF]") do excused[c] = true end

local seen_kanji

-- Whether a reading in hiragana stands in brackets behind the word that goes on at this byte.
local function has_reading(text, at)
	while find(text, "^[\xE4-\xE9][\x80-\xBF]", at) or find(text, "^\xE3\x81", at) or find(text, "^\xE3\x82[\x80-\x9F]", at) do
		at = at + 3
	end
	local inside = match(text, "^（([^）]+)）", at)
	return inside ~= nil and find(inside, "^[\xE3\x80-\xBF]+$") ~= nil
end

local one_kanji = "^[\xE3-\xE9\xF0][\x80-\xBF]+"

-- The end of the run of rare kanji that goes on at this byte; all of them count as seen.
local function end_of_rare(text, at)
	local _, last = find(text, one_kanji, at)
	local c = last and sub(text, at, last)
	while c and #c >= 3 and not find(c, "^\xE3[\x80-\x8F]") and not joyo.has(c) do
		seen_kanji[c] = true
		at = last + 1
		_, last = find(text, one_kanji, at)
		c = last and sub(text, at, last)
	end
	return at
end

local function rare_kanji(piece, pattern)
	local text, done = piece.text, 0
	for at, c, behind in gmatch(text, pattern) do
		if not seen_kanji[c] and at >= done then
			if joyo.has(c) or excused[c] then
				seen_kanji[c] = true
			elseif not prose.named(text, at, behind - 1, names) then
				done = end_of_rare(text, at)
				if not has_reading(text, behind) then
					report(piece, at, "ja-kanji", ("%s is beyond the 常用漢字表"):format(prose.shown(sub(text, at, done - 1))),
						"write it in kana, or give its reading behind the word: …（…）")
				end
			end
		end
	end
end

local function kanji(piece)
	rare_kanji(piece, "()([\xE4-\xE9][\x80-\xBF][\x80-\xBF])()")
	if find(piece.text, "[\xE3\xF0][\x90-\xBF]") then
		rare_kanji(piece, "()(\xE3[\x90-\xBF][\x80-\xBF])()")
		rare_kanji(piece, "()(\xF0[\xA0-\xBF][\x80-\xBF][\x80-\xBF])()")
	end
end

local function see(piece)
	fixed_strings(piece, hard, "ja-hard-word", "%s is hard to read")
	fixed_strings(piece, negation, "ja-double-negation", "%s… says no twice")
	fixed_strings(piece, polite, "ja-over-polite", "…%s is too polite")
	fixed_strings(piece, moving, "ja-moving-word", "%s means another day for each reader", "give the date: 2026年4月2日時点")
	fixed_strings(piece, ambiguous, "ja-ambiguous", "%s leaves the reader asking")
	fixed_strings(piece, kana, "ja-kana", "%s behind a verb is written in kana")
	sort_styles(piece)
	sort_spellings(piece)
	kanji(piece)
end

local lint = prose.handlers(see)
lint.api, lint.name, lint.languages = 1, "wording-ja", {"ja"}
lint.rules = {
	["ja-hard-word"] = {severity = "note"},
	["ja-double-negation"] = {severity = "note"},
	["ja-over-polite"] = {severity = "note"},
	["ja-moving-word"] = {severity = "note"},
	["ja-ambiguous"] = {severity = "note"},
	["ja-kana"] = {severity = "note"},
	["ja-mixed-style"] = {severity = "note"},
	["ja-long-vowel"] = {severity = "note"},
	["ja-kanji"] = {severity = "note"},
}

local begin = lint.begin
function lint.begin(document)
	report, general = prose.reporter(shirase.report, prose.severity(advisory)), prose.is_for(advisory, "general")
	names = prose.names(advisory, glossary, "ja")
	styles, spellings, seen_kanji = {polite = {count = 0}, plain = {count = 0}}, {}, {}
	begin(document)
end

function lint.finish()
	report_styles()
	report_spellings()
end

return lint
