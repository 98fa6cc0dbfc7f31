/* Invariant: a revocation is listed under the fingerprint of the last "fpr" line before it, which is that of
 * the key ("pub", class 20) or subkey ("sub", class 28) that it revokes. */
#include "trust/revocations.h"

/* Fields of a line, numbered from 1 as in doc/DETAILS. */
#define FIELDS 12
enum { FIELD_TYPE = 1, FIELD_VALIDITY = 2, FIELD_CREATED = 6, FIELD_USER = 10, FIELD_CLASS = 11 };

static void split(struct span fields[FIELDS], struct span line)
{
	for (size_t i = 1; i < FIELDS; i++) {
		const char *colon = line.length ? memchr(line.data, ':', line.length) : NULL;
		fields[i] = span_make(line.data, colon ? (size_t)(colon - line.data) : line.length);
		line = span_after(line, fields[i].length + (colon ? 1 : 0));
	}
}

static bool read_time(instant *out, struct span digits)
{
	*out = 0;
	for (size_t i = 0; i < digits.length; i++) {
		if (digits.data[i] < '0' || digits.data[i] > '9' || *out > INT64_C(1) << 40)
			return false;
		*out = *out * 10 + (digits.data[i] - '0');
	}
	return digits.length > 0;
}

/* Reason 01: superseded; 03: no longer used (RFC 4880, 5.2.3.23). gpg writes no reason where it is too old to tell. */
static bool says_retired(struct span class)
{
	return span_ends(class, ",01") || span_ends(class, ",03");
}

void revocations_parse(struct revocations *out, struct span listing, struct arena *a)
{
	struct span line, fields[FIELDS];
	char part[FINGERPRINT_SIZE] = "";
	const char *class = "";
	while (span_next_line(&listing, &line)) {
		split(fields, line);
		struct span type = fields[FIELD_TYPE];
		if (span_is(type, "pub") || span_is(type, "sub")) {
			class = span_is(type, "pub") ? "20" : "28";
			*part = '\0';
		} else if (span_is(type, "fpr") && !*part && fields[FIELD_USER].length < FINGERPRINT_SIZE) {
			memcpy(part, fields[FIELD_USER].data, fields[FIELD_USER].length);
			part[fields[FIELD_USER].length] = '\0';
		} else if (span_is(type, "rev") && span_starts(fields[FIELD_CLASS], class) && *part) {
			out->items = arena_grow(a, out->items, out->count, &out->capacity, sizeof(*out->items));
			struct revocation *r = &out->items[out->count++];
			memcpy(r->fingerprint, part, sizeof(part));
			r->retired = read_time(&r->time, fields[FIELD_CREATED]) && span_is(fields[FIELD_VALIDITY], "!") &&
				     says_retired(fields[FIELD_CLASS]);
		}
	}
}

bool revocations_read(struct revocations *out, struct home *home, struct arena *a, struct diags *d)
{
	const char *arguments[] = {"gpg",		 "--homedir",	  home->path, "--batch", "--with-colons",
				   "--fixed-list-mode", "--check-sigs", NULL};
	gpgme_ctx_t context = NULL;
	gpgme_data_t data = NULL;
	struct buf listing;
	buf_init(&listing, BUF_LIMIT_DEFAULT);
	gpgme_error_t error = gpgme_new(&context);
	if (!error)
		error = gpgme_set_protocol(context, GPGME_PROTOCOL_SPAWN);
	if (!error)
		error = gpgme_data_new(&data);
	if (!error)
		error = gpgme_op_spawn(context, gnupg_engine()->file_name, arguments, NULL, data, NULL, 0);
	if (!error && !gnupg_collect(&listing, data))
		error = gpgme_error(GPG_ERR_TOO_LARGE);
	if (!error)
		revocations_parse(out, buf_as_span(&listing), a);
	gpgme_data_release(data);
	if (context)
		gpgme_release(context);
	buf_fini(&listing);
	return !error || gnupg_failed(d, NULL, "list the revocations of certificates", error);
}

enum ring_revocation revocations_find(const struct revocations *r, const char *fingerprint, const char *primary, instant *since)
{
	bool found = false;
	instant first = 0;
	for (size_t i = 0; i < r->count; i++) {
		const struct revocation *x = &r->items[i];
		if (!gnupg_same_fingerprint(x->fingerprint, fingerprint) && !gnupg_same_fingerprint(x->fingerprint, primary))
			continue;
		if (!x->retired)
			return RING_COMPROMISED;
		if (!found || x->time < first)
			first = x->time;
		found = true;
	}
	if (!found)
		return RING_COMPROMISED;
	*since = first;
	return RING_RETIRED;
}
