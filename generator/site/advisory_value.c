/* The variable "advisory" (page.h): one advisory in one language, now or at a
 * revision, as templates see it. */
#include "site/pages.h"

#include "base/utf8.h"
#include "document/html.h"
#include "site/changes.h"
#include "site/content.h"
#include "site/facts_value.h"
#include "site/records.h"
#include "site/shape.h"

/* Facts of a past revision: its source's document, read again. */
static const struct value *facts_at(struct worker *w, const struct revision *r)
{
	const struct text *source = revision_text(r, r->source);
	const struct version *v = source ? version_of_text(w, source) : NULL;
	return v ? facts_shaped(w, v->facts) : NULL;
}

/* Of a redacted revision only what says nothing of its text is left. */
static const struct value *facts_redacted(struct arena *a, const struct value *facts)
{
	struct value *left = value_new(a, VALUE_MAP);
	value_set_text(a, left, "status", value_text(facts, "status"));
	value_set_text(a, left, "kind", value_text(facts, "kind"));
	return left;
}

bool advisory_view_make(struct advisory_view *out, const struct view *v, const struct advisory *a, unsigned revision)
{
	const struct text *text = advisory_text_for(a, v->lang);
	const struct value *facts = facts_shaped(v->worker, a->facts);
	if (revision) {
		const struct revision *r = &a->revisions[revision - 1];
		text = revision_text(r, v->lang);
		if (!text)
			text = revision_text(r, r->source);
		/* A stale translation's facts are the source's; the current revision's facts are those of now. */
		if (revision < a->revision)
			facts = facts_at(v->worker, r);
		if (facts && r->redacted && revision < a->revision)
			facts = facts_redacted(v->worker->arena, facts);
	}
	*out = (struct advisory_view){.advisory = a, .revision = revision, .text = text, .facts = facts};
	return facts != NULL;
}

/* The revision that the view shows: its own, or the latest. */
static const struct revision *revision_of(const struct advisory_view *av)
{
	unsigned number = av->revision ? av->revision : av->advisory->revision;
	return &av->advisory->revisions[number - 1];
}

/* [{id, href, title, withdrawn}] of advisories that the facts name; other texts stay as id only. */
static struct value *linked_list(const struct view *v, const struct value *facts, const char *key)
{
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	const struct value *ids = value_get(facts, key);
	for (size_t i = 0; ids && ids->kind == VALUE_LIST && i < ids->count; i++) {
		const char *id = value_as_text(ids->items[i]);
		if (!id)
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		const struct advisory *other = history_find(v->worker->site->history, id);
		if (!other && archive_find(v->worker->site->archive, id))
			continue; /* not published: its id must not appear */
		value_set_text(a, item, "id", id);
		if (other) {
			value_set_text(a, item, "href", view_href(v, "%s/%s/index.html", v->lang, id));
			value_set_text(a, item, "title", advisory_text_for(other, v->lang)->title);
			if (other->withdrawal.reason)
				value_set_bool(a, item, "withdrawn", true);
		}
		value_add(a, list, item);
	}
	return list;
}

/* {by, time, href, changes_href}: the revision that came after it. */
static void set_superseded(const struct view *v, struct value *map, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	if (!av->revision || av->revision >= adv->revision)
		return;
	const struct revision *next = &adv->revisions[av->revision];
	struct value *superseded = value_new(a, VALUE_MAP);
	value_set_number(a, superseded, "by", next->number);
	value_set_number(a, superseded, "time", next->at->time);
	value_set_text(a, superseded, "href", view_href(v, "%s", path_of_revision(a, v->lang, adv->id, next->number)));
	value_set_text(a, superseded, "changes_href", changes_href(v, adv, next->number));
	value_set(a, map, "superseded", superseded);
}

static void set_redacted(const struct view *v, struct value *map, const struct advisory_view *av)
{
	if (!revision_of(av)->redacted)
		return;
	struct arena *a = v->worker->arena;
	struct value *redacted = value_new(a, VALUE_MAP);
	const struct value *redact = value_get(av->advisory->facts, "redact");
	struct value *reason = localised_value(v, value_get(redact, "reason"));
	if (reason)
		value_set(a, redacted, "reason", reason);
	value_set(a, map, "redacted", redacted);
}

/* Above so many events a revision's page tells those beside it alone: with all of them on all pages a site grows with the
 * square of what an advisory lived through. */
#define WHOLE_HISTORY 100

