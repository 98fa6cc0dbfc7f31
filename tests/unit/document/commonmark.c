/* Our rendering against cmark's own, byte for byte, on the examples of the specification and on
 * random input; where that of pages differs, and why; what else must hold of every document is checked
 * on the same. tests/site/examples.mjs holds the examples against the package of their authors. */
#include "unit/document/helpers.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark.h>
#include <fcntl.h>

#include "base/file.h"
#include "base/utf8.h"

/* cmark without empty titles, which its interface cannot tell from none. */
static void add_cmark(struct buf *out, const char *markdown)
{
	char *html = cmark_markdown_to_html(markdown, strlen(markdown), CMARK_OPT_DEFAULT);
	for (const char *p = html; *p;) {
		size_t skip = strncmp(p, " title=\"\"", 9) == 0 ? 9 : 0;
		if (!skip)
			buf_char(out, *p++);
		p += skip;
	}
	free(html);
}

/* True if it was compared: some inputs are refused. */
static bool compare(const char *markdown)
{
	struct parsed p = parse_text(markdown);
	struct buf ours, theirs;
	buf_init(&ours, BUF_LIMIT_DEFAULT);
	buf_init(&theirs, BUF_LIMIT_DEFAULT);
	if (p.root) {
		html_render(&ours, p.root, &(struct html_options){.commonmark = true, .heading_offset = 3});
		add_cmark(&theirs, markdown);
		cr_expect_str_eq(ours.data, theirs.data, "for:\n%s\nours:\n%s\ncmark:\n%s", markdown, ours.data,
				 theirs.data);
	}
	bool compared = p.root != NULL;
	buf_fini(&ours);
	buf_fini(&theirs);
	parsed_free(&p);
	return compared;
}

static void add_example(struct buf *out, struct span line)
{
	static const struct span arrow = SPAN_LITERAL("→");
	for (size_t n; line.length; line = span_after(line, n)) {
		bool tab = span_starts(line, arrow.data);
		n = tab ? arrow.length : 1;
		buf_add(out, tab ? "\t" : line.data, 1);
	}
	buf_char(out, '\n');
}

typedef void each_example(void *context, unsigned number, const char *markdown);

/* The examples of the specification, in order; the number of them. */
static size_t for_each_example(each_example *each, void *context)
{
	struct buf file, example;
	struct diags *d = diags_new();
	unsigned number = 0;
	size_t count = 0;
	buf_init(&file, 1 << 20);
	buf_init(&example, 1 << 20);
	/* Tests run in the source tree. */
	cr_assert(file_read(&file, AT_FDCWD, "tests/unit/document/commonmark-0.30.txt", 1 << 20, false, d));
	for (struct span rest = buf_as_span(&file), line; span_next_line(&rest, &line);) {
		if (!span_starts(line, "%%% "))
			add_example(&example, line);
		else if (sscanf(line.data, "%%%%%% %u", &number) != 1)
			continue;
		if (!number || (rest.length && !span_starts(rest, "%%% ")))
			continue;
		each(context, number, example.data);
		count++;
		buf_clear(&example);
	}
	buf_fini(&file);
	buf_fini(&example);
	diags_free(d);
	return count;
}

static bool is_among(unsigned number, const unsigned *list)
{
	while (*list && *list != number)
		list++;
	return *list;
}

/* Those that hold an HTML comment, which is an error: it would leak what nobody sees. */
static const unsigned refused[] = {177, 179, 183, 308, 309, 624, 0};

static void rendered_as_by_cmark(void *context, unsigned number, const char *markdown)
{
	(void)context;
	cr_expect_eq(compare(markdown), !is_among(number, refused), "example %u is refused, or is not", number);
}

Test(commonmark, all_examples_of_the_specification_are_rendered_as_by_cmark)
{
	cr_expect_eq(for_each_example(rendered_as_by_cmark, NULL), 652);
}

/* What pages write in another way than cmark wherever it occurs. */
static const struct {
	const char *cmark, *ours;
} spellings[] = {
	{"<hr />", "<hr>"},
	{"<br />", "<br>"},
	{"<pre>", "<pre tabindex=\"0\">"}, /* it scrolls: those without a mouse must reach it */
};

