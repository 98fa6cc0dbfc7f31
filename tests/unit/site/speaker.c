#include "unit/site/speaker.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/file.h"

struct speaker speaker;
static const char *languages[] = {"ja", "en"};
static const struct value *locales[2];

static void add_locale(const char *lang)
{
	struct buf text;
	const char *path = arena_printf(speaker.arena, "filters/locale/%s.lua", lang);
	buf_init(&text, 1 << 20);
	cr_assert(file_read(&text, AT_FDCWD, path, 1 << 20, false, speaker.diags));
	cr_assert(scripts_add_locale(speaker.scripts, lang, path, buf_as_span(&text), speaker.diags));
	buf_fini(&text);
}

void speaker_begin(void)
{
	digest_setup();
	struct speaker *s = &speaker;
	*s = (struct speaker){.arena = arena_new(), .diags = diags_new(), .scripts = scripts_new()};
	add_locale("ja");
	add_locale("en");
	s->archive.config.languages = languages;
	s->archive.config.language_count = 2;
	s->site = (struct site){.archive = &s->archive, .config = &s->archive.config, .history = &s->history,
				.scripts = s->scripts, .locales = locales, .options = &s->options,
				.variables = value_new(s->arena, VALUE_MAP), .arena = s->arena};
	s->worker = worker_new(&s->site, s->diags);
	cr_assert(s->worker);
	for (size_t i = 0; i < 2; i++)
		locales[i] = script_locale(s->worker->script, languages[i], s->arena, s->diags);
}

const char *speaker_diagnostics(void)
{
	char *said = NULL;
	size_t size;
	FILE *f = open_memstream(&said, &size);
	diags_print(speaker.diags, f, DIAG_TEXT);
	fclose(f);
	const char *text = arena_text(speaker.arena, said);
	free(said);
	return text;
}

void speaker_end(void)
{
	cr_expect_str_eq(speaker_diagnostics(), "");
	worker_free(speaker.worker);
	scripts_free(speaker.scripts);
	diags_free(speaker.diags);
	arena_free(speaker.arena);
}

struct view speaker_view(const char *lang)
{
	return view_make(speaker.worker, lang, "x");
}

const char *speaker_lines(const struct value *changes)
{
	struct buf b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < changes->count; i++) {
		buf_text(&b, i ? "\n" : "");
		buf_text(&b, value_text(changes->items[i], "text"));
	}
	const char *text = arena_text(speaker.arena, b.data);
	buf_fini(&b);
	return text;
}
