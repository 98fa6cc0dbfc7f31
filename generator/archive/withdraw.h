/* The front matter of an advisory that is withdrawn. */
#ifndef ARCHIVE_WITHDRAW_H
#define ARCHIVE_WITHDRAW_H

#include "archive/document.h"

struct withdraw {
	const char *reason, *replaced_by; /* replaced_by NULL: nothing takes its place */
	const char *const *languages;     /* of the notes */
	const char *const *notes;
	size_t note_count;
};

/* True if the reason cannot stand without the id of a replacement, without notes. */
bool withdraw_needs_replacement(const char *reason);
bool withdraw_needs_notes(const char *reason);

/* Appends the file with `withdrawn` as the last key of its front matter, and not a byte else changed; its
 * lines end as the file's do. False after reporting if the file is one in which that cannot be done (a front
 * matter in braces …). */
bool withdraw_write(struct buf *out, const char *path, struct span file, const struct withdraw *w, struct diags *d);

#endif
