# shellcheck shell=bash disable=SC1091,SC2010,SC2034,SC2154,SC2317
# Who published: commits signed by those whom keys/committers/ of the commit before admits, and everybody else.
. "$HERE/signers"

test_signed_by_a_committer() {
	committed_archive
	revise 1
	by alice 2024-01-12 "Revise"
	good
	says "[T155]"
	says "$start"
	good --trust-from "$start"
	says_not "[T155]"
	states none signed
}

test_unsigned() {
	committed_archive
	revise 1
	commit 2024-01-12 "Revise in silence"
	refused T150
	says "$(head_of)"
	says "Revise in silence"
	says "is not signed"
	breaks 1 T150
	# The certificates ask for it, not only archive.yaml; and show tells.
	states none unsigned
	config 'committers: {policy: show}'
	by alice 2024-01-13 "Only show"
	refused T150
	good --trust-from "$(head_of HEAD^)"
	revise 2
	commit 2024-01-14 "Revise in silence again"
	good --trust-from "$(head_of HEAD~2)"
	states none unsigned unsigned
}

test_a_stranger() {
	committed_archive
	revise 1
	by eve 2024-01-12 "Revise"
	refused T150
	says "$(key eve)"
	states none stranger
}

test_nobody_admits_himself() {
	committed_archive
	admit eve
	revise 1
	by eve 2024-01-12 "Admit myself"
	refused T151
	says "which its parent does not admit"
	# Not in what follows either: the commit that let him in stays.
	revise 2
	by eve 2024-01-13 "Go on"
	refused T151
	states none stranger signed
}

test_admitted_by_a_committer() {
	committed_archive
	admit eve
	by alice 2024-01-12 "Admit Eve"
	revise 1
	by eve 2024-01-13 "Revise"
	good
	unadmit alice
	by eve 2024-01-14 "Alice has left"
	good
	revise 2
	by alice 2024-01-15 "Revise all the same"
	refused T150
	states none signed stranger
}

test_a_policy_is_not_weakened_by_a_stranger() {
	committed_archive 'committers: {policy: require}'
	config 'committers: {policy: show}'
	by eve 2024-01-12 "Only show"
	refused T151
	on -q -b second "$start"
	config "committers: {policy: require, platform: [$(key eve)]}"
	commit 2024-01-12 "A platform"
	refused T151
	on -q -b third "$start"
	git -C "$repo" rm -q -r archive/keys
	commit 2024-01-12 "No committers any more"
	refused T151
	revise 1
	commit 2024-01-13 "Nobody asks"
	refused T151
}

test_under_show_too_only_a_committer_changes_who_may_publish() {
	with_keys
	small_archive 'committers: {policy: show}'
	admit alice
	commit 2024-01-11 "Admit committers"
	revise 1
	commit 2024-01-12 "Revise"
	good
	admit eve
	commit 2024-01-13 "Admit Eve"
	refused T151
}

# The archive goes away in one commit and comes back elsewhere in the next.
test_an_archive_that_is_moved_takes_its_committers_along() {
	committed_archive
	git -C "$repo" mv archive old
	commit 2024-01-12 "Away"
	git -C "$repo" mv old/archive.yaml archive.yaml
	git -C "$repo" mv old/advisories advisories
	commit 2024-01-13 "Back"
	refused T151
	says "$(head_of HEAD^)"
	on -q -b second "$start"
	git -C "$repo" mv archive/archive.yaml archive/advisories archive/keys .
	by alice 2024-01-12 "Into the root"
	good
	prefix='' revise 1
	by bob 2024-01-13 "Revise"
	good
	prefix='' revise 2
	commit 2024-01-14 "Revise in silence"
	refused T150
}

