/* Invariant: what a commit is judged by is the policy of the commit before it in the chain, and every commit is judged that
 * changes HEAD's archive, filters, themes, what others say, or that policy, from the first commit that has one (or from the pin)
 * on. So a policy that stands in HEAD was handed down, change by change, by those whom the one before it admitted. */
#include "trust/committers.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "trust/trusting.h"

struct judgement {
	size_t index;                          /* in the chain */
	const struct publication *publication; /* NULL: it changes something else than the archive that HEAD has */
	enum matter matter;
	const struct policy *policy;
	instant time;
	bool changes_policy;
	struct provenance found;
	struct chain brought; /* of a merge that the platform signed */
};

struct judging {
	struct trusting *trusting;
	const struct history *history;
	struct map *publications; /* commit id -> serial - 1 */
	struct judgement *items;
	size_t count, capacity;
	size_t first;             /* commits of the chain before it, and it itself, are given: none, or the pin's place + 1 */
	struct arena **arenas;    /* one a worker */
};

/* Pins. ------------------------------------------------------------------------- */

static bool find_pin(size_t *place, const struct trusting *t, const char *hex)
{
	char text[OID_HEX];
	for (size_t i = 0; i < t->chain.count; i++)
		if (strcasecmp(oid_hex(text, &t->chain.commits[i].id), hex) == 0) {
			*place = i;
			return true;
		}
	return false;
}

static bool read_pin(struct judging *j)
{
	const struct trusting *t = j->trusting;
	const char *hex = t->options->trust_from;
	size_t place;
	if (!hex)
		return true;
	if (strlen(hex) != OID_HEX - 1 || strspn(hex, "0123456789abcdefABCDEF") != OID_HEX - 1)
		diag(t->diags, DIAG_TRUST_FROM, NO_PLACE,
		     "give the 40 digits that git rev-parse prints: names and abbreviations can be made to mean another commit",
		     "--trust-from: \"%s\" is no full id of a commit", hex);
	else if (!find_pin(&place, t, hex))
		diag(t->diags, DIAG_TRUST_FROM_ELSEWHERE, NO_PLACE,
		     "look at what happened to the branch (git reflog, git log --first-parent) before you pin another commit",
		     "--trust-from: the commit %s is not on the first-parent history of what is to be published", hex);
	else if (!t->states[place].policy)
		diag(t->diags, DIAG_TRUST_FROM_NOBODY, NO_PLACE,
		     "put certificates into keys/committers/ and pin the commit that brings them, or a later one",
		     "--trust-from: the commit %s admits nobody: it has no certificate in keys/committers/", hex);
	else {
		j->first = place + 1;
		return true;
	}
	return false;
}

/* Which commits are judged. ----------------------------------------------------- */

static const struct publication *publication_of(const struct judging *j, const struct oid *commit)
{
	size_t place;
	return map_find(j->publications, oid_key(commit), &place) ? &j->history->publications[place] : NULL;
}

static void add(struct judging *j, size_t i, enum matter matter, instant time)
{
	struct trusting *t = j->trusting;
	j->items = arena_grow(t->arena, j->items, j->count, &j->capacity, sizeof(*j->items));
	j->items[j->count++] = (struct judgement){.index = i,
						  .publication = publication_of(j, &t->chain.commits[i].id),
						  .matter = matter,
						  .policy = t->states[i - 1].policy,
						  .time = time,
						  .changes_policy = !policy_equal(t->states[i - 1].policy, t->states[i].policy)};
}

static instant time_of(const struct trusting *t, const struct commit *c, instant before)
{
	char hex[OID_HEX];
	instant time = c->time, given;
	const char *mended = value_as_text(config_time(&t->archive->config, oid_hex(hex, &c->id)));
	if (mended && instant_parse(&given, span_of(mended)))
		time = given;
	return time < before ? before : time;
}

/* The first certificates are nobody's: without a pin after them their commit is told. */
static void tell_start(const struct judging *j, size_t i)
{
	char hex[OID_HEX];
	const struct trusting *t = j->trusting;
	if (i < j->first || t->options->only_tell)
		return;
	oid_hex(hex, &t->chain.commits[i].id);
	const char *hint = arena_printf(t->arena, "look at it, then pin it: --trust-from %s", hex);
	diag(t->diags, DIAG_TRUST_START, NO_PLACE, hint,
	     "nobody has checked the commit %s, with which the first committers' certificates came", hex);
}

/* The time is the latest that any commit so far has, whatever it changes: who dates back gains nothing. */
static void choose(struct judging *j)
{
	struct trusting *t = j->trusting;
	struct bringing b = {0};
	instant time = 0;
	for (size_t i = 0; i < t->chain.count; i++) {
		const struct policy *before = i ? t->states[i - 1].policy : NULL;
		time = time_of(t, &t->chain.commits[i], time);
		if (!before && t->states[i].policy)
			tell_start(j, i);
		if (!before || i < j->first)
			continue;
		enum matter matter = matter_of(t, i, &b);
		if (matter != MATTER_NONE || !policy_equal(before, t->states[i].policy))
			add(j, i, matter, time);
	}
	repository_reach_free(b.reach);
}

