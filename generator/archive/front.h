/* Private to archive/: what a front matter and the glossary may hold (the
 * table of design.md, "Documents"). */
#ifndef ARCHIVE_FRONT_H
#define ARCHIVE_FRONT_H

#include "archive/schema.h"

/* Every key and value of a source's or a translation's front matter, and (of a
 * source) how they fit together. */
void front_check_advisory(struct schema *s, const struct value *front);

/* Of a page: title and summary. */
void front_check_page(struct schema *s, const struct value *front);

/* glossary.yaml: a list of terms. */
void front_check_glossary(struct schema *s, const struct value *glossary);

/* How the keys of a source fit together. */
void rules_check(struct schema *s, const struct value *front);

/* Called by the tables for an item that has the right kind. */
void rules_check_title(struct schema *s, const struct field *field, const struct value *title);
void rules_check_range(struct schema *s, const struct field *field, const struct value *range);
void rules_check_cvss(struct schema *s, const struct field *field, const struct value *vector);
void rules_check_cwe(struct schema *s, const struct field *field, const struct value *id);
void rules_check_indicator(struct schema *s, const struct field *field, const struct value *indicator);
void rules_check_affected(struct schema *s, const struct field *field, const struct value *product);
void rules_check_vulnerability(struct schema *s, const struct field *field,
			       const struct value *vulnerability);
void rules_check_revisions(struct schema *s, const struct field *field, const struct value *redact);

#endif
