#include "formats/changes_json.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct sha256 *no_digest(const void *context, const struct advisory *a, const char *lang)
{
	(void)context;
	(void)a;
	(void)lang;
	return NULL;
}

static const char *languages[] = {"en"};
static struct config config = {.base_url = "https://x.example/", .languages = languages, .language_count = 1};

/* An archive of one advisory a publication; every third has a second event, with the last publication. */
struct fixture {
	struct arena *arena;
	struct diags *diags;
	struct history history;
	struct oid head;
	struct archive_json input;
};

static void begin(struct fixture *f, unsigned publications, unsigned advisories)
{
	*f = (struct fixture){.arena = arena_new(), .diags = diags_new()};
	struct history *h = &f->history;
	h->publications = arena_array(f->arena, publications, sizeof(*h->publications));
	h->publication_count = publications;
	for (unsigned i = 0; i < publications; i++)
		h->publications[i] = (struct publication){.serial = i + 1, .time = 1775120400 + i};
	h->advisories = arena_array(f->arena, advisories, sizeof(*h->advisories));
	h->advisory_count = advisories;
	for (unsigned i = 0; i < advisories; i++) {
		struct event *events = arena_array(f->arena, 2, sizeof(*events));
		/* Sorted by id, the last one was published first. */
		events[0] = (struct event){.at = &h->publications[advisories - 1 - i], .lang = "en", .revision = 1};
		events[1] = (struct event){.at = &h->publications[publications - 1], .lang = "en", .revision = 2};
		h->advisories[i] = (struct advisory){.id = arena_printf(f->arena, "EX-%05u", i), .source = "en", .revision = 1,
						     .facts = value_new(f->arena, VALUE_MAP), .events = events,
						     .event_count = i % 3 ? 1 : 2};
	}
	f->input = (struct archive_json){.config = &config, .history = h, .head = &f->head, .generator = "shirase 0",
					 .text_digest = no_digest};
}

static void end(struct fixture *f)
{
	diags_free(f->diags);
	arena_free(f->arena);
}

Test(changes_json, a_piece_holds_a_hundred_serials_or_a_hundred_advisories)
{
	struct fixture f;
	begin(&f, 450, 250);
	struct changes *c = changes_divide(&f.history, f.arena);
	/* Serials 301 to 400 have no event. */
	cr_assert_eq(c->events.count, 4);
	cr_expect_str_eq(c->events.items[3].path, "changes/events/5.json");
	cr_expect(c->events.items[3].from == 401 && c->events.items[3].to == 500);
	cr_expect_eq(c->events.items[3].count, 84);
	cr_expect_eq(c->events.items[0].count, 100);
	cr_expect_eq(c->events.items[2].count, 50);
	cr_assert_eq(c->advisories.count, 3);
	cr_expect_eq(c->advisories.items[2].count, 50);
	cr_expect(c->advisories.items[2].from == 201 && c->advisories.items[2].to == 300);
	cr_expect_str_eq(c->advisories.items[0].items[0].advisory->id, "EX-00249", "first published first");
	cr_expect_str_eq(c->advisories.items[2].items[49].advisory->id, "EX-00000");
	end(&f);
}

Test(changes_json, events_of_one_serial_stand_by_id)
{
	struct fixture f;
	begin(&f, 3, 3);
	struct changes *c = changes_divide(&f.history, f.arena);
	static const char *const want[] = {"EX-00002", "EX-00001", "EX-00000", "EX-00000"};
	cr_assert_eq(c->events.count, 1);
	cr_assert_eq(c->events.items[0].count, 4);
	for (size_t i = 0; i < 4; i++)
		cr_expect_str_eq(c->events.items[0].items[i].advisory->id, want[i]);
	cr_expect(c->events.items[0].items[2].event < c->events.items[0].items[3].event, "of one advisory in its order");
	end(&f);
}

/* Byte for byte: a piece and the index that has its digest. */
Test(changes_json, the_index_tells_the_digests_of_the_pieces)
{
	struct fixture f;
	begin(&f, 1, 1);
	f.history.advisories[0].event_count = 1;
	struct changes *c = changes_divide(&f.history, f.arena);
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(changes_events_write(&out, &f.input, &c->events.items[0], f.diags));
	cr_expect_str_eq(out.data, "{\"version\": 1, \"from\": 1, \"to\": 100, \"events\": [\n"
				   "{\"id\": \"EX-00000\", \"serial\": 1, \"time\": \"2026-04-02T09:00:00Z\", "
				   "\"commit\": \"0000000000000000000000000000000000000000\", \"language\": \"en\", "
				   "\"class\": \"published\", \"revision\": 1}\n]}\n");
	struct sha256 digest = sha256_of(buf_as_span(&out));
	cr_expect_arr_eq(digest.bytes, c->events.items[0].sha256.bytes, SHA256_SIZE);
	buf_clear(&out);
	cr_assert(changes_advisories_write(&out, &f.input, &c->advisories.items[0], f.diags));
	cr_expect(strstr(out.data, "{\"version\": 1, \"from\": 1, \"to\": 100, \"advisories\": [\n{\"id\": \"EX-00000\", "));
	cr_expect_null(strstr(out.data, "events"));
	buf_clear(&out);
	cr_assert(changes_index_write(&out, &f.input, c, f.diags));
	char hex[SHA256_HEX];
	cr_expect(strstr(out.data, sha256_hex(hex, &digest)), "%s", out.data);
	cr_expect(strstr(out.data, " \"archive\": {\n  \"version\": 1,\n  \"generator\": \"shirase 0\""), "%s", out.data);
	buf_fini(&out);
	end(&f);
}

Test(changes_json, an_empty_archive_has_no_pieces)
{
	struct fixture f;
	begin(&f, 0, 0);
	struct changes *c = changes_divide(&f.history, f.arena);
	cr_expect(c->events.count == 0 && c->advisories.count == 0);
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	cr_assert(changes_index_write(&out, &f.input, c, f.diags));
	cr_expect(strstr(out.data, " \"events\": [],\n \"advisories\": []\n}\n"), "%s", out.data);
	buf_fini(&out);
	end(&f);
}
