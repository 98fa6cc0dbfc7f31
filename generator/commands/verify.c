/* shirase verify DIR. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "commands/cli.h"
#include "publish/verify_site.h"
#include "trust/fingerprint.h"

/* Pages and gpg print a fingerprint in groups; NULL stays NULL. What does not fit is no fingerprint and stays as it is. */
static const char *without_blanks(char *out, size_t size, const char *text)
{
	size_t n = 0;
	for (const char *at = text; at && *at; at++) {
		if (n + 1 >= size)
			return text;
		if (*at != ' ')
			out[n++] = *at;
	}
	out[n] = '\0';
	return text ? out : NULL;
}

static void tell(const struct verify_report *r, const char *folder)
{
	char time[INSTANT_SIZE];
	printf("%s: %zu files, %zu texts, %zu signatures: all good\n", folder, r->files, r->texts, r->signatures);
	printf("serial %" PRId64 " of %s, commit %s\n", r->serial, instant_format(time, r->updated), r->commit);
	if (r->is_signed) {
		printf("signed by %s\n  %s\n", r->user_id, r->fingerprint);
		if (r->key_from_site)
			printf("  this key was taken from the site itself: compare its fingerprint elsewhere\n");
	}
	printf("An older site served whole, or a site taken away, cannot be told from this: compare serial and time.\n");
}

/* What has neither of the two files that say what a site holds was never one. */
static bool is_site(int folder, const char *name, struct diags *d)
{
	if (faccessat(folder, "SHA256SUMS", F_OK, 0) == 0 || faccessat(folder, "archive.json", F_OK, 0) == 0)
		return true;
	diag(d, DIAG_SITE_MISSING, (struct place){.path = name},
	     "name the folder that shirase build -o wrote, or a whole copy of it",
	     "this is no site of shirase: it holds neither SHA256SUMS nor archive.json");
	return false;
}

enum diag_status command_verify(const struct invocation *call, struct diags *d)
{
	char fingerprint[128];
	struct verify_options options = {.keyring = call->keyring, .jobs = call->jobs,
					 .fingerprint = without_blanks(fingerprint, sizeof(fingerprint), call->fingerprint)};
	if (options.fingerprint && !key_check_name(options.fingerprint, false, d))
		return STATUS_USAGE;
	int folder = open(call->operands[0], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0) {
		diag(d, DIAG_USAGE, (struct place){.path = call->operands[0]}, "name the folder that holds SHA256SUMS",
		     "this folder cannot be opened: %s", strerror(errno));
		return STATUS_USAGE;
	}
	struct verify_report report = {0};
	bool ok = is_site(folder, call->operands[0], d) && verify_site(&report, folder, &options, d);
	close(folder);
	if (ok)
		tell(&report, call->operands[0]);
	return ok ? STATUS_DONE : diags_status(d);
}
