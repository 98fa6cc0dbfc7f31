/* Invariant: a target is looked at through the descriptor of its parent, so that
 * what was checked is what is exchanged, wherever the path leads later. */
#include "publish/target.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "publish/record.h"

#define FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

static bool refuse(const struct target *t, const char *hint, struct diags *d, const char *fault)
{
	diag(d, DIAG_TARGET, (struct place){.path = t->path}, hint, "nothing can be put here: %s", fault);
	return false;
}

/* What somebody named wrongly is wrong use; the rest the system has to answer for. */
static bool cannot_look(const struct target *t, const char *hint, struct diags *d)
{
	int reason = errno;
	if (reason == ENOENT || reason == ENOTDIR || reason == ELOOP || reason == ENAMETOOLONG || reason == EACCES)
		return refuse(t, hint ? hint : file_hint(reason), d, strerror(reason));
	diag(d, DIAG_FILE_READ, (struct place){.path = t->path}, file_hint(reason), "cannot look at this folder: %s", strerror(reason));
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
		int reason = errno;
		free(above);
		errno = reason;
		ok = t.parent >= 0 || cannot_look(&t, "make the folder above it first", d);
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
	int reason = errno;
	closedir(entries);
	errno = reason;
	*ok = reason == 0;
	return first;
}

enum content { CONTENT_SITE, CONTENT_FOREIGN, CONTENT_UNREADABLE };

/* A site: its archive.json is as formats/archive_json.c writes it, and its SHA256SUMS vouches for it: nobody else's folder. */
static enum content look_inside(int folder)
{
	struct record r;
	struct arena *a = arena_new();
	struct diags *unheard = diags_new();
	bool is = record_read(&r, folder, "", a, unheard) &&
		  span_starts(r.archive, "{\n \"version\": 1,\n \"generator\": \"shirase ");
	bool unread = diags_has(unheard, DIAG_FILE_READ) && has_file(folder, "archive.json") && has_file(folder, "SHA256SUMS");
	diags_free(unheard);
	arena_free(a);
	return is ? CONTENT_SITE : unread ? CONTENT_UNREADABLE : CONTENT_FOREIGN;
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
	bool ok = can_read || cannot_look(t, NULL, d);
	enum content content = first ? look_inside(t->live) : CONTENT_SITE;
	if (content == CONTENT_UNREADABLE) {
		diag(d, DIAG_FILE_READ, (struct place){.path = t->path}, "may you read all of it, and is the disk well?",
		     "the site that stands here cannot be read (archive.json, SHA256SUMS)");
		ok = false;
	} else if (content == CONTENT_FOREIGN) {
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
		return errno == ENOENT || cannot_look(t, NULL, d);
	if (S_ISLNK(st.st_mode))
		return refuse(t, "name the folder that it points to", d, "this is a symbolic link");
	if (!S_ISDIR(st.st_mode))
		return refuse(t, "name a folder, or a name that is not taken", d, "this is no folder");
	t->live = openat(t->parent, t->name, FOLDER | O_NOFOLLOW);
	return t->live < 0 ? cannot_look(t, NULL, d) : check_folder(t, d);
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
