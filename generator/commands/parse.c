/* Invariant: getopt_long says nothing itself (opterr is 0); for an option that it refuses, optind is already behind it. */
#include "commands/parse.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/near.h"
#include "base/pool.h"
#include "commands/options.h"

#define OPTIONS_MOST 64
#define KEY_HELP 'h'

/* What getopt_long reads, made of the rows that apply. */
struct grammar {
	char letters[2 * OPTIONS_MOST + 8];
	struct option names[OPTIONS_MOST + 2];
	size_t count;
};

struct parser {
	const struct command *command;
	struct diags *diags;
	char **argv;
	struct parsed parsed;
};

void nearest_offer(struct nearest *n, const char *known)
{
	size_t distance = near_distance(n->word, known);
	if (!n->found || distance < n->distance) {
		n->found = known;
		n->distance = distance;
	}
}

bool nearest_is_near(const struct nearest *n)
{
	return n->found && n->distance <= strlen(n->word) / 3 + 1;
}

static void add_letter(struct grammar *g, int key, bool takes_value)
{
	size_t n = strlen(g->letters);
	g->letters[n] = (char)key;
	g->letters[n + 1] = takes_value ? ':' : '\0';
}

static void add_option(struct grammar *g, const char *name, int key, bool takes_value)
{
	if (g->count >= OPTIONS_MOST)
		return;
	add_letter(g, key, takes_value);
	g->names[g->count++] = (struct option){name, takes_value ? required_argument : no_argument, NULL, key};
}

static void begin(struct grammar *g)
{
	*g = (struct grammar){.letters = ":"}; /* a value that is missing is told apart */
	opterr = 0;
	optind = 0; /* glibc: from the start, whoever used it before */
}

static const char *name_of(const struct grammar *g, int key)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->names[i].val == key)
			return g->names[i].name;
	return NULL;
}

__attribute__((format(printf, 3, 4))) static void wrong(struct parser *p, const char *hint, const char *format, ...)
{
	struct buf message, help;
	va_list args;
	buf_init(&message, BUF_LIMIT_DEFAULT);
	buf_init(&help, BUF_LIMIT_DEFAULT);
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	buf_printf(&help, "%s%s`shirase %s --help` tells more", hint ? hint : "", hint ? " " : "", p->command->name);
	diag(p->diags, DIAG_USAGE, NO_PLACE, help.data, "%s", message.data);
	buf_fini(&help);
	buf_fini(&message);
}

/* A long option that several names begin with, or none. */
static void unknown_name(struct parser *p, const struct grammar *g, const char *option)
{
	struct buf word, hint;
	buf_init(&word, BUF_LIMIT_DEFAULT);
	buf_init(&hint, BUF_LIMIT_DEFAULT);
	buf_add(&word, option, strcspn(option, "="));
	struct nearest near = {.word = word.data};
	size_t fitting = 0;
	for (size_t i = 0; i < g->count; i++) {
		nearest_offer(&near, g->names[i].name);
		if (strncmp(g->names[i].name, word.data, word.length) == 0)
			buf_printf(&hint, "%s--%s", fitting++ ? ", " : "one of ", g->names[i].name);
	}
	if (fitting)
		buf_text(&hint, ";");
	else if (nearest_is_near(&near))
		buf_printf(&hint, "is --%s meant?", near.found);
	wrong(p, hint.length ? hint.data : NULL, fitting ? "--%s is short for several options" : "there is no option --%s", word.data);
	buf_fini(&hint);
	buf_fini(&word);
}

/* getopt leaves in optopt the letter, or that of a long option which takes no value; 0 if the name is not known. */
static void refused(struct parser *p, const struct grammar *g)
{
	if (!optopt)
		unknown_name(p, g, p->argv[optind - 1] + 2);
	else if (name_of(g, optopt))
		wrong(p, NULL, "--%s takes no value", name_of(g, optopt));
	else
		wrong(p, NULL, "there is no option -%c", optopt);
}

static const struct option_row *find_row(const struct command *c, int key)
{
	for (const struct option_row *row = option_table; row->name; row++)
		if (row->key == key && option_applies(row, c))
			return row;
	return NULL;
}

