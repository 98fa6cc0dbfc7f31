# shellcheck shell=bash disable=SC2034,SC2154
# build --previous: nothing that the live site lists may be gone or altered; what --allow-rewrite lets pass is told for good.
# The live site is what stands in $site.

goes_on() { build --previous "$site" "$@"; }

stops() {
	local code=$1
	shift
	breaks 1 "$code" --previous "$site" "$@"
}

# A signed site of two advisories, of which the first has two revisions.
published() {
	small_archive
	make_key
	mkdir "$repo/archive/keys"
	gpg --batch --quiet --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	commit 2024-01-11 "Key"
	advisory EX-2024-0002 ja
	commit 2024-01-12 "Publish EX-2024-0002"
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-01-13 $'EX-2024-0001: severity\n\nNote-ja: 深刻度を上げました。\nNote-en: The severity is higher.'
	build
}

revised() {
	advisory EX-2024-0002 ja "severity: ${2:-low}"
	commit "$1" "EX-2024-0002: severity ${2:-low}"
}

# What the hint tells to do, done as it stands there.
do_as_told() {
	local commands
	commands=$(grep -oE 'git switch -C mended-[0-9a-f]* .* && git merge --ff-only mended-[0-9a-f]*' "$WORK/err") || fail "there is no remedy: $(cat "$WORK/err")"
	(cd "$repo" && GIT_COMMITTER_DATE=$1T00:00:00Z GIT_AUTHOR_DATE=$1T00:00:00Z bash -euc "$commands") >"$WORK/told.log" 2>&1 ||
		fail "what the hint tells does not work: $(cat "$WORK/told.log")"
	git -C "$repo" branch -q -d "mended-${commands##*-}"
	same main "$(git -C "$repo" symbolic-ref --short HEAD)"
}

test_the_next_site_goes_on_from_the_live_one() {
	published
	goes_on
	revised 2024-01-14
	goes_on
	says_not P1
	verify
	lacks archive.json rewrites
	# A copy of three files is all that it takes.
	mkdir "$WORK/live"
	cp "$site"/{archive.json,SHA256SUMS,SHA256SUMS.asc} "$WORK/live"
	ln -s live "$WORK/current"
	revised 2024-01-15 critical
	build --previous "$WORK/live"
	build --previous "$WORK/current/"
}

test_it_changes_no_byte_of_the_site() {
	published
	revised 2024-01-14
	build -o "$WORK/without"
	build -o "$WORK/with" --previous "$site"
	diff -r -x '*.asc' -x security.txt "$WORK/without" "$WORK/with" || fail "--previous changes the site"
}

test_an_amended_commit_is_found() {
	published
	local live
	live=$(head_of)
	GIT_COMMITTER_DATE=2024-01-14T00:00:00Z git -C "$repo" commit -q --amend -m "EX-2024-0001: severity"
	stops P140
	says "$live"
	says "the last publication in common is serial 3 of 2024-01-12T00:00:00Z, commit $(head_of HEAD~1)"
	says "EX-2024-0001 is altered"
	says_not EX-2024-0002
	do_as_told 2024-01-15
	goes_on
	has archive.json 深刻度を上げました。
}

test_a_rebase_is_found() {
	published
	git -C "$repo" switch -q -c other HEAD~2
	page about ja 本文
	commit 2024-01-14 "Page"
	git -C "$repo" switch -q main
	git -C "$repo" rebase -q other 2>/dev/null
	stops P140
	says "EX-2024-0001 is altered"
	says "EX-2024-0002 is altered"
	do_as_told 2024-01-15
	goes_on
	exists ja/pages/about/index.html
}

test_a_forced_push_that_drops_an_advisory_is_found() {
	published
	advisory EX-2024-0003 ja
	commit 2024-01-14 "Publish EX-2024-0003"
	goes_on
	local live
	live=$(head_of)
	git -C "$repo" reset -q --hard HEAD~1
	stops P142
	says "EX-2024-0003 is gone"
	revised 2024-01-15
	stops P140
	says "EX-2024-0003 is gone"
	says "the last publication in common is serial 4 "
	# In a fresh clone the commit does not exist.
	git clone -q --no-local "$repo" "$WORK/clone"
	repo=$WORK/clone stops P140
	says "$live"
	says "is not in this repository"
	says "the last publication in common is serial 4 "
	do_as_told 2024-01-16
	goes_on
	exists ja/EX-2024-0003/index.html
	has ja/EX-2024-0002/r2/index.html "EX-2024-0002"
}

