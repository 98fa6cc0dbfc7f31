/* What is kept of a record: its id, a key, its steps. The key is a digest of what they were made from: the files of
 * each snapshot. Publications stand as places among the snapshots, since their numbers change when
 * history before them does. Facts are not kept: HEAD's archive has them, or one document is read again.
 *
 * Invariant: what is found has every field that steps_make would have set (tests/unit/history/kept.c compares them). */
#include "history/kept_steps.h"

#include <stdlib.h>

#include "base/pack.h"

/* No front matter is as deep (archive/yaml.c). */
#define DEPTH_LIMIT 100

enum { STEP_HERE = 1, STEP_PUBLIC = 2, STEP_FACT = 4, STEP_RESTATED = 8, STEP_EXERCISE = 16, STEP_LIMIT = 32 };
enum { TEXT_LIMIT = CHANGED_TITLE + CHANGED_SUMMARY + CHANGED_BODY + 1 };
enum { VALUE_KINDS = VALUE_MAP + 1, QUIET_KINDS = QUIET_NOT_PUBLIC + 1 };

static const char *name_of(const struct history_options *o)
{
	return o->drafts ? o->exercises ? "steps-drafts-exercises" : "steps-drafts" : o->exercises ? "steps-exercises" : "steps";
}

/* Other readers may say something else of each file. */
static const char *stamp_of(const struct timeline *t)
{
	return arena_printf(t->arena, "steps 5 %s", readers_key(&t->archive->config, t->arena));
}

static struct sha256 key_of(const struct record *r)
{
	struct sha256_stream *s = sha256_start();
	for (size_t i = 0; i < r->snapshot_count; i++) {
		const struct snapshot *one = &r->snapshots[i];
		size_t counts[] = {one->document_count, one->attachment_count};
		sha256_add(s, counts, sizeof(counts));
		for (size_t k = 0; k < one->document_count; k++) {
			const struct document_file *f = &one->documents[k];
			sha256_add(s, f->path, strlen(f->path) + 1);
			sha256_add(s, f->blob.bytes, sizeof(f->blob.bytes));
			sha256_add(s, f->regular ? "1" : "0", 1);
		}
		for (size_t k = 0; k < one->attachment_count; k++) {
			const struct attachment *f = &one->attachments[k];
			sha256_add(s, f->name, strlen(f->name) + 1);
			sha256_add(s, f->blob.bytes, sizeof(f->blob.bytes));
		}
	}
	return sha256_finish(s);
}

struct packing {
	const struct record *record;
	struct buf out;
	struct map *versions; /* the pointer's bytes -> its number */
};

/* The place of the snapshot that this publication left. */
static void pack_publication(struct packing *p, size_t publication)
{
	size_t low = 0, high = p->record->snapshot_count;
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		if (p->record->snapshots[middle].publication <= publication)
			low = middle;
		else
			high = middle;
	}
	pack_number(&p->out, low);
}

static void pack_value(struct buf *out, const struct value *v)
{
	pack_number(out, v->kind);
	pack_number(out, v->line);
	pack_number(out, v->column);
	switch (v->kind) {
	case VALUE_TEXT:
		pack_text(out, v->text);
		break;
	case VALUE_NUMBER:
		pack_number(out, (uint64_t)v->number);
		break;
	case VALUE_BOOL:
		pack_number(out, v->truth);
		break;
	case VALUE_LIST:
	case VALUE_MAP:
		pack_number(out, v->count);
		for (size_t i = 0; i < v->count; i++) {
			if (v->kind == VALUE_MAP) {
				pack_text(out, v->keys[i].text);
				pack_number(out, v->keys[i].line);
				pack_number(out, v->keys[i].column);
			}
			pack_value(out, v->items[i]);
		}
	}
}

static void pack_optional(struct buf *out, const struct value *v)
{
	pack_number(out, v != NULL);
	if (v)
		pack_value(out, v);
}

