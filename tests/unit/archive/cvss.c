/* CVSS: scores that were published, all base vectors against digests that independent programs made, and
 * vectors that are none. tests/site/cvss.mjs holds what is expected here against another calculator. */
#include "archive/cvss.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "unit/archive/help.h"

/* Tenths of a score as it is published, "9.8". */
static int tenths(struct span s)
{
	return (int)(strtod(s.data, NULL) * 10 + 0.5);
}

/* The next field of a line, which ends with a tab or with the line. */
static struct span next_field(struct span *line)
{
	const char *tab = memchr(line->data, '\t', line->length);
	size_t length = tab ? (size_t)(tab - line->data) : line->length;
	struct span field = span_make(line->data, length);
	*line = span_after(*line, tab ? length + 1 : length);
	return field;
}

Test(cvss, published_scores)
{
	struct buf file;
	struct diags *d = diags_new();
	size_t count[3] = {0};
	buf_init(&file, 1 << 20);
	/* Tests run in the source tree. */
	cr_assert(file_read(&file, AT_FDCWD, "tests/unit/archive/cvss-published.txt", 1 << 20, false, d));
	for (struct span rest = buf_as_span(&file), line; span_next_line(&rest, &line);) {
		if (span_starts(line, "#"))
			continue;
		struct span cve = next_field(&line), vector = next_field(&line), score = next_field(&line);
		struct cvss c;
		char why[CVSS_WHY] = "";
		int cve_length = (int)cve.length, length = (int)vector.length;
		cr_assert(span_starts(cve, "CVE-") && line.length, "no source: %.*s", cve_length, cve.data);
		cr_assert(cvss_parse(&c, vector, why), "%.*s: %s", length, vector.data, why);
		cr_expect_eq(c.score, tenths(score), "%.*s %.*s: %d", cve_length, cve.data, length, vector.data,
			     c.score);
		count[c.version[0] == '4' ? 2 : c.version[2] - '0']++;
	}
	cr_expect_geq(count[0], 18);
	cr_expect_geq(count[1], 45);
	cr_expect_geq(count[2], 35);
	buf_fini(&file);
	diags_free(d);
}

