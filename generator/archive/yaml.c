/* Invariant: text is valid UTF-8 without NUL in memory that ends with a NUL,
 * and starts holds the offset of each of its lines. Once failed is set the
 * result is thrown away; reading goes on only to find further faults. Recursion is bounded
 * by YAML_DEPTH_MAX. libfyaml is given a diagnostics object that writes to our
 * callback, so nothing of it reaches stderr. */
#include "archive/yaml.h"

#include <libfyaml.h>
#include <stdarg.h>

#include "archive/input.h"
#include "base/memory.h"
#include "base/utf8.h"

#define MESSAGE_SIZE 200

struct reader {
	struct arena *arena;
	struct span text;
	const char *path;
	unsigned first_line;
	struct diags *diags; /* NULL: a past version, read leniently */
	bool failed;
	bool too_deep;
	const struct value *refused; /* the last scalar that was refused for its characters */
	size_t *starts;
	size_t line_count;
	size_t here; /* offset of the last event that had one */
	struct fy_parser *parser;
	/* What libfyaml said first; line and column (of characters) from 1. */
	char message[MESSAGE_SIZE];
	unsigned line, column;
};

static void index_lines(struct reader *r)
{
	size_t capacity = 0;
	r->starts = arena_grow(r->arena, NULL, 0, &capacity, sizeof(*r->starts));
	r->starts[r->line_count++] = 0;
	for (size_t i = 0; i < r->text.length; i++) {
		if (r->text.data[i] != '\n')
			continue;
		r->starts = arena_grow(r->arena, r->starts, r->line_count, &capacity, sizeof(*r->starts));
		r->starts[r->line_count++] = i + 1;
	}
}

