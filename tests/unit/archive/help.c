#include "unit/archive/help.h"

#include <stdlib.h>

#include "archive/yaml.h"

void help_begin(struct help *h)
{
	static const char yaml[] =
		"version: 1\nbase_url: https://csirt.example.org/\n"
		"publisher: {name: {ja: 例示, en: Example}, namespace: https://csirt.example.org}\n"
		"languages: [ja, en]\nid: \"EX-{year}-{serial:04}\"\ndemonstration: yes\n";
	h->arena = arena_new();
	h->diags = diags_new();
	cr_assert(config_parse(&h->config, h->arena, span_of(yaml), "archive/archive.yaml", h->diags));
}

void help_end(struct help *h)
{
	arena_free(h->arena);
	diags_free(h->diags);
}

const char *help_reports(struct help *h)
{
	char *text = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&text, &size);
	diags_print(h->diags, to, DIAG_TEXT);
	fclose(to);
	const char *copy = arena_dup(h->arena, text, size);
	free(text);
	return copy;
}

void help_expect(struct help *h, const char *text)
{
	const char *reports = help_reports(h);
	cr_expect(strstr(reports, text) != NULL, "wanted:\n%s\namong:\n%s", text, reports);
}

void help_expect_nothing(struct help *h)
{
	cr_expect_str_eq(help_reports(h), "");
}

const char *help_line(struct help *h, const struct value *v)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	value_canonical(&b, v);
	const char *line = arena_span(h->arena, buf_as_span(&b));
	buf_fini(&b);
	return line;
}

struct value *help_yaml(struct help *h, const char *yaml)
{
	struct value *v = yaml_parse(h->arena, span_of(yaml), "t.yaml", 1, h->diags);
	cr_assert(v, "%s", help_reports(h));
	return v;
}
