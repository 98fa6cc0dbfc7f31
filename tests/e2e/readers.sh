# shellcheck shell=bash disable=SC2034,SC2154,SC2016
# Readers: archives in another form. The one here is made up: files old/<year>/<number>.<lang>.note, with "key: value" lines, an
# empty line, and the text.

# filters/readers/note.lua
reader() {
	mkdir -p "$repo/filters/readers"
	cat >"$repo/filters/readers/note.lua" <<LUA
local function identify(path)
	local year, number, lang = path:match("^old/(%d%d%d%d)/(%d+)%.(%l%l)%.note\$")
	if year then
		return string.format("EX-%s-%04d", year, tonumber(number)), lang
	end
end

local function read(path, bytes)
	local front, lines, at = {}, {}, 1
	local rest = 1
	for line, next in bytes:gmatch("([^\n]*)\n()") do
		rest = next
		at = at + 1
		if line == "" then
			break
		end
		local key, value = line:match("^(%l+): (.*)\$")
		if not key then
			shirase.fail(at - 1, "this is no line \"key: value\"")
		end
		front[key], lines[key] = value, at - 1
	end
	if front.status then
		front.affected = {{product = front.product, versions = {front.versions}}}
		front.impact, front.exploitation, front.severity = "denial-of-service", "none-known", front.severity or "low"
	end
	lines.affected = lines.versions
	front.product, front.versions = nil, nil
	return {front = front, lines = lines, lang = select(2, identify(path)), body = bytes:sub(rest), body_line = at}
end

return {api = 1, name = "note", identify = identify, read = read}
LUA
}

# note NUMBER LANG LINE…: old/2020/NUMBER.LANG.note; $TEXT is its text.
note() {
	mkdir -p "$repo/${prefix}old/2020"
	printf '%s\n' "${@:3}" "" "${TEXT-A text.}" >"$repo/${prefix}old/2020/$1.$2.note"
}

notes='readers: [{path: "old/**/*.note", reader: note}]'
plain=('status: final' 'product: Reiji' 'versions: <1.2')

# An archive of one note, that came by one commit.
old_archive() {
	new_repo "$notes"
	reader
	note 1 en 'title: First' "${plain[@]}"
	commit 2020-01-10 "The first"
}

test_an_archive_in_another_form_is_read_with_its_history() {
	old_archive
	note 1 ja 'title: 最初'
	advisory EX-2024-0001 ja
	commit 2020-01-11 "A translation, and one in the usual form"
	note 1 en 'title: First' "${plain[@]}" 'severity: high'
	commit 2020-01-12 "Worse than it seemed"
	printf 'nonsense\n' >"$repo/archive/old/2020/1.en.note"
	commit 2020-01-13 "Broken"
	mkdir "$repo/archive/old/moved"
	note 1 en 'title: First' "${plain[@]}" 'severity: high'
	printf 'no document\n' >"$repo/archive/old/README.note"
	commit 2020-01-14 "Mended"
	note 2 en 'title: Second' "${plain[@]}"
	commit 2020-01-15 "Another"
	git -C "$repo" rm -q archive/old/2020/2.en.note
	commit 2020-01-16 $'Delete it\n\nWithdraw-Reason: incorrect\nNote-en: Never so.\nNote-ja: 誤りでした。'
	build
	says_not error
	has "$WORK/out" "1 past version could not be read"
	json '[(x["id"], x["state"], x["severity"], x["source"]) for x in a["advisories"]]' \
		'[["EX-2020-0001","final","high","en"],["EX-2020-0002","withdrawn","low","en"],["EX-2024-0001","final","medium","ja"]]'
	json '[[x["serial"],x["class"],x["language"]] for x in a["advisories"][0]["events"]]' \
		'[[1,"published","en"],[2,"translation-published","ja"],[3,"substantive","en"]]'
	has en/EX-2020-0001/index.html '<h1' First 'A text.' Reiji
	has ja/EX-2020-0001/index.html 最初
	of_site archive
	of_site links
	ok log -C "$repo" EX-2020-0001
	has "$WORK/out" 'cannot be read, and the one before it stands: line 1: this is no line "key: value"'
	ok check -C "$repo"
	has "$WORK/out" "1 past version could not be read"
}

