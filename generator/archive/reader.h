/* Readers: what makes documents of files in another form. archive.yaml names them by patterns of paths; what they do is handed
 * down from above (script/reader.h), since here nobody knows Lua.
 *
 * A file is a reader's if a pattern of `readers` matches its path; the first that does wins. Never a reader's are archive.yaml,
 * glossary.yaml, pages/ and keys/ of the archive itself. Paths are as from the archive's folder, in patterns and for readers. */
#ifndef ARCHIVE_READER_H
#define ARCHIVE_READER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/value.h"

struct config;

struct reader_rule {
	const char *pattern, *name;
	const struct value *at; /* the entry of archive.yaml */
};

/* What a reader made of a file. */
struct reader_text {
	struct value *front; /* texts, lists and maps; each with its line, as far as the reader told it, and no column */
	const char *lang;    /* NULL: it did not say */
	struct span body;
	unsigned body_line;  /* of its first line; at most the line after the last */
};

/* Which document a path names. */
struct reader_name {
	const char *id, *lang; /* id is NULL: none. Neither is checked */
};

/* Any thread may call these. What they give depends on their arguments alone and lives in the arena. False if the reader failed: then
 * *why is one line, and d, unless it is NULL, was told. shown is how diagnostics name the file. */
struct reader_ops {
	/* *said is false if the reader leaves it to us. lang may be NULL: the archive's first. */
	bool (*identify)(struct reader_name *out, bool *said, void *context, const char *reader, const char *path, const char *shown,
			 struct arena *a, const char **why, struct diags *d);
	/* text is UTF-8 with LF alone, and holds no NUL. */
	bool (*read)(struct reader_text *out, void *context, const char *reader, const char *path, const char *shown,
		     struct span text, struct arena *a, const char **why, struct diags *d);
};

/* Of a config. */
struct readers {
	struct reader_rule *rules;
	size_t count;
	const char *folder;           /* the archive's in the tree; "": the root */
	bool alone;                   /* --config: of the tree only what a pattern matches is of the archive */
	const struct reader_ops *ops; /* NULL: they are not open */
	void *context;
	const char *digest;           /* of all that ops depend on: what was made of a file under another is made anew */
};

/* The rule for a path of the tree; NULL if no reader has it. */
const struct reader_rule *reader_of(const struct config *c, const char *path);
/* path as from the archive's folder, in which it lies. */
const char *reader_path(const struct config *c, const char *path);

/* One line of what decides which files are documents, without what readers say of them; "" without readers. */
const char *readers_patterns(const struct config *c, struct arena *a);
/* One line of what decides what documents say; "" without readers. */
const char *readers_key(const struct config *c, struct arena *a);

/* For each rule, in the arena, the folder (as from the archive's) that all its files lie in; "": anywhere. NULL ends the list. */
const char *const *readers_folders(const struct config *c, struct arena *a);

/* What a path of the tree is to the archive. */
enum archive_part {
	PART_NONE,      /* nothing */
	PART_BESIDE,    /* of the archive, but neither document nor attachment */
	PART_ADVISORIES /* below advisories/, or a reader's */
};
enum archive_part archive_part(const struct config *c, const char *path);

/* What the rule's reader, which is open, says of a path. If it failed, false, with *why, and d, unless it is NULL, was told. */
bool reader_identify(struct reader_name *out, const struct reader_rule *rule, struct arena *a, const struct config *c, const char *path,
		     const char **why, struct diags *d);

/* True if a path names a document, by its form or because a reader says so: its id, which has the form of one, and its language, in
 * the arena. Nothing is reported. */
bool document_identify(const char **id, const char **lang, struct arena *a, const struct config *c, const char *path);

#endif
