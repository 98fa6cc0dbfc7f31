/* Invariant: whoever calls libgit2 has called library_begin, so that memory that runs out ends the program in it too.
 *
 * libgit2 1.5 itself loses its footing there: a copy of a configuration for which there is no memory is freed twice
 * (git_config_snapshot). What no machine has is refused as before: a damaged object may say that it needs it. */
#include <git2/sys/alloc.h>

#include "base/memory.h"
#include "repository/internal.h"

#define PLAUSIBLE ((size_t)1 << 30)

static void *given(void *memory, size_t size)
{
	if (!memory && size < PLAUSIBLE)
		memory_exhausted();
	return memory;
}

static void *take(size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return given(malloc(size ? size : 1), size);
}

static void *resize(void *old, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	return given(realloc(old, size ? size : 1), size);
}

static void *take_zeroed(size_t count, size_t size, const char *file, int line)
{
	size_t total;
	(void)file, (void)line;
	if (__builtin_mul_overflow(count, size, &total))
		return NULL;
	return given(calloc(1, total ? total : 1), total);
}

static void *resize_list(void *old, size_t count, size_t size, const char *file, int line)
{
	size_t total;
	return __builtin_mul_overflow(count, size, &total) ? NULL : resize(old, total, file, line);
}

static void *take_list(size_t count, size_t size, const char *file, int line)
{
	return resize_list(NULL, count, size, file, line);
}

static char *copy_bytes(const char *text, size_t size, const char *file, int line)
{
	char *copy = size < SIZE_MAX ? take(size + 1, file, line) : NULL;
	if (copy) {
		memcpy(copy, text, size);
		copy[size] = '\0';
	}
	return copy;
}

static char *copy_start(const char *text, size_t most, const char *file, int line)
{
	return copy_bytes(text, strnlen(text, most), file, line);
}

static char *copy_text(const char *text, const char *file, int line)
{
	return copy_bytes(text, strlen(text), file, line);
}

static void set_allocator(void)
{
	git_allocator own = {.gmalloc = take, .gcalloc = take_zeroed, .gstrdup = copy_text, .gstrndup = copy_start,
			     .gsubstrdup = copy_bytes, .grealloc = resize, .greallocarray = resize_list,
			     .gmallocarray = take_list, .gfree = free};
	git_libgit2_opts(GIT_OPT_SET_ALLOCATOR, &own);
}

void library_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, set_allocator);
	git_libgit2_init();
}
