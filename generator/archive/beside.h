/* --config FILE: an archive.yaml that is in no commit, and what lies beside it, as the tree of a commit would have it. */
#ifndef ARCHIVE_BESIDE_H
#define ARCHIVE_BESIDE_H

#include "archive/archive.h"

/* Reads FILE as archive.yaml, and beside it glossary.yaml and all files below filters/, keys/, pages/ and themes/ but those with a part of
 * their path that begins with a dot, and makes a tree of them, which exists in memory as long as r does; nothing is written. sha256 is the
 * digest of what sha256sum would print of them, sorted by byte of the paths (FILE's is archive.yaml): lines of
 * digest, two blanks, path, LF. Reports what cannot be read, what is neither file nor folder, and what is too much. To be called
 * before threads use r. Lives in the arena. */
bool archive_beside_read(struct archive_beside *out, struct repository *r, const char *file, struct arena *a, struct diags *d);

/* Which files and folders of the work tree the patterns of an archive.yaml, which was read as text, can match: as
 * repository_work_tree takes them. NULL: there are no readers. */
const char *const *archive_reader_folders(struct arena *a, struct span text);

#endif