/* cmark's rendering in our spelling: of an image loading="lazy", of a link to another host rel="external". */
static void add_spelled(struct buf *out, const char *html)
{
	const char *image = NULL, *link = NULL;
	while (*html) {
		size_t i = 0, count = sizeof(spellings) / sizeof(*spellings);
		while (i < count && strncmp(html, spellings[i].cmark, strlen(spellings[i].cmark)) != 0)
			i++;
		if (strncmp(html, "<img ", 5) == 0)
			image = html;
		if (strncmp(html, "<a href=\"http", 13) == 0)
			link = html;
		if (i < count) {
			buf_text(out, spellings[i].ours);
			html += strlen(spellings[i].cmark);
		} else if (image && strncmp(html, " />", 3) == 0) {
			buf_text(out, " loading=\"lazy\">");
			html += 3;
			image = NULL;
		} else if (link && *html == '>') {
			buf_text(out, " rel=\"external\">");
			html++;
			link = NULL;
		} else {
			buf_char(out, *html++);
		}
	}
}

/* Raw HTML, which cmark leaves out, is shown as text: what a document holds can be read. */
static const unsigned raw_html[] = {
	21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165,
	166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 178, 180, 181, 182, 184, 185, 186, 187, 188,
	189, 190, 191, 201, 344, 474, 475, 476, 490, 493, 523, 535, 612, 613, 614, 615, 616, 622, 627, 628,
	629, 630, 631, 642, 643, 0,
};

/* Brackets stay in an address as they are: they hold an IPv6 address. */
static const unsigned brackets[] = {525, 537, 602, 0};

/* True if ours is theirs with something where theirs omits raw HTML. */
static bool shows_what_is_omitted(const char *ours, const char *theirs)
{
	static const char omitted[] = "<!-- raw HTML omitted -->";
	const char *gap = strstr(theirs, omitted);
	size_t before = gap ? (size_t)(gap - theirs) : strlen(theirs);
	if (strncmp(ours, theirs, before) != 0)
		return false;
	if (!gap)
		return !ours[before];
	for (ours += before; *ours; ours++)
		if (shows_what_is_omitted(ours, gap + strlen(omitted)))
			return true;
	return false;
}

static void written_as_pages_are(void *context, unsigned number, const char *markdown)
{
	(void)context;
	struct buf theirs, wanted;
	if (is_among(number, refused))
		return;
	char *ours = html_of(markdown, NULL);
	buf_init(&theirs, BUF_LIMIT_DEFAULT);
	buf_init(&wanted, BUF_LIMIT_DEFAULT);
	add_cmark(&theirs, markdown);
	add_spelled(&wanted, theirs.data);
	bool same = strcmp(ours, wanted.data) == 0;
	bool known = is_among(number, raw_html) || is_among(number, brackets);
	cr_expect_eq(same, !known, "example %u:\n%s\nours:\n%s\ncmark:\n%s", number, markdown, ours, wanted.data);
	if (is_among(number, raw_html))
		cr_expect(shows_what_is_omitted(ours, wanted.data), "example %u:\n%s\nours:\n%s", number,
			  markdown, ours);
	free(ours);
	buf_fini(&theirs);
	buf_fini(&wanted);
}

Test(commonmark, pages_differ_from_cmark_where_they_are_meant_to)
{
	cr_expect_eq(for_each_example(written_as_pages_are, NULL), 652);
}

static const char *const pieces[] = {
	"a", " ", "\n", "*", "_", "[", "]", "(", ")", "!", "<", ">", "`", "\\", "&", "-", "\"", "'", "#", ":", "/", "<?",
	"<![CDATA[", "[a]: u\n", "1.", "=", "~", "\t", "  \n", "http://", "&amp;", "a@b", "](", "](<", "![", "[]", "<a b='",
	"``", "***", "> ", "- ", "\n\n", "+ ", "1) ", "\\\n", "%", "あ", "。", "「", "っ", "```\n", "    ", "<div>\n", "</b>",
	"\n- ", "\n> ", "あいう\nえお", "|", "word ", "長い文章がここにあります。", "ー", "\r", "\x01", "\xc2\x85", "\u2028", "é",
	"e\u0301", "👍", "　", "x\n===\n", "## h\n", "javascript:", "https://example.org/", "[a]", "&#0;", "<https://例.jp/>",
	"longlonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglonglong", "<!-- x -->",
};

static uint32_t random_below(uint64_t *state, uint32_t n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33) % n;
}

