# shellcheck shell=bash disable=SC2034,SC2154
# What readers see of a history: the pages of changes, the list of revisions, withdrawals, feeds.

# between FILE BEGIN END: the part of a file of the site that begins with a line that has BEGIN, to one with END, in $WORK/part.
between() {
	sed -n "\\|$2|,\\|$3|p" "$site/$1" >"$WORK/part"
	[ -s "$WORK/part" ] || fail "$1 has no part $2"
}

test_a_revision_has_a_page_of_what_changed() {
	small_archive
	BODY=$(body ja '遠隔の第三者に設定を変更されます。') advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 $'News\n\nNote-ja: 深刻度を改めました。\nNote-en: The severity is new.'
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 substantive ja 2 severity,body"
	absent ja/EX-2024-0001/r1/changes/index.html
	# Facts as a table, the text by words; nothing else of it is marked.
	has ja/EX-2024-0001/r2/changes/index.html '深刻度を改めました。' '深刻度' '警告（Medium）' '重要（High）' '<ins>' 遠隔 第2版の変更点
	# In the other language the facts, and where the text changed.
	has en/EX-2024-0001/r2/changes/index.html 'The severity is new.' Severity Medium High 'href="../../../../ja/EX-2024-0001/r2/changes/index.html#event_3"'
	lacks en/EX-2024-0001/r2/changes/index.html '<ins>' 遠隔
	# The list of revisions leads there, and says what changed in words.
	has ja/EX-2024-0001/index.html '深刻度：' 'href="../../ja/EX-2024-0001/r2/changes/index.html#event_3"' '初版からの変更点'
	has text/EX-2024-0001.ja.txt '深刻度：'
	has ja/history/index.html '深刻度：' 'EX-2024-0001/r2/changes/index.html#event_3'
	of_site links
	of_site texts
}

test_no_change_of_a_public_text_is_silent() {
	small_archive
	BODY=$(body ja 一) advisory EX-2024-0001 ja
	BODY=$(body en One.) translation EX-2024-0001 en 'summary: Short.'
	commit 2024-01-11 $'Wording\n\nRevision: editorial'
	BODY=$(body ja 二) advisory EX-2024-0001 ja 'title: 新しい題'
	commit 2024-01-12 "News"
	BODY=$(body ja 三) advisory EX-2024-0001 ja 'title: 新しい題'
	commit 2024-01-13 $'Wording again\n\nRevision: editorial'
	BODY=$(body en Three.) translation EX-2024-0001 en 'summary: Long.'
	commit 2024-01-14 "English"
	build
	# Each change stands on one page, with the commit and its time: editorial ones in the revision in which they are.
	has ja/EX-2024-0001/r1/changes/index.html '初版の変更点' 字句の修正 '>一</ins>' 2024-01-11T00:00:00Z "$(head_of HEAD~3 | cut -c 1-12)"
	lacks ja/EX-2024-0001/r1/changes/index.html '>二</ins>' '>三</ins>'
	has ja/EX-2024-0001/r2/changes/index.html '>一</del>' '>二</ins>' '>二</del>' '>三</ins>' 新しい題 2024-01-12T00:00:00Z 2024-01-13T00:00:00Z
	has en/EX-2024-0001/r1/changes/index.html Short. One. 2024-01-11T00:00:00Z
	lacks en/EX-2024-0001/r1/changes/index.html Long. Three. 2024-01-14T00:00:00Z
	has en/EX-2024-0001/r2/changes/index.html Long Three 2024-01-14T00:00:00Z
	lacks ja/EX-2024-0001/r2/changes/index.html 2024-01-14T00:00:00Z
	of_site links
}

test_a_change_that_no_reader_sees_says_so_and_facts_alone_do_not() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Facts alone"
	rm "$repo/archive/advisories/EX-2024-0001.en.md"
	commit 2024-01-12 "No English"
	BODY=$(body en)$'\n\n\n' translation EX-2024-0001 en
	commit 2024-01-13 "English again, with more space"
	build
	lacks ja/EX-2024-0001/r2/changes/index.html 表示される内容に変わりはありません。
	has en/EX-2024-0001/r2/changes/index.html 'Nothing that readers see has changed.'
	lacks en/EX-2024-0001/r2/changes/index.html '<ins>' '<del>'
}

