/* Invariant: body and the text of the front matter are pieces of one text that
 * has LF only; line numbers are the same as in the file, since only the CR of
 * a line's end is taken away. */
#include "archive/document.h"

#include "archive/facts.h"
#include "archive/front.h"
#include "archive/input.h"
#include "archive/split.h"
#include "archive/yaml.h"
#include "base/utf8.h"

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

/* What is common to all documents, once front and body are there. */
static bool finish(struct document *out, struct document *document, struct arena *a, enum strictness mode,
		   const struct config *config, struct diags *d)
{
	struct schema s = {.config = config, .path = document->path, .diags = d, .arena = a};
	const struct value *front = document->front;
	if (mode == LENIENT && !has_title(front))
		return false;
	document->is_source = value_get(front, "status") != NULL;
	if (mode == STRICT) {
		front_check_advisory(&s, front);
		unfilled_in_value(&document->unfilled, a, front);
		unfilled_in_body(&document->unfilled, a, document->body, document->body_line);
	}
	if (document->is_source)
		document->facts = facts_of(a, front);
	*out = *document;
	return !s.failed;
}

/* YAML lets no such character pass; nor may a reader's front matter have one. key: of front, that v is of; NULL for front itself. */
static bool is_visible(const struct value *v, const char *key, const char *path, struct diags *d)
{
	uint32_t c;
	bool visible = true;
	if (v->kind == VALUE_TEXT) {
		struct span text = span_make(v->text, v->length);
		if (input_bad_character(text, true, &c) == text.length)
			return true;
		diag(d, DIAG_CHARACTER, (struct place){path, v->line, 0}, "remove it", "U+%04X in %s, a character that %s", c, key, input_fault_of(c));
		return false;
	}
	for (size_t i = 0; i < v->count; i++)
		visible = is_visible(v->items[i], key ? key : v->keys[i].text, path, d) && visible;
	return visible;
}

static bool refuse(struct diags *d, struct place at, const char **why, const char *message)
{
	*why = message;
	if (d)
		diag(d, DIAG_READER_RESULT, at, "correct the reader", "%s", message);
	return false;
}

/* The text that readers are given, or NULL data. */
static bool text_for_reader(struct span *text, struct arena *a, const char *path, struct span bytes, const char **why, struct diags *d)
{
	*why = "it is larger than 1 MiB";
	if (bytes.length > DOCUMENT_MAX)
		return fail(d, DIAG_TOO_LARGE, path, "readers take no larger ones", "the file is larger than 1 MiB");
	*why = "it is not UTF-8";
	if (!input_is_text(bytes, path, 1, d))
		return false;
	*text = with_lf(a, input_without_bom(bytes));
	return true;
}

/* Of what a reader gave; NULL: none. */
static const char *body_fault(struct span body)
{
	if (body.length > DOCUMENT_MAX)
		return "is larger than 1 MiB";
	if (utf8_invalid(body) < body.length)
		return "is not UTF-8";
	return body.length && memchr(body.data, '\0', body.length) ? "has a byte of zero" : NULL;
}

/* As read_front_matter; why as document_parse_past has it. */
static bool read_by(struct document *document, bool *visible, const struct reader_rule *rule, struct arena *a, struct span bytes,
		    const struct config *config, const char **why, struct diags *d)
{
	struct reader_name name;
	struct reader_text read;
	struct span text;
	const char *path = document->path;
	*why = "its reader does not know the file";
	if (!text_for_reader(&text, a, path, bytes, why, d) || !reader_identify(&name, rule, a, config, path, why, d) || !name.id)
		return false;
	if (!config->readers.ops->read(&read, config->readers.context, rule->name, reader_path(config, path), path, text, a, why, d))
		return false;
	struct place at = {.path = path, .line = read.body_line};
	if (read.lang && strcmp(read.lang, name.lang) != 0)
		return refuse(d, (struct place){.path = path}, why,
			      arena_printf(a, "the reader \"%s\" returns \"lang\" = %.40s for a file whose language is %.40s by its path", rule->name,
					   read.lang, name.lang));
	const char *fault = body_fault(read.body);
	if (fault)
		return refuse(d, at, why, arena_printf(a, "the reader \"%s\" gives a body that %s", rule->name, fault));
	document->id = name.id;
	document->lang = name.lang;
	document->front = read.front;
	document->body = with_lf(a, read.body);
	document->body_line = read.body_line;
	document->from_reader = true;
	if (d) {
		*visible = input_is_visible(document->body, path, read.body_line, d);
		*visible = is_visible(read.front, NULL, path, d) && *visible;
	}
	return true;
}

/* Front and body. *visible is false after a report of what hides in them; d is NULL for a past version, where that is let pass. */
static bool read_front_matter(struct document *document, bool *visible, struct arena *a, struct span bytes, struct diags *d)
{
	struct split split;
	const char *path = document->path;
	if (!document_name(&document->id, &document->lang, a, path))
		document->id = document->lang = "";
	if (!split_document(&split, a, path, bytes, d))
		return false;
	*visible = !d || input_is_visible(split.body, path, split.body_line, d);
	document->front = d ? yaml_parse(a, split.front, path, 2, d) : yaml_parse_past(a, split.front, 2);
	document->body = split.body;
	document->body_line = split.body_line;
	return document->front;
}

static bool parse(struct document *out, struct arena *a, const char *path, struct span bytes, enum strictness mode,
		  const struct config *config, const char **why, struct diags *d)
{
	struct document document = {.path = arena_text(a, path)};
	struct diags *told = mode == STRICT ? d : NULL;
	const struct reader_rule *rule = config ? reader_of(config, path) : NULL;
	bool visible = true, read = rule ? read_by(&document, &visible, rule, a, bytes, config, why, told)
					 : read_front_matter(&document, &visible, a, bytes, told);
	return read && finish(out, &document, a, mode, config, d) && visible;
}

bool document_parse(struct document *out, struct arena *a, const char *path, struct span bytes,
		    enum strictness mode, const struct config *config, struct diags *d)
{
	const char *why;
	return parse(out, a, path, bytes, mode, config, &why, d);
}

bool document_parse_past(struct document *out, struct arena *a, const char *path, struct span bytes, const struct config *config,
			 const char **why)
{
	*why = NULL;
	return parse(out, a, path, bytes, LENIENT, config, why, NULL);
}
