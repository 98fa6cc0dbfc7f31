/* Invariant: what object_read returns is whole (its bytes have the name that was asked for), has the wanted
 * type and is no larger than OBJECT_LIMIT; everything else was reported once, here.
 *
 * libgit2 would check names too, by a SHA-1 that looks out for collisions and takes a third of the time of
 * reading a history. Git looked out for them when the objects arrived; here the bytes only
 * must be what they were then. */
#include <stdatomic.h>

#include "base/digest.h"
#include "repository/internal.h"

bool oid_equal(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool oid_is_zero(const struct oid *o)
{
	static const struct oid zero;
	return oid_equal(o, &zero);
}

const char *oid_hex(char out[OID_HEX], const struct oid *o)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < sizeof(o->bytes); i++) {
		out[2 * i] = digits[o->bytes[i] >> 4];
		out[2 * i + 1] = digits[o->bytes[i] & 15];
	}
	out[OID_HEX - 1] = '\0';
	return out;
}

git_oid oid_to_git(const struct oid *o)
{
	git_oid id;
	git_oid_fromraw(&id, o->bytes);
	return id;
}

struct oid oid_from_git(const git_oid *o)
{
	struct oid id;
	_Static_assert(sizeof(id.bytes) == GIT_OID_RAWSZ, "SHA-1 only");
	memcpy(id.bytes, o->id, sizeof(id.bytes));
	return id;
}

const char *last_error(void)
{
	const git_error *e = git_error_last();
	return e && e->message ? e->message : "unknown error";
}

static void damaged_at(const char *path, const struct oid *id, const char *why, struct diags *d)
{
	char hex[OID_HEX];
	if (d)
		diag(d, DIAG_OBJECT_DAMAGED, (struct place){.path = path},
		     "run `git fsck`, then clone again from a repository that is whole",
		     "the object %s is damaged: %s", oid_hex(hex, id), why);
}

void object_damaged(const struct oid *id, const char *why, struct diags *d)
{
	damaged_at(NULL, id, why, d);
}

static void report_unread(const char *path, const struct oid *id, git_object_t type, int error, struct diags *d)
{
	char hex[OID_HEX];
	if (error != GIT_ENOTFOUND) {
		damaged_at(path, id, last_error(), d);
		return;
	}
	diag(d, DIAG_OBJECT_MISSING, (struct place){.path = path},
	     "the clone is not whole: run `git fetch --refetch --no-filter` (git 2.36 or later), or clone again",
	     "the %s %s is missing", git_object_type2string(type), oid_hex(hex, id));
}

static bool right_name(git_odb_object *o, const char *path, const struct oid *id, struct diags *d)
{
	char head[64];
	struct oid found = {0};
	_Static_assert(sizeof(found.bytes) == SHA1_SIZE, "SHA-1 only");
	struct span bytes = span_make(git_odb_object_data(o), git_odb_object_size(o));
	int length = snprintf(head, sizeof(head), "%s %zu", git_object_type2string(git_odb_object_type(o)), bytes.length);
	sha1_of(found.bytes, span_make(head, (size_t)length + 1), bytes); /* with the NUL */
	if (oid_equal(&found, id))
		return true;
	char hex[OID_HEX + 40];
	snprintf(hex, sizeof(hex), "its bytes are those of ");
	oid_hex(hex + strlen(hex), &found);
	damaged_at(path, id, hex, d);
	return false;
}

static bool right_kind(git_odb_object *o, const char *path, const struct oid *id, git_object_t type, struct diags *d)
{
	char hex[OID_HEX];
	if (git_odb_object_type(o) == type)
		return true;
	if (d)
		diag(d, DIAG_OBJECT_DAMAGED, (struct place){.path = path}, "run `git fsck`", "the object %s is a %s where a %s is needed",
		     oid_hex(hex, id), git_object_type2string(git_odb_object_type(o)), git_object_type2string(type));
	return false;
}

