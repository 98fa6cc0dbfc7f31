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
#include "publish/record.h"

#define FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static bool refuse(const struct target *t, const char *hint, struct diags *d, const char *fault)
{
	diag(d, DIAG_TARGET, (struct place){.path = t->path}, hint, "a site cannot be put here: %s", fault);
	return false;
}

bool target_open(struct target *out, const char *path, bool signed_ok, struct diags *d)
{
	struct target t = {.path = memory_text(path), .parent = -1, .live = -1, .signed_ok = signed_ok};
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

/* What file managers leave behind in every folder that somebody looked at. */
static bool is_litter(int folder, const char *name)
{
	static const char *const names[] = {".DS_Store", "Thumbs.db", "desktop.ini", ".directory"};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return has_file(folder, name);
	return false;
}

/* The first thing in it by byte, litter aside: allocated; NULL if there is none. *ok is false if it cannot be read. */
static char *first_entry(int folder, bool *ok)
{
	int copy = openat(folder, ".", FOLDER);
	DIR *entries = copy < 0 ? NULL : fdopendir(copy);
	*ok = entries != NULL;
	if (!entries) {
		if (copy >= 0)
			close(copy);
		return NULL;
	}
	char *first = NULL;
	errno = 0;
	for (struct dirent *e; (e = readdir(entries)); errno = 0) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || is_litter(folder, e->d_name) ||
		    (first && strcmp(first, e->d_name) < 0))
			continue;
		free(first);
		first = memory_text(e->d_name);
	}
	*ok = errno == 0;
	closedir(entries);
	return first;
}

/* Its archive.json is as formats/archive_json.c writes it, and its SHA256SUMS vouches for it: nobody else's folder. */
static bool is_site(int folder)
{
	struct record r;
	struct arena *a = arena_new();
	struct diags *unheard = diags_new();
	bool is = record_read(&r, folder, "", a, unheard) &&
		  span_starts(r.archive, "{\n \"version\": 1,\n \"generator\": \"shirase ");
	diags_free(unheard);
	arena_free(a);
	return is;
}

static bool is_mount_point(const struct target *t)
{
	struct stat above, here;
	return fstat(t->parent, &above) == 0 && fstat(t->live, &here) == 0 && above.st_dev != here.st_dev;
}

static bool foreign(const struct target *t, struct diags *d, const char *first)
{
	const char *hint = "name a new folder, or remove this one yourself if nobody needs what is in it";
	struct place at = {.path = t->path};
	if (has_file(t->live, "archive.json") && has_file(t->live, "SHA256SUMS"))
		diag(d, DIAG_TARGET_FOREIGN, at, hint,
		     "this folder is not empty and no site of shirase as it was built: its archive.json is another's, or not "
		     "the one that SHA256SUMS lists");
	else
		diag(d, DIAG_TARGET_FOREIGN, at, hint,
		     "this folder is not empty (it holds %s) and no site of shirase: it lacks archive.json or SHA256SUMS", first);
	return false;
}

/* Empty, or a site that this build may replace. */
static bool check_content(const struct target *t, struct diags *d)
{
	bool can_read;
	char *first = first_entry(t->live, &can_read);
	bool ok = true;
	if (!can_read) {
		ok = refuse(t, NULL, d, "it cannot be listed");
	} else if (first && !is_site(t->live)) {
		ok = foreign(t, d, first);
	} else if (first && !t->signed_ok && has_file(t->live, "SHA256SUMS.asc")) {
		diag(d, DIAG_TARGET_SIGNED, (struct place){.path = t->path},
		     "build into another folder, or sign: --key or sign.key; who wants it gone removes this folder first",
		     "a signed site stands here, and what would replace it is not signed");
		ok = false;
	}
	free(first);
	return ok;
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
	return check_content(t, d);
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