static void pack_version(struct packing *p, const struct version *const *at)
{
	const struct version *v = *at;
	struct span pointer = span_make((const char *)at, sizeof(*at));
	size_t number = map_count(p->versions);
	bool fresh = map_put(p->versions, pointer, number);
	if (!fresh)
		map_find(p->versions, pointer, &number);
	pack_number(&p->out, number);
	if (!fresh)
		return;
	pack_text(&p->out, v->lang);
	pack_text(&p->out, v->path);
	pack_text(&p->out, v->title);
	pack_bytes(&p->out, v->blob.bytes, sizeof(v->blob.bytes));
	pack_publication(p, v->publication);
	pack_number(&p->out, v->translates);
}

static void pack_attachments(struct buf *out, const struct step *s)
{
	pack_number(out, s->attachment_count);
	for (size_t i = 0; i < s->attachment_count; i++) {
		pack_text(out, s->attachments[i].name);
		pack_bytes(out, s->attachments[i].blob.bytes, sizeof(s->attachments[i].blob.bytes));
	}
}

static void pack_step(struct packing *p, const struct step *s)
{
	pack_publication(p, s->publication);
	pack_number(&p->out, (s->here ? STEP_HERE : 0) | (s->public ? STEP_PUBLIC : 0) | (s->fact ? STEP_FACT : 0) |
				     (s->restated ? STEP_RESTATED : 0) | (s->exercise ? STEP_EXERCISE : 0));
	pack_optional(&p->out, s->redact);
	if (!s->public)
		return;
	pack_optional(&p->out, s->withdrawn);
	pack_optional(&p->out, s->first_published);
	pack_optional(&p->out, s->before);
	pack_attachments(&p->out, s);
	pack_number(&p->out, s->changed_count);
	for (size_t i = 0; i < s->changed_count; i++)
		pack_text(&p->out, s->changed[i]);
	pack_number(&p->out, s->text_count);
	pack_number(&p->out, s->source);
	for (size_t i = 0; i < s->text_count; i++) {
		pack_version(p, &s->texts[i].version);
		pack_number(&p->out, s->texts[i].fresh);
		pack_number(&p->out, s->texts[i].changed);
	}
}

static void pack_steps(struct packing *p, const struct steps *steps)
{
	pack_number(&p->out, steps->count);
	for (size_t i = 0; i < steps->count; i++)
		pack_step(p, &steps->items[i]);
	pack_number(&p->out, steps->sourced);
	pack_number(&p->out, steps->quiet_count);
	for (size_t i = 0; i < steps->quiet_count; i++) {
		const struct quiet_step *q = &steps->quiets[i];
		pack_publication(p, q->publication);
		pack_text(&p->out, q->lang);
		pack_text(&p->out, q->path);
		pack_number(&p->out, q->why);
		pack_text(&p->out, q->reason);
	}
}

static void pack_made(struct buf *out, const struct record *r, const struct steps *steps)
{
	struct packing p = {.record = r, .versions = map_new()};
	buf_init(&p.out, out->limit);
	pack_steps(&p, steps);
	pack_number(out, p.out.length);
	buf_span(out, buf_as_span(&p.out));
	out->overflow = out->overflow || p.out.overflow;
	buf_fini(&p.out);
	map_free(p.versions);
}

void kept_steps_write(const struct kept_steps *k, const struct timeline *t, const struct steps *steps)
{
	struct buf out;
	size_t missed = 0;
	for (size_t i = 0; i < t->record_count; i++)
		missed += !k->found[i].length;
	if (!missed)
		return;
	buf_init(&out, (size_t)1 << 30);
	pack_number(&out, t->record_count);
	for (size_t i = 0; i < t->record_count; i++) {
		pack_text(&out, t->records[i].id);
		pack_bytes(&out, k->keys[i].bytes, sizeof(k->keys[i].bytes));
		if (k->found[i].length) {
			pack_number(&out, k->found[i].length);
			buf_span(&out, k->found[i]);
		} else {
			pack_made(&out, &t->records[i], &steps[i]);
		}
	}
	if (!out.overflow)
		cache_write(repository_cache(t->repository), name_of(t->options), stamp_of(t), buf_as_span(&out));
	buf_fini(&out);
}

static bool list_kept(struct kept_steps *k, struct timeline *t, struct span bytes)
{
	struct unpack u = {bytes, false};
	size_t count = unpack_count(&u, SHA256_SIZE);
	k->items = arena_array(t->arena, count, sizeof(*k->items));
	for (size_t i = 0; i < count; i++) {
		const char *id = unpack_some_text(&u);
		k->items[i].key = unpack_span(&u, SHA256_SIZE);
		k->items[i].bytes = unpack_span(&u, unpack_count(&u, 1));
		map_put(k->places, span_of(id), i);
	}
	return !u.failed && !u.rest.length;
}

