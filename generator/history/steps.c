/* From snapshots to steps. Invariants: `state` holds, for each language, the
 * last readable version among those that the last sound snapshot has (a version that cannot
 * be read leaves the one before it standing); `last` holds the last public
 * version of each language that ever was public. Every comparison is against `last`. */
#include "history/versions.h"

#include <stdlib.h>

#include "archive/facts.h"

#define FACTS_LIMIT 64

/* A version and what it says. */
struct held {
	const struct version *version;
	const struct parsed *parsed;
};

struct languages {
	struct held *items; /* sorted by language, each once */
	size_t count, capacity;
};

struct making {
	struct timeline *timeline;
	const struct record *record;
	struct arena *result, *scratch;
	struct map *parsed_places; /* blob -> index into parsed */
	struct parsed **parsed;
	size_t parsed_count, parsed_capacity;
	struct languages state, last;
	const struct parsed *last_source; /* of the last public version */
	struct steps *steps;
	size_t capacity, quiet_capacity;
	bool failed;
};

static struct held *language_find(const struct languages *l, const char *lang)
{
	for (size_t i = 0; i < l->count; i++)
		if (strcmp(l->items[i].version->lang, lang) == 0)
			return &l->items[i];
	return NULL;
}

static void language_add(struct languages *l, struct arena *a, struct held h)
{
	l->items = arena_grow(a, l->items, l->count, &l->capacity, sizeof(*l->items));
	l->items[l->count++] = h;
}

/* Each blob is parsed once for each id, and of a reader's file for each path. */
static const struct parsed *parse(struct making *m, const struct document_file *f)
{
	size_t place;
	bool is_read = reader_of(&m->timeline->archive->config, f->path);
	struct span blob = span_make((const char *)f->blob.bytes, sizeof(f->blob.bytes));
	struct span path = span_of(is_read ? f->path : "");
	struct span key = span_make(arena_join(m->scratch, blob, path), blob.length + path.length);
	if (map_find(m->parsed_places, key, &place) && place < m->parsed_count)
		return m->parsed[place];
	struct parsed *p = arena_alloc(m->scratch, sizeof(*p));
	if (!parsed_read(p, m->timeline, m->scratch, f->path, &f->blob))
		m->failed = true;
	m->parsed = arena_grow(m->scratch, m->parsed, m->parsed_count, &m->parsed_capacity, sizeof(*m->parsed));
	map_put(m->parsed_places, key, m->parsed_count);
	m->parsed[m->parsed_count++] = p;
	return p;
}

static const struct version *version_new(struct making *m, const struct document_file *f, const struct parsed *p,
					 size_t publication)
{
	struct version *v = arena_alloc(m->result, sizeof(*v));
	*v = (struct version){.lang = arena_text(m->result, f->lang),
			      .path = arena_text(m->result, f->path),
			      .title = arena_text(m->result, p->title),
			      .blob = f->blob,
			      .publication = publication,
			      .translates = p->translates};
	return v;
}

static void add_quiet(struct making *m, size_t publication, const char *lang, const char *path, enum quiet_why why, const char *reason)
{
	struct steps *s = m->steps;
	s->quiets = arena_grow(m->result, s->quiets, s->quiet_count, &m->quiet_capacity, sizeof(*s->quiets));
	s->quiets[s->quiet_count++] = (struct quiet_step){.publication = publication,
							  .lang = lang ? arena_text(m->result, lang) : NULL,
							  .path = arena_text(m->result, path),
							  .why = why,
							  .reason = reason ? arena_text(m->result, reason) : NULL};
}

/* True if the snapshot before has the same there: this publication did not touch it. */
static bool was_so(const struct snapshot *before, const struct document_file *f)
{
	for (size_t i = 0; before && i < before->document_count; i++) {
		const struct document_file *b = &before->documents[i];
		if (strcmp(b->path, f->path) == 0)
			return oid_equal(&b->blob, &f->blob) && b->regular == f->regular;
	}
	return false;
}

/* What stands in this language after snapshot number i; .version is NULL if nothing that could ever be read. */
static struct held held_of(struct making *m, const struct document_file *f, size_t i)
{
	const struct snapshot *s = &m->record->snapshots[i];
	const struct held *before = language_find(&m->state, f->lang);
	if (before && oid_equal(&before->version->blob, &f->blob) && f->regular &&
	    path_says_same(m->timeline, before->version->path, f->path))
		return *before;
	const struct parsed *p = f->regular ? parse(m, f) : NULL;
	if (p && p->readable)
		return (struct held){version_new(m, f, p, s->publication), p};
	if (!was_so(i ? s - 1 : NULL, f))
		add_quiet(m, s->publication, f->lang, f->path, QUIET_UNREADABLE, p ? p->why : NULL);
	return before ? *before : (struct held){0};
}

