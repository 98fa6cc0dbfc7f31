/* Versions, and IPv4 addresses among them. A number with a dot is a version unless something beside it says that it
 * is not: a unit, a currency, "section", a score. Then, as where it is part of a word (libx-1.38.so), it
 * is not named, but still provided: the other language may say more clearly what it is.
 *
 * Keys: v: version without "v", in lower case; "1.4.x" for a series. */
#include "document/mention_scan.h"

struct number {
	size_t at, end;    /* of the version with its suffix */
	size_t digits_end; /* of 1.38 in 1.38-rc1 */
	unsigned parts;    /* numbers between dots */
	bool address;      /* four of them, each at most 255 */
	bool series;       /* .x or .* follows, and belongs to it */
	bool weak;         /* may be no version */
};

/* What stands before at ends with one of the words (lower-case); one of letters is no part of a longer one. */
static bool ends_with_word(const struct scan *s, size_t at, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (scan_follows(s, at, *words) && !(scan_is_letter(**words) && scan_is_alnum(scan_before(s, at - n))))
			return true;
	}
	return false;
}

static bool has_word(const struct scan *s, size_t at, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (scan_has(s, at, *words) && !(scan_is_letter((*words)[n - 1]) && scan_is_alnum(s->text[at + n])))
			return true;
	}
	return false;
}

/* The end of what stands before at, without blanks (as many as a line may have). */
static size_t skip_back(const struct scan *s, size_t at)
{
	for (int i = 0; i < 4 && at > 0 && (s->text[at - 1] == ' ' || s->text[at - 1] == '\n'); i++)
		at--;
	return at;
}

/* "v", "Ver.", "version " and the like before it. */
static bool after_version_word(const struct scan *s, size_t at)
{
	static const char *const joined[] = {"v", "v.", NULL};
	static const char *const words[] = {"version", "versions", "ver", "ver.", "バージョン", "release", "releases", NULL};
	return ends_with_word(s, at, joined) || ends_with_word(s, skip_back(s, at), words);
}

/* Part of a word or a path. After a hyphen it may also end a range: 1.0-1.4. */
static bool begins_inside(const struct scan *s, size_t at)
{
	char before = scan_before(s, at);
	if (before == '-')
		return at < 2 || !scan_is_digit(s->text[at - 2]);
	return scan_is_alnum(before) || (before && strchr("./_@#%+$\\", before));
}

static void read_digits(struct number *n, const struct scan *s, size_t at)
{
	int part;
	bool small = true;
	*n = (struct number){.at = at, .end = at};
	for (size_t next = at; n->parts < 12; next = n->end + 1) {
		size_t end = scan_int(s, next, 9, &part);
		if (end == next)
			break;
		small = small && part <= 255 && (part == 0 ? end - next == 1 : s->text[next] != '0');
		n->end = end;
		n->parts++;
		if (s->text[end] != '.')
			break;
	}
	n->digits_end = n->end;
	n->address = n->parts == 4 && small && s->text[at] != '0';
}

/* Units; those of one letter only right behind the number. */
static bool is_unit(const struct scan *s, size_t at)
{
	static const char *const letters[] = {"s", "h", "x", "m", "g", "W", "V", "A", NULL};
	static const char *const units[] = {
		"KB",	 "MB",	  "GB",	    "TB",	"KiB",	   "MiB",    "GiB",  "kB",    "bytes",	"kHz",	  "MHz",   "GHz",
		"Hz",	 "Mbps",  "Gbps",   "kbps",	"ms",	   "sec",    "second", "seconds", "min", "minute", "minutes", "hour",
		"hours", "day",	  "days",   "week",	"weeks",   "month",  "months", "year", "years",	"times",  "percent", "per",
		"million", "billion", "points", "mm",	"cm",	   "km",     "kg",   "px",    "pt",	"em",	  "inch",  "inches",
		"USD",	 "EUR",	  "JPY",    "yen",	"dollars", "%",	     "％",   "秒",    "分",	"時間",	  "日",	   "週",
		"か月",	 "ヶ月",  "カ月",   "年",	"倍",	   "円",     "ドル", "ユーロ", "件",	"個",	  "台",	   "人",
		"割",	 "度",	  "万",	    "億",	"点",	   "ポイント", "パーセント", "キロ", "メガ", "ギガ", "メートル", NULL};
	return has_word(s, at, letters) || has_word(s, scan_skip_blanks(s, at), units);
}

