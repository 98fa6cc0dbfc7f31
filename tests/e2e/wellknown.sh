# shellcheck shell=bash disable=SC2034,SC2154
# What lies below .well-known/: who publishes, how reports get there, and keys by mail address.

security_txt=.well-known/security.txt

# as_hu ADDRESS: the name of its file in a Web Key Directory, by another program than ours.
as_hu() {
	python3 - "$1" <<-'END'
		import hashlib, sys
		digest = hashlib.sha1(sys.argv[1].split("@")[0].lower().encode()).digest()
		bits = "".join(f"{byte:08b}" for byte in digest)
		print("".join("ybndrfg8ejkmcpqxot1uwisza345h769"[int(bits[i:i + 5], 2)] for i in range(0, len(bits), 5)))
	END
}

# encryption EXPIRES: the key $fpr gets a subkey to encrypt to.
encryption() {
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --quick-add-key "$fpr" cv25519 encr "$1"
}

test_security_txt_is_plain_in_an_unsigned_site() {
	small_archive
	page policy ja 方針
	commit 2024-01-11 "Policy"
	build
	same "$(cat "$site/$security_txt")" "$(printf '%s\n' 'Contact: mailto:info@csirt.example.org' 'Expires: 2024-12-31T00:00:00Z' \
		'Policy: https://csirt.example.org/ja/pages/policy/index.html' 'Preferred-Languages: ja, en' \
		"Canonical: https://csirt.example.org/$security_txt" 'CSAF: https://csirt.example.org/.well-known/csaf/provider-metadata.json')"
	(cd "$site" && sha256sum -c --strict --quiet SHA256SUMS)
	same "$(cut -c 67- "$site/SHA256SUMS")" "$(summed)"
	absent .well-known/openpgpkey keys
	has .well-known/csaf/provider-metadata.json '"role": "csaf_provider"'
}

test_security_txt_is_clear_signed_in_its_place() {
	small_archive
	make_key
	encryption never
	build
	same "$(head -n 1 "$site/$security_txt")" "-----BEGIN PGP SIGNED MESSAGE-----"
	sq verify --signer-cert "$site/keys/$fpr.asc" --output "$WORK/inside" "$site/$security_txt" 2>"$WORK/sq.log" || fail "$(cat "$WORK/sq.log")"
	has "$WORK/inside" "Encryption: https://csirt.example.org/keys/$fpr.asc" "Encryption: openpgp4fpr:${fpr,,}"
	has .well-known/csaf/provider-metadata.json '"role": "csaf_trusted_provider"' "\"fingerprint\": \"$fpr\""
	lacks SHA256SUMS "$security_txt"
	verify
	cp "$site/$security_txt" "$WORK/kept"
	# The same text keeps its signature; another day is another text.
	build
	cmp "$WORK/kept" "$site/$security_txt"
	config "sign: {key: $fpr}" 'security_txt: {expires: 2025-01-01}'
	commit 2024-01-12 "Another day"
	build
	has $security_txt 'Expires: 2025-01-01T00:00:00Z'
	verify
}

