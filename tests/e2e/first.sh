# shellcheck shell=bash disable=SC2034,SC2154
# A publisher's first day: init, new, check on what is not committed, preview, and the CI files of a new archive.

# The years of ids are UTC's; a case that runs over midnight of new year's eve asks twice.
year() { date -u +%Y; }

init() { ok init "$@" "$repo"; }

begun() {
	init --name "Example CSIRT" --base-url https://csirt.example.org/ --email info@csirt.example.org --id 'EX-{year}-{serial:04}' "$@"
}

# new ARGUMENT…: `shirase new`, whose paths are then in $paths.
new() {
	ok new -C "$repo" "$@"
	mapfile -t paths <"$WORK/out"
}

# filled FILE…: every mark of the files replaced; words where words are wanted.
filled() {
	sed -i -E 's/(type: )"[^"]*"/\1application/; s/(fix: )"[^"]*"/\1available/; s/(impact: )\[.*/\1[tampering]/; s/(exploitation: )".*/\1none-known/
		s/(audience: )\[.*/\1[administrators]/; s/(versions: )\[.*/\1["<1.2"]/; s/(fixed: )".*/\1"1.2"/; s/^(cve: ).*/\1[]/; /^cvss: /d
		s|\{url: "[^"]*"|{url: "https://vendor.example.com/1"|
		s/（記入：([^（）]|（[^（）]*）)*）/なし/g; s/\(FILL IN: ([^()]|\([^()]*\))*\)/None/g' "$@"
	! grep -nE '（記入：|\(FILL IN:' "$@" | grep -v ':#' || fail "a mark is left"
	sed -i '/^# /d' "$@"
}

# init. --------------------------------------------------------------------------

test_init_makes_an_archive_that_can_be_built_at_once() {
	local command
	begun
	has "$WORK/out" "made $repo" "EX-$(year)-0001" "shirase preview" "shirase build -o public --key FINGERPRINT"
	same "$(git -C "$repo" status --porcelain)" ""
	same "$(git -C "$repo" symbolic-ref HEAD)" refs/heads/main
	same "$(git -C "$repo" log --format='%an <%ae> %s')" "A Publisher <publisher@example.org> Begin the archive"
	git -C "$repo" fsck --strict >/dev/null
	same "$(ls -A "$WORK" | grep -v -x -e err -e home -e out -e public -e r -e reports -e t || true)" ""
	ok check -C "$repo"
	same "$(cat "$WORK/err")" ""
	has "$WORK/out" "1 advisory, 2 events: no faults"
	build
	exists ja/pages/about/index.html en/pages/policy/index.html "ja/EX-$(year)-0001/index.html" "text/EX-$(year)-0001.en.txt"
	of_site links
	has archive.json '"kind": "information"' '"source": "ja"'
	lacks archive.json demonstration
	# Signed, too, and by a key that the settings name.
	make_key
	sed -i "s/^# sign: .*/sign: {key: $fpr}/" "$repo/archive/archive.yaml"
	gpg --batch --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m "Begin the archive"
	rm -r "$site"
	ok build -C "$repo" -o "$site"
	verify --fingerprint "$fpr"
}

test_what_nobody_said_is_still_to_be_filled_in() {
	init
	ok check -C "$repo"
	same "$(grep -c 'A153' "$WORK/err")" 5
	says 'archive/archive.yaml:8:11: warning: [A153] still to be filled in: "base_url" leads nowhere'
	says "still to be filled in: チームの名前"
	says "still to be filled in: the name of your team"
	says '"email" leads nowhere'
	build
	sed -i -E 's/csirt\.invalid/csirt.example.org/; s/"（記入：.*"/例示CSIRT/; s/"\(FILL IN: the name.*"/Example CSIRT/' "$repo/archive/archive.yaml"
	ok check -C "$repo"
	says_not A153
}

test_init_in_one_language() {
	begun --lang en
	same "$(find "$repo" -name '*.ja.md')" ""
	ok check -C "$repo"
	same "$(cat "$WORK/err")" ""
	build
	has archive.json '"source": "en"'
	rm -r "$repo" "$site"
	begun --lang ja
	same "$(find "$repo" -name '*.en.md')" ""
	ok check -C "$repo"
	same "$(cat "$WORK/err")" ""
	rm -r "$repo"
	begun --lang en,ja
	build
	has archive.json '"source": "en"'
	ok check -C "$repo"
	same "$(cat "$WORK/err")" ""
}

test_init_takes_nothing_that_is_there() {
	local before
	mkdir "$repo"
	echo mine >"$repo/file"
	before=$(snapshot "$WORK/r")
	fails 2 U107 init "$repo"
	same "$before" "$(snapshot "$WORK/r")"
	rm "$repo/file"
	begun # an empty folder will do
	before=$(snapshot "$WORK/r")
	fails 2 U107 init "$repo"
	same "$before" "$(snapshot "$WORK/r")"
	fails 2 P101 init "$WORK/nowhere/r"
	says "nothing can be put here"
	says_not site
	touch "$WORK/f"
	fails 2 P101 init "$WORK/f"
	fails 2 U107 init "$repo/.."
	fails 2 U101 init
	# A site of shirase may be exchanged by a build, never by this.
	build
	fails 2 U107 init "$site"
}

test_init_with_options_that_have_not_their_form() {
	local options
	for options in '--base-url=ftp://x/' '--base-url=https://x.example/?q' '--email=nobody' '--id=EX-{year}' '--id=ex{serial}' '--lang=fr' '--lang=ja,ja' '--lang=' \
		'--name=' $'--name=a\nb' $'--name=a\xe2\x80\xaeb' '--id=keys{serial}' '--lang=../x'; do
		shirase init "$options" "$repo"
		[ "$status" -ne 0 ] && [ "$status" -lt 3 ] || fail "status $status: init $options"
		[ -s "$WORK/err" ] || fail "nothing was said: init $options"
		[ ! -e "$repo" ] || fail "something was made: init $options"
		same "$(ls -A "$WORK" | grep -F .stage- || true)" ""
	done
	init --name $'a "quoted" \\ name: {x} # \xe6\x97\xa5' --base-url https://csirt.example.org
	ok check -C "$repo"
	build
	has en/index.html 'a &quot;quoted&quot; \ name: {x} # 日'
}

test_init_without_an_author() {
	unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL
	fails 2 R114 init "$repo"
	says "git config --global user.name"
	[ ! -e "$repo" ] || fail "something was made"
	HOME=$WORK/home git config --file "$WORK/home/.gitconfig" user.name "Somebody Else"
	git config --file "$WORK/home/.gitconfig" user.email else@example.org
	begun
	same "$(git -C "$repo" log --format='%an <%ae>')" "Somebody Else <else@example.org>"
}

test_init_that_is_killed_leaves_a_whole_repository_or_none() {
	local n pid left=0
	for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
		rm -rf "$repo"
		# One that is killed while it looks for leaks reports that it could not.
		ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 "$PROGRAM" init "$repo" >/dev/null 2>&1 &
		pid=$!
		sleep "0.0$((n * 3 % 10))$n"
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
		if [ -e "$repo" ]; then
			same "$(git -C "$repo" status --porcelain)" ""
			git -C "$repo" fsck --strict >/dev/null 2>&1 || fail "it is not whole"
			ok check -C "$repo"
		fi
	done
	# What a killed one left beside it goes with the next.
	rm -rf "$repo"
	begun
	same "$(ls -A "$WORK" | grep -F .r. || true)" ""
}

# new. -----------------------------------------------------------------------------

test_new_writes_every_section_and_check_names_what_is_left() {
	begun
	new
	same "${paths[*]}" "archive/advisories/$(year)/EX-$(year)-0002.ja.md archive/advisories/$(year)/EX-$(year)-0002.en.md"
	has "$repo/${paths[0]}" 'status: draft' 'kind: vulnerability' '## 概要' '## 対象' '## 想定される影響' '## 脅威の状況' '## 詳細' '## 検知方法' '## 対策' \
		'## 回避策' '## 軽減策' '## 対策による影響' '## 被害に遭った場合' '## 参考情報' '## 連絡先'
	has "$repo/${paths[1]}" '## Overview' '## Affected products' '## Side effects' '## Contact'
	lacks "$repo/${paths[1]}" status:
	# Each mark is told, with its place, and nothing else is.
	ok check -C "$repo"
	grep -oE '^archive[^ ]*: warning: \[A152\]' "$WORK/err" | sed 's/: warning.*//' | sort >"$WORK/told"
	(cd "$repo" && python3 - "${paths[@]}" | sort) >"$WORK/marks" <<-'END'
		import re, sys
		for path in sys.argv[1:]:
		    for number, line in enumerate(open(path, "rb"), 1):
		        if line.startswith(b"#") and not line.startswith(b"##"):
		            continue
		        starts = [m.start() for m in re.finditer("（記入：".encode() + rb"|\(FILL IN:", line)]
		        front = line[starts[0] - 1:starts[0]] == b'"' if starts else False
		        for start in starts if front else starts[:1]:
		            print(f"{path}:{number}:{start if front else start + 1}")
	END
	[ "$(wc -l <"$WORK/marks")" -gt 40 ] || fail "hardly any mark"
	same "$(cat "$WORK/marks")" "$(cat "$WORK/told")"
	says "W111"
	says "2 uncommitted files are read as if committed"
	same "$(grep -v -e A152 -e W111 -e '^  hint: ' "$WORK/err" || true)" ""
	# Committed, it is the same, and keeps nothing from being published; none of it is.
	commit "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "A draft"
	ok check -C "$repo"
	same "$(grep -c A152 "$WORK/err")" "$(wc -l <"$WORK/marks")"
	build
	says_not A152
	nowhere 記入 "FILL IN" "EX-$(year)-0002"
	# What is published must be complete.
	sed -i 's/^status: draft/status: interim/' "$repo/${paths[0]}"
	fails 1 A151 check -C "$repo"
	same "$(grep -c A151 "$WORK/err")" "$(wc -l <"$WORK/marks")"
	commit "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "Too soon"
	breaks 1 A151
	filled "$repo/${paths[0]}" "$repo/${paths[1]}"
	ok check -C "$repo"
	says_not A15
	commit "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "Publish it"
	build
	exists "ja/EX-$(year)-0002/index.html" "en/EX-$(year)-0002/index.html"
}

test_new_takes_a_number_that_nobody_had() {
	begun
	new --year 2025
	same "${paths[0]}" archive/advisories/2025/EX-2025-0001.ja.md
	new --year 2025
	same "${paths[0]}" archive/advisories/2025/EX-2025-0002.ja.md
	commit 2026-01-02 "Drafts"
	git -C "$repo" rm -q "${paths[@]}"
	commit 2026-01-03 "A draft less"
	new --year 2025
	same "${paths[0]}" archive/advisories/2025/EX-2025-0003.ja.md
	git -C "$repo" switch -q -c colleague
	git -C "$repo" add -A
	git -C "$repo" commit -q -m "Mine"
	git -C "$repo" switch -q main
	[ ! -e "$repo/${paths[0]}" ] || fail "the branch was not left"
	new --year 2025
	same "${paths[0]}" archive/advisories/2025/EX-2025-0004.ja.md
	new --year 2024
	same "${paths[0]}" archive/advisories/2024/EX-2024-0001.ja.md
	# A published one that was deleted keeps its number.
	git -C "$repo" rm -q "archive/advisories/$(year)/*"
	commit "$(date -u +%Y-%m-%dT%H:%M:%SZ)" $'Withdraw\n\nWithdraw-Reason: published-in-error'
	new
	same "${paths[0]}" "archive/advisories/$(year)/EX-$(year)-0002.ja.md"
}

test_new_in_chosen_languages_and_kinds() {
	begun
	new --lang en --kind information --title 'A "title": {x} # \ y'
	same "${#paths[@]}" 1
	has "$repo/${paths[0]}" 'status: draft' 'kind: information' 'title: "A \"title\": {x} # \\ y"' '## Overview' '## Contact'
	lacks "$repo/${paths[0]}" '## Impact' affected:
	ok check -C "$repo"
	new --kind information
	has "$repo/${paths[0]}" '## 概要' '## 連絡先'
	ok check -C "$repo"
	new --lang en,ja --kind alert --exercise
	has "$repo/${paths[0]}" 'kind: alert' 'exercise: yes' 'vendor: {en: "(FILL IN: the vendor'
	same "${paths[0]##*.en}" .md
	lacks "$repo/${paths[1]}" status:
	ok check -C "$repo"
	fails 2 U101 new -C "$repo" --kind information --exercise
	fails 2 U101 new -C "$repo" --lang fr
	fails 2 U101 new -C "$repo" --lang ja,ja
	fails 2 U101 new -C "$repo" --lang ,
	fails 2 U101 new -C "$repo" --year 26
	fails 2 U101 new -C "$repo" --year 2026-01
	fails 2 U101 new -C "$repo" --kind warning
	fails 2 U101 new -C "$repo" --title $'a\nb'
	same "$(git -C "$repo" status --porcelain | wc -l)" 5
}

test_new_overwrites_nothing_and_needs_a_work_tree() {
	begun
	# Ignored files are in no tree, so that their number seems free.
	echo 'EX-*-0002.en.md' >>"$repo/.gitignore"
	mkdir -p "$repo/archive/advisories/$(year)"
	echo precious >"$repo/archive/advisories/$(year)/EX-$(year)-0002.en.md"
	fails 3 B102 new -C "$repo"
	same "$(cat "$repo/archive/advisories/$(year)/EX-$(year)-0002.en.md")" precious
	[ ! -e "$repo/archive/advisories/$(year)/EX-$(year)-0002.ja.md" ] || fail "half of it was written"
	git clone -q --bare "$repo" "$WORK/bare.git"
	fails 2 R113 new -C "$WORK/bare.git"
	mv "$repo/archive/advisories/$(year)" "$WORK/elsewhere"
	ln -s "$WORK/elsewhere" "$repo/archive/advisories/$(year)"
	fails 2 U101 new -C "$repo"
	same "$(ls "$WORK/elsewhere")" "$(printf 'EX-%s-0001.en.md\nEX-%s-0001.ja.md\nEX-%s-0002.en.md' "$(year)" "$(year)" "$(year)")"
	rm "$repo/archive/advisories/$(year)"
	sed -i '/^id: /d' "$repo/archive/archive.yaml"
	fails 1 A154 new -C "$repo"
	ok check -C "$WORK/bare.git"
}

test_new_before_the_first_commit_and_in_an_archive_with_faults() {
	new_repo
	new
	same "${#paths[@]}" 2
	ok check -C "$repo"
	small=$repo/archive/advisories/EX-2024-0001.ja.md
	printf -- '---\ntitle: x\nstatus: nonsense\n---\n' >"$small"
	fails 1 A106 check -C "$repo"
	new --year 2024
	same "${paths[0]}" archive/advisories/2024/EX-2024-0002.ja.md
	echo 'version: 7' >"$repo/archive/archive.yaml"
	fails 1 A106 new -C "$repo"
}

test_new_in_another_language_takes_its_words_from_its_locale() {
	new_repo 'languages: [en, xx]' 'publisher: {name: Example CSIRT, namespace: "https://csirt.example.org"}'
	mkdir -p "$repo/filters/locale"
	sed 's/Overview/Ovrvw/; s/mark = "(FILL IN: {what})"/mark = "（記入：{what}）"/' "$HERE/../../filters/locale/en.lua" >"$repo/filters/locale/xx.lua"
	new
	has "$repo/${paths[1]}" '## Ovrvw' '（記入：'
	ok check -C "$repo"
	sed -i 's/mark = "（記入：{what}）"/mark = "<{what}>"/' "$repo/filters/locale/xx.lua"
	fails 1 W116 new -C "$repo"
	sed -i '/^\tdraft = {/,/^\t},/d' "$repo/filters/locale/xx.lua"
	fails 1 W116 new -C "$repo"
	says "filters/locale/xx.lua"
	ok check -C "$repo" # a locale without these words builds all the same
}

# What is not committed. --------------------------------------------------------------

test_check_reads_what_is_not_committed_as_if_it_were() {
	small_archive 'formats: {security_txt: no}' # whose day would be past
	ok check -C "$repo"
	advisory EX-2024-0002 ja 'status: nonsense'
	fails 1 A106 check -C "$repo"
	says "1 uncommitted file is read as if committed"
	ok check -C "$repo" --rev HEAD
	says_not W111
	ok check -C "$repo" --base HEAD
	says "1 uncommitted file is left out"
	same "$(git -C "$repo" status --porcelain)" "?? archive/advisories/EX-2024-0002.ja.md"
	advisory EX-2024-0002 ja
	ok check -C "$repo"
	has "$WORK/out" "2 advisories, 3 events: no faults"
	rm "$repo/archive/advisories/EX-2024-0001.ja.md"
	fails 1 A137 check -C "$repo"
	# A locale or a theme that is not committed counts too; one that is ignored does not.
	git -C "$repo" checkout -q .
	mkdir -p "$repo/filters/locale"
	echo 'nonsense(' >"$repo/filters/locale/en.lua"
	fails 1 S101 check -C "$repo"
	echo filters >"$repo/.gitignore"
	ok check -C "$repo"
	# Nothing of it was kept.
	rm "$repo/archive/advisories/EX-2024-0002.ja.md"
	ok check -C "$repo"
	same "$(cat "$WORK/err")" ""
	git -C "$repo" fsck --strict --no-dangling >/dev/null
	same "$(git -C "$repo" count-objects -v | grep -E '^(garbage|size-garbage)')" $'garbage: 0\nsize-garbage: 0'
}

test_check_of_the_work_tree_asks_no_signature_of_it() {
	small_archive 'committers: {policy: require}'
	gnupg_home 1
	make_key
	mkdir -p "$repo/archive/keys/committers"
	gpg --batch --armor --export "$fpr" >"$repo/archive/keys/committers/a.asc"
	git -C "$repo" add -A
	git -C "$repo" -c user.signingkey="$fpr" commit -q -S -m "Certificates"
	ok check -C "$repo"
	advisory EX-2024-0001 ja 'severity: high'
	ok check -C "$repo"
	git -C "$repo" commit -q -a -m "Not signed"
	fails 1 T150 check -C "$repo"
}

test_preview_shows_drafts_and_what_is_not_committed() {
	local page
	begun
	new --title "Nur für uns"
	ok preview -C "$repo"
	page=$(sed -n 's|^open file://||p' "$WORK/out")
	has "$page" "Nur für uns"
	same "${page%%/.git/*}" "$repo"
	has "$repo/.git/shirase/preview/en/index.html" "EX-$(year)-0002"
	[ ! -e "$repo/.git/shirase/preview/SHA256SUMS.asc" ] || fail "it is signed"
	same "$(git -C "$repo" status --porcelain | grep -v '^?? archive/' || true)" ""
	ok preview -C "$repo" # again, over the last one
	build
	nowhere "Nur für uns"
	git clone -q --bare "$repo" "$WORK/with blank.git"
	ok preview -C "$WORK/with blank.git"
	has "$WORK/out" "with%20blank.git/shirase/preview/index.html"
}

# CI. ----------------------------------------------------------------------------------

test_ci_files_keep_their_rules() {
	local script
	begun
	python3 "$HERE/ci.py" rules "$repo" || fail "ci.py rules"
	for script in "$repo"/ci/*; do
		bash -n "$script"
		! command -v shellcheck >/dev/null || (cd "$repo" && shellcheck -x "ci/${script##*/}") || fail "shellcheck"
	done
}

# A new archive with a key, a folder that is served, and the CI system's part: apt-get, and shirase's source.
ci_begins() {
	local port=$WORK/port source=$WORK/source
	mkdir "$WORK/live" "$WORK/bin" "$source"
	python3 "$HERE/serve.py" "$WORK/live" "$port" &
	server=$!
	trap 'kill "$server" 2>/dev/null || true' EXIT
	for _ in {1..1000}; do [ -s "$port" ] || sleep 0.1; done
	live=http://127.0.0.1:$(cat "$port")
	init --name "Example CSIRT" --base-url "$live/" --email info@csirt.example.org --id 'EX-{year}-{serial:04}'
	PASSPHRASE=geheim make_key
	key=$(gpg --batch --pinentry-mode loopback --passphrase geheim --armor --export-secret-keys "$fpr")
	sed -i "s/^# sign: .*/sign: {key: $fpr}/" "$repo/archive/archive.yaml"
	gpg --batch --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	printf 'packages-build:\n\t@true\nall:\n\t@true\ninstall:\n\tcp shirase "%s/bin/"\n' "$WORK" >"$source/Makefile"
	printf '#!/bin/sh\nexec "%s" "$@"\n' "$PROGRAM" >"$source/shirase"
	chmod +x "$source/shirase"
	git -C "$source" init -q -b main
	git -C "$source" add -A
	git -C "$source" commit -q -m Source
	sed -i "s|^SHIRASE_URL=.*|SHIRASE_URL=file://$source|; s|^SHIRASE_COMMIT=.*|SHIRASE_COMMIT=$(git -C "$source" rev-parse HEAD)|" "$repo/ci/settings"
	printf '#!/bin/sh\necho "apt-get $*" >>"%s/apt"\n' "$WORK" >"$WORK/bin/apt-get"
	chmod +x "$WORK/bin/apt-get"
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m "Begin the archive"
	secrets=("secrets.SHIRASE_KEY=$key" secrets.SHIRASE_PASSPHRASE=geheim inputs.first=)
}

# in_ci SCRIPT: a job's script in a fresh clone, as the CI system would run it; leaves $status, out, err.
in_ci() {
	status=0
	rm -rf "$WORK/clone"
	git clone -q "$repo" "$WORK/clone"
	: >"$WORK/output"
	: >"$WORK/summary"
	(
		cd "$WORK/clone"
		unset GNUPGHOME GIT_CONFIG_GLOBAL
		PATH=$WORK/bin:$PATH GITHUB_OUTPUT=$WORK/output GITHUB_STEP_SUMMARY=$WORK/summary RETRIES=1 RETRY_DELAY=1 TRIES=2 bash -e "$1"
	) >"$WORK/out" 2>"$WORK/err" || status=$?
	same "$(ls -A "$TMPDIR")" ""
}

github() {
	local job=$1
	shift
	python3 "$HERE/ci.py" github "$repo" "$job" "$@" >"$WORK/job" || fail "ci.py github $job"
	in_ci "$WORK/job"
}

gitlab() {
	python3 "$HERE/ci.py" gitlab "$repo" "$1" >"$WORK/job" || fail "ci.py gitlab $1"
	in_ci "$WORK/job"
}

ended() {
	[ "$status" -eq 0 ] || {
		show
		fail "the job ended with $status"
	}
}

# failed TEXT: the job failed, said so, and left nothing that could be published.
failed() {
	[ "$status" -ne 0 ] || {
		show
		fail "the job did not fail"
	}
	grep -qF -- "$1" "$WORK/out" "$WORK/err" || {
		show
		fail "it does not say: $1"
	}
	[ ! -e "$WORK/clone/public" ] || fail "something could be published"
	same "$(cat "$WORK/output")" ""
}

deploy() {
	rm -rf "${WORK:?}/live"/* "$WORK/live"/.[a-z]*
	cp -a "$WORK/clone/public/." "$WORK/live/"
}

test_ci_publishes_goes_on_and_publishes_nothing_when_anything_fails() {
	local before other
	ci_begins
	# The first publication is one only if somebody says so.
	github build "${secrets[@]}"
	failed "FIRST=true"
	: >"$WORK/live.down"
	github build "${secrets[@]}" inputs.first=true
	failed "status 503"
	rm "$WORK/live.down"
	github build "${secrets[@]}" inputs.first=true
	ended
	has "$WORK/out" "this is the first publication" "verified: signed by" "all good"
	has "$WORK/apt" "install" "git"
	deploy
	github verify "needs.build.outputs.sums=$(sed -n 's/^sums=//p' "$WORK/output")"
	ended
	has "$WORK/out" "the signature is good"
	# The second goes on from it: what did not change keeps its signature.
	git -C "$repo" commit -q --allow-empty -m "Nothing for readers"
	advisory "EX-$(year)-0007" ja
	git -C "$repo" add -A
	git -C "$repo" commit -q -m "Publish another"
	github build "${secrets[@]}"
	ended
	has "$WORK/out" "fetched what is live at $live: 2 signed texts" "(2 taken over)"
	deploy
	before=$(snapshot "$WORK/live")
	# What is not what was built is found.
	github verify needs.build.outputs.sums=0000
	failed "is not live"
	echo x >>"$WORK/live/archive.json"
	github verify "needs.build.outputs.sums=$(sha256sum <"$WORK/live/SHA256SUMS" | cut -d ' ' -f 1)"
	failed "archive.json"
	sed -i '$ d' "$WORK/live/archive.json"
	# A rewritten history, a broken archive, secrets that are wrong or missing, a host that is away.
	git -C "$repo" branch -q kept
	git -C "$repo" commit -q --amend -m "Publish another one"
	github build "${secrets[@]}"
	failed P140
	git -C "$repo" reset -q --hard kept
	printf -- '---\ntitle: x\nstatus: nonsense\n---\n' >"$repo/archive/advisories/EX-$(year)-0008.ja.md"
	git -C "$repo" add -A
	git -C "$repo" commit -q -m Broken
	github build "${secrets[@]}"
	failed "title=A106"
	git -C "$repo" reset -q --hard kept
	github build "secrets.SHIRASE_KEY=$key" secrets.SHIRASE_PASSPHRASE=falsch inputs.first=
	failed T111
	github build secrets.SHIRASE_KEY= secrets.SHIRASE_PASSPHRASE= inputs.first=
	failed "no secret SHIRASE_KEY"
	gnupg_home 2
	other=$fpr
	make_key
	github build "secrets.SHIRASE_KEY=$(gpg --batch --armor --export-secret-keys "$fpr")" secrets.SHIRASE_PASSPHRASE= inputs.first=
	failed "$other"
	kill "$server"
	wait "$server" 2>/dev/null || true
	github build "${secrets[@]}" inputs.first=true
	failed "cannot be fetched"
	same "$before" "$(snapshot "$WORK/live")"
}

test_ci_judges_a_proposal_without_any_secret() {
	ci_begins
	git -C "$repo" switch -q -c topic
	advisory "EX-$(year)-0002" ja
	git -C "$repo" add -A
	git -C "$repo" commit -q -m "Another"
	github check github.base_ref=main
	ended
	has "$WORK/summary" "What publishing" "EX\\-$(year)\\-0002"
	advisory "EX-$(year)-0002" ja 'status: nonsense'
	git -C "$repo" commit -q -a -m "A fault"
	github check github.base_ref=main
	failed "::error file=archive/advisories/EX-$(year)-0002.ja.md"
	# GitLab hands on the commit at which the two parted.
	git -C "$repo" reset -q --hard HEAD~1
	CI_MERGE_REQUEST_DIFF_BASE_SHA=$(head_of main)
	export CI_MERGE_REQUEST_DIFF_BASE_SHA
	gitlab check
	ended
	has "$WORK/clone/plan.md" "EX\\-$(year)\\-0002"
	# Without a source of shirase it says what is to be done.
	sed -i 's|^SHIRASE_COMMIT=.*|SHIRASE_COMMIT=main|' "$repo/ci/settings"
	git -C "$repo" commit -q -a -m "No commit"
	gitlab check
	failed "SHIRASE_COMMIT names no commit"
	sed -i 's|^SHIRASE_URL=.*|SHIRASE_URL=|' "$repo/ci/settings"
	git -C "$repo" commit -q -a -m "No address"
	gitlab check
	failed "SHIRASE_URL is not set"
}

test_ci_of_gitlab_publishes_and_goes_on() {
	ci_begins
	printf '%s\n' "$key" >"$WORK/key"
	export SHIRASE_KEY_FILE=$WORK/key SHIRASE_PASSPHRASE=geheim FIRST=true
	gitlab pages
	ended
	deploy
	unset FIRST
	gitlab pages
	ended
	has "$WORK/out" "(2 taken over)"
	cp -r "$WORK/clone/public" "$WORK/built"
	sed -i "s|public/SHA256SUMS|$WORK/built/SHA256SUMS|" "$repo/.gitlab-ci.yml"
	deploy
	gitlab verify
	ended
	has "$WORK/out" "the signature is good"
}

# withdraw. ------------------------------------------------------------------------------

# as_told: the command that was printed, done as it stands there.
as_told() {
	local command
	command=$(grep '^  git commit' "$WORK/advice")
	(cd "$repo" && eval "$command") >"$WORK/told.log" 2>&1 || fail "$command: $(cat "$WORK/told.log")"
}

test_withdraw_with_a_replacement() {
	local file before
	small_archive
	advisory EX-2024-0002 ja
	commit 2024-01-11 "Another"
	build
	file=$repo/archive/advisories/EX-2024-0001.ja.md
	printf '\r\n' >>"$file"
	sed -i 's/$/\r/; s/\r\r/\r/' "$file"
	chmod 600 "$file"
	cp "$file" "$WORK/before"
	fails 2 U101 withdraw -C "$repo" EX-2024-0001
	fails 2 U101 withdraw -C "$repo" EX-2024-0001 --reason duplicate
	fails 2 U101 withdraw -C "$repo" EX-2024-0001 --reason boredom
	fails 2 U101 withdraw -C "$repo" EX-2024-0001 --reason duplicate --replaced-by EX-2024-0001
	fails 2 U105 withdraw -C "$repo" EX-2024-0001 --reason duplicate --replaced-by EX-2024-0009
	fails 2 U105 withdraw -C "$repo" EX-2024-0009 --reason legal
	cmp "$WORK/before" "$file" || fail "something was changed"
	ok withdraw -C "$repo" EX-2024-0001 --reason duplicate --replaced-by EX-2024-0002
	cp "$WORK/out" "$WORK/advice"
	diff "$WORK/before" "$file" >"$WORK/diff" || true
	same "$(grep '^[<>]' "$WORK/diff" | tr -d '\r')" $'> withdrawn:\n>   reason: duplicate\n>   replaced_by: EX-2024-0002'
	same "$(grep -c $'\r$' "$file")" "$(wc -l <"$file")"
	same "$(stat -c %a "$file")" 600
	same "$(ls -A "$repo/archive/advisories")" $'EX-2024-0001.en.md\nEX-2024-0001.ja.md\nEX-2024-0002.ja.md'
	fails 2 U101 withdraw -C "$repo" EX-2024-0001 --reason legal
	says "is withdrawn already"
	ok check -C "$repo"
	as_told
	build
	json 'e(1)["state"]' withdrawn
	json 'e(1)["withdrawn"]["replaced_by"]' EX-2024-0002
}

test_withdraw_with_a_note_to_be_written() {
	small_archive
	ok withdraw -C "$repo" EX-2024-0001 --reason incorrect
	has "$WORK/out" "Tell readers why"
	cp "$WORK/out" "$WORK/advice"
	fails 1 A151 check -C "$repo"
	same "$(grep -c 'A151' "$WORK/err")" 2
	says "読者は代わりに何を見ればよいか"
	says_not "status: draft"
	sed -i 's/（記入：.*）/版が違いました。/; s/(FILL IN: .*)/The version was another./' "$repo/archive/advisories/EX-2024-0001.ja.md"
	ok check -C "$repo"
	as_told
	build
	has en/EX-2024-0001/index.html "The version was another."
	# A draft is nobody's loss; a front matter in braces is left to its author; a bare repository has no files.
	advisory EX-2024-0002 ja 'status: draft'
	fails 2 U101 withdraw -C "$repo" EX-2024-0002 --reason legal
	printf -- '---\n{title: x, status: final, kind: information}\n---\n' >"$repo/archive/advisories/EX-2024-0003.ja.md"
	fails 1 A155 withdraw -C "$repo" EX-2024-0003 --reason wrong-product
	git clone -q --bare "$repo" "$WORK/bare.git"
	fails 2 R113 withdraw -C "$WORK/bare.git" EX-2024-0001 --reason legal
}
