/* The past of documents that come through a reader. Files old/ID.LANG.note: lines "key=value", then a line "." and the text; a file
 * that begins with "!" is refused. */
#include <criterion/criterion.h>

#include "unit/history/kit.h"

#define NOTE "archive/old/EX-1.ja.note"
#define REFUSES "shirase.fail(1, bytes:match('^!([^\\n]*)'))"
#define LUA(bad) \
	"return {api = 1, read = function(path, bytes)\n" \
	"  if bytes:sub(1, 1) == '!' then " bad " end\n" \
	"  local front = {}\n" \
	"  for key, value in bytes:match('^(.-)%.\\n'):gmatch('(%l+)=([^\\n]*)') do front[key] = value end\n" \
	"  if front.status then front.affected = {{product = path:match('([^/]*)/[^/]*$')}} end\n" \
	"  return {front = front, body = bytes:match('%.\\n(.*)$')}\n" \
	"end}\n"

static void start(void)
{
	kit_start();
	kit_readers("readers: [{path: \"old/**/*.note\", reader: made}, {path: \"old/*.other\", reader: made}]\n");
	kit_reader(LUA(REFUSES));
}

TestSuite(readers, .init = start, .fini = kit_stop);

static void note(const char *path, const char *front, const char *body)
{
	story_write(kit.story, path, arena_printf(kit.arena, "title=T\n%s\n.\n%s\n", front, body));
}

Test(readers, a_past_of_facts_texts_and_translations)
{
	note(NOTE, "status=final", "1");
	commit("1");
	note("archive/old/EX-1.en.note", "", "one");
	commit("2");
	note(NOTE, "status=final\nseverity=high", "1");
	commit("3");
	note(NOTE, "status=final\nseverity=high", "2");
	commit("4\n\nRevision: editorial");
	story_delete(kit.story, NOTE);
	commit("5");
	note(NOTE, "status=final\nseverity=high", "2");
	commit("6");
	note("archive/old/EX-2.ja.note", "status=draft", "1");
	commit("7");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 en translation-published r1\n3 ja substantive r2 severity\n4 ja editorial r2 body\n"
		       "5 ja withdrawn r2 !other\n6 ja reinstated r2\n");
	cr_expect(absent("EX-2"));
	cr_expect_eq(kit.history.unreadable_count, 0);
}

Test(readers, a_version_that_is_refused_is_no_revision_and_says_why)
{
	note(NOTE, "status=final", "1");
	commit("1");
	story_write(kit.story, NOTE, "!it was once otherwise\n");
	commit("2");
	story_write(kit.story, NOTE, "nonsense");
	commit("3");
	story_write(kit.story, NOTE, "\xff");
	commit("4");
	note(NOTE, "status=final\nseverity=low", "1");
	commit("5");
	note("archive/old/EX-2.ja.note", "status=draft", "1");
	commit("6");
	story_write(kit.story, "archive/old/EX-2.ja.note", "!never public");
	commit("7");
	kit_read();
	expect("EX-1", "1 ja published r1\n5 ja substantive r2 severity\n");
	expect_quiets("EX-1", "2 ja unreadable EX-1.ja.note: line 1: it was once otherwise\n"
			      "3 ja unreadable EX-1.ja.note: attempt to index a nil value (filters/readers/made.lua:4)\n"
			      "4 ja unreadable EX-1.ja.note: it is not UTF-8\n");
	cr_expect_eq(kit.history.unreadable_count, 4);
	cr_expect_eq(kit.history.unreadable_ids, 1);
	cr_expect_str_eq(kit.history.unreadable[0].id, "EX-1");
	cr_expect_null(history_find_unreadable(&kit.history, "EX-2"));
}

