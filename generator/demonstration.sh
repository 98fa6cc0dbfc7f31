#!/bin/bash
# Builds the demonstration site: the archive of this repository, from its own
# history, signed with a key that is made here and worth nothing.
#   generator/demonstration.sh PROGRAM BUILD
set -eu -o pipefail
program=$1
build=$(cd "$2" && pwd)
site=$build/site
home=$build/gnupg
user='info@csirt.example.org'

# A stamp of what the site was built from: a second run has nothing to do.
stamp=$(git rev-parse HEAD; sha256sum <"$program")
if [ -e "$site/SHA256SUMS.asc" ] && [ "$(cat "$build/site.stamp" 2>/dev/null)" = "$stamp" ]; then
	echo "build/site is up to date: open build/site/index.html"
	exit 0
fi

# The agent's socket has to fit into 107 bytes (unix(7)): a deep folder gets a short name.
export GNUPGHOME=$home
short=
if [ ${#home} -gt 80 ]; then
	short=$(mktemp -d)
	ln -s "$home" "$short/g"
	GNUPGHOME=$short/g
fi
cleanup() {
	gpgconf --kill all 2>/dev/null || true
	[ -z "$short" ] || rm -r "$short"
}
trap cleanup EXIT

mkdir -p -m 700 "$home"
key() { gpg --batch --with-colons --list-secret-keys "$user" 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }'; }
if [ -z "$(key)" ]; then
	echo "making a demonstration key in build/gnupg"
	gpg --batch --quiet --no-tty --passphrase '' --quick-generate-key "Example CSIRT (DEMONSTRATION KEY) <$user>" ed25519 sign never 2>/dev/null
	gpg --batch --quiet --no-tty --passphrase '' --quick-add-key "$(key)" cv25519 encr never 2>/dev/null
fi
fingerprint=$(key)

"$program" build -o "$site" --key "$fingerprint"
"$program" verify "$site" --fingerprint "$fingerprint" >/dev/null
echo "$stamp" >"$build/site.stamp"

cat <<END

The demonstration site stands in build/site, signed and verified.
Open build/site/index.html in a browser. Check it yourself with two public commands:

  gpg --homedir build/gnupg --verify build/site/SHA256SUMS.asc build/site/SHA256SUMS
  (cd build/site && LC_ALL=C sha256sum -c --quiet SHA256SUMS)
END
