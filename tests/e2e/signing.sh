# shellcheck shell=bash disable=SC2034,SC2154
# What is signed, how anyone can check it, and which keys cannot sign.

test_a_signed_site_has_all_files_of_the_design() {
	with_rich
	local lang id
	exists index.html 404.html .nojekyll archive.json SHA256SUMS SHA256SUMS.asc "keys/$fpr.asc"
	for lang in ja en; do
		exists $lang/index.html $lang/2024/index.html $lang/withdrawn/index.html $lang/products/index.html \
			$lang/glossary/index.html $lang/verify/index.html $lang/history/index.html $lang/pages/about/index.html \
			$lang/pages/policy/index.html $lang/feeds/{all,new,updates,withdrawals}.atom
		for id in 1 2 3 4 5 6 7; do
			exists $lang/EX-2024-000$id/index.html $lang/EX-2024-000$id/r1/index.html
		done
		exists $lang/EX-2024-000{1,2}/r2/index.html
		absent $lang/EX-2024-0001/r3 $lang/EX-2024-0006/r2
	done
	for id in 1 2 3 4 5 6 7; do
		exists EX-2024-000$id/index.html
	done
	for id in 1.ja 1.en 2.ja 2.en 3.ja 3.en 4.ja 4.en 5.en 6.ja 7.en; do
		exists text/EX-2024-000$id.txt text/EX-2024-000$id.asc
	done
	absent text/EX-2024-0005.ja.txt text/EX-2024-0006.en.txt
	same "$(find "$site" ! -type f ! -type d)" ""
	same "$(find "$site" -type f ! -perm 644; find "$site" -type d ! -perm 755)" ""
}

test_readers_check_it_with_sha256sum_and_gpg() {
	with_rich
	(cd "$site" && sha256sum -c --strict --quiet SHA256SUMS)
	# Every file but itself and the signatures is listed, sorted by byte.
	same "$(summed)" "$(cut -c 67- "$site/SHA256SUMS")"
	same "$(cut -c 67- "$site/SHA256SUMS")" "$(cut -c 67- "$site/SHA256SUMS" | LC_ALL=C sort)"
	as_reader every_signature_is_good
}

