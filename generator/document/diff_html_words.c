/* Words as HTML: within <ins> and <del>, and within the elements of their style. No element is open between two
 * runs. */
#include "document/diff_html.h"
#include "document/html_text.h"

void diff_html_text(const struct diff_writer *w, struct span s)
{
	html_add_text(w->out, s, false);
}

void diff_html_note(const struct diff_writer *w, enum part_change change)
{
	const char *word = change == PART_ADDED ? w->words->added : w->words->removed;
	if (!word || !*word)
		return;
	buf_text(w->out, "<span class=\"diff-note\">");
	diff_html_text(w, span_of(word));
	buf_text(w->out, " </span>");
}

static void set_style(const struct diff_writer *w, unsigned *style, unsigned wanted)
{
	static const char *const elements[] = {"strong", "em", "code"};
	static const unsigned bits[] = {STYLE_STRONG, STYLE_EMPH, STYLE_CODE};
	if (*style == wanted || w->in_code)
		return;
	for (size_t i = 3; i-- > 0;)
		if (*style & bits[i])
			buf_printf(w->out, "</%s>", elements[i]);
	for (size_t i = 0; i < 3; i++)
		if (wanted & bits[i])
			buf_printf(w->out, "<%s>", elements[i]);
	*style = wanted;
}

/* A blank of prose is emphasised if what stands on both sides is. */
static unsigned style_at(const struct words *words, size_t i, size_t end, unsigned before)
{
	const struct word *word = &words->items[i];
	if (word->kind != WORD_BLANK || (word->style & STYLE_CODE) || i + 1 == end)
		return word->style;
	return before & words->items[i + 1].style & ~(unsigned)STYLE_CODE;
}

static void write_target(const struct diff_writer *w, const struct word *word)
{
	diff_html_text(w, span_of(word_target_open(w->words)));
	diff_html_text(w, word->text);
	diff_html_text(w, span_of(word_target_close(w->words)));
}

static void write_word(const struct diff_writer *w, const struct word *word, enum part_change change)
{
	bool inside = w->whole == PART_SAME && change != PART_SAME; /* of ins or del */
	if (word->kind == WORD_TARGET)
		write_target(w, word);
	else if (word->kind != WORD_BREAK)
		diff_html_text(w, word->text);
	else if (inside)
		buf_text(w->out, change == PART_ADDED ? "↵<br>" : "↵");
	else
		buf_text(w->out, "<br>\n");
}

static void write_words(const struct diff_writer *w, const struct words *words, size_t from, size_t count,
			enum part_change change)
{
	bool alone = change != PART_SAME && words_alone(words, from, count, false);
	unsigned style = 0;
	for (size_t i = from; i < from + count; i++) {
		const struct word *word = &words->items[i];
		if (i > from && word_has_gap(word, change != PART_SAME, alone, false, w->words))
			buf_char(w->out, ' ');
		if (!word_is_shown(word, change != PART_SAME, alone, false))
			continue;
		set_style(w, &style, word->kind >= WORD_MARK ? style : style_at(words, i, from + count, style));
		write_word(w, word, change);
	}
	set_style(w, &style, 0);
}

static bool is_blank(const struct words *words, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		if (words->items[i].kind != WORD_BLANK)
			return false;
	return true;
}

static void write_run(const struct diff_writer *w, const struct words *words, size_t from, size_t count,
		      enum part_change change)
{
	if (change == PART_SAME || w->whole != PART_SAME) {
		write_words(w, words, from, count, change);
		return;
	}
	const char *element = change == PART_ADDED ? "ins" : "del";
	buf_printf(w->out, is_blank(words, from, count) ? "<%s class=\"diff-blank\">" : "<%s>", element);
	diff_html_note(w, change);
	write_words(w, words, from, count, change);
	buf_printf(w->out, "</%s>", element);
}

void diff_html_leaf(const struct diff_writer *w, const struct part *p)
{
	struct runs r = {.part = p, .arena = w->arena, .said = w->words};
	while (runs_next(&r, false)) {
		if (r.gap)
			buf_char(w->out, ' ');
		write_run(w, r.words, r.from, r.count, r.change);
	}
}

static void write_sign(const struct diff_writer *w, const char *sign, enum part_change change)
{
	if (!*sign)
		return;
	buf_text(w->out, change == PART_ADDED ? "<ins class=\"diff-sign\">" : "<del class=\"diff-sign\">");
	diff_html_note(w, change);
	diff_html_text(w, span_of(sign));
	buf_text(w->out, change == PART_ADDED ? "</ins> " : "</del> ");
}

void diff_html_signs(const struct diff_writer *w, const struct part *p)
{
	if (!p->sign_before)
		return;
	write_sign(w, p->sign_before, PART_REMOVED);
	write_sign(w, p->sign_after, PART_ADDED);
}
