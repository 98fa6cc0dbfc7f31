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
	small_archive
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
	says 'archive/archive.yaml:13:8: warning: [W151] lint: there is no rule "shoutin"'
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
