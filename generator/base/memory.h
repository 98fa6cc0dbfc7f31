/* malloc and its kin that abort instead of returning NULL: memory that runs
 * out is dealt with here and nowhere else. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

void *memory_alloc(size_t size); /* zeroed */
void *memory_resize(void *old, size_t count, size_t size);
char *memory_text(const char *text);

#endif
