/* Invariant: folders maps "FOLDER/STEM" to the index of a file FOLDER/STEM.LANG.md,
 * for every file of that form: such a folder holds the attachments of STEM. */
#include "archive/archive.h"
#include "archive/layout.h"

#include <strings.h>

#include "archive/forms.h"
#include "archive/input.h"
#include "base/map.h"
#include "base/utf8.h"

#define LEFTOVER_HINT "delete it, and name it in .gitignore"

struct reading {
	struct layout *out;
	const struct config *config;
	struct arena *arena;
	struct diags *diags;
	struct map *folders;
	bool *matched; /* of each rule for readers: a file has met it */
	size_t capacity;
	bool failed;
};

__attribute__((format(printf, 5, 6))) static void refuse(struct reading *r, enum diag_code code,
							 const char *path, const char *hint,
							 const char *format, ...)
{
	struct buf message;
	va_list args;
	buf_init(&message, 1000);
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	diag(r->diags, code, (struct place){.path = path}, hint, "%s", message.data);
	buf_fini(&message);
	r->failed = true;
}

static struct item *add(struct reading *r, enum role role, const struct tree_file *file)
{
	struct layout *l = r->out;
	l->items = arena_grow(r->arena, l->items, l->count, &r->capacity, sizeof(*l->items));
	struct item *item = &l->items[l->count++];
	*item = (struct item){.role = role, .path = file->path, .blob = file->blob};
	return item;
}

static const char *below(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	return strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Files that a folder may have for its own sake. */
static bool is_beside_the_point(const char *path)
{
	static const char *const names[] = {".gitkeep", ".gitignore", ".gitattributes", ".editorconfig"};
	struct span name = span_of(base_name(path));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (span_is(name, names[i]))
			return true;
	return span_is(name, "README.md") || (span_starts(name, "README.") && span_ends(name, ".md"));
}

/* What file managers and editors leave behind. */
static bool is_leftover(const char *path)
{
	static const char *const names[] = {".DS_Store", "Thumbs.db", "desktop.ini"};
	static const char *const endings[] = {"~", ".bak", ".orig", ".rej", ".swp", ".swo", ".tmp"};
	struct span name = span_of(base_name(path));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (span_is(name, names[i]))
			return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (span_ends(name, endings[i]))
			return true;
	return span_starts(name, "._") || span_starts(name, ".#") || (span_starts(name, "#") && span_ends(name, "#"));
}

/* A file that has no place here: hint says what has. */
static void refuse_stray(struct reading *r, const char *path, const char *hint, const char *message)
{
	refuse(r, DIAG_STRAY_FILE, path, is_leftover(path) ? LEFTOVER_HINT : hint, "%s", message);
}

/* "<stem>.<lang>.md" of a base name: its two parts. */
static bool split_name(struct span *stem, struct span *lang, const char *path)
{
	struct span name = span_of(base_name(path));
	const char *hint, *dot;
	if (!span_ends(name, ".md"))
		return false;
	name.length -= 3;
	dot = name.length ? memrchr(name.data, '.', name.length) : NULL;
	if (!dot || dot == name.data)
		return false;
	*stem = span_make(name.data, (size_t)(dot - name.data));
	*lang = span_after(name, stem->length + 1);
	return lang->length && !form_language(*lang, &hint);
}

static void find_folders(struct reading *r, const struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		const char *path = listing->files[i].path, *rel = reader_path(r->config, path);
		struct span stem, lang;
		if (rel && below(rel, "advisories") && !is_beside_the_point(path) && !reader_of(r->config, path) &&
		    split_name(&stem, &lang, path))
			map_put(r->folders, span_make(path, (size_t)(stem.data + stem.length - path)), i);
	}
}

/* The outermost folder above path that holds attachments: its length, or 0. */
static size_t attachment_folder(const struct reading *r, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		size_t found;
		if (map_find(r->folders, span_make(path, (size_t)(slash - path)), &found))
			return (size_t)(slash - path);
	}
	return 0;
}

bool path_is_plain(const char *path)
{
	struct span text = span_of(path);
	uint32_t c;
	return utf8_invalid(text) == text.length && input_bad_character(text, true, &c) == text.length &&
	       !strpbrk(path, "\t\n\\");
}

/* A part of the name that begins with a dot: hidden, or a way out of the folder. */
static bool has_dot_part(const char *name)
{
	for (const char *part = name; part; part = strchr(part, '/'), part = part ? part + 1 : NULL)
		if (*part == '.')
			return true;
	return false;
}

/* Files that a browser or a web server would run in the name of the site: a page's
 * content security policy does not hold for them. */
