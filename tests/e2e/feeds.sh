# shellcheck shell=bash disable=SC2034,SC2154
# Feeds beyond those of everything: JVNRSS, JSON Feed, archive documents, feeds of parts, and none.

english='publisher: {name: {en: Example CSIRT}, namespace: "https://csirt.example.org", category: coordinator}'

archives() {
	/usr/bin/python3 "$HERE/../site/archives.py" "$site" >"$WORK/archives.log" || fail "$(cat "$WORK/archives.log")"
}

# archives_find FAULT SAYING: the judge cannot pass a document that sed did this to.
archives_find() {
	rm -rf "$WORK/faulty"
	cp -a "$site" "$WORK/faulty"
	sed -i "$1" "$WORK"/faulty/en/feeds/archive/*.atom
	! /usr/bin/python3 "$HERE/../site/archives.py" "$WORK/faulty" >"$WORK/archives.log" || fail "nothing was found: $1"
	grep -q "$2" "$WORK/archives.log" || fail "$(cat "$WORK/archives.log")"
}

# round DATE MESSAGE LINE…: 40 advisories, all of them with these lines, in one commit.
round() {
	local date=$1 message=$2 i
	shift 2
	for i in {1..40}; do
		BODY='Text.' document "EX-2024-$(printf %04d "$i")" en "title: Number $i" 'status: interim' 'kind: information' 'affected: []' "$@"
	done
	commit "$date" "$message"
}

# Its archive documents, to be compared later.
kept_archives() {
	rm -rf "$WORK/kept"
	mkdir "$WORK/kept"
	cp -a "$site"/en/feeds/archive "$WORK/kept/en"
	cp -a "$site"/ja/feeds/archive "$WORK/kept/ja"
}
unchanged() { # NUMBER…
	local n lang
	for n; do
		for lang in en ja; do
			cmp "$WORK/kept/$lang/$n.atom" "$site/$lang/feeds/archive/$n.atom" || fail "archive document $n ($lang) is another"
		done
	done
}

test_finished_archive_documents_never_change() {
	new_repo
	round 2024-01-10 "Publish"
	round 2024-01-11 $'Revise\n\nNote-ja: 深刻度を付けました。\nNote-en: A severity.' 'severity: low'
	build
	archives
	absent ja/feeds/archive/1.atom
	round 2024-01-12 "Rename" 'severity: medium' 'title: Renamed'
	build
	archives
	exists {en,ja}/feeds/archive/1.atom
	absent en/feeds/archive/2.atom
	has en/feeds/archive/1.atom '<title>Number 7</title>' '<title>Renamed</title>' '<summary>Updated, revision 2' 'A severity.'
	has ja/feeds/archive/1.atom '<entry xml:lang="en">' '<link rel="current"'
	has ja/feeds/all.atom 'rel="prev-archive" type="application/atom+xml" href="https://csirt.example.org/ja/feeds/archive/1.atom"'
	kept_archives
	# Whatever may happen to what they tell of.
	rm "$repo"/archive/advisories/EX-2024-0001.en.md
	commit 2024-01-13 $'Delete\n\nWithdraw-Reason: published-in-error'
	translation EX-2024-0002 ja
	commit 2024-01-14 "A translation comes"
	BODY='Text.' document EX-2024-0003 en 'title: Another' 'status: final' 'kind: alert' 'affected: []' 'exploitation: observed' 'impact: [fraud]' \
		'withdrawn: {reason: duplicate, replaced_by: EX-2024-0004}'
	BODY='Text.' document EX-2024-0005 ja 'title: 日本語' 'status: interim' 'kind: information' 'affected: []' 'severity: low'
	rm "$repo"/archive/advisories/EX-2024-0005.en.md
	BODY='Text.' document EX-2024-0006 en 'title: Renamed' 'status: interim' 'kind: information' 'affected: []' 'severity: low' \
		'first_published: 2020-01-01'
	commit 2024-01-15 "Withdraw, another language, first published"
	rm "$repo"/archive/advisories/EX-2024-0005.ja.md
	round 2024-01-16 "All again" 'severity: high'
	round 2024-01-17 "And again" 'severity: low'
	config 'formats: {osv: no}'
	commit 2024-01-18 "Configuration"
	build
	archives
	of_site feeds
	unchanged 1
	exists en/feeds/archive/2.atom
	has en/feeds/archive/2.atom '<title>Withdrawn: Another</title>' '<title>Withdrawn: Renamed</title>' '<title>日本語</title>' '<category term="withdrawn"/>'
	lacks en/feeds/archive/2.atom next-archive
	archives_find "s|<updated>2024-01-1[01]T|<updated>2024-01-09T|" 'otherwise than archive.json'
	archives_find "/prev-archive/d" 'archive documents of'
	archives_find "s|<fh:archive.*||" 'as a finished document must be'
	archives_find "s|/EX-2024-0007/r1/|/EX-2024-0007/r9/|" 'leads nowhere'
}

test_what_must_not_be_told_leaves_archive_documents() {
	new_repo
	round 2024-01-10 "Publish" 'title: SECRETtitle'
	round 2024-01-11 $'Revise\n\nNote-en: SECRETnote' 'severity: low'
	round 2024-01-12 "Revise" 'severity: high'
	build
	kept_archives
	has en/feeds/archive/1.atom SECRETtitle SECRETnote
	BODY='Text.' document EX-2024-0001 en 'title: Number 1' 'status: interim' 'kind: information' 'affected: []' 'severity: high' \
		'redact: {revisions: all, reason: {ja: 法, en: law}}'
	commit 2024-01-13 "Redact one"
	build
	archives
	has en/feeds/archive/1.atom 'ref="tag:csirt.example.org,2024:EX-2024-0001:en"' '>law<'
	lacks en/feeds/archive/1.atom '<id>tag:csirt.example.org,2024:EX-2024-0001:en'
	round 2024-01-14 "Redact" 'severity: high' 'redact: {revisions: [1, 2, 3], reason: {ja: 法, en: law}}'
	build
	archives
	nowhere SECRET
	# A note that is told anew is told so there too.
	round 2024-01-15 $'Revise\n\nNote-en: FIRSTnote' 'severity: low' 'redact: {revisions: [1, 2, 3], reason: {ja: 法, en: law}}'
	round 2024-01-16 "Revise" 'severity: high' 'redact: {revisions: [1, 2, 3], reason: {ja: 法, en: law}}'
	build
	has en/feeds/archive/2.atom FIRSTnote
	git -C "$repo" commit -q --allow-empty -m "$(printf 'Amend\n\nAmends: %s\nNote-en: SECONDnote' "$(head_of HEAD~)")"
	build
	archives
	has en/feeds/archive/2.atom SECONDnote
	lacks en/feeds/archive/2.atom FIRSTnote
}

# More than a hundred at one time: the subscription document holds what no archive document does.
test_every_advisory_can_be_had_from_feeds() {
	new_repo 'languages: [en]' "$english"
	local i
	for i in {1..250}; do
		BODY='Text.' document "EX-2024-$(printf %04d "$i")" en "title: Number $i" 'status: interim' 'affected: []' 'kind: information'
	done
	commit 2024-01-10 "Many"
	build
	archives
	of_site feeds
	exists en/feeds/archive/{1,2}.atom
	absent en/feeds/archive/3.atom
}

test_formats_of_feeds_can_be_turned_off() {
	new_repo 'formats: {atom: no}'
	advisory EX-2024-0001 ja
	commit 2024-01-10 "Publish"
	build
	exists ja/feed.json ja/jvnrss.rdf
	[ -z "$(find "$site" -name '*.atom')" ] || fail "there are Atom feeds"
	nowhere 'application/atom+xml'
	of_site links
	config 'formats: {atom: no, jsonfeed: no, jvnrss: no}'
	commit 2024-01-11 "None"
	build
	absent ja/feed.json ja/jvnrss.rdf
	has ja/feeds/index.html 'フィードを配信していません'
	nowhere 'feed+json' 'rdf+xml'
	of_site links
	config 'formats: {jsonfeed: no, jvnrss: no}'
	commit 2024-01-12 "Atom"
	build
	of_site feeds
	has ja/products/example-ltd-reiji/index.html feeds/product/example-ltd-reiji.atom
	has ja/2024/index.html feeds/year/2024.atom
}

test_jvnrss_and_json_feed_say_what_programs_want() {
	new_repo
	advisory EX-2024-0001 ja 'cve: CVE-2024-1001' 'cwe: [CWE-79]' 'cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N' -severity \
		'title: "]]> <b> & 題"' 'tags: [vpn]' \
		$'references:\n  - {url: "https://jvn.jp/jp/JVN12345678/", kind: advisory}\n  - {url: "https://www.ipa.go.jp/security/", kind: advisory}'
	advisory EX-2024-0002 ja 'withdrawn: {reason: published-in-error}' 'cvss: CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N' -severity
	commit 2024-01-10 "Publish"
	build
	of_site feeds
	has ja/jvnrss.rdf '<title>]]&gt; &lt;b&gt; &amp; 題</title>' '<sec:identifier>EX-2024-0001</sec:identifier>' \
		'<sec:references source="CVE" id="CVE-2024-1001">' '<sec:references id="CWE-79" title="' '<sec:references source="JVN" id="JVN#12345678">' \
		'<sec:references source="IPA">' 'score="6.1" severity="Medium" vector="CVSS:3.1/' '<dcterms:issued>2024-01-10T00:00:00Z' 【取り下げ】
	lacks ja/jvnrss.rdf 'CVSS:4.0'
	/usr/bin/python3 - "$site/ja/feed.json" <<-'END'
		import json, sys
		items = {i["_shirase"]["id"]: i for i in json.load(open(sys.argv[1], encoding="utf-8"))["items"]}
		one, two = items["EX-2024-0001"], items["EX-2024-0002"]
		assert one["title"] == "]]> <b> & 題" and one["tags"] == ["vulnerability", "final", "medium", "vpn"], one
		assert one["summary"] == "製品に脆弱性があります。", one["summary"]
		assert one["attachments"][0]["url"] == "https://csirt.example.org/text/EX-2024-0001.ja.txt"
		assert two["_shirase"]["state"] == "withdrawn" and two["title"].startswith("【取り下げ】")
	END
}

# marks FILE EXPRESSION: a line for each entry of ja/FILE, of its item i.
marks() {
	python3 - "$site/ja/$1" "$2" <<-'END'
		import json, sys
		import xml.etree.ElementTree as ET
		A, R, DC, SEC = '{http://www.w3.org/2005/Atom}', '{http://purl.org/rss/1.0/}', '{http://purl.org/dc/elements/1.1/}', '{http://jvn.jp/rss/mod_sec/3.0/}'
		data = open(sys.argv[1], "rb").read()
		items = json.loads(data)["items"] if sys.argv[1].endswith("json") else ET.fromstring(data).findall(A + "entry") or ET.fromstring(data).findall(R + "item")
		print("\n".join(sorted(eval(sys.argv[2]) for i in items)))
	END
}

test_what_is_not_to_be_acted_upon_is_told_to_programs() {
	new_repo 'demonstration: yes'
	advisory EX-2024-0001 ja
	advisory EX-2024-0002 ja 'exercise: yes'
	advisory EX-2024-0003 ja 'status: draft'
	commit 2024-01-10 "Publish"
	build --drafts --exercise
	local terms='"".join(sorted(" " + c.get("term") for c in i.iter(A + "category") if c.get("term") in ("exercise", "demonstration", "draft")))' of
	for of in feeds/all feeds/product/example-ltd-reiji; do
		same "$(marks $of.atom "i.find(A + 'id').text[-12:-3] + $terms")" "$(printf '%s\n' '2024-0001 demonstration' \
			'2024-0002 demonstration exercise' '2024-0003 demonstration draft')"
	done
	same "$(marks feed.json 'i["_shirase"]["id"] + "".join(sorted(f" {k}" for k, v in i["_shirase"].items() if v is True))')" \
		"$(printf '%s\n' 'EX-2024-0001 demonstration' 'EX-2024-0002 demonstration exercise' 'EX-2024-0003 demonstration draft')"
	same "$(marks jvnrss.rdf 'i.find(SEC + "identifier").text + "".join(sorted(" " + s.text for s in i.findall(DC + "subject")))')" \
		"$(printf '%s\n' 'EX-2024-0001 demonstration' 'EX-2024-0002 demonstration exercise' 'EX-2024-0003 demonstration draft')"
	of_site feeds
	# Of what is published in earnest there is nothing to say.
	config
	git -C "$repo" rm -q archive/advisories/EX-2024-000[23].ja.md
	commit 2024-01-11 "In earnest"
	build
	lacks ja/jvnrss.rdf '<dc:subject>'
	lacks ja/feed.json demonstration '"draft"' '"exercise"'
}
