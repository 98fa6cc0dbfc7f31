/* Invariant: a file of the commit's tree stands before the one of the same path
 * in the data folder; neither is looked for in the work tree. */
#include "site/sources.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/near.h"
#include "base/program.h"

#define READERS "filters/readers"
#define SOURCE_LIMIT ((size_t)4 << 20)
#define FOLDERS 3

static const char data_hint[] = "install shirase with make install; a copy of the program alone is not enough";

struct sources {
	struct repository *repository;
	struct oid tree;
	const char *folders[FOLDERS]; /* after the tree, the first before the others; NULL: none. The last is data */
	const char *data;       /* the data folder, or NULL */
	const char *config_path;
	struct sha256_stream *digest; /* of all libraries and readers that are read; or NULL */
	struct arena *arena;
	struct diags *diags;
};

/* A file by its path from the root; false without a report if neither has it. */
static bool read_source(struct span *out, const struct sources *s, const char *path)
{
	struct tree_file found;
	if (s->repository && repository_find(&found, s->repository, &s->tree, path, s->arena, s->diags) && found.kind == ENTRY_FILE)
		return repository_blob(out, s->repository, &found.blob, s->arena, s->diags);
	struct buf bytes;
	bool ok = false;
	buf_init(&bytes, SOURCE_LIMIT);
	for (size_t i = 0; i < FOLDERS && !ok; i++)
		ok = s->folders[i] && file_read(&bytes, AT_FDCWD, arena_printf(s->arena, "%s/%s", s->folders[i], path), SOURCE_LIMIT,
						true, s->diags);
	if (ok)
		*out = span_make(arena_dup(s->arena, bytes.data, bytes.length), bytes.length);
	buf_fini(&bytes);
	return ok;
}

static bool read_digested(struct span *out, const struct sources *s, const char *path)
{
	if (!read_source(out, s, path))
		return false;
	if (s->digest) {
		struct sha256 one = sha256_of(*out);
		sha256_add(s->digest, path, strlen(path) + 1);
		sha256_add(s->digest, one.bytes, sizeof(one.bytes));
	}
	return true;
}

/* Paths of files below a folder, in the tree or the data folder. */
struct files {
	struct sources *sources;
	const char **paths;
	size_t count, capacity;
};

static void add_path(struct files *f, const char *path)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->paths[i], path) == 0)
			return;
	f->paths = arena_grow(f->sources->arena, f->paths, f->count, &f->capacity, sizeof(*f->paths));
	f->paths[f->count++] = arena_text(f->sources->arena, path);
}

static bool visit_file(void *context, const char *path, bool is_regular)
{
	if (is_regular)
		add_path(context, path);
	return true;
}

static int by_byte(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool list_files(struct files *f, const char *folder)
{
	struct sources *s = f->sources;
	struct listing listing = {0};
	if (s->repository && !repository_list(&listing, s->repository, &s->tree, folder, s->arena, s->diags))
		return false;
	for (size_t i = 0; i < listing.count; i++)
		if (listing.files[i].kind == ENTRY_FILE)
			add_path(f, listing.files[i].path + strlen(folder) + 1);
	for (size_t i = 0; i < FOLDERS; i++) {
		const char *path = s->folders[i] ? arena_printf(s->arena, "%s/%s", s->folders[i], folder) : NULL;
		if (path && access(path, R_OK) == 0 && !file_walk(AT_FDCWD, path, visit_file, f, s->diags))
			return false;
	}
	if (f->count)
		qsort(f->paths, f->count, sizeof(*f->paths), by_byte);
	return true;
}

/* "toml" of "toml.lua", in the arena; NULL for what is no script. */
static const char *name_of_script(const struct sources *s, const char *path)
{
	static const char end[] = ".lua";
	size_t n = strlen(path), m = sizeof(end) - 1;
	return !strchr(path, '/') && n > m && strcmp(path + n - m, end) == 0 ? arena_dup(s->arena, path, n - m) : NULL;
}

typedef bool add_script(struct scripts *s, const char *name, const char *path, struct span source, struct diags *d);

/* All <name>.lua of a folder; what lies deeper is none. */
static bool load_folder(struct sources *s, struct scripts *scripts, const char *folder, add_script *add)
{
	struct files files = {.sources = s};
	bool ok = list_files(&files, folder);
	for (size_t i = 0; i < files.count; i++) {
		const char *name = name_of_script(s, files.paths[i]), *path = arena_printf(s->arena, "%s/%s", folder, files.paths[i]);
		struct span source;
		if (name)
			ok = read_digested(&source, s, path) && add(scripts, name, path, source, s->diags) && ok;
	}
	return ok;
}

/* What a script will ask for by library(name) is not known before it runs. */
static bool load_libraries(struct sources *s, struct scripts *scripts)
{
	return load_folder(s, scripts, "filters/lib", scripts_add_library);
}

/* c: which names them; NULL if it does not. */
static bool load_filters(const struct sources *s, const struct config *c, const char *const *names, size_t count, struct scripts *scripts)
{
	const struct value *list = c ? value_get(c->root, "filters") : NULL; /* checked: a list */
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_printf(s->arena, "filters/%s.lua", names[i]);
		struct span source;
		if (read_source(&source, s, path)) {
			ok = scripts_add_filter(scripts, names[i], path, source, s->diags) && ok;
			continue;
		}
		const struct value *at = list && i < list->count ? list->items[i] : list;
		diag(s->diags, DIAG_FILTER_MISSING, (struct place){c ? c->path : NULL, at ? at->line : 0, at ? at->column : 0},
		     arena_printf(s->arena, "put it into %s", path), "there is no filter \"%s\"", names[i]);
		ok = false;
	}
	return ok;
}

