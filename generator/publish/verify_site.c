/* Invariant: a check that cannot be made is a reported fault, never a silent pass;
 * verify_site is true only if nothing was reported. */
#include "publish/verify_site.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "publish/signed.h"
#include "publish/site.h"
#include "publish/site_documents.h"
#include "trust/text.h"

struct check {
	struct site site;
	struct site_signatures *signatures; /* NULL: not signed, or not to be verified */
	bool is_signed;
	struct buf *scratch; /* one a worker */
	atomic_size_t good_signatures;
};

/* archive.json's digest of a text is the one that SHA256SUMS lists (and the file has). */
static bool check_digest(struct site *s, const struct site_text *t, const struct site_file *f)
{
	if (!f->listed || memcmp(f->digest.bytes, t->digest.bytes, SHA256_SIZE) == 0)
		return true;
	return site_fault(s, DIAG_SITE_ARCHIVE, t->text_path, NULL,
			  "archive.json gives another digest of this text");
}

static bool check_text(struct check *c, const struct site_file *f, struct span text)
{
	struct site *s = &c->site;
	const struct site_text *t = f->text;
	bool digest = check_digest(s, t, f), head = site_check_head(s, t, text);
	if (c->signatures && site_check_signature(c->signatures, SIGN_CLEAR, t->signature_path, text))
		atomic_fetch_add(&c->good_signatures, 1);
	return text_signable(text, t->text_path, s->diags) && digest && head;
}

/* Each file is read once: what is digested is what is looked into. */
static void check_file(void *context, unsigned worker, size_t index)
{
	struct check *c = context;
	const struct site_file *f = &c->site.files[index];
	struct buf *bytes = &c->scratch[worker];
	buf_clear(bytes);
	if (!site_check_file(&c->site, f, bytes))
		return;
	struct site_text *t = f->text;
	if (signed_form_of(f->path) == SIGNED_TEXT)
		t->text_good = check_text(c, f, buf_as_span(bytes));
	else
		t->page_good = site_check_page(&c->site, f->path, buf_as_span(bytes), t->commit, t->serial);
}

/* A text of which archive.json knows nothing is a text that nothing vouches for. */
static void check_unknown_texts(struct site *s)
{
	for (size_t i = 0; i < s->file_count; i++)
		if (signed_form_of(s->files[i].path) == SIGNED_TEXT && !s->files[i].text)
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
			report->signatures = 1;
	} else if (!options->unsigned_ok) {
		site_fault(&c->site, DIAG_SITE_UNSIGNED, "SHA256SUMS.asc",
			   "sign it: shirase build --key FINGERPRINT",
			   "this site is not signed: anybody could have made it");
	}
}

static void check_front(struct site *s)
{
	struct buf page;
	buf_init(&page, SITE_TEXT_LIMIT);
	if (site_read(s, &page, "index.html", SITE_TEXT_LIMIT))
		site_check_page(s, "index.html", buf_as_span(&page), s->commit, s->serial);
	buf_fini(&page);
}

static void check_archive(struct check *c, struct verify_report *report)
{
	struct site *s = &c->site;
	if (!site_read_archive(s))
		return;
	report->serial = s->serial;
	report->updated = s->updated;
	snprintf(report->commit, sizeof(report->commit), "%s", s->commit);
	check_front(s);
	check_unknown_texts(s);
}

static void check_files(struct check *c, struct verify_report *report)
{
	struct site *s = &c->site;
	c->scratch = memory_alloc(s->jobs * sizeof(*c->scratch));
	for (unsigned i = 0; i < s->jobs; i++)
		buf_init(&c->scratch[i], SITE_TEXT_LIMIT);
	pool_run(s->file_count, s->jobs, check_file, c);
	for (unsigned i = 0; i < s->jobs; i++)
		buf_fini(&c->scratch[i]);
	free(c->scratch);
	for (size_t i = 0; i < s->text_count; i++)
		report->texts += s->texts[i].text_good && s->texts[i].page_good;
	report->signatures += atomic_load(&c->good_signatures);
}

bool verify_site(struct verify_report *out, int folder, const struct verify_options *options, struct diags *d)
{
	size_t before = diags_count(d, DIAG_ERROR);
	struct check c = {.site = {.folder = folder, .diags = d}};
	struct verify_report report = {0};
	c.site.jobs = options->jobs ? options->jobs : pool_cores();
	c.site.arena = arena_new();
	if (site_list(&c.site) && site_read_sums(&c.site)) {
		report.files = c.site.file_count;
		check_signed(&c, options, &report);
		check_archive(&c, &report);
		report.signatures += site_check_documents(&c.site, c.signatures);
		if (c.signatures || !c.is_signed)
			report.signatures += site_check_security_txt(&c.site, c.signatures, options->security_txt);
		check_files(&c, &report);
	}
	site_signatures_free(c.signatures);
	file_list_free(&c.site.list);
	arena_free(c.site.arena);
	*out = report;
	return diags_count(d, DIAG_ERROR) == before;
}
