/* Invariant: workers read and parse into an arena of their own for each file;
 * what they made is copied into the archive's arena under the lock, into the slot of the
 * file's item. So the result, but for addresses, does not depend on the order. */
#include "archive/archive.h"

#include <pthread.h>
#include <stdlib.h>

#include "archive/front.h"
#include "archive/group.h"
#include "archive/input.h"
#include "archive/layout.h"
#include "archive/split.h"
#include "archive/unfit.h"
#include "archive/yaml.h"
#include "base/pool.h"

#define CERTIFICATE_MAX ((size_t)1 << 20)

struct slot {
	bool parsed;
	struct document document;
	struct archive_page page;
	const struct value *glossary;
	struct span bytes; /* of a certificate */
};

struct loading {
	struct archive *out;
	struct repository *repository;
	struct arena *arena;
	struct diags *diags;
	struct layout layout;
	struct slot *slots;
	pthread_mutex_t lock; /* arena, failed, and the contents of slots */
	bool failed;
};

static const char *join(struct arena *a, const char *prefix, const char *name)
{
	return *prefix ? arena_printf(a, "%s/%s", prefix, name) : arena_text(a, name);
}

/* What is no folder; load_config tells whether it is a file. */
static bool is_there(const struct seen *s)
{
	return s->kind != SEEN_NONE && s->kind != SEEN_FOLDER;
}

bool archive_prefix(const char **out, struct repository *r, const struct oid *tree, struct diags *d)
{
	struct seen root, folder;
	if (!repository_look(&root, r, tree, "archive.yaml", d) || !repository_look(&folder, r, tree, "archive/archive.yaml", d))
		return false;
	bool in_root = is_there(&root), in_folder = is_there(&folder);
	if (in_root && in_folder) {
		diag(d, DIAG_ARCHIVE_TWICE, (struct place){.path = "archive.yaml"}, "keep one of the two",
		     "a second archive.yaml; the other is archive/archive.yaml");
		return false;
	}
	if (!in_root && !in_folder) {
		diag(d, DIAG_ARCHIVE_MISSING, NO_PLACE,
		     "commit archive/archive.yaml (or archive.yaml in the root); `shirase init DIR` makes one to copy from",
		     "the commit holds no archive");
		return false;
	}
	*out = in_root ? "" : "archive";
	return true;
}

static bool is_lfs_pointer(struct span bytes)
{
	return bytes.length < 1024 && span_starts(bytes, "version https://git-lfs.github.com/spec/");
}

/* A file's bytes; reports an LFS pointer. */
static bool read_blob(struct span *out, struct loading *l, const char *path, const struct oid *blob,
		      struct arena *a)
{
	if (!repository_file(out, l->repository, path, blob, a, l->diags))
		return false;
	if (!is_lfs_pointer(*out))
		return true;
	diag(l->diags, DIAG_LFS_POINTER, (struct place){.path = path},
	     "take the path out of .gitattributes and commit the file itself",
	     "a pointer of Git LFS, where the file itself is needed");
	return false;
}

/* Reports what no file may hold. Attachments may show a conflict: they are no text of ours. */
static bool is_fit(struct loading *l, const char *path, struct span bytes, bool is_text)
{
	unsigned key = unfit_secret_key(bytes), conflict = is_text ? unfit_conflict(bytes) : 0;
	if (key)
		diag(l->diags, DIAG_SECRET_KEY, (struct place){path, key, 1},
		     "take it out, and replace it wherever it is used: the repository's history keeps it",
		     "a secret key; whoever can read the repository has it: revoke it");
	if (conflict)
		diag(l->diags, DIAG_MERGE_CONFLICT, (struct place){path, conflict, 1},
		     "keep what is right of the two sides, and take out the lines <<<<<<<, ======= and >>>>>>>",
		     "a merge conflict is not resolved here");
	return !key && !conflict;
}

