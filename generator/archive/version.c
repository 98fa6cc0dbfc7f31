/* Invariant: a range that version_range made holds either all or unknown, or
 * eq alone, or at most one lower (ge, gt) and one upper bound (le, lt). */
#include "archive/version.h"

#include "archive/order.h"
#include "base/utf8.h"

enum { EQ, GE, GT, LE, LT, BOUNDS };

static const struct bound {
	const char *key, *sign;
} bounds[BOUNDS] = {
	[EQ] = {"eq", "="}, [GE] = {"ge", ">="}, [GT] = {"gt", ">"}, [LE] = {"le", "<="}, [LT] = {"lt", "<"}};

/* The texts of a range while it is being read; length 0: none. */
struct draft {
	struct arena *arena;
	struct span texts[BOUNDS];
};

/* What is wrong with a version; NULL if it is one. */
static const char *fault_of(struct arena *a, struct span v)
{
	if (v.length > VERSION_LENGTH_MAX)
		return "a version is too long";
	for (size_t i = 0, n = 1; i < v.length; i++) {
		if (v.data[i] >= 0x21 && v.data[i] <= 0x7E && !strchr("<>=,|*\"'`", v.data[i]))
			continue;
		struct span rest = span_after(v, i);
		if (utf8_invalid(rest))
			utf8_decode(rest, &n);
		char quote = v.data[i] == '"' ? '\'' : '"';
		return arena_printf(a, "%c%.*s%c must not stand in a version", quote, (int)n, rest.data, quote);
	}
	return NULL;
}

static const char *put(struct draft *range, int bound, struct span version)
{
	bool lower = bound == GE || bound == GT, upper = bound == LE || bound == LT;
	if (lower && (range->texts[GE].length || range->texts[GT].length))
		return "it has two lower bounds";
	if (upper && (range->texts[LE].length || range->texts[LT].length))
		return "it has two upper bounds";
	range->texts[bound] = version;
	size_t count = 0;
	for (int i = 0; i < BOUNDS; i++)
		count += range->texts[i].length > 0;
	if (range->texts[EQ].length && count > 1)
		return "\"=\" stands beside another constraint";
	return NULL;
}

static const char *read_constraint(struct draft *range, struct span word)
{
	static const int by_length[] = {GE, LE, GT, LT, EQ};
	for (size_t i = 0; i < sizeof(by_length) / sizeof(*by_length); i++) {
		const struct bound *b = &bounds[by_length[i]];
		if (!span_starts(word, b->sign))
			continue;
		struct span version = span_after(word, strlen(b->sign));
		if (!version.length)
			return "an operator has no version; no blank stands between the two";
		const char *why = fault_of(range->arena, version);
		if (why)
			return why;
		if (range->texts[EQ].length)
			return "\"=\" stands beside another constraint";
		return put(range, by_length[i], version);
	}
	return arena_printf(range->arena, "\"%.*s\" has no operator",
			    (int)(word.length < 100 ? word.length : 100), word.data);
}

static const char *read_text(struct draft *range, struct span text)
{
	if (!text.length)
		return "it is empty";
	if (text.length > 2 * VERSION_LENGTH_MAX)
		return "it is too long";
	if (!strchr("<>=", text.data[0]) && !memchr(text.data, ' ', text.length)) {
		const char *why = fault_of(range->arena, text);
		return why ? why : put(range, EQ, text);
	}
	for (;;) {
		const char *blank = memchr(text.data, ' ', text.length);
		struct span word = span_make(text.data, blank ? (size_t)(blank - text.data) : text.length);
		if (!word.length)
			return "constraints are joined by one blank";
		const char *why = read_constraint(range, word);
		if (why || !blank)
			return why;
		text = span_after(text, word.length + 1);
	}
}

