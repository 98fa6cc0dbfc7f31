/* Invariant: a cursor hands out entries in strictly ascending order of git, so
 * that two of them can be merged; a tree that is not so is damaged. */
#include "repository/internal.h"

/* The byte that stands for the end of a name in git's order. */
static unsigned char end_of(const struct tree_entry *e)
{
	return e->is_tree ? '/' : '\0';
}

int tree_entry_compare(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t common = a->name.length < b->name.length ? a->name.length : b->name.length;
	int order = memcmp(a->name.data, b->name.data, common);
	if (order)
		return order;
	unsigned char x = common < a->name.length ? (unsigned char)a->name.data[common] : end_of(a);
	unsigned char y = common < b->name.length ? (unsigned char)b->name.data[common] : end_of(b);
	return (x > y) - (x < y);
}

void tree_start(struct tree_cursor *c, struct span raw)
{
	*c = (struct tree_cursor){.rest = raw};
}

/* "100644 " and the like, in octal. */
static bool read_mode(struct span *rest, unsigned *mode)
{
	size_t i = 0;
	*mode = 0;
	for (; i < rest->length && i < 8 && rest->data[i] >= '0' && rest->data[i] <= '7'; i++)
		*mode = *mode * 8 + (unsigned)(rest->data[i] - '0');
	if (i == 0 || i == rest->length || rest->data[i] != ' ')
		return false;
	*rest = span_after(*rest, i + 1);
	return true;
}

static bool set_kind(struct tree_entry *e, unsigned mode)
{
	e->is_tree = false;
	e->kind = ENTRY_FILE;
	switch (mode & 0170000) {
	case 0040000:
		e->is_tree = true;
		return true;
	case 0100000:
		return true;
	case 0120000:
		e->kind = ENTRY_LINK;
		return true;
	case 0160000:
		e->kind = ENTRY_SUBMODULE;
		return true;
	default:
		return false;
	}
}

static bool name_is_sound(struct span name)
{
	return name.length && !span_is(name, ".") && !span_is(name, "..") && !memchr(name.data, '/', name.length);
}

static bool read_entry(struct span *rest, struct tree_entry *e)
{
	unsigned mode;
	if (!read_mode(rest, &mode) || !set_kind(e, mode))
		return false;
	const char *end = memchr(rest->data, '\0', rest->length);
	if (!end)
		return false;
	e->name = span_make(rest->data, (size_t)(end - rest->data));
	*rest = span_after(*rest, e->name.length + 1);
	if (!name_is_sound(e->name) || rest->length < sizeof(e->id.bytes))
		return false;
	memcpy(e->id.bytes, rest->data, sizeof(e->id.bytes));
	*rest = span_after(*rest, sizeof(e->id.bytes));
	return true;
}

bool tree_next(struct tree_cursor *c)
{
	if (c->damaged || c->rest.length == 0)
		return false;
	struct tree_entry e;
	if (!read_entry(&c->rest, &e) || (c->started && tree_entry_compare(&c->entry, &e) >= 0)) {
		c->damaged = true;
		return false;
	}
	c->started = true;
	c->entry = e;
	return true;
}

/* The entry of this name in a tree; false if there is none. */
static bool find_entry(struct tree_entry *out, struct repository *r, const struct oid *tree, struct span name, struct diags *d)
{
	git_odb_object *o = object_read(r, tree, GIT_OBJECT_TREE, d);
	if (!o)
		return false;
	bool found = false;
	struct tree_cursor c;
	tree_start(&c, span_make(git_odb_object_data(o), git_odb_object_size(o)));
	while (!found && tree_next(&c))
		found = span_equal(c.entry.name, name);
	if (found) {
		*out = c.entry;
		out->name = name; /* the object goes away */
	}
	if (c.damaged)
		object_damaged(tree, "its entries are not in git's form or order", d);
	git_odb_object_free(o);
	return found;
}

bool repository_find(struct tree_file *out, struct repository *r, const struct oid *tree, const char *path, struct arena *a,
		     struct diags *d)
{
	struct tree_entry e = {.id = *tree, .is_tree = true};
	struct span rest = span_of(path);
	do {
		const char *slash = rest.length ? memchr(rest.data, '/', rest.length) : NULL;
		struct span name = span_make(rest.data, slash ? (size_t)(slash - rest.data) : rest.length);
		if (!e.is_tree || name.length == 0 || !find_entry(&e, r, &e.id, name, d))
			return false;
		rest = span_after(rest, name.length + (slash ? 1 : 0));
		if (slash && rest.length == 0)
			return false;
	} while (rest.length);
	if (e.is_tree)
		return false;
	*out = (struct tree_file){.path = arena_text(a, path), .blob = e.id, .kind = e.kind};
	return true;
}

bool seen_equal(const struct seen *x, const struct seen *y)
{
	return x->kind == y->kind && oid_equal(&x->id, &y->id);
}

/* The entry of this name, or SEEN_NONE. A tree is in order, but it is read to its end: what is damaged is told. */
static bool look_in(struct seen *out, struct repository *r, const struct oid *tree, struct span name, struct diags *d)
{
	static const enum seen_kind kinds[] = {
		[ENTRY_FILE] = SEEN_FILE, [ENTRY_LINK] = SEEN_LINK, [ENTRY_SUBMODULE] = SEEN_SUBMODULE};
	git_odb_object *o = object_read(r, tree, GIT_OBJECT_TREE, d);
	if (!o)
		return false;
	struct tree_cursor c;
	*out = (struct seen){0};
	tree_start(&c, span_make(git_odb_object_data(o), git_odb_object_size(o)));
	while (tree_next(&c))
		if (span_equal(c.entry.name, name))
			*out = (struct seen){c.entry.is_tree ? SEEN_FOLDER : kinds[c.entry.kind], c.entry.id};
	if (c.damaged)
		object_damaged(tree, "its entries are not in git's form or order", d);
	git_odb_object_free(o);
	return !c.damaged;
}

bool repository_look(struct seen *out, struct repository *r, const struct oid *tree, const char *path, struct diags *d)
{
	struct seen at = {SEEN_FOLDER, *tree};
	for (struct span rest = span_of(path); rest.length && at.kind == SEEN_FOLDER;) {
		const char *slash = memchr(rest.data, '/', rest.length);
		struct span name = span_make(rest.data, slash ? (size_t)(slash - rest.data) : rest.length);
		rest = span_after(rest, name.length + (slash ? 1 : 0));
		struct oid folder = at.id;
		if (!look_in(&at, r, &folder, name, d))
			return false;
		if (rest.length && at.kind != SEEN_FOLDER)
			at = (struct seen){0};
	}
	*out = at;
	return true;
}
