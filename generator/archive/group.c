/* Invariant: documents are sorted by id, language, path; attachments by id,
 * name, path. A document that could not be parsed still counts as being there,
 * so that its faults do not bring forth others. */
#include "archive/group.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "base/map.h"

struct grouping {
	const struct config *config;
	struct arena *arena;
	struct diags *diags;
	bool failed;
};

static void refuse(struct grouping *g, enum diag_code code, struct place at, const char *hint,
		   const char *message)
{
	diag(g->diags, code, at, hint, "%s", message);
	g->failed = g->failed || diag_level(code) == DIAG_ERROR;
}

static struct place file_place(const char *path)
{
	return (struct place){.path = path};
}

static struct place key_place(const struct document *d, const char *key)
{
	for (size_t i = 0; i < d->front->count; i++)
		if (strcmp(d->front->keys[i].text, key) == 0)
			return (struct place){d->path, d->front->keys[i].line, d->front->keys[i].column};
	return (struct place){.path = d->path, .line = 1, .column = 1};
}

static int by_id(const void *x, const void *y)
{
	const struct read_document *a = x, *b = y;
	int c = strcmp(a->item->id, b->item->id);
	if (!c)
		c = strcmp(a->item->lang, b->item->lang);
	return c ? c : strcmp(a->item->path, b->item->path);
}

static int by_name(const void *x, const void *y)
{
	const struct item *a = *(const struct item *const *)x, *b = *(const struct item *const *)y;
	int c = strcmp(a->id, b->id);
	if (!c)
		c = strcmp(a->name, b->name);
	return c ? c : strcmp(a->path, b->path);
}

