# shellcheck shell=bash disable=SC2016,SC2034,SC2154
# Lints: what they find, where, and how it is silenced.

# lint NAME LUA: a lint of the repository.
lint() {
	mkdir -p "$repo/filters/lint"
	printf '%s\n' "$2" >"$repo/filters/lint/$1.lua"
}

shout='return {api = 1, name = "shout", rules = {shouting = {severity = "warning"}},
	Emph = function(n) shirase.report{code = "shouting", node = n, message = "do not shout", hint = "write it plainly"} end}'

test_a_finding_as_text_json_and_github() {
	small_archive 'formats: {security_txt: no}' # whose day would be past
	lint shout "$shout"
	BODY="$(body en)"$'\n\nDo *this* now.' translation EX-2024-0001 en
	page about en 'We *are* here.'
	page about ja 'ここです。'
	ok check -C "$repo"
	says 'archive/advisories/EX-2024-0001.en.md:33:4: warning: [shouting] do not shout'
	says '  hint: write it plainly'
	says 'archive/pages/about.en.md:5:4: warning: [shouting] do not shout'
	has "$WORK/out" '2 warnings'
	ok check -C "$repo" --diagnostics=json
	says '{"path": "archive/pages/about.en.md", "line": 5, "column": 4, "level": "warning", "code": "shouting", "message": "do not shout", "hint": "write it plainly"}'
	ok check -C "$repo" --diagnostics=github
	says '::warning file=archive/pages/about.en.md,line=5,col=4,title=shouting::do not shout%0Ahint: write it plainly'
}

test_severities_of_archive_yaml() {
	small_archive 'lint: {shouting: error}'
	lint shout "$shout"
	BODY="$(body en)"$'\n\nDo *this* now.' translation EX-2024-0001 en
	fails 1 shouting check -C "$repo"
	says 'archive/advisories/EX-2024-0001.en.md:33:4: error: [shouting]'
	config 'lint: {shouting: note}'
	ok check -C "$repo"
	says 'archive/advisories/EX-2024-0001.en.md:33:4: note: [shouting]'
	config 'lint: {shouting: off}'
	ok check -C "$repo"
	says_not shouting
	config 'lint: {shoutin: off}'
	ok check -C "$repo"
	says 'archive/archive.yaml:14:8: warning: [W151] lint: there is no rule "shoutin"'
	says 'did you mean "shouting"?'
	config 'lint: {shouting: loud}'
	fails 1 A106 check -C "$repo"
}

test_a_document_silences_a_rule() {
	small_archive
	lint shout "$shout"
	BODY="$(body en)"$'\n\nDo *this* now.' translation EX-2024-0001 en \
		'lint: {ignore: [{code: shouting, reason: a quotation}, {code: shuoting, reason: none}, {code: W121, reason: old}]}'
	advisory EX-2024-0001 ja 'lint: {ignore: [{code: shouting, reason: old}]}'
	ok check -C "$repo"
	says_not '[shouting]'
	says 'EX-2024-0001.en.md:3:63: warning: [W151] lint.ignore: there is no rule "shuoting"'
	says 'did you mean "shouting"?'
	says 'EX-2024-0001.en.md:3:95: note: [W152] lint.ignore: there is nothing of "W121" to silence'
	says 'EX-2024-0001.ja.md:10:24: note: [W152] lint.ignore: there is nothing of "shouting" to silence'
	advisory EX-2024-0001 ja 'lint: {ignore: [{code: shouting}]}'
	fails 1 A103 check -C "$repo"
}

test_ignored_warnings_of_shirase_itself() {
	small_archive
	advisory EX-2024-0001 ja 'cve: CVE-2024-0001'
	commit 2024-01-11 $'A number\n\nNote-ja: 番号。\nNote-en: A number.'
	ok check -C "$repo"
	says '[W112]'
	translation EX-2024-0001 en 'lint: {ignore: [{code: W112, reason: the number alone is new}]}'
	commit 2024-01-12 'A reason'
	ok check -C "$repo"
	says_not 'W112'
	says_not 'W152'
	# Both say so; neither is of no use. What is compared with --base only is not judged without it.
	BODY="$(body en) CVE-2024-0002" translation EX-2024-0001 en 'translates: r2' 'lint: {ignore: [{code: W121, reason: x}, {code: W138, reason: x}]}'
	advisory EX-2024-0001 ja 'cve: CVE-2024-0001' 'lint: {ignore: [{code: W121, reason: x}]}'
	commit 2024-01-13 $'A number more\n\nRevision: editorial'
	ok check -C "$repo"
	says_not W1
	ok check -C "$repo" --base HEAD~1
	says_not W1
	translation EX-2024-0001 en 'translates: r2' 'lint: {ignore: [{code: W112, reason: x}, {code: W121, reason: x}, {code: W138, reason: x}]}'
	commit 2024-01-14 $'No number\n\nRevision: editorial'
	ok check -C "$repo"
	says 'EX-2024-0001.en.md:4:24: note: [W152]'
	says 'EX-2024-0001.en.md:4:49: note: [W152]'
	says 'EX-2024-0001.ja.md:11:24: note: [W152]'
	says_not '"W138"'
}

