/* shirase diff ID R1 R2: two revisions of an advisory beside each other. Invariant: what comes from the archive goes to
 * the terminal masked; of a redacted revision nothing does. */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/utf8.h"
#include "commands/print.h"
#include "document/difference.h"
#include "document/plain.h"
#include "site/changes.h"
#include "site/content.h"
#include "site/phrase.h"

#define WIDTH 80
#define WIDTH_MOST 400
#define LABEL_MOST 24
#define GAP 2
#define CELL_LIMIT ((size_t)64 << 10)

#define RED "\033[31m"
#define GREEN "\033[32m"
#define BOLD "\033[1m"
#define PLAIN "\033[m"

struct printing {
	struct buf *out;
	struct view view;
	int width;
	bool colour;
};

static const char *masked(const struct printing *p, const char *text)
{
	return utf8_masked(p->view.worker->arena, span_of(text), CELL_LIMIT);
}

static void add_coloured(const struct printing *p, const char *colour, const char *text)
{
	buf_text(p->out, p->colour ? colour : "");
	buf_text(p->out, text);
	buf_text(p->out, p->colour ? PLAIN : "");
}

/* Facts. ------------------------------------------------------------------ */

struct cell {
	struct span rest;   /* lines that are still to be written */
	size_t width;
	const char *colour;
};

static struct cell cell_of(const struct printing *p, const char *text, size_t width, const char *colour)
{
	struct buf b;
	buf_init(&b, 4 * CELL_LIMIT);
	plain_wrap(&b, span_of(masked(p, text)), "", "", (int)width);
	struct span lines = span_make(arena_span(p->view.worker->arena, buf_as_span(&b)), b.length);
	buf_fini(&b);
	return (struct cell){lines, width, colour};
}

/* The cells beside each other, line by line. */
static void print_row(const struct printing *p, struct cell *cells, size_t count)
{
	for (bool more = true; more;) {
		size_t blanks = 0;
		more = false;
		for (size_t i = 0; i < count; i++) {
			struct span line = {0};
			span_next_line(&cells[i].rest, &line);
			if (line.length) {
				buf_repeat(p->out, ' ', blanks);
				add_coloured(p, cells[i].colour, arena_span(p->view.worker->arena, line));
				blanks = 0;
			}
			size_t used = utf8_width(line), room = cells[i].width + GAP;
			blanks += used < room ? room - used : 1;
			more = more || cells[i].rest.length;
		}
		buf_char(p->out, '\n');
	}
}

static const char *label_of(const struct printing *p, const struct value *change)
{
	const char *label = value_text(change, "label"), *product = value_text(change, "product");
	label = label ? label : "";
	if (!product)
		return label;
	struct value *vars = value_new(p->view.worker->arena, VALUE_MAP);
	value_set_text(p->view.worker->arena, vars, "label", label);
	value_set_text(p->view.worker->arena, vars, "name", product);
	return phrase(&p->view, "change.of", vars);
}

static size_t label_width(const struct printing *p, const struct value *changes)
{
	size_t width = utf8_width(span_of(phrase(&p->view, "changes.fact", NULL)));
	for (size_t i = 0; i < changes->count; i++) {
		size_t n = utf8_width(span_of(label_of(p, changes->items[i])));
		width = n > width ? n : width;
	}
	return width < LABEL_MOST ? width : LABEL_MOST;
}

/* In three columns, or one below the other where those would be too narrow. */
static void print_fact(const struct printing *p, size_t first, const char *label, const char *before, const char *after)
{
	size_t width = (size_t)p->width;
	if (width >= first + 2 * (LABEL_MOST + GAP)) {
		size_t half = (width - first - 2 * GAP) / 2;
		struct cell cells[] = {cell_of(p, label, first, ""), cell_of(p, before, half, RED),
				       cell_of(p, after, half, GREEN)};
		print_row(p, cells, 3);
		return;
	}
	struct arena *a = p->view.worker->arena;
	struct cell rows[] = {cell_of(p, label, width, ""), cell_of(p, arena_printf(a, "- %s", before), width, RED),
			      cell_of(p, arena_printf(a, "+ %s", after), width, GREEN)};
	for (size_t i = 0; i < 3; i++)
		print_row(p, &rows[i], 1);
}

