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
 * making the folders above it with 0755. No fsync. What cannot be written whole is not left there;
 * errno is then the reason. */
bool file_write(int dir, const char *path, struct span data, struct diags *d);

/* For the hint of a failure: what is needed (0: not known) and what the file system that holds dir/path has left,
 * if the reason (an errno) is that it is full; else NULL. */
#define FILE_HINT_SIZE 256
const char *file_full_hint(char out[FILE_HINT_SIZE], int reason, int dir, const char *path, size_t needed);

/* What can be done about any other reason of the system; NULL where nothing is known to help. */
const char *file_hint(int reason);

/* Puts data in the place of a regular file's bytes in one step; its mode stays. */
bool file_replace(int dir, const char *path, struct span data, struct diags *d);

/* Removes a tree, on all cores if it is large; symbolic links are removed, not followed. A missing one is no error. */
bool file_remove_tree(int dir, const char *path, struct diags *d);

/* What lies below dir/path but folders, which are entered, by the bytes of the paths, which are relative to it. */
struct file_entry {
	const char *path;
	bool is_regular; /* false for links, devices … */
};

struct file_list {
	struct file_entry *files;
	size_t count;
	struct arena **arenas; /* of the paths */
	unsigned arena_count;
};

/* Lists it on that many threads. After false (reported) there is nothing to be freed. */
bool file_list(struct file_list *out, int dir, const char *path, unsigned jobs, struct diags *d);
void file_list_free(struct file_list *l);

/* Calls fn for each of them; false if it was. */
typedef bool file_visit(void *context, const char *path, bool is_regular);
bool file_walk(int dir, const char *path, file_visit *fn, void *context, struct diags *d);

/* Fault injection for tests: SHIRASE_FAULT="write:3" makes the third write fail
 * with ENOSPC, "rename:1", "fsync:2" likewise with EIO; compiled in with -DFAULTS only. */
bool file_fault(const char *operation);

#endif
