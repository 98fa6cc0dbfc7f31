/* PEP 440: [N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local], with the spellings that it normalises.
 * Invariant: an absent part has NULL data, a part without a number an empty one, which counts as 0. */
#include "archive/order.h"

struct pypi {
	struct span epoch, release, pre_number, post, dev, local;
	int pre; /* 0 none, 1 a, 2 b, 3 rc */
	bool has_post, has_dev, has_local;
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Takes word, whatever its case. */
static bool take_word(struct span *rest, const char *word)
{
	size_t n = strlen(word);
	if (rest->length < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (lower(rest->data[i]) != word[i])
			return false;
	*rest = span_after(*rest, n);
	return true;
}

static bool take_separator(struct span *rest)
{
	if (!rest->length || !strchr(".-_", rest->data[0]) || !rest->data[0])
		return false;
	*rest = span_after(*rest, 1);
	return true;
}

/* [sep]WORD[[sep]N]: the longest of the words, its index + 1 and its number; 0 if none is there. */
static int take_part(struct span *rest, const char *const words[], struct span *number)
{
	struct span r = *rest;
	take_separator(&r);
	for (int i = 0; words[i]; i++) {
		struct span behind = r;
		if (!take_word(&behind, words[i]))
			continue;
		struct span digits = behind;
		take_separator(&digits);
		struct span n = order_take_digits(&digits);
		*number = n;
		*rest = n.length ? digits : behind;
		return i + 1;
	}
	return 0;
}

static bool take_post(struct span *rest, struct span *number)
{
	static const char *const words[] = {"post", "rev", "r", NULL};
	if (take_part(rest, words, number))
		return true;
	struct span r = *rest;
	if (!r.length || r.data[0] != '-')
		return false;
	r = span_after(r, 1);
	*number = order_take_digits(&r);
	if (!number->length)
		return false;
	*rest = r;
	return true;
}

/* N(.N)*; a dot that no digit follows is left. */
static bool take_release(struct span *rest, struct span *release)
{
	const char *start = rest->data;
	if (!order_take_digits(rest).length)
		return false;
	while (rest->length > 1 && rest->data[0] == '.' && order_is_digit(rest->data[1])) {
		*rest = span_after(*rest, 1);
		order_take_digits(rest);
	}
	*release = span_make(start, (size_t)(rest->data - start));
	return true;
}

static bool local_is_valid(struct span local)
{
	bool separated = true;
	for (size_t i = 0; i < local.length; i++) {
		char c = local.data[i];
		bool sign = c == '.' || c == '-' || c == '_';
		if (sign ? separated : !order_is_digit(c) && !order_is_letter(c))
			return false;
		separated = sign;
	}
	return !separated;
}

static bool parse_pypi(struct pypi *out, struct span v)
{
	static const char *const pre[] = {"alpha", "beta", "preview", "pre", "rc", "a", "b", "c", NULL};
	static const int kinds[] = {0, 1, 2, 3, 3, 3, 1, 2, 3};
	static const char *const dev[] = {"dev", NULL};
	*out = (struct pypi){0};
	take_word(&v, "v");
	struct span epoch = v;
	out->epoch = order_take_digits(&epoch);
	if (out->epoch.length && epoch.length && epoch.data[0] == '!')
		v = span_after(epoch, 1);
	else
		out->epoch = span_make(NULL, 0);
	if (!take_release(&v, &out->release))
		return false;
	out->pre = kinds[take_part(&v, pre, &out->pre_number)];
	out->has_post = take_post(&v, &out->post);
	out->has_dev = take_part(&v, dev, &out->dev) > 0;
	if (v.length && v.data[0] == '+') {
		out->has_local = true;
		out->local = span_after(v, 1);
		return local_is_valid(out->local);
	}
	return v.length == 0;
}

/* Releases, the shorter padded with zeros. */
static int compare_releases(struct span a, struct span b)
{
	while (a.length || b.length) {
		struct span x = order_take_digits(&a), y = order_take_digits(&b);
		int c = order_numbers(x, y);
		if (c)
			return c;
		if (a.length)
			a = span_after(a, 1);
		if (b.length)
			b = span_after(b, 1);
	}
	return 0;
}

/* 1.dev1 < 1a1.dev1 < 1a1 < 1rc1 < 1 < 1.post1 */
static int pre_rank(const struct pypi *v)
{
	if (v->pre)
		return v->pre;
	return v->has_dev && !v->has_post ? 0 : 4;
}

static struct span local_segment(struct span *rest)
{
	size_t n = 0;
	while (n < rest->length && !strchr(".-_", rest->data[n]))
		n++;
	struct span segment = span_make(rest->data, n);
	*rest = span_after(*rest, n < rest->length ? n + 1 : n);
	return segment;
}

static int compare_letters(struct span a, struct span b)
{
	for (size_t i = 0; i < a.length && i < b.length; i++)
		if (lower(a.data[i]) != lower(b.data[i]))
			return lower(a.data[i]) - lower(b.data[i]);
	return (a.length > b.length) - (a.length < b.length);
}

/* Segment by segment: numbers come behind words, more segments behind fewer. */
static int compare_locals(struct span a, struct span b)
{
	while (a.length && b.length) {
		struct span x = local_segment(&a), y = local_segment(&b), p = x, q = y;
		order_take_digits(&p);
		order_take_digits(&q);
		int c = (p.length == 0) != (q.length == 0) ? (p.length == 0 ? 1 : -1)
			: p.length == 0                    ? order_numbers(x, y)
							   : compare_letters(x, y);
		if (c)
			return c;
	}
	return (a.length > 0) - (b.length > 0);
}

bool order_pypi(int *out, struct span a, struct span b)
{
	struct pypi x, y;
	if (!parse_pypi(&x, a) || !parse_pypi(&y, b))
		return false;
	int c = order_numbers(x.epoch, y.epoch);
	if (!c)
		c = compare_releases(x.release, y.release);
	if (!c)
		c = pre_rank(&x) - pre_rank(&y);
	if (!c && x.pre)
		c = order_numbers(x.pre_number, y.pre_number);
	if (!c)
		c = x.has_post - y.has_post;
	if (!c)
		c = order_numbers(x.post, y.post);
	if (!c)
		c = y.has_dev - x.has_dev;
	if (!c)
		c = order_numbers(x.dev, y.dev);
	if (!c)
		c = x.has_local - y.has_local;
	*out = c ? c : compare_locals(x.local, y.local);
	return true;
}
