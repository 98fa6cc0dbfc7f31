/* The page by which a team describes itself (RFC 2350, appendix D). Invariant: a heading is looked for at any level, with a number
 * or without. */
#include "site/checks.h"

#include "base/utf8.h"
#include "document/markdown.h"

#define PAGE "rfc2350"

/* The chapters of the template, in order; their names stand in the locale, under rfc2350. */
static const char *const chapters[] = {"document", "contact", "charter", "policies", "services", "forms", "disclaimers"};
#define CHAPTERS (sizeof(chapters) / sizeof(*chapters))

/* Without the number before it, "1." or "第1章", and as it is compared. */
static const char *bare(struct arena *a, struct span heading)
{
	static const char *const around[] = {"第", "章", "、", "．"};
	struct span s = span_of(utf8_fold(a, span_trim(heading)));
	for (size_t before = SIZE_MAX; s.length && before != s.length;) {
		before = s.length;
		s = span_after(s, strspn(s.data, "0123456789.):- \t"));
		for (size_t i = 0; i < sizeof(around) / sizeof(*around); i++)
			if (span_starts(s, around[i]))
				s = span_after(s, strlen(around[i]));
	}
	return arena_span(a, span_trim(s));
}

static bool is_chapter(struct arena *a, const struct value *names, const char *heading)
{
	for (size_t i = 0; names && names->kind == VALUE_LIST && i < names->count; i++) {
		const char *name = value_as_text(names->items[i]);
		if (name && strcmp(utf8_fold(a, span_of(name)), heading) == 0)
			return true;
	}
	return false;
}

/* Marks in found which chapters the page has. */
static void look(bool found[CHAPTERS], struct arena *a, const struct node *tree, const struct value *names)
{
	for (const struct node *n = tree; n; n = node_walk(tree, n)) {
		struct buf text;
		if (n->type != NODE_HEADING)
			continue;
		buf_init(&text, BUF_LIMIT_DEFAULT);
		node_plain(&text, n);
		const char *heading = bare(a, buf_as_span(&text));
		for (size_t i = 0; i < CHAPTERS; i++)
			found[i] = found[i] || is_chapter(a, value_get(names, chapters[i]), heading);
		buf_fini(&text);
	}
}

static const char *first_name(const struct value *names, const char *chapter)
{
	const struct value *list = value_get(names, chapter);
	const char *name = list && list->kind == VALUE_LIST && list->count ? value_as_text(list->items[0]) : NULL;
	return name ? name : chapter;
}

static void check_page(const struct site *s, const struct archive_page *page, struct diags *d)
{
	struct arena *a = arena_new();
	const struct value *names = value_get(s->locales[site_language_index(s, page->lang)], "rfc2350");
	/* Faults of the Markdown are told when it is rendered. */
	const struct node *tree = markdown_parse(a, page->body, page->body_line, page->path, NULL);
	bool found[CHAPTERS] = {false};
	const char *lacking = "";
	if (tree)
		look(found, a, tree, names);
	for (size_t i = 0; tree && i < CHAPTERS; i++)
		if (!found[i])
			lacking = arena_printf(a, "%s%s\"%zu. %s\"", lacking, *lacking ? ", " : "", i + 1, first_name(names, chapters[i]));
	if (*lacking)
		diag(d, DIAG_RFC2350, (struct place){page->path, page->body_line, 0},
		     "say under each what there is to say, if only that there is nothing",
		     "a description by RFC 2350 has seven chapters; this one lacks %s", lacking);
	arena_free(a);
}

void check_rfc2350(const struct site *s, struct diags *d)
{
	for (size_t i = 0; i < s->archive->page_count; i++)
		if (strcmp(s->archive->pages[i].name, PAGE) == 0 && language_has_pages(s, s->archive->pages[i].lang))
			check_page(s, &s->archive->pages[i], d);
}
