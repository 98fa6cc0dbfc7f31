# shellcheck shell=bash disable=SC2034,SC2154
# shirase filter: filters on one document, in an archive and without one.

# lua NAME BODY: a filter of the repository that is not committed.
lua() {
	mkdir -p "$repo/filters"
	printf 'return {api = 1, %s}\n' "$2" >"$repo/filters/$1.lua"
}

test_a_document_in_no_archive() {
	printf -- '---\ntitle: T\n---\n\n# A *b*\n\n| a | b |\n| - | - |\n| 1 | "2" |\n' >"$WORK/a.md"
	ok filter "$WORK/a.md" --with table --to tree
	same "$(cat "$WORK/out")" "$(printf '%s\n' 'Document 4:1' '  Heading 5:1 level=1 anchor="a-b"' '    Text 5:3 text="A "' \
		'    Emph 5:5' '      Text 5:6 text="b"' '  Table 7:1' '    Row header' '      Cell header' '        Text text="a"' \
		'      Cell header' '        Text text="b"' '    Row' '      Cell' '        Text text="1"' '      Cell' \
		'        Text text="\"2\""')"
	ok filter "$WORK/a.md" --with=table
	has "$WORK/out" '<table>' '<h1 id="a-b">A <em>b</em></h1>'
	ok filter --to text - table <"$WORK/a.md"
	has "$WORK/out" 'A b' '==='
	# The text is in the language that is asked for.
	printf '[x](https://example.org/)\n' >"$WORK/b.md"
	ok filter "$WORK/b.md" --with table --to text
	has "$WORK/out" Links
	ok filter "$WORK/b.md" --with table --to text --lang ja
	has "$WORK/out" リンク
	# Its name may tell the language, too.
	cp "$WORK/b.md" "$WORK/EX-2026-0001.ja.md"
	ok filter "$WORK/EX-2026-0001.ja.md" --with table --to text
	has "$WORK/out" リンク
}

test_filters_beside_a_document_in_no_archive() {
	local here=$WORK/here there=$WORK/there
	mkdir -p "$here/filters/lib" "$there/filters" "$WORK/else"
	printf 'x\n' >"$there/a.md"
	printf 'return {api = 1, Text = function(n) n.text = library("marks").mark end}\n' >"$there/filters/mine.lua"
	printf 'return {mark = "?"}\n' >"$here/filters/lib/marks.lua"
	cd "$here"
	ok filter ../there/a.md --with mine
	same "$(cat "$WORK/out")" '<p>?</p>'
	cd "$WORK/else"
	fails 1 S102 filter ../there/a.md --with mine
	has "$WORK/err" 'filters/mine.lua:1:' 'marks'
	ok filter -C "$here" ../there/a.md --with mine
	# A repository without archive.yaml is no archive; that of the current folder stands before the file's.
	git -C "$here" init -q
	printf 'return {api = 1, Text = function(n) n.text = "here" end}\n' >"$here/filters/mine.lua"
	cd "$here"
	ok filter -C . ../there/a.md --with mine
	same "$(cat "$WORK/out")" '<p>here</p>'
	cd "$there"
	ok filter a.md --with table
	fails 1 W103 filter a.md --with nope
	has "$WORK/err" 'put it into filters/nope.lua'
}

test_a_document_of_an_archive() {
	new_repo 'filters: [mine]'
	document EX-2026-0001 ja 'title: 題' 'status: final' 'tags: [one, two]'
	document EX-2026-0001 en 'title: A title'
	document EX-2026-0002 en 'title: Broken' 'status: no such status'
	printf -- '- term: {ja: 用語, en: term}\n  definition: {ja: 意味。, en: A meaning.}\n' >"$repo/archive/glossary.yaml"
	mkdir -p "$repo/archive/pages" "$repo/filters/lib"
	printf -- '---\ntitle: About\n---\n\nA page.\n' >"$repo/archive/pages/about.en.md"
	printf 'return {mark = "!"}\n' >"$repo/filters/lib/marks.lua"
	commit 2026-01-10 All
	# Neither filter nor library is committed.
	lua mine 'finish = function(d) d.children = {shirase.Paragraph{table.concat({id or "none", lang, advisory.status or "-",
		advisory.tags and table.concat(advisory.tags, "+") or "-", tostring(shirase.known("EX-2026-0002")), #glossary,
		locale.say("text.links"), library("marks").mark}, " ")}} end'
	printf 'return {mark = "?"}\n' >"$repo/filters/lib/marks.lua"
	# Facts are the source's, whatever is wrong with other documents; the filters are those of archive.yaml.
	ok filter "$repo/archive/advisories/EX-2026-0001.en.md"
	same "$(cat "$WORK/out")" '<p>EX-2026-0001 en final one+two true 1 Links ?</p>'
	(cd "$repo/archive/advisories" && "$PROGRAM" filter EX-2026-0001.ja.md --to text >"$WORK/out")
	same "$(cat "$WORK/out")" 'EX-2026-0001 ja final one+two true 1 リンク先 ?'
	ok filter "$repo/archive/pages/about.en.md"
	same "$(cat "$WORK/out")" '<p>none en - - true 1 Links ?</p>'
	# A document of no archive, with this one's filters.
	printf 'x\n' >"$WORK/x.md"
	ok filter -C "$repo" "$WORK/x.md" --with mine
	same "$(cat "$WORK/out")" '<p>none ja - - true 1 リンク先 ?</p>'
	same "$(git -C "$repo" status --porcelain)" "$(printf ' M filters/lib/marks.lua\n?? filters/mine.lua')"
}

test_a_filter_that_fails_prints_nothing() {
	new_repo
	document EX-2026-0001 en 'title: A title' 'status: final'
	commit 2026-01-10 All
	lua mine $'Heading = function(h)\n\terror("no headings")\nend'
	fails 1 S102 filter "$repo/archive/advisories/EX-2026-0001.en.md" --with mine
	same "$(cat "$WORK/out")" ''
	has "$WORK/err" 'filters/mine.lua:2: error: [S102] no headings, while filtering archive/advisories/EX-2026-0001.en.md:'
	fails 1 W103 filter "$repo/archive/advisories/EX-2026-0001.en.md" --with nope
	has "$WORK/err" 'there is no filter "nope"'
	printf 'x\n' >"$WORK/x.md"
	fails 2 U101 filter "$WORK/x.md"
	has "$WORK/err" '--with table,autolink'
	fails 1 W102 filter "$WORK/x.md" --with table --lang xx
	has "$WORK/err" 'there is no locale for the language "xx"'
	printf '\xff\n' >"$WORK/x.md"
	fails 1 B103 filter "$WORK/x.md" --with table
	has "$WORK/err" 'not UTF-8'
	fails 3 B101 filter "$WORK/none.md" --with table
	fails 2 U101 filter
}

# Nothing that a document holds reaches the terminal as a command.
test_the_tree_masks_controls() {
	printf 'a&#27;[31m b\n\n```\nc\nd\n```\n' >"$WORK/x.md"
	ok filter "$WORK/x.md" --with table --to tree
	lacks "$WORK/out" $'\x1b'
	has "$WORK/out" 'text="c\x0Ad\x0A"'
}
