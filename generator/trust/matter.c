/* Invariant: a change of modes alone changes nothing of the site; whatever else can change it is one of the matters below. */
#include "archive/archive.h"
#include "history/words.h"
#include "trust/trusting.h"

const char *const dress_parts[DRESS_PARTS] = {"filters", "themes"};

bool is_of_site(const struct archive *ar, const char *path)
{
	if (archive_part(&ar->config, path) != PART_NONE)
		return true;
	for (size_t k = 0; k < DRESS_PARTS; k++)
		if (strncmp(path, dress_parts[k], strlen(dress_parts[k])) == 0 && path[strlen(dress_parts[k])] == '/')
			return true;
	return false;
}

struct looking {
	const struct archive *archive;
	bool found;
};

static bool visit_part(void *context, const struct change *c)
{
	struct looking *l = context;
	l->found = is_of_site(l->archive, c->path);
	return !l->found;
}

/* Whether commit i of the chain changes a file below the folder that is part of the site. */
static bool changes(struct trusting *t, size_t i, const char *folder)
{
	static const struct oid empty;
	struct looking l = {.archive = t->archive};
	const struct oid *before = i ? &t->chain.commits[i - 1].tree : &empty, *after = &t->chain.commits[i].tree;
	if (!repository_compare_trees(t->repository, before, after, folder, visit_part, &l, t->diags) && !l.found)
		atomic_store(&t->failed, true);
	return l.found;
}

static bool touches_archive(struct trusting *t, size_t i)
{
	bool same = i > 0;
	for (size_t k = 0; k < PARTS_MOST && same; k++)
		same = seen_equal(&t->states[i - 1].parts[k], &t->states[i].parts[k]);
	return !same && changes(t, i, t->archive->prefix);
}

static bool touches_dress(struct trusting *t, size_t i)
{
	for (size_t k = 0; k < DRESS_PARTS; k++)
		if ((!i || !seen_equal(&t->states[i - 1].dress[k], &t->states[i].dress[k])) && changes(t, i, dress_parts[k]))
			return true;
	return false;
}

static bool says_amends(const struct trusting *t, const struct commit *c, struct arena *a)
{
	struct words w;
	words_read(&w, a, c, &t->archive->config);
	return w.amends_count > 0;
}

/* Whether the commit, or one that it brings, says anew what others said. */
static bool amends(struct trusting *t, size_t i, struct bringing *b)
{
	struct chain brought = {.commits = &t->chain.commits[i], .count = 1};
	struct arena *scratch = arena_new();
	bool found = false;
	if (t->chain.commits[i].parent_count > 1 && !bring(&brought, b, t, i, scratch)) {
		atomic_store(&t->failed, true);
		brought.count = 0;
	}
	for (size_t k = 0; k < brought.count && !found; k++)
		found = says_amends(t, &brought.commits[k], scratch);
	arena_free(scratch);
	return found;
}

enum matter matter_of(struct trusting *t, size_t i, struct bringing *b)
{
	if (touches_archive(t, i))
		return MATTER_ARCHIVE;
	if (touches_dress(t, i))
		return MATTER_DRESS;
	return amends(t, i, b) ? MATTER_AMENDS : MATTER_NONE;
}

bool bring(struct chain *out, struct bringing *b, struct trusting *t, size_t i, struct arena *a)
{
	bool ok = true;
	if (!b->reach)
		b->reach = repository_reach_new(t->repository);
	for (; b->at < i && ok; b->at++) {
		struct arena *scratch = arena_new();
		struct chain ignored;
		ok = repository_bring(&ignored, b->reach, &t->chain.commits[b->at].id, scratch, t->diags);
		arena_free(scratch);
	}
	return ok && repository_bring(out, b->reach, &t->chain.commits[b->at++].id, a, t->diags);
}

bool speaks(const struct trusting *t, const struct commit *c, struct arena *a)
{
	struct words w;
	words_read(&w, a, c, &t->archive->config);
	for (size_t i = 0; i < w.note_count; i++)
		if (w.notes[i].lang)
			return true;
	return w.reason || w.replaced_by || w.said != SAID_NOTHING || w.amends_count;
}
