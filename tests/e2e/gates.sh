# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# The gates for publishers: check --base, the comparison of languages, plan.

# pull_request NAME [START]: a branch off START (HEAD), that is worked on from now.
pull_request() { git -C "$repo" checkout -q -b "$1" "${2:-HEAD}"; }

# gate_refuses CODE PLACE: check --base main ends with this error there, and no other.
gate_refuses() {
	fails 1 "$1" check -C "$repo" --base main
	says "$2: error: [$1]"
	same "$(grep -c ': error: ' "$WORK/err")" 1
}

gate_passes() {
	ok check -C "$repo" --base "${1:-main}"
	says_not error
}

both() { # [LINE]…: the advisory in both languages
	advisory EX-2024-0001 ja "$@"
	translation EX-2024-0001 en
}

# tells TEXT…: the last call printed it, over line ends.
tells() {
	local text
	for text; do
		[[ $(<"$WORK/out") == *"$text"* ]] || {
			cat "$WORK/out" >&2
			fail "it does not tell: $text"
		}
	done
}

notes=$'Change\n\nNote-ja: 直しました。\nNote-en: Mended.'

# Notes. -----------------------------------------------------------------------------

test_a_fact_that_changes_without_a_note() {
	small_archive
	pull_request topic
	both 'severity: high'
	commit 2024-01-11 "Severity"
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:9:1
	says '"severity" of EX-2024-0001 changes'
	# A build does not ask for it.
	build
	# Any commit since the base may carry the note.
	BODY="$(body ja)"$'\n\n字句。' advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-12 $'Words\n\nNote-ja: 深刻度を改めました。'
	ok check -C "$repo" --base main
	says "EX-2024-0001.ja.md:9:1: warning: [W132]"
	says 'in "en"'
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-13 "$notes"
	gate_passes
	says_not W132
}

test_a_fact_that_is_gone_is_told_at_the_front_matter() {
	small_archive
	pull_request topic
	both -severity
	commit 2024-01-11 "No severity"
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:1:1
}

test_what_needs_no_note() {
	small_archive
	pull_request topic
	BODY="$(body ja)"$'\n\n字句。' advisory EX-2024-0001 ja
	commit 2024-01-11 "The text alone"
	BODY="$(body ja)"$'\n\n字句。' advisory EX-2024-0001 ja 'tags: [a]'
	commit 2024-01-12 "Tags alone"
	BODY="$(body ja)"$'\n\n文。' advisory EX-2024-0001 ja 'tags: [b]' 'credits: [B]'
	commit 2024-01-12 "Tags, credits and text"
	advisory EX-2024-0002 ja
	commit 2024-01-13 "A new one"
	advisory EX-2024-0003 ja 'status: draft'
	commit 2024-01-14 "A draft"
	advisory EX-2024-0003 ja 'status: draft' 'severity: high'
	commit 2024-01-15 "A change of a draft"
	gate_passes
	says_not W13
	# What stood before the base is the base's.
	git -C "$repo" checkout -q main
	both 'severity: high'
	commit 2024-01-16 "No note"
	pull_request later
	advisory EX-2024-0004 ja
	commit 2024-01-17 "Another"
	gate_passes
}

test_subjects_are_notes_where_the_archive_says_so() {
	small_archive 'notes: subject'
	pull_request topic
	both 'severity: high'
	commit 2024-01-11 "The severity is high"
	gate_passes
	says_not W132
}

test_an_attachment_that_changes_needs_a_note() {
	small_archive
	attach EX-2024-0001 a.txt one
	commit 2024-01-11 "$notes"
	pull_request topic
	attach EX-2024-0001 a.txt two
	commit 2024-01-12 "Another"
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:1:1
}

# What disappears. ---------------------------------------------------------------------

test_an_id_that_disappears() {
	small_archive
	pull_request topic
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.{ja,en}.md
	commit 2024-01-11 "$notes"
	gate_refuses W133 archive/advisories/EX-2024-0001.ja.md
	says H107
	says "commit $(git -C "$repo" rev-parse HEAD) withdraws EX-2024-0001 by deletion without a reason"
	git -C "$repo" commit -q --amend -m "$notes"$'\nWithdraw-Reason: incorrect'
	gate_passes
	# What comes back before the end did not disappear.
	pull_request back main
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.{ja,en}.md
	commit 2024-01-11 "Gone"
	both
	commit 2024-01-12 "Back"
	gate_passes
}

