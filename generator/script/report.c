/* What a lint says, and where that stands in the file. Invariant: a column is told only where the source has, at that place,
 * the bytes that the finding is of. */
#include "base/utf8.h"
#include "script/filter.h"
#include "script/linting.h"

#define NEEDLE 40       /* bytes of a text that are looked for in the source */
#define LINES_AHEAD 200 /* lines in which a text without a place is looked for */

enum { CODE = 1, NODE, OFFSET, KEY, LINE, ID, SEVERITY, MESSAGE, HINT, FIELDS };
static const char *const fields[FIELDS] = {[CODE] = "code", [NODE] = "node", [OFFSET] = "offset", [KEY] = "key",
	[LINE] = "line", [ID] = "id", [SEVERITY] = "severity", [MESSAGE] = "message", [HINT] = "hint"};

/* Replaces the table by its fields, each at the stack index of its number. */
static void spread_fields(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
		int i = CODE;
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
		while (i < FIELDS && strcmp(fields[i], key) != 0)
			i++;
		if (i == FIELDS)
			luaL_error(L, "a finding has no field \"%s\"", lua_type(L, -2) == LUA_TSTRING ? key : luaL_typename(L, -2));
	}
	for (int i = CODE + 1; i < FIELDS; i++) {
		lua_pushstring(L, fields[i]);
		lua_rawget(L, 1);
	}
	lua_pushstring(L, fields[CODE]);
	lua_rawget(L, 1);
	lua_replace(L, CODE);
}

/* NULL where the field is nil. */
static const char *text_field(lua_State *L, int field)
{
	size_t n;
	if (lua_isnil(L, field))
		return NULL;
	if (lua_type(L, field) != LUA_TSTRING)
		luaL_error(L, "the field \"%s\" of a finding wants a text, not %s", fields[field], value_kind(L, field));
	const char *text = lua_tolstring(L, field, &n);
	if (!n || n > LINT_TEXT)
		luaL_error(L, "the field \"%s\" of a finding wants a text of 1 to %d bytes", fields[field], LINT_TEXT);
	if (memchr(text, '\0', n) || utf8_invalid(span_make(text, n)) < n)
		luaL_error(L, "the field \"%s\" of a finding wants UTF-8 without NUL", fields[field]);
	return text;
}

static lua_Integer number_field(lua_State *L, int field, lua_Integer most)
{
	if (!lua_isinteger(L, field) || lua_tointeger(L, field) < 1 || lua_tointeger(L, field) > most)
		luaL_error(L, "the field \"%s\" of a finding wants a whole number from 1 to %I", fields[field], (LUAI_UACINT)most);
	return lua_tointeger(L, field);
}

static size_t rule_index(lua_State *L, const struct linting *l)
{
	const char *code = text_field(L, CODE);
	for (size_t i = 0; code && i < l->lints->rule_count; i++)
		if (l->lints->rules[i].lint == l->lint && strcmp(l->lints->rules[i].code, code) == 0)
			return i;
	luaL_error(L, code ? "the rules of this lint have no code \"%s\"" : "a finding wants a code", code);
	return 0;
}

static enum lint_severity severity_field(lua_State *L, const struct lint_rule *rule)
{
	enum lint_severity asked = rule->severity;
	const char *word = text_field(L, SEVERITY);
	if (word && !lint_severity_of(&asked, word))
		luaL_error(L, "the field \"severity\" of a finding wants to be off, note, warning or error");
	return rule->severity == LINT_OFF || rule->fixed ? rule->severity : asked;
}

/* Places. ------------------------------------------------------------------- */

/* The offset of the needle in the line, if it stands there once. */
static bool find_once(struct span line, struct span needle, size_t *at)
{
	const char *first = needle.length ? memmem(line.data, line.length, needle.data, needle.length) : NULL;
	if (!first)
		return false;
	*at = (size_t)(first - line.data);
	struct span rest = span_after(line, *at + 1);
	return !memmem(rest.data, rest.length, needle.data, needle.length);
}

