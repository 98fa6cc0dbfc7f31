/* A git repository, read-only: commits, trees, blobs, as of a revision. Nothing
 * is read from the work tree, but by repository_work_tree. Grafts and replace refs are ignored. Only this
 * folder includes git2.h.
 *
 * Threads: one struct repository serves all threads. */
#ifndef REPOSITORY_REPOSITORY_H
#define REPOSITORY_REPOSITORY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/instant.h"

#define OID_HEX 41

struct oid {
	unsigned char bytes[20]; /* SHA-1: a SHA-256 repository is refused */
};

bool oid_equal(const struct oid *a, const struct oid *b);
bool oid_is_zero(const struct oid *o);
/* 40 lower-case hex digits, NUL-terminated; returns out. */
const char *oid_hex(char out[OID_HEX], const struct oid *o);

struct repository;

/* Opens the repository at or above path. Reports, with git's own remedy as the
 * hint: none there, owned by somebody else (safe.directory), an extension that
 * libgit2 does not know, SHA-256, shallow (`git fetch --unshallow`), partial
 * clone (`git fetch --refetch --no-filter` and what else is needed). */
bool repository_open(struct repository **out, const char *path, struct diags *d);
void repository_close(struct repository *r);

/* The folder for base/cache.h, borrowed: "shirase" in the git directory (of a linked worktree: in the main one). */
const char *repository_cache(const struct repository *r);

/* The commit that a revision (HEAD, a branch, a tag, an abbreviation) names. */
bool repository_resolve(struct oid *out, struct repository *r, const char *revision, struct diags *d);

struct commit {
	struct oid id, tree;
	instant time;         /* the committer's, as recorded */
	const struct oid *parents;
	size_t parent_count;
	const char *message;  /* UTF-8, converted from the commit's encoding; bytes that cannot be are U+FFFD */
	const char *subject;  /* the message's first line */
	const char *committer, *author; /* names */
};

/* Reads one commit into the arena. A missing one is reported (the clone is not whole). */
bool repository_commit(struct commit *out, struct repository *r, const struct oid *id, struct arena *a, struct diags *d);

/* The commits at which branches stand, those of other repositories that were fetched too, each once, in the arena. */
bool repository_branches(struct oid **out, size_t *count, struct repository *r, struct arena *a, struct diags *d);

struct chain {
	struct commit *commits;
	size_t count;
};

/* The first-parent chain that ends at head, oldest first, in the arena. */
bool repository_chain(struct chain *out, struct repository *r, const struct oid *head, struct arena *a, struct diags *d);

/* What each commit of a chain brings: those that it reaches and no earlier one does. */
struct reach;

struct reach *repository_reach_new(struct repository *r);
void repository_reach_free(struct reach *s);

/* Says that a commit is reached, whose ancestors are already: it is not read. */
void repository_reached(struct reach *s, const struct oid *commit);

/* To be called with each commit of a chain, oldest first (or with any commits whose
 * ancestors are to be left out, and then the one that matters). out has what
 * `git rev-list --reverse --topo-order FIRST-PARENT..COMMIT` lists: the
 * commit itself is the last. Each commit is read once over all calls; clocks play no part. */
bool repository_bring(struct chain *out, struct reach *s, const struct oid *commit, struct arena *a, struct diags *d);

/* The best common ancestor of two commits (git merge-base; of several, one). False after reporting that there is none. */
bool repository_merge_base(struct oid *out, struct repository *r, const struct oid *a, const struct oid *b, struct diags *d);
/* How many best common ancestors two commits have, and one of them. False after reporting that they cannot be read. */
bool repository_merge_bases(struct oid *first, size_t *count, struct repository *r, const struct oid *a, const struct oid *b,
			    struct diags *d);
/* True if ancestor is head or lies on its first-parent chain. False also after reporting. */
bool repository_on_chain(struct repository *r, const struct oid *head, const struct oid *ancestor, struct diags *d);

/* The signature of a commit (header gpgsig; several are joined, as git does it) and the bytes that it covers, in the arena.
 * signature is empty if the commit has none. False after reporting. */
bool repository_signature(struct span *signature, struct span *covered, struct repository *r, const struct oid *commit,
			  struct arena *a, struct diags *d);

enum signature_form { SIGNATURE_NONE, SIGNATURE_OPENPGP, SIGNATURE_SSH, SIGNATURE_X509, SIGNATURE_OTHER };

/* By its first line, as git tells them apart. */
enum signature_form signature_form(struct span signature);

enum entry_kind { ENTRY_FILE, ENTRY_LINK, ENTRY_SUBMODULE };

struct change {
	const char *path;          /* from the tree's root, in the arena */
	struct oid before, after;  /* zero: absent */
	enum entry_kind kind;      /* of after; of before where it was removed */
};

