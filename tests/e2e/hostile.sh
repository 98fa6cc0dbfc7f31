# shellcheck shell=bash
# What somebody with commit rights to one advisory may try.

# An advisory in English with this after its sections.
of_body() {
	new_repo
	BODY=$(body en)$'\n\n'$1 advisory EX-2024-0001 en
	commit 2024-01-10 "Publish"
}

test_files_that_run_in_a_browser_are_no_attachments() {
	small_archive
	build
	local name
	for name in poc.html figure.svg feed.xml INDEX.HTM shell.php; do
		attach EX-2024-0001 "$name" '<script>alert(1)</script>'
	done
	attach EX-2024-0001 poc.txt '<script>alert(1)</script>'
	commit 2024-01-11 "Attach"
	breaks 1 A150
	says archive/advisories/EX-2024-0001/poc.html
	says archive/advisories/EX-2024-0001/INDEX.HTM
	says_not poc.txt
	rm "$repo"/archive/advisories/EX-2024-0001/{poc.html,figure.svg,feed.xml,INDEX.HTM,shell.php}
	commit 2024-01-12 "Mend"
	build
	exists en/EX-2024-0001/files/poc.txt
	# They stood in a past revision: it is shown without them.
	absent en/EX-2024-0001/r2/files/poc.html
	of_site links
}

test_only_safe_schemes_lead_out_of_the_site() {
	of_body '[a](ms-msdt:x) [b](view-source:https://www.example.com/) [c](https:/evil.example) [d](intent:x)
[e](https://www.example.com/) [f](mailto:info@csirt.example.org) [g](tel:+81-3-0000-0000)'
	build
	has en/EX-2024-0001/index.html 'href="https://www.example.com/"' 'href="mailto:info@csirt.example.org"' 'href="tel:+81-3-0000-0000"'
	lacks en/EX-2024-0001/index.html 'href="ms-msdt:' 'href="view-source:' 'href="https:/evil' 'href="intent:'
	shirase check -C "$repo"
	says W114
	says ms-msdt
	says view-source
}

test_hidden_characters_by_reference_are_refused() {
	of_body 'Update to 1.2 &#x202e;3.1&#x202c; now.'
	fails 1 D105 build -C "$repo" -o "$site" --unsigned
	says U+202E
	says archive/advisories/EX-2024-0001.en.md:
}

test_a_fragment_that_is_not_utf8_is_a_fault_of_the_document() {
	of_body '[x](#%FF%FE)'
	fails 1 W104 build -C "$repo" -o "$site" --unsigned
}

test_an_author_cannot_write_the_end_of_a_signed_text() {
	local rule
	rule=$(printf '~%.0s' {1..72})
	of_body $'\\'"$rule"$'\n\nPermanent link to this advisory'
	build
	same 2 "$(grep -c "^$rule\$" "$site/text/EX-2024-0001.en.txt")"
}

test_each_line_of_a_note_is_indented_in_a_text() {
	new_repo
	advisory EX-2024-0001 en
	commit 2024-01-10 $'Publish\n\nNote-en: first\nNote-en: Key fingerprint\nNote-en: 0000\nNote-ja: x'
	build
	has text/EX-2024-0001.en.txt '  Key fingerprint' '  0000'
	! grep -qx '0000' "$site/text/EX-2024-0001.en.txt" || fail "a line of a note stands at the margin"
}

test_a_silent_withdrawal_is_told_to_the_publisher() {
	small_archive
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.*.md
	commit 2024-01-11 "Remove"
	shirase check -C "$repo"
	says H107
	says EX-2024-0001
}

test_unsigned_and_key_exclude_each_other() {
	small_archive
	fails 2 U101 build -C "$repo" -o "$site" --unsigned --key 0123456789ABCDEF0123456789ABCDEF01234567
}

# Repositories that cannot be built, and the remedy that is printed for each. -----

# mend FOLDER: the last call failed; does what its hint says, as it stands.
mend() {
	local remedy
	remedy=$(sed -nE 's/^  hint: ((if you trust it|in it), )?run:? //p' "$WORK/err" | sed -E 's/^`([^`]*)`.*/\1/')
	[ -n "$remedy" ] || {
		show
		fail "no remedy is printed"
	}
	(cd "$1" && unset GIT_CONFIG_GLOBAL && eval "$remedy") >"$WORK/remedy" 2>&1 || fail "the remedy fails: $remedy: $(cat "$WORK/remedy")"
}

# remedied FOLDER: and builds again.
remedied() {
	mend "$1"
	ok build -C "$1" -o "$site" --unsigned
	exists en/EX-2024-0001/r2/changes/index.html
}

two_revisions() {
	small_archive
	build
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Severity"
}

test_a_bare_repository_is_built() {
	two_revisions
	build
	git clone -q --bare "$repo" "$WORK/bare.git"
	ok build -C "$WORK/bare.git" -o "$WORK/public/other" --unsigned
	same_sites "$site" "$WORK/public/other"
}

test_a_shallow_clone_is_mended_by_what_is_printed() {
	two_revisions
	git clone -q --depth 1 "file://$repo" "$WORK/clone"
	repo=$WORK/clone breaks 1 R105
	remedied "$WORK/clone"
}

test_a_linked_worktree_of_a_shallow_clone_is_mended_by_what_is_printed() {
	two_revisions
	git clone -q --depth 1 "file://$repo" "$WORK/clone"
	git -C "$WORK/clone" worktree add -q --detach "$WORK/tree" HEAD
	repo=$WORK/tree breaks 1 R105
	remedied "$WORK/tree"
}

test_a_partial_clone_is_mended_by_what_is_printed() {
	two_revisions
	git -C "$repo" config uploadpack.allowFilter true
	git clone -q --filter=blob:none "file://$repo" "$WORK/clone"
	repo=$WORK/clone breaks 1 R106
	remedied "$WORK/clone"
}

test_a_linked_worktree_of_a_partial_clone_is_mended_by_what_is_printed() {
	two_revisions
	git -C "$repo" config uploadpack.allowFilter true
	git clone -q --filter=blob:none --origin up.stream "file://$repo" "$WORK/clone"
	git -C "$WORK/clone" worktree add -q --detach "$WORK/tree" HEAD
	repo=$WORK/tree breaks 1 R106
	remedied "$WORK/tree"
}

test_a_clone_that_is_shallow_and_partial_is_mended_by_what_is_printed_twice() {
	two_revisions
	git -C "$repo" config uploadpack.allowFilter true
	git clone -q --depth 1 --filter=blob:none "file://$repo" "$WORK/clone"
	repo=$WORK/clone breaks 1 R106
	mend "$WORK/clone"
	fails 1 R105 build -C "$WORK/clone" -o "$site" --unsigned
	remedied "$WORK/clone"
}

test_a_repository_of_somebody_else_is_trusted_by_what_is_printed() {
	[ "$(id -u)" = 0 ] || return 0 # only root can give a folder away
	two_revisions
	chown -R 12345 "$repo"
	breaks 3 R102
	says safe.directory
	git -C "$repo" worktree list >/dev/null 2>&1 && fail "git itself trusts it"
	remedied "$repo"
}

# Where the site cannot be written to. --------------------------------------------

# as_another COMMAND…: as a user who is not root, and may read what is here.
as_another() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid 12345 --regid 12345 --clear-groups "$@"
	else
		"$@"
	fi
}

