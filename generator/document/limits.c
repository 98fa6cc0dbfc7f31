/* cmark 0.30.2 is linear but for two cases (measured; see tests/unit/document/limits.c):
 *
 * - each line, and each emphasis or link that is made, visits all open
 *   containers: containers * (lines + delimiters);
 * - each link that is made visits all images that were begun before it in its
 *   paragraph (CVE-2023-22486, mended in 0.30.3): "![" * "]" of a paragraph.
 *
 * Both products are bounded from above by what stands in the source, without
 * parsing; a step of either costs 2 to 7 ns. */
#include "document/limits.h"

#include <stdint.h>

#define STEPS ((uint64_t)100 * 1000 * 1000)

struct estimate {
	uint64_t containers, steps; /* most on one line; lines and delimiters */
	unsigned deepest;           /* the line with most containers */
	uint64_t images, closings;  /* since the last blank line */
	uint64_t products;          /* of both, over all paragraphs */
	uint64_t worst;             /* the largest of them */
	unsigned crowded;           /* the line where that paragraph ends */
};

static bool is_blank_at(struct span s, size_t i)
{
	return i >= s.length || s.data[i] == ' ' || s.data[i] == '\t';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The bytes of the list or quotation marker at i, 0 if there is none. */
static size_t marker_at(struct span s, size_t i)
{
	if (i >= s.length)
		return 0;
	char c = s.data[i];
	if (c == '>')
		return 1;
	if (c == '-' || c == '+' || c == '*')
		return is_blank_at(s, i + 1) ? 1 : 0;
	size_t n = 0;
	while (n < 9 && i + n < s.length && is_digit(s.data[i + n]))
		n++;
	if (!n || i + n >= s.length || (s.data[i + n] != '.' && s.data[i + n] != ')'))
		return 0;
	return is_blank_at(s, i + n + 1) ? n + 1 : 0;
}

static size_t skip_blanks(struct span s, size_t i, uint64_t *columns)
{
	for (; i < s.length && is_blank_at(s, i); i++)
		*columns += s.data[i] == '\t' ? 4 : 1;
	return i;
}

/* Takes the next line off; cmark ends lines at CR too. */
static bool next_line(struct span *rest, struct span *line)
{
	if (!rest->length)
		return false;
	size_t n = 0;
	while (n < rest->length && rest->data[n] != '\n' && rest->data[n] != '\r')
		n++;
	*line = span_make(rest->data, n);
	*rest = span_after(*rest, n < rest->length ? n + 1 : n);
	return true;
}

/* At most this many containers can be open after the line: each of its own
 * markers, and one for every two columns of indentation before a marker. */
static uint64_t containers_of(struct span line)
{
	uint64_t indent = 0, inner = 0, markers = 0;
	size_t i = skip_blanks(line, 0, &indent), n;
	while ((n = marker_at(line, i)) > 0) {
		markers += line.data[i] == '>' ? 1 : 2; /* a list and its item */
		i = skip_blanks(line, i + n, &inner);
	}
	return markers ? markers + indent + inner : 0;
}

static void end_paragraph(struct estimate *e, unsigned line)
{
	uint64_t product = e->images * e->closings;
	e->products += product;
	if (product > e->worst) {
		e->worst = product;
		e->crowded = line;
	}
	e->images = e->closings = 0;
}

static void count_inlines(struct estimate *e, struct span line)
{
	for (size_t i = 0; i < line.length; i++) {
		char c = line.data[i];
		e->steps += c == '*' || c == '_' || c == ']';
		e->closings += c == ']';
		e->images += c == '!' && i + 1 < line.length && line.data[i + 1] == '[';
	}
}

bool markdown_costly(struct span body, unsigned *line, const char **what)
{
	struct estimate e = {0};
	unsigned number = 0;
	for (struct span rest = body, text; next_line(&rest, &text);) {
		number++;
		uint64_t containers = containers_of(text);
		if (containers > e.containers) {
			e.containers = containers;
			e.deepest = number;
		}
		if (span_trim(text).length == 0)
			end_paragraph(&e, number);
		e.steps++;
		count_inlines(&e, text);
	}
	end_paragraph(&e, number);
	if (e.products > STEPS) {
		*line = e.crowded;
		*what = "too many images and links in one paragraph";
		return true;
	}
	*line = e.deepest;
	*what = "lists or quotations are nested too deeply for a text of this length";
	return e.containers * e.steps > STEPS;
}
