/* Invariant: a target is looked at through the descriptor of its parent, so that
 * what was checked is what is exchanged, wherever the path leads later. */
#include "publish/target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#define FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static bool refuse(const struct target *t, const char *hint, struct diags *d, const char *fault)
{
	diag(d, DIAG_TARGET, (struct place){.path = t->path}, hint, "a site cannot be put here: %s", fault);
	return false;
}

bool target_open(struct target *out, const char *path, struct diags *d)
{
	struct target t = {.path = memory_text(path), .parent = -1, .live = -1};
	size_t n = strlen(t.path);
	while (n > 1 && t.path[n - 1] == '/')
		t.path[--n] = '\0';
	char *slash = strrchr(t.path, '/');
	t.name = memory_text(slash ? slash + 1 : t.path);
	bool ok = *t.name && strcmp(t.name, ".") != 0 && strcmp(t.name, "..") != 0;
	if (!ok) {
		refuse(&t, "name a folder: -o public", d, "this is no name of a folder");
	} else {
		char *above = memory_text(t.path);
		above[slash ? (slash == t.path ? 1 : slash - t.path) : 0] = '\0';
		t.parent = open(slash ? above : ".", FOLDER);
		free(above);
		ok = t.parent >= 0 || refuse(&t, "make the folder above it first", d, strerror(errno));
	}
	if (ok)
		*out = t;
	else
		target_close(&t);
	return ok;
}

void target_close(struct target *t)
{
	if (t->live >= 0)
		close(t->live);
	if (t->parent >= 0)
		close(t->parent);
	free(t->name);
	free(t->path);
}

static bool same_folder(int fd, const char *path)
{
	struct stat a, b;
	return path && *path && fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

static bool has_file(int folder, const char *name)
{
	struct stat st;
	return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode);
}

/* False if it cannot be read, too. */
static bool is_empty(int folder)
{
	int copy = openat(folder, ".", FOLDER);
	DIR *entries = copy < 0 ? NULL : fdopendir(copy);
	if (!entries) {
		if (copy >= 0)
			close(copy);
		return false;
	}
	bool empty = true;
	errno = 0;
	for (struct dirent *e; empty && (e = readdir(entries));)
		empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	empty = empty && errno == 0;
	closedir(entries);
	return empty;
}

static bool is_mount_point(const struct target *t)
{
	struct stat above, here;
	return fstat(t->parent, &above) == 0 && fstat(t->live, &here) == 0 && above.st_dev != here.st_dev;
}

static bool check_folder(const struct target *t, struct diags *d)
{
	struct stat st;
	if (same_folder(t->live, "/"))
		return refuse(t, "name a folder of its own", d, "this is the root of the file system");
	if (same_folder(t->live, getenv("HOME")))
		return refuse(t, "name a folder of its own", d, "this is your home");
	if (fstatat(t->live, ".git", &st, AT_SYMLINK_NOFOLLOW) == 0)
		return refuse(t, "name a folder inside or beside it", d,
			      "this is the root of a git work tree");
	if (is_mount_point(t))
		return refuse(t, "name a folder inside it, and let the server serve that", d,
			      "this is a mount point, which no rename can replace");
	if (is_empty(t->live) || (has_file(t->live, "archive.json") && has_file(t->live, "SHA256SUMS")))
		return true;
	diag(d, DIAG_TARGET_FOREIGN, (struct place){.path = t->path},
	     "name a new folder, or remove this one yourself if nobody needs what is in it",
	     "this folder is not empty and no site of shirase: it lacks archive.json or SHA256SUMS");
	return false;
}

bool target_check(struct target *t, struct diags *d)
{
	struct stat st;
	if (t->live >= 0)
		close(t->live);
	t->live = -1;
	if (fstatat(t->parent, t->name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || refuse(t, NULL, d, strerror(errno));
	if (S_ISLNK(st.st_mode))
		return refuse(t, "name the folder that it points to", d, "this is a symbolic link");
	if (!S_ISDIR(st.st_mode))
		return refuse(t, NULL, d, "this is no folder");
	t->live = openat(t->parent, t->name, FOLDER | O_NOFOLLOW);
	return t->live < 0 ? refuse(t, NULL, d, strerror(errno)) : check_folder(t, d);
}

bool target_unchanged(const struct target *t)
{
	struct stat now, then;
	bool is_there = fstatat(t->parent, t->name, &now, AT_SYMLINK_NOFOLLOW) == 0;
	if (t->live < 0)
		return !is_there;
	return is_there && fstat(t->live, &then) == 0 && now.st_dev == then.st_dev &&
	       now.st_ino == then.st_ino;
}
