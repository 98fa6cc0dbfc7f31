/* What is written as Markdown reads, by cmark, as the tree's plain text does. */
#include <glob.h>

#include "base/file.h"
#include "document/markdown_write.h"
#include "unit/document/helpers.h"

#include <fcntl.h>

static const struct plain_options unwrapped = {.width = PLAIN_UNWRAPPED};

static void add_plain(struct buf *out, const struct node *root)
{
	plain_render(out, root, &unwrapped);
}

/* A heading of two lines becomes one, as a line that begins with # has no more. */
static bool has_broken_heading(const struct node *root)
{
	for (const struct node *n = root; n; n = node_walk(root, n))
		if (n->type == NODE_LINE_BREAK)
			for (const struct node *up = n; up; up = up->parent)
				if (up->type == NODE_HEADING)
					return true;
	return false;
}

static size_t compared;

static void survives(struct span markdown)
{
	struct parsed p = parse(markdown);
	struct buf written, before, after;
	buf_init(&written, BUF_LIMIT_DEFAULT);
	buf_init(&before, BUF_LIMIT_DEFAULT);
	buf_init(&after, BUF_LIMIT_DEFAULT);
	if (p.root && !has_broken_heading(p.root)) {
		markdown_render(&written, p.root, &(struct markdown_options){0});
		struct parsed again = parse(buf_as_span(&written));
		cr_assert(again.root, "refused:\n%s\nof:\n%.*s", written.data, (int)markdown.length, markdown.data);
		add_plain(&before, p.root);
		add_plain(&after, again.root);
		cr_expect_str_eq(after.data, before.data, "of:\n%.*s\nwritten:\n%s\nreads:\n%s\nnot:\n%s", (int)markdown.length, markdown.data,
				 written.data, after.data, before.data);
		compared++;
		parsed_free(&again);
	}
	buf_fini(&written);
	buf_fini(&before);
	buf_fini(&after);
	parsed_free(&p);
}

static void read_whole(struct buf *out, const char *path)
{
	struct diags *d = diags_new();
	cr_assert(file_read(out, AT_FDCWD, path, 1 << 20, false, d), "%s", path);
	diags_free(d);
}

Test(markdown_write, the_examples_of_the_specification)
{
	struct buf file, example;
	buf_init(&file, 1 << 20);
	buf_init(&example, 1 << 20);
	read_whole(&file, "tests/unit/document/commonmark-0.30.txt");
	for (struct span rest = buf_as_span(&file), line; span_next_line(&rest, &line);) {
		if (span_starts(line, "%%% ")) {
			buf_clear(&example);
			continue;
		}
		for (const char *c = line.data; c < line.data + line.length; c++)
			if (strncmp(c, "→", 3) == 0)
				buf_char(&example, '\t'), c += 2;
			else
				buf_char(&example, *c);
		buf_char(&example, '\n');
		if (!rest.length || span_starts(rest, "%%% "))
			survives(buf_as_span(&example));
	}
	cr_expect_gt(compared, 600);
	buf_fini(&file);
	buf_fini(&example);
}

Test(markdown_write, the_shipped_archive)
{
	glob_t found;
	cr_assert_eq(glob("archive/advisories/*/*.md", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct buf file;
		buf_init(&file, 1 << 20);
		read_whole(&file, found.gl_pathv[i]);
		const char *body = strstr(file.data + 4, "\n---\n");
		cr_assert(body, "%s", found.gl_pathv[i]);
		survives(span_of(body + 5));
		buf_fini(&file);
	}
	cr_expect_gt(compared, 20);
	globfree(&found);
}

static const char *const pieces[] = {
	"a", " ", "\n", "*", "_", "[", "]", "(", ")", "!", "<", ">", "`", "\\", "&", "-", "\"", "'", "#", ":", "/", "<?", "[a]: u\n", "1.",
	"=", "~", "\t", "  \n", "http://", "&amp;", "a@b", "](", "](<", "![", "``", "***", "> ", "- ", "\n\n", "+ ", "1) ", "\\\n", "あ", "。",
	"「", "```\n", "    ", "<div>\n", "</b>", "\n- ", "\n> ", "|", "word ", "\r", "\x01", "\u2028", "e\u0301", "　", "## h\n", "&#0;", "0. ",
	"\\*", "\\#", "\\-", "\\_", "\\`", "<https://例.jp/>", "[x](<y z> \"t\\\"&lt;\")", "![i](j)", "&nbsp;", "\n1. ", "\n   ", "~~~\n",
};

Test(markdown_write, hostile_text)
{
	uint64_t state = 7;
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < 6000; i++) {
		buf_clear(&b);
		for (size_t n = 1 + i % 40; n; n--) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			buf_text(&b, pieces[(state >> 33) % (sizeof(pieces) / sizeof(*pieces))]);
		}
		survives(buf_as_span(&b));
	}
	cr_expect_gt(compared, 4000);
	buf_fini(&b);
}

/* Text that no parser has seen, as notes and titles are. */
Test(markdown_write, plain_text_stays_text)
{
	static const char *const texts[] = {
		"# no heading", "a #", "1. no list", "- no list", "    no code", "a | b\n--- | ---\nc | d", "<b>no tag</b> &amp; [no](link)", "***",
		"_a_ __b__ snake_case *c* 2 * 3", "===", "a\n===\nb\n---", "![x](y)", "`a` ``", "C:\\*dir\\", "http://example.org/a_b_c", "> no quote",
		"+ a\n+ b", "1986) a", "~~a~~", "[a]: https://example.org/", "&#35; &copy;", "a  \nb", "\\", "!", "```\ncode\n```", "<https://a.b>",
		"123456789. no list", "a\n123456789) no list", "1234567890. no list", "a\n1234567890\n- no list",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct buf written, reads, wanted;
		buf_init(&written, 10000);
		buf_init(&reads, 10000);
		buf_init(&wanted, 10000);
		markdown_text(&written, span_of(texts[i]));
		struct parsed p = parse(buf_as_span(&written));
		cr_assert(p.root->first && p.root->first == p.root->last && p.root->first->type == NODE_PARAGRAPH, "%s", written.data);
		for (const struct node *n = p.root->first->first; n; n = n->next)
			cr_expect(n->type == NODE_TEXT || n->type == NODE_LINE_BREAK, "%s", written.data);
		add_plain(&reads, p.root);
		for (struct span rest = span_of(texts[i]), line; span_next_line(&rest, &line);)
			buf_span(&wanted, span_trim(line)), buf_char(&wanted, '\n');
		cr_expect_str_eq(reads.data, wanted.data, "written: %s", written.data);
		parsed_free(&p);
		buf_fini(&written);
		buf_fini(&reads);
		buf_fini(&wanted);
	}
}
