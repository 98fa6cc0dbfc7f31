/* The work tree as a commit that nobody made. Invariant: its objects live in a store of memory that goes before the
 * repository's own; on the disk nothing is written, the index included. */
#include <git2/blob.h>
#include <git2/refs.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "repository/internal.h"

#define MEMORY_FIRST 1000 /* the repository's own stores have 1 and 2 */

struct taking {
	struct repository *repository;
	struct commit head;
	const struct oid *tree; /* head's; NULL: there is no commit yet */
	struct arena *arena;
	struct diags *diags;
	struct uncommitted found;
	struct arena *names; /* outlives the arena */
	git_tree_update *gone, *there;
	size_t gone_count, gone_capacity, there_count, there_capacity;
	bool failed;
};

static bool failed(struct diags *d, const char *path, const char *why)
{
	diag(d, DIAG_FILE_READ, (struct place){.path = path}, "--rev HEAD reads the last commit instead",
	     "what is not committed cannot be read: %s", why);
	return false;
}

static bool add_there(struct taking *t, const char *path, const struct stat *st)
{
	git_oid blob;
	if ((size_t)st->st_size > OBJECT_LIMIT) {
		diag(t->diags, DIAG_OBJECT_LARGE, (struct place){.path = path}, "publish a link to it instead",
		     "this file is larger than %zu bytes", OBJECT_LIMIT);
		return false;
	}
	if (git_blob_create_from_workdir(&blob, t->repository->git, path) != 0)
		return failed(t->diags, path, last_error());
	t->there = arena_grow(t->arena, t->there, t->there_count, &t->there_capacity, sizeof(*t->there));
	t->there[t->there_count++] = (git_tree_update){
		.action = GIT_TREE_UPDATE_UPSERT,
		.id = blob,
		.filemode = S_ISLNK(st->st_mode) ? GIT_FILEMODE_LINK
			    : st->st_mode & S_IXUSR ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB,
		.path = path,
	};
	uncommitted_add(&t->found, t->names, path);
	return true;
}

/* What is staged as new and gone from the work tree was never in the commit. */
static void add_gone(struct taking *t, const char *path)
{
	struct tree_file found;
	if (!t->tree || !repository_find(&found, t->repository, t->tree, path, t->arena, t->diags))
		return;
	t->gone = arena_grow(t->arena, t->gone, t->gone_count, &t->gone_capacity, sizeof(*t->gone));
	t->gone[t->gone_count++] = (git_tree_update){.action = GIT_TREE_UPDATE_REMOVE, .path = path};
	uncommitted_add(&t->found, t->names, path);
}

/* Of what is neither a file nor a link git itself takes no notice. */
static int take_one(const char *name, unsigned status, void *context)
{
	struct taking *t = context;
	struct stat st;
	struct span path = span_of(name);
	if (status == GIT_STATUS_CURRENT || (status & GIT_STATUS_IGNORED) || span_ends(path, "/"))
		return 0;
	const char *whole = arena_printf(t->arena, "%s%s", git_repository_workdir(t->repository->git), name);
	/* What git says is asked first: lstat would follow a link that stands in the place of a folder. */
	bool removed = (status & GIT_STATUS_WT_DELETED) || ((status & GIT_STATUS_INDEX_DELETED) && !(status & GIT_STATUS_WT_NEW));
	if (!removed && lstat(whole, &st) == 0 && (S_ISREG(st.st_mode) || S_ISLNK(st.st_mode)))
		t->failed = !add_there(t, arena_text(t->arena, name), &st);
	else
		add_gone(t, arena_text(t->arena, name));
	return t->failed;
}

static bool take_all(struct taking *t, const char *const *paths)
{
	git_status_options options;
	size_t count = 0;
	while (paths[count])
		count++;
	git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS |
			GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
	options.pathspec = (git_strarray){(char **)paths, count};
	return git_status_foreach_ext(t->repository->git, &options, take_one, t) == 0;
}

/* Trees of HEAD that are not there or damaged are told as everywhere. */
static bool tell_status(struct taking *t, const char *const *paths)
{
	struct buf why;
	struct listing listing;
	size_t errors = diags_count(t->diags, DIAG_ERROR);
	buf_init(&why, 4096);
	buf_text(&why, last_error());
	for (; *paths && t->tree; paths++)
		repository_list(&listing, t->repository, t->tree, *paths, t->arena, t->diags);
	if (diags_count(t->diags, DIAG_ERROR) == errors)
		failed(t->diags, NULL, why.data);
	buf_fini(&why);
	return false;
}

bool tree_empty(git_tree **out, git_repository *git)
{
	git_treebuilder *builder;
	git_oid id;
	if (git_treebuilder_new(&builder, git, NULL) != 0)
		return false;
	bool ok = git_treebuilder_write(&id, builder) == 0;
	git_treebuilder_free(builder);
	return ok && git_tree_lookup(out, git, &id) == 0;
}

