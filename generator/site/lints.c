/* Invariant: a document is linted as its author wrote it: parsed, its sections known, its tables made, and no other filter
 * has seen it. Each worker has a script and an arena; subjects and lints are read by all. */
#include "site/lints.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "archive/facts.h"
#include "base/memory.h"
#include "base/pool.h"
#include "document/markdown.h"
#include "document/section.h"
#include "site/ignored.h"
#include "site/inventory.h"
#include "site/sources.h"

/* Of a lint: the first document that it failed at, and what was told. */
struct failure {
	size_t subject;
	struct diags *told; /* NULL: it did not fail */
};

struct lint_run {
	const struct site *site;
	struct lints lints;
	struct lint_subject *subjects; /* documents, sorted by id and language; then pages */
	size_t count;
	const struct lint_subject **sources; /* of each advisory of the archive */
	struct worker **workers; /* by number; made when they are first needed */
	bool has_tables;         /* the archive makes tables */
	atomic_bool failed;
	struct failure *failures; /* of each lint, guarded by lock */
	pthread_mutex_t lock;
	struct diags *diags;
};

static void tell(void *context, const struct lint_finding *f)
{
	static const enum diag_level levels[LINT_SEVERITIES] = {
		[LINT_NOTE] = DIAG_NOTE, [LINT_WARNING] = DIAG_WARNING, [LINT_ERROR] = DIAG_ERROR};
	const struct lint_run *run = context;
	if (f->subject && ignores_hold(run->site->ignores, f->subject->context.path, f->rule->code))
		return;
	diag_lint(run->diags, levels[f->severity], f->rule->code, f->at, f->hint, "%s", f->message);
}

/* What is linted. ------------------------------------------------------------- */

static struct lint_subject subject_of(const struct site *s, const char *path, const char *lang, const struct value *front)
{
	struct lint_subject out = {.front = front, .filters = s->config->filters, .filter_count = s->config->filter_count};
	out.context = (struct filter_context){.path = path, .lang = lang, .glossary = s->archive->glossary, .ids = s->ids,
					      .id_count = s->history->advisory_count};
	return out;
}

static void add_document(struct lint_run *run, const struct archive_advisory *adv, size_t index)
{
	const struct document *doc = &adv->documents[index].document;
	struct lint_subject one = subject_of(run->site, doc->path, doc->lang, doc->front);
	one.context.id = adv->id;
	one.context.facts = adv->documents[adv->source].document.facts;
	one.context.body = doc->body;
	one.context.body_line = doc->body_line;
	one.source = index == adv->source;
	one.from_reader = adv->documents[index].document.from_reader;
	run->subjects[run->count++] = one;
}

static void add_page(struct lint_run *run, const struct archive_page *page)
{
	struct lint_subject one = subject_of(run->site, page->path, page->lang, page->front);
	one.context.body = page->body;
	one.context.body_line = page->body_line;
	run->subjects[run->count++] = one;
}

static void find_subjects(struct lint_run *run)
{
	const struct archive *ar = run->site->archive;
	size_t count = ar->page_count;
	for (size_t i = 0; i < ar->advisory_count; i++)
		count += ar->advisories[i].document_count;
	run->subjects = arena_array(run->site->arena, count, sizeof(*run->subjects));
	run->sources = arena_array(run->site->arena, ar->advisory_count, sizeof(*run->sources));
	for (size_t i = 0; i < ar->advisory_count; i++) {
		const struct archive_advisory *adv = &ar->advisories[i];
		run->sources[i] = &run->subjects[run->count + adv->source];
		for (size_t j = 0; j < adv->document_count; j++)
			add_document(run, adv, j);
	}
	for (size_t i = 0; i < ar->page_count; i++)
		add_page(run, &ar->pages[i]);
}

static const struct lint_subject *find_source(void *context, const char *id)
{
	const struct lint_run *run = context;
	const struct archive *ar = run->site->archive;
	const struct archive_advisory *adv = archive_find(ar, id);
	return adv ? run->sources[adv - ar->advisories] : NULL;
}

/* A tree of the worker's arena; NULL where rendering it will tell of a fault. */
static struct node *read_tree(const struct lint_run *run, struct worker *w, const struct lint_subject *subject)
{
	static const char *const table = "table";
	const struct filter_context *c = &subject->context;
	size_t lang = site_language_index(run->site, c->lang);
	struct diags *unheard = diags_new();
	struct node *tree = markdown_parse(w->arena, c->body, c->body_line, c->path, unheard);
	if (tree && run->has_tables && !script_filter(w->script, w->arena, tree, &table, 1, c, unheard))
		tree = NULL;
	if (tree && lang < run->site->config->language_count) {
		sections_find(w->arena, tree, run->site->section_names[lang]);
		anchors_assign(w->arena, tree, NULL);
	}
	diags_free(unheard);
	return tree;
}

/* Running. -------------------------------------------------------------------- */

