#include "unit/document/helpers.h"

#include "base/memory.h"

struct parsed parse(struct span body)
{
	struct parsed p = {arena_new(), diags_new(), NULL};
	/* A copy of exactly this size, so that a sanitizer sees reading beyond it. */
	char *copy = memory_alloc(body.length ? body.length : 1);
	if (body.length)
		memcpy(copy, body.data, body.length);
	p.root = markdown_parse(p.arena, span_make(copy, body.length), 1, "a.md", p.diags);
	free(copy);
	return p;
}

struct parsed parse_text(const char *markdown)
{
	return parse(span_of(markdown));
}

void parsed_free(struct parsed *p)
{
	arena_free(p->arena);
	diags_free(p->diags);
}

static char *taken(struct buf *b)
{
	char *text = memory_text(b->data);
	cr_expect_not(b->overflow);
	buf_fini(b);
	return text;
}

char *html_of(const char *markdown, const struct html_options *options)
{
	static const struct html_options none;
	struct parsed p = parse_text(markdown);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	cr_assert(p.root, "refused: %s", markdown);
	html_render(&b, p.root, options ? options : &none);
	parsed_free(&p);
	return taken(&b);
}

char *plain_of(const char *markdown)
{
	static const struct plain_options options = {.links_title = "リンク", .figure_label = "図"};
	struct parsed p = parse_text(markdown);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	cr_assert(p.root, "refused: %s", markdown);
	plain_render(&b, p.root, &options);
	parsed_free(&p);
	return taken(&b);
}

char *key_of(const char *markdown)
{
	struct parsed p = parse_text(markdown);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	cr_assert(p.root, "refused: %s", markdown);
	block_key(&b, p.root);
	parsed_free(&p);
	return taken(&b);
}

char *outline(const struct node *root)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (const struct node *n = root; n; n = node_walk(root, n)) {
		buf_printf(&b, "%u:%u %s", n->line, n->column, node_type_name(n->type));
		if (n->literal.length)
			buf_char(&b, ' ');
		buf_span(&b, n->literal);
		buf_char(&b, '\n');
	}
	return taken(&b);
}

char *repeated(const char *before, const char *pattern, const char *after, size_t bytes)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	buf_text(&b, before);
	while (b.length + strlen(pattern) + strlen(after) <= bytes)
		buf_text(&b, pattern);
	buf_text(&b, after);
	return taken(&b);
}
