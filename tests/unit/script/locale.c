/* The shipped locales, and a third one that no C code knows. */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "archive/facts.h"
#include "archive/version.h"
#include "support.h"

static void open_locales(struct box *b)
{
	box_open(b);
	box_shipped_locale(b, "ja");
	box_shipped_locale(b, "en");
	box_shipped_locale(b, "xx");
}

static struct value *args_of(struct box *b, struct value *item)
{
	struct value *args = value_new(b->arena, VALUE_LIST);
	value_add(b->arena, args, item);
	return args;
}

static void expect_number(struct box *b, const char *lang, const char *function, int64_t n, const char *want)
{
	const char *got = box_say(b, lang, function, args_of(b, value_of_number(b->arena, n)));
	cr_expect(got && strcmp(got, want) == 0, "%s(%lld) in %s gave %s", function, (long long)n, lang,
		  got ? got : box_diagnostics(b));
}

/* The rows of terms.md, section 2. */
static const struct {
	const char *range, *ja, *en;
} rows[] = {
	{"<1.4.7", "1.4.7より前", "before 1.4.7"},
	{"<=1.4.6", "1.4.6およびそれ以前", "1.4.6 and earlier"},
	{">1.2", "1.2より後", "later than 1.2"},
	{">=1.2", "1.2およびそれ以降", "1.2 and later"},
	{"=1.3.0", "1.3.0のみ", "1.3.0 only"},
	{">=1.2 <1.4.7", "1.2以降、1.4.7より前", "1.2 and later, before 1.4.7"},
	{">=1.2 <=1.4.6", "1.2から1.4.6まで", "1.2 through 1.4.6"},
	{">1.2 <1.4.7", "1.2より後、1.4.7より前", "later than 1.2, before 1.4.7"},
	{">1.2 <=1.4.6", "1.2より後、1.4.6まで", "later than 1.2, up to and including 1.4.6"},
	{"all", "すべてのバージョン", "all versions"},
	{"unknown", "調査中", "under investigation"},
};

static struct value *range_of(struct box *b, const char *text)
{
	const char *why = NULL;
	struct value *r = version_range(b->arena, value_of_text(b->arena, text), &why);
	cr_assert(r, "%s: %s", text, why);
	return r;
}

Test(locale, ranges_are_said_as_the_table_says_and_no_two_are_alike)
{
	struct box b;
	open_locales(&b);
	const char *said[2][sizeof(rows) / sizeof(rows[0])];
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (int lang = 0; lang < 2; lang++) {
			const char *got = box_say(&b, lang ? "en" : "ja", "range", args_of(&b, range_of(&b, rows[i].range)));
			cr_assert(got, "%s", box_diagnostics(&b));
			cr_expect_str_eq(got, lang ? rows[i].en : rows[i].ja);
			said[lang][i] = arena_text(b.arena, got);
			for (size_t j = 0; j < i; j++)
				cr_expect_str_neq(said[lang][i], said[lang][j], "%s and %s", rows[i].range, rows[j].range);
		}
	}
	box_close(&b);
}

Test(locale, all_bounds_with_the_same_versions_are_told_apart)
{
	static const char *const forms[] = {"<1", "<=1", ">1", ">=1", "=1", ">=1 <2", ">=1 <=2", ">1 <2", ">1 <=2", "<2", "<=2",
		">2", ">=2", "=2", "all", "unknown"};
	struct box b;
	open_locales(&b);
	for (int lang = 0; lang < 2; lang++) {
		const char *said[sizeof(forms) / sizeof(forms[0])];
		for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
			const char *got = box_say(&b, lang ? "en" : "ja", "range", args_of(&b, range_of(&b, forms[i])));
			said[i] = arena_text(b.arena, got ? got : "?");
			for (size_t j = 0; j < i; j++)
				cr_expect_str_neq(said[i], said[j], "%s and %s", forms[i], forms[j]);
		}
	}
	box_close(&b);
}

