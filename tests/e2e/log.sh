# shellcheck shell=bash disable=SC2034,SC2154
# shirase log: every decision can be explained. What it says of a whole story is golden/log.

test_log_tells_a_draft_to_those_who_ask_for_drafts() {
	small_archive
	advisory EX-2024-0002 ja 'status: draft' 'title: SECRETtitle'
	advisory EX-2024-0003 ja 'exercise: yes' 'title: SECRETtitle'
	commit 2024-01-11 "A draft"
	for id in EX-2024-0002 EX-2024-0003 EX-2024-0004; do
		fails 2 U105 log -C "$repo" "$id"
		says "no advisory \"$id\" was ever public"
		says "near it: EX-2024-0001"
		# One that is there in secret and one that is not are answered alike.
		same "$(sed "s/$id/ID/" "$WORK/err")" "$(sed 's/EX-2024-0009/ID/' <(fails 2 U105 log -C "$repo" EX-2024-0009 && cat "$WORK/err"))"
	done
	fails 2 U105 log -C "$repo" nothing-like-it
	says "with --drafts or --exercise only"
	ok log -C "$repo" EX-2024-0002 --drafts
	has "$WORK/out" SECRETtitle "#2 2024-01-11T00:00:00Z ja: published, revision 1"
	ok log -C "$repo" EX-2024-0003 --exercise
	has "$WORK/out" SECRETtitle
}

test_log_tells_nothing_of_what_was_before_publication() {
	new_repo
	advisory EX-2024-0001 ja 'status: draft' 'title: SECRETtitle'
	commit 2024-01-10 $'SECRETsubject\n\nNote-ja: SECRETnote'
	advisory EX-2024-0001 ja
	commit 2024-01-11 "Publish"
	advisory EX-2024-0001 ja 'status: draft' 'title: SECRETtitle' 'cve: CVE-2024-7777'
	commit 2024-01-12 $'SECRETsubject\n\nWithdraw-Reason: published-in-error'
	advisory EX-2024-0001 ja 'status: draft' 'title: SECRETtitle 2' 'cve: CVE-2024-7778'
	commit 2024-01-13 $'SECRETsubject\n\nNote-ja: SECRETnote'
	advisory EX-2024-0001 ja
	commit 2024-01-14 "Again"
	ok log -C "$repo" EX-2024-0001
	lacks "$WORK/out" SECRET CVE-2024
	has "$WORK/out" "#3 2024-01-12T00:00:00Z ja: withdrawn, revision 1" \
		"why: withdrawn: the source became a draft or an exercise" \
		"#4 2024-01-13T00:00:00Z ja: no event" "why: no event: it is a draft or an exercise" \
		"why: reinstated: the source is public again"
}

test_log_masks_what_a_terminal_would_obey() {
	new_repo
	FOLDER=$'a\033[31mb\u202e' advisory EX-2024-0001 ja $'title: "Title \\e[31m\u202e"'
	commit 2024-01-10 $'x\n\nNote-ja: escape \033[31m\u202e\nRevision: \033[31mbold'
	rm -r "$repo/archive/advisories"
	advisory EX-2024-0001 ja $'title: "Title \\e[31m\u202e"'
	commit 2024-01-11 "Move"
	printf -- '---\ntitle: [\n' >"$repo/archive/advisories/EX-2024-0001.ja.md"
	mkdir "$repo/archive/advisories/"$'c\033[1m\xff'
	mv "$repo/archive/advisories/EX-2024-0001.ja.md" "$repo/archive/advisories/"$'c\033[1m\xff'
	commit 2024-01-12 "Break"
	rm -r "$repo/archive/advisories"
	advisory EX-2024-0001 ja
	commit 2024-01-13 "Mend"
	for format in text json; do
		ok log -C "$repo" EX-2024-0001 --format=$format
		! grep -P '\x1b|\x{202e}|[\x{80}-\x{9f}]' "$WORK/out" || fail "it is not masked"
		iconv -f utf-8 -t utf-8 "$WORK/out" >/dev/null || fail "this is no UTF-8"
	done
	python3 -c 'import json, sys; print([x.get("quiet") for x in json.load(open(sys.argv[1]))["timeline"]])' "$WORK/out" >"$WORK/quiets"
	same "[None, 'moved', 'unreadable', None]" "$(cat "$WORK/quiets")"
}

test_log_is_asked_in_a_wrong_way() {
	small_archive
	fails 2 "" log -C "$repo"
	fails 2 "" log -C "$repo" EX-2024-0001 EX-2024-0002
	fails 2 "" log -C "$repo" EX-2024-0001 --format=xml
	fails 2 U101 log -C "$repo" EX-2024-0001 --lang=fr
	same "$(cat "$WORK/out")" ""
	fails 2 "" log -C "$repo" EX-2024-0001 --rev=nowhere
}

test_log_reads_any_commit_and_writes_nothing_beside_the_cache() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "More severe"
	local before
	before=$(snapshot "$repo")
	ok log -C "$repo" EX-2024-0001 --no-cache
	has "$WORK/out" "#2 " "changed: severity"
	same "$before" "$(snapshot "$repo")"
	ok log -C "$repo" EX-2024-0001 --rev=HEAD~1
	lacks "$WORK/out" "#2 "
	cp "$WORK/out" "$WORK/first"
	ok log -C "$repo" EX-2024-0001 --rev=HEAD~1 -j 1
	cmp "$WORK/first" "$WORK/out" || fail "a second run says something else"
}
