#include "unit/formats/telling.h"

#include <stdio.h>
#include <stdlib.h>

#include "archive/yaml.h"

static const char yaml[] = "version: 1\nbase_url: https://csirt.example.org/\n"
			   "publisher: {name: {ja: 例示, en: Example}, namespace: https://csirt.example.org, category: coordinator}\n"
			   "languages: [ja, en]\nid: \"EX-{year}-{serial:04}\"\n";

static struct value *parse(struct telling *t, const char *text)
{
	struct value *v = yaml_parse_past(t->arena, span_of(text), 1);
	cr_assert(v, "%s", text);
	return v;
}

static void set_history(struct telling *t, const char *facts)
{
	t->publications[0] = (struct publication){1, TELLING_DAY1, {{1}}, {{0}}, 0};
	t->publications[1] = (struct publication){2, TELLING_DAY2, {{2}}, {{0}}, 0};
	t->publications[2] = (struct publication){3, TELLING_DAY2 + 86400, {{3}}, {{0}}, 0};
	t->events[0] = (struct event){.at = &t->publications[0], .lang = "ja", .class = EVENT_PUBLISHED, .revision = 1};
	t->events[1] = (struct event){.at = &t->publications[1], .lang = "en", .class = EVENT_TRANSLATION_PUBLISHED, .translation = true,
				      .revision = 1};
	t->texts[0] = (struct text){.lang = "en", .title = "A title", .reflects = 1, .current = true, .at = &t->publications[1]};
	t->texts[1] = (struct text){.lang = "ja", .title = "題名", .reflects = 1, .current = true, .at = &t->publications[0]};
	t->revision = (struct revision){.number = 1, .at = &t->publications[0], .last = &t->publications[1], .source = "ja"};
	t->advisory = (struct advisory){.id = "EX-2026-0001", .source = "ja", .facts = facts_of(t->arena, parse(t, facts)),
					.published = TELLING_DAY1, .updated = TELLING_DAY1, .revision = 1, .texts = t->texts,
					.text_count = 2, .revisions = &t->revision, .revision_count = 1, .events = t->events,
					.event_count = 2};
	t->history = (struct history){.publications = t->publications, .publication_count = 2, .advisories = &t->advisory,
				      .advisory_count = 1};
}

static void set_texts(struct telling *t)
{
	t->sections[0] = (struct record_section){.text = "First.", .markdown = "First."};
	t->sections[1] = (struct record_section){.name = "impact", .heading = "Impact", .text = "Bad things.", .markdown = "Bad *things*."};
	t->record_texts[0] = (struct record_text){.text = &t->texts[1], .lang = "ja", .title = "題名", .sections = t->sections,
						  .section_count = 1, .page = "https://csirt.example.org/ja/EX-2026-0001/index.html",
						  .txt = "https://csirt.example.org/text/EX-2026-0001.ja.txt"};
	t->record_texts[1] = (struct record_text){.text = &t->texts[0], .lang = "en", .title = "A title", .summary = "In short.",
						  .sections = t->sections, .section_count = 2,
						  .page = "https://csirt.example.org/en/EX-2026-0001/index.html",
						  .txt = "https://csirt.example.org/text/EX-2026-0001.en.txt"};
}

void telling_begin(struct telling *t, const char *facts)
{
	*t = (struct telling){.arena = arena_new(), .diags = diags_new()};
	cr_assert(config_parse(&t->config, t->arena, span_of(yaml), "archive/archive.yaml", t->diags));
	set_history(t, facts);
	set_texts(t);
	t->locales[0] = t->locales[1] = value_new(t->arena, VALUE_MAP);
	t->site = (struct record_site){.config = &t->config, .history = &t->history, .files = &t->files, .locales = t->locales};
	t->file = (struct record_file){.path = "file.json"};
	t->record = (struct record){.site = &t->site, .advisory = &t->advisory, .facts = t->advisory.facts,
				    .rating = facts_rating(t->advisory.facts), .texts = t->record_texts, .text_count = 2,
				    .permalink = "https://csirt.example.org/EX-2026-0001/", .arena = t->arena, .losses = losses_new(),
				    .file = &t->file};
	buf_init(&t->out, BUF_LIMIT_DEFAULT);
}

void telling_former(struct telling *t, const char *facts)
{
	t->former = (struct former){.facts = facts_of(t->arena, parse(t, facts)), .from = &t->publications[0], .until = &t->publications[2],
				    .first = 1, .last = 1};
	t->formers[0] = t->former.facts;
	t->record.formers = t->formers;
	t->revisions[0] = t->revision;
	t->revisions[1] = (struct revision){.number = 2, .at = &t->publications[2], .last = &t->publications[2], .source = "ja"};
	t->events[2] = (struct event){.at = &t->publications[2], .lang = "ja", .class = EVENT_SUBSTANTIVE, .revision = 2};
	t->advisory.formers = &t->former;
	t->advisory.former_count = 1;
	t->advisory.revisions = t->revisions;
	t->advisory.revision_count = t->advisory.revision = 2;
	t->advisory.event_count = 3;
}

void telling_end(struct telling *t)
{
	buf_fini(&t->out);
	losses_free(t->record.losses);
	diags_free(t->diags);
	arena_free(t->arena);
}

const char *telling_list(struct telling *t, const struct record_writer *writer)
{
	size_t capacity = 0;
	const char *paths = "";
	t->files = (struct record_files){0};
	writer->list(&t->files, &capacity, t->arena, &t->config, &t->advisory);
	for (size_t i = 0; i < t->files.count; i++)
		paths = arena_printf(t->arena, "%s%s%s", paths, i ? " " : "", t->files.items[i].path);
	return paths;
}

const char *telling_write(struct telling *t, const struct record_writer *writer)
{
	buf_clear(&t->out);
	cr_assert(writer->write(&t->out, &t->record, t->diags));
	char *line = arena_dup(t->arena, t->out.data, t->out.length), *to = line;
	for (const char *c = line; *c; c++) {
		if (*c != '\n') {
			*to++ = *c;
			continue;
		}
		while (c[1] == ' ')
			c++;
	}
	*to = '\0';
	return line;
}

const char *telling_losses(struct telling *t)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	losses_write(&b, t->record.losses);
	const char *text = arena_text(t->arena, b.data);
	buf_fini(&b);
	return text;
}

void telling_expect(const char *text, const char *holds, const char *lacks)
{
	if (holds)
		cr_expect(strstr(text, holds), "%s\nis not in\n%s", holds, text);
	if (lacks)
		cr_expect_null(strstr(text, lacks), "%s\nis in\n%s", lacks, text);
}

void telling_expect_all_keys(const void *samples, size_t count, size_t size)
{
	for (size_t k = 0; facts_keys[k]; k++) {
		bool found = false;
		for (size_t i = 0; i < count && !found; i++)
			found = strcmp(*(const char *const *)(const void *)((const char *)samples + i * size), facts_keys[k]) == 0;
		cr_expect(found, "%s has no sample", facts_keys[k]);
	}
}
