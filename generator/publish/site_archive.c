/* Invariant: a site_text is made only of parts whose form was checked, so that the
 * paths built from them stay inside the site. */
#include "publish/site.h"

#include <stdarg.h>

#include "formats/json.h"
#include "publish/record.h"

#define FILE_NAME "archive.json"

__attribute__((format(printf, 2, 3))) static bool fault(struct site *s, const char *format, ...)
{
	char message[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return site_fault(s, DIAG_SITE_ARCHIVE, FILE_NAME, NULL, "%s", message);
}

/* The event with the highest serial gives the advisory's commit and serial. */
static bool read_newest_event(struct site *s, struct site_text *t, const struct value *advisory)
{
	const struct value *events = value_get(advisory, "events");
	size_t count = value_count(advisory, "events");
	for (size_t i = 0; i < count; i++) {
		const char *commit = value_text(events->items[i], "commit");
		int64_t serial = record_whole(events->items[i], "serial");
		if (!record_is_commit(commit) || serial < 1)
			return fault(s, "event %zu of %s lacks its commit or its serial", i + 1, t->id);
		if (serial < t->serial)
			return fault(s, "the events of %s are not in the order of their serials", t->id);
		t->serial = serial;
		t->commit = commit;
	}
	return count || fault(s, "%s has no events", t->id);
}

/* A preview, which is never signed, shows drafts too. */
static bool is_state(const struct site *s, const char *text)
{
	if (text && strcmp(text, "draft") == 0)
		return !site_find(s, "SHA256SUMS.asc");
	return text && (!strcmp(text, "interim") || !strcmp(text, "final") || !strcmp(text, "withdrawn"));
}

static bool read_advisory(struct site *s, struct site_text *t, const struct value *advisory, size_t number)
{
	*t = (struct site_text){.id = value_text(advisory, "id"), .state = value_text(advisory, "state")};
	t->exercise = record_is_true(advisory, "exercise");
	if (!record_is_id(t->id))
		return fault(s, "advisory %zu has no id, or one that is not an advisory ID", number);
	if (!is_state(s, t->state) || record_whole(advisory, "revision") < 1)
		return fault(s, "%s lacks its state or its revision", t->id);
	return read_newest_event(s, t, advisory);
}

/* t holds what all languages of the advisory have in common. */
static void add_language(struct site *s, struct site_text t, const char *language, const struct value *entry)
{
	const char *path = value_text(entry, "path");
	t.language = language;
	t.sha256 = value_text(entry, "text_sha256");
	t.revision = record_whole(entry, "reflects");
	if (!record_is_language(language)) {
		fault(s, "%s has a language that cannot be one", t.id);
		return;
	}
	char *expected = arena_printf(s->arena, "%s/%s/", language, t.id);
	if (!path || strcmp(path, expected) != 0 || !t.sha256 || t.revision < 1) {
		fault(s, "%s in %s lacks its text_sha256 or what it reflects, or its path is not %s", t.id,
		      language, expected);
		return;
	}
	t.page_path = arena_printf(s->arena, "%sindex.html", expected);
	t.text_path = arena_printf(s->arena, "text/%s.%s.txt", t.id, language);
	t.signature_path = arena_printf(s->arena, "text/%s.%s.asc", t.id, language);
	if (!map_put(s->text_map, span_of(t.text_path), s->text_count)) {
		fault(s, "%s stands twice", t.id);
		return;
	}
	s->texts = arena_grow(s->arena, s->texts, s->text_count, &s->text_capacity, sizeof(*s->texts));
	s->texts[s->text_count++] = t;
}

static size_t read_advisories(struct site *s, const struct value *root)
{
	const struct value *list = value_get(root, "advisories");
	size_t count = value_count(root, "advisories"), withdrawn = 0;
	for (size_t i = 0; i < count; i++) {
		struct site_text t;
		const struct value *languages = value_get(list->items[i], "languages");
		if (!read_advisory(s, &t, list->items[i], i + 1))
			continue;
		withdrawn += strcmp(t.state, "withdrawn") == 0;
		if (!languages || languages->kind != VALUE_MAP)
			fault(s, "%s lacks its languages", t.id);
		else
			for (size_t k = 0; k < languages->count; k++)
				add_language(s, t, languages->keys[k].text, languages->items[k]);
	}
	return withdrawn;
}

static void check_counts(struct site *s, const struct value *root, size_t withdrawn)
{
	const struct value *counts = value_get(root, "counts");
	if (record_whole(counts, "advisories") != (int64_t)value_count(root, "advisories") ||
	    record_whole(counts, "withdrawn") != (int64_t)withdrawn)
		fault(s, "its counts are not those of its advisories");
}

static bool read_top(struct site *s, const struct value *root)
{
	const struct value *list = value_get(root, "advisories");
	const char *updated = value_text(root, "updated");
	if (record_whole(root, "version") != 1)
		return fault(s, "its version is not 1: this program cannot read it");
	s->commit = value_text(root, "commit");
	s->serial = record_whole(root, "serial");
	s->base_url = value_text(root, "base_url");
	if (!record_is_commit(s->commit) || s->serial < 0 || !s->base_url)
		return fault(s, "it lacks its commit, its serial or its base_url");
	/* Serial 0: nothing has ever happened here, so there is no time of it. */
	if ((updated || s->serial) && !(updated && instant_parse(&s->updated, span_of(updated))))
		return fault(s, "it lacks the time at which it was updated");
	return (list && list->kind == VALUE_LIST) || fault(s, "it lacks its list of advisories");
}

bool site_read_archive(struct site *s)
{
	struct buf text;
	buf_init(&text, SITE_INDEX_LIMIT);
	bool ok = site_read(s, &text, FILE_NAME, SITE_INDEX_LIMIT);
	struct value *root = ok ? json_parse(s->arena, buf_as_span(&text), FILE_NAME, s->diags) : NULL;
	buf_fini(&text);
	if (!root || !read_top(s, root))
		return false;
	check_counts(s, root, read_advisories(s, root));
	return true;
}