Test(locale, several_ranges_and_lists)
{
	struct box b;
	open_locales(&b);
	struct value *list = value_new(b.arena, VALUE_LIST), *texts = value_new(b.arena, VALUE_LIST);
	value_add(b.arena, list, range_of(&b, "<1"));
	value_add(b.arena, list, range_of(&b, ">=2 <3"));
	value_add(b.arena, list, value_of_text(b.arena, "what an old version said"));
	cr_expect_str_eq(box_say(&b, "ja", "ranges", args_of(&b, list)),
			 "1より前、または2以降、3より前、またはwhat an old version said");
	cr_expect_str_eq(box_say(&b, "en", "ranges", args_of(&b, list)),
			 "before 1, or 2 and later, before 3, or what an old version said");
	static const char *const ja[] = {"", "A", "A、B", "A、B、C"}, *const en[] = {"", "A", "A and B", "A, B and C"};
	for (int i = 0; i < 4; i++) {
		if (i)
			value_add(b.arena, texts, value_of_span(b.arena, span_make(&"ABC"[i - 1], 1)));
		cr_expect_str_eq(box_say(&b, "ja", "enumerate", args_of(&b, texts)), ja[i]);
		cr_expect_str_eq(box_say(&b, "en", "enumerate", args_of(&b, texts)), en[i]);
	}
	box_close(&b);
}

#define APRIL 1775120400 /* 2026-04-02T09:00:00Z */
#define MAY 1779377400   /* 2026-05-21T15:30:00Z: the 22nd in Japan */

Test(locale, instants_in_both_zones)
{
	struct box b;
	open_locales(&b);
	struct zone *tokyo = zone_open("Asia/Tokyo");
	scripts_set_zone(b.scripts, "Asia/Tokyo", tokyo);
	expect_number(&b, "ja", "instant", APRIL, "2026年4月2日（木）18:00 日本時間（2026年4月2日（木）09:00 UTC）");
	expect_number(&b, "en", "instant", APRIL, "2 April 2026 (Thu), 09:00 UTC (2 April 2026 (Thu), 18:00 JST)");
	expect_number(&b, "ja", "instant", MAY, "2026年5月22日（金）00:30 日本時間（2026年5月21日（木）15:30 UTC）");
	expect_number(&b, "en", "instant", MAY, "21 May 2026 (Thu), 15:30 UTC (22 May 2026 (Fri), 00:30 JST)");
	expect_number(&b, "ja", "day", MAY, "2026年5月21日（木）");
	expect_number(&b, "en", "day", MAY, "21 May 2026 (Thu)");
	expect_number(&b, "ja", "iso", MAY, "2026-05-21T15:30:00Z");
	expect_number(&b, "en", "isoday", MAY, "2026-05-21");
	expect_number(&b, "xx", "instant", APRIL, "2.4.2026 18:00 Asia/Tokyo / 09:00 UTC");
	cr_expect_null(box_say(&b, "ja", "instant", args_of(&b, value_of_number(b.arena, INT64_MAX))));
	cr_expect(strstr(box_diagnostics(&b), "not a time"));
	zone_free(tokyo);
	box_close(&b);
}

static void expect_text(struct box *b, const char *lang, const char *function, const char *text, const char *want)
{
	const char *got = box_say(b, lang, function, args_of(b, value_of_text(b->arena, text)));
	cr_expect(got && strcmp(got, want) == 0, "%s(%s) in %s gave %s", function, text, lang,
		  got ? got : box_diagnostics(b));
}

Test(locale, a_day_written_out_is_said_as_a_day_and_any_other_text_stays)
{
	struct box b;
	open_locales(&b);
	struct zone *honolulu = zone_open("Pacific/Honolulu");
	scripts_set_zone(b.scripts, "Pacific/Honolulu", honolulu);
	expect_text(&b, "ja", "day", "2026-12-10", "2026年12月10日（木）");
	expect_text(&b, "en", "day", "2026-12-10", "10 December 2026 (Thu)");
	static const char *const others[] = {"2026-02-30", "2026-12-10T00:00:00Z", "1775120400", "soon", ""};
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		expect_text(&b, "en", "day", others[i], others[i]);
	cr_expect_null(box_say(&b, "en", "instant", args_of(&b, value_of_text(b.arena, "2026-12-10"))));
	zone_free(honolulu);
	box_close(&b);
}

Test(locale, readings_are_given_where_the_locale_says_so)
{
	struct box b;
	open_locales(&b);
	box_template(&b, "t", "<%= tostring(readings()) %> <%= tostring(locale(\"ja\").readings()) %>");
	cr_expect_str_eq(box_render(&b, "t", box_page(&b, "ja")), "true true");
	cr_expect_str_eq(box_render(&b, "t", box_page(&b, "en")), "false true");
	cr_expect_str_eq(box_render(&b, "t", box_page(&b, "xx")), "false true");
	box_close(&b);
}

