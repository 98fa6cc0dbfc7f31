/* Invariant: who holds the flock of the file that has the lock's name now, holds the
 * lock. The file is removed before the flock is let go, so a builder that waited for
 * a removed file notices (other inode) and takes the new one.
 *
 * A flock and not the file's presence: a process that dies drops it. */
#include "publish/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

#define ATTEMPTS 100

static void lock_name(struct buf *out, const struct target *t)
{
	buf_init(out, 4096);
	buf_printf(out, ".%s.shirase.lock", t->name);
}

static bool still_named(const struct target *t, const char *name, int fd)
{
	struct stat named, held;
	return fstat(fd, &held) == 0 && fstatat(t->parent, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	       named.st_dev == held.st_dev && named.st_ino == held.st_ino;
}

static void report_holder(const struct target *t, int fd, struct diags *d)
{
	char text[32] = "";
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	text[strspn(text, "0123456789")] = '\0';
	diag(d, DIAG_TARGET_LOCKED, (struct place){.path = t->path}, "wait for it, or end it",
	     "another build (process %s) is at work on this site", *text ? text : "not known");
}

/* 0: lost a race, try again; 1: the lock is held; -1: reported. */
static int try_lock(const struct target *t, const char *name, int fd, struct diags *d)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return still_named(t, name, fd);
	if (errno == EWOULDBLOCK) {
		if (!still_named(t, name, fd))
			return 0;
		report_holder(t, fd, d);
	} else {
		diag(d, DIAG_STAGE, (struct place){.path = t->path},
		     "is it a file system with locks (flock)? Name a folder on one that has them", "cannot lock %s: %s", name, strerror(errno));
		unlinkat(t->parent, name, 0); /* where nobody can lock, it is nobody's lock */
	}
	return -1;
}

static void write_holder(int fd)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%ld\n", (long)getpid());
	/* Only for the message above: a full disk is no reason to stop here. */
	if (ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)n, 0) < 0)
		return;
}

int lock_take(const struct target *t, struct diags *d)
{
	struct buf name;
	lock_name(&name, t);
	int fd = -1, state = 0;
	for (int attempt = 0; state == 0 && attempt < ATTEMPTS; attempt++) {
		if (fd >= 0)
			close(fd);
		fd = openat(t->parent, name.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
			    0644);
		if (fd < 0) {
			int reason = errno;
			char space[FILE_HINT_SIZE];
			const char *hint = reason == EACCES ? "the folder above it must be writable"
							    : file_full_hint(space, reason, t->parent, ".", 0);
			diag(d, DIAG_STAGE, (struct place){.path = t->path}, hint ? hint : file_hint(reason),
			     "cannot make the lock %s: %s", name.data, strerror(reason));
			break;
		}
		state = try_lock(t, name.data, fd, d);
	}
	if (fd >= 0 && state == 0)
		report_holder(t, fd, d);
	if (state == 1) {
		write_holder(fd);
	} else if (fd >= 0) {
		close(fd);
		fd = -1;
	}
	buf_fini(&name);
	return fd;
}

void lock_drop(const struct target *t, int fd)
{
	if (fd < 0)
		return;
	struct buf name;
	lock_name(&name, t);
	if (still_named(t, name.data, fd))
		unlinkat(t->parent, name.data, 0);
	close(fd);
	buf_fini(&name);
}
