# shellcheck shell=bash disable=SC2034,SC2154
# What stands in documents: good and bad input, links, and what must never reach a page.

# with_body TEXT: one English advisory whose body has TEXT at its end, committed.
with_body() {
	new_repo
	BODY=$(body en)$'\n\n'"$1" advisory EX-2024-0001 en
	attach EX-2024-0001 figure.png picture
	page about ja $'# 見出し\n\n本文。'
	page about en $'# A heading\n\nText.'
	commit 2024-01-10 "Publish"
}

# in_pages TEXT…: in the page and in its revision.
in_pages() { has en/EX-2024-0001/index.html "$@"; has en/EX-2024-0001/r1/index.html "$@"; }
not_in_pages() { lacks en/EX-2024-0001/index.html "$@"; lacks en/EX-2024-0001/r1/index.html "$@"; }

test_bom_and_crlf_are_fine() {
	new_repo
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	build
	cp -a "$site" "$WORK/first"
	local file=$repo/archive/advisories/EX-2024-0001.ja.md
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' "$file"; } >"$WORK/crlf"
	cp "$WORK/crlf" "$file"
	commit 2024-01-11 "From another system"
	build
	# Nothing that anyone could read has changed.
	events 1 "1 published ja 1"
	cmp <(grep -v '^Commit\|^Serial' "$WORK/first/text/EX-2024-0001.ja.txt") <(grep -v '^Commit\|^Serial' "$site/text/EX-2024-0001.ja.txt")
	lacks text/EX-2024-0001.ja.txt $'\r' $'\xef\xbb\xbf'
}

test_bytes_that_are_no_text() {
	small_archive
	build
	local file=$repo/archive/advisories/EX-2024-0001.ja.md
	cp "$file" "$WORK/good"
	printf 'Latin-1: \xe9\n' >>"$file"
	commit 2024-01-11 "Not UTF-8"
	breaks 1 B103
	says "archive/advisories/EX-2024-0001.ja.md:$(wc -l <"$file"):10:"
	{ cat "$WORK/good"; printf 'NUL: \0\n'; } >"$file"
	commit 2024-01-12 "NUL"
	breaks 1 A115
	# Reordering characters can make a text say what its source does not.
	sed $'s/^title: .*/title: a\u202eb/' "$WORK/good" >"$file"
	commit 2024-01-13 "Reordered"
	breaks 1 A115
	says "archive/advisories/EX-2024-0001.ja.md:2:"
	: >"$file"
	commit 2024-01-14 "Empty"
	breaks 1 A117
	printf -- '---\ntitle: x\n' >"$file"
	commit 2024-01-15 "Open"
	breaks 1 A118
}

test_html_comments_are_refused() {
	small_archive
	build
	BODY=$(body ja)$'\n\n<!-- SECRET -->' advisory EX-2024-0001 ja
	commit 2024-01-11 "A comment"
	breaks 1 D101
	says "archive/advisories/EX-2024-0001.ja.md:"
	says_not SECRET
	BODY=$(body ja)$'\n\nText <!-- SECRET --> text' advisory EX-2024-0001 ja
	commit 2024-01-12 "Within a line"
	breaks 1 D101
}

test_raw_html_is_shown_as_text() {
	with_body $'<script>alert(1)</script>\n\nText <b onclick="x()">bold</b> <img src=x onerror=y>\n\n<div style="position:fixed">\n\n&lt;script&gt; and `</code><script>`'
	build
	in_pages '&lt;script&gt;alert(1)&lt;/script&gt;' '&lt;b onclick=&quot;x()&quot;&gt;' '&lt;div style='
	not_in_pages '<script>' '<b onclick' '<img src=x' '<div style'
	of_site links
	of_site feeds
}

