/* Lints: scripts that read a document and tell what to better in it (filters/lint/; shirase-lint(7)). A lint is a filter
 * that changes nothing and declares its rules; what it finds goes to a sink, which decides whether it is told. */
#ifndef SCRIPT_LINT_H
#define SCRIPT_LINT_H

#include "script/script.h"

enum lint_severity { LINT_OFF, LINT_NOTE, LINT_WARNING, LINT_ERROR, LINT_SEVERITIES };

/* "off", "note", "warning" or "error"; false for another word. */
bool lint_severity_of(enum lint_severity *out, const char *word);

struct lint_rule {
	const char *code;            /* kebab-case, unique among all lints */
	size_t lint;                 /* index of the lint that declares it */
	enum lint_severity severity; /* as declared, or as the archive wants it: */
	bool fixed;                  /* then a finding cannot ask for another */
};

struct lint {
	const char *name, *path;
	const char **languages; /* of the documents that it is for, NULL behind them; NULL: of all */
	bool for_archive;       /* it has a function for the archive as a whole */
};

struct lints {
	struct lint *items;
	size_t count;
	struct lint_rule *rules; /* sorted by code */
	size_t rule_count;
};

/* What is linted: a document, or a page. */
struct lint_subject {
	struct filter_context context; /* id: NULL of a page */
	const struct value *front;     /* as written, with places */
	bool source, from_reader;
	const char *const *filters; /* of the archive, in order */
	size_t filter_count;
};

struct lint_finding {
	const struct lint_rule *rule;
	enum lint_severity severity; /* never LINT_OFF */
	const struct lint_subject *subject; /* NULL: the archive as a whole */
	struct place at;
	const char *message, *hint; /* hint may be NULL */
};

/* Gets each finding, as long as the call lasts. Must not fail. */
typedef void lint_sink(void *context, const struct lint_finding *finding);

/* Reads what all lints of the worker's scripts declare, into the arena. lang and glossary are what a lint sees while it
 * declares. False after reporting. */
bool script_lints(struct lints *out, struct script *w, struct arena *a, const char *lang, const struct value *glossary,
		  struct diags *d);

/* Whether the lint has anything to say of a document in this language (NULL: in any): one of its rules is not off. */
bool lint_applies(const struct lints *lints, size_t lint, const char *lang);

/* Runs one lint over a tree, which is not changed (but texts that touch are merged). At most 100 findings of a rule are
 * passed on, and one that says how many more there are. False after reporting. */
bool script_lint(struct script *w, struct arena *a, struct node *root, const struct lints *lints, size_t lint,
		 const struct lint_subject *subject, lint_sink *sink, void *context, struct diags *d);

/* The document of an id that a lint names, or NULL if there is none now. */
typedef const struct lint_subject *lint_find(void *context, const char *id);

/* Runs a lint's function for the archive with this list; find gets the sink's context. False after reporting. */
bool script_lint_archive(struct script *w, struct arena *a, const struct lints *lints, size_t lint,
			 const struct value *archive, const struct filter_context *seen, lint_find *find, lint_sink *sink, void *context, struct diags *d);

#endif