/* Before the first version that could be read, and of what never could be; what was read as a draft stays unnamed. */
Test(readers, every_version_that_is_refused_is_told)
{
	kit.options.use_cache = true;
	story_write(kit.story, NOTE, "\xff");
	story_write(kit.story, "archive/old/EX-2.ja.note", "!never");
	commit("1");
	story_write(kit.story, NOTE, "!still");
	story_write(kit.story, "archive/old/EX-3.ja.note", "!as a draft");
	commit("2");
	note(NOTE, "status=final", "1");
	story_delete(kit.story, "archive/old/EX-2.ja.note");
	note("archive/old/EX-3.ja.note", "status=draft", "1");
	commit("3");
	for (int i = 0; i < 2; i++) {
		kit_read();
		expect("EX-1", "3 ja published r1\n");
		expect_quiets("EX-1", "1 ja unreadable EX-1.ja.note: it is not UTF-8\n2 ja unreadable EX-1.ja.note: line 1: still\n");
		cr_expect_eq(kit.history.unreadable_count, 4);
		cr_assert_eq(kit.history.unreadable_ids, 2);
		cr_expect_str_eq(kit.history.unreadable[0].id, "EX-1");
		const struct unreadable *never = history_find_unreadable(&kit.history, "EX-2");
		cr_assert(never);
		cr_assert_eq(never->quiet_count, 1);
		cr_expect_eq(never->quiets[0].at->serial, 1);
		cr_expect_str_eq(never->quiets[0].reason, "line 1: never");
		cr_expect_null(history_find_unreadable(&kit.history, "EX-3"));
	}
}

Test(readers, the_path_is_a_part_of_what_is_read)
{
	note("archive/old/x/EX-1.ja.note", "status=final", "1");
	commit("1");
	story_rename(kit.story, "archive/old/x/EX-1.ja.note", "archive/old/y/EX-1.ja.note");
	commit("2");
	story_rename(kit.story, "archive/old/y/EX-1.ja.note", "archive/old/z/y/EX-1.ja.note");
	commit("3");
	story_rename(kit.story, "archive/old/z/y/EX-1.ja.note", "archive/old/x/EX-1.ja.note");
	commit("4");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 affected\n4 ja substantive r3 affected\n");
	expect_quiets("EX-1", "3 ja moved EX-1.ja.note\n");
}

Test(readers, another_form_in_the_same_commit_is_the_same_document)
{
	note(NOTE, "status=final", "1");
	commit("1");
	story_delete(kit.story, NOTE);
	note("archive/old/EX-1.other", "status=final", "1");
	commit("2");
	note(NOTE, "status=final\nseverity=low", "1");
	commit("3");
	story_delete(kit.story, "archive/old/EX-1.other");
	note(NOTE, "status=final\nseverity=high", "1");
	commit("4");
	kit_read();
	expect("EX-1", "1 ja published r1\n4 ja substantive r2 severity\n");
	expect_quiets("EX-1", "2 ja moved EX-1.other\n3 ja two-files EX-1.other\n");
}

Test(readers, it_has_no_attachments_and_is_none)
{
	note("archive/advisories/EX-3.ja.note", "status=final", "no reader's");
	note("archive/old/EX-1/EX-2.ja.note", "status=final", "1");
	note(NOTE, "status=final", "1");
	story_write(kit.story, "archive/old/EX-1/figure.png", "x");
	commit("1");
	story_write(kit.story, "archive/old/EX-1/figure.png", "y");
	commit("2");
	note("archive/old/EX-1/EX-2.ja.note", "status=final", "2");
	commit("3");
	kit_read();
	cr_expect_eq(the("EX-1")->attachment_count, 0);
	expect("EX-1", "1 ja published r1\n");
	expect("EX-2", "1 ja published r1\n3 ja substantive r2 body\n");
	cr_expect(absent("EX-3"));
	cr_expect_eq(kit.history.publication_count, 3);
}