test_markup_in_every_field_is_shown_as_text() {
	new_repo $'publisher:\n  name: {ja: "<i>例示</i>&", en: "<i>Example</i>&\\"\x27"}\n  namespace: https://csirt.example.org\n  category: coordinator\n  contact: {email: info@csirt.example.org}'
	local evil='<script>alert(1)</script>"&'
	advisory EX-2024-0001 en "title: '$evil'" "summary: '$evil'" "tags: ['$evil']" "credits: ['$evil']" "related: ['$evil']" \
		"affected: [{vendor: '$evil', product: '$evil', type: os, versions: [unknown]}]" \
		"references: [{url: 'https://www.example.com/', title: '$evil', kind: web}]" \
		"indicators: [{type: filename, value: '$evil', note: '$evil'}]" \
		"remediations: [{kind: workaround, details: {ja: '$evil', en: '$evil'}}]"
	commit 2024-01-10 "Publish

Note-en: $evil
Note-ja: $evil"
	page about en "[x](<https://www.example.com/?$evil>)"
	commit 2024-01-11 "A page"
	build
	! grep -rF '<script' --include='*.html' --include='*.atom' "$site" | grep -vF '<script type="application/ld+json">{"@context"' ||
		fail "markup got through"
	same "$(grep -roF '</script' --include='*.html' "$site" | wc -l)" "$(grep -rcF '<script' --include='*.html' "$site" | grep -c ':1$')"
	has en/EX-2024-0001/index.html '"headline":"\u003Cscript\u003Ealert(1)\u003C/script\u003E\"\u0026"'
	of_pages
	has en/EX-2024-0001/index.html '&lt;script&gt;alert(1)&lt;/script&gt;'
	of_site links
	of_site feeds
	of_site archive
}

test_dangerous_links_are_dropped() {
	with_body $'[a](javascript:alert) [b](JaVa&#10;Script:alert) [c](data:text/html,x) [d](vbscript:x) [e](file:///etc/passwd)\n\n<javascript:alert> ![f](javascript:alert) [g]( java&Tab;script:alert )\n\n[h]: javascript:alert\n\n[h] and [i](https://www.example.com/ "ok")'
	build
	! grep -oiE '(href|src)="[^"]*(script:|data:|file:)[^"]*"' -r "$site" || fail "a dangerous link got through"
	in_pages 'href="https://www.example.com/"'
	of_site links
	of_site feeds
}

test_no_picture_is_asked_of_another_site() {
	with_body $'![a](https://www.example.com/a.png) ![b](//www.example.com/b.png) ![c](HTTP://www.example.com/c.png) ![d](ftp://www.example.com/d.png) ![e](EX-2024-0001/figure.png)'
	build
	! grep -rhoE '<(img|source|link)[^>]* (src|srcset)="[a-z]*:?//[^"]*"' -i "$site" || fail "a page asks another site for a picture"
	has en/EX-2024-0001/index.html '/EX-2024-0001/files/figure.png"'
	of_site links
}

test_links_between_documents_pages_and_attachments() {
	new_repo
	FOLDER=2024 BODY=$(body ja)$'\n\n[一](EX-2024-0002.ja.md) [二](../2023/EX-2024-0003.en.md#solution) [三](../../pages/about.ja.md#%E8%A6%8B%E5%87%BA%E3%81%97) ![四](EX-2024-0001/a%20b.png) [五](EX-2024-0001/x/y.csv) [六](#ほかの見出し) [七](./EX-2024-0002.ja.md)\n\n## ほかの見出し\n\n文。' \
		advisory EX-2024-0001 ja
	mkdir -p "$repo/archive/advisories/2024/EX-2024-0001/x"
	echo picture >"$repo/archive/advisories/2024/EX-2024-0001/a b.png"
	echo table >"$repo/archive/advisories/2024/EX-2024-0001/x/y.csv"
	FOLDER=2024 advisory EX-2024-0002 ja
	FOLDER=2023 advisory EX-2024-0003 en
	page about ja $'## 見出し\n\n[戻る](../advisories/2024/EX-2024-0001.ja.md#solution)'
	commit 2024-01-10 "Publish"
	build
	of_site links
	has ja/EX-2024-0001/index.html '"../../ja/EX-2024-0002/index.html"' '"../../en/EX-2024-0003/index.html#solution"' \
		'"../../ja/pages/about/index.html#' '"../../ja/EX-2024-0001/files/a%20b.png"' '/files/x/y.csv"'
	has ja/EX-2024-0001/r1/index.html '"../../../ja/EX-2024-0002/index.html"' '"../../../ja/EX-2024-0001/r1/files/a%20b.png"'
	has ja/pages/about/index.html '"../../../ja/EX-2024-0001/index.html#solution"'
	has text/EX-2024-0001.ja.txt 'https://csirt.example.org/ja/EX-2024-0002/index.html'
	has ja/feeds/all.atom 'https://csirt.example.org/ja/EX-2024-0001/files/a%20b.png'
}

