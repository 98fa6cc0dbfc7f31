# shellcheck shell=bash disable=SC2034,SC2154
# The site as a whole: links, feeds, archive.json, languages, themes, layouts of an archive.

test_all_links_are_relative_and_lead_somewhere() {
	with_rich
	of_pages
	of_site links
}

test_feeds() {
	with_rich
	of_site feeds
	local feed
	for feed in "$site"/*/feeds/*.atom; do
		xmllint --noout --nonet "$feed"
	done
	# One advisory has one id in each language, in whatever feed it stands.
	has ja/feeds/all.atom '<id>tag:csirt.example.org,2024:EX-2024-0001:ja</id>'
	has ja/feeds/new.atom '<id>tag:csirt.example.org,2024:EX-2024-0001:ja</id>'
	has en/feeds/updates.atom '<id>tag:csirt.example.org,2024:EX-2024-0001:en</id>'
	lacks en/feeds/updates.atom EX-2024-0006:en
}

english='publisher: {name: {en: Example CSIRT}, namespace: "https://csirt.example.org", category: coordinator}'

test_a_feed_holds_a_hundred() {
	new_repo 'languages: [en]' "$english"
	local i
	for i in {1..103}; do
		BODY='Text.' document "EX-2024-$(printf %04d "$i")" en "title: Number $i" 'status: interim' 'affected: []' 'kind: information'
	done
	commit 2024-01-10 "Many"
	BODY='More.' document EX-2024-0001 en "title: Number 1" 'status: interim' 'affected: []' 'kind: information'
	commit 2024-01-11 "One of them"
	build
	of_site feeds
	same "$(grep -c '<entry' "$site/en/feeds/all.atom")" 100
	# The oldest of all is the newest of what was updated.
	same "$(grep -o 'EX-2024-[0-9]*:en</id>' "$site/en/feeds/all.atom" | head -n 1)" "EX-2024-0001:en</id>"
	has en/index.html EX-2024-0103 EX-2024-0001
}

test_updated_of_a_feed_is_the_last_substantive_change() {
	new_repo
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	BODY=$(body ja 直した。) advisory EX-2024-0001 ja
	commit 2024-01-11 $'Spelling\n\nRevision: editorial'
	build
	of_site feeds
	lacks ja/feeds/all.atom 2024-01-11
	has ja/feeds/all.atom '<updated>2024-01-10T00:00:00Z</updated>'
	advisory EX-2024-0001 ja 'withdrawn: {reason: published-in-error}'
	commit 2024-01-12 "Withdraw"
	build
	has ja/feeds/withdrawals.atom '<updated>2024-01-12T00:00:00Z</updated>' '<published>2024-01-10T00:00:00Z</published>'
	of_site feeds
}

test_archive_json() {
	with_rich
	of_site archive
	json 'a["generator"].split()[0]' shirase
	json 'a["base_url"]' https://csirt.example.org/
	json 'a["commit"]' "$(git -C "$repo" rev-parse v1)"
	json '[a["serial"], a["updated"]]' '[12,"2024-04-02T00:00:00Z"]'
	json 'a["counts"]' '{"advisories":7,"withdrawn":2}'
	json '[e(n)["state"] for n in range(1, 8)]' '["final","final","withdrawn","withdrawn","final","final","final"]'
	json '[e(n).get("severity") for n in range(1, 8)]' '["critical","critical","medium","medium","medium",null,"medium"]'
	json 'e(3)["withdrawn"]["replaced_by"]' EX-2024-0001
	json '[e(2)["languages"]["ja"][k] for k in ("reflects", "current")]' '[1,false]'
	json 'e(2)["events"][-1]["correction"]' true
	events 1 "2 published ja 1" "3 translation-published en 1" "4 substantive ja 2 status,affected,cvss,next_update,attachments" \
		"4 translation-substantive en 2 body"
	events 6 "11 published ja 1" "12 editorial ja 1 body"
	# Every byte of it is text that people can read.
	python3 -c 'import sys; open(sys.argv[1], encoding="utf-8").read().encode()' "$site/archive.json"
	has archive.json 修正版の提供開始を受けて最終版としました。
}

test_an_archive_without_an_advisory() {
	new_repo
	commit 2024-01-10 "Open the archive"
	build
	of_site links
	of_site feeds
	json '[a["serial"], a["counts"]]' '[1,{"advisories":0,"withdrawn":0}]'
	make_key
	build
	verify
}

test_only_archive_yaml_is_required() {
	new_repo -id -time_zone -theme -filters
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	build
	of_site links
	absent ja/pages
}

test_an_archive_in_the_root() {
	prefix=
	new_repo
	advisory EX-2024-0001 ja
	attach EX-2024-0001 figure.png picture
	page about ja 本文。
	echo "not of the archive" >"$repo/README.md"
	mkdir "$repo/tools"
	ln -s /etc/passwd "$repo/tools/link"
	commit 2024-01-10 "Publish"
	build
	of_site links
	nowhere "not of the archive"
	json 'ids' '["EX-2024-0001"]'
	mkdir "$repo/archive"
	cp "$repo/archive.yaml" "$repo/archive/"
	commit 2024-01-11 "And another"
	breaks 1 A131
	git -C "$repo" rm -qr archive archive.yaml
	commit 2024-01-12 "None"
	breaks 1 A130
}

test_a_third_language_is_one_file() {
	new_repo 'languages: [en, xx, ja]' "$english"
	mkdir -p "$repo/filters/locale"
	sed -e 's/name = "English"/name = "Xxish"/' -e 's/"Latest advisories"/"XXLATEST"/' -e 's/"Withdrawn: "/"XXGONE: "/' -e 's/"en_GB"/"xx_XX"/' \
		"$HERE/../../filters/locale/en.lua" >"$repo/filters/locale/xx.lua"
	advisory EX-2024-0001 en
	translation EX-2024-0001 xx
	translation EX-2024-0001 ja
	advisory EX-2024-0002 xx 'withdrawn: {reason: published-in-error}'
	commit 2024-01-10 $'Publish\n\nNote-xx: XXNOTE'
	build
	has xx/index.html XXLATEST Xxish
	lacks en/index.html XXLATEST
	has xx/EX-2024-0001/index.html 'lang="xx"' XXNOTE
	has xx/feeds/all.atom 'xml:lang="xx"' XXGONE
	exists xx/feeds/new.atom text/EX-2024-0001.xx.txt xx/EX-2024-0002/r1/index.html en/EX-2024-0002/index.html
	of_pages
	of_site links
	of_site feeds
	of_site archive
	make_key
	build
	verify
}

test_one_language_alone() {
	new_repo 'languages: [en]' "$english"
	advisory EX-2024-0001 en
	commit 2024-01-10 "Publish"
	build
	of_site links
	absent ja
}

test_a_theme_is_overridden_by_path() {
	small_archive
	build
	local files
	files=$(listing)
	mkdir -p "$repo/themes/default/templates" "$repo/themes/default/static"
	echo '</main><footer>MY FOOT <%= say("nav.feeds") %> <%- "<i>raw</i>" %> <%= "<i>escaped</i>" %></footer></body></html>' \
		>"$repo/themes/default/templates/foot.html"
	echo '/* MY STYLE */' >"$repo/themes/default/static/style.css"
	echo 'mine' >"$repo/themes/default/static/mine.txt"
	commit 2024-01-11 "A theme"
	build
	has ja/index.html 'MY FOOT' '<i>raw</i>' '&lt;i&gt;escaped&lt;/i&gt;'
	has theme/style.css 'MY STYLE'
	has theme/mine.txt mine
	same "$(listing | grep -v theme/mine.txt)" "$files"
	of_site links
}

