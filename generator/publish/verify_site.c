/* Invariant: a check that cannot be made is a reported fault, never a silent pass;
 * verify_site is true only if nothing was reported. */
#include "publish/verify_site.h"

#include <stdatomic.h>

#include "base/pool.h"
#include "publish/site.h"
#include "publish/site_signatures.h"
#include "trust/text.h"

struct check {
	struct site site;
	struct site_signatures *signatures; /* NULL: not signed, or not to be verified */
	bool is_signed;
	atomic_size_t good_texts, good_signatures;
};

/* archive.json's digest of a text is the one that SHA256SUMS lists (and the file has). */
static bool check_digest(struct site *s, const struct site_text *t)
{
	char hex[SHA256_HEX];
	const struct site_file *f = site_find(s, t->text_path);
	if (!f || !f->listed || strcmp(sha256_hex(hex, &f->digest), t->sha256) == 0)
		return true;
	return site_fault(s, DIAG_SITE_ARCHIVE, t->text_path, NULL,
			  "archive.json gives another digest of this text");
}

static void check_text(void *context, unsigned worker, size_t index)
{
	struct check *c = context;
	struct site *s = &c->site;
	const struct site_text *t = &s->texts[index];
	struct buf text;
	(void)worker;
	buf_init(&text, SITE_TEXT_LIMIT);
	bool ok = site_read(s, &text, t->text_path, SITE_TEXT_LIMIT);
	if (ok) {
		bool digest = check_digest(s, t), head = site_check_head(s, t, buf_as_span(&text));
		ok = text_signable(buf_as_span(&text), t->text_path, s->diags) && digest && head;
		if (c->signatures && site_check_clear(c->signatures, t->signature_path, buf_as_span(&text)))
			atomic_fetch_add(&c->good_signatures, 1);
	}
	buf_fini(&text);
	ok = site_check_page(s, t->page_path, t->commit, t->serial) && ok;
	if (ok)
		atomic_fetch_add(&c->good_texts, 1);
}

static bool is_text(const char *path)
{
	struct span p = span_of(path);
	return span_starts(p, "text/") && span_ends(p, ".txt");
}

/* A text of which archive.json knows nothing is a text that nothing vouches for. */
static void check_unknown_texts(struct site *s)
{
	size_t ignored;
	for (size_t i = 0; i < s->file_count; i++)
		if (is_text(s->files[i].path) && !map_find(s->text_map, span_of(s->files[i].path), &ignored))
			site_fault(s, DIAG_SITE_HEAD, s->files[i].path, NULL,
				   "archive.json has no advisory and language of this name");
}

static void check_signed(struct check *c, const struct verify_options *options, struct verify_report *report)
{
	c->is_signed = report->is_signed = site_find(&c->site, "SHA256SUMS.asc") != NULL;
	site_check_strays(&c->site, c->is_signed);
	if (c->is_signed) {
		report->key_from_site = !options->keyring && !options->fingerprint;
		c->signatures = site_signatures_new(&c->site, options, report);
		if (c->signatures)
			report->signatures = 1 + site_check_other_signatures(c->signatures);
	} else if (!options->unsigned_ok) {
		site_fault(&c->site, DIAG_SITE_UNSIGNED, "SHA256SUMS.asc",
			   "sign it: shirase build --key FINGERPRINT",
			   "this site is not signed: anybody could have made it");
	}
}

static void check_content(struct check *c, struct verify_report *report)
{
	struct site *s = &c->site;
	if (!site_read_archive(s))
		return;
	report->serial = s->serial;
	report->updated = s->updated;
	snprintf(report->commit, sizeof(report->commit), "%s", s->commit);
	site_check_page(s, "index.html", s->commit, s->serial);
	check_unknown_texts(s);
	pool_run(s->text_count, s->jobs, check_text, c);
	report->texts = atomic_load(&c->good_texts);
	report->signatures += atomic_load(&c->good_signatures);
}

bool verify_site(struct verify_report *out, int folder, const struct verify_options *options, struct diags *d)
{
	size_t before = diags_count(d, DIAG_ERROR);
	struct check c = {.site = {.folder = folder, .diags = d}};
	struct verify_report report = {0};
	c.site.jobs = options->jobs ? options->jobs : pool_cores();
	c.site.arena = arena_new();
	c.site.file_map = map_new();
	c.site.text_map = map_new();
	if (site_list(&c.site) && site_check_sums(&c.site)) {
		report.files = c.site.file_count;
		check_signed(&c, options, &report);
		check_content(&c, &report);
	}
	site_signatures_free(c.signatures);
	map_free(c.site.text_map);
	map_free(c.site.file_map);
	arena_free(c.site.arena);
	*out = report;
	return diags_count(d, DIAG_ERROR) == before;
}
