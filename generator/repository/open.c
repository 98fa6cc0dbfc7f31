/* Opening. Invariant: a struct repository is SHA-1, whole as far as its
 * configuration tells (neither shallow nor partial), and owned by who asks. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "repository/internal.h"

/* libgit2's options are global, and setting one frees what it was before. */
static pthread_mutex_t setup_lock = PTHREAD_MUTEX_INITIALIZER;

/* Extensions that do not change how objects and refs are read, and those that
 * are refused below, by our own words. */
static const char *extensions[] = {"worktreeconfig", "preciousobjects", "relativeworktrees", "partialclone", "objectformat"};

/* The folder that git names in its remedy and looks up in its configuration:
 * the work tree that path lies in, or a bare repository itself. */
static void find_top(struct buf *out, const char *path)
{
	git_buf git_dir = {0};
	char *real = realpath(path, NULL);
	struct buf below;
	buf_text(out, real ? real : path);
	free(real);
	buf_init(&below, out->limit);
	bool known = git_repository_discover(&git_dir, path, 0, NULL) == 0;
	while (known && out->length > 1) {
		buf_clear(&below);
		buf_printf(&below, "%s/", out->data);
		bool bare = strcmp(below.data, git_dir.ptr) == 0;
		buf_text(&below, ".git");
		if (bare || access(below.data, F_OK) == 0)
			break;
		buf_truncate(out, (size_t)(strrchr(out->data, '/') - out->data));
	}
	git_buf_dispose(&git_dir);
	buf_fini(&below);
}

static void report_owner(const char *path, struct diags *d)
{
	struct buf folder, hint;
	buf_init(&folder, 8192);
	buf_init(&hint, 65536);
	find_top(&folder, path);
	buf_text(&hint, "if you trust it, run: git config --global --add safe.directory ");
	buf_shell_word(&hint, folder.data);
	diag(d, DIAG_REPOSITORY_OWNER, (struct place){.path = path}, hint.data,
	     "the repository \"%s\" belongs to somebody else", folder.data);
	buf_fini(&folder);
	buf_fini(&hint);
}

/* libgit2 1.5 says "not found" of an owner that differs where there is a
 * global configuration without safe.directory. */
static bool is_owner_error(int error)
{
	return error == GIT_EOWNER || (error == GIT_ENOTFOUND && strstr(last_error(), "safe.directory"));
}

static void report_open(const char *path, int error, struct diags *d)
{
	if (is_owner_error(error))
		report_owner(path, d);
	else if (error == GIT_ENOTFOUND)
		diag(d, DIAG_NO_REPOSITORY, (struct place){.path = path},
		     "name a folder inside one with -C, or make an archive: `shirase init DIR`", "there is no git repository here, nor in a folder above");
	else
		diag(d, DIAG_REPOSITORY_OPEN, (struct place){.path = path},
		     "clone it with git (`git clone REPO COPY`) and build from the clone, which has git's common format",
		     "the repository cannot be opened: %s", last_error());
}

static bool open_git(git_repository **out, const char *path, struct diags *d)
{
	pthread_mutex_lock(&setup_lock);
	library_begin();
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, sizeof(extensions) / sizeof(*extensions));
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0); /* object.c does it */
	int error = git_repository_open_ext(out, path, 0, NULL);
	if (error != 0) {
		report_open(path, error, d);
		git_libgit2_shutdown();
	}
	pthread_mutex_unlock(&setup_lock);
	return error == 0;
}

/* Of a linked worktree too the list lies in the main git directory. */
static bool is_shallow(git_repository *git)
{
	struct buf path;
	struct stat info;
	buf_init(&path, 8192);
	buf_printf(&path, "%sshallow", git_repository_commondir(git));
	bool shallow = !path.overflow && stat(path.data, &info) == 0 && info.st_size > 0;
	buf_fini(&path);
	return shallow;
}

struct promisors {
	struct buf remedy;
	bool found;
};

static void add_unset(struct buf *out, const char *remote, const char *key)
{
	struct buf name;
	buf_init(&name, 8192);
	buf_printf(&name, "remote.%s.%s", remote, key);
	buf_text(out, "git config --unset-all ");
	buf_shell_word(out, name.data);
	buf_text(out, "; ");
	buf_fini(&name);
}

