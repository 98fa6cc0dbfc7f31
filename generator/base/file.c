/* Invariant: no path is followed through a symbolic link at its last component
 * for reading or writing; what is written is created here (O_EXCL). */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#define DEPTH_LIMIT 64

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

static bool failed(struct diags *d, enum diag_code code, const char *path, const char *verb)
{
	int reason = errno;
	const char *hint = reason == ENOSPC ? "free some space on this file system" : NULL;
	diag(d, code, (struct place){.path = path}, hint, "cannot %s: %s", verb, strerror(reason));
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
			return failed(d, DIAG_FILE_READ, path, "read");
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
		return failed(d, DIAG_FILE_READ, path, "open");
	}
	struct stat st;
	bool ok = false;
	if (fstat(fd, &st) != 0) {
		failed(d, DIAG_FILE_READ, path, "read");
	} else if (!S_ISREG(st.st_mode)) {
		diag(d, DIAG_FILE_READ, (struct place){.path = path}, NULL, "this is no regular file");
	} else {
		size_t before = out->length, old = out->limit;
		out->limit = before + limit < old ? before + limit : old;
		ok = read_all(out, fd, path, d);
		out->limit = old;
		if (ok && out->overflow) {
			diag(d, DIAG_FILE_READ, (struct place){.path = path}, NULL, "this file is larger than %zu bytes", limit);
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

/* Makes the folders above path; existing ones are fine. */
static bool make_parents(int dir, const char *path)
{
	char *copy = memory_text(path);
	bool ok = true;
	for (char *slash = strchr(copy, '/'); slash && ok; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (*copy) {
			ok = mkdirat(dir, copy, 0755) == 0;
			if (ok)
				ok = fchmodat(dir, copy, 0755, 0) == 0; /* whatever the umask */
			else
				ok = errno == EEXIST;
		}
		*slash = '/';
	}
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
		return failed(d, DIAG_FILE_WRITE, path, "create");
	bool ok = fchmod(fd, 0644) == 0 && write_all(fd, data);
	int reason = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		reason = errno;
	}
	errno = reason;
	return ok || failed(d, DIAG_FILE_WRITE, path, "write");
}

/* A folder's entries, sorted by byte; NULL after an error (errno is set). */
struct names {
	char **items;
	size_t count;
};

static void names_free(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		free(n->items[i]);
	free(n->items);
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool names_read(struct names *out, int fd)
{
	*out = (struct names){0};
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	if (!folder) {
		if (copy >= 0)
			close(copy);
		return false;
	}
	rewinddir(folder);
	errno = 0;
	for (struct dirent *e; (e = readdir(folder)); errno = 0) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		out->items = memory_resize(out->items, out->count + 1, sizeof(*out->items));
		out->items[out->count++] = memory_text(e->d_name);
	}
	bool ok = errno == 0;
	closedir(folder);
	if (ok && out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_byte);
	return ok;
}

static int open_folder(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

static bool sync_folder(int fd, const char *path, unsigned depth, struct diags *d)
{
	struct names names;
	bool ok = names_read(&names, fd) || failed(d, DIAG_FILE_WRITE, path, "list");
	if (ok && depth > DEPTH_LIMIT) {
		errno = ELOOP;
		ok = failed(d, DIAG_FILE_WRITE, path, "sync");
	}
	for (size_t i = 0; ok && i < names.count; i++) {
		int child = openat(fd, names.items[i], O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
		struct stat st;
		if (child < 0 || fstat(child, &st) != 0)
			ok = failed(d, DIAG_FILE_WRITE, names.items[i], "open");
		else if (S_ISDIR(st.st_mode))
			ok = sync_folder(child, names.items[i], depth + 1, d);
		else if (file_fault("fsync") || fsync(child) != 0)
			ok = failed(d, DIAG_FILE_WRITE, names.items[i], "sync");
		if (child >= 0)
			close(child);
	}
	names_free(&names);
	if (ok && (file_fault("fsync") || fsync(fd) != 0))
		ok = failed(d, DIAG_FILE_WRITE, path, "sync");
	return ok;
}

bool file_sync_tree(int dir, const char *path, struct diags *d)
{
	int fd = open_folder(dir, path);
	if (fd < 0)
		return failed(d, DIAG_FILE_WRITE, path, "open");
	bool ok = sync_folder(fd, path, 0, d);
	close(fd);
	return ok;
}

static bool remove_entries(int fd, unsigned depth)
{
	struct names names;
	if (!names_read(&names, fd))
		return false;
	bool ok = depth <= DEPTH_LIMIT;
	for (size_t i = 0; ok && i < names.count; i++) {
		if (unlinkat(fd, names.items[i], 0) == 0)
			continue;
		int child = errno == EISDIR || errno == EPERM ? open_folder(fd, names.items[i]) : -1;
		ok = child >= 0 && remove_entries(child, depth + 1) && unlinkat(fd, names.items[i], AT_REMOVEDIR) == 0;
		if (child >= 0)
			close(child);
	}
	names_free(&names);
	return ok;
}

bool file_remove_tree(int dir, const char *path, struct diags *d)
{
	int fd = open_folder(dir, path);
	if (fd < 0) {
		if (errno == ENOENT || unlinkat(dir, path, 0) == 0)
			return true;
		return failed(d, DIAG_FILE_WRITE, path, "remove");
	}
	bool ok = remove_entries(fd, 0) && unlinkat(dir, path, AT_REMOVEDIR) == 0;
	close(fd);
	return ok || failed(d, DIAG_FILE_WRITE, path, "remove");
}


struct found {
	char *path;
	bool regular;
	size_t size;
};

struct founds {
	struct found *items;
	size_t count;
};

static bool collect(struct founds *all, int fd, const char *below, unsigned depth, struct diags *d)
{
	struct names names;
	bool ok = names_read(&names, fd) || failed(d, DIAG_FILE_READ, below, "list");
	for (size_t i = 0; ok && i < names.count; i++) {
		struct buf path;
		buf_init(&path, 1 << 16);
		buf_printf(&path, "%s%s%s", below, *below ? "/" : "", names.items[i]);
		struct stat st;
		if (fstatat(fd, names.items[i], &st, AT_SYMLINK_NOFOLLOW) != 0) {
			ok = failed(d, DIAG_FILE_READ, path.data, "read");
		} else if (S_ISDIR(st.st_mode)) {
			int child = depth < DEPTH_LIMIT ? open_folder(fd, names.items[i]) : -1;
			if (depth >= DEPTH_LIMIT)
				errno = ELOOP;
			ok = child >= 0 ? collect(all, child, path.data, depth + 1, d)
					: failed(d, DIAG_FILE_READ, path.data, "open");
			if (child >= 0)
				close(child);
		} else {
			all->items = memory_resize(all->items, all->count + 1, sizeof(*all->items));
			all->items[all->count++] =
				(struct found){memory_text(path.data), S_ISREG(st.st_mode), (size_t)st.st_size};
		}
		buf_fini(&path);
	}
	names_free(&names);
	return ok;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->path, ((const struct found *)b)->path);
}

bool file_walk(int dir, const char *path, file_visit *fn, void *context, struct diags *d)
{
	int fd = open_folder(dir, path);
	if (fd < 0)
		return failed(d, DIAG_FILE_READ, path, "open");
	struct founds all = {0};
	bool ok = collect(&all, fd, "", 0, d);
	close(fd);
	if (all.count)
		qsort(all.items, all.count, sizeof(*all.items), by_path);
	for (size_t i = 0; i < all.count; i++) {
		ok = ok && fn(context, all.items[i].path, all.items[i].regular, all.items[i].size);
		free(all.items[i].path);
	}
	free(all.items);
	return ok;
}
