/* Invariant: what is handed on has its form: commits are commits, ids are ids, and a reason is one
 * line of visible text, whoever wrote the file. */
#include "publish/listed.h"

#include <stdarg.h>

#include "base/utf8.h"
#include "formats/json.h"

#define REASON_LIMIT 1000 /* bytes */

struct listing_reader {
	struct previous *out;
	size_t capacity; /* of out->advisories */
	struct arena *arena;
	struct diags *diags;
};

__attribute__((format(printf, 2, 3))) static bool fault(struct listing_reader *r, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char message[1024];
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	diag(r->diags, DIAG_SITE_ARCHIVE, (struct place){.path = r->out->path}, NULL, "%s", message);
	return false;
}

static bool read_time(instant *out, const struct value *map, const char *key)
{
	const char *text = value_text(map, key);
	return text && instant_parse(out, span_of(text));
}

static bool read_event(struct listing_reader *r, struct listed_event *out, const struct value *v)
{
	const char *commit = value_text(v, "commit"), *lang = value_text(v, "language"), *class = value_text(v, "class");
	int64_t revision = record_whole(v, value_get(v, "reflects") ? "reflects" : "revision");
	*out = (struct listed_event){.serial = record_whole(v, "serial"), .revision = revision};
	if (!read_time(&out->time, v, "time") || out->serial < 1 || revision < 1 || !class ||
	    !record_is_commit(commit) || !record_is_language(lang))
		return false;
	out->commit = arena_text(r->arena, commit);
	out->lang = arena_text(r->arena, lang);
	out->class = arena_text(r->arena, class);
	return true;
}

static bool read_events(struct listing_reader *r, struct listed *l, const struct value *events)
{
	l->event_count = events && events->kind == VALUE_LIST ? events->count : 0;
	l->events = arena_array(r->arena, l->event_count, sizeof(*l->events));
	for (size_t i = 0; i < l->event_count; i++)
		if (!read_event(r, &l->events[i], events->items[i]))
			return fault(r, "event %zu of %s is not complete", i + 1, l->id);
	return l->event_count || fault(r, "%s has no events", l->id);
}

static bool read_languages(struct listing_reader *r, struct listed *l, const struct value *languages)
{
	if (!languages || languages->kind != VALUE_MAP)
		return fault(r, "%s lacks its languages", l->id);
	l->texts = arena_array(r->arena, languages->count, sizeof(*l->texts));
	for (; l->text_count < languages->count; l->text_count++) {
		struct listed_text *t = &l->texts[l->text_count];
		const char *digest = value_text(languages->items[l->text_count], "text_sha256");
		if (!record_is_language(languages->keys[l->text_count].text))
			return fault(r, "%s has a language that cannot be one", l->id);
		t->lang = arena_text(r->arena, languages->keys[l->text_count].text);
		t->has_digest = digest && sha256_parse(&t->digest, span_of(digest));
	}
	return true;
}

/* A preview shows drafts as if they were public: its events are not those of a site. */
static bool is_draft(const struct value *advisory)
{
	const char *state = value_text(advisory, "state");
	return state && strcmp(state, "draft") == 0;
}

static bool read_advisory(struct listing_reader *r, struct listed *l, const struct value *v, size_t number)
{
	const char *id = value_text(v, "id");
	if (!record_is_id(id))
		return fault(r, "advisory %zu has no id, or one that is not an advisory ID", number);
	*l = (struct listed){.id = arena_text(r->arena, id), .revision = record_whole(v, "revision"),
			     .exercise = record_is_true(v, "exercise")};
	if (is_draft(v)) {
		diag(r->diags, DIAG_PREVIOUS_OTHER, (struct place){.path = r->out->path},
		     "name the folder of the site that is live",
		     "this site is a look beforehand, with drafts (%.100s): nothing goes on from it", l->id);
		return false;
	}
	if (l->revision < 1)
		return fault(r, "%s lacks its revision", l->id);
	return read_events(r, l, value_get(v, "events")) && read_languages(r, l, value_get(v, "languages"));
}

static bool add_advisory(void *context, const struct value *v, size_t number)
{
	struct listing_reader *r = context;
	struct previous *p = r->out;
	p->advisories = arena_grow(r->arena, p->advisories, p->count, &r->capacity, sizeof(*p->advisories));
	if (!read_advisory(r, &p->advisories[p->count], v, number + 1))
		return false;
	p->count++;
	return true;
}