static struct worker *worker_at(struct lint_run *run, unsigned number)
{
	if (!run->workers[number])
		run->workers[number] = worker_new(run->site, run->diags);
	return run->workers[number];
}

/* A lint that fails does so in most documents: it is told of the first, whichever thread came to it. */
static void keep_failure(struct lint_run *run, size_t lint, size_t subject, struct diags *told)
{
	struct failure *f = &run->failures[lint];
	pthread_mutex_lock(&run->lock);
	bool first = !f->told || subject < f->subject;
	struct diags *other = first ? f->told : told;
	if (first)
		*f = (struct failure){subject, told};
	pthread_mutex_unlock(&run->lock);
	diags_free(other);
	atomic_store(&run->failed, true);
}

static bool any(const void *context, const char *path)
{
	(void)context, (void)path;
	return true;
}

static void tell_failures(struct lint_run *run)
{
	for (size_t i = 0; i < run->lints.count; i++)
		if (run->failures[i].told) {
			diags_take(run->diags, run->failures[i].told, any, NULL);
			diags_free(run->failures[i].told);
		}
}

static void run_lint(struct lint_run *run, struct worker *w, struct node *tree, size_t lint, size_t index)
{
	struct diags *told = diags_new();
	if (script_lint(w->script, w->arena, tree, &run->lints, lint, &run->subjects[index], tell, run, told))
		diags_free(told);
	else
		keep_failure(run, lint, index, told);
}

static void lint_subject(void *context, unsigned number, size_t index)
{
	struct lint_run *run = context;
	const struct lint_subject *subject = &run->subjects[index];
	struct worker *w = worker_at(run, number);
	struct node *tree = w ? read_tree(run, w, subject) : NULL;
	for (size_t i = 0; tree && i < run->lints.count; i++)
		if (lint_applies(&run->lints, i, subject->context.lang))
			run_lint(run, w, tree, i, index);
	if (!w)
		atomic_store(&run->failed, true);
	if (w)
		worker_next(w);
}

/* Of the archive's own functions one runs at a time: they are few, and see all of it. */
static void lint_archive(struct lint_run *run)
{
	const struct site *s = run->site;
	struct filter_context seen = subject_of(s, s->config->path, s->config->languages[0], NULL).context;
	const struct value *all = NULL;
	struct worker *w = NULL;
	for (size_t i = 0; i < run->lints.count; i++) {
		if (!run->lints.items[i].for_archive || !lint_applies(&run->lints, i, NULL))
			continue;
		w = worker_at(run, 0);
		all = all ? all : inventory_of(s);
		if (!w || !script_lint_archive(w->script, w->arena, &run->lints, i, all, &seen, find_source, tell, run, run->diags))
			atomic_store(&run->failed, true);
	}
	if (w)
		worker_next(w);
}

/* What archive.yaml says of rules. */
static void set_severities(struct lint_run *run)
{
	const struct config *c = run->site->config;
	for (size_t i = 0; c->lint && c->lint->kind == VALUE_MAP && i < c->lint->count; i++) {
		const struct value_key *key = &c->lint->keys[i];
		struct lint_rule *rule = (struct lint_rule *)lints_find(&run->lints, key->text);
		if (rule)
			rule->fixed = lint_severity_of(&rule->severity, c->lint->items[i]->text);
		else
			diag(run->diags, DIAG_LINT_UNKNOWN, (struct place){c->path, key->line, key->column},
			     lints_near(run->site->arena, &run->lints, key->text, false), "lint: there is no rule \"%.60s\"", key->text);
	}
}

static bool has_filter(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->filter_count; i++)
		if (strcmp(c->filters[i], name) == 0)
			return true;
	return false;
}

static void run_all(struct lint_run *run)
{
	unsigned jobs = run->site->options->jobs ? run->site->options->jobs : 1;
	run->workers = memory_alloc(jobs * sizeof(*run->workers));
	find_subjects(run);
	set_severities(run);
	run->failures = arena_array(run->site->arena, run->lints.count, sizeof(*run->failures));
	memset(run->failures, 0, run->lints.count * sizeof(*run->failures));
	pthread_mutex_init(&run->lock, NULL);
	pool_run(run->count, jobs, lint_subject, run);
	pthread_mutex_destroy(&run->lock);
	tell_failures(run);
	lint_archive(run);
	for (unsigned i = 0; i < jobs; i++)
		worker_free(run->workers[i]);
	free(run->workers);
}

void check_lints(const struct site *s, bool since, struct diags *d)
{
	struct lint_run run = {.site = s, .diags = d, .has_tables = has_filter(s->config, "table")};
	if (!sources_load_lints(s->repository, s->archive, s->scripts, s->arena, d))
		return;
	struct script *script = script_new(s->scripts, d);
	bool ok = script && script_lints(&run.lints, script, s->arena, s->config->languages[0], s->archive->glossary, d);
	script_free(script);
	if (!ok)
		return;
	run_all(&run);
	if (!atomic_load(&run.failed))
		ignores_check(s, &run.lints, since, d);
}
