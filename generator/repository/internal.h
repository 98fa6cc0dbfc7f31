/* What the files of repository/ share. Nobody else includes it: it brings libgit2. */
#ifndef REPOSITORY_INTERNAL_H
#define REPOSITORY_INTERNAL_H

/* Not git2.h as a whole: it has a field "ctime", a word that base/banned.h poisons. */
#include <git2/buffer.h>
#include <git2/common.h>
#include <git2/config.h>
#include <git2/errors.h>
#include <git2/global.h>
#include <git2/object.h>
#include <git2/odb.h>
#include <git2/oid.h>
#include <git2/repository.h>
#include <git2/revparse.h>
#include <git2/status.h>
#include <git2/tree.h>
#include <pthread.h>

#include "repository/repository.h"

/* Before anything of libgit2; git_libgit2_shutdown() ends it. */
void library_begin(void);

/* Trees read last. Walking a chain, each tree is the newer side of one comparison and
 * the older of the next; libgit2's own cache, which is off, costs more than it saves here. A thread walks
 * its own piece of the chain, so threads are spread over several of these. */
#define RECENT_TREES 24
#define RECENT_SETS 8

struct recent {
	pthread_mutex_t lock;
	git_odb_object *trees[RECENT_TREES]; /* owned; NULL: free */
	size_t next;                         /* the slot that is taken next */
};

struct repository {
	git_repository *git;
	git_odb *odb;
	char *cache;
	bool has_memory; /* a store of memory goes before the others: work_tree.c */
	struct recent recent[RECENT_SETS];
};

void recent_init(struct recent *c);
void recent_fini(struct recent *c);

git_oid oid_to_git(const struct oid *o);
struct oid oid_from_git(const git_oid *o);

/* What libgit2 says about the last failure on this thread. */
const char *last_error(void);

/* The whole object, which must be of this type; free with git_odb_object_free.
 * NULL after reporting that it is missing, damaged, of another type or over
 * OBJECT_LIMIT bytes. d may be NULL: nothing is reported. */
#define OBJECT_LIMIT ((size_t)256 << 20)
git_odb_object *object_read(struct repository *r, const struct oid *id, git_object_t type, struct diags *d);
void object_damaged(const struct oid *id, const char *why, struct diags *d);

/* A commit's message (or a name) as UTF-8, into the arena. encoding is the commit's header, "" if it has none. */
char *text_to_utf8(struct arena *a, struct span text, const char *encoding);

/* The empty tree, in the repository's store; free with git_tree_free. */
bool tree_empty(git_tree **out, git_repository *git);

struct tree_entry {
	struct span name;
	struct oid id;
	bool is_tree;
	enum entry_kind kind; /* where it is no tree */
};

/* Reads the entries of a raw tree in order. */
struct tree_cursor {
	struct span rest;
	struct tree_entry entry; /* valid after tree_next returned true */
	bool started, damaged;
};

void tree_start(struct tree_cursor *c, struct span raw);
/* False at the end, or where the tree is damaged (c->damaged): an entry that is cut off, a mode that git does not
 * write, a name that is empty, "." or ".." or holds "/", an order that is not git's. */
bool tree_next(struct tree_cursor *c);
/* Git's order of entries: by bytes, a folder as if its name ended with "/". */
int tree_entry_compare(const struct tree_entry *a, const struct tree_entry *b);

/* One more file that differs from HEAD. */
void uncommitted_add(struct uncommitted *u, struct arena *a, const char *path);

#endif
