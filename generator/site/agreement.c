/* Invariant: only texts of HEAD that are public (or count as such) are compared, each translation with its source. */
#include "site/agreement.h"

#include "archive/facts.h"
#include "base/pool.h"
#include "document/markdown.h"
#include "document/section.h"
#include "site/ignored.h"
#include "site/named.h"

struct comparing {
	const struct site *site;
	const struct history *since;
	struct diags *diags;
};

/* One document, read for comparison. */
struct reading {
	const struct document *document;
	struct sections sections;
	struct mentions mentions;
};

/* False where the body is one that Markdown refuses: that is told when it is rendered. */
static bool read_document(struct reading *out, const struct comparing *c, struct arena *a, const struct document *doc)
{
	size_t lang = site_language_index(c->site, doc->lang);
	struct diags *refused = diags_new();
	struct node *tree = markdown_parse(a, doc->body, doc->body_line, doc->path, refused);
	diags_free(refused);
	if (!tree || lang >= c->site->config->language_count)
		return false;
	out->document = doc;
	out->sections = sections_find(a, tree, c->site->section_names[lang]);
	out->mentions = named_in(doc, tree, a);
	return true;
}

/* The section that a line of the document stands in. */
static const char *section_of(const struct reading *r, unsigned line)
{
	const char *name = NULL;
	for (size_t i = 0; i < r->sections.count && r->sections.items[i].heading->line <= line; i++)
		name = r->sections.items[i].name;
	return name;
}

/* Where other would name what r names in this line: its section of the same name, its title; 0: it has none. */
static unsigned line_in(const struct reading *other, const struct reading *r, unsigned line)
{
	if (line < r->document->body_line) {
		const struct value *title = value_get(other->document->front, "title");
		return title ? title->line : 0;
	}
	const char *section = section_of(r, line);
	for (size_t i = 0; section && i < other->sections.count; i++)
		if (other->sections.items[i].name && strcmp(other->sections.items[i].name, section) == 0)
			return other->sections.items[i].heading->line;
	return 0;
}

/* more: how many there are beside this one. */
static void tell(const struct comparing *c, const struct reading *r, const struct reading *other, const struct mention *m,
		 bool changed, size_t more)
{
	enum diag_code code = named_code(m->kind);
	unsigned line = line_in(other, r, m->line);
	char hint[300], where[24] = "", rest[64] = "";
	snprintf(hint, sizeof(hint), "name it in both; if the texts are meant to differ, %s %s: lint: {ignore: [{code: %s, reason: …}]}",
		 r->document->from_reader ? "let the reader give, beside the title, what ignores" : "ignore", diag_name(code), diag_name(code));
	if (line)
		snprintf(where, sizeof(where), ":%u", line);
	if (more)
		snprintf(rest, sizeof(rest), ", and so are %zu things more", more);
	diag(c->diags, changed ? DIAG_DIFFER_CHANGED : code, (struct place){r->document->path, m->line, m->column}, hint,
	     "the %s %s is named here, and not in %s%s%s", named_kind(m->kind), m->text, other->document->path, where, rest);
}

/* One translation that lacks all of a long list must not fill a log. */
#define TOLD_MOST 50

/* Either may say so; both are asked, so that neither seems of no use. */
static bool is_ignored(const struct comparing *c, const struct reading *r, const struct reading *other, enum diag_code code)
{
	bool one = ignores_hold(c->site->ignores, r->document->path, diag_name(code));
	return ignores_hold(c->site->ignores, other->document->path, diag_name(code)) || one;
}

static void tell_lacking(const struct comparing *c, const struct reading *r, const struct reading *other, bool changed)
{
	const struct mention *last = NULL;
	size_t lacking = 0;
	for (size_t i = 0; i < r->mentions.count; i++) {
		const struct mention *m = &r->mentions.items[i];
		enum diag_code code = named_code(m->kind);
		if (mentions_have(&other->mentions, m) || is_ignored(c, r, other, code))
			continue;
		if (++lacking < TOLD_MOST)
			tell(c, r, other, m, changed, 0);
		else if (lacking == TOLD_MOST)
			last = m;
	}
	if (last)
		tell(c, r, other, last, changed, lacking - TOLD_MOST);
}

/* True if the document came with a publication after the base. */
static bool is_new(const struct comparing *c, const struct archive_advisory *adv, size_t document)
{
	const struct advisory *a = c->since ? history_find(c->since, adv->id) : NULL;
	const struct text *t = a ? advisory_text(a, adv->documents[document].document.lang) : NULL;
	return t && t->at->serial > c->since->base_count;
}

static bool is_current(const struct comparing *c, const struct archive_advisory *adv, size_t document)
{
	const struct advisory *a = history_find(c->site->history, adv->id);
	const struct text *t = a ? advisory_text(a, adv->documents[document].document.lang) : NULL;
	return t && t->current;
}

static void compare_advisory(void *context, unsigned worker, size_t index)
{
	(void)worker;
	const struct comparing *c = context;
	const struct archive_advisory *adv = &c->site->archive->advisories[index];
	const struct site_options *o = c->site->options;
	const struct document *source = &adv->documents[adv->source].document;
	if (adv->document_count < 2 || value_get(source->facts, "withdrawn") ||
	    !facts_public(source->facts, o->drafts, o->exercises))
		return;
	struct arena *a = arena_new();
	struct reading from, to;
	bool read = false, source_new = is_new(c, adv, adv->source);
	for (size_t i = 0; i < adv->document_count; i++) {
		bool text_new = is_new(c, adv, i);
		if (i == adv->source || (!is_current(c, adv, i) && !(source_new && text_new)))
			continue;
		if (!read && !(read = read_document(&from, c, a, source)))
			break;
		if (!read_document(&to, c, a, &adv->documents[i].document))
			continue;
		ignores_compared(c->site->ignores, source->path);
		ignores_compared(c->site->ignores, to.document->path);
		tell_lacking(c, &from, &to, source_new || text_new);
		tell_lacking(c, &to, &from, source_new || text_new);
	}
	arena_free(a);
}

void check_agreement(const struct site *s, const struct history *since, struct diags *d)
{
	struct comparing c = {s, since, d};
	pool_run(s->archive->advisory_count, s->options->jobs, compare_advisory, &c);
}
