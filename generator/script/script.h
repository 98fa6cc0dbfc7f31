/* Lua 5.4 in a box: filters, locales, templates, and libraries for all of them. Only script/ includes lua.h.
 *
 * struct scripts holds what is loaded once and never changes: sources and
 * compiled chunks. struct script is one worker's Lua state. Each document and
 * each page runs in a fresh environment: no io, os, load, require, debug, collectgarbage; pairs in
 * sorted order; no addresses (tostring of a table is "table"), no randomness; 16 MiB of memory (a page: 256) and an instruction
 * limit, neither of which pcall can swallow. The same input gives the same
 * output, whatever ran before. Errors carry the script's file:line and the place in the advisory.
 *
 * Scripts see the base functions of Lua, string, table, math and utf8, all read-only, with these differences: there are
 * no metatables, no print and no xpcall; string.dump, pack and unpack are absent; assigning a global and reading one that
 * does not exist are errors; table.sort is stable; pairs refuses keys that have no order. What the scripts of each kind
 * see beyond that: site/page.h (templates), filters/locale/en.lua (locales), shirase-filter(7) (filters). */
#ifndef SCRIPT_SCRIPT_H
#define SCRIPT_SCRIPT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"
#include "base/value.h"
#include "document/node.h"

struct scripts;

struct scripts *scripts_new(void);
void scripts_free(struct scripts *s);

/* The time zone beside UTC in instant() (by default UTC alone); both outlive s. name: as in the tz database. */
void scripts_set_zone(struct scripts *s, const char *name, const struct zone *zone);

/* Adds a source; compiled at once, so that syntax errors are reported at
 * their file:line. path is how diagnostics name it ("filters/table.lua"); name
 * is what it is called by: "table", "ja", "toml" (a library: library("toml") in any script), "advisory.html". Everything is copied. False after reporting. */
bool scripts_add_filter(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d);
bool scripts_add_locale(struct scripts *s, const char *lang, const char *path, struct span source, struct diags *d);
bool scripts_add_library(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d);
bool scripts_add_reader(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d);
bool scripts_add_template(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d);
bool scripts_add_lint(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d); /* lint.h */

struct script;

/* A worker's state, with all sources of s (which outlives it and gets no more
 * sources). NULL after reporting. */
struct script *script_new(const struct scripts *s, struct diags *d);
void script_free(struct script *w);

/* Makes the value a variable of every template and filter from now on ("site"): pushed once, read-only. */
void script_set(struct script *w, const char *name, const struct value *value);

/* What the locale says. script_locale gives a plain copy of the locale's table
 * (functions left out) in the arena: words, sections, vocabularies. */
const struct value *script_locale(struct script *w, const char *lang, struct arena *a, struct diags *d);

/* Whether the locale has a function of this name; what runs it into the ground is reported. */
bool script_locale_has(struct script *w, const char *lang, const char *function, struct diags *d);

/* Calls a function of the template environment in this language (say, label, status, revision, instant, day, iso,
 * isoday, range, ranges, enumerate, text_of, readings, defang), or one that only the locale has, with args (a list; each item one
 * argument) and appends the text that it returns: script_say(w, "ja", "say", ["hist.view", {revision = "第2版"}]).
 * A missing key or function is reported; false then. */
bool script_say(struct script *w, const char *lang, const char *function, const struct value *args, struct buf *out,
		struct diags *d);
/* From now (true) until it is called with false, script_say runs each locale only once, which makes many calls cheap. The first call
 * after it was false runs it afresh, as does the first after something was rendered or filtered. Returns what it was before: what
 * is said together may be part of more. */
bool script_say_together(struct script *w, bool together);

/* Runs the template with the variables of page (a map), and those of script_set,
 * lang (text: page's "lang") and locale helpers; appends to out. */
bool script_render(struct script *w, const char *template_name, const struct value *page, struct buf *out, struct diags *d);

struct filter_context {
	const char *path;           /* of the document, for diagnostics */
	const char *lang;
	const struct value *facts;  /* read-only for filters, as "advisory"; NULL: of a free page, which has none */
	const struct value *glossary; /* lives as long as the worker: what is made of it is kept, by its address; NULL: none */
	const char *const *ids;     /* of all public advisories, sorted by byte: what may be linked to */
	size_t id_count;
	const char *id;             /* of this document's advisory, or NULL */
	struct span body;           /* the Markdown that the tree was parsed from, and the number of its first line: */
	unsigned body_line;         /* lets a filter see the source (escaped pipes); may be left empty */
	bool by_hand;           /* the filters were named by --with */
};

/* Runs the named filters over the tree, in order; text nodes that touch are merged
 * before each. New nodes live in the arena. False after reporting. */
bool script_filter(struct script *w, struct arena *a, struct node *root, const char *const *filters, size_t filter_count,
		   const struct filter_context *context, struct diags *d);
/* Whether a filter of the last script_filter asked for the facts ("advisory"); if none did, other facts give the same. */
bool script_filters_asked(const struct script *w);
/* What they put below advisory.extra, in the document's arena: a map or a list. NULL if that was nothing, or a filter failed. */
struct value *script_filters_extra(const struct script *w);

#endif