static bool is_place_in_text(const struct scan *s, const struct number *n)
{
	static const char *const before[] = {"section", "sections", "sec.", "chapter", "figure", "fig.", "table",    "step",
					     "steps",	"item",	    "appendix", "clause",  "§",	     "第",   "図",	 "表",
					     "節",	"章",	    "手順",	"項",	   "附属書", NULL};
	static const char *const after[] = {"節", "章", "項", "条", NULL};
	/* A heading's own number. */
	if (s->heading && n->at == 0 && (s->text[n->end] == ' ' || s->text[n->end] == '.'))
		return true;
	return ends_with_word(s, skip_back(s, n->at), before) || has_word(s, n->end, after);
}

/* "CVSS 9.8", "base score: 7.5", "7.8（重要）". */
static bool is_score(const struct scan *s, const struct number *n)
{
	static const char *const near[] = {"cvss", "score", "スコア", "基本値", NULL};
	static const char *const levels[] = {"critical", "high", "medium", "low", "Critical", "High", "Medium", "Low",
					     "CRITICAL", "HIGH", "MEDIUM", "LOW", "緊急", "重要", "警告", "注意", NULL};
	size_t whole = strcspn(s->text + n->at, ".");
	if (n->parts != 2 || whole > 2 || n->digits_end != n->at + whole + 2)
		return false;
	for (size_t back = 0, at = n->at; back < 24 && at > 0 && !scan_is_digit(s->text[at - 1]); back++, at--)
		if (ends_with_word(s, at, near))
			return true;
	size_t after = scan_skip_blanks(s, n->end);
	return (s->text[after] == '(' && has_word(s, after + 1, levels)) || has_word(s, after, levels);
}

/* "1,234.56" is an amount; "1.2,1.345" are two versions. */
static bool is_grouped(const struct scan *s, const struct number *n)
{
	size_t first = n->at;
	while (first > 0 && n->at - first < 20 && (scan_is_digit(s->text[first - 1]) || s->text[first - 1] == ','))
		first--;
	return first < n->at && scan_is_digit(s->text[first]) && strcspn(s->text + n->at, ".") == 3 &&
	       (first == 0 || s->text[first - 1] != '.');
}

static bool is_amount(const struct scan *s, const struct number *n)
{
	static const char *const money[] = {"$", "¥", "€", "£", "￥", NULL};
	return ends_with_word(s, n->at, money) || is_grouped(s, n);
}

/* Words that make "1.4" a series, beside it. */
static bool is_series(const struct scan *s, const struct number *n)
{
	static const char *const after[] = {"系", "シリーズ", "ブランチ", "series", "branch", "line", "releases", NULL};
	static const char *const before[] = {"series", "branch", "シリーズ", "ブランチ", NULL};
	return has_word(s, scan_skip_blanks(s, n->end), after) || ends_with_word(s, skip_back(s, n->at), before);
}

static bool is_suffix_word(struct span word)
{
	static const char *const words[] = {"alpha", "beta", "rc",   "pre", "dev", "post", "final", "ga", "sp",
					    "p",     "b",    "snapshot", "lts", "u", "r", "build", NULL};
	char lower[16];
	if (!word.length || word.length >= sizeof(lower))
		return false;
	for (size_t i = 0; i < word.length; i++)
		lower[i] = word.data[i] >= 'A' && word.data[i] <= 'Z' ? (char)(word.data[i] - 'A' + 'a') : word.data[i];
	for (size_t i = 0; words[i]; i++)
		if (span_is(span_make(lower, word.length), words[i]))
			return true;
	return false;
}

/* Letters right behind the digits: 1.0.2k, 9.8p1, 2.0rc1. */
static void read_letters(struct number *n, const struct scan *s)
{
	size_t end = n->end;
	while (scan_is_letter(s->text[end]) && end - n->end <= 10)
		end++;
	size_t letters = end - n->end;
	if (!letters)
		return;
	size_t digits = end;
	while (scan_is_digit(s->text[digits]) && digits - end <= 9)
		digits++;
	bool belongs = is_suffix_word(span_make(s->text + n->end, letters)) || (letters <= 5 && digits > end) ||
		       (letters == 1 && (n->parts > 2 || !is_unit(s, n->end)));
	if (belongs && !scan_is_letter(s->text[digits]))
		n->end = digits;
	else
		n->weak = true;
}

