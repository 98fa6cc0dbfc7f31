# shellcheck shell=bash disable=SC2034,SC2154
# From commits to revisions: what archive.json and the pages say of a history.

test_interim_becomes_final() {
	new_repo
	advisory EX-2024-0001 ja 'status: interim'
	commit 2024-01-10T09:00:00Z "Interim"
	advisory EX-2024-0001 ja 'status: final'
	commit 2024-01-12T15:30:00Z $'Final\n\nNote-ja: 最終版としました。\nNote-en: Final now.'
	build
	events 1 "1 published ja 1" "2 substantive ja 2 status"
	json '[e(1)[k] for k in ("state", "published", "updated", "revision")]' '["final","2024-01-10T09:00:00Z","2024-01-12T15:30:00Z",2]'
	json 'e(1)["events"][1]["note"]' '{"ja":"最終版としました。","en":"Final now."}'
	json 'e(1)["events"][1]["commit"]' "$(head_of)"
	has ja/EX-2024-0001/index.html 最終版 最終版としました。 2024-01-12T15:30:00Z
	has ja/EX-2024-0001/r1/index.html 暫定版
	has en/EX-2024-0001/r2/index.html EX-2024-0001
	# Half past three in the afternoon is the next day in Japan: both are shown.
	has ja/EX-2024-0001/index.html 2024年1月13日
}

test_a_withdrawal_by_front_matter_and_a_reinstatement() {
	small_archive
	advisory EX-2024-0001 ja 'withdrawn: {reason: not-a-vulnerability, note: {ja: 仕様でした。, en: As designed.}}'
	commit 2024-01-11 "Withdraw"
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 withdrawn ja 1"
	json 'e(1)["state"]' withdrawn
	json 'e(1)["withdrawn"]' '{"time":"2024-01-11T00:00:00Z","reason":"not-a-vulnerability"}'
	json 'a["counts"]' '{"advisories":1,"withdrawn":1}'
	json 'sorted(e(1)["languages"])' '["en","ja"]'
	has ja/EX-2024-0001/index.html 取り下げ 仕様でした。 'Title EX-2024-0001 ja'
	has en/EX-2024-0001/index.html Withdrawn 'As designed.'
	has ja/withdrawn/index.html EX-2024-0001
	has text/EX-2024-0001.en.txt 'WITHDRAWN: 2024-01-11T00:00:00Z' 'Withdrawn: Title EX-2024-0001 en' 'As designed.'
	has ja/feeds/withdrawals.atom '【取り下げ】Title EX-2024-0001 ja'
	has en/feeds/all.atom 'Withdrawn: Title EX-2024-0001 en'
	advisory EX-2024-0001 ja
	commit 2024-01-12 "Reinstate"
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 withdrawn ja 1" "3 reinstated ja 1"
	json 'e(1)["state"]' final
	json 'e(1)["updated"]' 2024-01-12T00:00:00Z
	lacks text/EX-2024-0001.ja.txt WITHDRAWN
	lacks ja/feeds/withdrawals.atom EX-2024-0001
	lacks ja/withdrawn/index.html 'EX-2024-0001/index.html'
	of_site links
}

test_a_withdrawal_by_deletion_leaves_a_tombstone() {
	small_archive
	attach EX-2024-0001 evidence.txt evidence
	commit 2024-01-11 "Evidence"
	rm -r "$repo"/archive/advisories/EX-2024-0001*
	commit 2024-01-12 $'Withdraw\n\nWithdraw-Reason: not-a-vulnerability\nNote-ja: 試作品だけの\n  問題でした。\nNote-en: Prototypes\n  only.'
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 substantive ja 2 attachments" "3 withdrawn ja 2"
	json 'e(1)["withdrawn"]["reason"]' not-a-vulnerability
	# A folded line goes on with one space, beside a Japanese character with none.
	json 'e(1)["events"][3]["note"]' '{"ja":"試作品だけの問題でした。","en":"Prototypes only."}'
	has ja/EX-2024-0001/index.html 取り下げ 試作品だけの問題でした。 'Title EX-2024-0001 ja' 製品に脆弱性があります。
	has en/EX-2024-0001/index.html Withdrawn 'Prototypes only.' 'Title EX-2024-0001 en'
	exists ja/EX-2024-0001/r1/index.html ja/EX-2024-0001/r2/index.html ja/EX-2024-0001/r2/files/evidence.txt
	of_site links
	of_site archive
	of_site texts
	of_site feeds
}