static struct place place_of(const struct reader *r, size_t offset)
{
	size_t low = 0, high = r->line_count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (r->starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (struct place){r->path, r->first_line + (unsigned)low,
			      (unsigned)(offset - r->starts[low]) + 1};
}

__attribute__((format(printf, 5, 6))) static void refuse(struct reader *r, enum diag_code code, size_t offset,
							 const char *hint, const char *format, ...)
{
	r->failed = true;
	if (!r->diags)
		return;
	char message[2 * MESSAGE_SIZE];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	diag(r->diags, code, place_of(r, offset), hint, "%s", message);
}

/* libfyaml's callback: "NAME:LINE:COLUMN: error: MESSAGE\n", then the source line in further calls. */
static void heard(struct fy_diag *fy, void *user, const char *data, size_t length)
{
	(void)fy;
	struct reader *r = user;
	struct span said = span_make(data, length);
	static const char mark[] = ": error: ";
	const char *middle = length ? memmem(data, length, mark, sizeof(mark) - 1) : NULL;
	if (!middle || r->message[0])
		return;
	unsigned numbers[2] = {0, 0}, *n = numbers + 1, power = 1;
	for (const char *c = middle - 1;
	     c >= data && ((*c >= '0' && *c <= '9') || (*c == ':' && n > numbers)); c--) {
		if (*c == ':') {
			n--;
			power = 1;
		} else {
			*n += (unsigned)(*c - '0') * power;
			power *= 10;
		}
	}
	r->line = numbers[0];
	r->column = numbers[1];
	said = span_trim(span_after(said, (size_t)(middle - data) + sizeof(mark) - 1));
	snprintf(r->message, sizeof(r->message), "%.*s",
		 (int)(said.length < MESSAGE_SIZE ? said.length : MESSAGE_SIZE), said.data);
}

static const char *hint_for(const char *message)
{
	static const struct {
		const char *part, *hint;
	} hints[] = {
		{"nested block mapping", "put text that holds \": \" in quotes"},
		{"multiline plain key",
		 "is the line indented too far? Text that holds \": \" stands in quotes"},
		{"wrongly indented", "is the closing quote missing?"},
		{"missing comma",
		 "close the list with ] or the map with }, or put a comma between entries"},
		{"expected ':'", "write \"key: value\" on the line"},
		{"ation in sequence", "entries of a list begin in the same column"},
		{"simple key", "each key stands on a line of its own, followed by \": \""},
		{"closing bracket", "close the list with ]"},
		{"closing brace", "close the map with }"},
		{"block scalar", "put text that begins with > or | in quotes: versions: \">=1.2 <1.4.7\""},
		{"cannot start with", "put the text in quotes"},
		{"trailing content", "put the whole text in one pair of quotes"},
		{"invalid escape",
		 "in double quotes a backslash is written \\\\; in single quotes it stands for itself"},
		{"tab", "indent with spaces"},
		{"undeclared tag", "put text that begins with ! in quotes"},
	};
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (strstr(message, hints[i].part))
			return hints[i].hint;
	return NULL;
}

static struct span line_at(const struct reader *r, size_t line)
{
	struct span rest = span_after(r->text, r->starts[line]), found = {"", 0};
	span_next_line(&rest, &found);
	return found;
}

/* Passes on what libfyaml said when it stopped. */
static void refuse_syntax(struct reader *r)
{
	size_t line = r->line ? r->line - 1 : 0;
	if (line >= r->line_count)
		line = r->line_count - 1;
	size_t offset = r->starts[line];
	for (unsigned i = 1; i < r->column && offset < r->text.length && r->text.data[offset] != '\n'; i++) {
		size_t n;
		utf8_decode(span_after(r->text, offset), &n);
		offset += n;
	}
	if (!r->message[0])
		offset = r->here;
	const char *hint = input_typing_hint(line_at(r, line));
	refuse(r, DIAG_YAML_SYNTAX, offset, hint ? hint : hint_for(r->message), "not YAML: %s",
	       r->message[0] ? r->message : "the text cannot be read");
}

static size_t offset_of(struct reader *r, const struct fy_mark *mark)
{
	if (mark && mark->input_pos <= r->text.length)
		r->here = mark->input_pos;
	return r->here;
}

/* Anchors, aliases and tags; libfyaml marks them behind their sign. */
static void refuse_sign(struct reader *r, struct fy_token *token, const char *what)
{
	size_t at = offset_of(r, token ? fy_token_start_mark(token) : NULL);
	if (at && at <= r->text.length && strchr("&*!", r->text.data[at - 1]))
		at--;
	refuse(r, DIAG_YAML_ALIAS, at, "write the value out, in quotes if it begins with & * or !",
	       "%s is refused", what);
}

static void check_marks(struct reader *r, struct fy_token *anchor, struct fy_token *tag)
{
	if (anchor)
		refuse_sign(r, anchor, "an anchor");
	if (tag && r->diags)
		refuse_sign(r, tag, "a tag");
}

/* Characters of a scalar that was written at raw, which begins at offset. */
static bool check_characters(struct reader *r, struct span value, struct span raw, size_t offset)
{
	uint32_t c = 0;
	if (utf8_invalid(value) < value.length || (value.length && memchr(value.data, '\0', value.length))) {
		refuse(r, DIAG_CHARACTER, offset, "remove the escape",
		       "the text holds an escape that is no character");
		return false;
	}
	if (!r->diags)
		return true;
	size_t bad = input_bad_character(value, true, &c);
	if (bad == value.length)
		return true;
	char bytes[4];
	size_t n = utf8_encode(bytes, c);
	const char *found = raw.length >= n ? memmem(raw.data, raw.length, bytes, n) : NULL;
	refuse(r, DIAG_CHARACTER, found ? (size_t)(found - r->text.data) : offset, "remove it",
	       "U+%04X, a character that %s", c,
	       input_fault_of(c));
	return false;
}

/* A plain scalar that goes on over the end of its line, or (in title and
 * summary) one that a comment follows: both lose text in silence. */
static void check_plain(struct reader *r, struct span raw, size_t offset, bool is_prose)
{
	if (raw.length && memchr(raw.data, '\n', raw.length))
		refuse(r, DIAG_YAML_SEVERAL_LINES, offset,
		       "put it on one line, in quotes, or use a block (>-)",
		       "unquoted text goes on over several lines");
	size_t end = offset + raw.length;
	while (end < r->text.length && (r->text.data[end] == ' ' || r->text.data[end] == '\t'))
		end++;
	if (is_prose && end > offset + raw.length && end < r->text.length && r->text.data[end] == '#')
		refuse(r, DIAG_YAML_COMMENT, end,
		       "put the text in quotes, or the comment on a line of its own",
		       "what follows \" #\" is a comment and no part of the text");
}

static struct value *read_scalar(struct reader *r, struct fy_event *event, bool is_prose)
{
	struct fy_token *token = event->scalar.value;
	check_marks(r, event->scalar.anchor, event->scalar.tag);
	size_t length = 0;
	const char *text = token ? fy_token_get_text(token, &length) : NULL;
	size_t offset = offset_of(r, token ? fy_token_start_mark(token) : NULL), end = offset;
	if (token && text)
		end = offset_of(r, fy_token_end_mark(token));
	if (!length && token && fy_token_scalar_style(token) == FYSS_PLAIN && end > offset)
		memory_exhausted(); /* libfyaml then takes what is written for nothing */
	struct span value = span_make(text ? text : "", text ? length : 0);
	struct span raw = span_make(r->text.data + offset, end > offset ? end - offset : 0);
	enum fy_scalar_style style = token ? fy_token_scalar_style(token) : FYSS_ANY;
	if ((style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED) && offset)
		offset--; /* libfyaml marks the text, a reader looks for the quote */
	bool good = check_characters(r, value, raw, offset);
	if (!good)
		value.length = 0;
	else if (!r->diags) /* a past version cannot be mended: what hides there is shown */
		value = utf8_made_visible(r->arena, value);
	if (r->diags && style == FYSS_PLAIN)
		check_plain(r, raw, offset, is_prose);
	struct value *v = value_of_span(r->arena, value);
	struct place at = place_of(r, offset);
	v->line = at.line;
	v->column = at.column;
	if (!good)
		r->refused = v;
	return v;
}

static struct value *read_node(struct reader *r, struct fy_event *event, unsigned depth, bool is_prose);

static struct value *read_list(struct reader *r, struct value *list, unsigned depth, bool is_prose)
{
	struct fy_event *event;
	while ((event = fy_parser_parse(r->parser))) {
		bool end = event->type == FYET_SEQUENCE_END;
		struct value *item = end ? NULL : read_node(r, event, depth, is_prose);
		fy_parser_event_free(r->parser, event);
		if (end)
			return list;
		if (!item)
			return NULL;
		value_add(r->arena, list, item);
	}
	return NULL;
}

/* False if the key is refused, and left out. */
static bool read_key(struct reader *r, const struct value *map, const struct value *key)
{
	struct place at = {.line = key->line, .column = key->column};
	size_t offset = r->starts[at.line - r->first_line] + at.column - 1;
	if (key->kind != VALUE_TEXT || !key->length || memchr(key->text, '\n', key->length)) {
		refuse(r, DIAG_YAML_KEY, offset, "a key is a word followed by \": \"",
		       key->kind == VALUE_TEXT && !key->length ? "a key is empty"
							       : "a key that is no text of one line");
		return false;
	}
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->keys[i].text, key->text) == 0) {
			refuse(r, DIAG_YAML_DUPLICATE, offset, "keep one of the two",
			       "\"%.100s\" stands a second time; first in line %u", key->text,
			       map->keys[i].line);
			return false;
		}
	return true;
}

