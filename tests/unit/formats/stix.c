/* STIX bundles: what there is, ids that stay, patterns. */
#include "formats/stix_parts.h"
#include "formats/stix_pattern.h"
#include "formats/uuid.h"
#include "unit/formats/telling.h"

Test(uuid, by_name_as_rfc_9562_has_it)
{
	const struct uuid dns = {{0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}};
	char text[UUID_TEXT];
	struct uuid u = uuid_named(&dns, SPAN_LITERAL("www.example.com"));
	cr_expect_str_eq(uuid_text(text, &u), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
	u = uuid_named(&uuid_of_urls, SPAN_LITERAL("https://csirt.example.org"));
	cr_expect_eq(u.bytes[6] >> 4, 5);
}

Test(stix_pattern, of_each_type)
{
	struct arena *a = arena_new();
	cr_expect_str_eq(stix_pattern(a, "ipv4", "192.0.2.1"), "[ipv4-addr:value = '192.0.2.1']");
	cr_expect_str_eq(stix_pattern(a, "ipv6", "2001:db8::1"), "[ipv6-addr:value = '2001:db8::1']");
	cr_expect_str_eq(stix_pattern(a, "domain", "e.org"), "[domain-name:value = 'e.org']");
	cr_expect_str_eq(stix_pattern(a, "url", "http://e.org/'\\"), "[url:value = 'http://e.org/\\'\\\\']");
	cr_expect_str_eq(stix_pattern(a, "email", "a@e.org"), "[email-addr:value = 'a@e.org']");
	cr_expect_str_eq(stix_pattern(a, "md5", "00"), "[file:hashes.MD5 = '00']");
	cr_expect_str_eq(stix_pattern(a, "sha1", "00"), "[file:hashes.'SHA-1' = '00']");
	cr_expect_str_eq(stix_pattern(a, "sha256", "00"), "[file:hashes.'SHA-256' = '00']");
	cr_expect_str_eq(stix_pattern(a, "filename", "請求\"書\".exe"), "[file:name = '請求\"書\".exe']");
	cr_expect_null(stix_pattern(a, "mutex", "x"));
	arena_free(a);
}

static void listed(const char *facts, const char *want)
{
	struct telling t;
	telling_begin(&t, facts);
	cr_expect_str_eq(telling_list(&t, &stix_writer), want, "%s", facts);
	telling_end(&t);
}

Test(stix, who_has_a_bundle)
{
	listed("{status: final}", "stix/EX-2026-0001.json"); /* a vulnerability by its kind */
	listed("{kind: alert, cve: CVE-1900-1000}", "stix/EX-2026-0001.json");
	listed("{kind: alert, vulnerabilities: [{title: t}]}", "stix/EX-2026-0001.json");
	listed("{kind: alert, indicators: [{type: domain, value: e.org}]}", "stix/EX-2026-0001.json");
	listed("{kind: alert}", "");
	listed("{kind: [alert], cve: {}, vulnerabilities: x, indicators: [x, {type: domain}, {type: mutex, value: m}]}", "");
}

/* The bundle of an advisory with these facts holds, and does not hold; and what is lost. */
static void told(const char *facts, const char *holds, const char *lacks, const char *loses)
{
	struct telling t;
	telling_begin(&t, facts);
	telling_list(&t, &stix_writer);
	const char *text = telling_write(&t, &stix_writer);
	if (holds)
		cr_expect(strstr(text, holds), "%s\nis not in\n%s", holds, text);
	if (lacks)
		cr_expect_null(strstr(text, lacks), "%s\nis in\n%s", lacks, text);
	if (loses)
		cr_expect(strstr(telling_losses(&t), loses), "%s\nis not in\n%s", loses, telling_losses(&t));
	telling_end(&t);
}

Test(stix, vulnerabilities)
{
	told("{cve: CVE-1900-1000, cwe: CWE-79, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', affected: [{name: n}]}",
	     "\"name\": \"CVE-1900-1000\",\"description\": \"9.8 (CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)\",\"external_references\": "
	     "[{\"source_name\": \"cve\",\"external_id\": \"CVE-1900-1000\"},{\"source_name\": \"cwe\",\"external_id\": \"CWE-79\"}]",
	     NULL, "affected: a vulnerability of STIX has no products");
	told("{status: final}", "\"name\": \"A title\",\"lang\": \"en\",", NULL, NULL);
	told("{status: final}", "\"contents\": {\"ja\": {\"name\": \"題名\"}}", NULL, NULL);
	told("{vulnerabilities: [{title: {ja: 甲, en: First}}, {cve: CVE-1900-1000, title: Second, severity: high}]}",
	     "\"name\": \"First\",\"lang\": \"en\",", "A title\",\"lang\": \"en\",\"labels\"", NULL);
	told("{vulnerabilities: [{title: {ja: 甲, en: First}}, {cve: CVE-1900-1000, title: Second, severity: high}]}",
	     "\"name\": \"CVE-1900-1000\",\"description\": \"Second\\n\\nhigh\"", NULL, NULL);
}

Test(stix, indicators)
{
	told("{kind: alert, indicators: [{type: domain, value: e.org, note: {ja: 注, en: a note, xx: y}}, {type: domain, value: e.org}, {type: "
	     "mutex, value: m}]}",
	     "\"name\": \"e.org\",\"description\": \"a note\",\"lang\": \"en\",\"indicator_types\": [\"malicious-activity\"],\"pattern\": "
	     "\"[domain-name:value = 'e.org']\",\"pattern_type\": \"stix\",\"pattern_version\": \"2.1\",\"valid_from\": "
	     "\"2026-04-02T09:00:00.000Z\"",
	     "\"xx\"", "the indicator \"e.org\" stands twice");
	told("{kind: alert, indicators: [{type: domain, value: e.org}, {type: mutex, value: m}]}", "\"report_types\": [\"indicator\"]",
	     "\"type\": \"vulnerability\"", "the indicator \"m\" of the type \"mutex\": there is no pattern for it");
}

Test(stix, what_it_has_no_place_for)
{
	told("{cve: CVE-1900-1000, impact: [tampering]}", NULL, NULL, "impact: STIX has no place for it");
	told("{vulnerabilities: [{cve: CVE-1900-1000, exploitation: observed}]}", NULL, NULL, "exploitation: STIX has no place for it");
	told("{cve: CVE-1900-1000, related: [EX-2026-0001], credits: [A]}", NULL, NULL, "related: STIX has no place for it");
	told("{cve: CVE-1900-1000, cvss: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H']}",
	     "9.8 (CVSS:3.1/AV:N", "AV:L", "cvss: CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H: of the vectors");
}

static const char *id_in(struct telling *t, const char *type)
{
	const char *text = telling_write(t, &stix_writer), *key = arena_printf(t->arena, "\"id\": \"%s--", type);
	const char *at = strstr(text, key);
	cr_assert(at, "%s", type);
	return arena_dup(t->arena, at + 7, strlen(type) + 38);
}

Test(stix, an_id_stays_until_what_was_revoked_is_reinstated)
{
	struct telling t;
	telling_begin(&t, "{cve: CVE-1900-1000, indicators: [{type: domain, value: e.org}]}");
	telling_list(&t, &stix_writer);
	const char *before = id_in(&t, "indicator"), *report = id_in(&t, "report"), *identity = id_in(&t, "identity");
	t.record_texts[1].title = "Another title";
	cr_expect_str_eq(id_in(&t, "indicator"), before);
	t.events[2] = (struct event){.at = &t.publications[2], .lang = "ja", .class = EVENT_WITHDRAWN, .revision = 1};
	t.advisory.event_count = 3;
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[2], .reason = "incorrect"};
	t.record.withdrawn = true;
	cr_expect_str_eq(id_in(&t, "indicator"), before);
	const char *text = telling_write(&t, &stix_writer);
	cr_expect(strstr(text, "\"modified\": \"2026-04-04T09:00:00.000Z\",\"created_by_ref\": \"identity--"), "%s", text);
	cr_expect(strstr(text, "\"revoked\": true"));
	t.events[2].class = EVENT_REINSTATED;
	t.advisory.withdrawal = (struct withdrawal){0};
	t.record.withdrawn = false;
	cr_expect_str_neq(id_in(&t, "indicator"), before);
	cr_expect_str_neq(id_in(&t, "report"), report);
	cr_expect_str_eq(id_in(&t, "identity"), identity);
	/* All that was revoked stays so. */
	text = telling_write(&t, &stix_writer);
	const char *const old[] = {before, report};
	for (size_t i = 0; i < 2; i++)
		cr_expect(strstr(text, arena_printf(t.arena, "\"id\": \"%s\"", old[i])), "%s", text);
	telling_end(&t);
}

