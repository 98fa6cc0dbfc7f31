/* Invariant: whatever differs is reported, with the advisory's name or in the count of those that are too many
 * to name. Only the first fault of each is told: the others follow from it. */
#include <inttypes.h>
#include <stdarg.h>

#include "base/map.h"
#include "formats/security_txt.h"
#include "publish/lineage.h"
#include "publish/listed.h"
#include "publish/previous_files.h"

#define NAMED_MOST 20

struct comparing {
	const struct previous *previous;
	const struct history *history;
	const struct oid *head;
	const char *allow;
	struct arena *arena;
	struct diags *diags;
	bool straight;    /* the live commit is on the chain */
	unsigned mended;  /* the first publication whose clock `times` mends; 0: none */
	bool hinted;      /* what makes another record of the same commits was told */
	size_t found;     /* faults, reported or not */
	size_t advisories; /* of them: faults of an advisory */
};

/* An error, or, where it is allowed, a warning. */
__attribute__((format(printf, 4, 5))) static void tell(struct comparing *c, enum diag_code code, const char *hint,
						       const char *format, ...)
{
	char message[2048];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	c->found++;
	diag(c->diags, c->allow ? DIAG_REWRITE_ALLOWED : code, (struct place){.path = c->previous->path},
	     c->allow ? NULL : hint, "%s", message);
}

/* Where the commits are the same, what else makes the record. A lost chain has its own hint. */
static const char *hint_of(struct comparing *c, const struct listed *l)
{
	if (!c->straight)
		return NULL;
	if (l && l->exercise)
		return "it is an exercise: build with --exercise, as the live site was";
	if (c->hinted)
		return NULL;
	c->hinted = true;
	return arena_printf(c->arena,
			    "the same commits make another record by another archive.yaml or reader, with or without --exercise, "
			    "or by another version (the live site: %.40s); --allow-rewrite REASON publishes it all the "
			    "same, and the site tells the reason for good",
			    c->previous->generator);
}

