# shellcheck shell=bash disable=SC2154
# What is kept below the git directory costs time where it is missing, and changes nothing.

# to FOLDER [ARGUMENT]…: the archive, unsigned, built into $WORK/public/FOLDER.
to() {
	ok build -C "$repo" -o "$WORK/public/$1" --unsigned "${@:2}"
	has "$WORK/public/$1/archive.json" EX-2024-0007
}

alike() { same_sites "$WORK/public/a" "$WORK/public/b"; }

own_rich() {
	with_rich
	git clone -q "$repo" "$WORK/own"
	repo=$WORK/own
	kept=$repo/.git/shirase
}

test_kept_and_used_again() {
	own_rich
	to a --no-cache
	[ ! -e "$kept" ] || fail "--no-cache left something"
	to b
	alike
	same "$(stat -c %a "$kept")" 700
	has "$kept/walk" EX-2024-0007
	has "$kept/steps" EX-2024-0007
	to b
	alike
}

test_one_commit_more() {
	own_rich
	to a
	advisory EX-2024-0099 ja
	commit 2026-02-01 "Publish EX-2024-0099"
	to a --no-cache
	to b
	alike
	advisory EX-2024-0099 ja 'severity: high'
	commit 2026-02-02 $'Rate it anew\n\nNote-ja: 評価を改めました'
	to a --no-cache
	to b
	alike
}

test_damage() {
	own_rich
	to a
	local file
	for file in walk steps; do
		truncate -s 100 "$kept/$file"
		to b
		alike
		printf 'x' | dd of="$kept/$file" bs=1 seek=2000 conv=notrunc status=none
		to b
		alike
		rm "$kept/$file"
		ln -s /etc/passwd "$kept/$file"
		to b
		alike
		rm -f "$kept/$file"
		mkdir "$kept/$file"
		to b
		alike
		rmdir "$kept/$file"
	done
}

# Whoever can write there, but has not the secret, changes nothing: digests of a forger fit, seals do not.
test_forged() {
	own_rich
	to a
	same "$(stat -c %a "$kept/walk" "$kept/steps" "$kept-secret" | sort -u)" 600
	local file
	for file in walk steps; do
		python3 - "$kept/$file" <<'PY'
import hashlib, sys
path = sys.argv[1]
first, seal, body = open(path, 'rb').read().split(b'\n', 2)
forged = body.replace(b'EX-2024-0007', b'EX-2024-0666')
assert forged != body
digest = hashlib.sha256(first + b'\n' + forged).hexdigest().encode()
open(path, 'wb').write(first + b'\n' + digest + b' %d\n' % len(forged) + forged)
PY
	done
	to b
	alike
	# The cache of another clone, as a CI hands it on.
	git clone -q "$repo" "$WORK/other"
	cp -a "$kept" "$WORK/other/.git/shirase"
	repo=$WORK/other to b
	alike
	cmp -s "$kept-secret" "$WORK/other/.git/shirase-secret" && fail "two clones with one secret"
	rm "$kept-secret"
	to b
	alike
}

test_nowhere_to_keep_it() {
	own_rich
	to a --no-cache
	touch "$kept"
	to b
	alike
	rm "$kept"
	mkdir "$WORK/elsewhere"
	ln -s "$WORK/elsewhere" "$kept"
	to b
	alike
	same "$(ls -A "$WORK/elsewhere")" ""
	rm "$kept"
	mkdir -m 777 "$kept"
	chmod 777 "$kept"
	to b
	alike
	same "$(ls -A "$kept")" ""
}

test_rewritten_between_builds() {
	own_rich
	to a
	git -C "$repo" reset -q --soft HEAD~4
	commit 2026-03-01 "Another end"
	to b
	to a --no-cache
	alike
}

test_other_options() {
	own_rich
	to a --exercise
	to b
	to a --exercise --no-cache
	to b --exercise
	alike
	to a --drafts --no-cache
	to b --drafts
	alike
	to a --no-cache
	to b
	alike
}

test_shared_by_worktrees() {
	own_rich
	to a
	git -C "$repo" worktree add -q "$WORK/tree"
	repo=$WORK/tree to b
	alike
	same "$(find "$repo/.git" -name shirase)" "$kept"
}