/* The column of the text's byte at offset, in the line where the text begins; 0 if it cannot be told. */
static unsigned column_in(struct span line, const struct node *n, size_t offset)
{
	struct span text = n->literal;
	size_t from = n->column ? n->column - 1 : 0, at, length = offset < text.length ? offset + 1 : offset;
	if (n->column && from <= line.length && length <= line.length - from && memcmp(line.data + from, text.data, length) == 0)
		return (unsigned)(from + offset + 1);
	text = span_after(text, offset);
	text.length = text.length < NEEDLE ? text.length : NEEDLE;
	return find_once(line, text, &at) ? (unsigned)at + 1 : 0;
}

/* The line of a row of a table that stands in the source with a line for each row, and one of dashes behind the first. */
static unsigned row_line(lua_State *L, const struct node *n)
{
	while (n && n->type != NODE_ROW)
		n = n->parent;
	if (!n || !n->parent || !n->parent->line)
		return 0;
	unsigned line = n->parent->line + (n->previous != NULL);
	for (; n->previous; n = n->previous, line++)
		script_charge(L, 1);
	return line;
}

/* Of a text that a filter took apart: the first line from there on that holds it all. */
static struct place look_ahead(lua_State *L, struct place at, const struct node *n, size_t offset)
{
	struct span line;
	for (unsigned i = 0; n->literal.length && i < LINES_AHEAD && source_line_at(L, at.line + i, &line); i++) {
		const char *found = memmem(line.data, line.length, n->literal.data, n->literal.length);
		if (found)
			return (struct place){at.path, at.line + i, (unsigned)(found - line.data) + (unsigned)offset + 1};
	}
	return at;
}

/* The node or the last one before it, in document order, that knows its line. */
static const struct node *placed(lua_State *L, const struct node *n)
{
	while (n && !n->line) {
		const struct node *before = n->previous;
		script_charge(L, 1);
		while (before && before->last) {
			script_charge(L, 1);
			before = before->last;
		}
		n = before ? before : n->parent;
	}
	return n;
}

static bool is_text(const struct node *n)
{
	return n->type == NODE_TEXT || n->type == NODE_CODE;
}

/* offset: from 0. */
static struct place node_place(lua_State *L, const struct node *n, size_t offset)
{
	const struct node *near = placed(L, n);
	struct place at = {.path = worker_of(L)->context->path};
	struct span line;
	if (!near)
		return at;
	at.line = near->line;
	unsigned row = n->line ? 0 : row_line(L, n);
	if (row && source_line_at(L, row, &line))
		return (struct place){at.path, row, is_text(n) ? column_in(line, n, offset) : 0};
	if (near != n)
		return is_text(n) ? look_ahead(L, at, n, offset) : at;
	at.column = n->column;
	if (n->type == NODE_TEXT)
		at.column = source_line_at(L, n->line, &line) ? column_in(line, n, offset) : 0;
	else if (offset)
		at.column = 0;
	return at;
}

static size_t offset_field(lua_State *L, const struct node *n)
{
	if (lua_isnil(L, OFFSET))
		return 0;
	if (!is_text(n))
		luaL_error(L, "the field \"offset\" of a finding goes with a Text or Code, not with a %s", node_type_name(n->type));
	return (size_t)number_field(L, OFFSET, (lua_Integer)n->literal.length + 1) - 1;
}

static struct place key_place(lua_State *L, const char *path, const struct value *front)
{
	const struct value *v = value_get(front, text_field(L, KEY));
	if (v)
		return (struct place){path, v->line, v->column};
	return (struct place){path, 1, 0};
}

