# shellcheck shell=bash disable=SC2016,SC2034,SC2154,SC2174
# README.md, walked from the first command to the last: each block by the one whom it names, each in a home of its own.

root=$HERE/../..

# What stands for the world outside: root's rights, the compiler, the web server, the answers to gpg's questions.
world() {
	local bin=$WORK/bin
	mkdir -p "$bin" "$WORK/server/csirt" "$WORK/mirror"
	printf '#!/bin/sh\nexec "$@"\n' >"$bin/sudo"
	printf '#!/bin/sh\nshift\ncd "%s/server" && exec sh -c "$*"\n' "$WORK" >"$bin/ssh"
	cat >"$bin/curl" <<-END
		#!/bin/bash
		set -eu
		[ "\$1" = -O ]
		path=\${2#https://csirt.example.org/}
		[ "\$path" != "\$2" ]
		cp "$WORK/server/csirt/\$path" "\${path##*/}"
	END
	# The program is there already, and the tests are running: only the steps around them are taken.
	cat >"$bin/make" <<-END
		#!/bin/bash
		[ "\$*" != test ] || set -- -n test
		exec /usr/bin/make -o build/shirase MAKE="$bin/make" PREFIX="$WORK/usr" "\$@"
	END
	chmod +x "$bin"/*
	export RSYNC_RSH=$bin/ssh PATH=$bin:$WORK/usr/bin:$PATH
}

# The tree as it is now, with the history that the demonstration site is made of, and the program.
source_tree() {
	mkdir "$WORK/here"
	tar -C "$root" --exclude=./build --exclude=./.git/shirase -c . | tar -C "$WORK/here" -x --no-same-owner
	git -C "$WORK/here" add -A
	git -C "$WORK/here" commit -q -m "As it is now" || true
	mkdir "$WORK/here/build"
	cp "$PROGRAM" "$WORK/here/build/shirase"
}

homes() {
	local role
	for role in offline publisher reader; do
		mkdir -p -m 700 "$WORK/$role/.gnupg"
		: >"$WORK/$role.state"
	done
	printf 'batch\npinentry-mode loopback\npassphrase ""\n' |
		tee "$WORK/offline/.gnupg/gpg.conf" >"$WORK/publisher/.gnupg/gpg.conf"
	echo 'command-fd 0' >>"$WORK/offline/.gnupg/gpg.conf"
}

quit_agents() {
	local role
	for role in offline publisher reader; do
		gpgconf --homedir "$WORK/$role/.gnupg" --kill all
	done
}

# run BLOCK: in its home, with the variables that the same actor has set before.
run() {
	local block=$1 role=${1##*.} home folder
	home=$WORK/$role folder=$WORK/$role
	[ "$role" != mirror ] || home=$WORK/reader
	[ "$role" != here ] || home=$WORK/home
	{
		echo 'set -eu -o pipefail'
		cat "$WORK/$role.state" 2>/dev/null || true
		sed "s/ADV-2026-/ADV-$(date -u +%Y)-/g" "$block"
		echo 'for name in KEY NEW LIVE; do [ -z "${!name-}" ] || echo "$name=${!name}"; done >"$STATE"'
	} >"$WORK/script"
	(
		cd "$folder"
		printf 'y\n1\n\ny\n' | env -u GNUPGHOME HOME="$home" STATE="$WORK/$role.state" bash "$WORK/script"
	) >"$WORK/said" 2>&1 || {
		cat "$block" "$WORK/said" >&2
		fail "README.md: ${block##*/}"
	}
	[ "$role" != offline ] || find "$WORK/offline" -maxdepth 1 -name '*.asc' -exec cp {} "$WORK/publisher" \;
}

value() { sed -n "s/^$2=//p" "$WORK/$1.state"; }
tell() { sed -i "/^$2=/d" "$WORK/$1.state" && echo "$2=$3" >>"$WORK/$1.state"; }
holds() { grep -qF -- "$2" "$WORK/blocks/$1"; }

# What the publisher types into an editor.
write_advisory() {
	repo=$WORK/publisher/advisories
	local id
	id=$(basename "$(find "$repo/archive/advisories" -name '*-0002.ja.md')" .ja.md)
	find "$repo/archive/advisories" -name "$id.*" -delete
	FOLDER=$(date -u +%Y) advisory "$id" ja "title: ルーター「RJ-200」における認証回避の脆弱性" \
		$'affected:\n  - {vendor: Example Ltd, product: RJ-200, type: firmware, versions: ["<=2.0.4"]}'
	FOLDER=$(date -u +%Y) translation "$id" en "title: Authentication bypass in RJ-200"
}
correct_advisory() {
	sed -i 's/<=2\.0\.4/<2.0.4/' "$(find "$repo/archive/advisories" -name '*-0002.ja.md')"
}

