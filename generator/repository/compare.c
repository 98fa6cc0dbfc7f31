/* Comparing trees by merging their sorted entries (issue 2 says why not by the
 * diff API). Invariant: path holds the folder that is being compared, with a
 * "/" at its end, or nothing; each level restores it.
 *
 * A tree may hold one subtree many times over, ten levels deep: depth, length
 * of paths and number of files are limited. */
#include "repository/internal.h"

#define DEPTH_LIMIT 64
#define PATH_LIMIT 4096
#define FILES_LIMIT 4000000

struct comparison {
	struct repository *r;
	struct diags *d;
	repository_change_visit *visit;
	void *context;
	struct buf path;
	unsigned depth;
	size_t files;
	bool past; /* what no archive needs is left out: nobody can mend a past tree, and HEAD's is listed */
};

/* One side of a level: a tree, or nothing. */
struct side {
	git_odb_object *object;
	struct tree_cursor cursor;
	bool here; /* cursor.entry is valid */
};

static bool side_open(struct side *s, struct comparison *c, const struct oid *tree)
{
	*s = (struct side){0};
	if (oid_is_zero(tree))
		return true;
	s->object = object_read(c->r, tree, GIT_OBJECT_TREE, c->d);
	if (!s->object)
		return false;
	tree_start(&s->cursor, span_make(git_odb_object_data(s->object), git_odb_object_size(s->object)));
	s->here = tree_next(&s->cursor);
	return true;
}

static void side_close(struct side *s)
{
	git_odb_object_free(s->object);
}

static bool too_much(struct comparison *c, const struct oid *tree, const char *what)
{
	char hex[OID_HEX];
	diag(c->d, DIAG_OBJECT_LARGE, (struct place){.path = c->path.data}, "no archive needs that; look at what was committed",
	     "the tree %s %s", oid_hex(hex, tree), what);
	return false;
}

static bool too_far(struct comparison *c, const struct oid *tree, const char *what)
{
	return c->past || too_much(c, tree, what);
}

/* Back to a path of this length, which was within the limit. */
static void leave(struct comparison *c, size_t length)
{
	buf_truncate(&c->path, length);
	c->path.overflow = false;
}

static bool compare_folder(struct comparison *c, const struct oid *before, const struct oid *after);

static bool enter(struct comparison *c, struct span name, const struct oid *before, const struct oid *after)
{
	size_t length = c->path.length;
	buf_span(&c->path, name);
	buf_char(&c->path, '/');
	bool ok;
	if (c->path.overflow)
		ok = too_far(c, oid_is_zero(after) ? before : after, "has a path over 4096 bytes");
	else
		ok = compare_folder(c, before, after);
	leave(c, length);
	return ok;
}

static bool visit_file(struct comparison *c, struct span name, const struct tree_entry *old, const struct tree_entry *new)
{
	size_t length = c->path.length;
	struct change change = {0};
	const struct oid *id = NULL;
	if (old) {
		change.before = old->id;
		change.kind = old->kind;
		id = &old->id;
	}
	if (new) {
		change.after = new->id;
		change.kind = new->kind;
		id = &new->id;
	}
	buf_span(&c->path, name);
	change.path = c->path.data;
	bool ok;
	if (c->path.overflow)
		ok = too_far(c, id, "has a path over 4096 bytes");
	else if (++c->files > FILES_LIMIT)
		ok = too_much(c, id, "is one of more than 4,000,000 files");
	else
		ok = c->visit(c->context, &change);
	leave(c, length);
	return ok;
}

/* One entry, in one or in both trees under the same key: both are folders, or neither is. one is old or new. */
static bool compare_entry(struct comparison *c, const struct tree_entry *one, const struct tree_entry *old,
			  const struct tree_entry *new)
{
	static const struct oid none;
	if (one->is_tree)
		return enter(c, one->name, old ? &old->id : &none, new ? &new->id : &none);
	return visit_file(c, one->name, old, new);
}

static size_t common_length(struct span x, struct span y)
{
	size_t n = x.length < y.length ? x.length : y.length, i = 0;
	uint64_t a, b;
	for (; n - i >= sizeof(a); i += sizeof(a)) {
		memcpy(&a, x.data + i, sizeof(a));
		memcpy(&b, y.data + i, sizeof(b));
		if (a != b)
			break;
	}
	while (i < n && x.data[i] == y.data[i])
		i++;
	return i;
}

/* Most of two trees is the same, byte by byte: what is, is read on one side only, and at the end of both not at all.
 * (Damage there is told where the entries first came.) */
static void skip_same(struct tree_cursor *x, struct tree_cursor *y)
{
	size_t same = common_length(x->rest, y->rest), length = x->rest.length;
	struct tree_cursor before = *x;
	if (same == length && same == y->rest.length) {
		x->rest = y->rest = SPAN_LITERAL("");
		return;
	}
	while (tree_next(x) && length - x->rest.length <= same)
		before = *x;
	if (!x->damaged)
		*x = before;
	y->entry = before.entry;
	y->started = before.started;
	y->rest = span_after(y->rest, length - before.rest.length);
}

