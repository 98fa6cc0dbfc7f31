# shellcheck shell=bash disable=SC2034,SC2154
# Where a site may be put, and that nothing but a whole, good one is ever put there.

# A failure of any kind leaves the old site. ------------------------------------

test_broken_front_matter_leaves_the_old_site() {
	small_archive
	build
	printf -- '---\ntitle: x\nstatus: [\n---\n' >"$repo/archive/advisories/EX-2024-0002.ja.md"
	commit 2024-01-11 "Broken"
	breaks 1 A101
	says "archive/advisories/EX-2024-0002.ja.md:"
}

test_a_failing_filter_leaves_the_old_site() {
	small_archive
	build
	mkdir "$repo/filters"
	printf 'return function (document)\n\terror("on purpose")\nend\n' >"$repo/filters/fail.lua"
	config 'filters: [table, fail]'
	commit 2024-01-11 "A filter"
	breaks 1 ""
	says "filters/fail.lua"
	printf 'return function (\n' >"$repo/filters/fail.lua"
	commit 2024-01-12 "A filter that is none"
	breaks 1 S101
	says "filters/fail.lua:"
	config 'filters: [nowhere]'
	commit 2024-01-13 "No filter"
	breaks 1 W103
}

test_an_endless_filter_leaves_the_old_site() {
	small_archive
	build
	mkdir "$repo/filters"
	printf 'while true do pcall(function () while true do end end) end\n' >"$repo/filters/endless.lua"
	config 'filters: [endless]'
	commit 2024-01-11 "A filter"
	breaks 1 S103
}

test_a_failing_template_leaves_the_old_site() {
	small_archive
	build
	mkdir -p "$repo/themes/default/templates"
	printf '<p>\n<%%= no_such_variable %%>\n' >"$repo/themes/default/templates/verify.html"
	commit 2024-01-11 "A theme"
	breaks 1 S102
	says "themes/default/templates/verify.html:2"
	printf '<p>\n\n<%% if true then %%>' >"$repo/themes/default/templates/verify.html"
	commit 2024-01-12 "A theme that is none"
	breaks 1 S101
	says "themes/default/templates/verify.html:"
	printf '<p>\n\n<%%= open' >"$repo/themes/default/templates/verify.html"
	commit 2024-01-13 "A tag that does not end"
	breaks 1 S106
}

test_a_failing_locale_leaves_the_old_site() {
	small_archive
	build
	mkdir -p "$repo/filters/locale"
	echo 'return {}' >"$repo/filters/locale/en.lua"
	commit 2024-01-11 "A locale without words"
	breaks 1 ""
	git -C "$repo" rm -q filters/locale/en.lua
	config 'languages: [ja, en, xx]'
	commit 2024-01-12 "No locale"
	breaks 1 W102
}

test_a_missing_theme_leaves_the_old_site() {
	small_archive
	build
	config 'theme: nowhere'
	commit 2024-01-11 "No theme"
	breaks 1 W101
}

test_a_full_disk_leaves_the_old_site() {
	small_archive
	build
	# RLIMIT_FSIZE stands in for it: a write fails, in the middle of a file.
	local before
	before=$(snapshot)
	status=0
	(trap '' XFSZ; ulimit -f 4; "$PROGRAM" build -C "$repo" -o "$site" --unsigned >/dev/null 2>"$WORK/public.err") || status=$?
	[ "$status" -eq 3 ] || fail "status $status: $(cat "$WORK/public.err")"
	has "$WORK/public.err" "[B102]"
	same "$before" "$(snapshot)"
}

test_a_folder_that_cannot_be_written_to() {
	small_archive
	if [ "$(id -u)" = 0 ]; then
		# Nothing stops root but a file system: /proc/self is one.
		fails 3 "" build -C "$repo" -o /proc/self/site --unsigned
		return
	fi
	mkdir -m 555 "$WORK/locked"
	fails 3 "" build -C "$repo" -o "$WORK/locked/site" --unsigned
}

# Which folders. --------------------------------------------------------------

test_an_empty_folder_and_a_site_are_replaced() {
	small_archive
	mkdir "$site"
	build
	echo old >"$site/old.html"
	build
	absent old.html
	same "$(ls -A "$WORK/public")" site
	build -o "$site/"
	(cd "$WORK/public" && ok build -C "$repo" -o site --unsigned)
	same "$(ls -A "$WORK/public")" site
}

