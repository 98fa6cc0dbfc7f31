/* shirase filter FILE: filters on one document, for those who write them. Invariant: nothing is written but the result, and that
 * only if there was no error. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "commands/load.h"
#include "document/html.h"
#include "document/markdown.h"
#include "document/outline.h"
#include "document/plain.h"
#include "document/section.h"
#include "site/sources.h"

#define INPUT_MOST ((size_t)4 << 20)
#define OUTPUT_MOST ((size_t)1 << 28)

struct filtering {
	const struct invocation *call;
	struct loaded l;
	bool inside;            /* of an archive, which is in l */
	const char *path;       /* as it is named in messages */
	const char *own_path;   /* in the repository; NULL: it is not there */
	struct span bytes;
	const char **names;     /* of the filters */
	size_t count;
	struct filter_context context;
	struct arena *arena;
	struct diags *diags;
};

/* The file. ------------------------------------------------------------------ */

static bool read_stdin(struct buf *out)
{
	char block[4096];
	for (size_t n; (n = fread(block, 1, sizeof(block), stdin)) > 0;)
		buf_add(out, block, n);
	return !ferror(stdin) && !out->overflow;
}

static bool read_input(struct filtering *f)
{
	const char *path = f->call->operands[0];
	bool is_stdin = strcmp(path, "-") == 0;
	struct buf b;
	buf_init(&b, INPUT_MOST);
	f->path = is_stdin ? "<stdin>" : path;
	bool ok = is_stdin ? read_stdin(&b) : file_read(&b, AT_FDCWD, path, INPUT_MOST, false, f->diags);
	if (!ok && is_stdin)
		diag(f->diags, DIAG_FILE_READ, (struct place){.path = f->path}, NULL, "it cannot be read, or is larger than %zu bytes", INPUT_MOST);
	f->bytes = span_make(arena_dup(f->arena, b.data, b.length), b.length);
	buf_fini(&b);
	size_t bad = utf8_invalid(f->bytes);
	if (ok && bad < f->bytes.length)
		diag(f->diags, DIAG_NOT_UTF8, (struct place){.path = f->path}, "save the file as UTF-8", "byte %zu of the document is not UTF-8", bad);
	return ok && bad == f->bytes.length;
}

/* Its archive. --------------------------------------------------------------- */

/* Where the file lies. */
static const char *folder_of(const struct filtering *f)
{
	const char *path = f->call->operands[0], *slash = strrchr(path, '/');
	if (!slash)
		return ".";
	return slash == path ? "/" : arena_dup(f->arena, path, (size_t)(slash - path));
}

/* Where the repository is looked for: where -C says, else where the file lies. */
static const char *repository_of(const struct filtering *f)
{
	return strcmp(f->call->repository, ".") != 0 ? f->call->repository : folder_of(f);
}

static bool has_archive(struct filtering *f)
{
	struct diags *unheard = diags_new();
	struct commit commit;
	const char *prefix;
	bool is = f->call->config || (repository_commit(&commit, f->l.repository, &f->l.head, f->arena, unheard) &&
				      archive_prefix(&prefix, f->l.repository, &commit.tree, unheard));
	diags_free(unheard);
	return is;
}

/* What is wrong with other documents is no matter here; with archive.yaml it is. */
static bool load_documents(struct filtering *f, const struct invocation *call)
{
	struct diags *unheard = diags_new();
	struct reader_pool *pool = NULL;
	bool ok = load_config(&f->l, call, f->diags);
	if (ok) {
		load_archive_of(&f->l.archive, &pool, &f->l, &f->l.head, call, unheard);
		reader_pool_free(f->l.readers);
		f->l.readers = pool;
	}
	diags_free(unheard);
	return ok;
}

