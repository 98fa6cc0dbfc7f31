# CSAF 2.0 documents. What is allowed is what these advisories do not have: a CVSS vector of version 3, identifiers of the product,
# in the odd archive a word on what to do.
csaf() {
	node "$here/judges/csaf.mjs" "$site" ex-2026-000{5,5-en}:6.2.16 ex-2026-001{0,0-en,1}:6.2.3 ex-2026-0011:6.2.16 "$@"
}
csaf_odd() { node "$here/judges/csaf.mjs" "$odd" 6.2.2 6.2.3 6.2.16; }
# says NAME EXPRESSION: of the document d, of its tracking t.
says() {
	node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1])), t = d.document.tracking
		if (!eval(process.argv[2])) { console.log(`${process.argv[1]}: not so: ${process.argv[2]}`); process.exit(1) }' \
		"$site/.well-known/csaf/white/$1.json" "$2"
}
csaf_odd_says() {
	local site=$odd
	says 2026/odd-10 't.revision_history.map(r => r.date.slice(17, 19)).join() === "00,00,01,02" + ",00".repeat(14)' &&
		says 2026/odd-10-ja 'd.document.category === "csaf_base" && d.document.notes.some(n => n.text.includes("ODD-10"))' &&
		says 2026/odd-11 'd.document.title === "Number 11" && d.vulnerabilities && t.revision_history.length === 12' &&
		says 2026/odd-12 'd.document.title === "Withdrawn: Number 12" && !d.vulnerabilities && !d.product_tree' &&
		says 2026/odd-12 'd.document.notes.filter(n => n.title === "Reasoning for Withdrawal").length === 1' &&
		says 2026/odd-13 'd.document.title === "ODD-13"' &&
		says 2026/odd-14 'd.document.lang === "ja" && t.version === "11"' &&
		says 2026/odd-14-en 'd.document.source_lang === "ja"' &&
		says 2019/odd_7_x 't.initial_release_date === "2019-02-28T00:00:00Z"'
}
nothing_redacted_is_there() { ! grep -rl 'Number 13\|番号13' "$odd/.well-known"; }

judge 'CSAF: csaf-validator-lib, every test, the shipped archive' csaf
judge 'CSAF: csaf-validator-lib, every test, the odd archive' csaf_odd
judge 'CSAF: what became of advisories is in their documents' csaf_odd_says
judge 'CSAF: nothing of what was redacted' nothing_redacted_is_there
# As the odd archive grows: a document that changes has a higher version, and none goes.
versions() { /usr/bin/python3 "$here/judges/csaf_versions.py" "$@"; }
judge 'CSAF: a change of a document is a change of its version' versions "$program" "${odd%/site}/archive" "$mine"

# Faults, each in a document of its own, and one run that finds them all: the library takes seconds.
all_faults() (
	cp -a "$shipped" "$mine/faulty" && cd "$mine/faulty/.well-known/csaf/white/2026" || exit
	sed -i 's/"csaf_version"/"csaf_edition"/' ex-2026-0002.json
	sed -i 's/"baseScore": 7.8/"baseScore": 7.7/' ex-2026-0001.json
	sed -i 's/Out-of-bounds Write/Out of bounds write/' ex-2026-0001-en.json
	sed -i 's/"version": "[0-9]*"/"version": "99"/' ex-2026-0003.json
	sed -i '/^  "lang"/d' ex-2026-0006.json
	mv ex-2026-0012.json ex-2026-0099.json
	rm ex-2026-0013.json
	site=$mine/faulty
	! csaf ex-2026-0014:6.2.3 >"$mine/told"
)
found() { # NAME PATTERN: of a line, from its beginning
	judge "finds $1" grep -E -- "^$2" "$mine/told"
}
judge 'CSAF: documents with faults do not pass' all_faults
found 'a key that CSAF has not' 'ex-2026-0002.json: schema'
found 'a base score that the vector does not give' 'ex-2026-0001.json: mandatory 6.1.9'
found 'a CWE of another name' 'ex-2026-0001-en.json: mandatory 6.1.11'
found 'a version that is not the last' 'ex-2026-0003.json: mandatory 6.1.16'
found 'a document without its language' 'ex-2026-0006.json: optional 6.2.12'
found 'a document under another name' 'ex-2026-0099.json: .*asks for'
found 'a text without a document' 'EX-2026-0013: has no document'
found 'an allowance that nothing needs' 'ex-2026-0014:6.2.3: .*in vain'
since() { git -C "${odd%/site}/archive" rev-list -1 --grep "^$1\$" HEAD; }
forgets() { # PATTERN MESSAGE: of revisions, from the commit of this message on
	PROGRAM=$program FORGET=$1 versions "$here/forgetful" "${odd%/site}/archive" "$mine" "$(since "$2")"
}
finds 'a document that changed and kept its version' 'is still version' true forgets . 'Reinstate'
finds 'another configuration that is no revision' 'ODD|odd-1.json changed, and is still version' true forgets '^Settings|設定' 'No STIX'
