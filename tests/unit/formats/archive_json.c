#include "formats/archive_json.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct sha256 *no_digest(const void *context, const struct advisory *a, const char *lang)
{
	static const struct sha256 digest = {{0xAB}};
	(void)context;
	(void)a;
	return strcmp(lang, "ja") == 0 ? &digest : NULL;
}

static struct value *facts(struct arena *a)
{
	struct value *map = value_new(a, VALUE_MAP);
	value_set_text(a, map, "status", "final");
	value_set_text(a, map, "kind", "alert");
	value_set_text(a, map, "severity", "high");
	return map;
}

/* The whole document, byte for byte: keys in design.md's order, absent rather than null. */
Test(archive_json, writes_keys_in_order_and_nothing_null)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const char *languages[] = {"ja", "en"}, *changed[] = {"affected", "body"};
	struct config config = {.base_url = "https://csirt.example.org/", .languages = languages, .language_count = 2};
	struct publication p[] = {{1, 1775120400, {{1}}, {{0}}, 0}, {2, 1775206800, {{2}}, {{0}}, 0}};
	struct note notes[] = {{"ja", "注"}, {"en", "note"}}, everywhere[] = {{NULL, "subject"}};
	struct event events[] = {
		{.at = &p[0], .lang = "ja", .class = EVENT_PUBLISHED, .revision = 1, .notes = notes, .note_count = 2},
		{.at = &p[1], .lang = "ja", .class = EVENT_SUBSTANTIVE, .revision = 2, .correction = true, .changed = changed,
		 .changed_count = 2, .notes = everywhere, .note_count = 1},
		{.at = &p[1], .lang = "en", .class = EVENT_TRANSLATION_SUBSTANTIVE, .translation = true, .revision = 2}};
	struct text texts[] = {{.lang = "ja", .title = "題", .reflects = 2, .current = true, .updated = 1775206800}};
	struct advisory adv = {.id = "EX-2026-0001", .source = "ja", .facts = facts(a), .published = 1775120400,
			       .updated = 1775206800, .revision = 2, .texts = texts, .text_count = 1, .events = events,
			       .event_count = 3};
	adv.withdrawal = (struct withdrawal){.at = &p[1], .reason = "duplicate", .replaced_by = "EX-2026-0001"};
	struct history history = {.publications = p, .publication_count = 2, .advisories = &adv, .advisory_count = 1};
	struct oid head = {{3}};
	struct record_file files[] = {
		{.format = RECORD_CSAF, .lang = "ja", .path = "c/x.json", .sha256 = {{0xcd}}},
		{.format = RECORD_STIX, .path = "s.json", .sha256 = {{0xef}}}};
	struct record_files records = {files, 2};
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0",
				     .text_digest = no_digest, .is_signed = true, .records = &records};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(archive_json_write(&out, &input, d));
	const char *want =
		"{\n \"version\": 1,\n \"generator\": \"shirase 0\",\n \"base_url\": \"https://csirt.example.org/\",\n"
		" \"commit\": \"0300000000000000000000000000000000000000\",\n \"serial\": 2,\n"
		" \"updated\": \"2026-04-03T09:00:00Z\",\n \"counts\": {\n  \"advisories\": 1,\n  \"withdrawn\": 1\n },\n"
		" \"changes\": \"changes.json\",\n"
		" \"advisories\": [\n  {\n   \"id\": \"EX-2026-0001\",\n   \"state\": \"withdrawn\",\n   \"kind\": \"alert\",\n"
		"   \"source\": \"ja\",\n   \"severity\": \"high\",\n   \"published\": \"2026-04-02T09:00:00Z\",\n"
		"   \"updated\": \"2026-04-03T09:00:00Z\",\n   \"revision\": 2,\n   \"withdrawn\": {\n"
		"    \"time\": \"2026-04-03T09:00:00Z\",\n    \"reason\": \"duplicate\",\n    \"replaced_by\": \"EX-2026-0001\"\n   },\n"
		"   \"languages\": {\n    \"ja\": {\n     \"title\": \"題\",\n     \"reflects\": 2,\n     \"current\": true,\n"
		"     \"updated\": \"2026-04-03T09:00:00Z\",\n     \"path\": \"ja/EX-2026-0001/\",\n"
		"     \"text\": \"text/EX-2026-0001.ja.txt\",\n     \"signature\": \"text/EX-2026-0001.ja.asc\",\n"
		"     \"text_sha256\": \"ab00000000000000000000000000000000000000000000000000000000000000\"\n    }\n   },\n"
		"   \"records\": [\n    {\n     \"format\": \"csaf\",\n     \"language\": \"ja\",\n     \"path\": \"c/x.json\",\n"
		"     \"signature\": \"c/x.json.asc\",\n     \"sha256\": \"cd00000000000000000000000000000000000000000000000000000000000000\"\n    },\n"
		"    {\n     \"format\": \"stix\",\n     \"path\": \"s.json\",\n     \"sha256\": \"ef00000000000000000000000000000000000000000000000000000000000000\"\n    }\n   ],\n"
		"   \"events\": [\n    {\n     \"serial\": 1,\n     \"time\": \"2026-04-02T09:00:00Z\",\n"
		"     \"commit\": \"0100000000000000000000000000000000000000\",\n     \"language\": \"ja\",\n"
		"     \"class\": \"published\",\n     \"revision\": 1,\n     \"note\": {\n      \"ja\": \"注\",\n      \"en\": \"note\"\n     }\n    },\n"
		"    {\n     \"serial\": 2,\n     \"time\": \"2026-04-03T09:00:00Z\",\n"
		"     \"commit\": \"0200000000000000000000000000000000000000\",\n     \"language\": \"ja\",\n"
		"     \"class\": \"substantive\",\n     \"revision\": 2,\n     \"correction\": true,\n     \"changed\": [\n"
		"      \"affected\",\n      \"body\"\n     ],\n     \"note\": {\n      \"ja\": \"subject\",\n      \"en\": \"subject\"\n     }\n    },\n"
		"    {\n     \"serial\": 2,\n     \"time\": \"2026-04-03T09:00:00Z\",\n"
		"     \"commit\": \"0200000000000000000000000000000000000000\",\n     \"language\": \"en\",\n"
		"     \"class\": \"translation-substantive\",\n     \"reflects\": 2\n    }\n   ]\n  }\n ]\n}\n";
	cr_expect_str_eq(out.data, want);
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}

