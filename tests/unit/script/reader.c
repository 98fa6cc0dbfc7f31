/* Readers in Lua: what they give, what they may not, and that no call can tell what another did. */
#include "script/reader.h"

#include <criterion/criterion.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "support.h"

#define API "return {api = 1, read = function(path, bytes) "

struct reading {
	struct arena *arena;
	struct diags *diags;
	struct reader_pool *pool;
	struct reader_text out;
	const char *why;
};

static struct reading r;

static void start(void)
{
	r = (struct reading){.arena = arena_new(), .diags = diags_new()};
}

static void stop(void)
{
	reader_pool_free(r.pool);
	diags_free(r.diags);
	arena_free(r.arena);
}

TestSuite(reader, .init = start, .fini = stop);

static bool open_with(const char *lua, const char *library)
{
	struct scripts *s = scripts_new();
	cr_assert(!library || scripts_add_library(s, "lib", "filters/lib/lib.lua", span_of(library), r.diags));
	cr_assert(scripts_add_reader(s, "made", "filters/readers/made.lua", span_of(lua), r.diags));
	reader_pool_free(r.pool);
	return (r.pool = reader_pool_new(s, r.diags)) != NULL;
}

static bool read_text(const char *text)
{
	r.why = NULL;
	return reader_pool_ops.read(&r.out, r.pool, "made", "old/1.txt", "archive/old/1.txt", span_of(text), r.arena, &r.why, r.diags);
}

static const char *front(void)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	value_canonical(&b, r.out.front);
	const char *line = arena_span(r.arena, buf_as_span(&b));
	buf_fini(&b);
	return line;
}

static void expect(const char *lua, const char *text, const char *want)
{
	cr_assert(open_with(lua, NULL));
	cr_assert(read_text(text), "%s", r.why);
	cr_expect_str_eq(front(), want);
}

/* read fails: why is this line. */
static void refused(const char *lua, const char *want)
{
	cr_assert(open_with(lua, NULL), "%s", lua);
	cr_expect_not(read_text("1\n2\n3"), "%s", lua);
	cr_expect(r.why && strcmp(r.why, want) == 0, "%s\ngave: %s\nwant: %s", lua, r.why, want);
}

Test(reader, gives_front_matter_body_and_places)
{
	expect(API "return {front = {title = bytes, list = {1, -2, 'x'}, empty = {}, map = {b = 'c', a = {{z = 7}}}}, lang = 'en',\n"
		   "lines = {map = 3, list = 1}, body = 'Text.', body_line = 3} end}", "a\nb\nc",
	       "{\"empty\":[],\"list\":[\"1\",\"-2\",\"x\"],\"map\":{\"a\":[{\"z\":\"7\"}],\"b\":\"c\"},\"title\":\"a\\u000ab\\u000ac\"}");
	cr_expect_str_eq(r.out.lang, "en");
	cr_expect(span_is(r.out.body, "Text."));
	cr_expect_eq(r.out.body_line, 3);
	const struct value *map = value_get(r.out.front, "map"), *deep = value_get(value_get(map, "a")->items[0], "z");
	cr_expect_eq(map->line, 3);
	cr_expect_eq(deep->line, 3);
	cr_expect_eq(map->keys[0].line, 3);
	cr_expect_eq(value_get(r.out.front, "title")->line, 0);
}

Test(reader, only_front_is_demanded)
{
	expect(API "return {front = {title = path}} end}", "", "{\"title\":\"old/1.txt\"}");
	cr_expect_null(r.out.lang);
	cr_expect_eq(r.out.body.length, 0);
	cr_expect_eq(r.out.body_line, 1);
	/* Names of the file's own, and of keys that are not given this time. */
	expect(API "return {front = {kind = 'alert'}, lines = {kind = 1, kinds = 1, product = 1, [3] = 1}} end}", "", "{\"kind\":\"alert\"}");
}