# Filters and themes make the pages, wherever the archive lies.
test_filters_and_themes_are_committers_too() {
	committed_archive
	local file
	for file in filters/locale/NOTES themes/NOTES; do
		git -C "$repo" reset -q --hard "$start"
		mkdir -p "$(dirname "$repo/$file")"
		echo "-- mine" >"$repo/$file"
		commit 2024-01-12 "Rewrite every page"
		refused T150
		says "changes filters/ or themes/, and is not signed"
		good --trust-from "$(head_of)"
		git -C "$repo" reset -q --soft HEAD^
		by eve 2024-01-12 "Rewrite every page"
		refused T150
		says "$(key eve)"
	done
	# Another folder of such a name is none, nor is a mode.
	git -C "$repo" reset -q --hard "$start"
	mkdir -p "$repo/filters-old" "$repo/src/themes"
	touch "$repo/filters-old/x" "$repo/src/themes/x"
	commit 2024-01-12 "Other folders"
	mkdir "$repo/filters"
	echo "-- notes" >"$repo/filters/README"
	by alice 2024-01-13 "A filter's notes"
	chmod +x "$repo/filters/README"
	commit 2024-01-14 "A mode"
	good
	config 'committers: {policy: show}'
	by alice 2024-01-15 "Only show"
	rm "$repo/filters/README"
	commit 2024-01-16 "Take it away"
	good
	says "[T158]"
	says "changes filters/ or themes/, and is not signed"
}

# What a reader reads is of the archive, wherever it lies. Other files of the root are not.
test_what_a_reader_reads_is_committers_too() {
	prefix=
	committed_archive 'readers: [{path: "old/*.note", reader: note}]'
	mkdir -p "$repo/old" "$repo/filters/readers"
	cat >"$repo/filters/readers/note.lua" <<-'LUA'
		return {api = 1, read = function(path, bytes)
			return {front = {title = "T", status = "final", affected = {}, severity = "low"}, body = bytes}
		end}
	LUA
	echo one >"$repo/old/EX-2024-0002.ja.note"
	by alice 2024-01-12 "Read old files"
	good
	echo "nothing to us" >"$repo/old/README"
	commit 2024-01-13 "Beside"
	good
	echo two >"$repo/old/EX-2024-0002.ja.note"
	commit 2024-01-14 "Revise in silence"
	refused T150
	says "$(head_of)"
	git -C "$repo" reset -q --soft HEAD^
	by bob 2024-01-14 "Revise"
	good
}

# A message that amends is published, though its commit touches nothing.
test_who_amends_has_to_sign() {
	committed_archive
	revise 1
	by alice 2024-01-12 $'Revise\n\nNote-ja: 誤りを直しました'
	local revised amends
	revised=$(head_of)
	amends=$'Amend\n\nAmends: '$revised$'\nNote-ja: 別の話です'
	on -q -b side
	at 2024-01-13 git -C "$repo" commit -q --allow-empty -m "$amends"
	refused T150
	says "Amend"
	# Brought by a merge, which then has to be signed.
	on main
	echo more >"$repo/README"
	by alice 2024-01-13 "A readme"
	at 2024-01-14 git -C "$repo" merge -q --no-ff -m "Merge it" side
	refused T150
	says "Merge it"
	git -C "$repo" reset -q --hard HEAD^
	merge_by alice 2024-01-14 side
	good
	git -C "$repo" reset -q --hard "$revised"
	by alice 2024-01-13 "$amends"
	good
}

# A commit beside the archive is nobody's matter, and one that touches modes alone is none either.
test_what_is_no_part_of_the_archive_needs_no_signature() {
	committed_archive
	echo more >"$repo/README"
	commit 2024-01-12 "A readme"
	chmod +x "$repo/archive/archive.yaml"
	commit 2024-01-13 "A mode"
	good
}

test_a_key_that_expired() {
	with_keys
	small_archive
	admit alice old
	commit 2024-01-11 "Admit committers"
	revise 1
	by old 2024-02-20 "In time"
	good
	revise 2
	SIGNED=2024-02-25T00:00:00Z by old 2024-03-02 "Too late"
	refused T150
	says "expired at 2024-03-01T00:00:00Z"
	states none signed bad
	# A date of one's own choice does not help behind what was published since.
	git -C "$repo" reset -q --hard HEAD^
	revise 3
	by alice 2024-03-05 "Later"
	revise 4
	by old 2024-02-25 "Dated back"
	refused T150
	says "Dated back"
	# Nor behind one that publishes nothing.
	git -C "$repo" reset -q --hard HEAD~2
	echo more >"$repo/README"
	commit 2024-03-05 "A readme"
	revise 4
	by old 2024-02-25 "Dated back again"
	refused T150
	says "Dated back again"
	says "expired at 2024-03-01T00:00:00Z"
	# Nor does one that a signature does not have.
	git -C "$repo" reset -q --hard HEAD~2
	quiet_gpg --faked-system-time 20240220T000000 --quick-set-expire "$(key old)" 5y
	revise 5
	SIGNED=2024-03-02T00:00:00Z by old 2024-02-21 "Signed later"
	refused T150
	says "Signed later"
}

