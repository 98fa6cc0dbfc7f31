/* Inside script/ only: the walk of a filter over a tree, and its nodes. */
#ifndef SCRIPT_FILTER_H
#define SCRIPT_FILTER_H

#include "script/worker.h"

extern const luaL_Reg filter_functions[]; /* of the table shirase, beside the constructors */

/* True for the node with which the walk keeps its place: scripts never see it. */
bool walk_marks(const struct script *w, const struct node *n);

/* node.c */
/* The node at index, or a new Text if there is a text; raises for anything else. */
struct node *node_from(lua_State *L, int index);
/* Raises if child cannot be put into parent. */
void node_check_place(lua_State *L, const struct node *parent, const struct node *child);

/* walk.c: runs the handlers of the filter table on the top over the worker's tree. */
void walk_filter(lua_State *L, const struct source *filter);
/* The line of the document that is handled now, 0 if none is. */
unsigned walk_line(const struct script *w);

#endif
