/* What commands share: from the command line to a site that could be written, in steps of which each needs the ones before. */
#ifndef COMMANDS_LOAD_H
#define COMMANDS_LOAD_H

#include "commands/cli.h"
#include "script/reader.h"
#include "site/site.h"

struct loaded {
	struct arena *arena;
	struct repository *repository;
	struct oid head;
	struct uncommitted uncommitted; /* files that differ from HEAD: then head is the work tree's commit (repository.h) */
	struct archive_beside *beside; /* --config; else NULL */
	struct archive archive;
	struct history history;
	struct reader_pool *readers; /* of the archive; NULL if it has none */
	struct scripts *scripts;
	struct site site;
	struct plan plan;
};

/* Opens the repository and loads the archive of the commit; with call->work_tree that of the work tree, where there is
 * one (also without a commit), as if it were committed. */
bool load_archive(struct loaded *l, const struct invocation *call, struct diags *d);
/* The same, for commands that are no judge: warnings are left to check, errors are told. */
bool load_archive_quietly(struct loaded *l, const struct invocation *call, struct diags *d);
/* The archive of another commit, in the arena of l. *pool, NULL if it has no readers, is the caller's to free behind it. */
bool load_archive_of(struct archive *out, struct reader_pool **pool, struct loaded *l, const struct oid *id,
		     const struct invocation *call, struct diags *d);
/* The same without the archive. */
bool load_head(struct loaded *l, const struct invocation *call, struct diags *d);
/* After load_head: only the archive's configuration, with its readers open. */
bool load_config(struct loaded *l, const struct invocation *call, struct diags *d);
/* Notes which files below the archive are not committed: that they are read as if they were, or that they are left out. */
void load_tell_uncommitted(const struct loaded *l, struct diags *d);
/* Reads the history; with a base (or NULL) as history_options.base says. */
bool load_history(struct loaded *l, const struct invocation *call, const struct oid *base, struct diags *d);
/* The same into another history: what head would add to base. */
bool load_since(struct history *out, struct loaded *l, const struct invocation *call, const struct oid *base, struct diags *d);
/* Who signed what the history publishes (committers.h), into the options of a site. only_tell: as committers_options has it. */
bool load_provenance(struct site_options *out, struct loaded *l, const struct invocation *call, bool only_tell, struct diags *d);
/* What a Web Key Directory serves, and the keys that security.txt names, into the options: of the site's certificates; the export of
 * the signing key, which the options have, takes the place of its file in keys/. Notes it if none of them has an address of the
 * site's host, or can be encrypted to. After load_history. */
bool load_webkeys(struct site_options *out, struct loaded *l, struct diags *d);
/* Themes, locales, filters: enough to say something of an advisory (site.h, worker_new). options live as long as l. */
bool load_site(struct loaded *l, const struct site_options *options, struct diags *d);
/* What the locales of these languages of the archive say (script_locale), without a site. */
bool load_locales(const struct value ***out, struct loaded *l, const char *const *languages, size_t count, struct diags *d);
/* The list of outputs. */
bool load_plan(struct loaded *l, struct diags *d);
/* The advisory that an operand names; NULL after an error that names the nearest ids (of what is public here, so that a draft's
 * stays unsaid). */
const struct advisory *load_advisory(struct loaded *l, const char *id, struct diags *d);
/* False, and a report, if lang (--lang, or NULL) is no language of the archive. */
bool load_has_language(const struct loaded *l, const char *lang, struct diags *d);
/* Appends a line on past versions that could not be read; nothing if there are none. */
void load_sum_unreadable(struct buf *out, const struct history *h);
void load_free(struct loaded *l);

#endif
