/* Invariant: an option stands once in the table below, with the commands that
 * take it, what it sets and its words for help and manual. */
#include "commands/cli.h"

#include <argp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "commands/manual.h"
#include "commands/options.h"
#include "commands/version.h"

const struct command commands[] = {
	{"build", NULL, "build the site of a commit, sign it, verify it, put it in place",
	 "Reads the archive of a commit and its whole history, makes every page, text, feed and record, signs the texts and the "
	 "list of checksums, reads all of it back and verifies it, and exchanges it with the site in OUT in one step. If "
	 "anything fails, OUT stays exactly as it was.",
	 command_build},
	{"check", NULL, "check the archive of a commit and publish nothing",
	 "Does all that build does but for writing and signing, and demands what a final advisory must tell.", command_check},
	{"verify", "DIR", "check the signatures and checksums of a site",
	 "Checks that every file of the site in DIR is listed in SHA256SUMS with its digest, that each signature is good and of "
	 "the signing key, that each signed text equals its plain form, and that texts, pages and archive.json agree. It needs "
	 "no repository. An older site served whole cannot be told from this alone: compare the serial and time that it prints.",
	 command_verify},
	{0},
};

const struct option_row option_table[] = {
	{"repository", 'C', "REPO", "build check", OPTION_TEXT, offsetof(struct invocation, repository),
	 "the git repository (by default that of the current folder)"},
	{"rev", 'r', "REV", "build check", OPTION_TEXT, offsetof(struct invocation, revision),
	 "the commit to build (by default HEAD)"},
	{"output", 'o', "OUT", "build", OPTION_TEXT, offsetof(struct invocation, output),
	 "the folder of the site; it is made, or exchanged if a site of shirase stands there"},
	{"key", 'k', "FPR", "build", OPTION_TEXT, offsetof(struct invocation, key),
	 "full fingerprint of the signing key (by default sign.key of archive.yaml)"},
	{"passphrase-file", 'p', "FILE|fd:N", "build", OPTION_TEXT, offsetof(struct invocation, passphrase_file),
	 "where the key's passphrase is read from (by default gpg-agent asks)"},
	{"unsigned", 'u', NULL, "build", OPTION_FLAG, offsetof(struct invocation, is_unsigned),
	 "build without a signature; every page says so"},
	{"drafts", 'd', NULL, "build check", OPTION_FLAG, offsetof(struct invocation, drafts),
	 "show drafts as well, for a look beforehand; such a site is never signed"},
	{"exercise", 'e', NULL, "build check", OPTION_FLAG, offsetof(struct invocation, exercise), "publish exercises as well"},
	{"keyring", 'K', "FILE", "verify", OPTION_TEXT, offsetof(struct invocation, keyring),
	 "certificates to trust, instead of those that the site brings"},
	{"fingerprint", 'f', "FPR", "verify", OPTION_TEXT, offsetof(struct invocation, fingerprint),
	 "full fingerprint that the signing key must have"},
	{"jobs", 'j', "N", "build check verify", OPTION_NUMBER, offsetof(struct invocation, jobs),
	 "how many threads work (by default all cores)"},
	{"diagnostics", 'D', "text|json|github", "build check verify", OPTION_DIAGNOSTICS,
	 offsetof(struct invocation, diagnostics), "how errors are printed (by default text)"},
	{0},
};

bool option_applies(const struct option_row *row, const struct command *c)
{
	size_t n = strlen(c->name);
	for (const char *at = row->commands; *at;) {
		size_t length = strcspn(at, " ");
		if (length == n && memcmp(at, c->name, n) == 0)
			return true;
		at += length + (at[length] == ' ');
	}
	return false;
}

struct parse {
	const struct command *command;
	struct invocation *call;
	unsigned help; /* what to show: flags of argp_help, 0 for none */
};

static void set_number(const char *arg, unsigned *out, struct argp_state *state)
{
	char *end;
	unsigned long n = strtoul(arg, &end, 10);
	if (*arg < '0' || *arg > '9' || *end || n < 1 || n > 1024)
		argp_error(state, "-j: \"%s\" is no number from 1 to 1024", arg);
	else
		*out = (unsigned)n;
}

static void set_format(const char *arg, enum diag_format *out, struct argp_state *state)
{
	static const char *const names[] = {"text", "json", "github"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(arg, names[i]) == 0) {
			*out = (enum diag_format)i;
			return;
		}
	argp_error(state, "--diagnostics: \"%s\" is none of text, json, github", arg);
}

