/* Inside script/ only: what a walk calls. */
#ifndef SCRIPT_WALK_H
#define SCRIPT_WALK_H

#include "script/filter.h"

enum side { HANDLER_ENTER, HANDLER_EXIT };
/* Handlers that belong to no type of node. */
enum other { HANDLER_BEGIN, HANDLER_FINISH, HANDLER_BLOCKS, HANDLER_INLINES, HANDLER_COUNT };

struct walk {
	const struct source *filter;
	struct node *marker;
	bool enters[NODE_TYPES], exits[NODE_TYPES], others[HANDLER_COUNT]; /* which there are */
	const struct needles *holds[NODE_TYPES]; /* what a node must hold for them to be called; NULL: anything */
	int handlers; /* stack index of a list of them, and of what holds needs */
};

static inline int handler_place(enum node_type type, enum side side)
{
	return 2 * (int)type + (int)side + 1;
}

static inline int other_place(enum other other)
{
	return 2 * NODE_TYPES + (int)other + 1;
}

static inline int holds_place(enum node_type type)
{
	return 2 * NODE_TYPES + HANDLER_COUNT + (int)type + 1;
}

/* handlers.c: takes the handlers out of the filter's table (at the index) into the list. */
void handlers_read(lua_State *L, struct walk *walk, int table);

#endif
