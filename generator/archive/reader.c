/* Invariant: which reader has a file, and which document it is, depends on the path and on archive.yaml alone. */
#include "archive/reader.h"

#include "archive/document.h"
#include "archive/forms.h"
#include "archive/glob.h"
#include "base/digest.h"

/* What follows the folder in the path; NULL if it lies elsewhere. */
static const char *below(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	if (!n)
		return path;
	return strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

static const char *folder_of(const struct config *c)
{
	return c->readers.folder ? c->readers.folder : "";
}

const char *const archive_parts[] = {"advisories", "pages", "keys", "glossary.yaml", "archive.yaml", NULL};

/* The part of an archive that rest (as from its folder) is, or lies in; NULL if none. */
static const char *part_of(const char *rest)
{
	for (const char *const *part = archive_parts; *part; part++)
		if (strcmp(rest, *part) == 0 || below(rest, *part))
			return *part;
	return NULL;
}

const char *reader_path(const struct config *c, const char *path)
{
	return below(path, folder_of(c));
}

const struct reader_rule *reader_of(const struct config *c, const char *path)
{
	const struct readers *r = &c->readers;
	const char *rest = r->count ? reader_path(c, path) : NULL, *part = rest ? part_of(rest) : NULL;
	if (!rest || (!r->alone && part && strcmp(part, archive_parts[0]) != 0))
		return NULL;
	for (size_t i = 0; i < r->count; i++)
		if (glob_matches(span_of(r->rules[i].pattern), span_of(rest)))
			return &r->rules[i];
	return NULL;
}

enum archive_part archive_part(const struct config *c, const char *path)
{
	const char *rest = reader_path(c, path), *part = rest ? part_of(rest) : NULL;
	if (reader_of(c, path))
		return PART_ADVISORIES;
	if (!rest || c->readers.alone || (!part && !*folder_of(c)))
		return PART_NONE;
	return below(rest, archive_parts[0]) ? PART_ADVISORIES : PART_BESIDE;
}

const char *const *readers_folders(const struct config *c, struct arena *a)
{
	const struct readers *r = &c->readers;
	const char **folders = arena_array(a, r->count + 1, sizeof(*folders));
	for (size_t i = 0; i < r->count; i++)
		folders[i] = arena_dup(a, r->rules[i].pattern, glob_folder(span_of(r->rules[i].pattern)));
	return folders;
}

static void add_text(struct sha256_stream *s, const char *text)
{
	sha256_add(s, text, strlen(text) + 1);
}

static struct sha256_stream *add_patterns(const struct readers *r)
{
	struct sha256_stream *s = sha256_start();
	add_text(s, r->alone ? "alone" : "");
	for (size_t i = 0; i < r->count; i++)
		add_text(s, r->rules[i].pattern);
	return s;
}

static const char *finish(struct arena *a, struct sha256_stream *s)
{
	char hex[SHA256_HEX];
	struct sha256 digest = sha256_finish(s);
	return arena_text(a, sha256_hex(hex, &digest));
}

const char *readers_patterns(const struct config *c, struct arena *a)
{
	return c->readers.count ? finish(a, add_patterns(&c->readers)) : "";
}

const char *readers_key(const struct config *c, struct arena *a)
{
	const struct readers *r = &c->readers;
	if (!r->count)
		return "";
	struct sha256_stream *s = add_patterns(r);
	add_text(s, folder_of(c)); /* readers are told paths as from there */
	for (size_t i = 0; i < r->count; i++)
		add_text(s, r->rules[i].name);
	for (size_t i = 0; i < c->language_count; i++)
		add_text(s, c->languages[i]);
	add_text(s, r->digest ? r->digest : "");
	return finish(a, s);
}

/* EX-1.ja.ini, or EX-1.ini in the archive's first language. */
static void name_of_file(struct reader_name *out, struct arena *a, const struct config *c, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	const char *before = length ? memrchr(name, '.', length) : NULL;
	*out = (struct reader_name){.id = arena_dup(a, name, length)};
	if (!before || before == name)
		return;
	const char *lang = arena_dup(a, before + 1, (size_t)(name + length - before) - 1);
	if (config_has_language(c, lang))
		*out = (struct reader_name){arena_dup(a, name, (size_t)(before - name)), lang};
}

bool reader_identify(struct reader_name *out, const struct reader_rule *rule, struct arena *a, const struct config *c, const char *path,
		     const char **why, struct diags *d)
{
	const struct readers *r = &c->readers;
	bool said = false;
	*out = (struct reader_name){0};
	*why = "readers are not open";
	if (!r->ops || !r->ops->identify(out, &said, r->context, rule->name, reader_path(c, path), path, a, why, d))
		return false;
	if (!said)
		name_of_file(out, a, c, path);
	if (out->id && !out->lang)
		out->lang = c->language_count ? c->languages[0] : "";
	return true;
}

bool document_identify(const char **id, const char **lang, struct arena *a, const struct config *c, const char *path)
{
	const struct reader_rule *rule = reader_of(c, path);
	struct reader_name name;
	const char *hint, *why;
	if (!rule)
		return document_name(id, lang, a, path);
	if (!reader_identify(&name, rule, a, c, path, &why, NULL) || !name.id || !config_id_possible(span_of(name.id)) || !*name.lang ||
	    form_language(span_of(name.lang), &hint))
		return false;
	*id = name.id;
	*lang = name.lang;
	return true;
}
