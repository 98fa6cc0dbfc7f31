/* What a text names that must be the same in every language: CVE ids, CVSS vectors, versions, dates, URLs and
 * indicators (addresses, domains, hashes, e-mail), each in one normal form whatever the language writes:
 * 2026年4月2日（木）and Thursday 2 April 2026, v1.38 and バージョン1.38, 192.0.2[.]45 and 192.0.2.45.
 *
 * A pure function of the text: no locale, no time zone. What is written in full-width letters
 * counts like the rest, and so does code. */
#ifndef DOCUMENT_MENTIONS_H
#define DOCUMENT_MENTIONS_H

#include "document/node.h"

enum mention_kind {
	MENTION_CVE,
	MENTION_CVSS,
	MENTION_VERSION,
	MENTION_DATE, /* a day, or a month of a year */
	MENTION_URL,
	MENTION_ADDRESS, /* IPv4, IPv6, with the prefix length where one is written */
	MENTION_DOMAIN,
	MENTION_EMAIL,
	MENTION_HASH
};

#define MENTION_KEYS 3

struct mention {
	enum mention_kind kind;
	const char *text;       /* as it stands in the text, without line ends */
	unsigned line, column;  /* in the file; column 0: not known */
	/* Another text has the same if it provides one of these; NULL after the last. */
	const char *keys[MENTION_KEYS];
};

/* Once for each thing that is named, at its first place. Not all that is provided is named: an
 * e-mail address provides its domain; a number that may be no version (9.8, 2.4 GHz, 3.2節) provides a version. */
struct mentions {
	struct mention *items;
	size_t count;
	const char **provided; /* sorted by byte, each once */
	size_t provided_count;
};

struct mentions_reader;

/* Reads one or more texts; all is in the arena. */
struct mentions_reader *mentions_new(struct arena *a);
/* A tree and the body that it was parsed from, whose first line has the number body_line. */
void mentions_read_tree(struct mentions_reader *r, const struct node *root, struct span body, unsigned body_line);
/* A line of prose (title, summary) at a place in the file. */
void mentions_read_text(struct mentions_reader *r, const char *text, unsigned line, unsigned column);
struct mentions mentions_done(struct mentions_reader *r);

/* True if a text that names m and one that has other agree on it. */
bool mentions_have(const struct mentions *other, const struct mention *m);

#endif
