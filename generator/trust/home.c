/* Invariant: path is empty or names a folder that home_new made, whose lock this process holds until it is removed.
 *
 * A process that is killed leaves its home, and the kernel drops its lock: the user's next run
 * finds the folder unlocked and removes it. Who makes a home may lose it to such a cleaner in
 * the moment before it is locked; then it makes another. */
#include "trust/home.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "trust/gnupg.h"

#define NAME "shirase-verify-"
#define CONFIGURATION "gpg.conf"
#define PROBE "room"
#define ATTEMPTS 20
#define ROOM ((size_t)64 << 10)
#define TMPDIR_LIMIT 64

/* Nothing is written to the keyring after the import, so nobody needs a lock. What
 * no-autostart leaves running is what was running before: nothing for this home. The trust model is one that
 * has a trustdb: without it (always) gpg 2.2 cannot list a revoked or expired key out of a file. */
static const char gpg_conf[] = "batch\n"
			       "no-tty\n"
			       "no-greeting\n"
			       "no-autostart\n"
			       "disable-dirmngr\n"
			       "no-auto-key-retrieve\n"
			       "no-auto-check-trustdb\n"
			       "trust-model direct\n"
			       "no-random-seed-file\n"
			       "lock-never\n";

static const char *temporary_folder(void)
{
	const char *folder = getenv("TMPDIR");
	return folder && *folder == '/' && strlen(folder) <= TMPDIR_LIMIT ? folder : "/tmp";
}