static struct value *read_map(struct reader *r, struct value *map, unsigned depth, bool is_prose)
{
	struct fy_event *event;
	struct value *key = NULL;
	bool refused = false; /* the key, already */
	while ((event = fy_parser_parse(r->parser))) {
		bool end = event->type == FYET_MAPPING_END;
		bool prose =
			is_prose || (key && key->kind == VALUE_TEXT &&
				     (strcmp(key->text, "title") == 0 || strcmp(key->text, "summary") == 0));
		struct value *item = end ? NULL : read_node(r, event, depth, key && prose);
		fy_parser_event_free(r->parser, event);
		if (end)
			return map;
		if (!item)
			return NULL;
		if (!key) {
			key = item;
			refused = item == r->refused;
			continue;
		}
		if (map->count == YAML_KEYS_MAX) {
			refuse(r, DIAG_TOO_LARGE, r->here, "attach a file with the rest", "a map of more than %d keys", YAML_KEYS_MAX);
			return NULL;
		}
		if (!refused && read_key(r, map, key)) {
			value_set(r->arena, map, key->text, item);
			map->keys[map->count - 1].line = key->line;
			map->keys[map->count - 1].column = key->column;
		}
		key = NULL;
	}
	return NULL;
}

/* NULL when reading cannot go on: a syntax error, or too deep. */
static struct value *read_node(struct reader *r, struct fy_event *event, unsigned depth, bool is_prose)
{
	if (event->type == FYET_SCALAR)
		return read_scalar(r, event, is_prose);
	if (event->type == FYET_ALIAS) {
		refuse_sign(r, event->alias.anchor, "an alias");
		struct value *nothing = value_new(r->arena, VALUE_TEXT);
		struct place at = place_of(r, r->here);
		nothing->line = at.line;
		nothing->column = at.column;
		return nothing;
	}
	bool is_map = event->type == FYET_MAPPING_START;
	if (!is_map && event->type != FYET_SEQUENCE_START)
		return NULL;
	check_marks(r, is_map ? event->mapping_start.anchor : event->sequence_start.anchor,
		    is_map ? event->mapping_start.tag : event->sequence_start.tag);
	struct place at = place_of(r, offset_of(r, fy_event_start_mark(event)));
	if (depth == YAML_DEPTH_MAX) {
		r->too_deep = true;
		refuse(r, DIAG_YAML_DEPTH, r->here, "write a flatter one", "lists and maps are nested more than %d deep",
		       YAML_DEPTH_MAX);
		return NULL;
	}
	struct value *v = value_new(r->arena, is_map ? VALUE_MAP : VALUE_LIST);
	v->line = at.line;
	v->column = at.column;
	return is_map ? read_map(r, v, depth + 1, is_prose) : read_list(r, v, depth + 1, is_prose);
}

