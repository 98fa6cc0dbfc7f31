# shellcheck shell=bash disable=SC2034,SC2154
# shirase diff: two revisions beside each other, in a terminal.

# Three revisions in Japanese, the second and third in English too.
three_revisions() {
	new_repo
	BODY=$(body ja) advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	BODY=$(body ja 遠隔から悪用できます。) advisory EX-2024-0001 ja $'affected:\n  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<1.3"], fixed: "1.3"}'
	BODY=$(body en) translation EX-2024-0001 en
	commit 2024-01-11T10:20:30Z "Wider"
	BODY=$(body ja 隣接網から悪用できます。) advisory EX-2024-0001 ja 'title: New title' 'severity: high' \
		$'affected:\n  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<1.3"], fixed: "1.3"}'
	BODY=$(body en "It is reachable.") translation EX-2024-0001 en
	commit 2024-01-12 "Graver"
}

diff_of() {
	ok diff -C "$repo" EX-2024-0001 "$@"
}

test_diff_shows_facts_and_text_of_two_revisions() {
	three_revisions
	diff_of r1 r2
	has "$WORK/out" EX-2024-0001 "--- r1 2024-01-10T00:00:00Z $(head_of HEAD~2 | cut -c1-12) ja" \
		"+++ r2 2024-01-11T10:20:30Z $(head_of HEAD~1 | cut -c1-12) ja" 変更した項目 '1.2より前' '1.3より前' \
		'製品に脆弱性があります。{+遠隔から悪用できます。+}' 省略
	lacks "$WORK/out" タイトル $'\033' サービスが止まります
	diff_of r2 r3
	has "$WORK/out" '[-Title EX-2024-0001 ja-]{+New title+}' '[-遠隔-]{+隣接網+}から悪用できます。' '警告（Medium）  ' '重要（High）'
	lacks "$WORK/out" '1.3より前'
}

test_diff_of_any_two_revisions_in_either_direction() {
	three_revisions
	diff_of 1 3
	has "$WORK/out" "--- r1" "+++ r3" '1.2より前' '{+隣接網から悪用できます。+}' New
	diff_of r3 1
	has "$WORK/out" "--- r3" "+++ r1" '[-隣接網から悪用できます。-]'
	diff_of r2 r2
	has "$WORK/out" 表示される内容に変わりはありません。
	lacks "$WORK/out" '{+' '[-' 変更した項目
}

test_diff_in_the_language_asked_for() {
	three_revisions
	diff_of r2 r3 --lang en
	has "$WORK/out" "+++ r3 2024-01-12T00:00:00Z $(head_of | cut -c1-12) en" 'Facts that changed' 'The product has a flaw.{+ It is reachable.+}'
	lacks "$WORK/out" 悪用
	# Where one of them lacks the language, both are read in the source's.
	diff_of r1 r3 --lang=en
	has "$WORK/out" "--- r1 2024-01-10T00:00:00Z $(head_of HEAD~2 | cut -c1-12) ja" "ja" 'Facts that changed' '{+隣接網から悪用できます。+}'
	fails 2 U101 diff -C "$repo" EX-2024-0001 r1 r2 --lang fr
}

test_diff_names_what_there_is() {
	three_revisions
	for wrong in r4 0 r0 R1 r 1x -- "" r18446744073709551617 HEAD; do
		fails 2 "" diff -C "$repo" EX-2024-0001 r1 "$wrong" || fail "$wrong"
	done
	fails 2 U106 diff -C "$repo" EX-2024-0001 r1 r4
	says 'EX-2024-0001 has no revision "r4"'
	says 'there are r1 to r3'
	same "$(cat "$WORK/out")" ""
	advisory EX-2024-0002 ja
	commit 2024-01-13 "Another"
	fails 2 U106 diff -C "$repo" EX-2024-0002 r2 r3
	says 'there is r1 only'
	fails 2 U105 diff -C "$repo" EX-2024-0009 r1 r2
	fails 2 "" diff -C "$repo" EX-2024-0001 r1
}

test_diff_of_a_tombstone_is_of_its_last_text() {
	three_revisions
	rm "$repo"/archive/advisories/EX-2024-0001.*
	commit 2024-01-14 $'Gone\n\nWithdraw-Reason: not-a-vulnerability'
	diff_of r2 r3
	has "$WORK/out" '[-遠隔-]{+隣接網+}から悪用できます。'
}

