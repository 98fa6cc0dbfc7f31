/* Random filters over random trees.
 *   fuzz-filter [--seconds N | --count N] [--seed N] [--seeds FILE] [--show]
 * A case follows from its seed alone: a tree, and one to three filters (chaos.lua). After each: the tree's links and what
 * stands in what are looked at, HTML and plain text are made, and the same is done again in a worker that has filtered
 * other documents, which must give the same, errors included (but for the line where memory ends). Cases run in children, so that a crash, a sanitizer's report or an
 * endless loop is told with its seed. --seeds: those of the file first, one a line. --show prints the first case.
 * Started in the top folder. Ends with "fuzz-filter: N passed, N failed". */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "document/html.h"
#include "document/plain.h"
#include "document/section.h"
#include "script/script.h"

#define BATCH 50       /* cases of a child */
#define CASE_SECONDS 120 /* of a child: far more than it needs */
#define NODES_MOST 1000000
#define FILTERS_MOST 3

static struct buf chaos;
static struct diags *unheard;

/* What parent and child share. */
struct progress {
	uint64_t seed;
	unsigned passed;
};

static uint64_t next(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	uint64_t x = *state ^ *state >> 29;
	return x * 0x9E3779B97F4A7C15u >> 32;
}

static unsigned below(uint64_t *state, unsigned n)
{
	return (unsigned)(next(state) % n);
}

/* Trees. -------------------------------------------------------------------- */

static const char *const texts[] = {"", "a", "plain words in a row", "日本語の文です。", "<&>\"", "a\nb", "- x", "1) y", "https://example.com/a?b",
	"\xE2\x80\x8B", "ａｂｃ", "ｶﾞ", "|a|b|", "EX-2026-0001"};

static const char *text_of(uint64_t *r)
{
	return texts[below(r, sizeof(texts) / sizeof(*texts))];
}

static void fill_in(struct node *n, uint64_t *r)
{
	n->line = below(r, 4) ? below(r, 50) + 1 : 0;
	n->column = n->line ? below(r, 80) + 1 : 0;
	n->level = n->type == NODE_HEADING ? (int)below(r, 6) + 1 : 0;
	n->start = n->type == NODE_LIST ? (int)below(r, 20) : 0;
	n->ordered = below(r, 2);
	n->tight = below(r, 2);
	n->delimiter = below(r, 2) ? '.' : ')';
	n->header = below(r, 2);
	n->align = (enum cell_align)below(r, 4);
	n->url = n->type == NODE_LINK || n->type == NODE_IMAGE || below(r, 2) ? text_of(r) : NULL;
	n->title = below(r, 2) ? text_of(r) : NULL;
	n->info = below(r, 2) ? text_of(r) : NULL;
	n->classes = below(r, 2) ? "one two" : NULL;
	n->literal = span_of(text_of(r));
}

static void grow(struct arena *a, struct node *parent, uint64_t *r, int depth)
{
	for (unsigned children = below(r, depth < 3 ? 6 : 3); children > 0; children--) {
		enum node_type type = NODE_DOCUMENT; /* may stand in nothing */
		for (int tries = 0; tries < 50 && !node_may_contain(parent->type, type); tries++)
			type = (enum node_type)below(r, NODE_TYPES);
		if (!node_may_contain(parent->type, type))
			return;
		struct node *n = node_new(a, type);
		fill_in(n, r);
		node_append(parent, n);
		if (depth < 12)
			grow(a, n, r, depth + 1);
	}
}

static struct node *tree_of(struct arena *a, uint64_t *r)
{
	struct node *root = node_new(a, NODE_DOCUMENT);
	root->line = 1;
	for (int i = 0; i < 3; i++)
		grow(a, root, r, 0);
	return root;
}

/* What must be true of a tree. ------------------------------------------------- */

static bool is_text(const char *s)
{
	return !s || utf8_invalid(span_of(s)) == strlen(s);
}

static const char *fault_of_node(const struct node *n)
{
	if (n->first && (n->first->previous || n->last->next))
		return "the first child has a sibling before it, or the last one behind it";
	if (!n->first != !n->last)
		return "only one of the first and the last child is there";
	for (const struct node *c = n->first; c; c = c->next) {
		if (c->parent != n)
			return "a child's parent is another node";
		if (c->next ? c->next->previous != c : c != n->last)
			return "siblings do not agree";
		if (!node_may_contain(n->type, c->type))
			return "a node stands where it may not";
	}
	if (!is_text(n->url) || !is_text(n->title) || !is_text(n->info) || !is_text(n->classes) ||
	    utf8_invalid(n->literal) < n->literal.length)
		return "a text is not UTF-8";
	if ((n->type == NODE_LINK || n->type == NODE_IMAGE) && !n->url)
		return "a link has no address";
	if (n->type == NODE_HEADING && (n->level < 1 || n->level > 6))
		return "a heading's level is none";
	return NULL;
}

