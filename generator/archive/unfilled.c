/* Invariant: a mark is found by its beginning alone: one whose end was lost is still one. */
#include "archive/unfilled.h"

#include <stdint.h>

static const struct mark {
	const char *begin, *open, *close;
} marks[] = {{"（記入：", "（", "）"}, {"(FILL IN:", "(", ")"}};

/* The length of what stands before the mark's own closing bracket; brackets within count in pairs. */
static size_t length_of(const struct mark *mark, struct span text)
{
	unsigned depth = 0;
	size_t open = strlen(mark->open), close = strlen(mark->close);
	for (size_t i = 0; i < text.length;) {
		struct span rest = span_after(text, i);
		if (span_starts(rest, mark->close) && depth-- == 0)
			return i;
		if (span_starts(rest, mark->open))
			depth++;
		i += span_starts(rest, mark->close) ? close : span_starts(rest, mark->open) ? open : 1;
	}
	return text.length;
}

bool unfilled_find(size_t *at, struct span *what, struct span text)
{
	const struct mark *first = NULL;
	*at = SIZE_MAX;
	for (size_t i = 0; text.length && i < sizeof(marks) / sizeof(*marks); i++) {
		const char *found = memmem(text.data, text.length, marks[i].begin, strlen(marks[i].begin));
		if (!found || (size_t)(found - text.data) > *at)
			continue;
		*at = (size_t)(found - text.data);
		first = &marks[i];
	}
	if (!first)
		return false;
	struct span rest = span_after(text, *at + strlen(first->begin));
	const char *end = rest.length ? memchr(rest.data, '\n', rest.length) : NULL;
	if (end)
		rest.length = (size_t)(end - rest.data);
	*what = span_trim(span_make(rest.data, length_of(first, rest)));
	return true;
}

static void add(struct unfilled_list *list, struct arena *a, unsigned line, unsigned column, struct span what)
{
	list->items = arena_grow(a, list->items, list->count, &list->capacity, sizeof(*list->items));
	list->items[list->count++] = (struct unfilled){line, column, arena_span(a, what)};
}

/* Nesting is bounded by yaml.h. */
void unfilled_in_value(struct unfilled_list *list, struct arena *a, const struct value *v)
{
	size_t at;
	struct span what;
	if (v->kind == VALUE_TEXT && unfilled_find(&at, &what, span_make(v->text, v->length)))
		add(list, a, v->line, v->column, what);
	for (size_t i = 0; (v->kind == VALUE_LIST || v->kind == VALUE_MAP) && i < v->count; i++)
		unfilled_in_value(list, a, v->items[i]);
}

void unfilled_in_body(struct unfilled_list *list, struct arena *a, struct span body, unsigned first_line)
{
	struct span line, what;
	size_t at;
	if (!unfilled_find(&at, &what, body))
		return;
	for (unsigned number = first_line; span_next_line(&body, &line); number++)
		if (unfilled_find(&at, &what, line))
			add(list, a, number, (unsigned)at + 1, what);
}

struct unfilled_list unfilled_copy(struct arena *a, const struct unfilled_list *list)
{
	struct unfilled_list copy = {0};
	for (size_t i = 0; i < list->count; i++)
		add(&copy, a, list->items[i].line, list->items[i].column, span_of(list->items[i].what));
	return copy;
}