# An uncommitted change has no commit yet, and an id is for good.
test_an_id_that_is_given_up_for_another() {
	small_archive
	local lang
	for lang in ja en; do
		git -C "$repo" mv "archive/advisories/EX-2024-0001.$lang.md" "archive/advisories/EX-2024-0009.$lang.md"
	done
	ok check -C "$repo"
	says "H107] the commit to come withdraws EX-2024-0001 by deletion without a reason"
	says "is it the same advisory as EX-2024-0009? give it back its id, in each language: git mv archive/advisories/EX-2024-0009.ja.md archive/advisories/EX-2024-0001.ja.md; if not, say why"
	commit 2024-01-11 "Another number"
	ok check -C "$repo"
	says "H107] commit $(git -C "$repo" rev-parse HEAD) withdraws EX-2024-0001 by deletion without a reason"
	says "is it the same advisory as EX-2024-0009?"
	for lang in ja en; do
		git -C "$repo" mv "archive/advisories/EX-2024-0009.$lang.md" "archive/advisories/EX-2024-0001.$lang.md"
	done
	ok check -C "$repo"
	says "the commit to come withdraws EX-2024-0009 by deletion"
	says_not "the same advisory"
	git -C "$repo" reset -q --hard HEAD~1
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.{ja,en}.md
	ok check -C "$repo"
	says "the commit to come withdraws EX-2024-0001"
	says_not "the same advisory"
}

test_a_public_advisory_that_becomes_a_draft() {
	small_archive
	pull_request topic
	both 'status: draft'
	commit 2024-01-11 "$notes"
	gate_refuses W133 archive/advisories/EX-2024-0001.ja.md:1:1
	says "EX-2024-0001 was published and becomes a draft"
	says "withdraws EX-2024-0001, which becomes a draft or an exercise, without a reason"
}

test_a_withdrawal_by_deletion_needs_a_note() {
	small_archive
	pull_request topic
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.{ja,en}.md
	commit 2024-01-11 $'Gone\n\nWithdraw-Reason: incorrect'
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md
	says "EX-2024-0001 is withdrawn, and no commit tells why"
	git -C "$repo" commit -q --amend -m $'Gone\n\nWithdraw-Reason: incorrect\nNote-ja: 誤りでした。'
	gate_passes
	says 'warning: [W132] EX-2024-0001 is withdrawn, and no commit tells why in "en"'
	# What stood before the base is not asked for again.
	git -C "$repo" commit -q --amend -m $'Gone\n\nWithdraw-Reason: incorrect'
	git -C "$repo" checkout -q -b later
	advisory EX-2024-0002 ja
	commit 2024-01-12 "Another"
	gate_passes topic
}

test_a_reinstatement_needs_a_note() {
	small_archive
	both 'withdrawn: {reason: incorrect, note: {ja: 誤りでした。, en: It was wrong.}}'
	commit 2024-01-11 "Withdraw"
	pull_request topic
	both
	commit 2024-01-12 "Back"
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:1:1
	says "EX-2024-0001 is reinstated, and no commit tells why"
	git -C "$repo" commit -q --amend -m "$notes"
	gate_passes
	says_not W13
	# One that came back by its document.
	git -C "$repo" checkout -q main
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.{ja,en}.md
	commit 2024-01-13 "$notes"$'\nWithdraw-Reason: incorrect'
	pull_request again
	both
	commit 2024-01-14 "Back"
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:1:1
}

test_a_reason_that_is_not_known() {
	small_archive
	advisory EX-2024-0002 ja
	commit 2024-01-11 "Another"
	pull_request topic
	git -C "$repo" rm -q archive/advisories/EX-2024-000{1.ja,1.en,2.ja}.md
	commit 2024-01-12 "$notes"$'\nWithdraw-Reason: We found that it was wrong'
	# Of two advisories once.
	gate_refuses W139 archive/advisories/EX-2024-0001.ja.md
	says '"Withdraw-Reason: We found that it was wrong", which is not a known reason'
	says "published-in-error, legal or other"
	git -C "$repo" commit -q --amend -m "$notes"$'\nWithdraw-Reason: Duplicate'
	gate_refuses W139 archive/advisories/EX-2024-0001.ja.md
	# What the base said is a warning.
	git -C "$repo" checkout -q -b later
	advisory EX-2024-0003 ja
	commit 2024-01-13 "A third"
	ok check -C "$repo" --base topic
	says H104
	says_not ': error: '
}

test_a_withdrawal_in_the_front_matter_gives_its_reason() {
	small_archive
	pull_request topic
	both 'withdrawn: {reason: incorrect, note: {ja: 誤りでした。, en: It was wrong.}}'
	commit 2024-01-11 "Withdraw"
	gate_passes
}

