/* Lints. Invariant: while one runs, worker->linting says what it reads and where its findings go; nothing that a script can
 * reach changes the tree then (node.c and walk.c look at it). */
#include "script/lint.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "script/filter.h"
#include "script/linting.h"

static const char *const severities[LINT_SEVERITIES] = {"off", "note", "warning", "error"};

bool lint_severity_of(enum lint_severity *out, const char *word)
{
	for (int i = 0; i < LINT_SEVERITIES; i++)
		if (strcmp(severities[i], word) == 0) {
			*out = (enum lint_severity)i;
			return true;
		}
	return false;
}

bool lint_applies(const struct lints *lints, size_t lint, const char *lang)
{
	const char **l = lints->items[lint].languages;
	while (l && lang && *l && strcmp(*l, lang) != 0)
		l++;
	if (l && !*l)
		return false;
	for (size_t i = 0; i < lints->rule_count; i++)
		if (lints->rules[i].lint == lint && lints->rules[i].severity != LINT_OFF)
			return true;
	return false;
}

static int by_code(const void *a, const void *b)
{
	const struct lint_rule *x = a, *y = b;
	int codes = strcmp(x->code, y->code);
	return codes ? codes : x->lint < y->lint ? -1 : x->lint > y->lint;
}

/* Declaring. ---------------------------------------------------------------- */

struct declaring {
	struct lints *lints;
	struct arena *arena;
	const struct source *source;
	size_t capacity;
};

/* Small letters and digits in words joined by single hyphens, as in "hard-word". */
static bool is_code(const char *s)
{
	if (strlen(s) > LINT_CODE_MAX || *s < 'a' || *s > 'z')
		return false;
	for (; *s; s++) {
		bool letter = (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');
		if (!letter && (*s != '-' || s[1] == '-' || !s[1]))
			return false;
	}
	return true;
}

/* {severity = "note"}, at the top. */
static enum lint_severity declared_severity(lua_State *L, const char *path, const char *code)
{
	enum lint_severity severity = LINT_WARNING;
	if (!lua_istable(L, -1))
		luaL_error(L, "%s: the rule \"%s\" wants a table, as {severity = \"warning\"}", path, code);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
		if (strcmp(key, "severity") != 0)
			luaL_error(L, "%s: the rule \"%s\" has a field that is not known: only \"severity\" is", path, code);
	}
	lua_getfield(L, -1, "severity");
	if (lua_type(L, -1) != LUA_TSTRING || !lint_severity_of(&severity, lua_tostring(L, -1)))
		luaL_error(L, "%s: the severity of the rule \"%s\" wants to be off, note, warning or error", path, code);
	lua_pop(L, 1);
	return severity;
}

static void declare_rules(lua_State *L, struct declaring *job, int table)
{
	const char *path = job->source->path;
	struct lints *all = job->lints;
	size_t before = all->rule_count;
	lua_getfield(L, table, "rules");
	if (!lua_istable(L, -1))
		luaL_error(L, "%s: the table that it returns lacks \"rules\", as {[\"long-word\"] = {severity = \"warning\"}}", path);
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
		const char *code = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
		if (!is_code(code))
			luaL_error(L, "%s: the code of a rule is small letters and digits joined by hyphens, at most %d: \"long-word\"",
				   path, LINT_CODE_MAX);
		struct lint_rule rule = {arena_text(job->arena, code), all->count, declared_severity(L, path, code), false};
		all->rules = arena_grow(job->arena, all->rules, all->rule_count, &job->capacity, sizeof(*all->rules));
		all->rules[all->rule_count++] = rule;
	}
	if (all->rule_count == before)
		luaL_error(L, "%s declares no rules", path);
	lua_pop(L, 1);
}

static const char **declared_languages(lua_State *L, struct declaring *job, int table)
{
	const char **out = NULL;
	if (lua_getfield(L, table, "languages") != LUA_TNIL) {
		size_t count = lua_istable(L, -1) ? lua_rawlen(L, -1) : 0;
		if (!count || count > 1000)
			luaL_error(L, "%s: \"languages\" wants a list, as {\"ja\"}", job->source->path);
		out = arena_array(job->arena, count + 1, sizeof(*out));
		for (size_t i = 0; i < count; i++) {
			if (lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING)
				luaL_error(L, "%s: \"languages\" wants a list of texts", job->source->path);
			out[i] = arena_text(job->arena, lua_tostring(L, -1));
			lua_pop(L, 1);
		}
		out[count] = NULL;
	}
	lua_pop(L, 1);
	return out;
}

/* Pushes the table that the lint returns, run in a scope of its own. */
static int run_chunk(lua_State *L, const struct source *source)
{
	worker_of(L)->main = source;
	locale_forget(L);
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_NODES);
	chunk_push(L, source);
	scope_push(L);
	environment_push(L, 0);
	lua_setupvalue(L, -2, 1);
	lua_call(L, 0, 1);
	filter_check(L, source, lua_gettop(L));
	return lua_gettop(L);
}

/* The function of that name in the table, pushed; false (nothing is) where there is none. */
static bool push_function(lua_State *L, const struct source *source, int table, const char *name)
{
	int type = lua_getfield(L, table, name);
	if (type == LUA_TFUNCTION)
		return true;
	if (type != LUA_TNIL)
		luaL_error(L, "%s: \"%s\" is %s, not a function", source->path, name, value_kind(L, -1));
	lua_pop(L, 1);
	return false;
}