test_a_deletion_without_a_reason_and_a_return() {
	new_repo
	advisory EX-2024-0001 ja
	advisory EX-2024-0002 ja
	commit 2024-01-10 "Two"
	rm "$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-11 "Gone"
	build
	json 'e(1)["withdrawn"]["reason"]' other
	BODY=$(body ja 新しい文。) advisory EX-2024-0001 ja
	commit 2024-01-12 "Back, with news"
	build
	events 1 "1 published ja 1" "2 withdrawn ja 1" "3 reinstated ja 2 body"
}

test_replaced_by_is_a_link() {
	new_repo
	advisory EX-2024-0001 ja
	advisory EX-2024-0002 ja
	commit 2024-01-10 "Two"
	rm "$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-11 $'One is enough\n\nWithdraw-Reason: duplicate\nReplaced-By: EX-2024-0002'
	build
	json 'e(1)["withdrawn"]' '{"time":"2024-01-11T00:00:00Z","reason":"duplicate","replaced_by":"EX-2024-0002"}'
	has ja/EX-2024-0001/index.html '"../../ja/EX-2024-0002/index.html"'
}

test_editorial_and_mechanical_commits_make_no_revision() {
	new_repo
	BODY=$(body ja '誤字あり。Xを使う。') advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	BODY=$(body ja '誤字なし。Xを使う。') advisory EX-2024-0001 ja
	commit 2024-01-11 $'Spelling\n\nRevision: editorial'
	# Space between Japanese and Latin script, and white space elsewhere: nothing that anyone would read.
	BODY=$(body ja '誤字なし。 X を使う。')$'\n\n\n' advisory EX-2024-0001 ja
	commit 2024-01-12 "Spaces"
	BODY=$(body ja '誤字なし。Yを使う。') advisory EX-2024-0001 ja
	commit 2024-01-13 "News"
	build
	events 1 "1 published ja 1" "2 editorial ja 1 body" "4 substantive ja 2 body"
	json 'a["serial"]' 4
	json 'e(1)["updated"]' 2024-01-13T00:00:00Z
	# Revision 1 is shown as it was at its end.
	has ja/EX-2024-0001/r1/index.html 誤字なし。
	lacks ja/EX-2024-0001/r1/index.html 誤字あり。
}

test_a_changed_fact_is_never_editorial() {
	new_repo
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 $'Severity\n\nRevision: editorial'
	advisory EX-2024-0001 ja 'severity: high' 'tags: [a]' 'credits: [Sam]'
	commit 2024-01-12 "Tags"
	build
	events 1 "1 published ja 1" "2 substantive ja 2 severity" "3 editorial ja 2 credits,tags"
}

test_a_correction_says_so() {
	new_repo
	advisory EX-2024-0001 en
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 en $'affected:\n  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<1.1"], fixed: "1.2"}'
	commit 2024-01-11 $'Range\n\nRevision: correction\nNote-en: The bound was wrong.'
	build
	events 1 "1 published en 1" "2 substantive en 2 affected"
	json 'e(1)["events"][1]["correction"]' true
	has en/EX-2024-0001/index.html Corrected 'The bound was wrong.'
	has ja/EX-2024-0001/index.html EX-2024-0001
	has ja/history/index.html 訂正
}

test_a_move_is_no_revision() {
	small_archive
	attach EX-2024-0001 figure.png picture
	commit 2024-01-11 "Figure"
	mkdir "$repo/archive/advisories/2024"
	git -C "$repo" mv archive/advisories/EX-2024-0001{,.ja.md,.en.md} archive/advisories/2024/
	commit 2024-01-12 "Folders by year"
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 substantive ja 2 attachments"
	json 'a["serial"]' 3
	has ja/EX-2024-0001/files/figure.png picture
}