test_a_language_that_disappears() {
	small_archive
	pull_request topic
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.en.md
	commit 2024-01-11 "No English"
	gate_refuses W133 archive/advisories/EX-2024-0001.en.md
	git -C "$repo" commit -q --amend -m $'No English\n\nWithdraw-Reason: other'
	gate_passes
}

test_an_attachment_that_disappears() {
	small_archive
	attach EX-2024-0001 a.txt one
	attach EX-2024-0001 b.txt two
	commit 2024-01-11 "$notes"
	pull_request topic
	rm "$repo/archive/advisories/EX-2024-0001/a.txt"
	commit 2024-01-12 "$notes"
	gate_refuses W133 archive/advisories/EX-2024-0001.ja.md:1:1
	says '"a.txt"'
	git -C "$repo" commit -q --amend -m "$notes"$'\nWithdraw-Reason: other'
	gate_passes
}

# Messages. ------------------------------------------------------------------------------

test_editorial_must_not_hide_facts() {
	small_archive
	pull_request topic
	both 'severity: high'
	commit 2024-01-11 "$notes"$'\nRevision: editorial'
	gate_refuses W134 archive/advisories/EX-2024-0001.ja.md:9:1
	says "$(git -C "$repo" rev-parse --short=12 HEAD)"
}

test_editorial_that_changes_what_the_text_names() {
	new_repo
	local first=$'CVE-2024-1111、1.38、2024年1月9日、https://example.com/a、192.0.2[.]1、c2.example[.]net\n\n一つ目。'
	texts "$first" "$first"
	commit 2024-01-10 "Publish"
	pull_request topic
	local second=${first/1111/1112}
	second=${second/1.38/1.39} second=${second/月9日/月8日} second=${second/com\/a/com\/b} second=${second/'[.]1'/'[.]2'}
	texts "$second" "$second"
	commit 2024-01-11 $'Words\n\nRevision: editorial'
	gate_passes
	same "$(grep -c 'EX-2024-0001.ja.md:14:[0-9]*: warning: \[W138\]' "$WORK/err")" 5
	same "$(grep -c 'EX-2024-0001.en.md:7:[0-9]*: warning: \[W138\]' "$WORK/err")" 5
	says "calls its change of EX-2024-0001 editorial, but the text now names the version 1.39"
	# What is gone is told where nothing came for it.
	texts "${first/、c2*net/}" "${first/、c2*net/}"
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m $'Words\n\nRevision: editorial'
	gate_passes
	same "$(grep -c 'warning: \[W138\]' "$WORK/err")" 2
	says 'EX-2024-0001.ja.md:1:1: warning: [W138]'
	says 'EX-2024-0001.en.md:1:1: warning: [W138]'
	says "no longer names the domain c2.example[.]net"
	# Words alone, what is meant, and what is not called editorial.
	texts "${first/一つ目/二つ目}" "${first/一つ目/二つ目}"
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m $'Words\n\nRevision: editorial'
	gate_passes
	says_not W138
	texts "$second" "$second" 'lint: {ignore: [{code: W138, reason: Misprints}]}'
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m $'Words\n\nRevision: editorial'
	gate_passes
	says_not W138
	texts "$second" "$second"
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m "Facts"
	gate_passes
	says_not W138
	# What the end takes back is not told.
	git -C "$repo" commit -q --amend -m $'Words\n\nRevision: editorial'
	texts "$first" "$first"
	commit 2024-01-12 $'Back\n\nRevision: editorial'
	gate_passes
	says_not W138
	# Unless what was there meanwhile was no editorial change.
	git -C "$repo" reset -q --hard HEAD~1
	git -C "$repo" commit -q --amend -m "Facts"
	texts "$first" "$first"
	commit 2024-01-12 $'Back\n\nRevision: editorial'
	gate_passes
	says "the text now names the version 1.38"
}