/* Judging. ---------------------------------------------------------------------- */

static void judge_one(void *context, unsigned worker, size_t index)
{
	struct judging *j = context;
	struct judgement *x = &j->items[index];
	if (!judge_signature(&x->found, j->trusting, x->policy, &j->trusting->chain.commits[x->index].id, x->time,
			     j->arenas[worker]))
		atomic_store(&j->trusting->failed, true);
}

/* What each merge by the platform brings: one walk over the chain. */
static bool bring_merges(struct judging *j)
{
	struct trusting *t = j->trusting;
	struct bringing b = {0};
	bool ok = true;
	for (size_t k = 0; k < j->count && ok; k++) {
		struct judgement *x = &j->items[k];
		if (x->found.state == PROVENANCE_PLATFORM)
			ok = bring(&x->brought, &b, t, x->index, t->arena);
	}
	repository_reach_free(b.reach);
	return ok;
}

static void judge_merge(void *context, unsigned worker, size_t index)
{
	struct judging *j = context;
	struct judgement *x = &j->items[index];
	if (x->found.state != PROVENANCE_PLATFORM)
		return;
	struct platform_case c = {.commit = &j->trusting->chain.commits[x->index], .index = x->index, .policy = x->policy,
				  .time = x->time, .brought = x->brought};
	platform_judge(&x->found, j->trusting, &c, j->arenas[worker]);
}

static bool judge_all(struct judging *j, unsigned jobs)
{
	struct trusting *t = j->trusting;
	pool_run(j->count, jobs, judge_one, j);
	if (atomic_load(&t->failed) || !bring_merges(j))
		return false;
	pool_run(j->count, jobs, judge_merge, j);
	return !atomic_load(&t->failed);
}

/* Telling. ---------------------------------------------------------------------- */

static bool is_good(const struct judgement *x)
{
	return x->found.state == PROVENANCE_SIGNED || x->found.state == PROVENANCE_PLATFORM;
}

static const char *hint_of(const struct judgement *x)
{
	if (x->changes_policy)
		return "somebody whom the commit before it admits has to make that change and sign it (git commit -S); if it cannot be "
		       "taken back, look at it and at what followed, then pin a commit: --trust-from COMMIT";
	if (x->found.state == PROVENANCE_SQUASHED)
		return "a committer merges by hand and signs (git merge --no-ff -S); if it cannot be taken back, look at what it "
		       "changed, then pin it or a later commit: --trust-from COMMIT";
	return "git commit --amend -S, with a key that its parent has in keys/committers/; if it cannot be taken back, look at "
	       "what it changed, then pin it or a later commit: --trust-from COMMIT";
}

static const char *const what_of[] = {
	[MATTER_NONE] = "",
	[MATTER_ARCHIVE] = "",
	[MATTER_DRESS] = "changes filters/ or themes/, and ",
	[MATTER_AMENDS] = "amends what other commits say, and ",
};

static void report(const struct judging *j, const struct judgement *x)
{
	char hex[OID_HEX];
	const struct trusting *t = j->trusting;
	const struct commit *c = &t->chain.commits[x->index];
	const char *why = x->found.why ? x->found.why : "is not signed", *hint = hint_of(x);
	bool shown = !x->policy->require && !x->changes_policy;
	if (is_good(x) || (shown && x->publication))
		return;
	oid_hex(hex, &c->id);
	if (x->changes_policy)
		diag(t->diags, DIAG_COMMITTERS_CHANGED, NO_PLACE, hint,
		     "the commit %s, \"%.100s\", changes who may publish (keys/committers/ or committers in archive.yaml), and %s",
		     hex, c->subject, why);
	else
		diag(t->diags, shown ? DIAG_COMMIT_BESIDE : DIAG_COMMIT_SIGNATURE, NO_PLACE, hint, "the commit %s, \"%.100s\", %s%s",
		     hex, c->subject, what_of[x->matter], why);
}

static const char *kept_text(struct arena *a, const char *text)
{
	return text ? arena_text(a, text) : NULL;
}

static struct provenance kept(struct arena *a, const struct provenance *p)
{
	return (struct provenance){p->state, kept_text(a, p->name), kept_text(a, p->fingerprint), kept_text(a, p->why)};
}

/* What was not judged: it came before, or nobody was admitted by name. */
static struct provenance not_judged(const struct judging *j, const struct publication *p, size_t place)
{
	const struct trusting *t = j->trusting;
	if (place < j->first)
		return (struct provenance){.state = PROVENANCE_BEFORE};
	if (t->states[place].policy && oid_equal(&t->chain.commits[place].id, &p->commit))
		return (struct provenance){.state = PROVENANCE_BEFORE, .why = "brings the first committers' certificates"};
	return (struct provenance){.state = PROVENANCE_NONE};
}

