-- 日本語: every word that the site says. What each entry is for: en.lua.
-- 「です・ます」で書き、日本語と英数字の間に空白を入れない。見出しと項目名に句点は付けない。

local weekdays = {[0] = "日", "月", "火", "水", "木", "金", "土"}
local zones = {["Asia/Tokyo"] = "日本時間"}

local function number(n)
	local digits = tostring(n)
	local grouped, count = digits:gsub("^(-?%d+)(%d%d%d)", "%1,%2")
	while count > 0 do
		grouped, count = grouped:gsub("^(-?%d+)(%d%d%d)", "%1,%2")
	end
	return grouped
end

local function revision(n)
	return n == 1 and "初版" or "第" .. n .. "版"
end

local function date(t)
	return t.year .. "年" .. t.month .. "月" .. t.day .. "日（" .. weekdays[t.weekday] .. "）"
end

local function zone(t)
	local minutes = math.abs(t.offset) // 60
	local sign = t.offset < 0 and "-" or "+"
	return zones[t.zone] or "UTC" .. sign .. minutes // 60 .. (minutes % 60 > 0 and (":%02d"):format(minutes % 60) or "")
end

local function moment(t, name)
	return date(t) .. ("%02d:%02d "):format(t.hour, t.minute) .. name
end

return {
	api = 1,
	name = "日本語",
	readings = true,

	plural = function() return "other" end,
	number = number,
	revision = revision,

	status = function(status, r)
		local words = {draft = "草案版", interim = "暫定版", final = "最終版"}
		local word = words[status] or status
		return r > 1 and word .. "（更新・" .. revision(r) .. "）" or word
	end,

	instant = function(there, utc)
		if there.zone == "UTC" then return moment(utc, "UTC") end
		return moment(there, zone(there)) .. "（" .. moment(utc, "UTC") .. "）"
	end,

	day = function(_, utc) return date(utc) end,

	range = function(r)
		if type(r) == "string" then return r end
		if r.all then return "すべてのバージョン" end
		if r.unknown then return "調査中" end
		if r.eq then return r.eq .. "のみ" end
		if r.ge and r.le then return r.ge .. "から" .. r.le .. "まで" end
		if r.ge and r.lt then return r.ge .. "以降、" .. r.lt .. "より前" end
		if r.gt and r.le then return r.gt .. "より後、" .. r.le .. "まで" end
		if r.gt and r.lt then return r.gt .. "より後、" .. r.lt .. "より前" end
		if r.ge then return r.ge .. "およびそれ以降" end
		if r.gt then return r.gt .. "より後" end
		if r.le then return r.le .. "およびそれ以前" end
		if r.lt then return r.lt .. "より前" end
		error("a version range without a bound")
	end,

	enumerate = function(list) return table.concat(list, "、") end,
	either = function(list) return table.concat(list, "、または") end,

	none_answers = {"なし", "該当なし", "ありません", "特になし", "該当しません"},
	open_answers = {"調査中", "調査中です"},

	words = {
		-- Getting about
		["nav.skip"] = "本文へ移動",
		["nav.home"] = "トップ",
		["nav.latest"] = "最新のセキュリティ情報",
		["nav.by_year"] = "年別の一覧",
		["nav.products"] = "製品別の一覧",
		["nav.withdrawn"] = "取り下げた情報",
		["nav.glossary"] = "用語集",
		["nav.about"] = "このサイトについて",
		["nav.feeds"] = "更新情報の配信",
		["nav.keys"] = "署名鍵",
		["nav.here"] = "現在の位置",
		["nav.site"] = "サイト内の移動",
		["nav.history"] = "公開と更新の記録",

		-- The site, its front and its footer
		["site.what"] = "セキュリティ情報",
		["front.intro"] = "ソフトウェアや機器の脆弱性とその対策、被害を防ぐための注意喚起を掲載しています。",
		["foot.contact"] = "お問い合わせ",
		["foot.built"] = "コミット{commit}から作成",
		["foot.serial"] = "公開番号{n}",
		["foot.updated"] = "サイトの最終更新日時",

		-- Languages
		["meta.locale"] = "ja_JP",
		["lang.choose"] = "言語を選んでください",
		["lang.read_in"] = "{language}で読む",
		["lang.only"] = "{language}のみ",
		["lang.missing"] = "この情報の日本語版はありません。{language}版を掲載しています。",
		["lang.translated"] = "{language}の原文を翻訳したものです。内容が異なる場合は原文が優先します。",
		["lang.missing_revision"] = "{revision}の日本語版はありません。{language}版を掲載しています。",
		["lang.nowhere"] = "この版の本文は、このサイトで掲載を終了した言語で書かれています。",

		-- Lists; page.* pages of one and free pages
		["list.count"] = "{n}件",
		["list.empty"] = "公開している情報はまだありません。",
		["list.none_withdrawn"] = "取り下げた情報はありません。",
		["list.withdrawn_on"] = "取り下げ日",
		["list.published_on"] = "公開日",
		["list.updated_on"] = "更新日",
		["list.year"] = "{year}年",
		["list.dates"] = "一覧の日付はUTC（協定世界時）です。",
		["list.narrow"] = "一覧の絞り込み",
		["list.all"] = "すべて",
		["list.shown"] = "表示している件数：",
		["list.newest"] = "全{total}件のうち、新しい{n}件を表示しています。",
		["list.languages"] = "この情報を読める言語",
		["list.withdrawn_intro"] = "公開した後に取り下げた情報です。記録として残しています。対策の判断に使わないでください。",
		["list.stale"] = "{revision}の翻訳（未更新）",
		["page.prev"] = "前のページ",
		["page.next"] = "次のページ",
		["page.of"] = "全{total}ページ中の{page}ページ目",
		["page.only_in"] = "このページは{language}でのみ読めます。",

		-- An advisory: facts and headings
		["adv.id"] = "識別番号",
		["adv.status"] = "文書の状態",
		["adv.published"] = "公開日時",
		["adv.updated"] = "最終更新日時",
		["adv.revision"] = "第{n}版",
		["adv.first_revision"] = "初版",
		["adv.audience"] = "対象読者",
		["adv.severity"] = "深刻度",
		["adv.exploitation"] = "悪用の状況",
		["adv.affected"] = "影響を受けるバージョン",
		["adv.fixed"] = "修正済みバージョン",
		["adv.no_fix_yet"] = "修正版はまだ提供されていません",
		["adv.no_fix_planned"] = "修正版が提供される予定はありません",
		["adv.unaffected"] = "影響を受けないバージョン",
		["adv.as_of"] = "{date}時点",
		["adv.toc"] = "この文書の内容",
		["adv.indicators"] = "侵害の痕跡（IoC）",
		["adv.defanged"] = "誤って開かないように、URLなどの一部を書き換えて表示しています。",
		["adv.not_rated"] = "未評価",
		["adv.glance"] = "要点",
		["adv.product"] = "製品",
		["adv.products"] = "対象の製品",
		["adv.terms"] = "この文書の用語",
		["adv.attachments"] = "添付ファイル",
		["adv.vulnerabilities"] = "脆弱性の一覧",
		["adv.vulnerability"] = "{n}番目の脆弱性",
		["adv.references"] = "参考情報",
		["adv.references_list"] = "参考情報の一覧",
		["adv.reference"] = "［{kind}］",
		["adv.published_before"] = "この記録が始まる前に公開した情報です。",
		["adv.next_update"] = "次回更新の予定：{date}",
		["adv.more"] = "そのほかの情報",
		["adv.kind"] = "種別",
		["adv.jump"] = "対策と確認方法への移動",
		["adv.indicator_type"] = "種類",
		["adv.indicator_value"] = "値",
		["adv.indicator_note"] = "備考",
		["adv.fix"] = "修正版の提供状況",
		["adv.bounds"] = "「から」「まで」「以降」「およびそれ以前」は、その番号を含みます。「より前」「より後」は含みません。",
		["adv.action"] = "必要な対応",
		["severity.unrated"] = "未評価",
		["file.size"] = "{n}KB",

		-- What must be seen first; tag.*: the same in a word
		["banner.exercise"] = "これは演習のための架空の情報です。実際の脆弱性や被害ではありません。",
		["banner.demo"] = "このサイトは見本です。組織、製品、脆弱性はすべて架空のもので、署名鍵は何も証明しません。",
		["banner.unsigned"] = "このサイトには署名がありません。内容が書き換えられていないことを確かめられません。",
		["banner.interim"] = "暫定版です。調査中の項目があり、内容が変わることがあります。",
		["banner.draft"] = "公開前の草案です。転送や引用をしないでください。",
		["banner.preview"] = "確認用の表示です。公開している内容とは異なることがあります。",
		["banner.superseded"] = "これは{revision}です。最新は{latest}です。",
		["banner.superseded_by"] = "この版は、{date}に{revision}へ更新しました。",
		["banner.current_link"] = "最新の版を見る",
		["banner.withdrawn"] = "この情報は{date}に取り下げました。対策の判断に使わないでください。",
		["banner.reason"] = "取り下げの理由：{reason}",
		["banner.replaced_by"] = "代わりに{id}をご覧ください。",
		["banner.redacted"] = "この版の本文は、公開を取りやめました。",
		["banner.redacted_reason"] = "理由：{reason}",
		["banner.tombstone"] = "現在有効な本文はありません。取り下げる前の版は、記録として残しています。",
		["banner.text_below"] = "取り下げた情報の本文を表示する",
		["banner.reinstated"] = "この情報は{date}に再公開しました。",
		["banner.reinstated_from"] = "この情報は{date}にいったん取り下げました。取り下げの理由：{reason}",
		["banner.stale"] = "この日本語版は{revision}の翻訳です。原文は{latest}に更新されています。",
		["banner.stale_past"] = "この日本語版は{revision}の翻訳です。{latest}の原文は反映していません。",
		["banner.stale_facts"] = "対象のバージョン、深刻度、取り下げの有無は、最新の原文に合わせて表示しています。",
		["banner.stale_past_facts"] = "対象のバージョンと深刻度は、{latest}の原文に合わせて表示しています。",
		["banner.exercise_site"] = "このサイトには演習の情報があります。演習の情報はすべて架空のものです。",
		["banner.drafts_site"] = "公開前の草案を含む、確認用のサイトです。転送や引用をしないでください。",
		["tag.exercise"] = "演習",
		["tag.draft"] = "草案",
		["tag.unsigned"] = "署名なし",
		["tag.demo"] = "見本",
		["tag.superseded"] = "過去の版",
		["tag.stale"] = "翻訳が未更新",

		-- Before titles
		["prefix.exercise"] = "【演習】",
		["prefix.withdrawn"] = "【取り下げ】",
		["prefix.updated"] = "【更新】",

		-- History of an advisory
		["hist.title"] = "更新履歴",
		["hist.none"] = "公開後の更新はありません。",
		["hist.beside"] = "ここには、この版と前後の版の履歴だけを示しています。",
		["hist.whole"] = "すべての更新履歴を見る",
		["hist.view"] = "{revision}を見る",
		["hist.diff"] = "{revision}からの変更点",
		["hist.diff_within"] = "{revision}の公開後の変更点",
		["hist.added"] = "追加",
		["hist.removed"] = "削除",
		["hist.same"] = "（変更のない部分は省略）",
		["hist.changed"] = "変更した項目：{keys}",
		["hist.editorial_said"] = "発行者が字句の修正としています。",
		["hist.editorial_bulk"] = "多数の情報の本文を、一度に修正したものです。",
		["hist.amended"] = "この説明は{date}に改めました。",
		["hist.redacted"] = "公開を取りやめた版：{revisions}",
		["hist.redacted_all"] = "公開を取りやめた版：すべての版",
		["hist.in_language"] = "{event}（{language}）",
		["hist.translates"] = "{revision}の翻訳",

		-- What facts changed: change.* are lines, and the words in them
		["change.became"] = "{label}：{before} → {after}",
		["change.added"] = "{label}の追加：{value}",
		["change.removed"] = "{label}の削除：{value}",
		["change.added_count"] = "{label}の追加（{n}件）：{value}",
		["change.removed_count"] = "{label}の削除（{n}件）：{value}",
		["change.replaced"] = "{label}の差し替え：{value}",
		["change.changed"] = "{label}の変更",
		["change.elsewhere"] = "{label}の変更（ほかの言語での表記）",
		["change.reordered"] = "{label}の並び順の変更",
		["change.rest"] = "{label}：ほか{n}件の変更",
		["change.more"] = "ほか{n}件",
		["change.of"] = "{label}（{name}）",
		["change.for"] = "{kind}、{products}",
		["change.ordinal"] = "{n}番目",
		["change.unstated"] = "記載なし",
		["change.no_product"] = "該当なし",
		-- What the lines are about, beside labels.fact and adv.*
		["change.supersedes"] = "置き換え元",
		["change.vendor"] = "製品開発者",
		["change.name"] = "製品の略称",
		["change.type"] = "製品の種類",
		["change.scheme"] = "バージョンの表記方式",
		["change.purl"] = "パッケージURL（purl）",
		["change.cpe"] = "CPE",
		["change.vulnerability"] = "脆弱性",
		["change.vulnerability_title"] = "脆弱性の名称",
		["change.discovered"] = "発見日",
		["change.disclosed"] = "公表日",
		["change.remediation"] = "対策",
		["change.remediation_kind"] = "対策の種類",
		["change.remediation_products"] = "対策の対象製品",
		["change.remediation_details"] = "対策の内容",
		["change.remediation_url"] = "対策のURL",
		["change.indicator_type"] = "侵害の痕跡の種類",
		["change.indicator_note"] = "侵害の痕跡の備考",
		["change.reference_title"] = "参考情報の表題",
		["change.reference_url"] = "参考情報のURL",
		["change.reference_kind"] = "参考情報の種類",

		-- The page with all events
		["history.count"] = "{n}件",
		["history.title"] = "公開と更新の記録",
		["history.intro"] = "このサイトでの公開、更新、取り下げを、新しいものから並べています。記録を消すことはありません。",

		-- The page of what a revision changed
		["changes.title"] = "{revision}の変更点",
		["changes.intro"] = "{previous}から{revision}までの変更点を、古いものから順に示します。",
		["changes.intro_first"] = "{revision}を公開した後の変更点を、古いものから順に示します。",
		["changes.legend_added"] = "追加した部分",
		["changes.legend_removed"] = "削除した部分",
		["changes.legend"] = "印の見方",
		["changes.facts"] = "変更した項目",
		["changes.fact"] = "項目",
		["changes.before"] = "変更前",
		["changes.after"] = "変更後",
		["changes.nothing"] = "（記載なし）",
		["changes.first"] = "日本語版を初めて公開しました。",
		["changes.missing"] = "{revision}には日本語版がありません。本文の変更点は{language}版で読めます。",
		["changes.elsewhere"] = "{language}版の変更点を見る：{keys}",
		["changes.redacted"] = "変更前か変更後の版が非公開のため、変更点は表示しません。",
		["changes.same"] = "表示される内容に変わりはありません。",
		["changes.none"] = "この版では、日本語版に変更はありません。",
		["changes.previous"] = "前の変更点（{revision}）",
		["changes.next"] = "次の変更点（{revision}）",
		["changes.nav"] = "ほかの版への移動",
		["changes.around"] = "前後の変更点",
		["changes.withdrawal"] = "取り下げの説明",

		-- The file behind a revision
		["document.title"] = "この版のファイル",
		["document.path"] = "ファイル",
		["document.sha256"] = "ファイルのSHA-256ハッシュ値",
		["document.commit"] = "このファイルを公開したコミット",
		["document.signed"] = "コミットの署名",
		["document.how"] = "リポジトリの写し（クローン）で次のコマンドを実行すると、同じハッシュ値が表示されます。",

		-- History that was rewritten
		["rewrites.title"] = "公開済みの履歴の書き換え",
		["rewrites.intro"] = "公開済みの履歴を、次の理由で書き換えました。この記録は消しません。",
		["rewrites.from"] = "書き換え前のコミット",
		["rewrites.to"] = "書き換え後のコミット",
		["rewrites.time"] = "書き換えた時点での最新の公開",
		["rewrites.reason"] = "理由",

		-- Permanent links
		["perma.advisory"] = "この情報の固定リンク",
		["perma.revision"] = "この版の固定リンク",
		["perma.languages"] = "この情報は次の言語で読めます。",

		-- Signatures and keys
		["sig.signed_by"] = "{name}の鍵で署名しています。",
		["sig.none"] = "この文書には署名がありません。",
		["sig.fingerprint"] = "鍵のフィンガープリント",
		["sig.committer"] = "公開者の署名：{name}",
		["sig.committer_platform"] = "公開者が署名した内容を、ホスティングサービスの鍵（{name}）で取り込みました。",
		["sig.committer_squashed"] = "ホスティングサービス（{name}）の署名です。公開者自身の署名はありません。",
		["sig.committer_none"] = "公開者の署名はありません。",
		["sig.committer_stranger"] = "署名はありますが、登録された公開者の鍵によるものではありません。",
		["sig.committer_bad"] = "署名が正しくありません。",
		["sig.committer_ssh"] = "SSHまたはX.509による署名です。このサイトでは確かめていません。",
		["sig.committer_before"] = "公開者の署名を確かめ始める前の記録です。",
		["sig.none_site"] = "このサイトには署名がありません。",
		["key.current"] = "現在の署名鍵",
		["key.past"] = "過去の署名鍵",
		["key.expires"] = "有効期限：{date}",

		-- The page that tells how to verify
		["verify.title"] = "署名の確かめ方",
		["verify.intro"] = "このサイトの文書を発行者が書いたこと、途中で書き換えられていないことを、次の手順で確かめられます。",
		["verify.key"] = "さらに、フィンガープリントを、このサイト以外の手段（印刷物や電話など）でも確かめてください。",
		["verify.run"] = "次のコマンドを実行してください。「正しい署名」（Good signature）と表示され、フィンガープリントが一致すれば、確認は完了です。",
		["verify.site"] = "サイト全体を確かめるには、SHA256SUMSの署名を確かめてから、ハッシュ値を照合してください。",
		["verify.warning"] = "「この鍵は信用できる署名で証明されていません」という警告は、お使いの環境で鍵をまだ信用済みにしていないという意味です。フィンガープリントが一致すれば問題ありません。",
		["verify.bad"] = "「不正な署名」（BAD signature）と表示された文書は使わず、連絡先にお知らせください。",
		["verify.how"] = "署名の確かめ方を詳しく見る",
		["verify.commit"] = "コミット",
		["verify.serial"] = "公開番号",
		["verify.time"] = "初めての方でも10分ほどで終わります。",
		["verify.text_sha256"] = "テキスト版のSHA-256ハッシュ値",
		["verify.advisory"] = "署名付きテキスト版をダウンロードし、保存したフォルダーで次のコマンドを実行してください。",
		["verify.run_short"] = "「正しい署名」（Good signature）と表示され、フィンガープリントが一致すれば、書き換えられていません。",
		["verify.past"] = "版ごとのページには、個別の署名がありません。サイト全体の署名で確かめられます。",
		["verify.step_program"] = "確認用のプログラムを用意する",
		["verify.step_program_text"] = "GnuPG（gpg）という無料のプログラムを使います。",
		["verify.on_linux"] = "多くの環境に初めから入っています。ない場合は、パッケージgnupgをインストールしてください。",
		["verify.on_mac"] = "GPG Suite（gpgtools.org）をインストールするか、Homebrewで「brew install gnupg」を実行してください。",
		["verify.on_windows"] = "Gpg4win（gpg4win.org）をインストールしてください。一緒にインストールされるKleopatraのウィンドウに、保存したファイルをドラッグして確かめることもできます。",
		["verify.terminal"] = "ターミナル（WindowsではPowerShell）を開き、次のコマンドを実行してください。バージョンの番号が表示されれば、準備は完了です。",
		["verify.step_key"] = "署名鍵を取り込む",
		["verify.step_key_get"] = "署名鍵をダウンロードし、保存したフォルダーで次のコマンドを実行してください。",
		["verify.step_key_compare"] = "表示されたフィンガープリントが、このページのものと一致することを確かめてください。",
		["verify.step_text"] = "文書を一つ確かめる",
		["verify.step_text_get"] = "確かめたい情報の署名付きテキスト版をダウンロードしてください。次は一例です。",
		["verify.good_title"] = "正しい署名の表示",
		["verify.good_output"] = "gpg: \"{user}\"からの正しい署名 [不明の]\ngpg: *警告*: この鍵は信用できる署名で証明されていません!\n主鍵フィンガープリント: {fingerprint}",
		["verify.good_text"] = "フィンガープリントが一致すれば、発行者が書いたままの文書です。",
		["verify.bad_title"] = "不正な署名の表示",
		["verify.bad_output"] = "gpg: \"{user}\"からの*不正な*署名",
		["verify.bad_revoked"] = "鍵または副鍵が「失効」している（has been revoked）と警告された文書も使わず、連絡先にお知らせください。",
		["verify.bad_expired"] = "鍵が「期限切れ」（has expired）と表示された場合は、署名鍵をもう一度取り込んでください。期限を延ばした鍵を、このサイトで公開しています。",
		["verify.bad_other"] = "「公開鍵がありません」（No public key）と表示された場合は、署名鍵を取り込んでから、もう一度実行してください。",
		["verify.extract"] = "署名を確かめた部分だけを取り出すには、次のコマンドを実行してください。署名した部分の前後に書き足された文は含まれません。",
		["verify.step_data"] = "CSAF文書を確かめる",
		["verify.step_data_get"] = "CSAF文書はプログラムで読むための文書です。署名とハッシュ値は、文書ごとに別のファイルで公開しています。次の例のように三つのファイルをダウンロードし、保存したフォルダーで次のコマンドを実行してください。",
		["verify.step_data_result"] = "一つ目のコマンドで「正しい署名」（Good signature）と表示され、フィンガープリントが一致し、二つ目のコマンドで「完了」（OK）と表示されれば、発行者が書いたままの文書です。",
		["verify.security"] = "脆弱性の報告先を示すsecurity.txtには、ファイルの中に署名があります。ダウンロードして、次のコマンドを実行してください。",
		["verify.step_site"] = "サイト全体を確かめる",
		["verify.site_copy"] = "次のコマンドは、サイトの写しを保存したフォルダーで実行してください。",
		["verify.site_mac"] = "macOSでは、二つ目のコマンドの代わりに次のコマンドを実行してください。",
		["verify.site_windows"] = "Windowsでは、二つ目のコマンドの代わりに、PowerShellで次のコマンドを実行してください。",
		["verify.site_result"] = "何も表示されないか、「完了」（OK）だけが表示されれば、すべてのファイルが一致しています。「失敗」（FAILED）と表示されたファイルは使わず、連絡先にお知らせください。",
		["verify.limits_title"] = "署名では分からないこと",
		["verify.limits_added"] = "サイトに付け加えられたファイルは、sha256sumでは見つかりません。SHA256SUMSに載っているファイルだけを信頼してください。",
		["verify.limits_old"] = "古い写しを丸ごと見せられても、署名は正しいままです。次の日時と公開番号を、別の手段で得たものと比べてください。",
		["verify.limits_gone"] = "サイトへの接続を妨げられたことや、サイトが消されたことは、署名では分かりません。",
		["verify.limits_true"] = "署名は、誰が書いたかを示します。内容が正しいかどうかは示しません。",
		["verify.limits_key"] = "署名鍵が盗まれると、偽の文書にも正しい署名が付きます。署名鍵を変更した場合は、このサイトと別の手段でお知らせします。",

		-- Feeds
		["listing.title"] = "CSAFのファイル一覧",
		["feed.intro"] = "次のURLをフィードリーダーに登録すると、更新を受け取れます。",
		["feed.all"] = "すべて",
		["feed.new"] = "新しい情報のみ",
		["feed.updates"] = "更新のみ",
		["feed.withdrawals"] = "取り下げのみ",
		["feed.json"] = "すべて（JSON Feed）",
		["feed.jvnrss"] = "すべて（JVNRSS）",
		["feed.of"] = "「{name}」の更新情報のフィード（Atom）",
		["feed.none"] = "このサイトでは、フィードを配信していません。",
		["feed.group_general"] = "フィードリーダーで読む方へ",
		["feed.for_general"] = "新しいものから最大100件を全文で載せています。形式はAtomです。",
		["feed.for_past"] = "「すべて」のフィードからは、過去の公開、更新、取り下げをすべてさかのぼれます（RFC 5005）。対応しているフィードリーダーは、自動で読み込みます。",
		["feed.group_severity"] = "深刻度ごと",
		["feed.for_severity"] = "急いで対応する必要のある情報だけを受け取りたい場合などに使います。新しいものから最大100件の要点を載せています。形式はAtomです。",
		["feed.group_year"] = "公開した年ごと",
		["feed.for_year"] = "ある年に公開した情報の、その後の更新を受け取りたい場合に使います。新しいものから最大100件の要点を載せています。形式はAtomです。",
		["feed.group_product"] = "製品ごと",
		["feed.for_product"] = "お使いの製品の情報だけを受け取りたい場合は、その製品のページにあるフィードを登録してください。",
		["feed.group_json"] = "プログラムで処理する方へ",
		["feed.for_json"] = "JSONを扱うプログラム向けです。内容は「すべて」と同じで、識別番号、深刻度、版などを値として含みます。形式はJSON Feedです。",
		["feed.group_jvnrss"] = "脆弱性管理ツールをお使いの方へ",
		["feed.for_jvnrss"] = "JVN（Japan Vulnerability Notes）の形式に対応したツール向けです。CVE、CWE、CPE、CVSSの値を含みます。形式はJVNRSS（RSS 1.0）です。",

		-- Files of an advisory
		["data.title"] = "プログラム用のデータ",
		["data.intro"] = "この情報の内容を、プログラムで処理できる形式で提供しています。SHA-256ハッシュ値で、このページが指すファイルと同じものかどうかを確認できます。",
		["data.csaf"] = "CSAF 2.0",
		["data.csaf_for"] = "使用している製品とセキュリティ情報を照合するツールのための形式です。",
		["data.osv"] = "OSV",
		["data.osv_for"] = "ソフトウェアに含まれる脆弱なパッケージを調べるツールのための形式です。",
		["data.iodef"] = "IODEF v2",
		["data.iodef_for"] = "CSIRTなどの組織が、インシデントの情報を自動で交換するための形式です。",
		["data.stix"] = "STIX 2.1",
		["data.stix_for"] = "侵害の痕跡などの脅威情報を集めるシステムのための形式です。",
		["data.all"] = "このサイトのすべての情報を、プログラムで処理できる形式で提供しています。情報ごとのデータは、それぞれのページの末尾にあります。",
		["data.indicators"] = "侵害の痕跡（CSV）",
		["data.indicators_for"] = "攻撃の痕跡をログなどから探すツールのための一覧です。値は無害化していません。",
		["data.archive"] = "すべての情報の索引（JSON）",
		["data.archive_for"] = "すべての情報とその版を調べるプログラムのための索引です。",
		["data.changes"] = "変更の記録（JSON）",
		["data.changes_for"] = "手元の索引を、新しい分だけ読み込んで最新に保つプログラムのための記録です。",
		["data.signature"] = "署名",
		["data.text"] = "テキスト版",
		["data.signed_text"] = "署名付きテキスト版",

		-- CSAF文書だけで使うもの
		["csaf.self"] = "この文書（CSAF）",
		["csaf.original"] = "原文",
		["csaf.page"] = "ウェブページ",
		["csaf.archive"] = "すべての情報の索引（archive.json）",
		["csaf.all_versions"] = "すべてのバージョン",
		["csaf.configured"] = "発行者またはサイトに関する設定を変更しました。この文書が伝える内容は変わりません。",
		["csaf.mechanical"] = "書式だけを変更しました。内容は変わりません。",
		["csaf.amended"] = "以前の版の変更内容の説明を改めました。",
		["csaf.withdrawn"] = "この情報は取り下げました。判断の根拠にしないでください。",
		["csaf.reasoning"] = "取り下げの理由",
		["csaf.removed"] = "この翻訳は公開を取りやめました。{id}の原文をご覧ください。",
		["csaf.moved"] = "この言語の文書が原文になりました。{id}のCSAF文書をご覧ください。",
		["csaf.stale"] = "この翻訳は、原文の最新の版を反映していません。",

		-- Glossary
		["glossary.intro"] = "このサイトで使う用語の説明です。",
		["glossary.reading"] = "（{reading}）",
		["glossary.also"] = "ほかの言い方：{terms}",

		-- Search
		["search.label"] = "セキュリティ情報を検索",
		["search.hint"] = "製品名、CVE番号、語句",
		["search.results"] = "「{query}」の検索結果：{n}件",
		["search.none"] = "「{query}」に一致する情報はありません。別の語句か、製品名の一部でお試しください。",
		["search.nojs"] = "検索にはJavaScriptが必要です。年別や製品別の一覧もご利用ください。",

		-- Errors
		["error.not_found"] = "ページが見つかりません。公開済みの情報を消すことはありません。一覧から識別番号を探してください。",

		-- Printed pages
		["print.source"] = "出典：{url}",
		["print.revision"] = "これは{date}時点の{revision}です（日付はUTC）。最新の内容は上のURLで確かめてください。",

		-- Plain text, and what joins words everywhere
		["text.fact"] = "{label}：{value}",
		["text.colon"] = "：",
		["text.slash"] = "／",
		["text.bracket"] = "（{text}）",
		["text.score"] = "、CVSS {score}",
		["text.product"] = "{product}（{vendor}）",
		["text.event"] = "{revision}：{event}",
		["text.exercise"] = "これは演習です",
		["text.links"] = "リンク先",
		["text.figure"] = "図",

		-- For screen readers only
		["a11y.table"] = "表（横に動かせます）",
	},

	labels = {
		status = {
			draft = "草案版", interim = "暫定版", final = "最終版", withdrawn = "取り下げ",
		},
		severity = {
			critical = "緊急（Critical）", high = "重要（High）", medium = "警告（Medium）",
			low = "注意（Low）", none = "なし（None）", absent = "未評価",
		},
		kind = {
			alert = "注意喚起", vulnerability = "脆弱性情報", information = "お知らせ",
		},
		audience = {
			general = "一般の利用者", administrators = "システム管理者", developers = "開発者",
		},
		type = {
			os = "基本ソフトウェア（OS）", application = "アプリケーション", library = "ライブラリ",
			package = "パッケージ", plugin = "プラグイン（拡張機能）", firmware = "ファームウェア",
			service = "サービス", hardware = "ハードウェア", protocol = "プロトコル（通信の取り決め）",
		},
		fix = {
			available = "提供中", planned = "提供予定", ["none-yet"] = "未提供",
			["not-planned"] = "提供予定なし",
		},
		impact = {
			["code-execution"] = "任意のコード実行", ["script-execution"] = "任意のスクリプトの実行",
			intrusion = "不正侵入", ["privilege-escalation"] = "権限昇格",
			["authentication-bypass"] = "認証回避", ["security-bypass"] = "セキュリティ機能の回避",
			["information-disclosure"] = "情報漏えい", tampering = "改ざん",
			["data-loss"] = "データの消失・暗号化", ["denial-of-service"] = "サービス運用妨害（DoS）",
			spoofing = "なりすまし", fraud = "詐欺", unknown = "調査中", other = "その他",
		},
		exploitation = {
			observed = "悪用を確認", ["proof-of-concept"] = "実証コード（PoC）が公開済み",
			["none-known"] = "悪用は未確認", unknown = "不明",
		},
		reason = {
			duplicate = "重複", superseded = "別の情報に置き換え",
			["not-a-vulnerability"] = "脆弱性ではないと判明", ["wrong-product"] = "対象製品の誤り",
			incorrect = "内容の誤り", ["published-in-error"] = "誤って公開", legal = "法的な理由",
			other = "その他の理由",
		},
		event = {
			published = "公開", substantive = "更新", correction = "訂正", final = "最終版に移行",
			editorial = "字句の修正", withdrawn = "取り下げ", reinstated = "再公開",
			redacted = "過去の版の一部を非公開", ["translation-published"] = "翻訳版を公開",
			["translation-substantive"] = "翻訳版を更新", ["translation-editorial"] = "翻訳版の字句の修正",
			["translation-removed"] = "翻訳版の掲載を終了",
		},
		section = {
			overview = "概要", details = "詳細", affected = "対象", impact = "想定される影響",
			threat = "脅威の状況", detection = "検知方法", solution = "対策", workaround = "回避策",
			mitigation = "軽減策", ["side-effects"] = "対策による影響", response = "被害に遭った場合",
			references = "参考情報", contact = "連絡先", history = "更新履歴", credits = "謝辞",
		},
		indicator = {
			["ipv4"] = "IPv4アドレス", ["ipv6"] = "IPv6アドレス", domain = "ドメイン名", url = "URL",
			email = "メールアドレス", ["md5"] = "MD5ハッシュ値", ["sha1"] = "SHA-1ハッシュ値",
			["sha256"] = "SHA-256ハッシュ値", filename = "ファイル名",
		},
		reference = {
			advisory = "開発元などの告知", fix = "修正内容", report = "報告", article = "解説",
			evidence = "実証", detection = "検知", package = "配布元", web = "ウェブページ",
		},
		remediation = {
			["vendor-fix"] = "開発元による修正", mitigation = "軽減策", workaround = "回避策",
			["none-available"] = "修正は未提供", ["no-fix-planned"] = "修正の予定なし",
		},
		fact = {
			title = "表題", summary = "要約", body = "本文", status = "文書の状態", kind = "種別",
			exercise = "演習", audience = "対象読者", affected = "影響を受けるバージョン",
			impact = "想定される影響", exploitation = "悪用の状況", cve = "CVE番号",
			cwe = "CWE（脆弱性の種類）", cvss = "CVSS", severity = "深刻度",
			vulnerabilities = "脆弱性の一覧", remediations = "対策の一覧", indicators = "侵害の痕跡",
			references = "参考情報", credits = "謝辞", related = "関連するセキュリティ情報",
			supersedes = "置き換え元", tags = "タグ", tlp = "公開範囲", first_published = "最初の公開日",
			next_update = "次回更新の予定", withdrawn = "取り下げ", redact = "過去の版の非公開",
			attachments = "添付ファイル",
		},
		exercise = {yes = "はい", absent = "いいえ"},
		tlp = {clear = "TLP:CLEAR（公開制限なし）"},
		language = {ja = "日本語", en = "英語"},
		publisher = {
			coordinator = "調整機関", discoverer = "発見者", other = "その他", translator = "翻訳者",
			user = "利用組織", vendor = "製品開発者",
		},
	},

	-- Headings by which sections are known; the first is the usual one.
	sections = {
		overview = {"概要", "はじめに", "要約", "Summary"},
		details = {"詳細", "詳細情報", "脆弱性の詳細"},
		affected = {"対象", "影響を受けるシステム", "影響を受ける製品", "影響を受けるバージョン", "対象製品"},
		impact = {"想定される影響", "影響", "想定される被害", "被害の種類"},
		threat = {"脅威の状況", "攻撃の状況", "悪用の状況", "脅威の分析"},
		detection = {"検知方法", "確認方法", "被害の確認方法", "侵害の有無の確認", "侵害調査"},
		solution = {"対策", "対策方法", "解決策", "問題解決方法"},
		workaround = {"回避策", "ワークアラウンド"},
		mitigation = {"軽減策", "緩和策"},
		["side-effects"] = {"対策による影響", "対策に伴う影響", "対策時の注意", "修復作業による他の影響"},
		response = {"被害に遭った場合", "被害に遭ったら"},
		references = {"参考情報", "関連情報", "参考文献", "関連文書"},
		contact = {"連絡先", "お問い合わせ先", "問い合わせ先"},
		history = {"更新履歴", "改訂履歴"},
	},

	rfc2350 = {
		document = {"文書情報", "文書に関する情報", "文書について"},
		contact = {"連絡先情報", "連絡先"},
		charter = {"憲章", "活動の根拠", "活動憲章"},
		policies = {"方針", "ポリシー"},
		services = {"サービス", "活動", "提供するサービス"},
		forms = {"インシデント報告様式", "インシデントの報告様式", "インシデント報告フォーム"},
		disclaimers = {"免責事項", "免責"},
	},

	draft = {
		mark = "（記入：{what}）",
		note = "「（記入：…）」をすべて書き換え、要らない行と節は消してください。残りは`shirase check`で分かります。",
		facts = {
			title = "製品名と脆弱性の種類。例：ルーター「RJ-200」における認証回避の脆弱性",
			summary = "誰に何をされるおそれがあり、何をすればよいか。一文か二文で",
			audience = "次から一つ以上選ぶ。{values}",
			vendor = "製品開発者の名前",
			product = "製品の名前",
			type = "次から一つ選ぶ。{values}",
			versions = "影響を受けるバージョン。例：<1.4.7、>=1.2 <1.4.7",
			fixed = "修正された最初のバージョン。例：1.4.7",
			fix = "次から一つ選ぶ。{values}",
			impact = "次から一つ以上選ぶ。{values}",
			exploitation = "次から一つ選ぶ。{values}",
			cve = "CVE番号",
			cvss = "CVSSのベクトル。バージョンは3.1か4.0",
			reference = "製品開発者の告知のURL",
			withdrawn = "何が誤っていたか、読者は代わりに何を見ればよいか",
		},
		sections = {
			overview = "どの製品にどのような脆弱性があり、悪用されると何が起き、何をすればよいか。三文ほどで",
			affected = "影響を受ける製品とバージョン、修正済みのバージョン、影響を受けないもの、バージョンの確かめ方。製品がなければ、誰が狙われるか",
			impact = "誰に、何をされるおそれがあるか。何はされないか。「重大な」などの形容より、起きることを書く",
			threat = "いつの時点で、悪用が確認されているか。どこで、何をもとに確認したか。攻撃用のコードは公開されているか",
			details = "確認や防御にあたる管理者に役立つ、技術的な背景",
			detection = "どの記録の、何を見れば、攻撃を受けたと分かるか。いつ以降を調べるか。見つけたら何をするか",
			solution = "何を、どのバージョンに更新するか、どの設定を変えるか。終わったことをどう確かめるか",
			workaround = "すぐに更新できない場合に、攻撃を成り立たなくする方法。条件、手順、戻し方",
			mitigation = "攻撃を完全には防げないが、被害や起こりやすさを減らす方法",
			["side-effects"] = "対策や回避策をとると、何が止まり、何が変わるか。どのくらいの時間か。なければ「なし」と書く",
			response = "すぐにすること、その順番、連絡する相手",
			references = "製品開発者などの告知と、それぞれに何が書いてあるか",
			contact = "この情報についての問い合わせ先と、製品についての問い合わせ先",
		},
		information = {
			overview = "何が、いつから、誰にとって変わるか。読者にしてほしいことがあれば最初に書く",
			details = "詳しく知りたい方のための背景",
			references = "詳しい説明があるところ",
			contact = "このお知らせについての問い合わせ先",
		},
	},
}
