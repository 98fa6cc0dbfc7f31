/* Reading one blob. Invariant: what is kept of a document is small: facts, the
 * title, and three digests; equal digests mean that no reader would see a difference. */
#include "archive/facts.h"
#include "document/compare.h"
#include "document/markdown.h"
#include "history/versions.h"
#include "history/targets.h"

/* No document of HEAD comes near (archive/document.c refuses over 1 MiB). */
#define BLOB_LIMIT ((size_t)4 << 20)

static struct sha256 key_of(const struct node *root)
{
	struct buf key;
	buf_init(&key, BUF_LIMIT_DEFAULT);
	block_key(&key, root);
	struct sha256 digest = sha256_of(buf_as_span(&key));
	buf_fini(&key);
	return digest;
}

/* Tables are made of lines of the source after the tree was parsed (filters/table.lua): where they end, and what is
 * escaped, the tree does not tell. So the lines that make one enter the key as written, but for blanks and
 * the length of rules. */
static void add_table_lines(struct buf *key, struct span body)
{
	struct span line;
	while (span_next_line(&body, &line)) {
		if (!line.length || !memchr(line.data, '|', line.length))
			continue;
		for (size_t i = 0; i < line.length; i++) {
			bool blank = line.data[i] == ' ' || line.data[i] == '\t', again = i && line.data[i] == '-' && line.data[i - 1] == '-';
			if (!blank && !again)
				buf_char(key, line.data[i]);
		}
		buf_char(key, '\n');
	}
}

static bool has_table(struct span body)
{
	struct span line;
	while (span_next_line(&body, &line)) {
		size_t i = 0;
		while (i < line.length && strchr(" \t|:->", line.data[i]) && line.data[i])
			i++;
		if (i == line.length && i && memchr(line.data, '|', i) && memchr(line.data, '-', i))
			return true;
	}
	return false;
}

static struct sha256 body_key(const struct node *root, struct span body)
{
	struct buf key;
	buf_init(&key, BUF_LIMIT_DEFAULT);
	block_key(&key, root);
	if (has_table(body))
		add_table_lines(&key, body);
	struct sha256 digest = sha256_of(buf_as_span(&key));
	buf_fini(&key);
	return digest;
}

/* Title and summary are compared as prose, like a paragraph of the body. */
static struct sha256 prose_key(struct arena *a, const char *text)
{
	struct node *paragraph = node_new(a, NODE_PARAGRAPH);
	node_append(paragraph, node_text(a, span_of(text ? text : "")));
	return key_of(paragraph);
}

/* "r3" → 3; 0 for what is no such thing. */
static unsigned translates_of(const struct value *front)
{
	const char *text = value_text(front, "translates");
	unsigned n = 0;
	if (!text || *text++ != 'r' || !*text)
		return 0;
	for (; *text; text++) {
		if (*text < '0' || *text > '9' || n > 100000)
			return 0;
		n = n * 10 + (unsigned)(*text - '0');
	}
	return n;
}

static void keep(struct parsed *out, struct timeline *t, struct arena *a, struct arena *scratch, const struct document *d)
{
	struct node *body = markdown_parse(scratch, d->body, d->body_line, d->path, NULL);
	targets_settle(scratch, body, d->path, &t->archive->config);
	*out = (struct parsed){.readable = true, .is_source = d->is_source};
	out->title = arena_text(a, value_text(d->front, "title"));
	out->translates = translates_of(d->front);
	out->title_key = prose_key(scratch, out->title);
	out->summary_key = prose_key(scratch, value_text(d->front, "summary"));
	out->body_key = body_key(body, d->body);
	if (d->is_source) {
		out->is_public = facts_public(d->facts, t->options->drafts, t->options->exercises);
		out->facts = value_copy(a, d->facts);
	}
}

bool path_says_same(const struct timeline *t, const char *path, const char *other)
{
	const struct config *c = &t->archive->config;
	return strcmp(path, other) == 0 || (!reader_of(c, path) && !reader_of(c, other));
}

bool parsed_read(struct parsed *out, struct timeline *t, struct arena *a, const char *path, const struct oid *blob)
{
	struct arena *scratch = arena_new();
	struct span bytes;
	struct document d;
	*out = (struct parsed){0};
	const char *why = NULL;
	bool ok = repository_blob(&bytes, t->repository, blob, scratch, t->diags);
	if (ok && bytes.length <= BLOB_LIMIT && document_parse_past(&d, scratch, path, bytes, &t->archive->config, &why) &&
	    value_text(d.front, "title"))
		keep(out, t, a, scratch, &d);
	else if (why)
		out->why = arena_text(a, why);
	arena_free(scratch);
	return ok;
}

const struct value *facts_of_head(const struct timeline *t, const struct record *r, const struct version *v)
{
	const struct archive_advisory *now = archive_find(t->archive, r->id);
	for (size_t i = 0; now && i < now->document_count; i++) {
		const struct archive_document *d = &now->documents[i];
		if (oid_equal(&d->blob, &v->blob) && path_says_same(t, d->document.path, v->path))
			return d->document.facts;
	}
	return NULL;
}

static bool same(const struct sha256 *a, const struct sha256 *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

unsigned text_changed(const struct parsed *before, const struct parsed *after)
{
	return (same(&before->title_key, &after->title_key) ? 0 : CHANGED_TITLE) |
	       (same(&before->summary_key, &after->summary_key) ? 0 : CHANGED_SUMMARY) |
	       (same(&before->body_key, &after->body_key) ? 0 : CHANGED_BODY);
}