/* The object of this name: from its id to its end. */
static const char *object(struct telling *t, const char *name)
{
	const char *text = telling_write(t, &stix_writer), *at = strstr(text, arena_printf(t->arena, "\"name\": \"%s\"", name));
	if (!at)
		return "";
	const char *from = at;
	while (from > text && strncmp(from, "{\"type\"", 7) != 0)
		from--;
	const char *end = strstr(at, "{\"type\"");
	return arena_dup(t->arena, from, end ? (size_t)(end - from) : strlen(from));
}

Test(stix, what_a_revision_names_no_more_is_revoked)
{
	struct telling t;
	telling_begin(&t, "{kind: alert, indicators: [{type: domain, value: e.org}]}");
	telling_former(&t, "{kind: alert, cve: CVE-1900-1000, indicators: [{type: domain, value: old.example}, {type: domain, value: e.org}]}");
	cr_expect_str_eq(telling_list(&t, &stix_writer), "stix/EX-2026-0001.json");
	const char *gone = object(&t, "old.example");
	cr_expect(strstr(gone, "\"created\": \"2026-04-02T09:00:00.000Z\",\"modified\": \"2026-04-04T09:00:00.000Z\""), "%s", gone);
	cr_expect(strstr(gone, "\"revoked\": true"), "%s", gone);
	cr_expect(strstr(gone, "\"pattern\": \"[domain-name:value = 'old.example']\""), "%s", gone);
	cr_expect(strstr(object(&t, "CVE-1900-1000"), "\"revoked\": true"));
	cr_expect_null(strstr(object(&t, "e.org"), "revoked"));
	/* It names nothing at all: the bundle stays. */
	t.advisory.facts = t.record.facts = facts_of(t.arena, value_new(t.arena, VALUE_MAP));
	value_set_text(t.arena, (struct value *)t.record.facts, "kind", "alert");
	cr_expect_str_eq(telling_list(&t, &stix_writer), "stix/EX-2026-0001.json");
	cr_expect(strncmp(object(&t, "old.example"), gone, strlen(gone) - 4) == 0, "%s", object(&t, "old.example"));
	/* What was redacted since is not repeated; what never was to be seen made no bundle. */
	t.former.redacted = t.revisions[0].redacted = true;
	t.events[1] = (struct event){.at = &t.publications[2], .lang = "ja", .class = EVENT_REDACTED, .redacted_all = true, .revision = 1};
	cr_expect_str_eq(telling_list(&t, &stix_writer), "stix/EX-2026-0001.json");
	cr_expect_str_eq(object(&t, "old.example"), "");
	t.events[1].at = &t.publications[0];
	cr_expect_str_eq(telling_list(&t, &stix_writer), "");
	telling_end(&t);
}