test_a_lint_of_the_repository_stands_before_the_one_that_ships() {
	small_archive
	BODY="$(body en)"$'\n\n[here](https://www.example.com/)' translation EX-2024-0001 en
	ok check -C "$repo"
	says 'EX-2024-0001.en.md:33:1: warning: [link-vague]'
	lint structure "${shout/\"shout\"/\"structure\"}"
	ok check -C "$repo"
	says_not link-vague
	# Other files are none, however they look.
	mkdir -p "$repo/filters/lint/old"
	printf 'this is no Lua\n' >"$repo/filters/lint/old/x.lua"
	printf 'this is no Lua\n' >"$repo/filters/lint/README"
	ok check -C "$repo"
}

# hostile LUA CODE TEXT: a lint with this handler of Document, or what stands there after =, ends check with that error.
hostile() {
	local lua="return {api = 1, rules = {rule = {severity = \"warning\"}}, Document = function(n) $1 end}"
	[[ $1 != =* ]] || lua=${1#=}
	lint bad "$lua"
	fails 1 "$2" check -C "$repo"
	says "filters/lint/bad.lua"
	says "$3"
}

test_hostile_lints_are_errors_that_name_lint_and_document() {
	small_archive
	local at='while reading archive/advisories/EX-2024-0001'
	hostile 'while true do end' S103 "more than 40 million steps, $at"
	hostile 'while true do pcall(function() while true do end end) end' S103 "more than 40 million steps, $at"
	hostile 'local function f() return f() + 1 end f()' S103 "more than 16 MiB of memory, $at"
	hostile 'local t = {} for i = 1, 1e9 do t[i] = ("x"):rep(4096) .. i end' S103 "more than 16 MiB of memory, $at"
	hostile 'local s = "x" while true do s = s .. s end' S103 "more than 16 MiB of memory, $at"
	hostile '("a"):rep(100000):find(("a*"):rep(20) .. "b")' S103 "does not end"
	hostile 'for i = 1, 1e6 do shirase.report{code = "rule", message = "m"} end' S103 "more than 40 million steps, $at"
	hostile 'error(("x"):rep(100000))' S102 'xxxx'
	hostile 'error({})' S102 'raised a table'
	hostile 'error(nil)' S102 'raised nil'
	hostile 'shirase.report{code = "other", message = "m"}' S102 "no code \"other\", $at"
	hostile 'shirase.report{code = "rule", message = "\xFF"}' S102 'wants UTF-8 without NUL'
	hostile 'shirase.report{code = "rule", message = "m", node = n.children}' S102 'wants a node, not a table'
	hostile 'n.children = {}' S102 'a lint cannot change the document'
	hostile 'return {}' S102 'the handler of a lint returns nil'
	hostile 'os.exit(0)' S102 'os'
	hostile 'x = 1' S102 'would become a global variable'
	hostile '=return' S102 'returns nil instead of a table'
	hostile '=return {api = 1' S101 'expected'
	hostile $'=-- \xff' B103 'is not UTF-8'
	hostile '=return {api = 1, rules = {["link-vague"] = {severity = "note"}}}' S105 'is declared by filters/lint/bad.lua too'
	hostile '=return {api = 1, rules = {rule = {severity = "loud"}}}' S102 'off, note, warning or error'
	hostile '=return {api = 1, rules = {rule = {severity = "note"}}, archive = function(a) a[1].id = "x" end}' S102 'read-only'
	hostile '=return {api = 1, rules = {rule = {severity = "note"}}, archive = function(a) while true do end end}' S103 'more than 100 million steps'
	# Its messages are one line, whatever is in them; a build asks no lint.
	lint bad 'return {api = 1, rules = {rule = {severity = "warning"}}, begin = function(d)
		for i = 1, 300 do shirase.report{code = "rule", line = 1, message = "\27[2J\n::error::x " .. i} end end}'
	ok check -C "$repo"
	says 'EX-2024-0001.ja.md:1: warning: [rule] \x1B[2J\x0A::error::x 100'
	says 'EX-2024-0001.ja.md: warning: [rule] 200 more findings of this rule are not listed'
	says_not 'error::x 101'
	lint bad 'return'
	build
}