/* From the tree that has it, at the root of which lies what --config names. */
static bool load_config(struct loading *l, const struct archive_from *from)
{
	const char *path = from->beside ? "archive.yaml" : join(l->arena, l->out->prefix, "archive.yaml");
	const char *shown = from->beside ? from->beside->file : path;
	struct tree_file file;
	struct span bytes;
	l->out->sources = from->beside ? from->beside->tree : from->tree;
	l->out->config_sha256 = from->beside ? from->beside->sha256 : NULL;
	if (!repository_find(&file, l->repository, &l->out->sources, path, l->arena, l->diags))
		return false; /* archive_prefix has found it */
	if (file.kind != ENTRY_FILE) {
		diag(l->diags, DIAG_NOT_A_FILE, (struct place){.path = path}, "put a copy of the file there",
		     "archive.yaml is a symbolic link or a submodule");
		return false;
	}
	if (!read_blob(&bytes, l, shown, &file.blob, l->arena) || !is_fit(l, shown, bytes, true))
		return false;
	if (!config_parse(&l->out->config, l->arena, bytes, shown, l->diags))
		l->failed = true;
	l->out->config.readers.folder = l->out->prefix;
	l->out->config.readers.alone = from->beside;
	if (from->beside && !l->failed && !l->out->config.readers.count) {
		diag(l->diags, DIAG_CONFIG_ALONE, (struct place){.path = shown}, "name some under readers: {path: …, reader: …}",
		     "with --config, files are documents by `readers` alone, and this configuration has none");
		l->failed = true;
	}
	return true;
}

/* Into the archive's arena; called under the lock. */
static struct document document_copy(struct arena *a, const struct document *d)
{
	struct document copy = *d;
	copy.path = arena_text(a, d->path);
	copy.id = arena_text(a, d->id);
	copy.lang = arena_text(a, d->lang);
	copy.front = value_copy(a, d->front);
	copy.facts = value_copy(a, d->facts);
	copy.body = span_make(arena_span(a, d->body), d->body.length);
	copy.unfilled = unfilled_copy(a, &d->unfilled);
	return copy;
}

static bool load_document(struct loading *l, struct slot *slot, const struct item *item, struct span bytes,
			  struct arena *a)
{
	struct document document = {0};
	bool good = document_parse(&document, a, item->path, bytes, STRICT, &l->out->config, l->diags);
	pthread_mutex_lock(&l->lock);
	slot->parsed = document.front && document.front->kind == VALUE_MAP;
	if (slot->parsed)
		slot->document = document_copy(l->arena, &document);
	pthread_mutex_unlock(&l->lock);
	return good;
}

/* Pages and glossary are published as they are. */
static bool is_filled(struct loading *l, const char *path, const struct unfilled_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		diag(l->diags, DIAG_UNFILLED, (struct place){path, list->items[i].line, list->items[i].column},
		     "write it, or take it out", "still to be filled in: %.300s", list->items[i].what);
	return list->count == 0;
}

static bool load_page(struct loading *l, struct slot *slot, const struct item *item, struct span bytes,
		      struct arena *a)
{
	struct schema s = {.config = &l->out->config, .path = item->path, .diags = l->diags, .arena = a};
	struct split split;
	if (!split_document(&split, a, item->path, bytes, l->diags))
		return false;
	bool visible = input_is_visible(split.body, item->path, split.body_line, l->diags);
	struct value *front = yaml_parse(a, split.front, item->path, 2, l->diags);
	if (!front)
		return false;
	front_check_page(&s, front);
	struct unfilled_list unfilled = {0};
	unfilled_in_value(&unfilled, a, front);
	unfilled_in_body(&unfilled, a, split.body, split.body_line);
	bool filled = is_filled(l, item->path, &unfilled);
	const char *title = value_text(front, "title");
	pthread_mutex_lock(&l->lock);
	slot->parsed = true;
	slot->page = (struct archive_page){.name = item->name,
					   .lang = item->lang,
					   .path = item->path,
					   .title = arena_text(l->arena, title ? title : ""),
					   .front = value_copy(l->arena, front),
					   .body = {arena_span(l->arena, split.body), split.body.length},
					   .body_line = split.body_line};
	pthread_mutex_unlock(&l->lock);
	return visible && filled && !s.failed;
}

static bool load_glossary(struct loading *l, struct slot *slot, const struct item *item, struct span bytes,
			  struct arena *a)
{
	struct schema s = {.config = &l->out->config, .path = item->path, .diags = l->diags, .arena = a};
	struct value *glossary = yaml_parse(a, bytes, item->path, 1, l->diags);
	if (!glossary)
		return false;
	front_check_glossary(&s, glossary);
	struct unfilled_list unfilled = {0};
	unfilled_in_value(&unfilled, a, glossary);
	bool filled = is_filled(l, item->path, &unfilled);
	pthread_mutex_lock(&l->lock);
	slot->parsed = glossary->kind == VALUE_LIST;
	slot->glossary = value_copy(l->arena, glossary);
	pthread_mutex_unlock(&l->lock);
	return filled && !s.failed;
}

