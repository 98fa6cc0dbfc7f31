/* Invariant: a story's stream holds whole commits only; what was asked for the
 * next commit waits in `pending`. */
#include "unit/support/repo.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/memory.h"

#define FIRST_TIME 1767225600LL /* 2026-01-01T00:00:00Z */

static void set_environment(const char *home)
{
	static const char *const fixed[][2] = {
		{"GIT_CONFIG_NOSYSTEM", "1"},
		{"GIT_CONFIG_COUNT", "1"}, /* nothing goes on in the background */
		{"GIT_CONFIG_KEY_0", "gc.auto"},
		{"GIT_CONFIG_VALUE_0", "0"},
		{"GIT_AUTHOR_NAME", "A. Author"},
		{"GIT_AUTHOR_EMAIL", "author@example.org"},
		{"GIT_AUTHOR_DATE", "1767225600 +0000"},
		{"GIT_COMMITTER_NAME", "C. Committer"},
		{"GIT_COMMITTER_EMAIL", "committer@example.org"},
		{"GIT_COMMITTER_DATE", "1767225600 +0000"},
	};
	for (size_t i = 0; i < sizeof(fixed) / sizeof(*fixed); i++)
		setenv(fixed[i][0], fixed[i][1], 1);
	setenv("HOME", home, 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("GIT_DIR");
	unsetenv("GIT_WORK_TREE");
	unsetenv("GIT_INDEX_FILE");
}

char *repo_folder(void)
{
	const char *tmp = getenv("TMPDIR");
	struct buf name;
	buf_init(&name, 4096);
	buf_printf(&name, "%s/shirase-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	cr_assert(mkdtemp(name.data) != NULL);
	char *folder = memory_text(name.data);
	buf_fini(&name);
	set_environment(folder);
	return folder;
}

void repo_remove(char *folder)
{
	repo_run("/", "chmod -R u+rwX '%s' && rm -rf '%s'", folder, folder);
	free(folder);
}

static void run(struct buf *out, const char *folder, const char *format, va_list args)
{
	struct buf command;
	buf_init(&command, 1 << 20);
	buf_printf(&command, "cd '%s' && exec 2>&1 && { ", folder);
	buf_vprintf(&command, format, args);
	buf_text(&command, "\n}");
	FILE *pipe = popen(command.data, "r");
	cr_assert(pipe != NULL);
	char piece[4096];
	for (size_t n; (n = fread(piece, 1, sizeof(piece), pipe)) > 0;)
		buf_add(out, piece, n);
	int status = pclose(pipe);
	cr_assert(status == 0, "the command failed (%d): %s\n%s", WEXITSTATUS(status), command.data, out->data);
	buf_fini(&command);
}

void repo_run(const char *folder, const char *format, ...)
{
	struct buf out;
	va_list args;
	buf_init(&out, 1 << 20);
	va_start(args, format);
	run(&out, folder, format, args);
	va_end(args);
	buf_fini(&out);
}

const char *repo_output(const char *folder, const char *format, ...)
{
	static char text[65536];
	struct buf out;
	va_list args;
	buf_init(&out, sizeof(text) - 1);
	va_start(args, format);
	run(&out, folder, format, args);
	va_end(args);
	if (out.length && out.data[out.length - 1] == '\n')
		buf_truncate(&out, out.length - 1);
	memcpy(text, out.data, out.length + 1);
	buf_fini(&out);
	return text;
}

#define COMMITS_LIMIT 20000

struct branch {
	char *name;
	int last; /* number of its last commit */
};

struct story {
	char *folder;
	struct buf stream, pending, parents;
	struct branch branches[64];
	size_t branch_count;
	long long time;
	bool timed;
	int commits, told;
	char (*ids)[41];
};

struct story *story_new(const char *folder)
{
	struct story *s = memory_alloc(sizeof(*s));
	s->folder = memory_text(folder);
	s->time = FIRST_TIME - 3600;
	s->ids = memory_alloc(COMMITS_LIMIT * sizeof(*s->ids));
	buf_init(&s->stream, (size_t)1 << 30);
	buf_init(&s->pending, (size_t)1 << 30);
	buf_init(&s->parents, 1 << 20);
	repo_run(folder, "git init -q -b main .");
	return s;
}

void story_free(struct story *s)
{
	for (size_t i = 0; i < s->branch_count; i++)
		free(s->branches[i].name);
	buf_fini(&s->stream);
	buf_fini(&s->pending);
	buf_fini(&s->parents);
	free(s->ids);
	free(s->folder);
	free(s);
}

static struct branch *branch_of(struct story *s, const char *name)
{
	for (size_t i = 0; i < s->branch_count; i++)
		if (strcmp(s->branches[i].name, name) == 0)
			return &s->branches[i];
	cr_assert(s->branch_count < sizeof(s->branches) / sizeof(*s->branches));
	struct branch *b = &s->branches[s->branch_count++];
	*b = (struct branch){.name = memory_text(name)};
	return b;
}

static void add_data(struct buf *out, const char *text)
{
	buf_printf(out, "data %zu\n", strlen(text));
	buf_text(out, text);
	buf_char(out, '\n');
}

void story_write(struct story *s, const char *path, const char *text)
{
	buf_printf(&s->pending, "M 100644 inline %s\n", path);
	add_data(&s->pending, text);
}

void story_delete(struct story *s, const char *path)
{
	buf_printf(&s->pending, "D %s\n", path);
}

void story_rename(struct story *s, const char *from, const char *to)
{
	buf_printf(&s->pending, "R %s %s\n", from, to);
}

void story_time(struct story *s, long long time)
{
	s->time = time;
	s->timed = true;
}

void story_merge(struct story *s, const char *branch)
{
	int last = branch_of(s, branch)->last;
	cr_assert(last > 0, "nothing was committed to %s", branch);
	buf_printf(&s->parents, "merge :%d\n", last);
}

void story_branch(struct story *s, const char *name, const char *from)
{
	branch_of(s, name)->last = branch_of(s, from)->last;
}

int story_commit_encoded(struct story *s, const char *branch, const char *encoding, const char *message)
{
	struct branch *b = branch_of(s, branch);
	if (!s->timed)
		s->time += 3600;
	s->timed = false;
	int number = ++s->commits;
	cr_assert(number < COMMITS_LIMIT);
	buf_printf(&s->stream, "commit refs/heads/%s\nmark :%d\n", branch, number);
	buf_printf(&s->stream, "committer C. Committer <committer@example.org> %lld +0900\n", s->time);
	if (encoding)
		buf_printf(&s->stream, "encoding %s\n", encoding);
	add_data(&s->stream, message);
	if (b->last)
		buf_printf(&s->stream, "from :%d\n", b->last);
	buf_span(&s->stream, buf_as_span(&s->parents));
	buf_span(&s->stream, buf_as_span(&s->pending));
	buf_char(&s->stream, '\n');
	buf_clear(&s->parents);
	buf_clear(&s->pending);
	b->last = number;
	return number;
}

int story_commit(struct story *s, const char *branch, const char *message)
{
	return story_commit_encoded(s, branch, NULL, message);
}

static void read_marks(struct story *s)
{
	struct buf path;
	buf_init(&path, 4096);
	buf_printf(&path, "%s/.git/marks", s->folder);
	FILE *f = fopen(path.data, "r");
	cr_assert(f != NULL);
	int number;
	char id[41];
	while (fscanf(f, ":%d %40s\n", &number, id) == 2)
		memcpy(s->ids[number], id, sizeof(id));
	fclose(f);
	buf_fini(&path);
}

void story_tell(struct story *s)
{
	struct buf path;
	cr_assert(!s->stream.overflow);
	buf_init(&path, 4096);
	buf_printf(&path, "%s/.git/stream", s->folder);
	FILE *f = fopen(path.data, "w");
	cr_assert(f != NULL);
	cr_assert(fwrite(s->stream.data, 1, s->stream.length, f) == s->stream.length);
	cr_assert(fclose(f) == 0);
	repo_run(s->folder, "git fast-import --quiet --force --date-format=raw%s --export-marks=.git/marks < .git/stream",
		 s->told ? " --import-marks=.git/marks" : "");
	read_marks(s);
	buf_clear(&s->stream);
	s->told = s->commits;
	buf_fini(&path);
}

const char *story_commit_id(struct story *s, int number)
{
	cr_assert(number > 0 && number <= s->told);
	return s->ids[number];
}