/* The first document that is the second of its language; NULL if there is none. */
static const struct document_file *second_file(const struct snapshot *s)
{
	for (size_t i = 1; i < s->document_count; i++)
		if (strcmp(s->documents[i - 1].lang, s->documents[i].lang) == 0)
			return &s->documents[i];
	return NULL;
}

/* The state that snapshot number i makes. False if it is no event: one stem in two folders, or two sources. */
static bool read_state(struct making *m, size_t i, struct languages *state)
{
	const struct snapshot *s = &m->record->snapshots[i];
	const struct document_file *second = second_file(s);
	bool source = false;
	if (second)
		add_quiet(m, s->publication, second->lang, second->path, QUIET_TWO_FILES, NULL);
	for (size_t k = 0; k < s->document_count && !second; k++) {
		const struct document_file *f = &s->documents[k];
		struct held h = held_of(m, f, i);
		if (!h.version)
			continue;
		if (source && h.parsed->is_source) {
			add_quiet(m, s->publication, NULL, f->path, QUIET_TWO_SOURCES, NULL);
			return false;
		}
		source = source || h.parsed->is_source;
		language_add(state, m->scratch, h);
	}
	return !second;
}

static const struct held *source_of(const struct languages *state)
{
	for (size_t i = 0; i < state->count; i++)
		if (state->items[i].parsed->is_source)
			return &state->items[i];
	return NULL;
}

