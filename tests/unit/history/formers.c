/* What public versions said, and the next one did not. */
#include <criterion/criterion.h>

#include "archive/facts.h"
#include "unit/history/kit.h"

TestSuite(formers, .init = kit_start, .fini = kit_stop);

#define ONE "indicators: [{type: domain, value: a.org}]\n"
#define TWO "indicators: [{type: domain, value: a.org}, {type: domain, value: b.org}]\n"

/* "r1-2 @1..3 a.org,b.org" a line each, x before it if redacted. */
static const char *formers(const char *id)
{
	const struct advisory *a = the(id);
	const char *out = "";
	for (size_t i = 0; i < a->former_count; i++) {
		const struct former *f = &a->formers[i];
		out = arena_printf(kit.arena, "%s%sr%u-%u @%u..%u ", out, f->redacted ? "x" : "", f->first, f->last, f->from->serial,
				   f->until->serial);
		for (size_t k = 0; k < value_count(f->facts, "indicators"); k++)
			out = arena_printf(kit.arena, "%s%s%s", out, k ? "," : "",
					   value_text(value_get(f->facts, "indicators")->items[k], "value"));
		out = arena_printf(kit.arena, "%s\n", out);
	}
	return out;
}

static unsigned since(const char *id, unsigned *serial)
{
	unsigned revision;
	*serial = advisory_since(the(id), &revision)->serial;
	return revision;
}

Test(formers, each_version_that_said_something_else)
{
	unsigned serial;
	put(JA, FINAL ONE, "1");
	commit("1");
	kit_read();
	cr_expect_str_eq(formers("EX-1"), "");
	cr_expect_eq(since("EX-1", &serial), 1);
	put(JA, FINAL ONE "severity: low\n", "1");
	commit("2");
	put(JA, FINAL TWO "severity: low\n", "2");
	commit("3");
	put(JA, FINAL TWO "severity: low\n", "3");
	commit("4");
	kit_read();
	cr_expect_str_eq(formers("EX-1"), "r1-2 @1..3 a.org\n");
	cr_expect_eq(since("EX-1", &serial), 3);
	cr_expect_eq(serial, 3);
	put(JA, FINAL, "3");
	commit("5");
	kit_read();
	cr_expect_str_eq(formers("EX-1"), "r1-2 @1..3 a.org\nr3-4 @3..5 a.org,b.org\n");
}

Test(formers, drafts_between_and_a_withdrawal_end_none)
{
	put(JA, "status: draft\n" TWO, "1");
	commit("1");
	put(JA, FINAL ONE, "1");
	commit("2");
	put(JA, "status: draft\n", "1");
	commit("3");
	put(JA, FINAL ONE, "1");
	commit("4");
	kit_read();
	cr_expect_str_eq(formers("EX-1"), "");
	put(JA, FINAL TWO "withdrawn: {reason: legal}\n", "1");
	commit("5");
	kit_read();
	cr_expect_str_eq(formers("EX-1"), "r1-1 @2..5 a.org\n");
}

Test(formers, what_is_redacted_and_when)
{
	put(JA, FINAL ONE, "1");
	commit("1");
	put(JA, FINAL TWO, "2");
	commit("2");
	put(JA, FINAL TWO "redact: {revisions: [1], reason: {ja: a}}\n", "3");
	commit("3");
	put(JA, FINAL "redact: {revisions: [1, 4], reason: {ja: a}}\n", "4");
	commit("4");
	kit_read();
	const struct advisory *a = the("EX-1");
	cr_expect_str_eq(formers("EX-1"), "xr1-1 @1..2 a.org\nr2-3 @2..4 a.org,b.org\n");
	cr_expect_eq(advisory_redacted_at(a, 1)->serial, 3);
	cr_expect_null(advisory_redacted_at(a, 2));
	cr_expect_null(advisory_redacted_at(a, 4), "it was from its beginning");
	cr_expect(advisory_was_shown(a, 1, 1));
	cr_expect(advisory_was_shown(a, 2, 3));
	cr_expect_not(advisory_was_shown(a, 4, 4));
}

Test(formers, what_is_redacted_again_after_it_was_taken_back)
{
	put(JA, FINAL ONE, "1");
	commit("1");
	put(JA, FINAL ONE "redact: {revisions: all, reason: {ja: a}}\n", "2");
	commit("2");
	put(JA, FINAL ONE "redact: {revisions: [1, 2], reason: {ja: a}}\n", "3");
	commit("3");
	put(JA, FINAL ONE "redact: {revisions: [1, 2, 3], reason: {ja: a}}\n", "4");
	commit("4");
	kit_read();
	const struct advisory *a = the("EX-1");
	cr_expect_eq(advisory_redacted_at(a, 1)->serial, 2);
	cr_expect_null(advisory_redacted_at(a, 2));
	cr_assert_not_null(advisory_redacted_at(a, 3), "it was shown");
	cr_expect_eq(advisory_redacted_at(a, 3)->serial, 4);
	cr_expect(advisory_was_shown(a, 3, 3));
}

Test(formers, facts_go_with_a_redaction_by_what_is_not_public)
{
	unsigned serial;
	put(JA, FINAL ONE "tags: [x]\n", "1");
	commit("1");
	put(JA, "status: draft\nredact: {revisions: all, reason: {ja: R, en: R}}\n" TWO, "2");
	commit("2");
	kit_read();
	cr_expect_str_eq(formers("EX-1"), "xr1-1 @1..2 a.org\n");
	cr_expect_eq(since("EX-1", &serial), 2);
	cr_expect_null(value_get(the("EX-1")->facts, "tags"));
	cr_expect_str_eq(value_text(the("EX-1")->facts, "status"), "final");
	put(JA, FINAL "redact: {revisions: [1], reason: {ja: R, en: R}}\n" ONE, "3");
	commit("3");
	kit_read();
	cr_expect_eq(value_count(the("EX-1")->facts, "indicators"), 1);
}