test_a_filter_of_the_repository() {
	small_archive
	mkdir "$repo/filters"
	cp "$HERE/../../filters/spacing.lua" "$repo/filters/mine.lua"
	config 'filters: [mine]'
	commit 2024-01-11 "A filter"
	build
	config 'filters: []'
	commit 2024-01-12 "None"
	build
	of_site links
}

test_pages_and_their_languages() {
	new_repo
	page about ja $'## 目的\n\n本文。'
	page policy en $'## Policy\n\nText.'
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	build
	has ja/pages/about/index.html 'Page about ja' 本文。
	# A page that lacks a language shows the one it has.
	has en/pages/about/index.html 本文。 'lang="ja"'
	has ja/pages/policy/index.html 'lang="en"'
	of_site links
}

test_products_have_pages() {
	new_repo
	advisory EX-2024-0001 en \
		$'affected:\n  - {vendor: Example Ltd, product: Reiji OS, type: os, versions: [all]}\n  - {vendor: {ja: 例示社, en: 例示社}, product: {ja: 例示, en: 例示}, type: os, versions: [all]}'
	advisory EX-2024-0002 en \
		$'affected:\n  - {vendor: example ltd, product: reiji-os, type: os, versions: [all]}'
	commit 2024-01-10 "Publish"
	build
	of_site links
	exists en/products/index.html
	# Two that would have one slug, and one that would have none, have eight digits more.
	same "$(cd "$site/en/products" && find . -mindepth 1 -maxdepth 1 -type d | grep -cE '[/-][0-9a-f]{8}$')" 3
}