Test(stix, what_comes_back_has_an_id_of_its_own)
{
	struct telling t;
	struct former both[2];
	struct revision three[3];
	telling_begin(&t, "{kind: alert, indicators: [{type: domain, value: e.org}]}");
	telling_list(&t, &stix_writer);
	const char *first = id_in(&t, "indicator");
	telling_former(&t, "{kind: alert, indicators: [{type: domain, value: e.org}]}");
	both[0] = t.former;
	both[0].until = &t.publications[1];
	both[1] = (struct former){.facts = value_new(t.arena, VALUE_MAP), .from = &t.publications[1], .until = &t.publications[2], .first = 2,
				  .last = 2};
	three[0] = t.revisions[0];
	three[1] = three[2] = t.revisions[1];
	t.advisory.formers = both;
	t.advisory.former_count = 2;
	t.advisory.revisions = three;
	t.advisory.revision_count = t.advisory.revision = 3;
	const char *second = id_in(&t, "indicator"), *now = object(&t, "e.org"), *text = telling_write(&t, &stix_writer);
	cr_expect_str_neq(second, first);
	cr_expect(strstr(now, "\"valid_from\": \"2026-04-04T09:00:00.000Z\""), "%s", now);
	cr_expect_null(strstr(now, "revoked"), "%s", now);
	const char *old = strstr(text, first);
	cr_expect(old && strstr(old, "\"modified\": \"2026-04-03T09:00:00.000Z\""), "%s", text);
	telling_end(&t);
}

