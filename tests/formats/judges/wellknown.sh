# shellcheck shell=bash disable=SC2154
# security.txt and the Web Key Directory.
wellknown() { # [CERTIFICATE]
	python3 "$here/judges/wellknown.py" "$site" "$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["base_url"])' "$site/archive.json")" "$@"
}
signed_wellknown() { wellknown "$(ls "$signed"/keys/*.asc)"; }
# What gpg would fetch for the address of the key it holds: the directory's file, and nothing else, into an empty home.
fetched() (
	home=$(mktemp -d "$mine/g.XXXX") && chmod 700 "$home"
	gpg --homedir "$home" --batch --quiet --no-autostart --import "$site"/.well-known/openpgpkey/hu/* &&
		gpg --homedir "$home" --batch --quiet --no-autostart --verify "$site/SHA256SUMS.asc" "$site/SHA256SUMS" &&
		gpg --homedir "$home" --batch --quiet --no-autostart --verify "$site/.well-known/security.txt"
)
text=.well-known/security.txt

judge 'security.txt of unsigned sites' everywhere wellknown
judge 'the shipped archive has a security.txt' test -f "$shipped/$text"
finds 'two days' 'Expires' "sed -i 's/^Expires.*/&\n&/' $text" wellknown
finds 'a day that is past' 'Expires' "sed -i 's/^Expires: 20/Expires: 19/' $text" wellknown
finds 'nobody to be told' 'Contact' "sed -i '/^Contact/d' $text" wellknown
finds 'an address that is none' 'the contact' "sed -i 's/mailto://' $text" wellknown
finds 'a policy that leads nowhere' 'leads nowhere' "sed -i 's/^Policy.*policy/&x/' $text" wellknown
finds 'another place' 'Canonical' "sed -i 's/^Canonical: .*/Canonical: https:\/\/elsewhere.example\/$(basename $text)/' $text" wellknown
finds 'a line without a field' 'no field' "sed -i '2i Hello.' $text" wellknown

signed_site >/dev/null 2>&1
site=$signed
judge 'security.txt and keys by mail address, read by sq' signed_wellknown
judge 'gpg imports the key by its address, and verifies the site with it' fetched
finds 'an altered contact (sq)' 'security.txt: sq:' "sed -i 's/mailto:info/mailto:evil/' $text" signed_wellknown
finds 'text before the signed one' 'stands before' "sed -i '1i Hello.' $text" signed_wellknown
finds 'an armoured key' 'is not binary' "for f in .well-known/openpgpkey/hu/*; do gpg --enarmor <\$f >x 2>/dev/null && mv x \$f; done" signed_wellknown
finds 'the key of another address' 'holds' "for f in .well-known/openpgpkey/hu/*; do mv \$f .well-known/openpgpkey/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q; done" signed_wellknown
finds 'no policy' 'has no policy' 'rm .well-known/openpgpkey/policy' signed_wellknown