typedef bool repository_change_visit(void *context, const struct change *change);

/* Calls visit for each file that differs between two trees (a zero id is the
 * empty tree) below the folder prefix ("" for all, else "archive"), in byte
 * order of paths, by merging sorted entries and skipping equal ids. change and
 * its path are valid during the call only. What lies more than 64 folders deep, or has a path over 4096 bytes, is left
 * out: a past tree cannot be mended (repository_list, which reads HEAD's, refuses it). Not the diff API: see issue 2 (55 s against 0.85 s). */
bool repository_compare_trees(struct repository *r, const struct oid *before, const struct oid *after, const char *prefix,
			      repository_change_visit *visit, void *context, struct diags *d);

struct tree_file {
	const char *path; /* from the tree's root, in the arena */
	struct oid blob;
	enum entry_kind kind;
};

struct listing {
	struct tree_file *files; /* in byte order of paths */
	size_t count;
};

/* All files of a tree below prefix ("" for all). A prefix that does not exist gives none. */
bool repository_list(struct listing *out, struct repository *r, const struct oid *tree, const char *prefix, struct arena *a,
		     struct diags *d);

/* What stands at a path of a tree. */
enum seen_kind { SEEN_NONE, SEEN_FOLDER, SEEN_FILE, SEEN_LINK, SEEN_SUBMODULE };

struct seen {
	enum seen_kind kind;
	struct oid id; /* zero: SEEN_NONE */
};

bool seen_equal(const struct seen *x, const struct seen *y);
/* False after reporting that a tree on the way cannot be read: what is not there is told from what is not known. */
bool repository_look(struct seen *out, struct repository *r, const struct oid *tree, const char *path, struct diags *d);

/* One file of a tree by path; false and no report if it is not there, false after a report if a tree on the way cannot
 * be read. */
bool repository_find(struct tree_file *out, struct repository *r, const struct oid *tree, const char *path, struct arena *a,
		     struct diags *d);

/* The blob's bytes, into the arena. Reports a missing or damaged object. */
bool repository_blob(struct span *out, struct repository *r, const struct oid *blob, struct arena *a, struct diags *d);

/* The same, of the file at path: reports name it. path may be NULL. */
bool repository_file(struct span *out, struct repository *r, const char *path, const struct oid *blob, struct arena *a,
		     struct diags *d);

/* The number of its bytes, without reading it; 0 after reporting if it cannot be told. d may be NULL: reading it reports why. */
size_t repository_blob_size(struct repository *r, const struct oid *blob, struct diags *d);

/* Who git says is at work: GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL, else user.name and user.email of its configuration, in
 * the arena. Reports, with git's own remedy, if nothing says so. */
struct author {
	const char *name, *email;
};
bool repository_author(struct author *out, struct arena *a, struct diags *d);

/* Makes a repository of the folder and one commit of all its files, on the branch main, at this time. */
bool repository_create(const char *folder, const struct author *who, const char *message, instant now, struct diags *d);

/* Files that differ from HEAD: how many, and the first of them by path. */
#define UNCOMMITTED_NAMED 3
struct uncommitted {
	size_t count;
	const char *paths[UNCOMMITTED_NAMED];
};

/* Which files below prefix, of those that counts (NULL: all), differ between HEAD's tree and the work tree or the index
 * (untracked ones count, ignored ones do not); none in a bare one. Their names live in the arena. */
typedef bool repository_counts(const void *context, const char *path);
void repository_uncommitted(struct uncommitted *out, struct repository *r, const char *prefix, repository_counts *counts,
			    const void *context, struct arena *a);

/* The folder of the work tree, which ends with "/"; NULL for a bare repository (which d, if it is not NULL, is told). */
const char *repository_folder(const struct repository *r, struct diags *d);

/* A tree of files that are in no commit. Paths are in byte order, below the root, without "." and "..". It exists in memory as long as r
 * does; nothing is written. To be called before threads use r. */
struct made_file {
	const char *path;
	struct span bytes;
};
bool repository_make_tree(struct oid *out, struct repository *r, const struct made_file *files, size_t count, struct arena *a,
			  struct diags *d);

/* The work tree as a commit, for those who look before they commit: HEAD's tree with what stands in the work tree at and
 * below paths (files or folders from the root, NULL ends them; none at all: everything); untracked files count, ignored ones do not. Its parent is
 * HEAD, if there is one, its time now, and it has no message to speak of. *changed says which files differ, named in the arena; if none
 * does, it is HEAD itself (where there is none, that is reported). It exists in memory as long as r does; nothing is written. To be called once, before threads
 * use r. Reports a bare repository and what cannot be read. */
bool repository_work_tree(struct oid *out, struct uncommitted *changed, struct repository *r, const char *const *paths,
			  instant now, struct arena *a, struct diags *d);

#endif