Test(readers, in_the_root_only_what_a_pattern_matches_is_a_publication)
{
	kit.archive.prefix = "";
	note("old/EX-1.ja.note", "status=final", "1");
	commit("1");
	story_write(kit.story, "old/EX-1.txt", "x");
	story_write(kit.story, "new/EX-2.ja.note", "x");
	commit("no");
	story_write(kit.story, "old/README.note", "x");
	commit("2");
	kit_read();
	cr_expect_eq(kit.history.publication_count, 2);
	cr_expect_eq(kit.history.advisory_count, 1);
}

Test(readers, a_merge_brings_what_its_commits_say)
{
	note(NOTE, "status=final", "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	note(NOTE, "status=final", "2");
	story_commit(kit.story, "topic", "on a branch\n\nRevision: editorial\nNote-ja: 直しました。");
	story_write(kit.story, "elsewhere", "x");
	commit("no");
	story_merge(kit.story, "topic");
	note(NOTE, "status=final", "2");
	commit("merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja editorial r1 body ja=直しました。\n");
}

Test(readers, a_move_on_a_branch_speaks_for_itself)
{
	note("archive/old/x/EX-1.ja.note", "status=final", "1");
	commit("1");
	story_branch(kit.story, "topic", "main");
	story_rename(kit.story, "archive/old/x/EX-1.ja.note", "archive/old/y/EX-1.ja.note");
	story_commit(kit.story, "topic", "move\n\nNote-ja: 製品名を直しました。");
	story_write(kit.story, "elsewhere", "x");
	commit("no");
	story_merge(kit.story, "topic");
	story_rename(kit.story, "archive/old/x/EX-1.ja.note", "archive/old/y/EX-1.ja.note");
	commit("merge");
	kit_read();
	expect("EX-1", "1 ja published r1\n2 ja substantive r2 affected ja=製品名を直しました。\n");
}

Test(readers, links_between_documents_survive_a_move)
{
	note(NOTE, "status=final", "[other](EX-2.ja.note)");
	note("archive/old/EX-2.ja.note", "status=final", "2");
	commit("1");
	story_delete(kit.story, "archive/old/EX-2.ja.note");
	note("archive/old/deep/old/EX-2.ja.note", "status=final", "2");
	note(NOTE, "status=final", "[other](deep/old/EX-2.ja.note)");
	commit("2");
	kit_read();
	expect("EX-1", "1 ja published r1\n");
	expect("EX-2", "1 ja published r1\n");
}

/* Nothing that one reader made is met by another. */
Test(readers, what_is_kept_is_met_by_the_same_reader_only)
{
	kit.options.use_cache = true;
	note(NOTE, "status=final", "1");
	commit("1");
	story_write(kit.story, NOTE, "!old");
	commit("2");
	note(NOTE, "status=final\nseverity=low", "2");
	commit("3");
	for (int i = 0; i < 2; i++) {
		kit_read();
		expect("EX-1", "1 ja published r1\n3 ja substantive r2 severity,body\n");
		expect_quiets("EX-1", "2 ja unreadable EX-1.ja.note: line 1: old\n");
		cr_expect_eq(kit.history.unreadable_count, 1);
	}
	kit_reader(LUA("return {front = {title = 'T', status = 'final', affected = {}}, body = bytes}"));
	for (int i = 0; i < 2; i++) {
		kit_read();
		expect("EX-1", "1 ja published r1\n2 ja substantive r2 affected,body\n3 ja substantive r3 affected,severity,body\n");
		expect_quiets("EX-1", "");
	}
}

Test(readers, what_is_kept_is_met_by_the_same_patterns_only)
{
	kit.options.use_cache = true;
	note(NOTE, "status=final", "1");
	commit("1");
	note("archive/new/EX-2.ja.note", "status=final", "1");
	commit("2");
	kit_read();
	cr_expect_eq(kit.history.advisory_count, 1);
	kit_readers("readers: [{path: \"new/*\", reader: made}]\n");
	kit_read();
	cr_expect_eq(kit.history.advisory_count, 1);
	expect("EX-2", "2 ja published r1\n");
}