test_where_a_language_has_no_text_the_facts_are_shown() {
	new_repo
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	BODY=$(body ja 新しい文。) advisory EX-2024-0001 ja 'severity: critical'
	commit 2024-01-11 "News"
	build
	has en/EX-2024-0001/r2/changes/index.html 'There is no English version of revision 2' Critical 'href="../../../../ja/EX-2024-0001/r2/changes/index.html"'
	lacks en/EX-2024-0001/r2/changes/index.html 新しい '<ins>'
	of_site links
}

test_a_translation_that_comes_later_is_told_where_it_stands() {
	new_repo
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Severity"
	translation EX-2024-0001 en
	commit 2024-01-12 "English"
	build
	has en/EX-2024-0001/r2/changes/index.html 'was published for the first time' 2024-01-12T00:00:00Z
	lacks ja/EX-2024-0001/r2/changes/index.html 2024-01-12T00:00:00Z
	has ja/EX-2024-0001/index.html 'href="../../en/EX-2024-0001/r2/index.html"' 第2版の翻訳
	of_site links
}

test_a_translation_that_goes_and_comes_back_otherwise_is_compared() {
	small_archive
	rm "$repo/archive/advisories/EX-2024-0001.en.md"
	commit 2024-01-11 "No English"
	BODY=$(body en Altered.) translation EX-2024-0001 en
	commit 2024-01-12 "English again"
	build
	has en/EX-2024-0001/r1/changes/index.html 'Translation removed' Altered '<ins>'
	of_site links
}

test_changes_of_a_redacted_revision_are_not_shown() {
	new_repo
	BODY=$(body ja SECRETbody) advisory EX-2024-0001 ja 'severity: low' 'tags: [SECRETtag]' 'title: SECRETtitle' 'summary: SECRETsummary'
	attach EX-2024-0001 SECRETname.txt SECRETbytes
	BODY=$(body en SECRETbody) translation EX-2024-0001 en 'title: SECRETtitle'
	commit 2024-01-10 $'Publish\n\nNote-ja: SECRETnote'
	BODY=$(body en SECRETother) translation EX-2024-0001 en 'title: SECRETtitle'
	commit 2024-01-11 $'Wording\n\nRevision: editorial\nNote-en: SECRETnote'
	rm -r "$repo/archive/advisories/EX-2024-0001"
	advisory EX-2024-0001 ja
	translation EX-2024-0001 en
	commit 2024-01-12 "Another text"
	advisory EX-2024-0001 ja 'severity: high' 'redact: {revisions: [1], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-13 "Redact"
	build
	nowhere SECRET
	has ja/EX-2024-0001/r2/changes/index.html 非公開のため
	has en/EX-2024-0001/r1/changes/index.html 'has been redacted'
	lacks ja/EX-2024-0001/r2/changes/index.html '<ins>' '<del>'
	has ja/EX-2024-0001/r3/changes/index.html 重要（High）
	# Its digest and commit stay.
	has ja/EX-2024-0001/r1/index.html "$(git -C "$repo" show HEAD~3:archive/advisories/EX-2024-0001.ja.md | sha256sum | cut -d ' ' -f 1)"
	of_site links
	of_site feeds
}