static void find_own_path(struct filtering *f)
{
	const char *folder = repository_folder(f->l.repository, NULL);
	char *real = realpath(f->call->operands[0], NULL);
	size_t n = folder ? strlen(folder) : 0;
	if (real && folder && strncmp(real, folder, n) == 0)
		f->own_path = arena_text(f->arena, real + n);
	free(real);
}

static bool open_archive(struct filtering *f)
{
	struct invocation call = *f->call;
	struct diags *unheard = diags_new();
	call.repository = repository_of(f);
	call.work_tree = true;
	f->inside = load_head(&f->l, &call, f->call->config ? f->diags : unheard) && has_archive(f);
	diags_free(unheard);
	if (!f->inside)
		return !f->call->config;
	find_own_path(f);
	return load_documents(f, &call);
}

/* What filters are told. ------------------------------------------------------ */

static void know_ids(struct filtering *f)
{
	const struct archive *ar = &f->l.archive;
	const char **ids = arena_array(f->arena, ar->advisory_count, sizeof(*ids));
	for (size_t i = 0; i < ar->advisory_count; i++)
		ids[i] = ar->advisories[i].id;
	f->context.ids = ids;
	f->context.id_count = ar->advisory_count;
	f->context.glossary = ar->glossary;
}

static void know_document(struct filtering *f, const struct document *d, const struct value *facts)
{
	f->context.lang = d->lang && *d->lang ? d->lang : NULL; /* a name may tell neither */
	f->context.id = d->id && *d->id ? d->id : NULL;
	f->context.facts = facts ? facts : d->is_source ? d->facts : d->front;
	f->context.body = d->body;
	f->context.body_line = d->body_line;
}

/* One that the archive knows: its facts are its source's. */
static bool find_document(struct filtering *f)
{
	const struct archive *ar = &f->l.archive;
	for (size_t i = 0; f->own_path && i < ar->advisory_count; i++)
		for (size_t k = 0; k < ar->advisories[i].document_count; k++) {
			const struct archive_advisory *adv = &ar->advisories[i];
			if (strcmp(adv->documents[k].document.path, f->own_path) != 0)
				continue;
			know_document(f, &adv->documents[k].document, adv->documents[adv->source].document.facts);
			return true;
		}
	for (size_t i = 0; f->own_path && i < ar->page_count; i++) {
		const struct archive_page *p = &ar->pages[i];
		if (strcmp(p->path, f->own_path) != 0)
			continue;
		f->context.lang = p->lang;
		f->context.body = p->body;
		f->context.body_line = p->body_line;
		return true;
	}
	return false;
}

/* Any other: what stands between lines "---" at its head is none of its text. */
static void read_document(struct filtering *f)
{
	struct document document;
	const char *why = NULL, *slash = strrchr(f->path, '/'), *name = slash ? slash + 1 : f->path;
	if (document_parse_past(&document, f->arena, name, f->bytes, NULL, &why)) {
		know_document(f, &document, NULL);
		return;
	}
	struct span rest = f->bytes, line;
	unsigned number = 0;
	document_name(&f->context.id, &f->context.lang, f->arena, name);
	f->context.body = f->bytes;
	f->context.body_line = 1;
	while (span_next_line(&rest, &line)) {
		number++;
		if (!span_is(line, "---") && number == 1)
			return;
		if (span_is(line, "---") && number > 1) {
			f->context.body = rest;
			f->context.body_line = number + 1;
			return;
		}
	}
}

static void gather_context(struct filtering *f)
{
	f->context.path = f->own_path ? f->own_path : f->path;
	f->context.by_hand = f->call->with || f->call->more_count;
	if (f->inside)
		know_ids(f);
	if (!f->inside || !find_document(f))
		read_document(f);
	if (f->call->lang)
		f->context.lang = f->call->lang;
	else if (!f->context.lang)
		f->context.lang = f->inside ? f->l.archive.config.languages[0] : "en";
}

