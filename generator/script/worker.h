/* Inside script/ only: a worker and what its parts share. Everything that a
 * lua_CFunction allocates lives in Lua, in an arena, or in a buffer that the worker
 * owns, because an error leaves by longjmp and frees nothing else. */
#ifndef SCRIPT_WORKER_H
#define SCRIPT_WORKER_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "script/script.h"

#define SCRIPT_MEMORY ((size_t)16 << 20) /* bytes for one document, beyond what is loaded */
#define SCRIPT_PAGE_MEMORY ((size_t)256 << 20) /* bytes for one page: a year's list may hold thousands of items */
#define SCRIPT_STEPS 40000000            /* instructions for one document, half a second; C functions charge theirs */
#define SCRIPT_PAGE_STEPS 100000000      /* for one page */
#define SCRIPT_STRIDE 1000               /* instructions between two looks at the counter */
#define SCRIPT_PATIENCE 30000            /* milliseconds of CPU for either, where single instructions are slow */
#define NUMBER_STEPS 30                  /* for the text of a number that is not whole */
#define SCRIPT_SOURCE ((size_t)1 << 20)  /* bytes of one script */
#define SCRIPT_SMALL 512         /* bytes of an object that the heap keeps when it is gone */
#define SCRIPT_FIELDS 32                 /* of nodes, at most */
#define SCRIPT_DEPTH 16                  /* templates in templates; nesting of a locale's tables */

enum source_kind { SOURCE_FILTER, SOURCE_LOCALE, SOURCE_TEMPLATE, SOURCE_LIBRARY, SOURCE_LINT, SOURCE_READER };

struct source {
	enum source_kind kind;
	char *name, *path;
	char shown[LUA_IDSIZE]; /* how Lua's messages name it: path, or its end if that is long */
	char *code;             /* compiled, with line numbers */
	size_t size;
	bool uses_vars, uses_include; /* a template whose text holds that word */
};

struct scripts {
	struct source *items;
	size_t count;
	char *zone_name;
	const struct zone *zone; /* NULL: UTC alone */
};

enum limit { LIMIT_NONE, LIMIT_STEPS, LIMIT_TIME, LIMIT_MEMORY };

/* heap.c */
struct script_heap {
	struct piece *free[SCRIPT_SMALL / 16 + 1];
	struct slab *slabs;
	char *at; /* what is left of the last one */
	size_t room;
};
/* As a lua_Alloc does, but that memory never runs out. */
void *heap_resize(struct script_heap *p, void *old, size_t old_size, size_t size);
void heap_free(struct script_heap *p);

struct script {
	lua_State *L;
	struct script_heap heap;
	const struct scripts *scripts;
	const void *metatables[2]; /* of each kind of object, to know them by */
	const char *field_names[SCRIPT_FIELDS]; /* of nodes: node.c */
	size_t used, base, cap; /* bytes of Lua's memory: now, with everything loaded, allowed */
	size_t refused;         /* size of the last request that was refused and not granted since */
	int64_t steps, allowed; /* left, and of how many */
	int64_t collecting;     /* of them: gone into collections because memory was refused */
	int64_t began, cpu;     /* milliseconds: the run's beginning by the wall's clock; by the thread's, -1: not looked at yet */
	int64_t patience;       /* of the thread's */
	bool running;
	enum limit limit;       /* what was exceeded: the run is lost, nothing can catch it */
	const struct source *main; /* the filter or template that runs */
	const struct source *at; /* where the error was raised, and its text */
	unsigned line;
	char message[1024];

	struct buf text;        /* what templates write; owned here (see above) */
	const char *lang, *page; /* language and path of the page */
	int depth;              /* of templates */
	bool together, begun;   /* script_say_together; a locale has said something for it */
	bool asked_locale;      /* a function was called since all locales were known to be as they had been run */
	bool asked_library;     /* a script has a library in its hands: what it keeps may change until the run ends */
	bool loading;           /* shared.c: libraries are being loaded */
	const struct loading *libraries;
	struct answers *answers; /* answers.c; NULL at first */
	struct terms *terms;     /* terms.c: of each glossary and language that was asked for */
	struct reader_job *reading; /* reader.c; NULL while no reader runs */

