/* Elements and their order are those of what jvndb.jvn.jp gives (MyJVN, getVulnOverviewList, JVNRSS 3.2): tools were written to
 * that. Its severities are English words with a capital, of CVSS 3; of CVSS 4.0 mod_sec 3.0 knows nothing, and nothing is said;
 * nor has it a word for an exercise, a demonstration or a draft, which Dublin Core's subject tells.
 *
 * Invariant: rdf:Seq names the items that follow, in their order, each once. */
#include "formats/rss.h"

#include <ctype.h>

#include "formats/xml.h"

/* affected: but for CPE names; cvss: but for version 3; references: but for those to JVN and IPA; severity: but for CVSS 3's;
 * withdrawn: but for the title. */
const char *const rss_lost[] = {"status",          "kind",         "audience",   "affected",   "impact",  "exploitation",
				"cvss",            "severity",        "vulnerabilities", "remediations", "indicators", "references", "credits",
				"related",         "supersedes",   "tags",       "tlp",        "next_update", "withdrawn",
				"redact",          NULL};

static void rdf_about(struct xml *x, const char *url)
{
	xml_attribute(x, "rdf:about", url);
}

static void spaces(struct xml *x, const struct feed *f)
{
	static const char *const names[][2] = {
		{"xmlns", "http://purl.org/rss/1.0/"},
		{"xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
		{"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
		{"xmlns:dcterms", "http://purl.org/dc/terms/"},
		{"xmlns:sec", "http://jvn.jp/rss/mod_sec/3.0/"},
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		xml_attribute(x, names[i][0], names[i][1]);
	xml_attribute(x, "xml:lang", f->lang);
}

static void sequence(struct xml *x, const struct feed *f)
{
	xml_begin(x, "items");
	xml_begin(x, "rdf:Seq");
	for (size_t i = 0; i < f->count; i++) {
		xml_begin(x, "rdf:li");
		xml_attribute(x, "rdf:resource", f->entries[i].page);
		xml_end(x);
	}
	xml_end(x);
	xml_end(x);
}

static void publisher(struct xml *x, const struct feed *f, const char *lang)
{
	xml_element(x, "dc:publisher", f->author);
	xml_element(x, "dc:creator", f->author);
	xml_element(x, "dc:language", lang);
}

static void channel(struct xml *x, const struct feed *f)
{
	xml_begin(x, "channel");
	rdf_about(x, f->self);
	xml_element(x, "title", f->title);
	xml_element(x, "link", f->home);
	xml_element(x, "description", f->subtitle ? f->subtitle : f->title);
	publisher(x, f, f->lang);
	xml_date(x, "dc:date", f->updated);
	xml_date(x, "dcterms:modified", f->updated);
	sequence(x, f);
	xml_end(x);
}

static void reference(struct xml *x, const struct feed_reference *r)
{
	xml_begin(x, "sec:references");
	xml_attribute(x, "source", r->source);
	xml_attribute(x, "id", r->id);
	xml_attribute(x, "title", r->title);
	xml_text(x, span_of(r->url));
	xml_end(x);
}

static void cpe(struct xml *x, const struct feed_cpe *c)
{
	xml_begin(x, "sec:cpe");
	xml_attribute(x, "version", strncmp(c->name, "cpe:2.3:", 8) == 0 ? "2.3" : "2.2");
	xml_attribute(x, "vendor", c->vendor);
	xml_attribute(x, "product", c->product);
	xml_text(x, span_of(c->name));
	xml_end(x);
}

static void score(struct xml *x, const struct feed_score *s)
{
	char severity[16];
	if (strncmp(s->version, "3.", 2) != 0)
		return;
	snprintf(severity, sizeof(severity), "%s", s->severity);
	severity[0] = (char)toupper((unsigned char)severity[0]);
	xml_begin(x, "sec:cvss");
	xml_attribute(x, "score", s->score);
	xml_attribute(x, "severity", severity);
	xml_attribute(x, "vector", s->vector);
	xml_attribute(x, "version", s->version);
	xml_attribute(x, "type", "Base");
	xml_end(x);
}

static void item(struct xml *x, const struct feed *f, const struct feed_entry *e)
{
	xml_begin(x, "item");
	rdf_about(x, e->page);
	xml_element(x, "title", e->title);
	xml_element(x, "link", e->page);
	xml_element(x, "description", e->summary);
	publisher(x, f, e->lang);
	for (size_t i = 0; i < e->mark_count; i++)
		xml_element(x, "dc:subject", e->marks[i]);
	xml_element(x, "sec:identifier", e->advisory);
	for (size_t i = 0; i < e->reference_count; i++)
		reference(x, &e->references[i]);
	for (size_t i = 0; i < e->cpe_count; i++)
		cpe(x, &e->cpes[i]);
	for (size_t i = 0; i < e->score_count; i++)
		score(x, &e->scores[i]);
	xml_date(x, "dc:date", e->updated);
	xml_date(x, "dcterms:issued", e->published);
	xml_date(x, "dcterms:modified", e->updated);
	xml_end(x);
}

bool rss_write(struct buf *out, const struct feed *f, struct diags *d)
{
	struct xml x;
	xml_start(&x);
	if (x.ok) {
		xml_begin(&x, "rdf:RDF");
		spaces(&x, f);
		channel(&x, f);
		for (size_t i = 0; i < f->count; i++)
			item(&x, f, &f->entries[i]);
		xml_end(&x);
	}
	return xml_finish(&x, out, "jvnrss.rdf", d);
}

/* The rest of the URL if its host is this one; NULL otherwise. */
static const char *below(const char *url, const char *host)
{
	size_t n = strlen(host);
	const char *rest = strncmp(url, "https://", 8) == 0 ? url + 8 : strncmp(url, "http://", 7) == 0 ? url + 7 : "";
	return strncmp(rest, host, n) == 0 && (rest[n] == '/' || !rest[n]) ? rest + n : NULL;
}

/* /jp/JVN12345678/, /vu/JVNVU12345678/, /ta/JVNTA12345678/, each also below /en */
static const char *jvn_number(struct arena *a, const char *path)
{
	static const char *const kinds[][2] = {{"/jp/JVN", "JVN"}, {"/vu/JVNVU", "JVNVU"}, {"/ta/JVNTA", "JVNTA"}};
	if (strncmp(path, "/en/", 4) == 0)
		path += 3;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		size_t n = strlen(kinds[i][0]);
		if (strncmp(path, kinds[i][0], n) == 0 && strspn(path + n, "0123456789") == 8)
			return arena_printf(a, "%s#%.8s", kinds[i][1], path + n);
	}
	return NULL;
}

/* /ja/contents/2026/JVNDB-2026-000001.html */
static const char *jvndb_number(struct arena *a, const char *path)
{
	const char *name = strstr(path, "/JVNDB-");
	if (!name || strspn(name + 7, "0123456789") != 4 || name[11] != '-')
		return NULL;
	size_t digits = strspn(name + 12, "0123456789");
	return digits >= 6 ? arena_printf(a, "%.*s", (int)(11 + digits), name + 1) : NULL;
}

bool rss_japanese(const char **source, const char **id, struct arena *a, const char *url)
{
	const char *path;
	*id = NULL;
	if ((path = below(url, "jvn.jp"))) {
		*source = "JVN";
		*id = jvn_number(a, path);
	} else if ((path = below(url, "jvndb.jvn.jp"))) {
		*source = "JVNDB";
		*id = jvndb_number(a, path);
	} else {
		*source = "IPA";
		return below(url, "www.ipa.go.jp") || below(url, "ipa.go.jp");
	}
	return *id;
}
