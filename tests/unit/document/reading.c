#include "unit/document/reading.h"

#include <criterion/criterion.h>

static bool is_any(const char *name, const char *const *names)
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* What went between two items of a list divides it. */
static bool joins_list(struct reading *r, const char *name)
{
	const char *end = arena_printf(r->arena, "</%s>", name);
	if (name[1] != 'l' || !span_ends(buf_as_span(&r->out), end))
		return false;
	buf_truncate(&r->out, r->out.length - strlen(end));
	return true;
}

static void open_element(struct reading *r, const char *name, const char *attributes)
{
	static const char *const marks[] = {"ins", "del", "strong", "em", "code", "span", NULL};
	bool removed = strcmp(name, "del") == 0 || strstr(attributes, "diff-removed");
	bool added = strcmp(name, "ins") == 0 || strstr(attributes, "diff-added");
	bool note = strstr(attributes, "diff-note") || strstr(attributes, "diff-sign");
	struct open_element e = {.hidden = note || (r->side == AFTER ? removed : added)};
	e.wrapper = is_any(name, marks) || (strcmp(name, "div") == 0 && (removed || added));
	cr_assert(r->depth < 64 && strlen(name) < sizeof(e.name));
	memcpy(e.name, name, strlen(name) + 1);
	r->changes += removed || added;
	e.code = strcmp(name, "pre") == 0;
	r->open[r->depth++] = e;
	r->hidden += e.hidden;
	r->fresh = r->fresh || !e.wrapper;
	r->code += e.code;
	if (r->tags && !r->hidden && !e.wrapper && !joins_list(r, name))
		buf_printf(&r->out, "<%s>", name);
}

/* The head, say, of a table whose head went. */
static void drop_empty(struct reading *r, const char *name)
{
	const char *empty = arena_printf(r->arena, "<%s></%s>", name, name);
	if (*name == 't' && span_ends(buf_as_span(&r->out), empty))
		buf_truncate(&r->out, r->out.length - strlen(empty));
}

static void close_element(struct reading *r, const char *name)
{
	cr_assert(r->depth > 0, "</%s> closes nothing", name);
	struct open_element *e = &r->open[--r->depth];
	cr_assert_str_eq(e->name, name);
	if (r->tags && !r->hidden && !e->wrapper)
		buf_printf(&r->out, "</%s>", name);
	drop_empty(r, name);
	r->hidden -= e->hidden;
	r->fresh = r->fresh || !e->wrapper;
	r->code -= e->code;
}

static const char *read_tag(struct reading *r, const char *at)
{
	const char *end = strchr(at, '>');
	cr_assert(end);
	size_t n = strcspn(at + 1, " >");
	if (at[1] == '/') {
		close_element(r, arena_dup(r->arena, at + 2, n - 1));
	} else {
		char *name = arena_dup(r->arena, at + 1, n);
		if (strcmp(name, "br") != 0 && strcmp(name, "hr") != 0)
			open_element(r, name, arena_dup(r->arena, at, (size_t)(end - at)));
		else if (!r->hidden) {
			buf_text(&r->out, r->tags ? arena_printf(r->arena, "<%s>", name) : "");
			r->fresh = true;
		}
	}
	return end + 1;
}

/* A blank counts if it stands within a block, and where no text is Japanese. */
static void read_character(struct reading *r, char c)
{
	if (strchr(" \n", c)) {
		r->blank = true;
		return;
	}
	bool ascii = (unsigned char)c < 0x80 && r->out.length && (unsigned char)r->out.data[r->out.length - 1] < 0x80;
	if (r->blank && !r->fresh && ascii)
		buf_char(&r->out, ' ');
	r->blank = r->fresh = false;
	buf_char(&r->out, c);
}

/* Targets are shown, after a blank, only where they changed; ↵ likewise. */
static void read_text(struct reading *r, struct span s)
{
	for (size_t i = 0, n; i < s.length; i += n) {
		struct span rest = span_after(s, i);
		n = 1;
		if (!r->code && (span_starts(rest, "(https://t.example/") || span_starts(rest, "(t.example-"))) {
			n = (size_t)((const char *)memchr(rest.data, ')', rest.length) - rest.data) + 1;
			r->blank = r->hidden && r->blank;
		} else if (span_starts(rest, "↵")) {
			n = strlen("↵");
			r->fresh = r->fresh || !r->hidden;
		} else if (!r->hidden) {
			read_character(r, rest.data[0]);
		}
		r->shown_bytes += !r->hidden;
		r->changed_bytes += r->hidden > 0;
	}
}

struct reading read_html(struct arena *a, const char *html, enum side side, bool tags)
{
	struct reading r = {.arena = a, .side = side, .tags = tags, .fresh = true};
	buf_init(&r.out, BUF_LIMIT_DEFAULT);
	while (*html) {
		size_t n = strcspn(html, "<");
		read_text(&r, span_make(html, n));
		html = html[n] ? read_tag(&r, html + n) : html + n;
	}
	cr_assert_eq(r.depth, 0);
	return r;
}

const char *read_side(struct arena *a, const char *html, enum side side, bool tags)
{
	struct reading r = read_html(a, html, side, tags);
	const char *text = arena_span(a, buf_as_span(&r.out));
	buf_fini(&r.out);
	return text;
}
