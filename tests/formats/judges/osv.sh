# OSV records by our own schema and the rules of OSV's linter, all.zip by Python.
osv() { node "$here/osv.mjs" "$site"; }
zip() { python3 "$here/zip.py" "$site"; }

judge 'OSV records and modified_id.csv' everywhere osv
judge 'OSV: all.zip' everywhere zip
record=osv/x_EX-2026-0010.json
site=$odd
dropped=osv/x_LOST-1.json
finds 'a record that says no more why it is withdrawn' 'do not say why' "change $dropped 'j.details = \"Text.\"'" osv
finds 'a record that another revision dropped' 'dropped nothing' "change $dropped 'j.database_specific.dropped.revision = 3'" osv
finds 'a record that was withdrawn at no event' 'at no event|of no event' "change $dropped 'j.withdrawn = j.published.replace(\"09:\", \"08:\")'" osv
finds 'a record that came back by itself' "archive.json's" "change $dropped 'delete j.database_specific.dropped'" osv
finds 'a record that tells what was redacted' 'says more than' "change osv/x_LOST-3.json 'j.aliases = [\"CVE-1900-3031\"]'" osv
finds 'a record that is redacted without a redaction' 'nothing was redacted' "change $dropped 'j.withdrawn = j.published; j.database_specific.redacted = true'" osv
site=$shipped
finds 'an unknown key' 'additionalProperty.*more' "change $record 'j.more = 1'" osv
finds 'an id of another file' 'its id is' "change $record 'j.id = \"x_EX-1\"'" osv
finds 'an unregistered prefix' '/id must match' "change $record 'j.id = \"EX-2026-0010\"'" osv
finds 'an ecosystem that there is none of' '/affected/0/package/ecosystem' \
	"change $record 'j.affected[0].package = {ecosystem: \"Reiji\", name: \"a\", purl: \"pkg:reiji/a\"}'" osv
finds 'a purl with a version' '/affected/0/package/purl must match' \
	"change $record 'j.affected[0].package = {ecosystem: \"npm\", name: \"a\", purl: \"pkg:npm/a@1\"}'" osv
finds 'a range without a package' '/affected/0 must have property package' \
	"change $record 'j.affected[0].ranges = [{type: \"SEMVER\", events: [{introduced: \"0\"}]}]'" osv
faulty() { # NAME PATTERN EVENTS: of a SEMVER range
	finds "$1" "$2" "change $record 'j.affected[0].package = {ecosystem: \"npm\", name: \"a\", purl: \"pkg:npm/a\"};
		j.affected[0].ranges = [{type: \"SEMVER\", events: $3}]'" osv
}
faulty 'a range that begins nowhere' 'at least 1 valid item' '[{fixed: "1.0.0"}]'
faulty 'fixed beside last_affected' 'must NOT be valid' '[{introduced: "0"}, {fixed: "1.0.0"}, {introduced: "2.0.0"}, {last_affected: "3.0.0"}]'
faulty 'one version in two events' 'one version in two events' '[{introduced: "1.0.0"}, {fixed: "1.0.0"}]'
faulty 'a version that is no SemVer' '1\.0 is no SemVer' '[{introduced: "0"}, {fixed: "1.0"}]'
finds 'nothing that is affected' 'nothing is affected' "change $record 'delete j.affected'" osv
finds 'an older modified' 'newest event' "change $record 'j.modified = j.published'" osv
finds 'a withdrawal that archive.json has not' 'archive.json' "change $record 'j.withdrawn = j.modified'" osv
finds 'a long summary' '/summary must NOT have more' "change $record 'j.summary = \"a\".repeat(121)'" osv
finds 'a Japanese summary' 'in Japanese' "change $record 'j.summary = \"脆弱性\"'" osv
finds 'an address with a blank' 'must match format' "change $record 'j.references[0].url = \"https://e.org/a b\"'" osv
finds 'a list in another order' 'modified_id.csv' "sed -i '1!G;h;\$!d' osv/modified_id.csv" osv
finds 'a zip that lacks a record' 'its names are' "cp $record osv/x_EX-9.json" zip
finds 'a zip of other bytes' 'differs' "echo >>$record" zip
