/* For records that are in English, whatever the archive's languages are. */
#ifndef FORMATS_ENGLISH_H
#define FORMATS_ENGLISH_H

#include "formats/record.h"

/* True for "en", "en-GB" and so on. */
bool lang_is_english(const char *lang);
/* The record's English text; NULL if there is none. */
const struct record_text *record_in_english(const struct record *r);
/* True if it is written in Japanese, even in part. text is UTF-8. */
bool text_has_japanese(const char *text);
/* Of a text or {lang: text}: the English one, else one text for all languages if it has nothing Japanese; NULL: there is none. */
const char *value_in_english(const struct value *v);

#endif
