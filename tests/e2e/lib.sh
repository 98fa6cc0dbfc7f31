# shellcheck shell=bash
# The words of the end-to-end cases. Sourced by case; $WORK is the case's folder,
# $SHARED one that all cases see.
# Invariant: a word that expects something ends the case, with a reason, if it is not so.
set -eu -E -o pipefail
trap 'echo "failed: ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND" >&2' ERR

export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_TEMPLATE_DIR=
export GIT_AUTHOR_NAME="A Publisher" GIT_AUTHOR_EMAIL=publisher@example.org
export GIT_COMMITTER_NAME="A Publisher" GIT_COMMITTER_EMAIL=publisher@example.org
export PYTHONDONTWRITEBYTECODE=1

repo=$WORK/r          # the archive's repository
site=$WORK/public/site # nothing but shirase writes beside it
prefix=archive/       # of the archive in the repository; "" for the root
signing=(--unsigned)  # how build signs; make_key changes it
fpr=

run_case() {
	mkdir -p "$WORK/public"
	cd "$WORK"
	"$1"
}

fail() {
	local i
	echo "FAIL: $*" >&2
	for ((i = 1; i < ${#FUNCNAME[@]}; i++)); do
		[[ ${FUNCNAME[i]} == run_case ]] && break
		echo "  at ${BASH_SOURCE[i]##*/}:${BASH_LINENO[i - 1]}" >&2
	done
	trap - ERR
	exit 1
}

# An archive. ------------------------------------------------------------------

# Lines "KEY: VALUE", the later one of a key wins; "-KEY" takes it out.
fields() {
	local -A value=() known=()
	local -a keys=()
	local line key
	for line; do
		if [[ $line == -* ]]; then
			unset "value[${line#-}]"
			continue
		fi
		key=${line%%:*}
		[[ -v known[$key] ]] || keys+=("$key")
		known[$key]=1
		value[$key]=$line
	done
	for key in "${keys[@]}"; do
		if [[ -v value[$key] ]]; then
			printf '%s\n' "${value[$key]}"
		fi
	done
}

# config [LINE]…: writes archive.yaml.
config() {
	mkdir -p "$repo/$prefix"
	fields 'version: 1' 'base_url: https://csirt.example.org/' \
		$'publisher:\n  name: {ja: 例示CSIRT, en: Example CSIRT}\n  namespace: https://csirt.example.org\n  category: coordinator\n  contact: {email: info@csirt.example.org}' \
		'languages: [ja, en]' 'id: "EX-{year}-{serial:04}"' 'time_zone: Asia/Tokyo' 'theme: default' \
		'filters: [table, autolink, spacing]' 'security_txt: {expires: 2024-12-31}' "$@" >"$repo/${prefix}archive.yaml"
}

# new_repo [LINE]…: an empty repository with an archive.yaml.
new_repo() {
	git init -q -b main "$repo"
	config "$@"
}

# body LANG [TEXT]: a body with all that a final advisory must tell, and TEXT.
body() {
	local more=${2-}
	if [ "$1" = ja ]; then
		printf '## %s\n\n%s\n\n' 概要 "製品に脆弱性があります。$more" 対象 '1.2より前のバージョン。' 想定される影響 'サービスが止まります。' \
			脅威の状況 '悪用は確認していません。' 検知方法 'ログを確認してください。' 対策 '更新してください。' 対策による影響 'なし'
	else
		printf '## %s\n\n%s\n\n' Overview "The product has a flaw. $more" 'Affected products' 'Versions before 1.2.' \
			Impact 'The service stops.' 'Threat status' 'No exploitation is known.' Detection 'Look at the log.' \
			Solution 'Update.' 'Side effects' 'None'
	fi
}

# document ID LANG LINE…: $BODY is its body, if that is set; $FOLDER a folder below advisories/.
document() {
	local id=$1 lang=$2 file
	shift 2
	file=$repo/${prefix}advisories/${FOLDER:+$FOLDER/}$id.$lang.md
	mkdir -p "${file%/*}"
	{
		echo ---
		fields "$@"
		printf -- '---\n\n%s\n' "${BODY-$(body "$lang")}"
	} >"$file"
}

# advisory ID LANG [LINE]…: a source, final and complete unless the lines say otherwise.
advisory() {
	local id=$1 lang=$2
	shift 2
	document "$id" "$lang" "title: Title $id $lang" 'status: final' 'kind: vulnerability' \
		$'affected:\n  - {vendor: Example Ltd, product: Reiji, type: application, versions: ["<1.2"], fixed: "1.2"}' \
		'impact: [denial-of-service]' 'exploitation: none-known' 'severity: medium' "$@"
}

# translation ID LANG [LINE]…
translation() {
	local id=$1 lang=$2
	shift 2
	document "$id" "$lang" "title: Title $id $lang" "$@"
}

# attach ID NAME TEXT
attach() {
	mkdir -p "$(dirname "$repo/${prefix}advisories/$1/$2")"
	printf '%s\n' "$3" >"$repo/${prefix}advisories/$1/$2"
}

# page NAME LANG BODY
page() {
	mkdir -p "$repo/${prefix}pages"
	printf -- '---\ntitle: Page %s %s\n---\n\n%s\n' "$1" "$2" "$3" >"$repo/${prefix}pages/$1.$2.md"
}

# commit DATE MESSAGE: all that changed; DATE is YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ.
commit() {
	local date=$1
	[[ $date == *T* ]] || date=${date}T00:00:00Z
	git -C "$repo" add -A
	GIT_AUTHOR_DATE=$date GIT_COMMITTER_DATE=$date git -C "$repo" commit -q -m "$2"
}

head_of() { git -C "$repo" rev-parse "${1:-HEAD}"; }

# small_archive: one advisory, ja with its translation, committed.
small_archive() {
	new_repo "$@"
	advisory EX-2024-0001 ja
	translation EX-2024-0001 en
	commit 2024-01-10 "Publish EX-2024-0001"
}

# Keys. ------------------------------------------------------------------------

# gnupg_home NAME: a new GnuPG home, from now on the one that is used.
gnupg_home() {
	export GNUPGHOME=$WORK/g$1
	mkdir -m 700 "$GNUPGHOME"
}

# make_key [USAGE] [EXPIRES] [GPG OPTION]…: a key without a passphrase, in $fpr; build signs with it.
make_key() {
	local usage=${1:-sign} expires=${2:-never}
	shift $(($# < 2 ? $# : 2))
	[ -n "${GNUPGHOME-}" ] || gnupg_home 1
	local attempt
	# An agent that is slow to start on a busy machine is no fault of what is tested.
	for attempt in 1 2 3; do
		fpr=$(gpg --batch --quiet --no-tty --pinentry-mode loopback --passphrase "${PASSPHRASE-}" --status-fd 1 "$@" \
			--quick-generate-key "Example CSIRT <info@csirt.example.org>" "${ALGORITHM:-ed25519}" "$usage" "$expires" 2>"$WORK/gpg.log" |
			sed -n 's/^\[GNUPG:\] KEY_CREATED [BP] //p') && break
		[ "$attempt" = 3 ] || gpgconf --kill all
	done
	[ -n "$fpr" ] || fail "no key was made: $(cat "$WORK/gpg.log")"
	signing=(--key "$fpr")
}

# as_reader COMMAND…: with a fresh GnuPG home that holds the site's certificates.
as_reader() (
	GNUPGHOME=$(mktemp -d "$WORK/greader.XXXX")
	export GNUPGHOME
	gpg --batch --quiet --no-autostart --import "$site"/keys/*.asc 2>"$WORK/import.log" || fail "$(cat "$WORK/import.log")"
	"$@"
)

# The program. -------------------------------------------------------------------

show() {
	sed 's/^/  out: /' "$WORK/out"
	sed 's/^/  err: /' "$WORK/err"
}

# shirase ARGUMENT…: runs the program; leaves $status and the files out and err.
shirase() {
	status=0
	"$PROGRAM" "$@" >"$WORK/out" 2>"$WORK/err" || status=$?
}

# ok ARGUMENT…: it must end well.
ok() {
	shirase "$@"
	[ "$status" -eq 0 ] || {
		show
		fail "status $status: shirase $*"
	}
}

# fails STATUS CODE ARGUMENT…: it must end with this status, and say this code ("" for none).
fails() {
	local want=$1 code=$2
	shift 2
	shirase "$@"
	[ "$status" -eq "$want" ] || {
		show
		fail "status $status instead of $want: shirase $*"
	}
	[ -z "$code" ] || says "[$code]"
}

# says TEXT: the last call said it on its standard error.
says() {
	grep -qF -- "$1" "$WORK/err" || {
		show
		fail "it does not say: $1"
	}
}

says_not() {
	! grep -F -- "$1" "$WORK/err" || fail "it says: $1"
}

build() {
	ok build -C "$repo" -o "$site" "${signing[@]}" "$@"
	has "$WORK/out" "built "
	same "$(ls -A "$TMPDIR")" ""
}

verify() {
	ok verify "$site" "$@"
	has "$WORK/out" "all good" "serial "
	same "$(ls -A "$TMPDIR")" ""
}

# breaks STATUS CODE [ARGUMENT]…: a build that fails, and leaves the site and all beside it as it was.
breaks() {
	local want=$1 code=$2 before
	shift 2
	before=$(snapshot)
	fails "$want" "$code" build -C "$repo" -o "$site" "${signing[@]}" "$@"
	same "$before" "$(snapshot)"
	same "$(ls -A "$TMPDIR")" ""
}

# snapshot [FOLDER]: every name, kind, mode and byte of it.
snapshot() (
	cd "${1:-$WORK/public}"
	find . -printf '%y %m %p %l\n' | LC_ALL=C sort
	find . -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum
)

# listing [FOLDER]: the files of the site, sorted.
listing() (
	cd "${1:-$site}"
	find . -type f -printf '%P\n' | LC_ALL=C sort
)

# summed [FOLDER]: those of them that SHA256SUMS lists: all but itself and the signatures.
summed() {
	listing "${1:-$site}" | grep -vE '^SHA256SUMS(\.asc)?$|^text/[^/]*\.asc$|^\.well-known/csaf/.*\.json\.asc$|^\.well-known/security\.txt$'
}

# Expectations. ----------------------------------------------------------------

same() {
	[ "$1" = "$2" ] || {
		diff <(printf '%s\n' "$1") <(printf '%s\n' "$2") | head -n 40 >&2 || true
		fail "these differ"
	}
}

# has FILE TEXT…, lacks FILE TEXT…: FILE in the site, or a path from the root.
has() {
	local file=$1 text
	[[ $file == /* ]] || file=$site/$file
	shift
	[ -f "$file" ] || fail "there is no file $file"
	for text; do
		grep -qF -- "$text" "$file" || {
			head -c 3000 "$file" >&2
			fail "$file lacks: $text"
		}
	done
}

lacks() {
	local file=$1 text
	[[ $file == /* ]] || file=$site/$file
	shift
	[ -f "$file" ] || fail "there is no file $file"
	for text; do
		! grep -nF -- "$text" "$file" >&2 || fail "$file has: $text"
	done
}

exists() {
	local path
	for path; do
		[ -f "$site/$path" ] || fail "the site lacks $path"
	done
}

absent() {
	local path
	for path; do
		[ ! -e "$site/$path" ] || fail "the site has $path"
	done
}

# nowhere TEXT…: no byte of it in any file or name of the site.
nowhere() {
	local text
	for text; do
		! grep -rlaF -- "$text" "$site" >&2 || fail "the site holds: $text"
		! listing | grep -F -- "$text" >&2 || fail "a name of the site holds: $text"
	done
}

# same_sites A B: byte for byte, names and modes too.
same_sites() {
	diff -r --brief "$1" "$2" >&2 || fail "the sites $1 and $2 differ"
	same "$(cd "$1" && find . -printf '%y %m %P\n' | LC_ALL=C sort)" "$(cd "$2" && find . -printf '%y %m %P\n' | LC_ALL=C sort)"
}

# of_pages: what they say to programs.
of_pages() {
	python3 "$HERE/metadata.py" "$site" >"$WORK/check.log" 2>&1 || {
		head -n 60 "$WORK/check.log" >&2
		fail "metadata.py"
	}
}

# of_site CHECK [ARGUMENT]…: site.py.
of_site() {
	python3 "$HERE/site.py" "$1" "$site" "${@:2}" >"$WORK/check.log" 2>&1 || {
		head -n 60 "$WORK/check.log" >&2
		fail "site.py $1"
	}
}

# json PYTHON VALUE: an expression over archive.json; e(n) is advisory EX-2024-000n.
json() {
	same "$2" "$(python3 "$HERE/site.py" value "$site" "$1")"
}

# events N LINE…: those of advisory EX-2024-000N, each "SERIAL CLASS LANGUAGE REVISION[ CHANGED,…]".
events() {
	local n=$1
	shift
	same "$(printf '%s\n' "$@")" "$(python3 "$HERE/site.py" events "$site" "$n")"
}

# A site that several cases look at, and none changes. --------------------------

# with_rich: $repo and $site are the shared ones (rich.sh), made by who comes first.
with_rich() {
	(
		flock 9
		[ ! -e "$SHARED/rich/failed" ] || fail "the shared site could not be made"
		if [ ! -e "$SHARED/rich/done" ]; then
			mkdir -p "$SHARED/rich/public"
			: >"$SHARED/rich/failed"
			# shellcheck disable=SC2030
			repo=$SHARED/rich/r site=$SHARED/rich/public/site GNUPGHOME=$SHARED/rich/g
			export GNUPGHOME
			mkdir -m 700 "$GNUPGHOME"
			. "$HERE/rich"
			make_rich
			gpgconf --kill all
			rm "$SHARED/rich/failed"
			: >"$SHARED/rich/done"
		fi
	) 9>"$SHARED/rich.lock"
	repo=$SHARED/rich/r
	site=$SHARED/rich/public/site
	fpr=$(cat "$SHARED/rich/fpr")
}

# with_rich_copy: a copy of the shared site to do harm to.
with_rich_copy() {
	with_rich
	cp -a "$site" "$WORK/public/site"
	site=$WORK/public/site
}