static bool is_text_key(const char *name)
{
	static const char *const names[] = {"title", "summary", "translates", "lint", "withdrawn", "redact"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_minor(const char *name)
{
	return strcmp(name, "tags") == 0 || strcmp(name, "credits") == 0;
}

/* What `withdrawn` says was changed, while it stood before and stands now. */
static bool withdrawn_differs(const struct value *before, const struct value *after)
{
	const struct value *x = value_get(before, "withdrawn"), *y = value_get(after, "withdrawn");
	return x && y && !value_equal(x, y);
}

bool facts_differ(const struct value *before, const struct value *after)
{
	const char *names[FACTS_LIMIT];
	size_t count = facts_changed(names, FACTS_LIMIT, before, after);
	bool differ = withdrawn_differs(before, after);
	for (size_t i = 0; i < count; i++)
		differ = differ || (!is_text_key(names[i]) && !is_minor(names[i]));
	return differ;
}

static bool attachments_equal(const struct step *a, const struct step *b)
{
	if (a->attachment_count != b->attachment_count)
		return false;
	for (size_t i = 0; i < a->attachment_count; i++)
		if (strcmp(a->attachments[i].name, b->attachments[i].name) != 0 ||
		    !oid_equal(&a->attachments[i].blob, &b->attachments[i].blob))
			return false;
	return true;
}

/* The last step that was public; NULL if there was none. */
static const struct step *last_public(const struct making *m)
{
	for (size_t i = m->steps->count; i-- > 0;)
		if (m->steps->items[i].public)
			return &m->steps->items[i];
	return NULL;
}

static void compare_facts(struct making *m, struct step *s, const struct parsed *source)
{
	const char *names[FACTS_LIMIT];
	const struct step *before = last_public(m);
	if (!before)
		return;
	size_t count = facts_changed(names, FACTS_LIMIT, m->last_source->facts, source->facts);
	s->changed = arena_array(m->result, count + 1, sizeof(*s->changed));
	s->restated = withdrawn_differs(m->last_source->facts, source->facts);
	s->fact = s->restated;
	for (size_t i = 0; i < count; i++) {
		if (is_text_key(names[i]))
			continue;
		s->changed[s->changed_count++] = arena_text(m->result, names[i]);
		s->restated = s->restated && is_minor(names[i]);
		s->fact = s->fact || !is_minor(names[i]);
	}
	if (!attachments_equal(before, s)) {
		s->changed[s->changed_count++] = "attachments";
		s->fact = true;
		s->restated = false;
	}
}

static const struct value *copied(struct making *m, const struct value *facts, const char *key)
{
	const struct value *v = value_get(facts, key);
	return v ? value_copy(m->result, v) : NULL;
}

/* What the public version before said, where it is to be remembered. */
static const struct value *before_of(struct making *m, const struct value *now)
{
	static const char *const keys[] = {"kind", "affected", "cve", "vulnerabilities", "indicators"};
	const struct value *before = m->last_source ? m->last_source->facts : NULL;
	bool differs = false;
	for (size_t i = 0; before && i < sizeof(keys) / sizeof(*keys); i++)
		differs = differs || !facts_same(keys[i], value_get(before, keys[i]), value_get(now, keys[i]));
	if (!differs)
		return NULL;
	struct value *kept = value_new(m->result, VALUE_MAP);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (value_get(before, keys[i]))
			value_set(m->result, kept, keys[i], value_copy(m->result, value_get(before, keys[i])));
	return kept;
}

static void compare_texts(struct making *m, struct step *s, const struct languages *state, const struct held *source)
{
	s->texts = arena_array(m->result, state->count, sizeof(*s->texts));
	s->text_count = state->count;
	s->source = (size_t)(source - state->items);
	for (size_t i = 0; i < state->count; i++) {
		const struct held *now = &state->items[i], *before = language_find(&m->last, now->version->lang);
		s->texts[i] = (struct step_text){.version = now->version, .fresh = !before};
		if (before)
			s->texts[i].changed = text_changed(before->parsed, now->parsed);
	}
}

static void copy_attachments(struct making *m, struct step *s, const struct snapshot *snapshot)
{
	s->attachment_count = snapshot->attachment_count;
	s->attachments = arena_array(m->result, snapshot->attachment_count, sizeof(*s->attachments));
	for (size_t i = 0; i < snapshot->attachment_count; i++)
		s->attachments[i] = (struct attachment){arena_text(m->result, snapshot->attachments[i].name),
							snapshot->attachments[i].blob};
}

/* True if the step tells nothing that the one before it did not. */
static bool is_idle(const struct making *m, const struct step *s)
{
	const struct step *before = m->steps->count ? &m->steps->items[m->steps->count - 1] : NULL;
	if (!before)
		return !s->public;
	if (before->public != s->public || !value_equal(before->redact, s->redact))
		return false;
	if (!s->public)
		return true;
	if (before->text_count != s->text_count || before->source != s->source || !attachments_equal(before, s))
		return false;
	for (size_t i = 0; i < s->text_count; i++)
		if (before->texts[i].version != s->texts[i].version)
			return false;
	return true;
}

static void remember(struct making *m, const struct languages *state, const struct held *source)
{
	for (size_t i = 0; i < state->count; i++) {
		struct held *before = language_find(&m->last, state->items[i].version->lang);
		if (before)
			*before = state->items[i];
		else
			language_add(&m->last, m->scratch, state->items[i]);
	}
	m->last_source = source->parsed;
}

static void step(struct making *m, const struct snapshot *snapshot)
{
	const struct held *source = source_of(&m->state);
	struct step s = {.publication = snapshot->publication, .here = source, .public = source && source->parsed->is_public};
	m->steps->sourced = m->steps->sourced || source;
	if (source)
		s.redact = copied(m, source->parsed->facts, "redact");
	if (s.public) {
		copy_attachments(m, &s, snapshot);
		compare_texts(m, &s, &m->state, source);
		compare_facts(m, &s, source->parsed);
		s.withdrawn = copied(m, source->parsed->facts, "withdrawn");
		s.first_published = m->last_source ? NULL : copied(m, source->parsed->facts, "first_published");
		s.before = before_of(m, source->parsed->facts);
		s.exercise = value_get(source->parsed->facts, "exercise") != NULL; /* whatever a past version says there */
	}
	if (!is_idle(m, &s)) {
		m->steps->items = arena_grow(m->result, m->steps->items, m->steps->count, &m->capacity, sizeof(s));
		m->steps->items[m->steps->count++] = s;
	}
	if (s.public)
		remember(m, &m->state, source);
}

static void give_facts(struct making *m)
{
	const struct step *last = last_public(m);
	struct steps *out = m->steps;
	out->facts = facts_of_head(m->timeline, m->record, last->texts[last->source].version);
	out->facts_stay = out->facts;
	if (!out->facts)
		out->facts = value_copy(m->result, m->last_source->facts);
}

bool steps_make(struct steps *out, struct timeline *t, const struct record *r, struct arena *a)
{
	struct making m = {.timeline = t, .record = r, .result = a, .scratch = arena_new(), .parsed_places = map_new(), .steps = out};
	*out = (struct steps){0};
	for (size_t i = 0; i < r->snapshot_count && !m.failed; i++) {
		struct languages state = {0};
		if (!read_state(&m, i, &state))
			continue;
		m.state = state;
		step(&m, &r->snapshots[i]);
	}
	if (m.last_source)
		give_facts(&m);
	map_free(m.parsed_places);
	arena_free(m.scratch);
	return !m.failed;
}
