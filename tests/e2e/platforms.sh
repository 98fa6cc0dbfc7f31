# shellcheck shell=bash disable=SC1091,SC2034,SC2154,SC2317
# Merges: by committers, and by a hosting platform, which may press the button but not write.
. "$HERE/signers"

test_merges_by_a_committer() {
	committed_archive
	local name n=10
	for name in one two three; do
		on -q -b $name "$start"
		advisory EX-2024-00$((n++)) ja
		commit 2024-01-12 "By whom ever: $name"
	done
	# As a proposal it needs no signature: that is decided when it is merged.
	refused T150
	good --base main
	on main
	merge_by alice 2024-01-13 one
	good
	merge_by bob 2024-01-14 two three
	good
	# What is merged counts at the merge: without its signature it does not.
	git -C "$repo" reset -q --hard HEAD^
	at 2024-01-14 git -C "$repo" merge -q --no-ff -m "Merge two" two
	refused T150
	says "Merge two"
}

# platform_archive: hub is a platform; branch pr holds one change of advisory 1, signed by alice.
platform_archive() {
	with_keys
	small_archive "committers: {policy: require, platform: [$(key hub)]}"
	advisory EX-2024-0002 ja
	admit alice bob hub
	commit 2024-01-11 "Admit committers"
	start=$(head_of)
	on -q -b pr
	revise 1
	by alice 2024-01-12 "Revise by pull request"
	on main
}

test_a_platform_merges_what_committers_signed() {
	platform_archive
	merge_by hub 2024-01-13 pr
	good
	states none platform
	ok log -C "$repo" EX-2024-0001
	has "$WORK/out" "alice <alice@example.org>"
	# A second one, whose branch began before the first, and was brought up to date by the platform.
	on -q -b second "$start"
	revise 2 2
	by bob 2024-01-13 "Revise the other"
	merge_by hub 2024-01-14 main
	on main
	merge_by hub 2024-01-15 second
	good
	# One that deletes, one that adds, in a train of the platform's own merges.
	on -q -b train main
	on -q -b third main
	git -C "$repo" rm -q archive/advisories/EX-2024-0002.ja.md
	by alice 2024-01-16 "Delete"
	on -q -b fourth main
	advisory EX-2024-0003 ja
	by bob 2024-01-16 "Add"
	on train
	merge_by hub 2024-01-17 third
	merge_by hub 2024-01-18 fourth
	on main
	merge_by hub 2024-01-19 train
	good
}

test_a_platform_does_not_write() {
	platform_archive
	revise 2
	by hub 2024-01-12 "Edited in the browser"
	refused T150
	says "signed by the platform alone"
	states none squashed
	# A squash.
	git -C "$repo" reset -q --hard "$start"
	git -C "$repo" merge -q --squash pr
	by hub 2024-01-13 "Squash"
	refused T150
	# A merge with more than the branch has; with a file of the branch changed; without one of its files.
	git -C "$repo" reset -q --hard "$start"
	git -C "$repo" checkout -q pr -- .
	revise 9 2
	tree_by hub 2024-01-13 "Merge and more" "$start" pr
	refused T150
	says "EX-2024-0002.ja.md"
	revise 9
	git -C "$repo" checkout -q "$start" -- archive/advisories/EX-2024-0002.ja.md
	tree_by hub 2024-01-13 "Merge and change" "$start" pr
	refused T150
	says "EX-2024-0001.ja.md otherwise"
	git -C "$repo" reset -q --hard pr
	revise 3 2
	by alice 2024-01-13 "The other one too"
	git -C "$repo" branch -f pr
	git -C "$repo" reset -q --hard "$start"
	git -C "$repo" checkout -q pr -- archive/advisories/EX-2024-0001.ja.md
	tree_by hub 2024-01-14 "Merge half" "$start" pr
	refused T150
	says "EX-2024-0002.ja.md otherwise"
	# The certificate of a platform makes no committer of it, whatever it changes.
	git -C "$repo" reset -q --hard "$start"
	admit eve
	by hub 2024-01-14 "Admit Eve"
	refused T151
}

# said_by NAME MESSAGE: pr, merged by NAME with that message.
said_by() {
	git -C "$repo" reset -q --hard "$start"
	at 2024-01-13 signing_git merge -q --no-ff -S"$(key "$1")" -m "Merge pr"$'\n\n'"$2" pr
}

# What a merge says is the text of whoever pressed the button.
test_a_platform_does_not_speak() {
	platform_archive
	local line
	for line in 'Note-ja: 重大です' 'Revision: editorial' 'Withdraw-Reason: other' 'Replaced-By: EX-2024-0002' "Amends: $start"; do
		said_by hub "$line"
		refused T150
		says "says something to readers"
	done
	states none squashed
	said_by hub "Reviewed-by: Alice"
	good
	said_by bob 'Note-ja: 誤りを直しました'
	good
	# Nor does somebody else by a commit of the branch, though a committer's stands above it.
	on -q -b words pr^
	at 2024-01-12 git -C "$repo" commit -q --allow-empty -m $'Whisper\n\nAmends: '"$start"$'\nNote-ja: 別の話です'
	revise 1
	by alice 2024-01-12 "Revise above it"
	on main
	git -C "$repo" reset -q --hard "$start"
	merge_by hub 2024-01-13 words
	refused T150
	says "which says something to readers"
}

