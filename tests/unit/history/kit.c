#include "unit/history/kit.h"

#include <criterion/criterion.h>

#include "base/digest.h"
#include "script/reader.h"

struct kit kit;
static struct buf yaml;
static char digest[SHA256_HEX];

void kit_start(void)
{
	digest_setup();
	kit = (struct kit){.folder = repo_folder(), .arena = arena_new(), .diags = diags_new()};
	kit.story = story_new(kit.folder);
	kit.options = (struct history_options){.now = T0 + 1000LL * DAY, .jobs = 2};
	kit.archive.prefix = "archive";
	kit.archive.config.readers.folder = "archive";
	buf_init(&yaml, 1 << 20);
	kit_config("version: 1\nbase_url: https://csirt.example.org/\nlanguages: [ja, en]\nid: \"EX-{serial:01}\"\n"
		   "publisher: {name: {ja: J, en: E}, namespace: https://csirt.example.org, category: coordinator,"
		   " contact: {email: info@example.org}}\n");
}

void kit_stop(void)
{
	story_free(kit.story);
	reader_pool_free(kit.pool);
	repo_remove(kit.folder);
	arena_free(kit.arena);
	diags_free(kit.diags);
	buf_fini(&yaml);
}

void kit_config(const char *more)
{
	buf_text(&yaml, more);
}

void kit_readers(const char *line)
{
	char *before = strstr(yaml.data, "readers: ");
	if (before)
		buf_truncate(&yaml, (size_t)(before - yaml.data));
	buf_text(&yaml, line);
}

void kit_reader(const char *lua)
{
	struct scripts *s = scripts_new();
	struct sha256 one = sha256_of(span_of(lua));
	sha256_hex(digest, &one);
	cr_assert(scripts_add_reader(s, "made", "filters/readers/made.lua", span_of(lua), kit.diags));
	reader_pool_free(kit.pool);
	kit.pool = reader_pool_new(s, kit.diags);
	cr_assert(kit.pool);
}

struct span kit_yaml(void)
{
	return buf_as_span(&yaml);
}

const char *doc(const char *front, const char *body)
{
	return arena_printf(kit.arena, "---\n%s---\n%s\n", front, body);
}

void put(const char *path, const char *front, const char *body)
{
	story_write(kit.story, path, arena_printf(kit.arena, "---\ntitle: T\n%s---\n%s\n", front, body));
}

int commit(const char *message)
{
	return story_commit(kit.story, "main", message);
}

static void print_diags(void)
{
	diags_print(kit.diags, stderr, DIAG_TEXT);
}

bool kit_try(void)
{
	struct repository *r;
	struct oid head;
	story_tell(kit.story);
	bool ok = config_parse(&kit.archive.config, kit.arena, buf_as_span(&yaml), "archive/archive.yaml", kit.diags);
	if (!ok)
		print_diags();
	cr_assert(ok);
	kit.archive.config.readers.folder = kit.archive.prefix;
	kit.archive.config.readers.alone = kit.alone;
	kit.archive.config.readers.ops = kit.pool ? &reader_pool_ops : NULL;
	kit.archive.config.readers.context = kit.pool;
	kit.archive.config.readers.digest = digest;
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	cr_assert(repository_resolve(&head, r, "main", kit.diags));
	kit.history = (struct history){0};
	ok = history_read(&kit.history, r, &head, &kit.archive, &kit.options, kit.arena, kit.diags);
	repository_close(r);
	return ok;
}

void kit_read(void)
{
	bool ok = kit_try();
	if (!ok)
		print_diags();
	cr_assert(ok);
}

const struct advisory *the(const char *id)
{
	const struct advisory *a = history_find(&kit.history, id);
	cr_assert(a != NULL, "there is no %s", id);
	return a;
}

bool absent(const char *id)
{
	return !history_find(&kit.history, id);
}

static void add_event(struct buf *out, const struct event *e)
{
	buf_printf(out, "%u %s %s r%u", e->at->serial, e->lang, event_class_name(e->class), e->revision);
	cr_assert_eq(e->translation, strncmp(event_class_name(e->class), "translation", 11) == 0);
	if (e->correction)
		buf_text(out, " correction");
	for (size_t i = 0; i < e->changed_count; i++)
		buf_printf(out, "%c%s", i ? ',' : ' ', e->changed[i]);
	if (e->reason)
		buf_printf(out, " !%s", e->reason);
	if (e->replaced_by)
		buf_printf(out, ">%s", e->replaced_by);
	for (size_t i = 0; i < e->note_count; i++)
		buf_printf(out, " %s=%s", e->notes[i].lang ? e->notes[i].lang : "*", e->notes[i].text);
	buf_char(out, '\n');
}

static const char *kept(struct buf *out)
{
	const char *text = arena_dup(kit.arena, out->data, out->length);
	cr_assert(!out->overflow);
	buf_fini(out);
	return text;
}

const char *events(const char *id)
{
	const struct advisory *a = the(id);
	struct buf out;
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < a->event_count; i++)
		add_event(&out, &a->events[i]);
	return kept(&out);
}

void expect(const char *id, const char *lines)
{
	const char *got = events(id);
	cr_assert_str_eq(got, lines, "\ngot:\n%s\nexpected:\n%s", got, lines);
}

