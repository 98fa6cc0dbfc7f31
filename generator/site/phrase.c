/* Invariant: whatever the locale does, a text comes back: it is "" where the locale failed, which was reported then. */
#include "site/phrase.h"

#include "base/utf8.h"

static const char *call(const struct view *v, const char *function, struct value *args)
{
	struct worker *w = v->worker;
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	script_say(w->script, v->lang, function, args, &b, w->diags);
	const char *text = arena_dup(w->arena, b.data, b.length);
	buf_fini(&b);
	return text;
}

const char *phrase(const struct view *v, const char *key, struct value *vars)
{
	struct arena *a = v->worker->arena;
	struct value *args = value_new(a, VALUE_LIST);
	value_add(a, args, value_of_text(a, key));
	if (vars)
		value_add(a, args, vars);
	return call(v, "say", args);
}

const char *phrase_of(const struct view *v, const char *function, struct value *arg)
{
	struct value *args = value_new(v->worker->arena, VALUE_LIST);
	value_add(v->worker->arena, args, arg);
	return call(v, function, args);
}

const char *phrase_label(const struct view *v, const char *vocabulary, const char *value)
{
	const struct site *s = v->worker->site;
	size_t i = site_language_index(s, v->lang);
	const struct value *labels = i < s->config->language_count ? value_get(s->locales[i], "labels") : NULL;
	const char *label = value_text(value_get(labels, vocabulary), value ? value : "absent");
	return label ? label : value;
}

struct difference_words phrase_of_difference(const struct view *v)
{
	struct arena *a = v->worker->arena;
	struct value *vars = value_new(a, VALUE_MAP);
	value_set_text(a, vars, "text", "\n");
	const char *brackets = phrase(v, "text.bracket", vars), *within = strchr(brackets, '\n');
	struct difference_words words = {.added = phrase(v, "hist.added", NULL), .removed = phrase(v, "hist.removed", NULL),
					 .same = phrase(v, "hist.same", NULL)};
	if (within) {
		words.open = arena_span(a, span_make(brackets, (size_t)(within - brackets)));
		words.close = within + 1;
	}
	return words;
}

const char *phrase_line(const struct view *v, const char *text)
{
	struct arena *a = v->worker->arena;
	char *line = arena_text(a, text);
	size_t n = 0;
	for (const char *p = text; *p; p++) {
		if (!strchr(" \t\n\r", *p))
			line[n++] = *p;
		else if (n && line[n - 1] != ' ')
			line[n++] = ' ';
	}
	while (n && line[n - 1] == ' ')
		n--;
	line[n] = '\0';
	return utf8_made_visible(a, span_make(line, n)).data;
}

const char *phrase_cut(const struct view *v, const char *text, size_t max)
{
	const char *line = phrase_line(v, text);
	size_t n = strlen(line);
	if (n <= max)
		return line;
	for (n = max; n && ((unsigned char)line[n] & 0xC0) == 0x80; n--)
		;
	return arena_printf(v->worker->arena, "%.*s…", (int)n, line);
}