static const char *read_map(struct draft *range, const struct value *map)
{
	if (!map->count)
		return "it is empty";
	for (size_t i = 0; i < map->count; i++) {
		const struct value *v = map->items[i];
		int bound = 0;
		while (bound < BOUNDS && strcmp(bounds[bound].key, map->keys[i].text) != 0)
			bound++;
		if (bound == BOUNDS)
			return "its keys are ge, gt, le, lt and eq";
		if (v->kind == VALUE_TEXT && !v->length)
			return arena_printf(range->arena, "\"%s\" is empty", bounds[bound].key);
		if (v->kind != VALUE_TEXT || v->length > VERSION_LENGTH_MAX ||
		    memchr(v->text, '\n', v->length))
			return "a bound is no text of one line";
		const char *why = put(range, bound, span_make(v->text, v->length));
		if (why)
			return why;
	}
	return NULL;
}

struct value *version_range(struct arena *a, const struct value *range, const char **why)
{
	struct draft draft = {.arena = a};
	*why = NULL;
	if (range->kind == VALUE_TEXT) {
		struct span text = span_make(range->text, range->length);
		if (span_is(text, "all") || span_is(text, "unknown")) {
			struct value *word = value_new(a, VALUE_MAP);
			value_set_bool(a, word, range->text, true);
			return word;
		}
		*why = read_text(&draft, text);
	} else {
		*why = range->kind == VALUE_MAP ? read_map(&draft, range)
						: "it is neither a text nor a map of bounds";
	}
	if (*why)
		return NULL;
	struct value *out = value_new(a, VALUE_MAP);
	for (int i = 0; i < BOUNDS; i++)
		if (draft.texts[i].length)
			value_set(a, out, bounds[i].key, value_of_span(a, draft.texts[i]));
	return out;
}

const char *version_range_line(struct arena *a, const struct value *range)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	version_range_text(&b, range);
	const char *line = arena_text(a, b.data);
	buf_fini(&b);
	return line;
}

void version_range_text(struct buf *out, const struct value *range)
{
	if (value_get(range, "all") || value_get(range, "unknown")) {
		buf_text(out, value_get(range, "all") ? "all" : "unknown");
		return;
	}
	const char *between = "";
	for (int i = 0; i < BOUNDS; i++) {
		const char *version = value_text(range, bounds[i].key);
		if (!version)
			continue;
		buf_printf(out, "%s%s%s", between, bounds[i].sign, version);
		between = " ";
	}
}

static const struct {
	const char *name;
	order_fn *order;
} schemes[] = {
	[VERSION_GENERIC] = {"generic", NULL}, [VERSION_SEMVER] = {"semver", order_semver},
	[VERSION_DEB] = {"deb", order_deb},    [VERSION_RPM] = {"rpm", order_rpm},
	[VERSION_PYPI] = {"pypi", order_pypi}, [VERSION_MAVEN] = {"maven", order_maven},
};

enum version_scheme version_scheme(const char *name)
{
	for (size_t i = 0; name && i < sizeof(schemes) / sizeof(*schemes); i++)
		if (strcmp(schemes[i].name, name) == 0)
			return (enum version_scheme)i;
	return VERSION_GENERIC;
}

bool version_compare(int *out, enum version_scheme scheme, const char *a, const char *b)
{
	return schemes[scheme].order && schemes[scheme].order(out, span_of(a), span_of(b));
}

/* Does c, the order of a version against a bound, keep to the bound? */
static bool keeps(int bound, int c)
{
	switch (bound) {
	case EQ:
		return c == 0;
	case GE:
		return c >= 0;
	case GT:
		return c > 0;
	case LE:
		return c <= 0;
	default:
		return c < 0;
	}
}

bool version_in_range(enum version_scheme scheme, const char *version, const struct value *range)
{
	int c;
	if (!version_compare(&c, scheme, version, version) || value_get(range, "unknown"))
		return false;
	for (int i = 0; i < BOUNDS; i++) {
		const char *bound = value_text(range, bounds[i].key);
		if (bound && !(version_compare(&c, scheme, version, bound) && keeps(i, c)))
			return false;
	}
	return true;
}

bool version_range_is_empty(enum version_scheme scheme, const struct value *range)
{
	const char *ge = value_text(range, "ge"), *le = value_text(range, "le");
	const char *low = ge ? ge : value_text(range, "gt"), *high = le ? le : value_text(range, "lt");
	int c;
	return low && high && version_compare(&c, scheme, low, high) && (c > 0 || (c == 0 && !(ge && le)));
}
