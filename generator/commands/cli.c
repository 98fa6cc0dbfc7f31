/* Invariant: an option stands once in the table below, with the commands that
 * take it, what it sets and its words for help and manual. */
#include "commands/cli.h"

#include <argp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/span.h"
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
	 "Does all that build does but for writing and signing, and demands what a final advisory must tell. Texts of one "
	 "advisory are compared: a CVE id, CVSS vector, version, date, URL or indicator that one language names and the other lacks "
	 "is a warning. With --base it is also a gate for a pull request: it fails if, after that commit, a public fact changes and no "
	 "commit says why in a note; if a published id, language or attachment disappears without Withdraw-Reason; if a change of "
	 "facts is called editorial; if a key of a commit's message is misspelt; or if the languages of a changed advisory differ.",
	 command_check},
	{"plan", NULL, "tell what publishing a commit would do",
	 "Compares the site that stands at a base with the one that the commit would make: advisories that are new, revised (facts as "
	 "old → new), changed editorially, withdrawn, reinstated, redacted; translations published, updated, removed, gone stale or "
	 "caught up; entries of feeds that appear, move or leave; addresses that appear, vanish or are rewritten. A base that is not "
	 "on the commit's first-parent chain is a branch that the commit is to be merged into: the commit is read as if it had been. "
	 "--format=markdown makes a comment for a pull request; --format=json one object with the keys version (1), commit, base, merged, "
	 "base_url, publications, language, changes (a list: kind, id, title, and the keys of log --format=json), feeds (a list: id, move, "
	 "feeds, languages) and urls (appear, change, vanish: lists of paths).",
	 command_plan},
	{"log", "ID", "tell the history of an advisory, and why each change is what it is",
	 "Prints the timeline of an advisory, the oldest first: of each event serial, UTC time, language, class, revision, commit, "
	 "who signed it (where the archive names committers), what changed (facts as old → new), reason and notes, and a "
	 "sentence on why it has its class. Commits that touched a document and made no event are told too, and so are lines of "
	 "commit messages that look like a key and are not one. --format=json prints one object with the keys id, title, state, "
	 "revision, source, published, updated and timeline: a list whose items have serial, time, commit, language, because, "
	 "and class, revision or reflects, correction, changed, facts, reason, replaced_by, note, signed, said_editorial, "
	 "redacted and slips, or, where it is no event, quiet and path; a key with nothing to tell is absent.",
	 command_log},
	{"diff", "ID R1 R2", "show what differs between two revisions of an advisory",
	 "Compares any two revisions (\"r2\" or \"2\"), each as its last text: the facts as a table, then title, summary and text word "
	 "by word, [-what went-] and {+what came+}, in the language asked for with --lang (by default the source's; where one of the "
	 "revisions lacks it, their sources are compared). Parts far from any change are left out. Of a redacted revision nothing is "
	 "shown. Lines are as wide as the terminal, else 80 columns; NO_COLOR is honoured.",
	 command_diff},
	{"verify", "DIR", "check the signatures and checksums of a site",
	 "Checks that every file of the site in DIR is listed in SHA256SUMS with its digest, that each signature is good and of "
	 "the signing key, that each signed text equals its plain form, and that texts, pages and archive.json agree. It needs "
	 "no repository. An older site served whole cannot be told from this alone: compare the serial and time that it prints.",
	 command_verify},
	{0},
};