static void print_heading(const struct printing *p, const char *text)
{
	buf_char(p->out, '\n');
	add_coloured(p, BOLD, text);
	buf_char(p->out, '\n');
	buf_repeat(p->out, '=', utf8_width(span_of(text)));
	buf_char(p->out, '\n');
}

static void print_facts(const struct printing *p, const struct value *changes)
{
	const char *nothing = phrase(&p->view, "changes.nothing", NULL);
	if (!changes->count)
		return;
	size_t first = label_width(p, changes);
	struct printing plain = *p;
	plain.colour = false;
	print_heading(p, phrase(&p->view, "changes.facts", NULL));
	print_fact(&plain, first, phrase(&p->view, "changes.fact", NULL), phrase(&p->view, "changes.before", NULL),
		   phrase(&p->view, "changes.after", NULL));
	for (size_t i = 0; i < changes->count; i++) {
		const char *before = value_text(changes->items[i], "before"), *after = value_text(changes->items[i], "after");
		print_fact(p, first, label_of(p, changes->items[i]), before ? before : nothing, after ? after : nothing);
	}
}

/* Text. ------------------------------------------------------------------- */

static bool print_difference(const struct printing *p, const char *name, const struct difference *d)
{
	if (!d || difference_is_empty(d))
		return d != NULL;
	struct difference_words words = phrase_of_difference(&p->view);
	print_heading(p, phrase_label(&p->view, "fact", name));
	difference_plain(p->out, d, &words, p->width, p->colour);
	return true;
}

static const char *front_text(const struct version *version, const char *key)
{
	return value_text(version->document->front, key);
}

static bool print_texts(const struct printing *p, const struct version *before, const struct version *after)
{
	struct worker *w = p->view.worker;
	static const char *const lines[] = {"title", "summary"};
	for (size_t i = 0; i < 2; i++)
		if (!print_difference(p, lines[i],
				      difference_of_prose(w->arena, front_text(before, lines[i]),
							  front_text(after, lines[i]), w->diags)))
			return false;
	return print_difference(p, "body", difference_of(w->arena, version_tree(w, before), version_tree(w, after), w->diags));
}

/* Revisions. -------------------------------------------------------------- */

/* What is compared of a revision. */
struct side {
	const struct revision *revision;
	const struct text *text, *source;
};

static struct version_ref ref_of(const struct text *t)
{
	return (struct version_ref){.path = t->path, .lang = t->lang, .blob = t->blob};
}

static void print_side(const struct printing *p, const char *mark, const char *colour, const struct side *s)
{
	char time[INSTANT_SIZE], hex[OID_HEX];
	const struct publication *at = s->revision->last;
	add_coloured(p, colour,
		     arena_printf(p->view.worker->arena, "%s r%u %s %.12s %s", mark, s->revision->number,
				  instant_format(time, at->time), oid_hex(hex, &at->commit), masked(p, s->text->lang)));
	buf_char(p->out, '\n');
}

static bool print_changes(const struct printing *p, const struct side *x, const struct side *y)
{
	struct worker *w = p->view.worker;
	struct version_ref refs[] = {ref_of(x->text), ref_of(y->text), ref_of(x->source), ref_of(y->source)};
	struct attachments files[] = {{x->revision->attachments, x->revision->attachment_count},
				      {y->revision->attachments, y->revision->attachment_count}};
	const struct version *before = version_of(w, &refs[0]), *after = version_of(w, &refs[1]);
	const struct value *facts_before = facts_of_version(w, &refs[2]), *facts_after = facts_of_version(w, &refs[3]);
	if (!before || !after || !facts_before || !facts_after)
		return false;
	size_t head = p->out->length;
	print_facts(p, fact_changes(&p->view, facts_before, facts_after, &files[0], &files[1]));
	if (!print_texts(p, before, after))
		return false;
	if (p->out->length == head)
		buf_printf(p->out, "\n%s\n", phrase(&p->view, "changes.same", NULL));
	return true;
}