static bool is_visible(uint32_t c)
{
	return c != '\n' && c != '\t' && c != 0x2028 && c != 0x2029 && !utf8_is_control(c) && !utf8_is_deceptive(c);
}

/* NULL if it is none: blank, of several lines, with characters that nobody sees, or endless. */
static const char *clean_reason(const char *text, struct arena *a)
{
	struct span s = span_trim(span_of(text));
	if (!s.length || s.length > REASON_LIMIT || utf8_invalid(s) != s.length)
		return NULL;
	size_t bytes;
	for (struct span rest = s; rest.length; rest = span_after(rest, bytes))
		if (!is_visible(utf8_decode(rest, &bytes)))
			return NULL;
	return arena_span(a, s);
}

static bool read_rewrite(struct listing_reader *r, const struct value *v)
{
	struct arena *a = r->arena;
	const char *from = value_text(v, "from"), *to = value_text(v, "to"), *reason = value_text(v, "reason");
	instant time;
	struct value *rewrite = value_new(a, VALUE_MAP);
	if (!record_is_commit(from) || !record_is_commit(to) || !reason || !(reason = clean_reason(reason, a)))
		return fault(r, "rewrite %zu is not complete: it lacks its commits, or its reason in one line",
			     r->out->rewrites->count + 1);
	value_set_text(a, rewrite, "from", from);
	value_set_text(a, rewrite, "to", to);
	value_set_text(a, rewrite, "reason", reason);
	if (record_whole(v, "serial") > 0)
		value_set_number(a, rewrite, "serial", record_whole(v, "serial"));
	if (read_time(&time, v, "time"))
		value_set_number(a, rewrite, "time", time);
	value_add(a, r->out->rewrites, rewrite);
	return true;
}

static bool read_rewrites(struct listing_reader *r, const struct value *list)
{
	r->out->rewrites = value_new(r->arena, VALUE_LIST);
	if (list && list->kind != VALUE_LIST)
		return fault(r, "its rewrites are not a list");
	for (size_t i = 0; list && i < list->count; i++)
		if (!read_rewrite(r, list->items[i]))
			return false;
	return true;
}

static bool read_parts(struct previous *out, const struct json_parts *parts, struct arena *a, struct diags *d)
{
	struct listing_reader r = {.out = out, .arena = a, .diags = d};
	const struct value *root = parts->root, *list = value_get(root, "advisories");
	const char *commit = value_text(root, "commit"), *base_url = value_text(root, "base_url");
	const char *generator = value_text(root, "generator");
	out->serial = record_whole(root, "serial");
	if (record_whole(root, "version") != 1)
		return fault(&r, "its version is not 1: this program cannot read it");
	if (!record_is_commit(commit) || out->serial < 1 || !base_url || !generator)
		return fault(&r, "it lacks its commit, its serial, its base_url or its generator");
	out->commit = arena_text(a, commit);
	out->base_url = arena_text(a, base_url);
	out->generator = arena_text(a, generator);
	out->has_security_txt = value_get(root, "security_txt");
	if (!list || list->kind != VALUE_LIST)
		return fault(&r, "it lacks its list of advisories");
	return json_each(parts, add_advisory, &r, d) && read_rewrites(&r, value_get(root, "rewrites"));
}

struct previous *listed_read(const struct record *r, const struct archive *ar, struct arena *a, struct diags *d)
{
	struct arena *scratch = arena_new();
	struct previous *p = arena_alloc(a, sizeof(*p));
	*p = (struct previous){.archive = ar, .path = arena_text(a, r->archive_path),
			       .sums = span_make(arena_span(a, r->sums), r->sums.length)};
	struct json_parts parts;
	bool ok = json_parse_parts(&parts, scratch, r->archive, p->path, "advisories", d) && read_parts(p, &parts, a, d);
	arena_free(scratch);
	return ok ? p : NULL;
}

const char *previous_reason(const char *text, struct arena *a, struct diags *d)
{
	const char *reason = clean_reason(text, a);
	if (!reason)
		diag(d, DIAG_USAGE, NO_PLACE, "--allow-rewrite \"why what readers had is no longer so\"",
		     "the reason of --allow-rewrite must be one line of visible text, of at most %d bytes", REASON_LIMIT);
	return reason;
}
