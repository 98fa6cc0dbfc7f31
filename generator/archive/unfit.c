/* Invariant: a key's head is "-----BEGIN … PRIVATE KEY-----" or "… PRIVATE KEY BLOCK-----" at the end of a line,
 * whatever quotes it in front; its kind is short, so that no file costs more than one pass. */
#include "archive/unfit.h"

#define KIND_MAX 40 /* "ENCRYPTED ", "OPENSSH ", "PGP " */

static unsigned line_at(struct span text, size_t at)
{
	unsigned line = 1;
	for (size_t i = 0; i < at; i++)
		line += text.data[i] == '\n';
	return line;
}

/* What stands before the words "PRIVATE KEY" begins a head. */
static bool begins_head(struct span before)
{
	static const char kind[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ";
	size_t n = 0;
	while (n < KIND_MAX && n < before.length && memchr(kind, before.data[before.length - 1 - n], sizeof(kind) - 1))
		n++;
	size_t name = before.length - n;
	return name >= 5 && span_starts(span_after(before, name), "BEGIN ") && memcmp(before.data + name - 5, "-----", 5) == 0;
}

/* What stands after them ends it: with the line, or before the "\n" of a string in JSON. */
static bool ends_head(struct span after)
{
	if (span_starts(after, " BLOCK"))
		after = span_after(after, strlen(" BLOCK"));
	if (!span_starts(after, "-----"))
		return false;
	after = span_after(after, strlen("-----"));
	while (after.length && (*after.data == ' ' || *after.data == '\t' || *after.data == '\r'))
		after = span_after(after, 1);
	return !after.length || *after.data == '\n' || span_starts(after, "\\n") || span_starts(after, "\\r\\n");
}

unsigned unfit_secret_key(struct span bytes)
{
	static const char words[] = "PRIVATE KEY";
	struct span rest = bytes;
	const char *found;
	while (rest.length && (found = memmem(rest.data, rest.length, words, sizeof(words) - 1))) {
		size_t at = (size_t)(found - bytes.data);
		rest = span_after(bytes, at + sizeof(words) - 1);
		if (begins_head(span_make(bytes.data, at)) && ends_head(rest))
			return line_at(bytes, at);
	}
	return 0;
}

struct fence {
	char mark; /* ` or ~; 0 outside of code */
	size_t length;
};

static void follow(struct fence *f, struct span line)
{
	size_t blanks = 0, n = 0;
	while (blanks < line.length && line.data[blanks] == ' ')
		blanks++;
	struct span rest = span_after(line, blanks);
	char mark = rest.length ? *rest.data : '\0';
	if (blanks > 3 || (mark != '`' && mark != '~'))
		return;
	while (n < rest.length && rest.data[n] == mark)
		n++;
	struct span info = span_trim(span_after(rest, n));
	if (f->mark && f->mark == mark && n >= f->length && !info.length)
		f->mark = '\0';
	else if (!f->mark && n >= 3 && !(mark == '`' && info.length && memchr(info.data, '`', info.length)))
		*f = (struct fence){mark, n};
}

unsigned unfit_conflict(struct span text)
{
	struct fence fence = {0};
	struct span line;
	for (unsigned number = 1; span_next_line(&text, &line); number++) {
		follow(&fence, line);
		if (!fence.mark && (span_starts(line, "<<<<<<< ") || span_starts(line, ">>>>>>> ")))
			return number;
	}
	return 0;
}
