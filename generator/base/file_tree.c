/* Whole trees: what lies in one, and its removal, on all cores.
 *
 * Invariant: a tree is entered by descriptor or by a path whose last part is no symbolic link; removal goes by descriptor
 * alone, so that nobody who swaps a folder for a link meanwhile leads it elsewhere. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/pool.h"

#define DEPTH_LIMIT 64
#define MANY 256 /* entries of a folder that are worth more than one thread */

static bool failed(struct diags *d, enum diag_code code, const char *path, const char *verb)
{
	int reason = errno;
	diag(d, code, (struct place){.path = path}, file_hint(reason), "cannot %s: %s", verb, strerror(reason));
	return false;
}

static int open_folder(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
}

/* DT_REG, DT_DIR or anything else; -1 if it cannot be known (errno is set). Some file systems do not tell with the name. */
static int type_of(int folder, const struct dirent64 *e)
{
	struct stat st;
	if (e->d_type != DT_UNKNOWN)
		return e->d_type;
	if (fstatat(folder, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return -1;
	return IFTODT(st.st_mode);
}

/* Calls fn for each entry of the folder; false if fn was, or if it cannot be read (errno is set). No DIR: a tree may have
 * more folders than files, and each DIR costs four system calls and 32 KiB. */
typedef bool entry_fn(void *context, const char *name, int type);

static bool each_entry(int folder, entry_fn *fn, void *context)
{
	_Alignas(struct dirent64) char chunk[1 << 15];
	ssize_t n;
	while ((n = getdents64(folder, chunk, sizeof(chunk))) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct dirent64 *e = (const struct dirent64 *)(chunk + at);
			at += e->d_reclen;
			if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
				continue;
			int type = type_of(folder, e);
			if (type < 0 || !fn(context, e->d_name, type))
				return false;
		}
	}
	return n == 0;
}

/* One worker's part of a list. */
struct finder {
	struct arena *arena;
	struct file_entry *files;
	size_t file_count, file_capacity;
	const char **folders; /* of the next level */
	size_t folder_count, folder_capacity;
};

/* The tree is listed level by level: the folders of a level are shared out among the workers. */
struct finding {
	int root;
	const char *name; /* of the root, for diagnostics */
	struct finder *finders;
	unsigned jobs;
	const char **folders; /* of this level */
	size_t count;
	struct diags *diags;
	atomic_bool failed;
};

struct found_in {
	struct finder *finder;
	const char *folder;
};

static bool note_entry(void *context, const char *name, int type)
{
	struct found_in *in = context;
	struct finder *f = in->finder;
	const char *path = *in->folder ? arena_printf(f->arena, "%s/%s", in->folder, name) : arena_text(f->arena, name);
	if (type == DT_DIR) {
		f->folders = arena_grow(f->arena, f->folders, f->folder_count, &f->folder_capacity, sizeof(*f->folders));
		f->folders[f->folder_count++] = path;
	} else {
		f->files = arena_grow(f->arena, f->files, f->file_count, &f->file_capacity, sizeof(*f->files));
		f->files[f->file_count++] = (struct file_entry){path, type == DT_REG};
	}
	return true;
}

static void list_folder(void *context, unsigned worker, size_t index)
{
	struct finding *all = context;
	const char *folder = all->folders[index];
	struct found_in in = {&all->finders[worker], folder};
	int fd = open_folder(all->root, *folder ? folder : ".");
	if (fd < 0 || !each_entry(fd, note_entry, &in)) {
		failed(all->diags, DIAG_FILE_READ, *folder ? folder : all->name, fd < 0 ? "open" : "list");
		atomic_store(&all->failed, true);
	}
	if (fd >= 0)
		close(fd);
}

/* What the workers found below this level becomes the next. */
static void descend(struct finding *all)
{
	free(all->folders);
	all->folders = NULL;
	all->count = 0;
	for (unsigned i = 0; i < all->jobs; i++) {
		struct finder *f = &all->finders[i];
		if (!f->folder_count)
			continue;
		all->folders = memory_resize(all->folders, all->count + f->folder_count, sizeof(*all->folders));
		memcpy(all->folders + all->count, f->folders, f->folder_count * sizeof(*all->folders));
		all->count += f->folder_count;
		f->folder_count = 0;
	}
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file_entry *)a)->path, ((const struct file_entry *)b)->path);
}

static void gather(struct file_list *out, const struct finding *all)
{
	for (unsigned i = 0; i < all->jobs; i++) {
		const struct finder *f = &all->finders[i];
		if (f->file_count) {
			out->files = memory_resize(out->files, out->count + f->file_count, sizeof(*out->files));
			memcpy(out->files + out->count, f->files, f->file_count * sizeof(*out->files));
			out->count += f->file_count;
		}
		out->arenas[i] = f->arena;
	}
	if (out->count)
		qsort(out->files, out->count, sizeof(*out->files), by_path);
}