# alone: a repository of notes in its root that has no archive.yaml, and $WORK/conf/notes.yaml for it.
alone() {
	prefix=
	git init -q -b main "$repo"
	config "$notes"
	reader
	mkdir -p "$WORK/conf/pages"
	mv "$repo/archive.yaml" "$WORK/conf/notes.yaml"
	mv "$repo/filters" "$WORK/conf/filters"
	printf -- '---\ntitle: About\n---\n\nSee [the first](../old/2020/1.en.note).\n' >"$WORK/conf/pages/about.en.md"
	printf -- '- term: {en: flaw, ja: 欠陥}\n  definition: {en: A fault., ja: 不具合です。}\n' >"$WORK/conf/glossary.yaml"
	note 1 en 'title: First' "${plain[@]}"
	commit 2020-01-10 "The first"
	printf 'nothing to us\n' >"$repo/README.md"
	mkdir -p "$repo/advisories" "$repo/pages" "$repo/keys"
	printf 'not ours\n' >"$repo/advisories/x.txt"
	printf 'not ours\n' >"$repo/pages/x.html"
	ln -s nowhere "$repo/keys/link"
	commit 2020-01-11 "Nothing to us"
	note 1 en 'title: First' "${plain[@]}" 'severity: high'
	commit 2020-01-12 "Worse than it seemed"
}

config_digest() {
	(
		cd "$WORK/conf" || exit
		{
			sha256sum notes.yaml | sed 's/notes\.yaml$/archive.yaml/'
			find filters pages glossary.yaml -type f -not -path '*/.*' -exec sha256sum {} +
		} | LC_ALL=C sort -k 2 | sha256sum | cut -d ' ' -f 1
	)
}

test_a_repository_that_cannot_be_changed_is_built_by_config() {
	alone
	local with=(--config "$WORK/conf/notes.yaml")
	touch "$repo/pages/more" "$repo/old/2020/other.txt"
	build "${with[@]}"
	says_not error
	says_not uncommitted
	touch "$repo/old/2020/other.note"
	build "${with[@]}"
	says '1 uncommitted file is left out: old/2020/other.note'
	rm "$repo/old/2020/other.note" "$repo/old/2020/other.txt"
	json '[[x["serial"],x["class"]] for x in a["advisories"][0]["events"]]' '[[1,"published"],[2,"substantive"]]'
	json 'a["config_sha256"]' "$(config_digest)"
	has en/pages/about/index.html 'href="../../../en/EX-2020-0001/index.html"'
	exists en/glossary/index.html
	of_site archive
	of_site links
	ok log -C "$repo" "${with[@]}" EX-2020-0001
	ok diff -C "$repo" "${with[@]}" EX-2020-0001 r1 r2
	ok plan -C "$repo" "${with[@]}"
	has "$WORK/out" EX-2020-0001
	ok check -C "$repo" "${with[@]}" --rev HEAD
	ok preview -C "$repo" "${with[@]}"
	has "$repo/.git/shirase/preview/en/EX-2020-0001/index.html" First
	# The work tree is read as everywhere.
	note 2 en 'title: Second' "${plain[@]}"
	ok check -C "$repo" "${with[@]}"
	has "$WORK/out" '2 advisories'
	says 'old/2020/2.en.note'
	rm "$repo/old/2020/2.en.note"
	# A bare clone, another folder, no cache: byte for byte the same.
	git clone -q --bare "$repo" "$WORK/bare"
	cp -a "$WORK/conf" "$WORK/other"
	touch "$WORK/other/pages/.swp"
	(cd "$WORK/other" && ok build -C "$WORK/bare" --config notes.yaml -o "$WORK/site2" --unsigned)
	same_sites "$site" "$WORK/site2"
	# What lies beside FILE counts, and nothing of it is an event.
	printf 'More.\n' >>"$WORK/conf/pages/about.en.md"
	build "${with[@]}"
	json 'a["config_sha256"]' "$(config_digest)"
	json 'a["serial"]' 2
	# So does the reader; no result of another one is met.
	sed -i 's/"denial-of-service"/"spoofing"/' "$WORK/conf/filters/readers/note.lua"
	build "${with[@]}"
	has en/EX-2020-0001/index.html Spoofing
	# An archive.yaml of the repository is not the configuration.
	local documents
	documents=$(cd "$site" && find .well-known/csaf/white -name 'ex-*.json' -exec sha256sum {} +)
	config 'publisher: {name: {ja: 別, en: Another}}'
	commit 2020-01-13 "An archive.yaml of somebody's"
	build "${with[@]}"
	json 'a["serial"]' 2
	same "$(cd "$site" && find .well-known/csaf/white -name 'ex-*.json' -exec sha256sum {} +)" "$documents"
}

