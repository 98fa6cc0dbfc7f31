/* The versions of the libraries that archive/ uses, a line each: "name version". */
#ifndef ARCHIVE_LIBRARIES_H
#define ARCHIVE_LIBRARIES_H

struct buf;
void archive_libraries(struct buf *out);

#endif
