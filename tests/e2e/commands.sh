# shellcheck shell=bash disable=SC2034,SC2154
# The command line: statuses, diagnostics, help; repositories that cannot be read.

test_help_and_manual_agree() {
	local command option
	ok --help
	cp "$WORK/out" "$WORK/help"
	sed -nE 's/^  ([a-z]+) +[a-z].*/\1/p' "$WORK/help" >"$WORK/commands"
	ok --manual
	sed 's/\\-/-/g; s/Fl Fl /--/g' "$WORK/out" >"$WORK/manual"
	while read -r command; do
		has "$WORK/help" "  $command "
		has "$WORK/manual" ".Ss $command"
		ok "$command" --help
		cp "$WORK/out" "$WORK/help.$command"
		grep -oE -- '--[a-z-]+' "$WORK/help.$command" | sort -u >"$WORK/options"
		[ "$(wc -l <"$WORK/options")" -ge 3 ] || fail "$command has hardly any option"
		# The manual's part on this command has each of them.
		awk -v heading=".Ss $command" '/^\.S[sh]/ {on = $0 == heading} on' "$WORK/manual" >"$WORK/manual.$command"
		while read -r option; do
			[ "$option" = --help ] || has "$WORK/manual.$command" "$option"
		done <"$WORK/options"
		same "$(grep -oE -- '--[a-z-]+' "$WORK/manual.$command" | sort -u)" "$(grep -v -x -- --help "$WORK/options")"
	done <"$WORK/commands"
	has "$WORK/help" "  build " "  check " "  plan " "  log " "  filter " "  verify "
	for option in repository rev output key passphrase-file unsigned drafts exercise jobs diagnostics; do
		has "$WORK/help.build" "--$option"
	done
	has "$WORK/help.verify" --keyring --fingerprint
	lacks "$WORK/help.verify" --unsigned
}

test_the_manual_is_a_manual_page() {
	ok --manual
	if command -v man >/dev/null; then
		man --warnings -E UTF-8 -l -Tutf8 -Z "$WORK/out" >/dev/null 2>"$WORK/warnings"
		same "$(cat "$WORK/warnings")" ""
	fi
	same "$(head -c 4 "$WORK/out")" ".Dd "
}

test_version_tells_the_libraries() {
	ok --version
	local library
	for library in shirase libgit2 libfyaml cmark Lua jansson libxml2 zlib gpgme libgcrypt libunistring; do
		grep -qiE "^$library [0-9]+\.[0-9]" "$WORK/out" || fail "it does not tell the version of $library: $(cat "$WORK/out")"
	done
	# What the header of libunistring says of itself: (major<<16) + (minor<<8) + subminor.
	local number
	number=$(printf '#include <unistring/version.h>\nnumber _LIBUNISTRING_VERSION\n' | gcc -E -P - | sed -n 's/^number //p')
	grep -qxF "libunistring $((number >> 16)).$((number >> 8 & 255))" "$WORK/out" || fail "not the version of libunistring: $(cat "$WORK/out")"
}

test_build_and_verify_count_alike() {
	small_archive
	make_key
	build
	local built
	built=$(grep -oE '[0-9]+ files' "$WORK/out")
	verify
	same "$(grep -oE '[0-9]+ files' "$WORK/out")" "$built"
}

test_wrong_use_is_status_2() {
	small_archive
	fails 2 ""
	fails 2 "" nonsense
	says nonsense
	fails 2 "" build --nonsense
	fails 2 "" build -C "$repo" -o "$site" --jobs 0
	fails 2 "" build -C "$repo" -o "$site" --jobs many
	fails 2 "" build -C "$repo" -o "$site" --diagnostics xml
	fails 2 "" build -C "$repo" -o "$site" extra
	fails 2 "" build -C "$repo" -o
	fails 2 "" verify a b
	fails 2 "" check --output x
	fails 2 "" build --unsigned=yes -o "$site"
	[ ! -e "$site" ] || fail "something was built"
	# Help is no failure.
	ok help
	ok build --help
	has "$WORK/out" --unsigned
	ok verify --help
}

test_check_publishes_nothing_and_tells_what_it_read() {
	small_archive
	local before
	before=$(snapshot "$WORK/r")
	ok check -C "$repo" --no-cache
	has "$WORK/out" "1 advisory, 2 events: no faults"
	same "$before" "$(snapshot "$WORK/r")"
	# Without --no-cache it leaves what it read for the next run, the secret that seals it, and nothing else.
	ok check -C "$repo"
	rm -r "$repo/.git/shirase" "$repo/.git/shirase-secret"
	same "$before" "$(snapshot "$WORK/r")"
	same "$(ls -A "$WORK/public")" ""
}

