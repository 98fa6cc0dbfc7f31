/* Inside document/: the parts of a difference. A text is a sequence of units (blocks, rows, lines of code); units
 * without units below them are lists of words. */
#ifndef DOCUMENT_DIFF_H
#define DOCUMENT_DIFF_H

#include <stdint.h>

#include "document/difference.h"
#include "repository/tokens.h"

/* Words. ------------------------------------------------------------------ */

enum word_kind {
	WORD_HAN,
	WORD_HIRAGANA,
	WORD_KATAKANA,
	WORD_LETTERS, /* any other script, and digits */
	WORD_OTHER,   /* one character of punctuation, or a symbol */
	WORD_BLANK,
	WORD_BREAK,   /* of a line; between blocks */
	WORD_MARK,    /* where something begins or ends: a link, code … */
	WORD_TARGET   /* a link's or an image's; where it ends */
};

/* When a word's text is to be seen. Words always are; marks as said here. */
enum word_show {
	SHOW_ALWAYS,
	SHOW_PLAIN,   /* always where there are no elements (the backticks of code) */
	SHOW_CHANGED, /* in what came or went (a link's target elsewhere) */
	SHOW_ALONE,   /* in what came or went, if nothing else is to be seen there */
	SHOW_NEVER
};

enum { STYLE_EMPH = 1, STYLE_STRONG = 2, STYLE_CODE = 4 };

struct word {
	struct span key;  /* two words are the same if these are */
	struct span text;
	unsigned char kind, show, style;
	unsigned char weight; /* how much it tells about what a text speaks of */
	bool gap;         /* shown after a blank that does not count */
};

struct words {
	struct arena *arena;
	struct word *items;
	size_t count, capacity;
};

/* Appends the words of running text, which has no white space but for single blanks. styles has a byte for each of
 * text's: STYLE_… and STYLE_GAP. */
#define STYLE_GAP 8
void words_split(struct words *w, struct span text, const char *styles);
/* Appends the words of code, in which every byte counts. */
void words_code(struct words *w, struct span code);
/* Appends the words of prose without markup. */
void words_prose(struct words *w, struct span prose);
/* Appends all words of a block and what is below it. */
void words_block(struct words *w, const struct node *block);
/* The end of a line ("LineBreak") or of a block ("Block"). */
void words_break(struct words *w, const char *name);

/* Marks of links and the like: where one begins, and where it ends. */
bool word_opens(const struct word *w);
bool word_closes(const struct word *w);

/* FNV-1a of its key: the same for the same word, everywhere. */
uint32_t word_hash(const struct word *w);

/* The difference of two lists of words, in the arena of before; says of some marks that they need not be shown. Runs are as of
 * token_difference, but small islands between changes are part of these. */
bool words_compare(struct token_run **out, size_t *count, struct words *before, struct words *after,
		   struct diags *d);

/* Units. ------------------------------------------------------------------ */

enum unit_kind {
	UNIT_PARAGRAPH,
	UNIT_HEADING,
	UNIT_ITEM, /* of a list: lists themselves are no units, so that one that is divided keeps its items */
	UNIT_CODE,
	UNIT_LINE, /* of code */
	UNIT_QUOTE,
	UNIT_RULE,
	UNIT_TABLE,
	UNIT_ROW,
	UNIT_CELL,
	UNIT_BOX,
	UNIT_FIGURE,
	UNIT_CAPTION
};

struct unit {
	enum unit_kind kind;
	const struct node *node; /* NULL: a line of prose that is compared alone */
	struct span text;        /* LINE, CAPTION */
	long long number;        /* ITEM of an ordered list */
	struct words *words;     /* that were read to find its successor; NULL: none are kept */
};

struct units {
	struct unit *items;
	size_t count;
};

/* More levels than documents may have (markdown.h) and filters need: what is deeper is running text. */
#define UNITS_DEEP 40

/* True if it has units below it. */
bool unit_is_box(const struct unit *u, unsigned depth);
struct units units_below(struct arena *a, const struct node *node);
/* [unit]: two are the same if their keys are, but for where lists begin. */
struct span *units_keys(struct arena *a, const struct units *units);
bool unit_is_numbered(const struct unit *u); /* an item of an ordered list */
void unit_words(struct words *w, const struct unit *u);
/* Its words, for the two that ask one after the other: they are read once, in the first one's arena (which must live as
 * long as the units), and the second takes them. Not of a unit without node. */
const struct words *unit_read(struct arena *a, const struct unit *u);
struct words unit_take(struct arena *a, const struct unit *u);
/* How its kind would be written, where that changed: "##", "1.", "c" (code of that language), "→" (a
 * cell that is aligned to the right). "" for a paragraph. */
const char *unit_sign(struct arena *a, const struct unit *u);

/* Parts. ------------------------------------------------------------------ */

enum part_change { PART_SAME, PART_CHANGED, PART_REMOVED, PART_ADDED };

/* What changed in a unit without units below it. */
struct leaf {
	struct words before, after;
	struct token_run *runs;
	size_t run_count;
};

struct part {
	enum part_change change;
	const struct unit *before, *after;    /* NULL: there is none */
	const char *sign_before, *sign_after; /* of its kind, where that changed; else NULL */
	const struct leaf *leaf;              /* PART_CHANGED, no box */
	struct part *parts;                   /* PART_CHANGED, a box */
	size_t part_count;
};

struct difference {
	struct part *parts;
	size_t count;
	bool is_prose; /* of two lines: the one part has no block around it */
	bool is_empty;
};

static inline const struct unit *part_unit(const struct part *p)
{
	return p->after ? p->after : p->before;
}

static inline bool part_is_seen(const struct part *p)
{
	return p->change != PART_SAME || p->sign_before || p->sign_after;
}

/* What stands in a part, whether it changed or not; made in the arena where it is not kept. */
void part_below(struct part **parts, size_t *count, struct arena *a, const struct part *p);

/* Showing. ---------------------------------------------------------------- */

/* Of words[from …], which came or went (changed) or stay: what is to be seen. alone: see SHOW_ALONE. */
bool words_alone(const struct words *w, size_t from, size_t count, bool plain);
bool word_is_shown(const struct word *w, bool changed, bool alone, bool plain);
bool word_has_gap(const struct word *w, bool changed, bool alone, bool plain, const struct difference_words *said);
/* What stands around a target, without the blank before it. */
const char *word_target_open(const struct difference_words *words);
const char *word_target_close(const struct difference_words *words);

/* The runs of a leaf, one after the other: starts as {.part, .arena, .said}. */
struct runs {
	const struct part *part;
	struct arena *arena;
	const struct difference_words *said;
	const struct words *words;
	size_t from, count;
	enum part_change change;
	bool gap;          /* a blank stands before it that does not count */
	struct words own;
	size_t next;
};

bool runs_next(struct runs *r, bool plain);

/* A part, or the first of some that are left out because nothing near them changed. */
struct shown {
	const struct part *part;
	bool left_out;
};

struct sequence {
	struct shown *items;
	size_t count;
};

struct sequence sequence_of(struct arena *a, const struct part *parts, size_t count, bool leave_out);
/* The end of what begins at i: a part, or all items of one list; *change is theirs, PART_CHANGED if it is not
 * the same of all. */
size_t sequence_piece(const struct sequence *s, size_t i, enum part_change *change);

/* Pairs of a removed and an added unit that are one which changed, in order. */
struct unit_pair {
	size_t before, after;
};
bool units_pair(struct unit_pair **out, size_t *count, struct arena *a, const struct unit *before, size_t before_count,
		const struct unit *after, size_t after_count, struct diags *d);

#endif
