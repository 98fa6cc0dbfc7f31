/* Invariant: what sums_check accepts, sums_write writes again byte for byte. */
#include "trust/sums.h"

#include <stdlib.h>

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

static bool parse_line(struct span line, struct span *path, struct sha256 *digest)
{
	if (line.length <= HEX_LENGTH + 2 || line.data[HEX_LENGTH] != ' ' || line.data[HEX_LENGTH + 1] != ' ')
		return false;
	*path = span_after(line, HEX_LENGTH + 2);
	return sha256_parse(digest, span_make(line.data, HEX_LENGTH));
}

/* Not span_next_line: a CR is no part of a line's end here, and the last line has one. */
static bool take_line(struct span *rest, struct span *line)
{
	const char *lf = rest->length ? memchr(rest->data, '\n', rest->length) : NULL;
	if (!lf)
		return false;
	*line = span_make(rest->data, (size_t)(lf - rest->data));
	*rest = span_after(*rest, line->length + 1);
	return true;
}

/* By byte, as strcmp of both. */
static int compare(struct span a, struct span b)
{
	int order = memcmp(a.data, b.data, a.length < b.length ? a.length : b.length);
	return order ? order : (a.length > b.length) - (a.length < b.length);
}

bool sums_check(struct span text, size_t *line)
{
	struct span last = {0}, path, whole;
	struct sha256 ignored;
	for (*line = 1; text.length; ++*line) {
		if (!take_line(&text, &whole) || !parse_line(whole, &path, &ignored) || !path_is_clean(path) ||
		    (last.data && compare(last, path) >= 0))
			return false;
		last = path;
	}
	return true;
}

bool sums_next(struct span *rest, struct span *path, struct sha256 *digest)
{
	struct span line;
	return take_line(rest, &line) && parse_line(line, path, digest);
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
