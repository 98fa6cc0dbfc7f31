/* Invariant: path is empty or names a folder that home_new made. */
#include "trust/home.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"

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

bool home_new(struct home *out, struct diags *d)
{
	struct home h;
	snprintf(h.path, sizeof(h.path), "%s/shirase-XXXXXX", temporary_folder());
	if (!mkdtemp(h.path)) {
		diag(d, DIAG_VERIFY_HOME, (struct place){.path = temporary_folder()},
		     "make this folder writable, or set TMPDIR to another",
		     "no folder for verifying signatures can be made here: %s", strerror(errno));
		return false;
	}
	char conf[sizeof(h.path) + 16];
	snprintf(conf, sizeof(conf), "%s/gpg.conf", h.path);
	if (!file_write(AT_FDCWD, conf, span_of(gpg_conf), d)) {
		home_remove(&h);
		return false;
	}
	*out = h;
	return true;
}

void home_remove(struct home *h)
{
	if (!*h->path)
		return;
	/* What is left in a temporary folder harms nobody: certificates, which are public. */
	struct diags *ignored = diags_new();
	file_remove_tree(AT_FDCWD, h->path, ignored);
	diags_free(ignored);
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
