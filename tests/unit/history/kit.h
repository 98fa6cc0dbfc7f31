/* What the tests of history/ share: a story (git fast-import) is told, read,
 * and looked at as lines of text. */
#ifndef TESTS_HISTORY_KIT_H
#define TESTS_HISTORY_KIT_H

#include "history/history.h"
#include "unit/support/repo.h"

#define JA "archive/advisories/EX-1.ja.md"
#define EN "archive/advisories/EX-1.en.md"
#define FINAL "status: final\n"
#define DAY 86400
#define T0 1767225600LL /* 2026-01-01T00:00:00Z: the first commit, if nothing else is said */

struct kit {
	char *folder;
	struct story *story;
	struct arena *arena;
	struct diags *diags;
	struct archive archive;
	struct history_options options;
	struct history history;
	bool alone;               /* the configuration lies elsewhere (--config) */
	struct reader_pool *pool; /* of the reader "made", if kit_reader was called */
};

extern struct kit kit;

void kit_start(void); /* languages ja and en; prefix "archive" */
void kit_stop(void);
void kit_config(const char *more); /* adds lines to archive.yaml */
void kit_readers(const char *line); /* the line of archive.yaml on them, in place of what was said before */
void kit_reader(const char *lua); /* the reader "made", in Lua */
struct span kit_yaml(void); /* archive.yaml as it is now */

/* "---\n<front>---\n<body>\n", in the arena. */
const char *doc(const char *front, const char *body);
/* Shorthands: write, commit to main. The title is "T". */
void put(const char *path, const char *front, const char *body);
int commit(const char *message);

/* Tells the story and reads the history of main. False if it failed. */
bool kit_try(void);
void kit_read(void);

/* The events of an advisory, a line each:
 * "1 ja published r1", "2 ja substantive r2 affected,body ja=note", with "correction" before what changed, "!reason>replacement". */
const char *events(const char *id);
void expect(const char *id, const char *lines);
/* "r1@1..2 ja:3=A+1 en:…": revision, serials of first and last event; each text as lang:serial of its blob=title, "+" if current, what it reflects */
const char *revisions(const char *id);
/* "ja:3=A+1 en:1=B-1" */
const char *texts(const char *id);
/* Why each event has its class, a line each: "2 ja facts said-editorial", and its slips: " ~Revision=editoral". */
const char *whys(const char *id);
void expect_whys(const char *id, const char *lines);
/* What each event refers to, a line each: "2 ja 1>2" (document before and after, by the serial of the first publication whose
 * tree has the blob; - for none), then of a source " facts ja:1>en:2", and " files a,b>a" where there are any; "x" before it if redacted. */
const char *references(const char *id);
void expect_references(const char *id, const char *lines);
/* "3 ja moved EX-1.ja.md" a line each. */
const char *quiets(const char *id);
void expect_quiets(const char *id, const char *lines);
const struct advisory *the(const char *id); /* it must be there */
bool absent(const char *id);

#endif