test_check_demands_what_a_final_advisory_must_tell() {
	new_repo
	BODY=$'## Overview\n\nText.\n\n## Detection\n\nUnder investigation.\n\n## Solution\n\n## Impact\n\nNone\n\n## Threat status\n\nNone' advisory EX-2024-0001 en
	commit 2024-01-10 "Publish"
	fails 1 W106 check -C "$repo"
	says "Affected products"
	says "Side effects"
	says "[W108]"
	says '"Solution" is empty'
	# For a build their lack is a warning.
	build
	says "[W107]"
	says warning
	BODY=$'## Overview\n\nText.' advisory EX-2024-0001 en 'status: interim'
	commit 2024-01-11 "Interim"
	ok check -C "$repo"
	says "[W107]"
	BODY='Text.' advisory EX-2024-0001 en 'kind: information'
	commit 2024-01-12 "A notice"
	ok check -C "$repo"
	says_not W10
	BODY=$(body en)$'\n\n## Solution\n\nAgain.' advisory EX-2024-0001 en
	commit 2024-01-13 "Twice"
	ok check -C "$repo"
	says "[W109]"
}

test_check_tells_of_stale_translations() {
	small_archive 'stale: {days: 10}'
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-20 "Severity"
	ok check -C "$repo"
	says "[W112]"
	says "archive/advisories/EX-2024-0001.en.md"
	page about ja 本文。
	commit 2024-02-20 "Later"
	fails 1 W113 check -C "$repo"
}

test_faults_of_several_documents_are_told_at_once_and_sorted() {
	small_archive
	advisory EX-2024-0002 ja 'status: finished' 'severity: enormous' 'frobnicate: yes'
	advisory EX-2024-0001 ja 'cvss: CVSS:3.1/AV:X' -severity 'title: '
	printf -- '---\ntitle: x\n---\n' >"$repo/archive/pages.md"
	echo 'unknown_key: x' >>"$repo/archive/archive.yaml"
	commit 2024-01-11 "Faults"
	fails 1 A104 build -C "$repo" -o "$site" --unsigned
	grep -E '^[^ ].*: error: ' "$WORK/err" >"$WORK/errors"
	[ "$(wc -l <"$WORK/errors")" -ge 6 ] || fail "too few: $(cat "$WORK/errors")"
	LC_ALL=C sort -t: -k1,1 -k2,2n -k3,3n -c "$WORK/errors"
	local line
	for line in 'advisories/EX-2024-0002.ja.md:3:9: error: [A106]' 'EX-2024-0002.ja.md:9:11: error: [A106]' \
		'EX-2024-0002.ja.md:10:1: error: [A104]' 'EX-2024-0001.ja.md:2:6: error: [A108]' 'EX-2024-0001.ja.md:9:7: error: [A107]' \
		'archive/pages.md: error: [A140]' 'archive/archive.yaml:1' '  hint: write one of draft, interim, final'; do
		says "$line"
	done
}

test_diagnostics_as_json_and_github() {
	small_archive
	advisory EX-2024-0001 ja $'title: "a\\"\\\\%"' 'status: "fin%al,:\n\x07"' $'summary: \xe8\xa6\x81\xe7\xb4\x84'
	advisory EX-2024-0002 ja 'status: "fin%al"'
	commit 2024-01-11 "Faults"
	fails 1 A106 build -C "$repo" -o "$site" --unsigned
	fails 1 "" build -C "$repo" -o "$site" --unsigned --diagnostics json
	python3 - "$WORK/err" <<-'END'
		import json, sys
		found = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
		assert any(f["code"] == "A106" and f["level"] == "error" and f["path"].endswith("EX-2024-0002.ja.md")
		           and f["line"] == 3 and f["column"] == 9 and "draft" in f["hint"] for f in found), found
	END
	fails 1 "" build -C "$repo" -o "$site" --unsigned --diagnostics=github
	says '::error file=archive/advisories/EX-2024-0002.ja.md,line=3,col=9,title=A106::'
	says 'fin%25al'
	[ "$(grep -cv '^::' "$WORK/err")" -eq 0 ] || fail "a line is no workflow command: $(cat "$WORK/err")"
}

test_progress_never_gets_into_a_log() {
	with_rich
	ok build -C "$repo" -o "$WORK/public/a" --unsigned
	same "$(grep -v 'W105\|hint: ' "$WORK/err" || true)" ""
	! grep -q $'[\r\033]' "$WORK/out" "$WORK/err" || fail "control characters in a log"
	same "$(wc -l <"$WORK/out")" 2
}

test_control_characters_in_diagnostics_are_masked() {
	small_archive
	printf 'x' >"$repo/archive/advisories/"$'a\033[31m\nb.md'
	commit 2024-01-11 "A name"
	fails 1 A141 build -C "$repo" -o "$site" --unsigned
	! grep -q $'\033' "$WORK/err" || fail "an escape sequence got through"
	says '\x1B'
}

