# shellcheck shell=bash disable=SC2154
# What a CSAF provider has beside its documents. CSAF's schemas of these files are in no package: this judge is ours.
provider() { # [CERTIFICATE]
	python3 "$here/judges/provider.py" "$site" "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["base_url"])' "$site/archive.json")" "$@"
}
signed_provider() { provider "$(ls "$signed"/keys/*.asc)"; }
there_are_documents() { [ "$(find "$site/.well-known/csaf/white" -path '*/[0-9]*/*.json' | wc -l)" -gt 3 ]; }

judge 'the CSAF provider files agree with the documents' everywhere provider
empty_provider() {
	mkdir -p "$mine/empty/archive" && cp "$scratch/odd/archive/archive/archive.yaml" "$mine/empty/archive/" && git init -q -b main "$mine/empty" &&
		git -C "$mine/empty" add -A && git -C "$mine/empty" -c user.name=A -c user.email=a@example.org commit -q -m Empty &&
		"$program" build --unsigned -C "$mine/empty" -o "$mine/site" && site=$mine/site provider && [ ! -s "$mine/site/$white/index.txt" ]
}
white='.well-known/csaf/white'
judge 'an archive without advisories has an empty, but valid set' empty_provider
judge 'there are documents' everywhere there_are_documents
one='.well-known/csaf/white/2026/ex-2026-0001.json'
finds 'another id in the feed' 'the entry says' "sed -i '0,/\"id\": \"EX-/s//\"id\": \"EY-/' $white/csaf-feed-tlp-white.json" provider
finds 'another title in the feed' 'the entry says' "sed -i 's/ルーター/ルータ/' $white/csaf-feed-tlp-white.json" provider
finds 'a document that the lists lack' 'index.txt: does not list' "sed -i 1d $white/index.txt" provider
finds 'the oldest first' 'the newest is not first' "tac $white/changes.csv >x && mv x $white/changes.csv" provider
finds 'a heading' 'does not list exactly' "sed -i '1i \"file\",\"time\"' $white/changes.csv" provider
finds 'another digest' 'sha512: is another digest' "echo >>$one" provider
finds 'no digest' 'has no sha256' "rm $one.sha256" provider
finds 'a signature that nobody made' 'in an unsigned site' "touch $one.asc" provider
finds 'a provider of another place' 'canonical_url' "sed -i 's|csirt.example.org/.well-known/csaf/provider|elsewhere.example/provider|' .well-known/csaf/provider-metadata.json" provider
finds 'a role that is not so' 'csaf_trusted_provider' "sed -i 's/\"csaf_provider\"/\"csaf_trusted_provider\"/' .well-known/csaf/provider-metadata.json" provider
finds 'a time of building' 'last_updated' "sed -i 's/\"last_updated\": \"2026/\"last_updated\": \"2036/' .well-known/csaf/provider-metadata.json" provider
finds 'a file that no listing shows' 'its listing lacks' "touch $white/more.txt" provider
finds 'a term that nobody lists' 'does not list each category' "sed -i 's/\"ja\"/\"xx\"/' $white/category.json" provider

signed_site >/dev/null 2>&1
site=$signed
judge 'a signed site is a trusted provider, and sq verifies every document' signed_provider
finds 'a document that was altered (sq)' 'json.asc: sq:' "sed -i 's/\"final\"/\"interim\"/' $one" signed_provider
finds 'a document without its signature' 'has no signature' "rm $one.asc" signed_provider
finds 'the signature of another document (sq)' 'json.asc: sq:' "cp .well-known/csaf/white/2026/ex-2026-0003.json.asc $one.asc" signed_provider
finds 'another key' 'is not the key' "sed -i 's/\"fingerprint\": \"./\"fingerprint\": \"?/' .well-known/csaf/provider-metadata.json" signed_provider
