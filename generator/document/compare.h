/* When two bodies are the same but for their layout (design.md, "History", mechanical). */
#ifndef DOCUMENT_COMPARE_H
#define DOCUMENT_COMPARE_H

#include "base/buf.h"
#include "document/node.h"

/* Appends a key: two trees have equal keys exactly if a change from one to the other is mechanical.
 *
 * In the key: the blocks in their order and nesting, with the level of a heading, the kind and the
 * first number of a list, the alignment of a table's cell; prose, with runs of white space as one
 * blank, none at a block's ends, none between Japanese and Latin script, and none for a soft break
 * between Japanese characters; hard breaks; code (blocks, spans, raw HTML) byte for byte; where a link
 * or an image begins and ends, its target, its title (prose); a Ruby's reading, a Term's target.
 * Not in it: emphasis, spans, classes, whether a list is tight or what its markers are, where a target
 * is defined, anchors, places. */
void block_key(struct buf *out, const struct node *root);

#endif