test_a_redaction_tells_which_revisions_and_why() {
	small_archive
	BODY=$(body ja 二) advisory EX-2024-0001 ja 'severity: high' 'exploitation: active'
	commit 2024-01-11 "Second"
	BODY=$(body ja 三) advisory EX-2024-0001 ja 'severity: high' 'redact: {revisions: [1], reason: {ja: 法的な理由}}'
	BODY=$(body en Three) translation EX-2024-0001 en
	commit 2024-01-12 "Third"
	advisory EX-2024-0001 ja 'severity: high' 'redact: {revisions: [1, 2], reason: {ja: 個人の電話番号, en: A telephone number}}'
	commit 2024-01-13 "Fourth"
	build
	# The revision's page has none of its facts: what it does not say would read as if they had been unknown.
	for n in 1 2; do
		has ja/EX-2024-0001/r$n/index.html 個人の電話番号 'data-state="final"' 最終版
		lacks ja/EX-2024-0001/r$n/index.html page_glance '<dt>深刻度</dt>' 未評価 '<dt>悪用の状況</dt>'
		has en/EX-2024-0001/r$n/index.html 'A telephone number'
		lacks en/EX-2024-0001/r$n/index.html page_glance '<dt>Severity</dt>'
	done
	has ja/EX-2024-0001/r3/index.html '<dt>深刻度</dt>'
	# The event: in the list of revisions, the record of publications and the signed text, in the page's language or marked.
	for page in index.html r3/changes/index.html ../history/index.html; do
		has "ja/EX-2024-0001/$page" '公開を取りやめた版：初版</p>' '理由：法的な理由'
		has "en/EX-2024-0001/$page" 'No longer published: revision 1</p>' 'Reason: <span lang="ja">法的な理由</span>'
	done
	has ja/history/index.html '公開を取りやめた版：第2版</p>' 理由：個人の電話番号
	has text/EX-2024-0001.ja.txt '  公開を取りやめた版：初版' '  理由：法的な理由' '  公開を取りやめた版：第2版' '  過去の版の一部を非公開'
	lacks text/EX-2024-0001.ja.txt '版：過去の版の一部を非公開'
	has text/EX-2024-0001.en.txt '  No longer published: revision 2' '  Reason: A telephone number'
	json '[(x["revisions"], x["reason"]) for x in e(1)["events"] if x["class"] == "redacted"]' \
		'[[[1],{"ja":"法的な理由"}],[[2],{"ja":"個人の電話番号","en":"A telephone number"}]]'
	ok log -C "$repo" EX-2024-0001
	has "$WORK/out" '    redacts: revision 1' '    reason (ja): 法的な理由' '    redacts: revision 2' '    reason (en): A telephone number'
	ok log -C "$repo" EX-2024-0001 --format=json
	has "$WORK/out" '"revisions"' '"A telephone number"'
	of_site links
	of_site feeds
}

# reason_first FILE: each time that it tells of the withdrawal.
reason_first() {
	[[ $(grep -o '取り下げの理由\|重複でした。' "$site/$1" | tr '\n' ' ') =~ ^(取り下げの理由 重複でした。 )+$ ]] || fail "$1 has the note first"
}

test_what_is_said_in_one_language_alone_is_marked_and_the_reason_comes_first() {
	small_archive
	rm "$repo"/archive/advisories/EX-2024-0001*
	commit 2024-01-11 $'Withdraw\n\nWithdraw-Reason: legal\nNote-ja: 重複でした。'
	build
	for page in EX-2024-0001/index.html withdrawn/index.html history/index.html; do
		has "en/$page" '<span lang="ja">重複でした。</span>'
		lacks "ja/$page" '<span lang="ja">重複でした。</span>'
		reason_first "ja/$page"
	done
	reason_first text/EX-2024-0001.ja.txt
	reason_first ja/feeds/all.atom
	has en/feeds/all.atom '&lt;span lang=&quot;ja&quot;&gt;重複でした。'
	of_site links
	of_site feeds
}

test_only_what_is_known_is_said_of_wording_and_of_translations() {
	small_archive
	BODY=$(body ja 一) advisory EX-2024-0001 ja
	commit 2024-01-11 $'Wording\n\nRevision: editorial'
	BODY=$(body ja 一) advisory EX-2024-0001 ja 'tags: [新しい]'
	commit 2024-01-12 "Tags"
	BODY=$(body ja 一) advisory EX-2024-0001 ja 'tags: [新しい]' 'title: 新しい題'
	commit 2024-01-13 "Title"
	build
	between ja/EX-2024-0001/r1/changes/index.html 'data-class="editorial"' 2024-01-11T00:00:00Z
	has "$WORK/part" 発行者が字句の修正としています。
	between ja/EX-2024-0001/r1/changes/index.html 2024-01-11T00:00:00Z 2024-01-12T00:00:00Z
	lacks "$WORK/part" 発行者が字句の
	has en/EX-2024-0001/r1/changes/index.html 'The publisher says that only the wording changed.'
	has text/EX-2024-0001.ja.txt '  変更した項目：表題' '  変更した項目：本文' '  初版の翻訳：翻訳版を公開（英語）'
	has text/EX-2024-0001.en.txt '  Changed: Title' 'Translation published (English), translation of revision 1'
}