static const struct provenance *collect(const struct judging *j, struct arena *a)
{
	const struct trusting *t = j->trusting;
	struct provenance *all = arena_array(a, j->history->publication_count, sizeof(*all));
	for (size_t i = 0; i < t->chain.count; i++) {
		const struct publication *p = publication_of(j, &t->chain.commits[i].id);
		if (p)
			all[p->serial - 1] = not_judged(j, p, i);
	}
	for (size_t k = 0; k < j->count; k++)
		if (j->items[k].publication)
			all[j->items[k].publication->serial - 1] = kept(a, &j->items[k].found);
	return all;
}

/* HEAD's own certificates, which nobody is judged by yet. --------------------------- */

static void check_file(const struct trusting *t, const struct admitted_file *f)
{
	const struct ring_file *file = &t->files[f->file];
	struct place at = {.path = f->path};
	if (file->secret)
		diag(t->diags, DIAG_CERTIFICATE_SECRET, at, "take it away, revoke the key, and make a new one",
		     "a secret key: whoever can read the repository has it");
	else if (!file->part_count)
		diag(t->diags, DIAG_CERTIFICATE_NONE, at, "gpg --armor --export FINGERPRINT makes one",
		     "the file holds no OpenPGP key");
}

static void check_platform(const struct trusting *t, const struct policy *p, const char *fingerprint)
{
	for (size_t i = 0; i < p->file_count; i++)
		if (ring_part_of(&t->files[p->files[i].file], fingerprint))
			return;
	diag(t->diags, DIAG_PLATFORM_CERTIFICATE, (struct place){.path = t->archive->config.path},
	     "put the platform's certificate into keys/committers/ (it does not become a committer by that)",
	     "committers.platform names the key %s, of which keys/committers/ has no certificate", fingerprint);
}

static void check_head(const struct trusting *t)
{
	const struct policy *p = t->states[t->chain.count - 1].policy;
	for (size_t i = 0; p && i < p->file_count; i++)
		check_file(t, &p->files[i]);
	for (size_t i = 0; p && i < p->platform_count; i++)
		check_platform(t, p, p->platforms[i]);
}

/* The whole. ---------------------------------------------------------------------- */

static bool run(struct judging *j)
{
	struct trusting *t = j->trusting;
	unsigned jobs = t->options->jobs ? t->options->jobs : 1;
	if (!ring_new(&t->ring, t->repository, t->files, t->file_count, jobs, t->arena, t->diags))
		return false;
	struct sha256 digest = ring_digest(t->ring);
	t->results = results_open(t->repository, &digest, t->options->use_cache);
	if (!t->options->only_tell)
		check_head(t);
	choose(j);
	j->arenas = memory_resize(NULL, jobs, sizeof(struct arena *));
	for (unsigned i = 0; i < jobs; i++)
		j->arenas[i] = arena_new();
	return !atomic_load(&t->failed) && judge_all(j, jobs);
}

static void finish(struct judging *j)
{
	unsigned jobs = j->trusting->options->jobs ? j->trusting->options->jobs : 1;
	for (unsigned i = 0; j->arenas && i < jobs; i++)
		arena_free(j->arenas[i]);
	free(j->arenas);
	results_close(j->trusting->results);
	ring_free(j->trusting->ring);
}

/* A policy that nobody is judged by. */
static void warn_of_nobody(const struct trusting *t)
{
	const struct value *committers = value_get(t->archive->config.root, "committers");
	if (committers && !t->archive->committer_count && !t->options->only_tell)
		diag(t->diags, DIAG_COMMITTERS_NONE,
		     (struct place){t->archive->config.path, committers->line, committers->column},
		     "put the certificates of those who may publish there, or take the policy out",
		     "committers has a policy, but keys/committers/ holds no certificate: whoever can push can publish");
}

static bool check(const struct provenance **out, struct judging *j, const struct oid *head, struct arena *a)
{
	struct trusting *t = j->trusting;
	bool never = false;
	warn_of_nobody(t);
	if (!t->options->trust_from && !admission_never(&never, t, head))
		return false;
	if (never)
		return true;
	if (!admission_read(t, head) || !read_pin(j))
		return false;
	if (!t->file_count)
		return true;
	size_t errors = diags_count(t->diags, DIAG_ERROR);
	bool ok = run(j);
	for (size_t k = 0; k < j->count && ok && !t->options->only_tell; k++)
		report(j, &j->items[k]);
	if (ok)
		*out = collect(j, a);
	finish(j);
	return ok && diags_count(t->diags, DIAG_ERROR) == errors;
}

bool committers_check(const struct provenance **out, struct repository *r, const struct oid *head, const struct archive *ar,
		      const struct history *h, const struct committers_options *options, struct arena *a, struct diags *d)
{
	*out = NULL;
	if (h->virtual_merge)
		return true;
	struct trusting t = {.repository = r, .archive = ar, .options = options, .diags = d, .arena = arena_new()};
	struct judging j = {.trusting = &t, .history = h, .publications = map_new()};
	for (size_t i = 0; i < h->publication_count; i++)
		map_put(j.publications, oid_key(&h->publications[i].commit), i);
	bool ok = check(out, &j, head, a);
	map_free(j.publications);
	arena_free(t.arena);
	return ok;
}