Test(archive_json, a_redaction_tells_which_revisions_and_why)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const char *languages[] = {"ja", "en"};
	struct config config = {.base_url = "https://x.example/", .languages = languages, .language_count = 2};
	struct publication p = {1, 1775120400, {{1}}, {{0}}, 0};
	unsigned numbers[] = {1, 3};
	struct value *reason = value_new(a, VALUE_MAP);
	value_set_text(a, reason, "ja", "理由");
	struct event events[] = {
		{.at = &p, .lang = "ja", .class = EVENT_REDACTED, .revision = 4, .redacted = numbers, .redacted_count = 2,
		 .redact_reason = reason},
		{.at = &p, .lang = "ja", .class = EVENT_REDACTED, .revision = 4, .redacted_all = true,
		 .redact_reason = value_of_text(a, "why")}};
	struct advisory adv = {.id = "EX-2026-0001", .source = "ja", .facts = facts(a), .published = 1775120400,
			       .updated = 1775120400, .revision = 4, .events = events, .event_count = 2};
	struct history history = {.publications = &p, .publication_count = 1, .advisories = &adv, .advisory_count = 1};
	struct oid head = {{3}};
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0",
				     .text_digest = no_digest};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(archive_json_write(&out, &input, d));
	cr_expect(strstr(out.data, "     \"class\": \"redacted\",\n     \"revision\": 4,\n     \"revisions\": [\n      1,\n"
				   "      3\n     ],\n     \"reason\": {\n      \"ja\": \"理由\"\n     }\n"), "%s", out.data);
	cr_expect(strstr(out.data, "     \"revisions\": \"all\",\n     \"reason\": {\n      \"ja\": \"why\",\n"
				   "      \"en\": \"why\"\n     }\n"), "%s", out.data);
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}

Test(archive_json, an_archive_without_publications_has_no_serial)
{
	struct diags *d = diags_new();
	const char *languages[] = {"en"};
	struct config config = {.base_url = "https://x.example/", .languages = languages, .language_count = 1};
	struct history history = {0};
	struct oid head = {{0}};
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0",
				     .text_digest = no_digest};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(archive_json_write(&out, &input, d));
	cr_expect(strstr(out.data, "\"serial\"") == NULL && strstr(out.data, "null") == NULL);
	buf_fini(&out);
	diags_free(d);
}