/* A remote whose objects were left out has "remote.<name>.promisor". */
static int note_remote(const git_config_entry *entry, void *payload)
{
	struct promisors *p = payload;
	struct span name = span_of(entry->name);
	int yes = 0;
	if (!span_starts(name, "remote.") || !span_ends(name, ".promisor") ||
	    name.length <= strlen("remote.") + strlen(".promisor"))
		return 0;
	if (git_config_parse_bool(&yes, entry->value) != 0 || !yes)
		return 0;
	p->found = true;
	char *remote = memory_text(entry->name + strlen("remote."));
	*strrchr(remote, '.') = '\0';
	buf_text(&p->remedy, "git fetch --refetch --no-filter ");
	buf_shell_word(&p->remedy, remote);
	buf_text(&p->remedy, " && { ");
	add_unset(&p->remedy, remote, "promisor");
	add_unset(&p->remedy, remote, "partialclonefilter");
	buf_text(&p->remedy, "}; ");
	free(remote);
	return 0;
}

static bool check_partial(git_config *config, const char *path, struct diags *d)
{
	struct promisors p = {0};
	git_config_entry *extension = NULL;
	buf_init(&p.remedy, 64 << 10);
	buf_text(&p.remedy, "in it, run: ");
	git_config_foreach(config, note_remote, &p);
	if (git_config_get_entry(&extension, config, "extensions.partialclone") == 0) {
		p.found = true;
		buf_text(&p.remedy, "git config --unset-all extensions.partialclone; ");
		git_config_entry_free(extension);
	}
	buf_text(&p.remedy, "git fsck --connectivity-only");
	if (p.found)
		diag(d, DIAG_PARTIAL_CLONE, (struct place){.path = path}, p.remedy.data,
		     "this is a partial clone, which lacks objects and cannot tell history");
	buf_fini(&p.remedy);
	return !p.found;
}

static bool check_format(git_config *config, const char *path, struct diags *d)
{
	git_config_entry *entry = NULL;
	bool ok = git_config_get_entry(&entry, config, "extensions.objectformat") != 0 || strcmp(entry->value, "sha1") == 0;
	if (!ok)
		diag(d, DIAG_SHA256_REPOSITORY, (struct place){.path = path},
		     "publish from a repository made with `git init --object-format=sha1`",
		     "this is a repository of object format %s, which is not supported", entry->value);
	git_config_entry_free(entry);
	return ok;
}

static bool check_whole(git_repository *git, const char *path, struct diags *d)
{
	git_config *config;
	if (git_repository_config_snapshot(&config, git) != 0) {
		report_open(path, GIT_ERROR, d);
		return false;
	}
	bool ok = check_format(config, path, d) && check_partial(config, path, d);
	git_config_free(config);
	if (ok && is_shallow(git)) {
		diag(d, DIAG_SHALLOW, (struct place){.path = path},
		     "run `git fetch --unshallow` in it (in GitHub Actions: actions/checkout with `fetch-depth: 0`)",
		     "this is a shallow clone, which cannot tell history");
		return false;
	}
	return ok;
}

static void close_git(git_repository *git)
{
	git_repository_free(git);
	pthread_mutex_lock(&setup_lock);
	git_libgit2_shutdown();
	pthread_mutex_unlock(&setup_lock);
}

static char *cache_folder(git_repository *git)
{
	struct buf path;
	buf_init(&path, 8192);
	buf_printf(&path, "%sshirase", git_repository_commondir(git));
	char *folder = memory_text(path.data);
	buf_fini(&path);
	return folder;
}

bool repository_open(struct repository **out, const char *path, struct diags *d)
{
	git_repository *git;
	git_odb *odb;
	if (!open_git(&git, path, d))
		return false;
	if (!check_whole(git, path, d)) {
		close_git(git);
		return false;
	}
	if (git_repository_odb(&odb, git) != 0) {
		report_open(path, GIT_ERROR, d);
		close_git(git);
		return false;
	}
	struct repository *r = memory_alloc(sizeof(*r));
	*r = (struct repository){.git = git, .odb = odb, .cache = cache_folder(git)};
	for (size_t i = 0; i < RECENT_SETS; i++)
		recent_init(&r->recent[i]);
	*out = r;
	return true;
}

void repository_close(struct repository *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < RECENT_SETS; i++)
		recent_fini(&r->recent[i]);
	git_odb_free(r->odb);
	close_git(r->git);
	free(r->cache);
	free(r);
}

const char *repository_cache(const struct repository *r)
{
	return r->cache;
}
