/* Nodes of the Markdown tree as Lua values: checked fields and constructors.
 * Invariant: each node has at most one wrapper in a run, which lives in
 * KEY_NODES; every change goes through attach(), so that the tree stays a tree whose
 * nodes stand where node_may_contain() lets them. */
#include "base/utf8.h"
#include "script/filter.h"
#include "script/linting.h"
#include "script/worker.h"

#define T(type) (1u << NODE_##type)
#define LITERALS (T(TEXT) | T(CODE) | T(CODE_BLOCK) | T(HTML_BLOCK) | T(HTML_INLINE))
#define LEAVES (LITERALS | T(THEMATIC_BREAK) | T(SOFT_BREAK) | T(LINE_BREAK))

enum field_kind { FIELD_TYPE, FIELD_POS, FIELD_CHILDREN, FIELD_SPAN, FIELD_STRING, FIELD_NUMBER, FIELD_BOOL, FIELD_ALIGN,
		  FIELD_DELIMITER };

struct field {
	const char *name;
	enum field_kind kind;
	bool read_only;
	uint32_t types;
	size_t offset;
	int low, high; /* of numbers */
};

#define AT(member) offsetof(struct node, member)

static const struct field fields[] = {
	{"text", FIELD_SPAN, false, LITERALS, AT(literal), 0, 0},
	{"children", FIELD_CHILDREN, false, ~LEAVES, 0, 0, 0},
	{"type", FIELD_TYPE, true, ~0u, 0, 0, 0},
	{"pos", FIELD_POS, true, ~0u, 0, 0, 0},
	{"url", FIELD_STRING, false, T(LINK) | T(IMAGE) | T(TERM), AT(url), 0, 0},
	{"title", FIELD_STRING, false, T(LINK) | T(IMAGE), AT(title), 0, 0},
	{"definition", FIELD_STRING, false, T(TERM), AT(title), 0, 0},
	{"caption", FIELD_STRING, false, T(TABLE) | T(FIGURE), AT(title), 0, 0},
	{"info", FIELD_STRING, false, T(CODE_BLOCK), AT(info), 0, 0},
	{"reading", FIELD_STRING, false, T(RUBY), AT(info), 0, 0},
	{"classes", FIELD_STRING, false, T(SPAN) | T(DIV) | T(FIGURE), AT(classes), 0, 0},
	{"anchor", FIELD_STRING, true, T(HEADING), AT(anchor), 0, 0},
	{"section", FIELD_STRING, true, T(HEADING), AT(section), 0, 0},
	{"level", FIELD_NUMBER, false, T(HEADING), AT(level), 1, 6},
	{"start", FIELD_NUMBER, false, T(LIST), AT(start), 0, 999999999},
	{"ordered", FIELD_BOOL, false, T(LIST), AT(ordered), 0, 0},
	{"tight", FIELD_BOOL, false, T(LIST), AT(tight), 0, 0},
	{"delimiter", FIELD_DELIMITER, false, T(LIST), 0, 0, 0},
	{"header", FIELD_BOOL, false, T(ROW) | T(CELL), AT(header), 0, 0},
	{"align", FIELD_ALIGN, false, T(CELL), 0, 0, 0},
};

#define FIELDS (sizeof(fields) / sizeof(fields[0]))

static const char *const aligns[] = {"none", "left", "centre", "right", NULL};

struct node *node_at(lua_State *L, int index)
{
	return object_is(L, index, OBJECT_NODE) ? *(struct node **)lua_touserdata(L, index) : NULL;
}

void node_push(lua_State *L, struct node *node)
{
	registry_push(L, &KEY_NODES);
	if (lua_rawgetp(L, -1, node) == LUA_TNIL) {
		lua_pop(L, 1);
		*(struct node **)lua_newuserdatauv(L, sizeof(node), 0) = node;
		object_mark(L, OBJECT_NODE);
		lua_pushvalue(L, -1);
		lua_rawsetp(L, -3, node);
	}
	lua_replace(L, -2);
}

bool node_type_of(const char *name, enum node_type *out)
{
	for (int i = 0; i < NODE_TYPES; i++) {
		const char *known = node_type_name((enum node_type)i);
		if (*known == *name && strcmp(known, name) == 0) {
			*out = (enum node_type)i;
			return true;
		}
	}
	return false;
}

void node_charge(lua_State *L, size_t bytes)
{
	struct script *w = worker_of(L);
	script_charge(L, bytes / 16 + 1);
	w->arena_used += bytes;
	if (w->arena_used > SCRIPT_MEMORY)
		script_exceed(L, LIMIT_MEMORY);
}

