#include <criterion/criterion.h>

#include "unit/history/kit.h"

TestSuite(configured, .init = kit_start, .fini = kit_stop);

#define YAML "archive/archive.yaml"

/* The serials of the publications that configured, each with a blank before it. */
static const char *serials(void)
{
	const char *text = "";
	for (size_t i = 0; i < kit.history.configured_count; i++)
		text = arena_printf(kit.arena, "%s %u", text, kit.history.configured[i]->serial);
	return text;
}

static void configure(const char *yaml)
{
	story_write(kit.story, YAML, yaml);
	commit("archive.yaml");
}

Test(configured, what_shows_in_records_counts_and_nothing_else_does)
{
	put(JA, FINAL, "text");
	configure("languages: [ja, en]\nbase_url: https://a.example/\n");
	configure("base_url: https://a.example\nlanguages: [ja, en] # the same\nstale: {days: 90}\n");
	configure("base_url: https://b.example\nlanguages: [ja, en]\n");
	put(JA, FINAL, "another text");
	commit("a change of something else");
	configure("base_url: https://b.example\nlanguages: [en, ja]\n");
	kit_read();
	cr_expect_eq(kit.history.publication_count, 5);
	cr_expect_str_eq(serials(), " 1 3 5");
}

Test(configured, what_cannot_be_read_differs_from_everything)
{
	configure("base_url: https://a.example/\n");
	configure("base_url: [\n");
	configure("base_url: [[\n");
	configure("");
	configure("text");
	configure("base_url: https://a.example/\n");
	story_delete(kit.story, YAML);
	commit("none");
	configure("base_url: https://a.example/\n");
	kit_read();
	cr_expect_str_eq(serials(), " 1 2 3 4 5 6 7 8");
}

Test(configured, a_merge_counts_for_what_it_brings_as_a_whole)
{
	configure("base_url: https://a.example/\n");
	story_branch(kit.story, "topic", "main");
	story_write(kit.story, YAML, "base_url: https://b.example/\n");
	story_commit(kit.story, "topic", "there");
	story_write(kit.story, YAML, "base_url: https://a.example/\n");
	story_commit(kit.story, "topic", "and back");
	story_write(kit.story, JA, doc("title: T\nstatus: final\n", "text"));
	story_commit(kit.story, "topic", "text");
	story_merge(kit.story, "topic");
	story_write(kit.story, JA, doc("title: T\nstatus: final\n", "text"));
	commit("merge");
	kit_read();
	cr_expect_eq(kit.history.publication_count, 2);
	cr_expect_str_eq(serials(), " 1");
}

Test(configured, a_file_of_that_name_is_none_where_the_configuration_lies_elsewhere)
{
	kit_config("readers: [{path: \"*.yaml\", reader: made}]\n");
	configure("base_url: https://a.example/\n");
	configure("base_url: https://b.example/\n");
	kit_read();
	cr_expect_str_eq(serials(), " 1 2");
	kit.alone = true;
	kit_read();
	cr_expect_eq(kit.history.publication_count, 2);
	cr_expect_str_eq(serials(), "");
}
