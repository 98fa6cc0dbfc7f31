/* What build and check share: from the command line to a site that could be written. */
#ifndef COMMANDS_LOAD_H
#define COMMANDS_LOAD_H

#include "commands/cli.h"
#include "site/site.h"

struct loaded {
	struct arena *arena;
	struct repository *repository;
	struct oid head;
	struct archive archive;
	struct history history;
	struct scripts *scripts;
	struct site site;
	struct plan plan;
};

/* Opens the repository and loads the archive of the commit. */
bool load_archive(struct loaded *l, const struct invocation *call, struct diags *d);
/* Reads the history and plans the site; options live as long as l. */
bool load_site(struct loaded *l, const struct invocation *call, const struct site_options *options, struct diags *d);
void load_free(struct loaded *l);

#endif