static void add_random(struct buf *out, uint64_t *state)
{
	uint32_t count = 1 + random_below(state, random_below(state, 8) ? 30 : 500);
	while (count--)
		buf_text(out, pieces[random_below(state, sizeof(pieces) / sizeof(*pieces))]);
}

Test(commonmark, random_documents_are_rendered_as_by_cmark)
{
	uint64_t state = 1;
	struct buf b;
	size_t compared = 0;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < 8000; i++) {
		buf_clear(&b);
		add_random(&b, &state);
		compared += compare(b.data);
	}
	cr_expect_gt(compared, 4000);
	buf_fini(&b);
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* True if somewhere behind the prefix a blank stands between two letters of ASCII. */
static bool is_breakable(struct span line)
{
	size_t i = 0;
	while (i < line.length && strchr(" >*.0123456789()[]", line.data[i]))
		i++;
	for (i++; i + 1 < line.length; i++)
		if (line.data[i] == ' ' && is_letter(line.data[i - 1]) && is_letter(line.data[i + 1]))
			return true;
	return false;
}

/* The visible characters of a text, without what the rendering itself writes. */
static void add_letters(struct buf *out, struct span s)
{
	size_t n;
	for (; s.length; s = span_after(s, n)) {
		uint32_t c = utf8_decode(s, &n);
		if (utf8_is_letter_or_digit(c) && c >= 0x80)
			buf_add(out, s.data, n);
	}
}

static void check_lines(struct span text, const char *markdown, bool code)
{
	for (struct span line; span_next_line(&text, &line);) {
		cr_expect_leq(line.length, PLAIN_LINE_BYTES);
		cr_expect(!line.length || line.data[line.length - 1] != ' ', "trailing blank for:\n%s", markdown);
		cr_expect(code || utf8_width(line) <= PLAIN_WIDTH || !is_breakable(line), "%.*s for:\n%s", (int)line.length,
			  line.data, markdown);
	}
}

static bool holds(const struct node *root, enum node_type type)
{
	for (const struct node *n = root; n; n = node_walk(root, n))
		if (n->type == type)
			return true;
	return false;
}

static void check_plain(const char *markdown)
{
	struct parsed p = parse_text(markdown);
	struct buf text, before, after;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	buf_init(&before, BUF_LIMIT_DEFAULT);
	buf_init(&after, BUF_LIMIT_DEFAULT);
	if (p.root) {
		plain_render(&text, p.root, &(struct plain_options){.links_title = NULL});
		check_lines(buf_as_span(&text), markdown, holds(p.root, NODE_CODE_BLOCK) || holds(p.root, NODE_HTML_BLOCK) ||
								   holds(p.root, NODE_CODE));
		node_plain(&before, p.root);
		struct buf kept, got;
		buf_init(&kept, BUF_LIMIT_DEFAULT);
		buf_init(&got, BUF_LIMIT_DEFAULT);
		add_letters(&kept, buf_as_span(&before));
		add_letters(&got, buf_as_span(&text));
		cr_expect(strncmp(got.data, kept.data, kept.length) == 0, "lost from:\n%s", markdown);
		buf_add(&after, text.data, text.length);
		plain_normalise(&after);
		cr_expect_eq(utf8_invalid(buf_as_span(&after)), after.length);
		for (size_t i = 0; i < after.length; i++)
			cr_expect((unsigned char)after.data[i] >= ' ' || after.data[i] == '\n');
		buf_fini(&kept);
		buf_fini(&got);
	}
	buf_fini(&text);
	buf_fini(&before);
	buf_fini(&after);
	parsed_free(&p);
}

Test(commonmark, the_plain_text_of_random_documents_obeys_its_rules_and_loses_nothing)
{
	uint64_t state = 2;
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < 4000; i++) {
		buf_clear(&b);
		add_random(&b, &state);
		check_plain(b.data);
	}
	buf_fini(&b);
}

Test(commonmark, places_of_random_documents_lie_within_them)
{
	uint64_t state = 3;
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < 3000; i++) {
		buf_clear(&b);
		add_random(&b, &state);
		struct parsed p = parse_text(b.data);
		unsigned lines = 1;
		for (size_t k = 0; k < b.length; k++)
			lines += b.data[k] == '\n' || b.data[k] == '\r';
		for (const struct node *n = p.root; n; n = node_walk(p.root, n))
			cr_expect(n->line >= 1 && n->line <= lines);
		parsed_free(&p);
	}
	buf_fini(&b);
}
