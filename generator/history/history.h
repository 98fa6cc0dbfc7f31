/* From commits to revisions (design.md, "History"). The timeline is the
 * first-parent chain; each commit on it that touches the archive is a
 * publication; each publication gives events to the advisories that it touches.
 *
 * Everything lives in one arena, is made once and then read by all threads. */
#ifndef HISTORY_HISTORY_H
#define HISTORY_HISTORY_H

#include "archive/archive.h"
#include "repository/repository.h"

/* A builder's clock may be as wrong as that of the machine that committed, but not by more: a time that is further ahead of later
 * ones was never published, as such a build is refused. */
#define CLOCK_WRONG_MOST (24 * 60 * 60)

struct publication {
	unsigned serial; /* 1, 2, 3 … */
	instant time;    /* UTC, never earlier than the one before */
	struct oid commit, tree;
	instant clock;   /* likewise by the commits' clocks alone: what a site told that was built before `times` mended them */
};

/* Who signed a publication's commit: found by trust/committers.h, handed down to the site. */
enum provenance_state {
	PROVENANCE_NONE,     /* the archive admits nobody by name (no keys/committers/): nothing was checked */
	PROVENANCE_BEFORE,   /* before the commit from which on trust was asked for */
	PROVENANCE_SIGNED,   /* a good signature by an admitted committer */
	PROVENANCE_PLATFORM, /* by an admitted platform, of documents that committers signed */
	PROVENANCE_SQUASHED, /* by an admitted platform, of a change that no committer signed */
	PROVENANCE_UNSIGNED,
	PROVENANCE_STRANGER, /* signed, by nobody who was admitted then */
	PROVENANCE_BAD,      /* the signature is not good, or its key was revoked as compromised */
	PROVENANCE_SSH       /* an SSH (or X.509) signature: not checked */
};

/* "none", "before", "signed" … "ssh". */
const char *provenance_state_name(enum provenance_state state);

struct provenance {
	enum provenance_state state;
	const char *name;        /* the user ID; NULL if nobody is known */
	const char *fingerprint; /* of the primary key; NULL likewise */
	const char *why;         /* English, for log and errors; NULL where the state says all */
};

enum event_class {
	EVENT_PUBLISHED,
	EVENT_SUBSTANTIVE,
	EVENT_EDITORIAL,
	EVENT_WITHDRAWN,
	EVENT_REINSTATED,
	EVENT_REDACTED,
	EVENT_TRANSLATION_PUBLISHED,
	EVENT_TRANSLATION_SUBSTANTIVE,
	EVENT_TRANSLATION_EDITORIAL,
	EVENT_TRANSLATION_REMOVED
};

/* "published" … "translation-removed", as in archive.json. */
const char *event_class_name(enum event_class class);

struct note {
	const char *lang; /* NULL: in every language (notes: subject) */
	const char *text; /* one or more lines joined by LF */
};

/* "Amends:" in a later commit: it says what was said of the event, in place of what was published first. */
struct amendment {
	instant time;      /* when readers were told so: of the link of the chain that brings the commit; 0: not amended */
	struct oid commit; /* whose message says it now */
	instant clock;     /* as a publication's */
};

#define AMENDERS_LIMIT 100

/* A document as it was: the file that the tree of some publication had. */
struct version_ref {
	const char *path; /* NULL: there was none */
	const char *lang;
	struct oid blob;
};

struct attachments {
	const struct attachment *items; /* sorted by name */
	size_t count;
};

/* Why an event has its class: what `shirase log` tells. */
enum event_why {
	WHY_FIRST,         /* the first public version (of the advisory, of the language as a translation) */
	WHY_FACTS,         /* facts changed: changed names them */
	WHY_TEXT,          /* the text changed, and nothing says that it is editorial */
	WHY_SOURCE,        /* the source is in a language that had no public text before */
	WHY_SAID,          /* "Revision: editorial" */
	WHY_BULK,          /* one commit changes the text of 20 sources or more */
	WHY_MINOR,         /* only tags and credits */
	WHY_WITHDRAWN_KEY, /* `withdrawn` appears, or goes */
	WHY_LEFT,          /* the source left the archive, or comes back; a translation that was removed comes back */
	WHY_HIDDEN,        /* the source became a draft or an exercise, or is public again */
	WHY_REDACT,        /* `redact` appears or grows */
	WHY_REMOVED,       /* the translation's document is gone */
	WHY_RESTATED       /* what `withdrawn` says is not what it said */
};

