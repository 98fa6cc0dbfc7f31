/* Signatures of commits. Invariant: signature and covered together hold every byte of the commit once, but for the
 * headers' names and the blanks that fold their lines; so nothing of a commit is left that is neither signature nor signed.
 *
 * Not git_commit_extract_signature: of several signatures it takes the first and has it cover the others, where git
 * takes all of them for one and leaves them out of what is covered. Here it is as in git, and
 * several armours in a row are refused by who reads them (trust/). */
#include "repository/internal.h"

#define HEADER "gpgsig"

/* Takes the next line off *rest with its LF; the last one may lack it. */
static struct span take_line(struct span *rest)
{
	const char *end = rest->length ? memchr(rest->data, '\n', rest->length) : NULL;
	struct span line = span_make(rest->data, end ? (size_t)(end - rest->data) + 1 : rest->length);
	*rest = span_after(*rest, line.length);
	return line;
}

static void split(struct buf *signature, struct buf *covered, struct span raw)
{
	bool inside = false;
	while (raw.length && raw.data[0] != '\n') {
		struct span line = take_line(&raw);
		inside = span_starts(line, HEADER " ") || (inside && line.data[0] == ' ');
		if (inside)
			buf_span(signature, span_after(line, line.data[0] == ' ' ? 1 : strlen(HEADER " ")));
		else
			buf_span(covered, line);
	}
	buf_span(covered, raw);
}

/* git writes a blank line behind the armour or none, as the signing program did. */
static struct span with_one_line_end(struct buf *b)
{
	while (b->length && (b->data[b->length - 1] == '\n' || b->data[b->length - 1] == ' '))
		buf_truncate(b, b->length - 1);
	if (b->length)
		buf_char(b, '\n');
	return buf_as_span(b);
}

static struct span copy(struct arena *a, struct span s)
{
	return span_make(arena_span(a, s), s.length);
}

bool repository_signature(struct span *signature, struct span *covered, struct repository *r, const struct oid *commit,
			  struct arena *a, struct diags *d)
{
	git_odb_object *o = object_read(r, commit, GIT_OBJECT_COMMIT, d);
	if (!o)
		return false;
	struct buf s, c;
	buf_init(&s, OBJECT_LIMIT);
	buf_init(&c, OBJECT_LIMIT);
	split(&s, &c, span_make(git_odb_object_data(o), git_odb_object_size(o)));
	bool ok = !s.overflow && !c.overflow;
	if (ok) {
		*signature = copy(a, with_one_line_end(&s));
		*covered = copy(a, buf_as_span(&c));
	} else
		object_damaged(commit, "it is too large", d);
	buf_fini(&s);
	buf_fini(&c);
	git_odb_object_free(o);
	return ok;
}

enum signature_form signature_form(struct span signature)
{
	static const struct {
		const char *start;
		enum signature_form form;
	} forms[] = {
		{"-----BEGIN PGP SIGNATURE-----", SIGNATURE_OPENPGP},
		{"-----BEGIN PGP MESSAGE-----", SIGNATURE_OPENPGP},
		{"-----BEGIN SSH SIGNATURE-----", SIGNATURE_SSH},
		{"-----BEGIN SIGNED MESSAGE-----", SIGNATURE_X509},
	};
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (span_starts(signature, forms[i].start))
			return forms[i].form;
	return signature.length ? SIGNATURE_OTHER : SIGNATURE_NONE;
}
