/* The versions of the libraries that base/ uses, a line each: "name version". */
#ifndef BASE_LIBRARIES_H
#define BASE_LIBRARIES_H

struct buf;
void base_libraries(struct buf *out);

#endif