test_what_is_no_site_is_not_replaced() {
	small_archive
	mkdir "$site"
	echo precious >"$site/thesis.txt"
	breaks 2 P102
	rm -r "$site"
	echo file >"$site"
	breaks 2 P101
	rm "$site"
	mkdir "$WORK/public/true"
	ln -s true "$site"
	breaks 2 P101
	rm "$site"
	ln -s nowhere "$site"
	breaks 2 P101
	rm "$site"
	# A link above it is no matter.
	ln -s public "$WORK/link"
	ok build -C "$repo" -o "$WORK/link/true" --unsigned
	local target
	for target in / . .. "$WORK/public/.." "$HOME" "$repo" "$WORK/nowhere/site" ""; do
		fails 2 P101 build -C "$repo" -o "$target" --unsigned
	done
	fails 2 U104 build -C "$repo" --unsigned
	same "$(ls -A "$WORK/public")" true
	[ -f "$repo/archive/archive.yaml" ]
}

test_a_site_inside_the_repository() {
	small_archive
	ok build -C "$repo" -o "$repo/public" --unsigned
	# It lies outside of the archive: nothing of it is left out of the next build.
	ok build -C "$repo" -o "$repo/public" --unsigned
	says_not W111
	same "$(ls -A "$repo")" $'.git\narchive\npublic'
}

test_a_site_inside_the_archive_is_refused() {
	small_archive
	ln -s r/archive "$WORK/way"
	fails 2 P101 build -C "$repo" --unsigned -o "$repo/archive/public"
	says "this lies inside the archive"
	fails 2 P101 build -C "$repo" --unsigned -o "$WORK/way/public"
	(cd "$repo/archive/advisories" && fails 2 P101 build --unsigned -o ../public/)
	(cd "$repo" && fails 2 P101 build --drafts -o ./archive/keys)
	same "$(ls -A "$repo/archive")" $'advisories\narchive.yaml'
	# What only begins like it lies beside it.
	ok build -C "$repo" --unsigned -o "$repo/archive-site"
	# An archive that fills the repository has its own folders alone.
	git -C "$repo" mv archive/archive.yaml archive/advisories .
	rm -r "$repo/archive-site" "$repo/archive"
	commit 2024-01-11 "Move"
	local name
	for name in advisories advisories/site pages keys filters themes; do
		(cd "$repo" && fails 2 P101 build --unsigned -o "$name")
	done
	(cd "$repo" && ok build --unsigned -o public)
	same "$(ls -A "$repo")" $'.git\nadvisories\narchive.yaml\npublic'
}

test_the_current_folder_is_the_repository_by_default() {
	small_archive
	(cd "$repo/archive/advisories" && ok build -o "$site" --unsigned)
	exists index.html
}

# Two at once, and those that were killed. -------------------------------------

# A key whose passphrase is asked for by a program that waits: a build stops in the middle, and can be looked at.
make_waiting_key() {
	PASSPHRASE=secret make_key
	cat >"$WORK/pinentry" <<-END
		#!/bin/bash
		echo "OK ready"
		while read -r word rest; do
			case \$word in
			GETPIN)
				: >"$WORK/asked"
				for ((i = 0; i < 2000; i++)); do
					[ ! -e "$WORK/answer" ] || break
					sleep 0.05
				done
				if [ "\$(cat "$WORK/answer")" = cancel ]; then
					echo "ERR 83886179 Operation cancelled <Pinentry>"
					continue
				fi
				echo "D secret"
				echo OK
				;;
			BYE)
				echo OK
				exit
				;;
			*) echo OK ;;
			esac
		done
	END
	chmod +x "$WORK/pinentry"
	gpgconf --kill all
	echo "pinentry-program $WORK/pinentry" >"$GNUPGHOME/gpg-agent.conf"
}

# waiting_build: begins one in the background, and returns when it waits to sign; $builder is its process.
waiting_build() {
	rm -f "$WORK/asked" "$WORK/answer"
	# Without a display (or a terminal) nobody is asked.
	DISPLAY=:0 "$PROGRAM" build -C "$repo" -o "$site" "${signing[@]}" >"$WORK/waiting.out" 2>"$WORK/waiting.err" &
	builder=$!
	local i
	for ((i = 0; i < 2000; i++)); do
		[ ! -e "$WORK/asked" ] || return 0
		kill -0 "$builder" 2>/dev/null || fail "it ended: $(cat "$WORK/waiting.err")"
		sleep 0.05
	done
	fail "it never asked for the passphrase"
}

# kill_builder: at once; the GnuPG home in which it verifies stays until the next run, with nothing but certificates in it.
kill_builder() {
	kill -KILL "$builder"
	wait "$builder" 2>/dev/null || true
	[ -z "$(find "$TMPDIR" -path '*private-keys*' -type f)" ] || fail "a secret key is left behind"
}

# ended STATUS: of the build that waited.
ended() {
	local is=0
	wait "$builder" || is=$?
	[ "$is" -eq "$1" ] || fail "it ended with $is, not $1: $(cat "$WORK/waiting.err")"
}