test_misspelt_keys_of_messages() {
	small_archive
	pull_request topic
	BODY="$(body ja)"$'\n\n字句。' advisory EX-2024-0001 ja
	BODY="$(body en)"$'\n\nWords.' translation EX-2024-0001 en
	commit 2024-01-11 $'Words\n\nRevision: editorail'
	gate_refuses W135 archive/advisories/EX-2024-0001.ja.md:1:1
	says editorail
	git -C "$repo" commit -q --amend -m $'Words\n\nNote-fr: Des mots.'
	gate_refuses W136 archive/advisories/EX-2024-0001.ja.md:1:1
	says Note-fr
	git -C "$repo" commit -q --amend -m $'Words\n\nRevison: editorial'
	gate_refuses W137 archive/advisories/EX-2024-0001.ja.md:1:1
	says '"Revision"'
	git -C "$repo" commit -q --amend -m $'Words\n\nNote-ja：直しました。'
	gate_refuses W137 archive/advisories/EX-2024-0001.ja.md:1:1
	says 'says "Note-ja：", with a full-width colon'
	says "correct the key, or reword the line"
	git -C "$repo" commit -q --amend -m $'Words\n\nNotes-ja：直しました。'
	gate_refuses W137 archive/advisories/EX-2024-0001.ja.md:1:1
	says 'says "Notes-ja：", with a full-width colon, which looks like "Note-ja" and is not'
	git -C "$repo" commit -q --amend -m $'Words\n\nNote-ja : 直しました。'
	gate_refuses W137 archive/advisories/EX-2024-0001.ja.md:1:1
	says 'says "Note-ja :", with a space before the colon'
	git -C "$repo" commit -q --amend -m $'Words\n\nRevision: editorial'
	gate_passes
	# One message of two advisories is told once.
	pull_request two main
	advisory EX-2024-0002 ja
	BODY="$(body ja)"$'\n\n字句。' advisory EX-2024-0001 ja
	BODY="$(body en)"$'\n\nWords.' translation EX-2024-0001 en
	commit 2024-01-11 $'Words\n\nRevision: editorail'
	gate_refuses W135 archive/advisories/EX-2024-0001.ja.md:1:1
}

# Ways to merge. ---------------------------------------------------------------------------

# A branch with two changes of facts, of which the second has the notes, and main that went on.
branch_behind_main() {
	small_archive
	pull_request topic
	both 'severity: high'
	commit 2024-01-11 "Severity"
	both 'severity: high' 'exploitation: observed'
	commit 2024-01-12 "${1-$notes}"
	git -C "$repo" checkout -q main
	advisory EX-2024-0002 ja
	commit 2024-01-13 "Meanwhile"
	advisory EX-2024-0002 ja 'severity: low'
	commit 2024-01-14 "Meanwhile, without a note"
	git -C "$repo" checkout -q topic
}

test_a_branch_behind_main() {
	branch_behind_main
	gate_passes
	plan --base main
	# As if it were merged: one revision, and nothing of what main has and the branch lacks.
	tells "as if it were merged: 1 publication" "EX-2024-0001 r2 " "changed: exploitation, severity" "悪用の状況：" "深刻度："
	lacks "$WORK/out" EX-2024-0002 r3
	tells "The base $(git -C "$repo" rev-parse --short=12 main) is no ancestor of this commit: compared with $(git -C "$repo" merge-base main topic | cut -c1-12), where"
	plan --base main --format=json
	tells "\"asked_base\": \"$(git -C "$repo" rev-parse main)\""
	plan --base "$(git -C "$repo" merge-base main topic)"
	lacks "$WORK/out" "no ancestor"
}

test_a_branch_behind_main_without_notes() {
	branch_behind_main "Exploited"
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:8:1
}

test_a_merge_queue_commit() {
	branch_behind_main
	git -C "$repo" checkout -q main
	GIT_COMMITTER_DATE=2024-01-15T00:00:00Z git -C "$repo" merge -q --no-ff -m "Merge the topic" topic
	# The queue's commit, against what stands before it; its notes are those of the commits that it brings.
	gate_passes HEAD~1
	plan
	tells "EX-2024-0001 r2 " "note (ja): 直しました。"
	lacks "$WORK/out" EX-2024-0002 merged
	branch_without=$(git -C "$repo" commit-tree -p HEAD~1 -p topic~1 -m "Merge the first half" "$(git -C "$repo" rev-parse 'HEAD^{tree}')")
	git -C "$repo" checkout -q "$branch_without"
	fails 1 W131 check -C "$repo" --base main~1
}

test_a_squash() {
	branch_behind_main
	git -C "$repo" checkout -q main
	git -C "$repo" merge -q --squash topic >/dev/null
	commit 2024-01-15 $'Severity\n\n* Severity\n\n* Change\n\nNote-ja: 直しました。\nNote-en: Mended.'
	gate_passes HEAD~1
	git -C "$repo" commit -q --amend -m "Severity (#12)"
	fails 1 W131 check -C "$repo" --base HEAD~1
}

test_a_rebase() {
	branch_behind_main
	GIT_COMMITTER_DATE=2024-01-16T00:00:00Z git -C "$repo" rebase -q main
	gate_passes
	plan --base main
	# Each commit is a publication of its own.
	tells ": 2 publications" "EX-2024-0001 r2 " "EX-2024-0001 r3 "
	lacks "$WORK/out" merged
}