# What is served is good in the eyes of somebody who knows nothing but the fingerprint.
served_is_good() {
	local home signature
	local -a signed
	[ -e "$WORK/server/csirt/SHA256SUMS" ] || return 0
	home=$(mktemp -d "$WORK/gXXXX")
	(
		cd "$WORK/server/csirt"
		gpg --homedir "$home" --batch --quiet --no-autostart --import "keys/$1.asc" 2>/dev/null
		for signature in SHA256SUMS.asc text/*.asc; do
			signed=("$signature")
			[ "$signature" != SHA256SUMS.asc ] || signed+=(SHA256SUMS)
			gpg --homedir "$home" --batch --no-autostart --status-fd 1 --verify "${signed[@]}" 2>/dev/null >"$WORK/status"
			grep -q '^\[GNUPG:\] GOODSIG ' "$WORK/status"
			grep -q "^\[GNUPG:\] VALIDSIG .* $1\$" "$WORK/status"
		done
		LC_ALL=C sha256sum -c --quiet --strict SHA256SUMS
	) || fail "what is served is not good"
	PROGRAM=$WORK/usr/bin/shirase ok verify "$WORK/server/csirt" --fingerprint "$1"
	rm -r "$home"
}

# What the reader's gpg says of the text that was fetched in step 5, after the certificate was imported again.
reader_sees() {
	local home=$WORK/reader/.gnupg
	gpg --homedir "$home" --batch --quiet --no-autostart --import "$WORK/server/csirt/keys"/*.asc 2>/dev/null
	gpg --homedir "$home" --batch --no-autostart --status-fd 1 --verify "$WORK/reader"/ADV-*.asc 2>/dev/null >"$WORK/status" || true
	grep -q "^\[GNUPG:\] $1 " "$WORK/status" || fail "not $1: $(cat "$WORK/status")"
}

# What README.md says of a step, beyond that its commands succeed.
holds_true() {
	case $(cat "$WORK/blocks/$1") in
	*'--list-secret-keys "$KEY"'*) grep -q '^sec# ' "$WORK/said" || fail "the primary key's secret is here" ;;
	*'gpg --verify ADV'*)
		grep -q 'Good signature from "Example CSIRT' "$WORK/said" &&
			grep -q "Primary key fingerprint: $(sed 's/..../& /g; s/ $//' <<<"$(value reader KEY)" | sed 's/^\(.\{24\}\) /\1  /')" "$WORK/said"
		;;
	*"'Extend the signing key'"*) reader_sees GOODSIG ;;
	*"'Revoke the signing subkey'"*) reader_sees REVKEYSIG ;;
	*'shirase log '*) grep -q '2.0.4は修正済みでした' "$WORK/said" ;;
	*"'A new signing key'"*)
		[ "$(find "$WORK/server/csirt/keys" -name '*.asc' | wc -l)" = 2 ] || fail "the old certificate is not on the site"
		;;
	esac || fail "README.md: $1 does not do what is said of it: $(cat "$WORK/said")"
}

test_the_readme_from_the_first_command_to_the_last() {
	local block
	mkdir "$WORK/blocks"
	python3 "$HERE/readme.py" "$root/README.md" "$WORK/blocks" || fail "README.md"
	world
	source_tree
	homes
	trap quit_agents EXIT
	unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_CONFIG_GLOBAL
	for block in $(cd "$WORK/blocks" && ls); do
		holds "$block" '2.0.4 is not affected' && correct_advisory
		run "$WORK/blocks/$block"
		holds_true "$block"
		case $block in
		*.offline) [ -n "$(value reader KEY)" ] || tell reader KEY "$(value offline KEY)" ;;
		*.mirror) ;;
		esac
		if holds "$block" 'shirase new '; then write_advisory; fi
		# "Then a new primary key is made as above."
		if holds "$block" revoked.asc && [[ $block == *.offline ]]; then
			run "$WORK/blocks/$(grep -l -- '--yes --quick-generate-key' "$WORK/blocks"/*.offline | xargs basename)"
		fi
		[ -z "$(value offline NEW)" ] || tell publisher NEW "$(value offline NEW)"
		if [[ $block == *.publisher ]] && holds "$block" 'public/ www'; then
			if [ -n "$(value publisher NEW)" ]; then
				tell publisher KEY "$(value publisher NEW)"
				tell offline KEY "$(value publisher NEW)"
			fi
			served_is_good "$(value publisher KEY)"
			rm -rf "$WORK/mirror"
			cp -R "$WORK/server/csirt" "$WORK/mirror"
		fi
	done
}
