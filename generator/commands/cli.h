/* The command line: one table of options and one of commands make the parser,
 * --help and the manual page. */
#ifndef COMMANDS_CLI_H
#define COMMANDS_CLI_H

#include "base/diag.h"

#define OPERANDS_MOST 3

/* What a call asks for. Text is borrowed from argv. */
struct invocation {
	const char *repository; /* -C, default "." */
	const char *revision;   /* --rev; NULL: not said, HEAD */
	bool work_tree;         /* set by commands that look before anything is committed: see load_archive */
	const char *config;     /* --config; NULL: archive.yaml of the commit */
	const char *output;     /* -o */
	const char *key;        /* --key */
	const char *passphrase_file;
	const char *keyring, *fingerprint;
	unsigned jobs;          /* -j, default: all cores */
	enum diag_format diagnostics;
	bool drafts, exercise, is_unsigned, no_cache;
	bool formats;           /* --formats */
	const char *base;       /* --base */
	const char *previous;   /* --previous */
	const char *allow_rewrite;
	const char *trust_from;
	const char *format;     /* --format: "text" … as the command allows; NULL: not said */
	const char *lang;       /* --lang; NULL: the archive's first (new, init: all) */
	const char *kind, *title, *year; /* of a new advisory; NULL: not said */
	const char *reason, *replaced_by; /* of a withdrawal; NULL: not said */
	const char *name, *base_url, *email, *id; /* of a new archive; NULL: not said */
	const char *with, *to;  /* --with: names of filters, between commas; --to: a form; NULL: not said */
	const char *color;      /* --color: "auto", "always", "never"; NULL: not said */
	const char *operands[OPERANDS_MOST]; /* as many as the command's row in cli.c names; the others NULL */
	char *const *more;      /* operands behind those, of a command that takes as many as there are */
	size_t more_count;
};

struct command {
	const char *name;
	const char *operands; /* "ID R1 R2", one word each, all demanded, and "[NAME...]" for any number more; NULL: none */
	const char *summary;  /* one line, for the list */
	const char *text;     /* what it does, in full sentences */
	enum diag_status (*run)(const struct invocation *call, struct diags *d);
};

/* Every command that is built, NULL-named at the end. */
extern const struct command commands[];

/* Parses argv and runs; returns the exit status. */
enum diag_status cli_main(int argc, char **argv);

enum diag_status command_build(const struct invocation *call, struct diags *d);
enum diag_status command_check(const struct invocation *call, struct diags *d);
enum diag_status command_verify(const struct invocation *call, struct diags *d);
enum diag_status command_log(const struct invocation *call, struct diags *d);
enum diag_status command_diff(const struct invocation *call, struct diags *d);
enum diag_status command_filter(const struct invocation *call, struct diags *d);
enum diag_status command_init(const struct invocation *call, struct diags *d);
enum diag_status command_withdraw(const struct invocation *call, struct diags *d);
enum diag_status command_preview(const struct invocation *call, struct diags *d);
enum diag_status command_new(const struct invocation *call, struct diags *d);
enum diag_status command_plan(const struct invocation *call, struct diags *d);

#endif