static void set_number(struct parser *p, const struct option_row *row, const char *arg, unsigned *out)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);
	if (*arg < '0' || *arg > '9' || *end || n < 1 || n > 1024)
		wrong(p, NULL, "--%s: \"%s\" is no number from 1 to 1024", row->name, arg);
	else
		*out = (unsigned)n;
}

/* The number of arg among the words of the row; false if it is none of them. */
static bool find_word(size_t *number, const struct option_row *row, const char *arg)
{
	size_t n = 0;
	for (const char *at = row->arg; *at; n++) {
		struct span w = span_make(at, strcspn(at, "|"));
		if (span_is(w, arg)) {
			*number = n;
			return true;
		}
		at += w.length + (at[w.length] == '|');
	}
	return false;
}

static void set_option(struct parser *p, const struct option_row *row, const char *arg)
{
	void *field = (char *)&p->parsed.call + row->offset;
	size_t number = 0;
	bool is_word = row->kind == OPTION_WORD || row->kind == OPTION_DIAGNOSTICS;
	if (is_word && !find_word(&number, row, arg))
		wrong(p, NULL, "--%s: \"%s\" is none of %s", row->name, arg, row->arg);
	else if (row->kind == OPTION_TEXT || row->kind == OPTION_WORD)
		*(const char **)field = arg;
	else if (row->kind == OPTION_FLAG)
		*(bool *)field = true;
	else if (row->kind == OPTION_NUMBER)
		set_number(p, row, arg, field);
	else
		*(enum diag_format *)field = (enum diag_format)number;
}

static void take(struct parser *p, const struct grammar *g, int key)
{
	const struct option_row *row = find_row(p->command, key == ':' ? optopt : key);
	if (key == KEY_HELP)
		p->parsed.help = true;
	else if (key == ':' && row)
		wrong(p, NULL, "--%s lacks its value: %s", row->name, row->arg);
	else if (key == '?' || !row)
		refused(p, g);
	else
		set_option(p, row, optarg);
}

/* One word of the row's operands is one operand; one in brackets is all that are left. */
static void take_operands(struct parser *p, int argc)
{
	const char *at = p->command->operands ? p->command->operands : "";
	size_t count = 0;
	for (; *at && *at != '[' && optind < argc && count < OPERANDS_MOST; count++) {
		p->parsed.call.operands[count] = p->argv[optind++];
		at += strcspn(at, " ");
		at += *at == ' ';
	}
	if (*at == '[') {
		p->parsed.call.more = p->argv + optind;
		p->parsed.call.more_count = (size_t)(argc - optind);
		return;
	}
	if (*at)
		wrong(p, NULL, strchr(at, ' ') ? "operands are missing: %s" : "an operand is missing: %s", at);
	for (; optind < argc; optind++)
		wrong(p, NULL, "\"%s\" is one operand too many", p->argv[optind]);
}

bool parse_arguments(struct parsed *out, const struct command *c, int argc, char **argv, struct diags *d)
{
	struct parser p = {.command = c, .diags = d, .argv = argv};
	p.parsed.call = (struct invocation){.repository = ".", .jobs = pool_cores()};
	struct grammar g;
	begin(&g);
	for (const struct option_row *row = option_table; row->name; row++)
		if (option_applies(row, c))
			add_option(&g, row->name, row->key, row->arg != NULL);
	add_option(&g, "help", KEY_HELP, false);
	size_t before = diags_count(d, DIAG_ERROR);
	for (int key; (key = getopt_long(argc, argv, g.letters, g.names, NULL)) != -1;)
		take(&p, &g, key);
	if (!p.parsed.help)
		take_operands(&p, argc);
	*out = p.parsed;
	return diags_count(d, DIAG_ERROR) == before;
}

enum diag_format parse_format(int argc, char **argv)
{
	const struct option_row *row = option_table;
	while (row->name && row->kind != OPTION_DIAGNOSTICS)
		row++;
	struct grammar g;
	size_t number = 0;
	begin(&g);
	add_option(&g, row->name, row->key, true);
	for (int key; (key = getopt_long(argc, argv, g.letters, g.names, NULL)) != -1;)
		if (key == row->key)
			find_word(&number, row, optarg);
	return (enum diag_format)number;
}
