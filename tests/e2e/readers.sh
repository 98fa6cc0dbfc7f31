# shellcheck shell=bash disable=SC2034,SC2154,SC2016
# Readers: archives in another form. The one here is made up: files old/<year>/<number>.<lang>.note, with "key: value" lines, an
# empty line, and the text.

# reader [LUA]: filters/readers/note.lua; LUA stands at the start of read, and may return.
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
	${1-}
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
	new_repo "$notes" "$@"
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
