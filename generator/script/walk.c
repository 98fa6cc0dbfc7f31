/* One filter over one tree, depth first. Invariant: while a handler runs, a
 * marker stands behind the node that it got; the walk goes on from the marker,
 * whatever the handler did. A walk whose marker left the tree ends with an error. */
#include "script/walk.h"

enum outcome { KEPT, SKIP, REPLACED };

static bool is_called(lua_State *L, const struct walk *walk, const bool *which, const struct node *n)
{
	return which[n->type] && (!walk->holds[n->type] || needles_held(L, walk->holds[n->type], n));
}

bool walk_marks(const struct script *w, const struct node *n)
{
	return n == w->marker;
}

/* Raises an error at the handler's own line: by now it has returned. */
void walk_complain(lua_State *L, int handler, const char *message)
{
	lua_Debug ar = {0};
	lua_pushvalue(L, handler);
	lua_getinfo(L, ">S", &ar);
	luaL_error(L, "%s:%d: %s", ar.short_src, ar.linedefined, message);
}

static void put_back(lua_State *L, struct walk *walk, struct node *n)
{
	struct node *marker = walk->marker;
	if (n->next == marker && n->parent == marker->parent)
		return;
	node_check_place(L, marker->parent, n);
	if (n->parent)
		node_remove(n);
	node_insert_before(marker, n);
}

/* True if child was put before the marker already: one of the last count siblings. */
static bool already_there(lua_State *L, const struct walk *walk, const struct node *child, lua_Integer count)
{
	if (child->parent != walk->marker->parent)
		return false;
	script_charge(L, (size_t)count);
	const struct node *n = walk->marker->previous;
	for (; n && count > 0; n = n->previous, count--)
		if (n == child)
			return true;
	return false;
}

static void insert(lua_State *L, struct walk *walk, struct node *child, lua_Integer count)
{
	struct node *parent = walk->marker->parent;
	if (already_there(L, walk, child, count))
		luaL_error(L, "the handler returned the same node twice");
	node_check_place(L, parent, child);
	if (child->parent)
		node_remove(child);
	node_insert_before(walk->marker, child);
}

/* A new node stands in the source where what it replaces does. */
static void insert_for(lua_State *L, struct walk *walk, const struct node *n, struct node *child, lua_Integer count)
{
	insert(L, walk, child, count);
	if (!child->line) {
		child->line = n->line;
		child->column = n->column;
	}
}