Test(locale, other_zones_are_said_as_offsets)
{
	static const struct {
		const char *zone, *ja, *en;
	} zones[] = {
		{"Europe/Berlin", "2026年4月2日（木）11:00 UTC+2（2026年4月2日（木）09:00 UTC）",
		 "2 April 2026 (Thu), 09:00 UTC (2 April 2026 (Thu), 11:00 UTC+2)"},
		{"Asia/Kolkata", "2026年4月2日（木）14:30 UTC+5:30（2026年4月2日（木）09:00 UTC）",
		 "2 April 2026 (Thu), 09:00 UTC (2 April 2026 (Thu), 14:30 UTC+5:30)"},
		{"America/St_Johns", "2026年4月2日（木）06:30 UTC-2:30（2026年4月2日（木）09:00 UTC）",
		 "2 April 2026 (Thu), 09:00 UTC (2 April 2026 (Thu), 06:30 UTC-2:30)"},
		{"UTC", "2026年4月2日（木）09:00 UTC", "2 April 2026 (Thu), 09:00 UTC"},
	};
	struct box b;
	open_locales(&b);
	expect_number(&b, "ja", "instant", APRIL, "2026年4月2日（木）09:00 UTC");
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		struct zone *zone = zone_open(zones[i].zone);
		cr_assert(zone);
		scripts_set_zone(b.scripts, zones[i].zone, zone);
		expect_number(&b, "ja", "instant", APRIL, zones[i].ja);
		expect_number(&b, "en", "instant", APRIL, zones[i].en);
		scripts_set_zone(b.scripts, NULL, NULL);
		zone_free(zone);
	}
	box_close(&b);
}

static void expect_status(struct box *b, const char *lang, const char *status, int revision, const char *want)
{
	struct value *args = args_of(b, value_of_text(b->arena, status));
	value_add(b->arena, args, value_of_number(b->arena, revision));
	cr_expect_str_eq(box_say(b, lang, "status", args), want);
}

Test(locale, status_and_revision)
{
	struct box b;
	open_locales(&b);
	expect_status(&b, "ja", "final", 1, "最終版");
	expect_status(&b, "ja", "final", 3, "最終版（更新・第3版）");
	expect_status(&b, "ja", "interim", 2, "暫定版（更新・第2版）");
	expect_status(&b, "en", "final", 3, "Final, updated (revision 3)");
	expect_status(&b, "en", "interim", 2, "Interim, updated (revision 2)");
	expect_status(&b, "en", "draft", 1, "Draft");
	expect_number(&b, "ja", "revision", 1, "初版");
	expect_number(&b, "ja", "revision", 12, "第12版");
	expect_number(&b, "en", "revision", 1, "revision 1");
	expect_number(&b, "ja", "number", 1234567, "1,234,567");
	expect_number(&b, "en", "number", 999, "999");
	expect_number(&b, "en", "number", -1000, "-1,000");
	box_close(&b);
}

Test(locale, a_third_language_is_one_more_file)
{
	struct box b;
	open_locales(&b);
	box_template(&b, "t.html", "<%= say('nav.home') %> <%= status('final', 2) %> <%= label('severity', 'high') %> "
		     "<%= range({lt = '1'}) %> <%= ranges({{all = true}, {lt = '2'}}) %> <%= enumerate({'a', 'b'}) %> "
		     "<%= locale('ja').label('severity', 'high') %>");
	struct value *args = args_of(&b, value_of_text(b.arena, "list.count")), *vars = value_new(b.arena, VALUE_MAP);
	value_add(b.arena, args, vars);
	static const char *const want[] = {"o advixe", "i advix", "z advixu", "3 advixe"};
	for (int n = 0; n < 4; n++) {
		value_set_number(b.arena, vars, "n", n);
		cr_expect_str_eq(box_say(&b, "xx", "say", args), want[n]);
	}
	expect_number(&b, "xx", "ordinal", 21, "zi-x");
	cr_expect_str_eq(box_render(&b, "t.html", box_page(&b, "xx")),
			 "Xome stax final z Xigh rax 1 ax ox rax 2 a ux b 重要（High）");
	const struct value *copy = script_locale(box_worker(&b), "xx", b.arena, b.diags);
	cr_assert(copy, "%s", box_diagnostics(&b));
	cr_expect_str_eq(value_text(copy, "name"), "Xexe");
	cr_expect_str_eq(value_get(value_get(copy, "sections"), "overview")->items[0]->text, "Xover");
	cr_expect_null(value_get(copy, "plural"));
	box_close(&b);
}