test_links_that_lead_nowhere_are_errors_all_at_once() {
	new_repo
	BODY=$(body en)$'\n\n[a](EX-2024-0009.en.md)\n![b](EX-2024-0001/nothing.png)\n[c](../../../etc/passwd)\n[d](/etc/passwd)' advisory EX-2024-0001 en
	page about en '[e](nowhere.en.md)'
	commit 2024-01-10 "Publish"
	fails 1 W104 build -C "$repo" -o "$site" --unsigned
	same "$(grep -c '\[W104\]' "$WORK/err")" 5
	says "archive/pages/about.en.md:"
	says 'EX-2024-0001/nothing.png'
	fails 1 W104 check -C "$repo"
}

test_a_link_in_a_past_version_may_lead_nowhere() {
	new_repo
	BODY=$(body en)$'\n\n[a](EX-2024-0009.en.md)' advisory EX-2024-0001 en
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 en
	commit 2024-01-11 "Mend"
	build
	exists en/EX-2024-0001/r1/index.html
	of_site links
}

test_anchors_are_stable_and_work_for_japanese() {
	new_repo
	# A known section has the same anchor in every language; any other heading its own words.
	BODY=$'## 対策\n\n一。\n\n## 経緯と背景\n\n二。\n\n## 経緯と背景\n\n三。\n\n## page_main\n\n四。\n\n## <b>\n\n五。\n\n## 概要\n\n[一](#solution) [二](#経緯と背景) [三](#経緯と背景-2)' \
		advisory EX-2024-0001 ja 'status: interim'
	BODY=$'## Solution\n\nOne.\n' translation EX-2024-0001 en
	commit 2024-01-10 "Publish"
	build
	has ja/EX-2024-0001/index.html 'id="solution"' 'id="経緯と背景"' 'id="経緯と背景-2"' 'id="overview"'
	has en/EX-2024-0001/index.html 'id="solution"'
	of_site links
}

test_tables_code_and_lists() {
	with_rich
	has ja/EX-2024-0001/index.html '<table' '<th' 'echo' '&lt;&amp;&gt;' '<ol>' '<ul>' '<blockquote>'
	lacks ja/EX-2024-0001/index.html '|---|'
	# Text: a wide table stays readable, and links are numbered at the end.
	has text/EX-2024-0001.ja.txt "echo '<&>'" 'https://www.example.com/a?b=c&d'
}

test_deep_and_costly_markdown_is_refused_or_built_in_time() {
	small_archive
	build
	BODY=$(body ja)$'\n\n'$(printf '> %.0s' {1..500})x advisory EX-2024-0001 ja
	commit 2024-01-11 "Deep"
	breaks 1 D102
	advisory EX-2024-0001 ja
	head -c 600000 /dev/zero | tr '\0' '[' >>"$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-12 "Costly"
	# Either is fine; what is not is to hang (the case has a limit), or to crash.
	shirase build -C "$repo" -o "$site" --unsigned
	[ "$status" -le 1 ] || fail "status $status"
}

test_long_lines_and_control_characters_in_a_text() {
	with_body "$(head -c 5000 /dev/zero | tr '\0' x)"$'\n\n    code  with trailing blanks   \n\t\ttabs'
	build
	of_site texts
}

test_no_line_of_a_japanese_text_begins_with_a_closing_mark() {
	new_repo
	local words='例示の文です。これは「かぎ括弧」と（丸括弧）、読点、句点を含む文です。' i long=
	for i in {1..40}; do
		long+=${words:0:$((i % 30 + 5))}'、'
	done
	BODY=$(body ja "$long") advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	build
	of_site texts
}