bool file_list(struct file_list *out, int dir, const char *path, unsigned jobs, struct diags *d)
{
	struct finding all = {.root = open_folder(dir, path), .name = path, .jobs = jobs ? jobs : 1, .diags = d};
	*out = (struct file_list){0};
	if (all.root < 0)
		return failed(d, DIAG_FILE_READ, path, "open");
	all.finders = memory_alloc(all.jobs * sizeof(*all.finders));
	for (unsigned i = 0; i < all.jobs; i++)
		all.finders[i].arena = arena_new();
	all.folders = memory_resize(NULL, 1, sizeof(*all.folders));
	all.folders[0] = "";
	all.count = 1;
	bool ok = true;
	for (unsigned depth = 0; ok && all.count; depth++) {
		if (depth > DEPTH_LIMIT) {
			errno = ELOOP;
			ok = failed(d, DIAG_FILE_READ, all.folders[0], "open");
			break;
		}
		pool_run(all.count, all.jobs, list_folder, &all);
		ok = !atomic_load(&all.failed);
		descend(&all);
	}
	out->arenas = memory_alloc(all.jobs * sizeof(*out->arenas));
	out->arena_count = all.jobs;
	gather(out, &all);
	free(all.folders);
	free(all.finders);
	close(all.root);
	if (!ok)
		file_list_free(out);
	return ok;
}

void file_list_free(struct file_list *l)
{
	for (unsigned i = 0; i < l->arena_count; i++)
		arena_free(l->arenas[i]);
	free(l->arenas);
	free(l->files);
	*l = (struct file_list){0};
}

bool file_walk(int dir, const char *path, file_visit *fn, void *context, struct diags *d)
{
	struct file_list list;
	bool ok = file_list(&list, dir, path, 1, d);
	for (size_t i = 0; ok && i < list.count; i++)
		ok = fn(context, list.files[i].path, list.files[i].is_regular);
	file_list_free(&list);
	return ok;
}

struct doomed {
	char **names;
	bool *is_folder;
	size_t count, capacity;
};

static bool note_doomed(void *context, const char *name, int type)
{
	struct doomed *all = context;
	if (all->count == all->capacity) {
		all->capacity = all->capacity ? 2 * all->capacity : 8;
		all->names = memory_resize(all->names, all->capacity, sizeof(*all->names));
		all->is_folder = memory_resize(all->is_folder, all->capacity, sizeof(*all->is_folder));
	}
	all->is_folder[all->count] = type == DT_DIR;
	all->names[all->count++] = memory_text(name);
	return true;
}

struct removal {
	int folder;
	struct doomed doomed;
	unsigned depth;
	bool alone; /* no other thread is in this tree */
	atomic_int reason; /* errno of a failure; 0: none */
};

static int remove_entries(int folder, unsigned depth, bool alone);

/* 0, or the reason why it is still there. */
static int remove_entry(const struct removal *r, size_t index)
{
	const char *name = r->doomed.names[index];
	if (!r->doomed.is_folder[index])
		return unlinkat(r->folder, name, 0) == 0 ? 0 : errno;
	int child = open_folder(r->folder, name);
	if (child < 0)
		return errno;
	int reason = remove_entries(child, r->depth + 1, r->alone);
	close(child);
	return reason || unlinkat(r->folder, name, AT_REMOVEDIR) == 0 ? reason : errno;
}

static void remove_task(void *context, unsigned worker, size_t index)
{
	struct removal *r = context;
	(void)worker;
	int reason = atomic_load(&r->reason) ? 0 : remove_entry(r, index);
	if (reason)
		atomic_store(&r->reason, reason);
}

/* A site has most of its folders two levels below its root, so that the root's own entries are no work to share. */
static int remove_entries(int folder, unsigned depth, bool alone)
{
	struct removal r = {.folder = folder, .depth = depth};
	if (depth > DEPTH_LIMIT)
		return ELOOP;
	if (!each_entry(folder, note_doomed, &r.doomed))
		atomic_store(&r.reason, errno);
	bool shared = alone && depth > 0 && r.doomed.count >= MANY;
	r.alone = alone && !shared;
	if (!atomic_load(&r.reason))
		pool_run(r.doomed.count, shared ? pool_cores() : 1, remove_task, &r);
	for (size_t i = 0; i < r.doomed.count; i++)
		free(r.doomed.names[i]);
	free(r.doomed.names);
	free(r.doomed.is_folder);
	return atomic_load(&r.reason);
}

bool file_remove_tree(int dir, const char *path, struct diags *d)
{
	int folder = open_folder(dir, path);
	if (folder < 0) {
		int reason = errno;
		if (reason == ENOENT || unlinkat(dir, path, 0) == 0)
			return true;
		if (errno == EISDIR)
			errno = reason; /* why it could not be entered */
		return failed(d, DIAG_FILE_WRITE, path, "remove");
	}
	errno = remove_entries(folder, 0, true);
	bool ok = !errno && unlinkat(dir, path, AT_REMOVEDIR) == 0;
	close(folder);
	return ok || failed(d, DIAG_FILE_WRITE, path, "remove");
}
