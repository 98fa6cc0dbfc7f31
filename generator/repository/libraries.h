/* The versions of the libraries that repository/ uses, a line each: "name version". */
#ifndef REPOSITORY_LIBRARIES_H
#define REPOSITORY_LIBRARIES_H

struct buf;
void repository_libraries(struct buf *out);

#endif
