# CSAF 2.0 documents. What is allowed is what these advisories do not have: a CVSS vector of version 3, identifiers of the product.
csaf() {
	node "$here/judges/csaf.mjs" "$site" ex-2026-000{5,5-en}:6.2.16 ex-2026-001{0,0-en,1}:6.2.3 ex-2026-0011:6.2.16
}
csaf_odd() { node "$here/judges/csaf.mjs" "$odd" 6.2.3 6.2.16; }
# says NAME EXPRESSION: of the document d, of its tracking t.
says() {
	node -e 'const d = JSON.parse(require("fs").readFileSync(process.argv[1])), t = d.document.tracking
		if (!eval(process.argv[2])) { console.log(`${process.argv[1]}: not so: ${process.argv[2]}`); process.exit(1) }' \
		"$site/.well-known/csaf/white/$1.json" "$2"
}
csaf_odd_says() {
	local site=$odd
	says 2026/odd-10 't.revision_history.map(r => r.date.slice(17, 19)).join() === "00,00,01,02,00,00,00,00,00"' &&
		says 2026/odd-10-ja 'd.document.category === "csaf_base" && d.document.notes.some(n => n.text.includes("ODD-10"))' &&
		says 2026/odd-11 'd.document.title === "Number 11" && d.vulnerabilities && t.revision_history.length === 3' &&
		says 2026/odd-12 'd.document.title === "Withdrawn: Number 12" && !d.vulnerabilities && !d.product_tree' &&
		says 2026/odd-12 'd.document.notes.filter(n => n.title === "Reasoning for Withdrawal").length === 1' &&
		says 2026/odd-13 'd.document.title === "ODD-13"' &&
		says 2026/odd-14 'd.document.lang === "ja" && t.version === "2"' &&
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

document=.well-known/csaf/white/2026/ex-2026-0001.json
finds 'a key that CSAF has not' 'schema' "sed -i 's/\"csaf_version\"/\"csaf_edition\"/' $document" csaf
finds 'a base score that the vector does not give' 'mandatory 6.1.9' "sed -i 's/\"baseScore\": 7.8/\"baseScore\": 7.7/' $document" csaf
finds 'a CWE of another name' 'mandatory 6.1.11' "sed -i 's/Out-of-bounds Write/Out of bounds write/' $document" csaf
finds 'a version that is not the last' 'mandatory 6.1.16' "sed -i 's/\"version\": \"[0-9]*\"/\"version\": \"99\"/' $document" csaf
finds 'a document without its language' 'optional 6.2.12' "sed -i '/^  \"lang\"/d' $document" csaf
finds 'a document under another name' 'asks for' "mv $document ${document%1.json}9.json" csaf
finds 'a text without a document' 'has no document' "rm $document" csaf
finds 'an allowance that nothing needs' 'in vain' "sed -i 's/\"baseScore\"/\"baseScore\"/' $document" \
	eval 'node "$here/judges/csaf.mjs" "$site" ex-2026-0001:6.2.3'
# A program that forgets to count, in the last states.
cat >"$mine/forgetful" <<END
#!/bin/bash
"$program" "\$@" && sed -i 's/"version": "[0-9]*"/"version": "1"/' "$mine"/site/.well-known/csaf/white/2*/*.json
END
chmod +x "$mine/forgetful"
finds 'a document that changed and kept its version' 'is still version 1' true \
	versions "$mine/forgetful" "${odd%/site}/archive" "$mine" HEAD~3
