#include "unit/history/tale.h"

#include "unit/history/kit.h"

static unsigned state;

unsigned tale_below(unsigned limit)
{
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % limit;
}

static const char *a_path(void)
{
	static const char *const folders[] = {"", "2026/", "EX-2/"};
	return arena_printf(kit.arena, "archive/advisories/%sEX-%u.%s.md", folders[tale_below(8) < 6 ? 0 : 1 + tale_below(2)], 1 + tale_below(4),
			    tale_below(3) ? "ja" : "en");
}

/* Titles tell what may be shown: "public-…", or "hidden-…" of drafts, exercises and what stands beside them. */
static void write_something(void)
{
	static const char *const facts[] = {"", "severity: low\n", "severity: high\n", "withdrawn: {reason: legal}\n",
					    "redact: {revisions: [1], reason: {ja: a}}\n", "tags: [x]\n",
					    "indicators: [{type: domain, value: e.org}]\n", "affected: [{name: n, purl: 'pkg:npm/a'}]\n"};
	static const char *const hidden[] = {"status: draft\n", "status: final\nexercise: yes\n"};
	const char *path = a_path(), *more = facts[tale_below(8)];
	unsigned n = tale_below(5);
	switch (tale_below(10)) {
	case 0:
		story_write(kit.story, path, doc("title: hidden-1\nbroken: [\n", "x"));
		break;
	case 1:
		story_write(kit.story, path, doc("status: final\n", "no title"));
		break;
	case 2:
	case 3:
		story_write(kit.story, path, doc(arena_printf(kit.arena, "title: hidden-%u\n%s%s", n, hidden[tale_below(2)], more), "x"));
		break;
	case 4:
	case 5:
		story_write(kit.story, path, doc(arena_printf(kit.arena, "title: text-%u\n", n), "x"));
		break;
	case 6:
		story_write(kit.story, arena_printf(kit.arena, "archive/advisories/EX-%u/a%u.png", 1 + tale_below(4), tale_below(2)), "x");
		break;
	default:
		story_write(kit.story, path, doc(arena_printf(kit.arena, "title: public-%u\nstatus: final\n%s", n, more), "x"));
	}
}

static void change_something(void)
{
	if (tale_below(5) == 0)
		story_delete(kit.story, a_path());
	else
		write_something();
}

void tale_begin(unsigned seed)
{
	state = seed;
	write_something();
	commit("start");
	story_branch(kit.story, "topic", "main");
}

void tale_go_on(unsigned commits)
{
	static const char *const trailers[] = {"", "Revision: editorial\n", "Revision: correction\n", "Note-ja: x\n", "Withdraw-Reason: legal\n"};
	for (unsigned i = 0; i < commits; i++) {
		const char *branch = tale_below(4) ? "main" : "topic";
		if (tale_below(12) == 0)
			story_merge(kit.story, strcmp(branch, "main") == 0 ? "topic" : "main");
		for (unsigned n = 1 + tale_below(3); n > 0; n--)
			change_something();
		story_commit(kit.story, branch, arena_printf(kit.arena, "x\n\n%s", trailers[tale_below(5)]));
	}
}