static int open_folder(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool is_home_name(const char *name)
{
	return strncmp(name, NAME, strlen(NAME)) == 0 && strlen(name) == strlen(NAME) + 6;
}

static bool is_private(int home)
{
	struct stat st;
	return fstat(home, &st) == 0 && st.st_uid == geteuid() && (st.st_mode & 0777) == 0700;
}

static void remove_quietly(int dir, const char *path)
{
	/* What is left in a temporary folder harms nobody: certificates, which are public. */
	struct diags *unheard = diags_new();
	file_remove_tree(dir, path, unheard);
	diags_free(unheard);
}

static void remove_if_dead(int dir, const char *name)
{
	struct stat st;
	int home = open_folder(dir, name);
	if (home < 0)
		return;
	if (is_private(home) && flock(home, LOCK_EX | LOCK_NB) == 0) {
		/* Without a configuration it may be somebody else's, or one that was just begun: then only if it is empty. */
		if (fstatat(home, CONFIGURATION, &st, AT_SYMLINK_NOFOLLOW) == 0)
			remove_quietly(dir, name);
		else
			unlinkat(dir, name, AT_REMOVEDIR);
	}
	close(home);
}

static void remove_dead(const char *folder)
{
	DIR *entries = opendir(folder);
	if (!entries)
		return;
	for (struct dirent *e; (e = readdir(entries));)
		if (is_home_name(e->d_name))
			remove_if_dead(dirfd(entries), e->d_name);
	closedir(entries);
}

/* Makes the folder and locks it. False: errno says why, or it is EAGAIN. Where a file system has no locks, nobody removes it either. */
static bool make_folder(struct home *h, const char *folder)
{
	struct stat st;
	snprintf(h->path, sizeof(h->path), "%s/%sXXXXXX", folder, NAME);
	if (!mkdtemp(h->path))
		return false;
	h->lock = open_folder(AT_FDCWD, h->path);
	bool opened = h->lock >= 0 && fstat(h->lock, &st) == 0;
	if (opened && (flock(h->lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) && fstat(h->lock, &st) == 0 && st.st_nlink > 0)
		return true;
	int reason = opened ? EAGAIN : errno;
	if (h->lock >= 0)
		close(h->lock);
	rmdir(h->path);
	errno = reason == ENOENT ? EAGAIN : reason;
	return false;
}

static bool cannot_make(const char *folder, int reason, struct diags *d)
{
	char space[FILE_HINT_SIZE], hint[FILE_HINT_SIZE + 64];
	const char *full = file_full_hint(space, reason, AT_FDCWD, folder, 0);
	snprintf(hint, sizeof(hint), "%s%s", full ? full : "make this folder writable", "; TMPDIR names another folder");
	diag(d, DIAG_VERIFY_HOME, (struct place){.path = folder}, hint, "no folder for verifying signatures can be made here: %s",
	     strerror(reason));
	return false;
}

/* Reported by its own words, not by those of a file that nobody knows. */
static bool write_file(const struct home *h, const char *name, struct span text, struct diags *d)
{
	char path[sizeof(h->path) + 32];
	struct diags *unheard = diags_new();
	snprintf(path, sizeof(path), "%s/%s", h->path, name);
	errno = 0;
	bool ok = file_write(AT_FDCWD, path, text, unheard);
	int reason = errno;
	diags_free(unheard);
	return ok || cannot_make(temporary_folder(), reason, d);
}

bool home_new(struct home *out, struct diags *d)
{
	struct home h;
	const char *folder = temporary_folder();
	remove_dead(folder);
	bool made = false;
	errno = EAGAIN;
	for (int attempt = 0; !made && errno == EAGAIN && attempt < ATTEMPTS; attempt++)
		made = make_folder(&h, folder);
	if (!made)
		return cannot_make(folder, errno, d);
	if (!write_file(&h, CONFIGURATION, span_of(gpg_conf), d)) {
		home_remove(&h);
		return false;
	}
	*out = h;
	return true;
}

bool home_has_room(const struct home *h, struct diags *d)
{
	struct buf probe;
	buf_init(&probe, BUF_LIMIT_DEFAULT);
	while (probe.length < ROOM)
		buf_char(&probe, '.');
	bool ok = write_file(h, PROBE, buf_as_span(&probe), d);
	buf_fini(&probe);
	if (ok)
		unlinkat(h->lock, PROBE, 0);
	return ok;
}

void home_remove(struct home *h)
{
	if (!*h->path)
		return;
	remove_quietly(AT_FDCWD, h->path);
	close(h->lock);
	*h->path = '\0';
}

gpgme_error_t home_context(gpgme_ctx_t *out, void *home)
{
	gpgme_ctx_t context;
	gpgme_error_t error = gpgme_new(&context);
	if (error)
		return error;
	error = gpgme_ctx_set_engine_info(context, GPGME_PROTOCOL_OpenPGP, NULL, ((struct home *)home)->path);
	gpgme_set_offline(context, 1);
	if (error)
		gpgme_release(context);
	else
		*out = context;
	return error;
}

static gpgme_error_t run_import(gpgme_import_result_t *out, gpgme_ctx_t context, struct span certificate)
{
	gpgme_data_t data = NULL;
	gpgme_error_t error = gnupg_data(&data, certificate);
	if (!error)
		error = gpgme_op_import(context, data);
	gpgme_data_release(data);
	*out = error ? NULL : gpgme_op_import_result(context);
	return error;
}

/* A gpg that was ended from outside says as little as one that finds nothing: the second says the same only then. */
gpgme_error_t home_import(gpgme_import_result_t *out, gpgme_ctx_t context, struct span certificate)
{
	gpgme_error_t error = run_import(out, context, certificate);
	return *out && (*out)->imports ? error : run_import(out, context, certificate);
}

bool home_key(gpgme_key_t *out, struct home *h, const char *fingerprint, struct diags *d)
{
	gpgme_ctx_t lister;
	gpgme_error_t error = home_context(&lister, h);
	if (error)
		return gnupg_failed(d, NULL, "start gpg", error);
	*out = NULL;
	error = gpgme_get_key(lister, fingerprint, out, 0);
	gpgme_release(lister);
	return !error || (home_has_room(h, d) && gnupg_failed(d, NULL, "read a certificate", error));
}
