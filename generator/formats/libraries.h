/* The versions of the libraries that formats/ uses, a line each: "name version". */
#ifndef FORMATS_LIBRARIES_H
#define FORMATS_LIBRARIES_H

struct buf;
void formats_libraries(struct buf *out);

#endif
