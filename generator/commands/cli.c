/* Invariant: an option stands once in the table below, with the commands that
 * take it, what it sets and its words for help and manual. */
#include "commands/cli.h"

#include <argp.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "commands/manual.h"
#include "commands/options.h"
#include "commands/parse.h"
#include "commands/version.h"

const struct command commands[] = {
	{"init", "DIR", "make a new archive",
	 "Makes a repository in the new folder DIR: settings with explanations, a first advisory and pages in each language, files "
	 "with which GitHub and GitLab check proposals and publish, and a README that tells the team what to do; all of it in one "
	 "commit by the one whom git knows as its user. The archive can be built at once. It is made beside DIR and put in place in "
	 "one step, so that DIR is whole or is not there.",
	 command_init},
	{"new", NULL, "begin an advisory: its files, with its number and every section",
	 "Writes the documents of a new advisory into the work tree, in each language of the archive or in those of --lang, the "
	 "source first, and prints their paths. Its number is the next one after all that the history, the work tree and any "
	 "branch ever had, so that none is used twice. It is a draft, and says in each place what is to be written there; "
	 "`shirase check` names what is left, each with its line. Nothing is overwritten, and nothing committed.",
	 command_new},
	{"check", NULL, "check the archive and publish nothing",
	 "Does all that build does but for writing and signing, and demands what a final advisory must tell. What is not committed "
	 "yet is read as if it were; with --rev or --base only commits are read. Texts of one "
	 "advisory are compared: a CVE id, CVSS vector, version, date, URL or indicator that one language names and the other lacks "
	 "is a warning. With --base it is also a gate for a pull request: it fails if, after that commit, a public fact changes and no "
	 "commit says why in a note; if a published id, language or attachment disappears without Withdraw-Reason; if a change of "
	 "facts is called editorial; if a key of a commit's message is misspelt; or if, in an advisory that changes, one language "
	 "names such a thing and the other lacks it. A translation may lag: one that is behind its source is not compared, and is a "
	 "warning, or an error after stale.days of archive.yaml; a note that lacks a language is a warning. With --formats it prints a line "
	 "\"ID: record: what\" for each thing that a record leaves out since its format cannot say it, one with the ID \"*\" for all entries of a feed's format, and how many there are; with "
	 "--diagnostics=json each line is an object with the keys id, path and lost.",
	 command_check},
	{"preview", NULL, "build the site for a look, with drafts and what is not committed",
	 "Builds the site of the work tree, drafts included and never signed, into the git directory, where nothing is published "
	 "from, and prints the address at which a browser on this computer shows it. It changes nothing else.",
	 command_preview},
	{"build", NULL, "build the site of a commit, sign it, verify it, put it in place",
	 "Reads the archive of a commit and its whole history, makes every page, text, feed and record, signs the texts, the CSAF "
	 "documents, security.txt and the list of checksums, reads all of it back and verifies it, and exchanges it with the site in "
	 "OUT in one step. If anything fails, OUT stays exactly as it was.",
	 command_build},
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
	{"filter", "FILE [NAME...]", "run filters on one document and show what they make of it",
	 "Runs the filters of --with (and those named behind FILE) on the document in FILE, or on standard input if that is -, and "
	 "prints the result as HTML, as plain text, or as a tree: a node a line, with its place and fields. Nothing is written. Of an "
	 "archive the work tree is read, committed or not: its filters, libraries, locales and glossary, and of one of its documents the "
	 "facts; without --with its own filters run. A document in no archive is filtered with what comes with shirase. "
	 "shirase-filter(7) tells how a filter is written.",
	 command_filter},
	{"withdraw", "ID", "withdraw an advisory: its page stays, with the reason",
	 "Writes into the source document of the advisory, in the work tree, that it is withdrawn, why, and what takes its place. No other "
	 "byte of it changes, and nothing is committed: the command that does it is printed. Reasons that say too little by "
	 "themselves (incorrect, legal, other) need a note to readers in each language, which `shirase check` then asks for. "
	 "Taking the key `withdrawn` out again reinstates it. A draft needs none of this: delete its files.",
	 command_withdraw},
	{"verify", "DIR", "check the signatures and checksums of a site",
	 "Checks that every file of the site in DIR is listed in SHA256SUMS with its digest, that each text and each CSAF document has "
	 "its signature, that each signature is good and of the signing key, that each signed text equals its plain form, and that "
	 "texts, pages and archive.json agree. It needs no repository. An older site served whole cannot be told from this alone: "
	 "compare the serial and time that it prints.",
	 command_verify},
	{0},
};

