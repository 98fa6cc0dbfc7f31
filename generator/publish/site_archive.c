/* Invariant: a site_text is made only of parts whose form was checked, so that the
 * paths built from them stay inside the site. */
#include "publish/site.h"

#include <stdarg.h>

#include "formats/json.h"
#include "formats/security_txt.h"
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
		if (i + 1 == count)
			t->commit = arena_text(s->arena, commit);
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
	t->id = arena_text(s->arena, t->id);
	t->state = arena_text(s->arena, t->state);
	return read_newest_event(s, t, advisory);
}

/* t holds what all languages of the advisory have in common. */
static void add_language(struct site *s, struct site_text t, const char *language, const struct value *entry)
{
	const char *path = value_text(entry, "path");
	const char *digest = value_text(entry, "text_sha256");
	t.revision = record_whole(entry, "reflects");
	if (!record_is_language(language)) {
		fault(s, "%s has a language that cannot be one", t.id);
		return;
	}
	char *expected = arena_printf(s->arena, "%s/%s/", language, t.id);
	if (!path || strcmp(path, expected) != 0 || !digest || !sha256_parse(&t.digest, span_of(digest)) || t.revision < 1) {
		fault(s, "%s in %s lacks its text_sha256 or what it reflects, or its path is not %s", t.id,
		      language, expected);
		return;
	}
	t.language = arena_text(s->arena, language);
	t.page_path = arena_printf(s->arena, "%sindex.html", expected);
	t.text_path = arena_printf(s->arena, "text/%s.%s.txt", t.id, language);
	t.signature_path = arena_printf(s->arena, "text/%s.%s.asc", t.id, language);
	s->texts = arena_grow(s->arena, s->texts, s->text_count, &s->text_capacity, sizeof(*s->texts));
	s->texts[s->text_count++] = t;
}

struct advisories {
	struct site *site;
	int64_t count, withdrawn;
};

/* What is at fault in one is reported, and the others are read all the same. */
static bool take_advisory(void *context, const struct value *advisory, size_t number)
{
	struct advisories *all = context;
	struct site *s = all->site;
	struct site_text t;
	const struct value *languages = value_get(advisory, "languages");
	all->count++;
	if (!read_advisory(s, &t, advisory, number + 1))
		return true;
	all->withdrawn += strcmp(t.state, "withdrawn") == 0;
	if (!languages || languages->kind != VALUE_MAP)
		fault(s, "%s lacks its languages", t.id);
	else
		for (size_t k = 0; k < languages->count; k++)
			add_language(s, t, languages->keys[k].text, languages->items[k]);
	return true;
}

static void check_counts(const struct advisories *all, const struct value *root)
{
	const struct value *counts = value_get(root, "counts");
	if (record_whole(counts, "advisories") != all->count || record_whole(counts, "withdrawn") != all->withdrawn)
		fault(all->site, "its counts are not those of its advisories");
}

/* Absent: there is no such file. */
static bool read_security_txt(struct site *s, const struct value *root)
{
	const char *path = value_text(root, "security_txt"), *digest = value_text(root, "security_txt_sha256");
	s->has_security_txt = path && digest && strcmp(path, SECURITY_TXT_PATH) == 0 && sha256_parse(&s->security_txt, span_of(digest));
	return s->has_security_txt || (!value_get(root, "security_txt") && !value_get(root, "security_txt_sha256")) ||
	       fault(s, "its security_txt or security_txt_sha256 cannot be one");
}

static bool read_top(struct site *s, const struct value *root)
{
	const struct value *list = value_get(root, "advisories");
	const char *updated = value_text(root, "updated");
	if (record_whole(root, "version") != 1)
		return fault(s, "its version is not 1: this program cannot read it");
	const char *commit = value_text(root, "commit"), *base_url = value_text(root, "base_url");
	s->serial = record_whole(root, "serial");
	if (!record_is_commit(commit) || s->serial < 0 || !base_url)
		return fault(s, "it lacks its commit, its serial or its base_url");
	if (!read_security_txt(s, root))
		return false;
	s->commit = arena_text(s->arena, commit);
	s->base_url = arena_text(s->arena, base_url);
	/* Serial 0: nothing has ever happened here, so there is no time of it. */
	if ((updated || s->serial) && !(updated && instant_parse(&s->updated, span_of(updated))))
		return fault(s, "it lacks the time at which it was updated");
	return (list && list->kind == VALUE_LIST) || fault(s, "it lacks its list of advisories");
}

/* The texts and pages among the files. Not before all texts are known: their place in memory is the last one. */
static void find_files(struct site *s)
{
	for (size_t i = 0; i < s->text_count; i++) {
		struct site_text *t = &s->texts[i];
		const char *const paths[] = {t->text_path, t->page_path};
		for (size_t k = 0; k < 2; k++) {
			const struct site_file *f = site_find(s, paths[k]);
			if (f && f->text && !k)
				fault(s, "%s stands twice", t->id);
			else if (f)
				s->files[f - s->files].text = t;
			else
				site_fault(s, DIAG_SITE_MISSING, paths[k], NULL, "the site lacks this file");
		}
	}
}

bool site_read_archive(struct site *s)
{
	struct buf text;
	struct json_parts parts;
	struct advisories all = {.site = s};
	struct arena *scratch = arena_new();
	buf_init(&text, SITE_INDEX_LIMIT);
	bool ok = site_read(s, &text, FILE_NAME, SITE_INDEX_LIMIT) &&
		  json_parse_parts(&parts, scratch, buf_as_span(&text), FILE_NAME, "advisories", s->diags) &&
		  read_top(s, parts.root) && json_each(&parts, take_advisory, &all, s->diags);
	if (ok) {
		check_counts(&all, parts.root);
		find_files(s);
	}
	buf_fini(&text);
	arena_free(scratch);
	return ok;
}
