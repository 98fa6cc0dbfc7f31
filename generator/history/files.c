/* Which files of the tree belong to which id, kept from commit to commit.
 *
 * Invariant: file.present is true for the files of the tree that was compared
 * last; folder.documents counts the present documents STEM.LANG.md beside it,
 * so that a folder with more than none holds attachments (archive/layout.c has
 * the same rule for HEAD). */
#include <stdlib.h>

#include "history/walk.h"

/* A folder that may hold attachments: its last component may be an id. */
struct folder {
	size_t record;
	size_t documents;
};

struct ancestor {
	size_t folder;
	size_t length; /* of the folder's path: where the attachment's name begins, less one */
};

struct file {
	const char *path;
	struct oid blob;
	bool present, regular;
	bool is_document;           /* by its name, or its reader's word */
	bool has_beside;            /* a document that may have attachments: in the folder beside it */
	size_t record, beside;      /* of a document: its record, that folder */
	const char *lang;
	struct ancestor *ancestors; /* outermost first */
	size_t ancestor_count;
};

struct filtering {
	const struct timeline *timeline;
	repository_change_visit *visit;
	void *context;
};

static bool visit_part(void *context, const struct change *c)
{
	struct filtering *f = context;
	if (archive_part(&f->timeline->archive->config, c->path) == PART_NONE)
		return true;
	return f->visit(f->context, c);
}

bool archive_compare(const struct timeline *t, const struct oid *before, const struct oid *after, repository_change_visit *visit,
		     void *context, struct diags *d)
{
	struct filtering f = {t, visit, context};
	return repository_compare_trees(t->repository, before, after, t->archive->prefix, visit_part, &f, d);
}

bool files_matter(const struct timeline *t, const char *path)
{
	return archive_part(&t->archive->config, path) == PART_ADVISORIES;
}

bool files_is_config(const struct timeline *t, const char *path)
{
	const struct config *c = &t->archive->config;
	const char *rest = c->readers.alone ? NULL : reader_path(c, path);
	return rest && strcmp(rest, "archive.yaml") == 0;
}

static size_t record_of(struct timeline *t, struct span id)
{
	size_t place;
	if (map_find(t->record_places, id, &place))
		return place;
	t->records = arena_grow(t->arena, t->records, t->record_count, &t->record_capacity, sizeof(*t->records));
	struct record *r = &t->records[t->record_count];
	*r = (struct record){.id = arena_span(t->arena, id)};
	map_put(t->record_places, span_of(r->id), t->record_count);
	return t->record_count++;
}

static size_t folder_of(struct timeline *t, struct span path, struct span id)
{
	size_t place;
	if (map_find(t->folder_places, path, &place))
		return place;
	t->folders = arena_grow(t->arena, t->folders, t->folder_count, &t->folder_capacity, sizeof(*t->folders));
	struct folder *f = &t->folders[t->folder_count];
	*f = (struct folder){.record = record_of(t, id)};
	map_put(t->folder_places, span_make(arena_span(t->arena, path), path.length), t->folder_count);
	return t->folder_count++;
}

static void own(struct timeline *t, size_t record, size_t file)
{
	struct record *r = &t->records[record];
	r->files = arena_grow(t->arena, r->files, r->file_count, &r->file_capacity, sizeof(*r->files));
	r->files[r->file_count++] = file;
}

/* Only folders below advisories/ hold attachments. */
static void find_ancestors(struct timeline *t, struct file *f)
{
	size_t capacity = 0;
	const char *rest = strchr(reader_path(&t->archive->config, f->path), '/') + 1;
	for (const char *slash = strchr(rest, '/'); slash; rest = slash + 1, slash = strchr(rest, '/')) {
		struct span name = span_make(rest, (size_t)(slash - rest));
		if (!config_id_possible(name))
			continue;
		f->ancestors = arena_grow(t->arena, f->ancestors, f->ancestor_count, &capacity, sizeof(*f->ancestors));
		struct ancestor *a = &f->ancestors[f->ancestor_count++];
		a->length = (size_t)(slash - f->path);
		a->folder = folder_of(t, span_make(f->path, a->length), name);
	}
}

static void find_document(struct timeline *t, struct file *f)
{
	const char *id;
	const char *name = strrchr(f->path, '/') + 1;
	f->is_document = !span_starts(span_of(name), "README.") && document_name(&id, &f->lang, t->arena, f->path);
	if (!f->is_document)
		return;
	f->record = record_of(t, span_of(id));
	f->has_beside = true;
	size_t length = strlen(f->path) - strlen(f->lang) - strlen("..md");
	f->beside = folder_of(t, span_make(f->path, length), span_of(id));
}

/* It has no attachments and is none, wherever it lies. */
static void find_read_document(struct timeline *t, struct file *f)
{
	const char *id;
	f->is_document = document_identify(&id, &f->lang, t->arena, &t->archive->config, f->path);
	if (f->is_document)
		f->record = record_of(t, span_of(id));
}

