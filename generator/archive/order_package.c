/* deb and rpm.
 * Invariant: parts are pieces of the text; an epoch that is missing is empty, which counts as 0. */
#include "archive/order.h"

struct parts {
	struct span epoch, version, release;
	bool has_release;
};

/* [epoch:]version[-release], split at the first colon and the last hyphen. */
static bool split(struct parts *out, struct span v)
{
	*out = (struct parts){.version = v};
	const char *colon = v.length ? memchr(v.data, ':', v.length) : NULL;
	if (colon) {
		struct span rest = v;
		out->epoch = order_take_digits(&rest);
		if (!out->epoch.length || rest.data != colon)
			return false;
		out->version = span_after(rest, 1);
	}
	v = out->version;
	const char *hyphen = v.length ? memrchr(v.data, '-', v.length) : NULL;
	if (hyphen) {
		out->has_release = true;
		out->version.length = (size_t)(hyphen - v.data);
		out->release = span_after(v, out->version.length + 1);
	}
	return out->version.length > 0 && (!hyphen || out->release.length > 0);
}

static bool made_of(struct span a, const char *signs)
{
	for (size_t i = 0; i < a.length; i++)
		if (!order_is_digit(a.data[i]) && !order_is_letter(a.data[i]) && !strchr(signs, a.data[i]))
			return false;
	return a.length == 0 || !memchr(a.data, '\0', a.length);
}

/* deb-version(7): a tilde sorts before the end of a part, letters before other signs. */
static int deb_rank(struct span a)
{
	if (!a.length || order_is_digit(a.data[0]))
		return 0;
	if (a.data[0] == '~')
		return -1;
	return order_is_letter(a.data[0]) ? (unsigned char)a.data[0] : (unsigned char)a.data[0] + 256;
}

static int deb_part(struct span a, struct span b)
{
	while (a.length || b.length) {
		while ((a.length && !order_is_digit(a.data[0])) || (b.length && !order_is_digit(b.data[0]))) {
			int c = deb_rank(a) - deb_rank(b);
			if (c)
				return c;
			a = span_after(a, 1);
			b = span_after(b, 1);
		}
		struct span x = order_take_digits(&a), y = order_take_digits(&b);
		int c = order_numbers(x, y);
		if (c)
			return c;
	}
	return 0;
}

static bool parse_deb(struct parts *out, struct span v)
{
	return split(out, v) && order_is_digit(out->version.data[0]) &&
	       made_of(out->version, out->epoch.length ? ".+~-:" : ".+~-") && made_of(out->release, ".+~");
}

bool order_deb(int *out, struct span a, struct span b)
{
	struct parts x, y;
	if (!parse_deb(&x, a) || !parse_deb(&y, b))
		return false;
	int c = order_numbers(x.epoch, y.epoch);
	if (!c)
		c = deb_part(x.version, y.version);
	*out = c ? c : deb_part(x.release, y.release);
	return true;
}

static void skip_separators(struct span *a)
{
	while (a->length && !order_is_digit(a->data[0]) && !order_is_letter(a->data[0]) &&
	       a->data[0] != '~' && a->data[0] != '^')
		*a = span_after(*a, 1);
}

static bool takes(struct span *a, char c)
{
	if (!a->length || a->data[0] != c)
		return false;
	*a = span_after(*a, 1);
	return true;
}

/* What ~ and ^ say at this point: 0 go on with segments, 1 taken from both, else *c is the result.
 * A tilde comes before everything, the end too; a caret behind the end, before all else. */
static int rpm_signs(struct span *a, struct span *b, int *c)
{
	bool x = takes(a, '~'), y = takes(b, '~');
	if (x || y) {
		*c = y - x;
		return x && y ? 1 : 2;
	}
	bool a_ended = !a->length, b_ended = !b->length;
	x = takes(a, '^');
	y = takes(b, '^');
	if (x && y)
		return 1;
	if (!x && !y)
		return 0;
	*c = x ? (b_ended ? 1 : -1) : (a_ended ? -1 : 1);
	return 2;
}

static struct span take_letters(struct span *rest)
{
	size_t n = 0;
	while (n < rest->length && order_is_letter(rest->data[n]))
		n++;
	struct span letters = span_make(rest->data, n);
	*rest = span_after(*rest, n);
	return letters;
}

static int rpm_part(struct span a, struct span b)
{
	for (;;) {
		int c = 0;
		skip_separators(&a);
		skip_separators(&b);
		int said = rpm_signs(&a, &b, &c);
		if (said == 2)
			return c;
		if (said == 1)
			continue;
		if (!a.length || !b.length)
			return (a.length > 0) - (b.length > 0);
		bool numeric = order_is_digit(a.data[0]);
		if (numeric != order_is_digit(b.data[0]))
			return numeric ? 1 : -1; /* a number is newer than letters */
		if (numeric) {
			struct span x = order_take_digits(&a), y = order_take_digits(&b);
			c = order_numbers(x, y);
		} else {
			struct span x = take_letters(&a), y = take_letters(&b);
			c = order_bytes(x, y);
		}
		if (c)
			return c;
	}
}

static bool parse_rpm(struct parts *out, struct span v)
{
	return split(out, v) && made_of(out->version, "._+~^%{}") && made_of(out->release, "._+~^%{}");
}

bool order_rpm(int *out, struct span a, struct span b)
{
	struct parts x, y;
	if (!parse_rpm(&x, a) || !parse_rpm(&y, b))
		return false;
	int c = order_numbers(x.epoch, y.epoch);
	if (!c)
		c = rpm_part(x.version, y.version);
	if (!c && x.has_release && y.has_release)
		c = rpm_part(x.release, y.release);
	*out = c;
	return true;
}
