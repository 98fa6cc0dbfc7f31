# shellcheck shell=bash disable=SC2034,SC2154,SC2016
# filters/readers/rustsec.*: an archive in the form of the RustSec advisory database, with invented advisories.

rustsec=$HERE/../../filters/readers/rustsec.yaml
file=crates/reiji/RUSTSEC-2020-9001

# toml LINE…: [advisory] of our example, with these lines.
toml() { printf '%s\n' '[advisory]' 'id = "RUSTSEC-2020-9001"' 'package = "reiji"' 'date = "2019-12-24"' "$@"; }

old_versions=('patched_versions = ["^1.3.7", ">= 1.4.0"]' 'unaffected_versions = ["< 0.9.0"]')
versions=('' '[versions]' 'unaffected = ["< 0.9.0"]' 'patched = [">= 1.4.0", "^1.3.7"]')
url='url = "https://git.example.org/reiji/issues/12"'
title='Reiji reads memory that was freed'
text='The parser keeps a reference.'$'\n\n''Nothing helps but an update.'
description=(title=\""$title"\" 'description = """' "$text" '"""')

# markdown TITLE TEXT LINE…
markdown() { printf '```toml\n%s\n```\n\n# %s\n\n%s\n' "$(toml "${@:3}")" "$1" "$2"; }

# put PATH: a file of the repository, from standard input.
put() {
	mkdir -p "$repo/$(dirname "$1")"
	cat >"$repo/$1"
}

old_archive() {
	git init -q -b main "$repo"
	echo '# Advisories' | put README.md
	toml 'title = "Not yet"' 'description = "Words of a draft."' | put crates/reiji/RUSTSEC-0000-0000.toml
	commit 2020-01-10 "Add an advisory on reiji"
	rm "$repo/crates/reiji/RUSTSEC-0000-0000.toml"
	toml "${old_versions[@]}" "$url" "${description[@]}" | put $file.toml
	commit 2020-01-11 "Assign RUSTSEC-2020-9001"
}

build_old() { build --config "$rustsec"; }

events_of() {
	json '[[x["serial"], x["class"], x["revision"], x.get("changed")] for x in [y for y in a["advisories"] if y["id"] == "'"$1"'"][0]["events"]]' "$2"
}

test_the_history_of_an_advisory_in_all_its_forms() {
	old_archive
	toml "$url" "${description[@]}" "${versions[@]}" | put $file.toml
	commit 2020-02-01 "Migrate to the second format"
	rm "$repo/$file.toml"
	markdown "$title" "$text" "$url" "${versions[@]}" | put $file.md
	echo more >>"$repo/README.md"
	commit 2020-03-01 "Migrate to the third format"
	echo more >>"$repo/README.md"
	commit 2020-03-02 "Of no advisory"
	markdown "$title" "$text" "$url" '' '[versions]' 'patched = [">= 1.4.0"]' | put $file.md
	commit 2020-04-01 "1.3.7 has no fix"
	markdown "$title" "$text" "$url" '' '[versions]' 'patched = [">= 1.4.0]' | put $file.md
	commit 2020-04-02 "Words that nobody shall read"
	markdown "$title" "$text Soon." "$url" 'categories = ["memory-corruption"]' '' '[versions]' 'patched = [">= 1.4.0"]' | put $file.md
	commit 2020-04-03 "Mend it"
	mkdir -p "$repo/crates/reiji-ng"
	git -C "$repo" mv $file.md crates/reiji-ng/
	commit 2020-04-04 "Move it"
	build_old
	has "$WORK/out" "1 past version could not be read"
	# The two changes of form say the same, so they are none; the draft, the unreadable one and the move neither.
	events_of RUSTSEC-2020-9001 '[[2,"published",1,null],[5,"substantive",2,["affected"]],[7,"substantive",3,["impact","tags","body"]]]'
	nowhere 'Words of a draft' 'Not yet' 'nobody shall read' 'RUSTSEC-0000'
	has en/RUSTSEC-2020-9001/index.html "$title" '1.4.0' 'https://git.example.org/reiji/issues/12' 'Categories: memory-corruption' 'Disclosed: 2019-12-24'
	has en/RUSTSEC-2020-9001/r1/index.html '0.9.0' '1.3.7'
	has text/RUSTSEC-2020-9001.en.txt 'Assign RUSTSEC-2020-9001' '1.3.7 has no fix' 'Affected versions: before 1.4.0'
	ok log -C "$repo" --config "$rustsec" RUSTSEC-2020-9001
	has "$WORK/out" 'line 9: a text does not end: " is missing'
	# A copy with an address of one's own, as its comment says.
	mkdir "$WORK/beside"
	sed 's|https://rustsec.example.org|https://csirt.example.org|' "$rustsec" >"$WORK/beside/ours.yaml"
	build --config "$WORK/beside/ours.yaml"
	of_site archive
	of_site links
}

test_withdrawn_and_deleted_ones() {
	old_archive
	git -C "$repo" rm -q $file.toml
	markdown "$title" "$text" 'withdrawn = "2020-02-02"' "${versions[@]}" | put $file.md
	markdown 'Another' "$text" 'informational = "unmaintained"' "${versions[@]}" | put crates/other/RUSTSEC-0000-0000.1.md
	commit 2020-02-02 "Withdraw it"
	git -C "$repo" mv crates/other/RUSTSEC-0000-0000.1.md crates/other/RUSTSEC-2020-9002.md
	commit 2020-02-03 "Assign RUSTSEC-2020-9002"
	git -C "$repo" rm -q crates/other/RUSTSEC-2020-9002.md
	commit 2020-02-04 "It is looked after again"
	build_old
	events_of RUSTSEC-2020-9001 '[[2,"published",1,null],[3,"withdrawn",2,["references","body"]]]'
	events_of RUSTSEC-2020-9002 '[[4,"published",1,null],[5,"withdrawn",1,null]]'
	has en/RUSTSEC-2020-9001/index.html 'Other reason' 'Withdrawn: 2020-02-02'
	has en/RUSTSEC-2020-9002/index.html 'It is looked after again'
	has en/RUSTSEC-2020-9002/r1/index.html 'Nothing helps but an update.'
	make_key
	build_old
	verify
}

test_what_is_wrong_at_head_has_its_place() {
	old_archive
	git -C "$repo" rm -q $file.toml
	markdown "$title" "$text" "$url" '' '[versions]' 'patched = [">= 1.4.0", "1.5 or so"]' | put $file.md
	commit 2020-02-01 "A requirement that is none"
	fails 1 A162 build -C "$repo" -o "$site" --unsigned --config "$rustsec"
	says "$file.md:9: error: [A162] \"1.5 or so\" is no version requirement"
	markdown "$title" "$text" "$url" 'cvss = "CVSS:3.1/AV:N"' 'urls = ["x"]' "${versions[@]}" | put $file.md
	commit 2020-02-02 "No vector, and a key that nobody knows"
	fails 1 '' check -C "$repo" --config "$rustsec"
	says "$file.md:7: error: "
	says "CVSS:3.1/AV:N"
	says "$file.md:8: error: "
	says '"advisory.urls"'
	markdown "$title" "$text"$'\n\n<!-- secret -->' "${versions[@]}" | put $file.md
	commit 2020-02-03 "A comment"
	fails 1 '' check -C "$repo" --config "$rustsec"
	says "$file.md:18:"
}

# As the comment in rustsec.yaml says.
test_the_advisories_on_rust_itself() {
	old_archive
	toml 'title = "In a tool"' "${old_versions[@]}" | put rust/cargo/CVE-1900-0001.toml
	commit 2020-02-01 "On a tool"
	build_old
	absent CVE-1900-0001
	mkdir "$WORK/beside"
	sed -e '/^id:/d' -e 's/^readers:/&\n  - {path: "rust\/*\/*", reader: rustsec}/' "$rustsec" >"$WORK/beside/ours.yaml"
	build --config "$WORK/beside/ours.yaml"
	json '[x["id"] for x in a["advisories"]]' '["CVE-1900-0001","RUSTSEC-2020-9001"]'
}
