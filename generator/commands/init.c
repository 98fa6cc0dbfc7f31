/* shirase init DIR. Invariant: DIR is as it was, or a whole repository: it is made beside it, checked, and put in place in
 * one step, as a site is (publish/stage.h). */
#include <dirent.h>
#include <string.h>
#include <unistd.h>

#include "archive/starter.h"
#include "base/program.h"
#include "commands/load.h"
#include "publish/stage.h"

struct starting {
	const struct invocation *call;
	struct author author;
	const char *folder, *from; /* DIR; the starter folder */
	const char *id;            /* of the first advisory */
	instant now;
	struct arena *arena;
	struct diags *diags;
};

/* A site may be exchanged with a new one; a repository takes nothing's place. */
static bool is_free(const char *folder, struct diags *d)
{
	DIR *entries = opendir(folder);
	bool is_empty = true;
	if (!entries)
		return true; /* there is none, or stage.h tells what is wrong */
	for (struct dirent *e; is_empty && (e = readdir(entries));)
		is_empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
	closedir(entries);
	if (!is_empty)
		diag(d, DIAG_INIT_TARGET, (struct place){.path = folder}, "name a new folder", "this folder is not empty");
	return is_empty;
}

static bool find_starter(struct starting *s)
{
	static const char *const names[] = {"starter", "generator/starter"}; /* installed; in the source tree */
	const char *data = program_data(s->arena);
	for (size_t i = 0; data && i < sizeof(names) / sizeof(*names); i++) {
		s->from = arena_printf(s->arena, "%s/%s", data, names[i]);
		if (access(s->from, R_OK) == 0)
			return true;
	}
	diag(s->diags, DIAG_DATA_NONE, NO_PLACE, "install shirase with make install; a copy of the program alone is not enough",
	     "what a new archive begins with is missing (share/shirase/starter, beside the program's bin)");
	return false;
}

/* An option can have faults that only the whole tells. What is still to be filled in is told by check. */
static bool check_made(struct starting *s, const char *folder)
{
	struct invocation call = {.repository = folder, .jobs = 1};
	struct loaded l;
	bool ok = load_archive_quietly(&l, &call, s->diags);
	load_free(&l);
	return ok;
}

static bool fill(struct starting *s, const struct stage *stage)
{
	const struct starter_options options = {
		.languages = s->call->lang, .name = s->call->name, .base_url = s->call->base_url, .email = s->call->email,
		.id = s->call->id, .now = s->now,
	};
	return starter_write(&s->id, stage_folder(stage), s->from, &options, s->arena, s->diags) &&
	       repository_create(stage_path(stage), &s->author, "Begin the archive\n", s->now, s->diags) &&
	       check_made(s, stage_path(stage));
}

static bool make(struct starting *s)
{
	struct stage *stage;
	if (!is_free(s->folder, s->diags) || !find_starter(s) || !repository_author(&s->author, s->arena, s->diags) ||
	    !stage_new(&stage, s->folder, false, s->diags))
		return false;
	bool ok = fill(s, stage) && stage_commit(stage, s->diags);
	stage_free(stage);
	return ok;
}

static void tell(const struct starting *s)
{
	struct buf folder;
	buf_init(&folder, BUF_LIMIT_DEFAULT);
	buf_shell_word(&folder, s->folder);
	printf("made %s: an archive with its first advisory, %s, in one commit on the branch main\n\n"
	       "1. Say who you are. `shirase check` names what archive/archive.yaml still lacks; read archive/pages/ and the\n"
	       "   advisory too, and make them yours. Nothing is public yet, so that the first commit may still be changed:\n\n"
	       "     cd %s\n"
	       "     shirase check\n"
	       "     git add archive && git commit --amend --no-edit\n\n"
	       "2. Look at the site in a browser, before anybody else does:\n\n"
	       "     shirase preview\n\n"
	       "3. Make a signing key, and publish. README.md tells how, by hand and by GitHub or GitLab:\n\n"
	       "     shirase build -o public --key FINGERPRINT\n\n"
	       "The next advisory begins with `shirase new`.\n",
	       s->folder, s->id, folder.data);
	buf_fini(&folder);
}

enum diag_status command_init(const struct invocation *call, struct diags *d)
{
	struct starting s = {.call = call, .folder = call->operands[0], .now = instant_now(), .arena = arena_new(), .diags = d};
	bool ok = make(&s);
	if (ok)
		tell(&s);
	arena_free(s.arena);
	return ok ? STATUS_DONE : diags_status(d);
}
