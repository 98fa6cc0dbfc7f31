/* From a commit's encoding to UTF-8. Invariant: what comes out is valid UTF-8
 * and holds no NUL; a byte that means nothing in its encoding is one U+FFFD.
 *
 * iconv's converters are chosen by a name that the commit gives; a name of
 * other characters than those of charsets is not handed to it. */
#include <errno.h>
#include <iconv.h>
#include <strings.h>

#include "base/utf8.h"
#include "repository/internal.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* What Japanese editors write under these names is Microsoft's superset more
 * often than not (①, ㈱, 髙): it is tried where the standard itself fails. */
static const struct {
	const char *name, *superset;
} supersets[] = {
	{"shift_jis", "CP932"}, {"shift-jis", "CP932"}, {"sjis", "CP932"}, {"x-sjis", "CP932"}, {"euc-jp", "EUC-JP-MS"},
};

static bool is_charset_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:+";
	size_t length = strlen(name);
	return length > 0 && length <= 40 && strspn(name, letters) == length;
}

static bool is_utf8_name(const char *name)
{
	return !*name || strcasecmp(name, "utf-8") == 0 || strcasecmp(name, "utf8") == 0;
}

static void add_sound(struct buf *out, struct span text)
{
	while (text.length) {
		size_t good = utf8_invalid(text);
		const char *nul = good ? memchr(text.data, '\0', good) : NULL;
		if (nul)
			good = (size_t)(nul - text.data);
		buf_add(out, text.data, good);
		text = span_after(text, good);
		if (!text.length)
			break;
		buf_text(out, REPLACEMENT);
		text = span_after(text, 1);
	}
}

/* Converts all of text, appending to out; returns how many bytes had to be replaced. */
static size_t convert(struct buf *out, iconv_t cd, struct span text)
{
	char piece[1024];
	char *in = (char *)text.data;
	size_t left = text.length, replaced = 0;
	while (left) {
		char *to = piece;
		size_t room = sizeof(piece);
		size_t done = iconv(cd, &in, &left, &to, &room);
		int error = errno;
		add_sound(out, span_make(piece, (size_t)(to - piece)));
		if (done != (size_t)-1 || error == E2BIG)
			continue;
		buf_text(out, REPLACEMENT);
		replaced++;
		in++;
		left--;
	}
	return replaced;
}

/* False if iconv does not know the charset. */
static bool convert_from(struct buf *out, const char *charset, struct span text, size_t *replaced)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	if (cd == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): so POSIX has it */
		return false;
	buf_clear(out);
	*replaced = convert(out, cd, text);
	iconv_close(cd);
	return true;
}

static const char *superset_of(const char *name)
{
	for (size_t i = 0; i < sizeof(supersets) / sizeof(*supersets); i++)
		if (strcasecmp(name, supersets[i].name) == 0)
			return supersets[i].superset;
	return NULL;
}

static bool by_iconv(struct buf *out, const char *encoding, struct span text)
{
	size_t replaced, still;
	const char *superset = superset_of(encoding);
	if (!is_charset_name(encoding) || !convert_from(out, encoding, text, &replaced))
		return false;
	if (!replaced || !superset)
		return true;
	struct buf better;
	buf_init(&better, out->limit);
	if (convert_from(&better, superset, text, &still) && still < replaced) {
		struct buf worse = *out;
		*out = better;
		better = worse;
	}
	buf_fini(&better);
	return true;
}

char *text_to_utf8(struct arena *a, struct span text, const char *encoding)
{
	if (utf8_invalid(text) == text.length && is_utf8_name(encoding) && !(text.length && memchr(text.data, 0, text.length)))
		return arena_span(a, text);
	struct buf out;
	buf_init(&out, OBJECT_LIMIT);
	if (is_utf8_name(encoding) || !by_iconv(&out, encoding, text)) {
		buf_clear(&out);
		add_sound(&out, text);
	}
	char *copy = arena_dup(a, out.data, out.length);
	buf_fini(&out);
	return copy;
}