test_diff_shows_nothing_of_a_redacted_revision() {
	three_revisions
	BODY=$(body ja 隣接網から悪用できます。) advisory EX-2024-0001 ja 'title: New title' 'severity: high' 'redact: {revisions: [2], reason: {ja: 誤記}}' \
		$'affected:\n  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<1.3"], fixed: "1.3"}'
	commit 2024-01-13 "Redact"
	for pair in "r1 r2" "r2 r3" "r3 r2"; do
		# shellcheck disable=SC2086
		diff_of $pair
		has "$WORK/out" 変更点は表示しません。 "r2 2024-01-1"
		lacks "$WORK/out" 遠隔 1.3 1.2 'Title' '{+' '[-'
	done
	diff_of r1 r3
	has "$WORK/out" '{+隣接網から悪用できます。+}'
}

test_diff_in_colour_only_where_it_is_wanted() {
	three_revisions
	red=$'\033[31m' green=$'\033[32m'
	diff_of r2 r3 --color=always
	has "$WORK/out" "$red[-遠隔-]"$'\033[m'"$green{+隣接網+}" "$red--- r2" "$green+++ r3"
	sed 's/\x1b\[[0-9;]*m//g' "$WORK/out" >"$WORK/grey"
	diff_of r2 r3
	cmp "$WORK/out" "$WORK/grey" || fail "colour changes more than colour"
	fails 2 "" diff -C "$repo" EX-2024-0001 r2 r3 --color=blue
	# On a terminal: as wide as that is.
	call="'$PROGRAM' diff -C '$repo' EX-2024-0001 r2 r3"
	terminal() {
		script -qec "stty cols $1; $2" /dev/null </dev/null | tr -d '\r' >"$WORK/out"
	}
	terminal 50 "TERM=xterm NO_COLOR= $call"
	has "$WORK/out" "$red[-遠隔-]"
	terminal 50 "TERM=xterm NO_COLOR=1 $call"
	lacks "$WORK/out" $'\033'
	has "$WORK/out" '[-遠隔-]'
	python3 -c 'import sys, unicodedata as u
assert all(sum(1 + (u.east_asian_width(c) in "WF") for c in line.rstrip("\n")) <= 50 for line in open(sys.argv[1], encoding="utf-8"))' "$WORK/out" ||
		fail "a line is too long"
	has "$WORK/out" '+ 重要（High）' # too narrow for a table
	terminal 50 "TERM=xterm NO_COLOR=1 $call --color=always"
	has "$WORK/out" "$red[-遠隔-]"
	terminal 50 "TERM=dumb NO_COLOR= $call"
	lacks "$WORK/out" $'\033'
}

test_diff_masks_what_a_terminal_would_obey() {
	new_repo
	BODY=$(body ja) advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	BODY=$(body ja $'\033[31m赤\u202e逆') advisory EX-2024-0001 ja $'title: "Red \\e[31m \u202e"' $'summary: "\\x9b1m"' \
		$'affected:\n  - {product: "R\\e[1m", type: application, versions: ["<1.3"]}' $'credits: ["\\e]0;x\\a"]' $'future: "\\e[2J"'
	commit 2024-01-11 "Hostile"
	BODY=$(body ja) advisory EX-2024-0001 ja
	commit 2024-01-12 "Mended"
	for pair in "1 2" "2 3"; do
		# shellcheck disable=SC2086
		diff_of $pair
		! grep -P '[\x00-\x08\x0b-\x1f\x7f]|\x{202e}|[\x{80}-\x{9f}]' "$WORK/out" || fail "it is not masked"
		has "$WORK/out" 赤 逆
	done
}

test_diff_of_drafts_and_exercises_only_if_asked() {
	new_repo
	advisory EX-2024-0001 ja 'status: draft' 'title: SECRET one'
	commit 2024-01-10 "Draft"
	advisory EX-2024-0001 ja 'status: draft' 'title: SECRET two' 'severity: high'
	commit 2024-01-11 "Draft"
	fails 2 U105 diff -C "$repo" EX-2024-0001 r1 r2
	says_not SECRET
	diff_of r1 r2 --drafts
	has "$WORK/out" 'SECRET [-one-]{+two+}'
	advisory EX-2024-0001 ja
	commit 2024-01-12 "Public"
	fails 2 U106 diff -C "$repo" EX-2024-0001 r1 r2
	diff_of r1 r1
	lacks "$WORK/out" SECRET
}
