/* Invariant: between begin and end GNUPGHOME is the home and nothing else is used. */
#include "unit/support/gnupg.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>

static char home[64];

const char *support_home_begin(void)
{
	snprintf(home, sizeof(home), "/tmp/shirase-unit-XXXXXX");
	cr_assert(mkdtemp(home));
	setenv("GNUPGHOME", home, 1);
	unsetenv("GPG_AGENT_INFO");
	unsetenv("DISPLAY");
	unsetenv("WAYLAND_DISPLAY");
	return home;
}

void support_home_end(void)
{
	support_run("gpgconf --kill all; rm -rf '%s'", home);
}

static char *run(const char *format, va_list args)
{
	char command[4096];
	vsnprintf(command, sizeof(command), format, args);
	FILE *pipe = popen(command, "re");
	cr_assert(pipe);
	size_t length = 0, size = 1 << 16;
	char *output = calloc(1, size);
	while (length < size - 1) {
		size_t n = fread(output + length, 1, size - 1 - length, pipe);
		if (!n)
			break;
		length += n;
	}
	int status = pclose(pipe);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "this failed: %s", command);
	if (length && output[length - 1] == '\n')
		output[length - 1] = '\0';
	return output;
}

void support_run(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	free(run(format, args));
	va_end(args);
}

char *support_output(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *output = run(format, args);
	va_end(args);
	return output;
}

static char *made_key(const char *options, const char *user_id, const char *life)
{
	return support_output(
		"gpg --batch --quiet --pinentry-mode loopback --passphrase '' --status-fd 1 %s "
		"--quick-gen-key '%s' ed25519 sign '%s' 2>/dev/null | sed -n 's/.*KEY_CREATED . //p'",
		options, user_id, life);
}

char *support_key(const char *user_id, const char *life)
{
	return made_key("", user_id, life);
}

char *support_past_key(const char *user_id, const char *life)
{
	return made_key(SUPPORT_PAST, user_id, life);
}
