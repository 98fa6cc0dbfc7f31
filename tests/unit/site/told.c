#include <criterion/criterion.h>
#include <string.h>

#include "site/changes.h"
#include "unit/site/teller.h"

TestSuite(told, .init = teller_begin, .fini = teller_end);

/* All events: "1:lines 2:lines …", lines joined by LF. */
static const char *told(const char *lang, const struct advisory *adv)
{
	struct view v = speaker_view(lang);
	const char *all = "";
	for (size_t i = 0; i < adv->event_count; i++) {
		const char *lines = speaker_lines(event_changes(&v, adv, i));
		all = arena_printf(speaker.arena, "%s%s[%zu] %s", all, i ? "\n" : "", i + 1, lines);
	}
	return all;
}

static void a_history(void)
{
	teller_put(TELLER_SOURCE, "status: interim\naffected: [{product: A, versions: '<=1.38'}]\n", "1");
	teller_put("archive/advisories/EX-1.ja.md", "", "1");
	teller_commit("publish");
	teller_put(TELLER_SOURCE, "status: final\naffected: [{product: A, versions: '<1.38'}]\n", "1");
	story_write(teller_story, "archive/advisories/EX-1/a.txt", "a");
	teller_commit("correct");
	teller_put(TELLER_SOURCE, "status: final\naffected: [{product: A, versions: '<1.38'}]\n", "2");
	teller_commit("text");
	teller_put("archive/advisories/EX-1.ja.md", "", "2");
	teller_commit("translate");
	teller_put(TELLER_SOURCE, "status: final\naffected: [{product: A, versions: '<1.38'}]\ntags: [t]\n", "2");
	teller_commit("tag");
	story_delete(teller_story, TELLER_SOURCE);
	teller_commit("withdraw\n\nWithdraw-Reason: other\n");
}

Test(told, each_event_tells_what_it_changed_and_a_translation_nothing)
{
	a_history();
	const struct advisory *adv = teller_read();
	cr_expect_str_eq(told("ja", adv),
			 "[1] \n[2] \n[3] 文書の状態：暫定版 → 最終版\n影響を受けるバージョン：1.38およびそれ以前 → 1.38より前\n添付ファイルの追加：a.txt\n"
			 "[4] \n[5] \n[6] タグの追加：t\n[7] ");
	cr_expect_str_eq(told("en", adv),
			 "[1] \n[2] \n[3] Status: Interim → Final\nAffected versions: 1.38 and earlier → before 1.38\nAttachments added: a.txt\n"
			 "[4] \n[5] \n[6] Tags added: t\n[7] ");
}

Test(told, what_is_kept_says_the_same_and_belongs_to_who_asked)
{
	a_history();
	const struct advisory *adv = teller_read();
	const char *ja = told("ja", adv), *en = told("en", adv);
	speaker.site.told = told_new(&speaker.site);
	for (int i = 0; i < 2; i++) {
		cr_expect_str_eq(told("en", adv), en);
		cr_expect_str_eq(told("ja", adv), ja);
	}
	struct view v = speaker_view("ja");
	struct value *one = event_changes(&v, adv, 2);
	value_set_text(speaker.arena, one->items[0], "text", "spoilt");
	worker_next(speaker.worker);
	cr_expect_str_eq(told("ja", adv), ja);
	struct advisory copy = *adv; /* of another history: not among those that are kept */
	cr_expect_str_eq(told("ja", &copy), ja);
}

Test(told, lines_name_the_texts_that_changed_with_the_facts)
{
	teller_put(TELLER_SOURCE, "status: interim\n", "1");
	teller_commit("publish");
	story_write(teller_story, TELLER_SOURCE, "---\ntitle: U\nstatus: final\n---\n2\n");
	teller_commit("both");
	story_write(teller_story, TELLER_SOURCE, "---\ntitle: U\nstatus: final\n---\n3\n");
	teller_commit("text");
	const struct advisory *adv = teller_read();
	struct view v = speaker_view("en");
	const struct value *both = event_lines(&v, adv, 1);
	cr_assert_eq(both->count, 2);
	cr_expect_str_eq(both->items[0]->text, "Status: Interim → Final");
	cr_expect_str_eq(both->items[1]->text, "Changed: Title and text");
	cr_expect_eq(event_lines(&v, adv, 2)->count, 0, "the template names what changed");
}

Test(told, a_redacted_revision_gives_nothing_on_either_side)
{
	teller_put(TELLER_SOURCE, "status: final\ncredits: [Secret One]\nexploitation: unknown\n", "1");
	teller_commit("1");
	teller_put(TELLER_SOURCE, "status: final\ncredits: [Secret Two]\nexploitation: observed\n", "1");
	teller_commit("2");
	teller_put(TELLER_SOURCE, "status: final\ncredits: [Public]\nexploitation: none-known\n", "1");
	teller_commit("3");
	teller_put(TELLER_SOURCE, "status: final\ncredits: [Public, Me]\nexploitation: none-known\nredact: {revisions: [1, 2], reason: {ja: 理, en: R}}\n", "1");
	teller_commit("4");
	teller_put(TELLER_SOURCE, "status: interim\ncredits: [Public, Me]\nexploitation: none-known\nredact: {revisions: [1, 2], reason: {ja: 理, en: R}}\n", "1");
	teller_commit("5");
	const struct advisory *adv = teller_read();
	const char *all = told("en", adv);
	cr_expect_null(strstr(all, "Secret"), "%s", all);
	cr_expect_null(strstr(all, "Exploitation"), "%s", all);
	cr_expect(strstr(all, "Status: Final → Interim"), "%s", all);
}

Test(told, facts_of_a_version_are_as_they_were)
{
	teller_put(TELLER_SOURCE, "status: interim\nkind: [alert]\nstrange: 1\n", "1");
	teller_commit("1");
	teller_put(TELLER_SOURCE, "status: final\n", "1");
	teller_commit("2");
	const struct advisory *adv = teller_read();
	const struct event *e = &adv->events[1];
	cr_assert(e->facts_before.path);
	const struct value *facts = facts_of_version(speaker.worker, &e->facts_before);
	cr_expect_str_eq(value_text(facts, "strange"), "1");
	cr_expect_eq(value_get(facts, "kind")->kind, VALUE_LIST);
	struct version_ref missing = e->facts_before;
	memset(&missing.blob, 7, sizeof(missing.blob));
	struct diags *heard = diags_new();
	speaker.worker->diags = heard;
	cr_expect_null(facts_of_version(speaker.worker, &missing));
	cr_expect_neq(diags_status(heard), STATUS_DONE);
	speaker.worker->diags = speaker.diags;
	diags_free(heard);
}

Test(told, nothing_was_checked_where_there_is_no_provenance)
{
	teller_put(TELLER_SOURCE, "status: final\n", "1");
	teller_commit("1");
	const struct advisory *adv = teller_read();
	cr_expect_eq(site_provenance(&speaker.site, adv->events[0].at).state, PROVENANCE_NONE);
	static struct provenance found[] = {{.state = PROVENANCE_SIGNED, .name = "N"}};
	speaker.options.provenance = found;
	cr_expect_eq(site_provenance(&speaker.site, adv->events[0].at).state, PROVENANCE_SIGNED);
}