/* Puts what the handler returned (at the index result) in the place of n. */
static void replace(lua_State *L, struct walk *walk, struct node *n, int result)
{
	if (n->parent == walk->marker->parent)
		node_remove(n);
	if (lua_type(L, result) != LUA_TTABLE) {
		insert_for(L, walk, n, node_from(L, result), 0);
		return;
	}
	node_check_list(L, result, NULL);
	for (lua_Integer i = 1; lua_rawgeti(L, result, i) != LUA_TNIL; i++) {
		script_charge(L, 1);
		insert_for(L, walk, n, node_from(L, -1), i - 1);
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static void check_marker(lua_State *L, struct walk *walk, int handler)
{
	const struct node *up = walk->marker;
	size_t height = 0;
	for (; up->parent; up = up->parent)
		height++;
	script_charge(L, height / 4);
	if (up != worker_of(L)->root)
		walk_complain(L, handler, "the handler took away a node that holds the one being handled");
}

/* What putting a result into the tree may raise has no line of a script: none is running. So it is caught, and the
 * handler's line is put before it. */
struct splice {
	struct walk *walk;
	struct node *node;
	bool children; /* the result is the list of the node's children */
};

static int protected_splice(lua_State *L)
{
	const struct splice *s = lua_touserdata(L, 1);
	if (s->children) {
		node_check_list(L, 2, NULL);
		node_set_children(L, s->node, 2);
	} else if (lua_isnil(L, 2)) {
		put_back(L, s->walk, s->node);
	} else {
		replace(L, s->walk, s->node, 2);
	}
	return 0;
}

static void splice(lua_State *L, struct splice job, int handler, int result)
{
	lua_pushcfunction(L, protected_splice);
	lua_pushlightuserdata(L, &job);
	lua_pushvalue(L, result);
	int status = lua_pcall(L, 2, 0, 0);
	if (status == LUA_ERRMEM || worker_of(L)->limit != LIMIT_NONE)
		script_exceed(L, LIMIT_MEMORY);
	if (status != LUA_OK)
		walk_complain(L, handler, lua_tostring(L, -1));
}

/* A node that the handler moved to another place, or took out, comes back to its own. */
static void settle(lua_State *L, struct walk *walk, struct node *n, int handler, int result)
{
	if (!lua_isnil(L, result) || n->next != walk->marker || n->parent != walk->marker->parent)
		splice(L, (struct splice){walk, n, false}, handler, result);
}

static const char lint_returned[] = "the handler of a lint returns nil: it cannot change the document";

static enum outcome call_root(lua_State *L, int handler)
{
	bool skip = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
	if (!lua_isnil(L, -2))
		walk_complain(L, handler, "the handler of Document must return nil: the document cannot be replaced");
	return skip ? SKIP : KEPT;
}

/* The same for a lint, which may do no more than skip the children. */
static enum outcome call_lint(lua_State *L, struct walk *walk, struct node *n, enum side which)
{
	int handler = lua_gettop(L) + 1;
	lua_rawgeti(L, walk->handlers, handler_place(n->type, which));
	lua_pushvalue(L, handler);
	node_push(L, n);
	lua_call(L, 1, 2);
	if (!lua_isnil(L, -2))
		walk_complain(L, handler, lint_returned);
	bool skip = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
	lua_settop(L, handler - 1);
	return skip ? SKIP : KEPT;
}

/* Calls the handler for n. After REPLACED the marker stands behind what n became. */
static enum outcome call(lua_State *L, struct walk *walk, struct node *n, enum side which)
{
	int top = lua_gettop(L);
	enum outcome outcome = KEPT;
	worker_of(L)->current = n;
	if (worker_of(L)->linting)
		return call_lint(L, walk, n, which);
	lua_rawgeti(L, walk->handlers, handler_place(n->type, which));
	int handler = top + 1;
	if (n->parent)
		node_insert_after(n, walk->marker);
	lua_pushvalue(L, handler);
	node_push(L, n);
	lua_call(L, 1, 2);
	int result = handler + 1, type = lua_type(L, result);
	if (n == worker_of(L)->root) {
		outcome = call_root(L, handler);
	} else {
		check_marker(L, walk, handler);
		if (type != LUA_TNIL && type != LUA_TTABLE && type != LUA_TSTRING && !node_at(L, result))
			walk_complain(L, handler, "the handler returned neither nil nor a node nor a list of nodes");
		settle(L, walk, n, handler, result);
		if (type != LUA_TNIL)
			outcome = REPLACED;
		else if (lua_isboolean(L, -1) && !lua_toboolean(L, -1))
			outcome = SKIP;
		if (outcome != REPLACED)
			node_remove(walk->marker);
	}
	lua_settop(L, top);
	return outcome;
}

/* Calls begin or finish with the document. */
static void call_other(lua_State *L, struct walk *walk, int other)
{
	int top = lua_gettop(L);
	if (!walk->others[other])
		return;
	worker_of(L)->current = worker_of(L)->root;
	lua_rawgeti(L, walk->handlers, other_place(other));
	lua_pushvalue(L, -1);
	node_push(L, worker_of(L)->root);
	lua_call(L, 1, 1);
	if (!lua_isnil(L, -1))
		walk_complain(L, top + 1, "the handler must return nil: change the document that it is given");
	lua_settop(L, top);
}

/* Blocks or Inlines, for a node that has such children; HANDLER_COUNT for others. */
static int list_handler(enum node_type type)
{
	if (node_may_contain(type, NODE_TEXT))
		return HANDLER_INLINES;
	return node_may_contain(type, NODE_PARAGRAPH) ? HANDLER_BLOCKS : HANDLER_COUNT;
}

/* Calls Blocks or Inlines with the children of n, and n. */
static void call_list(lua_State *L, struct walk *walk, struct node *n)
{
	int other = list_handler(n->type), top = lua_gettop(L), handler = top + 1, result = top + 2;
	bool marked = n->parent && !worker_of(L)->linting;
	if (other == HANDLER_COUNT || !walk->others[other])
		return;
	worker_of(L)->current = n;
	lua_rawgeti(L, walk->handlers, other_place(other));
	if (marked)
		node_insert_after(n, walk->marker);
	lua_pushvalue(L, handler);
	node_push_children(L, n);
	node_push(L, n);
	lua_call(L, 2, 1);
	if (worker_of(L)->linting && !lua_isnil(L, result))
		walk_complain(L, handler, lint_returned);
	if (!lua_isnil(L, result) && !lua_istable(L, result))
		walk_complain(L, handler, "the handler returned neither nil nor a list of nodes");
	if (marked) {
		check_marker(L, walk, handler);
		lua_pushnil(L);
		settle(L, walk, n, handler, result + 1);
		node_remove(walk->marker);
	}
	if (!lua_isnil(L, result))
		splice(L, (struct splice){walk, n, true}, handler, result);
	lua_settop(L, top);
}

/* Where the walk goes after n and all below it were dealt with; *entering is false for a parent that is left. */
static struct node *after(struct walk *walk, struct node *n, bool *entering)
{
	struct node *next = n->next, *parent = n->parent;
	if (n == walk->marker)
		node_remove(n);
	*entering = next;
	return next ? next : parent;
}

static void walk_tree(lua_State *L, struct walk *walk, struct node *root)
{
	struct node *n = root;
	bool entering = true;
	for (;;) {
		enum outcome outcome = KEPT;
		if (entering && is_called(L, walk, walk->enters, n))
			outcome = call(L, walk, n, HANDLER_ENTER);
		if (entering && outcome == KEPT && n->first) {
			n = n->first;
			continue;
		}
		if (outcome == KEPT)
			call_list(L, walk, n);
		if (outcome != REPLACED && is_called(L, walk, walk->exits, n))
			outcome = call(L, walk, n, HANDLER_EXIT) == REPLACED ? REPLACED : KEPT;
		if (n == root)
			return;
		n = after(walk, outcome == REPLACED ? walk->marker : n, &entering);
	}
}

void walk_filter(lua_State *L, const struct source *filter)
{
	struct script *w = worker_of(L);
	int table = lua_gettop(L);
	struct walk walk = {.filter = filter, .marker = w->marker, .handlers = table + 1};
	luaL_checkstack(L, 20, NULL);
	filter_check(L, filter, table);
	lua_createtable(L, 0, 8);
	handlers_read(L, &walk, table);
	call_other(L, &walk, HANDLER_BEGIN);
	walk_tree(L, &walk, w->root);
	call_other(L, &walk, HANDLER_FINISH);
	w->current = NULL;
	lua_settop(L, table - 1);
}

const char *walk_during(const struct script *w, const char *doing, char *out, size_t size)
{
	const struct node *n = w->current;
	while (n && !n->line)
		n = n->parent;
	if (n)
		snprintf(out, size, ", while %s %s:%u", doing, w->context->path, n->line);
	else
		snprintf(out, size, ", while %s %s", doing, w->context->path);
	return out;
}