static bool print_all(const struct printing *p, const struct advisory *adv, const struct side *x, const struct side *y)
{
	add_coloured(p, BOLD, masked(p, adv->id));
	buf_char(p->out, '\n');
	print_side(p, "---", RED, x);
	print_side(p, "+++", GREEN, y);
	if (!x->revision->redacted && !y->revision->redacted)
		return print_changes(p, x, y);
	buf_printf(p->out, "\n%s\n", phrase(&p->view, "changes.redacted", NULL));
	return true;
}

/* "r2" or "2". */
static const struct revision *find_revision(const struct advisory *adv, const char *operand, struct diags *d)
{
	const char *at = operand + (*operand == 'r');
	size_t number = 0, digits = strspn(at, "0123456789");
	for (size_t i = 0; i < digits && number <= adv->revision_count; i++)
		number = 10 * number + (size_t)(at[i] - '0');
	if (digits && !at[digits] && number >= 1 && number <= adv->revision_count)
		return &adv->revisions[number - 1];
	char hint[64] = "there is r1 only";
	if (adv->revision_count > 1)
		snprintf(hint, sizeof(hint), "there are r1 to r%zu", adv->revision_count);
	diag(d, DIAG_REVISION_NUMBER, NO_PLACE, hint, "%s has no revision \"%.40s\"", adv->id, operand);
	return NULL;
}

/* The texts of one language: the one that was asked for if both revisions have it, else each one's source. */
static void choose_texts(struct side *x, struct side *y, const char *lang)
{
	x->source = revision_text(x->revision, x->revision->source);
	y->source = revision_text(y->revision, y->revision->source);
	x->text = revision_text(x->revision, lang);
	y->text = revision_text(y->revision, lang);
	if (!x->text || !y->text) {
		x->text = x->source;
		y->text = y->source;
	}
}

/* Output. ----------------------------------------------------------------- */

static int terminal_width(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return WIDTH;
	return size.ws_col < WIDTH_MOST ? size.ws_col : WIDTH_MOST;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value && *value;
}

/* no-color.org; what is asked for on the command line goes before it. */
static bool wants_colour(const char *asked)
{
	if (asked && strcmp(asked, "auto") != 0)
		return strcmp(asked, "always") == 0;
	const char *terminal = getenv("TERM");
	return isatty(STDOUT_FILENO) && !is_set("NO_COLOR") && !(terminal && strcmp(terminal, "dumb") == 0);
}

struct comparing {
	const struct advisory *advisory;
	struct side before, after;
	bool colour;
};

static bool compare(struct buf *out, const struct view *v, void *context)
{
	struct comparing *c = context;
	choose_texts(&c->before, &c->after, v->lang);
	struct printing p = {out, *v, terminal_width(), c->colour};
	return print_all(&p, c->advisory, &c->before, &c->after);
}

static bool print_diff(struct loaded *l, const struct invocation *call, const struct advisory *adv, struct diags *d)
{
	struct comparing c = {.advisory = adv, .colour = wants_colour(call->color)};
	const char *lang = call->lang ? call->lang : adv->source;
	c.before.revision = find_revision(adv, call->operands[1], d);
	c.after.revision = find_revision(adv, call->operands[2], d);
	return c.before.revision && c.after.revision &&
	       print_made(l, config_has_language(&l->archive.config, lang) ? lang : NULL, compare, &c, d);
}

static bool tell(struct loaded *l, const struct invocation *call, const struct site_options *options, struct diags *d)
{
	if (!load_archive(l, call, d) || !load_has_language(l, call->lang, d) || !load_history(l, call, NULL, d))
		return false;
	const struct advisory *adv = load_advisory(l, call->operands[0], d);
	return adv && load_site(l, options, d) && print_diff(l, call, adv, d);
}

enum diag_status command_diff(const struct invocation *call, struct diags *d)
{
	struct loaded l;
	struct site_options options = {
		.drafts = call->drafts, .exercises = call->exercise, .is_unsigned = true, .jobs = call->jobs};
	bool ok = tell(&l, call, &options, d);
	load_free(&l);
	return ok ? STATUS_DONE : diags_status(d);
}
