/* Runs filters over the cases below tests/filters/: each folder holds input.md,
 * expected.html, expected.txt and, if need be, context, facts.yaml (front matter) and glossary.yaml. The folder's name up to
 * its first "-" is the filter's, unless context names others. context holds lines "key: value":
 * lang, filters, ids (separated by blanks), id, glossary (a file). With --accept what came out becomes what is expected.
 * Ends with "filter-cases: N passed, N failed"; started in the top folder. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/yaml.h"
#include "base/file.h"
#include "base/memory.h"
#include "document/html.h"
#include "document/markdown.h"
#include "document/plain.h"
#include "document/section.h"
#include "script/script.h"

#define FOLDER "tests/filters"
#define NAMES 64

struct test {
	const char *name, *folder;
	struct arena *arena;
	struct diags *diags;
	const char *lang;
	const char *filters[NAMES];
	size_t filter_count;
	const char *ids[NAMES];
	size_t id_count;
	const char *id, *glossary_path;
	const struct value *facts, *glossary;
	struct span body;
};

static bool read_text(struct test *t, const char *path, bool missing_ok, struct span *out)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	bool ok = file_read(&b, AT_FDCWD, path, 1 << 20, missing_ok, t->diags);
	if (ok)
		*out = span_make(arena_dup(t->arena, b.data, b.length), b.length);
	buf_fini(&b);
	return ok;
}

static size_t words(struct test *t, struct span line, const char **out)
{
	size_t n = 0;
	while (line.length && n < NAMES) {
		size_t end = 0;
		while (end < line.length && line.data[end] != ' ')
			end++;
		if (end)
			out[n++] = arena_dup(t->arena, line.data, end);
		line = span_after(line, end < line.length ? end + 1 : end);
	}
	return n;
}

static bool read_context(struct test *t)
{
	struct span rest, line;
	const char *dash = strchr(t->name, '-');
	t->filters[0] = arena_dup(t->arena, t->name, dash ? (size_t)(dash - t->name) : strlen(t->name));
	t->filter_count = 1;
	t->lang = "ja";
	if (!read_text(t, arena_printf(t->arena, "%s/context", t->folder), true, &rest))
		return true;
	while (span_next_line(&rest, &line)) {
		if (span_starts(line, "lang: "))
			t->lang = arena_span(t->arena, span_after(line, 6));
		else if (span_starts(line, "filters: "))
			t->filter_count = words(t, span_after(line, 9), t->filters);
		else if (span_starts(line, "ids: "))
			t->id_count = words(t, span_after(line, 5), t->ids);
		else if (span_starts(line, "id: "))
			t->id = arena_span(t->arena, span_after(line, 4));
		else if (span_starts(line, "glossary: "))
			t->glossary_path = arena_span(t->arena, span_after(line, 10));
		else
			return false;
	}
	return true;
}

/* NULL if it is no YAML; empty (of that kind) if there is no such file. */
static const struct value *read_yaml(struct test *t, const char *path, enum value_kind kind)
{
	struct span text = {0};
	return read_text(t, path, true, &text) ? yaml_parse(t->arena, text, path, 1, t->diags) : value_new(t->arena, kind);
}

static bool read_data(struct test *t)
{
	const char *own = arena_printf(t->arena, "%s/glossary.yaml", t->folder);
	t->facts = read_yaml(t, arena_printf(t->arena, "%s/facts.yaml", t->folder), VALUE_MAP);
	t->glossary = read_yaml(t, t->glossary_path ? t->glossary_path : own, VALUE_LIST);
	return t->facts && t->glossary;
}

