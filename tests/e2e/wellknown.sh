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