/* A line of a message that looks like one of ours, and says nothing. */
enum slip_kind {
	SLIP_REVISION, /* Revision: with a word that is none of editorial, substantive, correction */
	SLIP_LANGUAGE, /* Note-<lang>: of a language that archive.yaml does not list */
	SLIP_KEY       /* a key that is misspelt */
};

struct slip {
	struct oid commit; /* whose message it is: the publication's, or one that it brings */
	enum slip_kind kind;
	const char *key, *value; /* as written, without what hides or reorders text; key without its colon */
	const char *meant;       /* SLIP_KEY: the key that it looks like; else NULL */
	bool wide_colon;         /* SLIP_KEY: a full-width colon stands after the key */
};

/* What touched an advisory's documents and is no event. */
enum quiet_why {
	QUIET_MECHANICAL,  /* the same facts, the same blocks */
	QUIET_MOVED,       /* the same blob in another folder */
	QUIET_UNREADABLE,  /* broken YAML, no title: the version before stands */
	QUIET_TWO_SOURCES, /* two of its documents have `status`: what was before stands */
	QUIET_TWO_FILES,   /* one stem stands in two folders: likewise */
	QUIET_NOT_PUBLIC   /* a draft or an exercise, or a translation of what is not public */
};

/* For those who publish, in a terminal: it tells of what was never public, and is in no output of a site; but mechanical changes
 * of what is public move the version of a record, as they may move its bytes. */
struct quiet {
	const struct publication *at;
	const char *lang; /* NULL: all of the advisory */
	const char *path; /* of the document as the publication left it (removed: as it was before) */
	enum quiet_why why;
	const char *reason; /* of an unreadable one: what its reader said, one line; or NULL */
};

/* The title of a document that was public when an event had happened. */
struct event_title {
	const char *lang, *title; /* the id where the text is redacted */
	struct oid blob;
};

struct event {
	const struct publication *at;
	const char *lang;        /* the document's */
	enum event_class class;
	bool translation;
	unsigned revision;       /* source: the revision it stands in; translation: the one it reflects */
	bool correction;
	const char **changed;    /* front-matter keys, attachments, title, summary, body */
	size_t changed_count;
	struct note *notes;      /* once for each publication: with the source's event, else with each translation's;
				    of a withdrawal also those of `withdrawn`, in languages that the trailers lack;
				    none in a redacted revision */
	size_t note_count;
	const char *reason, *replaced_by; /* EVENT_WITHDRAWN; EVENT_PUBLISHED of what said from the start that it is
					    withdrawn; EVENT_SUBSTANTIVE where `withdrawn` says something else now */
	struct amendment amended; /* of notes, reason and replacement, where the event has them; of several, the latest */
	struct amendment *amendments; /* where it is amended all that were ever made, AMENDERS_LIMIT at most, in order */
	size_t amendment_count;
	struct slip *slips;      /* with the first event of the publication; none in a redacted revision */
	size_t slip_count;
	bool redacted_all;       /* EVENT_REDACTED: `redact` names all revisions now; else redacted has those that it adds */
	unsigned *redacted;      /* ascending */
	size_t redacted_count;
	const struct value *redact_reason; /* {lang: text} or text, of any shape in a past version; NULL: none. Where the event
					      itself stands in a redacted revision, the one that is said last */
	const char *said_reason; /* Withdraw-Reason as the commits say it, likewise with the first event; NULL: they do not */
	unsigned standing;       /* the revision in which it stands, also of a translation */
	enum event_why why;
	bool said_editorial;     /* "Revision: editorial" was said of what changed facts */
	/* Before they follow any of the references below, callers ask event_is_redacted.
	 * The document in the event's language before it (its last public version) and after it. Of events that
	 * bring no text (a withdrawal by deletion, a translation that goes) after.path is NULL, of first versions before.path. */
	struct version_ref before, after;
	/* Of the source's events: whose facts were compared (the languages may differ), and the files. */
	struct version_ref facts_before, facts_after;
	struct attachments files_before, files_after;
	/* Of the source's events that move `updated`: what was public right after it (withdrawn: was last), in the order in which
	 * the languages were first public. */
	struct event_title *titles;
	size_t title_count;
	bool exercise; /* likewise: it was an exercise then */
};