static int is_lua(const struct dirent *e)
{
	size_t n = strlen(e->d_name);
	return e->d_name[0] != '.' && n > 4 && strcmp(e->d_name + n - 4, ".lua") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* All there are; none is no fault. */
static bool load_libraries(struct test *t, struct scripts *s)
{
	struct dirent **entries = NULL;
	int count = scandir("filters/lib", &entries, is_lua, by_bytes);
	bool ok = true;
	for (int i = 0; i < count; i++) {
		struct span source;
		const char *file = entries[i]->d_name, *path = arena_printf(t->arena, "filters/lib/%s", file);
		ok = read_text(t, path, false, &source) &&
		     scripts_add_library(s, arena_dup(t->arena, file, strlen(file) - 4), path, source, t->diags) && ok;
		free(entries[i]);
	}
	free(entries);
	return ok;
}

static bool load_scripts(struct test *t, struct scripts *s)
{
	struct span source;
	bool ok = load_libraries(t, s);
	for (size_t i = 0; i < t->filter_count; i++) {
		const char *path = arena_printf(t->arena, "filters/%s.lua", t->filters[i]);
		ok = read_text(t, path, false, &source) && scripts_add_filter(s, t->filters[i], path, source, t->diags) && ok;
	}
	const char *path = arena_printf(t->arena, "filters/locale/%s.lua", t->lang);
	return read_text(t, path, false, &source) && scripts_add_locale(s, t->lang, path, source, t->diags) && ok;
}

static bool filtered(struct test *t, const struct scripts *s, struct node *root)
{
	struct filter_context context = {.path = arena_printf(t->arena, "%s/input.md", t->folder), .lang = t->lang,
		.facts = t->facts, .glossary = t->glossary, .ids = t->ids,
		.id_count = t->id_count, .id = t->id, .body = t->body, .body_line = 1};
	struct script *w = script_new(s, t->diags);
	bool ok = w && script_filter(w, t->arena, root, t->filters, t->filter_count, &context, t->diags);
	script_free(w);
	return ok;
}

static bool write_text(const char *path, const struct buf *text)
{
	FILE *f = fopen(path, "w");
	bool ok = f && fwrite(text->data, 1, text->length, f) == text->length;
	return f && fclose(f) == 0 && ok;
}

static bool same(struct test *t, const char *file, const struct buf *got, bool accept)
{
	struct span expected = {0};
	const char *path = arena_printf(t->arena, "%s/%s", t->folder, file);
	if (accept)
		return write_text(path, got);
	bool ok = read_text(t, path, false, &expected) && span_equal(expected, buf_as_span(got));
	if (!ok)
		printf("%s: differs from\n%.*s--- what came out:\n%s---\n", path, (int)expected.length, expected.data,
		       got->data);
	return ok;
}

static bool rendered(struct test *t, struct node *root, bool accept)
{
	struct buf html, text;
	struct html_options html_options = {0};
	struct plain_options plain_options = {.links_title = "Links"};
	buf_init(&html, 1 << 20);
	buf_init(&text, 1 << 20);
	anchors_assign(t->arena, root, NULL);
	html_render(&html, root, &html_options);
	plain_render(&text, root, &plain_options);
	bool ok = same(t, "expected.html", &html, accept);
	ok = same(t, "expected.txt", &text, accept) && ok;
	buf_fini(&html);
	buf_fini(&text);
	return ok;
}

static bool run(struct test *t, bool accept)
{
	const char *input = arena_printf(t->arena, "%s/input.md", t->folder);
	struct scripts *s = scripts_new();
	bool ok = read_context(t) && read_data(t) && read_text(t, input, false, &t->body) && load_scripts(t, s);
	struct node *root = ok ? markdown_parse(t->arena, t->body, 1, input, t->diags) : NULL;
	ok = root && filtered(t, s, root) && rendered(t, root, accept);
	scripts_free(s);
	return ok;
}

static int is_folder(const struct dirent *e)
{
	return e->d_name[0] != '.' && e->d_type == DT_DIR;
}

int main(int argc, char **argv)
{
	bool accept = argc > 1 && strcmp(argv[1], "--accept") == 0;
	struct dirent **entries = NULL;
	int count = scandir(FOLDER, &entries, is_folder, by_bytes), passed = 0;
	for (int i = 0; i < count; i++) {
		struct test t = {.name = entries[i]->d_name, .arena = arena_new(), .diags = diags_new()};
		t.folder = arena_printf(t.arena, "%s/%s", FOLDER, t.name);
		bool ok = run(&t, accept);
		diags_print(t.diags, stdout, DIAG_TEXT);
		printf("%s %s\n", ok ? "ok" : "FAILED", t.name);
		passed += ok;
		diags_free(t.diags);
		arena_free(t.arena);
		free(entries[i]);
	}
	free(entries);
	printf("filter-cases: %d passed, %d failed\n", passed, count - passed);
	return count > 0 && passed == count ? 0 : 1;
}
