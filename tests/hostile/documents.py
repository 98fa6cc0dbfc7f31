#!/usr/bin/env python3
"""Documents that are made to cost more than linear time.

  documents.py list                     the names of the shapes
  documents.py write SHAPE BYTES FOLDER the documents of two revisions, below FOLDER/1 and FOLDER/2

A shape is a function of the size that a body may have and of the revision, 1 or 2, which
returns the body. All are determined by their name: no clock, no chance.
"""
import os
import sys

SHAPES = {}


def shape(f):
    SHAPES[f.__name__.replace("_", "-")] = f
    return f


def fill(piece, size):
    """piece over and over, whole, at most size bytes."""
    return piece * max(1, size // len(piece.encode()))


def count(size, make):
    """make(0) make(1) … up to size bytes."""
    out, n, i = [], 0, 0
    while True:
        piece = make(i)
        n += len(piece.encode())
        if n > size:
            return "".join(out)
        out.append(piece)
        i += 1


def repeated(name, piece, other=None, head="", tail=""):
    """A shape that is one piece repeated; the second revision has another in every tenth place."""
    def body(size, revision):
        room = size - len((head + tail).encode())
        if revision == 1:
            return head + fill(piece, room) + tail
        return head + fill(piece * 9 + (other or piece.upper()), room) + tail
    SHAPES[name] = body


# Emphasis. cmark's own pathological cases are among these (test/pathological_tests.py).
repeated("emphasis-openers", "*a ")
repeated("emphasis-openers-mixed", "*a **a ")
repeated("emphasis-closers", "a* ", "b* ")
repeated("emphasis-closers-under", "a_ ", "b_ ")
repeated("emphasis-under-double", "_a __a ")
repeated("emphasis-never-matched", "*a_ ", "*b_ ")
repeated("emphasis-then-one", "*a ", "*b ", tail="_b**")
repeated("emphasis-triple", "***a** b* ")
repeated("emphasis-thirds", "a***b **c *d ", "a**b *c ***d ")
repeated("emphasis-mixed-lengths", "a**b" + "c* ", "a**d" + "c* ")
repeated("emphasis-mod-three", "a_b*c__d**e ")
repeated("stars-alone", "*")
repeated("stars-and-words", "**x")
repeated("underscores-alone", "a_")


@shape
def emphasis_deep(size, revision):
    n = size // 8
    word = "a" if revision == 1 else "b"
    return "*" + word + " **" + word + " " + ("*" + word + " **" + word + " ") * (n // 2) + (word + "** " + word + "* ") * (n // 2)


@shape
def emphasis_spans(size, revision):
    return count(size, lambda i: "*w%d* **v%d** " % (i + revision, i))


# Links and images.
repeated("brackets-open", "[", "![")
repeated("brackets-open-words", "[a", "[b")
repeated("brackets-close", "]", "a]")
repeated("brackets-closed-words", "a]", "b]")
repeated("brackets-pairs", "[a]", "[b]")
repeated("brackets-nested-images", "![[]()", "![[]() ")
repeated("link-openers", "[a](", "[b](")
repeated("link-openers-angle", "[a](<b", "[b](<b")
repeated("link-openers-title", '[a](b "', '[b](b "')
repeated("link-openers-title-paren", "[a](b (", "[b](b (")
repeated("link-references-open", "[a][", "[b][")
repeated("link-references-pairs", "[a][b]", "[b][a]")
repeated("links-whole", "[a](https://e.example/) ", "[b](https://e.example/) ")
repeated("image-openers", "![a", "![b")
repeated("image-openers-paren", "![a](", "![b](")
repeated("footnotes", "[^x]", "[^y]")
repeated("autolink-openers", "<http:", "<https:")
repeated("html-tag-openers", "<a ", "<b ")
repeated("html-attribute-openers", '<a b="', "<a b='")
repeated("html-comments", "x <!-x ", "y <!-x ")
repeated("html-comments-real", "a <!--", "b <!--")
repeated("html-declarations", "x <!A ", "y <!A ")
repeated("html-processing", "x <?", "y <?")
repeated("html-cdata", "x <![CDATA[", "y <![CDATA[")
repeated("html-mixed", "a <!A <? <![CDATA[ <b ", "a <!A <? <![CDATA[ <c ")
repeated("html-block-openers", "<?\n\n", "<!A\n\n")
repeated("html-block-script", "<pre>\n", "<style>\n")
repeated("entities", "&amp;", "&lt;")
repeated("entities-never", "&amp", "&copy")
repeated("entities-numeric", "&#42;", "&#x42;")
repeated("entities-unknown", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "&b")
repeated("backslashes", "\\", "\\a")
repeated("backslashes-stars", "\\*", "\\_")


@shape
def brackets_deep(size, revision):
    n = size // 2 - 1
    return "[" * n + ("a" if revision == 1 else "b") + "]" * n


@shape
def brackets_deep_links(size, revision):
    n = size // 16
    return "[" * n + ("a" if revision == 1 else "b") + "](mailto:a@b)" * n


@shape
def parentheses_in_a_link(size, revision):
    n = size // 2 - 10
    return "[a](" + "(" * n + ("a" if revision == 1 else "b") + ")" * n + ")"


@shape
def backticks_rising(size, revision):
    return count(size, lambda i: ("e" if revision == 1 else "f") + "`" * (i + 1))


@shape
def backticks_many(size, revision):
    return "`" + fill("a``b```", size // 2) + fill("x" if revision == 1 else "y ", size // 2)


@shape
def code_spans(size, revision):
    return count(size, lambda i: "`c%d` ``d`%d`` " % (i, i * revision))


@shape
def definitions(size, revision):
    half = count(size // 2, lambda i: "[r%d]: http://e.example/%d\n" % (i, i * revision))
    return half + "\n" + count(size // 2, lambda i: "[r%d]\n" % i)


@shape
def definitions_of_one(size, revision):
    url = "http://e.example/" + "u" * (size // 4)
    return "[r]: " + url + "\n\n" + fill("[r]\n" if revision == 1 else "[r] x\n", size // 2)


@shape
def definitions_alike(size, revision):
    label = "a" * 900
    return count(size // 2, lambda i: "[%s%d]: http://e.example/\n" % (label, i)) + "\n" + count(size // 2, lambda i: "[%s%d] %d\n" % (label, i, revision))


@shape
def definitions_that_are_none(size, revision):
    return count(size, lambda i: "[r%d]: <\n" % (i * revision))


@shape
def labels_long(size, revision):
    return fill("[" + "l" * 990 + "]" + ("" if revision == 1 else " "), size)


# Blocks.
repeated("quotes-deep", "> > > > > > > > a\n", "> > > > b\n")
repeated("quotes-lazy", "> a\nb\n", "> b\na\n")
repeated("quotes-and-lists", "> - > - a\n", "> - > - b\n")
repeated("quotes-on-one-line", "> ", "> ", tail="a")
repeated("lists-on-one-line", "- ", "* ", tail="a")
repeated("numbers-on-one-line", "1. ", "2. ", tail="a")
repeated("lists-alternating", "- a\n* b\n+ c\n", "- d\n* b\n+ c\n")
repeated("lists-items", "- a\n", "- b\n")
repeated("lists-numbers", "1. a\n", "1. b\n")
repeated("lists-loose", "- a\n\n", "- b\n\n")
repeated("lists-tasks", "- [ ] a\n", "- [x] a\n")
repeated("lists-empty", "-\n", "*\n")
repeated("lists-blank-lines", "- a\n" + "\n" * 50, "- b\n" + "\n" * 50)
repeated("list-open-then-blank", "\n", " \n", head="- a\n", tail="b")
repeated("headings", "# a\n", "# b\n")
repeated("headings-closed", "# a #\n", "# b #\n")
repeated("headings-hashes", "#", "# ", head="# ")
repeated("headings-close-runs", " #", " ##", head="# a")
repeated("headings-setext", "a\n-\n", "b\n-\n")
repeated("headings-setext-lines", "a\n", "b\n", tail="===\n")
repeated("headings-levels", "# a\n\n## b\n\n### c\n\n", "# a\n\n## d\n\n### c\n\n")
repeated("rules", "***\n", "---\n")
repeated("rules-never", "* " , "- ", tail="a")
repeated("rules-long", "- " * 400 + "\n", "* " * 400 + "\n")
repeated("fences-open", "```\na\n", "~~~\nb\n")
repeated("fences-info", "``` " + "i" * 200 + "\na\n```\n", "``` j\na\n```\n")
repeated("fences-long", "`", "`", tail="\ncode")
repeated("code-indented", "    a\n", "    b\n")
repeated("code-indented-blank", "    a\n\n\n\n", "    b\n\n\n\n")
repeated("paragraphs", "a\n\n", "b\n\n")
repeated("paragraph-lines", "a\n", "b\n")
repeated("paragraph-hard-breaks", "a  \n", "b\\\n")
repeated("blanks", " ", "  ", head="a", tail="b")
repeated("blanks-and-words", "a" + " " * 200, "b" + " " * 200)
repeated("tabs", "\t", "\t\t", head="a", tail="b")
repeated("tabs-and-lines", "\ta\n", "\tb\n")
repeated("line-ends", "\n", "\n", head="a", tail="b")


@shape
def headings_unlike(size, revision):
    return count(size, lambda i: "# h%d\n" % (i * revision))


@shape
def headings_that_nearly_collide(size, revision):
    return count(size, lambda i: "# a\n\n# a-%d\n\n" % (i + revision))


@shape
def lists_nested(size, revision):
    block = "".join("  " * i + "- i%d\n" % (i * revision) for i in range(7))
    return fill(block, size)


@shape
def lists_indented_deeper_and_deeper(size, revision):
    return count(size, lambda i: " " * i + "* a%d\n" % revision)


# Words: what follows the parser.
repeated("japanese", "情報を更新しました", "情報を訂正しました")
repeated("japanese-lines", "情報を更新しました\n", "情報を訂正しました\n")
repeated("japanese-marks", "」、。", "）。、")
repeated("japanese-openers", "「（", "『（")
repeated("japanese-half-width", "ｶﾞﾊﾟＡ１", "ｷﾞﾋﾟＢ２")
repeated("word-endless", "a", "b")
repeated("words", "word ", "ward ")
repeated("words-and-marks", "a-b/c.d,e;f ", "a-b/c.d,e;g ")
repeated("combining", "e\u0301", "o\u0301")
repeated("emoji", "\U0001F469\U0001F3FD", "\U0001F468\U0001F3FD")
repeated("addresses", "https://www.example.com/a ", "https://www.example.com/b ")
repeated("addresses-glued", "https://www.example.com/", "http://www.example.com/")
repeated("addresses-schemes", "http://", "https://")
repeated("addresses-brackets", "(", ")", head="https://www.example.com/")
repeated("addresses-closing", ")", ".", head="https://www.example.com/")
repeated("addresses-dots", "a.", "b.", head="https://")
repeated("addresses-hyphens", "a-", "b-", head="https://w")
repeated("ids-cve", "CVE-2024-11111 ", "CVE-2024-11112 ")
repeated("ids-cve-glued", "CVE-2024-", "CVE-2025-")
repeated("ids-cve-endless", "1", "2", head="CVE-2024-")
repeated("ids-cwe", "CWE-79 ", "CWE-89 ")
repeated("ids-own", "EX-2024-0002 ", "EX-2024-0003 ")
repeated("ids-own-glued", "EX-2024-0002", "EX-2024-0003")
repeated("ids-own-dots", "EX-2024-0002.", "EX-2024-0003-")
repeated("ids-own-hyphens", "_", "-", head="EX-2024-0002")
repeated("versions", "1.2.3 ", "1.2.4 ")
repeated("versions-endless", "1.", "2.")
repeated("digits", "1", "2")
repeated("dates", "2024年1月2日、", "2024年1月3日、")
repeated("dates-english", "2 January 2024, ", "3 January 2024, ")
repeated("dates-iso", "2024-01-02 ", "2024-01-03 ")
repeated("indicators", "198.51.100.7 ", "198.51.100.8 ")
repeated("indicators-defanged", "hxxp://www[.]example[.]com ", "hxxp://ww[.]example[.]com ")
repeated("hashes", "d41d8cd98f00b204e9800998ecf8427e ", "d41d8cd98f00b204e9800998ecf8427f ")
repeated("vectors", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H ", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:L ")
repeated("terms", "脆弱性とアップデート、", "脆弱性と更新、")
repeated("mentions-no-other-has", "CVE-2024-1 1.2.3 https://e.example/ ", "CVE-2024-2 1.2.4 https://e.example/ ")

# Addresses without a scheme, of mail, and what only looks like one.
repeated("mail-addresses-open", "a@", "b@")
repeated("mail-addresses", "a@b.example ", "c@b.example ")
repeated("mail-addresses-dots", "a.", "b.", head="a@")
repeated("mail-addresses-angle", "<a@b.", "<a@c.")
repeated("mail-addresses-angle-endless", "a.", "b.", head="<a@")
repeated("addresses-www", "www.", "ww.")
repeated("addresses-www-words", "www.a.example ", "www.b.example ")
repeated("addresses-userinfo", "https://a@", "https://b@")
repeated("addresses-escapes", "%41", "%4", head="https://e.example/")
repeated("addresses-japanese", "情報", "更新", head="https://e.example/")
repeated("addresses-ports", ":1", ":2", head="https://e.example")
repeated("angles-open", "<", "< ")
repeated("angles-closed", "<>", "<a>")
repeated("html-tag-closers", "</a ", "</b ")
repeated("html-tags-whole", "<b>", "</b>")
repeated("html-attribute-values", " a=b", " a='b'", head="<a", tail=">")
repeated("destinations-escaped", "[a](\\(", "[b](\\)")
repeated("destinations-alone", "](", "](a")
repeated("destinations-angle-lines", "[a](<b\n", "[b](<b\n")
repeated("links-to-nowhere", "[a](b.md) ", "[a](c.md) ")
repeated("links-to-anchors-nowhere", "[a](#b) ", "[a](#c) ")
repeated("links-to-oneself", "[a](EX-2024-0001.ja.md) ", "[b](EX-2024-0001.ja.md) ")
repeated("links-to-files-nowhere", "![a](EX-2024-0001/b.png) ", "![b](EX-2024-0001/b.png) ")
repeated("links-refused", "[a](javascript:b) ", "[b](javascript:b) ")
repeated("quotes-tabs", ">\t", ">\t", tail="a")
repeated("lists-tabs", "-\t", "*\t", tail="a")
repeated("quotes-many", "> a\n\n", "> b\n\n")
repeated("tables-in-quotes", "> |a|b|\n> |-|-|\n", "> |a|c|\n> |-|-|\n")
repeated("tables-in-lists", "- |a|b|\n  |-|-|\n", "- |a|c|\n  |-|-|\n")
repeated("fences-never-closed", "````\n```\n", "`````\n```\n")
repeated("fences-in-quotes", "> ```\n", "> ~~~\n")
repeated("definitions-titles-open", "[a]: b (\n", "[a]: c (\n")
repeated("definitions-titles-quoted", "[a]: b 'c\n", "[a]: c 'c\n")
repeated("definitions-brackets", "[a", "[b", tail="]: c")
repeated("definitions-escapes", "\\]", "\\[", head="[", tail="]: c")
repeated("variation-selectors", "葛\U000e0100", "葛\U000e0101")
repeated("full-width-tildes", "～〜－", "～〜ー")
repeated("japanese-and-latin", "脆弱性API", "脆弱性ABI")
repeated("quotes-english", "\u201ca\u2019", "\u201cb\u2019")
repeated("numbers-grouped", "1,", "2,")
repeated("dates-months", "2024年1月", "2024年2月")
repeated("versions-and-words", "v1.2-rc1+b.", "v1.3-rc1+b.")
repeated("products-own", "Reiji 1.2 ", "Reiji 1.3 ")


@shape
def mentions_all_unlike(size, revision):
    return count(size, lambda i: "CVE-2024-%05d 1.%d https://w%d.example.com/ 198.51.%d.%d 2024-01-%02d\n" % (
        i + revision, i * revision, i, i // 250 % 250, i % 250, i % 28 + 1))


@shape
def words_all_unlike(size, revision):
    return count(size, lambda i: "w%d " % (i * 7919 % 1000003 * revision))


@shape
def lines_all_unlike(size, revision):
    return count(size, lambda i: "l%d\n" % (i * 7919 % 1000003 * revision))


@shape
def paragraphs_all_unlike(size, revision):
    return count(size, lambda i: "p%d\n\n" % (i * 7919 % 1000003 * revision))


@shape
def paragraphs_turned_round(size, revision):
    pieces = count(size, lambda i: "p%d\n\n" % i).split("\n\n")[:-1]
    return "\n\n".join(pieces if revision == 1 else reversed(pieces))


@shape
def words_turned_round(size, revision):
    pieces = count(size, lambda i: "w%d " % i).split()
    return " ".join(pieces if revision == 1 else reversed(pieces))


@shape
def words_shuffled(size, revision):
    pieces = count(size, lambda i: "w%d " % (i % 50)).split()
    return " ".join(pieces if revision == 1 else [pieces[i * 7919 % len(pieces)] for i in range(len(pieces))])


@shape
def paragraphs_shuffled(size, revision):
    pieces = count(size, lambda i: "p%d q\n\n" % (i % 50)).split("\n\n")[:-1]
    return "\n\n".join(pieces if revision == 1 else [pieces[i * 7919 % len(pieces)] for i in range(len(pieces))])


@shape
def paragraphs_nearly_alike(size, revision):
    return count(size, lambda i: "one two three four five %d\n\n" % (i + 1000000 * revision))


@shape
def japanese_shuffled(size, revision):
    letters = "情報更新訂正脆弱性製品対策影響"
    n = size // 3
    step = 1 if revision == 1 else 7919
    return "".join(letters[i * step % 1009 % len(letters)] for i in range(n))


@shape
def list_items_all_unlike(size, revision):
    return count(size, lambda i: "- i%d\n" % (i * 7919 % 1000003 * revision))


@shape
def code_lines_all_unlike(size, revision):
    return "```\n" + count(size - 8, lambda i: "c%d\n" % (i * 7919 % 1000003 * revision)) + "```\n"


# Tables, which are a filter's.
def table(columns, rows, cell="a"):
    line = "|" + (cell + "|") * columns + "\n"
    return line + "|" + "-|" * columns + "\n" + line * rows


@shape
def table_wide(size, revision):
    return table(size // 8, 1, "a" if revision == 1 else "b")


@shape
def table_wide_without_rows(size, revision):
    return table(size // 4 - 2, 0, "a" if revision == 1 else "b")


@shape
def table_short_rows(size, revision):
    """Each row of a table has as many cells as its head: a short line may cost much."""
    columns = size // 8
    return table(columns, 0) + fill("|a\n" if revision == 1 else "|b\n", size - 4 * columns)


@shape
def table_square(size, revision):
    columns = int((size // 2) ** 0.5)
    return table(columns, columns - 2, "a" if revision == 1 else "b")


@shape
def table_long(size, revision):
    return table(2, size // 6, "a" if revision == 1 else "b")


@shape
def table_long_unlike(size, revision):
    return "|a|b|\n|-|-|\n" + count(size - 20, lambda i: "|c%d|d%d|\n" % (i, i * revision))


@shape
def table_many(size, revision):
    return fill("|a|b|\n|-|-|\n|c|d|\n\n" if revision == 1 else "|a|b|\n|-|-|\n|c|e|\n\n", size)


repeated("table-heads", "a|b\n-|-\n", "a|c\n-|-\n")
repeated("table-dashes", "-|", ":-|", head="a|b\n|")
repeated("table-escapes", "\\|", "\\| ", head="|a|b|\n|-|-|\n|")
repeated("table-entities", "&#124;", "&vert;", head="|a|b|\n|-|-|\n|")
repeated("table-code", "`|` ", "`\\|` ", head="|a|b|\n|-|-|\n|")
repeated("table-ticks", "\\|`" , "\\|``", head="|a|b|\n|-|-|\n|")
repeated("table-brackets", "\\|](", "\\|](a", head="|a|b|\n|-|-|\n|")
repeated("table-angles", "\\|<a", "\\|<b", head="|a|b|\n|-|-|\n|")
repeated("table-ampersands", "\\|&a", "\\|&b", head="|a|b|\n|-|-|\n|")
repeated("table-emphasis", "*a*", "*b*", head="|a|b|\n|-|-|\n|", tail="\\||")
repeated("table-blanks", " ", "  ", head="|a|b|\n|-|-|\n|", tail="|")
repeated("table-dashes-blank", " ", "\t", head="|a|b|\n|-|-", tail="x|")
repeated("table-colons", ":", "-", head="|a|b|\n|-|-")


@shape
def table_ticks_rising(size, revision):
    return "|a|b|\n|-|-|\n|" + count(size - 20, lambda i: "\\|" + "`" * (i + revision))


@shape
def ruby(size, revision):
    return fill("｜漢字《かんじ》" if revision == 1 else "｜漢字《よみ》", size)


# What the two languages of an advisory are compared for: there both documents are made to cost.
COMPARED = ("addresses", "dates", "digits", "hashes", "ids", "indicators", "mentions", "vectors", "versions")


def document(language, revision, size, body):
    """A document of that size with the body that the function makes, in Japanese with the facts."""
    facts = ("status: final\nkind: vulnerability\naffected:\n  - {vendor: Example Ltd, product: Reiji, type: application, "
             "versions: [\"<1.2\"], fixed: \"1.2\"}\nimpact: [denial-of-service]\nexploitation: none-known\nseverity: %s\n"
             % ("low", "high")[revision - 1])
    head = "---\ntitle: Title\n%s---\n\n" % (facts if language == "ja" else "")
    return (head + body(size - len(head.encode()) - 1, revision) + "\n").encode()


def documents(name, size, revision, both=False):
    """The file names and bytes of a revision."""
    made = {"EX-2024-0001.ja.md": document("ja", revision, size, SHAPES[name])}
    if both or name.split("-")[0] in COMPARED:
        made["EX-2024-0001.en.md"] = document("en", revision, size, SHAPES[name])
    return made


if __name__ == "__main__":
    if sys.argv[1:2] == ["list"]:
        print("\n".join(sorted(SHAPES)))
    elif len(sys.argv) == 5 and sys.argv[1] == "write":
        for revision in (1, 2):
            for file, content in documents(sys.argv[2], int(sys.argv[3]), revision).items():
                os.makedirs(os.path.join(sys.argv[4], str(revision)), exist_ok=True)
                with open(os.path.join(sys.argv[4], str(revision), file), "wb") as out:
                    out.write(content)
    else:
        sys.exit(__doc__)