static bool load_locales(const struct sources *s, const char *config_path, const char *const *languages, size_t count,
			 struct scripts *scripts)
{
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_printf(s->arena, "filters/locale/%s.lua", languages[i]);
		struct span source;
		if (read_source(&source, s, path)) {
			ok = scripts_add_locale(scripts, languages[i], path, source, s->diags) && ok;
			continue;
		}
		diag(s->diags, DIAG_LOCALE_MISSING, (struct place){.path = config_path},
		     arena_printf(s->arena, "a language is one file: copy %s/filters/locale/en.lua to %s and translate it",
				  s->data ? s->data : "share/shirase", path),
		     "there is no locale for the language \"%s\"", languages[i]);
		ok = false;
	}
	return ok;
}

static bool load_theme(struct static_file **statics, size_t *static_count, struct sources *s, const struct config *c,
		       struct scripts *scripts)
{
	struct files files = {.sources = s};
	const char *folder = arena_printf(s->arena, "themes/%s", c->theme);
	if (!list_files(&files, folder))
		return false;
	if (!files.count) {
		diag(s->diags, DIAG_THEME_MISSING, (struct place){.path = c->path},
		     arena_printf(s->arena, "put its templates into %s/templates/, or use \"default\"", folder),
		     "there is no theme \"%s\"", c->theme);
		return false;
	}
	*statics = arena_array(s->arena, files.count, sizeof(**statics));
	*static_count = 0;
	bool ok = true;
	for (size_t i = 0; i < files.count; i++) {
		const char *path = files.paths[i], *whole = arena_printf(s->arena, "%s/%s", folder, path);
		struct span bytes;
		if (!read_source(&bytes, s, whole))
			ok = false;
		else if (strncmp(path, "templates/", 10) == 0)
			ok = scripts_add_template(scripts, path + 10, whole, bytes, s->diags) && ok;
		else if (strncmp(path, "static/", 7) == 0)
			(*statics)[(*static_count)++] = (struct static_file){path + 7, bytes};
	}
	return ok;
}

/* ar: NULL outside of any archive, where r is too. */
static struct sources sources_of(struct repository *r, const struct archive *ar, struct arena *a, struct diags *d)
{
	struct sources s = {.repository = r, .data = program_data(a), .arena = a, .diags = d};
	if (ar)
		s.tree = ar->sources;
	s.folders[FOLDERS - 1] = s.data;
	return s;
}

bool sources_load_locales(struct repository *r, const struct archive *ar, struct scripts *scripts, struct arena *a, struct diags *d)
{
	struct sources s = sources_of(r, ar, a, d);
	bool ok = load_libraries(&s, scripts);
	return load_locales(&s, ar->config.path, ar->config.languages, ar->config.language_count, scripts) && ok;
}

bool sources_load_filters(struct repository *r, const struct archive *ar, const char *const *filters, size_t count, const char *lang,
			  const char *const beside[2], struct scripts *scripts, struct arena *a, struct diags *d)
{
	struct sources s = sources_of(ar ? r : NULL, ar, a, d);
	for (size_t i = 0; !ar && i < FOLDERS - 1; i++)
		s.folders[i] = beside[i];
	bool ok = load_libraries(&s, scripts);
	ok = load_filters(&s, NULL, filters, count, scripts) && ok;
	return load_locales(&s, NULL, &lang, 1, scripts) && ok;
}

