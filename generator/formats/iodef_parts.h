/* Inside formats/: what the parts of an IODEF document share (RFC 7970; sections in parentheses). */
#ifndef FORMATS_IODEF_PARTS_H
#define FORMATS_IODEF_PARTS_H

#include "formats/record.h"
#include "formats/xml.h"

/* An MLStringType (2.5): what has the same id under one parent is the same in other languages. lang, id may be NULL. */
void iodef_text(struct xml *x, const char *element, const char *lang, const char *id, const char *text);
/* Text, or {lang: text}: one element for each language. NULL: none. */
void iodef_localised(struct xml *x, const char *element, const struct value *v);
/* A label of the locale in each language of the advisory's texts. */
void iodef_label(struct xml *x, const struct record *r, const char *element, const char *vocabulary, const char *value);
/* AdditionalData (2.16), which says what no class does; text NULL: nothing. */
void iodef_extra(struct xml *x, const char *dtype, const char *meaning, const char *text);
void iodef_extras(struct xml *x, const char *meaning, const struct value *texts);
/* A URL that is an anyURI of XML Schema; false where it cannot be one: then nothing is written. */
bool iodef_url(struct xml *x, const char *url);
/* A day or a time; false where the text is none. */
bool iodef_time(struct xml *x, const char *element, const char *text);
/* Who issues identifiers: the host of the namespace. */
const char *iodef_issuer(const struct record *r);

/* Method (3.11): a Reference for each CVE and CWE id of the facts or vulnerability, those of more, and each of its references. */
void iodef_method(struct xml *x, const struct record *r, const struct value *facts, const struct value *more);
/* CVSS vectors as AdditionalData. */
void iodef_vectors(struct xml *x, const struct value *vectors);

/* iodef_event.c: what happens and what to do: Assessment (3.12), EventData (3.14) */
void iodef_assessment(struct xml *x, const struct record *r, const struct value *facts, struct rating rating);
void iodef_events(struct xml *x, const struct record *r);
/* True if EventData tells the section: what to do, in whichever language. */
bool iodef_is_expectation(const struct record *r, const char *section);
/* Heading and text of a section. */
void iodef_section(struct xml *x, const struct record *r, const struct record_text *t, const struct record_section *s);

/* iodef_losses.c: notes what of the facts no part tells */
void iodef_lose(const struct record *r);

/* iodef_indicator.c: IndicatorData (3.28) */
void iodef_indicators(struct xml *x, const struct record *r);

#endif