	struct arena *arena;    /* of the document that is filtered */
	size_t arena_used;      /* bytes that filters took from it */
	const struct filter_context *context;
	struct node *root, *marker; /* of the tree; see walk.c */
	struct node *current;   /* that one of its handlers has, or NULL */
	bool asked;             /* a filter asked for the facts */
	struct linting *linting; /* of the lint that runs; NULL: it is a filter, which may change the tree */
	struct value *extra; /* what filters put below advisory.extra, or NULL */
	lua_Integer source_line; /* of the document's body, from 0: what source_rest begins with */
	struct span source_rest;
};

static inline struct script *worker_of(lua_State *L)
{
	return *(struct script **)lua_getextraspace(L);
}

/* scripts.c */
const struct source *source_find(const struct scripts *s, enum source_kind kind, const char *name);

/* template.c: a template as one Lua chunk whose lines are the template's. False
 * with *line and *why (static text) if a tag is not closed. */
bool template_compile(struct buf *out, struct span source, unsigned *line, const char **why);

/* run.c: one protected run with fresh limits, of memory bytes. body gets job as a light userdata, may raise, and returns nothing. during
 * ("while filtering …") is asked only after a failure; NULL for none. After one, message, at, line and limit say what it was. */
typedef const char *script_during(struct script *w, char *out, size_t size);
bool script_run(struct script *w, size_t memory, lua_CFunction body, void *job, script_during *during, struct diags *d);
void *script_allocate(void *w, void *old, size_t old_size, size_t new_size); /* a lua_Alloc */
/* Copies a message of a script: at most what fits, cut between characters, NUL shown as a blank. */
void script_copy_message(char *out, size_t size, const char *text, size_t length);
/* Ends the run; never returns. */
_Noreturn void script_exceed(lua_State *L, enum limit which);
/* Takes steps for work that the instruction count does not see: about one for each 16 bytes or each item. */
void script_charge(lua_State *L, size_t steps);
/* The present thousand of instructions begins anew. Ends a run that has taken too long. */
void script_count_anew(lua_State *L);
/* Collects garbage now if bytes more would not fit otherwise: what a script may hold depends on what it holds, not on
 * the garbage of others. */
void script_reserve(lua_State *L, size_t bytes);

/* state.c: things in the registry, by address. */
extern const char KEY_OBJECTS[2], KEY_COMMON, KEY_SOURCES, KEY_LOCALES, KEY_VARIABLES, KEY_SHIRASE, KEY_LINT, KEY_NODES, KEY_LANGS, KEY_PAGES, KEY_TEMPLATES,
	KEY_BASIC, KEY_LIBRARIES, KEY_GLOSSARIES, KEY_EXTRA;
void registry_push(lua_State *L, const char *key);
/* Pushes an empty table that reads from the table on the top (which it replaces) and refuses to be assigned. room: how
 * many entries will be put into it all the same. */
void environment_push(lua_State *L, int room);
/* Replaces the table on the top by the metatable of such tables. */
void environment_kind(lua_State *L);
/* Makes the view of a glossary (NULL: none) that outlives runs; outside a run only. It is pushed by glossary_push. */
void glossary_keep(struct script *w, const struct value *glossary);
void glossary_push(lua_State *L, const struct value *glossary);
/* Pushes the chunk of a source. */
void chunk_push(lua_State *L, const struct source *source);
const struct source *template_find(lua_State *L, const char *name);

/* library.c, tables.c, strings.c, pattern.c, helpers.c: what scripts may call. */
const char *value_kind(lua_State *L, int index); /* "nil", "a number", "a node": for messages */
void library_open(lua_State *L); /* fills KEY_COMMON, which will hold what script_set makes, and KEY_BASIC, which will not */
void tables_open(lua_State *L);  /* pushes the table library */
void strings_open(lua_State *L); /* pushes the string library and makes it that of all strings */
void utf8_add(lua_State *L);     /* to the table on the top */
extern const luaL_Reg pattern_functions[], pairs_functions[], helper_functions[], shared_functions[];
/* Whether the C function on the top is an iterator that pairs or gmatch made: it keeps its place. */
bool pairs_made(lua_State *L);
bool gmatch_made(lua_State *L);

