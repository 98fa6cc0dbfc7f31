/* What the tests of formats/ share: the record of one advisory, its facts from YAML. */
#ifndef TESTS_FORMATS_TELLING_H
#define TESTS_FORMATS_TELLING_H

#include <criterion/criterion.h>

#include "formats/record.h"

#define TELLING_DAY1 INT64_C(1775120400) /* 2026-04-02T09:00:00Z */
#define TELLING_DAY2 INT64_C(1775206800)

/* Revision 1 of EX-2026-0001, in Japanese and in English; any of it may be changed. */
struct telling {
	struct arena *arena;
	struct diags *diags;
	struct config config; /* ja, en; EX-{year}-{serial:04} */
	struct publication publications[3];
	struct event events[3];
	struct text texts[2];
	struct revision revision, revisions[2];
	struct former former;
	const struct value *formers[1];
	struct advisory advisory;
	struct history history;
	struct record_files files;
	struct record_site site;
	struct record_section sections[2];
	struct record_text record_texts[2];
	const struct value *locales[2];
	struct record_file file;
	struct record record;
	struct buf out;
};

void telling_begin(struct telling *t, const char *facts);
void telling_end(struct telling *t);
/* Revision 1 said this of the keys of struct former, and revision 2, at the third publication, says what the facts are. */
void telling_former(struct telling *t, const char *facts);
/* The paths that the writer lists, joined by blanks. */
const char *telling_list(struct telling *t, const struct record_writer *writer);
/* What it writes, in one line: without line feeds and the blanks after them. */
const char *telling_write(struct telling *t, const struct record_writer *writer);
/* What was lost, a line each: "ID: path: what". */
const char *telling_losses(struct telling *t);
/* The text has the one and lacks the other; NULL: is not asked. */
void telling_expect(const char *text, const char *holds, const char *lacks);

/* Each key of the facts has one of the samples, structures of this size that begin with a key. */
void telling_expect_all_keys(const void *samples, size_t count, size_t size);

#endif