# Repositories. ----------------------------------------------------------------

test_no_repository() {
	fails 2 R101 build -C "$WORK" -o "$site" --unsigned
	says "shirase init DIR"
	fails 2 R101 build -C "$WORK/nowhere" -o "$site" --unsigned
	(cd "$WORK" && fails 2 R101 check)
}

test_an_empty_repository() {
	git init -q -b main "$repo"
	fails 1 R107 build -C "$repo" -o "$site" --unsigned
	git -C "$repo" commit -q --allow-empty -m "Nothing"
	fails 1 A130 build -C "$repo" -o "$site" --unsigned
}

test_a_shallow_clone() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Severity"
	git clone -q --depth 1 "file://$repo" "$WORK/shallow"
	fails 1 R105 build -C "$WORK/shallow" -o "$site" --unsigned
	says "git fetch --unshallow"
	# The remedy is one.
	git -C "$WORK/shallow" fetch -q --unshallow
	ok build -C "$WORK/shallow" -o "$site" --unsigned
}

test_a_partial_clone() {
	small_archive
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-11 "Severity"
	git -C "$repo" config uploadpack.allowFilter true
	git clone -q --filter=blob:none "file://$repo" "$WORK/partial"
	fails 1 R106 build -C "$WORK/partial" -o "$site" --unsigned
	local remedy
	remedy=$(sed -n 's/^  hint: in it, run: //p' "$WORK/err")
	(cd "$WORK/partial" && eval "$remedy") >/dev/null 2>&1 || fail "the remedy fails: $remedy"
	ok build -C "$WORK/partial" -o "$site" --unsigned
}

test_a_sha256_repository() {
	git init -q --object-format=sha256 "$repo"
	fails 1 R104 build -C "$repo" -o "$site" --unsigned
	says sha256
}

test_a_missing_object() {
	small_archive
	build
	local blob
	blob=$(git -C "$repo" rev-parse HEAD:archive/advisories/EX-2024-0001.en.md)
	rm -f "$repo/.git/objects/${blob:0:2}/${blob:2}"
	breaks 1 R109
}

test_a_repository_of_somebody_else() {
	[ "$(id -u)" = 0 ] || return 0 # only root can give a folder away
	small_archive
	chown -R 12345 "$repo"
	fails 3 R102 build -C "$repo" -o "$site" --unsigned
	says "safe.directory $repo"
	git config --file "$HOME/.gitconfig" --add safe.directory "$repo"
	ok build -C "$repo" -o "$site" --unsigned
}

test_a_detached_head_and_a_broken_one() {
	small_archive
	git -C "$repo" checkout -q --detach
	build
	echo 'ref: refs/heads/nowhere' >"$repo/.git/HEAD"
	breaks 1 R107
	build --rev main
}

test_progress_goes_to_a_terminal() {
	command -v script >/dev/null || return 0
	new_repo 'languages: [en]' 'publisher: {name: {en: Example CSIRT}, namespace: "https://csirt.example.org", category: coordinator}'
	local i
	for i in {1..30}; do
		advisory "EX-2024-$(printf %04d "$i")" en
	done
	commit 2024-01-10 "Many"
	# What a terminal shows is wiped in the end; a build of less than a second shows nothing.
	script -qec "'$PROGRAM' build -C '$repo' -o '$site' --unsigned" /dev/null >"$WORK/out" </dev/null
	has "$WORK/out" "built $site"
	if grep -q 'writing [0-9]' "$WORK/out"; then
		has "$WORK/out" $'\r\033[K'"built"
	fi
}

test_a_full_disk_on_standard_output_is_told() {
	with_rich
	local -a call
	local line
	while read -ra call; do
		status=0
		(cd "$repo" && "$PROGRAM" "${call[@]}" >/dev/full 2>"$WORK/err") || status=$?
		[ "$status" -eq 3 ] || fail "status $status: ${call[*]}: $(cat "$WORK/err")"
		says "standard output: error: [B102]"
	done <<-END
		log EX-2024-0001
		log EX-2024-0001 --format=json
		diff EX-2024-0001 r1 r2
		plan
		plan --format=markdown
		verify $site
		build -o $WORK/public/site --unsigned
		build --help
		--help
		--manual
		--version
	END
	# The site is there all the same, and the message is in the form that was asked for.
	[ -f "$WORK/public/site/index.html" ] || fail "the build is not done"
	"$PROGRAM" verify "$site" --diagnostics=json >/dev/full 2>"$WORK/err" && fail "status 0"
	line=$(cat "$WORK/err")
	[[ $line == '{"path": "standard output", "level": "error", "code": "B102", '* ]] || fail "$line"
}
