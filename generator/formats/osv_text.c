/* Invariant: a summary is one line of at most SUMMARY_MAX UTF-16 units without Japanese; details are CommonMark that
 * reads as the document does. Of a redacted advisory there is nothing but that it is withdrawn. */
#include "formats/osv_text.h"

#include "base/utf8.h"
#include "document/markdown_write.h"
#include "formats/english.h"

#define SUMMARY_MAX 120
#define DETAILS_LIMIT ((size_t)16 << 20)

static const char exercise[] = "This is a fictitious advisory for an exercise. It describes no real vulnerability or incident.";
static const char demonstration[] = "This is a demonstration. Every organisation, product and vulnerability in it is invented.";

/* The summary. ------------------------------------------------------------ */

static void add_marks(struct buf *out, const struct record *r, const struct osv_standing *s)
{
	buf_text(out, s->withdrawn ? "Withdrawn: " : "");
	buf_text(out, r->exercise ? "EXERCISE: " : "");
	buf_text(out, r->site->config->demonstration ? "DEMONSTRATION: " : "");
}

/* Cuts it, with a mark that it is cut. */
static void shorten(struct buf *line)
{
	size_t units = 0, cut = 0;
	struct span all = buf_as_span(line);
	for (size_t i = 0, n; i < all.length; i += n) {
		units += utf8_decode(span_after(all, i), &n) < 0x10000 ? 1 : 2;
		if (units < SUMMARY_MAX)
			cut = i + n;
	}
	if (units <= SUMMARY_MAX)
		return;
	while (cut && line->data[cut - 1] == ' ')
		cut--;
	buf_truncate(line, cut);
	buf_text(line, "…");
}

static void put_summary(json_t *record, const struct record *r, const struct record_text *t, const struct osv_standing *s)
{
	struct buf line;
	buf_init(&line, 1 << 20);
	add_marks(&line, r, s);
	if (t && !text_has_japanese(t->title))
		buf_text(&line, t->title);
	else if (line.length)
		buf_text(&line, r->advisory->id);
	if (t && text_has_japanese(t->title))
		record_lose(r, "the title \"%s\": OSV's summary is in English", t->title);
	shorten(&line);
	if (line.length)
		json_put_text(record, "summary", line.data);
	buf_fini(&line);
}

/* Details. ---------------------------------------------------------------- */

static void add_paragraph(struct buf *out, const char *text)
{
	markdown_text(out, span_of(text));
	buf_text(out, "\n\n");
}

static void add_sections(struct buf *out, const struct record_text *t)
{
	if (t->summary)
		add_paragraph(out, t->summary);
	for (size_t i = 0; i < t->section_count; i++) {
		const struct record_section *s = &t->sections[i];
		if (s->heading) {
			buf_text(out, "## ");
			add_paragraph(out, s->heading);
		}
		buf_printf(out, "%s\n\n", s->markdown);
	}
}

static const char *withdrawal_note(const struct withdrawal *w)
{
	for (size_t i = 0; i < w->note_count; i++)
		if (w->notes[i].lang ? lang_is_english(w->notes[i].lang) : !text_has_japanese(w->notes[i].text))
			return w->notes[i].text;
	return NULL;
}

static void add_withdrawal(struct buf *out, const struct record *r)
{
	const struct withdrawal *w = &r->advisory->withdrawal;
	const char *note = withdrawal_note(w), *replacement = record_replacement(r);
	char time[INSTANT_SIZE];
	buf_printf(out, "This advisory was withdrawn on %.10s. Reason for withdrawal: ", instant_format(time, w->at->time));
	markdown_text(out, span_of(w->reason));
	buf_text(out, ".");
	if (replacement) {
		buf_text(out, " It is replaced by ");
		markdown_text(out, span_of(replacement));
		buf_text(out, ".");
	}
	buf_text(out, "\n\n");
	if (note && !r->redacted)
		add_paragraph(out, note);
}

static void add_notices(struct buf *out, const struct record *r)
{
	if (r->exercise)
		buf_printf(out, "%s\n\n", exercise);
	if (r->site->config->demonstration)
		buf_printf(out, "%s\n\n", demonstration);
}

/* Frees it. */
static void put_trimmed(json_t *object, const char *key, struct buf *text)
{
	while (text->length && text->data[text->length - 1] == '\n')
		buf_truncate(text, text->length - 1);
	if (text->length)
		json_put_text(object, key, text->data);
	buf_fini(text);
}

/* Why the record is withdrawn, where the advisory need not be. */
static void add_dropped(struct buf *out, const struct record *r, const struct osv_standing *s)
{
	char time[INSTANT_SIZE];
	const struct former *f = s->former;
	buf_printf(out, "This record was withdrawn on %.10s", instant_format(time, s->withdrawn));
	if (s->state == OSV_REDACTED)
		buf_text(out, ": what it said was redacted.\n\n");
	else
		buf_printf(out, ": since revision %u the advisory names no package and no versions that OSV has a place for. What is affected "
			   "is told as revision %u said it.%s\n\n", f->last + 1, f->last, r->withdrawn ? "" : " The advisory itself stands.");
}

void osv_put_redacted(json_t *record, const struct record *r, const struct osv_standing *s)
{
	struct buf out;
	buf_init(&out, DETAILS_LIMIT);
	put_summary(record, r, NULL, s);
	add_dropped(&out, r, s);
	add_notices(&out, r);
	put_trimmed(record, "details", &out);
}

static void put_details(json_t *record, const struct record *r, const struct record_text *t, const struct osv_standing *s)
{
	struct buf out;
	buf_init(&out, DETAILS_LIMIT);
	if (s->state == OSV_DROPPED)
		add_dropped(&out, r, s);
	if (r->withdrawn)
		add_withdrawal(&out, r);
	add_notices(&out, r);
	if (t && !t->text->current)
		buf_printf(&out, "This text reflects revision %u; all else in this record is of revision %u.\n\n", t->text->reflects,
			   r->advisory->revision);
	if (t)
		add_sections(&out, t);
	put_trimmed(record, "details", &out);
}

static void put_original(json_t *specific, const struct record *r)
{
	const struct record_text *t = &r->texts[0];
	struct buf out;
	buf_init(&out, DETAILS_LIMIT);
	add_sections(&out, &(struct record_text){.sections = t->sections, .section_count = t->section_count});
	json_t *original = json_object();
	json_put_text(original, "language", t->lang);
	json_put_text(original, "title", t->title);
	json_put_text(original, "summary", t->summary);
	put_trimmed(original, "details", &out);
	json_put(specific, "original", original);
	record_lose(r, "there is no English text: summary and details are left out, the text in \"%s\" stands in database_specific",
		    t->lang);
}

void osv_put_texts(json_t *record, json_t *specific, const struct record *r, const struct osv_standing *s)
{
	const struct record_text *t = r->redacted ? NULL : record_in_english(r);
	put_summary(record, r, t, s);
	put_details(record, r, t, s);
	if (!t && !r->redacted)
		put_original(specific, r);
}