static void set_option(const struct option_row *row, const char *arg, struct invocation *call, struct argp_state *state)
{
	void *field = (char *)call + row->offset;
	switch (row->kind) {
	case OPTION_TEXT:
		*(const char **)field = arg;
		break;
	case OPTION_FLAG:
		*(bool *)field = true;
		break;
	case OPTION_NUMBER:
		set_number(arg, field, state);
		break;
	case OPTION_DIAGNOSTICS:
		set_format(arg, field, state);
		break;
	}
}

#define KEY_HELP 'h'
#define KEY_USAGE 1 /* argp's own error messages name it */

static error_t parse_key(int key, char *arg, struct argp_state *state)
{
	struct parse *p = state->input;
	if (key == KEY_HELP || key == KEY_USAGE) {
		p->help = key == KEY_HELP ? ARGP_HELP_STD_HELP & ~(unsigned)ARGP_HELP_EXIT_OK : ARGP_HELP_USAGE;
		return 0;
	}
	if (key == ARGP_KEY_ARG) {
		if (!p->command->operands || p->call->operand) {
			argp_error(state, "\"%s\" is one operand too many", arg);
			return EINVAL;
		}
		p->call->operand = arg;
		return 0;
	}
	if (key == ARGP_KEY_END && p->command->operands && !p->call->operand && !p->help) {
		argp_error(state, "%s is missing", p->command->operands);
		return EINVAL;
	}
	for (const struct option_row *row = option_table; row->name; row++)
		if (row->key == key) {
			set_option(row, arg, p->call, state);
			return 0;
		}
	return ARGP_ERR_UNKNOWN;
}

#define OPTIONS_MOST 32

static void fill_options(struct argp_option out[OPTIONS_MOST], const struct command *c)
{
	size_t n = 0;
	for (const struct option_row *row = option_table; row->name && n < OPTIONS_MOST - 3; row++)
		if (option_applies(row, c))
			out[n++] = (struct argp_option){.name = row->name, .key = row->key, .arg = row->arg, .doc = row->words};
	out[n++] = (struct argp_option){.name = "help", .key = KEY_HELP, .doc = "show this help", .group = -1};
	out[n++] = (struct argp_option){.name = "usage", .key = KEY_USAGE, .flags = OPTION_HIDDEN, .group = -1};
	out[n] = (struct argp_option){0};
}

/* Wrong use ends the process inside argp_error, with argp_err_exit_status and before anything was begun. */
static enum diag_status run_command(const struct command *c, int argc, char **argv)
{
	struct argp_option options[OPTIONS_MOST];
	fill_options(options, c);
	const struct argp argp = {.options = options, .parser = parse_key, .args_doc = c->operands, .doc = c->text};
	struct invocation call = {.repository = ".", .revision = "HEAD", .jobs = pool_cores()};
	struct parse p = {.command = c, .call = &call};
	char name[64];
	snprintf(name, sizeof(name), "shirase %s", c->name);
	argv[0] = name;
	argp_err_exit_status = STATUS_USAGE;
	if (argp_parse(&argp, argc, argv, ARGP_NO_HELP, NULL, &p) != 0)
		return STATUS_USAGE;
	if (p.help) {
		argp_help(&argp, stdout, p.help, name);
		return STATUS_DONE;
	}
	struct diags *d = diags_new();
	enum diag_status status = c->run(&call, d);
	diags_print(d, stderr, call.diagnostics);
	if (status == STATUS_DONE)
		status = diags_status(d);
	diags_free(d);
	return status;
}

static void print_help(FILE *to)
{
	fputs("Usage: shirase COMMAND [OPTION...]\n"
	      "shirase publishes security advisories: git history in, a signed and verified site out.\n\n",
	      to);
	for (const struct command *c = commands; c->name; c++)
		fprintf(to, "  %-8s %s\n", c->name, c->summary);
	fputs("\nshirase COMMAND --help tells the options of a command; shirase --version the versions in use,\n"
	      "shirase --manual prints the manual page.\n"
	      "Exit status: 0 done, 1 the archive or the site is at fault, 2 wrong use, 3 the system is, 4 a bug.\n",
	      to);
}

enum diag_status cli_main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_help(stdout);
		return STATUS_DONE;
	}
	if (strcmp(name, "--version") == 0) {
		version_print(stdout);
		return STATUS_DONE;
	}
	if (strcmp(name, "--manual") == 0) {
		manual_print(stdout);
		return STATUS_DONE;
	}
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(name, c->name) == 0)
			return run_command(c, argc - 1, argv + 1);
	if (*name)
		fprintf(stderr, "shirase: there is no command \"%s\"\n", name);
	print_help(stderr);
	return STATUS_USAGE;
}
