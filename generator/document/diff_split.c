/* Running text to words. Japanese is divided where the script changes. A long run of one script, which no
 * reader takes for one word, is divided into its characters. */
#include "base/utf8.h"
#include "document/diff.h"

#define KANJI_MOST 12
#define LETTERS_MOST 24

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ascii_word(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static enum word_kind kind_of(uint32_t c)
{
	if (c < 0x80)
		return is_ascii_word((char)c) ? WORD_LETTERS : WORD_OTHER;
	static const enum word_kind kinds[] = {[UTF8_HAN] = WORD_HAN, [UTF8_HIRAGANA] = WORD_HIRAGANA,
					       [UTF8_KATAKANA] = WORD_KATAKANA, [UTF8_LETTER] = WORD_LETTERS,
					       [UTF8_OTHER] = WORD_OTHER};
	return kinds[utf8_kind_of(c)];
}

/* Accents, voicing marks, variation selectors: part of the character before. */
static bool is_combining(uint32_t c)
{
	return c >= 0x300 && !(c >= 0x3041 && c < 0x3099) && utf8_width_of(c) == 0 && utf8_is_letter_or_digit(c);
}

/* The bytes of the character at i with what combines with it. */
static size_t character(struct span s, size_t i)
{
	size_t n, all;
	utf8_decode(span_after(s, i), &all);
	while (i + all < s.length && is_combining(utf8_decode(span_after(s, i + all), &n)))
		all += n;
	return all;
}

/* True if the byte at i joins two pieces of one Latin word: 1.38-2, CVE-2026-0001, a/b.c, user@host, don't, 1,000. */
static bool joins(struct span s, size_t i)
{
	if (i == 0 || i + 1 >= s.length || !is_ascii_word(s.data[i - 1]) || !is_ascii_word(s.data[i + 1]))
		return false;
	if (s.data[i] == ',')
		return is_digit(s.data[i - 1]) && is_digit(s.data[i + 1]);
	return strchr("._-:/@+~'", s.data[i]) != NULL && s.data[i] != '\0';
}

/* If an address begins at start whose scheme ends at i: its end, else i. */
static size_t address_end(struct span s, size_t start, size_t i)
{
	if (s.length - i < 4 || memcmp(s.data + i, "://", 3) != 0)
		return i;
	for (size_t k = start; k < i; k++)
		if (!is_ascii_word(s.data[k]) && !strchr("+-.", s.data[k]))
			return i;
	size_t end = i + 3;
	while (end < s.length && s.data[end] > ' ' && s.data[end] < 0x7F && !strchr("\"<>`", s.data[end]))
		end++;
	while (end > i + 3 && strchr(".,;:!?')]}*", s.data[end - 1]))
		end--;
	return end;
}

static size_t letters_end(struct span s, size_t start)
{
	size_t i = start, bytes;
	while (i < s.length) {
		bool letter = kind_of(utf8_decode(span_after(s, i), &bytes)) == WORD_LETTERS;
		if (!letter && !joins(s, i))
			break;
		i += letter ? character(s, i) : bytes;
	}
	return address_end(s, start, i);
}

static size_t run_end(struct span s, size_t start, enum word_kind kind)
{
	size_t i = start, bytes;
	while (i < s.length && kind_of(utf8_decode(span_after(s, i), &bytes)) == kind)
		i += character(s, i);
	return i;
}

static size_t word_end(struct span s, size_t start, enum word_kind kind)
{
	if (kind == WORD_LETTERS)
		return letters_end(s, start);
	return kind == WORD_OTHER ? start + character(s, start) : run_end(s, start, kind);
}

/* Function words of both languages say little of what a text is about. */
static unsigned char weight_of(struct span word, enum word_kind kind, size_t characters)
{
	if (kind == WORD_OTHER)
		return 1;
	if (kind == WORD_HIRAGANA)
		return characters > 2 ? 2 : 1;
	if (kind == WORD_LETTERS && characters <= 3 && word.data[0] >= 'a' && word.data[0] <= 'z')
		return 1;
	return (unsigned char)(2 + (characters < 6 ? characters : 6));
}

static size_t count_characters(struct span word, bool *ascii)
{
	size_t n = 0;
	*ascii = true;
	for (size_t i = 0; i < word.length; i++) {
		n += ((unsigned char)word.data[i] & 0xC0) != 0x80;
		*ascii = *ascii && (unsigned char)word.data[i] < 0x80;
	}
	return n;
}

static void add_word(struct words *w, struct span text, enum word_kind kind, unsigned char style, size_t characters)
{
	w->items = arena_grow(w->arena, w->items, w->count, &w->capacity, sizeof(*w->items));
	w->items[w->count++] = (struct word){.key = text,
					     .text = text,
					     .kind = (unsigned char)kind,
					     .style = style & (unsigned char)~STYLE_GAP,
					     .weight = weight_of(text, kind, characters),
					     .gap = (style & STYLE_GAP) != 0};
}

static void add_run(struct words *w, struct span run, enum word_kind kind, const char *styles)
{
	bool ascii;
	size_t characters = count_characters(run, &ascii), most = kind == WORD_HAN ? KANJI_MOST : LETTERS_MOST;
	if (ascii || characters <= most) {
		add_word(w, run, kind, (unsigned char)styles[0], characters);
		return;
	}
	for (size_t i = 0, n; i < run.length; i += n) {
		n = character(run, i);
		add_word(w, span_make(run.data + i, n), kind, (unsigned char)styles[i], 1);
	}
}

void words_split(struct words *w, struct span text, const char *styles)
{
	size_t bytes;
	for (size_t i = 0, end; i < text.length; i = end) {
		enum word_kind kind = text.data[i] == ' ' ? WORD_BLANK : kind_of(utf8_decode(span_after(text, i), &bytes));
		end = kind == WORD_BLANK ? i + 1 : word_end(text, i, kind);
		struct span run = span_make(text.data + i, end - i);
		if (kind == WORD_BLANK || kind == WORD_OTHER)
			add_word(w, run, kind, (unsigned char)styles[i], 1);
		else
			add_run(w, run, kind, styles + i);
		if (kind == WORD_BLANK)
			w->items[w->count - 1].weight = 0;
	}
}