test_a_bulk_commit_is_editorial() {
	new_repo
	local i
	for i in {1..20}; do
		advisory "EX-2024-$(printf %04d "$i")" ja
	done
	commit 2024-01-10 "Many"
	for i in {1..20}; do
		BODY=$(body ja "直した。") advisory "EX-2024-$(printf %04d "$i")" ja
	done
	commit 2024-01-11 "New wording everywhere"
	for i in {1..20}; do
		BODY=$(body ja "また直した。") advisory "EX-2024-$(printf %04d "$i")" ja
	done
	commit 2024-01-12 $'And this matters\n\nRevision: substantive'
	build
	events 1 "1 published ja 1" "2 editorial ja 1 body" "3 substantive ja 2 body"
}

test_translations_are_stale_or_current() {
	new_repo
	advisory EX-2024-0001 en
	translation EX-2024-0001 ja
	commit 2024-01-10 "Both"
	advisory EX-2024-0001 en 'severity: high'
	commit 2024-01-11 "Severity"
	build
	json '[e(1)["languages"]["ja"][k] for k in ("reflects", "current")]' '[1,false]'
	json '[e(1)["languages"]["en"][k] for k in ("reflects", "current")]' '[2,true]'
	# A stale one says so, and shows the facts as they are now.
	has ja/EX-2024-0001/index.html banner-stale 初版 第2版 重要（High）
	lacks en/EX-2024-0001/index.html banner-stale
	has text/EX-2024-0001.ja.txt 'Revision: 1' 重要（High）
	BODY=$(body ja 追いついた。) translation EX-2024-0001 ja
	commit 2024-01-12 "Japanese"
	build
	events 1 "1 published en 1" "1 translation-published ja 1" "2 substantive en 2 severity" "3 translation-substantive ja 2 body"
	json '[e(1)["languages"]["ja"][k] for k in ("reflects", "current", "updated")]' '[2,true,"2024-01-12T00:00:00Z"]'
	json 'e(1)["updated"]' 2024-01-11T00:00:00Z
	lacks ja/EX-2024-0001/index.html banner-stale
	advisory EX-2024-0001 en 'severity: critical'
	translation EX-2024-0001 ja 'translates: r3'
	commit 2024-01-13 "No other words needed"
	BODY=$(body ja 追いついた。) translation EX-2024-0001 ja 'translates: r3'
	commit 2024-01-14 "Japanese"
	build
	json '[e(1)["languages"]["ja"][k] for k in ("reflects", "current")]' '[3,true]'
}

test_the_language_of_what_is_withdrawn_stays() {
	small_archive
	advisory EX-2024-0002 en
	commit 2024-01-11 "Publish another"
	rm "$repo"/archive/advisories/EX-2024-0001.*
	commit 2024-01-12 $'Withdraw\n\nWithdraw-Reason: incorrect\nNote-ja: 誤り\nNote-en: Wrong'
	build
	config 'languages: [en]' $'publisher:\n  name: {en: Example CSIRT}\n  namespace: https://csirt.example.org\n  category: coordinator\n  contact: {email: info@csirt.example.org}'
	commit 2024-01-13 "English alone"
	breaks 1 A119
	says 'archive/archive.yaml:8:12: error: [A119] "ja" is no language of this archive, but EX-2024-0001, which is withdrawn, has a text in it'
	fails 1 A119 check -C "$repo" --rev HEAD
}

test_a_withdrawal_is_never_stale() {
	new_repo
	advisory EX-2024-0001 en
	translation EX-2024-0001 ja
	commit 2024-01-10 "Both"
	advisory EX-2024-0001 en 'severity: high'
	commit 2024-01-11 "Severity"
	rm "$repo/archive/advisories/EX-2024-0001.en.md" "$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-12 $'Withdraw\n\nWithdraw-Reason: not-a-vulnerability\nNote-ja: 違いました。'
	build
	has ja/EX-2024-0001/index.html 取り下げ 違いました。
	has text/EX-2024-0001.ja.txt 'WITHDRAWN: 2024-01-12T00:00:00Z'
}

test_a_translation_that_is_removed() {
	small_archive
	rm "$repo/archive/advisories/EX-2024-0001.en.md"
	commit 2024-01-11 "No English any more"
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "2 translation-removed en 1"
	json 'list(e(1)["languages"])' '["ja"]'
	absent text/EX-2024-0001.en.txt
	# Its address and its old revision stay.
	has en/EX-2024-0001/index.html '../../ja/EX-2024-0001/index.html'
	exists en/EX-2024-0001/r1/index.html
	of_site links
}