/* {lang, href}: where the whole history is told, if the page of a revision tells a part; NULL if it tells all. */
static struct value *history_elsewhere(const struct view *v, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	const char *lang = advisory_text_for(adv, v->lang)->lang;
	if (!av->revision || adv->event_count <= WHOLE_HISTORY || !language_has_pages(v->worker->site, lang))
		return NULL;
	struct value *map = value_new(a, VALUE_MAP);
	value_set_text(a, map, "lang", lang);
	value_set_text(a, map, "href", view_href(v, "%s", path_of_advisory(a, lang, adv->id)));
	return map;
}

/* The revision shown, and those before and after it. */
static bool is_beside(const struct advisory_view *av, unsigned revision)
{
	return revision + 1 >= av->revision && revision <= av->revision + 1;
}

static struct value *history_list(const struct view *v, const struct advisory_view *av, bool whole)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = adv->event_count; i > 0; i--) {
		const struct event *e = &adv->events[i - 1];
		if (!whole && !is_beside(av, e->standing))
			continue;
		struct value *item = event_of(v, adv, i - 1);
		/* A translation is read where it stands, in its own language. */
		const char *lang = e->translation && language_has_pages(v->worker->site, e->lang) ? e->lang : v->lang;
		value_set_text(a, item, "href", view_href(v, "%s", path_of_revision(a, lang, adv->id, e->standing)));
		value_set(a, item, "changes", event_lines(v, adv, i - 1));
		value_add(a, list, item);
	}
	return list;
}

static struct value *revision_list(const struct view *v, const struct advisory_view *av, bool whole)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = adv->revision_count; i > 0; i--) {
		const struct revision *r = &adv->revisions[i - 1];
		if (!whole && i < adv->revision_count && !is_beside(av, r->number))
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		value_set_number(a, item, "number", r->number);
		value_set_number(a, item, "time", r->at->time);
		value_set_text(a, item, "href", view_href(v, "%s/%s/r%u/index.html", v->lang, adv->id, r->number));
		if (i == adv->revision_count)
			value_set_bool(a, item, "current", true);
		value_add(a, list, item);
	}
	return list;
}

static void set_history(const struct view *v, struct value *map, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	struct value *elsewhere = history_elsewhere(v, av);
	value_set(a, map, "revisions", revision_list(v, av, !elsewhere));
	value_set(a, map, "history", history_list(v, av, !elsewhere));
	if (elsewhere)
		value_set(a, map, "history_elsewhere", elsewhere);
}

static struct value *language_list(const struct view *v, const struct advisory *adv)
{
	struct arena *a = v->worker->arena;
	struct value *list = value_new(a, VALUE_LIST);
	const struct config *c = v->worker->site->config;
	for (size_t i = 0; i < c->language_count; i++) {
		const struct text *t = advisory_text(adv, c->languages[i]);
		if (!t)
			continue;
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "code", t->lang);
		value_set_text(a, item, "name", language_name(v->worker->site, t->lang));
		value_set_text(a, item, "title", t->title);
		value_set_text(a, item, "href", view_href(v, "%s/%s/index.html", t->lang, adv->id));
		if (strcmp(t->lang, v->lang) == 0)
			value_set_bool(a, item, "current", true);
		value_add(a, list, item);
	}
	return list;
}

static void attachments_of(const struct advisory_view *av, const struct attachment **list, size_t *count)
{
	const struct revision *r = revision_of(av);
	*list = r->attachments;
	*count = r->redacted ? 0 : r->attachment_count;
}

static const char *files_folder(const struct view *v, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	return av->revision ? arena_printf(a, "%s/%s/r%u/files", v->lang, av->advisory->id, av->revision)
			    : arena_printf(a, "%s/%s/files", v->lang, av->advisory->id);
}

/* So that the signed text proves its attachments too. */
static void set_digest(struct worker *w, struct value *item, const struct oid *blob)
{
	struct arena *scratch = arena_new();
	struct span bytes;
	char hex[SHA256_HEX];
	if (repository_blob(&bytes, w->site->repository, blob, scratch, w->diags)) {
		struct sha256 digest = sha256_of(bytes);
		value_set_text(w->arena, item, "sha256", sha256_hex(hex, &digest));
	}
	arena_free(scratch);
}

static struct value *attachment_list(const struct view *v, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct attachment *items;
	size_t count;
	attachments_of(av, &items, &count);
	struct value *list = value_new(a, VALUE_LIST);
	for (size_t i = 0; i < count; i++) {
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "name", items[i].name);
		value_set_text(a, item, "href", view_href(v, "%s/%s", files_folder(v, av), items[i].name));
		set_digest(v->worker, item, &items[i].blob);
		value_set_number(a, item, "size",
				 (int64_t)repository_blob_size(v->worker->site->repository, &items[i].blob, v->worker->diags));
		value_add(a, list, item);
	}
	return list;
}

