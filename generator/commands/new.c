/* shirase new: the files of an advisory that is still to be written. Invariant: no file is overwritten, and of several
 * that were to be made either all are there or none. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/number.h"
#include "base/file.h"
#include "commands/load.h"
#include "site/draft.h"

struct making {
	struct loaded *loaded;
	const struct invocation *call;
	struct diags *diags;
	struct draft draft;
	const char *id, *folder; /* the folder from the repository's root, with "/" at its end */
};

static bool fail(struct making *m, const char *hint, const char *format, const char *word)
{
	struct buf message;
	buf_init(&message, 1000);
	buf_text(&message, format);
	buf_text(&message, word);
	diag(m->diags, DIAG_USAGE, NO_PLACE, hint, "%s", message.data);
	buf_fini(&message);
	return false;
}

/* Of what is wrong in archive.yaml, or unwritten, `check` tells; here only what stands in the way. */
static bool load_quietly(struct making *m)
{
	struct loaded *l = m->loaded;
	struct diags *unheard = diags_new();
	bool ok = load_head(l, m->call, m->diags) && repository_folder(l->repository, m->diags);
	if (ok && !load_config(l, m->call, unheard))
		ok = load_config(l, m->call, m->diags);
	diags_free(unheard);
	return ok;
}

/* --lang: languages of the archive, the source's first. */
static bool choose_languages(struct making *m)
{
	struct loaded *l = m->loaded;
	const struct config *c = &l->archive.config;
	const char **chosen = arena_array(l->arena, c->language_count + 1, sizeof(*chosen));
	size_t count = 0;
	m->draft.languages = c->languages;
	m->draft.language_count = c->language_count;
	for (const char *at = m->call->lang; at && *at; at += *at == ',') {
		const char *lang = arena_dup(l->arena, at, strcspn(at, ","));
		at += strlen(lang);
		if (!load_has_language(l, lang, m->diags))
			return false;
		for (size_t i = 0; i < count; i++)
			if (strcmp(chosen[i], lang) == 0)
				return fail(m, "name each once", "--lang: the same language twice: ", lang);
		chosen[count++] = lang;
		m->draft.languages = chosen;
		m->draft.language_count = count;
	}
	return !m->call->lang || count || fail(m, "name languages of the archive: ja,en", "--lang names no language", "");
}

/* In UTC, as the years of the site are; it stays 0 where the scheme has none. */
static bool choose_year(unsigned *year, struct making *m)
{
	const char *asked = m->call->year, *scheme = m->loaded->archive.config.id_scheme;
	instant day;
	if (asked && !instant_parse_day(&day, span_of(arena_printf(m->loaded->arena, "%s-01-01", asked))))
		return fail(m, "write four digits", "--year: this is no year: ", asked);
	if (asked || (scheme && strstr(scheme, "{year}")))
		*year = (unsigned)instant_civil(asked ? day : instant_now()).year;
	return true;
}

static bool choose_id(struct making *m)
{
	struct loaded *l = m->loaded;
	unsigned year = 0;
	if (!choose_year(&year, m) || !number_next(&m->id, l->repository, &l->head, &l->archive, year, l->arena, m->diags))
		return false;
	m->folder = arena_printf(l->arena, "%s%sadvisories/%s", l->archive.prefix, *l->archive.prefix ? "/" : "",
				 year ? arena_printf(l->arena, "%u/", year) : "");
	return true;
}

static const char *path_of(struct making *m, size_t i)
{
	return arena_printf(m->loaded->arena, "%s%s.%s.md", m->folder, m->id, m->draft.languages[i]);
}

static bool write_one(struct making *m, int root, size_t i)
{
	struct buf text;
	buf_init(&text, BUF_LIMIT_DEFAULT);
	bool ok = draft_write(&text, &m->draft, i, m->loaded->arena, m->diags) &&
		  file_write(root, path_of(m, i), buf_as_span(&text), m->diags);
	buf_fini(&text);
	return ok;
}

/* Git follows no link in the place of a folder, and nor is anything written through one. */
static bool is_plain(struct making *m, int root)
{
	struct stat st;
	char *folder = arena_text(m->loaded->arena, m->folder);
	for (char *slash = strchr(folder, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		bool is_there = fstatat(root, folder, &st, AT_SYMLINK_NOFOLLOW) == 0;
		if (is_there && !S_ISDIR(st.st_mode))
			return fail(m, "put a folder there", "this is no folder: ", folder);
		*slash = '/';
	}
	return true;
}

static bool write_all(struct making *m)
{
	int root = open(repository_folder(m->loaded->repository, NULL), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t written = 0;
	if (root < 0)
		return fail(m, NULL, "the work tree cannot be opened", "");
	bool may = is_plain(m, root);
	while (may && written < m->draft.language_count && write_one(m, root, written))
		written++;
	bool ok = written == m->draft.language_count;
	for (size_t i = 0; !ok && i < written; i++)
		unlinkat(root, path_of(m, i), 0);
	close(root);
	return ok;
}

static bool check_use(struct making *m)
{
	const char *title = m->call->title ? m->call->title : "";
	if (m->draft.exercise && strcmp(m->draft.kind, "information") == 0)
		return fail(m, "an exercise is one of an alert or a vulnerability",
			    "--exercise stands beside --kind=information", "");
	return !strpbrk(title, "\n\t\r") || fail(m, NULL, "--title holds a line break or a tab", "");
}

enum diag_status command_new(const struct invocation *asked, struct diags *d)
{
	struct loaded l;
	struct invocation call = *asked;
	call.work_tree = true;
	struct making m = {.loaded = &l, .call = &call, .diags = d};
	m.draft.kind = call.kind ? call.kind : "vulnerability";
	m.draft.title = call.title;
	m.draft.exercise = call.exercise;
	bool ok = load_quietly(&m) && check_use(&m) && choose_languages(&m) &&
		  load_locales(&m.draft.locales, &l, m.draft.languages, m.draft.language_count, d) && choose_id(&m) && write_all(&m);
	for (size_t i = 0; ok && i < m.draft.language_count; i++)
		printf("%s\n", path_of(&m, i));
	load_free(&l);
	return ok ? STATUS_DONE : diags_status(d);
}