/* The file of this path, made known if it is new; NULL if it does not lie among the advisories. */
static struct file *file_of(struct timeline *t, const char *path)
{
	size_t place;
	if (!files_matter(t, path))
		return NULL;
	if (map_find(t->file_places, span_of(path), &place))
		return &t->files[place];
	t->files = arena_grow(t->arena, t->files, t->file_count, &t->file_capacity, sizeof(*t->files));
	struct file *f = &t->files[t->file_count];
	*f = (struct file){.path = arena_text(t->arena, path)};
	map_put(t->file_places, span_of(f->path), t->file_count);
	if (reader_of(&t->archive->config, path)) {
		find_read_document(t, f);
	} else {
		find_ancestors(t, f);
		find_document(t, f);
	}
	if (f->is_document)
		own(t, f->record, t->file_count);
	for (size_t i = 0; i < f->ancestor_count; i++)
		if (!f->is_document || t->folders[f->ancestors[i].folder].record != f->record)
			own(t, t->folders[f->ancestors[i].folder].record, t->file_count);
	t->file_count++;
	return f;
}

/* The folder whose attachment the file is; NULL if it is none. */
static const struct ancestor *holder(const struct timeline *t, const struct file *f)
{
	for (size_t i = 0; i < f->ancestor_count; i++)
		if (t->folders[f->ancestors[i].folder].documents)
			return &f->ancestors[i];
	return NULL;
}

const char *files_document(const struct timeline *t, size_t file)
{
	return t->files[file].is_document ? t->files[file].path : NULL;
}

bool files_identify(struct timeline *t, const char *path, size_t *record, const char **lang)
{
	const struct file *f = file_of(t, path);
	const struct ancestor *a = f ? holder(t, f) : NULL;
	if (!a && !(f && f->is_document))
		return false;
	*record = a ? t->folders[a->folder].record : f->record;
	*lang = a ? NULL : f->lang;
	return true;
}

static void touch(struct timeline *t, size_t record, size_t number)
{
	if (t->records[record].touched == number + 1)
		return;
	t->records[record].touched = number + 1;
	t->touched = arena_grow(t->arena, t->touched, t->touched_count, &t->touched_capacity, sizeof(*t->touched));
	t->touched[t->touched_count++] = record;
}

void files_change(struct timeline *t, const struct delta *c, size_t number)
{
	struct file *f = file_of(t, c->path);
	if (!f)
		return;
	bool present = !oid_is_zero(&c->after);
	if (f->is_document && present != f->present) {
		if (f->has_beside)
			t->folders[f->beside].documents += present ? 1 : (size_t)-1;
		t->records[f->record].documents += present ? 1 : (size_t)-1;
	}
	f->present = present;
	f->blob = c->after;
	f->regular = c->kind == ENTRY_FILE;
	if (f->is_document)
		touch(t, f->record, number);
	for (size_t i = 0; i < f->ancestor_count; i++)
		touch(t, t->folders[f->ancestors[i].folder].record, number);
}

struct named {
	struct attachment attachment;
	const char *path;
};

static int by_name(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int order = strcmp(a->attachment.name, b->attachment.name);
	return order ? order : strcmp(a->path, b->path);
}

static int by_lang(const void *x, const void *y)
{
	const struct document_file *a = x, *b = y;
	int order = strcmp(a->lang, b->lang);
	return order ? order : strcmp(a->path, b->path);
}

static void sort_attachments(struct snapshot *s, struct arena *a, struct named *found, size_t count)
{
	if (count)
		qsort(found, count, sizeof(*found), by_name);
	s->attachments = arena_array(a, count, sizeof(*s->attachments));
	for (size_t i = 0; i < count; i++)
		if (!i || strcmp(found[i - 1].attachment.name, found[i].attachment.name) != 0)
			s->attachments[s->attachment_count++] = found[i].attachment;
}

static void fill(struct timeline *t, const struct record *r, struct snapshot *s)
{
	struct arena *scratch = arena_new();
	struct named *found = arena_array(scratch, r->file_count, sizeof(*found));
	size_t count = 0;
	s->documents = arena_array(t->arena, r->documents, sizeof(*s->documents));
	for (size_t i = 0; i < r->file_count; i++) {
		const struct file *f = &t->files[r->files[i]];
		const struct ancestor *a = f->present ? holder(t, f) : NULL;
		if (!f->present)
			continue;
		if (a && &t->records[t->folders[a->folder].record] == r && f->regular &&
		    attachment_name_is_sound(f->path + a->length + 1))
			found[count++] = (struct named){{f->path + a->length + 1, f->blob}, f->path};
		else if (!a && f->is_document && &t->records[f->record] == r)
			s->documents[s->document_count++] = (struct document_file){f->path, f->lang, f->blob, f->regular};
	}
	sort_attachments(s, t->arena, found, count);
	if (s->document_count)
		qsort(s->documents, s->document_count, sizeof(*s->documents), by_lang);
	arena_free(scratch);
}

void files_snapshot(struct timeline *t, size_t number)
{
	for (size_t i = 0; i < t->touched_count; i++) {
		struct record *r = &t->records[t->touched[i]];
		if (!r->documents && (!r->snapshot_count || !r->snapshots[r->snapshot_count - 1].document_count))
			continue; /* it has nothing, and had nothing */
		r->snapshots = arena_grow(t->arena, r->snapshots, r->snapshot_count, &r->snapshot_capacity, sizeof(*r->snapshots));
		struct snapshot *s = &r->snapshots[r->snapshot_count++];
		*s = (struct snapshot){.publication = number};
		fill(t, r, s);
	}
	t->touched_count = 0;
}