/* One language's document in one state. */
struct text {
	const char *lang;
	const char *title;       /* the id where the text is redacted */
	const char *path;        /* in the tree of at->commit */
	struct oid blob;
	const struct publication *at; /* that made it public: it brought this blob, or made public what waited */
	unsigned reflects;       /* the source's revision that it reflects (a source: its own) */
	bool current;
	instant updated;         /* design.md: archive.json, a language's `updated` */
};

struct revision {
	unsigned number;
	const struct publication *at;   /* that began it */
	const struct publication *last; /* the newest event that stands in it (editorial changes …) */
	const char *source;             /* language of its source */
	struct text *texts;             /* the last of each language within it, source included, sorted by language */
	size_t text_count;
	const struct attachment *attachments; /* as they were at its end */
	size_t attachment_count;
	bool redacted;           /* its texts and attachments are in no output; of the latest: those of now */
};

struct withdrawal {
	const struct publication *at;
	const char *reason;      /* "duplicate" …; "other" if nothing says; NULL: not withdrawn */
	const char *replaced_by; /* or NULL */
	struct note *notes;      /* of the trailers; in a language that they lack, of `withdrawn` */
	size_t note_count;
	bool by_deletion;
};

/* What public versions said, and the next one did not: for records, which programs hold on to, and must be told when something
 * is no longer so. Oldest first, each until the next; after the last one stands what the advisory says now. Another one begins
 * with a revision always, but for facts that went with a redaction: what stands now, nothing, began in none. */
struct former {
	const struct value *facts; /* under kind, affected, cve, vulnerabilities and indicators; of any shape */
	const struct publication *from, *until; /* that said so first; that said otherwise */
	unsigned first, last;    /* revisions */
	bool redacted;           /* all of them are now: nothing of the facts is in any output */
};

struct advisory {
	const char *id;
	const char *source;         /* its language */
	const struct value *facts;  /* normal form (archive/facts.h) of the last public version */
	instant published;          /* first_published, or the first event */
	bool published_before;      /* published comes from first_published */
	bool began_before;          /* its first public version said a first_published before the first event */
	instant began;              /* that day, if so: whatever is said later, this stays */
	instant updated;
	unsigned revision;          /* the latest */
	struct withdrawal withdrawal; /* as of now; reason is NULL if it is not withdrawn */
	struct text *texts;         /* public now (withdrawn: were last), source included, sorted by language */
	size_t text_count;
	struct revision *revisions; /* [0] is revision 1 */
	size_t revision_count;
	struct event *events;       /* in order of serial, then source first, then language */
	size_t event_count;
	const struct attachment *attachments; /* of the last public version */
	size_t attachment_count;
	struct quiet *quiets;       /* in order of serial, then language; before the first event only what could not be read */
	size_t quiet_count;
	struct former *formers;
	size_t former_count;
};

/* An id of which past versions could not be read. */
struct unreadable {
	const char *id;
	const struct quiet *quiets; /* in order of serial; of what was ever public those of its advisory, others among them */
	size_t quiet_count;
};