/* Asked before reading, so that a bomb of zeros is not unpacked. Only blobs come near the limit. */
static bool within_limit(struct repository *r, const char *path, const git_oid *id, const struct oid *name,
			 struct diags *d)
{
	size_t size;
	git_object_t type;
	char hex[OID_HEX];
	if (git_odb_read_header(&size, &type, r->odb, id) != 0 || size <= OBJECT_LIMIT)
		return true; /* git_odb_read tells what is wrong */
	const char *hint = "take the file out of the archive and link to it";
	if (d && path)
		diag(d, DIAG_OBJECT_LARGE, (struct place){.path = path}, hint,
		     "the file has %zu bytes; %zu MiB is the most", size, OBJECT_LIMIT >> 20);
	else if (d)
		diag(d, DIAG_OBJECT_LARGE, NO_PLACE, hint, "the object %s has %zu bytes; %zu MiB is the most",
		     oid_hex(hex, name), size, OBJECT_LIMIT >> 20);
	return false;
}

void recent_init(struct recent *c)
{
	*c = (struct recent){0};
	pthread_mutex_init(&c->lock, NULL);
}

/* This thread's. Numbers are given to threads as they come. */
static struct recent *recent_of(struct repository *r)
{
	static atomic_uint threads;
	static _Thread_local unsigned number;
	if (!number)
		number = atomic_fetch_add(&threads, 1) + 1;
	return &r->recent[number % RECENT_SETS];
}

void recent_fini(struct recent *c)
{
	for (size_t i = 0; i < RECENT_TREES; i++)
		git_odb_object_free(c->trees[i]);
	pthread_mutex_destroy(&c->lock);
}

static git_odb_object *recent_find(struct recent *c, const git_oid *id)
{
	git_odb_object *found = NULL;
	pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < RECENT_TREES && !found; i++)
		if (c->trees[i] && git_oid_equal(git_odb_object_id(c->trees[i]), id))
			git_odb_object_dup(&found, c->trees[i]);
	pthread_mutex_unlock(&c->lock);
	return found;
}

static void recent_add(struct recent *c, git_odb_object *tree)
{
	pthread_mutex_lock(&c->lock);
	git_odb_object_free(c->trees[c->next]);
	git_odb_object_dup(&c->trees[c->next], tree);
	c->next = (c->next + 1) % RECENT_TREES;
	pthread_mutex_unlock(&c->lock);
}

/* path, or NULL: the file that the object is. */
static git_odb_object *read_anew(struct repository *r, const char *path, const struct oid *id, git_object_t type,
				 struct diags *d)
{
	git_oid git = oid_to_git(id);
	git_odb_object *o;
	if (type == GIT_OBJECT_BLOB && !within_limit(r, path, &git, id, d))
		return NULL;
	int error = git_odb_read(&o, r->odb, &git);
	if (error != 0) {
		if (d)
			report_unread(path, id, type, error, d);
		return NULL;
	}
	if (right_name(o, path, id, d) && right_kind(o, path, id, type, d))
		return o;
	git_odb_object_free(o);
	return NULL;
}

git_odb_object *object_read(struct repository *r, const struct oid *id, git_object_t type, struct diags *d)
{
	git_oid git = oid_to_git(id);
	git_odb_object *o = type == GIT_OBJECT_TREE ? recent_find(recent_of(r), &git) : NULL;
	if (o)
		return o;
	o = read_anew(r, NULL, id, type, d);
	if (o && type == GIT_OBJECT_TREE)
		recent_add(recent_of(r), o);
	return o;
}

bool repository_blob(struct span *out, struct repository *r, const struct oid *blob, struct arena *a, struct diags *d)
{
	return repository_file(out, r, NULL, blob, a, d);
}

bool repository_file(struct span *out, struct repository *r, const char *path, const struct oid *blob, struct arena *a,
		     struct diags *d)
{
	git_odb_object *o = read_anew(r, path, blob, GIT_OBJECT_BLOB, d);
	if (!o)
		return false;
	size_t size = git_odb_object_size(o);
	*out = span_make(arena_dup(a, git_odb_object_data(o), size), size);
	git_odb_object_free(o);
	return true;
}

size_t repository_blob_size(struct repository *r, const struct oid *blob, struct diags *d)
{
	size_t size;
	git_object_t type;
	git_oid id = oid_to_git(blob);
	int error = git_odb_read_header(&size, &type, r->odb, &id);
	if (error != 0 && d)
		report_unread(NULL, blob, GIT_OBJECT_BLOB, error, d);
	return error == 0 ? size : 0;
}