test_findings_do_not_depend_on_threads() {
	small_archive
	local i
	lint shout "$shout"
	for i in 2 3 4 5 6 7 8 9; do
		BODY="$(body ja)"$'\n\n*強調*と[こちら](https://www.example.com/)。' advisory EX-2024-000$i ja
	done
	commit 2024-01-12 Many
	ok check -C "$repo" -j 1
	cp "$WORK/err" "$WORK/one"
	ok check -C "$repo" -j 7
	same "$(<"$WORK/one")" "$(<"$WORK/err")"
	same "$(grep -c '\[shouting\]' "$WORK/err")" 8
}

# Without its history, in which the numbers are that are missing here.
test_the_archive_that_ships_has_no_findings() {
	git init -q -b main "$repo"
	cp -r "$HERE/../../archive" "$repo/"
	commit 2026-11-01 'The demonstration'
	ok check -C "$repo"
	same "$(grep -E ': (note|warning): \[([a-z]|W15)' "$WORK/err" | grep -vF '[serial-skipped]')" ""
}

test_a_lint_that_fails_everywhere_is_told_once() {
	small_archive
	lint bad 'return {api = 1, rules = {rule = {severity = "note"}}, Document = function() error("no good") end}'
	fails 1 S102 check -C "$repo" -j 2
	same "$(grep -c S102 "$WORK/err")" 1
	says 'no good, while reading archive/advisories/EX-2024-0001.en.md'
	lint bad 'return {api = 1, rules = {rule = {severity = "note"}},
		Document = function() if lang == "ja" then error("no good") end end}'
	fails 1 S102 check -C "$repo"
	says 'no good, while reading archive/advisories/EX-2024-0001.ja.md'
}

test_a_finding_stands_in_a_line_of_its_file() {
	small_archive
	local last
	last=$(wc -l <"$repo/archive/advisories/EX-2024-0001.en.md")
	lint far "return {api = 1, rules = {far = {severity = \"note\"}}, languages = {\"en\"},
		Document = function() shirase.report{code = \"far\", line = $last, message = \"the end\"} end}"
	ok check -C "$repo"
	says "EX-2024-0001.en.md:$last: note: [far] the end"
	sed -i "s/line = $last/line = $((last + 1))/" "$repo/filters/lint/far.lua"
	fails 1 S102 check -C "$repo"
	says "the field \"line\" of a finding is $((last + 1)), and the file has $last lines"
}

test_an_empty_section_is_told_at_its_heading() {
	small_archive
	BODY="$(body en | sed '/^## Side effects/,/^## /{/^## /!d}')" translation EX-2024-0001 en
	local line
	line=$(grep -n '^## Side effects' "$repo/archive/advisories/EX-2024-0001.en.md" | cut -d: -f1)
	fails 1 W106 check -C "$repo"
	says "EX-2024-0001.en.md:$line:1: error: [W106] the section \"Side effects\" is empty"
}

test_a_term_that_lacks_a_language_is_told() {
	small_archive
	printf '%s\n' '- term: {ja: 脆弱性}' '  definition: {ja: 弱点。, en: A weakness.}' >"$repo/archive/glossary.yaml"
	ok check -C "$repo"
	says "archive/glossary.yaml:1:9: warning: [W143] the term of the glossary's \"脆弱性\" lacks en"
	printf '%s\n' '- term: {ja: 脆弱性, en: vulnerability}' '  definition: {ja: 弱点。}' >"$repo/archive/glossary.yaml"
	ok check -C "$repo"
	says "archive/glossary.yaml:2:15: warning: [W143] the definition of the glossary's \"脆弱性\" lacks en"
	printf '%s\n' '- term: {ja: 脆弱性, en: vulnerability}' '  definition: {ja: 弱点。, en: A weakness.}' >"$repo/archive/glossary.yaml"
	ok check -C "$repo"
	says_not W143
}

test_a_code_of_shirase_has_no_severity_in_archive_yaml() {
	small_archive 'lint: {W123: off}'
	ok check -C "$repo"
	says '[W151] lint: there is no rule "W123"'
	says "only rules of lints have their severity set here, and W123 is shirase's own"
}
