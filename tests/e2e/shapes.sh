# shellcheck shell=bash disable=SC2034,SC2154
# One story told in three shapes: in a line; with branches and merges; with merges and moves. What
# readers are told is the same in all of them.

# chapter N: the documents that this chapter of the story changes.
chapter() {
	case $1 in
	1)
		advisory EX-2024-0001 ja 'severity: low' 'cve: CVE-2024-0001'
		translation EX-2024-0001 en
		attach EX-2024-0001 figure.txt figure
		BODY=$(body ja) advisory EX-2024-0002 ja 'title: 二つ目'
		;;
	2)
		BODY=$(body ja 修正版を公開しました。) advisory EX-2024-0001 ja 'severity: high' 'cve: CVE-2024-0001' \
			$'affected:\n  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<=1.38"], fixed: "1.39"}'
		;;
	3)
		BODY=$(body ja 字句を直しました。) advisory EX-2024-0002 ja 'title: 二つ目' 'tags: [web]'
		;;
	4) BODY=$(body en 'A fix is out.') translation EX-2024-0001 en 'title: Second title' ;;
	5)
		BODY=$(body ja 字句を直しました。) advisory EX-2024-0002 ja 'title: 二つ目' 'tags: [web]' \
			'withdrawn: {reason: duplicate, replaced_by: EX-2024-0001, note: {ja: 重複, en: Duplicate}}'
		;;
	6)
		attach EX-2024-0001 figure.txt another
		advisory EX-2024-0003 en 'severity: critical'
		;;
	esac
}

message=([1]="Publish" [2]=$'Widen\n\nNote-ja: 影響範囲を改めました。\nNote-en: The affected range was corrected.'
	[3]=$'Wording\n\nRevision: editorial\nNote-ja: 字句' [4]="Translate" [5]=$'Withdraw\n\nNote-en: See the other one.'
	[6]=$'Figure, and a third\n\nNote-ja: 図を差し替えました。')
day() { echo "2024-02-0$1"; }

linear() {
	local n
	for n in 1 2 3 4 5 6; do
		chapter "$n"
		commit "$(day "$n")" "${message[n]}"
	done
}

# topic NAME CHAPTER [BRANCH]: the chapter as a commit of a branch, made weeks before it is merged.
topic() {
	git -C "$repo" checkout -q -b "$1" "${3:-main}"
	chapter "$2"
	commit "2024-01-1$2" "${message[$2]}"
	git -C "$repo" checkout -q main
}

# merge DATE BRANCH…
merge() {
	local date=${1}T00:00:00Z
	GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date git -C "$repo" merge -q --no-ff -m "Merge ${*:2}" "${@:2}" >"$WORK/merge.log" 2>&1 ||
		fail "$(cat "$WORK/merge.log")"
}

# In as many publications, so that serials agree; the commits are others.
with_merges() {
	chapter 1
	commit "$(day 1)" "${message[1]}"
	topic two 2
	topic three 3
	echo "no part of the archive" >"$repo/NEWS"
	commit 2024-02-01T12:00:00Z "Elsewhere"
	merge "$(day 2)" two
	merge "$(day 3)" three
	chapter 4
	commit "$(day 4)" "${message[4]}"
	topic five 5
	git -C "$repo" checkout -q five
	echo "more" >>"$repo/NEWS"
	commit 2024-01-16 "On the branch, elsewhere"
	git -C "$repo" checkout -q main
	merge "$(day 5)" five
	# An octopus brings what one commit brought in the line; a figure comes by one arm, an advisory by the other.
	git -C "$repo" checkout -q -b arm1
	attach EX-2024-0001 figure.txt another
	commit 2024-01-17 "${message[6]}"
	git -C "$repo" checkout -q -b arm2 main
	advisory EX-2024-0003 en 'severity: critical'
	commit 2024-01-18 "${message[6]}"
	git -C "$repo" checkout -q main
	merge "$(day 6)" arm1 arm2
}

# move FROM TO: all of the advisories that stand below FROM.
move() {
	mkdir -p "$repo/archive/advisories/$2"
	(cd "$repo/archive/advisories/$1" && find . -maxdepth 1 -name 'EX-*' -exec mv {} "$repo/archive/advisories/$2/" \;)
}

# Each move is a publication more, so that serials differ too.
with_moves() {
	chapter 1
	commit "$(day 1)" "${message[1]}"
	move . 2024
	commit 2024-02-01T06:00:00Z "A folder for the year"
	FOLDER=2024
	topic two 2
	move 2024 2024/archived
	commit 2024-02-01T12:00:00Z "And one more"
	FOLDER=2024/archived
	merge "$(day 2)" two
	local n
	for n in 3 4 5; do
		chapter "$n"
		commit "$(day "$n")" "${message[n]}"
	done
	move 2024/archived .
	commit 2024-02-05T12:00:00Z "Back"
	FOLDER=
	chapter 6
	commit "$(day 6)" "${message[6]}"
}

# The same chapters, but nobody says that the wording is editorial.
another_story() {
	message[3]=Wording
	linear
}

# told SHAPE: the story in a repository of its own, built into a site of its own.
told() {
	repo=$WORK/$1
	new_repo
	"$1"
	site=$WORK/public/$1
	build
	of_site links
	of_site archive
}

# readable SITE OUT [serials] [paths]: the site with what must differ between shapes made equal (shapes.py tells what, and why).
readable() {
	python3 "$HERE/shapes.py" "$@"
}

agree() {
	diff -r "$1" "$2" >"$WORK/diff" || {
		cut -c 1-300 "$WORK/diff" | head -n 40 >&2
		fail "the shapes differ"
	}
}

test_the_same_history_in_two_shapes() {
	told linear
	told with_merges
	readable "$WORK/public/linear" "$WORK/a"
	readable "$WORK/public/with_merges" "$WORK/b"
	[ "$(find "$WORK/a" -type f | wc -l)" -gt 60 ] || fail "few pages"
	# The commits do differ: otherwise this proves nothing.
	! diff -rq "$WORK/public/linear/ja" "$WORK/public/with_merges/ja" >"$WORK/diff" || fail "the shapes are one"
	agree "$WORK/a" "$WORK/b"
	# Only commits were made equal: serials and times stand as they are.
	has "$WORK/b/ja/EX-2024-0001/r3/index.html" 2024-02-06T00:00:00Z
}

test_the_same_history_with_merges_and_moves() {
	told linear
	told with_moves
	readable "$WORK/public/linear" "$WORK/a" serials paths
	readable "$WORK/public/with_moves" "$WORK/b" serials paths
	agree "$WORK/a" "$WORK/b"
	same "$(python3 "$HERE/site.py" value "$WORK/public/with_moves" 'a["serial"]')" 9
}

test_shapes_that_tell_another_story_differ() {
	told linear
	told another_story
	readable "$WORK/public/linear" "$WORK/a"
	readable "$WORK/public/another_story" "$WORK/b"
	! diff -rq "$WORK/a" "$WORK/b" >"$WORK/diff" || fail "no difference is seen"
	grep -q 'ja/EX-2024-0002/index.html' "$WORK/diff" || fail "the advisory's page does not differ"
	! grep -q 'ja/EX-2024-0001/index.html' "$WORK/diff" || {
		diff -r "$WORK/a/ja/EX-2024-0001" "$WORK/b/ja/EX-2024-0001" | cut -c 1-300 >&2
		fail "another advisory's page differs"
	}
}
