/* Invariant: files are in byte order of their paths, FILE among them as archive.yaml, so that tree and digest depend on nothing else
 * than what the files are called and hold. */
#include "archive/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "archive/layout.h"
#include "base/digest.h"
#include "base/file.h"

#define FILE_MOST ((size_t)4 << 20)
#define ALL_MOST ((size_t)64 << 20)
#define COUNT_MOST 10000

struct gathering {
	const char *folder; /* FILE's, which ends with "/", or is empty */
	struct made_file *files;
	size_t count, capacity, bytes;
	struct arena *arena;
	struct diags *diags;
};

static bool refuse(struct gathering *g, enum diag_code code, const char *path, const char *hint, const char *message)
{
	diag(g->diags, code, (struct place){.path = path}, hint, "%s", message);
	return false;
}

/* shown: where it lies; path: what it is called in the tree. */
static bool add_file(struct gathering *g, const char *shown, const char *path)
{
	struct buf bytes;
	buf_init(&bytes, FILE_MOST + 1);
	bool ok = file_read(&bytes, AT_FDCWD, shown, FILE_MOST, false, g->diags);
	if (ok && (g->count == COUNT_MOST || g->bytes + bytes.length > ALL_MOST))
		ok = refuse(g, DIAG_TOO_LARGE, shown, "put FILE into a folder of its own",
			    "beside the configuration lie more than 10,000 files or 64 MiB");
	if (ok) {
		g->files = arena_grow(g->arena, g->files, g->count, &g->capacity, sizeof(*g->files));
		g->files[g->count++] = (struct made_file){
			arena_text(g->arena, path), span_make(arena_dup(g->arena, bytes.data, bytes.length), bytes.length)};
		g->bytes += bytes.length;
	}
	buf_fini(&bytes);
	return ok;
}

static bool is_hidden(const char *path)
{
	return *path == '.' || strstr(path, "/.");
}

struct below {
	struct gathering *gathering;
	const char *part;
};

static bool visit(void *context, const char *name, bool is_regular)
{
	struct below *b = context;
	struct gathering *g = b->gathering;
	const char *path = arena_printf(g->arena, "%s/%s", b->part, name);
	const char *shown = arena_printf(g->arena, "%s%s", g->folder, path);
	if (is_hidden(name))
		return true;
	/* A line end in a name could make the digest that of other files. */
	if (!path_is_plain(path))
		return refuse(g, DIAG_FILE_NAME, shown, "rename it",
			      "the name is not UTF-8, or holds a backslash, a control or a hidden character");
	if (!is_regular)
		return refuse(g, DIAG_NOT_A_FILE, shown, "put a copy of the file there", "this is no file: a link, or something else");
	return add_file(g, shown, path);
}

/* What is not there is not missed. */
static bool add_part(struct gathering *g, const char *part)
{
	struct stat st;
	struct below below = {g, part};
	const char *shown = arena_printf(g->arena, "%s%s", g->folder, part);
	if (fstatat(AT_FDCWD, shown, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT || refuse(g, DIAG_FILE_READ, shown, NULL, strerror(errno));
	if (S_ISREG(st.st_mode))
		return add_file(g, shown, part);
	if (!S_ISDIR(st.st_mode))
		return refuse(g, DIAG_NOT_A_FILE, shown, "put a copy of the files there", "this is no folder: a link, or something else");
	return file_walk(AT_FDCWD, shown, visit, &below, g->diags);
}

static int by_path(const void *x, const void *y)
{
	return strcmp(((const struct made_file *)x)->path, ((const struct made_file *)y)->path);
}

static const char *digest_of(const struct gathering *g)
{
	char hex[SHA256_HEX];
	struct sha256_stream *s = sha256_start();
	for (size_t i = 0; i < g->count; i++) {
		struct sha256 one = sha256_of(g->files[i].bytes);
		const char *line = arena_printf(g->arena, "%s  %s\n", sha256_hex(hex, &one), g->files[i].path);
		sha256_add(s, line, strlen(line));
	}
	struct sha256 all = sha256_finish(s);
	return arena_text(g->arena, sha256_hex(hex, &all));
}

bool archive_beside_read(struct archive_beside *out, struct repository *r, const char *file, struct arena *a, struct diags *d)
{
	static const char *const parts[] = {"filters", "glossary.yaml", "keys", "pages", "themes"};
	const char *slash = strrchr(file, '/');
	struct gathering g = {.folder = slash ? arena_dup(a, file, (size_t)(slash - file) + 1) : "", .arena = a, .diags = d};
	bool ok = add_file(&g, file, "archive.yaml");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts) && ok; i++)
		ok = add_part(&g, parts[i]);
	if (!ok)
		return false;
	qsort(g.files, g.count, sizeof(*g.files), by_path);
	*out = (struct archive_beside){.file = arena_text(a, file), .sha256 = digest_of(&g)};
	return repository_make_tree(&out->tree, r, g.files, g.count, a, d);
}

const char *const *archive_reader_folders(struct arena *a, struct span text)
{
	struct config c;
	static const char *const everything[] = {NULL};
	config_parse_past(&c, a, text, "archive.yaml");
	const char *const *folders = readers_folders(&c, a);
	for (size_t i = 0; i < c.readers.count; i++)
		if (!*folders[i])
			return everything;
	return c.readers.count ? folders : NULL;
}
