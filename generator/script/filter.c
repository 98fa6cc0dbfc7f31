/* Filters over a document. Invariant: what a filter took from the tree or put
 * into it lives in the document's arena; the marker of a walk is out of the tree
 * when a run is over, however it ended. */
#include "script/filter.h"

#include "script/linting.h"
#include "script/terms.h"

/* Of tables, to begin with: what the filters that ship put into them for a document of 2 KB. */
#define ROOM_NAMES 16
#define ROOM_NODES 64

#define DEPTH_LIMIT 256 /* of a tree that filters made deeper than the parser did */

static int shirase_plain(lua_State *L)
{
	struct script *w = worker_of(L);
	struct node *n = node_at(L, 1);
	if (!n)
		return luaL_typeerror(L, 1, "node");
	size_t mark = w->text.length;
	node_plain(&w->text, n);
	script_charge(L, w->text.length - mark);
	lua_pushlstring(L, w->text.data + mark, w->text.length - mark);
	buf_truncate(&w->text, mark);
	return 1;
}

/* Lines are asked for in rising order as a rule, so the last place is kept. */
bool source_line_at(lua_State *L, lua_Integer number, struct span *out)
{
	struct script *w = worker_of(L);
	lua_Integer wanted = number - (lua_Integer)w->context->body_line;
	struct span rest;
	if (wanted < 0)
		return false;
	if (wanted < w->source_line || !w->source_rest.data) {
		w->source_line = 0;
		w->source_rest = w->context->body;
	}
	for (rest = w->source_rest; span_next_line(&rest, out); w->source_rest = rest, w->source_line++) {
		script_charge(L, out->length / 16 + 1);
		if (w->source_line == wanted)
			return true;
	}
	return false;
}

/* source(line): that line of the document as it was written, or nil. */
int filter_source(lua_State *L)
{
	struct span line;
	if (source_line_at(L, luaL_checkinteger(L, 1), &line))
		lua_pushlstring(L, line.data, line.length);
	else
		lua_pushnil(L);
	return 1;
}

/* known(id): whether there is a public advisory of this id. */
static int shirase_known(lua_State *L)
{
	const struct filter_context *c = worker_of(L)->context;
	const char *id = luaL_checkstring(L, 1);
	size_t low = 0, high = c->id_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(c->ids[middle], id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	lua_pushboolean(L, low < c->id_count && strcmp(c->ids[low], id) == 0);
	return 1;
}

/* prefix(): what all ids of public advisories begin with; nil if there are none. */
static int shirase_prefix(lua_State *L)
{
	const struct filter_context *c = worker_of(L)->context;
	size_t n = 0;
	lua_pushnil(L);
	if (!c->id_count)
		return 1;
	const char *first = c->ids[0], *last = c->ids[c->id_count - 1];
	while (first[n] && first[n] == last[n])
		n++;
	lua_pushlstring(L, first, n);
	return 1;
}

const luaL_Reg filter_functions[] = {{"plain", shirase_plain}, {"source", filter_source}, {"known", shirase_known},
	{"prefix", shirase_prefix}, {"terms", shirase_terms}, {NULL, NULL}};
const luaL_Reg filter_changes[] = {{"mark_terms", shirase_mark_terms}, {NULL, NULL}};

/* The facts, read-only but for "extra": an empty table that the filters of the document share. Free pages have no other. */
static void push_advisory(lua_State *L, int scope)
{
	const struct filter_context *c = worker_of(L)->context;
	if (c->facts) {
		value_push_view(L, c->facts);
		table_behind(L, -1);
		lua_replace(L, -2);
	} else {
		lua_newtable(L);
	}
	lua_newtable(L);
	lua_pushvalue(L, -1);
	lua_rawsetp(L, scope, &KEY_EXTRA);
	lua_setfield(L, -2, "extra");
	readonly_wrap(L);
	worker_of(L)->asked = true;
}

/* What a filter sees beside the libraries is made when it is first asked for: most filters ask for little of it. */
static int lazy_variable(lua_State *L)
{
	const struct filter_context *c = worker_of(L)->context;
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
	lua_settop(L, 2);
	if (strcmp(name, "advisory") == 0) {
		push_advisory(L, 1);
	} else if (strcmp(name, "glossary") == 0) {
		glossary_push(L, c->glossary);
	} else if (strcmp(name, "lang") == 0) {
		lua_pushstring(L, c->lang);
	} else if (strcmp(name, "id") == 0) {
		lua_pushstring(L, c->id);
	} else if (strcmp(name, "locale") == 0) {
		locale_functions(L, c->lang);
		readonly_wrap(L);
	} else if (strcmp(name, "shirase") == 0) {
		registry_push(L, worker_of(L)->linting ? &KEY_LINT : &KEY_SHIRASE);
		readonly_wrap(L);
	} else if (strcmp(name, "document") == 0 && worker_of(L)->linting) {
		document_push(L);
	} else {
		registry_push(L, &KEY_COMMON);
		lua_pushvalue(L, 2);
		lua_gettable(L, -2);
	}
	lua_pushvalue(L, 2);
	lua_pushvalue(L, -2);
	lua_rawset(L, 1);
	return 1;
}

void scope_push(lua_State *L)
{
	lua_createtable(L, 0, ROOM_NAMES);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, lazy_variable);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
}

