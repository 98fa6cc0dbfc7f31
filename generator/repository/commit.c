/* Commits, read raw: git's grafts and replace refs are never looked at, since
 * libgit2's object database does not know them. Invariant: a commit that was handed out has a
 * tree and a time that instant_format can print. */
#include "repository/internal.h"

/* 9999-12-31T23:59:59Z; a clock beyond that is mended by `times` or not at all. */
#define LAST_INSTANT INT64_C(253402300799)

struct header {
	struct span author, committer, message;
	const char *encoding;
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_oid(struct oid *out, struct span hex)
{
	if (hex.length != OID_HEX - 1)
		return false;
	for (size_t i = 0; i < sizeof(out->bytes); i++) {
		int high = hex_digit(hex.data[2 * i]), low = hex_digit(hex.data[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* Takes "key value LF" off *rest. */
static bool take_header(struct span *rest, const char *key, struct span *value)
{
	size_t n = strlen(key);
	if (!span_starts(*rest, key) || rest->length <= n || rest->data[n] != ' ')
		return false;
	const char *end = memchr(rest->data, '\n', rest->length);
	if (!end)
		return false;
	*value = span_make(rest->data + n + 1, (size_t)(end - rest->data) - n - 1);
	*rest = span_after(*rest, (size_t)(end - rest->data) + 1);
	return true;
}

static bool parse_parents(struct commit *c, struct span *rest, struct arena *a)
{
	struct span value;
	struct oid *parents = NULL;
	size_t count = 0, capacity = 0;
	while (take_header(rest, "parent", &value)) {
		parents = arena_grow(a, parents, count, &capacity, sizeof(*parents));
		if (!parse_oid(&parents[count++], value))
			return false;
	}
	c->parents = parents;
	c->parent_count = count;
	return true;
}

/* The headers after the committer, up to the empty line; continued lines begin with a space. */
static void parse_rest(struct header *h, struct span rest, struct arena *a)
{
	struct span line;
	h->encoding = "";
	while (rest.length) {
		const char *end = memchr(rest.data, '\n', rest.length);
		line = span_make(rest.data, end ? (size_t)(end - rest.data) : rest.length);
		rest = span_after(rest, line.length + (end ? 1 : 0));
		if (line.length == 0)
			break;
		if (span_starts(line, "encoding "))
			h->encoding = arena_span(a, span_after(line, strlen("encoding ")));
	}
	h->message = rest;
}

/* "Name <mail> 1767225600 +0900": git too reads the time after the last ">". */
static instant parse_time(struct span who)
{
	const char *end = who.length ? memrchr(who.data, '>', who.length) : NULL;
	if (!end)
		return 0;
	struct span digits = span_trim(span_after(who, (size_t)(end - who.data) + 1));
	instant t = 0;
	for (size_t i = 0; i < digits.length && digits.data[i] >= '0' && digits.data[i] <= '9'; i++) {
		t = t * 10 + (digits.data[i] - '0');
		if (t > LAST_INSTANT)
			return LAST_INSTANT;
	}
	return t;
}

static const char *parse_name(struct span who, const char *encoding, struct arena *a)
{
	const char *end = who.length ? memchr(who.data, '<', who.length) : NULL;
	return text_to_utf8(a, span_trim(span_make(who.data, end ? (size_t)(end - who.data) : who.length)), encoding);
}

static const char *subject_of(struct span message, struct arena *a)
{
	struct span line;
	while (span_next_line(&message, &line)) {
		line = span_trim(line);
		if (line.length)
			return arena_span(a, line);
	}
	return "";
}

static bool parse_commit(struct commit *c, struct span raw, struct arena *a)
{
	struct header h;
	struct span value;
	if (!take_header(&raw, "tree", &value) || !parse_oid(&c->tree, value) || !parse_parents(c, &raw, a) ||
	    !take_header(&raw, "author", &h.author) || !take_header(&raw, "committer", &h.committer))
		return false;
	parse_rest(&h, raw, a);
	c->time = parse_time(h.committer);
	c->message = text_to_utf8(a, h.message, h.encoding);
	c->subject = subject_of(span_of(c->message), a);
	c->committer = parse_name(h.committer, h.encoding, a);
	c->author = parse_name(h.author, h.encoding, a);
	return true;
}

bool repository_commit(struct commit *out, struct repository *r, const struct oid *id, struct arena *a, struct diags *d)
{
	git_odb_object *o = object_read(r, id, GIT_OBJECT_COMMIT, d);
	if (!o)
		return false;
	struct commit c = {.id = *id};
	bool ok = parse_commit(&c, span_make(git_odb_object_data(o), git_odb_object_size(o)), a);
	git_odb_object_free(o);
	if (ok)
		*out = c;
	else
		object_damaged(id, "it is no commit that git would write", d);
	return ok;
}

bool repository_chain(struct chain *out, struct repository *r, const struct oid *head, struct arena *a, struct diags *d)
{
	struct chain chain = {0};
	size_t capacity = 0;
	struct oid next = *head;
	for (;;) {
		chain.commits = arena_grow(a, chain.commits, chain.count, &capacity, sizeof(*chain.commits));
		struct commit *c = &chain.commits[chain.count];
		if (!repository_commit(c, r, &next, a, d))
			return false;
		chain.count++;
		if (c->parent_count == 0)
			break;
		next = c->parents[0];
	}
	for (size_t i = 0, j = chain.count - 1; i < j; i++, j--) {
		struct commit swap = chain.commits[i];
		chain.commits[i] = chain.commits[j];
		chain.commits[j] = swap;
	}
	*out = chain;
	return true;
}

static void report_unresolved(struct repository *r, const char *revision, int error, struct diags *d)
{
	if (error == GIT_ENOTFOUND && strcmp(revision, "HEAD") == 0 && git_repository_head_unborn(r->git) == 1)
		diag(d, DIAG_NO_COMMIT, NO_PLACE, "commit the archive first: `git add` and `git commit`",
		     "the repository has no commit yet");
	else if (error == GIT_EAMBIGUOUS)
		diag(d, DIAG_REVISION, NO_PLACE, "give more digits of it", "the revision \"%s\" is ambiguous", revision);
	else
		diag(d, DIAG_REVISION, NO_PLACE, "`git rev-parse` shows what a revision names; `git fetch` may bring it",
		     "the revision \"%s\" names no commit: %s", revision, last_error());
}

bool repository_resolve(struct oid *out, struct repository *r, const char *revision, struct diags *d)
{
	git_object *object = NULL, *commit = NULL;
	int error = git_revparse_single(&object, r->git, revision);
	if (error == 0)
		error = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	if (error == 0)
		*out = oid_from_git(git_object_id(commit));
	else
		report_unresolved(r, revision, error, d);
	git_object_free(commit);
	git_object_free(object);
	return error == 0;
}