/* What "-", "+" or "~" joins on: 5.4.2-1.rj, 1.4.0-rc.1, 1.2~beta; not 1.38-based, nor 1.0-1.4, which is a range. */
static void read_joined(struct number *n, const struct scan *s)
{
	char sign = s->text[n->end];
	if (!sign || !strchr("-+~_", sign) || !scan_is_alnum(s->text[n->end + 1]))
		return;
	size_t from = n->end + 1, end = from;
	bool digit = false, only_numbers = true, dot = false;
	while (end - from < 64 && (scan_is_alnum(s->text[end]) || (s->text[end] && strchr(".+~_-", s->text[end])))) {
		digit = digit || scan_is_digit(s->text[end]);
		dot = dot || s->text[end] == '.';
		only_numbers = only_numbers && (scan_is_digit(s->text[end]) || s->text[end] == '.');
		end++;
	}
	while (end > from && !scan_is_alnum(s->text[end - 1]))
		end--;
	dot = dot && memchr(s->text + from, '.', end - from);
	if ((sign == '-' && only_numbers && dot) || (!digit && !is_suffix_word(span_make(s->text + from, end - from))))
		return;
	n->end = end;
}

static void read_series(struct number *n, const struct scan *s)
{
	char sign = s->text[n->end + 1];
	if (s->text[n->end] != '.' || (sign != 'x' && sign != 'X' && sign != '*') || scan_is_alnum(s->text[n->end + 2]))
		return;
	n->series = true;
	n->end += 2;
}

static void read_suffix(struct number *n, const struct scan *s)
{
	read_series(n, s);
	if (n->series)
		return;
	/* A file's name goes on, or a domain: 1.38.tar.gz. */
	if (s->text[n->end] == '.' && scan_is_alnum(s->text[n->end + 1]))
		n->weak = true;
	read_letters(n, s);
	if (!n->weak)
		read_joined(n, s);
}

static bool may_be_something_else(const struct scan *s, const struct number *n)
{
	return is_amount(s, n) || is_place_in_text(s, n) || is_score(s, n) ||
	       (n->parts <= 2 && n->end == n->digits_end && is_unit(s, n->end));
}

static char *version_text(struct scan *s, const struct number *n)
{
	if (n->series)
		return arena_printf(scan_arena(s), "v:%.*s.x", (int)(n->digits_end - n->at), s->text + n->at);
	return arena_printf(scan_arena(s), "v:%s", scan_lower(s, n->at, n->end));
}

static void note_version(struct scan *s, const struct number *n)
{
	struct arena *a = scan_arena(s);
	char *key = version_text(s, n);
	const char *digits = arena_printf(a, "v:%.*s", (int)(n->digits_end - n->at), s->text + n->at);
	if (n->end != n->digits_end)
		scan_provide(s, digits);
	else if (is_series(s, n))
		scan_provide(s, arena_printf(a, "%s.x", digits));
	if (n->weak)
		scan_provide(s, key);
	else
		scan_name(s, MENTION_VERSION, n->at, n->end, (const char *[MENTION_KEYS]){key});
}

size_t scan_number(struct scan *s, size_t at)
{
	struct number n;
	if (!scan_is_digit(s->text[at]) || scan_is_digit(scan_before(s, at)))
		return at;
	read_digits(&n, s, at);
	if (n.end == at) { /* more digits than a version has: to be passed over whole */
		while (scan_is_digit(s->text[n.end]))
			n.end++;
		return n.end;
	}
	bool said = after_version_word(s, at);
	read_suffix(&n, s);
	if (n.address && !said && n.end == n.digits_end && !begins_inside(s, at) && !scan_is_alnum(s->text[n.end])) {
		scan_provide(s, version_text(s, &n));
		return scan_ipv4(s, at, n.end);
	}
	if (n.address)
		scan_provide(s, arena_printf(scan_arena(s), "i:%.*s", (int)(n.digits_end - at), s->text + at));
	if (!said)
		n.weak = n.weak || (n.parts < 2 && !n.series) || begins_inside(s, at) || may_be_something_else(s, &n);
	note_version(s, &n);
	return n.end;
}
