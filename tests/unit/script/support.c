#include "support.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "document/html.h"
#include "document/markdown.h"

void box_open(struct box *b)
{
	*b = (struct box){.scripts = scripts_new(), .arena = arena_new(), .diags = diags_new(), .html = {.commonmark = true}};
	buf_init(&b->out, 1 << 20);
}

void box_close(struct box *b)
{
	script_free(b->script);
	scripts_free(b->scripts);
	arena_free(b->arena);
	diags_free(b->diags);
	buf_fini(&b->out);
	free(b->said);
}

void box_filter(struct box *b, const char *name, const char *lua)
{
	const char *path = arena_printf(b->arena, "filters/%s.lua", name);
	cr_assert(scripts_add_filter(b->scripts, name, path, span_of(lua), b->diags), "%s", box_diagnostics(b));
}

void box_library(struct box *b, const char *name, const char *lua)
{
	const char *path = arena_printf(b->arena, "filters/lib/%s.lua", name);
	cr_assert(scripts_add_library(b->scripts, name, path, span_of(lua), b->diags), "%s", box_diagnostics(b));
}

void box_template(struct box *b, const char *name, const char *text)
{
	const char *path = arena_printf(b->arena, "themes/t/templates/%s", name);
	cr_assert(scripts_add_template(b->scripts, name, path, span_of(text), b->diags), "%s", box_diagnostics(b));
}

void box_locale(struct box *b, const char *lang, const char *lua)
{
	const char *path = arena_printf(b->arena, "filters/locale/%s.lua", lang);
	cr_assert(scripts_add_locale(b->scripts, lang, path, span_of(lua), b->diags), "%s", box_diagnostics(b));
}

char *tree_file(const char *path)
{
	struct buf text;
	struct diags *d = diags_new();
	buf_init(&text, 1 << 20);
	cr_assert(file_read(&text, AT_FDCWD, path, 1 << 20, false, d), "%s", path);
	char *copy = strndup(text.data, text.length);
	buf_fini(&text);
	diags_free(d);
	return copy;
}

void box_shipped_locale(struct box *b, const char *lang)
{
	bool test = strcmp(lang, "xx") == 0;
	char *text = tree_file(arena_printf(b->arena, test ? "tests/filters/locale-%s.lua" : "filters/locale/%s.lua", lang));
	box_locale(b, lang, text);
	free(text);
}

struct script *box_worker(struct box *b)
{
	if (!b->script)
		b->script = script_new(b->scripts, b->diags);
	cr_assert(b->script);
	return b->script;
}

/* Without the lines of hints, which each fault must have. */
static void drop_hints(char *said)
{
	static const char mark[] = "\n  hint: ";
	size_t faults = 0, hints = 0;
	for (const char *p = said; (p = strstr(p, "rror: [S")); p++)
		faults++;
	for (char *at; (at = strstr(said, mark)); hints++) {
		const char *end = strchr(at + sizeof(mark) - 1, '\n');
		memmove(at, end, strlen(end) + 1);
	}
	cr_expect_geq(hints, faults, "a fault without a hint: %s", said);
}

const char *box_diagnostics(struct box *b)
{
	size_t size;
	free(b->said);
	b->said = NULL;
	FILE *f = open_memstream(&b->said, &size);
	diags_print(b->diags, f, DIAG_TEXT);
	fclose(f);
	drop_hints(b->said);
	return b->said;
}

struct value *box_page(struct box *b, const char *lang)
{
	struct value *page = value_new(b->arena, VALUE_MAP);
	value_set_text(b->arena, page, "lang", lang);
	value_set_text(b->arena, page, "path", "ja/index.html");
	return page;
}

const char *box_render(struct box *b, const char *template_name, struct value *page)
{
	buf_clear(&b->out);
	return script_render(box_worker(b), template_name, page, &b->out, b->diags) ? b->out.data : NULL;
}

const char *box_say(struct box *b, const char *lang, const char *function, struct value *args)
{
	buf_clear(&b->out);
	return script_say(box_worker(b), lang, function, args, &b->out, b->diags) ? b->out.data : NULL;
}

const char *box_run_with(struct box *b, const char *markdown, const char *filters, const struct filter_context *context)
{
	const char *names[8];
	size_t count = 0;
	for (const char *p = filters; *p && count < 8; p += strspn(p, " ")) {
		names[count++] = arena_dup(b->arena, p, strcspn(p, " "));
		p += strcspn(p, " ");
	}
	struct filter_context full = *context;
	full.body = span_of(markdown);
	full.body_line = 30;
	struct node *root = markdown_parse(b->arena, full.body, full.body_line, full.path, b->diags);
	cr_assert(root);
	if (!script_filter(box_worker(b), b->arena, root, names, count, &full, b->diags))
		return NULL;
	buf_clear(&b->out);
	html_render(&b->out, root, &b->html);
	if (b->out.length && b->out.data[b->out.length - 1] == '\n')
		buf_truncate(&b->out, b->out.length - 1);
	return b->out.data;
}

const char *box_run(struct box *b, const char *markdown, const char *filters)
{
	const char *ids[] = {"EX-2026-0001", "EX-2026-0002"};
	struct value *facts = value_new(b->arena, VALUE_MAP), *list = value_new(b->arena, VALUE_LIST);
	value_set_text(b->arena, facts, "kind", "alert");
	value_add(b->arena, list, value_of_text(b->arena, "fraud"));
	value_set(b->arena, facts, "impact", list);
	return box_run_with(b, markdown, filters, &(struct filter_context){.path = "archive/advisories/EX-1.ja.md", .lang = "ja",
		.facts = facts, .glossary = value_new(b->arena, VALUE_LIST), .ids = ids, .id_count = 2, .id = "EX-2026-0002"});
}

char *filter_result(const char *lua)
{
	struct box b;
	box_open(&b);
	box_filter(&b, "f", lua);
	const char *html = box_run(&b, "a *b* [c](u)\n", "f");
	char *result = strdup(html ? html : box_diagnostics(&b));
	box_close(&b);
	return result;
}