static void add_texts(struct buf *out, const struct text *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%s:%u=%s%c%u", i ? " " : "", items[i].lang, items[i].at->serial, items[i].title,
			   items[i].current ? '+' : '-', items[i].reflects);
}

const char *texts(const char *id)
{
	const struct advisory *a = the(id);
	struct buf out;
	buf_init(&out, 1 << 20);
	add_texts(&out, a->texts, a->text_count);
	return kept(&out);
}

const char *revisions(const char *id)
{
	const struct advisory *a = the(id);
	struct buf out;
	buf_init(&out, 1 << 20);
	cr_assert_eq(a->revision_count, a->revision);
	for (size_t i = 0; i < a->revision_count; i++) {
		const struct revision *r = &a->revisions[i];
		cr_assert_eq(r->number, i + 1);
		buf_printf(&out, "r%u%s@%u..%u %s| ", r->number, r->redacted ? "x" : "", r->at->serial, r->last->serial, r->source);
		add_texts(&out, r->texts, r->text_count);
		buf_char(&out, '\n');
	}
	return kept(&out);
}

static void compare(const char *got, const char *lines)
{
	cr_assert_str_eq(got, lines, "\ngot:\n%s\nexpected:\n%s", got, lines);
}

const char *whys(const char *id)
{
	static const char *const names[] = {
		[WHY_FIRST] = "first", [WHY_FACTS] = "facts", [WHY_TEXT] = "text", [WHY_SOURCE] = "source", [WHY_SAID] = "said",
		[WHY_BULK] = "bulk", [WHY_MINOR] = "minor", [WHY_WITHDRAWN_KEY] = "key", [WHY_LEFT] = "left",
		[WHY_HIDDEN] = "hidden", [WHY_REDACT] = "redact", [WHY_REMOVED] = "removed", [WHY_RESTATED] = "restated"};
	const struct advisory *a = the(id);
	struct buf out;
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		buf_printf(&out, "%u %s %s%s", e->at->serial, e->lang, names[e->why], e->said_editorial ? " said-editorial" : "");
		for (size_t k = 0; k < e->slip_count; k++)
			buf_printf(&out, " ~%s=%s", e->slips[k].key, e->slips[k].value);
		buf_char(&out, '\n');
	}
	return kept(&out);
}

void expect_whys(const char *id, const char *lines)
{
	compare(whys(id), lines);
}

/* The serial of the first publication whose tree has the blob at the path. */
static void add_version(struct buf *out, struct repository *r, const struct version_ref *v, bool language)
{
	if (!v->path) {
		cr_assert(!v->lang && oid_is_zero(&v->blob));
		buf_char(out, '-');
		return;
	}
	if (language)
		buf_printf(out, "%s:", v->lang);
	for (size_t i = 0; i < kit.history.publication_count; i++) {
		const struct publication *p = &kit.history.publications[i];
		struct tree_file f;
		if (repository_find(&f, r, &p->tree, v->path, kit.arena, NULL) && oid_equal(&f.blob, &v->blob)) {
			buf_printf(out, "%u", p->serial);
			return;
		}
	}
	buf_char(out, '?');
}

static void add_files(struct buf *out, const struct attachments *files)
{
	for (size_t i = 0; i < files->count; i++)
		buf_printf(out, "%s%s", i ? "," : "", files->items[i].name);
}

static void add_references(struct buf *out, struct repository *r, const struct advisory *a, const struct event *e)
{
	buf_printf(out, "%s%u %s ", event_is_redacted(a, e) ? "x" : "", e->at->serial, e->lang);
	add_version(out, r, &e->before, false);
	buf_char(out, '>');
	add_version(out, r, &e->after, false);
	if (!e->translation) {
		buf_text(out, " facts ");
		add_version(out, r, &e->facts_before, true);
		buf_char(out, '>');
		add_version(out, r, &e->facts_after, true);
	}
	if (e->files_before.count || e->files_after.count) {
		buf_text(out, " files ");
		add_files(out, &e->files_before);
		buf_char(out, '>');
		add_files(out, &e->files_after);
	}
	buf_char(out, '\n');
}

const char *references(const char *id)
{
	const struct advisory *a = the(id);
	struct repository *r;
	struct buf out;
	buf_init(&out, 1 << 20);
	cr_assert(repository_open(&r, kit.folder, kit.diags));
	for (size_t i = 0; i < a->event_count; i++)
		add_references(&out, r, a, &a->events[i]);
	repository_close(r);
	return kept(&out);
}

void expect_references(const char *id, const char *lines)
{
	compare(references(id), lines);
}

const char *quiets(const char *id)
{
	static const char *const names[] = {[QUIET_MECHANICAL] = "mechanical", [QUIET_MOVED] = "moved",
					    [QUIET_UNREADABLE] = "unreadable", [QUIET_TWO_SOURCES] = "two-sources",
					    [QUIET_TWO_FILES] = "two-files", [QUIET_NOT_PUBLIC] = "not-public"};
	const struct advisory *a = the(id);
	struct buf out;
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < a->quiet_count; i++) {
		const struct quiet *q = &a->quiets[i];
		buf_printf(&out, "%u %s %s %s%s%s\n", q->at->serial, q->lang ? q->lang : "*", names[q->why],
			   strrchr(q->path, '/') + 1, q->reason ? ": " : "", q->reason ? q->reason : "");
	}
	return kept(&out);
}

void expect_quiets(const char *id, const char *lines)
{
	compare(quiets(id), lines);
}
