#include "commands/manual.h"

#include "commands/cli.h"
#include "commands/options.h"

/* Text of a macro line: backslashes and hyphens escaped, nothing at the start of a line taken for a request. */
static void roff(FILE *to, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", to);
		else if (*text == '-')
			fputs("\\-", to);
		else
			fputc(*text, to);
	}
}

static void option(FILE *to, const struct option_row *row)
{
	fprintf(to, ".TP\n\\fB\\-%c\\fR, \\fB\\-\\-", row->key);
	roff(to, row->name);
	fputs("\\fR", to);
	if (row->arg) {
		fputs("=\\fI", to);
		roff(to, row->arg);
		fputs("\\fR", to);
	}
	fputs("\n", to);
	roff(to, row->words);
	fputs("\n", to);
}

static void command(FILE *to, const struct command *c)
{
	fprintf(to, ".SS shirase %s [OPTION...]%s%s\n", c->name, c->operands ? " " : "", c->operands ? c->operands : "");
	roff(to, c->text);
	fputs("\n", to);
	for (const struct option_row *row = option_table; row->name; row++)
		if (option_applies(row, c))
			option(to, row);
}

void manual_print(FILE *to)
{
	fputs(".TH SHIRASE 1 \"\" \"shirase " VERSION "\" \"User Commands\"\n"
	      ".SH NAME\nshirase \\- publish security advisories from a git repository\n"
	      ".SH SYNOPSIS\n.B shirase\n.I COMMAND\n[\\fIOPTION\\fR...]\n"
	      ".SH DESCRIPTION\nshirase turns a git repository of security advisories written in Markdown into a signed static\n"
	      "site in Japanese and English. The history of the repository is the record: revisions, withdrawals and\n"
	      "their dates come from the commits.\n.SH COMMANDS\n",
	      to);
	for (const struct command *c = commands; c->name; c++)
		command(to, c);
	fputs(".SH EXIT STATUS\n"
	      ".TP\n0\ndone\n.TP\n1\nthe archive or the site is at fault\n.TP\n2\nwrong use\n"
	      ".TP\n3\nthe system is at fault (disk, key, agent)\n.TP\n4\na bug in shirase\n"
	      ".SH SEE ALSO\n.BR gpg (1),\n.BR sha256sum (1),\n.BR git (1)\n",
	      to);
}