bool sources_load_reference(struct scripts *scripts, struct arena *a, struct diags *d)
{
	static const char path[] = "filters/locale/en.lua";
	const char *data = program_data(a);
	struct buf bytes;
	buf_init(&bytes, SOURCE_LIMIT);
	bool ok = data && file_read(&bytes, AT_FDCWD, arena_printf(a, "%s/%s", data, path), SOURCE_LIMIT, false, d) &&
		  scripts_add_locale(scripts, "en", path, buf_as_span(&bytes), d);
	buf_fini(&bytes);
	if (!data)
		diag(d, DIAG_DATA_NONE, NO_PLACE, data_hint, "the languages that come with shirase are missing (share/shirase, beside the "
		     "program's bin)");
	return ok;
}

bool sources_load_lints(struct repository *r, const struct archive *ar, struct scripts *scripts, struct arena *a, struct diags *d)
{
	struct sources s = sources_of(r, ar, a, d);
	return load_folder(&s, scripts, "filters/lint", scripts_add_lint);
}

bool sources_load(struct static_file **statics, size_t *static_count, struct repository *r, const struct archive *ar,
		  struct scripts *scripts, struct arena *a, struct diags *d)
{
	struct sources s = sources_of(r, ar, a, d);
	bool ok = load_libraries(&s, scripts);
	ok = load_filters(&s, &ar->config, ar->config.filters, ar->config.filter_count, scripts) && ok;
	ok = load_locales(&s, ar->config.path, ar->config.languages, ar->config.language_count, scripts) && ok;
	ok = load_theme(statics, static_count, &s, &ar->config, scripts) && ok;
	if (!ok && !s.data)
		diag(d, DIAG_DATA_NONE, NO_PLACE, data_hint,
		     "the themes and languages that come with shirase are missing (share/shirase, beside the program's bin)");
	return ok;
}

/* The hint for a reader that is not there: the nearest one that is. */
static const char *hint_for_reader(struct sources *s, const char *name)
{
	struct files files = {.sources = s};
	const char *nearest = NULL;
	size_t best = strlen(name) / 3 + 2;
	if (!list_files(&files, READERS))
		return NULL;
	for (size_t i = 0; i < files.count; i++) {
		const char *one = name_of_script(s, files.paths[i]);
		size_t far = one ? near_distance(name, one) : best;
		if (far >= best)
			continue;
		best = far;
		nearest = one;
	}
	return nearest ? arena_printf(s->arena, "did you mean \"%s\"?", nearest)
		       : arena_printf(s->arena, "put it into %s/%s.lua", READERS, name);
}

static bool load_reader(struct sources *s, const struct readers *readers, size_t i, struct scripts *scripts)
{
	const char *name = readers->rules[i].name, *path = arena_printf(s->arena, "%s/%s.lua", READERS, name);
	const struct value *at = value_get(readers->rules[i].at, "reader");
	struct span source;
	for (size_t k = 0; k < i; k++)
		if (strcmp(readers->rules[k].name, name) == 0)
			return true;
	if (read_digested(&source, s, path))
		return scripts_add_reader(scripts, name, path, source, s->diags);
	diag(s->diags, DIAG_READER_MISSING, (struct place){s->config_path, at->line, at->column}, hint_for_reader(s, name),
	     "there is no reader \"%s\"", name);
	return false;
}

static const char *digest_of(struct sources *s)
{
	char hex[SHA256_HEX];
	struct sha256 digest = sha256_finish(s->digest);
	return arena_text(s->arena, sha256_hex(hex, &digest));
}

bool sources_open_readers(void *context, struct archive *ar, struct diags *d)
{
	struct reader_sources *out = context;
	struct readers *readers = &ar->config.readers;
	struct sources s = sources_of(out->repository, ar, out->arena, d);
	struct scripts *scripts = scripts_new();
	s.config_path = ar->config.path;
	s.digest = sha256_start();
	bool ok = load_libraries(&s, scripts);
	for (size_t i = 0; i < readers->count; i++)
		ok = load_reader(&s, readers, i, scripts) && ok;
	readers->digest = digest_of(&s);
	readers->ops = &reader_pool_ops;
	readers->context = out->pool = ok ? reader_pool_new(scripts, d) : NULL;
	if (!ok)
		scripts_free(scripts);
	return out->pool;
}
