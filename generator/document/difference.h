/* What changed between two texts, word by word. Words are those of the script: Latin words and numbers whole (versions,
 * CVE ids, URLs in one piece where a reader would read them so), Japanese by runs of kanji, of hiragana, of katakana
 * (it has no spaces to go by), punctuation alone. No paragraph is shown as replaced because one word of it was.
 *
 * Blocks are compared first: one that moved is shown as gone and come. Costs are bounded: 1 MiB against 1 MiB takes
 * less than two seconds. Where more than 60,000 words are to be compared at once, sentences are compared first, and
 * only a sample of the words tells which changed block was which. */
#ifndef DOCUMENT_DIFFERENCE_H
#define DOCUMENT_DIFFERENCE_H

#include "base/buf.h"
#include "base/diag.h"
#include "document/node.h"

struct difference;

/* Of two bodies; either may be NULL (a text that is new, or gone). In the arena; the trees are not changed and
 * outlive it. NULL after reporting. */
struct difference *difference_of(struct arena *a, const struct node *before, const struct node *after, struct diags *d);
/* Of two lines of prose (titles, summaries); NULL text is an empty one. The texts outlive it. */
struct difference *difference_of_prose(struct arena *a, const char *before, const char *after, struct diags *d);

/* True if a reader sees none: the trees have the same key (compare.h). What filters made (links of autolink, say)
 * counts as it does there. */
bool difference_is_empty(const struct difference *d);

struct difference_words {
	/* For a screen reader, before each inserted or deleted piece: "Added", "Removed". */
	const char *added, *removed;
	/* Stands for blocks far from any change that are left out: "… unchanged …"; NULL: all are shown. */
	const char *same;
	/* Around a link's target, with the blank before it if there is one: "（", "）"; NULL: " (", ")". */
	const char *open, *close;
};

/* HTML: the blocks of the text as it is after, <ins> and <del> inside them, blocks that came or went whole in <div
 * class="diff-added"> / "diff-removed" (an item, a row, a cell: li, tr, td of that class; lines of code: <ins>, <del>);
 * of prose only inlines. Both begin with <span class="diff-note">Added </span>. What is left out: p, li, tr,
 * span.diff-same. White space alone that came or went: ins.diff-blank; a hard line break in a change: ↵.
 *
 * Links lead nowhere, images are their description in brackets: what came, went or got another target shows it as
 * text, (https://…); of links within the archive only the file's name, and only where the target alone changed. No ids: both texts may stand on one page. Where a kind changed, signs (class diff-sign) tell:
 * ## → ### (a heading's level), • → 1. (a list's), ¶ (a list is divided or joined), → (a cell's alignment), the
 * language of code. A code block is compared line by line and within a line by words, a table row by row and column by
 * column. */
void difference_html(struct buf *out, const struct difference *d, const struct difference_words *words);

/* For a terminal or a text: [-gone-]{+come+} as `git diff --word-diff` writes it, wrapped at width columns (0: not
 * wrapped); with colour also in red and green. Control characters, and those that hide or reorder text, are U+FFFD. */
void difference_plain(struct buf *out, const struct difference *d, const struct difference_words *words, int width,
		      bool colour);

#endif