test_a_base_that_is_none() {
	small_archive
	fails 2 R108 check -C "$repo" --base nowhere
	fails 2 R108 plan -C "$repo" --base nowhere
	git -C "$repo" checkout -q --orphan other
	commit 2024-01-11 "Another beginning"
	fails 2 R112 check -C "$repo" --base main
	fails 2 R112 plan -C "$repo" --base main
}

test_annotations_stand_at_the_lines() {
	small_archive
	pull_request topic
	both 'severity: high'
	commit 2024-01-11 "Severity"
	fails 1 "" check -C "$repo" --base main --diagnostics=github
	says "::error file=archive/advisories/EX-2024-0001.ja.md,line=9,col=1,title=W131::"
	[ "$(grep -cv '^::' "$WORK/err")" -eq 0 ] || fail "a line is no workflow command: $(cat "$WORK/err")"
}

# Languages. ---------------------------------------------------------------------------------

# texts JA EN [LINE]…: both languages with a sentence more.
texts() {
	BODY=$(body ja "$1") advisory EX-2024-0001 ja "${@:3}"
	BODY=$(body en "$2") translation EX-2024-0001 en
}

test_languages_that_disagree() {
	new_repo
	texts '1.38、CVE-2024-1111、2024年1月9日（火）、https://example.com/a、192.0.2[.]1、CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H' \
		'1.39, CVE-2024-1112, 10 January 2024, https://example.com/b, 192.0.2[.]2, CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L'
	commit 2024-01-10 "Publish"
	ok check -C "$repo"
	same "$(grep -c 'EX-2024-0001.*: warning: \[W12' "$WORK/err")" 12
	local code
	for code in W121 W122 W123 W124 W125 W126; do
		same "$(grep -c "EX-2024-0001.ja.md:14:[0-9]*: warning: \[$code\] .*EX-2024-0001.en.md:5$" "$WORK/err")" 1
		same "$(grep -c "EX-2024-0001.en.md:7:[0-9]*: warning: \[$code\] .*EX-2024-0001.ja.md:12$" "$WORK/err")" 1
	done
	# A build is not told.
	build
	says_not W12
}

test_languages_that_agree() {
	new_repo
	texts '１．３８、2024年1月9日（火）0:30（日本時間）、hxxps://a.example[.]com/ja/x、192.0.2.1は1.5GBの2.4倍' \
		'v1.38, 8 January 2024 (Mon) 15:30 UTC, https://a.example.com/en/x, 192.0.2[.]1: 2.4 times 1.5 GB'
	commit 2024-01-10 "Publish"
	ok check -C "$repo"
	says_not W12
}

test_many_disagreements_do_not_fill_the_log() {
	new_repo
	texts "$(printf '1.%d、' {1..201})" None
	commit 2024-01-10 "Publish"
	ok check -C "$repo"
	same "$(grep -c W123 "$WORK/err")" 51 # a line each, and one hint for all
	says "the version 1.51 is named here, and not in archive/advisories/EX-2024-0001.en.md:5, and so are 150 things more"
}

test_a_disagreement_of_what_changed_is_an_error() {
	new_repo
	texts 1.38 1.39
	BODY=$(body ja 2.0.1) advisory EX-2024-0002 ja
	BODY=$(body en 2.0.2) translation EX-2024-0002 en
	commit 2024-01-10 "Publish"
	pull_request topic
	texts 1.38 1.40
	commit 2024-01-11 "English"
	fails 1 W127 check -C "$repo" --base main
	says "EX-2024-0001.ja.md:14:37: error: [W127] the version 1.38 is named here, and not in archive/advisories/EX-2024-0001.en.md:5"
	says "EX-2024-0001.en.md:7:25: error: [W127] the version 1.40"
	says "EX-2024-0002.ja.md:14:37: warning: [W123]"
	same "$(grep -c ': error: ' "$WORK/err")" 2
	texts 1.38 1.38
	commit 2024-01-12 "Mended"
	ok check -C "$repo" --base main
	says_not EX-2024-0001
}

