/* Invariant: what was written is read again, and says all that the file said before and `withdrawn`. */
#include "archive/withdraw.h"

#include "archive/input.h"
#include "archive/split.h"
#include "archive/yaml.h"

static bool has(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

bool withdraw_needs_replacement(const char *reason)
{
	static const char *const reasons[] = {"duplicate", "superseded"};
	return has(reasons, sizeof(reasons) / sizeof(*reasons), reason);
}

bool withdraw_needs_notes(const char *reason)
{
	static const char *const reasons[] = {"legal", "incorrect", "other"};
	return has(reasons, sizeof(reasons) / sizeof(*reasons), reason);
}

/* Where the second --- begins; 0 if it is not found. */
static size_t end_of_front(struct span file, bool *crlf)
{
	struct span rest = input_without_bom(file);
	for (size_t number = 0; rest.length; number++) {
		const char *line = rest.data, *end = memchr(rest.data, '\n', rest.length);
		size_t n = end ? (size_t)(end - line) : rest.length;
		if (number && n >= 3 && memcmp(line, "---", 3) == 0 && !span_trim(span_make(line + 3, n - 3)).length)
			return (size_t)(line - file.data);
		*crlf = n && line[n - 1] == '\r';
		rest = span_after(rest, n + (end ? 1 : 0));
	}
	return 0;
}

static void add_key(struct buf *out, const struct withdraw *w, const char *end)
{
	buf_printf(out, "withdrawn:%s  reason: %s%s", end, w->reason, end);
	if (w->replaced_by)
		buf_printf(out, "  replaced_by: %s%s", w->replaced_by, end);
	if (w->note_count)
		buf_printf(out, "  note:%s", end);
	for (size_t i = 0; i < w->note_count; i++) {
		buf_printf(out, "    %s: ", w->languages[i]);
		buf_yaml_text(out, w->notes[i]);
		buf_text(out, end);
	}
}

static struct value *read_front(struct split *split, struct arena *a, const char *path, struct span file)
{
	struct diags *unheard = diags_new();
	bool whole = split_document(split, a, path, file, unheard);
	struct value *front = whole ? yaml_parse(a, split->front, path, 2, unheard) : NULL;
	diags_free(unheard);
	return front && front->kind == VALUE_MAP ? front : NULL;
}

static bool says_the_same(const char *path, struct span before, struct span after)
{
	struct arena *a = arena_new();
	struct split old, new;
	struct value *was = read_front(&old, a, path, before), *is = read_front(&new, a, path, after);
	bool same = was && is && value_unset(is, "withdrawn") && value_equal(was, is) && span_equal(old.body, new.body);
	arena_free(a);
	return same;
}

bool withdraw_write(struct buf *out, const char *path, struct span file, const struct withdraw *w, struct diags *d)
{
	bool crlf = false;
	size_t begun = out->length, at = end_of_front(file, &crlf);
	buf_add(out, file.data, at);
	add_key(out, w, crlf ? "\r\n" : "\n");
	buf_span(out, span_after(file, at));
	if (at && says_the_same(path, file, span_after(buf_as_span(out), begun)))
		return true;
	diag(d, DIAG_WITHDRAW_EDIT, (struct place){.path = path},
	     "write it yourself: withdrawn: {reason: WORD, replaced_by: ID, note: {ja: …, en: …}}",
	     "`withdrawn` cannot be added to this front matter");
	return false;
}