test_an_advisory_in_one_language() {
	with_rich
	json 'list(e(6)["languages"])' '["ja"]'
	has en/EX-2024-0006/index.html 'Title EX-2024-0006 ja' '../../ja/EX-2024-0006/index.html'
	has en/index.html EX-2024-0006
	has EX-2024-0006/index.html '../ja/EX-2024-0006/index.html'
	has ja/EX-2024-0007/index.html '../../en/EX-2024-0007/index.html'
	has ja/feeds/all.atom 'EX-2024-0007:ja'
	has en/EX-2024-0006/r1/index.html '../../../ja/EX-2024-0006/r1/index.html'
}

test_notes_and_their_language() {
	new_repo
	advisory EX-2024-0001 ja
	translation EX-2024-0001 en
	commit 2024-01-10 $'Publish\n\nNote-ja: 一行目。\nNote-ja: 二行目。\nNote-en: <b>One</b> & only'
	build
	json 'e(1)["events"][0]["note"]' '{"ja":"一行目。\n二行目。","en":"<b>One</b> & only"}'
	has en/EX-2024-0001/index.html '&lt;b&gt;One&lt;/b&gt; &amp; only'
	has ja/EX-2024-0001/index.html 一行目。
	config 'notes: subject'
	commit 2024-01-11 "Configure"
	build
	has ja/EX-2024-0001/index.html 一行目。
	advisory EX-2024-0001 ja 'severity: low'
	commit 2024-01-12 "A subject that tells all"
	build
	json 'e(1)["events"][2]["note"] if len(e(1)["events"]) > 2 else 0' '{"ja":"A subject that tells all","en":"A subject that tells all"}'
}

test_a_commit_message_in_another_encoding() {
	new_repo
	advisory EX-2024-0001 ja
	git -C "$repo" add -A
	printf 'Publish\n\nNote-ja: 公開しました。\n' | iconv -t SHIFT_JIS >"$WORK/message"
	GIT_AUTHOR_DATE=2024-01-10T00:00:00Z GIT_COMMITTER_DATE=2024-01-10T00:00:00Z \
		git -C "$repo" -c i18n.commitEncoding=SHIFT_JIS commit -q -F "$WORK/message"
	build
	json 'e(1)["events"][0]["note"]["ja"]' 公開しました。
}

test_notes_of_a_merge_come_from_what_it_brings() {
	small_archive
	git -C "$repo" checkout -q -b work
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 $'Severity\n\nNote-ja: 深刻度を変えました。'
	git -C "$repo" checkout -q main
	advisory EX-2024-0002 ja
	commit 2024-01-12 "Another"
	GIT_AUTHOR_DATE=2024-01-13T00:00:00Z GIT_COMMITTER_DATE=2024-01-13T00:00:00Z git -C "$repo" merge -q --no-ff -m "Merge" work
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "3 substantive ja 2 severity"
	json 'e(1)["events"][2]["note"]["ja"]' 深刻度を変えました。
	json 'e(1)["events"][2]["time"]' 2024-01-13T00:00:00Z
	json 'e(1)["events"][2]["commit"]' "$(head_of)"
}

test_amends_mends_an_earlier_note() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 $'Severity\n\nNote-ja: まちがい。'
	local wrong
	wrong=$(head_of)
	page about ja 本文。
	commit 2024-01-12 $'Mend\n\nAmends: '"${wrong:0:12}"$'\nNote-ja: 正しい。'
	build
	json 'e(1)["events"][2]["note"]["ja"]' 正しい。
	json 'e(1)["events"][2]["amended"]["commit"]' "$(head_of)"
	json 'e(1)["events"][2]["amended"]["time"]' 2024-01-12T00:00:00Z
	json '"amended" in e(1)["events"][1]' false
	has ja/EX-2024-0001/index.html 'この説明は2024年1月12日（金）に改めました。'
	has en/EX-2024-0001/index.html 'This note was amended on 12 January 2024 (Fri).'
	has text/EX-2024-0001.ja.txt 'この説明は2024年1月12日（金）に改めました。'
	nowhere まちがい。
}

