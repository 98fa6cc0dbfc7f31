/* Private to archive/: patterns of paths. */
#ifndef ARCHIVE_GLOB_H
#define ARCHIVE_GLOB_H

#include <stdbool.h>

#include "base/span.h"

/* True if the whole path is one of the pattern. Both are taken apart at "/". Within a part, * is any number of characters, none
 * too, and ? is one; a part ** is any number of whole parts, none too (so crates/ ** /x.md, without the blanks, has
 * crates/x.md). Every other character is itself; a dot at the start is nothing special. The time is at most the product of
 * the two lengths. */
bool glob_matches(struct span pattern, struct span path);

/* How many bytes of the pattern are a folder's path, without the "/" behind it, that each path of it lies below; 0: none. */
size_t glob_folder(struct span pattern);

#endif