test_a_change_of_many_texts_says_so() {
	new_repo
	for n in {1..20}; do advisory "EX-2024-00$(printf %02d "$n")" ja; done
	commit 2024-01-10 "Publish"
	for n in {1..20}; do BODY=$(body ja 一) advisory "EX-2024-00$(printf %02d "$n")" ja; done
	commit 2024-01-11 "All of them"
	build
	has ja/EX-2024-0001/r1/changes/index.html 多数の情報の本文を、一度に修正したものです。
	lacks ja/EX-2024-0001/r1/changes/index.html 発行者が字句の
	has en/EX-2024-0001/r1/changes/index.html 'The texts of many advisories were changed at once.'
}

test_links_within_the_archive_show_no_path() {
	small_archive
	advisory EX-2024-0002 ja
	BODY=$(body ja '[別の情報](EX-2024-0002.ja.md)と[外の案内](https://elsewhere.example/a)を見る。') advisory EX-2024-0001 ja
	commit 2024-01-11 "With links"
	build
	has ja/EX-2024-0001/r2/changes/index.html 別の情報 '外の案内（https://elsewhere.example/a）'
	lacks ja/EX-2024-0001/r2/changes/index.html EX-2024-0002.ja.md '(https://'
}

test_what_a_change_says_is_text_and_no_markup() {
	new_repo
	BODY='<b>一</b>' advisory EX-2024-0001 ja 'title: "<i>題</i>"'
	commit 2024-01-10 "Publish"
	BODY='<b>二</b> [x](javascript:alert(1)) ![y](https://elsewhere.example/z.png)' advisory EX-2024-0001 ja 'title: "<u>題</u> & <script>"' 'summary: "<script>alert(1)</script>"'
	commit 2024-01-11 $'News\n\nNote-ja: <img src=x onerror=alert(1)>'
	advisory EX-2024-0001 ja
	commit 2024-01-12 "Mended"
	build
	of_site links
	lacks ja/EX-2024-0001/r2/changes/index.html '<script' '<b>' '<i>' '<u>' '<img src=x' 'src="https://elsewhere'
	has ja/EX-2024-0001/r2/changes/index.html '&lt;img src=x onerror=alert(1)&gt;'
}

test_a_revision_says_by_what_it_was_superseded_and_what_file_it_was() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Two"
	mkdir "$repo/archive/advisories/it's 2024"
	git -C "$repo" mv archive/advisories/EX-2024-0001.ja.md archive/advisories/EX-2024-0001.en.md "archive/advisories/it's 2024/"
	FOLDER="it's 2024" advisory EX-2024-0001 ja 'severity: critical'
	commit 2024-01-12 "Three"
	build
	has ja/EX-2024-0001/r1/index.html 'これは初版です。最新は第3版です。' '<a href="../../../ja/EX-2024-0001/r2/index.html">第2版</a>へ更新しました' 2024-01-11T00:00:00Z
	lacks ja/EX-2024-0001/r3/index.html へ更新しました
	# The command on the page proves the digest on the page.
	local n command digest
	for n in 1 2 3; do
		command=$(python3 -c 'import html, re, sys; print(html.unescape(re.search(r"git show .* sha256sum", open(sys.argv[1]).read())[0]))' \
			"$site/ja/EX-2024-0001/r$n/index.html")
		digest=$(cd "$repo" && bash -c "$command" | cut -d ' ' -f 1)
		has "ja/EX-2024-0001/r$n/index.html" "$digest"
	done
}

