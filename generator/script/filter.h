/* Inside script/ only: the walk of a filter over a tree, and its nodes. */
#ifndef SCRIPT_FILTER_H
#define SCRIPT_FILTER_H

#include "script/worker.h"

extern const luaL_Reg filter_functions[]; /* of the table shirase, for filters and lints */
extern const luaL_Reg filter_changes[];   /* beside the constructors, for filters alone */

/* filter.c: what filters and lints share. */
/* Pushes the table of what scripts of this document see. */
void scope_push(lua_State *L);
/* What runs until tree_end is of this tree; its new nodes live in a. */
void tree_begin(struct script *w, struct arena *a, struct node *root, const struct filter_context *context);
void tree_end(struct script *w);
/* A line of the document's body, by its number in the file. */
bool source_line_at(lua_State *L, lua_Integer number, struct span *out);
int filter_source(lua_State *L); /* source(line) */

/* True for the node with which the walk keeps its place: scripts never see it. */
bool walk_marks(const struct script *w, const struct node *n);

/* node.c */
/* What filters take from the arena counts as their memory. */
void node_charge(lua_State *L, size_t bytes);
/* The node at index, or a new Text if there is a text; raises for anything else. */
struct node *node_from(lua_State *L, int index);
/* Raises if child cannot be put into parent. */
void node_check_place(lua_State *L, const struct node *parent, const struct node *child);
/* A list of the children of n. */
void node_push_children(lua_State *L, const struct node *n);
/* The length of the list in the table at index; raises if there are gaps. Entries with names are added to *named; NULL: they are
 * refused too. */
lua_Integer node_check_list(lua_State *L, int index, size_t *named);
/* Makes the list in the table at index the children of n; raises if that cannot be. */
void node_set_children(lua_State *L, struct node *n, int index);

/* needles.c */
#define NEEDLE_COUNT 1000
struct needles;
/* Pushes what the list of texts at the index becomes, and lives as long as; NULL, nothing pushed, if it is no such list. */
const struct needles *needles_push(lua_State *L, int list);
/* Whether the text of the node or of those below it holds one of them, letters of ASCII in either case. */
bool needles_held(lua_State *L, const struct needles *n, const struct node *root);

/* walk.c: runs the handlers of the filter table on the top over the worker's tree. */
void walk_filter(lua_State *L, const struct source *filter);
/* Raises an error at the line of a handler, at the index, that has returned. */
void walk_complain(lua_State *L, int handler, const char *message);
/* ", while filtering PATH:LINE", for a script_during; doing is "filtering". Without a line if no node is handled now. */
const char *walk_during(const struct script *w, const char *doing, char *out, size_t size);
/* handlers.c: raises if what a filter returned (at the index) is no table of this interface. */
void filter_check(lua_State *L, const struct source *filter, int table);

#endif
