/* Invariant: path is empty or names a folder that home_new made. */
#include "trust/home.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "base/file.h"

#define TMPDIR_LIMIT 64

/* Nothing is written to the keyring after the import, so nobody needs a lock. What
 * no-autostart leaves running is what was running before: nothing for this home. */
static const char gpg_conf[] = "batch\n"
			       "no-tty\n"
			       "no-greeting\n"
			       "no-autostart\n"
			       "disable-dirmngr\n"
			       "no-auto-key-retrieve\n"
			       "no-auto-check-trustdb\n"
			       "trust-model always\n"
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
