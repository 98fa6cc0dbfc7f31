/* A new repository. Invariant: what git would say of who is at work is asked before anything is made. */
#include <git2/blob.h>
#include <git2/commit.h>
#include <git2/reset.h>
#include <git2/signature.h>

#include <fcntl.h>

#include "base/file.h"
#include "repository/internal.h"

static const char *configured(git_config *config, const char *key, struct arena *a)
{
	git_config_entry *entry = NULL;
	const char *text = NULL;
	if (config && git_config_get_entry(&entry, config, key) == 0 && entry->value && *entry->value)
		text = arena_text(a, entry->value);
	git_config_entry_free(entry);
	return text;
}

/* What git itself asks first. */
static const char *from_environment(const char *variable, const char *otherwise)
{
	const char *value = getenv(variable);
	return value && *value ? value : otherwise;
}

bool repository_author(struct author *out, struct arena *a, struct diags *d)
{
	git_config *config = NULL;
	library_begin();
	git_config_open_default(&config);
	out->name = from_environment("GIT_AUTHOR_NAME", configured(config, "user.name", a));
	out->email = from_environment("GIT_AUTHOR_EMAIL", configured(config, "user.email", a));
	git_config_free(config);
	git_libgit2_shutdown();
	if (out->name && out->email)
		return true;
	diag(d, DIAG_NO_AUTHOR, NO_PLACE,
	     "git config --global user.name \"Your Name\" && git config --global user.email you@example.org",
	     "git does not know who you are, and each publication names who made it");
	return false;
}

struct adding {
	git_repository *git;
	struct arena *arena;
	git_tree_update *files;
	size_t count, capacity;
};

static bool list_file(void *context, const char *path, bool is_regular)
{
	struct adding *w = context;
	(void)is_regular;
	w->files = arena_grow(w->arena, w->files, w->count, &w->capacity, sizeof(*w->files));
	w->files[w->count++] = (git_tree_update){
		.action = GIT_TREE_UPDATE_UPSERT, .filemode = GIT_FILEMODE_BLOB, .path = arena_text(w->arena, path)};
	return true;
}

static bool store_files(struct adding *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (git_blob_create_from_workdir(&w->files[i].id, w->git, w->files[i].path) != 0)
			return false;
	return true;
}

/* The commit, and an index that says the same, so that `git status` finds nothing to do. */
static bool commit_tree(git_repository *git, git_tree *tree, const struct author *who, const char *message, instant now)
{
	git_signature *signature = NULL;
	git_object *commit = NULL;
	git_oid id;
	bool ok = git_signature_new(&signature, who->name, who->email, now, 0) == 0 &&
		  git_commit_create(&id, git, "HEAD", signature, signature, NULL, message, tree, 0, NULL) == 0 &&
		  git_object_lookup(&commit, git, &id, GIT_OBJECT_COMMIT) == 0 &&
		  git_reset(git, commit, GIT_RESET_MIXED, NULL) == 0;
	git_object_free(commit);
	git_signature_free(signature);
	return ok;
}

static bool commit_all(struct adding *w, const struct author *who, const char *message, instant now)
{
	git_tree *empty = NULL, *tree = NULL;
	git_oid id;
	bool ok = store_files(w) && tree_empty(&empty, w->git) &&
		  git_tree_create_updated(&id, w->git, empty, w->count, w->files) == 0 &&
		  git_tree_lookup(&tree, w->git, &id) == 0 && commit_tree(w->git, tree, who, message, now);
	git_tree_free(tree);
	git_tree_free(empty);
	return ok;
}

static bool init(git_repository **out, const char *folder)
{
	git_repository_init_options options;
	git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_NO_REINIT;
	options.initial_head = "main";
	return git_repository_init_ext(out, folder, &options) == 0;
}

/* Files are listed before there is a .git among them. */
bool repository_create(const char *folder, const struct author *who, const char *message, instant now, struct diags *d)
{
	struct adding w = {.arena = arena_new()};
	bool ok = file_walk(AT_FDCWD, folder, list_file, &w, d);
	library_begin();
	if (ok && !(init(&w.git, folder) && commit_all(&w, who, message, now))) {
		diag(d, DIAG_FILE_WRITE, (struct place){.path = folder}, NULL, "the repository cannot be made: %s", last_error());
		ok = false;
	}
	git_repository_free(w.git);
	git_libgit2_shutdown();
	arena_free(w.arena);
	return ok;
}