test_a_platform_merges_filters_like_documents() {
	platform_archive
	on pr
	mkdir "$repo/filters"
	echo "-- notes" >"$repo/filters/README"
	by alice 2024-01-12 "A filter's notes"
	on main
	merge_by hub 2024-01-13 pr
	good
	git -C "$repo" reset -q --hard "$start"
	git -C "$repo" checkout -q pr -- .
	echo "-- evil" >"$repo/filters/README"
	tree_by hub 2024-01-13 "Merge and change" "$start" pr
	refused T150
	says "filters/README otherwise"
	on -q -b dressed pr
	echo "-- by a stranger" >"$repo/filters/README"
	by eve 2024-01-13 "Another filter"
	echo more >"$repo/README"
	by alice 2024-01-13 "Above it"
	on main
	git -C "$repo" reset -q --hard "$start"
	merge_by hub 2024-01-14 dressed
	refused T150
	says "filters/README, which no committer signed"
}

test_a_platform_does_not_roll_back() {
	platform_archive
	# The branch goes on; the merge takes its older state.
	on pr
	revise 2
	by alice 2024-01-13 "Better"
	on main
	git -C "$repo" checkout -q pr^ -- .
	tree_by hub 2024-01-14 "Merge the older one" "$start" pr
	refused T150
	# Somebody else puts the older state on top of the branch.
	on -q -B evil pr
	git -C "$repo" checkout -q pr^ -- .
	commit 2024-01-14 "Back"
	on -q -B main "$start"
	merge_by hub 2024-01-15 evil
	refused T150
	says "is not signed"
	# A branch that was left behind: main has a newer state, and the merge takes the branch's, by itself or on the branch.
	on -q -B main "$start"
	revise 5
	by bob 2024-01-14 "Newer"
	newer=$(head_of)
	git -C "$repo" checkout -q pr -- .
	tree_by hub 2024-01-15 "Merge what is old" "$newer" pr
	refused T150
	says "more than one side changed"
	on -q -B update pr
	tree_by hub 2024-01-15 "Bring it up to date" pr "$newer"
	on -q -B main "$newer"
	merge_by hub 2024-01-16 update
	refused T150
	says "more than one side changed"
}

test_a_platform_does_not_bring_what_others_wrote() {
	platform_archive
	# Below a committer's commit, and above one.
	on -q -B mixed "$start"
	revise 7 2
	commit 2024-01-12 "By whom ever"
	revise 7
	by alice 2024-01-13 "By Alice"
	on main
	merge_by hub 2024-01-14 mixed
	refused T150
	says "which no committer signed as it is"
	on -q -B main "$start"
	on -q -B above pr
	echo more >"$repo/README"
	commit 2024-01-13 "Beside the archive"
	on main
	merge_by hub 2024-01-14 above
	refused T150
	says "is not signed"
	# What a committer wrote over it is his.
	on -q -B mixed "$start"
	revise 7
	commit 2024-01-12 "By whom ever"
	revise 8
	by alice 2024-01-13 "By Alice"
	on -q -B main "$start"
	merge_by hub 2024-01-14 mixed
	good
	# A key that had expired when it was merged.
	on -q -B main "$start"
	on -q -B stranger "$start"
	revise 4
	by eve 2024-01-12 "By Eve"
	on main
	merge_by hub 2024-01-14 stranger
	refused T150
}

test_a_platform_without_a_certificate() {
	with_keys
	small_archive "committers: {policy: require, platform: $(key hub)}"
	admit alice
	commit 2024-01-11 "Admit committers"
	refused T156
	says "$(key hub)"
	admit hub
	by alice 2024-01-12 "Its certificate"
	good
}

# A platform that was taken out merges no more; one that is named by its subkey is one with its whole certificate.
test_a_platform_is_one_as_long_as_the_parent_says_so() {
	platform_archive
	config 'committers: {policy: require}'
	git -C "$repo" rm -q archive/keys/committers/hub.asc
	by alice 2024-01-12 "Without a platform"
	merge_by hub 2024-01-13 pr
	refused T150
	states none stranger
	on -q -B main "$start"
	config "committers: {policy: require, platform: [$(subkey dave)]}"
	admit dave
	by alice 2024-01-12 "Dave's subkey is the platform"
	merge_by dave 2024-01-13 pr
	good
	states none platform
	revise 3
	by dave 2024-01-14 "Edited in the browser"
	refused T150
	states none platform squashed
}
