/* Invariant: a record is made from documents as their authors wrote them: of the filters only that which makes tables has
 * seen them. Digests are written by the one group that writes the files, and read by its pages and by the last phase. */
#include "site/records.h"

#include "document/markdown_write.h"
#include "document/plain.h"
#include "formats/osv.h"
#include "formats/osv_zip.h"
#include "site/changes.h"
#include "site/pages.h"
#include "site/phrase.h"

#define TEXT_LIMIT ((size_t)16 << 20)

static const struct record_writer *const writers[RECORD_FORMATS] = {&csaf_writer, &osv_writer, &iodef_writer, &stix_writer};

void records_list(struct site *s, struct arena *a)
{
	s->records = arena_array(a, s->history->advisory_count, sizeof(*s->records));
	if (config_format(s->config, "osv"))
		s->osv = osv_store_new(s->history->advisory_count);
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		size_t capacity = 0;
		for (size_t k = 0; k < RECORD_FORMATS; k++)
			if (config_format(s->config, record_format_name(writers[k]->format)))
				writers[k]->list(&s->records[i], &capacity, a, s->config, &s->history->advisories[i]);
	}
}

/* Sections. --------------------------------------------------------------- */

static int top_level(const struct node *tree)
{
	int top = 7;
	for (const struct node *n = tree->first; n; n = n->next)
		if (n->type == NODE_HEADING && n->level < top)
			top = n->level;
	return top;
}

static bool is_answer(const struct value *answers, struct span text)
{
	static const char *const stops[] = {"。", "."};
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (span_ends(text, stops[i]))
			text.length -= strlen(stops[i]);
	for (size_t i = 0; answers && answers->kind == VALUE_LIST && i < answers->count; i++)
		if (value_as_text(answers->items[i]) && span_is(text, answers->items[i]->text))
			return true;
	return false;
}

struct sectioning {
	struct arena *arena;
	struct links *links;
	const struct value *none_answers;
	int top; /* level of the headings that part sections */
	bool markdown; /* is asked for */
	struct record_section *items;
	size_t count, capacity;
};

static const char *markdown_of(struct sectioning *c, const struct node *part)
{
	struct markdown_options options = {.resolve = links_resolve, .context = c->links, .deeper = 2 - c->top};
	struct buf text;
	buf_init(&text, TEXT_LIMIT);
	markdown_render(&text, part, &options);
	const char *markdown = arena_span(c->arena, span_trim(buf_as_span(&text)));
	buf_fini(&text);
	return markdown;
}

/* Takes the part's blocks away from it: the caller's copy of a tree. */
static void add_section(struct sectioning *c, const struct node *heading, const struct node *part)
{
	struct plain_options options = {.width = PLAIN_UNWRAPPED, .resolve = links_resolve, .context = c->links};
	struct buf text, title;
	buf_init(&text, TEXT_LIMIT);
	buf_init(&title, BUF_LIMIT_DEFAULT);
	plain_render(&text, part, &options);
	struct span trimmed = span_trim(buf_as_span(&text));
	if (heading)
		node_plain(&title, heading);
	if (trimmed.length) {
		c->items = arena_grow(c->arena, c->items, c->count, &c->capacity, sizeof(*c->items));
		c->items[c->count++] = (struct record_section){.name = heading ? heading->section : NULL,
							       .heading = heading ? arena_span(c->arena, buf_as_span(&title)) : NULL,
							       .text = arena_span(c->arena, trimmed),
							       .markdown = c->markdown ? markdown_of(c, part) : NULL,
							       .none = is_answer(c->none_answers, trimmed)};
	}
	buf_fini(&title);
	buf_fini(&text);
}

static void split(struct sectioning *c, const struct node *written)
{
	struct node *tree = node_copy(c->arena, written);
	struct node *part = node_new(c->arena, NODE_DOCUMENT);
	const struct node *heading = NULL;
	int top = c->top = top_level(tree);
	for (struct node *n = tree->first, *next; n; n = next) {
		next = n->next;
		node_remove(n);
		if (n->type != NODE_HEADING || n->level != top) {
			node_append(part, n);
			continue;
		}
		add_section(c, heading, part);
		heading = n;
		part = node_new(c->arena, NODE_DOCUMENT);
	}
	add_section(c, heading, part);
}

static bool has_record(const struct record *r, enum record_format format)
{
	const struct record_files *files = record_files_of(r->site, r->advisory);
	for (size_t i = 0; i < files->count; i++)
		if (files->items[i].format == format)
			return true;
	return false;
}

/* Texts. ------------------------------------------------------------------ */

static bool set_document(struct worker *w, struct record_text *out, const struct record *r, const struct text *t)
{
	struct view v = view_absolute(w, t->lang, out->page);
	struct advisory_view av;
	v.then = t->at;
	if (!advisory_view_make(&av, &v, r->advisory, 0))
		return false;
	struct links links = advisory_links(&v, &av);
	/* The page needs it filtered all the same, and says what is wrong with it. */
	const struct version *version = content_read(w, t, r->facts, links.strict) ? version_of_text(w, t) : NULL;
	if (!version || !version->document)
		return false;
	links.strict = false;
	links.tree = version_tree(w, version);
	size_t language = site_language_index(w->site, t->lang);
	bool known = language < w->site->config->language_count;
	struct sectioning c = {.arena = w->arena, .links = &links, .markdown = has_record(r, RECORD_OSV),
			       .none_answers = known ? value_get(w->site->locales[language], "none_answers") : NULL};
	split(&c, links.tree);
	const char *summary = value_text(version->document->front, "summary");
	out->summary = summary && *summary ? phrase_line(&v, summary) : NULL;
	out->sections = c.items;
	out->section_count = c.count;
	return true;
}

