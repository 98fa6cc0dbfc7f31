/* Runs readers over the cases below tests/readers/: each folder has a reader's name, each of its files NAME.in is a path in the
 * first line and a file below it; NAME.out holds what the reader makes of it: the id and language that it gives the path, each key
 * of the front matter with its line, the body with its first line's number. With --accept what came out becomes what is expected.
 * Ends with "reader-cases: N passed, N failed"; started in the top folder.
 *
 *   reader-cases --probe READER.lua FILE…    prints, for each file, the body that a reader makes of it, or "refused: " and why
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "script/reader.h"

#define FOLDER "tests/readers"

struct bench {
	struct arena *arena;
	struct diags *diags;
	struct reader_pool *pool;
	const char *reader;
};

static bool read_text(struct bench *b, const char *path, struct span *out)
{
	struct buf text;
	buf_init(&text, 1 << 20);
	bool ok = file_read(&text, AT_FDCWD, path, 1 << 20, false, b->diags);
	if (ok)
		*out = span_make(arena_dup(b->arena, text.data, text.length), text.length);
	buf_fini(&text);
	return ok;
}

/* path: of the script; NULL: where it lies by its name. */
static bool begin(struct bench *b, const char *reader, const char *path)
{
	static const char toml[] = "filters/lib/toml.lua";
	struct span source, library;
	struct scripts *scripts = scripts_new();
	*b = (struct bench){arena_new(), diags_new(), NULL, reader};
	if (!path)
		path = arena_printf(b->arena, "filters/readers/%s.lua", reader);
	if (read_text(b, toml, &library) && read_text(b, path, &source) &&
	    scripts_add_library(scripts, "toml", toml, library, b->diags) &&
	    scripts_add_reader(scripts, reader, path, source, b->diags))
		b->pool = reader_pool_new(scripts, b->diags); /* they are the pool's now */
	else
		scripts_free(scripts);
	return b->pool != NULL;
}

static void end(struct bench *b)
{
	diags_print(b->diags, stdout, DIAG_TEXT);
	reader_pool_free(b->pool);
	diags_free(b->diags);
	arena_free(b->arena);
}

static int by_key(const void *x, const void *y)
{
	return strcmp(((const struct value_key *)x)->text, ((const struct value_key *)y)->text);
}

static void print_front(struct bench *b, struct buf *out, const struct value *front)
{
	struct value_key *keys = arena_array(b->arena, front->count + 1, sizeof(*keys));
	memcpy(keys, front->keys, front->count * sizeof(*keys));
	qsort(keys, front->count, sizeof(*keys), by_key);
	for (size_t i = 0; i < front->count; i++) {
		buf_printf(out, "%s:%u ", keys[i].text, keys[i].line);
		value_canonical(out, value_get(front, keys[i].text));
		buf_text(out, "\n");
	}
}

static void print_reading(struct bench *b, struct buf *out, const char *path, struct span file)
{
	struct reader_name name = {0};
	struct reader_text text;
	const char *why = "";
	bool said = false;
	bool named = reader_pool_ops.identify(&name, &said, b->pool, b->reader, path, path, b->arena, &why, b->diags);
	buf_printf(out, "%s %s\n", named && name.id ? name.id : "no document", name.id && name.lang ? name.lang : "");
	if (!reader_pool_ops.read(&text, b->pool, b->reader, path, path, file, b->arena, &why, NULL)) {
		buf_printf(out, "refused: %s\n", why);
		return;
	}
	print_front(b, out, text.front);
	buf_printf(out, "body:%u %s\n%.*s", text.body_line, text.lang ? text.lang : "", (int)text.body.length, text.body.data);
}

static bool same(struct bench *b, const char *path, const struct buf *got, bool accept)
{
	struct span expected = {0};
	if (accept) {
		FILE *f = fopen(path, "w");
		bool ok = f && fwrite(got->data, 1, got->length, f) == got->length;
		return f && fclose(f) == 0 && ok;
	}
	bool ok = read_text(b, path, &expected) && span_equal(expected, buf_as_span(got));
	if (!ok)
		printf("%s: differs from\n%.*s--- what came out:\n%s---\n", path, (int)expected.length, expected.data, got->data);
	return ok;
}

static bool run(const char *folder, const char *file, bool accept)
{
	struct bench b;
	struct span rest, path;
	struct buf got;
	buf_init(&got, 1 << 20);
	bool ok = begin(&b, folder, NULL) &&
		  read_text(&b, arena_printf(b.arena, FOLDER "/%s/%s", folder, file), &rest) && span_next_line(&rest, &path);
	if (ok) {
		print_reading(&b, &got, arena_span(b.arena, path), rest);
		ok = same(&b, arena_printf(b.arena, FOLDER "/%s/%.*s.out", folder, (int)strlen(file) - 3, file), &got, accept);
	}
	buf_fini(&got);
	end(&b);
	printf("%s %s/%s\n", ok ? "ok" : "FAILED", folder, file);
	return ok;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_folder(const struct dirent *e)
{
	return e->d_name[0] != '.' && e->d_type == DT_DIR;
}

static int is_case(const struct dirent *e)
{
	return span_ends(span_of(e->d_name), ".in");
}

/* How many cases of a folder passed; *count grows by all of them. */
static int run_folder(const char *folder, bool accept, int *count)
{
	struct dirent **entries = NULL;
	char path[1000];
	int passed = 0;
	snprintf(path, sizeof(path), FOLDER "/%s", folder);
	int n = scandir(path, &entries, is_case, by_bytes);
	for (int i = 0; i < n; i++) {
		passed += run(folder, entries[i]->d_name, accept);
		free(entries[i]);
	}
	free(entries);
	*count += n > 0 ? n : 0;
	return passed;
}

static int probe(const char *reader, char *const *files, int count)
{
	struct bench b;
	bool ok = begin(&b, "probe", reader);
	for (int i = 0; ok && i < count; i++) {
		struct reader_text text;
		struct span file;
		const char *why = "";
		ok = read_text(&b, files[i], &file);
		if (!ok)
			break;
		if (reader_pool_ops.read(&text, b.pool, b.reader, files[i], files[i], file, b.arena, &why, NULL))
			printf("%.*s\n", (int)text.body.length, text.body.data);
		else
			printf("refused: %s\n", why);
	}
	end(&b);
	return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "--probe") == 0)
		return probe(argv[2], argv + 3, argc - 3);
	bool accept = argc > 1 && strcmp(argv[1], "--accept") == 0;
	struct dirent **entries = NULL;
	int folders = scandir(FOLDER, &entries, is_folder, by_bytes), count = 0, passed = 0;
	for (int i = 0; i < folders; i++) {
		passed += run_folder(entries[i]->d_name, accept, &count);
		free(entries[i]);
	}
	free(entries);
	printf("reader-cases: %d passed, %d failed\n", passed, count - passed);
	return count > 0 && passed == count ? 0 : 1;
}