/* What the filters so far put below "extra". */
static void take_extra(lua_State *L, int scope)
{
	struct script *w = worker_of(L);
	w->extra = NULL;
	if (lua_rawgetp(L, scope, &KEY_EXTRA) == LUA_TTABLE) {
		lua_pushnil(L);
		if (lua_next(L, -2)) {
			lua_pop(L, 2);
			w->extra = value_from(L, -1, w->arena, false, "advisory.extra");
		}
	}
	lua_pop(L, 1);
}

static int depth_of(const struct node *root)
{
	int depth = 0, deepest = 0;
	for (const struct node *n = root;;) {
		if (n->first) {
			n = n->first;
			deepest = ++depth > deepest ? depth : deepest;
			continue;
		}
		while (n != root && !n->next) {
			n = n->parent;
			depth--;
		}
		if (n == root)
			return deepest;
		n = n->next;
	}
}

struct filter_job {
	const char *const *names;
	size_t count;
};

/* scope: what filters see, and behind it the metatable of their environments. depth: of the tree, before and after. */
static void run_filter(lua_State *L, const char *name, int scope, int *depth)
{
	struct script *w = worker_of(L);
	const struct source *filter = source_find(w->scripts, SOURCE_FILTER, name);
	node_merge_text(w->arena, w->root);
	w->main = filter;
	chunk_push(L, filter);
	lua_newtable(L);
	lua_pushvalue(L, scope + 1);
	lua_setmetatable(L, -2);
	lua_setupvalue(L, -2, 1);
	lua_call(L, 0, 1);
	walk_filter(L, filter);
	int before = *depth;
	*depth = depth_of(w->root);
	if (*depth > DEPTH_LIMIT && *depth > before)
		luaL_error(L, "%s nests nodes more than %d deep", filter->path, DEPTH_LIMIT);
}

static int filter_body(lua_State *L)
{
	const struct filter_job *job = lua_touserdata(L, 1);
	int depth = depth_of(worker_of(L)->root);
	locale_forget(L);
	lua_createtable(L, 0, ROOM_NODES);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_NODES);
	scope_push(L);
	lua_pushvalue(L, -1);
	environment_kind(L);
	for (size_t i = 0; i < job->count; i++) {
		run_filter(L, job->names[i], 2, &depth);
		take_extra(L, 2);
	}
	return 0;
}

static const char *while_filtering(struct script *w, char *out, size_t size)
{
	return walk_during(w, "filtering", out, size);
}

static bool filters_known(const struct script *w, const struct filter_job *job, struct diags *d)
{
	for (size_t i = 0; i < job->count; i++)
		if (!source_find(w->scripts, SOURCE_FILTER, job->names[i])) {
			diag(d, DIAG_SCRIPT_MISSING, NO_PLACE, "put it into filters/, or take it out of archive.yaml",
			     "there is no filter \"%s\"", job->names[i]);
			return false;
		}
	return true;
}

void tree_begin(struct script *w, struct arena *a, struct node *root, const struct filter_context *context)
{
	w->arena = a;
	w->arena_used = 0;
	w->context = context;
	w->lang = context->lang;
	w->root = root;
	w->current = NULL;
	w->marker = node_new(a, NODE_TEXT);
	w->linting = NULL;
	w->source_line = 0;
	w->source_rest = (struct span){0};
	w->asked = false;
	w->extra = NULL;
	glossary_keep(w, context->glossary);
}

void tree_end(struct script *w)
{
	if (w->marker->parent)
		node_remove(w->marker);
	w->linting = NULL;
	/* A wrapper a node: kept, they would be the rubbish that each later run looks through. */
	lua_pushnil(w->L);
	lua_rawsetp(w->L, LUA_REGISTRYINDEX, &KEY_NODES);
}

bool script_filter(struct script *w, struct arena *a, struct node *root, const char *const *filters, size_t filter_count,
		   const struct filter_context *context, struct diags *d)
{
	struct filter_job job = {filters, filter_count};
	if (!filters_known(w, &job, d))
		return false;
	tree_begin(w, a, root, context);
	bool ok = script_run(w, SCRIPT_MEMORY, filter_body, &job, while_filtering, d);
	tree_end(w);
	return ok;
}

bool script_filters_asked(const struct script *w)
{
	return w->asked;
}

struct value *script_filters_extra(const struct script *w)
{
	return w->extra;
}
