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
	words_read(&w, a, &c, subject);
	return w;
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