const struct option_row option_table[] = {
	{"repository", 'C', "REPO", "build check plan log diff", OPTION_TEXT, offsetof(struct invocation, repository),
	 "the git repository (by default that of the current folder)"},
	{"rev", 'r', "REV", "build check plan log diff", OPTION_TEXT, offsetof(struct invocation, revision),
	 "the commit to read (by default HEAD)"},
	{"base", 'b', "REV", "check", OPTION_TEXT, offsetof(struct invocation, base),
	 "also judge what the commit would change after this one, as a gate for a pull request"},
	{"base", 'b', "REV", "plan", OPTION_TEXT, offsetof(struct invocation, base),
	 "what is published already (by default the first parent of the commit)"},
	{"output", 'o', "OUT", "build", OPTION_TEXT, offsetof(struct invocation, output),
	 "the folder of the site; it is made, or exchanged if a site of shirase stands there"},
	{"key", 'k', "FPR", "build", OPTION_TEXT, offsetof(struct invocation, key),
	 "full fingerprint of the signing key (by default sign.key of archive.yaml)"},
	{"passphrase-file", 'p', "FILE|fd:N", "build", OPTION_TEXT, offsetof(struct invocation, passphrase_file),
	 "where the key's passphrase is read from (by default gpg-agent asks)"},
	{"unsigned", 'u', NULL, "build", OPTION_FLAG, offsetof(struct invocation, is_unsigned),
	 "build without a signature; every page says so"},
	{"previous", 'P', "DIR", "build", OPTION_TEXT, offsetof(struct invocation, previous),
	 "the site that is live now: nothing that it lists may be gone or altered"},
	{"allow-rewrite", 'A', "REASON", "build", OPTION_TEXT, offsetof(struct invocation, allow_rewrite),
	 "publish although history was rewritten since --previous; the reason stands on the site for good"},
	{"trust-from", 't', "COMMIT", "build check log", OPTION_TEXT, offsetof(struct invocation, trust_from),
	 "the commit after which every publication must be signed by a committer (keys/committers/)"},
	{"drafts", 'd', NULL, "build", OPTION_FLAG, offsetof(struct invocation, drafts),
	 "show drafts as well, for a look beforehand; such a site is never signed"},
	{"drafts", 'd', NULL, "check plan log diff", OPTION_FLAG, offsetof(struct invocation, drafts),
	 "treat drafts as public, as a build with --drafts does"},
	{"exercise", 'e', NULL, "build", OPTION_FLAG, offsetof(struct invocation, exercise), "publish exercises as well"},
	{"exercise", 'e', NULL, "check plan log diff", OPTION_FLAG, offsetof(struct invocation, exercise),
	 "treat exercises as public, as a build with --exercise does"},
	{"format", 'F', "text|json", "log", OPTION_WORD, offsetof(struct invocation, format),
	 "how it is printed (by default text)"},
	{"format", 'F', "text|markdown|json", "plan", OPTION_WORD, offsetof(struct invocation, format),
	 "how it is printed (by default text); Markdown serves as a comment on a pull request"},
	{"lang", 'l', "LANG", "plan log", OPTION_TEXT, offsetof(struct invocation, lang),
	 "the language in which facts are told (by default the archive's first)"},
	{"lang", 'l', "LANG", "diff", OPTION_TEXT, offsetof(struct invocation, lang),
	 "the language of facts and text (by default the source's)"},
	{"color", 'c', "auto|always|never", "diff", OPTION_WORD, offsetof(struct invocation, color),
	 "whether changes are coloured (by default on a terminal)"},
	{"no-cache", 'N', NULL, "build check plan log diff", OPTION_FLAG, offsetof(struct invocation, no_cache),
	 "read the whole history anew, and keep no results for the next run"},
	{"keyring", 'K', "FILE", "verify", OPTION_TEXT, offsetof(struct invocation, keyring),
	 "certificates to trust, instead of those that the site brings"},
	{"fingerprint", 'f', "FPR", "verify", OPTION_TEXT, offsetof(struct invocation, fingerprint),
	 "full fingerprint that the signing key must have"},
	{"jobs", 'j', "N", "build check plan log diff verify", OPTION_NUMBER, offsetof(struct invocation, jobs),
	 "how many threads work (by default all cores)"},
	{"diagnostics", 'D', "text|json|github", "build check plan log diff verify", OPTION_DIAGNOSTICS,
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

/* The number of arg among the words of the row; false after telling that it is none of them. */
static bool find_word(size_t *number, const struct option_row *row, const char *arg, struct argp_state *state)
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
	argp_error(state, "--%s: \"%s\" is none of %s", row->name, arg, row->arg);
	return false;
}

static void set_option(const struct option_row *row, const char *arg, struct invocation *call, struct argp_state *state)
{
	void *field = (char *)call + row->offset;
	size_t number;
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
	case OPTION_WORD:
		if (find_word(&number, row, arg, state))
			*(const char **)field = arg;
		break;
	case OPTION_DIAGNOSTICS:
		if (find_word(&number, row, arg, state))
			*(enum diag_format *)field = (enum diag_format)number;
		break;
	}
}

/* One word of the row's operands is one operand. */
static unsigned operand_count(const struct command *c)
{
	unsigned n = 0;
	for (const char *at = c->operands; at && *at && n < OPERANDS_MOST; n++)
		at += strcspn(at, " ") + (at[strcspn(at, " ")] == ' ');
	return n;
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
		if (state->arg_num >= operand_count(p->command)) {
			argp_error(state, "\"%s\" is one operand too many", arg);
			return EINVAL;
		}
		p->call->operands[state->arg_num] = arg;
		return 0;
	}
	if (key == ARGP_KEY_END && state->arg_num < operand_count(p->command) && !p->help) {
		argp_error(state, "an operand is missing: %s", p->command->operands);
		return EINVAL;
	}
	for (const struct option_row *row = option_table; row->name; row++)
		if (row->key == key && option_applies(row, p->command)) {
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