struct node *node_of(lua_State *L, enum node_type type)
{
	node_charge(L, sizeof(struct node));
	return node_new(worker_of(L)->arena, type);
}

/* A past version cannot be mended: what its source holds is shown as U+FFFD, as document/markdown.c does. */
static bool came_hidden(const struct script *w)
{
	struct span body = w->context->body;
	return utf8_find_deceptive(body) < body.length;
}

/* "U+202E"; left on the stack. */
static const char *code_point(lua_State *L, struct span at)
{
	char out[16];
	size_t n;
	snprintf(out, sizeof(out), "U+%04X", (unsigned)utf8_decode(at, &n));
	return lua_pushstring(L, out);
}

/* A control becomes a visible U+FFFD in every rendering. */
static struct span checked_text(lua_State *L, int index, const char *field)
{
	size_t n;
	if (lua_type(L, index) != LUA_TSTRING)
		luaL_error(L, "the field \"%s\" wants a text, not %s", field, value_kind(L, index));
	const char *text = lua_tolstring(L, index, &n);
	if (memchr(text, '\0', n) || utf8_invalid(span_make(text, n)) < n)
		luaL_error(L, "the field \"%s\" wants UTF-8 without NUL", field);
	node_charge(L, n + 1);
	struct span whole = span_make(text, n);
	size_t bad = utf8_find_deceptive(whole);
	if (bad == n)
		return span_make(arena_dup(worker_of(L)->arena, text, n), n);
	if (!came_hidden(worker_of(L)))
		luaL_error(L, "the field \"%s\" holds %s, which hides or reorders text", field, code_point(L, span_after(whole, bad)));
	return utf8_made_visible(worker_of(L)->arena, whole);
}

/* Lua has each short text once: names are compared by address. They stay, in the table of the registry. */
static void keep_names(lua_State *L)
{
	_Static_assert(FIELDS <= SCRIPT_FIELDS, "a name of each field");
	lua_newtable(L);
	for (size_t i = 0; i < FIELDS; i++) {
		worker_of(L)->field_names[i] = lua_pushstring(L, fields[i].name);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_rawsetp(L, LUA_REGISTRYINDEX, fields);
}

/* name: as Lua has it, still on its stack. */
static const struct field *field_of(lua_State *L, const struct node *n, const char *name)
{
	const struct script *w = worker_of(L);
	for (size_t i = 0; i < FIELDS; i++)
		if (w->field_names[i] == name && (fields[i].types & 1u << n->type))
			return &fields[i];
	luaL_error(L, "%s has no field \"%s\"", node_type_name(n->type), name);
	return NULL;
}

void node_push_children(lua_State *L, const struct node *n)
{
	lua_Integer i = 0;
	lua_newtable(L);
	for (struct node *c = n->first; c; c = c->next) {
		if (walk_marks(worker_of(L), c))
			continue;
		node_push(L, c);
		lua_rawseti(L, -2, ++i);
	}
	script_charge(L, (size_t)i + 8);
}

static void push_pos(lua_State *L, const struct node *n)
{
	if (!n->line) {
		lua_pushnil(L);
		return;
	}
	lua_createtable(L, 0, 2);
	lua_pushinteger(L, n->line);
	lua_setfield(L, -2, "line");
	lua_pushinteger(L, n->column);
	lua_setfield(L, -2, "column");
}

static void push_field(lua_State *L, struct node *n, const struct field *f)
{
	const char *at = (const char *)n + f->offset;
	switch (f->kind) {
	case FIELD_SPAN:
		lua_pushlstring(L, n->literal.data ? n->literal.data : "", n->literal.length);
		break;
	case FIELD_CHILDREN:
		node_push_children(L, n);
		break;
	case FIELD_TYPE:
		lua_pushstring(L, node_type_name(n->type));
		break;
	case FIELD_POS:
		push_pos(L, n);
		break;
	case FIELD_STRING:
		lua_pushstring(L, *(const char *const *)at);
		break;
	case FIELD_NUMBER:
		lua_pushinteger(L, *(const int *)at);
		break;
	case FIELD_BOOL:
		lua_pushboolean(L, *(const bool *)at);
		break;
	case FIELD_ALIGN:
		lua_pushstring(L, aligns[n->align]);
		break;
	case FIELD_DELIMITER:
		lua_pushlstring(L, &n->delimiter, n->delimiter ? 1 : 0);
		break;
	}
}

static int node_index(lua_State *L)
{
	struct node *n = node_at(L, 1);
	const char *name = lua_tostring(L, 2);
	if (!name)
		return luaL_error(L, "a node has no field that is %s", value_kind(L, 2));
	push_field(L, n, field_of(L, n, name));
	return 1;
}

struct node *node_from(lua_State *L, int index)
{
	struct node *n = node_at(L, index);
	if (!n && lua_type(L, index) == LUA_TSTRING) {
		struct span text = checked_text(L, index, "text");
		n = node_of(L, NODE_TEXT);
		n->literal = text;
	}
	if (!n)
		luaL_error(L, "a node is wanted, not %s", value_kind(L, index));
	return n;
}

void node_check_place(lua_State *L, const struct node *parent, const struct node *child)
{
	if (!node_may_contain(parent->type, child->type))
		luaL_error(L, "%s cannot stand in %s", node_type_name(child->type), node_type_name(parent->type));
	for (const struct node *up = parent; up; up = up->parent) {
		script_charge(L, 1);
		if (up == child)
			luaL_error(L, "a node cannot stand in itself");
	}
}

static void attach(lua_State *L, struct node *parent, struct node *child)
{
	if (child->parent == parent)
		luaL_error(L, "the same node stands twice among the children of a %s", node_type_name(parent->type));
	node_check_place(L, parent, child);
	if (child->parent)
		node_remove(child);
	node_append(parent, child);
}

lua_Integer node_check_list(lua_State *L, int index, size_t *named)
{
	lua_Integer count = 0, length = 0;
	for (lua_pushnil(L); lua_next(L, index);) {
		lua_pop(L, 1);
		bool is_name = lua_type(L, -1) == LUA_TSTRING;
		if (is_name && named)
			++*named;
		else if (is_name)
			luaL_error(L, "a list of nodes is wanted, not a table with named fields");
		count += !is_name;
		length += !is_name && lua_isinteger(L, -1) && lua_tointeger(L, -1) == length + 1;
	}
	script_charge(L, (size_t)count);
	if (count == length)
		return length;
	/* Lua may keep them in another order. */
	for (length = 0; lua_rawgeti(L, index, length + 1) != LUA_TNIL; length++)
		lua_pop(L, 1);
	lua_pop(L, 1);
	if (count != length)
		luaL_error(L, "the list of nodes has a gap behind item %I", (LUAI_UACINT)length);
	return length;
}

void node_set_children(lua_State *L, struct node *n, int index)
{
	script_charge(L, 16);
	for (struct node *c = n->first, *next; c; c = next) {
		script_charge(L, 2);
		next = c->next;
		if (walk_marks(worker_of(L), c))
			luaL_error(L, "the children of a node cannot be set while one of them is handled");
		node_remove(c);
	}
	for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
		script_charge(L, 2);
		attach(L, n, node_from(L, -1));
		lua_pop(L, 1);
	}
	lua_pop(L, 1);
}

