/* Invariant: the texts that are compared are one language's before and after one event; places are those of HEAD's
 * document, and what HEAD has taken back, or a later editorial change gives back, is not told. */
#include "site/editorial.h"

#include "document/markdown.h"
#include "site/content.h"
#include "site/ignored.h"
#include "site/named.h"

struct judging {
	struct worker *worker;
	const struct advisory *advisory;
	const struct event *event;
	const struct document *head;  /* in the event's language */
	struct mentions first; /* before the first of the changes in a row that are called editorial */
	struct mentions before, after, now;
	struct diags *diags;
};

/* A change of many things must not fill a log. */
#define TOLD_MOST 20

static bool is_judged(const struct history *since, const struct advisory *a, const struct event *e)
{
	return e->at->serial > since->base_count && e->why == WHY_SAID && e->before.path && e->after.path &&
	       !event_is_redacted(a, e);
}

static const struct event *first_in_row(const struct history *since, const struct advisory *a, const struct event *e)
{
	const struct event *first = e;
	for (const struct event *at = a->events; at < e; at++) {
		if (strcmp(at->lang, e->lang) != 0)
			continue;
		if (!is_judged(since, a, at))
			first = e;
		else if (first == e)
			first = at;
	}
	return first;
}

static const struct document *head_document(const struct site *s, const char *id, const char *lang)
{
	const struct archive_advisory *adv = archive_find(s->archive, id);
	for (size_t i = 0; adv && i < adv->document_count; i++)
		if (strcmp(adv->documents[i].document.lang, lang) == 0)
			return &adv->documents[i].document;
	return NULL;
}

static bool read_version(struct mentions *out, struct worker *w, const struct version_ref *ref)
{
	const struct version *v = version_of(w, ref);
	if (!v || !v->document)
		return false;
	*out = named_in(v->document, version_tree(w, v), w->arena);
	return true;
}

static bool read_head(struct judging *j)
{
	struct diags *refused = diags_new();
	struct arena *a = j->worker->arena;
	struct node *tree = markdown_parse(a, j->head->body, j->head->body_line, j->head->path, refused);
	diags_free(refused);
	if (tree)
		j->now = named_in(j->head, tree, a);
	return tree != NULL;
}

/* Where HEAD names it; NULL: it does not. */
static const struct mention *in_head(const struct judging *j, const struct mention *m)
{
	for (size_t i = 0; i < j->now.count; i++)
		if (strcmp(j->now.items[i].keys[0], m->keys[0]) == 0)
			return &j->now.items[i];
	return NULL;
}

static void tell(const struct judging *j, struct place at, const struct mention *m, bool came)
{
	char hex[OID_HEX];
	diag(j->diags, DIAG_EDITORIAL_TEXT, at,
	     "leave Revision: editorial out; if the facts are the same all the same: "
	     "lint: {ignore: [{code: W138, reason: …}]}",
	     "commit %.12s calls its change of %s editorial, but the text %s the %s %s", oid_hex(hex, &j->event->at->commit),
	     j->advisory->id, came ? "now names" : "no longer names", named_kind(m->kind), m->text);
}

static void compare(const struct judging *j)
{
	bool came[MENTION_HASH + 1] = {false};
	size_t told = 0;
	for (size_t i = 0; i < j->after.count; i++) {
		const struct mention *m = &j->after.items[i], *now = in_head(j, m);
		if (mentions_have(&j->before, m) || mentions_have(&j->first, m) || !now)
			continue;
		came[m->kind] = true;
		if (told++ < TOLD_MOST)
			tell(j, (struct place){j->head->path, now->line, now->column}, m, true);
	}
	for (size_t i = 0; i < j->before.count; i++) {
		const struct mention *m = &j->before.items[i];
		if (mentions_have(&j->after, m) || !mentions_have(&j->first, m) || came[m->kind] || mentions_have(&j->now, m))
			continue;
		if (told++ < TOLD_MOST)
			tell(j, (struct place){j->head->path, 1, 1}, m, false);
	}
}

static bool is_ignored(const struct site *s, const struct document *doc)
{
	return ignores_hold(s->ignores, doc->path, diag_name(DIAG_EDITORIAL_TEXT));
}

static void judge(struct worker *w, const struct history *since, const struct advisory *a, const struct event *e,
		  struct diags *d)
{
	struct judging j = {.worker = w, .advisory = a, .event = e, .diags = d};
	j.head = head_document(w->site, a->id, e->lang);
	const struct document *source = head_document(w->site, a->id, a->source);
	bool by_source = source && is_ignored(w->site, source);
	if (!j.head || is_ignored(w->site, j.head) || by_source)
		return;
	worker_next(w);
	if (read_version(&j.first, w, &first_in_row(since, a, e)->before) && read_version(&j.before, w, &e->before) &&
	    read_version(&j.after, w, &e->after) && read_head(&j))
		compare(&j);
}

void check_editorial(const struct site *s, const struct history *since, struct diags *d)
{
	struct worker *w = worker_new(s, d);
	for (size_t i = 0; w && i < since->advisory_count; i++) {
		const struct advisory *a = &since->advisories[i];
		for (size_t k = 0; k < a->event_count; k++)
			if (is_judged(since, a, &a->events[k]))
				judge(w, since, a, &a->events[k], d);
	}
	worker_free(w);
}