/* Of a file that is all front matter and body, the last line is known. */
static unsigned line_field(lua_State *L, const struct lint_subject *subject)
{
	lua_Integer line = number_field(L, LINE, 10000000), last;
	if (!subject || subject->from_reader)
		return (unsigned)line;
	struct span rest = subject->context.body, one;
	for (last = (lua_Integer)subject->context.body_line - 1; last < line && span_next_line(&rest, &one); last++)
		script_charge(L, 1);
	if (line > last && line > 1)
		luaL_error(L, "the field \"line\" of a finding is %I, and the file has %I lines", (LUAI_UACINT)line, (LUAI_UACINT)last);
	return (unsigned)line;
}

static struct place place_of(lua_State *L, const struct lint_subject *subject)
{
	struct place at = {.path = subject ? subject->context.path : worker_of(L)->context->path};
	int given = !lua_isnil(L, NODE) + !lua_isnil(L, KEY) + !lua_isnil(L, LINE);
	if (given > 1)
		luaL_error(L, "a finding has one place: \"node\", \"key\" or \"line\"");
	if (!lua_isnil(L, OFFSET) && lua_isnil(L, NODE))
		luaL_error(L, "the field \"offset\" of a finding goes with \"node\"");
	if (!lua_isnil(L, NODE)) {
		const struct node *n = node_at(L, NODE);
		if (n)
			return node_place(L, n, offset_field(L, n));
		luaL_error(L, "the field \"node\" of a finding wants a node, not %s", value_kind(L, NODE));
	}
	if (!lua_isnil(L, LINE))
		at.line = line_field(L, subject);
	else if (!lua_isnil(L, KEY))
		at = key_place(L, at.path, subject ? subject->front : NULL);
	return at;
}

static const struct lint_subject *subject_of(lua_State *L, const struct linting *l)
{
	const char *id = text_field(L, ID);
	if (l->subject && id)
		luaL_error(L, "the field \"id\" of a finding is for findings of the archive");
	return l->subject || !id ? l->subject : l->find(l->context, id);
}

/* report{code = …, message = …, …}: shirase-lint(7). */
static int report(lua_State *L)
{
	struct linting *l = worker_of(L)->linting;
	spread_fields(L);
	if (!l->sink)
		luaL_error(L, "nothing can be reported before the document is read: do it in a handler");
	script_charge(L, 100);
	size_t index = rule_index(L, l);
	struct lint_finding f = {.rule = &l->lints->rules[index], .message = text_field(L, MESSAGE), .hint = text_field(L, HINT)};
	if (!f.message)
		luaL_error(L, "a finding wants a message");
	f.severity = severity_field(L, f.rule);
	f.subject = subject_of(L, l);
	f.at = place_of(L, f.subject);
	if (f.severity == LINT_OFF)
		return 0;
	l->told[index].severity = f.severity;
	if (l->told[index].count++ < LINT_FINDINGS)
		l->sink(l->context, &f);
	return 0;
}

void document_push(lua_State *L)
{
	const struct lint_subject *s = worker_of(L)->linting->subject;
	if (!s) {
		lua_pushnil(L);
		return;
	}
	lua_createtable(L, 0, 8);
	lua_pushstring(L, s->context.path);
	lua_setfield(L, -2, "path");
	lua_pushstring(L, s->context.id);
	lua_setfield(L, -2, "id");
	lua_pushstring(L, s->context.lang);
	lua_setfield(L, -2, "lang");
	lua_pushstring(L, value_text(s->front, "title"));
	lua_setfield(L, -2, "title");
	lua_pushstring(L, value_text(s->front, "summary"));
	lua_setfield(L, -2, "summary");
	lua_pushboolean(L, s->source);
	lua_setfield(L, -2, "source");
	lua_pushboolean(L, s->from_reader);
	lua_setfield(L, -2, "from_reader");
	lua_createtable(L, (int)s->filter_count, 0);
	for (size_t i = 0; i < s->filter_count; i++) {
		lua_pushstring(L, s->filters[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	lua_setfield(L, -2, "filters");
	lua_pushcfunction(L, filter_source);
	lua_setfield(L, -2, "lines");
	readonly_wrap(L);
}

const luaL_Reg lint_functions[] = {{"report", report}, {NULL, NULL}};
