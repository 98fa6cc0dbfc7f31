#include "archive/withdraw.h"

#include "unit/archive/help.h"

static struct help h;

static void start(void)
{
	help_begin(&h);
}

static void stop(void)
{
	help_end(&h);
}

TestSuite(withdraw, .init = start, .fini = stop);

static const char *written(const char *file, const struct withdraw *w)
{
	struct buf out;
	buf_init(&out, 1 << 16);
	bool ok = withdraw_write(&out, "a.ja.md", span_of(file), w, h.diags);
	const char *text = ok ? arena_span(h.arena, buf_as_span(&out)) : NULL;
	buf_fini(&out);
	return text;
}

static const struct withdraw duplicate = {.reason = "duplicate", .replaced_by = "EX-2026-0002"};
static const char *const languages[] = {"ja", "en"}, *const notes[] = {"\"引用\"", "back\\slash"};
static const struct withdraw noted = {.reason = "other", .languages = languages, .notes = notes, .note_count = 2};

static void expect(const char *file, const struct withdraw *w, const char *want)
{
	const char *got = written(file, w);
	cr_assert_not_null(got, "%s", file);
	cr_assert_str_eq(got, want);
	help_expect_nothing(&h);
}

Test(withdraw, the_key_stands_last_and_nothing_else_changes)
{
	expect("---\ntitle: x\nstatus:   final # y\n---\n\nbody\n---\nmore", &duplicate,
	       "---\ntitle: x\nstatus:   final # y\nwithdrawn:\n  reason: duplicate\n  replaced_by: EX-2026-0002\n---\n\nbody\n---\nmore");
	expect("---\ntitle: x\n---", &noted,
	       "---\ntitle: x\nwithdrawn:\n  reason: other\n  note:\n    ja: \"\\\"引用\\\"\"\n    en: \"back\\\\slash\"\n---");
}

Test(withdraw, lines_end_as_the_files_do)
{
	expect("\xEF\xBB\xBF---\r\ntitle: x\r\n--- \t\r\nbody\r\n", &duplicate,
	       "\xEF\xBB\xBF---\r\ntitle: x\r\nwithdrawn:\r\n  reason: duplicate\r\n  replaced_by: EX-2026-0002\r\n--- \t\r\nbody\r\n");
}

Test(withdraw, behind_a_block_or_a_list)
{
	expect("---\nsummary: |\n  a\n  ---\ntags:\n  - b\n---\n", &duplicate,
	       "---\nsummary: |\n  a\n  ---\ntags:\n  - b\nwithdrawn:\n  reason: duplicate\n  replaced_by: EX-2026-0002\n---\n");
}

Test(withdraw, a_front_matter_in_which_it_cannot_be_done_is_left_alone)
{
	static const char *const files[] = {"---\n{title: x, status: final}\n---\n", "---\ntitle: x\n", "title: x\n", "", "---\ntitle: [x\n---\n",
					    "---\ntitle: x\nwithdrawn: {reason: other}\n---\n", "---\n- a\n---\n", "---\rtitle: x\r---\rbody"};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		cr_assert_null(written(files[i], &duplicate), "%s", files[i]);
		help_expect(&h, "A155");
	}
}

Test(withdraw, what_the_reasons_need)
{
	cr_assert(withdraw_needs_replacement("superseded"));
	cr_assert_not(withdraw_needs_replacement("legal"));
	cr_assert(withdraw_needs_notes("legal"));
	cr_assert_not(withdraw_needs_notes("wrong-product"));
}
