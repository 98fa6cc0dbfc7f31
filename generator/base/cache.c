/* Invariant: nobody else can write into a folder that is used here (ours, not writable by others, no link), and
 * who writes holds its lock. So a name is looked at, then opened, and nothing came between.
 *
 * A file is one line (form, program, name, stamp), one line (seal of the first line and the bytes, their number), the bytes.
 * Bytes are read, not mapped: a mapped file that somebody cuts off would end the program. */
#include "base/cache.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/program.h"
#include "base/seal.h"

#define FILE_LIMIT ((size_t)512 << 20)
#define HEAD_LIMIT ((size_t)64 << 10)
#define NEW ".new"

struct cache {
	struct buf bytes;
};

static bool name_is_sound(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	size_t length = strlen(name);
	return length > 0 && length <= 100 && strspn(name, letters) == length;
}

/* The first line. False where the program cannot say who it is, or the stamp is no line. */
static bool add_first_line(struct buf *out, const char *name, const char *stamp)
{
	struct sha256 program;
	char hex[SHA256_HEX];
	if (!name_is_sound(name) || strchr(stamp, '\n') || !program_identity(&program))
		return false;
	buf_printf(out, "shirase cache 2 %s %s %s\n", sha256_hex(hex, &program), name, stamp);
	return !out->overflow;
}

/* The whole head; false as add_first_line. */
static bool add_head(struct buf *out, const struct seal *seal, const char *name, const char *stamp, struct span bytes)
{
	char hex[SHA256_HEX];
	if (!add_first_line(out, name, stamp))
		return false;
	struct sha256 sum = seal_of(seal, out->data, bytes);
	buf_printf(out, "%s %zu\n", sha256_hex(hex, &sum), bytes.length);
	return !out->overflow;
}

static bool is_private(const struct stat *st)
{
	return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

/* A descriptor of the folder; -1 if it is not there or not ours alone. */
static int open_folder(const char *folder)
{
	struct stat st;
	struct buf path;
	buf_init(&path, HEAD_LIMIT);
	buf_text(&path, folder);
	while (path.length > 1 && path.data[path.length - 1] == '/')
		buf_truncate(&path, path.length - 1); /* with a slash a link would be followed */
	int fd = path.overflow ? -1 : open(path.data, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	buf_fini(&path);
	if (fd >= 0 && (fstat(fd, &st) != 0 || !is_private(&st))) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool read_whole(struct buf *out, int dir, const char *name)
{
	struct stat st;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) || !is_private(&st))
		return false;
	struct diags *unheard = diags_new();
	bool ok = file_read(out, dir, name, FILE_LIMIT, true, unheard);
	diags_free(unheard);
	return ok;
}

/* True if the file is what add_head made of it; *bytes is behind the head. */
static bool is_sound(struct span *bytes, struct span file, const char *folder, const char *name, const char *stamp)
{
	struct buf head;
	struct seal seal;
	struct span rest = file, line;
	*bytes = SPAN_LITERAL("");
	if (span_next_line(&rest, &line) && span_next_line(&rest, &line))
		*bytes = rest;
	buf_init(&head, HEAD_LIMIT);
	bool ok = seal_open(&seal, folder) && add_head(&head, &seal, name, stamp, *bytes) && file.length == head.length + bytes->length &&
		  span_starts(file, head.data);
	buf_fini(&head);
	return ok;
}

bool cache_open(struct cache **out, struct span *bytes, const char *folder, const char *name, const char *stamp)
{
	int dir = name_is_sound(name) ? open_folder(folder) : -1;
	if (dir < 0)
		return false;
	struct cache *c = memory_alloc(sizeof(*c));
	struct span found;
	buf_init(&c->bytes, FILE_LIMIT);
	bool ok = read_whole(&c->bytes, dir, name) && is_sound(&found, buf_as_span(&c->bytes), folder, name, stamp);
	close(dir);
	if (!ok) {
		cache_close(c);
		return false;
	}
	/* To the front, where the allocator's alignment holds. */
	memmove(c->bytes.data, found.data, found.length);
	buf_truncate(&c->bytes, found.length);
	*bytes = buf_as_span(&c->bytes);
	*out = c;
	return true;
}

void cache_close(struct cache *c)
{
	if (!c)
		return;
	buf_fini(&c->bytes);
	free(c);
}

/* Writes beside the place, under a name that only the holder of the lock uses. */
static bool replace(int dir, const char *name, struct span file)
{
	struct buf beside;
	struct diags *unheard = diags_new();
	buf_init(&beside, HEAD_LIMIT);
	buf_printf(&beside, "%s" NEW, name);
	unlinkat(dir, beside.data, 0); /* of a writer that was killed */
	bool ok = file_write(dir, beside.data, file, unheard) && fchmodat(dir, beside.data, 0600, 0) == 0 &&
		  renameat(dir, beside.data, dir, name) == 0;
	if (!ok)
		unlinkat(dir, beside.data, 0);
	buf_fini(&beside);
	diags_free(unheard);
	return ok;
}

bool cache_write(const char *folder, const char *name, const char *stamp, struct span bytes)
{
	struct buf file;
	struct seal seal;
	buf_init(&file, FILE_LIMIT);
	bool ok = name_is_sound(name) && !strchr(stamp, '\n');
	if (ok)
		mkdir(folder, 0700);
	int dir = ok ? open_folder(folder) : -1;
	ok = dir >= 0 && seal_open(&seal, folder) && add_head(&file, &seal, name, stamp, bytes);
	buf_span(&file, bytes);
	ok = ok && !file.overflow;
	ok = ok && flock(dir, LOCK_EX | LOCK_NB) == 0 && replace(dir, name, buf_as_span(&file));
	if (dir >= 0)
		close(dir);
	buf_fini(&file);
	return ok;
}
