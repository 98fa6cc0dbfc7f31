/* Invariant: body and the text of the front matter are pieces of one text that
 * has LF only; line numbers are the same as in the file, since only the CR of
 * a line's end is taken away. */
#include "archive/document.h"

#include "archive/facts.h"
#include "archive/front.h"
#include "archive/input.h"
#include "archive/split.h"
#include "archive/yaml.h"

#define DOCUMENT_MAX ((size_t)1 << 20)
#define FRONT_MAX ((size_t)64 << 10)

bool document_name(const char **id, const char **lang, struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/'), *hint;
	struct span name = span_of(slash ? slash + 1 : path);
	if (!span_ends(name, ".md"))
		return false;
	name.length -= 3;
	const char *dot = name.length ? memrchr(name.data, '.', name.length) : NULL;
	if (!dot)
		return false;
	struct span stem = span_make(name.data, (size_t)(dot - name.data));
	struct span language = span_after(name, stem.length + 1);
	if (!language.length || form_language(language, &hint) || !config_id_possible(stem))
		return false;
	*id = arena_span(a, stem);
	*lang = arena_span(a, language);
	return true;
}

/* text with every CR LF and every CR alone as LF. */
static struct span with_lf(struct arena *a, struct span text)
{
	if (!text.length || !memchr(text.data, '\r', text.length))
		return text;
	char *out = arena_alloc(a, text.length + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.length; i++) {
		bool pair = text.data[i] == '\r' && i + 1 < text.length && text.data[i + 1] == '\n';
		if (!pair)
			out[n++] = text.data[i] == '\r' ? '\n' : text.data[i];
	}
	return span_make(out, n);
}

static bool is_fence(struct span line)
{
	while (line.length && (line.data[line.length - 1] == ' ' || line.data[line.length - 1] == '\t'))
		line.length--;
	return span_is(line, "---");
}

static bool fail(struct diags *d, enum diag_code code, const char *path, const char *hint,
		 const char *message)
{
	if (d)
		diag(d, code, (struct place){path, 1, 1}, hint, "%s", message);
	return false;
}

bool split_document(struct split *out, struct arena *a, const char *path, struct span bytes, struct diags *d)
{
	if (bytes.length > DOCUMENT_MAX)
		return fail(d, DIAG_TOO_LARGE, path, "attach what is so large, or cut it",
			    "the document is larger than 1 MiB");
	if (!input_is_text(bytes, path, 1, d))
		return false;
	struct span text = with_lf(a, input_without_bom(bytes)), rest = text, line;
	if (!span_next_line(&rest, &line) || !is_fence(line))
		return fail(d, DIAG_FRONT_MISSING, path,
			    "the first line is --- and the front matter follows, up to a second ---",
			    "the document has no front matter");
	const char *start = rest.data;
	for (unsigned number = 2; span_next_line(&rest, &line); number++) {
		if ((size_t)(line.data - start) > FRONT_MAX)
			return fail(d, DIAG_TOO_LARGE, path, "is the second --- missing?",
				    "the front matter is larger than 64 KiB");
		if (!is_fence(line))
			continue;
		out->front = span_make(start, (size_t)(line.data - start));
		out->body = rest;
		out->body_line = number + 1;
		return true;
	}
	return fail(d, DIAG_FRONT_OPEN, path, "write --- on a line of its own behind the last key",
		    "the front matter does not end");
}

static bool has_title(const struct value *front)
{
	const struct value *title = value_get(front, "title");
	return title && title->kind == VALUE_TEXT && span_trim(span_make(title->text, title->length)).length;
}

bool document_parse(struct document *out, struct arena *a, const char *path, struct span bytes,
		    enum strictness mode, const struct config *config, struct diags *d)
{
	struct split split;
	struct document document = {.path = arena_text(a, path)};
	bool strict = mode == STRICT;
	if (!document_name(&document.id, &document.lang, a, path))
		document.id = document.lang = "";
	if (!split_document(&split, a, path, bytes, strict ? d : NULL))
		return false;
	bool visible = !strict || input_is_visible(split.body, path, split.body_line, d);
	struct value *front =
		strict ? yaml_parse(a, split.front, path, 2, d) : yaml_parse_past(a, split.front, 2);
	if (!front || (!strict && !has_title(front)))
		return false;
	document.front = front;
	document.body = split.body;
	document.body_line = split.body_line;
	document.is_source = value_get(front, "status") != NULL;
	struct schema s = {.config = config, .path = path, .diags = d, .arena = a};
	if (strict) {
		front_check_advisory(&s, front);
		unfilled_in_value(&document.unfilled, a, front);
		unfilled_in_body(&document.unfilled, a, split.body, split.body_line);
	}
	if (document.is_source)
		document.facts = facts_of(a, front);
	*out = document;
	return visible && !s.failed;
}
