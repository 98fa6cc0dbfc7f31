/* Private to history/: the commits, and what each did to each advisory's files. */
#ifndef HISTORY_TIMELINE_H
#define HISTORY_TIMELINE_H

#include "base/map.h"
#include "history/words.h"

/* A commit that head reaches. */
struct linked {
	struct commit commit;
	struct words words;
	struct amendment amends; /* of a commit that amends: when that was published */
	bool bulk;    /* it changes the text of BULK source documents or more that were public before it */
};

#define BULK 20

struct document_file {
	const char *path, *lang;
	struct oid blob;
	bool regular; /* no symbolic link, no submodule */
};

/* An advisory's files as a publication left them. */
struct snapshot {
	size_t publication;
	struct document_file *documents; /* sorted by language, path */
	size_t document_count;
	struct attachment *attachments;  /* sorted by name, a name once */
	size_t attachment_count;
};

/* All that ever had one id. */
struct record {
	const char *id;
	struct snapshot *snapshots; /* in order */
	size_t snapshot_count, snapshot_capacity;
	size_t *files;              /* indices into timeline.files: those that ever were its own */
	size_t file_count, file_capacity;
	size_t documents;           /* present now */
	size_t touched;             /* number of the publication that touched it last, + 1 */
};

/* A document or attachment that one of a merge's commits changed, itself. */
struct touch {
	size_t record, commit;
	const char *lang; /* NULL: an attachment */
	struct oid before, after;
	const char *path_before, *path_after; /* as in the tree; the same unless it was moved */
	bool by_merge;    /* the commit is a merge, and its blob equals no parent's */
};

/* One link of the chain that touches the archive. */
struct link {
	size_t commit;         /* its place in commits */
	size_t first;          /* commits[first] … commits[commit] is what it brings; equal unless it is a merge */
	struct touch *touches; /* of a merge: sorted by record, commit, language */
	size_t touch_count, touch_capacity;
	size_t changed_texts;  /* source documents that were public before it and whose text it changes */
	bool configured;       /* it changes archive.yaml */
	struct oid config;     /* then: as it is after it; zero: absent, or no file */
};

struct file;
struct folder;

struct timeline {
	struct repository *repository;
	const struct archive *archive;
	const struct history_options *options;
	struct diags *diags;
	struct arena *arena;  /* lives as long as history_read */
	struct arena *result; /* what is handed out */

	struct linked *commits; /* all that head reaches, parents before children */
	size_t commit_count, commit_capacity;
	struct map *commit_places;

	struct link *links; /* parallel to publications */
	struct publication *publications; /* in result */
	size_t publication_count, link_capacity, publication_capacity;

	struct record *records;
	size_t record_count, record_capacity;
	struct map *record_places;
	size_t *touched; /* records that the publication touched which is being read */
	size_t touched_count, touched_capacity;

	struct file *files;
	size_t file_count, file_capacity;
	struct map *file_places;
	struct folder *folders;
	size_t folder_count, folder_capacity;
	struct map *folder_places;
};

void timeline_init(struct timeline *t);
void timeline_fini(struct timeline *t);

struct walk;
struct deltas;
struct delta;

/* Reads commits, publications, words, snapshots and touches; mends notes by Amends. With onto (or NULL) head
 * is read as merged into that commit. w lives as long as t is used. */
bool timeline_read(struct timeline *t, struct walk *w, const struct oid *head, const struct oid *onto);

/* files.c: one comparison of the archive's trees. Calls visit for each file that is part of the
 * archive (in a repository whose root is the archive, other files are none). Changes nothing in t: any thread may call it. */
bool archive_compare(const struct timeline *t, const struct oid *before, const struct oid *after, repository_change_visit *visit,
		     void *context, struct diags *d);
/* True if the path lies among the advisories: of other files nothing needs to be known but that they changed. */
bool files_matter(const struct timeline *t, const char *path);
/* True of archive.yaml, if the configuration comes from there: with --config it is a file like others, though a reader may have it. */
bool files_is_config(const struct timeline *t, const char *path);
/* Notes the change, which publication number `number` brings. */
void files_change(struct timeline *t, const struct delta *c, size_t number);
/* Takes a snapshot of each record that this publication touched. */
void files_snapshot(struct timeline *t, size_t number);
/* The path of one of a record's files, if it is a document's; else NULL. */
const char *files_document(const struct timeline *t, size_t file);
/* What a path is: its record and, of a document, its language. False if it is neither document nor
 * attachment as things stand. */
bool files_identify(struct timeline *t, const char *path, size_t *record, const char **lang);

/* clock.c: the publication's time, from its commit. */
instant clock_time(struct timeline *t, const struct commit *c, instant before);
/* The same without `times`. */
instant clock_untold(const struct commit *c, instant before);
/* Reports entries of `times` that name no commit of the chain. */
void clock_check_times(struct timeline *t, const struct chain *chain);

/* amends.c */
void amends_apply(struct timeline *t, const struct walk *w);
/* The place of the only commit whose id begins so (at least four hex digits); false if there is none or several. */
bool commit_find(const struct timeline *t, const char *abbreviation, size_t *place);

/* sides.c: what the commits that a merge brings did, each by itself: the link's touches. sides: one for each of its commits. */
void sides_take(struct timeline *t, size_t link, const struct deltas *sides);

/* configured.c: history.configured. False after reporting. */
bool configured_find(struct history *out, struct timeline *t);

const struct linked *linked_of(const struct timeline *t, size_t publication);

#endif
