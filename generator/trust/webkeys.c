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

struct imported {
	const char *fingerprint, *path; /* path: of the first source that has it */
	gpgme_key_t key;                /* NULL until it is listed */
};

struct reading {
	struct home home;
	gpgme_ctx_t context;
	const char *const *domains;
	size_t domain_count;
	struct webkeys *out;
	size_t capacity;
	struct imported *keys;
	size_t key_count, key_capacity;
	instant at;
	struct arena *arena;
	struct diags *diags;
};

/* RFC 5322, section 3.4.1, as mail programs look for it: no quotes, nothing that would need them. */
static bool is_local(struct span local)
{
	for (size_t i = 0; i < local.length; i++)
		if ((unsigned char)local.data[i] <= ' ' || strchr("\"(),:;<>@[\\]\x7f", local.data[i]))
			return false;
	return local.length > 0;
}

/* Of a revoked key gpg calls each user ID revoked. */
static bool read_user(struct user *out, struct reading *r, gpgme_key_t key, gpgme_user_id_t u)
{
	const char *at = u->email && (key->revoked || !u->revoked) && !u->invalid ? strrchr(u->email, '@') : NULL;
	if (!at || !is_local(span_make(u->email, (size_t)(at - u->email))))
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

static bool add(struct reading *r, struct span certificate, const struct user *users, size_t count, size_t first)
{
	struct buf part;
	const char *kept[USERS_LIMIT];
	size_t kept_count = 0;
	for (size_t i = first; i < count; i++)
		if (strcmp(users[i].local, users[first].local) == 0 && strcmp(users[i].domain, users[first].domain) == 0)
			kept[kept_count++] = users[i].text;
	buf_init(&part, BUF_LIMIT_DEFAULT);
	bool ok = webkeys_keep(&part, certificate, kept, kept_count);
	if (ok) {
		struct webkey *key = key_of(r, &users[first]);
		size_t length = key->bytes.length + part.length;
		key->bytes = span_make(arena_join(r->arena, key->bytes, buf_as_span(&part)), length);
	}
	buf_fini(&part);
	return ok;
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
		count += read_user(&users[count], r, key, u);
	if (!count)
		return true;
	buf_init(&certificate, BUF_LIMIT_DEFAULT);
	gpgme_error_t error = export(&certificate, r, key->subkeys->fpr);
	/* A gpg that was ended from outside says nothing of it: its output is empty, or ends early. */
	for (size_t i = 0; !error && i < count; i++)
		if (is_first(users, i) && !add(r, buf_as_span(&certificate), users, count, i))
			error = gpgme_error(GPG_ERR_INV_DATA);
	buf_fini(&certificate);
	return !error || gnupg_failed(r->diags, NULL, "export a certificate", error);
}

static int newest_first(const void *x, const void *y)
{
	const struct _gpgme_key *a = ((const struct imported *)x)->key, *b = ((const struct imported *)y)->key;
	if (a->subkeys->timestamp != b->subkeys->timestamp)
		return a->subkeys->timestamp > b->subkeys->timestamp ? -1 : 1;
	return strcmp(a->subkeys->fpr, b->subkeys->fpr);
}

static void tell_none(const struct webkey_source *s, gpgme_error_t error, struct diags *d)
{
	diag(d, DIAG_CERTIFICATE_NONE, (struct place){.path = s->path}, "gpg --armor --export FINGERPRINT makes one",
	     "gpg finds no OpenPGP key in it%s%s", error ? ": " : "", error ? gpgme_strerror(error) : "");
}

static void keep_fingerprint(struct reading *r, const char *fingerprint, const char *path)
{
	for (size_t i = 0; i < r->key_count; i++)
		if (gnupg_same_fingerprint(r->keys[i].fingerprint, fingerprint))
			return;
	r->keys = arena_grow(r->arena, r->keys, r->key_count, &r->key_capacity, sizeof(*r->keys));
	r->keys[r->key_count++] = (struct imported){.fingerprint = arena_text(r->arena, fingerprint), .path = path};
}

static bool import(struct reading *r, const struct webkey_source *source)
{
	gpgme_import_result_t result;
	gpgme_error_t error = home_import(&result, r->context, source->bytes);
	bool found = result && result->imports;
	for (gpgme_import_status_t i = found ? result->imports : NULL; i; i = i->next)
		if (i->fpr)
			keep_fingerprint(r, i->fpr, source->path);
	if (!found && home_has_room(&r->home, r->diags))
		tell_none(source, error, r->diags);
	return found;
}

static bool has_expired(gpgme_subkey_t part, instant at)
{
	return part->expires && part->expires <= at;
}

/* Nothing of a certificate outlives its primary key, the first of the parts. */
static bool can_encrypt(gpgme_key_t key, instant at, instant *expires)
{
	bool found = false;
	instant last = key->subkeys->expires;
	if (key->revoked || key->subkeys->revoked || key->invalid || has_expired(key->subkeys, at))
		return false;
	for (gpgme_subkey_t s = key->subkeys; s; s = s->next) {
		if (!s->can_encrypt || s->revoked || s->invalid || has_expired(s, at))
			continue;
		instant ends = last && (!s->expires || s->expires > last) ? last : s->expires;
		if (!found || !ends || (*expires && ends > *expires))
			*expires = ends;
		found = true;
	}
	return found;
}

/* The keys are sorted already. */
static void add_encrypting(struct reading *r)
{
	struct webkeys *all = r->out;
	all->encrypting = arena_array(r->arena, r->key_count + 1, sizeof(*all->encrypting));
	for (unsigned signing = 2; signing-- > 0;)
		for (size_t i = 0; i < r->key_count; i++) {
			instant expires = 0;
			const struct imported *k = &r->keys[i];
			if ((k->path == NULL) == (signing == 1) && can_encrypt(k->key, r->at, &expires))
				all->encrypting[all->encrypting_count++] = (struct webkey_encrypting){k->fingerprint, k->path, expires};
		}
}

static bool add_keys(struct reading *r)
{
	bool ok = true;
	for (size_t i = 0; ok && i < r->key_count; i++)
		ok = home_key(&r->keys[i].key, &r->home, r->keys[i].fingerprint, r->diags);
	if (ok && r->key_count)
		qsort(r->keys, r->key_count, sizeof(*r->keys), newest_first);
	for (size_t i = 0; ok && i < r->key_count; i++)
		ok = add_key(r, r->keys[i].key);
	if (ok)
		add_encrypting(r);
	for (size_t i = 0; i < r->key_count; i++)
		if (r->keys[i].key)
			gpgme_key_unref(r->keys[i].key);
	return ok;
}

static bool read_all(struct reading *r, const struct webkey_source *sources, size_t count)
{
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++)
		ok = import(r, &sources[i]);
	return ok && add_keys(r);
}

static int by_address(const void *x, const void *y)
{
	const struct webkey *a = x, *b = y;
	int order = strcmp(a->domain, b->domain);
	return order ? order : strcmp(a->local, b->local);
}

bool webkeys_read(struct webkeys *out, const struct webkey_source *sources, size_t count, const char *const *domains, size_t domain_count,
		  instant at, struct arena *a, struct diags *d)
{
	struct reading r = {.domains = domains, .domain_count = domain_count, .out = out, .at = at,
			    .arena = a, .diags = d};
	*out = (struct webkeys){0};
	if (!count)
		return true;
	if (!gnupg_setup(d) || !home_new(&r.home, d))
		return false;
	gpgme_error_t error = home_context(&r.context, &r.home);
	bool ok = error ? gnupg_failed(d, NULL, "start gpg", error) : read_all(&r, sources, count);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_address);
	if (!error)
		gpgme_release(r.context);
	home_remove(&r.home);
	return ok;
}