struct links advisory_links(const struct view *v, const struct advisory_view *av)
{
	struct links l = {.view = *v, .path = av->text->path, .lang = av->text->lang, .id = av->advisory->id, .files = files_folder(v, av)};
	attachments_of(av, &l.attachments, &l.attachment_count);
	/* Only what stands in HEAD must lead somewhere: a withdrawn text or a past one cannot be mended. */
	l.strict = !av->revision && !av->advisory->withdrawal.by_deletion;
	return l;
}

/* A past folder's name may hold anything but NUL: what cannot be shown as it is would be another path. */
static bool can_be_shown(const struct view *v, const char *path)
{
	return strcmp(utf8_masked(v->worker->arena, span_of(path), 4096), path) == 0;
}

/* {path, sha256, commit, time, serial, signed} of the file that a revision shows: `git show COMMIT:PATH` gives
 * its bytes. A redacted one keeps its digest, which tells nothing, and not its path, which an author chose. */
static void set_document(const struct view *v, struct value *map, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct text *t = av->text;
	char hex[OID_HEX];
	if (!t || !av->revision)
		return;
	struct value *document = value_new(a, VALUE_MAP), *by = signed_value(v, t->at);
	if (!revision_of(av)->redacted && can_be_shown(v, t->path))
		value_set_text(a, document, "path", t->path);
	set_digest(v->worker, document, &t->blob);
	value_set_text(a, document, "commit", oid_hex(hex, &t->at->commit));
	value_set_number(a, document, "time", t->at->time);
	value_set_number(a, document, "serial", t->at->serial);
	if (by)
		value_set(a, document, "signed", by);
	value_set(a, map, "document", document);
}

static bool set_body(const struct view *v, struct value *map, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	if (!av->text || revision_of(av)->redacted) {
		value_set_text(a, map, "body", "");
		value_set(a, map, "toc", value_new(a, VALUE_LIST));
		value_set(a, map, "extra", value_new(a, VALUE_MAP));
		return true;
	}
	struct links links = advisory_links(v, av);
	const struct rendering *r = content_read(v->worker, av->text, av->facts, links.strict);
	if (!r)
		return false;
	value_set_text(a, map, "summary", value_text(r->document->front, "summary"));
	links.tree = r->tree;
	value_set(a, map, "body", content_html(v, r->tree, &links));
	value_set(a, map, "toc", content_toc(a, r->tree));
	value_set(a, map, "terms", content_terms(&links));
	value_set(a, map, "extra", r->extra);
	return true;
}

static void set_text_state(const struct view *v, struct value *map, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	const struct text *t = av->text;
	value_set_text(a, map, "title", t ? t->title : adv->id);
	value_set_text(a, map, "lang", t ? t->lang : v->lang);
	if (!t || strcmp(t->lang, adv->source) == 0)
		return;
	value_set_text(a, map, "translated_from", adv->source);
	/* A page of a revision is out of date if its text was that revision's never. */
	bool current = av->revision ? t->reflects >= av->revision : t->current;
	if (current)
		return;
	struct value *stale = value_new(a, VALUE_MAP);
	value_set_number(a, stale, "reflects", t->reflects);
	value_set_number(a, stale, "latest", av->revision ? av->revision : adv->revision);
	value_set(a, map, "stale", stale);
}

/* When what is said of exploitation was last said anew, up to the revision shown. */
static void set_exploitation_time(struct arena *a, struct value *map, const struct advisory *adv, unsigned number)
{
	const struct publication *said = NULL;
	for (size_t i = 0; i < adv->event_count; i++) {
		const struct event *e = &adv->events[i];
		if (!e->translation && e->revision <= number && (!said || event_changed(e, "exploitation")))
			said = e->at;
	}
	if (said && !adv->withdrawal.reason)
		value_set_number(a, map, "exploitation_time", said->time);
}

static void set_times(struct arena *a, struct value *map, const struct advisory_view *av)
{
	const struct advisory *adv = av->advisory;
	unsigned number = av->revision ? av->revision : adv->revision;
	value_set_number(a, map, "revision", number);
	value_set_number(a, map, "latest", adv->revision);
	value_set_number(a, map, "published", adv->published);
	instant updated = av->revision ? adv->revisions[number - 1].at->time : av->text ? av->text->updated : adv->updated;
	/* Revision 1 is what this archive began with. */
	bool began = av->revision == 1 && adv->published_before;
	value_set_number(a, map, "updated", began ? adv->published : advisory_updated(adv, updated));
	value_set_number(a, map, "modified", updated);
	set_exploitation_time(a, map, adv, number);
	if (adv->published_before)
		value_set_bool(a, map, "published_before", true);
}

