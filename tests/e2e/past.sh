# shellcheck shell=bash disable=SC2034,SC2154
# Past versions, which nobody can mend: they are read leniently, and harm nothing.

test_past_versions_are_read_leniently() {
	new_repo
	advisory EX-2024-0001 ja 'severity: enormous' 'strange: [1, {a: b}]'
	commit 2024-01-10 "As it once was"
	printf -- '---\ntitle: [\n---\n\nSECRET\n' >"$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-11 "Broken"
	printf '\xff\xfe' >"$repo/archive/advisories/EX-2024-0001.ja.md"
	commit 2024-01-12 "More broken"
	advisory EX-2024-0001 ja
	commit 2024-01-13 "Mended"
	build
	json '[x["serial"] for x in e(1)["events"]]' '[1,4]'
	nowhere SECRET
	of_site archive
	of_site links
}

test_past_commits_with_two_sources_are_no_events() {
	small_archive
	advisory EX-2024-0001 en 'severity: high'
	commit 2024-01-11 "Two sources"
	translation EX-2024-0001 en
	advisory EX-2024-0001 ja 'severity: low'
	commit 2024-01-12 "One again"
	build
	events 1 "1 published ja 1" "1 translation-published en 1" "3 substantive ja 2 severity"
}

test_a_redaction_takes_the_text_and_leaves_the_record() {
	new_repo
	BODY=$(body ja SECRETbody) advisory EX-2024-0001 ja 'summary: SECRETsummary'
	attach EX-2024-0001 SECRETname.txt SECRETbytes
	commit 2024-01-10 $'Publish\n\nNote-ja: SECRETnote'
	rm -r "$repo/archive/advisories/EX-2024-0001"
	advisory EX-2024-0001 ja 'redact: {revisions: [1], reason: {ja: 法的な理由, en: Legal reasons}}'
	commit 2024-01-11 "Redact"
	build
	nowhere SECRET
	exists ja/EX-2024-0001/r1/index.html
	# Text and attachments changed too: that is a revision, the redaction stays within it.
	events 1 "1 published ja 1" "2 substantive ja 2 attachments,summary,body" "2 redacted ja 2"
	json '[k for x in e(1)["events"] for k in x if k == "note"]' '[]'
	of_site links
}

test_hostile_file_names_in_past_versions() {
	small_archive
	attach EX-2024-0001 'back\slash.txt' SECRETa
	attach EX-2024-0001 $'line\nfeed.txt' SECRETb
	attach EX-2024-0001 $'escape\033[31m.txt' SECRETc
	attach EX-2024-0001 $'latin\xe9.txt' SECRETd
	attach EX-2024-0001 '.hidden' SECRETe
	ln -s /etc/passwd "$repo/archive/advisories/EX-2024-0001/link.txt"
	attach EX-2024-0001 fine.txt fine
	commit 2024-01-11 "As it once was"
	rm -r "$repo/archive/advisories/EX-2024-0001"
	commit 2024-01-12 "Mended"
	build
	of_site links
	of_site archive
	(cd "$site" && sha256sum -c --strict --quiet SHA256SUMS)
	same "$(cut -c 67- "$site/SHA256SUMS")" "$(summed)"
	nowhere root:x:0
	exists ja/EX-2024-0001/r2/files/fine.txt
	make_key
	build
	verify
}

test_a_past_tree_that_climbs_out_of_its_folder() {
	small_archive
	local tree evil
	tree=$(printf '100644 blob %s\tevil.txt\n' "$(echo EVIL | git -C "$repo" hash-object -w --stdin)" | git -C "$repo" mktree)
	# A folder named ".." among the attachments: git itself never writes such a tree.
	evil=$({
		git -C "$repo" cat-file tree HEAD:archive/advisories >"$WORK/tree"
		printf '40000 ..\0'
		printf '%b' "$(sed 's/../\\x&/g' <<<"$tree")"
	} | git -C "$repo" hash-object -t tree -w --stdin --literally)
	git -C "$repo" ls-tree HEAD:archive/advisories >"$WORK/advisories"
	printf '040000 tree %s\tEX-2024-0001\n' "$evil" >>"$WORK/advisories"
	local advisories archive root commit
	advisories=$(git -C "$repo" mktree <"$WORK/advisories")
	archive=$({ git -C "$repo" ls-tree HEAD:archive | grep -v advisories; printf '040000 tree %s\tadvisories\n' "$advisories"; } | git -C "$repo" mktree)
	root=$({ git -C "$repo" ls-tree HEAD | grep -v archive; printf '040000 tree %s\tarchive\n' "$archive"; } | git -C "$repo" mktree)
	commit=$(GIT_AUTHOR_DATE=2024-01-11T00:00:00Z GIT_COMMITTER_DATE=2024-01-11T00:00:00Z \
		git -C "$repo" commit-tree -p HEAD -m "Hostile" "$root")
	# As it is now, and as it once was.
	shirase build -C "$repo" -o "$site" --unsigned --rev "$commit"
	[ ! -e "$WORK/public/evil.txt" ] && [ -z "$(find "$WORK/public" -name 'evil.txt')" ] || fail "it climbed out"
	local mended
	mended=$(GIT_AUTHOR_DATE=2024-01-12T00:00:00Z GIT_COMMITTER_DATE=2024-01-12T00:00:00Z \
		git -C "$repo" commit-tree -p "$commit" -m "Mended" "HEAD^{tree}")
	shirase build -C "$repo" -o "$site" --unsigned --rev "$mended"
	[ "$status" -le 1 ] || fail "status $status"
	[ -z "$(find "$WORK" -name 'evil.txt')" ] || fail "it climbed out: $(find "$WORK" -name 'evil.txt')"
}

