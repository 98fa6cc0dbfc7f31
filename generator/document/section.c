/* Sections are the headings of one level among the document's own children:
 * the topmost level at which a heading has a known name, else the topmost there is. So a
 * document may have a title of its own (one "#") above its sections. */
#include "document/section.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/utf8.h"

/* The known names, folded, and what they mean. */
struct section_names {
	struct map *index;
	const struct value *canonical; /* the map that was given */
};

/* A heading's text in the form in which names are compared. */
static struct span folded(struct arena *a, struct span text)
{
	struct span s = span_trim(span_of(utf8_fold(a, text)));
	while (s.length && s.data[s.length - 1] == ':')
		s = span_trim(span_make(s.data, s.length - 1));
	return s;
}

static void add_name(struct arena *a, struct section_names *names, const struct value *name, size_t number)
{
	if (name && name->kind == VALUE_TEXT)
		map_put(names->index, folded(a, span_make(name->text, name->length)), number);
}

struct section_names *section_names_new(struct arena *a, const struct value *given)
{
	struct section_names *names = memory_alloc(sizeof(*names));
	*names = (struct section_names){map_new(), given};
	for (size_t i = 0; given && given->kind == VALUE_MAP && i < given->count; i++) {
		const struct value *list = given->items[i];
		add_name(a, names, list, i);
		for (size_t j = 0; list->kind == VALUE_LIST && j < list->count; j++)
			add_name(a, names, list->items[j], i);
	}
	return names;
}

void section_names_free(struct section_names *names)
{
	if (!names)
		return;
	map_free(names->index);
	free(names);
}

static const char *known_name(struct arena *a, const struct section_names *names, const struct node *heading)
{
	struct buf text;
	size_t number;
	if (!names)
		return NULL;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	node_plain(&text, heading);
	bool found = map_find(names->index, folded(a, buf_as_span(&text)), &number);
	buf_fini(&text);
	return found ? names->canonical->keys[number].text : NULL;
}

/* Names every heading of the document for now; returns the level of sections. */
static int section_level(struct arena *a, struct node *root, const struct section_names *names)
{
	int topmost = 7, known = 7;
	for (struct node *n = root->first; n; n = n->next) {
		if (n->type != NODE_HEADING)
			continue;
		n->section = known_name(a, names, n);
		if (n->level < topmost)
			topmost = n->level;
		if (n->section && n->level < known)
			known = n->level;
	}
	return known < 7 ? known : topmost;
}

static bool shows_something(const struct node *n)
{
	for (const struct node *in = n; in; in = node_walk(n, in))
		if (in->type == NODE_IMAGE || span_trim(in->literal).length)
			return true;
	return false;
}

/* Fills in what follows the heading up to the next of its level or above. */
static void measure(struct arena *a, struct section *s)
{
	struct buf text;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	s->empty = true;
	for (const struct node *n = s->heading->next; n; n = n->next) {
		if (n->type == NODE_HEADING && n->level <= s->heading->level)
			break;
		if (shows_something(n))
			s->empty = false;
		if (text.length)
			buf_char(&text, '\n');
		node_plain(&text, n);
	}
	struct span trimmed = span_trim(buf_as_span(&text));
	s->text = span_make(arena_span(a, trimmed), trimmed.length);
	buf_fini(&text);
}

struct sections sections_find(struct arena *a, struct node *root, const struct section_names *names)
{
	struct sections found = {0};
	size_t capacity = 0;
	int level = section_level(a, root, names);
	for (struct node *n = root->first; n; n = n->next) {
		if (n->type != NODE_HEADING)
			continue;
		if (n->level != level) {
			n->section = NULL;
			continue;
		}
		found.items = arena_grow(a, found.items, found.count, &capacity, sizeof(*found.items));
		struct section *s = &found.items[found.count++];
		*s = (struct section){.name = n->section, .heading = n};
		measure(a, s);
	}
	return found;
}