every_signature_is_good() {
	local text
	gpg_says_good "$site/SHA256SUMS.asc" "$site/SHA256SUMS"
	for text in "$site"/text/*.txt; do
		gpg_says_good "${text%.txt}.asc"
		gpg --batch --quiet --no-autostart --output "$WORK/inside" --yes --decrypt "${text%.txt}.asc" 2>/dev/null
		cmp "$WORK/inside" "$text" || fail "the text inside differs: $text"
		# Nothing stands outside of the armour.
		same "$(head -n 1 "${text%.txt}.asc")" "-----BEGIN PGP SIGNED MESSAGE-----"
		same "$(tail -n 1 "${text%.txt}.asc")" "-----END PGP SIGNATURE-----"
	done
}

gpg_says_good() {
	gpg --batch --no-autostart --status-fd 1 --verify "$@" >"$WORK/status" 2>&1 || fail "$(cat "$WORK/status")"
	grep -q "^\[GNUPG:\] VALIDSIG $fpr " "$WORK/status" || fail "$(cat "$WORK/status")"
}

test_sequoia_agrees() {
	with_rich
	local text
	sq verify --signer-cert "$site/keys/$fpr.asc" --detached "$site/SHA256SUMS.asc" "$site/SHA256SUMS"
	for text in "$site"/text/*.txt; do
		rm -f "$WORK/inside"
		sq verify --signer-cert "$site/keys/$fpr.asc" --output "$WORK/inside" "${text%.txt}.asc" 2>"$WORK/sq.log" || fail "$(cat "$WORK/sq.log")"
		# sq leaves out the last line end, which is no part of a clear-signed message (RFC 4880, 7.1).
		cmp <(cat "$WORK/inside"; [ "$(tail -c 1 "$WORK/inside")" = "" ] || echo) "$text" || fail "the text inside differs: $text"
	done
}

test_texts_are_as_the_design_says() {
	with_rich
	of_site texts
}

test_verify_tells_whose_key_it_is_and_that_it_cannot_know() {
	with_rich
	local serial
	serial=$(python3 "$HERE/site.py" value "$site" 'a["serial"]')
	verify
	has "$WORK/out" "serial $serial of 2024-04-02T00:00:00Z, commit $(git -C "$repo" rev-parse v1)" "$fpr" "taken from the site itself" "older site"
	verify --fingerprint "$fpr"
	lacks "$WORK/out" "taken from the site itself"
	gpg --batch --quiet --homedir "$SHARED/rich/g" --no-autostart --export "$fpr" >"$WORK/ring"
	verify --keyring "$WORK/ring" --jobs 1
	lacks "$WORK/out" "taken from the site itself"
}

# finds CODE [ARGUMENT]…
finds() {
	local code=$1
	shift
	fails 1 "$code" verify "$site" "$@"
}

# resum: SHA256SUMS made anew, as somebody without the key can.
resum() (
	cd "$site"
	summed . | tr '\n' '\0' | xargs -0 sha256sum >"$WORK/sums"
	cp "$WORK/sums" SHA256SUMS
)

test_verify_finds_a_changed_byte() {
	with_rich_copy
	sed -i 's/Reiji/Beiji/' "$site/ja/EX-2024-0001/index.html"
	finds P114
	says "ja/EX-2024-0001/index.html"
	resum
	finds T135
}

test_verify_finds_an_added_and_a_removed_file() {
	with_rich_copy
	echo more >"$site/ja/more.html"
	finds P112
	says "ja/more.html"
	rm "$site/ja/more.html" "$site/ja/2024/index.html"
	finds P113
	says "ja/2024/index.html"
}

test_verify_finds_signatures_that_are_missing_swapped_or_strange() {
	with_rich_copy
	local text=$site/text/EX-2024-0002
	mv "$text.ja.asc" "$WORK/kept"
	finds P113
	cp "$text.en.asc" "$text.ja.asc"
	finds T142
	says "text/EX-2024-0002.ja.asc"
	{ echo 'Read this first.'; cat "$WORK/kept"; } >"$text.ja.asc"
	finds T134
	{ cat "$WORK/kept" "$text.en.asc"; } >"$text.ja.asc"
	finds T134
	cp "$WORK/kept" "$text.ja.asc"
	cp "$text.en.asc" "$site/text/EX-2024-0077.en.asc"
	finds P116
	rm "$site/text/EX-2024-0077.en.asc"
	verify
}

test_verify_finds_a_symbolic_link_and_follows_none() {
	with_rich_copy
	cp "$site/ja/index.html" "$WORK/index.html"
	ln -sf "$WORK/index.html" "$site/ja/index.html"
	finds P110
	cp --remove-destination "$WORK/index.html" "$site/ja/index.html"
	verify
	ln -s ja "$site/nihongo"
	finds P110
	rm "$site/nihongo"
	mkfifo "$site/fifo"
	finds P110
}

test_verify_finds_what_disagrees_with_archive_json() {
	with_rich_copy
	cp "$site/archive.json" "$WORK/archive.json"
	sed -i 's/"state": "final"/"state": "interim"/' "$site/archive.json"
	finds P114
	resum
	finds P119
	cp "$WORK/archive.json" "$site/archive.json"
	python3 - "$site/archive.json" <<-'END'
		import json, sys
		path = sys.argv[1]
		data = json.load(open(path))
		data["serial"] += 1
		json.dump(data, open(path, "w"), indent=1, ensure_ascii=False)
	END
	resum
	finds P120
	says "index.html"
	echo '{' >"$site/archive.json"
	resum
	finds F101
}

test_verify_finds_a_text_under_another_name() {
	with_rich_copy
	local one=$site/text/EX-2024-0003.ja two=$site/text/EX-2024-0001.ja
	# Both are signed, by the right key: but each is the other's.
	for end in txt asc; do
		mv "$one.$end" "$WORK/kept"
		mv "$two.$end" "$one.$end"
		mv "$WORK/kept" "$two.$end"
	done
	resum
	finds P119
	says "text/EX-2024-0001.ja.txt"
	says "text/EX-2024-0003.ja.txt"
}

test_verify_finds_a_site_of_another_key() {
	small_archive
	make_key
	local first=$fpr
	build
	gpg --batch --quiet --export "$first" >"$WORK/ring"
	gnupg_home 2
	make_key
	site=$WORK/public/other build -o "$WORK/public/other"
	site=$WORK/public/other
	# By itself it is a good site: whoever knows the right key sees that it is another's.
	verify
	finds T133 --fingerprint "$first"
	says "this site is signed by $fpr ("
	says ", not by the key you named ($first)"
	says "if it differs, do not trust this site"
	says_not "put the certificate"
	finds T137 --keyring "$WORK/ring"
	# One text by the other key, in a site of the first.
	cp "$WORK/public/other/text/EX-2024-0001.en.asc" "$WORK/public/site/text/EX-2024-0001.en.asc"
	site=$WORK/public/site
	fails 1 T137 verify "$site"
	fails 1 "" verify "$site" --fingerprint "$first"
}

test_verify_with_a_wrong_fingerprint_or_without_keys() {
	with_rich_copy
	finds T133 --fingerprint 0123456789ABCDEF0123456789ABCDEF01234567
	says "this site is signed by $fpr ("
	shirase verify "$site" --fingerprint "${fpr:24}"
	same "$status" 2
	says T102
	says "gpg --fingerprint"
	says_not secret
	rm "$site/keys/$fpr.asc"
	finds P117
	rm -r "$site/keys"
	finds P117
	: >"$WORK/ring"
	finds T131 --keyring "$WORK/ring"
}

test_verify_of_a_folder_that_is_no_site() {
	mkdir "$WORK/other"
	echo text >"$WORK/other/index.html"
	fails 1 P113 verify "$WORK/other"
	says "other: error: [P113] this is no site of shirase"
	says "shirase build -o"
	says_not "the site lacks this file"
}

test_verify_finds_sums_that_are_none() {
	with_rich_copy
	local sums=$site/SHA256SUMS line
	cp "$sums" "$WORK/kept"
	for line in '/etc/passwd' '../../etc/passwd' 'ja/../index.html' './index.html' 'index.html'; do
		{ cat "$WORK/kept"; echo "0000000000000000000000000000000000000000000000000000000000000000  $line"; } | LC_ALL=C sort -k 2 >"$sums"
		finds P111
	done
	tac "$WORK/kept" >"$sums"
	finds P111
	{ cat "$WORK/kept"; printf 'rubbish'; } >"$sums"
	finds P111
	: >"$sums"
	finds P112
}

test_verify_with_a_key_that_was_revoked_or_has_expired_since() {
	small_archive
	make_key
	build
	sed 's/^:-----BEGIN/-----BEGIN/' "$GNUPGHOME/openpgp-revocs.d/$fpr.rev" | gpg --batch --quiet --import 2>/dev/null
	gpg --batch --quiet --export "$fpr" >"$WORK/ring"
	finds T141 --keyring "$WORK/ring"
	# The site's own certificate does not know of it.
	verify
	gnupg_home 2
	make_key sign never --faked-system-time 20240101T000000
	build
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time 20240601T000000 \
		--quick-set-expire "$fpr" 2024-07-01
	gpg --batch --quiet --export "$fpr" >"$WORK/ring"
	finds T139 --keyring "$WORK/ring"
	verify
	breaks 3 T105
}

test_a_name_in_japanese_and_options_of_the_publishers_gpg() {
	small_archive
	gnupg_home 1
	fpr=$(gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --status-fd 1 --quick-generate-key \
		'例示CSIRT（署名） <info@csirt.example.org>' ed25519 sign never 2>/dev/null | sed -n 's/^\[GNUPG:\] KEY_CREATED [BP] //p')
	signing=(--key "$fpr")
	printf '%s\n' 'comment hello' 'armor' 'textmode' 'keyid-format short' 'verbose' 'digest-algo SHA512' >"$GNUPGHOME/gpg.conf"
	build
	verify
	has "$WORK/out" '例示CSIRT（署名） <info@csirt.example.org>'
	has ja/verify/index.html '例示CSIRT（署名）'
	# A second signature beside the right one is one too many.
	local right=$fpr
	make_key
	echo "local-user $fpr" >>"$GNUPGHOME/gpg.conf"
	signing=(--key "$right")
	rm -r "$site"
	breaks 3 T114
}

test_verify_of_what_is_no_site() {
	mkdir "$WORK/empty"
	fails 2 U101 verify "$WORK/nowhere"
	fails 1 "" verify "$WORK/empty"
	says SHA256SUMS
	fails 2 "" verify
	small_archive
	build
	fails 1 P115 verify "$site"
}

test_a_signature_is_not_verified_by_the_builders_trust() {
	# The reader's own GnuPG home plays no part: neither its keys nor a broken one.
	with_rich
	GNUPGHOME=$WORK/nowhere verify
	gnupg_home 1
	echo "no-such-option" >"$GNUPGHOME/gpg.conf"
	verify
}

# signatures [PATTERN]: those files of the site but SHA256SUMS.asc that are signatures, and match.
signatures() {
	comm -23 <(listing) <(summed) | grep -v '^SHA256SUMS' | grep -E -- "${1:-.}"
}

test_a_second_build_is_the_same_and_takes_signatures_over() {
	small_archive
	advisory EX-2024-0002 en
	commit 2024-01-11 "EX-2024-0002"
	make_key
	build
	cp -a "$site" "$WORK/first"
	build
	has "$WORK/out" "($(signatures | wc -l) taken over)"
	diff -r -x SHA256SUMS.asc "$WORK/first" "$site" || fail "a second build differs"
	verify
}

test_only_what_changed_is_signed_anew() {
	small_archive
	advisory EX-2024-0002 en
	commit 2024-01-11 "EX-2024-0002"
	make_key
	build
	cp -a "$site" "$WORK/first"
	advisory EX-2024-0002 en 'severity: high'
	commit 2024-01-12 "EX-2024-0002: severity"
	build
	has "$WORK/out" "($(signatures '0001|security' | wc -l) taken over)"
	cmp "$WORK/first/text/EX-2024-0001.ja.asc" "$site/text/EX-2024-0001.ja.asc"
	cmp "$WORK/first/text/EX-2024-0001.en.asc" "$site/text/EX-2024-0001.en.asc"
	# Nor is a page of the other advisory written otherwise.
	diff -r "$WORK/first/ja/EX-2024-0001" "$site/ja/EX-2024-0001"
	diff -r "$WORK/first/en/EX-2024-0001" "$site/en/EX-2024-0001"
	! cmp -s "$WORK/first/text/EX-2024-0002.en.asc" "$site/text/EX-2024-0002.en.asc" || fail "it was not signed anew"
	verify
}

test_bad_and_other_signatures_are_not_taken_over() {
	small_archive
	make_key
	build
	sed -i '/^-----BEGIN PGP SIGNATURE/,$d' "$site/text/EX-2024-0001.ja.asc"
	build
	has "$WORK/out" "($(($(signatures | wc -l) - 1)) taken over)"
	gnupg_home 2
	make_key
	build
	lacks "$WORK/out" "taken over"
	verify --fingerprint "$fpr"
}

test_keys_of_the_archive_are_published_beside_the_signing_key() {
	small_archive
	gnupg_home old
	make_key
	mkdir "$repo/archive/keys"
	local old=$fpr
	gpg --batch --quiet --armor --export "$old" >"$repo/archive/keys/$old.asc"
	gnupg_home 1
	make_key
	config "sign: {key: $fpr}"
	commit 2024-01-11 "Keys"
	ok build -C "$repo" -o "$site"
	exists "keys/$old.asc" "keys/$fpr.asc"
	cmp "$repo/archive/keys/$old.asc" "$site/keys/$old.asc"
	same "$(gpg --batch --show-keys --with-colons "$site/keys/$fpr.asc" 2>/dev/null | awk -F: '$1 == "fpr" {print $10; exit}')" "$fpr"
	has ja/verify/index.html "$(sed 's/..../& /g; s/ $//' <<<"$fpr")"
	verify
	# --key goes before sign.key.
	GNUPGHOME=$WORK/gold ok build -C "$repo" -o "$site" --key "$old"
	verify --fingerprint "$old"
}

test_a_secret_key_among_the_certificates_is_refused() {
	small_archive
	make_key
	mkdir "$repo/archive/keys"
	gpg --batch --quiet --armor --pinentry-mode loopback --passphrase '' --export-secret-keys "$fpr" >"$repo/archive/keys/$fpr.asc"
	commit 2024-01-11 "A mistake"
	breaks 1 A142
}

test_a_subkey_signs() {
	small_archive
	make_key cert
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --quick-add-key "$fpr" ed25519 sign never
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --quick-add-key "$fpr" ed25519 sign never
	build
	verify --fingerprint "$fpr"
	local subkey
	# Each in turn: a text that the other one signed is not taken over.
	for subkey in $(gpg --batch --with-colons --with-subkey-fingerprint --list-keys "$fpr" | awk -F: '$1 == "fpr" {print $10}' | sed 1d); do
		signing=(--key "$subkey")
		build
		verify --fingerprint "$subkey"
	done
	as_reader gpg --batch --no-autostart --status-fd 1 --verify "$site/SHA256SUMS.asc" "$site/SHA256SUMS" >"$WORK/status" 2>/dev/null
	has "$WORK/status" "VALIDSIG $subkey "
}

test_rsa_keys_sign_too() {
	small_archive
	ALGORITHM=rsa2048 make_key
	build
	verify
}
