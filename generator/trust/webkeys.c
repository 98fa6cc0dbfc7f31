/* Invariant: gpg reads the certificates, in a home that holds nothing else; an address is one that gpg reads out of a user ID. */
#include "trust/webkeys.h"

#include <stdlib.h>

#include "trust/gnupg.h"
#include "trust/home.h"

#define USERS_LIMIT 1000 /* of a certificate that are looked at */

/* A user ID with an address in one of the domains. */
struct user {
	const char *local, *domain, *text;
};

struct reading {
	struct home home;
	gpgme_ctx_t context;
	const char *const *domains;
	size_t domain_count;
	struct webkeys *out;
	size_t capacity;
	struct arena *arena;
	struct diags *diags;
};

static bool read_user(struct user *out, struct reading *r, gpgme_user_id_t u)
{
	const char *at = u->email && !u->revoked && !u->invalid ? strrchr(u->email, '@') : NULL;
	if (!at || at == u->email)
		return false;
	out->local = webkey_lower(r->arena, span_make(u->email, (size_t)(at - u->email)));
	out->domain = webkey_lower(r->arena, span_of(at + 1));
	out->text = u->uid;
	for (size_t i = 0; i < r->domain_count; i++)
		if (strcmp(out->domain, r->domains[i]) == 0)
			return true;
	return false;
}

static gpgme_error_t export(struct buf *out, struct reading *r, const char *fingerprint)
{
	gpgme_data_t data = NULL;
	gpgme_error_t error = gpgme_data_new(&data);
	gpgme_set_armor(r->context, 0);
	if (!error)
		error = gpgme_op_export(r->context, fingerprint, GPGME_EXPORT_MODE_MINIMAL, data);
	if (!error && !gnupg_collect(out, data))
		error = gpgme_error(GPG_ERR_TOO_LARGE);
	gpgme_data_release(data);
	return error;
}

static struct webkey *key_of(struct reading *r, const struct user *u)
{
	struct webkeys *all = r->out;
	for (size_t i = 0; i < all->count; i++)
		if (strcmp(all->items[i].local, u->local) == 0 && strcmp(all->items[i].domain, u->domain) == 0)
			return &all->items[i];
	all->items = arena_grow(r->arena, all->items, all->count, &r->capacity, sizeof(*all->items));
	all->items[all->count] = (struct webkey){u->local, u->domain, {0}};
	return &all->items[all->count++];
}

/* A user ID that gpg shows otherwise than it is written is not found again: then the whole certificate serves. */
static void add(struct reading *r, struct span certificate, const struct user *users, size_t count, size_t first)
{
	struct webkey *key = key_of(r, &users[first]);
	struct buf part;
	const char *kept[USERS_LIMIT];
	size_t kept_count = 0;
	for (size_t i = first; i < count; i++)
		if (strcmp(users[i].local, users[first].local) == 0 && strcmp(users[i].domain, users[first].domain) == 0)
			kept[kept_count++] = users[i].text;
	buf_init(&part, BUF_LIMIT_DEFAULT);
	if (!webkeys_keep(&part, certificate, kept, kept_count))
		buf_span(&part, certificate);
	size_t length = key->bytes.length + part.length;
	key->bytes = span_make(arena_join(r->arena, key->bytes, buf_as_span(&part)), length);
	buf_fini(&part);
}

static bool is_first(const struct user *users, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(users[i].local, users[index].local) == 0 && strcmp(users[i].domain, users[index].domain) == 0)
			return false;
	return true;
}

static bool add_key(struct reading *r, gpgme_key_t key)
{
	struct user users[USERS_LIMIT];
	struct buf certificate;
	size_t count = 0;
	for (gpgme_user_id_t u = key->uids; u && count < USERS_LIMIT; u = u->next)
		count += read_user(&users[count], r, u);
	if (!count)
		return true;
	buf_init(&certificate, BUF_LIMIT_DEFAULT);
	gpgme_error_t error = export(&certificate, r, key->subkeys->fpr);
	for (size_t i = 0; !error && i < count; i++)
		if (is_first(users, i))
			add(r, buf_as_span(&certificate), users, count, i);
	buf_fini(&certificate);
	return !error || gnupg_failed(r->diags, NULL, "export a certificate", error);
}

static int newest_first(const void *x, const void *y)
{
	const struct _gpgme_key *a = *(const gpgme_key_t *)x, *b = *(const gpgme_key_t *)y;
	if (a->subkeys->timestamp != b->subkeys->timestamp)
		return a->subkeys->timestamp > b->subkeys->timestamp ? -1 : 1;
	return strcmp(a->subkeys->fpr, b->subkeys->fpr);
}

static bool add_keys(struct reading *r)
{
	gpgme_key_t *keys = NULL, key;
	size_t count = 0, capacity = 0;
	gpgme_error_t error = gpgme_op_keylist_start(r->context, NULL, 0);
	while (!error && !(error = gpgme_op_keylist_next(r->context, &key))) {
		keys = arena_grow(r->arena, keys, count, &capacity, sizeof(*keys));
		keys[count++] = key;
	}
	bool ok = gpgme_err_code(error) == GPG_ERR_EOF || gnupg_failed(r->diags, NULL, "list certificates", error);
	if (count)
		qsort(keys, count, sizeof(*keys), newest_first);
	for (size_t i = 0; i < count; i++) {
		ok = ok && add_key(r, keys[i]);
		gpgme_key_unref(keys[i]);
	}
	return ok;
}

static bool import(struct reading *r, const struct span *certificates, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		gpgme_data_t data = NULL;
		gpgme_error_t error = gnupg_data(&data, certificates[i]);
		if (!error)
			error = gpgme_op_import(r->context, data);
		gpgme_data_release(data);
		/* What holds no key is told by who verifies the site. */
		if (error && gnupg_is_failure(error))
			return home_has_room(&r->home, r->diags) && gnupg_failed(r->diags, NULL, "read a certificate", error);
	}
	return true;
}

static int by_address(const void *x, const void *y)
{
	const struct webkey *a = x, *b = y;
	int order = strcmp(a->domain, b->domain);
	return order ? order : strcmp(a->local, b->local);
}

bool webkeys_read(struct webkeys *out, const struct span *certificates, size_t count, const char *const *domains,
		  size_t domain_count, struct arena *a, struct diags *d)
{
	struct reading r = {.domains = domains, .domain_count = domain_count, .out = out, .arena = a, .diags = d};
	*out = (struct webkeys){0};
	if (!count)
		return true;
	if (!gnupg_setup(d) || !home_new(&r.home, d))
		return false;
	gpgme_error_t error = home_context(&r.context, &r.home);
	bool ok = error ? gnupg_failed(d, NULL, "start gpg", error) : import(&r, certificates, count) && add_keys(&r);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_address);
	if (!error)
		gpgme_release(r.context);
	home_remove(&r.home);
	return ok;
}