/* object.c: the two kinds of userdata that scripts get. */
enum object { OBJECT_VIEW, OBJECT_NODE };
void object_open(lua_State *L, enum object kind, const luaL_Reg *methods);
void object_mark(lua_State *L, enum object kind); /* gives the userdata on the top its kind */
bool object_is(lua_State *L, int index, enum object kind);

/* values.c */
void readonly_open(lua_State *L);
/* Replaces the table on the top by a read-only view of it. */
void readonly_wrap(lua_State *L);
/* Replaces the table on the top by a metatable: tables that have it read on in that table, and so do views of them. */
void view_chain_push(lua_State *L);
/* Views of the table on the top call refuse, which raises, for names that it lacks: with the view and the name. */
void view_refuse_absent(lua_State *L, lua_CFunction refuse);
/* Pushes the table behind a table or view at index and returns true; false (nothing pushed) for anything else. */
bool table_behind(lua_State *L, int index);
void value_push(lua_State *L, const struct value *v, bool readonly);
/* The same, read-only, and each list and map only once it is read: v outlives the run. */
void value_push_view(lua_State *L, const struct value *v);
/* The value at index as a struct value; functions are left out of tables if they may be there at all. Raises for what has no
 * counterpart. what names it in messages. */
struct value *value_from(lua_State *L, int index, struct arena *a, bool functions, const char *what);
/* The same of what a document may say: texts, lists and maps, all in all at most limit bytes of text, keys too; whole numbers become
 * text. */
struct value *value_from_document(lua_State *L, int index, struct arena *a, const char *what, size_t limit);

/* text.c: strings built on the stack, and in Lua's memory if they are long. */
struct text {
	lua_State *L;
	int slot;           /* stack index that holds the bytes, unless they are in own */
	char *data;
	size_t length, size;
	char own[512];
};
void text_begin(struct text *t, lua_State *L, size_t expected); /* pushes one value: the slot */
void text_add(struct text *t, const char *data, size_t length);
void text_add_html(struct text *t, const char *data, size_t length); /* escaped as buf_html_text does */
void text_end(struct text *t); /* replaces the slot, which is on top, by the string */

/* json.c: json(v), of templates alone. */
int template_json(lua_State *L);

/* frozen.c */
/* Makes what the functions in the table on the top can reach read-only (but not that table itself, which they see through a
 * view), and pushes a list of their variables with their values. */
void frozen_make(lua_State *L);
/* Gives the variables of the list on the top, which it pops, those values again. */
void frozen_restore(lua_State *L);
/* Whether they have those values; pops the list. */
bool frozen_is_same(lua_State *L);

/* shared.c */
void libraries_open(lua_State *L);
void libraries_load(struct script *w); /* runs each library */

/* locale.c */
void locale_open(lua_State *L);
void locale_forget(lua_State *L); /* each document and page begins with it: locales and libraries are as they were when they had been run */
bool locale_is_fresh(lua_State *L); /* they are so still */
void locale_load(struct script *w); /* runs each locale */
/* Calls the locale's own function with the nargs values on top; leaves its one result. */
void locale_call(lua_State *L, const char *lang, const char *name, int nargs);
/* Pushes the functions of a language, as locale(lang) gives them: a plain table, not to be changed. */
void locale_functions(lua_State *L, const char *lang);
/* Pushes the locale's table. */
void locale_instance(lua_State *L, const char *lang);
/* Of locale_functions, those that take a time (upvalues: the language; of locale_time "instant" or "day"). */
int locale_time(lua_State *L);
int locale_iso(lua_State *L);
int locale_isoday(lua_State *L);

/* node.c */
void node_open(lua_State *L); /* fills KEY_SHIRASE with constructors, KEY_LINT with what lints have instead */
void node_push(lua_State *L, struct node *node);
struct node *node_at(lua_State *L, int index); /* NULL if it is none */
struct node *node_of(lua_State *L, enum node_type type); /* new, charged */
bool node_type_of(const char *name, enum node_type *out);

#endif
