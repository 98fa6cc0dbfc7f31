#include "history/words.h"

#include <criterion/criterion.h>

static struct arena *a;

static void start(void)
{
	a = arena_new();
}

static void stop(void)
{
	arena_free(a);
}

TestSuite(words, .init = start, .fini = stop);

static struct words read_words(const char *message, bool subject)
{
	struct words w;
	const char *end = strchr(message, '\n');
	struct commit c = {.message = message};
	c.subject = end ? arena_dup(a, message, (size_t)(end - message)) : message;
	static const char *languages[] = {"ja", "en"};
	struct config config = {.languages = languages, .language_count = 2, .notes_from_subject = subject};
	words_read(&w, a, &c, &config);
	return w;
}

/* The slips, a line each: "key=value" and, of a misspelt key, ">meant". */
static const char *slips(const char *message)
{
	struct words w = read_words(message, false);
	const char *out = "";
	for (size_t i = 0; i < w.slip_count; i++)
		out = arena_printf(a, "%s%s=%s%s%s\n", out, w.slips[i].key, w.slips[i].value, w.slips[i].meant ? ">" : "",
				   w.slips[i].meant ? w.slips[i].meant : "");
	return out;
}

static const char *note(const struct words *w, const char *lang)
{
	for (size_t i = 0; i < w->note_count; i++)
		if (lang ? w->notes[i].lang && strcmp(w->notes[i].lang, lang) == 0 : !w->notes[i].lang)
			return w->notes[i].text;
	return NULL;
}

Test(words, keys_are_read_at_the_start_of_any_line)
{
	struct words w = read_words("Subject\n\nNote-ja: 一行目\nSome text.\nRevision: editorial\nWithdraw-Reason: duplicate\n"
				    "Replaced-By: EX-2\nAmends: abcdef1\n\nNote-en: one\n\nCo-authored-by: X <x@example.org>\n", false);
	cr_assert_str_eq(note(&w, "ja"), "一行目");
	cr_assert_str_eq(note(&w, "en"), "one");
	cr_assert_eq(w.note_count, 2);
	cr_assert_eq(w.said, SAID_EDITORIAL);
	cr_assert_str_eq(w.reason, "duplicate");
	cr_assert_str_eq(w.replaced_by, "EX-2");
	cr_assert_eq(w.amends_count, 1);
	cr_assert_str_eq(w.amends[0], "abcdef1");
}

Test(words, a_key_within_a_line_or_indented_is_none)
{
	struct words w = read_words("Subject\n\nsee Note-ja: x\n  Note-en: y\nXNote-en: z\nNote-: q\nNote: q\nRevision editorial\n", false);
	cr_assert_eq(w.note_count, 0);
	cr_assert_eq(w.said, SAID_NOTHING);
}

Test(words, keys_are_known_in_any_case_and_with_crlf)
{
	struct words w = read_words("S\r\n\r\nnote-JA: あ\r\nREVISION: Correction\r\n", false);
	cr_assert_str_eq(w.notes[0].text, "あ");
	cr_assert_eq(w.said, SAID_CORRECTION);
}

Test(words, a_folded_line_is_joined_by_one_space)
{
	struct words w = read_words("S\n\nNote-en: first\n  second\n\tthird  \nNote-ja: x\n", false);
	cr_assert_str_eq(note(&w, "en"), "first second third");
}

Test(words, a_folded_line_beside_japanese_is_joined_by_nothing)
{
	struct words w = read_words("S\n\nNote-ja: 影響を受ける\n バージョンを、\n 1.38\n より前に。\n End\n", false);
	cr_assert_str_eq(note(&w, "ja"), "影響を受けるバージョンを、1.38より前に。End");
}

Test(words, a_fold_may_follow_an_empty_value)
{
	struct words w = read_words("S\n\nNote-en:\n  all of it\n", false);
	cr_assert_str_eq(note(&w, "en"), "all of it");
}

Test(words, an_empty_line_ends_a_fold_and_an_empty_value_says_nothing)
{
	struct words w = read_words("S\n\nNote-en: a\n\n b\nNote-ja:\nWithdraw-Reason: \n", false);
	cr_assert_str_eq(note(&w, "en"), "a");
	cr_assert_eq(w.note_count, 1);
	cr_assert_null(w.reason);
}

Test(words, a_repeated_key_adds_a_line_and_a_line_stands_once)
{
	struct words w = read_words("S\n\nNote-en: one\nNote-en: two\nNote-EN: one\n", false);
	cr_assert_str_eq(note(&w, "en"), "one\ntwo");
	cr_assert_eq(w.note_count, 1);
}

Test(words, of_two_words_on_the_revision_the_one_that_hides_less_counts)
{
	cr_assert_eq(read_words("S\n\nRevision: substantive\nRevision: editorial\n", false).said, SAID_SUBSTANTIVE);
	cr_assert_eq(read_words("S\n\nRevision: nonsense\n", false).said, SAID_NOTHING);
}