/* First what is gone, then what is there: a folder may stand where a file was. */
static bool make_tree(git_oid *out, struct taking *t)
{
	git_repository *git = t->repository->git;
	git_tree *before = NULL, *between = NULL;
	git_oid id = t->tree ? oid_to_git(t->tree) : (git_oid){0};
	bool ok = (t->tree ? git_tree_lookup(&before, git, &id) == 0 : tree_empty(&before, git)) &&
		  git_tree_create_updated(&id, git, before, t->gone_count, t->gone) == 0 &&
		  git_tree_lookup(&between, git, &id) == 0 &&
		  git_tree_create_updated(out, git, between, t->there_count, t->there) == 0;
	git_tree_free(before);
	git_tree_free(between);
	return ok || failed(t->diags, NULL, last_error());
}

static bool make_commit(struct oid *out, struct repository *r, const git_oid *tree, const struct oid *parent, instant now,
			struct diags *d)
{
	char hex[OID_HEX], parent_hex[OID_HEX];
	struct buf text;
	struct oid tree_id = oid_from_git(tree);
	git_oid id;
	buf_init(&text, 1024);
	buf_printf(&text, "tree %s\n", oid_hex(hex, &tree_id));
	if (parent)
		buf_printf(&text, "parent %s\n", oid_hex(parent_hex, parent));
	for (int i = 0; i < 2; i++)
		buf_printf(&text, "%s not committed <> %" PRId64 " +0000\n", i ? "committer" : "author", now);
	buf_char(&text, '\n');
	bool ok = git_odb_write(&id, r->odb, text.data, text.length, GIT_OBJECT_COMMIT) == 0;
	buf_fini(&text);
	if (ok)
		*out = oid_from_git(&id);
	return ok || failed(d, NULL, last_error());
}

static bool add_memory(struct repository *r, struct diags *d)
{
	git_odb_backend *memory;
	if (r->has_memory)
		return true;
	if (git_mempack_new(&memory) != 0)
		return failed(d, NULL, last_error());
	if (git_odb_add_backend(r->odb, memory, MEMORY_FIRST) == 0) {
		r->has_memory = true;
		return true;
	}
	memory->free(memory);
	return failed(d, NULL, last_error());
}

const char *repository_folder(const struct repository *r, struct diags *d)
{
	const char *folder = git_repository_workdir(r->git);
	if (!folder && d)
		diag(d, DIAG_BARE, (struct place){.path = git_repository_path(r->git)},
		     "name a clone of it with -C (`git clone REPO COPY`)", "this is a bare repository, which has no work tree");
	return folder;
}

static bool take(struct oid *out, struct taking *t, const char *const *paths, instant now)
{
	struct oid id;
	git_oid tree;
	bool born = git_reference_name_to_id(&tree, t->repository->git, "HEAD") == 0;
	if (born) {
		id = oid_from_git(&tree);
		if (!repository_commit(&t->head, t->repository, &id, t->arena, t->diags))
			return false;
		t->tree = &t->head.tree;
	}
	if (!add_memory(t->repository, t->diags))
		return false;
	if (!take_all(t, paths))
		return !t->failed && tell_status(t, paths);
	if (!t->gone_count && !t->there_count)
		return repository_resolve(out, t->repository, "HEAD", t->diags);
	return make_tree(&tree, t) && make_commit(out, t->repository, &tree, born ? &id : NULL, now, t->diags);
}

bool repository_work_tree(struct oid *out, struct uncommitted *changed, struct repository *r, const char *const *paths,
			  instant now, struct arena *a, struct diags *d)
{
	if (!repository_folder(r, d))
		return false;
	struct taking t = {.repository = r, .arena = arena_new(), .names = a, .diags = d};
	bool ok = take(out, &t, paths, now);
	*changed = t.found;
	arena_free(t.arena);
	return ok;
}

bool repository_make_tree(struct oid *out, struct repository *r, const struct made_file *files, size_t count, struct arena *a,
			  struct diags *d)
{
	git_tree_update *updates = arena_array(a, count, sizeof(*updates));
	git_tree *empty = NULL;
	git_oid id;
	bool ok = add_memory(r, d);
	if (!ok)
		return false;
	ok = tree_empty(&empty, r->git);
	for (size_t i = 0; i < count && ok; i++) {
		updates[i] = (git_tree_update){.action = GIT_TREE_UPDATE_UPSERT, .filemode = GIT_FILEMODE_BLOB, .path = files[i].path};
		ok = git_odb_write(&updates[i].id, r->odb, files[i].bytes.data, files[i].bytes.length, GIT_OBJECT_BLOB) == 0;
	}
	ok = ok && git_tree_create_updated(&id, r->git, empty, count, updates) == 0;
	git_tree_free(empty);
	if (!ok)
		return failed(d, NULL, last_error());
	*out = oid_from_git(&id);
	return true;
}
