/* Invariant: the secret's file is made whole or not at all: it is written under another name and moved to its place. */
#include "base/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define BLOCK 64 /* bytes, of SHA-256 */
#define PATH_LIMIT 8192

static bool is_ours_alone(int file)
{
	struct stat st;
	return fstat(file, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() && !(st.st_mode & 077) &&
	       st.st_size == SEAL_SECRET;
}

static bool read_secret(struct seal *out, const char *path)
{
	int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (file < 0)
		return false;
	bool ok = is_ours_alone(file) && read(file, out->secret, SEAL_SECRET) == SEAL_SECRET;
	close(file);
	return ok;
}

static bool write_secret(const char *path)
{
	unsigned char secret[SEAL_SECRET];
	if (getrandom(secret, sizeof(secret), 0) != (ssize_t)sizeof(secret))
		return false;
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0)
		return false;
	bool ok = write(file, secret, sizeof(secret)) == (ssize_t)sizeof(secret) && fsync(file) == 0;
	return close(file) == 0 && ok;
}

/* Where another process was faster its secret stays. A file system that cannot move without replacing can link. */
static bool put_in_place(const char *beside, const char *path)
{
	if (renameat2(AT_FDCWD, beside, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EEXIST)
		(void)!link(beside, path);
	return false;
}

static void make_secret(const char *path)
{
	struct buf beside;
	buf_init(&beside, PATH_LIMIT);
	buf_printf(&beside, "%s.%ld", path, (long)getpid());
	unlink(beside.data); /* of a process of this number that was killed */
	if (beside.overflow || !write_secret(beside.data) || !put_in_place(beside.data, path))
		unlink(beside.data);
	buf_fini(&beside);
}

bool seal_open(struct seal *out, const char *folder)
{
	struct buf path;
	buf_init(&path, PATH_LIMIT);
	buf_text(&path, folder);
	while (path.length > 1 && path.data[path.length - 1] == '/')
		buf_truncate(&path, path.length - 1); /* beside it, not in it */
	buf_text(&path, "-secret");
	bool ok = !path.overflow && read_secret(out, path.data);
	if (!ok && !path.overflow) {
		make_secret(path.data);
		ok = read_secret(out, path.data);
	}
	buf_fini(&path);
	return ok;
}

static struct sha256 keyed(const struct seal *s, unsigned char pad, struct span a, struct span b)
{
	unsigned char block[BLOCK];
	for (size_t i = 0; i < BLOCK; i++)
		block[i] = pad ^ (i < SEAL_SECRET ? s->secret[i] : 0);
	struct sha256_stream *stream = sha256_start();
	sha256_add(stream, block, sizeof(block));
	sha256_add(stream, a.data, a.length);
	sha256_add(stream, b.data, b.length);
	return sha256_finish(stream);
}

struct sha256 seal_of(const struct seal *s, const char *purpose, struct span bytes)
{
	struct sha256 inner = keyed(s, 0x36, span_make(purpose, strlen(purpose) + 1), bytes);
	return keyed(s, 0x5c, span_make((const char *)inner.bytes, sizeof(inner.bytes)), (struct span){"", 0});
}