static char *lower(struct arena *a, const char *text)
{
	char *out = arena_text(a, text);
	for (char *c = out; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return out;
}

static void check_case(struct grouping *g, const struct read_document *documents, size_t count)
{
	struct map *seen = map_new();
	for (size_t i = 0; i < count; i++) {
		const char *id = documents[i].item->id;
		size_t first;
		if (i && strcmp(id, documents[i - 1].item->id) == 0)
			continue;
		struct span key = span_of(lower(g->arena, id));
		if (map_find(seen, key, &first))
			refuse(g, DIAG_ID_CASE, file_place(documents[i].item->path),
			       "give one of them another id",
			       arena_printf(g->arena, "the id differs from %s in case alone",
					    documents[first].item->id));
		else
			map_put(seen, key, i);
	}
	map_free(seen);
}

/* Which of two documents with a status is more likely the source: the one with more keys, else that whose language
 * archive.yaml names first. */
static bool is_likelier(const struct grouping *g, const struct document *d, const struct document *than)
{
	if (d->front->count != than->front->count)
		return d->front->count > than->front->count;
	for (size_t i = 0; i < g->config->language_count; i++)
		if (strcmp(g->config->languages[i], than->lang) == 0)
			return false;
		else if (strcmp(g->config->languages[i], d->lang) == 0)
			return true;
	return false;
}

/* Two files of one language are one document twice: A138 says so, and a key that is taken out of one mends nothing. */
static bool is_same_language(const struct read_document *documents, size_t i, size_t source)
{
	return strcmp(documents[i].item->lang, documents[source].item->lang) == 0;
}

/* Of one id: the source among documents (count if there is none), with reports. */
static size_t find_source(struct grouping *g, const struct read_document *documents, size_t count)
{
	size_t source = count;
	bool all_parsed = true;
	for (size_t i = 0; i < count; i++) {
		const struct document *d = &documents[i].document;
		all_parsed = all_parsed && documents[i].parsed;
		if (documents[i].parsed && d->is_source && (source == count || is_likelier(g, d, &documents[source].document)))
			source = i;
	}
	for (size_t i = 0; i < count; i++)
		if (i != source && documents[i].parsed && documents[i].document.is_source && !is_same_language(documents, i, source))
			refuse(g, DIAG_SOURCE_TWICE, key_place(&documents[i].document, "status"),
			       "\"status\" stands in one document of an id, its source; take it out of the "
			       "translations",
			       arena_printf(g->arena, "a second source of %s; the other is %s", documents[i].item->id,
					    documents[source].item->path));
	if (source == count && all_parsed)
		refuse(g, DIAG_SOURCE_NONE, file_place(documents[0].item->path),
		       "write status: draft, interim or final into the document that is the source; if the source was "
		       "deleted, delete its translations too, or give one of them the facts and `status`",
		       arena_printf(g->arena, "%s has no source: none of its documents has \"status\"",
				    documents[0].item->id));
	return source;
}

/* Facts that a translation repeats are those of its source. */
static void check_translation(struct grouping *g, const struct document *source,
			      const struct document *translation)
{
	const struct value *front = translation->front;
	struct value *repeated = facts_of(g->arena, front);
	bool listed = value_get(front, "vulnerabilities") != NULL;
	for (size_t i = 0; i < repeated->count; i++) {
		const char *key = repeated->keys[i].text, *written = key;
		if (!value_get(front, key)) {
			if (!listed ||
			    (strcmp(key, "cve") != 0 && strcmp(key, "cwe") != 0 && strcmp(key, "cvss") != 0))
				continue; /* a default */
			written = "vulnerabilities";
		}
		if (!facts_same(key, repeated->items[i], value_get(source->facts, key)))
			refuse(g, DIAG_TRANSLATION_DIFFERS, key_place(translation, written),
			       "take it out: the facts stand in the source",
			       arena_printf(g->arena, "\"%s\" differs from the source, %s", key,
					    source->path));
	}
}

static void check_replacement(struct grouping *g, const struct map *ids, const struct document *source)
{
	const struct value *v = value_get(value_get(source->front, "withdrawn"), "replaced_by");
	const char *other = value_as_text(v);
	size_t found;
	if (!other || !*other)
		return;
	struct place at = {source->path, v->line, v->column};
	if (strcmp(other, source->id) == 0)
		refuse(g, DIAG_NAME_UNKNOWN, at, "name another advisory",
		       "\"replaced_by\" names the advisory itself");
	else if (!map_find(ids, span_of(other), &found))
		refuse(g, DIAG_REFERENCE_UNKNOWN, at, "is the id right?",
		       arena_printf(g->arena, "\"replaced_by\" names %.100s, which is not in this archive",
				    other));
}

/* A draft is not published, so that it may wait: archive_tell_unfilled tells of it. */
static void check_unfilled(struct grouping *g, const struct document *source, const struct document *d)
{
	const char *status = value_text(source->facts, "status");
	if (status && strcmp(status, "draft") == 0)
		return;
	/* What is withdrawn was public: as a draft it would vanish. */
	const char *hint = value_get(source->facts, "withdrawn")
				   ? "write it, or take it out"
				   : "write it, or take it out; an advisory that was never public can wait with `status: draft`";
	for (size_t i = 0; i < d->unfilled.count; i++)
		refuse(g, DIAG_UNFILLED, (struct place){d->path, d->unfilled.items[i].line, d->unfilled.items[i].column}, hint,
		       arena_printf(g->arena, "still to be filled in: %.300s", d->unfilled.items[i].what));
}

/* Fills the documents of one advisory from its parsed ones; one language once. */
static void fill(struct grouping *g, struct archive_advisory *out, const struct read_document *documents,
		 size_t count)
{
	size_t source = find_source(g, documents, count);
	out->id = documents[0].item->id;
	out->documents = arena_array(g->arena, count, sizeof(*out->documents));
	for (size_t i = 0; i < count; i++) {
		if (i && strcmp(documents[i].item->lang, documents[i - 1].item->lang) == 0)
			refuse(g, DIAG_STEM_TWICE, file_place(documents[i].item->path), "keep one of the two",
			       arena_printf(g->arena,
					    "the same document stands in two folders; the other is %s",
					    documents[i - 1].item->path));
		if (!documents[i].parsed)
			continue;
		if (i == source)
			out->source = out->document_count;
		out->documents[out->document_count++] =
			(struct archive_document){documents[i].document, documents[i].item->blob};
		if (source < count)
			check_unfilled(g, &documents[source].document, &documents[i].document);
		if (source < count && !documents[i].document.is_source)
			check_translation(g, &documents[source].document, &documents[i].document);
	}
}

static void fill_attachments(struct grouping *g, struct archive_advisory *out, const struct item **items,
			     size_t count)
{
	struct map *seen = map_new();
	out->attachments = arena_array(g->arena, count, sizeof(*out->attachments));
	for (size_t i = 0; i < count; i++) {
		struct span key = span_of(lower(g->arena, items[i]->name));
		size_t first;
		if (map_find(seen, key, &first))
			refuse(g, DIAG_STEM_TWICE, file_place(items[i]->path),
			       "give one of them another name",
			       arena_printf(
				       g->arena,
				       "two attachments whose names differ at most in case; the other is %s",
				       items[first]->path));
		else
			map_put(seen, key, i);
		out->attachments[out->attachment_count++] =
			(struct attachment){items[i]->name, items[i]->blob};
	}
	map_free(seen);
}

static const struct item **sorted_attachments(size_t *count, struct arena *a, const struct layout *layout)
{
	const struct item **items = arena_array(a, layout->count + 1, sizeof(*items));
	*count = 0;
	for (size_t i = 0; i < layout->count; i++)
		if (layout->items[i].role == ROLE_ATTACHMENT)
			items[(*count)++] = &layout->items[i];
	if (*count)
		qsort(items, *count, sizeof(*items), by_name);
	return items;
}

static void check_replacements(struct grouping *g, const struct archive *ar)
{
	struct map *ids = map_new();
	for (size_t i = 0; i < ar->advisory_count; i++)
		map_put(ids, span_of(ar->advisories[i].id), i);
	for (size_t i = 0; i < ar->advisory_count; i++)
		for (size_t j = 0; j < ar->advisories[i].document_count; j++)
			if (ar->advisories[i].documents[j].document.is_source)
				check_replacement(g, ids, &ar->advisories[i].documents[j].document);
	map_free(ids);
}

bool group_advisories(struct archive *out, struct read_document *documents, size_t count,
		      const struct layout *layout, struct arena *a, struct diags *d)
{
	struct grouping g = {.config = &out->config, .arena = a, .diags = d};
	size_t attachments, used = 0;
	if (count)
		qsort(documents, count, sizeof(*documents), by_id);
	const struct item **items = sorted_attachments(&attachments, a, layout);
	check_case(&g, documents, count);
	out->advisories = arena_array(a, count, sizeof(*out->advisories));
	for (size_t i = 0, end; i < count; i = end) {
		struct archive_advisory *advisory = &out->advisories[out->advisory_count++];
		for (end = i + 1; end < count && strcmp(documents[end].item->id, documents[i].item->id) == 0;)
			end++;
		fill(&g, advisory, documents + i, end - i);
		while (used < attachments && strcmp(items[used]->id, advisory->id) < 0)
			used++;
		size_t last = used;
		while (last < attachments && strcmp(items[last]->id, advisory->id) == 0)
			last++;
		fill_attachments(&g, advisory, items + used, last - used);
		used = last;
	}
	check_replacements(&g, out);
	return !g.failed;
}