static void set_addresses(const struct view *v, struct value *map, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct site *s = v->worker->site;
	const struct advisory *adv = av->advisory;
	const char *base = s->config->base_url;
	char hex[SHA256_HEX], commit[OID_HEX];
	value_set_text(a, map, "permalink", arena_printf(a, "%s%s/", base, adv->id));
	value_set_text(a, map, "page_url",
		       av->revision ? arena_printf(a, "%s%s/%s/r%u/", base, v->lang, adv->id, av->revision)
				    : arena_printf(a, "%s%s/%s/", base, v->lang, adv->id));
	value_set_text(a, map, "commit", oid_hex(commit, &advisory_newest(adv)->commit));
	value_set_number(a, map, "serial", advisory_newest(adv)->serial);
	if (!av->text || av->revision || !advisory_text(adv, av->text->lang))
		return;
	value_set_text(a, map, "text_name", arena_printf(a, "%s.%s", adv->id, av->text->lang));
	value_set_text(a, map, "text_href", view_href(v, "text/%s.%s.txt", adv->id, av->text->lang));
	if (!s->options->is_unsigned)
		value_set_text(a, map, "signed_href", view_href(v, "text/%s.%s.asc", adv->id, av->text->lang));
	const struct sha256 *digest = site_text_digest(s, adv, av->text->lang);
	if (digest)
		value_set_text(a, map, "text_sha256", sha256_hex(hex, digest));
	if (av->with_body)
		value_set(a, map, "records", records_value(v, adv));
}

/* What every output says of an advisory. */
static struct value *value_begin(const struct view *v, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	const struct value *facts = av->facts;
	struct value *map = value_new(a, VALUE_MAP);
	struct value *withdrawn = withdrawn_value(v, adv), *reinstated = reinstated_value(v, adv);
	value_set_text(a, map, "id", adv->id);
	set_text_state(v, map, av);
	value_set_text(a, map, "source_lang", adv->source);
	value_share(a, map, "facts", facts);
	value_set(a, map, "rating", rating_value(v, facts));
	value_set(a, map, "exploitation", exploitation_value(v, facts));
	value_set_text(a, map, "state", av->revision ? value_text(facts, "status") : advisory_state(adv));
	value_set_text(a, map, "status", value_text(facts, "status"));
	value_set_text(a, map, "kind", value_text(facts, "kind"));
	set_times(a, map, av);
	if (advisory_is_exercise(adv))
		value_set_bool(a, map, "exercise", true);
	if (withdrawn)
		value_set(a, map, "withdrawn", withdrawn);
	set_redacted(v, map, av);
	if (reinstated)
		value_set(a, map, "reinstated", reinstated);
	value_set(a, map, "affected", affected_value(v, facts));
	set_addresses(v, map, av);
	return map;
}

/* HEAD's documents are at hand, those of the past are not. */
static void set_summary(const struct view *v, struct value *map, const struct advisory_view *av)
{
	const struct archive_advisory *now = archive_find(v->worker->site->archive, av->advisory->id);
	for (size_t i = 0; now && !revision_of(av)->redacted && i < now->document_count; i++)
		if (oid_equal(&now->documents[i].blob, &av->text->blob))
			value_set_text(v->worker->arena, map, "summary", value_text(now->documents[i].document.front, "summary"));
}

struct value *advisory_value_brief(const struct view *v, const struct advisory_view *av)
{
	struct value *map = value_begin(v, av);
	set_summary(v, map, av);
	return map;
}

struct value *advisory_value(const struct view *v, const struct advisory_view *av)
{
	struct arena *a = v->worker->arena;
	const struct advisory *adv = av->advisory;
	const struct value *facts = av->facts;
	struct value *map = value_begin(v, av);
	value_set_text(a, map, "changes_href", changes_href(v, adv, revision_of(av)->number));
	set_superseded(v, map, av);
	set_document(v, map, av);
	set_facts_lists(v, map, facts);
	value_set(a, map, "related", linked_list(v, facts, "related"));
	value_set(a, map, "supersedes", linked_list(v, facts, "supersedes"));
	value_set(a, map, "languages", language_list(v, adv));
	set_history(v, map, av);
	value_set(a, map, "attachments", attachment_list(v, av));
	if (av->with_body && !set_body(v, map, av))
		return NULL;
	return map;
}
