# shellcheck shell=bash disable=SC2034,SC2154
# What facts changed, in words: wherever the site tells of an event.

# product VERSIONS [MORE]: the only product of the advisory.
product() {
	printf 'affected:\n  - {vendor: {ja: 例示, en: Example}, product: Reiji, type: library, versions: ["%s"]%s}' "$1" "${2:+, $2}"
}

test_a_range_that_was_corrected_is_told_in_both_languages() {
	new_repo
	advisory EX-2024-0001 ja "$(product '<=1.38' 'fixed: "1.39"')"
	translation EX-2024-0001 en
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 ja "$(product '<1.38' 'fixed: "1.38"')" 'next_update: 2024-02-01'
	commit 2024-01-11 $'Correct\n\nRevision: correction'
	build
	local page
	for page in EX-2024-0001/index.html EX-2024-0001/r1/index.html EX-2024-0001/r2/index.html history/index.html; do
		has "ja/$page" '<li>影響を受けるバージョン：1.38およびそれ以前 → 1.38より前</li>' '<li>修正済みバージョン：1.39 → 1.38</li>' \
			'<li>次回更新の予定：記載なし → 2024年2月1日（木）</li>'
		has "en/$page" '<li>Affected versions: 1.38 and earlier → before 1.38</li>' '<li>Fixed versions: 1.39 → 1.38</li>' \
			'<li>Next update: not stated → 1 February 2024 (Thu)</li>'
	done
	# The page of changes has them as a table, feeds and plain texts as lines.
	has ja/EX-2024-0001/r2/changes/index.html '>1.38およびそれ以前</td>' '>1.38より前</td>'
	has ja/feeds/all.atom '影響を受けるバージョン：1.38およびそれ以前 → 1.38より前'
	has text/EX-2024-0001.en.txt 'Affected versions: 1.38 and earlier → before 1.38'
}

test_values_of_facts_are_text_and_no_markup() {
	new_repo
	advisory EX-2024-0001 ja 'credits: ["<b>A</b>"]'
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 ja 'credits: ["<img src=x onerror=alert(1)>"]' 'tags: ["</li><script>"]' \
		'references: [{url: "https://a.example/?a=1&b=2", title: "<i>T</i>"}]' \
		'indicators: [{type: url, value: "https://evil.example.net/a"}]' 'severity: high'
	commit 2024-01-11 "News"
	build
	lacks ja/EX-2024-0001/index.html '<b>A' '<img src=x' '<script>' '<i>T'
	has ja/EX-2024-0001/index.html '<li>謝辞：&lt;b&gt;A&lt;/b&gt; → &lt;img src=x onerror=alert(1)&gt;</li>' \
		'<li>参考情報の追加：&lt;i&gt;T&lt;/i&gt;</li>' '<li>侵害の痕跡の追加（1件）：hxxps://evil.example[.]net/a</li>'
	lacks ja/EX-2024-0001/r2/changes/index.html '<img src=x' '<script>' 'https://evil.example.net'
	lacks ja/feeds/all.atom 'https://evil.example.net'
	of_site links
	of_site feeds
}

test_an_advisory_that_is_not_published_is_named_nowhere() {
	new_repo
	advisory EX-2024-0001 ja
	advisory EX-2024-0007 ja 'status: draft'
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 ja 'related: [EX-2024-0007]'
	commit 2024-01-11 "Relate"
	advisory EX-2024-0001 ja 'supersedes: [EX-2024-0007]'
	commit 2024-01-12 "Supersede"
	build
	nowhere EX-2024-0007
	has ja/EX-2024-0001/index.html '<li>関連するセキュリティ情報の変更</li>' '<li>置き換え元の変更</li>'
}

test_past_versions_may_have_any_shape() {
	new_repo
	advisory EX-2024-0001 ja 'affected: {product: [x]}' 'impact: {a: b}' 'zone: [1, {x: y}]' 'cvss: nonsense' \
		'vulnerabilities: text' 'indicators: [[], text, {value: [1]}]' 'references: {url: u}' $'remediations:\n  - kind: [x]\n  - text'
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 ja
	commit 2024-01-11 "Mend"
	build
	has ja/EX-2024-0001/index.html '<li>製品の追加：Reiji（1.2より前）</li>' '<li>想定される影響の追加：サービス運用妨害（DoS）</li>' \
		'<li>侵害の痕跡の変更</li>' '<li>参考情報の変更</li>' '<li>対策の一覧の変更</li>' '<li>脆弱性の一覧の変更</li>' \
		'<li>zone：[&quot;1&quot;,{&quot;x&quot;:&quot;y&quot;}] → 記載なし</li>'
	of_site links
}

