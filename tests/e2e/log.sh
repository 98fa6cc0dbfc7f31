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

# unreadable ID: a version of it that cannot be read.
unreadable() { printf -- '---\ntitle: [\n' >"$repo/archive/advisories/$1.ja.md"; }

test_log_tells_of_every_version_that_could_not_be_read() {
	small_archive
	local n
	for n in 02 03 04 05 06 07 08 09 10 11 12; do
		unreadable EX-2024-00$n
	done
	commit 2024-01-11 "Broken"
	printf -- '---\ntitle: \xff\n---\n' >"$repo/archive/advisories/EX-2024-0002.ja.md"
	commit 2024-01-12 "Latin"
	rm "$repo"/archive/advisories/EX-2024-00{03,04,05,06,07,08,09,10,11,12}.ja.md
	advisory EX-2024-0002 ja
	commit 2024-01-13 "Mend"
	ok check -C "$repo"
	has "$WORK/out" '12 past versions could not be read, and are no revision: `shirase log ID` tells why of EX-2024-0002, EX-2024-0003,' \
		'EX-2024-0011 and 1 more'
	ok log -C "$repo" EX-2024-0002
	has "$WORK/out" "#2 2024-01-11T00:00:00Z ja: no event" "#3 2024-01-12T00:00:00Z ja: no event" \
		"cannot be read, and nothing was public before it" "#4 2024-01-13T00:00:00Z ja: published, revision 1"
	ok log -C "$repo" EX-2024-0007
	has "$WORK/out" "EX-2024-0007 (no version of its source could be read)" "#2 2024-01-11T00:00:00Z ja: no event" \
		"path: archive/advisories/EX-2024-0007.ja.md"
	ok log -C "$repo" EX-2024-0007 --format=json
	same "$(python3 -c 'import json, sys; x = json.load(open(sys.argv[1])); print(x["id"], x["state"], [t["quiet"] for t in x["timeline"]])' "$WORK/out")" \
		"EX-2024-0007 unreadable ['unreadable']"
}

test_log_leaves_the_faults_of_others_to_check() {
	small_archive
	advisory EX-2024-0002 ja
	commit 2024-01-11 "Another"
	unreadable EX-2024-0002
	commit 2024-01-12 "Break it"
	fails 1 A118 check -C "$repo"
	ok log -C "$repo" EX-2024-0001
	has "$WORK/out" "ja: published, revision 1"
	says "[U108]"
	says '`shirase check` tells what they are'
	says_not "EX-2024-0002"
	# One's own is told, beside the history.
	fails 1 A118 log -C "$repo" EX-2024-0002
	has "$WORK/out" "#2 2024-01-11T00:00:00Z ja: published, revision 1" "#3 2024-01-12T00:00:00Z ja: no event"
	says_not "[U108]"
	echo 'nokey: 1' >>"$repo/archive/archive.yaml"
	commit 2024-01-13 "No configuration"
	fails 1 "" log -C "$repo" EX-2024-0001
	says "archive.yaml"
	same "$(cat "$WORK/out")" ""
}
