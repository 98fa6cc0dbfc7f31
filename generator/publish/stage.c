/* Invariant: what has the target's name is at every moment a whole site, the old or
 * the new, or nothing before the first publication. Beside it, under the lock, lie at
 * most .<name>.stage-<hex> (what is being made, or the old site on its way out) and,
 * where the file system cannot exchange, .<name>.old-<hex>.
 *
 * The gap: without RENAME_EXCHANGE (some network and FUSE file systems) the old site
 * is renamed to .<name>.old-<hex> before the new one gets its name. For that moment
 * the target is missing; a kill just then leaves it missing, with the old site whole
 * under its other name, and the next build puts it back first.
 *
 * Syncing is one syncfs of the file system that holds the stage, and not one fsync a
 * file: a site has tens of thousands of small files, and each fsync waits for the disk's
 * journal (2,000 files on ext4: 2.7 s against 0.1 s). Since Linux 5.8 syncfs reports
 * what could not be written since the stage was opened, a full disk included. */
#include "publish/stage.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/memory.h"
#include "publish/lock.h"
#include "publish/target.h"

#define TAG_BYTES 6
#define TAG_LENGTH (2 * TAG_BYTES)

struct stage {
	struct target target;
	int lock;
	int folder;     /* descriptor of the stage */
	char *name;     /* of the stage, beside the target; what is there now is ours to remove */
	char *old_name; /* for the fallback */
	char *path;
};

static bool failed(const struct stage *s, struct diags *d, const char *what)
{
	int reason = errno;
	char space[FILE_HINT_SIZE];
	const char *hint = reason == EBUSY ? "it may be a mount point: name a folder inside it"
					   : file_full_hint(space, reason, s->target.parent, ".", 0);
	diag(d, DIAG_STAGE, (struct place){.path = s->target.path}, hint ? hint : file_hint(reason), "cannot %s: %s", what,
	     strerror(reason));
	return false;
}

static char *beside(const struct target *t, const char *kind, const char *tag)
{
	struct buf b;
	buf_init(&b, 4096);
	buf_printf(&b, ".%s.%s-%s", t->name, kind, tag);
	char *name = memory_text(b.data);
	buf_fini(&b);
	return name;
}

/* True for the names that beside() makes for this target, and for no other's. */
static bool is_beside(const struct target *t, const char *kind, const char *name)
{
	char *model = beside(t, kind, "");
	size_t n = strlen(model);
	bool is = strncmp(name, model, n) == 0 && strlen(name + n) == TAG_LENGTH &&
		  strspn(name + n, "0123456789abcdef") == TAG_LENGTH;
	free(model);
	return is;
}

/* Calls fn for each folder beside the target that has such a name; false if fn was, or on an error. */
typedef bool leftover_fn(struct stage *s, const char *name, struct diags *d);