/* An armored public key, and by no accident a secret one: it is going to be published. */
static bool load_certificate(struct loading *l, struct slot *slot, const struct item *item, struct span bytes)
{
	static const char public[] = "-----BEGIN PGP PUBLIC KEY BLOCK-----", secret[] = "PRIVATE KEY BLOCK";
	const char *hint = "export it with gpg --armor --export FINGERPRINT", *wrong = NULL;
	if (bytes.length > CERTIFICATE_MAX) {
		wrong = "the certificate is larger than 1 MiB";
		hint = "gpg --armor --export-options export-minimal --export FPR";
	} else if (memmem(bytes.data, bytes.length, secret, sizeof(secret) - 1))
		wrong = "a secret key; whoever can read the repository has it: revoke it";
	else if (!memmem(bytes.data, bytes.length, public, sizeof(public) - 1))
		wrong = "no armored OpenPGP certificate";
	if (wrong) {
		diag(l->diags, DIAG_CERTIFICATE, (struct place){.path = item->path}, hint, "%s", wrong);
		return false;
	}
	pthread_mutex_lock(&l->lock);
	slot->parsed = true;
	slot->bytes = span_make(arena_span(l->arena, bytes), bytes.length);
	pthread_mutex_unlock(&l->lock);
	return true;
}

static void load_item(void *context, unsigned worker, size_t index)
{
	struct loading *l = context;
	const struct item *item = &l->layout.items[index];
	struct slot *slot = &l->slots[index];
	struct arena *a = arena_new();
	struct span bytes;
	(void)worker;
	bool is_key = item->role == ROLE_CERTIFICATE || item->role == ROLE_COMMITTER;
	bool good = read_blob(&bytes, l, item->path, &item->blob, a) &&
		    (is_key || is_fit(l, item->path, bytes, item->role != ROLE_ATTACHMENT));
	if (good && item->role == ROLE_DOCUMENT)
		good = load_document(l, slot, item, bytes, a);
	else if (good && item->role == ROLE_PAGE)
		good = load_page(l, slot, item, bytes, a);
	else if (good && item->role == ROLE_GLOSSARY)
		good = load_glossary(l, slot, item, bytes, a);
	else if (good && is_key)
		good = load_certificate(l, slot, item, bytes);
	arena_free(a);
	if (good)
		return;
	pthread_mutex_lock(&l->lock);
	l->failed = true;
	pthread_mutex_unlock(&l->lock);
}

static int by_page(const void *x, const void *y)
{
	const struct archive_page *a = x, *b = y;
	int c = strcmp(a->name, b->name);
	return c ? c : strcmp(a->lang, b->lang);
}

/* Everything but documents, from the slots into the archive. */
static void collect(struct loading *l)
{
	struct archive *ar = l->out;
	size_t count = l->layout.count;
	ar->pages = arena_array(l->arena, count, sizeof(*ar->pages));
	ar->certificates = arena_array(l->arena, count, sizeof(*ar->certificates));
	ar->committers = arena_array(l->arena, count, sizeof(*ar->committers));
	for (size_t i = 0; i < count; i++) {
		const struct slot *slot = &l->slots[i];
		const struct item *item = &l->layout.items[i];
		struct archive_certificate certificate = {item->path, slot->bytes};
		if (!slot->parsed)
			continue;
		if (item->role == ROLE_PAGE)
			ar->pages[ar->page_count++] = slot->page;
		else if (item->role == ROLE_GLOSSARY)
			ar->glossary = slot->glossary, ar->glossary_path = item->path;
		else if (item->role == ROLE_CERTIFICATE)
			ar->certificates[ar->certificate_count++] = certificate;
		else if (item->role == ROLE_COMMITTER)
			ar->committers[ar->committer_count++] = certificate;
	}
	if (ar->page_count)
		qsort(ar->pages, ar->page_count, sizeof(*ar->pages), by_page);
	if (!ar->glossary)
		ar->glossary = value_new(l->arena, VALUE_LIST);
}

static void group(struct loading *l)
{
	struct read_document *documents = arena_array(l->arena, l->layout.count, sizeof(*documents));
	size_t count = 0;
	for (size_t i = 0; i < l->layout.count; i++)
		if (l->layout.items[i].role == ROLE_DOCUMENT)
			documents[count++] = (struct read_document){&l->layout.items[i], l->slots[i].parsed,
								    l->slots[i].document};
	if (!group_advisories(l->out, documents, count, &l->layout, l->arena, l->diags))
		l->failed = true;
}

