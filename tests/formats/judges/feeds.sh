# shellcheck shell=bash disable=SC2154
# The feeds of odd values; those of the shipped archive are judged with its pages (tests/site), archive documents end to end.
feeds() { /usr/bin/python3 "$top/tests/site/feeds.py" "$site"; }
archives() { /usr/bin/python3 "$top/tests/site/archives.py" "$site"; }
grammar() {
	find "$site" -name '*.atom' -print0 | xargs -0 jing -c "$top/tests/site/atom.rnc" 2>&1 | grep -v '^.warning.*Unable to locate'
	[ "${PIPESTATUS[1]}" -eq 0 ]
}

site=$odd
judge 'feeds of odd values: JSON Feed, JVNRSS, Atom' feeds
judge 'feeds of odd values: the grammar of Atom' grammar
judge 'feeds of odd values: all documents give archive.json' archives
finds 'a control character in a feed' 'feedparser' "sed -i 's|</title>|\x01</title>|' ja/jvnrss.rdf" feeds
finds 'an identifier that is not the item' 'sec:identifier' "sed -i '0,/sec:identifier>/s//&x/' ja/jvnrss.rdf" feeds