static const struct {
	const char *vector;
	int score;
} known[] = {
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0},
	/* any order; temporal and environmental metrics do not enter the base score */
	{"CVSS:3.1/A:H/I:H/C:H/S:U/UI:N/PR:L/AC:L/AV:L", 78},
	{"CVSS:3.0/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C/CR:H/MAV:N/MS:C/MA:X", 78},
	{"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98},
	/* a sample of the script's results */
	{"CVSS:3.1/AV:A/AC:L/PR:H/UI:R/S:C/C:N/I:L/A:H", 65},
	{"CVSS:3.1/AV:A/AC:H/PR:H/UI:R/S:U/C:H/I:H/A:H", 63},
	{"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:L/I:N/A:N", 34},
	{"CVSS:3.1/AV:L/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 67},
	{"CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N", 24},
	{"CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:C/C:L/I:L/A:L", 51},
	{"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:H", 87},
	{"CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:N", 61},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H", 96},
	{"CVSS:3.1/AV:L/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H", 51},
	{"CVSS:3.1/AV:P/AC:L/PR:H/UI:R/S:C/C:L/I:H/A:H", 69},
	{"CVSS:3.1/AV:A/AC:H/PR:L/UI:R/S:C/C:N/I:N/A:H", 54},
	{"CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:N/I:N/A:L", 27},
	{"CVSS:3.1/AV:A/AC:L/PR:H/UI:N/S:C/C:N/I:H/A:H", 81},
	{"CVSS:3.1/AV:P/AC:L/PR:L/UI:R/S:U/C:N/I:N/A:L", 19},
	{"CVSS:3.1/AV:P/AC:L/PR:H/UI:N/S:C/C:L/I:H/A:N", 57},
	{"CVSS:3.1/AV:L/AC:L/PR:L/UI:R/S:U/C:L/I:N/A:N", 28},
	{"CVSS:3.1/AV:A/AC:H/PR:L/UI:N/S:C/C:N/I:N/A:N", 0},
	{"CVSS:3.1/AV:A/AC:L/PR:N/UI:R/S:U/C:H/I:L/A:N", 63},
	{"CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:H/I:H/A:N", 68},
	{"CVSS:3.1/AV:A/AC:H/PR:N/UI:R/S:C/C:N/I:H/A:L", 64},
	{"CVSS:3.1/AV:A/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:N", 35},
	{"CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:N/I:N/A:H", 74},
	{"CVSS:3.1/AV:A/AC:H/PR:N/UI:R/S:C/C:L/I:L/A:L", 54},
	{"CVSS:3.1/AV:A/AC:H/PR:L/UI:N/S:C/C:H/I:N/A:H", 77},
	{"CVSS:3.1/AV:A/AC:L/PR:L/UI:N/S:C/C:L/I:H/A:H", 89},
	{"CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 96},
	{"CVSS:3.1/AV:A/AC:H/PR:H/UI:R/S:C/C:H/I:H/A:H", 73},
	{"CVSS:3.1/AV:A/AC:H/PR:L/UI:R/S:C/C:N/I:N/A:L", 26},
	{"CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:C/C:H/I:L/A:H", 67},
	{"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 42},
	{"CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:H/I:L/A:L", 81},
	{"CVSS:3.1/AV:P/AC:H/PR:L/UI:R/S:C/C:N/I:N/A:H", 47},
	{"CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:C/C:H/I:L/A:N", 71},
};

Test(cvss, scores_of_an_independent_script)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		struct cvss c;
		char why[CVSS_WHY] = "";
		cr_assert(cvss_parse(&c, span_of(known[i].vector), why), "%s: %s", known[i].vector, why);
		cr_expect_eq(c.score, known[i].score, "%s: %d, not %d", known[i].vector, c.score,
			     known[i].score);
	}
}

/* The script worked with exact fractions. FNV-1a over the scores (tenths, one byte) of all vectors in the order of the
 * values below, 3.0 before 3.1. */
Test(cvss, all_2592_base_vectors_agree_with_the_independent_script)
{
	uint64_t digest = 0xcbf29ce484222325;
	for (int n = 0; n < 4 * 2 * 3 * 2 * 2 * 27; n++) {
		int k = n, a = k % 3, i = (k /= 3) % 3, c = (k /= 3) % 3, s = (k /= 3) % 2, ui = (k /= 2) % 2,
		    pr = (k /= 2) % 3, ac = (k /= 3) % 2, av = k / 2;
		for (int version = 0; version < 2; version++) {
			char vector[60];
			struct cvss score;
			char why[CVSS_WHY] = "";
			snprintf(vector, sizeof(vector),
				 "CVSS:3.%d/AV:%c/AC:%c/PR:%c/UI:%c/S:%c/C:%c/I:%c/A:%c", version, "NALP"[av],
				 "LH"[ac], "NLH"[pr], "NR"[ui], "UC"[s], "HLN"[c], "HLN"[i], "HLN"[a]);
			cr_assert(cvss_parse(&score, span_of(vector), why), "%s", vector);
			digest = (digest ^ (uint64_t)score.score) * 0x100000001b3;
		}
	}
	cr_expect_eq(digest, 0xd3fae27ff608e429);
}

Test(cvss, severity_by_score)
{
	static const struct {
		const char *vector, *severity;
	} cases[] = {
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", "none"},
		{"CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", "low"},
		{"CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", "medium"},
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "high"},
		{"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "critical"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cvss c;
		char why[CVSS_WHY] = "";
		cr_assert(cvss_parse(&c, span_of(cases[i].vector), why));
		cr_expect_str_eq(c.severity, cases[i].severity);
		cr_expect_str_eq(c.version, "3.1");
	}
}

/* The same for v4.0; here the independent one is the npm package ae-cvss-calculator. */
Test(cvss, all_104976_base_vectors_of_version_four_agree_with_another_calculator)
{
	static const struct {
		const char *name, *values;
	} metrics[] = {{"AV", "NALP"}, {"AC", "LH"},  {"AT", "NP"},  {"PR", "NLH"}, {"UI", "NPA"}, {"VC", "HLN"},
		       {"VI", "HLN"},  {"VA", "HLN"}, {"SC", "HLN"}, {"SI", "HLN"}, {"SA", "HLN"}};
	enum { COUNT = sizeof(metrics) / sizeof(*metrics) };
	size_t chosen[COUNT] = {0}, seen = 0;
	uint64_t digest = 0xcbf29ce484222325;
	for (int at = 0; at >= 0; seen++) {
		char vector[100] = "CVSS:4.0", why[CVSS_WHY] = "";
		struct cvss score;
		for (int i = 0; i < COUNT; i++)
			snprintf(vector + strlen(vector), 10, "/%s:%c", metrics[i].name, metrics[i].values[chosen[i]]);
		cr_assert(cvss_parse(&score, span_of(vector), why), "%s: %s", vector, why);
		digest = (digest ^ (uint64_t)score.score) * 0x100000001b3;
		for (at = COUNT - 1; at >= 0 && !metrics[at].values[++chosen[at]]; at--)
			chosen[at] = 0;
	}
	cr_expect_eq(seen, 104976);
	cr_expect_eq(digest, 0x5ddefebf6dbbe1da);
}

Test(cvss, threat_and_environment_enter_the_score_of_version_four)
{
	static const struct {
		const char *vector;
		int score;
		const char *severity;
	} cases[] = {
		{"CVSS:4.0/AV:A/AC:L/AT:P/PR:L/UI:A/VC:N/VI:L/VA:N/SC:H/SI:N/SA:L/MPR:H/MUI:A/MVC:N/MVI:L/MSC:X",
		 20, "low"},
		{"CVSS:4.0/AV:N/AC:H/AT:N/PR:H/UI:N/VC:L/VI:N/VA:H/SC:N/SI:N/SA:H/E:A/CR:X/MPR:N/MUI:A/MVC:N/MVI:N",
		 69, "medium"},
		{"CVSS:4.0/AV:A/AC:H/AT:P/PR:H/UI:P/VC:H/VI:N/VA:N/SC:H/SI:L/SA:L/MAC:L",
		 58, "medium"},
		{"CVSS:4.0/AV:L/AC:H/AT:N/PR:H/UI:N/VC:N/VI:L/VA:H/SC:H/SI:N/SA:N/E:U/CR:L/IR:L/MUI:N/MVC:X/MSC:X",
		 28, "low"},
		{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:L/VI:H/VA:N/SC:L/SI:H/SA:L/MAT:N/MPR:H/MUI:A/MVC:N/MVI:N/MVA:L",
		 60, "medium"},
		{"CVSS:4.0/AV:P/AC:L/AT:P/PR:L/UI:P/VC:L/VI:H/VA:N/SC:H/SI:N/SA:H/MAV:X/MPR:N/MSI:N/MSA:N",
		 56, "medium"},
		{"CVSS:4.0/AV:L/AC:H/AT:P/PR:L/UI:P/VC:L/VI:N/VA:H/SC:H/SI:H/SA:N/IR:L",
		 57, "medium"},
		{"CVSS:4.0/AV:N/AC:H/AT:P/PR:L/UI:N/VC:N/VI:L/VA:H/SC:H/SI:L/SA:H/CR:L/IR:L/AR:L/MVI:N/MVA:H/MSC:H",
		 58, "medium"},
		{"CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:L/VA:H/SC:H/SI:L/SA:L/CR:L/IR:L/AR:H/MAV:A/MSC:N/MSI:L/MSA:N",
		 60, "medium"},
		{"CVSS:4.0/AV:N/AC:H/AT:N/PR:L/UI:A/VC:N/VI:L/VA:N/SC:H/SI:H/SA:L/E:A/MAT:X/MPR:H/MUI:P/MSA:H",
		 52, "medium"},
		{"CVSS:4.0/AV:A/AC:H/AT:P/PR:L/UI:A/VC:N/VI:H/VA:H/SC:H/SI:N/SA:N",
		 57, "medium"},
		{"CVSS:4.0/AV:N/AC:H/AT:N/PR:L/UI:P/VC:L/VI:N/VA:H/SC:L/SI:H/SA:N/MUI:N/MSA:L",
		 72, "high"},
		{"CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:P/VC:N/VI:N/VA:L/SC:N/SI:N/SA:L/E:X/AR:L/MAV:P/MAC:X/MAT:X/MPR:L/MVI:N",
		 10, "low"},
		{"CVSS:4.0/AV:P/AC:H/AT:N/PR:H/UI:P/VC:H/VI:N/VA:N/SC:N/SI:L/SA:H/MAC:X/MSI:N/MSA:N",
		 41, "medium"},
		{"CVSS:4.0/AV:P/AC:H/AT:N/PR:L/UI:A/VC:N/VI:N/VA:L/SC:N/SI:H/SA:N/MAC:X/MAT:P",
		 18, "low"},
		{"CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:H/VI:L/VA:H/SC:N/SI:H/SA:L/E:U/CR:M/MAV:N/MAC:H",
		 35, "low"},
		{"CVSS:4.0/AV:A/AC:H/AT:P/PR:H/UI:N/VC:L/VI:H/VA:H/SC:N/SI:L/SA:L/MAT:P/MPR:N",
		 61, "medium"},
		{"CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:A/VC:H/VI:H/VA:L/SC:N/SI:H/SA:N/E:A/CR:X/AR:L/MSA:S",
		 97, "critical"},
		{"CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:A/VC:H/VI:L/VA:H/SC:L/SI:N/SA:N/MUI:A/MVA:H/MSC:H/MSI:H/MSA:L",
		 60, "medium"},
		{"CVSS:4.0/AV:P/AC:L/AT:P/PR:H/UI:P/VC:N/VI:N/VA:N/SC:H/SI:L/SA:L/MAT:X/MPR:N",
		 21, "low"},
		{"CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:A/VC:N/VI:H/VA:L/SC:N/SI:H/SA:N/MUI:A",
		 69, "medium"},
		{"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:A/VC:L/VI:L/VA:N/SC:N/SI:L/SA:L/E:X/MUI:X",
		 48, "medium"},
		{"CVSS:4.0/AV:P/AC:H/AT:P/PR:N/UI:N/VC:N/VI:H/VA:H/SC:L/SI:N/SA:H/CR:L/MPR:N/MUI:N/MVC:H/MVI:H",
		 68, "medium"},
		{"CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:P/VC:N/VI:H/VA:N/SC:L/SI:L/SA:L/MPR:N/MSC:H/MSI:N/MSA:X",
		 68, "medium"},
		{"CVSS:4.0/AV:P/AC:H/AT:P/PR:L/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/E:A/CR:H/MSI:S/S:P/AU:Y/R:I/V:C/RE:H/U:Amber",
		 41, "medium"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cvss c;
		char why[CVSS_WHY] = "";
		cr_assert(cvss_parse(&c, span_of(cases[i].vector), why), "%s: %s", cases[i].vector, why);
		cr_expect_str_eq(c.version, "4.0");
		cr_expect_eq(c.score, cases[i].score, "%s: %d", cases[i].vector, c.score);
		cr_expect_str_eq(c.severity, cases[i].severity);
	}
}

static void refused(const char *vector, const char *want)
{
	struct cvss c;
	char why[CVSS_WHY] = "";
	cr_expect_not(cvss_parse(&c, span_of(vector), why), "%s", vector);
	cr_expect_str_eq(why, want, "%s: %s", vector, why);
}

Test(cvss, what_is_no_vector_and_why)
{
	static const char prefix[] = "it does not begin with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/";
	static const char shape[] = "a metric is written NAME:VALUE, and metrics are joined by /";
	refused("", prefix);
	refused("AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", prefix);
	refused("CVSS:2.0/AV:N", prefix);
	refused("cvss:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", prefix);
	refused("CVSS:3.1/", shape);
	refused("CVSS:3.1/AV:N//AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", shape);
	refused("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", shape);
	refused("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", "the base metric A is missing");
	refused("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "the metric AV stands twice");
	refused("CVSS:3.1/AV:N/AC:M/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"the metric AC cannot have the value \"M\"");
	refused("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A: H",
		"the metric A cannot have the value \" H\"");
	refused("CVSS:3.1/AV:N/AC:L/AT:N/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"this version has no metric \"AT\"");
	refused("CVSS:3.1/ABCDEFGHIJKLMNOPQRSTUVWXYZ:N", "this version has no metric \"ABCDEFGHIJKLMNOPQRST\"");
	refused("CVSS:4.0/AC:L/AV:N/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", "the metric AV is out of order");
	refused("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N", "the base metric SA is missing");
	refused("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/U:Blue",
		"the metric U cannot have the value \"Blue\"");
	refused("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/MSC:S",
		"the metric MSC cannot have the value \"S\"");
	struct cvss c;
	cr_expect_not(cvss_parse(&c, span_of("AV:N"), NULL));
}