Test(locale, what_is_missing_is_named_with_the_locale)
{
	struct box b;
	open_locales(&b);
	cr_expect_null(box_say(&b, "xx", "say", args_of(&b, value_of_text(b.arena, "nav.skip"))));
	cr_expect_str_eq(box_diagnostics(&b), "shirase: error: [S102] the locale \"xx\" (filters/locale/xx.lua) lacks the word "
			 "\"nav.skip\"\n");
	cr_expect_null(box_say(&b, "xx", "nothing", NULL));
	cr_expect(strstr(box_diagnostics(&b), "the locale \"xx\" (filters/locale/xx.lua) lacks the function \"nothing\""));
	cr_expect_null(box_say(&b, "fr", "say", NULL));
	cr_expect(strstr(box_diagnostics(&b), "there is no locale for the language \"fr\""));
	cr_expect_null(script_locale(box_worker(&b), "fr", b.arena, b.diags));
	box_close(&b);
}

static char *broken(const char *lua, const char *function, int64_t n)
{
	struct box b;
	box_open(&b);
	box_locale(&b, "qq", lua);
	const char *got = box_say(&b, "qq", function, args_of(&b, value_of_number(b.arena, n)));
	char *result = strdup(got ? got : box_diagnostics(&b));
	box_close(&b);
	return result;
}

static void expect_broken(const char *lua, const char *want)
{
	char *got = broken(lua, "revision", 1);
	cr_expect(strstr(got, want), "%s\ngave %s", lua, got);
	free(got);
}

Test(locale, broken_ones_are_told)
{
	expect_broken("return 5", "filters/locale/qq.lua returns a number instead of a table");
	expect_broken("return {}", "lacks \"api = 1\"");
	expect_broken("return {api = 2}", "lacks \"api = 1\"");
	expect_broken("return {api = 1, revision = 5}", "lacks the function \"revision\"");
	expect_broken("return {api = 1, revision = function() end}", "returned nil instead of a text");
	expect_broken("return {api = 1, revision = function() return '\\xff' end}", "returned a text that is not UTF-8");
	expect_broken("\nreturn {api = 1, revision = function(n)\nreturn n.x.y end}", "filters/locale/qq.lua:3: error: [S102] attempt");
	expect_broken("\n\nx = 1", "filters/locale/qq.lua:3: error: [S102] \"x\" would become a global variable");
	expect_broken("while true do end", "[S103]");
	expect_broken("local function f() return f() end f()", "[S103]");
}

Test(locale, a_locale_keeps_nothing_from_one_page_for_the_next)
{
	struct box b;
	box_open(&b);
	box_locale(&b, "qq", "local n = 0\nreturn {api = 1, revision = function() n = n + 1 return 'r' .. n end}");
	box_template(&b, "t.html", "<%= revision(1) %><%= revision(1) %>");
	for (int i = 0; i < 3; i++) {
		cr_expect_str_eq(box_render(&b, "t.html", box_page(&b, "qq")), "r1r2");
		expect_number(&b, "qq", "revision", 1, "r1");
	}
	box_close(&b);
}

Test(locale, copies_of_odd_tables)
{
	static const char *const odd[] = {"return {api = 1, x = 1.5}", "return {api = 1, x = {a = 1, [2] = 3}}",
		"local t = {} t.t = t return {api = 1, t = t}", "return {api = 1, x = '\\xff'}",
		"local t = {'a'} for i = 1, 8 do t = {t, t, t, t, t, t, t, t} end return {api = 1, x = t}"};
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct box b;
		box_open(&b);
		box_locale(&b, "qq", odd[i]);
		cr_expect_null(script_locale(box_worker(&b), "qq", b.arena, b.diags), "%s", odd[i]);
		cr_expect(strstr(box_diagnostics(&b), "the locale \"qq\""), "%s: %s", odd[i], b.said);
		box_close(&b);
	}
}

/* The shipped locales are the same in all but the words. */

static void keys_agree(const char *where, const struct value *x, const struct value *y)
{
	for (size_t i = 0; i < x->count; i++)
		cr_expect(value_get(y, x->keys[i].text), "%s: the other lacks \"%s\"", where, x->keys[i].text);
}

