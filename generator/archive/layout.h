/* Private to archive/: what each file of the tree is, by its path alone. */
#ifndef ARCHIVE_LAYOUT_H
#define ARCHIVE_LAYOUT_H

#include "archive/config.h"
#include "repository/repository.h"

enum role { ROLE_DOCUMENT, ROLE_ATTACHMENT, ROLE_PAGE, ROLE_GLOSSARY, ROLE_CERTIFICATE, ROLE_COMMITTER };

struct item {
	enum role role;
	const char *path; /* from the root of the tree */
	struct oid blob;
	const char *id;   /* of a document, an attachment */
	const char *lang; /* of a document, a page */
	const char *name; /* of an attachment, below its folder; of a page */
};

struct layout {
	struct item *items; /* in byte order of paths */
	size_t count;
};

/* Says what the files of the archive are; archive.yaml is left out. Reports what
 * is no regular file, what belongs to nothing, names that cannot be published,
 * ids that are none of the scheme, languages that the archive does not have. False if there was an error. */
bool layout_read(struct layout *out, const struct config *config,
		 const struct listing *listing, struct arena *a, struct diags *d);

/* True if the path is UTF-8 and holds no backslash, no control and no character that hides or reorders text. */
bool path_is_plain(const char *path);

#endif