Test(words, the_subject_is_a_note_in_every_language_where_asked_for)
{
	struct words w = read_words("Fix the range\n\nbody\n", true);
	cr_assert_str_eq(note(&w, NULL), "Fix the range");
	w = read_words("Fix the range\n\nbody\n", false);
	cr_assert_eq(w.note_count, 0);
	w = read_words("Fix the range\n\nNote-ja: 訂正\n", true);
	cr_assert_eq(w.note_count, 1);
	cr_assert_str_eq(note(&w, "ja"), "訂正");
	cr_assert_eq(read_words("", true).note_count, 0);
}

Test(words, what_hides_or_reorders_text_is_left_out)
{
	struct words w = read_words("S\n\nNote-en: a\xE2\x80\xAE" "b\x1b[31m\tc\x7f\n", false);
	cr_assert_str_eq(note(&w, "en"), "ab[31m c");
}

Test(words, messages_without_end_are_cut)
{
	struct buf message;
	buf_init(&message, 4 << 20);
	buf_text(&message, "S\n\nNote-ja: ");
	for (int i = 0; i < 100000; i++)
		buf_text(&message, "あ");
	struct words w = read_words(message.data, false);
	cr_assert_eq(w.note_count, 1);
	cr_assert(strlen(w.notes[0].text) <= 16384);
	cr_assert_eq(strlen(w.notes[0].text) % 3, 0);
	buf_clear(&message);
	for (int i = 0; i < 100000; i++)
		buf_printf(&message, "Note-en: %d\nAmends: %d\n", i, i);
	w = read_words(message.data, false);
	cr_assert(strlen(w.notes[0].text) <= 16384);
	cr_assert_eq(w.amends_count, 16);
	buf_fini(&message);
}

Test(words, notes_of_several_commits_are_joined_without_duplicates)
{
	struct words all = {0};
	struct words one = read_words("S\n\nNote-en: a\nNote-en: b\n", false), two = read_words("S\n\nNote-en: b\nNote-en: c\nNote-ja: d\n", false);
	words_add_notes(&all, a, &one);
	words_add_notes(&all, a, &two);
	cr_assert_str_eq(note(&all, "en"), "a\nb\nc");
	cr_assert_str_eq(note(&all, "ja"), "d");
}

Test(words, reasons_are_known_or_not)
{
	cr_assert(reason_is_known("wrong-product"));
	cr_assert(!reason_is_known("Duplicate"));
	cr_assert(!reason_is_known(""));
}

Test(words, a_revision_of_no_known_word_is_a_slip)
{
	cr_assert_str_eq(slips("S\n\nRevision: editoral\nRevision: Editorial\nRevision: minor change\n"),
			 "Revision=editoral\nRevision=minor change\n");
	cr_assert_eq(read_words("S\n\nRevision: editoral\n", false).said, SAID_NOTHING);
	cr_assert_str_eq(slips("S\n\nRevision: substantive\nRevision: correction\nRevision:\n"), "");
}

Test(words, a_note_in_a_language_that_the_archive_lacks_is_a_slip)
{
	cr_assert_str_eq(slips("S\n\nNote-jp: 訂正\n続き\nNote-EN: fixed\nNote-ja: 訂正\n"), "Note-jp=訂正\n");
}

Test(words, a_misspelt_key_is_a_slip_where_its_value_fits)
{
	cr_assert_str_eq(slips("S\n\nRevison: editorial\nRevision : correction\nRevision：substantive\n"),
			 "Revison=editorial>Revision\nRevision=correction>Revision\nRevision=substantive>Revision\n");
	cr_assert_str_eq(slips("S\n\nWithdraw-Reson: duplicate\nWithdrawal_Reason: legal\nReplaced by: EX-2\n"),
			 "Withdraw-Reson=duplicate>Withdraw-Reason\nWithdrawal_Reason=legal>Withdraw-Reason\n"
			 "Replaced by=EX-2>Replaced-By\n");
	cr_assert_str_eq(slips("S\n\nAmend: 0123abc\nNote-ja：訂正\nnotes_EN: fixed\n"),
			 "Amend=0123abc>Amends\nNote-ja=訂正>Note-ja\nnotes_EN=fixed>Note-en\n");
}

Test(words, prose_and_the_trailers_of_others_are_no_slips)
{
	cr_assert_str_eq(slips("Revise: the overview\n\nVersion: editorial board\nRevisions: 12\nRevise: r2\nReplaces: EX-1\n"
			       "Reviewed-by: A. Person <a@example.org>\nReason: duplicate\nAmend: the wording\nNote: x\nNotes: y\n"
			       "Notes-to: all\nRelated-By: EX-2\nFixes: 0123abc\nCommits: 0123abcd\nSigned-off-by: B <b@example.org>\n"
			       "See https://csirt.example.org/ja/: EX-2\n注意：EX-2\n  Revison: editorial\n> Revison: editorial\n"),
			 "");
}

Test(words, slips_are_told_once_and_few_and_without_what_hides_text)
{
	cr_assert_str_eq(slips("S\n\nRevision: a\x1b[31m\nRevision: a[31m\n"), "Revision=a[31m\n");
	struct buf message;
	buf_init(&message, 1 << 20);
	for (int i = 0; i < 1000; i++)
		buf_printf(&message, "Revision: %d\n", i);
	struct words w = read_words(arena_text(a, message.data), false);
	cr_assert_eq(w.slip_count, SLIPS_LIMIT);
	buf_fini(&message);
}
