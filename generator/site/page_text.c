/* The plain text of an advisory: what is signed and mailed (design.md, "Signing").
 * Head (fixed words, read by `verify`), facts, body, what follows. Templates
 * text.txt and text-end.txt give unwrapped lines, which are wrapped here. */
#include "site/pages.h"

#include "archive/facts.h"
#include "document/plain.h"
#include "site/content.h"

#define TEXT_LIMIT ((size_t)16 << 20)

static void head_line(struct buf *out, const char *key, const char *value)
{
	buf_printf(out, "%s: %s\n", key, value);
}

static void head(struct buf *out, const struct view *v, const struct advisory *adv, const struct text *t)
{
	const struct site *s = v->worker->site;
	const struct publication *p = advisory_newest(adv);
	char time[INSTANT_SIZE], commit[OID_HEX];
	head_line(out, "Advisory", adv->id);
	head_line(out, "Language", t->lang);
	buf_printf(out, "Revision: %u\n", t->reflects);
	head_line(out, "Status", advisory_state(adv));
	head_line(out, "Updated", instant_format(time, t->updated));
	head_line(out, "Commit", oid_hex(commit, &p->commit));
	buf_printf(out, "Serial: %u\n", p->serial);
	head_line(out, "URL", arena_printf(v->worker->arena, "%s%s/%s/", s->config->base_url, t->lang, adv->id));
	if (advisory_is_exercise(adv))
		head_line(out, "EXERCISE", "yes");
	if (s->config->demonstration)
		head_line(out, "DEMONSTRATION", "yes");
	if (adv->withdrawal.reason)
		head_line(out, "WITHDRAWN", instant_format(time, adv->withdrawal.at->time));
	buf_char(out, '\n');
}

/* Wraps each line of a template's output; what goes on stands as far in as the
 * line began, after a tab two columns further. */
static void wrapped(struct buf *out, struct span lines)
{
	struct span line;
	while (span_next_line(&lines, &line)) {
		size_t indent = 0, hang = line.length && *line.data == '\t' ? 2 : 0;
		line = span_after(line, hang / 2);
		while (indent < line.length && line.data[indent] == ' ')
			indent++;
		char first[41], rest[43];
		if (indent > 40)
			indent = 40;
		memset(first, ' ', indent);
		memset(rest, ' ', indent + hang);
		first[indent] = rest[indent + hang] = '\0';
		if (indent == line.length)
			buf_char(out, '\n');
		else
			plain_wrap(out, span_after(line, indent), first, rest, PLAIN_WIDTH);
	}
}

static bool part(struct buf *out, const struct view *v, struct value *page, const char *template_name)
{
	struct buf lines;
	buf_init(&lines, TEXT_LIMIT);
	bool ok = script_render(v->worker->script, template_name, page, &lines, v->worker->diags);
	wrapped(out, buf_as_span(&lines));
	buf_fini(&lines);
	return ok;
}

/* The rule of tildes stands between the parts of the text alone: an author's line that
 * looks like it is shortened, so that nobody can write an end of the body. */
static void add_body(struct buf *out, struct span body)
{
	struct span line;
	while (span_next_line(&body, &line)) {
		size_t n = 0;
		while (n < line.length && line.data[n] == '~')
			n++;
		if (n == line.length && n >= PLAIN_WIDTH)
			line.length = PLAIN_WIDTH / 2;
		buf_span(out, line);
		buf_char(out, '\n');
	}
}

static void body(struct buf *out, const struct view *v, const struct advisory_view *av, const struct rendering *r)
{
	struct links links = advisory_links(v, av);
	links.strict = false; /* the page has told */
	links.tree = r->tree;
	struct plain_options options = {.resolve = links_resolve, .context = &links, .links_title = word(v, "text.links"),
					.figure_label = word(v, "text.figure"), .colon = word(v, "text.colon")};
	struct buf rendered;
	buf_init(&rendered, TEXT_LIMIT);
	plain_render(&rendered, r->tree, &options);
	add_body(out, buf_as_span(&rendered));
	out->overflow = out->overflow || rendered.overflow;
	buf_fini(&rendered);
}

bool write_text(struct worker *w, const struct output *o, struct buf *out)
{
	const struct advisory *adv = o->subject;
	struct view v = view_absolute(w, o->lang, o->path);
	struct advisory_view av;
	if (!advisory_view_make(&av, &v, adv, 0))
		return false;
	/* Of a redacted revision nothing of the document is shown. */
	bool redacted = advisory_is_redacted(adv);
	const struct rendering *r = redacted ? NULL : content_read(w, av.text, av.facts, !adv->withdrawal.by_deletion);
	if (!r && !redacted)
		return false;
	struct value *page = page_begin(&v, "text.txt", av.text->title, NULL), *value = advisory_value(&v, &av);
	if (r)
		value_set_text(w->arena, value, "summary", value_text(r->document->front, "summary"));
	value_set(w->arena, value, "extra", r ? r->extra : value_new(w->arena, VALUE_MAP));
	value_set(w->arena, page, "advisory", value);
	struct buf text;
	buf_init(&text, TEXT_LIMIT);
	head(&text, &v, adv, av.text);
	bool ok = part(&text, &v, page, "text.txt");
	if (r)
		body(&text, &v, &av, r);
	ok = part(&text, &v, page, "text-end.txt") && ok;
	plain_normalise(&text);
	*site_text_digest(w->site, adv, o->lang) = sha256_of(buf_as_span(&text));
	buf_span(out, buf_as_span(&text));
	ok = ok && !text.overflow;
	buf_fini(&text);
	return ok;
}
