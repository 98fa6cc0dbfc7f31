# shellcheck shell=bash disable=SC2034,SC2154
# From a tar file to an installed shirase that works without its source tree, and goes without a trace.

root=$HERE/../..

# packed: the tar file of the tree as it is now, in $WORK/shirase.tar.gz; its version in $version.
packed() {
	local copy=$WORK/tree
	mkdir "$copy"
	tar -C "$root" --exclude=./build --exclude=./.git -c . | tar -C "$copy" -x --no-same-owner
	git init -q -b main "$copy"
	git -C "$copy" add -A
	git -C "$copy" commit -q -m Release
	make -C "$copy" dist >"$WORK/dist.log"
	version=$(sed -n 's/^VERSION := //p' "$copy/Makefile")
	mv "$copy/build/shirase-$version.tar.gz" "$WORK/shirase.tar.gz"
	rm -rf "$copy"
}

# in_tree TARGET [VARIABLE=VALUE]…: make, without what a faster build of a test can do without.
in_tree() {
	make -C "$tree" -j2 OPT='-O0 -g' "$@" >"$WORK/make.log" 2>&1 || fail "$(tail -n 20 "$WORK/make.log")"
}

# files_below FOLDER: every file and link with its mode.
files_below() {
	(cd "$1" && find . ! -type d -printf '%m %P\n' | LC_ALL=C sort)
}

# installed_works PREFIX: a fresh archive, its check, build and verification.
installed_works() {
	PROGRAM=$1/bin/shirase
	ok --version
	same "$(head -n 1 "$WORK/out")" "shirase $version"
	rm -rf "$repo" "$site"
	ok init "$repo" --name "Example CSIRT" --base-url https://csirt.example.org/ --email info@csirt.example.org
	[ -s "$repo/.gitlab-ci.yml" ] || fail "a new archive lacks .gitlab-ci.yml"
	ok new -C "$repo"
	git -C "$repo" clean -q -f -d
	ok check -C "$repo"
	build
	verify --fingerprint "$fpr"
	has ja/index.html '<html lang="ja"'
}

test_make_dist_builds_and_what_it_installs_needs_no_source_tree() {
	packed
	tree="$WORK/a b/shirase-$version"
	mkdir "$WORK/a b"
	tar -C "$WORK/a b" -xf "$WORK/shirase.tar.gz"
	in_tree all
	! grep -qaF "$WORK" "$tree/build/shirase" || fail "the program holds the path that it was built in"

	# Into a folder whose name has a blank, whatever the umask.
	(umask 077 && in_tree install DESTDIR="$WORK/d e s t" PREFIX=/usr)
	local below="$WORK/d e s t/usr"
	same "$(find "$WORK/d e s t" -type d ! -perm 755)" ""
	same "$(files_below "$below" | grep -v '^644 ')" "755 bin/shirase"
	cmp "$tree/build/shirase" "$below/bin/shirase"
	for file in share/man/man1/shirase.1 share/man/man5/shirase-archive.5 share/man/man7/shirase-diagnostics.7 share/man/man7/shirase-reader.7 \
		share/man/ja/man5/shirase-archive.5 share/doc/shirase/README.md share/shirase/filters/locale/ja.lua; do
		[ -s "$below/$file" ] || fail "it does not install $file"
	done

	local link links=0
	while read -r link; do
		[ -e "$below/share/doc/shirase/$link" ] || fail "its README.md points to $link, which is not there"
		links=$((links + 1))
	done < <(grep -oE '\]\([^)#:]+\)' "$below/share/doc/shirase/README.md" | tr -d '()]')
	[ "$links" -gt 4 ] || fail "its README.md has $links links"
	diff -r "$root/generator/starter" "$below/share/shirase/starter"
	diff -r "$root/themes/default/templates" "$below/share/shirase/themes/default/templates"

	# It takes away what it brought, and nothing else.
	local before
	mkdir -p "$below/share/shirase/themes/mine/templates" "$below/share/shirase/filters/locale/empty"
	echo mine | tee "$below/bin/mine" "$below/share/shirase/themes/mine/templates/page.html" \
		"$below/share/shirase/themes/default/templates/mine.html" "$below/share/man/man1/mine.1" >/dev/null
	in_tree uninstall DESTDIR="$WORK/d e s t" PREFIX=/usr
	same "$(files_below "$below")" "644 bin/mine
644 share/man/man1/mine.1
644 share/shirase/themes/default/templates/mine.html
644 share/shirase/themes/mine/templates/page.html"
	[ ! -e "$below/share/doc/shirase" ] || fail "it leaves an empty folder of its own"
	[ ! -e "$below/share/man/ja" ] || fail "it leaves an empty folder of manual pages"
	[ ! -e "$below/share/shirase/starter" ] || fail "it leaves an empty folder of its own"
	[ -d "$below/share/shirase/filters/locale/empty" ] || fail "it takes away a folder that it did not bring"
	in_tree uninstall DESTDIR="$WORK/d e s t" PREFIX=/usr

	# Without the tree, and where the whole prefix was moved to.
	in_tree install PREFIX="$WORK/usr"
	rm -rf "$WORK/a b" "$WORK/d e s t"
	make_key
	installed_works "$WORK/usr"
	mv "$WORK/usr" "$WORK/opt"
	installed_works "$WORK/opt"

	# The program alone tells what is missing; nor does it take what lies above an installed one.
	mkdir -p "$WORK/lonely/bin"
	cp "$WORK/opt/bin/shirase" "$WORK/lonely/bin"
	cp -r "$WORK/opt/share/shirase/themes" "$WORK/opt/share/shirase/filters" "$WORK/lonely"
	PROGRAM=$WORK/lonely/bin/shirase
	rm -r "$site"
	fails 3 B105 build -C "$repo" -o "$site" --unsigned
	says "make install"
}