/* Where the next document begins, behind the last event: its mark, or that of the end before it. */
static size_t next_document(const struct reader *r)
{
	size_t line = place_of(r, r->here).line - r->first_line;
	while (line + 1 < r->line_count && !span_starts(line_at(r, line), "...") &&
	       !span_starts(line_at(r, line), "---"))
		line++;
	return r->starts[line];
}

/* The one document of the stream; r->failed tells of faults. */
static struct value *read_stream(struct reader *r)
{
	struct value *root = NULL;
	struct fy_event *event;
	bool stopped = false;
	while (!stopped && (event = fy_parser_parse(r->parser))) {
		if (event->type == FYET_DOCUMENT_START && root) {
			refuse(r, DIAG_YAML_SYNTAX, next_document(r), "keep one of the two",
			       "a second YAML document");
			stopped = true;
		} else if (event->type == FYET_SCALAR || event->type == FYET_ALIAS ||
			   event->type == FYET_MAPPING_START || event->type == FYET_SEQUENCE_START) {
			root = read_node(r, event, 0, false);
			stopped = !root;
		}
		fy_parser_event_free(r->parser, event);
	}
	if (fy_parser_get_stream_error(r->parser) && !r->too_deep)
		refuse_syntax(r);
	else if (stopped)
		r->failed = true;
	if (root)
		return root;
	root = value_new(r->arena, VALUE_MAP);
	root->line = r->first_line;
	root->column = 1;
	return root;
}

static struct value *parse(struct reader *r)
{
	const struct fy_diag_cfg heard_cfg = {
		.output_fn = heard, .user = r, .level = FYET_ERROR, .module_mask = ~0u};
	struct fy_diag *fy = fy_diag_create(&heard_cfg);
	if (!fy)
		memory_exhausted();
	const struct fy_parse_cfg cfg = {.flags = FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE, .diag = fy};
	r->parser = fy_parser_create(&cfg);
	if (!r->parser || fy_parser_set_string(r->parser, r->text.data, r->text.length) != 0)
		memory_exhausted();
	struct value *root = read_stream(r);
	fy_parser_destroy(r->parser);
	fy_diag_destroy(fy);
	if (root->kind == VALUE_TEXT) {
		const char *hint = input_typing_hint(line_at(r, root->line - r->first_line));
		refuse(r, DIAG_YAML_SYNTAX, 0, hint ? hint : "write one \"key: value\" a line",
		       "there are no keys and values");
	}
	return r->failed ? NULL : root;
}

/* Control characters that YAML has no place for, at their exact place. */
static bool check_controls(struct reader *r)
{
	for (size_t i = 0; i < r->text.length; i++) {
		unsigned char c = (unsigned char)r->text.data[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
			refuse(r, DIAG_CHARACTER, i, "remove it", "U+%04X, a character that is a control", c);
	}
	return !r->failed;
}

static struct value *parse_text(struct arena *a, struct span text, const char *path, unsigned first_line,
				struct diags *d)
{
	struct reader r = {.arena = a, .path = path, .first_line = first_line, .diags = d};
	text = input_without_bom(text);
	if (text.length > YAML_SIZE_MAX) {
		if (d)
			diag(d, DIAG_TOO_LARGE, (struct place){path, first_line, 1}, "cut it",
			     "%zu bytes of YAML; %zu are the most", text.length, YAML_SIZE_MAX);
		return NULL;
	}
	if (!input_is_text(text, path, first_line, d))
		return NULL;
	/* A copy that ends with a NUL: libfyaml shows source lines in its messages. */
	r.text = span_make(arena_span(a, text), text.length);
	index_lines(&r);
	return check_controls(&r) ? parse(&r) : NULL;
}

struct value *yaml_parse(struct arena *a, struct span text, const char *path, unsigned first_line,
			 struct diags *d)
{
	return parse_text(a, text, path, first_line, d);
}

struct value *yaml_parse_past(struct arena *a, struct span text, unsigned first_line)
{
	return parse_text(a, text, NULL, first_line, NULL);
}