test_the_front_page_and_404() {
	with_rich
	has index.html 'lang="ja"' 'ja/index.html' 'en/index.html' EX-2024-0007
	has 404.html 'https://csirt.example.org/ja/index.html' 'https://csirt.example.org/en/index.html'
	lacks 404.html 'href="ja/'
	has index.html "$(git -C "$repo" rev-parse v1)"
}

test_a_base_url_with_a_path() {
	small_archive 'base_url: https://www.example.org/security/notices'
	build
	has ja/feeds/all.atom 'https://www.example.org/security/notices/ja/EX-2024-0001/'
	has text/EX-2024-0001.ja.txt 'URL: https://www.example.org/security/notices/ja/EX-2024-0001/'
	has 404.html 'https://www.example.org/security/notices/ja/index.html' '/security/notices/theme/style.css'
	has ja/index.html '../theme/style.css'
	json 'a["base_url"]' https://www.example.org/security/notices/
}

test_the_glossary() {
	with_rich
	has ja/glossary/index.html 脆弱性 ぜいじゃくせい ぜい弱性 弱点。 vulnerability
	has en/glossary/index.html vulnerability 'A weakness.' 脆弱性
}

test_an_installed_program_finds_its_data() {
	small_archive
	build
	mkdir -p "$WORK/usr/bin" "$WORK/usr/share/shirase"
	cp "$PROGRAM" "$WORK/usr/bin/shirase"
	cp -R "$HERE/../../filters" "$HERE/../../themes" "$WORK/usr/share/shirase"
	cp -a "$site" "$WORK/first"
	PROGRAM=$WORK/usr/bin/shirase build
	same_sites "$WORK/first" "$site"
	# Without them it says what is missing.
	rm -r "${WORK:?}/usr/share"
	PROGRAM=$WORK/usr/bin/shirase breaks 3 B105
	says W101
}

test_facts_on_a_page() {
	with_rich
	has ja/EX-2024-0001/index.html 1.3より前 緊急（Critical） 9.8 注意喚起 '192.0.2[.]45' 'c2.example[.]net' \
		'CVE-1900-1001' 'https://www.example.com/1' 'Sam Example'
	has en/EX-2024-0001/index.html 'before 1.3' Critical 'In short &amp; &lt;b&gt;plain&lt;/b&gt;'
	has ja/EX-2024-0001/r1/index.html 1.2より前 '7.8' 重要（High）
	has ja/EX-2024-0006/index.html 未評価
	has en/EX-2024-0007/index.html CVE-1900-1007 CVE-1900-1008 6.1
	# An example's id is no link to where ids are listed.
	! grep -rE 'href="[^"]*CVE-1900' "$site" || fail "CVE-1900 is linked to"
}

test_the_current_revision_has_an_address_for_good() {
	with_rich
	has ja/EX-2024-0001/r2/index.html 1.3より前
	lacks ja/EX-2024-0001/r2/index.html banner-superseded
	has ja/EX-2024-0001/r1/index.html '../index.html' 第2版
}

test_lists_tell_what_matters() {
	with_rich
	has ja/index.html EX-2024-0001 'Title EX-2024-0001 ja' 緊急（Critical） 最終版 2024 English
	has ja/withdrawn/index.html EX-2024-0003 EX-2024-0004
	lacks ja/withdrawn/index.html EX-2024-0005
	has ja/2024/index.html EX-2024-0001 EX-2024-0007
}