test_security_txt_names_keys_that_can_be_encrypted_to() {
	small_archive
	make_key
	local lacks="security.txt has no Encryption" first=$fpr
	build
	lacks $security_txt Encryption
	says_not "$lacks"
	# Without the certificate of the key that is to sign, check cannot know.
	config "sign: {key: $fpr}"
	commit 2024-01-11 "Name the key"
	ok check -C "$repo"
	says_not "$lacks"
	mkdir "$repo/archive/keys"
	gpg --batch --quiet --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	commit 2024-01-12 "Its certificate"
	ok check -C "$repo"
	says "note: [A170] no certificate of the site can be encrypted to: $lacks"
	# One that only encrypts, beside it; and then the one that signs first.
	gpg --batch --quiet --no-tty --passphrase '' --quick-generate-key "Reports <reports@csirt.example.org>" rsa2048 cert,encr never
	fpr=$(gpg --batch --with-colons --list-keys reports@csirt.example.org | awk -F: '$1 == "fpr" { print $10; exit }')
	gpg --batch --quiet --armor --export "$fpr" >"$repo/archive/keys/reports.asc"
	commit 2024-01-13 "Another certificate"
	ok check -C "$repo"
	says_not "$lacks"
	build
	says_not "$lacks"
	local other=$fpr
	same "$(grep ^Encryption "$site/$security_txt")" "Encryption: https://csirt.example.org/keys/reports.asc
Encryption: openpgp4fpr:${other,,}"
	fpr=$first
	encryption never
	build
	same "$(grep ^Encryption "$site/$security_txt")" "Encryption: https://csirt.example.org/keys/$first.asc
Encryption: openpgp4fpr:${first,,}
Encryption: https://csirt.example.org/keys/reports.asc
Encryption: openpgp4fpr:${other,,}"
	exists keys/reports.asc
	verify --fingerprint "$first"
	# The directory of keys may be turned off: these are read all the same.
	config "sign: {key: $fpr}" 'formats: {wkd: no}'
	commit 2024-01-14 "No directory"
	build
	has $security_txt "Encryption: openpgp4fpr:${other,,}"
	absent .well-known/openpgpkey
}

test_a_key_that_expired_since_the_last_publication_is_told() {
	small_archive
	make_key
	local first=$fpr made=(gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --faked-system-time 20240101T000000)
	"${made[@]}" --quick-generate-key "Reports <reports@csirt.example.org>" ed25519 cert never
	fpr=$(gpg --batch --with-colons --list-keys reports@csirt.example.org | awk -F: '$1 == "fpr" { print $10; exit }')
	"${made[@]}" --quick-add-key "$fpr" cv25519 encr 20240201T000000
	mkdir "$repo/archive/keys"
	gpg --batch --quiet --armor --export "$fpr" >"$repo/archive/keys/reports.asc"
	commit 2024-01-11 "Certificate"
	build
	has $security_txt "Encryption: openpgp4fpr:${fpr,,}"
	says "nothing can be encrypted to $fpr any more, which security.txt names: it expired at 2024-02-01T00:00:00Z"
	advisory EX-2024-0001 ja 'severity: high'
	commit 2024-02-02 "Later"
	build
	lacks $security_txt Encryption
	ok check -C "$repo"
	says "security.txt has no Encryption"
	verify --fingerprint "$first"
}

test_verify_finds_another_security_txt() {
	small_archive
	make_key
	build
	cp "$site/$security_txt" "$WORK/kept"
	sed -i 's/mailto:info/mailto:evil/' "$site/$security_txt"
	fails 1 T135 verify "$site"
	says "$security_txt"
	sed '1,/^$/d; /^-----BEGIN PGP SIGNATURE/,$d' "$WORK/kept" >"$site/$security_txt"
	fails 1 T134 verify "$site"
	sed -i 's/^Canonical:.*/Canonical: https:\/\/elsewhere.example\/.well-known\/security.txt/' "$site/$security_txt"
	gpg --batch --quiet --yes --local-user "$fpr" --output "$WORK/signed" --clear-sign "$site/$security_txt"
	cp "$WORK/signed" "$site/$security_txt"
	fails 1 P121 verify "$site"
	# By a key that the site has too.
	local first=$fpr
	gnupg_home 2
	make_key
	gpg --batch --quiet --armor --export "$fpr" >"$site/keys/$fpr.asc"
	sed '1,/^$/d; /^-----BEGIN PGP SIGNATURE/,$d' "$WORK/kept" |
		gpg --batch --quiet --yes --local-user "$fpr" --output "$site/$security_txt" --clear-sign
	fails 1 P117 verify "$site"
	says "$security_txt"
	cp "$WORK/kept" "$site/$security_txt"
	rm "$site/keys/$fpr.asc"
	verify --fingerprint "$first"
}