test_a_disagreement_that_is_meant() {
	new_repo
	texts 1.38 1.39 'lint: {ignore: [{code: W123, reason: The languages tell of different builds}]}'
	commit 2024-01-10 "Publish"
	ok check -C "$repo"
	says_not W12
	pull_request topic
	texts '1.38 CVE-2024-1111' 1.40 'lint: {ignore: [{code: W123, reason: The languages tell of different builds}]}'
	commit 2024-01-11 "English"
	gate_refuses W127 archive/advisories/EX-2024-0001.ja.md:15:42
	# The translation may say so too.
	BODY=$(body en 1.40) translation EX-2024-0001 en 'lint: {ignore: [{code: W121, reason: No English record}]}'
	commit 2024-01-12 "No CVE"
	gate_passes
}

# A translation may lag behind a fact too: readers see the new one in both languages.
test_a_fact_that_one_language_changes_alone() {
	small_archive
	pull_request topic
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "$notes"
	ok check -C "$repo" --base main
	says W112
	says_not ': error: '
	git -C "$repo" commit -q --amend -m 'Note-ja: 上げました。'
	ok check -C "$repo" --base main
	says W132
	git -C "$repo" commit -q --amend -m 'No note'
	gate_refuses W131 archive/advisories/EX-2024-0001.ja.md:9:1
}

test_a_stale_translation_is_not_compared() {
	new_repo
	texts 1.38 1.38
	commit 2024-01-10 "Publish"
	BODY=$(body ja 1.39) advisory EX-2024-0001 ja
	commit 2024-01-11 "A later version"
	ok check -C "$repo"
	says W112
	says_not W12
	ok check -C "$repo" --base HEAD~1
	says_not W12
	# Unless both change in one pull request, in whatever order.
	git -C "$repo" checkout -q -b both HEAD~1
	texts 1.38 1.37
	commit 2024-01-11 "English first"
	BODY=$(body ja 1.39) advisory EX-2024-0001 ja
	commit 2024-01-12 "Then Japanese"
	ok check -C "$repo"
	says_not W12
	fails 1 W127 check -C "$repo" --base HEAD~2
}

test_drafts_and_what_is_withdrawn_are_not_compared() {
	new_repo
	texts 1.38 1.39 'status: draft'
	commit 2024-01-10 "A draft"
	ok check -C "$repo"
	says_not W12
	ok check -C "$repo" --drafts
	says W123
	texts 1.38 1.39
	commit 2024-01-11 "Publish"
	texts 1.38 1.39 'withdrawn: {reason: incorrect, note: {ja: 誤りでした。, en: It was wrong.}}'
	commit 2024-01-12 "Withdraw"
	ok check -C "$repo"
	says_not W12
}

test_the_demonstration_archive_gives_no_false_alarm() {
	cp -R "$HERE/../../archive" "$WORK/r"
	mkdir "$repo/archive"
	mv "$repo"/{advisories,archive.yaml,glossary.yaml,pages} "$repo/archive/"
	git init -q -b main "$repo"
	commit 2026-12-31 "All of it"
	shirase check -C "$repo" --exercise --drafts
	says_not W12
}

# Plan. -----------------------------------------------------------------------------------------

plan() { ok plan -C "$repo" "$@"; }