test_a_past_folder_of_any_name_harms_no_page() {
	new_repo
	local name n=0
	for name in $'latin\xe9' $'escape\033[31m' $'reorder\u202e' $'line\nfeed' '<b>"&$(touch x)'; do
		n=$((n + 1))
		FOLDER=$name advisory EX-2024-0001 ja "title: Title $n"
		commit "2024-01-1$n" "In an odd folder"
		rm -r "$repo/archive/advisories"
	done
	advisory EX-2024-0001 ja
	commit 2024-01-20 "In its place"
	build
	! grep -rlP '\x1b|\xe9(?![\x80-\xbf])|\xe2\x80\xae' "$site" || fail "a name got through"
	for n in 1 2 3 4 5 6; do
		iconv -f UTF-8 -t UTF-8 "$site/ja/EX-2024-0001/r$n/index.html" >/dev/null || fail "revision $n is no text"
	done
	has ja/EX-2024-0001/r5/index.html '&lt;b&gt;&quot;&amp;$(touch x)'
	of_site links
}

test_a_withdrawal_of_any_shape_in_a_past_version_can_be_stated_anew() {
	new_repo
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	local said
	for said in soon '{reason: [a, {b: c}], note: [d], replaced_by: {e: f}}' '{note: {ja: {g: h}}}' '{reason: whatever, note: "<b>"}'; do
		advisory EX-2024-0001 ja "withdrawn: $said"
		commit 2024-01-11 "Withdraw: $said"
	done
	advisory EX-2024-0001 ja 'withdrawn: {reason: not-a-vulnerability}'
	commit 2024-01-12 "As it should be said"
	build
	of_site links
	has ja/EX-2024-0001/r5/changes/index.html whatever 脆弱性ではないと判明
	lacks ja/EX-2024-0001/r5/changes/index.html '<b>'
}

test_a_withdrawn_advisory_is_folded_and_struck_and_says_what_to_do() {
	new_repo
	advisory EX-2024-0001 ja
	translation EX-2024-0001 en
	advisory EX-2024-0002 ja 'related: [EX-2024-0001]'
	commit 2024-01-10 "Two"
	advisory EX-2024-0001 ja 'withdrawn: {reason: duplicate, replaced_by: EX-2024-0002}'
	commit 2024-01-11 $'Withdraw\n\nNote-ja: 新しい情報に従ってください。\nNote-en: Follow the other one.'
	build
	has ja/EX-2024-0001/index.html '【取り下げ】<s>Title EX-2024-0001 ja</s>' '<details class="folded">' 取り下げの理由：重複 '新しい情報に従ってください。' \
		'代わりにEX-2024-0002をご覧ください。' 製品に脆弱性があります。
	has en/EX-2024-0001/index.html 'Withdrawn: <s>Title EX-2024-0001 en</s>' 'Reason for withdrawal: Duplicate' 'See EX-2024-0002 instead.'
	has ja/EX-2024-0001/r1/index.html '【取り下げ】<s>' 取り下げの理由：重複
	# In every list it is marked, in the list of the withdrawn with reason and replacement.
	local page
	for page in index.html 2024/index.html withdrawn/index.html history/index.html "$(cd "$site/ja" && ls -d products/example-ltd*/index.html)"; do
		has "ja/$page" '【取り下げ】<s>Title EX-2024-0001 ja</s>'
	done
	has ja/withdrawn/index.html 取り下げの理由：重複 '新しい情報に従ってください。' 代わりにEX-2024-0002
	has ja/EX-2024-0002/index.html '【取り下げ】<s>Title EX-2024-0001 ja</s>'
	has text/EX-2024-0002.ja.txt 'EX-2024-0001 【取り下げ】Title'
	has index.html '【取り下げ】<s>'
	has EX-2024-0001/index.html '【取り下げ】<s>' 'Withdrawn: <s>'
	# Nothing else is folded or struck.
	lacks ja/EX-2024-0002/index.html '<details' '<s>Title EX-2024-0002'
	has ja/feeds/all.atom '【取り下げ】Title EX-2024-0001 ja'
	of_site links
}

