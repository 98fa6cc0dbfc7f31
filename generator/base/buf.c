/* Invariant: length <= limit, data[length] is NUL, and size > length unless
 * size is 0 (then data is the shared empty string, which is never written). */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

static char empty[1];

void buf_init(struct buf *b, size_t limit)
{
	*b = (struct buf){.data = empty, .limit = limit};
}

void buf_fini(struct buf *b)
{
	if (b->size)
		free(b->data);
	*b = (struct buf){.data = empty};
}

void buf_clear(struct buf *b)
{
	buf_truncate(b, 0);
	b->overflow = false;
}

void buf_truncate(struct buf *b, size_t length)
{
	if (length >= b->length)
		return;
	b->length = length;
	b->data[length] = '\0';
}

/* Room for extra bytes and the NUL; false, and the flag, if the maximum is passed. */
static bool reserve(struct buf *b, size_t extra)
{
	if (extra > b->limit - b->length) {
		b->overflow = true;
		return false;
	}
	size_t need = b->length + extra + 1;
	if (need <= b->size)
		return true;
	size_t size = b->size ? b->size : 64;
	while (size < need)
		size += size / 2;
	b->data = memory_resize(b->size ? b->data : NULL, size, 1);
	b->size = size;
	return true;
}

void buf_add_slowly(struct buf *b, const char *data, size_t length)
{
	if (!length || !reserve(b, length))
		return;
	memcpy(b->data + b->length, data, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void buf_repeat(struct buf *b, char c, size_t count)
{
	if (!count || !reserve(b, count))
		return;
	memset(b->data + b->length, c, count);
	b->length += count;
	b->data[b->length] = '\0';
}

void buf_vprintf(struct buf *b, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n > 0 && reserve(b, (size_t)n)) {
		vsnprintf(b->data + b->length, (size_t)n + 1, format, again);
		b->length += (size_t)n;
	}
	va_end(again);
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprintf(b, format, args);
	va_end(args);
}