static bool has_placeholders_of(const char *text, const char *other)
{
	for (const char *p = text; (p = strchr(p, '{')); p++) {
		char name[64];
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(p, "}") + 1, p);
		if (!strstr(other, name))
			return false;
	}
	return true;
}

static void words_agree(const char *key, const struct value *ja, const struct value *en)
{
	const char *a = value_as_text(ja), *b = value_as_text(en);
	if (!a)
		a = value_text(ja, "other");
	if (!b)
		b = value_text(en, "other");
	cr_assert(a && b, "%s", key);
	cr_expect(has_placeholders_of(a, b) && has_placeholders_of(b, a), "%s: %s / %s", key, a, b);
}

Test(locale, both_shipped_locales_have_the_same_keys_and_placeholders)
{
	struct box b;
	open_locales(&b);
	const struct value *ja = script_locale(box_worker(&b), "ja", b.arena, b.diags);
	const struct value *en = script_locale(box_worker(&b), "en", b.arena, b.diags);
	cr_assert(ja && en, "%s", box_diagnostics(&b));
	static const char *const parts[] = {"words", "labels", "sections"};
	for (size_t i = 0; i < 3; i++) {
		keys_agree(parts[i], value_get(ja, parts[i]), value_get(en, parts[i]));
		keys_agree(parts[i], value_get(en, parts[i]), value_get(ja, parts[i]));
	}
	const struct value *labels = value_get(ja, "labels"), *words = value_get(ja, "words");
	for (size_t i = 0; i < labels->count; i++) {
		const struct value *other = value_get(value_get(en, "labels"), labels->keys[i].text);
		keys_agree(labels->keys[i].text, labels->items[i], other);
		keys_agree(labels->keys[i].text, other, labels->items[i]);
	}
	for (size_t i = 0; i < words->count; i++)
		words_agree(words->keys[i].text, words->items[i], value_get(value_get(en, "words"), words->keys[i].text));
	for (size_t i = 0; facts_keys[i]; i++)
		cr_expect(value_get(value_get(labels, "fact"), facts_keys[i]), "fact %s", facts_keys[i]);
	box_close(&b);
}

/* No label of a vocabulary and no heading stands for two things. */
Test(locale, no_two_labels_of_a_vocabulary_and_no_two_headings_are_alike)
{
	struct box b;
	open_locales(&b);
	for (int lang = 0; lang < 2; lang++) {
		const struct value *l = script_locale(box_worker(&b), lang ? "en" : "ja", b.arena, b.diags);
		const struct value *labels = value_get(l, "labels"), *sections = value_get(l, "sections");
		for (size_t i = 0; i < labels->count; i++)
			for (size_t j = 0; j < labels->items[i]->count; j++)
				for (size_t k = 0; k < j; k++)
					cr_expect_str_neq(labels->items[i]->items[j]->text, labels->items[i]->items[k]->text);
		for (size_t i = 0; i < sections->count; i++)
			for (size_t j = 0; j < i; j++)
				for (size_t k = 0; k < sections->items[i]->count; k++)
					cr_expect_not(value_has(sections->items[j], sections->items[i]->items[k]->text), "%s",
						      sections->items[i]->items[k]->text);
	}
	box_close(&b);
}

static bool is_spacing(const char *p)
{
	/* Kana, kanji or 。、「」（）：・ beside a blank: three bytes from E3 to EF. */
	return (unsigned char)p[0] >= 0xE3 && (unsigned char)p[0] <= 0xEF;
}

Test(locale, japanese_words_have_no_space_beside_latin_and_no_unwanted_signs)
{
	struct box b;
	open_locales(&b);
	const struct value *words = value_get(script_locale(box_worker(&b), "ja", b.arena, b.diags), "words");
	for (size_t i = 0; i < words->count; i++) {
		const char *t = value_as_text(words->items[i]), *key = words->keys[i].text;
		cr_assert(t);
		cr_expect_not(strstr(t, "！") || strstr(t, "〜") || strstr(t, "～") || strstr(t, "，") || strstr(t, "．"), "%s", key);
		for (const char *p = t; *p; p++)
			if (*p == ' ' && strncmp(key, "verify.good_output", 18) != 0 && strncmp(key, "verify.bad_output", 17) != 0)
				cr_expect_not((p - t >= 3 && is_spacing(p - 3)) || is_spacing(p + 1), "%s: %s", key, t);
	}
	box_close(&b);
}

