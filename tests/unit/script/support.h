/* What the tests of script/ share: scripts out of texts, and what was said. */
#ifndef UNIT_SCRIPT_SUPPORT_H
#define UNIT_SCRIPT_SUPPORT_H

#include "document/html.h"
#include "script/script.h"

struct box {
	struct scripts *scripts;
	struct script *script;
	struct arena *arena;
	struct diags *diags;
	struct buf out;
	struct html_options html; /* of box_run: CommonMark's at first */
	char *said; /* diagnostics as text, after box_diagnostics() */
};

void box_open(struct box *b);
void box_close(struct box *b);
/* Takes sources from text or from a file of the tree; the worker is made when first used. */
void box_filter(struct box *b, const char *name, const char *lua);
void box_library(struct box *b, const char *name, const char *lua);
void box_template(struct box *b, const char *name, const char *text);
void box_locale(struct box *b, const char *lang, const char *lua);
void box_shipped_locale(struct box *b, const char *lang);
char *tree_file(const char *path); /* whole, relative to the top folder; the caller frees */
struct script *box_worker(struct box *b);
const char *box_diagnostics(struct box *b);

/* Renders the template with page; NULL if that failed. */
const char *box_render(struct box *b, const char *template_name, struct value *page);
struct value *box_page(struct box *b, const char *lang);
/* say: args in C are text; NULL if that failed. */
const char *box_say(struct box *b, const char *lang, const char *function, struct value *args);
/* Filters Markdown; gives HTML without the newline at its end; NULL if that failed. */
const char *box_run(struct box *b, const char *markdown, const char *filters);
/* The same, with a context of which the body is filled in here. */
const char *box_run_with(struct box *b, const char *markdown, const char *filters, const struct filter_context *context);

/* One filter over "a *b* [c](u)"; the diagnostics, or the HTML if there are none. The caller frees. */
char *filter_result(const char *lua);

#endif
