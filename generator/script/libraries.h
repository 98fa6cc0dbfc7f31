/* The versions of the libraries that script/ uses, a line each: "name version". */
#ifndef SCRIPT_LIBRARIES_H
#define SCRIPT_LIBRARIES_H

struct buf;
void script_libraries(struct buf *out);

#endif
