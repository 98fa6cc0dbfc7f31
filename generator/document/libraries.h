/* The versions of the libraries that document/ uses, a line each: "name version". */
#ifndef DOCUMENT_LIBRARIES_H
#define DOCUMENT_LIBRARIES_H

struct buf;
void document_libraries(struct buf *out);

#endif