static bool is_active(const char *name)
{
	static const char *const endings[] = {"html", "htm",  "xhtml", "xht", "shtml", "svg",  "svgz", "xml", "xsl", "xslt", "mht",
					      "mhtml", "js", "mjs",   "swf", "wasm",  "php",  "phtml", "phar", "cgi", "asp", "aspx",
					      "jsp", "hta", "rdf",  "atom", "rss"};
	const char *slash = strrchr(name, '/'), *dot = strrchr(slash ? slash : name, '.');
	for (size_t i = 0; dot && i < sizeof(endings) / sizeof(*endings); i++)
		if (strcasecmp(dot + 1, endings[i]) == 0)
			return true;
	return false;
}

bool attachment_name_is_sound(const char *name)
{
	return path_is_plain(name) && !has_dot_part(name) && !is_active(name);
}

/* False and a report if the path cannot become a part of the site. */
static bool name_is_sound(struct reading *r, const char *path)
{
	if (path_is_plain(path))
		return true;
	refuse(r, DIAG_FILE_NAME, path, "rename it",
	       "the name is not UTF-8, or holds a backslash, a control or a hidden character");
	return false;
}

static void read_attachment(struct reading *r, const struct tree_file *file, size_t folder)
{
	const char *name = file->path + folder + 1;
	struct span stem, lang;
	if (split_name(&stem, &lang, file->path) && config_id_matches(r->config, stem)) {
		refuse(r, DIAG_STRAY_FILE, file->path,
		       "move it out of the folder of attachments, or give it another name",
		       "this looks like an advisory, but lies among the attachments of another");
		return;
	}
	if (has_dot_part(name)) {
		refuse(r, DIAG_FILE_NAME, file->path, is_leftover(name) ? LEFTOVER_HINT : "rename it", "an attachment's name begins with a dot");
		return;
	}
	if (is_active(name)) {
		refuse(r, DIAG_ATTACHMENT_ACTIVE, file->path,
		       "publish a figure as PNG, a page or a program as .txt or in an archive (.zip)",
		       "a file of this kind can run scripts in the reader's browser, in the name of this site");
		return;
	}
	struct item *item = add(r, ROLE_ATTACHMENT, file);
	const char *id = file->path + folder;
	while (id > file->path && id[-1] != '/')
		id--;
	item->id = arena_dup(r->arena, id, (size_t)(file->path + folder - id));
	item->name = name;
}

static void check_language(struct reading *r, const char *path, const char *lang)
{
	if (r->config->language_count && !config_has_language(r->config, lang))
		refuse(r, DIAG_LANGUAGE, path,
		       "name it in archive.yaml under languages, or mend the file's name",
		       "\"%s\" is no language of this archive", lang);
}

static void read_document(struct reading *r, const struct tree_file *file, struct span stem, struct span lang)
{
	if (!config_id_matches(r->config, stem)) {
		refuse(r, DIAG_ID, file->path,
		       r->config->id_scheme
			       ? arena_printf(r->arena, "archive.yaml says %s", r->config->id_scheme)
			       : "A to Z or 0 to 9, then letters, digits, . _ and -; no name that the site "
				 "uses itself",
		       "\"%.*s\" is no id of this archive", (int)(stem.length < 200 ? stem.length : 200),
		       stem.data);
		return;
	}
	struct item *item = add(r, ROLE_DOCUMENT, file);
	item->id = arena_span(r->arena, stem);
	item->lang = arena_span(r->arena, lang);
	check_language(r, file->path, item->lang);
}

/* How a document is named, by the example of this one where its stem is an id. */
static const char *hint_for_stray(struct reading *r, struct span name)
{
	if (!span_ends(name, ".md"))
		return "attachments lie in a folder that has the advisory's id as its name, beside its documents; a document is "
		       "named ID.LANGUAGE.md";
	name.length -= strlen(".md");
	if (!r->config->language_count || !config_id_matches(r->config, name))
		return "a document is named ID.LANGUAGE.md, with an id of this archive";
	return arena_printf(r->arena, "a document is named ID.LANGUAGE.md: %.*s.%s.md", (int)name.length, name.data,
			    r->config->languages[0]);
}

static void read_advisory_file(struct reading *r, const struct tree_file *file)
{
	struct span stem, lang;
	size_t folder = attachment_folder(r, file->path);
	if (is_beside_the_point(file->path))
		return;
	if (folder)
		read_attachment(r, file, folder);
	else if (split_name(&stem, &lang, file->path))
		read_document(r, file, stem, lang);
	else
		refuse_stray(r, file->path, hint_for_stray(r, span_of(base_name(file->path))), "the file belongs to no advisory");
}