test_a_withdrawal_that_is_stated_anew_is_told() {
	new_repo
	advisory EX-2024-0001 ja
	advisory EX-2024-0002 ja
	commit 2024-01-10 "Two"
	advisory EX-2024-0001 ja 'withdrawn: {reason: incorrect, note: {ja: 誤りです。, en: Wrong.}}'
	commit 2024-01-11 "Withdraw"
	advisory EX-2024-0001 ja 'withdrawn: {reason: duplicate, replaced_by: EX-2024-0002}'
	commit 2024-01-12 "Another reason"
	build
	has ja/EX-2024-0001/r2/changes/index.html 内容の誤り 誤りです。 重複 代わりにEX-2024-0002をご覧ください。
	has ja/EX-2024-0001/index.html 取り下げの理由：重複
}

test_a_reinstated_advisory_tells_both_events() {
	small_archive
	advisory EX-2024-0001 ja 'withdrawn: {reason: incorrect, note: {ja: 調べます。, en: We look again.}}'
	commit 2024-01-11 $'Withdraw\n\nNote-ja: 調べ直します。'
	advisory EX-2024-0001 ja
	commit 2024-01-12 $'Reinstate\n\nNote-ja: 正しいと分かりました。'
	build
	between ja/EX-2024-0001/index.html 'banner-reinstated' '</div></div>'
	has "$WORK/part" 2024-01-11T00:00:00Z 内容の誤り 2024-01-12T00:00:00Z に再公開しました。 正しいと分かりました。
	between ja/EX-2024-0001/index.html 'id="page_history"' '</ol>'
	has "$WORK/part" 'data-class="withdrawn"' 取り下げの理由：内容の誤り 調べ直します。 'data-class="reinstated"' 正しいと分かりました。
	has text/EX-2024-0001.ja.txt いったん取り下げました 内容の誤り 再公開しました
	lacks ja/EX-2024-0001/index.html '<details' '<s>'
	of_site texts
}

test_a_stale_translation_is_marked_in_lists_too() {
	small_archive
	advisory EX-2024-0001 ja 'severity: critical'
	commit 2024-01-11 "Severity"
	build
	has en/index.html 'Translation of revision 1, out of date' 'data-severity="critical"'
	lacks ja/index.html （未更新）
	# On the page of a past revision the facts are that revision's, and so it says.
	advisory EX-2024-0001 ja 'severity: low'
	commit 2024-01-12 "Severity again"
	build
	has en/EX-2024-0001/r2/index.html 'It does not reflect the original of revision 2.' 'as in the original of revision 2' 'data-level="critical"'
	has en/EX-2024-0001/index.html 'The original is now at revision 3.' 'data-level="low"'
	has en/EX-2024-0001/r3/index.html 'The original is now at revision 3.'
}

# feed_time LANG: <updated> of EX-2024-0001 in the feed of everything.
feed_time() {
	python3 -c 'import sys, xml.etree.ElementTree as E
a = "{http://www.w3.org/2005/Atom}"
print(*[e.find(a + "updated").text for e in E.parse(sys.argv[1]).getroot().findall(a + "entry") if "EX-2024-0001" in e.find(a + "id").text])' \
		"$site/$1/feeds/all.atom"
}

test_updated_moves_for_what_matters_and_for_nothing_else() {
	small_archive
	build
	same 2024-01-10T00:00:00Z "$(feed_time ja)"
	BODY=$(body ja '誤字を直した。') advisory EX-2024-0001 ja
	commit 2024-01-11 $'Wording\n\nRevision: editorial'
	BODY=$(body ja '誤字を直した。')$'\n\n' advisory EX-2024-0001 ja 'tags: [a]' 'credits: [Sam]'
	commit 2024-01-12 "Spaces and tags"
	BODY=$(body en 'Better English.') translation EX-2024-0001 en
	commit 2024-01-13 "English"
	mkdir "$repo/archive/advisories/2024"
	git -C "$repo" mv archive/advisories/EX-2024-0001.ja.md archive/advisories/2024/
	commit 2024-01-14 "Move"
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 editorial ja 1 body" "3 editorial ja 1 credits,tags" "4 translation-substantive en 1 body"
	same 2024-01-10T00:00:00Z "$(feed_time ja)"
	same 2024-01-10T00:00:00Z "$(feed_time en)"
	FOLDER=2024 advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-15 "Severity"
	build
	same 2024-01-15T00:00:00Z "$(feed_time en)"
	FOLDER=2024 advisory EX-2024-0001 ja 'severity: high' 'withdrawn: {reason: not-a-vulnerability}'
	commit 2024-01-16 "Withdraw"
	build
	same 2024-01-16T00:00:00Z "$(feed_time ja)"
	FOLDER=2024 advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-17 "Reinstate"
	build
	same 2024-01-17T00:00:00Z "$(feed_time ja)"
	of_site feeds
}

