/* Invariant: a vector is read against the table of its version: each metric at
 * most once, with a value of its list, all mandatory ones present. Scores are
 * computed in integers (1e-12), so that no rounding of binary fractions enters;
 * only the fifteenth power of v3 goes through long double, far more precise than the result needs. */
#include "archive/cvss.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "archive/cvss4.h"

struct metric {
	const char *name, *values; /* values are parted by blanks */
};

enum { AV, AC, PR, UI, S, C, I, A, BASE_V3 };

static const struct metric v3[] = {
	[AV] = {"AV", "N A L P"}, [AC] = {"AC", "L H"}, [PR] = {"PR", "N L H"}, [UI] = {"UI", "N R"},
	[S] = {"S", "U C"},       [C] = {"C", "H L N"}, [I] = {"I", "H L N"},   [A] = {"A", "H L N"},
	{"E", "X H F P U"},       {"RL", "X U W T O"},  {"RC", "X C R U"},      {"CR", "X H M L"},
	{"IR", "X H M L"},        {"AR", "X H M L"},    {"MAV", "X N A L P"},   {"MAC", "X L H"},
	{"MPR", "X N L H"},       {"MUI", "X N R"},     {"MS", "X U C"},        {"MC", "X N L H"},
	{"MI", "X N L H"},        {"MA", "X N L H"},
};

/* In the order of enum cvss4_metric, which a vector must keep; beyond it what does not enter the score. */
static const struct metric v4[] = {
	{"AV", "N A L P"},    {"AC", "L H"},        {"AT", "N P"},      {"PR", "N L H"},
	{"UI", "N P A"},      {"VC", "H L N"},      {"VI", "H L N"},    {"VA", "H L N"},
	{"SC", "H L N"},      {"SI", "H L N"},      {"SA", "H L N"},    {"E", "X A P U"},
	{"CR", "X H M L"},    {"IR", "X H M L"},    {"AR", "X H M L"},  {"MAV", "X N A L P"},
	{"MAC", "X L H"},     {"MAT", "X N P"},     {"MPR", "X N L H"}, {"MUI", "X N P A"},
	{"MVC", "X H L N"},   {"MVI", "X H L N"},   {"MVA", "X H L N"}, {"MSC", "X H L N"},
	{"MSI", "X S H L N"}, {"MSA", "X S H L N"}, {"S", "X N P"},     {"AU", "X N Y"},
	{"R", "X A U I"},     {"V", "X D C"},       {"RE", "X L M H"},  {"U", "X Clear Green Amber Red"},
};

#define COUNT(table) (sizeof(table) / sizeof(*(table)))
#define BASE_V4 11
#define METRICS_MAX 32

_Static_assert(COUNT(v3) <= METRICS_MAX && COUNT(v4) <= METRICS_MAX, "room for every metric");
_Static_assert(COUNT(v4) >= V4_METRICS && METRICS_MAX >= V4_METRICS, "every metric that is scored");

static bool has_value(const char *values, struct span value)
{
	struct span rest = span_of(values);
	while (rest.length) {
		const char *blank = memchr(rest.data, ' ', rest.length);
		struct span one = span_make(rest.data, blank ? (size_t)(blank - rest.data) : rest.length);
		if (span_equal(one, value))
			return true;
		rest = span_after(rest, one.length + (blank != NULL));
	}
	return false;
}

/* Texts of the vector enter with at most SHOWN bytes. */
#define SHOWN(s) (int)((s).length < 20 ? (s).length : 20), (s).data

__attribute__((format(printf, 2, 3))) static bool refuse(char why[CVSS_WHY], const char *format, ...)
{
	va_list args;
	va_start(args, format);
	if (why)
		vsnprintf(why, CVSS_WHY, format, args);
	va_end(args);
	return false;
}

