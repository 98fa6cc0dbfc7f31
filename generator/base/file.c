/* Invariant: no path is followed through a symbolic link at its last component
 * for reading or writing; what is written is created here (O_EXCL). */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/memory.h"

#ifdef FAULTS
#include <stdatomic.h>

/* SHIRASE_FAULT="write:3": the third call for "write" fails, and each later one does not. */
bool file_fault(const char *operation)
{
	static atomic_uint calls;
	const char *spec = getenv("SHIRASE_FAULT");
	size_t n = strlen(operation);
	if (!spec || strncmp(spec, operation, n) != 0 || spec[n] != ':')
		return false;
	if (atomic_fetch_add(&calls, 1) + 1 != strtoul(spec + n + 1, NULL, 10))
		return false;
	errno = strcmp(operation, "write") == 0 ? ENOSPC : EIO;
	return true;
}
#else
bool file_fault(const char *operation)
{
	(void)operation;
	return false;
}
#endif

const char *file_hint(int reason)
{
	static const char owner[] = "look at its owner and its mode, and at those of the folders above: ls -ld",
			  open[] = "too many files are open: raise the limit (ulimit -n), or use fewer threads (-j)";
	static const struct {
		int reason;
		const char *hint;
	} hints[] = {
		{EACCES, owner},
		{EPERM, owner},
		{EROFS, "this file system is mounted read-only: mount it for writing, or name another place"},
		{EIO, "the disk, or the way to it, may be failing: the system's log tells more (dmesg)"},
		{EAGAIN, "the system gives no more processes or threads: end some, or raise the limit (ulimit -u)"},
		{EMFILE, open},
		{ENFILE, open},
		{ENOENT, "is the name right?"},
		{ENOTDIR, "is the name right?"},
		{ELOOP, "symbolic links are not followed: name what it leads to"},
		{ENAMETOOLONG, "shorten the name"},
	};
	for (size_t i = 0; i < sizeof(hints) / sizeof(*hints); i++)
		if (hints[i].reason == reason)
			return hints[i].hint;
	return NULL;
}

static bool failed(struct diags *d, const char *path, const char *verb)
{
	int reason = errno;
	diag(d, DIAG_FILE_READ, (struct place){.path = path}, file_hint(reason), "cannot %s: %s", verb, strerror(reason));
	return false;
}

/* The file system that holds the path, or will; what is not made yet is on that of the folder above. */
static bool file_system(struct statvfs *out, int dir, const char *path)
{
	char *above = memory_text(path);
	int fd = -1;
	for (char *end = above + strlen(above); fd < 0 && end; end = strrchr(above, '/')) {
		*end = '\0';
		if (*above)
			fd = openat(dir, above, O_PATH | O_CLOEXEC | O_NOFOLLOW);
	}
	if (fd < 0)
		fd = openat(dir, *path == '/' ? "/" : ".", O_PATH | O_CLOEXEC);
	free(above);
	bool ok = fd >= 0 && fstatvfs(fd, out) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

const char *file_full_hint(char out[FILE_HINT_SIZE], int reason, int dir, const char *path, size_t needed)
{
	struct statvfs fs;
	if (reason == EDQUOT)
		return "your quota on this file system is used up: free some space, or have it raised";
	if (reason != ENOSPC)
		return NULL;
	if (!file_system(&fs, dir, path))
		return "free some space on this file system";
	int n = needed ? snprintf(out, FILE_HINT_SIZE, "%zu bytes are needed; ", needed) : 0;
	n += snprintf(out + n, FILE_HINT_SIZE - (size_t)n, "this file system has %" PRIu64 " bytes left", (uint64_t)fs.f_bavail * fs.f_frsize);
	if (fs.f_files) /* some have no such number */
		n += snprintf(out + n, FILE_HINT_SIZE - (size_t)n, ", and room for %" PRIu64 " more files", (uint64_t)fs.f_favail);
	snprintf(out + n, FILE_HINT_SIZE - (size_t)n, ": free some, or use another");
	return out;
}

static bool failed_to_write(struct diags *d, int dir, const char *path, const char *verb, size_t needed)
{
	int reason = errno;
	char space[FILE_HINT_SIZE];
	const char *full = file_full_hint(space, reason, dir, path, needed);
	diag(d, DIAG_FILE_WRITE, (struct place){.path = path}, full ? full : file_hint(reason), "cannot %s: %s", verb, strerror(reason));
	errno = reason;
	return false;
}

static bool read_all(struct buf *out, int fd, const char *path, struct diags *d)
{
	char chunk[1 << 16];
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			break;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed(d, path, "read");
		buf_add(out, chunk, (size_t)n);
		if (out->overflow)
			break;
	}
	return true;
}