Test(archive_json, a_replacement_that_is_not_published_is_not_named)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const char *languages[] = {"en"};
	struct config config = {.base_url = "https://x.example/", .languages = languages, .language_count = 1};
	struct publication p = {1, 0, {{1}}, {{0}}, 0};
	struct advisory adv = {.id = "EX-1", .source = "en", .facts = facts(a), .revision = 1};
	adv.withdrawal = (struct withdrawal){.at = &p, .reason = "duplicate", .replaced_by = "EX-2-DRAFT"};
	struct history history = {.publications = &p, .publication_count = 1, .advisories = &adv, .advisory_count = 1};
	struct oid head = {{0}};
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0",
				     .text_digest = no_digest};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(archive_json_write(&out, &input, d));
	cr_expect(strstr(out.data, "\"reason\": \"duplicate\"") && !strstr(out.data, "EX-2-DRAFT"));
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}

/* After a reinstatement nothing else tells them. */
Test(archive_json, a_withdrawal_tells_its_reason_for_good)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const char *languages[] = {"en"};
	struct config config = {.base_url = "https://x.example/", .languages = languages, .language_count = 1};
	struct publication p[] = {{1, 0, {{1}}, {{0}}, 0}, {2, 0, {{2}}, {{0}}, 0}, {3, 0, {{3}}, {{0}}, 0}};
	struct note note = {"en", "The note"};
	struct event events[] = {{.at = &p[0], .lang = "en", .class = EVENT_WITHDRAWN, .revision = 1, .reason = "superseded",
				  .replaced_by = "EX-1", .notes = &note, .note_count = 1},
				 {.at = &p[1], .lang = "en", .class = EVENT_WITHDRAWN, .revision = 1, .reason = "duplicate",
				  .replaced_by = "EX-2-DRAFT"},
				 {.at = &p[2], .lang = "en", .class = EVENT_REINSTATED, .revision = 1}};
	struct advisory adv = {.id = "EX-1", .source = "en", .facts = facts(a), .revision = 1, .events = events, .event_count = 3};
	struct history history = {.publications = p, .publication_count = 3, .advisories = &adv, .advisory_count = 1};
	struct oid head = {{0}};
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0",
				     .text_digest = no_digest};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(archive_json_write(&out, &input, d));
	cr_expect(strstr(out.data, "\"class\": \"withdrawn\",\n     \"revision\": 1,\n     \"reason\": \"superseded\",\n"
				   "     \"replaced_by\": \"EX-1\",\n     \"note\": {"));
	cr_expect(strstr(out.data, "\"reason\": \"duplicate\"\n    }"));
	cr_expect_null(strstr(out.data, "DRAFT"));
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}

Test(archive_json, rewrites_stand_before_the_advisories)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const char *languages[] = {"en"};
	struct config config = {.base_url = "https://x.example/", .languages = languages, .language_count = 1};
	struct history history = {0};
	struct oid head = {{0}};
	struct value *list = value_new(a, VALUE_LIST), *one = value_new(a, VALUE_MAP), *other = value_new(a, VALUE_MAP);
	value_set_text(a, one, "reason", "\xE5\x80\x8B \"x\"");
	value_set_number(a, one, "time", 1775120400);
	value_set_number(a, one, "serial", 7);
	value_set_text(a, one, "to", "22");
	value_set_text(a, one, "from", "11");
	value_set_text(a, other, "from", "33");
	value_set_text(a, other, "to", "44");
	value_set_text(a, other, "reason", "r");
	value_add(a, list, one);
	value_add(a, list, other);
	struct archive_json input = {.config = &config, .history = &history, .head = &head, .generator = "shirase 0",
				     .rewrites = list, .text_digest = no_digest};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(archive_json_write(&out, &input, d));
	cr_expect(strstr(out.data, "  \"withdrawn\": 0\n },\n \"rewrites\": [\n  {\n   \"from\": \"11\",\n   \"to\": \"22\",\n"
				   "   \"reason\": \"\xE5\x80\x8B \\\"x\\\"\",\n   \"serial\": 7,\n   \"time\": \"2026-04-02T09:00:00Z\"\n"
				   "  },\n  {\n   \"from\": \"33\",\n   \"to\": \"44\",\n   \"reason\": \"r\"\n  }\n ],\n \"changes\": \"changes.json\",\n \"advisories\": ["),
		  "%s", out.data);
	buf_fini(&out);
	buf_init(&out, BUF_LIMIT_DEFAULT);
	input.rewrites = value_new(a, VALUE_LIST);
	cr_assert(archive_json_write(&out, &input, d));
	cr_expect_null(strstr(out.data, "rewrites"));
	buf_fini(&out);
	diags_free(d);
	arena_free(a);
}