static const char *fault_of(const struct node *root)
{
	size_t count = 0;
	if (root->parent || root->next || root->previous || root->type != NODE_DOCUMENT)
		return "the document is no root";
	for (const struct node *n = root; n; n = node_walk(root, n)) {
		const char *fault = fault_of_node(n);
		if (fault)
			return fault;
		if (++count > NODES_MOST)
			return "the tree does not end";
	}
	return NULL;
}

/* One case. ------------------------------------------------------------------ */

struct filters {
	struct scripts *scripts;
	const char *names[FILTERS_MOST];
	size_t count;
};

static void add_filter(struct filters *f, struct arena *a, uint64_t seed, struct diags *d)
{
	struct buf lua;
	buf_init(&lua, 1 << 20);
	const char *at = strstr(chaos.data, "SEED\n");
	buf_add(&lua, chaos.data, (size_t)(at - chaos.data));
	buf_printf(&lua, "%llu", (unsigned long long)(seed >> 1));
	buf_text(&lua, at + 4);
	const char *name = arena_printf(a, "chaos%zu", f->count);
	if (!scripts_add_filter(f->scripts, name, arena_printf(a, "filters/%s.lua", name), buf_as_span(&lua), d))
		abort();
	f->names[f->count++] = name;
	buf_fini(&lua);
}

/* HTML, text and what was said, one after the other. False with *fault if something is wrong. */
static bool result_of(struct buf *out, struct script *w, const struct filters *f, struct arena *a, struct node *tree,
		      const char **fault)
{
	static const char *const ids[] = {"EX-2026-0001"};
	struct filter_context context = {.path = "a.md", .lang = "ja", .facts = value_new(a, VALUE_MAP), .ids = ids, .id_count = 1};
	struct diags *d = diags_new();
	bool ok = script_filter(w, a, tree, f->names, f->count, &context, d);
	*fault = fault_of(tree);
	if (ok && !*fault) {
		struct html_options html = {0}, plain_html = {.commonmark = true};
		struct plain_options plain = {.links_title = "Links"};
		anchors_assign(a, tree, NULL);
		html_render(out, tree, &html);
		html_render(out, tree, &plain_html);
		plain_render(out, tree, &plain);
		if (utf8_invalid(buf_as_span(out)) < out->length)
			*fault = "what was rendered is not UTF-8";
		const struct value *extra = script_filters_extra(w);
		buf_printf(out, "extra %lld\n", extra && value_get(extra, "state") ? (long long)value_get(extra, "state")->number : 0);
	}
	char *said = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&said, &size);
	diags_print(d, file, DIAG_TEXT);
	fclose(file);
	buf_text(out, said);
	free(said);
	diags_free(d);
	return !*fault;
}

/* At which line a script that takes more and more meets the limit depends on the garbage that is there. */
static bool is_out_of_memory(const struct buf *b)
{
	return strstr(b->data, "error: [S103] the script needs more than") != NULL;
}

static bool same_again(struct script *w, const struct filters *f, struct arena *a, const struct node *tree, const struct buf *first,
		       struct buf *again, const char **fault)
{
	buf_clear(again);
	if (!result_of(again, w, f, a, node_copy(a, tree), fault))
		return false;
	if (!span_equal(buf_as_span(first), buf_as_span(again)) && !(is_out_of_memory(first) && is_out_of_memory(again)))
		*fault = "the same document gives another result";
	return !*fault;
}