Test(reader, what_stops_it_is_told_in_one_line)
{
	refused(API "shirase.fail(2, 'the second line') end}", "line 2: the second line");
	refused(API "shirase.fail(4, 'no such line') end}", "no such line (and the file has no line 4)");
	refused(API "shirase.fail(-1, 'nor this') end}", "nor this (and the file has no line -1)");
	refused(API "return {front = {title = 'x', kind = 'alert'}, lines = {title = 1, zz = 1, knd = 1, kinds = 2}} end}",
		"\"lines\" has the key \"kinds\", which \"front\" does not have: is \"kind\" meant? (filters/readers/made.lua)");
	refused(API "shirase.fail(nil, 'of the whole file') end}", "of the whole file");
	refused(API "\nerror('raised') end}", "raised (filters/readers/made.lua:2)");
	refused(API "error({}) end}", "the script raised a table instead of a message (filters/readers/made.lua:1)");
	refused(API "while true do end end}", "the script does not end: more than 40 million steps (filters/readers/made.lua:1)");
	refused(API "pcall(function() while true do end end) return {front = {title = 'x'}} end}",
		"the script does not end: more than 40 million steps (filters/readers/made.lua:1)");
	refused(API "local s = bytes while true do s = s .. s end end}",
		"the script needs more than 16 MiB of memory (filters/readers/made.lua:1)");
	refused(API "return {front = {title = function() end}} end}", "\"front\" holds a function (filters/readers/made.lua)");
	refused(API "return {front = {title = 'x'}, body_line = 5} end}", "\"body_line\" is no line of the file (filters/readers/made.lua)");
	refused(API "return io end}", "unknown variable \"io\" (filters/readers/made.lua:1)");
}

Test(reader, a_refusal_that_is_caught_is_none)
{
	expect(API "local ok, why = pcall(shirase.fail, 1, 'wrong') return {front = {title = why}} end}", "x", "{\"title\":\"wrong\"}");
	cr_expect_eq(diags_count(r.diags, DIAG_NOTE), 0);
}

Test(reader, no_call_can_tell_that_there_was_another)
{
	static const char library[] = "local n = 0 return {next = function() n = n + 1 return n end}";
	static const char lua[] = "local lib, n = library('lib'), 0\n" API "n = n + 1 return {front = {title = lib.next() .. ' ' .. n}} end}";
	cr_assert(open_with(lua, library));
	for (int i = 0; i < 3; i++) {
		cr_assert(read_text("x"));
		cr_expect_str_eq(front(), "{\"title\":\"1 1\"}");
	}
}

Test(reader, after_a_failure_the_next_call_is_like_any)
{
	cr_assert(open_with(API "if bytes == 'bad' then local t = {} while true do t[#t + 1] = {bytes} end end return {front = {title = bytes}} end}",
			    NULL));
	for (int i = 0; i < 3; i++) {
		cr_expect_not(read_text("bad"));
		cr_assert(read_text("good"));
		cr_expect_str_eq(front(), "{\"title\":\"good\"}");
	}
}

/* Of HEAD, whose build has failed by then; what the past gives must not depend on how much of it there is. */
Test(reader, one_that_meets_its_limits_on_every_file_is_given_up)
{
	const char *why;
	cr_assert(open_with(API "local t = {} while true do t[#t + 1] = string.rep('x', 1 << 20) end end}", NULL));
	for (int i = 0; i < 30; i++)
		cr_expect_not(read_text("x"));
	cr_expect_eq(diags_count(r.diags, DIAG_ERROR), 10);
	cr_expect_not(reader_pool_ops.read(&r.out, r.pool, "made", "a", "a", span_of("x"), r.arena, &why, NULL));
	cr_expect_str_eq(why, "the script needs more than 16 MiB of memory (filters/readers/made.lua:1)");
}