test_files_that_are_no_files() {
	small_archive
	build
	ln -s ../../archive.yaml "$repo/archive/advisories/EX-2024-0002.ja.md"
	commit 2024-01-11 "A symbolic link"
	breaks 1 A132
	says "archive/advisories/EX-2024-0002.ja.md"
	git -C "$repo" rm -q archive/advisories/EX-2024-0002.ja.md
	git -C "$repo" update-index --add --cacheinfo "160000,$(head_of),archive/advisories/EX-2024-0001/module"
	GIT_COMMITTER_DATE=2024-01-12T00:00:00Z git -C "$repo" commit -q -m "A submodule"
	breaks 1 A132
	says module
	git -C "$repo" rm -q --cached archive/advisories/EX-2024-0001/module
	attach EX-2024-0001 big.bin $'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345'
	commit 2024-01-13 "An LFS pointer"
	breaks 1 A133
	says big.bin
}

test_a_symbolic_link_outside_of_the_archive_is_no_matter() {
	small_archive
	ln -s /etc/passwd "$repo/README"
	commit 2024-01-11 "Elsewhere"
	build
}

test_files_that_belong_to_nothing() {
	small_archive
	build
	mkdir -p "$repo/archive/advisories/EX-2024-0009" "$repo/archive/other"
	echo x >"$repo/archive/advisories/EX-2024-0009/figure.png"
	echo x >"$repo/archive/advisories/notes.md"
	echo x >"$repo/archive/other/x"
	advisory EX-24-1 ja
	advisory EX-2024-0002 fr
	commit 2024-01-11 "Strays"
	breaks 1 A140
	says "archive/advisories/EX-2024-0009/figure.png"
	says "archive/advisories/notes.md"
	says "archive/other/x"
	says "[A134]"
	says "[A119]"
}

test_ids_that_collide() {
	new_repo -id
	advisory Alpha ja
	advisory ALPHA ja
	commit 2024-01-10 "Case"
	fails 1 A135 build -C "$repo" -o "$site" --unsigned
	git -C "$repo" rm -q archive/advisories/ALPHA.ja.md
	FOLDER=2024 advisory Alpha ja
	commit 2024-01-11 "Two folders"
	fails 1 A138 build -C "$repo" -o "$site" --unsigned
	git -C "$repo" rm -q archive/advisories/2024/Alpha.ja.md
	advisory Alpha en
	commit 2024-01-12 "Two sources"
	fails 1 A136 build -C "$repo" -o "$site" --unsigned
	git -C "$repo" rm -q archive/advisories/Alpha.ja.md
	translation Alpha en
	commit 2024-01-13 "No source"
	fails 1 A137 build -C "$repo" -o "$site" --unsigned
}

test_ids_that_the_site_needs_itself() {
	new_repo -id
	local id
	for id in TEXT Keys THEME JA En; do
		advisory "$id" ja
	done
	advisory 1-fine ja
	commit 2024-01-10 "Publish"
	fails 1 A134 build -C "$repo" -o "$site" --unsigned
	same "$(grep -c 'A134' "$WORK/err")" 5
	says_not 1-fine
}

test_a_translation_may_not_tell_other_facts() {
	small_archive
	translation EX-2024-0001 en 'severity: medium' 'impact: denial-of-service'
	commit 2024-01-11 "The same facts"
	build
	translation EX-2024-0001 en 'severity: low'
	commit 2024-01-12 "Others"
	breaks 1 A139
	says "archive/advisories/EX-2024-0001.en.md:3:1:"
}

test_a_figure_in_a_withdrawn_advisory_and_odd_names() {
	new_repo
	BODY=$(body ja)$'\n\n![図](<EX-2024-0001/図 &%.png>) [#](EX-2024-0001/a%23b.txt) [?](EX-2024-0001/a%3Fb.txt)' advisory EX-2024-0001 ja
	attach EX-2024-0001 '図 &%.png' picture
	attach EX-2024-0001 'a#b.txt' hash
	attach EX-2024-0001 'a?b.txt' question
	attach EX-2024-0001 "it's \"so\".txt" quotes
	commit 2024-01-10 "Publish"
	build
	of_site links
	(cd "$site" && sha256sum -c --strict --quiet SHA256SUMS)
	exists 'ja/EX-2024-0001/files/図 &%.png' 'ja/EX-2024-0001/r1/files/a#b.txt'
	rm -r "$repo"/archive/advisories/*
	page about ja 本文。
	commit 2024-01-11 "Gone"
	build
	of_site links
	verify_unsigned
}

# An unsigned site has but that one fault.
verify_unsigned() {
	fails 1 P115 verify "$site"
	same "$(grep -c error "$WORK/err")" 1
}
