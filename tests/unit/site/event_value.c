#include <criterion/criterion.h>

#include "site/data.h"

static struct event event_of_class(enum event_class class, unsigned standing)
{
	return (struct event){.lang = "ja", .class = class, .standing = standing, .revision = standing,
			      .translation = class >= EVENT_TRANSLATION_PUBLISHED};
}

static const char *body[] = {"body"};

Test(event_value, the_first_publication_changes_nothing_that_was_public)
{
	struct event e = event_of_class(EVENT_PUBLISHED, 1);
	e.after.path = "EX-1.ja.md";
	cr_expect(!event_has_difference(&e));
}

Test(event_value, a_translation_differs_where_another_blob_was_public_before)
{
	struct event e = event_of_class(EVENT_TRANSLATION_PUBLISHED, 1);
	e.after = (struct version_ref){.path = "EX-1.en.md", .blob = {{1}}};
	cr_expect(!event_has_difference(&e), "the first text has none before it");
	e.before = (struct version_ref){.path = "EX-1.en.md", .blob = {{2}}};
	cr_expect(event_has_difference(&e), "it was away and came back otherwise");
	e.before.blob = e.after.blob;
	cr_expect(!event_has_difference(&e), "it came back as it was");
	e.after.path = NULL;
	cr_expect(!event_has_difference(&e), "it goes");
}

Test(event_value, a_source_differs_by_what_it_names_or_by_a_withdrawal_stated_anew)
{
	struct event e = event_of_class(EVENT_WITHDRAWN, 1);
	cr_expect(!event_has_difference(&e));
	e.changed = body;
	e.changed_count = 1;
	cr_expect(event_has_difference(&e));
	e = event_of_class(EVENT_SUBSTANTIVE, 2);
	cr_expect(event_has_difference(&e));
}

Test(event_value, the_first_revision_has_a_page_of_changes_only_for_changes_within_it)
{
	struct event events[] = {event_of_class(EVENT_PUBLISHED, 1), event_of_class(EVENT_WITHDRAWN, 1),
				 event_of_class(EVENT_REINSTATED, 2), event_of_class(EVENT_EDITORIAL, 2)};
	struct advisory a = {.events = events, .event_count = 4};
	events[3].changed = body;
	events[3].changed_count = 1;
	cr_expect(!revision_has_changes(&a, 1), "a withdrawal alone, and what stands in the next revision, are none");
	cr_expect(revision_has_changes(&a, 2));
	events[3].standing = 1;
	cr_expect(revision_has_changes(&a, 1));
}

Test(event_value, updated_was_moved_by_changes_withdrawals_and_reinstatements_alone)
{
	struct event events[] = {event_of_class(EVENT_PUBLISHED, 1),   event_of_class(EVENT_WITHDRAWN, 1),
				 event_of_class(EVENT_REDACTED, 1),    event_of_class(EVENT_EDITORIAL, 1),
				 event_of_class(EVENT_TRANSLATION_SUBSTANTIVE, 1)};
	struct advisory a = {.events = events, .event_count = 5};
	cr_expect_eq(event_newest_told(&a), 1);
	a.event_count = 1;
	cr_expect_eq(event_newest_told(&a), 0);
}
