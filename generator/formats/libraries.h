/* The versions of the libraries that formats/ uses, a line each: "name version". */
#ifndef FORMATS_LIBRARIES_H
#define FORMATS_LIBRARIES_H

struct buf;
void formats_libraries(struct buf *out);

/* Before anything else of formats/: memory that runs out ends the program in its libraries too. */
void formats_setup(void);

#endif