static bool set_text(struct worker *w, struct record_text *out, const struct record *r, const struct text *t)
{
	const struct record_site *s = r->site;
	const char *id = r->advisory->id;
	struct view v = view_absolute(w, t->lang, "");
	*out = (struct record_text){.text = t, .lang = t->lang, .title = phrase_line(&v, t->title)};
	out->page = record_url(s, w->arena, path_of_advisory(w->arena, t->lang, id));
	out->txt = record_url(s, w->arena, arena_printf(w->arena, "text/%s.%s.txt", id, t->lang));
	out->asc = s->is_signed ? record_url(s, w->arena, arena_printf(w->arena, "text/%s.%s.asc", id, t->lang)) : NULL;
	return r->redacted || set_document(w, out, r, t);
}

static bool set_texts(struct worker *w, struct record *r)
{
	const struct advisory *a = r->advisory;
	const struct config *c = r->site->config;
	struct record_text *texts = arena_array(w->arena, c->language_count + 1, sizeof(*texts));
	r->texts = texts;
	r->text_count = 1;
	if (!set_text(w, &texts[0], r, advisory_text(a, a->source)))
		return false;
	for (size_t i = 0; i < c->language_count; i++) {
		const struct text *t = advisory_text(a, c->languages[i]);
		if (t && strcmp(t->lang, a->source) != 0 && !set_text(w, &texts[r->text_count++], r, t))
			return false;
	}
	return true;
}

/* The record. ------------------------------------------------------------- */

static const char *told(const struct record *r, size_t index, const char *lang)
{
	struct worker *w = r->context;
	const struct event *e = &r->advisory->events[index];
	struct view v = view_absolute(w, lang, r->file ? r->file->path : "");
	const struct value *lines = event_lines_then(&v, r->advisory, index);
	const char *text = "";
	for (size_t i = 0; i < e->note_count; i++)
		if (!e->notes[i].lang || strcmp(e->notes[i].lang, lang) == 0)
			text = arena_printf(w->arena, "%s%s%s", text, *text ? "\n" : "", e->notes[i].text);
	for (size_t i = 0; lines && i < lines->count; i++)
		text = arena_printf(w->arena, "%s%s%s", text, *text ? "\n" : "", lines->items[i]->text);
	return *text ? text : phrase_label(&v, "event", event_class_name(e->class));
}

static const struct value *const *formers_of(struct worker *w, const struct advisory *a)
{
	const struct value **formers = arena_array(w->arena, a->former_count, sizeof(*formers));
	for (size_t i = 0; i < a->former_count; i++)
		formers[i] = facts_shaped(w, a->formers[i].facts);
	return formers;
}

const struct record_site *record_site_of(struct worker *w)
{
	const struct site *s = w->site;
	struct record_site *rs = arena_alloc(w->arena, sizeof(*rs));
	*rs = (struct record_site){.config = s->config, .history = s->history, .is_signed = !s->options->is_unsigned,
				   .files = s->records, .locales = s->locales};
	return rs;
}

struct record *record_of(struct worker *w, const struct advisory *a)
{
	if (w->record && w->record->advisory == a)
		return w->record;
	struct record *r = arena_alloc(w->arena, sizeof(*r));
	*r = (struct record){.site = record_site_of(w), .advisory = a, .facts = facts_shaped(w, a->facts),
			     .formers = formers_of(w, a), .rating = facts_rating(a->facts),
			     .exercise = advisory_is_exercise(a), .withdrawn = a->withdrawal.reason != NULL,
			     .redacted = advisory_is_redacted(a), .arena = w->arena, .losses = w->site->losses,
			     .told = told, .context = w};
	r->permalink = record_url(r->site, w->arena, arena_printf(w->arena, "%s/", a->id));
	return w->record = set_texts(w, r) ? r : NULL;
}

bool write_record(struct worker *w, const struct output *o, struct buf *out)
{
	const struct advisory *a = o->subject;
	struct record_file *file = &w->site->records[a - w->site->history->advisories].items[o->number];
	struct record *r = record_of(w, a);
	if (!r)
		return false;
	r->file = file;
	if (!writers[file->format]->write(out, r, w->diags))
		return false;
	file->sha256 = sha256_of(buf_as_span(out));
	if (file->format == RECORD_OSV)
		osv_store_keep(w->site->osv, (size_t)(a - w->site->history->advisories), file->path + strlen("osv/"), osv_modified(a),
			       buf_as_span(out));
	if (file->format == RECORD_CSAF)
		file->sha512 = sha512_of(buf_as_span(out));
	return true;
}

struct value *records_value(const struct view *v, const struct advisory *adv)
{
	struct arena *a = v->worker->arena;
	const struct site *s = v->worker->site;
	const struct record_files *files = &s->records[adv - s->history->advisories];
	struct value *list = value_new(a, VALUE_LIST);
	char hex[SHA256_HEX];
	for (size_t i = 0; i < files->count; i++) {
		const struct record_file *file = &files->items[i];
		const char *slash = strrchr(file->path, '/');
		struct value *item = value_new(a, VALUE_MAP);
		value_set_text(a, item, "format", record_format_name(file->format));
		value_set_text(a, item, "name", slash ? slash + 1 : file->path);
		value_set_text(a, item, "lang", file->lang);
		value_set_text(a, item, "href", view_href(v, "%s", file->path));
		if (file->format == RECORD_CSAF && !s->options->is_unsigned)
			value_set_text(a, item, "signed_href", view_href(v, "%s.asc", file->path));
		value_set_text(a, item, "media_type", file->media_type);
		value_set_text(a, item, "sha256", sha256_hex(hex, &file->sha256));
		value_add(a, list, item);
	}
	return list;
}
