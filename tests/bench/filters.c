/* Times the filters that ship on documents of about 2 KB, beside cmark's parse and rendering of the same bytes.
 *   bench-filters [ROUNDS]       started in the top folder
 * Documents are those of the demonstration archive, cut behind a block where they are longer, with made facts and a glossary of
 * 500 terms. Of each language it prints the mean of the documents in microseconds of processor time: cmark, each filter alone, and all in the order of
 * archive.yaml, with what they may cost together (cmark and 60 µs). Of ROUNDS (50) the fastest counts for each document. Status 1 if
 * they cost more. */
#define CMARK_NO_SHORT_NAMES /* they are those of document/node.h */
#include <cmark.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "archive/config.h"
#include "archive/document.h"
#include "base/file.h"
#include "document/markdown.h"
#include "document/section.h"
#include "script/script.h"

#define ALLOWED 60.0 /* µs beside cmark's */
#define LEAST 1500
#define MOST 2048
#define DOCUMENTS_MOST 100
#define TERMS 500

static const char *const filters[] = {"table", "figure", "spacing", "autolink", "glossary", "defang"};
#define FILTERS (sizeof(filters) / sizeof(*filters))

struct measured {
	double cmark, alone[FILTERS], all, bytes;
	size_t documents;
};

static struct arena *arena;
static struct diags *diags;
static const char *paths[DOCUMENTS_MOST];
static size_t path_count;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct span read_text(const char *path)
{
	struct buf b;
	buf_init(&b, 1 << 22);
	if (!file_read(&b, AT_FDCWD, path, 1 << 22, false, diags)) {
		diags_print(diags, stderr, DIAG_TEXT);
		exit(2);
	}
	struct span text = span_make(arena_dup(arena, b.data, b.length), b.length);
	buf_fini(&b);
	return text;
}

