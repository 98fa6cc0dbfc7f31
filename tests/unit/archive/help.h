/* What the tests of archive/ share: reports as text, values in one line. */
#ifndef TESTS_ARCHIVE_HELP_H
#define TESTS_ARCHIVE_HELP_H

#include <criterion/criterion.h>

#include "archive/archive.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"

/* An arena and a collector for one test; begin with help_begin, end with help_end. */
struct help {
	struct arena *arena;
	struct diags *diags;
	struct config config; /* ja, en; EX-{year}-{serial:04}; a demonstration */
};

void help_begin(struct help *h);
void help_end(struct help *h);

/* What was reported so far, printed; the collector forgets it. In the arena. */
const char *help_reports(struct help *h);
/* Asserts that the reports hold text. */
void help_expect(struct help *h, const char *text);
/* Asserts that nothing was reported. */
void help_expect_nothing(struct help *h);

/* v in one line, in the arena. */
const char *help_line(struct help *h, const struct value *v);
/* YAML that must be good. */
struct value *help_yaml(struct help *h, const char *yaml);

#endif