test_attachments_belong_to_revisions() {
	with_rich
	has ja/EX-2024-0001/files/figure.png 'picture of revision 2'
	has ja/EX-2024-0001/r1/files/figure.png 'picture of revision 1'
	has en/EX-2024-0001/r2/files/figure.png 'picture of revision 2'
	has ja/EX-2024-0001/r1/index.html '/ja/EX-2024-0001/r1/files/figure.png"'
	has ja/EX-2024-0001/index.html '/ja/EX-2024-0001/files/figure.png"' '/ja/EX-2024-0001/files/data/list%201.csv"'
	has ja/EX-2024-0004/files/evidence.txt evidence
}

test_commits_elsewhere_are_no_events() {
	small_archive
	echo x >"$repo/README"
	commit 2024-02-01 "Read me"
	build
	json '[a["serial"], a["updated"]]' '[1,"2024-01-10T00:00:00Z"]'
	json 'a["commit"]' "$(head_of)"
	has index.html "$(head_of)"
	lacks ja/EX-2024-0001/index.html "$(head_of)"
}

test_times_never_go_back_and_may_be_mended() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-05 "A clock that was slow"
	build
	json 'e(1)["updated"]' 2024-01-10T00:00:00Z
	advisory EX-2024-0001 ja 'severity: low'
	commit 2034-01-05 "A clock that was fast"
	breaks 1 ""
	says "$(head_of | cut -c 1-7)"
	config "times: {$(head_of): 2024-01-12T00:00:00Z}"
	commit 2024-01-13 "Mend"
	build
	json '[x["time"] for x in e(1)["events"] if x["language"] == "ja"]' '["2024-01-10T00:00:00Z","2024-01-10T00:00:00Z","2024-01-12T00:00:00Z"]'
}

# dates: of the revisions of the CSAF document.
dates() { python3 -c 'import json, sys
for r in json.load(open(sys.argv[1]))["document"]["tracking"]["revision_history"]: print(r["date"])' "$site/.well-known/csaf/white/2024/ex-2024-0001.json"; }

test_a_date_that_was_told_is_never_gone_behind() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-12T09:00:00Z "By a clock that is nine hours ahead, and so is the builder's"
	build
	same "$(dates)" $'2024-01-10T00:00:00Z\n2024-01-12T09:00:00Z'
	config "times: {$(head_of): 2024-01-12T00:00:00Z}"
	commit 2024-01-12T01:00:00Z "Mend"
	build
	same "$(dates)" $'2024-01-10T00:00:00Z\n2024-01-12T00:00:00Z\n2024-01-12T09:00:01Z'
	advisory EX-2024-0001 ja 'severity: low'
	commit 2024-01-12T02:00:00Z "Less"
	build
	same "$(dates)" $'2024-01-10T00:00:00Z\n2024-01-12T00:00:00Z\n2024-01-12T09:00:01Z\n2024-01-12T09:00:02Z'
	advisory EX-2024-0001 ja 'severity: none'
	commit 2024-01-13 "None"
	build
	same "$(dates | tail -n 1)" 2024-01-13T00:00:00Z
}

test_first_published_is_shown_as_before_this_archive() {
	new_repo
	advisory EX-2024-0001 ja 'first_published: 2019-07-01'
	commit 2024-01-10 "An old one"
	build
	json 'e(1)["published"]' 2019-07-01T00:00:00Z
	json 'e(1)["events"][0]["time"]' 2024-01-10T00:00:00Z
	exists ja/2019/index.html
	absent ja/2024
	# Nothing was updated here; only data for machines has the time of the commit that brought it.
	json 'e(1)["updated"]' 2024-01-10T00:00:00Z
	lacks ja/index.html 更新日 2024年
	lacks ja/EX-2024-0001/index.html 最終更新
	lacks text/EX-2024-0001.ja.txt 最終更新
	has ja/EX-2024-0001/index.html '"datePublished":"2019-07-01T00:00:00Z"' '"dateModified":"2024-01-10T00:00:00Z"'
	has ja/EX-2024-0001/r1/index.html '"dateModified":"2024-01-10T00:00:00Z"'
	of_pages
	advisory EX-2024-0001 ja 'first_published: 2019-07-01' 'severity: high'
	commit 2024-01-11 $'Worse\n\nNote-ja: 悪化。'
	build
	has ja/index.html 更新日 2024年1月11日
	has ja/EX-2024-0001/index.html 最終更新日時
	has text/EX-2024-0001.ja.txt 最終更新日時
	lacks ja/EX-2024-0001/r1/index.html 最終更新日時
	advisory EX-2024-0001 ja 'first_published: 2024-01-11'
	commit 2024-01-12 "Impossible"
	breaks 1 ""
	says first_published
}

