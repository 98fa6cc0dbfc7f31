/* Readers (archive/reader.h) that are Lua: filters/readers/<name>.lua. A reader is a file that returns
 *
 *   { api = 1, name = "rustsec",
 *     identify = function(path) return id, lang end,
 *     read = function(path, bytes) return {front = {…}, lines = {…}, lang = "en", body = "…", body_line = 14} end }
 *
 * identify may be absent (then <id>.<lang>.<ending> or <id>.<ending> names the document), and may return nil: the file is none.
 * Of what read returns only front is demanded: texts, lists and maps of them; whole numbers become text. lines says, for keys
 * of front, in which line of the file they stand. bytes are the file's, without BOM, with LF alone, UTF-8.
 * shirase.fail(line, message) refuses the file; so does error(), and so does whatever else stops the script.
 *
 * Each call runs the file in a fresh environment, in the box of script.h, so that what it gives depends on path and bytes alone. It
 * sees string, table, utf8, math, library and shirase.fail; no facts, no glossary, no locale. */
#ifndef SCRIPT_READER_H
#define SCRIPT_READER_H

#include "archive/reader.h"
#include "script/script.h"

struct reader_pool;

/* Worker states for all readers of s, which becomes the pool's; made as threads ask for them. Runs each reader once: NULL after reporting
 * what is wrong with one. */
struct reader_pool *reader_pool_new(struct scripts *s, struct diags *d);
void reader_pool_free(struct reader_pool *p);

/* To be called with a pool as context. Of files whose faults are told (HEAD's), ten on which readers meet their limits are told, and
 * the others are not tried. */
extern const struct reader_ops reader_pool_ops;

#endif