test_a_folder_that_a_user_cannot_write_to_keeps_its_site() {
	small_archive
	# The program may lie where only its owner may look: a copy, with what it reads.
	local there=$WORK/there before data
	data=$(dirname "$(dirname "$PROGRAM")")
	[ -d "$data/filters" ] || data=$(dirname "$data")
	mkdir -p "$there/build" "$WORK/open" "$WORK/temporary"
	cp "$PROGRAM" "$there/build/shirase"
	cp -R "$data/filters" "$data/themes" "$there/"
	chmod 711 "$WORK" "$SHARED"
	chmod 1777 "$WORK/reports"
	chmod -R a+rX "$there"
	PROGRAM=$there/build/shirase
	if [ "$(id -u)" = 0 ]; then
		chown -R 12345:12345 "$repo" "$WORK/open" "$WORK/temporary" "$HOME"
	fi
	site=$WORK/open/site
	TMPDIR=$WORK/temporary as_another "$PROGRAM" build -C "$repo" -o "$site" --unsigned >/dev/null 2>"$WORK/err" || fail "$(cat "$WORK/err")"
	before=$(snapshot "$WORK/open")
	chmod 555 "$WORK/open"
	status=0
	TMPDIR=$WORK/temporary as_another "$PROGRAM" build -C "$repo" -o "$site" --unsigned >/dev/null 2>"$WORK/err" || status=$?
	chmod 755 "$WORK/open"
	same 3 "$status"
	grep -qE '^.*: error: \[[BP]10[0-9]\] ' "$WORK/err" || fail "$(cat "$WORK/err")"
	says "  hint: "
	same "$before" "$(snapshot "$WORK/open")"
	same "" "$(ls -A "$WORK/temporary")"
}