test_a_dropped_revision_is_found() {
	published
	revised 2024-01-14
	goes_on
	git -C "$repo" reset -q --soft HEAD~3
	commit 2024-01-15 "All in one"
	stops P140
	says "EX-2024-0001 is altered: the live site lists serial 4 (substantive, ja, revision 2,"
	says "EX-2024-0002 is altered"
}

# pulled: as two people do who publish at once. The live site's commit is on the public branch, which a pull makes the
# second parent of the merge.
pulled() {
	published
	git -C "$repo" branch -q mine HEAD
	revised 2024-01-14
	goes_on
	live=$(head_of)
	[ $# -eq 0 ] || page later ja 本文
	[ $# -eq 0 ] || commit 2024-01-15 "A page that is not built yet"
	git -C "$repo" branch -q public
	git -C "$repo" reset -q --hard mine
	advisory EX-2024-0003 ja
	commit 2024-01-16 $'Publish EX-2024-0003\n\nNote-ja: 公開しました。'
	GIT_COMMITTER_DATE=2024-01-17T00:00:00Z git -C "$repo" pull -q --no-rebase --no-edit . public
	merge=$(head_of)
}

test_a_pull_that_made_the_public_branch_a_side_branch_is_found_and_mended() {
	local live merge
	pulled
	stops P141
	says "merge $merge turned the public branch into a side branch"
	says "$live"
	says "its second parent"
	says "the last publication in common is serial 4 "
	do_as_told 2024-01-18
	goes_on
	# The branch only went forward: nobody has to be forced.
	git -C "$repo" merge-base --is-ancestor "$merge" HEAD
	same "$live" "$(head_of HEAD^1)"
	same "$(git -C "$repo" rev-parse "$merge^{tree}")" "$(git -C "$repo" rev-parse 'HEAD^{tree}')"
	events 3 "6 published ja 1"
	events 2 "3 published ja 1" "5 substantive ja 2 severity"
	has archive.json 公開しました。
}

test_it_is_mended_too_where_work_went_on_after_the_merge() {
	local live merge
	pulled later
	advisory EX-2024-0004 ja
	commit 2024-01-18 "Publish EX-2024-0004"
	advisory EX-2024-0003 ja 'severity: high'
	commit 2024-01-19 "EX-2024-0003: severity"
	stops P141
	says "merge $merge turned"
	do_as_told 2024-01-20
	goes_on
	exists ja/EX-2024-0003/index.html ja/EX-2024-0004/index.html ja/pages/later/index.html
}

# The hint goes on from a conflict, and once more from the beginning.
test_a_remedy_that_meets_a_conflict_can_be_gone_on_with_and_begun_again() {
	published
	advisory EX-2024-0002 ja 'severity: low'
	commit 2024-01-14 "EX-2024-0002: low"
	goes_on
	git -C "$repo" reset -q --hard HEAD~1
	advisory EX-2024-0002 ja 'severity: critical'
	commit 2024-01-15 "EX-2024-0002: critical"
	stops P140
	says "git commit --no-edit"
	local first then
	first=$(grep -oE 'git switch -C mended-[0-9a-f]* .* && git switch - &&' "$WORK/err")
	first=${first% && git switch - &&}
	then=$(grep -oE 'git switch - && git merge --ff-only mended-[0-9a-f]*' "$WORK/err")
	cd "$repo"
	! bash -euc "$first" >"$WORK/told.log" 2>&1 || fail "there is no conflict"
	bash -euc "$(grep -oE 'git merge --abort && git switch -' "$WORK/err")" >>"$WORK/told.log" 2>&1
	! bash -euc "$first" >>"$WORK/told.log" 2>&1 || fail "there is no conflict"
	git checkout -q --theirs .
	git add -A
	GIT_COMMITTER_DATE=2024-01-16T00:00:00Z git commit -q --no-edit
	bash -euc "$then" >>"$WORK/told.log" 2>&1
	same main "$(git symbolic-ref --short HEAD)"
	goes_on
	events 2 "3 published ja 1" "5 substantive ja 2 severity" "6 substantive ja 3 severity"
}

test_a_merge_of_the_public_branch_onto_itself_is_none() {
	published
	git -C "$repo" switch -q -c topic
	revised 2024-01-14
	git -C "$repo" switch -q main
	GIT_COMMITTER_DATE=2024-01-15T00:00:00Z git -C "$repo" merge -q --no-ff --no-edit topic
	goes_on
	says_not P1
}

# Whose site it is. --------------------------------------------------------------

test_a_site_that_was_tampered_with_is_refused() {
	published
	cp -a "$site" "$WORK/live"
	sed -i 's/"revision": 2/"revision": 1/' "$WORK/live/archive.json"
	breaks 1 P114 --previous "$WORK/live"
	(cd "$WORK/live" && sha256sum archive.json >SHA256SUMS)
	breaks 1 T135 --previous "$WORK/live"
	rm "$WORK/live/SHA256SUMS.asc"
	breaks 1 P132 --previous "$WORK/live"
}

test_a_site_by_another_key_is_refused_and_by_a_past_one_is_not() {
	published
	cp -a "$site" "$WORK/live"
	local old=$fpr
	gnupg_home 2
	make_key
	breaks 1 T137 --previous "$WORK/live" --rev HEAD~3 # that commit has no keys/ yet
	build --previous "$WORK/live"
	verify --fingerprint "$fpr"
	gnupg_home 3
	make_key
	gpg --batch --quiet --yes --armor --detach-sign -o "$WORK/live/SHA256SUMS.asc" "$WORK/live/SHA256SUMS"
	signing=(--key "$fpr")
	rm -r "$site"
	# The signing key's own certificate need not be in keys/.
	build --previous "$WORK/live"
	gnupg_home 4
	make_key
	breaks 1 T137 --previous "$WORK/live"
}

test_a_site_by_a_key_that_was_revoked_is_signed_anew_by_its_own_people() {
	published
	local old=$fpr
	sed 's/^:-----BEGIN/-----BEGIN/' "$GNUPGHOME/openpgp-revocs.d/$old.rev" | gpg --batch --quiet --import 2>/dev/null
	gpg --batch --quiet --armor --export "$old" >"$repo/archive/keys/$old.asc"
	gnupg_home 2
	make_key
	gpg --batch --quiet --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	commit 2024-01-14 "Another key"
	stops T141
	says "sign them there with the new key"
	says_not "until its publisher has explained it"
	mkdir "$WORK/COPY"
	cp "$site"/{archive.json,SHA256SUMS} "$WORK/COPY"
	local command
	command=$(grep -oE 'gpg --armor --local-user FINGERPRINT --detach-sign SHA256SUMS' "$WORK/err")
	(cd "$WORK/COPY" && bash -euc "${command/FINGERPRINT/$fpr}")
	build --previous "$WORK/COPY"
	verify --fingerprint "$fpr"
}

test_an_unsigned_site_goes_on_from_an_unsigned_one() {
	small_archive
	build
	goes_on
	says P133
	make_key
	stops P132
	says "leave --previous out for the first site that is signed"
	build
	# A look without the key goes on from the signed one, whose certificate it brings along: the fingerprint is ours.
	config "sign: {key: $fpr}"
	commit 2024-01-11 "Key"
	ok build -C "$repo" -o "$WORK/look" --unsigned --previous "$site"
	says_not P133
	sed -i s/final/interim/ "$site/archive.json"
	fails 1 P114 build -C "$repo" -o "$WORK/look" --unsigned --previous "$site"
}

test_what_is_no_live_site() {
	published
	mkdir "$WORK/empty"
	breaks 2 P130 --previous "$WORK/nowhere"
	says "leave --previous out only where nothing was ever published"
	breaks 2 P130 --previous "$WORK/empty"
	says "it lacks archive.json"
	breaks 2 P130 --previous "$site/archive.json"
	cp -a "$site" "$WORK/live"
	ln -sf "$site/archive.json" "$WORK/live/archive.json"
	breaks 3 B101 --previous "$WORK/live"
	config 'base_url: https://other.example.org/'
	git -C "$repo" checkout -q --orphan other
	commit 2024-01-14 "Another archive"
	breaks 2 P131 --previous "$site"
	says "https://csirt.example.org/"
}

test_wrong_use() {
	published
	breaks 2 U101 --allow-rewrite "No reason"
	breaks 2 U101 --previous "$site" --drafts
	breaks 2 U101 --previous "$site" --allow-rewrite ""
	breaks 2 U101 --previous "$site" --allow-rewrite $'one\ntwo'
	breaks 2 U101 --previous "$site" --allow-rewrite "$(printf 'x%.0s' {1..1001})"
}

test_many_advisories_are_counted() {
	small_archive
	local i
	for i in {2..30}; do
		advisory "EX-2024-00$(printf %02d "$i")" ja
	done
	commit 2024-01-11 "Many"
	build
	git -C "$repo" reset -q --hard HEAD~1
	page about ja 本文
	commit 2024-01-12 "Page"
	stops P140
	same 20 "$(grep -c ' is gone' "$WORK/err")"
	same "shirase: error: [P144] of the 30 advisories of the live site, 9 more are gone or altered" "$(tail -n 1 "$WORK/err")"
	goes_on --allow-rewrite "All of it was a trial"
	same "shirase: warning: [P146] of the 30 advisories of the live site, 9 more are gone or altered" "$(tail -n 1 "$WORK/err")"
}

# What may change later. -----------------------------------------------------------

test_amends_redaction_and_times_may_come_later() {
	published
	git -C "$repo" rm -q archive/advisories/EX-2024-0002.ja.md
	commit 2024-01-14 "Remove EX-2024-0002"
	goes_on
	advisory EX-2024-0001 ja 'severity: high' 'cve: [CVE-2024-1001]'
	commit 2024-01-15 $'EX-2024-0001: CVE\n\nNote-ja: 一つ目。'
	goes_on
	git -C "$repo" commit -q --allow-empty -m "$(printf 'Amend\n\nAmends: %s\nNote-ja: 言い直し。' "$(head_of)")" --date 2024-01-16T00:00:00Z
	git -C "$repo" commit -q --allow-empty -m "$(printf 'Amend\n\nAmends: %s\nWithdraw-Reason: duplicate\nReplaced-By: EX-2024-0001' "$(head_of HEAD~2)")"
	goes_on
	has archive.json 言い直し。 '"reason": "duplicate"'
	lacks archive.json 一つ目。
	advisory EX-2024-0001 ja 'severity: high' 'cve: [CVE-2024-1001]' 'redact: {revisions: [2], reason: {ja: 個人情報, en: personal data}}'
	commit 2024-01-17 "Redact"
	goes_on
	lacks archive.json 深刻度を上げました。
	local mended
	mended=$(git -C "$repo" log --format=%H --grep='EX-2024-0001: CVE')
	config "times: {$mended: 2024-01-15T06:00:00Z}"
	commit 2024-01-18 "A clock"
	goes_on
	json 'e(1)["events"][3]["time"]' 2024-01-15T06:00:00Z
	# Taken back it is no longer what was published.
	config
	commit 2024-01-19 "No clock"
	stops P144
	says_not P14[0123]
	says "EX-2024-0001 is altered"
}

test_a_withdrawal_and_a_removed_translation_are_no_loss() {
	published
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.en.md
	commit 2024-01-14 $'Remove a translation\n\nWithdraw-Reason: incorrect'
	goes_on
	says_not H107
	git -C "$repo" rm -q archive/advisories/EX-2024-0002.ja.md
	commit 2024-01-15 $'Withdraw\n\nWithdraw-Reason: published-in-error'
	goes_on
	advisory EX-2024-0002 ja
	commit 2024-01-16 "And back"
	goes_on
	# The reason is told for good, by the event.
	json 'e(2)["events"][1]["reason"]' published-in-error
	json '"withdrawn" in e(2)' false
	says_not P1
}

test_a_translation_that_vanishes_without_a_reason_is_a_loss() {
	published
	local gone
	cp -a "$site" "$WORK/old"
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.en.md
	ok check -C "$repo"
	says 'H107] the commit to come takes away the document of EX-2024-0001 in "en" without a reason'
	commit 2024-01-14 "Remove a translation"
	gone=$(head_of)
	ok check -C "$repo"
	says "H107] commit $gone takes away the document of EX-2024-0001 in \"en\" without a reason"
	stops P143
	says "EX-2024-0001 has lost its document in en, and commit ${gone:0:12} does not say why"
	says "Amends: ${gone:0:12}"
	# What the hint offers, one after the other.
	git -C "$repo" revert --no-edit HEAD
	goes_on
	says_not H107
	git -C "$repo" reset -q --hard "$gone"
	GIT_COMMITTER_DATE=2024-01-15T00:00:00Z git -C "$repo" commit -q --allow-empty -m "$(printf 'Why\n\nAmends: %.12s\nWithdraw-Reason: incorrect' "$gone")"
	build --previous "$WORK/old"
	says_not H107
}

test_exercises_stay_where_they_were_published() {
	published
	advisory EX-2024-0003 ja 'exercise: yes'
	commit 2024-01-14 "Exercise"
	goes_on
	goes_on --exercise
	stops P143
	says "EX-2024-0003 is gone"
	says "build with --exercise"
	goes_on --exercise
}

test_another_configuration_cannot_alter_the_past() {
	published
	config 'base_url: https://moved.example.org/'
	commit 2024-01-14 "Move"
	stops P145
	goes_on --allow-rewrite "The CSIRT has another address"
	has archive.json "The CSIRT has another address"
}

test_a_language_is_not_taken_away() {
	published
	git -C "$repo" rm -q archive/advisories/EX-2024-0001.en.md
	config 'languages: [ja]' $'publisher:\n  name: 例示CSIRT\n  namespace: https://csirt.example.org\n  category: coordinator\n  contact: {email: info@csirt.example.org}'
	commit 2024-01-14 $'Japanese only\n\nWithdraw-Reason: other'
	stops P143
	says "the language en is gone"
	says_not "EX-2024"
	config 'languages: [ja, en]'
	commit 2024-01-15 "Both"
	goes_on
	events 1 "1 published ja 1" "1 translation-published en 1" "4 substantive ja 2 severity" "5 translation-removed en 1"
}

# What is allowed. -------------------------------------------------------------------

test_rewrites_are_told_for_good() {
	published
	local first second third fourth
	first=$(head_of)
	git -C "$repo" reset -q --hard HEAD~1
	revised 2024-01-14
	second=$(head_of)
	stops P140
	goes_on --allow-rewrite "A name had to go <b>"
	says P146
	says EX-2024-0001
	verify
	has archive.json '"rewrites"' "\"from\": \"$first\"" "\"to\": \"$second\"" '"reason": "A name had to go <b>"' '"time": "2024-01-14T00:00:00Z"'
	has ja/history/index.html "A name had to go &lt;b&gt;"
	has en/history/index.html "A name had to go &lt;b&gt;"
	cp -a "$site" "$WORK/once"
	# Built again, from itself or not, it is the same.
	goes_on
	diff -r -x '*.asc' -x security.txt "$WORK/once" "$site" || fail "the second site differs"
	goes_on --allow-rewrite "Not needed"
	says P147
	lacks archive.json "Not needed"
	# The next generation tells of it, and the one after that of both.
	revised 2024-01-15 critical
	goes_on
	has archive.json "A name had to go <b>"
	third=$(head_of)
	git -C "$repo" reset -q --hard HEAD~1
	revised 2024-01-16 medium
	fourth=$(head_of)
	goes_on --allow-rewrite "また直しました"
	json '[r["from"] + r["to"] for r in a["rewrites"]]' "[\"$first$second\",\"$third$fourth\"]"
	has ja/history/index.html "A name had to go" "また直しました"
	revised 2024-01-17 none
	goes_on
	json 'len(a["rewrites"])' 2
	of_site archive
	of_site links
	verify
}

# A site where another one stands. ------------------------------------------------------

test_a_build_that_goes_on_from_nothing_does_not_drop_what_was_told_for_good() {
	published
	git -C "$repo" reset -q --hard HEAD~1
	revised 2024-01-14
	goes_on --allow-rewrite "We lost the branch"
	breaks 1 P148
	says "tells of 1 rewrite of its history"
	says "--previous $site keeps it"
	breaks 1 P148 --rev HEAD~1
	goes_on
	has archive.json "We lost the branch"
	# Elsewhere, or over what is no site as it was built, it is as ever.
	build -o "$WORK/public/other"
	sed -i 's/We lost/They lost/' "$site/archive.json"
	breaks 2 P102
	# An unsigned one no more.
	build -o "$WORK/public/other" --previous "$WORK/public/other"
	signing=(--unsigned)
	rm -r "$site"
	build
	git -C "$repo" reset -q --hard HEAD~1
	revised 2024-01-15
	goes_on --allow-rewrite "Once more"
	breaks 1 P148
	breaks 1 P148 --drafts
	says "build the look beforehand into another folder"
}

test_a_site_that_is_newer_or_of_another_chain_is_not_replaced_without_a_word() {
	published
	local live
	live=$(head_of)
	build
	says_not P14
	git -C "$repo" reset -q --hard HEAD~1
	build -o "$WORK/public/older" --rev HEAD
	says_not P14
	build
	says "warning: [P149] the site that stands here (serial 4, commit $live) is of a commit that is not on the first-parent chain of what replaces it (serial 3, commit $(head_of))"
	says "--previous $site tells what would be lost"
	build
	says_not P149
	revised 2024-01-14
	build
	says_not P149
	git -C "$repo" commit -q --amend -m "Another commit"
	build
	says P149
	signing=(--unsigned)
	rm -r "$site"
	build
	git -C "$repo" reset -q --hard HEAD~1
	build --drafts
	says_not P149
	# Nor does anything go on from a look beforehand.
	git -C "$repo" switch -q --orphan other
	git -C "$repo" checkout -q "$live" -- .
	commit 2024-01-16 "Other"
	build --drafts
	build
	says_not P149
}

test_texts_that_change_without_an_event_are_told() {
	published
	goes_on
	says_not P150
	mkdir -p "$repo/filters"
	printf 'return {api = 1, name = "words", Text = function(n) n.text = n.text .. "!" end}\n' > "$repo/filters/words.lua"
	config 'filters: [words]'
	commit 2024-01-15 "Other words"
	goes_on -o "$WORK/public/worded"
	says "warning: [P150]" "EX-2024-0001.en"
	# The live site has those texts now: nothing more to tell.
	build --previous "$WORK/public/worded" -o "$WORK/public/worded"
	says_not P150
}

test_news_of_an_advisory_that_a_text_names_account_for_it() {
	published
	advisory EX-2024-0001 ja 'severity: high' 'related: [EX-2024-0002]'
	BODY=$(body ja EX-2024-0002とEX-2024-0004を見てください。) advisory EX-2024-0003 ja
	commit 2024-01-15 "Relate"
	goes_on
	cp -a "$site" "$WORK/public/related"
	# Its title changes, then it is withdrawn; the other one was not public before.
	advisory EX-2024-0002 ja 'title: Another title'
	advisory EX-2024-0004 ja
	commit 2024-01-16 "News of others"
	goes_on
	differ text/EX-2024-0001.ja.txt
	differ text/EX-2024-0001.en.txt
	says_not P150
	rm -r "$WORK/public/related"
	cp -a "$site" "$WORK/public/related"
	advisory EX-2024-0002 ja 'title: Another title' 'withdrawn: {reason: duplicate, replaced_by: EX-2024-0004}'
	commit 2024-01-17 "Withdraw"
	goes_on
	differ text/EX-2024-0001.ja.txt
	says_not P150
	# What another theme does is told of all others still.
	mkdir -p "$repo/filters"
	printf 'return {api = 1, name = "words", Text = function(n) n.text = n.text .. "!" end}\n' >"$repo/filters/words.lua"
	config 'filters: [words]'
	advisory EX-2024-0002 ja 'title: Yet another'
	commit 2024-01-18 "Other words"
	goes_on
	says "warning: [P150] 1 text that" "EX-2024-0004.ja"
}

# differ FILE: it is not as the copy beside the site has it.
differ() {
	! cmp -s "$site/$1" "$WORK/public/related/$1" || fail "$1 is as it was"
}

test_an_unsigned_site_does_not_replace_a_signed_one() {
	published
	local before
	before=$(snapshot)
	fails 2 P107 build -C "$repo" -o "$site" --unsigned
	fails 2 P107 build -C "$repo" -o "$site" --drafts
	same "$before" "$(snapshot)"
	says "another folder"
	rm -r "$site"
	ok build -C "$repo" -o "$site" --unsigned
	build
}

test_files_of_these_names_are_no_site() {
	small_archive
	mkdir "$site"
	echo '{"version": 1, "generator": "shirase 0.1.0"}' >"$site/archive.json"
	: >"$site/SHA256SUMS"
	breaks 2 P102
	says "no site of shirase as it was built"
	(cd "$site" && sha256sum archive.json >SHA256SUMS)
	breaks 2 P102
	rm -r "$site"
	mkdir "$site"
	: >"$site/.DS_Store"
	build
	: >"$site/Thumbs.db"
	build
	absent .DS_Store Thumbs.db
	rm -r "$site"
	mkdir "$site"
	: >"$site/.DS_Store"
	echo precious >"$site/thesis.txt"
	breaks 2 P102
	says "it holds thesis.txt"
}

# What archive.yaml takes away is told: a format, its files, and what to do.
test_a_format_that_is_turned_off_does_not_vanish_silently() {
	published
	sed -i '$a formats: {stix: no, indicators: no}' "$repo/archive/archive.yaml"
	commit 2024-01-14 "No STIX"
	stops P151
	says '2 files of the format "stix" would be gone, which archive.yaml turns off: stix/EX-2024-0001.json, …'
	says '1 file of the format "indicators" would be gone'
	goes_on --allow-rewrite "Nobody read them"
	has archive.json '"reason": "Nobody read them"'
	[ ! -e "$site/stix" ] || fail "stix is there"
	goes_on
}
