#include "unit/formats/telling.h"

#include "formats/json.h"

/* The configured languages are ja and en. */
Test(record, a_word_of_no_locale_is_none_and_one_of_the_first_serves_all)
{
	struct telling t;
	telling_begin(&t, "{\"status\": \"final\", \"affected\": []}");
	t.locales[0] = json_parse(t.arena, SPAN_LITERAL("{\"words\": {\"a\": \"あ\", \"b\": \"い\"}, \"labels\": {\"v\": {\"x\": \"う\"}}}"), "ja", t.diags);
	t.locales[1] = json_parse(t.arena, SPAN_LITERAL("{\"words\": {\"a\": \"A\"}, \"labels\": {\"v\": {\"y\": \"Y\"}}}"), "en", t.diags);
	cr_expect_str_eq(record_word(&t.record, "en", "a"), "A");
	cr_expect_str_eq(record_word(&t.record, "ja", "a"), "あ");
	cr_expect_str_eq(record_word(&t.record, "fr", "a"), "あ", "its language is not configured");
	cr_expect_str_eq(record_word(&t.record, "en", "b"), "い", "its locale lacks it");
	cr_expect_str_eq(record_word(&t.record, "en", "c"), "");
	cr_expect_str_eq(record_label(&t.record, "en", "v", "y"), "Y");
	cr_expect_str_eq(record_label(&t.record, "fr", "v", "x"), "う");
	cr_expect_str_eq(record_label(&t.record, "en", "v", "x"), "う");
	cr_expect_str_eq(record_label(&t.record, "en", "v", "any word of the past"), "any word of the past");
	cr_expect_str_eq(record_label(&t.record, "en", "w", "x"), "x");
	telling_end(&t);
}
