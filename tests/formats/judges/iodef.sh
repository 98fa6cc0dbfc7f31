# IODEF documents against a grammar of our own, made from RFC 7970's tables; of the shipped archive, the odd one, and one with
# every kind of indicator, an exercise, texts that end markup, and hundreds of products and indicators (a front matter holds no more).
iodef() { jing -c "$here/iodef.rnc" "$site"/iodef/*.xml; }

many_archive() {
	local repo=$mine/archive
	mkdir -p "$repo/archive/advisories"
	git init -q -b main "$repo"
	sed 's/^demonstration:.*/formats: {csaf: no, osv: no, stix: no, atom: no, changes: no}/' "$scratch/odd/archive/archive/archive.yaml" \
		>"$repo/archive/archive.yaml"
	python3 - "$repo/archive/advisories" <<-'END'
		import hashlib, sys
		def write(name, front, body):
		    with open(f"{sys.argv[1]}/{name}", "w", encoding="utf-8") as file:
		        file.write(f"---\n{front}---\n\n{body}")
		products = "".join(f'  - {{product: "製品{n}", vendor: {{ja: "会社", en: "<{n}>"}}, versions: ["<{n}"]}}\n' for n in range(500))
		indicators = "".join(f'  - {{type: md5, value: {hashlib.md5(b"%d" % n).hexdigest()}}}\n' for n in range(500))
		write("ODD-1.ja.md", f"title: 多数\nstatus: final\naffected:\n{products}", "## 概要\n\n本文。\n")
		write("ODD-3.ja.md", f"title: 多数\nstatus: final\naffected: []\nindicators:\n{indicators}", "## 概要\n\n本文。\n")
		write("ODD-2.ja.md", f"""title: "題 ]]> & <!-- \U0001F600"
		summary: "要約 ]]> & <b>"
		status: interim
		exercise: yes
		audience: [general, developers]
		affected:
		  - {{product: "製品 & ]]>", purl: "pkg:npm/%40s/n@1?a=b#c", fix: available}}
		  - {{product: "OS", type: os, cpe: 'cpe:2.3:o:v\\&w:p\\/q:-:*:*:*:*:*:*:*'}}
		impact: [code-execution, script-execution, intrusion, privilege-escalation, authentication-bypass, security-bypass,
		  information-disclosure, tampering, data-loss, denial-of-service, spoofing, fraud, other]
		exploitation: observed
		severity: critical
		credits: ["謝辞 <a@example.org> ]]>"]
		tags: ["タグ & ]]>"]
		related: [ODD-1, ODD-9, "JVN#12345678"]
		supersedes: ODD-1
		next_update: 2026-02-01
		references:
		  - {{url: "https://example.org/a[b]?q=%25&x='1'#a", title: "題名 ]]>", kind: report}}
		  - {{url: "https://[2001:db8::1]/a"}}
		indicators:
		  - {{type: ipv4, value: 192.0.2.1, note: "注記 & ]]>"}}
		  - {{type: ipv4, value: 192.0.2.1}}
		  - {{type: ipv6, value: "2001:db8::1"}}
		  - {{type: domain, value: "xn--wgv71a.example"}}
		  - {{type: url, value: "https://example.org/?a=1&b=]]>"}}
		  - {{type: email, value: a@example.org}}
		  - {{type: md5, value: d41d8cd98f00b204e9800998ecf8427e}}
		  - {{type: sha1, value: DA39A3EE5E6B4B0D3255BFEF95601890AFD80709}}
		  - {{type: filename, value: "請求書 & ]]>.exe"}}
		remediations:
		  - {{kind: none-available, details: {{ja: "ない ]]>", en: "None <b>"}}}}
		  - {{kind: mitigation, url: "https://example.org/m"}}
		""".replace("\t\t", ""), "## 概要\n\n本文 ]]\\> &amp;lt; 。\n\n## 検知方法\n\nログを見る。\n\n## 対策\n\nなし\n")
	END
	git -C "$repo" add -A
	GIT_AUTHOR_DATE=2026-01-02T09:00:00Z GIT_COMMITTER_DATE=2026-01-02T09:00:00Z git -C "$repo" -c user.name=A -c user.email=a@example.org \
		commit -q -m 'Publish'
	"$program" build --unsigned --exercise -C "$repo" -o "$mine/site"
}

judge 'IODEF documents fit the grammar' everywhere iodef
judge 'an archive with many things and an exercise' many_archive
site=$mine/site
judge 'they fit it too' iodef
site=$shipped
finds 'an element at the wrong place' 'GenerationTime.*not allowed|ReportTime.*not allowed' \
	'sed -i "s/ReportTime>/Swapped>/g; s/GenerationTime>/ReportTime>/g; s/Swapped>/GenerationTime>/g" iodef/EX-2026-0001.xml' iodef
finds 'a document that is private, as one is by default' 'missing required attribute "restriction"' \
	'sed -i "s/ restriction=\"public\"//" iodef/EX-2026-0001.xml' iodef
finds 'a word that is in no vocabulary' 'attribute "occurrence"' 'sed -i "s/occurrence=\"[a-z]*\"/occurrence=\"maybe\"/" iodef/EX-2026-0001.xml' iodef
finds 'a CVE id that is none' 'ID' 'sed -i "s/<enum:ID>CVE-/<enum:ID>CVE /" iodef/EX-2026-0001.xml' iodef