static bool run_case(uint64_t seed, bool show)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct buf first, again;
	uint64_t r = seed * 2 + 1;
	const char *fault = NULL;
	struct filters f = {.scripts = scripts_new()};
	buf_init(&first, 1 << 26);
	buf_init(&again, 1 << 26);
	for (unsigned n = below(&r, FILTERS_MOST) + 1; n > 0; n--)
		add_filter(&f, a, next(&r) << 32 | next(&r), d);
	const struct node *tree = tree_of(a, &r), *other = tree_of(a, &r);
	struct script *fresh = script_new(f.scripts, d), *used = script_new(f.scripts, d);
	result_of(&again, used, &f, a, node_copy(a, other), &fault);
	if (!fault && result_of(&first, fresh, &f, a, node_copy(a, tree), &fault) &&
	    same_again(fresh, &f, a, tree, &first, &again, &fault))
		same_again(used, &f, a, tree, &first, &again, &fault);
	if (fault)
		printf("seed %llu: %s\n", (unsigned long long)seed, fault);
	if (show)
		printf("--- first\n%s--- last\n%s", first.data, again.data);
	script_free(fresh);
	script_free(used);
	scripts_free(f.scripts);
	buf_fini(&first);
	buf_fini(&again);
	diags_free(d);
	arena_free(a);
	return !fault;
}

/* All cases. ----------------------------------------------------------------- */

struct plan {
	uint64_t *seeds;
	size_t seed_count;
	uint64_t first;   /* then first, first + 1, … */
	uint64_t count;
	time_t until;     /* 0: by count alone */
	bool show;
};

static uint64_t seed_at(const struct plan *p, uint64_t i)
{
	return i < p->seed_count ? p->seeds[i] : p->first + (i - p->seed_count);
}

static void run_batch(const struct plan *p, uint64_t from, uint64_t to, struct progress *progress)
{
	alarm(CASE_SECONDS);
	for (uint64_t i = from; i < to; i++) {
		progress->seed = seed_at(p, i);
		progress->passed += run_case(progress->seed, p->show && i == 0);
		fflush(stdout);
	}
}

static bool read_seeds(struct plan *p, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[100];
	if (!f)
		return false;
	while (fgets(line, sizeof(line), f)) {
		if (*line < '0' || *line > '9')
			continue;
		p->seeds = realloc(p->seeds, (p->seed_count + 1) * sizeof(*p->seeds));
		p->seeds[p->seed_count++] = strtoull(line, NULL, 10);
	}
	return fclose(f) == 0;
}

static bool read_plan(struct plan *p, int argc, char **argv)
{
	p->first = (uint64_t)time(NULL);
	p->count = 100;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--show") == 0) {
			p->show = true;
			continue;
		}
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		if (!value)
			return false;
		if (strcmp(argv[i], "--seconds") == 0) {
			p->until = time(NULL) + (time_t)strtol(value, NULL, 10);
			p->count = UINT64_MAX / 2;
		} else if (strcmp(argv[i], "--count") == 0) {
			p->count = strtoull(value, NULL, 10);
		} else if (strcmp(argv[i], "--seed") == 0) {
			p->first = strtoull(value, NULL, 10);
		} else if (strcmp(argv[i], "--seeds") != 0 || !read_seeds(p, value)) {
			return false;
		}
		i++;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct plan p = {0};
	unheard = diags_new();
	buf_init(&chaos, 1 << 20);
	if (!read_plan(&p, argc, argv) || !file_read(&chaos, AT_FDCWD, "tests/fuzz/chaos.lua", 1 << 20, false, unheard)) {
		fprintf(stderr, "usage: fuzz-filter [--seconds N | --count N] [--seed N] [--seeds FILE] [--show], in the top folder\n");
		return 2;
	}
	struct progress *progress = mmap(NULL, sizeof(*progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t total = p.seed_count + p.count, done = 0, crashed = 0;
	printf("fuzz-filter: seed %llu\n", (unsigned long long)p.first);
	fflush(stdout);
	while (done < total && (!p.until || time(NULL) < p.until)) {
		uint64_t to = done + BATCH < total ? done + BATCH : total;
		int status = 0;
		pid_t child = fork();
		if (child == 0) {
			run_batch(&p, done, to, progress);
			exit(0);
		}
		waitpid(child, &status, 0);
		if (status != 0) {
			printf("seed %llu: the run ended with %s %d\n", (unsigned long long)progress->seed,
			       WIFSIGNALED(status) ? "signal" : "status", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
			crashed++;
			while (done < to && seed_at(&p, done) != progress->seed)
				done++;
			done++;
			continue;
		}
		done = to;
	}
	unsigned long long failed = done - progress->passed;
	printf("fuzz-filter: %u passed, %llu failed\n", progress->passed, failed);
	free(p.seeds);
	buf_fini(&chaos);
	diags_free(unheard);
	return failed || crashed ? 1 : 0;
}