static bool begins_a_key(const struct value *words, const char *beginning)
{
	for (size_t i = 0; i < words->count; i++)
		if (strncmp(words->keys[i].text, beginning, strlen(beginning)) == 0)
			return true;
	return false;
}

/* Each word that the theme asks for by name is there; where it puts the name together, one with that beginning. */
Test(locale, the_theme_finds_its_words)
{
	struct box b;
	open_locales(&b);
	const struct value *words = value_get(script_locale(box_worker(&b), "ja", b.arena, b.diags), "words");
	DIR *folder = opendir("themes/default/templates");
	cr_assert(folder);
	size_t found = 0;
	for (struct dirent *e; (e = readdir(folder));) {
		if (e->d_name[0] == '.')
			continue;
		char *text = tree_file(arena_printf(b.arena, "themes/default/templates/%s", e->d_name));
		for (const char *p = text; (p = strstr(p, "say(\"")); p += 5) {
			const char *key = arena_dup(b.arena, p + 5, strcspn(p + 5, "\""));
			bool is_beginning = strncmp(p + 5 + strlen(key), "\" ..", 4) == 0;
			cr_expect(is_beginning ? begins_a_key(words, key) : value_get(words, key) != NULL, "%s: %s", e->d_name, key);
			found++;
		}
		free(text);
	}
	closedir(folder);
	cr_expect_gt(found, 100);
	box_close(&b);
}

Test(locale, a_worker_goes_on_after_a_template_failed)
{
	struct box b;
	open_locales(&b);
	box_template(&b, "bad.html", "<% for i = 1, 10 do %>x<%= nothing %><% end %>");
	box_template(&b, "good.html", "<%= say('nav.home') %>");
	for (int i = 0; i < 3; i++) {
		cr_expect_null(box_render(&b, "bad.html", box_page(&b, "xx")));
		cr_expect(script_locale(box_worker(&b), "xx", b.arena, b.diags), "%s", box_diagnostics(&b));
		cr_expect_str_eq(box_render(&b, "good.html", box_page(&b, "xx")), "Xome");
	}
	box_close(&b);
}

Test(locale, what_c_may_call_is_the_same_before_and_after_a_template)
{
	struct box b;
	open_locales(&b);
	box_template(&b, "t.html", "<%= say('nav.home') %>");
	struct value *list = value_new(b.arena, VALUE_LIST);
	value_add(b.arena, list, value_of_text(b.arena, "A"));
	for (int i = 0; i < 2; i++) {
		cr_expect_str_eq(box_say(&b, "en", "defang", args_of(&b, value_of_text(b.arena, "http://a.example/"))), "hxxp://a[.]example/");
		const char *own = box_say(&b, "en", "either", args_of(&b, list));
		cr_expect(own && strcmp(own, "A") == 0, "%s", box_diagnostics(&b));
		cr_expect_null(box_say(&b, "en", "site", args_of(&b, list)), "a variable is no function");
		cr_expect_str_eq(box_render(&b, "t.html", box_page(&b, "en")), "Home");
	}
	box_close(&b);
}

static void expect_count(struct box *b, const char *want)
{
	const char *got = box_say(b, "cc", "number", args_of(b, value_of_number(b->arena, 0)));
	cr_expect(got && strcmp(got, want) == 0, "%s, not %s", got ? got : box_diagnostics(b), want);
}

/* A locale that remembers shows which calls share one run of it. */
Test(locale, what_is_said_together_is_one_run_and_anything_else_is_fresh)
{
	struct box b;
	box_open(&b);
	box_locale(&b, "cc", "local n = 0\nreturn {api = 1, number = function() n = n + 1 return tostring(n) end, words = {}}");
	box_template(&b, "t.html", "<%= number(0) %>");
	expect_count(&b, "1");
	expect_count(&b, "1");
	cr_expect_not(script_say_together(box_worker(&b), true));
	expect_count(&b, "1");
	expect_count(&b, "2");
	cr_expect(script_say_together(box_worker(&b), true), "a part of more");
	expect_count(&b, "3");
	cr_expect(script_say_together(box_worker(&b), true));
	expect_count(&b, "4");
	cr_expect_str_eq(box_render(&b, "t.html", box_page(&b, "cc")), "1");
	expect_count(&b, "1");
	expect_count(&b, "2");
	cr_expect(script_say_together(box_worker(&b), false));
	expect_count(&b, "1");
	cr_expect_not(script_say_together(box_worker(&b), true));
	expect_count(&b, "1");
	box_close(&b);
}
