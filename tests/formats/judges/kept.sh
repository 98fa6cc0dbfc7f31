# Nothing that was published vanishes: the site of the commits in which the odd archive's LOST- change, each against the next.
said=('Publish five that will name less' 'They name less' 'One comes back, two are redacted, two withdrawn'
	'It goes again; two are reinstated' 'Back again, with another number')
sites_as_it_grows() {
	local n from=${odd%/site}/archive
	for n in "${!said[@]}"; do
		"$program" build --unsigned -C "$from" --rev "$(git -C "$from" rev-list -1 --grep "^${said[n]}\$" HEAD)" -o "$mine/$n" || return 1
	done
}
kept() { node "$here/kept.mjs" "$earlier" "$site"; }
kept_as_it_grows() {
	local n earlier
	for n in 0 1 2 3; do
		earlier=$mine/$n site=$mine/$((n + 1))
		kept || return 1
	done
	earlier=$mine/0 site=$mine/4 kept
}
gone() { # what OSV, STIX and indicators.csv repeat of what was redacted
	! grep -rE 'CVE-1900-30[23]1|pkg:npm/lost' "$site"/osv/x_LOST-[23].json "$site"/stix/LOST-[23].json &&
		! grep -rE '192\.0\.2\.7|gone\.example' "$site"/stix/LOST-[23].json
}

judge 'sites of the odd archive as it grows' sites_as_it_grows
judge 'what OSV and STIX told stays, withdrawn or revoked' kept_as_it_grows
site=$mine/4
judge 'nothing that was redacted is repeated' gone
earlier=$mine/0
object() { # NAME PATTERN JAVASCRIPT: o is the first revoked indicator
	finds "$1" "$2" "node -e '
		const fs = require(\"fs\"), f = \"stix/LOST-1.json\", j = JSON.parse(fs.readFileSync(f))
		const o = j.objects.find(x => x.type === \"indicator\" && x.revoked)
		$3
		fs.writeFileSync(f, JSON.stringify(j))'" kept
}
finds 'an OSV record that is gone' 'osv/x_LOST-1.*it is gone' 'rm osv/x_LOST-1.json' kept
finds 'a bundle that is gone' 'stix/LOST-3.*it is gone' 'rm stix/LOST-3.json' kept
finds 'what was affected forgotten' 'forgot what was' "change osv/x_LOST-1.json 'delete j.affected'" kept
finds 'a withdrawal that nobody can see' 'modified went from' "change osv/x_LOST-1.json 'j.modified = j.published'" kept
object 'an indicator that is gone' 'indicator.*it is gone' 'j.objects = j.objects.filter(x => x !== o)'
object 'an indicator that is revoked unseen' 'modified stays' 'o.modified = o.created'
object 'an indicator that begins anew' 'created went' 'o.created = "2026-02-19T09:00:00.000Z"'
object 'an indicator of another time' 'valid_from changed' 'o.valid_from = "2026-02-19T09:00:00.000Z"'
earlier=$mine/3
object 'an indicator that comes back under its id' 'came back' 'delete o.revoked'
finds 'what was redacted, repeated' . "echo CVE-1900-3031 >>stix/LOST-3.json" gone
site=$shipped
