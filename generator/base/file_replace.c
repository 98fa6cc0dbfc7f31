/* Invariant: at every moment the path has the old bytes or the new ones. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool replace_failed(struct diags *d, const char *path, int reason)
{
	diag(d, DIAG_FILE_WRITE, (struct place){.path = path}, file_hint(reason), "cannot replace: %s", strerror(reason));
	return false;
}

bool file_replace(int dir, const char *path, struct span data, struct diags *d)
{
	struct stat old;
	struct buf beside;
	const char *slash = strrchr(path, '/');
	if (fstatat(dir, path, &old, AT_SYMLINK_NOFOLLOW) != 0)
		return replace_failed(d, path, errno);
	if (!S_ISREG(old.st_mode))
		return replace_failed(d, path, S_ISLNK(old.st_mode) ? ELOOP : EINVAL);
	buf_init(&beside, 1 << 16);
	buf_add(&beside, path, slash ? (size_t)(slash + 1 - path) : 0);
	buf_printf(&beside, ".%s.new", slash ? slash + 1 : path);
	unlinkat(dir, beside.data, 0); /* of one that was killed */
	bool ok = file_write(dir, beside.data, data, d);
	if (ok && (file_fault("rename") || fchmodat(dir, beside.data, old.st_mode & 07777, 0) != 0 ||
		   renameat(dir, beside.data, dir, path) != 0)) {
		ok = replace_failed(d, path, errno);
		unlinkat(dir, beside.data, 0);
	}
	buf_fini(&beside);
	return ok;
}