struct history {
	struct publication *publications; /* [0] has serial 1 */
	size_t publication_count;
	/* Publications that changed what archive.yaml says so that records of all advisories may differ: in order. None of a
	 * configuration that lies elsewhere (--config). */
	const struct publication **configured;
	size_t configured_count;
	size_t base_count;           /* how many of them are the base's; 0 without history_options.base */
	struct oid base;             /* the commit that they lead to: what was asked for, or the merge base (zero without it) */
	bool virtual_merge;          /* the last one is head, as if it were merged into the base */
	struct advisory *advisories; /* those that were ever public, sorted by id */
	size_t advisory_count;
	size_t unreadable_count;     /* versions of documents, of all that ever had an id, that could not be read and are no revision */
	struct unreadable *unreadable; /* of what was ever public, and of what no source could ever be read of, so that nobody can
					  tell whether it was public: those that have such a version, sorted by id */
	size_t unreadable_ids;
};

struct history_options {
	bool drafts, exercises; /* these count as public */
	instant now;            /* a publication more than ten minutes later is an error */
	unsigned jobs;
	bool use_cache;         /* results of earlier builds below the git directory (cache.h) */
	const struct oid *uncommitted; /* head, where it is a work tree that nobody committed; else NULL */
	/* What publishing head would add to what base has published (NULL: not asked). If base is a commit of head's
	 * first-parent chain, that chain is read. Otherwise head can be published by a merge only, and is read as if it were
	 * merged: the chain of base, and one more publication that brings base..head, its commit and time head's own.
	 *
	 * Where base has moved on since the two parted, the merge base stands for base, as in a pull request's
	 * difference: head's tree does not have what base did since, and must not seem to undo it. A document that both
	 * changed is read as if head alone had (merging it is git's matter, and somebody's). If base has all of head already,
	 * head is read, and nothing of it is new. */
	const struct oid *base;
};

/* Reads the history of the commit head whose archive was loaded as ar; ar outlives it. */
bool history_read(struct history *out, struct repository *r, const struct oid *head, const struct archive *ar,
		  const struct history_options *options, struct arena *a, struct diags *d);

/* What HEAD says under `redact` against its history: a revision that was redacted and is no longer named, a number
 * that there is not, a text of a redacted revision that another one still shows. Reports errors. */
void history_check(const struct history *h, const struct archive *ar, struct diags *d);

const struct advisory *history_find(const struct history *h, const char *id);
/* Among history.unreadable; or NULL. */
const struct unreadable *history_find_unreadable(const struct history *h, const char *id);
const struct text *advisory_text(const struct advisory *a, const char *lang); /* NULL: none in this language */
const struct text *revision_text(const struct revision *r, const char *lang);
/* True if what the event's references lead to (before or after) is the text, the facts or the files of a redacted
 * revision: then no output shows any of it. */
bool event_is_redacted(const struct advisory *a, const struct event *e);
/* True if the commits of the event's publication say Withdraw-Reason. */
bool event_has_reason(const struct advisory *a, const struct event *e);
/* As the facts are now; "vulnerability" where a past version does not say. */
const char *advisory_kind(const struct advisory *a);
bool advisory_is_exercise(const struct advisory *a);
/* True if its latest revision is redacted: then nothing of its texts is in any output. Its facts are those of its last public version,
 * if that says so itself, so who redacts mends the front matter there; otherwise nothing but their kind is left. */
bool advisory_is_redacted(const struct advisory *a);

/* Where what the facts now say of a former's keys began: the publication, its revision into *revision (the one after the latest,
 * which there is not, of facts that went with a redaction: they say nothing). */
const struct publication *advisory_since(const struct advisory *a, unsigned *revision);
/* When the revision was redacted; NULL: it is not, or was from its beginning, so that nobody ever saw it. */
const struct publication *advisory_redacted_at(const struct advisory *a, unsigned revision);
/* True if one of these revisions was, or is, to be seen. */
bool advisory_was_shown(const struct advisory *a, unsigned first, unsigned last);

/* True for the source's events that move `updated`: published, substantive, withdrawn, reinstated. */
bool event_moves(const struct event *e);
/* True for the reasons of a withdrawal that design.md lists. */
bool reason_is_known(const char *reason);
/* "draft", "interim", "final" or "withdrawn". */
const char *advisory_state(const struct advisory *a);

#endif