/* prefix and config. False where nothing can be read on. */
static bool load_head(struct loading *l, const struct archive_from *from)
{
	*l->out = (struct archive){.glossary = value_new(l->arena, VALUE_LIST)};
	if (from->beside)
		l->out->prefix = "";
	else if (!archive_prefix(&l->out->prefix, l->repository, &from->tree, l->diags))
		return false;
	l->out->config.readers.folder = l->out->prefix; /* also where there is no more to be read */
	return load_config(l, from);
}

/* Without its readers, nothing can be told of an archive that has some. */
static bool open_readers(struct loading *l, const struct archive_from *from)
{
	struct readers *readers = &l->out->config.readers;
	if (!readers->count)
		return true;
	return !l->failed && from->open_readers(from->context, l->out, l->diags);
}

bool archive_load_config(struct archive *out, struct repository *r, const struct archive_from *from, struct arena *a,
			 struct diags *d)
{
	struct loading l = {.out = out, .repository = r, .arena = a, .diags = d};
	return load_head(&l, from) && open_readers(&l, from) && !l.failed;
}

/* What of the archive lies beside --config: no documents. */
static bool lay_out_beside(struct layout *out, struct loading *l, const struct archive_from *from)
{
	struct listing listing;
	struct config own = l->out->config;
	own.readers = (struct readers){0};
	return repository_list(&listing, l->repository, &from->beside->tree, "", l->arena, l->diags) &&
	       layout_read(out, &own, &listing, l->arena, l->diags);
}

static bool lay_out(struct loading *l, const struct archive_from *from)
{
	struct listing listing;
	struct layout beside = {0}, *all = &l->layout;
	if (!repository_list(&listing, l->repository, &from->tree, l->out->prefix, l->arena, l->diags))
		return false;
	if (!layout_read(all, &l->out->config, &listing, l->arena, l->diags))
		l->failed = true;
	if (from->beside && !lay_out_beside(&beside, l, from))
		l->failed = true;
	struct item *items = arena_array(l->arena, all->count + beside.count, sizeof(*items));
	if (all->count)
		memcpy(items, all->items, all->count * sizeof(*items));
	if (beside.count)
		memcpy(items + all->count, beside.items, beside.count * sizeof(*items));
	*all = (struct layout){items, all->count + beside.count};
	return true;
}

bool archive_load(struct archive *out, struct repository *r, const struct archive_from *from, struct arena *a, struct diags *d)
{
	struct loading l = {
		.out = out, .repository = r, .arena = a, .diags = d, .lock = PTHREAD_MUTEX_INITIALIZER};
	if (!load_head(&l, from) || !open_readers(&l, from) || !lay_out(&l, from))
		return false;
	l.slots = arena_array(a, l.layout.count, sizeof(*l.slots));
	pool_run(l.layout.count, from->jobs, load_item, &l);
	collect(&l);
	group(&l);
	pthread_mutex_destroy(&l.lock);
	return !l.failed;
}

static void tell_unfilled(const struct document *doc, struct diags *d)
{
	for (size_t i = 0; i < doc->unfilled.count; i++) {
		const struct unfilled *u = &doc->unfilled.items[i];
		diag(d, DIAG_UNFILLED_DRAFT, (struct place){doc->path, u->line, u->column},
		     "write it, or take it out (a section that is not needed with its heading)", "still to be filled in: %.300s",
		     u->what);
	}
}

void archive_tell_unfilled(const struct archive *ar, struct diags *d)
{
	for (size_t i = 0; i < ar->advisory_count; i++) {
		const struct archive_advisory *adv = &ar->advisories[i];
		const char *status = adv->document_count ? value_text(adv->documents[adv->source].document.facts, "status") : NULL;
		for (size_t j = 0; status && strcmp(status, "draft") == 0 && j < adv->document_count; j++)
			tell_unfilled(&adv->documents[j].document, d);
	}
}

static int by_advisory(const void *key, const void *advisory)
{
	return strcmp(key, ((const struct archive_advisory *)advisory)->id);
}

const struct archive_advisory *archive_find(const struct archive *ar, const char *id)
{
	if (!ar->advisory_count)
		return NULL;
	return bsearch(id, ar->advisories, ar->advisory_count, sizeof(*ar->advisories), by_advisory);
}
