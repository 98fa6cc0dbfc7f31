/* All that a history says, as text: two that are dumped alike are alike. */
#ifndef TESTS_HISTORY_DUMP_H
#define TESTS_HISTORY_DUMP_H

#include "history/history.h"

void dump_history(struct buf *out, const struct history *h);

#endif