test_verify_finds_what_is_older_though_the_same_key_signed_it() {
	small_archive
	make_key
	local path old=$WORK/old
	build
	cp -a "$site" "$old"
	config 'security_txt: {expires: 2025-01-01}'
	advisory EX-2024-0001 ja 'severity: high'
	translation EX-2024-0001 en 'title: Another'
	commit 2024-01-12 "Change all of it"
	gpg --batch --quiet --no-tty --quick-set-expire "$fpr" 2y
	build
	verify
	local -a signatures files
	mapfile -t signatures < <(comm -23 <(listing) <(summed) | grep -v '^SHA256SUMS')
	mapfile -t files < <(summed | grep -E '^(keys|text|[.]well-known)/' | while read -r path; do
		[ ! -f "$old/$path" ] || cmp -s "$site/$path" "$old/$path" || echo "$path"
	done)
	same "$(printf '%s\n' "${signatures[@]}" | sed 's|.*/||' | LC_ALL=C sort)" "$(printf '%s\n' EX-2024-0001.{en,ja}.asc \
		ex-2024-0001{-en,}.json.asc security.txt)"
	printf '%s\n' "${files[@]}" >"$WORK/files"
	has "$WORK/files" keys/ .well-known/openpgpkey/hu/ provider-metadata.json .json.sha256
	cp -a "$site" "$WORK/new"
	# Each signature and security.txt: the older one, then none.
	for path in "${signatures[@]}"; do cp "$old/$path" "$site/$path"; done
	fails 1 P121 verify "$site" --fingerprint "$fpr"
	for path in "${signatures[@]}"; do says "$path:"; done
	for path in "${signatures[@]}"; do rm "$site/$path"; done
	fails 1 P113 verify "$site" --fingerprint "$fpr"
	for path in "${signatures[@]}"; do says "$path:"; done
	# All else that is signed, served or imported by itself.
	cp -a "$WORK/new/." "$site/"
	for path in "${files[@]}"; do cp "$old/$path" "$site/$path"; done
	fails 1 "" verify "$site" --fingerprint "$fpr"
	for path in "${files[@]}"; do says "$path:"; done
	# One that the site has no more.
	rm -rf "$site"
	config 'formats: {security_txt: no}'
	commit 2024-01-13 "No more"
	build
	absent $security_txt
	verify
	cp "$old/$security_txt" "$site/$security_txt"
	fails 1 P121 verify "$site" --fingerprint "$fpr"
	says "somebody added it"
}

test_verify_finds_another_security_txt_in_an_unsigned_site() {
	small_archive
	build
	json 'a["security_txt_sha256"]' "$(sha256sum <"$site/$security_txt" | cut -c -64)"
	sed -i 's/mailto:info/mailto:evil/' "$site/$security_txt"
	fails 1 P121 verify "$site"
	rm "$site/$security_txt"
	fails 1 P113 verify "$site"
	says "$security_txt"
}

test_security_txt_that_expires_too_early_or_too_late_is_told() {
	small_archive 'security_txt: {expires: 2024-01-10}'
	ok check -C "$repo"
	says "[W146]"
	says "archive.yaml:"
	config 'security_txt: {expires: 2025-02-01}'
	commit 2024-01-11 "Too late"
	ok check -C "$repo"
	says "more than a year ahead"
	build
	says "[W146]"
	config 'security_txt: {expires: 2025-01-10}'
	commit 2024-01-12 "Within a year"
	ok check -C "$repo"
	says_not "[W146]"
}

test_a_site_below_a_path_is_told_where_programs_look() {
	small_archive 'base_url: https://www.example.org/security/notices/'
	ok check -C "$repo"
	says "[W147]"
	says "https://www.example.org/ only"
	build
	has $security_txt "Canonical: https://www.example.org/security/notices/$security_txt" "Canonical: https://www.example.org/$security_txt"
	config 'base_url: https://www.example.org/security/notices/' '-security_txt' 'formats: {csaf: no}'
	commit 2024-01-11 "None of it"
	ok check -C "$repo"
	says_not "[W147]"
	build
	absent $security_txt .well-known/csaf
}