static bool is_same(const struct tree_entry *x, const struct tree_entry *y)
{
	return oid_equal(&x->id, &y->id) && x->kind == y->kind && x->is_tree == y->is_tree;
}

/* Merges both sides; false if a visit or a subfolder failed. */
static bool merge(struct comparison *c, struct side *old, struct side *new)
{
	while (old->here || new->here) {
		int order = !old->here ? 1 : !new->here ? -1 : tree_entry_compare(&old->cursor.entry, &new->cursor.entry);
		if (order == 0 && is_same(&old->cursor.entry, &new->cursor.entry))
			skip_same(&old->cursor, &new->cursor);
		else if (!compare_entry(c, order <= 0 ? &old->cursor.entry : &new->cursor.entry,
					order <= 0 ? &old->cursor.entry : NULL, order >= 0 ? &new->cursor.entry : NULL))
			return false;
		if (order <= 0)
			old->here = tree_next(&old->cursor);
		if (order >= 0)
			new->here = tree_next(&new->cursor);
	}
	return true;
}

static bool compare_folder(struct comparison *c, const struct oid *before, const struct oid *after)
{
	if (c->depth >= DEPTH_LIMIT)
		return too_far(c, oid_is_zero(after) ? before : after, "lies more than 64 folders deep");
	struct side old = {0}, new = {0};
	c->depth++;
	bool ok = side_open(&old, c, before) && side_open(&new, c, after) && merge(c, &old, &new);
	if (ok && (old.cursor.damaged || new.cursor.damaged)) {
		object_damaged(old.cursor.damaged ? before : after, "its entries are not in git's form or order", c->d);
		ok = false;
	}
	c->depth--;
	side_close(&old);
	side_close(&new);
	return ok;
}

/* The folder of this name: its id, or zero if there is none. */
static bool descend(struct comparison *c, struct oid *tree, struct span name)
{
	struct side s;
	struct oid found = {0};
	if (!side_open(&s, c, tree))
		return false;
	for (; s.here; s.here = tree_next(&s.cursor))
		if (s.cursor.entry.is_tree && span_equal(s.cursor.entry.name, name))
			found = s.cursor.entry.id;
	if (s.cursor.damaged)
		object_damaged(tree, "its entries are not in git's form or order", c->d);
	else
		*tree = found;
	bool ok = !s.cursor.damaged;
	side_close(&s);
	return ok;
}

/* Goes down to the prefix, component by component, as long as the trees differ. */
static bool compare_below(struct comparison *c, struct oid before, struct oid after, struct span prefix)
{
	while (prefix.length && !oid_equal(&before, &after)) {
		const char *slash = memchr(prefix.data, '/', prefix.length);
		struct span name = span_make(prefix.data, slash ? (size_t)(slash - prefix.data) : prefix.length);
		if (!descend(c, &before, name) || !descend(c, &after, name))
			return false;
		buf_span(&c->path, name);
		buf_char(&c->path, '/');
		prefix = span_after(prefix, name.length + (slash ? 1 : 0));
	}
	return oid_equal(&before, &after) || compare_folder(c, &before, &after);
}

static bool compare_trees(struct comparison c, const struct oid *before, const struct oid *after, const char *prefix)
{
	buf_init(&c.path, PATH_LIMIT);
	bool ok = compare_below(&c, *before, *after, span_of(prefix));
	buf_fini(&c.path);
	return ok;
}

bool repository_compare_trees(struct repository *r, const struct oid *before, const struct oid *after, const char *prefix,
			      repository_change_visit *visit, void *context, struct diags *d)
{
	struct comparison c = {.r = r, .d = d, .visit = visit, .context = context, .past = true};
	return compare_trees(c, before, after, prefix);
}

struct lister {
	struct arena *arena;
	struct listing list;
	size_t capacity;
};

static bool list_file(void *context, const struct change *change)
{
	struct lister *l = context;
	l->list.files = arena_grow(l->arena, l->list.files, l->list.count, &l->capacity, sizeof(*l->list.files));
	l->list.files[l->list.count++] =
		(struct tree_file){.path = arena_text(l->arena, change->path), .blob = change->after, .kind = change->kind};
	return true;
}

bool repository_list(struct listing *out, struct repository *r, const struct oid *tree, const char *prefix, struct arena *a,
		     struct diags *d)
{
	static const struct oid empty;
	struct lister l = {.arena = a};
	struct comparison c = {.r = r, .d = d, .visit = list_file, .context = &l};
	if (!compare_trees(c, &empty, tree, prefix))
		return false;
	*out = l.list;
	return true;
}