# Who expired does not extend his own life: the certificate counts as the commit before has it.
test_an_expired_key_is_not_extended_by_itself() {
	with_keys
	small_archive
	admit alice old
	commit 2024-01-11 "Admit committers"
	quiet_gpg --faked-system-time 20240220T000000 --quick-set-expire "$(key old)" 5y
	admit old
	by old 2024-03-02 "Extend myself"
	refused T151
	on -q -b second HEAD^
	admit old
	by alice 2024-03-02 "Extend Old"
	revise 1
	by old 2024-03-03 "Revise"
	good
}

# revoke NAME REASON DATE: 0 none, 1 compromised, 2 superseded, 3 no longer used, as gpg asks.
revoke() {
	printf 'y\n%s\n\ny\n' "$2" |
		gpg --no-tty --quiet --faked-system-time "$(tr -d - <<<"$3")T000000" --command-fd 0 --pinentry-mode loopback --passphrase '' --yes \
			--gen-revoke "$(key "$1")" 2>>"$WORK/gpg.log" | quiet_gpg --import
}

test_a_key_that_is_revoked_as_superseded_keeps_what_it_signed_before() {
	committed_archive
	revise 1
	by bob 2024-01-12 "Before"
	revoke bob 2 2024-02-01
	admit bob
	by alice 2024-02-02 "Bob has a new key"
	good
	states none signed
	revise 2
	own_keys 2
	by bob 2024-02-03 "After"
	refused T150
	says "replaced or retired at 2024-02-01"
	# The cache of the runs before does not help a signature that was good.
	git -C "$repo" reset -q --hard HEAD^
	good
	revoke bob 3 2024-01-12
	admit bob
	by alice 2024-02-04 "Even earlier"
	refused T150
	says "replaced or retired at 2024-01-12"
}

test_a_key_that_is_revoked_as_compromised_takes_all_with_it() {
	local reason
	for reason in 0 1; do
		rm -rf "$WORK/gk" "$repo"
		committed_archive
		revise 1
		by bob 2024-01-12 "Before"
		good
		revoke bob $reason 2024-02-01
		admit bob
		by alice 2024-02-02 "Bob's key was stolen"
		refused T150
		says "revoked as compromised"
		states none bad
		# Taken out of the folder it stays revoked.
		unadmit bob
		by alice 2024-02-03 "Tidy up"
		refused T150
		good --trust-from "$(head_of HEAD~2)"
	done
}

test_a_subkey_signs_for_its_certificate() {
	committed_archive
	admit dave
	by alice 2024-01-12 "Admit Dave"
	revise 1
	by dave 2024-01-13 "Revise"
	good
	states none signed
	ok log -C "$repo" EX-2024-0001
	has "$WORK/out" "dave <dave@example.org>" "$(key dave)"
	# A subkey that is newer than the certificate in the parent is not admitted.
	quiet_gpg --faked-system-time 20240114T000000 --quick-add-key "$(key dave)" ed25519 sign never
	revise 2
	by dave 2024-01-15 "With a new subkey"
	refused T150
	git -C "$repo" reset -q --hard HEAD^
	admit dave
	by alice 2024-01-15 "Dave has a new subkey"
	revise 3
	by dave 2024-01-16 "With a new subkey"
	good
}

test_signatures_of_other_kinds() {
	committed_archive
	local form
	revise 1
	git -C "$repo" add -A
	for form in "SSH SIGNATURE:an SSH signature" "SIGNED MESSAGE:an X.509 signature" "PGP MESSAGE:one armoured" "NONSENSE:no known form"; do
		{
			printf 'tree %s\nparent %s\nauthor A <a@example.org> 1705017600 +0000\ncommitter A <a@example.org> 1705017600 +0000\n' \
				"$(git -C "$repo" write-tree)" "$start"
			printf 'gpgsig -----BEGIN %s-----\n \n abcd\n -----END %s-----\n\nRevise\n' "${form%%:*}" "${form%%:*}"
		} >"$WORK/raw"
		git -C "$repo" reset -q --soft "$(git -C "$repo" hash-object -t commit -w "$WORK/raw")"
		refused T150
		says "${form#*:}"
	done
}

