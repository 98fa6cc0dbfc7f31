/* A tree as an outline: a node a line, for those who write filters. */
#ifndef DOCUMENT_OUTLINE_H
#define DOCUMENT_OUTLINE_H

#include "base/buf.h"
#include "document/node.h"

/* Each node: two blanks for each level that it stands below the root, its type, its line:column if it has one, and the fields
 * that say something, named as filters name them (shirase-filter(7)): level=2 ordered url="https://…". In texts " has a \
 * before it, and what utf8_masked masks stands as \xNN, line ends among it. */
void outline_render(struct buf *out, const struct node *root);

#endif