void kept_steps_init(struct kept_steps *k, struct timeline *t)
{
	struct span bytes;
	*k = (struct kept_steps){.places = map_new()};
	k->keys = arena_array(t->arena, t->record_count, sizeof(*k->keys));
	k->found = arena_array(t->arena, t->record_count, sizeof(*k->found));
	if (!t->options->use_cache ||
	    !cache_open(&k->cache, &bytes, repository_cache(t->repository), name_of(t->options), stamp_of(t)))
		return;
	if (!list_kept(k, t, bytes)) {
		cache_close(k->cache);
		k->cache = NULL;
	}
}

void kept_steps_fini(struct kept_steps *k)
{
	map_free(k->places);
	cache_close(k->cache);
}

struct unpacking {
	struct unpack in;
	const struct record *record;
	struct arena *arena;
	const struct version **versions;
	size_t version_count, version_capacity;
};

static size_t unpack_publication(struct unpacking *u)
{
	size_t place = unpack_below(&u->in, u->record->snapshot_count);
	return u->record->snapshot_count ? u->record->snapshots[place].publication : 0;
}

static struct value *unpack_value(struct unpacking *u, unsigned depth);

static void unpack_items(struct unpacking *u, struct value *v, unsigned depth)
{
	size_t count = unpack_count(&u->in, 4);
	v->items = arena_array(u->arena, count, sizeof(*v->items));
	v->keys = v->kind == VALUE_MAP ? arena_array(u->arena, count, sizeof(*v->keys)) : NULL;
	v->count = v->capacity = count;
	for (size_t i = 0; i < count; i++) {
		if (v->keys) {
			v->keys[i].text = unpack_some_text(&u->in);
			v->keys[i].line = (unsigned)unpack_below(&u->in, UINT32_MAX);
			v->keys[i].column = (unsigned)unpack_below(&u->in, UINT32_MAX);
		}
		v->items[i] = unpack_value(u, depth + 1);
	}
}

static struct value *unpack_value(struct unpacking *u, unsigned depth)
{
	if (depth > DEPTH_LIMIT)
		unpack_fail(&u->in);
	struct value *v = value_new(u->arena, (enum value_kind)unpack_below(&u->in, VALUE_KINDS));
	v->line = (unsigned)unpack_below(&u->in, UINT32_MAX);
	v->column = (unsigned)unpack_below(&u->in, UINT32_MAX);
	switch (v->kind) {
	case VALUE_TEXT:
		v->text = unpack_some_text(&u->in);
		v->length = strlen(v->text);
		break;
	case VALUE_NUMBER:
		v->number = (int64_t)unpack_number(&u->in);
		break;
	case VALUE_BOOL:
		v->truth = unpack_below(&u->in, 2);
		break;
	case VALUE_LIST:
	case VALUE_MAP:
		unpack_items(u, v, depth);
	}
	return v;
}

static const struct value *unpack_optional(struct unpacking *u)
{
	return unpack_below(&u->in, 2) ? unpack_value(u, 0) : NULL;
}

static const struct version *unpack_version(struct unpacking *u)
{
	size_t number = unpack_below(&u->in, u->version_count + 1);
	if (number < u->version_count)
		return u->versions[number];
	struct version *v = arena_alloc(u->arena, sizeof(*v));
	v->lang = unpack_some_text(&u->in);
	v->path = unpack_some_text(&u->in);
	v->title = unpack_some_text(&u->in);
	unpack_bytes(&u->in, v->blob.bytes, sizeof(v->blob.bytes));
	v->publication = unpack_publication(u);
	v->translates = (unsigned)unpack_below(&u->in, UINT32_MAX);
	u->versions = arena_grow(u->arena, u->versions, u->version_count, &u->version_capacity, sizeof(*u->versions));
	return u->versions[u->version_count++] = v;
}

