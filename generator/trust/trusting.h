/* What the files of committers.h share. Internal to trust/.
 *
 * admission.c: whom each commit of the chain admits. matter.c: what it changes of the site. judge.c: one commit's signature against one policy.
 * platform.c: merges that a hosting platform signed. committers.c: which commits are judged, and what is said of them. */
#ifndef TRUST_TRUSTING_H
#define TRUST_TRUSTING_H

#include <stdatomic.h>

#include "base/map.h"
#include "trust/committers.h"
#include "trust/results.h"

struct admitted_file {
	const char *path; /* in the tree */
	size_t file;      /* its place in trusting.files */
};

/* Who may publish, as a commit's tree says it. */
struct policy {
	const char *prefix;         /* where the archive lies in that tree */
	bool require;
	const char **platforms;     /* full fingerprints, upper-case hex */
	size_t platform_count;
	struct seen folder;         /* keys/committers */
	struct admitted_file *files;
	size_t file_count;
};

#define PARTS_MOST 8
#define DRESS_PARTS 2

/* The folders in the repository's root that the site is made with, wherever the archive lies. */
extern const char *const dress_parts[DRESS_PARTS];
/* True for a file of the archive, or of those folders. */
bool is_of_site(const struct archive *ar, const char *path);

/* A commit of the chain. */
struct state {
	struct seen parts[PARTS_MOST]; /* the archive that HEAD has: its folder, or in the root its files and folders (with readers, the root) */
	struct seen dress[DRESS_PARTS];
	const char *prefix;            /* where this tree has its archive; NULL: nowhere */
	struct seen folder, yaml;      /* its keys/committers and archive.yaml */
	const struct policy *policy;   /* NULL: it admits nobody, and asks for nothing */
};

struct trusting {
	struct repository *repository;
	const struct archive *archive;
	const struct committers_options *options;
	struct diags *diags;
	struct arena *arena; /* lives as long as committers_check */
	struct chain chain;  /* to HEAD */
	struct state *states; /* one for each commit of the chain */
	struct policy **policies;
	size_t policy_count, policy_capacity;
	struct ring_file *files; /* each once, by its bytes */
	size_t file_count, file_capacity;
	struct ring *ring;
	struct results *results;
	atomic_bool failed; /* a worker has reported that it could not go on */
};

static inline struct span oid_key(const struct oid *id)
{
	return span_make((const char *)id->bytes, sizeof(id->bytes));
}

/* Where a tree has its archive, archive.yaml and keys/committers: *s was zeroed. */
bool admission_find(struct state *s, struct trusting *t, const struct oid *tree, struct arena *a);
/* *out: neither head nor a commit of its chain has a folder keys/committers. Of a long chain this is kept, so that
 * an archive without committers pays for it once. */
bool admission_never(bool *out, struct trusting *t, const struct oid *head);
/* Fills chain, states, policies and files. */
bool admission_read(struct trusting *t, const struct oid *head);
bool policy_equal(const struct policy *x, const struct policy *y); /* takes NULL */

/* Why a commit of the chain has to be signed. Each stands for all below it. */
enum matter {
	MATTER_NONE,
	MATTER_ARCHIVE,
	MATTER_DRESS,  /* filters, themes */
	MATTER_AMENDS, /* its message, or that of a commit which it brings, says Amends */
};

/* One walk over the chain: zeroed at first; reach is freed by whom it is of. */
struct bringing {
	struct reach *reach;
	size_t at; /* commits of the chain before it are reached */
};

/* What commit i of the chain brings; itself is the last. i only grows. */
bool bring(struct chain *out, struct bringing *b, struct trusting *t, size_t i, struct arena *a);
/* i only grows. Sets t->failed after reporting that something cannot be read. */
enum matter matter_of(struct trusting *t, size_t i, struct bringing *b);
/* True if the commit's message says something to shirase: Note-…, Revision, Withdraw-Reason, Replaced-By, Amends. */
bool speaks(const struct trusting *t, const struct commit *c, struct arena *a);

/* The signature of a commit under a policy: UNSIGNED, SSH, BAD, STRANGER, SIGNED, or PLATFORM if a platform's key made it.
 * time is the publication's. Thread-safe; texts are in a. False after reporting that it cannot be told. */
bool judge_signature(struct provenance *out, struct trusting *t, const struct policy *p, const struct oid *commit, instant time,
		     struct arena *a);

/* A publication that a platform signed. */
struct platform_case {
	const struct commit *commit;
	size_t index;              /* in the chain */
	const struct policy *policy;
	instant time;
	struct chain brought;      /* what it brings; itself is the last */
};

/* *p has the platform's name: stays PLATFORM if the merge brings exactly what committers signed and says nothing itself, else becomes SQUASHED and
 * says why. Thread-safe; texts are in a. Sets t->failed after reporting that something cannot be read. */
void platform_judge(struct provenance *p, struct trusting *t, const struct platform_case *c, struct arena *a);

#endif
