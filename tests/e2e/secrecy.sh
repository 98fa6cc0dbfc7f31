# shellcheck shell=bash disable=SC2034,SC2154
# Drafts appear nowhere, exercises only where they are asked for.

test_a_draft_appears_nowhere() {
	with_rich
	nowhere SECRET EX-2024-0088 EX-2024-0099
	(cd "$site" && ! grep -rl '草案版' --include='*.txt' .) || fail "a text speaks of a draft"
	json 'ids' '["EX-2024-0001","EX-2024-0002","EX-2024-0003","EX-2024-0004","EX-2024-0005","EX-2024-0006","EX-2024-0007"]'
	# What links to it keeps its words and loses its link.
	has ja/EX-2024-0001/index.html 草案
}

secret_draft() {
	BODY=$(body en SECRETbody) advisory EX-2024-0002 en 'status: draft' 'title: SECRETtitle' 'summary: SECRETsummary' \
		$'affected:\n  - {vendor: SECRETvendor, product: SECRETproduct, type: os, versions: ["<9"]}' 'tags: [SECRETtag]'
	BODY=$(body ja SECRETbody) translation EX-2024-0002 ja 'title: SECRETtitle'
	attach EX-2024-0002 SECRETname.txt SECRETbytes
}

test_drafts_show_with_drafts_and_a_banner_and_no_signature() {
	small_archive
	secret_draft
	commit 2024-01-11 "A draft"
	build
	nowhere SECRET EX-2024-0002
	json 'ids' '["EX-2024-0001"]'
	make_key
	build --drafts
	has "$WORK/out" "NOT SIGNED"
	absent SHA256SUMS.asc
	of_site banners draft unsigned
	has en/EX-2024-0002/index.html SECRETtitle SECRETsummary SECRETbody SECRETvendor
	has ja/index.html EX-2024-0002
	exists en/EX-2024-0002/files/SECRETname.txt
	of_site links
	build
	nowhere SECRET EX-2024-0002
}

test_a_draft_that_is_published_keeps_its_past_to_itself() {
	small_archive
	secret_draft
	commit 2024-01-11 $'A draft\n\nNote-en: SECRETnote'
	advisory EX-2024-0002 en 'title: Now it is known'
	translation EX-2024-0002 ja
	rm -r "$repo/archive/advisories/EX-2024-0002"
	commit 2024-01-12 "Publish EX-2024-0002"
	build
	nowhere SECRET
	events 2 "3 published en 1" "3 translation-published ja 1"
	absent en/EX-2024-0002/r2
}

test_an_advisory_that_becomes_a_draft_again_is_withdrawn_with_its_last_public_text() {
	small_archive
	BODY=$(body ja SECRETbody) advisory EX-2024-0001 ja 'status: draft' 'title: SECRETtitle'
	BODY=$(body en SECRETbody) translation EX-2024-0001 en
	attach EX-2024-0001 SECRETname.txt SECRETbytes
	commit 2024-01-11 "Back to the drawing board"
	build
	nowhere SECRET
	json 'e(1)["state"]' withdrawn
	has ja/EX-2024-0001/index.html 'Title EX-2024-0001 ja' 取り下げ
	has en/EX-2024-0001/index.html 'Title EX-2024-0001 en' Withdrawn
	of_site links
}

test_a_translation_of_a_draft_stays_unseen() {
	small_archive
	advisory EX-2024-0002 ja 'status: draft' 'title: SECRET'
	commit 2024-01-11 "A draft"
	translation EX-2024-0002 en 'title: SECRET'
	commit 2024-01-12 "and its translation"
	build
	nowhere SECRET EX-2024-0002
	advisory EX-2024-0002 ja
	commit 2024-01-13 "Publish"
	build
	# A translation that waited is published by the source's event.
	events 2 "4 published ja 1" "4 translation-published en 1"
}

test_nothing_that_is_public_names_a_draft() {
	new_repo
	advisory EX-2024-0002 en 'status: draft' 'title: SECRET'
	advisory EX-2024-0001 ja 'related: [EX-2024-0002]' 'supersedes: [EX-2024-0002]' \
		'withdrawn: {reason: superseded, replaced_by: EX-2024-0002}'
	advisory EX-2024-0003 ja
	commit 2024-01-10 "Two and a draft"
	rm "$repo/archive/advisories/EX-2024-0003.ja.md"
	commit 2024-01-11 $'Withdraw EX-2024-0003\n\nWithdraw-Reason: duplicate\nReplaced-By: EX-2024-0002'
	build
	nowhere SECRET EX-2024-0002
}

test_an_exercise_shows_only_with_exercise() {
	small_archive
	advisory EX-2024-0002 ja 'exercise: yes' 'title: SECRETexercise'
	commit 2024-01-11 "An exercise"
	build
	nowhere SECRET EX-2024-0002
	build --exercise
	has ja/EX-2024-0002/index.html SECRETexercise 演習
	has en/EX-2024-0002/index.html banner-exercise
	has text/EX-2024-0002.ja.txt 'EXERCISE: yes' 【演習】
	has ja/feeds/all.atom 【演習】SECRETexercise
	lacks text/EX-2024-0001.ja.txt EXERCISE 演習
	json 'e(2)["exercise"]' true
	json '"exercise" in e(1)' false
	of_site banners exercise
	of_site links
	of_site feeds
	of_site archive
}

test_an_exercise_that_is_a_draft_needs_both() {
	small_archive
	advisory EX-2024-0002 ja 'status: draft' 'exercise: yes' 'title: SECRET'
	commit 2024-01-11 "An exercise in draft"
	build --exercise
	nowhere SECRET
	build --drafts
	nowhere SECRET
	build --drafts --exercise
	has ja/EX-2024-0002/index.html SECRET
}

test_uncommitted_changes_are_not_published_and_counted() {
	small_archive
	advisory EX-2024-0001 ja 'title: SECRETchange'
	advisory EX-2024-0002 ja 'title: SECRETnew'
	mkdir "$repo/elsewhere"
	echo x >"$repo/elsewhere/x"
	build
	says "2 uncommitted files are left out"
	nowhere SECRET EX-2024-0002
	rm "$repo/archive/advisories/EX-2024-0002.ja.md"
	build
	says "1 uncommitted file is left out"
	git -C "$repo" checkout -q .
	build
	says_not W111
}

test_nothing_of_the_machine_gets_into_the_site() {
	with_rich
	nowhere "$SHARED" "$HOME" publisher@example.org
}