static void add_names(struct filtering *f, size_t *capacity, const char *list)
{
	for (const char *at = list; *at; at += strspn(at, ",")) {
		size_t n = strcspn(at, ",");
		f->names = arena_grow(f->arena, f->names, f->count, capacity, sizeof(*f->names));
		f->names[f->count++] = arena_dup(f->arena, at, n);
		at += n;
	}
}

static bool gather_names(struct filtering *f)
{
	size_t capacity = 0;
	add_names(f, &capacity, f->call->with ? f->call->with : "");
	for (size_t i = 0; i < f->call->more_count; i++)
		add_names(f, &capacity, f->call->more[i]);
	for (size_t i = 0; f->inside && !f->call->with && !f->call->more_count && i < f->l.archive.config.filter_count; i++)
		add_names(f, &capacity, f->l.archive.config.filters[i]);
	if (!f->count && !f->inside)
		diag(f->diags, DIAG_USAGE, NO_PLACE, "name them: --with table,autolink", "no archive says which filters are to run");
	return f->count || f->inside;
}

/* Running. ------------------------------------------------------------------- */

static const char *word(struct filtering *f, struct script *w, const char *key)
{
	struct value *args = value_new(f->arena, VALUE_LIST);
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	value_add(f->arena, args, value_of_text(f->arena, key));
	bool ok = script_say(w, f->context.lang, "say", args, &b, f->diags);
	const char *text = ok ? arena_dup(f->arena, b.data, b.length) : NULL;
	buf_fini(&b);
	return text;
}

static void render(struct buf *out, struct filtering *f, struct script *w, struct node *tree)
{
	const char *to = f->call->to ? f->call->to : "html";
	struct html_options html = {0};
	if (strcmp(to, "tree") == 0) {
		outline_render(out, tree);
	} else if (strcmp(to, "html") == 0) {
		html_render(out, tree, &html);
	} else {
		struct plain_options plain = {.links_title = word(f, w, "text.links"), .figure_label = word(f, w, "text.figure"),
					      .colon = word(f, w, "text.colon")};
		plain_render(out, tree, &plain);
	}
}

static struct node *parse(struct filtering *f, struct script *w)
{
	const struct value *locale = script_locale(w, f->context.lang, f->arena, f->diags);
	struct node *tree = locale ? markdown_parse(f->arena, f->context.body, f->context.body_line, f->context.path, f->diags) : NULL;
	if (!tree)
		return NULL;
	struct section_names *names = section_names_new(f->arena, value_get(locale, "sections"));
	sections_find(f->arena, tree, names);
	section_names_free(names);
	anchors_assign(f->arena, tree, NULL);
	return tree;
}

static bool run(struct buf *out, struct filtering *f, struct scripts *scripts)
{
	const char *const beside[] = {f->call->repository, folder_of(f)};
	if (!sources_load_filters(f->l.repository, f->inside ? &f->l.archive : NULL, f->names, f->count, f->context.lang, beside,
				  scripts, f->arena, f->diags))
		return false;
	struct script *w = script_new(scripts, f->diags);
	struct node *tree = w ? parse(f, w) : NULL;
	bool ok = tree && script_filter(w, f->arena, tree, f->names, f->count, &f->context, f->diags);
	if (ok)
		render(out, f, w, tree);
	script_free(w);
	return ok;
}

enum diag_status command_filter(const struct invocation *call, struct diags *d)
{
	struct filtering f = {.call = call, .arena = arena_new(), .diags = d};
	struct scripts *scripts = scripts_new();
	struct buf out;
	buf_init(&out, OUTPUT_MOST);
	if (read_input(&f) && open_archive(&f) && gather_names(&f)) {
		gather_context(&f);
		if (run(&out, &f, scripts) && !diags_count(d, DIAG_ERROR))
			fwrite(out.data, 1, out.length, stdout);
	}
	buf_fini(&out);
	scripts_free(scripts);
	load_free(&f.l);
	arena_free(f.arena);
	return diags_status(d);
}