# raw_change SED-EXPRESSION: HEAD as it would be with its raw text changed.
raw_change() {
	git -C "$repo" cat-file commit HEAD | sed "$1" >"$WORK/raw"
	git -C "$repo" reset -q --hard "$(git -C "$repo" hash-object -t commit -w "$WORK/raw")"
}

test_signatures_that_do_not_fit() {
	committed_archive
	revise 1
	by alice 2024-01-12 "Revise"
	raw_change 's/^Revise/Revised/'
	refused T150
	says "does not fit"
	# That of another commit.
	git -C "$repo" reset -q --hard "$start"
	revise 1
	by alice 2024-01-12 "Revise"
	git -C "$repo" cat-file commit HEAD | sed -n '/^gpgsig/,/END PGP/p' >"$WORK/signature"
	revise 2
	commit 2024-01-13 "Revise again"
	raw_change "/^committer/r $WORK/signature"
	refused T150
	says "does not fit"
	# Two of them, in one armour and in two.
	git -C "$repo" reset -q --hard "$start"
	revise 3
	by alice 2024-01-12 "Revise"
	git -C "$repo" cat-file commit HEAD | sed -n '/^gpgsig/,/END PGP/p' >"$WORK/signature"
	raw_change "/^ -----END PGP/r $WORK/signature"
	refused T150
	says "one armoured OpenPGP signature"
	git -C "$repo" reset -q --hard "$start"
	revise 4
	GPG_MORE="-u $(key bob)" by alice 2024-01-12 "Signed twice"
	refused T150
	says "several signatures"
	# Made over SHA-1; and before the key was made.
	git -C "$repo" reset -q --hard "$start"
	revise 5
	GPG_MORE="--digest-algo SHA1" by alice 2024-01-12 "Weak"
	refused T150
	says "can be forged"
	git -C "$repo" reset -q --hard "$start"
	revise 6
	GPG_MORE="--default-sig-expire 1d" by alice 2024-01-12 "Short-lived"
	good
	git -C "$repo" reset -q --hard "$start"
	revise 7
	SIGNED=2024-01-12T00:00:00Z GPG_MORE="--default-sig-expire 1d" by alice 2024-01-14 "Outlived"
	refused T150
	says "a signature that expired at 2024-01-13"
}

test_a_policy_for_nobody() {
	small_archive 'committers: {policy: require}'
	ok check -C "$repo"
	says "[T157]"
	says "whoever can push can publish"
}

test_pins() {
	committed_archive
	revise 1
	commit 2024-01-12 "Unsigned"
	revise 2
	by alice 2024-01-13 "Signed"
	refused T150 --trust-from "$start"
	good --trust-from "$(head_of HEAD^)"
	good --trust-from "$(head_of)"
	ok log -C "$repo" --format=json --trust-from "$(head_of HEAD^)" EX-2024-0001
	has "$WORK/out" '"before"' '"signed"'
	# A gate judges signatures only if it is told from where on: a merge that is still to come may sign.
	good --base "$start"
	refused T150 --base "$start" --trust-from "$start"
	says "$(head_of HEAD^)"
	refused T150 --base HEAD^ --trust-from "$start"
	good --base "$start" --trust-from "$(head_of HEAD^)"
	fails 2 T152 check -C "$repo" --trust-from main
	fails 2 T152 check -C "$repo" --trust-from "$(git -C "$repo" rev-parse --short=39 HEAD)"
	refused T154 --trust-from "$(head_of "$start^")"
	refused T153 --trust-from 0123456789012345678901234567890123456789
	# A rewritten history has the pin no longer.
	old=$(head_of)
	git -C "$repo" reset -q --hard "$start"
	revise 2
	by alice 2024-01-13 "Rewritten"
	refused T153 --trust-from "$old"
	breaks 1 T153 --trust-from "$old"
}

