/* Running out of memory ends the program here: nothing above has to check. */
#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn static void exhausted(void)
{
	fputs("shirase: out of memory\n", stderr);
	abort();
}

void *memory_alloc(size_t size)
{
	void *p = calloc(1, size ? size : 1);
	if (!p)
		exhausted();
	return p;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(count, size, &total))
		exhausted();
	void *p = realloc(old, total ? total : 1);
	if (!p)
		exhausted();
	return p;
}

char *memory_text(const char *text)
{
	size_t n = strlen(text) + 1;
	return memcpy(memory_alloc(n), text, n);
}
