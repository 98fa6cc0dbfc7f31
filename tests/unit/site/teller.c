#include "unit/site/teller.h"

#include <criterion/criterion.h>

#include "site/changes.h"

#define NOW 1893456000LL /* long after the story */

static char *folder;
struct story *teller_story;

void teller_begin(void)
{
	speaker_begin();
	folder = repo_folder();
	teller_story = story_new(folder);
}

void teller_end(void)
{
	told_free(speaker.site.told);
	repository_close(speaker.site.repository);
	story_free(teller_story);
	repo_remove(folder);
	speaker_end();
}

void teller_put(const char *path, const char *front, const char *body)
{
	story_write(teller_story, path, arena_printf(speaker.arena, "---\ntitle: T\n%s---\n%s\n", front, body));
}

void teller_commit(const char *message)
{
	story_commit(teller_story, "main", message);
}

static const char config[] = "version: 1\nbase_url: https://csirt.example.org/\nlanguages: [en, ja]\nid: \"EX-{serial:01}\"\n"
			     "publisher: {name: {ja: J, en: E}, namespace: https://csirt.example.org, category: coordinator,"
			     " contact: {email: info@example.org}}\n";

const struct advisory *teller_read(void)
{
	struct oid head;
	struct site *s = &speaker.site;
	story_tell(teller_story);
	speaker.archive.prefix = "archive";
	cr_assert(config_parse(&speaker.archive.config, speaker.arena, span_of(config), "archive/archive.yaml", speaker.diags));
	speaker.archive.config.languages[0] = "ja"; /* the order of the speaker's locales */
	speaker.archive.config.languages[1] = "en";
	cr_assert(repository_open(&s->repository, folder, speaker.diags));
	cr_assert(repository_resolve(&head, s->repository, "main", speaker.diags));
	struct history_options options = {.now = NOW, .jobs = 1};
	cr_assert(history_read(&speaker.history, s->repository, &head, &speaker.archive, &options, speaker.arena, speaker.diags), "%s",
		  speaker_diagnostics());
	cr_assert_eq(speaker.history.advisory_count, 1);
	return &speaker.history.advisories[0];
}