test_plan_tells_what_publishing_would_do() {
	small_archive
	advisory EX-2024-0002 ja
	commit 2024-01-11 "Another"
	both 'severity: high'
	advisory EX-2024-0003 en
	git -C "$repo" rm -q archive/advisories/EX-2024-0002.ja.md
	commit 2024-01-12 "$notes"$'\nWithdraw-Reason: incorrect'
	local before
	before=$(git -C "$repo" status --porcelain)
	plan
	tells "publishing commit $(git -C "$repo" rev-parse --short=12 HEAD) after $(git -C "$repo" rev-parse --short=12 HEAD~1): 1 publication" \
		$'New\n  EX-2024-0003 r1  Title EX-2024-0003 en' $'Revised\n  EX-2024-0001 r2  Title EX-2024-0001 ja\n    changed: severity\n    深刻度：' \
		$'Withdrawn\n  EX-2024-0002 r1  Title EX-2024-0002 ja\n    reason: incorrect' $'stale\n  EX-2024-0001 en, reflects r1 of r2' \
		"EX-2024-0001 moves to the top of all, new (ja, en)" "EX-2024-0001 appears in updates" "EX-2024-0003 appears in all, new" \
		"EX-2024-0002 appears in withdrawals" "  ja/EX-2024-0001/r2/" "  text/EX-2024-0003.en.txt"
	lacks "$WORK/out" VANISH
	tells $'\nAddresses rewritten\n' "Feeds, lists and archive.json are rewritten too."
	plan --lang en
	tells "Severity: "
	plan --format=json
	cp "$WORK/out" "$WORK/plan.json"
	python3 - "$WORK/plan.json" <<-'END'
		import json, sys
		plan = json.load(open(sys.argv[1], encoding="utf-8"))
		assert list(plan) == ["version", "commit", "base", "base_url", "publications", "language", "changes", "feeds", "urls"], list(plan)
		kinds = [(c["kind"], c["id"]) for c in plan["changes"]]
		assert kinds == [("new", "EX-2024-0003"), ("revised", "EX-2024-0001"), ("withdrawn", "EX-2024-0002"), ("stale", "EX-2024-0001")], kinds
		revised, stale = plan["changes"][1], plan["changes"][3]
		assert revised["revision"] == 2 and revised["changed"] == ["severity"] and revised["note"]["en"] == "Mended."
		assert revised["facts"][0]["fact"] == "severity" and revised["facts"][0]["before"] != revised["facts"][0]["after"]
		assert stale == {"kind": "stale", "id": "EX-2024-0001", "title": "Title EX-2024-0001 en", "language": "en", "reflects": 1, "revision": 2}
		assert plan["feeds"][0] == {"id": "EX-2024-0001", "move": "moves", "feeds": ["all", "new"], "languages": ["ja", "en"]}
		assert "ja/EX-2024-0001/r2/" in plan["urls"]["appear"] and plan["urls"]["vanish"] == []
		assert "text/EX-2024-0001.ja.txt" in plan["urls"]["change"]
	END
	# What it said is what a build does.
	git -C "$repo" checkout -q HEAD~1
	build
	(cd "$site" && find . -type f ! -path './*/feeds/*' | sed 's|^\./||; s|index\.html$||' | sort) >"$WORK/was"
	git -C "$repo" checkout -q main
	build
	(cd "$site" && find . -type f ! -path './*/feeds/*' | sed 's|^\./||; s|index\.html$||' | sort) >"$WORK/is"
	same "$(python3 -c 'import json,sys; print("\n".join(u for u in sorted(json.load(open(sys.argv[1]))["urls"]["appear"]) if not u.endswith(".atom")))' "$WORK/plan.json")" \
		"$(LC_ALL=C comm -13 <(LC_ALL=C sort "$WORK/was") <(LC_ALL=C sort "$WORK/is"))"
	same "$before" "$(git -C "$repo" status --porcelain)"
}

test_plan_of_the_first_commit_and_of_nothing() {
	small_archive
	plan
	tells "publishing commit $(git -C "$repo" rev-parse --short=12 HEAD): 1 publication" "EX-2024-0001 r1" "Translations published" "  ja/verify/"
	page about ja 本文。
	commit 2024-01-11 "A page"
	plan
	tells "Readers see no change of any advisory." "  ja/pages/about/"
	lacks "$WORK/out" EX-2024
	plan --rev HEAD~1
	tells "EX-2024-0001 r1"
	git -C "$repo" rm -q archive/pages/about.ja.md
	commit 2024-01-12 "No page"
	plan
	tells $'ADDRESSES THAT VANISH\n  en/pages/about/\n  ja/pages/about/'
	# The branch is in the base already.
	git -C "$repo" branch old HEAD~1
	plan --rev old --base main
	tells ": 0 publications" "The base $(git -C "$repo" rev-parse --short=12 main) has this commit already: publishing it adds nothing. Is it the right commit?"
	lacks "$WORK/out" "no change" rewritten
	plan --rev old --base main --format=markdown
	tells "has this commit already"
	plan --base main
	tells "The base is this commit: publishing it adds nothing."
}

test_plan_names_files_by_which_public_pages_may_read_otherwise() {
	small_archive
	plan
	lacks "$WORK/out" "of presentation"
	mkdir -p "$repo/filters/lint"
	echo 'return {api = 1, name = "words"}' >"$repo/filters/words.lua"
	echo 'return {api = 1, name = "none", rules = {}}' >"$repo/filters/lint/none.lua"
	config 'filters: [words]'
	commit 2024-01-11 "Other words"
	plan
	tells $'2 files of presentation change: what is public already may read otherwise, and no event tells of it (build --previous DIR names the texts).\n  archive/archive.yaml\n  filters/words.lua\n'
	lacks "$WORK/out" "no change of any" lint
	plan --format=markdown
	tells "2 files of presentation change" "- \`filters/words.lua\`"
	plan --format=json
	tells '"presentation": [' '"filters/words.lua"'
}