static lua_Integer checked_number(lua_State *L, int index, const struct field *f)
{
	int is_whole = 0;
	lua_Integer number = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &is_whole) : 0;
	if (!is_whole || number < f->low || number > f->high)
		luaL_error(L, "the field \"%s\" wants a whole number from %d to %d", f->name, f->low, f->high);
	return number;
}

static enum cell_align checked_align(lua_State *L, int index)
{
	const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
	for (int i = 0; aligns[i]; i++)
		if (strcmp(aligns[i], text) == 0)
			return (enum cell_align)i;
	luaL_error(L, "the field \"align\" wants none, left, centre or right");
	return ALIGN_NONE;
}

static void set_field(lua_State *L, struct node *n, const struct field *f, int index)
{
	char *at = (char *)n + f->offset;
	if (f->read_only)
		luaL_error(L, "the field \"%s\" cannot be set", f->name);
	switch (f->kind) {
	case FIELD_SPAN:
		n->literal = checked_text(L, index, f->name);
		break;
	case FIELD_CHILDREN:
		if (lua_type(L, index) != LUA_TTABLE)
			luaL_error(L, "the field \"children\" wants a list of nodes, not %s", value_kind(L, index));
		node_check_list(L, index, NULL);
		node_set_children(L, n, index);
		break;
	case FIELD_STRING:
		*(const char **)at = lua_isnil(L, index) ? NULL : checked_text(L, index, f->name).data;
		break;
	case FIELD_NUMBER:
		*(int *)at = (int)checked_number(L, index, f);
		break;
	case FIELD_BOOL:
		if (!lua_isboolean(L, index))
			luaL_error(L, "the field \"%s\" wants true or false", f->name);
		*(bool *)at = lua_toboolean(L, index);
		break;
	case FIELD_ALIGN:
		n->align = checked_align(L, index);
		break;
	case FIELD_DELIMITER: {
		const char *text = lua_type(L, index) == LUA_TSTRING ? lua_tostring(L, index) : "";
		if (strcmp(text, ".") != 0 && strcmp(text, ")") != 0)
			luaL_error(L, "the field \"delimiter\" wants \".\" or \")\"");
		n->delimiter = *text;
		break;
	}
	case FIELD_TYPE:
	case FIELD_POS:
		break;
	}
	if ((T(LINK) | T(IMAGE)) & 1u << n->type && !n->url)
		n->url = "";
}

