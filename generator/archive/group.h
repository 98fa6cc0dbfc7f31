/* Private to archive/: documents and attachments made into advisories. */
#ifndef ARCHIVE_GROUP_H
#define ARCHIVE_GROUP_H

#include "archive/archive.h"
#include "archive/layout.h"

/* A document as it was read; id and lang are the item's even where it could not be parsed. */
struct read_document {
	const struct item *item;
	bool parsed; /* front matter and body are there */
	struct document document;
};

/* Makes the advisories of documents (parsed or not) and of the attachments in
 * layout, and reports how they do not fit together: ids that differ in case
 * alone, one document in two folders, two sources or none, translations that
 * differ from their source, attachments of one name. False if there was an error. */
bool group_advisories(struct archive *out, struct read_document *documents, size_t count,
		      const struct layout *layout, struct arena *a, struct diags *d);

#endif