static int visit(const char *path, const struct stat *s, int type, struct FTW *w)
{
	(void)s;
	(void)w;
	size_t n = strlen(path);
	if (type == FTW_F && n > 3 && strcmp(path + n - 3, ".md") == 0 && path_count < DOCUMENTS_MOST)
		paths[path_count++] = arena_text(arena, path);
	return 0;
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct scripts *load_scripts(void)
{
	static const char *const languages[] = {"ja", "en"};
	struct scripts *s = scripts_new();
	struct dirent **entries = NULL;
	int count = scandir("filters/lib", &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name, *end = strstr(name, ".lua");
		if (end) {
			const char *path = arena_printf(arena, "filters/lib/%s", name);
			scripts_add_library(s, arena_dup(arena, name, (size_t)(end - name)), path, read_text(path), diags);
		}
		free(entries[i]);
	}
	free(entries);
	for (size_t i = 0; i < FILTERS; i++) {
		const char *path = arena_printf(arena, "filters/%s.lua", filters[i]);
		scripts_add_filter(s, filters[i], path, read_text(path), diags);
	}
	for (size_t i = 0; i < 2; i++) {
		const char *path = arena_printf(arena, "filters/locale/%s.lua", languages[i]);
		scripts_add_locale(s, languages[i], path, read_text(path), diags);
	}
	return s;
}

static struct value *pair(const char *ja, const char *en)
{
	struct value *v = value_new(arena, VALUE_MAP);
	value_set_text(arena, v, "ja", ja);
	value_set_text(arena, v, "en", en);
	return v;
}

/* Words that documents have, then made ones with the same beginnings. */
static const struct value *glossary_of(void)
{
	static const char *const known[][2] = {{"脆弱性", "vulnerability"}, {"権限昇格", "privilege escalation"}, {"カーネル", "kernel"},
		{"フィッシング", "phishing"}, {"攻撃者", "attacker"}, {"ログ", "log"}, {"暗号", "cipher"}, {"認証", "authentication"}};
	struct value *list = value_new(arena, VALUE_LIST);
	for (size_t i = 0; i < TERMS; i++) {
		size_t k = i % (sizeof(known) / sizeof(*known));
		bool made = i >= sizeof(known) / sizeof(*known);
		struct value *term = value_new(arena, VALUE_MAP);
		value_set(arena, term, "term", made ? pair(arena_printf(arena, "%s第%zu項", known[k][0], i), arena_printf(arena, "%s%zu", known[k][1], i))
						    : pair(known[k][0], known[k][1]));
		value_set(arena, term, "definition", pair("意味。", "A meaning."));
		value_add(arena, list, term);
	}
	return list;
}

static const struct value *facts_of_general(void)
{
	static const char *const indicators[][2] = {{"domain", "login.example.net"}, {"ipv4", "192.0.2.7"}, {"url", "https://files.example.org/a"}};
	struct value *facts = value_new(arena, VALUE_MAP), *audience = value_new(arena, VALUE_LIST), *list = value_new(arena, VALUE_LIST);
	value_add(arena, audience, value_of_text(arena, "general"));
	value_set(arena, facts, "audience", audience);
	for (size_t i = 0; i < 3; i++) {
		struct value *one = value_new(arena, VALUE_MAP);
		value_set_text(arena, one, "type", indicators[i][0]);
		value_set_text(arena, one, "value", indicators[i][1]);
		value_add(arena, list, one);
	}
	value_set(arena, facts, "indicators", list);
	return facts;
}

/* The fastest of the rounds. */
static double time_cmark(struct span body, int rounds)
{
	double best = 1e18;
	for (int i = 0; i < rounds; i++) {
		double from = now();
		char *html = cmark_markdown_to_html(body.data, body.length, CMARK_OPT_DEFAULT);
		double took = now() - from;
		free(html);
		best = took < best ? took : best;
	}
	return best;
}

static double time_filters(struct script *w, const struct node *tree, const char *const *names, size_t count,
			   const struct filter_context *context, int rounds)
{
	double best = 1e18;
	for (int i = 0; i < rounds; i++) {
		struct arena *a = arena_new();
		struct node *copy = node_copy(a, tree);
		double from = now();
		bool ok = script_filter(w, a, copy, names, count, context, diags);
		double took = now() - from;
		arena_free(a);
		if (!ok) {
			diags_print(diags, stderr, DIAG_TEXT);
			exit(2);
		}
		best = took < best ? took : best;
	}
	return best;
}

/* At most so many bytes, up to an empty line. */
static struct span cut(struct span body)
{
	if (body.length <= MOST)
		return body;
	size_t n = MOST;
	while (n > 1 && !(body.data[n - 1] == '\n' && body.data[n - 2] == '\n'))
		n--;
	return span_make(body.data, n);
}

static void measure(struct measured *m, struct script *w, const char *path, const char *lang, struct filter_context *context, int rounds)
{
	struct document d;
	const char *why = NULL;
	if (!document_parse_past(&d, arena, path, read_text(path), NULL, &why) || strcmp(d.lang, lang) != 0)
		return;
	d.body = cut(d.body);
	if (d.body.length < LEAST)
		return;
	struct node *tree = markdown_parse(arena, d.body, d.body_line, path, NULL);
	anchors_assign(arena, tree, NULL);
	context->path = path;
	context->lang = lang;
	context->id = d.id;
	context->body = d.body;
	context->body_line = d.body_line;
	m->cmark += time_cmark(d.body, rounds);
	for (size_t i = 0; i < FILTERS; i++)
		m->alone[i] += time_filters(w, tree, &filters[i], 1, context, rounds);
	m->all += time_filters(w, tree, filters, FILTERS, context, rounds);
	m->bytes += (double)d.body.length;
	m->documents++;
}

static bool print(const char *lang, const struct measured *m)
{
	double n = (double)m->documents, cmark = m->cmark / n, all = m->all / n, allowed = cmark + ALLOWED;
	printf("%s: %zu documents of %.0f bytes, a glossary of %d terms\n", lang, m->documents, m->bytes / n, TERMS);
	printf("  %-28s %7.1f us\n", "cmark, parse and HTML", cmark);
	for (size_t i = 0; i < FILTERS; i++)
		printf("  %-28s %7.1f us  %4.2f of cmark\n", filters[i], m->alone[i] / n, m->alone[i] / n / cmark);
	printf("  %-28s %7.1f us  %4.2f of what they may (cmark and %.0f us: %.1f)%s\n", "all filters together", all, all / allowed,
	       ALLOWED, allowed, all > allowed ? "  MISSED" : "");
	return all <= allowed;
}

int main(int count, char **words)
{
	static const char *const languages[] = {"ja", "en"};
	int rounds = count > 1 ? (int)strtol(words[1], NULL, 10) : 50;
	bool kept = true;
	arena = arena_new();
	diags = diags_new();
	nftw("archive/advisories", visit, 16, FTW_PHYS);
	qsort(paths, path_count, sizeof(*paths), by_byte);
	static const char *const ids[] = {"EX-2026-0001", "EX-2026-0002", "EX-2026-0003"};
	struct filter_context context = {.facts = facts_of_general(), .glossary = glossary_of(), .ids = ids, .id_count = 3};
	struct scripts *scripts = load_scripts();
	struct script *w = script_new(scripts, diags);
	for (size_t l = 0; l < 2; l++) {
		struct measured m = {0};
		for (size_t i = 0; i < path_count; i++)
			measure(&m, w, paths[i], languages[l], &context, rounds);
		kept = m.documents && print(languages[l], &m) && kept;
	}
	script_free(w);
	scripts_free(scripts);
	diags_free(diags);
	arena_free(arena);
	return !kept;
}
