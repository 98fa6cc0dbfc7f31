/* Invariant: where a star has taken too little, only the last one before takes more; what stood before it needs no second try,
 * since it was matched as far left as it can be. That holds for characters in a part, and for parts in a path. */
#include "archive/glob.h"

#include "base/utf8.h"

/* The character that begins at i: its bytes. */
static size_t character(struct span s, size_t i)
{
	size_t n;
	utf8_decode(span_after(s, i), &n);
	return n;
}

static bool part_matches(struct span pattern, struct span part)
{
	size_t p = 0, n = 0, star = pattern.length, taken = 0;
	while (n < part.length) {
		bool more = p < pattern.length;
		if (more && pattern.data[p] == '*') {
			star = p++;
			taken = n;
		} else if (more && pattern.data[p] == '?') {
			n += character(part, n);
			p++;
		} else if (more && pattern.data[p] == part.data[n]) {
			n++;
			p++;
		} else if (star < pattern.length) {
			taken += character(part, taken);
			n = taken;
			p = star + 1;
		} else {
			return false;
		}
	}
	while (p < pattern.length && pattern.data[p] == '*')
		p++;
	return p == pattern.length;
}

/* The first part of *rest, which has one, and what is behind it; a path's last part leaves nothing. */
static struct span take_part(struct span *rest)
{
	const char *slash = memchr(rest->data, '/', rest->length);
	struct span part = span_make(rest->data, slash ? (size_t)(slash - rest->data) : rest->length);
	*rest = span_after(*rest, part.length + (slash ? 1 : 0));
	return part;
}

bool glob_matches(struct span pattern, struct span path)
{
	struct span after_star = {0}, taken = {0};
	bool star = false;
	while (path.length) {
		struct span p = pattern, n = path;
		struct span wanted = p.length ? take_part(&p) : p;
		if (span_is(wanted, "**")) {
			star = true;
			after_star = pattern = p;
			taken = path;
		} else if (wanted.length && part_matches(wanted, take_part(&n))) {
			pattern = p;
			path = n;
		} else if (star) {
			take_part(&taken);
			pattern = after_star;
			path = taken;
		} else {
			return false;
		}
	}
	for (struct span p = pattern; p.length && span_is(take_part(&p), "**"); pattern = p)
		;
	return !pattern.length;
}

size_t glob_folder(struct span pattern)
{
	size_t length = 0;
	for (size_t i = 0; i < pattern.length && pattern.data[i] != '*' && pattern.data[i] != '?'; i++)
		if (pattern.data[i] == '/')
			length = i;
	return length;
}