test_a_site_without_https_is_no_provider() {
	small_archive 'base_url: http://csirt.example.org/'
	build
	absent $security_txt .well-known/csaf/provider-metadata.json .well-known/csaf/index.html
	says provider-metadata.json
}

test_keys_are_found_by_mail_address() {
	small_archive
	make_key
	gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' --quick-add-uid "$fpr" "Elsewhere <info@elsewhere.example>"
	local first=$fpr name folder
	mkdir -p "$repo/archive/keys"
	gpg --batch --quiet --armor --export "$fpr" >"$repo/archive/keys/$fpr.asc"
	gnupg_home 2
	make_key
	commit 2024-01-11 "Keys"
	build
	name=$(as_hu info@csirt.example.org)
	for folder in .well-known/openpgpkey .well-known/openpgpkey/csirt.example.org; do
		exists $folder/policy "$folder/hu/$name"
		same "$(ls "$site/$folder/hu")" "$name"
		# The newest first; none of them with an address of elsewhere.
		gpg --show-keys --with-colons "$site/$folder/hu/$name" 2>/dev/null >"$WORK/keys"
		same "$(awk -F: '$1 == "fpr" {print $10}' "$WORK/keys" | sort)" "$(printf '%s\n' "$first" "$fpr" | sort)"
		lacks "$WORK/keys" elsewhere.example
	done
	cmp "$site/.well-known/openpgpkey/hu/$name" "$site/.well-known/openpgpkey/csirt.example.org/hu/$name"
	# gpg takes it as it would by `gpg --locate-keys`, and with it verifies the site.
	GNUPGHOME=$(mktemp -d "$WORK/greader.XXXX")
	export GNUPGHOME
	gpg --batch --quiet --no-autostart --import "$site/.well-known/openpgpkey/hu/$name" 2>"$WORK/import.log"
	gpg --batch --no-autostart --status-fd 1 --verify "$site/SHA256SUMS.asc" "$site/SHA256SUMS" >"$WORK/status" 2>/dev/null
	has "$WORK/status" "VALIDSIG $fpr "
	sq inspect "$site/.well-known/openpgpkey/hu/$name" >"$WORK/sq.log" 2>&1 || fail "$(cat "$WORK/sq.log")"
	config 'formats: {wkd: no}'
	commit 2024-01-12 "None by address"
	gnupg_home again
	make_key
	build
	absent .well-known/openpgpkey
}

csaf=.well-known/csaf/white/2024/ex-2024-0001

# resign: SHA256SUMS made and signed anew, as whoever has the key can.
resign() (
	cd "$site"
	summed . | tr '\n' '\0' | xargs -0 sha256sum >"$WORK/sums"
	cp "$WORK/sums" SHA256SUMS
	gpg --batch --quiet --yes --armor --local-user "$fpr" --output SHA256SUMS.asc --detach-sign SHA256SUMS
)

test_every_csaf_document_is_signed() {
	small_archive
	make_key
	build
	local document
	exists $csaf.json $csaf-en.json
	for document in "$site"/$csaf.json "$site"/$csaf-en.json; do
		as_reader gpg --batch --quiet --no-autostart --verify "$document.asc" "$document" 2>/dev/null
		sq verify --signer-cert "$site/keys/$fpr.asc" --detached "$document.asc" "$document" 2>"$WORK/sq.log" || fail "$(cat "$WORK/sq.log")"
		(cd "${document%/*}" && sha256sum -c --strict --quiet "${document##*/}.sha256" && sha512sum -c --strict --quiet "${document##*/}.sha512")
	done
	lacks SHA256SUMS .json.asc
	has SHA256SUMS "  $csaf.json.sha512"
	has ja/verify/index.html "gpg --verify ex-2024-0001.json.asc ex-2024-0001.json" "gpg --verify security.txt"
	# Nothing is signed in an unsigned site.
	signing=(--unsigned)
	site=$WORK/public/other
	build
	exists $csaf.json $csaf.json.sha256 $csaf.json.sha512
	same "$(listing | grep -F .asc || true)" ""
}