test_a_locale_of_the_archive_may_use_words_of_its_own() {
	new_repo
	mkdir -p "$repo/filters/locale"
	cp "$HERE/../../filters/locale/"*.lua "$repo/filters/locale/"
	sed -i 's|\["change.became"\] = .*|["change.became"] = "{label} was {before} and is {after}",|' "$repo/filters/locale/en.lua"
	advisory EX-2024-0001 en 'severity: low'
	translation EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	advisory EX-2024-0001 en 'severity: high'
	commit 2024-01-11 "News"
	build
	has en/EX-2024-0001/index.html '<li>Severity was Low and is High</li>'
	has ja/EX-2024-0001/index.html '<li>深刻度：注意（Low） → 重要（High）</li>'
	sed -i '/"change.became"/d' "$repo/filters/locale/en.lua"
	commit 2024-01-12 "A word is gone"
	breaks 1 S102
	says 'change.became'
}

test_each_key_is_seen_by_readers() {
	new_repo
	local v3=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N v4=CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N
	advisory EX-2024-0001 ja 'summary: 要約の文。' 'status: interim' 'kind: alert' 'audience: [administrators]' -impact -exploitation -severity \
		$'affected:\n  - {name: reiji-a, vendor: {ja: 例示社, en: Example Ltd}, product: {ja: 礼次ライブラリ, en: Reiji library}, type: library, scheme: semver, versions: "<1.2.3", fixed: 1.2.3, fix: planned, unaffected: "<0.9.0", purl: pkg:generic/reiji, cpe: "cpe:2.3:a:example:reiji:*:*:*:*:*:*:*:*"}\n  - {name: reiji-b, product: {ja: 礼次ライブラリ, en: Reiji library}, versions: all, fix: not-planned}' \
		"vulnerabilities:
  - {title: 無番の名前, exploitation: none-known, impact: tampering}
  - {cve: CVE-2024-1111, cwe: CWE-306, cvss: [\"$v4\", \"$v3\"], title: 一つ目の名前, impact: spoofing, exploitation: observed, affected: reiji-b, discovered: 2024-01-03, disclosed: 2024-01-04}
  - {impact: fraud, exploitation: none-known}" \
		$'remediations:\n  - {kind: mitigation, products: reiji-b, details: {ja: 口を閉じる。, en: Close it.}, url: "https://www.example.com/mend"}' \
		'indicators: [{type: ipv4, value: 192.0.2.45, note: 指令の備考}]' \
		'references: [{url: "https://www.example.com/notice", title: 参考の表題, kind: advisory}]' \
		'credits: [Sam Example]' 'related: [JVN-12345678]' 'supersedes: [EX-2023-0009]' 'tags: [router]' 'next_update: 2024-05-06'
	translation EX-2024-0001 en 'summary: Words in short.'
	advisory EX-2024-0002 ja -severity 'impact: [tampering]' 'exploitation: proof-of-concept' 'cve: CVE-2024-4444' 'cwe: CWE-79' \
		"cvss: [\"$v3\", \"$v4\"]" 'withdrawn: {reason: duplicate, replaced_by: EX-2024-0001, note: {ja: 重なる。, en: The same.}}'
	translation EX-2024-0002 en
	advisory EX-2024-0003 ja 'exercise: yes' 'first_published: 2024-01-02'
	translation EX-2024-0003 en
	commit 2024-01-10 "Publish"
	advisory EX-2024-0003 ja 'exercise: yes' 'first_published: 2024-01-02' 'credits: [A]' 'impact: [fraud]'
	translation EX-2024-0003 en 'title: Another title EX-2024-0003 en'
	commit 2024-01-11 "More"
	advisory EX-2024-0003 ja 'exercise: yes' 'first_published: 2024-01-02' 'credits: [A]' 'impact: [fraud]' \
		'redact: {revisions: [1], reason: {ja: 人の名があった。, en: It named somebody.}}'
	commit 2024-01-12 "Redact"
	build --exercise
	python3 "$HERE/every_fact.py" "$site" "$HERE/../../generator/archive/front.c" >"$WORK/check.log" || {
		cat "$WORK/check.log" >&2
		fail "not all keys are shown"
	}
	# The gravest first, and by vulnerability, where only they say it; in feeds too.
	has text/EX-2024-0001.ja.txt '悪用の状況：悪用を確認（CVE-2024-1111）' '悪用の状況：悪用は未確認（無番の名前、3番目の脆弱性）' '3番目の脆弱性：未評価'
	has ja/feeds/all.atom '悪用の状況：悪用を確認（CVE-2024-1111）'
	same "$(grep -o 'data-level="[a-z-]*">悪用[^<]*' "$site/ja/EX-2024-0001/index.html" | head -n 2)" \
		$'data-level="observed">悪用を確認\ndata-level="none-known">悪用は未確認'
	of_site links
}