static bool is_page_name(struct span name)
{
	for (size_t i = 0; i < name.length; i++) {
		char c = name.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i)))
			return false;
	}
	return name.length > 0 && name.length <= 64;
}

static void read_page_file(struct reading *r, const struct tree_file *file, const char *rel)
{
	struct span name, lang;
	if (is_beside_the_point(file->path))
		return;
	if (strchr(rel, '/') || !split_name(&name, &lang, rel) || !is_page_name(name)) {
		refuse_stray(r, file->path,
		       "a page is pages/NAME.LANGUAGE.md, with a name of a to z, 0 to 9 and -",
		       "the file is no page");
		return;
	}
	struct item *item = add(r, ROLE_PAGE, file);
	item->name = arena_span(r->arena, name);
	item->lang = arena_span(r->arena, lang);
	check_language(r, file->path, item->lang);
}

static void read_key_file(struct reading *r, const struct tree_file *file, const char *rel)
{
	const char *committer = below(rel, "committers");
	if (is_beside_the_point(file->path))
		return;
	if (strchr(committer ? committer : rel, '/') || !span_ends(span_of(rel), ".asc"))
		refuse_stray(r, file->path,
		       "keys/ and keys/committers/ hold OpenPGP certificates, *.asc",
		       "the file is no certificate");
	else
		add(r, committer ? ROLE_COMMITTER : ROLE_CERTIFICATE, file);
}

/* What is no document by its reader's word is let pass. */
static void read_reader_file(struct reading *r, const struct tree_file *file, const struct reader_rule *rule)
{
	struct reader_name name;
	const char *why;
	r->matched[rule - r->config->readers.rules] = true;
	if (!reader_identify(&name, rule, r->arena, r->config, file->path, &why, r->diags))
		r->failed = true;
	else if (name.id)
		read_document(r, file, span_of(name.id), span_of(name.lang));
}

/* Readers may name files anywhere: with them nothing is out of place. */
static void read_file(struct reading *r, const struct tree_file *file)
{
	const char *rel = reader_path(r->config, file->path), *part;
	const struct reader_rule *rule = reader_of(r->config, file->path);
	if (!rel || archive_part(r->config, file->path) == PART_NONE)
		return;
	if (file->kind != ENTRY_FILE)
		refuse(r, DIAG_NOT_A_FILE, file->path,
		       file->kind == ENTRY_LINK ? "put a copy of the file there" : "commit its files instead",
		       file->kind == ENTRY_LINK ? "a symbolic link inside the archive"
						: "a submodule inside the archive");
	else if (!name_is_sound(r, file->path))
		return;
	else if (rule)
		read_reader_file(r, file, rule);
	else if (below(rel, "advisories"))
		read_advisory_file(r, file);
	else if ((part = below(rel, "pages")))
		read_page_file(r, file, part);
	else if ((part = below(rel, "keys")))
		read_key_file(r, file, part);
	else if (strcmp(rel, "glossary.yaml") == 0)
		add(r, ROLE_GLOSSARY, file);
	else if (strcmp(rel, "archive.yaml") != 0 && !is_beside_the_point(rel) &&
		 strncmp(rel, "LICENSE", 7) != 0 && !value_count(r->config->root, "readers"))
		refuse_stray(r, file->path,
		       "the archive holds archive.yaml, glossary.yaml, advisories/, pages/ and keys/",
		       "the file is no part of the archive");
}

/* A pattern that is mistyped matches nothing, and nobody would notice. */
static void tell_idle(const struct reading *r)
{
	const struct readers *all = &r->config->readers;
	for (size_t i = 0; i < all->count; i++) {
		const struct value *at = value_get(all->rules[i].at, "path");
		if (!r->matched[i])
			diag(r->diags, DIAG_READER_NOTHING, (struct place){r->config->path, at->line, at->column},
			     "paths are as from the archive's folder; ** stands for any number of folders; the first pattern that matches "
			     "a file has it", "no file is read by this pattern: \"%.200s\"", all->rules[i].pattern);
	}
}

bool layout_read(struct layout *out, const struct config *config,
		 const struct listing *listing, struct arena *a, struct diags *d)
{
	struct reading r = {
		.out = out, .config = config, .arena = a, .diags = d, .folders = map_new()};
	*out = (struct layout){0};
	r.matched = arena_array(a, config->readers.count, sizeof(*r.matched));
	find_folders(&r, listing);
	for (size_t i = 0; i < listing->count; i++)
		read_file(&r, &listing->files[i]);
	map_free(r.folders);
	tell_idle(&r);
	return !r.failed;
}
