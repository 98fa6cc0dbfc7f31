/* Invariant: each kind of mention has a name and a code. */
#include "site/named.h"

static const struct {
	enum diag_code code;
	const char *name;
} kinds[] = {
	[MENTION_CVE] = {DIAG_DIFFER_CVE, "CVE id"},
	[MENTION_CVSS] = {DIAG_DIFFER_CVSS, "CVSS vector"},
	[MENTION_VERSION] = {DIAG_DIFFER_VERSION, "version"},
	[MENTION_DATE] = {DIAG_DIFFER_DATE, "date"},
	[MENTION_URL] = {DIAG_DIFFER_URL, "URL"},
	[MENTION_ADDRESS] = {DIAG_DIFFER_INDICATOR, "IP address"},
	[MENTION_DOMAIN] = {DIAG_DIFFER_INDICATOR, "domain"},
	[MENTION_EMAIL] = {DIAG_DIFFER_INDICATOR, "email address"},
	[MENTION_HASH] = {DIAG_DIFFER_INDICATOR, "hash"},
};

const char *named_kind(enum mention_kind kind)
{
	return kinds[kind].name;
}

enum diag_code named_code(enum mention_kind kind)
{
	return kinds[kind].code;
}

static void read_key(struct mentions_reader *r, const struct value *front, const char *key)
{
	const struct value *v = value_get(front, key);
	if (v && value_as_text(v))
		mentions_read_text(r, v->text, v->line, v->column);
}

struct mentions named_in(const struct document *doc, const struct node *tree, struct arena *a)
{
	struct mentions_reader *r = mentions_new(a);
	read_key(r, doc->front, "title");
	read_key(r, doc->front, "summary");
	mentions_read_tree(r, tree, doc->body, doc->body_line);
	return mentions_done(r);
}