static bool each_beside(struct stage *s, const char *kind, leftover_fn *fn, struct diags *d)
{
	int copy = openat(s->target.parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = copy < 0 ? NULL : fdopendir(copy);
	if (!entries) {
		if (copy >= 0)
			close(copy);
		return failed(s, d, "list the folder above");
	}
	bool ok = true;
	errno = 0;
	for (struct dirent *e; ok && (e = readdir(entries)); errno = 0) {
		struct stat st;
		if (is_beside(&s->target, kind, e->d_name) &&
		    fstatat(s->target.parent, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISDIR(st.st_mode))
			ok = fn(s, e->d_name, d);
	}
	ok = ok && (errno == 0 || failed(s, d, "list the folder above"));
	closedir(entries);
	return ok;
}

/* What lies beside the site and cannot be removed is in nobody's way. */
static bool remove_quietly(const struct stage *s, const char *name, const char *what, struct diags *d)
{
	struct diags *reasons = diags_new();
	if (!file_remove_tree(s->target.parent, name, reasons))
		diag(d, DIAG_OLD_SITE_LEFT, (struct place){.path = name},
		     "each build tries again; what else removes it is rm -r, by somebody who may",
		     "%s cannot be removed", what);
	diags_free(reasons);
	return true;
}

static bool remove_leftover(struct stage *s, const char *name, struct diags *d)
{
	return remove_quietly(s, name, "what a killed build left here", d);
}

/* An old site that a killed build moved away and did not replace gets its name back;
 * where there is a site it was replaced, and is removed. */
static bool restore_old(struct stage *s, const char *name, struct diags *d)
{
	struct stat st;
	if (fstatat(s->target.parent, s->target.name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return remove_leftover(s, name, d);
	return renameat(s->target.parent, name, s->target.parent, s->target.name) == 0 ||
	       failed(s, d, "put back the site that a killed build moved away");
}

static bool clean_up(struct stage *s, struct diags *d)
{
	return each_beside(s, "old", restore_old, d) && each_beside(s, "stage", remove_leftover, d);
}

static void random_tag(char out[TAG_LENGTH + 1])
{
	unsigned char bytes[TAG_BYTES];
	/* Six bytes never come short (getrandom(2)); only a very early boot lacks them. */
	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		abort();
	for (size_t i = 0; i < TAG_BYTES; i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* Only we can read the stage until it is put in place: it holds what is not published. */
static bool make_stage(struct stage *s, struct diags *d)
{
	char tag[TAG_LENGTH + 1];
	random_tag(tag);
	char *name = beside(&s->target, "stage", tag);
	if (mkdirat(s->target.parent, name, 0700) != 0) {
		free(name);
		return failed(s, d, "make the stage beside it");
	}
	s->name = name;
	s->old_name = beside(&s->target, "old", tag);
	struct buf path;
	buf_init(&path, BUF_LIMIT_DEFAULT);
	const char *slash = strrchr(s->target.path, '/');
	buf_add(&path, s->target.path, slash ? (size_t)(slash - s->target.path) + 1 : 0);
	buf_text(&path, name);
	s->path = memory_text(path.data);
	buf_fini(&path);
	s->folder = openat(s->target.parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	return s->folder >= 0 || failed(s, d, "open the stage");
}

bool stage_new(struct stage **out, const char *target, bool is_signed, struct diags *d)
{
	struct target t;
	if (!target_open(&t, target, is_signed, d))
		return false;
	struct stage *s = memory_alloc(sizeof(*s));
	*s = (struct stage){.target = t, .lock = -1, .folder = -1};
	/* Checked before anything is written beside it, and again when nobody else can change it. */
	bool ok = target_check(&s->target, d) && (s->lock = lock_take(&s->target, d)) >= 0;
	ok = ok && clean_up(s, d) && target_check(&s->target, d) && make_stage(s, d);
	if (ok)
		*out = s;
	else
		stage_free(s);
	return ok;
}

int stage_folder(const struct stage *s)
{
	return s->folder;
}

const char *stage_path(const struct stage *s)
{
	return s->path;
}

int stage_live(const struct stage *s)
{
	return s->target.live;
}

static bool rename_beside(const struct stage *s, const char *from, const char *to, unsigned flags)
{
	if (file_fault("rename"))
		return false;
	return renameat2(s->target.parent, from, s->target.parent, to, flags) == 0;
}

/* Says that this file system (or kernel) does not know the flag. */
static bool not_supported(int reason)
{
	return reason == EINVAL || reason == ENOSYS || reason == EOPNOTSUPP;
}

/* The first publication: nothing is replaced. Without the flag an empty folder that
 * somebody has just made would be, and nothing else. */
static bool place_first(const struct stage *s)
{
	if (rename_beside(s, s->name, s->target.name, RENAME_NOREPLACE))
		return true;
	return not_supported(errno) && rename_beside(s, s->name, s->target.name, 0);
}

/* See "The gap" above. Afterwards the old site has the stage's name, as after an exchange. */
static bool exchange_by_two(const struct stage *s)
{
	if (!rename_beside(s, s->target.name, s->old_name, 0))
		return false;
	if (!rename_beside(s, s->name, s->target.name, 0)) {
		int reason = errno;
		renameat(s->target.parent, s->old_name, s->target.parent, s->target.name);
		errno = reason;
		return false;
	}
	/* If this one fails the old site keeps its other name until the next build. */
	renameat(s->target.parent, s->old_name, s->target.parent, s->name);
	return true;
}

static bool exchange_by_one(const struct stage *s)
{
	if (file_fault("exchange")) { /* in tests: this file system cannot */
		errno = EINVAL;
		return false;
	}
	return rename_beside(s, s->name, s->target.name, RENAME_EXCHANGE);
}

static bool exchange(const struct stage *s)
{
	if (s->target.live < 0)
		return place_first(s);
	return exchange_by_one(s) || (not_supported(errno) && exchange_by_two(s));
}

static bool sync_stage(const struct stage *s, struct diags *d)
{
	if (fchmod(s->folder, 0755) != 0)
		return failed(s, d, "open the stage to readers");
	return (!file_fault("fsync") && syncfs(s->folder) == 0) || failed(s, d, "write the stage to disk");
}

bool stage_commit(struct stage *s, struct diags *d)
{
	if (!sync_stage(s, d))
		return false;
	if (!target_unchanged(&s->target)) {
		diag(d, DIAG_TARGET_CHANGED, (struct place){.path = s->target.path}, "build again",
		     "something else has replaced this folder during the build");
		return false;
	}
	if (!exchange(s))
		return failed(s, d, "put the new site in place");
	bool durable = !file_fault("fsync") && fsync(s->target.parent) == 0;
	if (!durable)
		/* Nothing is removed: after a power failure the old name may come back. */
		failed(s, d, "make sure that the new site, which is in place, survives a power failure");
	else if (s->target.live >= 0)
		remove_quietly(s, s->name, "the new site is in place, but the old one", d);
	free(s->name);
	s->name = NULL;
	return durable;
}

void stage_free(struct stage *s)
{
	if (!s)
		return;
	if (s->folder >= 0)
		close(s->folder);
	if (s->name) {
		/* What stays is removed by the next build. */
		struct diags *ignored = diags_new();
		file_remove_tree(s->target.parent, s->name, ignored);
		diags_free(ignored);
	}
	lock_drop(&s->target, s->lock);
	free(s->path);
	free(s->old_name);
	free(s->name);
	target_close(&s->target);
	free(s);
}
