# shellcheck shell=bash disable=SC2034,SC2154
# The manual pages are without faults, and say what the program knows: no more, no less.

root=$HERE/../..
pages=$root/generator/manual

of_manual() {
	python3 "$HERE/manual.py" "$@" >"$WORK/manual.log" 2>&1 || {
		head -n 60 "$WORK/manual.log" >&2
		fail "manual.py $*"
	}
}

# A page that is named is one of ours, or lies on the reader's machine: not here.
test_the_pages_are_without_faults() {
	local page
	ok --manual
	cp "$WORK/out" "$WORK/shirase.1"
	for page in "$WORK/shirase.1" "$pages"/*.[1-8] "$pages"/*/*.[1-8]; do
		# Matters of style it can only judge in English.
		same "$(mandoc -T lint -W "$([ "${page%/ja/*}" = "$page" ] && echo all || echo warning)" "$page" 2>/dev/null |
			grep -v 'referenced manual not found' || :)" ""
		same "$(groff -mdoc -K utf8 -ww -z -T utf8 "$page" 2>&1)" ""
		same "$(grep -oE '^\.Xr shirase[a-z-]* [1-8]' "$page" | sort -u | while read -r _ name section; do
			[ "$name.$section" = shirase.1 ] || [ -e "$pages/$name.$section" ] || echo "$name($section)"
		done)" ""
	done
}

test_each_key_and_value_of_an_archive_is_in_its_page() {
	of_manual schema "$pages/shirase-archive.5" "$root"
}

test_the_page_knows_keys_of_messages_classes_and_sections() {
	of_manual history "$pages/shirase-archive.5" "$root"
}

test_each_diagnostic_is_in_its_page() {
	of_manual codes "$pages/shirase-diagnostics.7" "$root"
}

test_each_rule_of_a_lint_is_in_its_page() {
	of_manual lints "$pages/shirase-lint.7" "$root"
}

test_each_type_field_function_and_limit_of_a_filter_is_in_its_page() {
	of_manual filter "$pages/shirase-filter.7" "$root"
}

test_the_examples_of_a_filter_do_what_the_page_says() {
	new_repo
	cd "$repo"
	of_manual examples "$pages/shirase-filter.7" "$PROGRAM"
	# The page asks for no repository.
	mkdir "$WORK/alone"
	cd "$WORK/alone"
	of_manual examples "$pages/shirase-filter.7" "$PROGRAM"
}

test_no_class_of_ours_is_one_that_filters_are_told_to_use() {
	has "$pages/shirase-filter.7" '.Ql x\-'
	same "$(grep -nE '\.x-[a-z]' "$root"/themes/default/static/*.css; grep -rnE 'class="([^"]* )?x-' "$root/themes/default/templates" \
		"$root/generator/document" "$root/generator/site")" ''
}

# What the page says that check prints, check prints.
test_the_example_of_a_lint_finds_what_the_page_says() {
	local page=$pages/shirase-lint.7
	new_repo
	mkdir -p "$repo/archive/advisories" "$repo/filters/lint"
	python3 "$HERE/manual.py" block "$page" 4 >"$repo/filters/lint/names.lua"
	python3 "$HERE/manual.py" block "$page" 5 >"$repo/archive/advisories/EX-2026-0001.en.md"
	document EX-2026-0002 en 'title: Another' 'status: draft'
	commit 2026-01-10 Drafts
	ok check -C "$repo"
	same "$(grep -A 1 -F -e '[old-draft]' -e '[product-name]' "$WORK/err")" "$(python3 "$HERE/manual.py" block "$page" 6)"
	# The two blocks above: a front matter, and archive.yaml.
	same "$(python3 "$HERE/manual.py" block "$page" 2)" 'lint: {ignore: [{code: time-zone, reason: the log that is quoted has none}]}'
	config "$(python3 "$HERE/manual.py" block "$page" 3)"
	document EX-2026-0002 en 'title: Another' 'status: draft' "$(python3 "$HERE/manual.py" block "$page" 2)"
	ok check -C "$repo"
	says 'EX-2026-0002.en.md:4:24: note: [W152]'
	says_not W151
}

test_each_command_and_option_is_in_its_page() {
	ok --manual
	cp "$WORK/out" "$WORK/shirase.1"
	of_manual commands "$WORK/shirase.1" "$PROGRAM"
}

test_a_translated_page_has_all_that_the_original_has() {
	local page
	for page in "$pages"/ja/*.[1-8]; do
		of_manual same "$page" "$pages/${page##*/}"
	done
}

# What the pages show as examples is as the program wants it.
test_the_examples_of_an_archive_are_good() {
	local page
	for page in "$pages/shirase-archive.5" "$pages/ja/shirase-archive.5"; do
		rm -rf "$repo"
		git init -q -b main "$repo"
		mkdir -p "$repo/archive/advisories"
		python3 "$HERE/manual.py" block "$page" 1 >"$repo/archive/advisories/EX-2026-0001.en.md"
		python3 "$HERE/manual.py" block "$page" 4 >"$repo/archive/glossary.yaml"
		python3 "$HERE/manual.py" block "$page" 6 >"$repo/archive/archive.yaml"
		grep -q '^status:' "$repo/archive/advisories/EX-2026-0001.en.md"
		grep -q '^- term:' "$repo/archive/glossary.yaml"
		grep -q '^version: 1' "$repo/archive/archive.yaml"
		commit 2026-01-10 "$(python3 "$HERE/manual.py" block "$page" 5)"
		ok build -C "$repo" -o "$site" --unsigned
		# Each range of the block is one.
		for n in 2 3; do
			python3 "$HERE/manual.py" block "$page" $n >"$WORK/versions"
			sed -i "s/^    versions: .*/    $(sed 's/[&/]/\\&/g' "$WORK/versions")/; s/^    scheme: .*/    scheme: generic/" \
				"$repo/archive/advisories/EX-2026-0001.en.md"
			commit 2026-01-1$n "Versions"
			ok build -C "$repo" -o "$site" --unsigned
		done
	done
}

test_the_example_of_a_reader_works() {
	local page=$pages/shirase-reader.7
	git init -q -b main "$repo"
	mkdir -p "$repo/notices/2026" "$repo/filters/readers"
	python3 "$HERE/manual.py" block "$page" 2 >"$repo/notices/2026/SN-2026-0001.txt"
	python3 "$HERE/manual.py" block "$page" 3 >"$repo/filters/readers/notice.lua"
	python3 "$HERE/manual.py" block "$page" 4 >"$repo/archive.yaml"
	commit 2026-01-10 "Publish"
	build
	says_not warning
	has en/SN-2026-0001/index.html 'Crash on an empty request' tinyhttpd 'efore 1.4.2' CVE-1900-2001 'Install 1.4.2'
	sed -i 's/^Affected: .*/Affected: many/' "$repo/notices/2026/SN-2026-0001.txt"
	commit 2026-01-11 "Unclear"
	breaks 1 A162
	says 'notices/2026/SN-2026-0001.txt:3: error: [A162] write "before VERSION" or "all"'
	sed -i '/^Package/d' "$repo/notices/2026/SN-2026-0001.txt"
	commit 2026-01-12 "Incomplete"
	breaks 1 A162
	says 'notices/2026/SN-2026-0001.txt:1: error: [A162] Package is missing'
}
