# shellcheck shell=bash disable=SC2034,SC2154
# What was redacted is in no output of the whole site: not as it stands, not escaped, not cut by a difference.

# secret_source N LANG: a document whose every text and fact holds the words of secret N.
secret_source() {
	BODY=$(body "$2" "SECRET$1body 秘密$1本文 [SECRET$1link](https://secret$1.example/) \`SECRET$1code\`") \
		advisory EX-2024-0001 "$2" "title: SECRET$1title 秘密$1題名" "summary: SECRET$1summary 秘密$1要約" \
		$'affected:\n  - {vendor: '"SECRET$1vendor, product: {ja: 秘密$1製品, en: SECRET$1product}"', type: os, versions: ["<'"$1"'.9.9"]}' \
		"references: [{url: \"https://secret$1.example/\", title: SECRET$1reference}]" "credits: [SECRET$1credit]" \
		"tags: [SECRET$1tag]" "cve: CVE-2024-777$1" \
		"remediations: [{kind: vendor-fix, details: {ja: 秘密$1対処, en: SECRET$1remedy}}]" \
		"indicators: [{type: domain, value: secret$1.indicator.example, note: SECRET$1note}]"
}

secret_translation() {
	BODY=$(body "$2" "SECRET$1translated 秘密$1翻訳") translation EX-2024-0001 "$2" "title: SECRET$1translation" \
		"summary: SECRET$1translatedsummary"
}

# secret N: both languages and an attachment, with notes of every kind.
secret() {
	secret_source "$1" ja
	secret_translation "$1" en
	attach EX-2024-0001 "SECRET$1name.txt" "SECRET$1bytes"
}

secret_message() {
	printf 'SECRET%ssubject\n\nNote-ja: 秘密%s注記\nNote-en: SECRET%snotes\nNote-jp: SECRET%sslip\nRevision: SECRET%sword\n' "$1" "$1" "$1" "$1" "$1"
}

harmless() {
	advisory EX-2024-0001 ja 'title: 無害' "$@"
	translation EX-2024-0001 en 'title: Harmless'
	rm -rf "$repo/archive/advisories/EX-2024-0001"
}

# hidden N…: nothing of these secrets is in the site, nor in what the program says of the advisory.
hidden() {
	local n
	for n; do
		python3 "$HERE/redacted.py" "$site" "SECRET$n" "secret$n." "秘密$n" "CVE-2024-777$n" "$n.9.9" >"$WORK/found" 2>&1 || {
			head -n 40 "$WORK/found" >&2
			fail "secret $n is told"
		}
		lacks "$WORK/err" "SECRET$n" "秘密$n"
		for format in text json; do
			ok log -C "$repo" EX-2024-0001 --format=$format
			lacks "$WORK/out" "SECRET$n" "秘密$n" "CVE-2024-777$n"
			lacks "$WORK/err" "SECRET$n" "秘密$n"
		done
	done
}

# told N…: they are in the site as long as nothing is redacted (or hidden proves nothing).
told() {
	local n
	for n; do
		! python3 "$HERE/redacted.py" "$site" "SECRET$n" >"$WORK/found" 2>&1 || fail "secret $n was never told"
	done
}

test_one_redacted_revision_is_in_no_output() {
	new_repo
	secret 1
	commit 2024-01-10 "$(secret_message 1)"
	# Changes within the revision, and a withdrawal whose note goes with it.
	BODY=$(body ja 'SECRET1editorial 秘密1字句') advisory EX-2024-0001 ja 'title: SECRET1title' 'cve: CVE-2024-7771'
	commit 2024-01-11 "$(secret_message 1)"
	secret 1
	commit 2024-01-12 "$(secret_message 1)"$'\nRevision: editorial'
	harmless
	commit 2024-01-14 "Harmless"
	harmless 'severity: high'
	commit 2024-01-15 "More"
	build
	told 1
	harmless 'severity: high' 'redact: {revisions: [1, 2], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-16 "Redact"
	# The third still shows the second one's translation.
	fails 1 H123 build -C "$repo" -o "$site" --unsigned
	harmless 'severity: high' 'redact: {revisions: [1, 2, 3], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-17 "Redact all three"
	build
	json '[(x["class"], x["revision"]) for x in e(1)["events"] if x["language"] == "ja"]' \
		'[["published",1],["substantive",2],["substantive",3],["substantive",4],["substantive",5],["redacted",5],["redacted",5]]'
	hidden 1
	exists ja/EX-2024-0001/r{1,2,3,4,5}/index.html en/EX-2024-0001/r{1,2,3,4,5}/index.html
	has ja/EX-2024-0001/r2/index.html 法的な理由
	has en/EX-2024-0001/r2/index.html 'Legal reasons'
	of_site links
	of_site feeds
	of_site archive
}

test_a_redacted_revision_between_others_is_in_no_output() {
	new_repo
	harmless
	commit 2024-01-10 "First"
	secret 2
	commit 2024-01-11 "$(secret_message 2)"
	secret_translation 2 en
	translation EX-2024-0001 en 'title: SECRET2again' 'summary: SECRET2'
	commit 2024-01-12 "$(secret_message 2)"
	harmless 'severity: low'
	rm "$repo/archive/advisories/EX-2024-0001.en.md"
	commit 2024-01-13 "Third, in one language"
	translation EX-2024-0001 en 'title: Harmless'
	commit 2024-01-14 "Translated again"
	build
	told 2
	harmless 'severity: low' 'redact: {revisions: [2], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-15 "Redact"
	build
	hidden 2
	of_site links
	of_site feeds
	of_site archive
	has ja/EX-2024-0001/index.html 無害
	# In all other shapes of the program's output too.
	make_key
	build
	verify
	hidden 2
}

