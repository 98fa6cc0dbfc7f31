/* malloc and its kin that abort instead of returning NULL: memory that runs
 * out is dealt with here and nowhere else. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

__attribute__((returns_nonnull)) void *memory_alloc(size_t size); /* zeroed */
__attribute__((returns_nonnull)) void *memory_resize(void *old, size_t count, size_t size);
__attribute__((returns_nonnull)) char *memory_text(const char *text);

/* Gives back to the system what was freed. */
void memory_trim(void);

/* Says so and aborts: for a library that returned NULL for want of memory. */
_Noreturn void memory_exhausted(void);

#endif