bool file_read(struct buf *out, int dir, const char *path, size_t limit, bool missing_ok, struct diags *d)
{
	/* O_NONBLOCK: opening a FIFO must not wait for its other end. */
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0) {
		if (missing_ok && (errno == ENOENT || errno == ENOTDIR))
			return false;
		return failed(d, path, "open");
	}
	struct stat st;
	bool ok = false;
	if (fstat(fd, &st) != 0) {
		failed(d, path, "read");
	} else if (!S_ISREG(st.st_mode)) {
		diag(d, DIAG_FILE_READ, (struct place){.path = path}, "is the name right?", "this is no regular file");
	} else {
		size_t before = out->length, old = out->limit;
		out->limit = before + limit < old ? before + limit : old;
		ok = read_all(out, fd, path, d);
		out->limit = old;
		if (ok && out->overflow) {
			diag(d, DIAG_FILE_READ, (struct place){.path = path}, "is it the right one?", "this file is larger than %zu bytes", limit);
			ok = false;
		}
	}
	close(fd);
	return ok;
}

static bool write_all(int fd, struct span data)
{
	if (file_fault("write"))
		return false;
	while (data.length) {
		ssize_t n = write(fd, data.data, data.length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data = span_after(data, (size_t)n);
	}
	return true;
}

/* Whatever the umask, and what the folder above hands down (acl(5)), took of it. To look is cheaper than to set. */
static bool set_mode(int fd, mode_t mode)
{
	struct stat st;
	return fstat(fd, &st) == 0 && ((st.st_mode & 07777) == mode || fchmod(fd, mode) == 0);
}

/* By descriptor: who may write beside the folder may have put a link in its place. */
static bool set_folder_mode(int dir, const char *path, mode_t mode)
{
	struct stat st;
	if (fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	if ((st.st_mode & 07777) == mode)
		return true;
	int fd = openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && fchmod(fd, mode) == 0;
	int reason = errno;
	if (fd >= 0)
		close(fd);
	errno = reason;
	return ok;
}

/* Makes the folder above what path names, and first those above that which are missing: most often one is. */
static bool make_parent(int dir, char *path)
{
	char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return false;
	*slash = '\0';
	bool made = mkdirat(dir, path, 0755) == 0 || (errno == ENOENT && make_parent(dir, path) && mkdirat(dir, path, 0755) == 0);
	bool ok = made ? set_folder_mode(dir, path, 0755) : errno == EEXIST;
	*slash = '/';
	return ok;
}

static bool make_parents(int dir, const char *path)
{
	char *copy = memory_text(path);
	bool ok = make_parent(dir, copy);
	free(copy);
	return ok;
}

bool file_write(int dir, const char *path, struct span data, struct diags *d)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;
	int fd = openat(dir, path, flags, 0644);
	if (fd < 0 && errno == ENOENT && make_parents(dir, path))
		fd = openat(dir, path, flags, 0644);
	if (fd < 0)
		return failed_to_write(d, dir, path, "create", data.length);
	bool ok = set_mode(fd, 0644) && write_all(fd, data);
	int reason = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		reason = errno;
	}
	if (ok)
		return true;
	unlinkat(dir, path, 0); /* half of a file is of no use, and takes space */
	errno = reason;
	return failed_to_write(d, dir, path, "write", data.length);
}