Test(stix, nothing_of_a_redacted_one)
{
	struct telling t;
	telling_begin(&t, "{cve: CVE-1900-1000, indicators: [{type: domain, value: e.org}]}");
	t.revision.redacted = t.record.redacted = true;
	cr_expect_str_eq(telling_list(&t, &stix_writer), "");
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[1], .reason = "legal"};
	t.record.withdrawn = true;
	t.record.facts = facts_of(t.arena, value_new(t.arena, VALUE_MAP));
	for (size_t i = 0; i < 2; i++)
		t.record_texts[i] = (struct record_text){.text = &t.texts[1 - i], .lang = t.record_texts[i].lang, .title = "EX-2026-0001",
							 .page = "https://csirt.example.org/", .txt = "https://csirt.example.org/"};
	cr_expect_str_eq(telling_list(&t, &stix_writer), "stix/EX-2026-0001.json");
	const char *text = telling_write(&t, &stix_writer);
	cr_expect_null(strstr(text, "CVE-1900"));
	cr_expect_null(strstr(text, "e.org\""));
	cr_expect(strstr(text, "\"object_refs\": [\"identity--"), "%s", text);
	telling_end(&t);
}

Test(stix, what_an_object_says_in_other_languages_began_with_it)
{
	struct telling t;
	telling_begin(&t, "{vulnerabilities: [{cve: CVE-1900-1000, title: {ja: 甲, en: First}}]}");
	telling_former(&t, "{kind: alert}");
	telling_list(&t, &stix_writer);
	const char *text = strstr(telling_write(&t, &stix_writer), "\"language-content\"");
	cr_assert(text);
	cr_expect(strstr(text, "\"created\": \"2026-04-04T09:00:00.000Z\""), "%s", text);
	cr_expect(strstr(text, "\"contents\": {\"ja\": {\"description\": \"甲\"}}"), "%s", text);
	telling_end(&t);
}

/* Each state of the history has a version of each object, and none is older than the one before. */
Test(stix, what_a_reinstatement_ends_had_versions_until_then)
{
	struct telling t;
	struct publication at[4];
	struct event events[4];
	telling_begin(&t, "{kind: alert, indicators: [{type: domain, value: e.org}]}");
	telling_list(&t, &stix_writer);
	const char *id = id_in(&t, "report"), *indicator = id_in(&t, "indicator");
	for (unsigned i = 0; i < 4; i++) {
		at[i] = t.publications[0];
		at[i].serial = i + 1;
		at[i].time += 86400 * (instant)i;
		events[i] = (struct event){.at = &at[i], .lang = "ja", .revision = 1, .standing = 1};
	}
	events[0].class = EVENT_PUBLISHED;
	events[1].class = EVENT_WITHDRAWN;
	events[2].class = EVENT_EDITORIAL; /* while it is withdrawn: each object says so */
	events[3].class = EVENT_REINSTATED;
	t.advisory.events = events;
	t.advisory.event_count = 4;
	const char *text = telling_write(&t, &stix_writer), *const gone[] = {strstr(text, id), strstr(text, indicator)};
	for (size_t i = 0; i < 2; i++)
		cr_expect(gone[i] && strncmp(strstr(gone[i], "\"modified\": "), "\"modified\": \"2026-04-05T09:00:00.000Z\"", 38) == 0, "%s", text);
	telling_end(&t);
}

Test(stix, what_is_no_vulnerability_has_no_number)
{
	struct telling t;
	struct runs runs;
	telling_begin(&t, "{kind: alert, vulnerabilities: [text, {cve: CVE-1900-1000}, [], {title: t}]}");
	runs_init(&runs, t.arena, &t.advisory, stix_vulnerabilities);
	cr_assert_eq(runs.count, 2);
	cr_expect_str_eq(runs.items[0].name, "CVE-1900-1000");
	cr_expect_str_eq(runs.items[1].name, "#1");
	runs_fini(&runs);
	telling_end(&t);
}