test_plan_after_the_live_site_is_not_of_the_last_commit_alone() {
	small_archive
	build
	local live
	live=$(git -C "$repo" rev-parse --short=12 HEAD)
	advisory EX-2024-0002 ja
	commit 2024-01-11 "One more"
	advisory EX-2024-0003 ja
	commit 2024-01-12 "And one more"
	plan --previous "$site"
	tells "publishing commit $(git -C "$repo" rev-parse --short=12 HEAD) after $live: 2 publications" "EX-2024-0002 r1" "EX-2024-0003 r1"
	# Two files of it are enough, and nothing is signed here.
	mkdir "$WORK/live"
	cp "$site"/{archive.json,SHA256SUMS} "$WORK/live"
	plan --previous "$WORK/live/" --format=json
	has "$WORK/out" '"publications": 2'
	build
	plan --previous "$site"
	tells "The base is this commit: publishing it adds nothing."
	fails 2 U101 plan -C "$repo" --previous "$site" --base main
	fails 2 P130 plan -C "$repo" --previous "$WORK/public"
	echo >>"$WORK/live/archive.json"
	fails 1 "" plan -C "$repo" --previous "$WORK/live"
	# A commit that the repository has not.
	local lost
	lost=$(git -C "$repo" rev-parse HEAD)
	git -C "$repo" reset -q --hard HEAD~1
	git -C "$repo" reflog expire --expire=all --all
	git -C "$repo" gc -q --prune=now
	fails 1 P140 plan -C "$repo" --previous "$site"
	says "the commit of the live site, $lost (serial "
	says "git fetch may bring it"
}

test_plan_tells_of_what_leaves_a_feed() {
	small_archive
	both 'withdrawn: {reason: incorrect, note: {ja: 誤りでした。, en: It was wrong.}}'
	commit 2024-01-11 "Withdraw"
	both
	commit 2024-01-12 "$notes"
	plan
	tells "EX-2024-0001 leaves withdrawals (ja, en)"
	plan --format=markdown
	tells '0001 leaves withdrawals (ja, en)'
}

test_plan_tells_no_secrets_unless_asked() {
	small_archive
	advisory EX-2024-0002 ja 'status: draft' 'title: 秘密'
	advisory EX-2024-0901 ja 'exercise: yes' 'title: 訓練'
	commit 2024-01-11 "A draft"
	plan
	lacks "$WORK/out" EX-2024-0002 秘密 EX-2024-0901
	plan --drafts --format=json
	tells EX-2024-0002
	plan --exercise --format=markdown
	tells '0901'
}

test_plan_as_markdown_calls_nobody() {
	small_archive
	advisory EX-2024-0001 ja 'title: "@alice <img src=x> [a](javascript:b) `c` | #12 **d** https://evil.example/ www.evil.example"' 'severity: high'
	commit 2024-01-11 $'Change\n\nNote-en: @bob </details> ![x](https://evil.example/y) !34 a@evil.example\nNote-ja: /close\n| a | b |'
	plan --format=markdown
	tells '\@&#8203;alice' '\<img' '\|' '\#&#8203;12' '\@&#8203;bob'
	# Outside of what it writes itself no mark is left that means something.
	grep -vE '^</?details>' "$WORK/out" | sed -E 's/^(#+ |- \*\*|  - |- )//; s/`[^`]*`//g; s/\*\* / /; s/&#8203;//g; s/\\.//g' >"$WORK/rest"
	! grep -nE '[]@<>[|`*_!~]|https?:|www\.' "$WORK/rest" || fail "Markdown got through"
	! grep -nE '^/' "$WORK/out" || fail "a line begins with a command"
}

test_plan_as_markdown_fits_into_a_comment() {
	new_repo
	local i
	for i in {1..400}; do
		advisory "EX-2024-$(printf %04d "$i")" ja "title: \"$(printf '@%.0s' {1..300})\""
	done
	commit 2024-01-10 "Many"
	plan --format=markdown
	[ "$(wc -m <"$WORK/out")" -le 65000 ] || fail "it is too long: $(wc -m <"$WORK/out")"
	grep -qE '^- … and [0-9]+ more$' "$WORK/out" || fail "it does not tell that there is more"
	same "$(grep -c '^<details>' "$WORK/out")" "$(grep -c '^</details>' "$WORK/out")"
}

test_plan_of_an_archive_with_faults_tells_them() {
	small_archive
	advisory EX-2024-0001 ja 'severity: enormous'
	commit 2024-01-11 "A fault"
	fails 1 A106 plan -C "$repo"
	same "$(cat "$WORK/out")" ""
	fails 2 "" plan -C "$repo" --format=xml
	fails 2 "" plan -C "$repo" operand
	git -C "$repo" revert --no-edit HEAD >/dev/null
	fails 2 U101 plan -C "$repo" --lang fr
}