Test(reader, a_file_that_is_no_reader_is_refused_when_it_is_opened)
{
	static const char *const files[] = {"return 1", "return {}", "return {api = 1}", "return {api = '1', read = print}",
					    "return {api = 1, read = 1}", "return {api = 1, read = function() end, identify = 'x'}",
					    "return {api = 1, read = function() end, more = 1}", "error('x')", "x = 1",
					    "return {api = 1, read = function() end, name = {}}", "while true do end"};
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		size_t before = diags_count(r.diags, DIAG_ERROR);
		cr_expect_not(open_with(files[i], NULL), "%s", files[i]);
		cr_expect_eq(diags_count(r.diags, DIAG_ERROR), before + 1, "%s", files[i]);
	}
}

static bool identify(const char *path, bool *said, struct reader_name *name)
{
	return reader_pool_ops.identify(name, said, r.pool, "made", path, path, r.arena, &r.why, r.diags);
}

Test(reader, identify_names_the_document_or_leaves_it_to_us)
{
	struct reader_name name;
	bool said;
	cr_assert(open_with(API "end}", NULL));
	cr_assert(identify("x", &said, &name));
	cr_expect_not(said);
	cr_assert(open_with("return {api = 1, read = function() end, identify = function(path)\n"
			    "if path == 'none' then return nil elseif path == 'bad' then return 1 elseif path == 'raise' then error('no')\n"
			    "elseif path == 'plain' then return 'EX-1' end return path, 'en' end}", NULL));
	for (int i = 0; i < 2; i++) {
		cr_assert(identify("EX-2", &said, &name) && said);
		cr_expect_str_eq(name.id, "EX-2");
		cr_expect_str_eq(name.lang, "en");
		cr_assert(identify("plain", &said, &name) && said);
		cr_expect_str_eq(name.id, "EX-1");
		cr_expect_null(name.lang);
		cr_assert(identify("none", &said, &name) && said);
		cr_expect_null(name.id);
		cr_expect_not(identify("bad", &said, &name));
		cr_expect_not(identify("raise", &said, &name));
		cr_expect_str_eq(r.why, "no (filters/readers/made.lua:2)");
	}
	cr_expect_eq(diags_count(r.diags, DIAG_ERROR), 4);
	cr_expect(diags_has(r.diags, DIAG_READER_FAILED));
}

/* A counter, and what it is taken from: fresh in each call. */
Test(reader, identify_is_a_function_of_the_path_whatever_it_tries)
{
	struct reader_name name;
	bool said;
	cr_assert(open_with("local n = 0 return {api = 1, read = function() end, identify = function(path) n = n + 1\n"
			    "return path .. n .. tostring({}) .. tostring(n), 'en' end}", NULL));
	cr_assert(identify("a", &said, &name));
	cr_expect_str_eq(name.id, "a1table1");
	cr_assert(identify("b", &said, &name));
	cr_expect_str_eq(name.id, "b1table1");
}

struct threads {
	atomic_size_t wrong;
};

static void read_one(void *context, unsigned worker, size_t index)
{
	struct threads *t = context;
	struct arena *a = arena_new();
	struct reader_text out;
	struct reader_name name;
	const char *why, *path = arena_printf(a, "p%zu", index % 50), *text = arena_printf(a, "text %zu", index);
	bool said, bad = index % 7 == 3;
	(void)worker;
	bool ok = reader_pool_ops.read(&out, r.pool, "made", path, path, span_of(bad ? "bad" : text), a, &why, NULL);
	if (ok == bad || (ok && strcmp(value_text(out.front, "title"), text) != 0))
		atomic_fetch_add(&t->wrong, 1);
	if (!reader_pool_ops.identify(&name, &said, r.pool, "made", path, path, a, &why, NULL) || strcmp(name.id, path) != 0)
		atomic_fetch_add(&t->wrong, 1);
	arena_free(a);
}

Test(reader, threads_share_a_pool)
{
	struct threads t = {0};
	cr_assert(open_with("return {api = 1, identify = function(path) return path end, read = function(path, bytes)\n"
			    "if bytes == 'bad' then shirase.fail(1, 'bad') end return {front = {title = bytes}} end}", NULL));
	pool_run(2000, 4, read_one, &t);
	cr_expect_eq(atomic_load(&t.wrong), 0);
}
