/* The versions of the libraries that trust/ uses, a line each: "name version". */
#ifndef TRUST_LIBRARIES_H
#define TRUST_LIBRARIES_H

struct buf;
void trust_libraries(struct buf *out);

#endif