test_a_withdrawal_in_a_redacted_revision_is_in_no_output() {
	new_repo
	secret 3
	commit 2024-01-10 "$(secret_message 3)"
	rm -r "$repo"/archive/advisories/EX-2024-0001*
	commit 2024-01-11 "$(secret_message 3)"$'\nWithdraw-Reason: legal\nReplaced-By: EX-2024-7779'
	build
	told 3
	harmless
	commit 2024-01-12 "Harmless, and back"
	harmless 'redact: {revisions: [1], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-13 "Redact"
	build
	hidden 3
	nowhere EX-2024-7779
	of_site links
}

test_what_is_redacted_whole_is_in_no_output() {
	new_repo
	secret 4
	commit 2024-01-10 "$(secret_message 4)"
	secret 5
	commit 2024-01-11 "$(secret_message 5)"
	build
	told 4 5
	BODY=$(body ja 'SECRET6body 秘密6') advisory EX-2024-0001 ja 'title: SECRET6title' 'summary: SECRET6summary' \
		'withdrawn: {reason: legal, note: {ja: 法的な理由, en: Legal reasons}}' 'redact: {revisions: all, reason: {ja: 法的な理由, en: Legal reasons}}'
	BODY=$(body en SECRET6translated) translation EX-2024-0001 en 'title: SECRET6translation'
	commit 2024-01-12 "$(secret_message 6)"
	build
	hidden 4 5 6
	exists ja/EX-2024-0001/index.html en/EX-2024-0001/r1/index.html ja/EX-2024-0001/r2/index.html
	absent ja/EX-2024-0001/files ja/EX-2024-0001/r1/files en/EX-2024-0001/r2/files
	has ja/EX-2024-0001/index.html 法的な理由
	of_site links
	of_site feeds
	of_site archive
	make_key
	build
	verify
	hidden 4 5 6
}

test_what_is_redacted_and_deleted_is_in_no_output() {
	new_repo
	secret 7
	commit 2024-01-10 "$(secret_message 7)"
	# Its facts are those of now, for good: they are mended beside the redaction.
	BODY=$(body ja SECRET7body) advisory EX-2024-0001 ja 'title: SECRET7title' 'summary: SECRET7summary' \
		'redact: {revisions: all, reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-11 "$(secret_message 7)"
	rm -r "$repo"/archive/advisories/EX-2024-0001*
	commit 2024-01-12 "$(secret_message 7)"$'\nWithdraw-Reason: legal'
	build
	hidden 7
	of_site links
	of_site feeds
}

# by_hidden KEY: a version that is not public redacts what was, which then stays hidden whatever comes.
by_hidden() {
	new_repo
	secret 8
	sed -i 's,type: os,type: library\, purl: "pkg:pypi/secret8",' "$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-10 "$(secret_message 8)"
	build
	told 8
	exists osv/x_EX-2024-0001.json ja/products/index.html
	# The file says nothing else of the facts: they go all the same, and what it says anew is told to nobody.
	secret_source 9 ja
	sed -i "s/^status: final/$1\nredact: {revisions: all, reason: {ja: 法的な理由, en: Legal reasons}}/" "$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-11 "$(secret_message 9)"$'\nWithdraw-Reason: legal'
	build --previous "$site"
	hidden 8 9
	exists ja/EX-2024-0001/index.html en/EX-2024-0001/r1/index.html .well-known/csaf/white/2024/ex-2024-0001.json \
		iodef/EX-2024-0001.xml stix/EX-2024-0001.json
	has ja/EX-2024-0001/index.html 法的な理由
	has osv/x_EX-2024-0001.json '"withdrawn":'
	lacks osv/x_EX-2024-0001.json '"affected":'
	json '[x["class"] for x in e(1)["events"] if x["language"] == "ja"]' '["published","withdrawn","redacted"]'
	of_site links
	of_site feeds
	of_site archive
}

test_what_a_draft_redacts_is_in_no_output() {
	by_hidden 'status: draft'
	rm -r "$repo"/archive/advisories/EX-2024-0001*
	commit 2024-01-12 "$(secret_message 8)"$'\nWithdraw-Reason: legal'
	build --previous "$site"
	hidden 8 9
	# Public again, it says what it says.
	harmless 'redact: {revisions: [1], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-13 "Back"
	build --previous "$site"
	hidden 8 9
	has ja/EX-2024-0001/index.html 無害
	of_site links
	of_site archive
}

test_what_an_exercise_redacts_is_in_no_output() {
	by_hidden 'status: final\nexercise: yes'
}

test_facts_stay_where_a_draft_redacts_what_came_before_them() {
	new_repo
	secret 8
	commit 2024-01-10 "$(secret_message 8)"
	harmless 'severity: high'
	commit 2024-01-11 "Harmless"
	harmless 'status: draft' 'redact: {revisions: [1], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-12 $'Redact\n\nWithdraw-Reason: legal'
	build
	hidden 8
	json 'e(1)["severity"]' high
	has ja/EX-2024-0001/index.html Reiji
}
