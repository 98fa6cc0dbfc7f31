/* shirase(1) in mdoc(7) form, from the tables of cli.c and the fixed parts of manual_text.c.
 * Invariant: no line begins with a word that roff would take for a request, and none is longer than LINE bytes where a
 * blank allows it; a sentence begins a line. What is not ASCII is written as \[uXXXX]. */
#include "commands/manual.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "commands/cli.h"
#include "commands/manual_text.h"
#include "commands/options.h"

#define LINE 78

struct writing {
	FILE *to;
	size_t column;
};

/* One word, escaped; returns its length as written. */
static size_t escape(char *out, size_t size, struct span word)
{
	size_t n = 0;
	if (word.data[0] == '.' || word.data[0] == '\'')
		n += (size_t)snprintf(out, size, "\\&");
	for (size_t bytes; word.length && n + 16 < size; word = span_after(word, bytes)) {
		uint32_t c = utf8_decode(word, &bytes);
		if (c == '\\')
			n += (size_t)snprintf(out + n, size - n, "\\e");
		else if (c == '-')
			n += (size_t)snprintf(out + n, size - n, "\\-");
		else if (c < 0x80)
			out[n++] = (char)c;
		else
			n += (size_t)snprintf(out + n, size - n, "\\[u%04" PRIX32 "]", c);
	}
	out[n] = '\0';
	return n;
}

static struct span next_word(const char **text)
{
	*text += strspn(*text, " ");
	struct span word = span_make(*text, strcspn(*text, " "));
	*text += word.length;
	return word;
}

/* Running text. */
static void prose(FILE *to, const char *text)
{
	struct writing w = {.to = to};
	char written[512];
	for (struct span word = next_word(&text); word.length; word = next_word(&text)) {
		size_t n = escape(written, sizeof(written), word);
		if (w.column && w.column + 1 + n > LINE) {
			fputc('\n', to);
			w.column = 0;
		}
		w.column += (size_t)fprintf(to, "%s%s", w.column ? " " : "", written);
		if (strchr(".?!", word.data[word.length - 1])) {
			fputc('\n', to);
			w.column = 0;
		}
	}
	if (w.column)
		fputc('\n', to);
}

static void option(FILE *to, const struct option_row *row)
{
	char written[512];
	escape(written, sizeof(written), span_of(row->name));
	fprintf(to, ".It Fl %c , Fl Fl %s", row->key, written);
	if (row->arg) {
		escape(written, sizeof(written), span_of(row->arg));
		fprintf(to, " Ns = Ns Ar %s", written);
	}
	fputs("\n", to);
	prose(to, row->words);
}

static void command(FILE *to, const struct command *c)
{
	fprintf(to, ".Ss %s\n.Nm\n.Cm %s\n.Op Ar option ...\n", c->name, c->name);
	if (c->operands)
		fprintf(to, ".Ar %s\n", c->operands);
	fputs(".Pp\n", to);
	prose(to, c->text);
	fputs(".Bl -tag -width Ds\n", to);
	for (const struct option_row *row = option_table; row->name; row++)
		if (option_applies(row, c))
			option(to, row);
	fputs(".El\n", to);
}

void manual_print(FILE *to)
{
	fputs(manual_head, to);
	for (const struct command *c = commands; c->name; c++)
		command(to, c);
	fputs(manual_tail, to);
}
