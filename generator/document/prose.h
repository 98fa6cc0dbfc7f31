/* Inside document/: which white space in prose counts when two texts are compared (compare.h). */
#ifndef DOCUMENT_PROSE_H
#define DOCUMENT_PROSE_H

#include <stdbool.h>
#include <stdint.h>

/* White space is held back until the next visible character: only then is it known whether it counts. */
struct prose {
	bool white;    /* white space was read since the last character */
	bool fresh;    /* at the beginning of a block or line: white space does not count */
	uint32_t last; /* the last visible character, 0 at the beginning of a block or line */
};

/* GAP: white space that a reader may see, but that does not count: between Japanese and Latin script. */
enum prose_white { PROSE_NONE, PROSE_GAP, PROSE_BLANK };

bool prose_is_white(uint32_t c);
void prose_start(struct prose *p);
/* Takes the next visible character (0: code that is empty); says what the white space before it comes to. */
enum prose_white prose_take(struct prose *p, uint32_t c);

#endif