/* One fault of one advisory, of which l tells; after the first NAMED_MOST they are only counted. */
__attribute__((format(printf, 5, 6))) static void tell_advisory(struct comparing *c, enum diag_code code,
								const struct listed *l, const char *hint,
								const char *format, ...)
{
	char message[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	if (c->advisories++ < NAMED_MOST)
		tell(c, code, hint ? hint : hint_of(c, l), "%s %s", l->id, message);
	else
		c->found++;
}

/* Events. */

/* "serial 9 (substantive, ja, revision 2, 2026-04-02T09:00:00Z, commit 0123456789ab)" */
static const char *describe(struct arena *a, const struct listed_event *e)
{
	char time[INSTANT_SIZE];
	return arena_printf(a, "serial %" PRId64 " (%.40s, %.20s, revision %" PRId64 ", %s, commit %.12s)", e->serial,
			    e->class, e->lang, e->revision, instant_format(time, e->time), e->commit);
}

static struct listed_event as_listed(char hex[OID_HEX], const struct event *e)
{
	return (struct listed_event){.serial = e->at->serial, .time = e->at->time, .lang = e->lang, .revision = e->revision,
				     .class = event_class_name(e->class), .commit = oid_hex(hex, &e->at->commit)};
}

/* `times` mends a commit's clock; no later commit has an earlier time, so it moves those after it too. */
static unsigned first_mended(const struct comparing *c)
{
	char hex[OID_HEX];
	const struct config *config = &c->previous->archive->config;
	for (size_t i = 0; config->times && i < c->history->publication_count; i++)
		if (config_time(config, oid_hex(hex, &c->history->publications[i].commit)))
			return c->history->publications[i].serial;
	return 0;
}

static bool same_event(const struct comparing *c, const struct listed_event *was, const struct listed_event *is)
{
	return was->serial == is->serial && was->revision == is->revision && strcmp(was->commit, is->commit) == 0 &&
	       strcmp(was->class, is->class) == 0 && strcmp(was->lang, is->lang) == 0 &&
	       (was->time == is->time || (c->mended && is->serial >= c->mended));
}

/* False after telling of the first that is not as it was. */
static bool compare_events(struct comparing *c, const struct listed *l, const struct advisory *a)
{
	char hex[OID_HEX];
	for (size_t i = 0; i < l->event_count; i++) {
		if (i == a->event_count) {
			tell_advisory(c, DIAG_RECORD_GONE, l, NULL, "has lost an event: %s", describe(c->arena, &l->events[i]));
			return false;
		}
		struct listed_event is = as_listed(hex, &a->events[i]);
		if (same_event(c, &l->events[i], &is))
			continue;
		tell_advisory(c, DIAG_RECORD_ALTERED, l, NULL, "is altered: the live site lists %s, and here it is %s",
			      describe(c->arena, &l->events[i]), describe(c->arena, &is));
		return false;
	}
	if (l->event_count == a->event_count || (int64_t)a->events[l->event_count].at->serial > c->previous->serial)
		return true;
	struct listed_event added = as_listed(hex, &a->events[l->event_count]);
	tell_advisory(c, DIAG_RECORD_ALTERED, l, NULL, "is altered: its past has an event that the live site does not list, %s",
		      describe(c->arena, &added));
	return false;
}

/* A language that the live site has: true if it is public now, or one of the events since says that it went, and a commit
 * why. The withdrawal of an advisory is told once, in the language of its source. */
static bool compare_language(struct comparing *c, const struct listed *l, const struct advisory *a, const char *lang)
{
	const struct event *removed = NULL;
	bool accounted = advisory_text(a, lang) != NULL;
	for (size_t i = l->event_count; i < a->event_count; i++) {
		const struct event *e = &a->events[i];
		accounted = accounted || e->class == EVENT_WITHDRAWN;
		if (e->class == EVENT_TRANSLATION_REMOVED && strcmp(e->lang, lang) == 0)
			removed = e;
	}
	if (accounted || (removed && event_has_reason(a, removed)))
		return true;
	if (!removed) {
		tell_advisory(c, DIAG_RECORD_GONE, l, NULL, "has lost its document in %s, and no event tells of it", lang);
		return false;
	}
	char hex[OID_HEX];
	oid_hex(hex, &removed->at->commit);
	tell_advisory(c, DIAG_RECORD_GONE, l,
		      arena_printf(c->arena, "bring it back; or say why: git commit --allow-empty with the lines \"Amends: %.12s\" and "
					     "\"Withdraw-Reason: …\" in its message; or --allow-rewrite REASON publishes this all the "
					     "same, and the site tells the reason for good", hex),
		      "has lost its document in %s, and commit %.12s does not say why", lang, hex);
	return false;
}

static void compare_advisory(struct comparing *c, const struct listed *l)
{
	const struct advisory *a = history_find(c->history, l->id);
	if (!a) {
		tell_advisory(c, DIAG_RECORD_GONE, l, NULL, "is gone: the live site lists it, last at revision %" PRId64,
			      l->revision);
		return;
	}
	if (!compare_events(c, l, a))
		return;
	if (l->revision > (int64_t)a->revision) {
		tell_advisory(c, DIAG_RECORD_GONE, l, NULL, "has lost revision %" PRId64 ": its last is %u", l->revision,
			      a->revision);
		return;
	}
	for (size_t i = 0; i < l->text_count && compare_language(c, l, a, l->texts[i].lang); i++)
		;
}

/* Of no place, so that it stands below those that are named: reports are sorted by place. */
static void tell_others(struct comparing *c)
{
	if (c->advisories > NAMED_MOST)
		diag(c->diags, c->allow ? DIAG_REWRITE_ALLOWED : DIAG_RECORD_ALTERED, NO_PLACE, NULL,
		     "of the %zu advisories of the live site, %zu more are gone or altered", c->previous->count,
		     c->advisories - NAMED_MOST);
}

static void compare_all(struct comparing *c)
{
	for (size_t i = 0; i < c->previous->count; i++)
		compare_advisory(c, &c->previous->advisories[i]);
	tell_others(c);
	if (c->straight && !c->advisories && (int64_t)c->history->publication_count < c->previous->serial)
		tell(c, DIAG_RECORD_GONE, hint_of(c, NULL), "the live site has serial %" PRId64 ", this history ends at %zu",
		     c->previous->serial, c->history->publication_count);
}

/* Pages are made in the archive's languages alone: one that is taken away takes all its addresses along. */
static void compare_languages(struct comparing *c)
{
	const struct previous *p = c->previous;
	struct map *seen = map_new();
	for (size_t i = 0; i < p->count; i++)
		for (size_t k = 0; k < p->advisories[i].text_count; k++) {
			const char *lang = p->advisories[i].texts[k].lang;
			if (!map_put(seen, span_of(lang), i) || config_has_language(&p->archive->config, lang))
				continue;
			tell(c, DIAG_RECORD_GONE,
			     "keep it among the languages of archive.yaml: its pages stay, and tell what it lacks",
			     "the language %.20s is gone, and with it every page in it: the live site has advisories in it",
			     lang);
		}
	map_free(seen);
}

static void tell_lost(struct comparing *c, const struct lost *l)
{
	const char *files = l->files == 1 ? "file" : "files", *hint;
	if (strcmp(l->format, "wkd") == 0 && !l->off) {
		diag(c->diags, DIAG_WEBKEYS_GONE, (struct place){.path = c->previous->path},
		     "a key that expired or was taken away, or another mail address: keep the certificate in keys/ where that was not meant",
		     "the live site's Web Key Directory has %zu %s that the new one has not: %s", l->files, files, l->example);
		return;
	}
	hint = l->off ? arena_printf(c->arena, "take \"%s: no\" out of formats: programs that read these files would wait for "
					       "them for ever; or --allow-rewrite REASON publishes this all the same, and the site tells "
					       "the reason for good", l->format)
		      : "archive.yaml or another version of shirase gives them other addresses, or none: mend that; or --allow-rewrite "
			"REASON publishes this all the same, and the site tells the reason for good";
	tell(c, DIAG_FORMAT_GONE, hint, "%zu %s of the format \"%s\" would be gone%s: %s%s", l->files, files, l->format,
	     l->off ? ", which archive.yaml turns off" : "", l->example, l->files == 1 ? "" : ", …");
}

/* Where advisories or their languages are gone, their files follow from it, and only what is turned off is told. */
static void compare_files(struct comparing *c, const struct map *paths)
{
	size_t count, follows = c->found;
	const struct lost *lost = previous_lost(&count, &c->previous->archive->config, c->previous->sums, paths, c->arena);
	for (size_t i = 0; i < count; i++)
		if (lost[i].off || !follows)
			tell_lost(c, &lost[i]);
	if (c->previous->has_security_txt && !map_find(paths, SPAN_LITERAL(SECURITY_TXT_PATH), &count))
		tell_lost(c, &(struct lost){"security_txt", SECURITY_TXT_PATH, 1, !config_format(&c->previous->archive->config, "security_txt")});
}

/* The chain. */

/* Of a commit that the repository lacks: as far as its events tell. */
static const struct publication *common_by_events(const struct comparing *c)
{
	const struct history *h = c->history;
	const struct publication *common = NULL;
	char hex[OID_HEX];
	for (size_t i = 0; i < c->previous->count; i++)
		for (size_t k = 0; k < c->previous->advisories[i].event_count; k++) {
			const struct listed_event *e = &c->previous->advisories[i].events[k];
			if (e->serial > (int64_t)h->publication_count || (common && e->serial <= (int64_t)common->serial))
				continue;
			const struct publication *p = &h->publications[e->serial - 1];
			if (strcmp(oid_hex(hex, &p->commit), e->commit) == 0)
				common = p;
		}
	return common;
}

static const char *describe_common(const struct comparing *c, const struct lineage *l)
{
	char hex[OID_HEX], time[INSTANT_SIZE];
	const struct publication *p = l->common ? l->common : common_by_events(c);
	if (!p)
		return "they have no publication in common";
	return arena_printf(c->arena, "the last publication in common is serial %u of %s, commit %s", p->serial,
			    instant_format(time, p->time), oid_hex(hex, &p->commit));
}

#define ALL_THE_SAME "; or --allow-rewrite REASON publishes this all the same, and the site tells the reason for good"

/* What is published becomes the first parent again. Nothing is forced: the branch only goes forward. */
static const char *remedy(const struct comparing *c, const struct lineage *l, const char *first, const char *then)
{
	char head[OID_HEX];
	const char *live = c->previous->commit;
	bool unrelated = l->kind == LINEAGE_APART && !l->related;
	const char *sign = c->previous->archive->committer_count ? "-S " : "";
	return arena_printf(c->arena,
			    "%sgit switch -C mended-%.7s %s && git merge --no-ff --no-edit %s%s%s && git switch - && "
			    "git merge --ff-only mended-%.7s (if the first merge stops at a conflict: mend the files, git add them, "
			    "git commit %s--no-edit, and go on at git switch -; to begin again: git merge --abort && git switch -)%s",
			    first, live, live, sign, unrelated ? "--allow-unrelated-histories " : "", oid_hex(head, c->head), live,
			    sign, then);
}

static void tell_side(struct comparing *c, const struct lineage *l)
{
	char merge[OID_HEX];
	const char *order = l->parent == 2 ? "second" : l->parent == 3 ? "third" : "later";
	tell(c, DIAG_HISTORY_SIDE_BRANCH,
	     remedy(c, l, "redo the merge the other way round, onto what is published: ", ""),
	     "merge %s turned the public branch into a side branch: the commit of the live site, %s (serial %" PRId64
	     "), came in by its %s parent, as a plain git pull does; %s",
	     oid_hex(merge, &l->merge), c->previous->commit, c->previous->serial, order, describe_common(c, l));
}

static void tell_older(struct comparing *c)
{
	char head[OID_HEX];
	tell(c, DIAG_HISTORY_OLDER, "build the commit of the live site, or a later one; git pull may bring it",
	     "an older commit is being built: that of the live site, %s (serial %" PRId64 "), comes after %s (serial %zu)",
	     c->previous->commit, c->previous->serial, oid_hex(head, c->head), c->history->publication_count);
}

static void tell_missing(struct comparing *c, const struct lineage *l)
{
	tell(c, DIAG_HISTORY_REWRITTEN,
	     remedy(c, l,
		    "git fetch may bring it; if not, the public branch was forced: fetch the commit from a clone that has "
		    "it, then ",
		    ALL_THE_SAME),
	     "the commit of the live site, %s (serial %" PRId64 "), is not in this repository; %s", c->previous->commit,
	     c->previous->serial, describe_common(c, l));
}

static void tell_apart(struct comparing *c, const struct lineage *l)
{
	char head[OID_HEX];
	tell(c, DIAG_HISTORY_REWRITTEN, remedy(c, l, "go on from what is published: ", ALL_THE_SAME),
	     "history was rewritten (an amended commit, a rebase, a forced push), or what is published was never merged "
	     "here: the commit of the live site, %s (serial %" PRId64 "), is not in the history of %s; %s",
	     c->previous->commit, c->previous->serial, oid_hex(head, c->head), describe_common(c, l));
}

static void check_chain(struct comparing *c, const struct lineage *l)
{
	switch (l->kind) {
	case LINEAGE_STRAIGHT:
		return;
	case LINEAGE_OLDER:
		return tell_older(c);
	case LINEAGE_SIDE:
		return tell_side(c, l);
	case LINEAGE_APART:
		return tell_apart(c, l);
	case LINEAGE_MISSING:
		return tell_missing(c, l);
	}
}

/* Another address is another archive, unless the commits say that it has moved. */
static bool check_address(struct comparing *c)
{
	const struct previous *p = c->previous;
	const char *ours = p->archive->config.base_url;
	if (strcmp(p->base_url, ours) == 0)
		return true;
	if (c->straight)
		tell(c, DIAG_RECORD_MOVED,
		     "name the live site of this address; if the archive has moved, --allow-rewrite REASON tells it for good",
		     "the live site is that of %.200s, and this one is for %.200s", p->base_url, ours);
	else
		diag(c->diags, DIAG_PREVIOUS_OTHER, (struct place){.path = p->path}, "name the live site of this archive",
		     "this is the site of another archive: it is that of %.200s, and this one is for %.200s", p->base_url,
		     ours);
	return c->straight;
}

static void add_rewrite(struct comparing *c, struct value *rewrites)
{
	struct arena *a = c->arena;
	const struct history *h = c->history;
	char head[OID_HEX];
	struct value *rewrite = value_new(a, VALUE_MAP);
	value_set_text(a, rewrite, "from", c->previous->commit);
	value_set_text(a, rewrite, "to", oid_hex(head, c->head));
	value_set_text(a, rewrite, "reason", c->allow);
	if (h->publication_count) {
		const struct publication *latest = &h->publications[h->publication_count - 1];
		value_set_number(a, rewrite, "serial", latest->serial);
		value_set_number(a, rewrite, "time", latest->time);
	}
	value_add(a, rewrites, rewrite);
}

bool previous_check(const struct value **rewrites, const struct previous *p, struct repository *r, const struct oid *head,
		    const struct history *h, const struct map *paths, const char *allow, struct arena *a, struct diags *d)
{
	struct comparing c = {.previous = p, .history = h, .head = head, .allow = allow, .arena = a, .diags = d};
	struct lineage l;
	if (!lineage_find(&l, r, head, p->commit, h, d))
		return false;
	c.straight = l.kind == LINEAGE_STRAIGHT;
	c.mended = first_mended(&c);
	if (!check_address(&c))
		return false;
	check_chain(&c, &l);
	compare_languages(&c);
	compare_all(&c);
	compare_files(&c, paths);
	struct value *all = value_copy(a, p->rewrites);
	if (c.found && allow)
		add_rewrite(&c, all);
	else if (allow)
		diag(d, DIAG_REWRITE_NONE, (struct place){.path = p->path}, "leave it out, so that it lets nothing pass later",
		     "--allow-rewrite was not needed: nothing that the live site lists is gone or altered");
	*rewrites = all->count ? all : NULL;
	return !c.found || allow;
}
