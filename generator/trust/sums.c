/* Invariant: what sums_parse accepts, sums_write writes again byte for byte. */
#include "trust/sums.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/utf8.h"

#define HEX_LENGTH (2 * SHA256_SIZE)

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct sum *)a)->path, ((const struct sum *)b)->path);
}

void sums_write(struct buf *out, struct sum *sums, size_t count)
{
	if (count)
		qsort(sums, count, sizeof(*sums), by_path);
	for (size_t i = 0; i < count; i++) {
		char hex[SHA256_HEX];
		buf_text(out, sha256_hex(hex, &sums[i].digest));
		buf_text(out, "  ");
		buf_text(out, sums[i].path);
		buf_char(out, '\n');
	}
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_digest(struct sha256 *out, const char *hex)
{
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* Relative, of visible names joined by single slashes, none of them "." or "..". */
static bool path_is_clean(struct span path)
{
	if (!path.length || utf8_invalid(path) != path.length)
		return false;
	for (size_t i = 0; i < path.length; i++)
		if ((unsigned char)path.data[i] < 0x20 || path.data[i] == 0x7f || path.data[i] == '\\')
			return false;
	for (;;) {
		const char *slash = memchr(path.data, '/', path.length);
		struct span name = span_make(path.data, slash ? (size_t)(slash - path.data) : path.length);
		if (!name.length || span_is(name, ".") || span_is(name, ".."))
			return false;
		if (!slash)
			return true;
		path = span_after(path, name.length + 1);
	}
}

static bool parse_line(struct sum *out, struct arena *a, struct span line)
{
	if (line.length <= HEX_LENGTH + 2 || line.data[HEX_LENGTH] != ' ' || line.data[HEX_LENGTH + 1] != ' ')
		return false;
	struct span path = span_after(line, HEX_LENGTH + 2);
	if (!parse_digest(&out->digest, line.data) || !path_is_clean(path))
		return false;
	out->path = arena_span(a, path);
	return true;
}

bool sums_parse(struct sum **out, size_t *count, struct arena *a, struct span text, size_t *line)
{
	struct sum *sums = NULL;
	size_t n = 0, capacity = 0;
	for (*line = 1; text.length; ++*line) {
		/* Not span_next_line: a CR is no part of a line's end here, and the last line has one. */
		const char *lf = memchr(text.data, '\n', text.length);
		if (!lf)
			return false;
		size_t length = (size_t)(lf - text.data);
		sums = arena_grow(a, sums, n, &capacity, sizeof(*sums));
		if (!parse_line(&sums[n], a, span_make(text.data, length)))
			return false;
		if (n && strcmp(sums[n - 1].path, sums[n].path) >= 0)
			return false;
		n++;
		text = span_after(text, length + 1);
	}
	*out = sums;
	*count = n;
	return true;
}

bool sums_excluded(const char *path)
{
	struct span p = span_of(path);
	if (span_is(p, "SHA256SUMS") || span_is(p, "SHA256SUMS.asc") ||
	    span_is(p, ".well-known/security.txt"))
		return true;
	if (span_starts(p, "text/") && span_ends(p, ".asc"))
		return !strchr(path + strlen("text/"), '/');
	return span_starts(p, ".well-known/csaf/") && span_ends(p, ".json.asc");
}
