/* Running out of memory ends the program here: nothing above has to check. */
#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void memory_exhausted(void)
{
	fputs("shirase: out of memory\n", stderr);
	abort();
}

void *memory_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		memory_exhausted();
	return p;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		memory_exhausted();
	void *p = realloc(old, total ? total : 1);
	if (!p)
		memory_exhausted();
	return p;
}

char *memory_text(const char *text)
{
	size_t n = strlen(text) + 1;
	return memcpy(memory_alloc(n), text, n);
}

void memory_trim(void)
{
	malloc_trim(0);
}
