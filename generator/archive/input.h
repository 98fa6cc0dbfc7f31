/* Private to archive/: what every file of the archive is checked for before it is parsed. */
#ifndef ARCHIVE_INPUT_H
#define ARCHIVE_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

/* The place of the byte at offset; the first line of text has the number first_line. */
struct place input_place(struct span text, size_t offset, const char *path, unsigned first_line);

/* Where the first character stands that is a control (or, with deceptive, one
 * that hides or reorders text); text.length if there is none. LF and TAB pass,
 * text is valid UTF-8. *c is the character. */
size_t input_bad_character(struct span text, bool deceptive, uint32_t *c);

/* What a character that input_bad_character found does: it "is a control", "hides or reorders text", or
 * is one that "Unicode leaves without a meaning". */
const char *input_fault_of(uint32_t c);

/* Reports the controls and the characters that hide or reorder text, the first
 * twenty. False if there is one. */
bool input_is_visible(struct span text, const char *path, unsigned first_line, struct diags *d);

/* The hint for a line (or a key) that was typed with a full-width colon or blank where YAML
 * needs a half-width one, or without the blank behind a colon; NULL if it was not. */
const char *input_typing_hint(struct span line);

/* The hint that names the first character of a refused value that only looks like what is asked for (a full-width
 * letter, another hyphen or blank), with what to write; NULL if there is none, or if the value has other characters
 * beyond ASCII, so that it was not mistyped. value is valid UTF-8. */
const char *input_look_alike(struct arena *a, struct span value);

/* Reports what is not UTF-8, and NUL, with place and offset; d may be NULL. */
bool input_is_text(struct span text, const char *path, unsigned first_line, struct diags *d);

/* text without a BOM at its start. */
struct span input_without_bom(struct span text);

#endif