test_a_config_that_is_broken_or_missing_leaves_the_old_site() {
	alone
	local with=(--config "$WORK/conf/notes.yaml")
	build "${with[@]}"
	breaks 3 B101 --config "$WORK/nowhere.yaml"
	breaks 3 B101 --config "$WORK/conf"
	ln -s notes.yaml "$WORK/conf/link.yaml"
	breaks 3 B101 --config "$WORK/conf/link.yaml"
	ln -s about.en.md "$WORK/conf/pages/link.en.md"
	breaks 1 A132 "${with[@]}"
	rm "$WORK/conf/pages/link.en.md"
	ln -s pages "$WORK/conf/keys"
	breaks 1 A132 "${with[@]}"
	rm "$WORK/conf/keys"
	mkdir "$WORK/conf/themes"
	touch "$WORK/conf/themes/"$'x\ny'
	breaks 1 A141 "${with[@]}"
	rm "$WORK/conf/themes/"*
	truncate -s 4194304 "$WORK"/conf/themes/{1..16}
	breaks 1 A116 "${with[@]}"
	truncate -s 4194305 "$WORK/conf/themes/1"
	breaks 3 B101 "${with[@]}"
	rm -r "$WORK/conf/themes"
	mkdir -p "$WORK/conf/keys/committers"
	printf -- '-----BEGIN PGP PUBLIC KEY BLOCK-----\n' >"$WORK/conf/keys/committers/x.asc"
	breaks 1 A166 "${with[@]}"
	rm -r "$WORK/conf/keys"
	breaks 1 A166 "${with[@]}" --trust-from "$(head_of)"
	sed -i '/^readers/d' "$WORK/conf/notes.yaml"
	breaks 1 A165 "${with[@]}"
	printf 'version: [\n' >"$WORK/conf/notes.yaml"
	breaks 1 A101 "${with[@]}"
}

test_a_site_may_not_be_put_where_a_reader_reads() {
	alone
	fails 2 P101 build -C "$repo" --config "$WORK/conf/notes.yaml" -o "$repo/old/site" --unsigned
	ok build -C "$repo" --config "$WORK/conf/notes.yaml" -o "$repo/site" --unsigned
}

test_the_work_tree_of_an_archive_in_the_root() {
	prefix=
	old_archive
	note 2 en 'title: Second' "${plain[@]}"
	printf 'nothing to us\n' >"$repo/notes.txt"
	ok check -C "$repo"
	has "$WORK/out" '2 advisories'
	says '1 uncommitted file is read as if committed: old/2020/2.en.note'
	note 2 en 'status: final' 'no line'
	fails 1 A162 check -C "$repo"
	says 'old/2020/2.en.note:2: error: [A162] this is no line "key: value"'
	ok check -C "$repo" --rev HEAD
	ok new -C "$repo" --title Another --year 2020
	has "$WORK/out" 'advisories/2020/EX-2020-0003.ja.md'
	rm "$repo/old/2020/2.en.note"
	fails 1 A155 withdraw -C "$repo" EX-2020-0001 --reason incorrect
}

test_a_site_by_config_goes_on_from_the_one_before() {
	alone
	local with=(--config "$WORK/conf/notes.yaml")
	build "${with[@]}"
	note 2 en 'title: Second' "${plain[@]}"
	commit 2020-01-13 "Another"
	ok plan -C "$repo" "${with[@]}" --previous "$site"
	has "$WORK/out" EX-2020-0002
	lacks "$WORK/out" EX-2020-0001
	build "${with[@]}" --previous "$site"
	# A reader that tells the past otherwise alters what was published.
	sed -i 's/front.severity or "low"/"low"/' "$WORK/conf/filters/readers/note.lua"
	breaks 1 P143 "${with[@]}" --previous "$site"
	build "${with[@]}" --previous "$site" --allow-rewrite "The reader was wrong"
	exists en/EX-2020-0002/index.html
}