# A branch that left before what is published ends.
test_a_gate_with_a_pin_judges_a_branch() {
	committed_archive
	on -q -b proposal
	revise 1
	commit 2024-01-12 "Unsigned"
	git -C "$repo" checkout -q main
	revise 2
	by alice 2024-01-13 "Signed"
	git -C "$repo" checkout -q proposal
	good --base main
	refused T150 --base main --trust-from "$start"
	says "Unsigned"
	git -C "$repo" reset -q --hard "$start"
	revise 1
	by bob 2024-01-12 "Signed too"
	good --base main --trust-from "$start"
}

test_without_committers_gpg_is_not_started() {
	small_archive
	mkdir "$WORK/none"
	printf '#!/bin/sh\ntouch "%s"\nexit 2\n' "$WORK/started" >"$WORK/none/gpg"
	chmod +x "$WORK/none/gpg"
	PATH=$WORK/none:$PATH good
	[ ! -e "$WORK/started" ] || fail "gpg was started"
	absent "$repo/.git/shirase/committers"
}

test_certificates_that_are_none() {
	with_keys
	small_archive
	mkdir -p "$repo/archive/keys/committers"
	printf -- '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nabcd\n-----END PGP PUBLIC KEY BLOCK-----\n' >"$repo/archive/keys/committers/x.asc"
	commit 2024-01-11 "Nonsense"
	refused T131
	quiet_gpg --armor --export-secret-keys "$(key alice)" | sed 's/PRIVATE/PUBLIC/' >"$repo/archive/keys/committers/x.asc"
	git -C "$repo" add -A
	git -C "$repo" commit -q --amend -m "A secret key in disguise"
	refused T132
}

# The cache: the same result from it, and no belief in what this clone did not write.
test_results_are_kept_and_nobody_elses_are_believed() {
	committed_archive
	revise 1
	by alice 2024-01-12 "Revise"
	revise 2
	by eve 2024-01-13 "By a stranger"
	refused T150
	local kept=$repo/.git/shirase/committers
	[ -s "$kept" ] || fail "nothing was kept"
	grep -q "$(head_of HEAD^) 0 .* $(key alice)\$" "$kept" || fail "$(cat "$kept")"
	same "$(stat -c %a "$repo/.git/shirase-secret")" 600
	cp "$WORK/err" "$WORK/first"
	refused T150
	same "$(cat "$WORK/first")" "$(cat "$WORK/err")"
	# The stranger's line says that Alice signed. The digest is right, but no seal.
	cp "$kept" "$WORK/kept"
	poison
	refused T150
	says "$(key eve)"
	# Another clone's results, as a CI may hand them on.
	rm "$repo/.git/shirase-secret"
	cp "$WORK/kept" "$kept"
	refused T150
	rm -rf "$repo/.git/shirase" "$repo/.git/shirase-secret"
	refused T150 --no-cache
	same "$(ls "$repo/.git" | grep shirase || true)" ""
}

poison() {
	python3 - "$repo/.git/shirase/committers" "$(head_of)" "$(key alice)" <<'PY'
import hashlib, re, sys
path, commit, key = sys.argv[1:]
first, head, body = open(path, 'rb').read().split(b'\n', 2)
body, n = re.subn(rb'(?m)^' + commit.encode() + rb' \d+ (\d+ \d+) \S+$', commit.encode() + rb' 0 \1 ' + key.encode(), body)
assert n == 1, body
digest = hashlib.sha256(first + b'\n' + body).hexdigest()
open(path, 'wb').write(first + b'\n' + digest.encode() + b' %d\n' % len(body) + body)
PY
}

test_pages_say_who_signed() {
	committed_archive 'committers: {policy: show}'
	revise 1
	by alice 2024-01-12 "Revise"
	build
	has en/EX-2024-0001/index.html "alice &lt;alice@example.org&gt;"
	nowhere "$(sed -n 4p "$repo/archive/keys/committers/alice.asc")"
	revise 2
	commit 2024-01-13 "Revise in silence"
	build
	has en/EX-2024-0001/r3/index.html "not signed"
	has ja/EX-2024-0001/r3/index.html "署名"
}