/* Reads "AV:N/AC:L/…": chosen[i] is the first letter of the value of table[i], 0 if it is absent. */
static bool read_metrics(char chosen[METRICS_MAX], const struct metric *table, size_t count, size_t base,
			 bool ordered, struct span text, char why[CVSS_WHY])
{
	size_t last = 0;
	for (;;) {
		const char *slash = text.length ? memchr(text.data, '/', text.length) : NULL;
		struct span part = span_make(text.data, slash ? (size_t)(slash - text.data) : text.length);
		const char *colon = part.length ? memchr(part.data, ':', part.length) : NULL;
		if (!colon)
			return refuse(why, "a metric is written NAME:VALUE, and metrics are joined by /");
		struct span name = span_make(part.data, (size_t)(colon - part.data));
		struct span value = span_after(part, name.length + 1);
		size_t i = 0;
		while (i < count && !span_is(name, table[i].name))
			i++;
		if (i == count)
			return refuse(why, "this version has no metric \"%.*s\"", SHOWN(name));
		if (chosen[i])
			return refuse(why, "the metric %s stands twice", table[i].name);
		if (ordered && i < last)
			return refuse(why, "the metric %s is out of order", table[i].name);
		if (!has_value(table[i].values, value))
			return refuse(why, "the metric %s cannot have the value \"%.*s\"", table[i].name,
				      SHOWN(value));
		chosen[i] = value.data[0];
		last = i;
		if (!slash)
			break;
		text = span_after(text, part.length + 1);
	}
	for (size_t i = 0; i < base; i++)
		if (!chosen[i])
			return refuse(why, "the base metric %s is missing", table[i].name);
	return true;
}

/* Hundredths (specification, section 7.4). */
static int weight(char value, const char *values, const int *weights)
{
	return weights[strchr(values, value) - values];
}

#define UNIT INT64_C(1000000000000) /* 1.0 */

static int64_t impact_of(const char *m, bool changed)
{
	int64_t c = weight(m[C], "HLN", (int[]){56, 22, 0});
	int64_t i = weight(m[I], "HLN", (int[]){56, 22, 0});
	int64_t a = weight(m[A], "HLN", (int[]){56, 22, 0});
	int64_t iss = 1000000 - (100 - c) * (100 - i) * (100 - a); /* 1e-6 */
	if (!changed)
		return 642 * iss * 10000;
	long double x = (long double)(iss - 20000) / 1000000, power = x;
	for (int n = 1; n < 15; n++)
		power *= x;
	long double tail = power * 3.25L * (long double)UNIT;
	return 752 * (iss - 29000) * 10000 - (int64_t)(tail < 0 ? tail - 0.5L : tail + 0.5L);
}

static int64_t exploitability_of(const char *m, bool changed)
{
	int64_t av = weight(m[AV], "NALP", (int[]){85, 62, 55, 20});
	int64_t ac = weight(m[AC], "LH", (int[]){77, 44});
	int64_t pr = weight(m[PR], "NLH", changed ? (int[]){85, 68, 50} : (int[]){85, 62, 27});
	int64_t ui = weight(m[UI], "NR", (int[]){85, 62});
	return 822 * av * ac * pr * ui * 100;
}

/* Tenths, rounded up: 3.0 to the next tenth that is not less; 3.1 (appendix A)
 * does the same on the value rounded to 1e-5. */
static int round_up(int64_t x, bool v31)
{
	const int64_t tenth = UNIT / 10, small = UNIT / 100000;
	if (v31)
		x = (x + small / 2) / small * small;
	return (int)((x + tenth - 1) / tenth);
}

static int score_v3(const char *m, bool v31)
{
	bool changed = m[S] == 'C';
	int64_t impact = impact_of(m, changed);
	if (impact <= 0)
		return 0;
	int64_t sum = impact + exploitability_of(m, changed);
	if (changed)
		sum = sum / 100 * 108 + sum % 100 * 108 / 100;
	return round_up(sum < 10 * UNIT ? sum : 10 * UNIT, v31);
}

static const char *severity_of(int score)
{
	return score == 0   ? "none"
	       : score < 40 ? "low"
	       : score < 70 ? "medium"
	       : score < 90 ? "high"
			    : "critical";
}

bool cvss_parse(struct cvss *out, struct span vector, char why[CVSS_WHY])
{
	char chosen[METRICS_MAX] = {0};
	bool v30 = span_starts(vector, "CVSS:3.0/"), v31 = span_starts(vector, "CVSS:3.1/");
	if (v30 || v31) {
		if (!read_metrics(chosen, v3, COUNT(v3), BASE_V3, false, span_after(vector, 9), why))
			return false;
		int score = score_v3(chosen, v31);
		*out = (struct cvss){v30 ? "3.0" : "3.1", score, severity_of(score)};
		return true;
	}
	if (!span_starts(vector, "CVSS:4.0/"))
		return refuse(why, "it does not begin with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/");
	if (!read_metrics(chosen, v4, COUNT(v4), BASE_V4, true, span_after(vector, 9), why))
		return false;
	int score = cvss4_score(chosen);
	*out = (struct cvss){"4.0", score, severity_of(score)};
	return true;
}