test_an_older_commit_and_a_tag_can_be_built() {
	small_archive
	git -C "$repo" tag -a -m "A tag" first
	local first
	first=$(head_of)
	advisory EX-2024-0002 ja
	commit 2024-01-11 "Another"
	build
	json 'len(ids)' 2
	build --rev first
	json '[a["commit"], a["serial"], len(ids)]' "[\"$first\",1,1]"
	cp -a "$site" "$WORK/first"
	build --rev HEAD~1
	same_sites "$WORK/first" "$site"
	build --rev "${first:0:8}"
	same_sites "$WORK/first" "$site"
	breaks 2 R108 --rev nowhere
}

test_another_language_becomes_the_source() {
	small_archive
	translation EX-2024-0001 ja
	advisory EX-2024-0001 en
	commit 2024-01-11 "English is the source now"
	build
	json 'e(1)["source"]' en
	json 'e(1)["revision"]' 1
	of_site archive
	of_site links
	advisory EX-2024-0001 en 'severity: high'
	commit 2024-01-12 "Severity"
	build
	json '[e(1)["revision"], e(1)["languages"]["ja"]["current"], e(1)["languages"]["en"]["current"]]' '[2,false,true]'
	of_site archive
	of_site texts
	of_site feeds
}

test_an_advisory_that_becomes_an_exercise_is_withdrawn() {
	small_archive
	advisory EX-2024-0001 ja 'exercise: yes' 'title: SECRET'
	commit 2024-01-11 "Only an exercise"
	build
	nowhere SECRET
	json 'e(1)["state"]' withdrawn
	has ja/EX-2024-0001/index.html 'Title EX-2024-0001 ja'
}

test_history_pages_tell_all_events() {
	with_rich
	local class
	for class in 公開 更新 訂正 字句の修正 取り下げ 再公開 翻訳版を公開; do
		has ja/history/index.html $class
	done
	has en/history/index.html Published Corrected 'Editorial change' Withdrawn Reinstated EX-2024-0004
}

# told FILE: how many events a page tells.
told() { grep -c '<li data-class=' "$site/$1"; }

test_revisions_of_a_long_history_tell_what_stands_beside_them() {
	new_repo 'formats: {csaf: no, osv: no, iodef: no, stix: no}'
	local n
	for n in {1..51}; do
		advisory EX-2024-0001 ja "cve: CVE-2024-$((1000 + n))"
		BODY=$(body en "Number $n.") translation EX-2024-0001 en
		commit "$(date -u -d "2024-01-01 +$n days" +%F)" "$n"
	done
	build --rev HEAD^
	same "$(told ja/EX-2024-0001/r20/index.html)" 100
	lacks ja/EX-2024-0001/r20/index.html すべての更新履歴
	rm "$repo/archive/advisories/EX-2024-0001.en.md"
	commit 2024-03-01 "No longer in English"
	build
	same "$(told ja/EX-2024-0001/index.html)" 103
	has ja/EX-2024-0001/index.html CVE-2024-1002 'href="../../ja/EX-2024-0001/r1/index.html"'
	lacks ja/EX-2024-0001/index.html すべての更新履歴
	for n in 19 20 21; do
		has ja/EX-2024-0001/r20/index.html "/EX-2024-0001/r$n/index.html\">"
	done
	same "$(told ja/EX-2024-0001/r20/index.html)" 6
	same "$(told ja/EX-2024-0001/r1/index.html)" 4
	same "$(told ja/EX-2024-0001/r51/index.html)" 5
	has ja/EX-2024-0001/r20/index.html '<a href="../../../ja/EX-2024-0001/index.html#page_history">すべての更新履歴を見る</a>'
	has ja/EX-2024-0001/r51/index.html '<a href="../../../ja/EX-2024-0001/index.html#page_history">すべての更新履歴を見る</a>'
	# Where the page of now has no text, it has no history either.
	has en/EX-2024-0001/r20/index.html '<a href="../../../ja/EX-2024-0001/index.html#page_history" hreflang="ja">View the whole revision history</a>'
	of_site links
	of_site archive
}
