/* An anchor depends on nothing but its heading, unless two headings want the
 * same: then known sections come first, then the first heading in the document, and the others are
 * numbered, past whatever another heading is called by itself. */
#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "document/section.h"

#define ANCHOR_BYTES 120

/* Letters and digits of any script in lower case, "-" for each run of others between them. What begins
 * with a digit ("4. Policies") gets "s-" before it: style sheets and some readers want a letter first. */
static void add_slug(struct buf *out, struct span folded)
{
	size_t start = out->length, bytes;
	bool gap = false;
	for (; folded.length && out->length - start < ANCHOR_BYTES; folded = span_after(folded, bytes)) {
		uint32_t c = utf8_decode(folded, &bytes);
		if (!utf8_is_letter_or_digit(c)) {
			gap = true;
			continue;
		}
		if (gap && out->length > start)
			buf_char(out, '-');
		gap = false;
		if (out->length == start && c >= '0' && c <= '9')
			buf_text(out, "s-");
		buf_add(out, folded.data, bytes);
	}
	if (out->length == start)
		buf_text(out, "section");
}

static const char *slug(struct arena *a, const struct node *heading)
{
	struct buf text, out;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	buf_init(&out, BUF_LIMIT_DEFAULT);
	if (heading->section)
		buf_text(&text, heading->section);
	else
		node_plain(&text, heading);
	add_slug(&out, span_of(utf8_fold(a, buf_as_span(&text))));
	const char *result = arena_text(a, out.data);
	buf_fini(&text);
	buf_fini(&out);
	return result;
}

/* Headings in order, known sections or the others only. */
static struct node *next_heading(struct node *root, struct node *n, bool known)
{
	do
		n = node_walk(root, n);
	while (n && (n->type != NODE_HEADING || (n->section != NULL) != known));
	return n;
}

/* Gives headings the name they want if it is free; the others keep none. */
static void give_own(struct arena *a, struct node *root, bool known, struct map *taken)
{
	for (struct node *n = next_heading(root, root, known); n; n = next_heading(root, n, known)) {
		const char *own = slug(a, n);
		n->anchor = map_put(taken, span_of(own), 1) ? own : NULL;
	}
}

/* taken holds for each name the number that was last given with it. */
static void give_numbered(struct arena *a, struct node *n, struct map *taken)
{
	const char *own = slug(a, n), *numbered;
	size_t number = 1;
	map_find(taken, span_of(own), &number);
	do
		numbered = arena_printf(a, "%s-%zu", own, ++number);
	while (!map_put(taken, span_of(numbered), 1));
	map_set(taken, span_of(own), number);
	n->anchor = numbered;
}

void anchors_assign(struct arena *a, struct node *root, const char *const *reserved)
{
	struct map *taken = map_new();
	for (; reserved && *reserved; reserved++)
		map_put(taken, span_of(*reserved), 1);
	give_own(a, root, true, taken);
	give_own(a, root, false, taken);
	for (struct node *n = node_walk(root, root); n; n = node_walk(root, n))
		if (n->type == NODE_HEADING && !n->anchor)
			give_numbered(a, n, taken);
	map_free(taken);
}
