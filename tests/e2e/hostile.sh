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
