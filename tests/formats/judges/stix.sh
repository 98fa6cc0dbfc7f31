# STIX bundles by the specification's rules, indicators.csv by Python and against them.
stix() { node "$here/stix.mjs" "$site"; }
indicators() { python3 "$here/indicators.py" "$site"; }

judge 'STIX bundles' everywhere stix
judge 'indicators.csv' everywhere indicators
bundle=stix/EX-2026-0013.json
stix_fault() { # NAME PATTERN JAVASCRIPT: o is the bundle's first indicator, r its report
	finds "$1" "$2" "node -e '
		const fs = require(\"fs\"), j = JSON.parse(fs.readFileSync(\"$bundle\"))
		const o = j.objects.find(x => x.type === \"indicator\"), r = j.objects.find(x => x.type === \"report\")
		$3
		fs.writeFileSync(\"$bundle\", JSON.stringify(j))'" stix
}
stix_fault 'an object without a time' 'it lacks modified' 'delete o.modified'
stix_fault 'a time without decimals' 'created is' 'o.created = "2026-01-01T00:00:00Z"'
stix_fault 'a change before the beginning' 'before it was created' 'o.modified = "2025-01-01T00:00:00.000Z"'
stix_fault 'an id of another type' 'no id of its type' 'o.id = o.id.replace("indicator", "malware")'
stix_fault 'a random id' 'not made of a name' 'o.id = o.id.replace(/-5/, "-4")'
stix_fault 'a reference to nothing' 'which is not there' 'r.object_refs[0] = r.id.replace(/.$/, "z")'
stix_fault 'a quote that is not escaped' 'no pattern' "o.pattern = \"[domain-name:value = \\u0027a\\u0027b\\u0027]\""
stix_fault 'a pattern of another value' 'the pattern is not of' 'o.name = "example.org"'
stix_fault 'a key of another type' 'is not of this type' 'o.published = o.created'
stix_fault 'an advisory that is not withdrawn' 'revoked is true' 'o.revoked = true'
stix_fault 'an empty list' 'is empty' 'o.labels = []'
stix_fault 'two versions of one identity' 'another version of it' 'j.objects[0].name = "x"'
finds 'a line of another length' 'another length' "sed -i '2s/\$/,more/' indicators.csv" indicators
finds 'a formula' 'a formula' "sed -i '2s/^\\([^,]*,[^,]*,\\)/\\1=/' indicators.csv" indicators
finds 'an indicator that is missing' 'not the indicators of STIX' "sed -i 2d indicators.csv" indicators
finds 'another order' 'not sorted' "sed -i '2{h;d};3G' indicators.csv" indicators
stix_fault 'an indicator that is older than its list' 'when no list' 'o.valid_from = o.created = "2025-01-01T00:00:00.000Z"'
site=$odd
bundle=stix/LOST-1.json
stix_fault 'what is gone, and not revoked' 'revoked is undefined' 'delete o.revoked'
stix_fault 'what was revoked at no event' 'at no event' 'o.modified = "2026-12-01T00:00:00.000Z"'
site=$shipped