# content FEED: the content of its first entry, without markup.
content() {
	python3 -c 'import re, sys, html, xml.etree.ElementTree as E
a = "{http://www.w3.org/2005/Atom}"
print(html.unescape(re.sub(r"<[^>]*>", "", E.parse(sys.argv[1]).getroot().find(a + "entry").find(a + "content").text)).strip())' "$site/$1" >"$WORK/content"
}

test_a_feed_entry_begins_with_what_changed() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 $'Severity\n\nNote-ja: 深刻度を改めました。\nNote-en: A new severity.'
	BODY=$(body ja '誤字を直した。') advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-12 $'Wording\n\nRevision: editorial\nNote-ja: 字句だけです。'
	build
	content ja/feeds/all.atom
	same 第2版：更新 "$(head -n 1 "$WORK/content" | grep -o '^第2版：更新')"
	same '深刻度を改めました。' "$(sed -n 2p "$WORK/content")"
	has "$WORK/content" '深刻度：'
	lacks "$WORK/content" 字句だけです。
	content en/feeds/all.atom
	same 'A new severity.' "$(sed -n 2p "$WORK/content")"
}

test_what_is_redacted_whole_has_a_tombstone_in_the_feeds() {
	new_repo
	advisory EX-2024-0002 ja
	BODY=$(body ja SECRETbody) advisory EX-2024-0001 ja 'title: SECRETtitle'
	commit 2024-01-10 "Publish"
	BODY=$(body ja SECRETmore) advisory EX-2024-0001 ja 'title: SECRETtitle'
	commit 2024-01-11 "More"
	BODY=$(body ja SECRETmore) advisory EX-2024-0001 ja 'title: SECRETtitle' 'redact: {revisions: [1], reason: {ja: 一部, en: In part}}'
	commit 2024-01-12 "Redact one"
	build
	lacks ja/feeds/all.atom deleted-entry
	BODY=$(body ja SECRETmore) advisory EX-2024-0001 ja 'title: SECRETtitle' 'redact: {revisions: all, reason: {ja: 裁判所の命令, en: A court order}}'
	commit 2024-01-13 "Redact all"
	build
	nowhere SECRET
	local feed
	for feed in all new updates; do
		has "ja/feeds/$feed.atom" 'ref="tag:csirt.example.org,2024:EX-2024-0001:ja" when="2024-01-13T00:00:00Z"' 裁判所の命令
		has "en/feeds/$feed.atom" 'ref="tag:csirt.example.org,2024:EX-2024-0001:en"' 'A court order'
		lacks "ja/feeds/$feed.atom" '<id>tag:csirt.example.org,2024:EX-2024-0001'
	done
	lacks ja/feeds/withdrawals.atom deleted-entry
	has ja/feeds/all.atom '<id>tag:csirt.example.org,2024:EX-2024-0002:ja</id>' '<updated>2024-01-13T00:00:00Z</updated>'
	of_site feeds
	of_site links
}

test_a_language_that_is_dropped_leaves_its_revisions_and_their_changes_readable() {
	new_repo
	advisory EX-2024-0001 en
	commit 2024-01-10 "In English"
	rm "$repo/archive/advisories/EX-2024-0001.en.md"
	advisory EX-2024-0001 ja
	commit 2024-01-11 "In Japanese"
	config 'languages: [ja]' $'publisher:\n  name: {ja: 例示CSIRT}\n  namespace: https://csirt.example.org\n  category: coordinator\n  contact: {email: info@csirt.example.org}'
	commit 2024-01-12 "Japanese only"
	build
	has ja/EX-2024-0001/r1/index.html この版の本文は、このサイトで掲載を終了した言語で書かれています。
	exists ja/EX-2024-0001/r2/changes/index.html
	of_site links
}
