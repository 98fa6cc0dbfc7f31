/* Between the files that make changes.h: what is told is first gathered as lines, then said. */
#ifndef SITE_TELLING_H
#define SITE_TELLING_H

#include "site/phrase.h"

enum form {
	FORM_TEXT,
	FORM_LONG,     /* prose: never quoted in a line; {lang: text} or text */
	FORM_LOCAL,    /* {lang: text} or text */
	FORM_LABEL,    /* a word of a vocabulary */
	FORM_DAY,      /* YYYY-MM-DD */
	FORM_TEXTS,    /* from here on lists: of text */
	FORM_LABELS,   /* of words of a vocabulary */
	FORM_RANGES,   /* of version ranges */
	FORM_IDS,      /* of advisories: those that are not published are not named */
	FORM_PRODUCTS  /* of names that entries of affected have */
};

/* A key and how its values are said. */
struct field {
	const char *key; /* NULL ends a table */
	enum form form;
	const char *label;      /* a word of the locale; NULL: the label of the fact of this key */
	const char *vocabulary; /* labels */
};

struct line {
	const char *form;           /* the word that makes the line: "change.became" … */
	const char *label;
	const char *before, *after; /* whole; NULL: nothing */
	const char *was, *is;       /* the same, short enough for a line */
	size_t count;               /* {n} */
	struct value *names;        /* what it is told of: a list of text */
};

/* The telling of one fact. Lines that differ in nothing but their names become one. */
struct telling {
	const struct view *view;
	struct arena *arena;
	const struct value *before, *after; /* all facts, shaped */
	const char *fact, *label;           /* the key, and what it is called */
	size_t several;                     /* entries of the list that is told: a line of all of them needs no names */
	struct line *lines;
	size_t count, capacity;
	struct map *index;                  /* what a line says -> its number */
};

struct texts {
	const char **items;
	const char **whole; /* the same as a table has them; NULL: no longer than items */
	size_t count;
};

/* Adds a line about name (NULL: about the fact as a whole). */
void tell(struct telling *t, struct line line, const char *name);
/* It changed; more than that a line cannot say. */
void tell_changed(struct telling *t, const char *label, const char *name, const char *before, const char *after);
/* was → is; NULL: it was not stated. */
void tell_became(struct telling *t, const char *label, const char *name, const char *was, const char *is);
/* What came and what went of a list; nothing where nothing did. join: "enumerate" or "either". */
void tell_came(struct telling *t, const char *label, struct texts came, const char *join, bool counted);
void tell_went(struct telling *t, const char *label, struct texts went, const char *join, bool counted);
/* One key of facts, or of an entry of a list; either value may be NULL. */
void tell_field(struct telling *t, const struct field *f, const char *name, const struct value *before,
		const struct value *after);
/* Severity and score. */
void tell_rating(struct telling *t, const char *name, const struct value *before, const struct value *after);
const char *field_label(const struct telling *t, const struct field *f);
/* The product that a name stands for, as the page calls it now, else as it did before; the name itself if there is none. */
const char *product_called(const struct telling *t, const char *name);

/* change_list.c: a fact that is a list of maps: its entries are matched, then told key by key. */
void tell_entries(struct telling *t, const struct value *before, const struct value *after);
bool is_entries(const char *fact);

#endif