const struct option_row option_table[] = {
	{"repository", 'C', "REPO", "new withdraw preview build check plan log diff", OPTION_TEXT, offsetof(struct invocation, repository),
	 "the git repository (by default that of the current folder)"},
	{"repository", 'C', "REPO", "filter", OPTION_TEXT, offsetof(struct invocation, repository),
	 "the git repository (by default that of FILE)"},
	{"with", 'w', "NAME,NAME", "filter", OPTION_TEXT, offsetof(struct invocation, with),
	 "the filters to run, in this order (by default those of archive.yaml)"},
	{"to", 't', "html|text|tree", "filter", OPTION_WORD, offsetof(struct invocation, to), "what is printed (by default html)"},
	{"lang", 'l', "LANG", "filter", OPTION_TEXT, offsetof(struct invocation, lang),
	 "the document's language (by default that of its name, else the archive's first, else en)"},
	{"rev", 'r', "REV", "build plan log diff", OPTION_TEXT, offsetof(struct invocation, revision),
	 "the commit to read (by default HEAD)"},
	{"rev", 'r', "REV", "check", OPTION_TEXT, offsetof(struct invocation, revision),
	 "the commit to read (by default the work tree as if it were committed; with --base HEAD)"},
	{"config", 'g', "FILE", "preview build check plan log diff filter", OPTION_TEXT, offsetof(struct invocation, config),
	 "the archive.yaml for a repository that cannot have one: what its `readers` match is the archive, and keys, pages, glossary, "
	 "filters and themes lie beside FILE"},
	{"base", 'b', "REV", "check", OPTION_TEXT, offsetof(struct invocation, base),
	 "also judge what the commit would change after this one, as a gate for a pull request"},
	{"formats", 'f', NULL, "check", OPTION_FLAG, offsetof(struct invocation, formats),
	 "also tell, of each machine-readable record, what its format cannot say"},
	{"base", 'b', "REV", "plan", OPTION_TEXT, offsetof(struct invocation, base),
	 "what is published already (by default the first parent of the commit)"},
	{"previous", 'P', "DIR", "plan", OPTION_TEXT, offsetof(struct invocation, previous),
	 "the site that is live now: its commit is the base"},
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
	 "publish although history was rewritten since --previous, or files of a format would be gone; the reason stands on the site for good"},
	{"trust-from", 't', "COMMIT", "build log", OPTION_TEXT, offsetof(struct invocation, trust_from),
	 "the commit after which every publication must be signed by a committer (keys/committers/)"},
	{"trust-from", 't', "COMMIT", "check", OPTION_TEXT, offsetof(struct invocation, trust_from),
	 "the commit after which every publication must be signed by a committer (keys/committers/); with --base, signatures are "
	 "judged only if this is given, since a merge that is still to come may sign for a proposal"},
	{"kind", 'k', "alert|vulnerability|information", "new", OPTION_WORD, offsetof(struct invocation, kind),
	 "what it is (by default vulnerability)"},
	{"title", 't', "TITLE", "new", OPTION_TEXT, offsetof(struct invocation, title), "its title in the source's language"},
	{"year", 'y', "YYYY", "new", OPTION_TEXT, offsetof(struct invocation, year),
	 "the year of its number (by default that of today, in UTC)"},
	{"name", 'n', "NAME", "init", OPTION_TEXT, offsetof(struct invocation, name), "the team's name (by default to be filled in)"},
	{"base-url", 'u', "URL", "init", OPTION_TEXT, offsetof(struct invocation, base_url),
	 "the address that the site will have (by default to be filled in)"},
	{"email", 'm', "ADDRESS", "init", OPTION_TEXT, offsetof(struct invocation, email),
	 "where readers can write to (by default to be filled in)"},
	{"id", 'i', "SCHEME", "init", OPTION_TEXT, offsetof(struct invocation, id),
	 "the form of ids (by default ADV-{year}-{serial:04})"},
	{"reason", 'R', "WORD", "withdraw", OPTION_TEXT, offsetof(struct invocation, reason),
	 "why: duplicate, superseded, not-a-vulnerability, wrong-product, incorrect, published-in-error, legal or other"},
	{"replaced-by", 'b', "ID", "withdraw", OPTION_TEXT, offsetof(struct invocation, replaced_by),
	 "the advisory that takes its place (duplicate and superseded need one)"},
	{"exercise", 'e', NULL, "preview", OPTION_FLAG, offsetof(struct invocation, exercise), "show exercises as well"},
	{"exercise", 'e', NULL, "new", OPTION_FLAG, offsetof(struct invocation, exercise), "it is for an exercise"},
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
	{"lang", 'l', "LANG,LANG", "init", OPTION_TEXT, offsetof(struct invocation, lang),
	 "the languages, the default first (by default ja,en)"},
	{"lang", 'l', "LANG,LANG", "new", OPTION_TEXT, offsetof(struct invocation, lang),
	 "the languages to write it in, the source's first (by default all of the archive)"},
	{"color", 'c', "auto|always|never", "diff", OPTION_WORD, offsetof(struct invocation, color),
	 "whether changes are coloured (by default on a terminal)"},
	{"no-cache", 'N', NULL, "preview build check plan log diff", OPTION_FLAG, offsetof(struct invocation, no_cache),
	 "read the whole history anew, and keep no results for the next run"},
	{"keyring", 'K', "FILE", "verify", OPTION_TEXT, offsetof(struct invocation, keyring),
	 "certificates to trust, instead of those that the site brings"},
	{"fingerprint", 'f', "FPR", "verify", OPTION_TEXT, offsetof(struct invocation, fingerprint),
	 "full fingerprint that the signing key must have"},
	{"jobs", 'j', "N", "preview build check plan log diff verify", OPTION_NUMBER, offsetof(struct invocation, jobs),
	 "how many threads work (by default all cores)"},
	{"diagnostics", 'D', "text|json|github", "init new withdraw preview build check plan log diff filter verify", OPTION_DIAGNOSTICS,
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

#define OPTIONS_MOST 64

static void print_command_help(const struct command *c)
{
	struct argp_option options[OPTIONS_MOST];
	char name[64];
	size_t n = 0;
	for (const struct option_row *row = option_table; row->name && n < OPTIONS_MOST - 2; row++)
		if (option_applies(row, c))
			options[n++] = (struct argp_option){.name = row->name, .key = row->key, .arg = row->arg, .doc = row->words};
	options[n++] = (struct argp_option){.name = "help", .key = 'h', .doc = "show this help", .group = -1};
	options[n] = (struct argp_option){0};
	const struct argp argp = {.options = options, .args_doc = c->operands, .doc = c->text};
	snprintf(name, sizeof(name), "shirase %s", c->name);
	argp_help(&argp, stdout, ARGP_HELP_STD_HELP & ~(unsigned)ARGP_HELP_EXIT_OK, name);
}

static enum diag_status run_command(enum diag_format *format, const struct command *c, int argc, char **argv, struct diags *d)
{
	struct parsed parsed;
	bool ok = parse_arguments(&parsed, c, argc, argv, d);
	*format = parsed.call.diagnostics;
	if (!ok)
		return STATUS_USAGE;
	if (!parsed.help)
		return c->run(&parsed.call, d);
	print_command_help(c);
	return STATUS_DONE;
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

static enum diag_status unknown_command(const char *name, struct diags *d)
{
	struct nearest near = {.word = name};
	char hint[128];
	for (const struct command *c = commands; c->name; c++)
		nearest_offer(&near, c->name);
	bool is_near = nearest_is_near(&near);
	snprintf(hint, sizeof(hint), "%s%s%s`shirase --help` lists them", is_near ? "is " : "", is_near ? near.found : "", is_near ? " meant? " : "");
	diag(d, DIAG_USAGE, NO_PLACE, hint, "there is no command \"%s\"", name);
	return STATUS_USAGE;
}

static enum diag_status dispatch(enum diag_format *format, int argc, char **argv, struct diags *d)
{
	static const struct {
		const char *name;
		void (*print)(FILE *to);
	} pages[] = {{"--help", print_help}, {"-h", print_help}, {"help", print_help}, {"--version", version_print}, {"--manual", manual_print}};
	if (argc < 2) {
		print_help(stderr);
		return STATUS_USAGE;
	}
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++)
		if (strcmp(argv[1], pages[i].name) == 0) {
			pages[i].print(stdout);
			return STATUS_DONE;
		}
	for (const struct command *c = commands; c->name; c++)
		if (strcmp(argv[1], c->name) == 0)
			return run_command(format, c, argc - 1, argv + 1, d);
	*format = parse_format(argc - 1, argv + 1);
	return unknown_command(argv[1], d);
}

/* What was told has to have arrived: on a full disk it did not. */
static void check_output(struct diags *d)
{
	errno = 0;
	bool lost = fflush(stdout) != 0;
	if (!lost && !ferror(stdout))
		return;
	diag(d, DIAG_FILE_WRITE, (struct place){.path = "standard output"}, "what is told is cut short; what was to be done is done",
	     "cannot write%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
}

enum diag_status cli_main(int argc, char **argv)
{
	struct diags *d = diags_new();
	enum diag_format format = DIAG_TEXT;
	enum diag_status status = dispatch(&format, argc, argv, d);
	check_output(d);
	diags_print(d, stderr, format);
	if (status == STATUS_DONE)
		status = diags_status(d);
	diags_free(d);
	return status;
}