test_hostile_text_in_past_versions_and_messages() {
	new_repo
	BODY=$(body en)$'\n\n<!-- SECRETcomment -->\n\nReorder \u202e and escape \033[31m and bell \a here <script>x</script> [x](javascript:alert)' \
		advisory EX-2024-0001 en $'title: "Title\\nForged: yes\\e[31m \u202e"' $'summary: "<script>"' \
		$'affected: {a: [b, {c: d}]}' 'impact: 7' 'cve: {x: y}' 'references: [{url: "javascript:alert", title: {a: b}}, x]' \
		'indicators: nonsense' 'credits: {a: b}' 'withdrawn: soon' 'related: {a: b}' 'tags: "<script>"' 'kind: "<script>"'
	commit 2024-01-10 $'Publish\n\nNote-en: escape \033[31m bell \a reorder \u202e <script>x</script>\nNote-ja: '"$(head -c 5000 /dev/zero | tr '\0' x)"
	advisory EX-2024-0001 en
	commit 2024-01-11 $'Mend\r\n\r\nNote-en: with CR\r\nNote-ja: \xe3\x81\r\n'
	build
	nowhere SECRETcomment
	! grep -rl $'\u202e' "$site" || fail "text is reordered"
	! grep -rl $'\033\|\a' "$site" || fail "control characters got through"
	# As the target of a link that is no more, on a page of changes, it is text. Each page has a data block of its own, in which no < stands.
	! grep -rliP '<script(?! type="application/ld\+json">\{)|(href|src)=["'"'"']?javascript:|javascript:[^<]*&gt;' --include='*.html' --include='*.atom' "$site" || fail "markup got through"
	of_site links
	of_site archive
	of_site texts
	of_site feeds
	make_key
	build
	verify
}

test_facts_of_any_shape_in_a_past_version() {
	new_repo
	local line n=0
	# Each was the last public version of an advisory, and is the first revision of another.
	while IFS= read -r line; do
		n=$((n + 1))
		advisory "EX-2024-$(printf %04d $n)" en "$line"
		advisory "EX-2024-$(printf %04d $((n + 100)))" en "$line"
	done <<-'END'
		affected: {a: [b]}
		affected: [text, {vendor: [a], product: {x: [y]}, versions: {a: b}, fixed: {c: d}, unaffected: 7, type: [x], fix: {a: b}}]
		affected: [{product: P, versions: [{ge: [1]}, [x], "<<1", "a b c"]}, {vendor: {}, product: {}, name: {}}, [a, b]]
		impact: [[a], {b: c}]
		exploitation: {a: b}
		cve: {x: y}
		cwe: [{x: y}]
		cvss: [x, {a: b}]
		severity: [high]
		vulnerabilities: [text, {cve: {a: b}, cwe: {a: b}, cvss: [[x]], title: {a: b}, impact: {a: b}, exploitation: [x]}]
		vulnerabilities: [{cve: [a, b], title: [x]}, {title: {ja: x}}]
		remediations: [text, {kind: {a: b}, products: {a: b}, details: [x], url: [x]}, {kind: vendor-fix, details: {ja: [x]}}]
		indicators: [x, {type: {a: b}, value: [x], note: {a: [b]}}, {type: ipv4}]
		references: [text, {url: {a: b}, title: [x], kind: {a: b}}, {}]
		credits: [{a: b}]
		related: [{a: b}, [x]]
		supersedes: {a: b}
		tags: {a: b}
		first_published: yesterday
		first_published: 2999-01-01
		next_update: {a: b}
		withdrawn: {reason: [x], replaced_by: {a: b}, note: [x]}
		redact: {revisions: [x, -1, 99999999999, 0, 5]}
		kind: {a: b}
		audience: [[x]]
		summary: {ja: x}
		lint: text
	END
	commit 2024-01-10 "As it once was"
	rm "$repo"/archive/advisories/EX-2024-00*
	for line in "$repo"/archive/advisories/*; do
		line=${line##*/}
		advisory "${line%.en.md}" en 'tlp: "CLEAR"' -tlp 'tags: [mended]' 'severity: low'
	done
	commit 2024-01-11 "Mended, or gone"
	build
	json 'len(ids)' $((2 * n))
	of_site links
	of_site archive
	of_site texts
	of_site feeds
}

# HEAD cannot have such an address; what is shown of a withdrawn advisory is its last version.
test_a_past_reference_without_a_title_or_a_safe_address() {
	small_archive
	advisory EX-2024-0002 ja 'references: [{url: "javascript:x"}]'
	commit 2024-01-11 "Publish"
	git -C "$repo" rm -q archive/advisories/EX-2024-0002.ja.md
	commit 2024-01-12 $'Withdraw\n\nWithdraw-Reason: published-in-error'
	build
	lacks text/EX-2024-0002.ja.txt javascript
}