test_verify_finds_faults_of_csaf_documents() {
	small_archive
	make_key
	build
	cp -a "$site" "$WORK/kept"
	local first=$fpr
	# Altered, and all of it summed and signed again by whoever has the key, but for the document's own signature.
	sed -i 's/Title EX/Other EX/' "$site/$csaf-en.json"
	fails 1 P114 verify "$site"
	(cd "$site/${csaf%/*}" && for n in 256 512; do sha${n}sum ex-2024-0001-en.json >ex-2024-0001-en.json.sha$n; done)
	resign
	fails 1 T135 verify "$site"
	says "$csaf-en.json.asc"
	says_not P114
	cp -a "$WORK/kept/." "$site/"
	rm "$site/$csaf.json.asc"
	fails 1 P113 verify "$site"
	says "$csaf.json.asc"
	cp "$site/$csaf-en.json.asc" "$site/$csaf.json.asc"
	fails 1 T135 verify "$site"
	cp -a "$WORK/kept/." "$site/"
	cp "$site/$csaf-en.json.sha512" "$site/$csaf.json.sha512"
	resign
	fails 1 P114 verify "$site"
	says "$csaf.json.sha512"
	rm "$site/$csaf.json.sha512"
	resign
	fails 1 P113 verify "$site"
	cp -a "$WORK/kept/." "$site/"
	cp "$site/$csaf.json.asc" "$site/.well-known/csaf/provider-metadata.json.asc"
	fails 1 P116 verify "$site"
	rm "$site/.well-known/csaf/provider-metadata.json.asc"
	gnupg_home 2
	make_key
	gpg --batch --quiet --armor --export "$fpr" >"$site/keys/$fpr.asc"
	gpg --batch --quiet --yes --armor --local-user "$fpr" --output "$site/$csaf.json.asc" --detach-sign "$site/$csaf.json"
	GNUPGHOME=$WORK/g1 fpr=$first resign
	fails 1 P117 verify "$site"
	says "$csaf.json.asc"
	fails 1 T138 verify "$site" --fingerprint "$first"
}

test_signatures_of_csaf_documents_are_taken_over() {
	small_archive
	advisory EX-2024-0002 en
	commit 2024-01-11 "EX-2024-0002"
	make_key
	build
	cp -a "$site" "$WORK/first"
	# A bad one and a strange one are not; the others are, with a cache or without.
	cp "$site/$csaf-en.json.asc" "$site/$csaf.json.asc"
	sed -i '/^$/,$d' "$site/.well-known/csaf/white/2024/ex-2024-0002.json.asc"
	build --no-cache
	verify
	cmp "$WORK/first/$csaf-en.json.asc" "$site/$csaf-en.json.asc"
	# Signed anew within the same second it is the one that it was: verify has found it good.
	! cmp -s "$WORK/first/$csaf-en.json.asc" "$site/$csaf.json.asc" || fail "it was not signed anew"
	cp "$site/$csaf.json.asc" "$WORK/kept"
	advisory EX-2024-0002 en 'severity: high'
	commit 2024-01-12 "EX-2024-0002: severity"
	build
	cmp "$WORK/kept" "$site/$csaf.json.asc"
	! cmp -s "$WORK/first/.well-known/csaf/white/2024/ex-2024-0002.json.asc" "$site/.well-known/csaf/white/2024/ex-2024-0002.json.asc" ||
		fail "it was not signed anew"
	verify
}