test_two_builds_at_once() {
	small_archive
	build
	local before
	before=$(snapshot "$site")
	make_waiting_key
	waiting_build
	# The live site is the old one, whole, and the stage is nobody else's to read.
	same "$before" "$(snapshot "$site")"
	same "$(find "$WORK/public" -maxdepth 1 -name '.site.stage-*' -printf '%m\n')" 700
	fails 3 P103 build -C "$repo" -o "$site" --unsigned
	says "process $builder"
	# Another target is no matter of this one.
	ok build -C "$repo" -o "$WORK/public/other" --unsigned
	echo yes >"$WORK/answer"
	ended 0
	verify
	same "$(ls -A "$WORK/public")" $'other\nsite'
}

test_a_passphrase_that_is_not_given() {
	small_archive
	build
	local before
	before=$(snapshot)
	make_waiting_key
	waiting_build
	echo cancel >"$WORK/answer"
	ended 3
	has "$WORK/waiting.err" "[T112]"
	same "$before" "$(snapshot)"
}

test_sigterm_cleans_up() {
	small_archive
	build
	local before
	before=$(snapshot)
	make_waiting_key
	waiting_build
	kill -TERM "$builder"
	echo yes >"$WORK/answer"
	ended 3
	has "$WORK/waiting.err" "[U103]"
	same "$before" "$(snapshot)"
}

test_what_a_killed_build_left_is_removed() {
	small_archive
	build
	local before
	before=$(snapshot "$site")
	make_waiting_key
	waiting_build
	kill_builder
	echo yes >"$WORK/answer"
	[ -n "$(find "$WORK/public" -maxdepth 1 -name '.site.stage-*')" ] || fail "it left no stage: this test tests nothing"
	same "$before" "$(snapshot "$site")"
	mkdir "$WORK/public/.site.stage-mine" "$WORK/public/.other.stage-0123456789ab"
	build
	# What is not its own stays.
	same "$(ls -A "$WORK/public")" $'.other.stage-0123456789ab\n.site.stage-mine\nsite'
	verify
}

test_killed_at_some_moment() {
	new_repo
	local i
	for i in {1..40}; do
		advisory "EX-2024-$(printf %04d "$i")" ja
	done
	commit 2024-01-10 "Many"
	build
	local before
	before=$(snapshot "$site")
	advisory EX-2024-0041 ja
	commit 2024-01-11 "One more"
	# When the stage appears, when it has grown, and at the end.
	for i in 0 20 80; do
		# One that is killed while it looks for leaks reports that it could not.
		ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 "$PROGRAM" build -C "$repo" -o "$site" --unsigned >/dev/null 2>&1 &
		builder=$!
		while kill -0 $builder 2>/dev/null; do
			local stage
			stage=$(find "$WORK/public" -maxdepth 1 -name '.site.stage-*')
			if [ -n "$stage" ] && [ "$(find "$stage" -type f 2>/dev/null | wc -l)" -ge $i ]; then
				kill -KILL $builder 2>/dev/null || true # it may have ended since it was looked at
				break
			fi
		done
		wait $builder || true
		# The old one or the new one, and whole in either case.
		(cd "$site" && sha256sum -c --strict --quiet SHA256SUMS)
		[ -e "$site/ja/EX-2024-0041" ] || same "$before" "$(snapshot "$site")"
	done
	build
	same "$(ls -A "$WORK/public")" site
	exists ja/EX-2024-0041/index.html
}

test_signals_while_it_writes() {
	new_repo
	local i signal
	for i in {1..40}; do
		advisory "EX-2024-$(printf %04d "$i")" ja
	done
	commit 2024-01-10 "Many"
	build
	local before
	before=$(snapshot)
	for signal in TERM INT HUP; do
		# Not in the background of this shell, where an interrupt would be ignored.
		env --default-signal=INT "$PROGRAM" build -C "$repo" -o "$site" --unsigned >/dev/null 2>"$WORK/waiting.err" &
		builder=$!
		while kill -0 $builder 2>/dev/null; do
			[ -z "$(find "$WORK/public" -maxdepth 1 -name '.site.stage-*')" ] || {
				kill -$signal $builder 2>/dev/null || true
				break
			}
		done
		status=0
		wait $builder || status=$?
		# If the signal came too late the same site was put in place once more.
		[ $status -eq 3 ] || [ $status -eq 0 ] || fail "status $status after $signal: $(cat "$WORK/waiting.err")"
		same "$before" "$(snapshot)"
	done
}

test_the_first_build_that_is_killed_leaves_nothing_in_place() {
	small_archive
	make_waiting_key
	waiting_build
	kill_builder
	echo yes >"$WORK/answer"
	[ ! -e "$site" ] || fail "something is in place"
	build
	verify
	same "$(ls -A "$WORK/public")" site
}
