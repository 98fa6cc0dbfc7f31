/* Invariant: a number is a run of digits, never converted. */
#include "archive/order.h"

struct span order_take_digits(struct span *rest)
{
	size_t n = 0;
	while (n < rest->length && order_is_digit(rest->data[n]))
		n++;
	struct span digits = span_make(rest->data, n);
	*rest = span_after(*rest, n);
	return digits;
}

static struct span without_zeros(struct span a)
{
	while (a.length && a.data[0] == '0')
		a = span_after(a, 1);
	return a;
}

int order_numbers(struct span a, struct span b)
{
	a = without_zeros(a);
	b = without_zeros(b);
	if (a.length != b.length)
		return a.length < b.length ? -1 : 1;
	return a.length ? memcmp(a.data, b.data, a.length) : 0;
}

int order_bytes(struct span a, struct span b)
{
	size_t n = a.length < b.length ? a.length : b.length;
	int c = n ? memcmp(a.data, b.data, n) : 0;
	return c ? c : (a.length > b.length) - (a.length < b.length);
}

/* semver */

struct semver {
	struct span numbers[3];
	struct span pre; /* length 0: a release */
};

/* The next identifier up to a dot; false if it is empty, has another
 * character, or (numeric and strict) a leading zero. */
static bool identifier(struct span *rest, struct span *out, bool strict)
{
	size_t n = 0;
	bool numeric = true;
	for (; n < rest->length && rest->data[n] != '.'; n++) {
		char c = rest->data[n];
		if (!order_is_digit(c) && !order_is_letter(c) && c != '-')
			return false;
		numeric = numeric && order_is_digit(c);
	}
	*out = span_make(rest->data, n);
	*rest = span_after(*rest, n);
	return n && !(strict && numeric && n > 1 && out->data[0] == '0');
}

static bool identifiers(struct span text, bool strict)
{
	struct span one;
	for (;;) {
		if (!identifier(&text, &one, strict))
			return false;
		if (!text.length)
			return true;
		text = span_after(text, 1);
	}
}

static bool parse_semver(struct semver *out, struct span v)
{
	for (int i = 0; i < 3; i++) {
		if (i > 0) {
			if (!v.length || v.data[0] != '.')
				return false;
			v = span_after(v, 1);
		}
		out->numbers[i] = order_take_digits(&v);
		if (!out->numbers[i].length || (out->numbers[i].length > 1 && out->numbers[i].data[0] == '0'))
			return false;
	}
	const char *plus = v.length ? memchr(v.data, '+', v.length) : NULL;
	if (plus) {
		struct span build = span_make(plus + 1, (size_t)(v.data + v.length - plus) - 1);
		if (!identifiers(build, false))
			return false;
		v.length = (size_t)(plus - v.data);
	}
	out->pre = span_make(NULL, 0);
	if (!v.length)
		return true;
	if (v.data[0] != '-')
		return false;
	out->pre = span_after(v, 1);
	return identifiers(out->pre, true);
}

static bool all_digits(struct span a)
{
	order_take_digits(&a);
	return a.length == 0;
}

static int compare_pre(struct span a, struct span b)
{
	if (!a.length || !b.length)
		return (a.length == 0) - (b.length == 0);
	while (a.length && b.length) {
		struct span x, y;
		identifier(&a, &x, false);
		identifier(&b, &y, false);
		bool p = all_digits(x), q = all_digits(y);
		int c = p && q ? order_numbers(x, y) : p != q ? (p ? -1 : 1) : order_bytes(x, y);
		if (c)
			return c;
		a = a.length ? span_after(a, 1) : a;
		b = b.length ? span_after(b, 1) : b;
	}
	return (a.length > 0) - (b.length > 0);
}

bool order_semver(int *out, struct span a, struct span b)
{
	struct semver x, y;
	if (!parse_semver(&x, a) || !parse_semver(&y, b))
		return false;
	int c = 0;
	for (int i = 0; i < 3 && !c; i++)
		c = order_numbers(x.numbers[i], y.numbers[i]);
	*out = c ? c : compare_pre(x.pre, y.pre);
	return true;
}
