/* What IODEF documents say. That they fit the schema is tests/formats' matter. */
#include "unit/formats/telling.h"

static const char *note(const struct record *r, size_t event, const char *lang)
{
	return arena_printf(r->arena, "Event %zu in %s", event, lang);
}

static void begin(struct telling *t, const char *facts)
{
	telling_begin(t, facts);
	t->record.told = note;
}

/* The record of an advisory with these facts holds, and does not hold; and what is lost. NULL: nothing is asked. */
static void told(const char *facts, const char *holds, const char *lacks, const char *loses)
{
	struct telling t;
	begin(&t, facts);
	const char *text = telling_write(&t, &iodef_writer);
	const char *losses = telling_losses(&t);
	telling_expect(text, holds, lacks);
	if (loses && *loses)
		telling_expect(losses, loses, NULL);
	else if (loses)
		cr_expect_str_eq(losses, "");
	telling_end(&t);
}

static size_t occurrences(const char *text, const char *what)
{
	size_t n = 0;
	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

Test(iodef, each_advisory_has_one_document)
{
	struct telling t;
	begin(&t, "{status: final}");
	cr_expect_str_eq(telling_list(&t, &iodef_writer), "iodef/EX-2026-0001.xml");
	const char *text = telling_write(&t, &iodef_writer);
	cr_expect(strstr(text, "<Incident purpose=\"reporting\" status=\"resolved\" xml:lang=\"ja\" restriction=\"public\">"
			       "<IncidentID name=\"csirt.example.org\">EX-2026-0001</IncidentID>"), "%s", text);
	cr_expect(strstr(text, "<Description translation-id=\"title\" xml:lang=\"ja\">") &&
		  strstr(text, "<Description translation-id=\"title\" xml:lang=\"en\">"), "%s", text);
	telling_end(&t);
}

Test(iodef, impact_is_said_in_its_words_or_as_a_value_of_its_own)
{
	told("{status: final, impact: [code-execution], severity: critical}", "<SystemImpact severity=\"high\" type=\"takeover-system\">",
	     NULL, "");
	told("{status: final, impact: [spoofing]}", "<SystemImpact type=\"ext-value\" ext-type=\"spoofing\">", "severity=", "");
	told("{status: final, impact: [fraud], severity: low}", "<BusinessImpact severity=\"low\" type=\"theft-financial\">", NULL, "");
	told("{status: final, severity: none, exploitation: observed}", "<Assessment occurrence=\"actual\"><SystemImpact type=\"unknown\"/>",
	     "severity=", "");
	told("{status: final}", NULL, "Assessment", "");
	/* What each of several vulnerabilities says stands with it alone. */
	told("{status: final, vulnerabilities: [{cve: CVE-1900-1000, impact: [tampering]}, {cve: CVE-1900-1001, impact: [spoofing]}]}",
	     "<SystemImpact type=\"integrity-data\">", "type=\"unknown\"", "");
	told("{status: final, cvss: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'}",
	     "<AdditionalData dtype=\"real\" meaning=\"CVSS base score\">9.8</AdditionalData>", NULL, "");
}

Test(iodef, a_reference_is_a_cve_id_or_a_url)
{
	told("{status: final, cve: [CVE-1900-1001]}",
	     "<Reference><enum:ReferenceName specIndex=\"1\"><enum:ID>CVE-1900-1001</enum:ID></enum:ReferenceName>", NULL, "");
	told("{status: final, cve: ['CVE 1900-1']}", NULL, "enum:ID", "the CVE id \"CVE 1900-1\", which is none");
	told("{status: final, cwe: [CWE-79, CWE-79]}",
	     "<Method><Reference><URL>https://cwe.mitre.org/data/definitions/79.html</URL><Description>CWE-79</Description></Reference></Method>",
	     NULL, "");
	told("{status: final, cwe: ['CWE-7 9']}", "<Reference><Description>CWE-7 9</Description></Reference>", "cwe.mitre.org", "");
	told("{status: final, references: [{url: 'https://x.example/\xE6\x97\xA5?a&b=%zz'}]}",
	     "<URL>https://x.example/%E6%97%A5?a&amp;b=%25zz</URL>", NULL, "");
	told("{status: final, references: [{url: 'https://[x'}]}", "<Description>https://[x</Description>", "<URL>https://[x",
	     "the reference https://[x as a URL: it stands as text");
}

Test(iodef, several_vulnerabilities_have_each_an_event)
{
	const char *facts = "{status: final, vulnerabilities: [{cve: CVE-1900-1001, title: T, discovered: 2026-01-02, disclosed: soon, "
			    "affected: [one]}, {cve: CVE-1900-1002, cwe: [CWE-1]}]}";
	told(facts, "<EventData><Description>T</Description><DetectTime>2026-01-02T00:00:00Z</DetectTime><Method><Reference>", NULL,
	     "disclosed: soon, which is no day");
	told(facts, "<AdditionalData dtype=\"string\" meaning=\"affected product\">one</AdditionalData></EventData>", "ReportTime>soon", NULL);
	struct telling t;
	begin(&t, facts);
	cr_expect_eq(occurrences(telling_write(&t, &iodef_writer), "<enum:ID>CVE-1900-1002<"), 2, "of the incident and of the event");
	telling_end(&t);
}

#define INDICATOR(type, value) "{status: final, indicators: [{type: " type ", value: '" value "', note: n}]}"

Test(iodef, indicators)
{
	told(INDICATOR("ipv4", "192.0.2.0/24"), "<Observable><Address category=\"ipv4-net\">192.0.2.0/24</Address></Observable>", NULL, "");
	told(INDICATOR("url", "https://a]]>"), "<Address category=\"site-uri\">https://a]]&gt;</Address>", NULL, "");
	told(INDICATOR("domain", "c2.example"), "domain-status=\"unknown\"><Name>c2.example</Name></DomainData>", NULL, "");
	told(INDICATOR("md5", "D41d8cd98f00b204e9800998ecf8427e"),
	     "xmldsig-more#md5\"/><ds:DigestValue>1B2M2Y8AsgTpgAmY7PhCfg==</ds:DigestValue>", NULL, "");
	told(INDICATOR("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), "<ds:DigestValue>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</ds:DigestValue>",
	     NULL, "");
	told(INDICATOR("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
	     "<ds:DigestValue>47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=</ds:DigestValue>", NULL, "");
	told(INDICATOR("sha256", "e3b0"), "<AdditionalData dtype=\"string\" meaning=\"sha256\">e3b0</AdditionalData></Observable>", "DigestValue",
	     "the indicator \"e3b0\" as what it is (sha256): it stands as additional data");
	told(INDICATOR("mutex", "m"), "meaning=\"mutex\">m<", NULL, "the indicator \"m\" as what it is (mutex)");
	told("{status: final, indicators: [{type: ipv4, value: 192.0.2.1}, {type: ipv4, value: 192.0.2.1}]}", NULL, NULL,
	     "the indicator \"192.0.2.1\" a second time");
	told("{status: final, indicators: [{note: n}]}", NULL, "IndicatorData", "an indicator without type or value");
}

Test(iodef, what_is_withdrawn_or_an_exercise_says_so_to_programs)
{
	struct telling t;
	begin(&t, "{status: final, exercise: yes, severity: high, affected: [{product: p}], cve: [CVE-1900-1001], "
			  "indicators: [{type: ipv4, value: 192.0.2.1}]}");
	t.record.exercise = true;
	const char *text = telling_write(&t, &iodef_writer);
	cr_expect(strstr(text, "<Incident purpose=\"ext-value\" ext-purpose=\"exercise\""), "%s", text);
	cr_expect(strstr(text, "IndicatorData"));
	buf_clear(&t.out);
	t.record.withdrawn = true;
	t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[0], .reason = "incorrect"};
	text = telling_write(&t, &iodef_writer);
	cr_expect(strstr(text, "status=\"ext-value\" ext-status=\"withdrawn\""), "%s", text);
	cr_expect(strstr(text, "translation-id=\"withdrawal\""), "%s", text);
	for (const char *const *gone = (const char *const[]){"Assessment", "EventData", "IndicatorData", "CVE-1900", NULL}; *gone; gone++)
		cr_expect_null(strstr(text, *gone), "%s is in\n%s", *gone, text);
	telling_end(&t);
}

Test(iodef, what_is_amended_is_generated_then)
{
	struct telling t;
	begin(&t, "{status: final}");
	cr_expect(strstr(telling_write(&t, &iodef_writer), "<GenerationTime>2026-04-03T09:00:00Z<"));
	buf_clear(&t.out);
	t.events[0].amended.time = TELLING_DAY2 + 5;
	cr_expect(strstr(telling_write(&t, &iodef_writer), "<GenerationTime>2026-04-03T09:00:05Z<"));
	telling_end(&t);
}

/* An id that only this archive could give might be a draft's. */
Test(iodef, what_is_not_published_is_not_named)
{
	told("{status: final, related: [EX-2026-0002]}", NULL, "EX-2026-0002", "related: EX-2026-0002, which is not published");
	told("{status: final, supersedes: [EX-2026-0001]}",
	     "<RelatedActivity><IncidentID name=\"csirt.example.org\">EX-2026-0001</IncidentID>", NULL, "");
	told("{status: final, related: ['JVN#12345678']}", "<Description xml:lang=\"en\">related: JVN#12345678</Description>", "RelatedActivity><IncidentID",
	     "");
}

/* XML 1.0, section 2.2: not even escaped. */
Test(iodef, what_xml_cannot_hold_is_left_out)
{
	struct telling t;
	begin(&t, "{status: final, credits: [\"a\\x01]]>\"]}");
	t.record_texts[0].title = "\xE9\xA1\x8C\x01\x0B\xEF\xBF\xBF<]]>&";
	const char *text = telling_write(&t, &iodef_writer);
	cr_expect(strstr(text, "xml:lang=\"ja\">\xE9\xA1\x8C&lt;]]&gt;&amp;</Description>"), "%s", text);
	for (const char *at = text; *at; at++)
		cr_expect((unsigned char)*at >= ' ');
	telling_end(&t);
}

static const char *many(struct arena *a, const char *list, const char *item)
{
	struct buf b;
	buf_init(&b, BUF_LIMIT_DEFAULT);
	buf_printf(&b, "{status: final, %s: [", list);
	for (unsigned i = 0; i < 10000; i++)
		buf_printf(&b, "%s{%s%u}", i ? ", " : "", item, i);
	buf_text(&b, "]}");
	const char *text = arena_text(a, b.data);
	buf_fini(&b);
	return text;
}

Test(iodef, ten_thousand_of_anything_are_all_there)
{
	struct arena *a = arena_new();
	struct telling t;
	begin(&t, many(a, "affected", "product: p"));
	cr_expect_eq(occurrences(telling_write(&t, &iodef_writer), "<System "), 10000);
	telling_end(&t);
	begin(&t, many(a, "indicators", "type: domain, value: d"));
	cr_expect_eq(occurrences(telling_write(&t, &iodef_writer), "<Indicator>"), 10000);
	telling_end(&t);
	arena_free(a);
}

/* A value of each key and of each key of what it holds, and what of it must be in the document or among what is lost. */
static const struct {
	const char *key, *value, *mark;
} samples[] = {
	{"status", "interim", "meaning=\"status\">interim<"},
	{"kind", "alert", "meaning=\"kind\">alert<"},
	{"exercise", "yes", "ext-purpose=\"exercise\""},
	{"audience", "[developers]", "meaning=\"audience\">developers<"},
	{"affected", "[{name: Handle, product: P}]", "meaning=\"product name\">Handle<"},
	{"affected", "[{product: P, vendor: {ja: Vendor}}]", "Vendor P<"},
	{"affected", "[{product: P, vendor: {ja: V, fr: W}}]", "vendor of affected in \"fr\""},
	{"affected", "[{product: {ja: P, fr: Q}}]", "product of affected in \"fr\""},
	{"affected", "[{product: P, type: firmware}]", "meaning=\"product type\">firmware<"},
	{"affected", "[{product: P, scheme: deb}]", "meaning=\"product scheme\">deb<"},
	{"affected", "[{product: P, versions: '<9.1'}]", "meaning=\"affected versions\">&lt;9.1<"},
	{"affected", "[{product: P, fixed: 9.2}]", "meaning=\"fixed version\">9.2<"},
	{"affected", "[{product: P, unaffected: '<9.3'}]", "meaning=\"unaffected versions\">&lt;9.3<"},
	{"affected", "[{product: P, fix: planned}]", "meaning=\"product fix\">planned<"},
	{"affected", "[{product: P, purl: 'pkg:npm/a'}]", "<URL>pkg:npm/a</URL>"},
	{"affected", "[{product: P, cpe: 'cpe:2.3:a:v:a:-:*:*:*:*:*:*:*'}]", "name=\"cpe:2.3:a:v:a:-:*"},
	{"impact", "[spoofing]", "ext-type=\"spoofing\""},
	{"exploitation", "proof-of-concept", "meaning=\"exploitation\">proof-of-concept<"},
	{"cve", "[CVE-2020-9999]", "<enum:ID>CVE-2020-9999<"},
	{"cwe", "[CWE-79]", "<Description>CWE-79<"},
	{"cvss", "['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N']", "meaning=\"CVSS vector\">CVSS:3.1/"},
	{"severity", "high", "meaning=\"severity\">high<"},
	{"vulnerabilities", "[{cve: CVE-2020-9998, title: T}]", "<enum:ID>CVE-2020-9998<"},
	{"vulnerabilities", "[{cwe: [CWE-22], title: T}]", "<Description>CWE-22<"},
	{"vulnerabilities", "[{cvss: ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'], title: T}]", "vector\">CVSS:4.0/"},
	{"vulnerabilities", "[{title: Heading}]", "<EventData><Description>Heading<"},
	{"vulnerabilities", "[{impact: [tampering]}]", "type=\"integrity-data\""},
	{"vulnerabilities", "[{exploitation: observed}]", "<EventData><Assessment occurrence=\"actual\">"},
	{"vulnerabilities", "[{affected: [one]}]", "meaning=\"affected product\">one<"},
	{"vulnerabilities", "[{discovered: 2019-05-05}]", "<DetectTime>2019-05-05"},
	{"vulnerabilities", "[{disclosed: 2019-06-06}]", "<ReportTime>2019-06-06"},
	{"remediations", "[{kind: no-fix-planned}]", "ext-action=\"no-fix-planned\""},
	{"remediations", "[{kind: mitigation, products: [Part]}]", "<Description>Part<"},
	{"remediations", "[{kind: workaround, details: {ja: Stop it., fr: N}}]", "xml:lang=\"fr\">N<"},
	{"remediations", "[{kind: vendor-fix, url: 'https://fix.example/'}]", "https://fix.example/"},
	{"indicators", "[{type: domain, value: d.example, note: Hint}]", "Hint"},
	{"indicators", "[{type: domain, value: d.example}]", "<Name>d.example<"},
	{"references", "[{url: 'https://r.example/', title: Reading}]", "<Description>Reading<"},
	{"references", "[{url: 'https://r.example/', kind: report}]", "<Description translation-id=\"reference\" xml:lang=\"ja\">report<"},
	{"references", "[{url: 'https://r.example/'}]", "<URL>https://r.example/<"},
	{"credits", "[Somebody]", "<ContactName>Somebody<"},
	{"related", "[OTHER-1]", "related: OTHER-1"},
	{"supersedes", "[OTHER-2]", "supersedes: OTHER-2"},
	{"tags", "[word]", "meaning=\"tag\">word<"},
	{"tlp", "clear", "restriction=\"public\""},
	{"tlp", "amber", "tlp: amber"},
	{"first_published", "2026-04-02", "<ReportTime>2026-04-02"},
	{"first_published", "2019-07-07", "first_published: 2019-07-07"},
	{"next_update", "2030-08-08", "meaning=\"next update\">2030-08-08<"},
	{"withdrawn", "{reason: legal}", "ext-status=\"withdrawn\""},
	{"redact", "{revisions: [1], reason: {en: A name}}", "redact: "},
	{"unheard", "of", "unheard: "},
};

/* beside: what else the facts say. Of a withdrawn advisory the key may be among those that it said before. */
static void expect_told(size_t sample, const char *beside, bool withdrawn)
{
	struct telling t;
	const char *key = samples[sample].key, *before;
	char facts[1000];
	snprintf(facts, sizeof(facts), "{%s%s: %s}", beside, key, samples[sample].value);
	begin(&t, facts);
	t.record.exercise = value_text(t.advisory.facts, "exercise") != NULL;
	t.record.withdrawn = withdrawn;
	if (withdrawn)
		t.advisory.withdrawal = (struct withdrawal){.at = &t.publications[0], .reason = "legal"};
	const char *text = telling_write(&t, &iodef_writer), *losses = telling_losses(&t);
	before = withdrawn ? strstr(losses, "before it was withdrawn: ") : NULL;
	cr_expect(strstr(text, samples[sample].mark) || strstr(losses, samples[sample].mark) || (before && strstr(before, key)),
		  "of %s %s is neither told nor lost%s, beside \"%s\": %s\n%s", key, samples[sample].mark, withdrawn ? ", withdrawn" : "", beside,
		  losses, text);
	telling_end(&t);
}

Test(iodef, each_key_of_the_facts_is_told_or_told_as_lost)
{
	static const char *const besides[] = {"status: final, ", "status: final, vulnerabilities: [{title: One}, {title: Two}], ",
					      "status: final, affected: [{product: P}], impact: [fraud], "};
	const size_t count = sizeof(samples) / sizeof(*samples);
	telling_expect_all_keys(samples, count, sizeof(*samples));
	for (size_t i = 0; i < count; i++) {
		bool withdrawal = strcmp(samples[i].key, "withdrawn") == 0;
		for (size_t k = 0; k < sizeof(besides) / sizeof(*besides); k++) {
			bool itself = strstr(besides[k], samples[i].key) != NULL;
			if (!withdrawal && !itself)
				expect_told(i, besides[k], false);
		}
		if (!withdrawal)
			expect_told(i, "", false);
		expect_told(i, "", true);
	}
}