static int declare_body(lua_State *L)
{
	struct declaring *job = lua_touserdata(L, 1);
	int table = run_chunk(L, job->source);
	struct lint lint = {.name = job->source->name, .path = job->source->path};
	lint.languages = declared_languages(L, job, table);
	declare_rules(L, job, table);
	lint.for_archive = push_function(L, job->source, table, "archive");
	job->lints->items[job->lints->count++] = lint;
	return 0;
}

static bool rules_differ(const struct lints *lints, struct diags *d)
{
	bool ok = true;
	for (size_t i = 1; i < lints->rule_count; i++) {
		const struct lint_rule *one = &lints->rules[i - 1], *two = &lints->rules[i];
		if (strcmp(one->code, two->code) != 0)
			continue;
		diag(d, DIAG_SCRIPT_TWICE, (struct place){.path = lints->items[two->lint].path}, "keep one of the two",
		     "the rule \"%s\" is declared by %s too", two->code, lints->items[one->lint].path);
		ok = false;
	}
	return ok;
}

/* Runs each lint as far as it declares. */
static bool declare_all(struct script *w, struct linting *linting, struct declaring *job, struct diags *d)
{
	const struct scripts *s = w->scripts;
	bool ok = true;
	w->linting = linting;
	for (size_t i = 0; i < s->count; i++) {
		job->source = &s->items[i];
		if (job->source->kind == SOURCE_LINT)
			ok = script_run(w, SCRIPT_MEMORY, declare_body, job, NULL, d) && ok;
	}
	return ok;
}

bool script_lints(struct lints *out, struct script *w, struct arena *a, const char *lang, const struct value *glossary,
		  struct diags *d)
{
	struct declaring job = {.lints = out, .arena = a};
	struct filter_context context = {.lang = lang, .glossary = glossary};
	struct linting linting = {.lints = out};
	*out = (struct lints){.items = arena_array(a, w->scripts->count, sizeof(*out->items))};
	tree_begin(w, a, node_new(a, NODE_DOCUMENT), &context);
	bool ok = declare_all(w, &linting, &job, d);
	tree_end(w);
	if (out->rule_count)
		qsort(out->rules, out->rule_count, sizeof(*out->rules), by_code);
	return ok && rules_differ(out, d);
}

/* Running. ------------------------------------------------------------------- */

static const struct source *source_of(const struct script *w)
{
	const struct linting *l = w->linting;
	return source_find(w->scripts, SOURCE_LINT, l->lints->items[l->lint].name);
}

/* Calls what the lint does before or after the walk with the document. */
static void call_around(lua_State *L, const struct source *source, int table, const char *name)
{
	if (!push_function(L, source, table, name))
		return;
	lua_pushvalue(L, -1);
	document_push(L);
	lua_call(L, 1, 1);
	if (!lua_isnil(L, -1))
		walk_complain(L, lua_gettop(L) - 1, "a lint returns nothing: it cannot change the document");
	lua_settop(L, table);
}

static int lint_body(lua_State *L)
{
	const struct source *source = source_of(worker_of(L));
	int table = run_chunk(L, source);
	call_around(L, source, table, "begin");
	lua_pushvalue(L, table);
	walk_filter(L, source);
	call_around(L, source, table, "finish");
	return 0;
}

static int archive_body(lua_State *L)
{
	const struct value *archive = lua_touserdata(L, 1);
	const struct source *source = source_of(worker_of(L));
	int table = run_chunk(L, source);
	if (push_function(L, source, table, "archive")) {
		value_push(L, archive, true);
		lua_call(L, 1, 0);
	}
	return 0;
}

static const char *while_linting(struct script *w, char *out, size_t size)
{
	return walk_during(w, "reading", out, size);
}

/* What was found beyond the limit is told as one finding at the head of the document. */
static void tell_rest(const struct linting *l, const char *path)
{
	for (size_t i = 0; i < l->lints->rule_count; i++) {
		char message[100];
		if (l->told[i].count <= LINT_FINDINGS)
			continue;
		snprintf(message, sizeof(message), "%zu more findings of this rule are not listed", l->told[i].count - LINT_FINDINGS);
		struct lint_finding f = {.rule = &l->lints->rules[i], .severity = l->told[i].severity, .subject = l->subject,
					 .at = {.path = path}, .message = message};
		l->sink(l->context, &f);
	}
}

static bool run(struct script *w, struct linting *l, struct arena *a, struct node *root,
		const struct filter_context *context, size_t memory, lua_CFunction body, const struct value *archive, struct diags *d)
{
	l->told = arena_array(a, l->lints->rule_count, sizeof(*l->told));
	memset(l->told, 0, l->lints->rule_count * sizeof(*l->told));
	tree_begin(w, a, root, context);
	node_merge_text(a, root);
	w->linting = l;
	bool ok = script_run(w, memory, body, (void *)archive, while_linting, d);
	tree_end(w);
	tell_rest(l, context->path);
	return ok;
}

bool script_lint(struct script *w, struct arena *a, struct node *root, const struct lints *lints, size_t lint,
		 const struct lint_subject *subject, lint_sink *sink, void *context, struct diags *d)
{
	struct linting l = {.lints = lints, .lint = lint, .subject = subject, .sink = sink, .context = context};
	return run(w, &l, a, root, &subject->context, SCRIPT_MEMORY, lint_body, NULL, d);
}

bool script_lint_archive(struct script *w, struct arena *a, const struct lints *lints, size_t lint,
			 const struct value *archive, const struct filter_context *seen, lint_find *find, lint_sink *sink, void *context, struct diags *d)
{
	struct linting l = {.lints = lints, .lint = lint, .find = find, .sink = sink, .context = context};
	return run(w, &l, a, node_new(a, NODE_DOCUMENT), seen, SCRIPT_PAGE_MEMORY, archive_body, archive, d);
}
