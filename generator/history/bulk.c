/* Which commits change the text of so many documents that it can only be
 * editorial. Invariant: a document counts once for a commit, only if it is a
 * source, was public before, and a reader would see a difference. */
#include <stdatomic.h>

#include "base/pool.h"
#include "history/classify.h"

static void count_steps(struct timeline *t, const struct steps *steps)
{
	for (size_t i = 0; i < t->record_count; i++)
		for (size_t k = 1; k < steps[i].count; k++) {
			const struct step *s = &steps[i].items[k], *before = &steps[i].items[k - 1];
			if (s->public && before->public && s->texts[s->source].changed)
				t->links[s->publication].changed_texts++;
		}
}

/* A document that a commit of a merge changed: both of its versions are to be read. */
struct pair {
	const struct touch *touch;
	bool counts;
};

struct pairs {
	struct timeline *timeline;
	struct pair *items;
	size_t count, capacity;
	atomic_bool failed;
};

static bool is_candidate(const struct timeline *t, const struct touch *touch)
{
	return touch->lang && !touch->by_merge && t->commits[touch->commit].commit.parent_count == 1 &&
	       !oid_is_zero(&touch->before) && !oid_is_zero(&touch->after);
}

/* Only commits with BULK candidates or more are worth reading. numbers: one for each commit that the merge brings, 0. */
static void collect(struct pairs *p, const struct link *l, size_t *numbers)
{
	struct timeline *t = p->timeline;
	for (size_t i = 0; i < l->touch_count; i++)
		numbers[l->touches[i].commit - l->first] += is_candidate(t, &l->touches[i]);
	for (size_t i = 0; i < l->touch_count; i++) {
		const struct touch *touch = &l->touches[i];
		if (numbers[touch->commit - l->first] < BULK || !is_candidate(t, touch))
			continue;
		p->items = arena_grow(t->arena, p->items, p->count, &p->capacity, sizeof(*p->items));
		p->items[p->count++] = (struct pair){.touch = touch};
	}
}

static void read_pair(void *context, unsigned worker, size_t index)
{
	struct pairs *p = context;
	struct pair *pair = &p->items[index];
	struct arena *scratch = arena_new();
	struct parsed before, after;
	const struct touch *t = pair->touch;
	(void)worker;
	if (!parsed_read(&before, p->timeline, scratch, t->path_before, &t->before) ||
	    !parsed_read(&after, p->timeline, scratch, t->path_after, &t->after))
		atomic_store(&p->failed, true);
	else
		pair->counts = before.readable && after.readable && before.is_source && before.is_public && after.is_source &&
			       text_changed(&before, &after);
	arena_free(scratch);
}

static bool count_pairs(struct timeline *t, unsigned jobs)
{
	struct pairs p = {.timeline = t};
	for (size_t i = 0; i < t->publication_count; i++) {
		const struct link *l = &t->links[i];
		if (l->touch_count >= BULK)
			collect(&p, l, arena_array(t->arena, l->commit - l->first + 1, sizeof(size_t)));
	}
	pool_run(p.count, jobs, read_pair, &p);
	size_t *numbers = arena_array(t->arena, t->commit_count, sizeof(*numbers));
	for (size_t i = 0; i < p.count; i++)
		if (p.items[i].counts && ++numbers[p.items[i].touch->commit] >= BULK)
			t->commits[p.items[i].touch->commit].bulk = true;
	return !atomic_load(&p.failed);
}

bool bulk_mark(struct timeline *t, const struct steps *steps)
{
	count_steps(t, steps);
	for (size_t i = 0; i < t->publication_count; i++) {
		struct linked *l = &t->commits[t->links[i].commit];
		if (l->commit.parent_count <= 1 && t->links[i].changed_texts >= BULK)
			l->bulk = true;
	}
	return count_pairs(t, t->options->jobs);
}
