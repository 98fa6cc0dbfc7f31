# shellcheck shell=bash disable=SC2034,SC2154
# Output is a pure function of the commit and its configuration (design.md, 2).

# rich_to FOLDER [ARGUMENT]…: the shared archive, unsigned, built into $WORK/public/FOLDER.
rich_to() {
	local folder=$1
	shift
	ok build -C "$repo" -o "$WORK/public/$folder" --unsigned "$@"
	has "$WORK/public/$folder/archive.json" EX-2024-0007
}

test_time_zone_and_locale() {
	with_rich
	rich_to a
	TZ=Pacific/Chatham LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
	TZ=America/Los_Angeles LC_ALL=C rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
	TZ=:nowhere LC_ALL=ja_JP.eucJP LANGUAGE=ja rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
}

test_umask() {
	with_rich
	rich_to a
	(umask 077; rich_to b)
	same_sites "$WORK/public/a" "$WORK/public/b"
	(umask 0; rich_to b)
	same_sites "$WORK/public/a" "$WORK/public/b"
}

test_threads() {
	with_rich
	rich_to a --jobs 1
	rich_to b -j 4
	same_sites "$WORK/public/a" "$WORK/public/b"
	rich_to b -j 64
	same_sites "$WORK/public/a" "$WORK/public/b"
}

test_clones() {
	with_rich
	rich_to a
	git clone -q "$repo" "$WORK/a folder with blanks ＆ 漢字"
	repo="$WORK/a folder with blanks ＆ 漢字" rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
	git clone -q --bare "$repo" "$WORK/bare.git"
	repo=$WORK/bare.git rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
	git -C "$WORK/bare.git" commit-graph write --reachable
	git -C "$WORK/bare.git" repack -q -a -d
	[ -e "$WORK/bare.git/objects/info/commit-graph" ]
	repo=$WORK/bare.git rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
	git -C "$WORK/bare.git" worktree add -q "$WORK/tree" main
	repo=$WORK/tree rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
}

test_grafts_and_replace_refs_are_ignored() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Severity"
	build
	cp -a "$site" "$WORK/first"
	local old
	old=$(git -C "$repo" rev-parse HEAD~1)
	mkdir -p "$repo/.git/info"
	head_of >"$repo/.git/info/grafts"
	build
	same_sites "$WORK/first" "$site"
	rm "$repo/.git/info/grafts"
	git -C "$repo" replace HEAD "$old"
	build --rev "$(git --no-replace-objects -C "$repo" rev-parse HEAD)"
	same_sites "$WORK/first" "$site"
}

test_the_clock() {
	command -v faketime >/dev/null || {
		# Without faketime: a build a second later is all that can be compared.
		with_rich
		rich_to a
		sleep 1.1
		rich_to b
		same_sites "$WORK/public/a" "$WORK/public/b"
		return
	}
	with_rich
	rich_to a
	# The library that tells another time is loaded before the sanitizers' own, which they refuse unless told.
	printf '#!/bin/sh\nASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 exec faketime 2030-01-01 %s "$@"\n' "$PROGRAM" >"$WORK/later"
	chmod +x "$WORK/later"
	PROGRAM=$WORK/later rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
}

test_the_environment() {
	with_rich
	rich_to a
	HOME=/nowhere XDG_CONFIG_HOME=/nowhere COLUMNS=20 TERM=xterm GIT_DIR=/nowhere GIT_WORK_TREE=/nowhere SOURCE_DATE_EPOCH=1 \
		LUA_PATH=/nowhere LUA_INIT='error("no")' MALLOC_PERTURB_=165 rich_to b
	same_sites "$WORK/public/a" "$WORK/public/b"
}

test_the_work_tree_is_not_read() {
	small_archive
	build
	cp -a "$site" "$WORK/first"
	rm -r "$repo/archive"
	mkdir -p "$repo/themes/default/templates" "$repo/filters"
	echo broken >"$repo/themes/default/templates/head.html"
	echo broken >"$repo/filters/table.lua"
	build
	same_sites "$WORK/first" "$site"
}

test_what_stood_there_before_does_not_matter() {
	small_archive
	build
	cp -a "$site" "$WORK/first"
	advisory EX-2024-0002 ja
	commit 2024-01-11 "More"
	build
	build --rev HEAD~1
	same_sites "$WORK/first" "$site"
}

test_signed_builds_differ_in_signatures_only() {
	with_rich
	gnupg_home 1
	make_key
	ok build -C "$repo" -o "$WORK/public/a" --key "$fpr" -j 1
	TZ=Asia/Tokyo LC_ALL=ja_JP.UTF-8 ok build -C "$repo" -o "$WORK/public/b" --key "$fpr" -j 4
	site=$WORK/public/b verify
	diff -rq -x SHA256SUMS.asc "$WORK/public/a" "$WORK/public/b" >"$WORK/differ" || true
	same "$(sed -nE 's|^Files .*/a/(.*) and .*|\1|p' "$WORK/differ" | grep -vE '^text/.*\.asc$|^\.well-known/(csaf/.*\.json\.asc|security\.txt)$' || true)" ""
	same "$(grep -c Only "$WORK/differ" || true)" 0
}
