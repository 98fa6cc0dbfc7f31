/* Invariant of contexts: idle_count + in_use contexts live, and in_use never
 * exceeds limit as it was when the last of them was taken. */
#include "trust/gnupg.h"

#include <errno.h>
#include <pthread.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/utf8.h"

static void initialise(void)
{
	gpgme_check_version(NULL);
}

bool gnupg_setup(struct diags *d)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, initialise);
	gpgme_error_t error = gpgme_engine_check_version(GPGME_PROTOCOL_OpenPGP);
	if (!error)
		return true;
	diag(d, DIAG_GNUPG, NO_PLACE, "install GnuPG 2 (on Debian: apt-get install gnupg)",
	     "gpg cannot be used: %s", gpgme_strerror(error));
	return false;
}

const char *gnupg_hint(gpgme_error_t error)
{
	int reason = gpgme_err_code_to_errno(gpgme_err_code(error));
	bool is_ours = reason == EAGAIN || reason == EMFILE || reason == ENFILE; /* others are of files that gpg did not name */
	return is_ours ? file_hint(reason) : "try again; if it stays so, see what gpg itself tells: gpg --list-secret-keys";
}

bool gnupg_failed(struct diags *d, const char *path, const char *what, gpgme_error_t error)
{
	diag(d, DIAG_GNUPG, (struct place){.path = path}, gnupg_hint(error), "cannot %s: %s: %s", what,
	     gpgme_strsource(error), gpgme_strerror(error));
	return false;
}

gpgme_engine_info_t gnupg_engine(void)
{
	gpgme_engine_info_t engine = NULL;
	gpgme_get_engine_info(&engine);
	while (engine && engine->protocol != GPGME_PROTOCOL_OpenPGP)
		engine = engine->next;
	return engine;
}

bool gnupg_is_failure(gpgme_error_t error)
{
	gpg_err_code_t code = gpgme_err_code(error);
	return (code & GPG_ERR_SYSTEM_ERROR) || code == GPG_ERR_INV_ENGINE || code == GPG_ERR_NO_ENGINE;
}

gpgme_error_t gnupg_data(gpgme_data_t *out, struct span bytes)
{
	return gpgme_data_new_from_mem(out, bytes.length ? bytes.data : "", bytes.length, 0);
}

bool gnupg_collect(struct buf *out, gpgme_data_t data)
{
	char chunk[4096];
	if (gpgme_data_seek(data, 0, SEEK_SET) < 0)
		return false;
	for (;;) {
		ssize_t n = gpgme_data_read(data, chunk, sizeof(chunk));
		if (n <= 0)
			return n == 0 && !out->overflow;
		buf_add(out, chunk, (size_t)n);
	}
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool gnupg_is_fingerprint(const char *text)
{
	size_t n = 0;
	while (n < FINGERPRINT_SIZE && is_hex(text[n]))
		n++;
	return (n == 40 || n == 64) && !text[n];
}

bool gnupg_same_fingerprint(const char *a, const char *b)
{
	return a && b && strcasecmp(a, b) == 0;
}

void gnupg_copy_fingerprint(char out[FINGERPRINT_SIZE], const char *text)
{
	size_t n = 0;
	for (; n < FINGERPRINT_SIZE - 1 && text[n]; n++)
		out[n] = text[n] >= 'a' && text[n] <= 'f' ? (char)(text[n] - 'a' + 'A') : text[n];
	out[n] = '\0';
}

void gnupg_copy_user_id(char *out, size_t size, const char *text)
{
	struct span rest = span_of(text ? text : "");
	rest.length = utf8_invalid(rest);
	size_t n = 0;
	while (rest.length) {
		size_t bytes;
		uint32_t c = utf8_decode(rest, &bytes);
		bool masked = c < 0x20 || utf8_is_control(c) || utf8_is_deceptive(c);
		if (n + (masked ? 1 : bytes) >= size)
			break;
		memcpy(out + n, masked ? "?" : rest.data, masked ? 1 : bytes);
		n += masked ? 1 : bytes;
		rest = span_after(rest, bytes);
	}
	out[n] = '\0';
}

struct contexts {
	pthread_mutex_t lock;
	pthread_cond_t given;
	context_make *make;
	void *owner;
	unsigned limit, in_use;
	gpgme_ctx_t *idle;
	size_t idle_count;
};

struct contexts *contexts_new(unsigned limit, context_make *make, void *owner)
{
	struct contexts *c = memory_alloc(sizeof(*c));
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->given, NULL);
	c->limit = limit;
	c->make = make;
	c->owner = owner;
	return c;
}

void contexts_free(struct contexts *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->idle_count; i++)
		gpgme_release(c->idle[i]);
	free(c->idle);
	pthread_cond_destroy(&c->given);
	pthread_mutex_destroy(&c->lock);
	free(c);
}

void contexts_set_limit(struct contexts *c, unsigned limit)
{
	pthread_mutex_lock(&c->lock);
	c->limit = limit;
	pthread_cond_broadcast(&c->given);
	pthread_mutex_unlock(&c->lock);
}

static void leave(struct contexts *c, gpgme_ctx_t context)
{
	pthread_mutex_lock(&c->lock);
	c->in_use--;
	if (context) {
		c->idle = memory_resize(c->idle, c->idle_count + 1, sizeof(gpgme_ctx_t));
		c->idle[c->idle_count++] = context;
	}
	pthread_cond_signal(&c->given);
	pthread_mutex_unlock(&c->lock);
}

gpgme_error_t contexts_take(struct contexts *c, gpgme_ctx_t *out)
{
	pthread_mutex_lock(&c->lock);
	while (c->in_use >= c->limit)
		pthread_cond_wait(&c->given, &c->lock);
	c->in_use++;
	gpgme_ctx_t context = c->idle_count ? c->idle[--c->idle_count] : NULL;
	pthread_mutex_unlock(&c->lock);
	gpgme_error_t error = context ? 0 : c->make(&context, c->owner);
	if (error)
		leave(c, NULL);
	else
		*out = context;
	return error;
}

void contexts_give(struct contexts *c, gpgme_ctx_t context)
{
	leave(c, context);
}
