# shellcheck shell=bash disable=SC2034,SC2154
# A key that cannot sign: nothing is put in place, and what is there stays. No key at all: --unsigned says so everywhere.

test_no_key_is_an_error_and_unsigned_says_so() {
	small_archive
	signing=()
	breaks 2 U102
	says --unsigned
}

test_a_missing_key() {
	small_archive
	make_key
	build
	signing=(--key 0123456789ABCDEF0123456789ABCDEF01234567)
	breaks 3 T103
	signing=(--key "${fpr:24}")
	breaks 2 T102
	signing=(--key "Example CSIRT")
	breaks 2 T102
}

test_a_key_without_its_secret_part() {
	small_archive
	make_key
	build
	gpg --batch --quiet --export "$fpr" >"$WORK/ring"
	gnupg_home 2
	gpg --batch --quiet --import "$WORK/ring"
	breaks 3 T104
}

test_an_expired_key() {
	small_archive
	build
	make_key sign 20d --faked-system-time 20240101T000000
	breaks 3 T105
	says 2024-01-21
}

quiet_key_gpg() {
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' "$@"
}
newest_subkey() {
	gpg --batch --with-colons --with-subkey-fingerprint --list-keys "$fpr" | awk -F: '$1 == "fpr" {last = $10} END {print last}'
}

test_a_key_with_expired_subkeys_only() {
	small_archive
	build
	make_key cert never --faked-system-time 20240101T000000
	quiet_key_gpg --faked-system-time 20240101T000000 --quick-add-key "$fpr" ed25519 sign 20d
	breaks 3 T105
	# What the hint says mends it.
	local command
	command=$(sed -n 's/.*(gpg \(--quick-set-expire [^)]*\)).*/\1/p' "$WORK/err")
	same "$command" "--quick-set-expire $fpr 1y $(newest_subkey)"
	# shellcheck disable=SC2086
	quiet_key_gpg $command
	build
	verify --fingerprint "$fpr"
}

test_a_revoked_subkey() {
	small_archive
	make_key cert
	quiet_key_gpg --quick-add-key "$fpr" ed25519 sign never
	build
	cp -a "$site" "$WORK/first"
	printf '%s\n' y 1 '' y | quiet_key_gpg --command-fd 0 --edit-key "$fpr" 'key *' revkey save >/dev/null 2>&1
	breaks 3 T106
	says "gpg --quick-add-key $fpr ed25519 sign 1y"
	quiet_key_gpg --quick-add-key "$fpr" ed25519 sign 1y
	# No signature of the revoked one is taken over, and whoever has the new certificate rejects the old site.
	build
	lacks "$WORK/out" "taken over"
	verify --fingerprint "$fpr"
	fails 1 T141 verify "$WORK/first" --keyring "$site/keys/$fpr.asc"
}

# past COMMAND…: with a gpg that takes 3 January 2024 for now. gpgme asks the gpgconf in PATH where gpg is.
past() {
	local gpg gpgconf
	gpg=$(command -v gpg) gpgconf=$(command -v gpgconf)
	mkdir -p "$WORK/past"
	printf '#!/bin/sh\nexec %s --faked-system-time 20240103T000000 "$@"\n' "$gpg" >"$WORK/past/gpg"
	printf '#!/bin/bash\n%s "$@" | sed -E "s#:%s(:|\$)#:%s\\1#"\n' "$gpgconf" "$gpg" "$WORK/past/gpg" >"$WORK/past/gpgconf"
	chmod +x "$WORK/past/gpg" "$WORK/past/gpgconf"
	PATH=$WORK/past:$PATH "$@"
}

test_signatures_of_a_subkey_that_has_expired_since_are_made_anew() {
	small_archive
	make_key cert never --faked-system-time 20240101T000000
	quiet_key_gpg --faked-system-time 20240101T000000 --quick-add-key "$fpr" ed25519 sign never
	quiet_key_gpg --faked-system-time 20240102T000000 --quick-add-key "$fpr" ed25519 sign 2d
	past build
	gpg --batch --list-packets "$site/SHA256SUMS.asc" >"$WORK/packets"
	has "$WORK/packets" "keyid $(newest_subkey | tail -c 17)"
	past verify --fingerprint "$fpr"
	fails 1 T139 verify "$site"
	build
	lacks "$WORK/out" "taken over"
	verify --fingerprint "$fpr"
}

test_a_revoked_key() {
	small_archive
	make_key
	build
	sed 's/^:-----BEGIN/-----BEGIN/' "$GNUPGHOME/openpgp-revocs.d/$fpr.rev" | gpg --batch --quiet --import 2>/dev/null
	breaks 3 T106
}

test_a_key_that_only_encrypts() {
	small_archive
	build
	make_key cert
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --quick-add-key "$fpr" cv25519 encr never
	breaks 3 T108
}

test_an_agent_that_cannot_start() {
	small_archive
	make_key
	build
	gpgconf --kill all
	local long
	long=$WORK/g$(printf '%0120d' 0)
	mv "$GNUPGHOME" "$long"
	GNUPGHOME=$long breaks 3 T109
	mv "$long" "$GNUPGHOME"
	build
}

test_passphrases() {
	small_archive
	PASSPHRASE='geheim 鍵' make_key
	echo 'geheim 鍵' >"$WORK/right"
	echo wrong >"$WORK/wrong"
	: >"$WORK/empty"
	gpgconf --kill all
	build --passphrase-file "$WORK/right"
	verify
	# What the agent remembers must not stand in for what was given.
	gpgconf --kill all
	breaks 3 T111 --passphrase-file "$WORK/wrong"
	grep -q '^shirase: error: \[T111\]' "$WORK/err" || fail "a file is named, which is not at fault: $(cat "$WORK/err")"
	says_not geheim
	breaks 3 T110 --passphrase-file "$WORK/empty"
	breaks 3 T110 --passphrase-file "$WORK/nowhere"
	breaks 3 T110 --passphrase-file fd:77
	breaks 3 T112
	build --passphrase-file fd:5 5<"$WORK/right"
	printf 'geheim 鍵\r\n' | build --passphrase-file fd:0
	grep -rlaF geheim "$site" "$WORK/out" "$WORK/err" && fail "the passphrase got out"
	verify
}

test_unsigned_says_so_on_every_page_and_text() {
	small_archive
	page about ja 本文。
	commit 2024-01-11 "Page"
	build
	has "$WORK/out" "NOT SIGNED"
	of_site banners unsigned
	absent SHA256SUMS.asc text/EX-2024-0001.ja.asc keys
	has text/EX-2024-0001.ja.txt 署名
	grep -qiE 'unsigned|not signed' "$site/text/EX-2024-0001.en.txt" || fail "the text does not say that it is unsigned"
	(cd "$site" && sha256sum -c --strict --quiet SHA256SUMS)
	of_site links
}

test_a_signed_site_says_nowhere_that_it_is_unsigned() {
	with_rich
	! grep -rl banner-unsigned --include='*.html' "$site" || fail "pages say that they are not signed"
	of_site banners demo
	local text
	for text in "$site"/text/*.txt; do
		has "$text" "DEMONSTRATION: yes"
	done
}