static int node_newindex(lua_State *L)
{
	struct node *n = node_at(L, 1);
	const char *name = lua_tostring(L, 2);
	if (!name)
		return luaL_error(L, "a node has no field that is %s", value_kind(L, 2));
	if (worker_of(L)->linting)
		return luaL_error(L, "a lint cannot change the document: it sets the field \"%s\" of a %s", name, node_type_name(n->type));
	set_field(L, n, field_of(L, n, name), 3);
	return 0;
}

/* The text of a constructor: the first item of its list. */
static void set_text(lua_State *L, struct node *n)
{
	lua_rawgeti(L, 1, 1);
	set_field(L, n, &fields[0], lua_gettop(L));
}

/* The first names of the table at 1, by byte: more than any node has fields. */
static size_t first_names(lua_State *L, const char *names[SCRIPT_FIELDS])
{
	size_t count = 0;
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
		if (lua_type(L, -2) != LUA_TSTRING)
			continue;
		const char *name = lua_tostring(L, -2);
		size_t at = count < SCRIPT_FIELDS ? count++ : SCRIPT_FIELDS;
		for (; at > 0 && strcmp(name, names[at - 1]) < 0; at--)
			if (at < SCRIPT_FIELDS)
				names[at] = names[at - 1];
		if (at < SCRIPT_FIELDS)
			names[at] = name;
		script_charge(L, 1);
	}
	return count;
}

/* The named fields of a constructor; of several faults the one that is first by byte is told. */
static void set_named(lua_State *L, struct node *n)
{
	const char *names[SCRIPT_FIELDS];
	lua_settop(L, 1);
	size_t count = first_names(L, names);
	for (size_t i = 0; i < count; i++) {
		lua_settop(L, 1);
		lua_getfield(L, 1, names[i]);
		set_field(L, n, field_of(L, n, names[i]), 2);
	}
}

/* shirase.Link{url = "…", child, …}: named fields, and children or the text by position; a text alone stands
 * for {text}. */
static int construct(lua_State *L)
{
	enum node_type type = (enum node_type)lua_tointeger(L, lua_upvalueindex(1));
	struct node *n = node_of(L, type);
	lua_settop(L, 1);
	if (lua_type(L, 1) == LUA_TSTRING) {
		lua_createtable(L, 1, 0);
		lua_insert(L, 1);
		lua_rawseti(L, 1, 1);
	} else if (!lua_isnil(L, 1)) {
		luaL_checktype(L, 1, LUA_TTABLE);
	} else {
		lua_newtable(L);
		lua_replace(L, 1);
	}
	if (type == NODE_LINK || type == NODE_IMAGE)
		n->url = "";
	size_t named = 0;
	lua_Integer count = node_check_list(L, 1, &named);
	if (!(LEAVES & 1u << type))
		node_set_children(L, n, 1);
	else if (!(LITERALS & 1u << type) && count)
		luaL_error(L, "%s takes no children", node_type_name(type));
	else if (count > 1)
		luaL_error(L, "%s takes one text, not a list of %I", node_type_name(type), (LUAI_UACINT)count);
	else if (count)
		set_text(L, n);
	if (named)
		set_named(L, n);
	node_push(L, n);
	return 1;
}

static int refuse_name(lua_State *L)
{
	const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
	if (*name >= 'A' && *name <= 'Z')
		return luaL_error(L, "there is no constructor \"%s\"", name);
	return luaL_error(L, "there is no function \"shirase.%s\"", name);
}

void node_open(lua_State *L)
{
	static const luaL_Reg methods[] = {{"__index", node_index}, {"__newindex", node_newindex}, {NULL, NULL}};
	object_open(L, OBJECT_NODE, methods);
	keep_names(L);
	lua_newtable(L);
	for (int i = NODE_DOCUMENT + 1; i < NODE_TYPES; i++) {
		lua_pushinteger(L, i);
		lua_pushcclosure(L, construct, 1);
		lua_setfield(L, -2, node_type_name((enum node_type)i));
	}
	luaL_setfuncs(L, filter_functions, 0);
	luaL_setfuncs(L, filter_changes, 0);
	view_refuse_absent(L, refuse_name);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_SHIRASE);
	lua_newtable(L);
	luaL_setfuncs(L, filter_functions, 0);
	luaL_setfuncs(L, lint_functions, 0);
	view_refuse_absent(L, refuse_name);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &KEY_LINT);
}
