# shellcheck shell=bash disable=SC2034,SC2154
# What check says of records, of the configuration that they need, and of the page by RFC 2350; what pages and archive.json list.

# Two records cannot say all of this: an OSV document has no place for a product that is in no ecosystem.
two_advisories() {
	new_repo "$@"
	advisory EX-2024-0002 ja 'affected: [{product: 製品, vendor: 例示, type: application, versions: "<1.2", name: "二"}, {product: R, type: library, purl: "pkg:pypi/r", versions: "<2", scheme: pypi}]'
	document EX-2024-0002 en 'title: Second'
	advisory EX-2024-0001 ja 'affected: [{product: 製品, vendor: 例示, type: application, versions: "<1.2", name: "一"}, {product: R, type: library, purl: "pkg:pypi/r", versions: "<2", scheme: pypi}]'
	commit 2024-01-10 "Publish"
}

test_what_records_cannot_say_is_listed() {
	two_advisories
	ok check -C "$repo" --rev HEAD
	lacks "$WORK/out" "cannot say" "osv/"
	ok check -C "$repo" --rev HEAD --formats -j 1
	has "$WORK/out" 'EX-2024-0001: osv/x_EX-2024-0001.json: affected "一":' 'EX-2024-0002: osv/x_EX-2024-0002.json: affected "二":'
	# Of a format of feeds one line tells it for all, whatever their language.
	same "$(grep -o '^[*]: [^ ]*: a summary only: ' "$WORK/out")" $'*: */feed.json: a summary only: \n*: */jvnrss.rdf: a summary only: '
	same "$(grep -cE '^(EX-2024-000[12]|[*]): [^ ]*: ' "$WORK/out") things that records cannot say" "$(grep 'cannot say$' "$WORK/out")"
	same "$(sed '/cannot say$/Q' "$WORK/out" | cut -d : -f 1,2)" "$(sed '/cannot say$/Q' "$WORK/out" | cut -d : -f 1,2 | LC_ALL=C sort)"
	same "$(tail -n 1 "$WORK/out")" "2 advisories, 3 events: no faults"
	cp "$WORK/out" "$WORK/one"
	ok check -C "$repo" --rev HEAD --formats -j 4
	same "$(cat "$WORK/out")" "$(cat "$WORK/one")"
}

test_what_records_cannot_say_as_json() {
	two_advisories
	ok check -C "$repo" --rev HEAD --formats
	cp "$WORK/out" "$WORK/text"
	ok check -C "$repo" --rev HEAD --formats --diagnostics=json
	sed '$d' "$WORK/out" | python3 -c '
import json, sys
for line in sys.stdin:
    o = json.loads(line)
    assert list(o) == ["id", "path", "lost"], o
    print(o["id"], o["path"], o["lost"], sep=": ")' >"$WORK/read"
	same "$(cat "$WORK/read")" "$(sed '/cannot say$/Q' "$WORK/text")"
}

test_formats_that_are_off_lose_nothing_and_are_listed_nowhere() {
	two_advisories 'formats: {csaf: no, osv: no, iodef: no, stix: no, changes: no, jsonfeed: no, jvnrss: no}'
	ok check -C "$repo" --rev HEAD --formats
	same "$(head -n 1 "$WORK/out")" "0 things that records cannot say"
	build
	lacks archive.json '"records"' '"changes"'
	lacks ja/EX-2024-0001/index.html page_records
	of_pages
}

test_records_are_listed_on_the_current_page_alone() {
	two_advisories
	build
	of_pages
	of_site archive
	of_site links
	has ja/EX-2024-0001/index.html 'id="page_records"' 'href="../../osv/x_EX-2024-0001.json"'
	lacks ja/EX-2024-0001/r1/index.html 'id="page_records"'
}

test_what_the_configuration_lacks_is_told_by_build_too() {
	two_advisories '-security_txt'
	ok build -C "$repo" -o "$site" --unsigned
	says "archive/archive.yaml:1:1: note: [A170] security_txt.expires is missing: the site has no .well-known/security.txt"
	same "$(grep -c A170 "$WORK/err")" 1
	[ ! -e "$site/.well-known/security.txt" ] || fail "security.txt was made"
}

test_keys_without_an_address_of_the_host_are_told() {
	local told='A170] no certificate has a mail address at elsewhere.example: the site has no Web Key Directory'
	two_advisories
	make_key
	mkdir -p "$repo/archive/keys"
	gpg --batch --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	commit 2024-01-11 "The key"
	ok check -C "$repo" --rev HEAD
	says_not "mail address"
	sed -i 's,csirt\.example\.org$,elsewhere.example,; s,csirt\.example\.org/,elsewhere.example/,' "$repo/archive/archive.yaml"
	commit 2024-01-12 "Move"
	ok check -C "$repo" --rev HEAD
	says "$told"
	build
	says "$told"
	absent .well-known/openpgpkey
	echo 'formats: {wkd: no}' >>"$repo/archive/archive.yaml"
	commit 2024-01-13 "Without"
	ok check -C "$repo" --rev HEAD
	says_not "mail address"
}

test_the_chapters_of_rfc_2350() {
	new_repo
	advisory EX-2024-0001 ja
	page rfc2350 ja $'# １．文書情報\n\n## 第2章　連絡先\n\n## 憲章\n\n## 4) ポリシー\n\n## 活動\n\n## 6. インシデント報告様式\n\n## 7. 免責事項'
	page rfc2350 en $'## 1. Document Information\n\n### 1.1 Charter\n\n## CONTACT INFORMATION\n\n## 4 Policies\n\nServices\n\n## 6. Incident Reporting Forms'
	commit 2024-01-10 "Publish"
	ok check -C "$repo"
	says 'archive/pages/rfc2350.en.md:4: warning: [W144] a description by RFC 2350 has seven chapters; this one lacks "5. Services", "7. Disclaimers"'
	same "$(grep -c W144 "$WORK/err")" 1
}

test_no_name_of_a_word_is_ever_published() {
	# The archive's own locale lacks what only records say: another language speaks for it.
	new_repo 'languages: [en, ja]'
	mkdir -p "$repo/filters/locale"
	grep -v '"csaf[.]' "$HERE/../../filters/locale/ja.lua" >"$repo/filters/locale/ja.lua"
	advisory EX-2024-0001 ja 'exercise: yes'
	advisory EX-2024-0002 ja 'withdrawn: {reason: other, note: {ja: 誤り, en: Wrong}}'
	translation EX-2024-0002 en
	commit 2024-01-10 "Publish"
	build --exercise
	has .well-known/csaf/white/2024/ex-2024-0002.json "\"$(sed -nE 's/.*"csaf.reasoning"\] = "([^"]*)".*/\1/p' "$HERE/../../filters/locale/en.lua")\""
	local words
	words=$(grep -oE '^[[:space:]]*\["[a-z]+[.][a-z_]+"\]' "$HERE/../../filters/locale/en.lua" | grep -oE '[a-z]+[.][a-z_]+' | grep -vx 'feed[.]json')
	! (cd "$site" && find . -name theme -prune -o -type f -print0 | xargs -0 grep -nowF "$words" --) >"$WORK/found" ||
		fail "names of words: $(head "$WORK/found")"
}