static void unpack_attachments(struct unpacking *u, struct step *s)
{
	s->attachment_count = unpack_count(&u->in, sizeof(struct oid));
	s->attachments = arena_array(u->arena, s->attachment_count, sizeof(*s->attachments));
	for (size_t i = 0; i < s->attachment_count; i++) {
		s->attachments[i].name = unpack_some_text(&u->in);
		unpack_bytes(&u->in, s->attachments[i].blob.bytes, sizeof(s->attachments[i].blob.bytes));
	}
}

static void unpack_step(struct unpacking *u, struct step *s)
{
	s->publication = unpack_publication(u);
	size_t flags = unpack_below(&u->in, STEP_LIMIT);
	s->here = flags & STEP_HERE;
	s->public = flags & STEP_PUBLIC;
	s->fact = flags & STEP_FACT;
	s->restated = flags & STEP_RESTATED;
	s->exercise = flags & STEP_EXERCISE;
	s->redact = unpack_optional(u);
	if (!s->public)
		return;
	s->withdrawn = unpack_optional(u);
	s->first_published = unpack_optional(u);
	s->before = unpack_optional(u);
	unpack_attachments(u, s);
	s->changed_count = unpack_count(&u->in, 1);
	s->changed = arena_array(u->arena, s->changed_count, sizeof(*s->changed));
	for (size_t i = 0; i < s->changed_count; i++)
		s->changed[i] = unpack_some_text(&u->in);
	s->text_count = unpack_count(&u->in, 3);
	s->source = unpack_below(&u->in, s->text_count); /* a public step has one text or more */
	s->texts = arena_array(u->arena, s->text_count, sizeof(*s->texts));
	for (size_t i = 0; i < s->text_count; i++) {
		s->texts[i].version = unpack_version(u);
		s->texts[i].fresh = unpack_below(&u->in, 2);
		s->texts[i].changed = (unsigned)unpack_below(&u->in, TEXT_LIMIT);
	}
}

static void unpack_steps(struct unpacking *u, struct steps *out)
{
	out->count = unpack_count(&u->in, 3);
	out->items = arena_array(u->arena, out->count, sizeof(*out->items));
	for (size_t i = 0; i < out->count; i++)
		unpack_step(u, &out->items[i]);
	out->sourced = unpack_below(&u->in, 2);
	out->quiet_count = unpack_count(&u->in, 5);
	out->quiets = arena_array(u->arena, out->quiet_count, sizeof(*out->quiets));
	for (size_t i = 0; i < out->quiet_count; i++) {
		struct quiet_step *q = &out->quiets[i];
		q->publication = unpack_publication(u);
		q->lang = unpack_text(&u->in);
		q->path = unpack_some_text(&u->in);
		q->why = (enum quiet_why)unpack_below(&u->in, QUIET_KINDS);
		q->reason = unpack_text(&u->in);
	}
}

/* The facts of the last public version: HEAD's, or of its blob, which is read again. False if it cannot be read. */
static bool add_facts(struct steps *s, struct timeline *t, const struct record *r, struct arena *a)
{
	const struct version *last = NULL;
	struct parsed parsed;
	for (size_t i = s->count; i-- > 0 && !last;)
		if (s->items[i].public)
			last = s->items[i].texts[s->items[i].source].version;
	if (!last)
		return true;
	s->facts = facts_of_head(t, r, last);
	s->facts_stay = s->facts;
	if (!s->facts && parsed_read(&parsed, t, a, last->path, &last->blob))
		s->facts = parsed.facts;
	return s->facts;
}

bool kept_steps_find(struct steps *out, struct kept_steps *k, struct timeline *t, size_t i, struct arena *a)
{
	const struct record *r = &t->records[i];
	size_t place;
	if (!t->options->use_cache)
		return false;
	k->keys[i] = key_of(r);
	if (!k->cache || !map_find(k->places, span_of(r->id), &place) ||
	    !span_equal(k->items[place].key, span_make((const char *)k->keys[i].bytes, sizeof(k->keys[i].bytes))))
		return false;
	struct unpacking u = {.in = {k->items[place].bytes, false}, .record = r, .arena = a};
	*out = (struct steps){0};
	unpack_steps(&u, out);
	if (u.in.failed || u.in.rest.length || !add_facts(out, t, r, a))
		return false;
	k->found[i] = k->items[place].bytes;
	return true;
}
