/* Files and folders, by descriptors relative to a folder, never following a
 * symbolic link at the last component. Failures are reported into diags (B101,
 * B102) with the system's reason and return false. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

/* Reads a whole regular file below the folder dir (AT_FDCWD for none), at most
 * limit bytes, appending to out. A missing file reports unless missing_ok, then
 * it is false without a report. */
bool file_read(struct buf *out, int dir, const char *path, size_t limit, bool missing_ok, struct diags *d);

/* Writes a new file (it must not exist) with mode 0644 whatever the umask,
 * making the folders above it with 0755. No fsync. */
bool file_write(int dir, const char *path, struct span data, struct diags *d);

/* fsync of a whole tree: each file, then each folder, below the folder at path. */
bool file_sync_tree(int dir, const char *path, struct diags *d);

/* Removes a tree; symbolic links are removed, not followed. A missing one is no error. */
bool file_remove_tree(int dir, const char *path, struct diags *d);

/* Calls fn for each entry below dir/path, in byte order of the paths, which
 * are relative to it; folders are entered, not reported. is_regular is false for links, devices … */
typedef bool file_visit(void *context, const char *path, bool is_regular, size_t size);
bool file_walk(int dir, const char *path, file_visit *fn, void *context, struct diags *d);

/* Fault injection for tests: SHIRASE_FAULT="write:3" makes the third write fail
 * with ENOSPC, "rename:1", "fsync:2" likewise with EIO; compiled in with -DFAULTS only. */
bool file_fault(const char *operation);

#endif
