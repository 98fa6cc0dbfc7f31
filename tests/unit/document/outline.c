#include "document/outline.h"
#include "unit/document/helpers.h"

#include "document/markdown.h"

Test(outline, a_node_is_a_line_with_its_place_and_fields)
{
	struct arena *a = arena_new();
	struct buf out;
	buf_init(&out, 1 << 16);
	struct node *root = markdown_parse(a, span_of("3) a\n4) [b](u \"t\") ![c](v)\n\n~~~ sh\n\"x\"\n~~~\n\n- d\n"), 10, "a.md", NULL);
	struct node *div = node_new(a, NODE_DIV), *ruby = node_new(a, NODE_RUBY), *cell = node_new(a, NODE_CELL);
	div->classes = "one two";
	ruby->info = "r";
	cell->header = true;
	cell->align = ALIGN_RIGHT;
	node_append(root, div);
	node_append(div, ruby); /* whether it may stand there is nothing to an outline */
	node_append(div, cell);
	outline_render(&out, root);
	expect_text(strdup(out.data),
		    "Document 10:1\n"
		    "  List 10:1 ordered start=3 delimiter=\")\" tight\n"
		    "    Item 10:1\n"
		    "      Paragraph 10:4\n"
		    "        Text 10:4 text=\"a\"\n"
		    "    Item 11:1\n"
		    "      Paragraph 11:4\n"
		    "        Link 11:4 url=\"u\" title=\"t\"\n"
		    "          Text 11:5 text=\"b\"\n"
		    "        Text 11:14 text=\" \"\n"
		    "        Image 11:15 url=\"v\"\n"
		    "          Text 11:17 text=\"c\"\n"
		    "  CodeBlock 13:1 info=\"sh\" text=\"\\\"x\\\"\\x0A\"\n"
		    "  List 17:1 tight\n"
		    "    Item 17:1\n"
		    "      Paragraph 17:3\n"
		    "        Text 17:3 text=\"d\"\n"
		    "  Div classes=\"one two\"\n"
		    "    Ruby reading=\"r\"\n"
		    "    Cell header align=\"right\"\n");
	buf_fini(&out);
	arena_free(a);
}
