/* Repositories for tests, made by git itself in temporary folders, with a
 * configuration of their own. Everything asserts. */
#ifndef TESTS_SUPPORT_REPO_H
#define TESTS_SUPPORT_REPO_H

#include <stdbool.h>
#include <stddef.h>

/* A new temporary folder (removed by repo_remove), in which nothing stands. The
 * environment then has a HOME in it, fixed names and dates, and no other configuration of git. */
char *repo_folder(void);
void repo_remove(char *folder);

/* Runs a shell command in the folder; it must succeed. Output goes to stderr only if it does not. */
__attribute__((format(printf, 2, 3))) void repo_run(const char *folder, const char *format, ...);
/* Its standard output without the last LF, in a static buffer. */
__attribute__((format(printf, 2, 3))) const char *repo_output(const char *folder, const char *format, ...);

/* A history as a stream for `git fast-import`: files are set and removed, then
 * committed to a branch; the tree goes on from the branch's last commit. */
struct story;

/* A repository is made in folder by `git init`; HEAD is main. */
struct story *story_new(const char *folder);
void story_free(struct story *s);

/* For the next commit. Text is bytes with NUL at the end. */
void story_write(struct story *s, const char *path, const char *text);
void story_delete(struct story *s, const char *path);
void story_rename(struct story *s, const char *from, const char *to);
/* The committer's time of the next commit; by default an hour after the last (the first: 2026-01-01T00:00:00Z). */
void story_time(struct story *s, long long time);
/* The next commit has these other parents too ("topic"), and none of the branch if it is new. */
void story_merge(struct story *s, const char *branch);
/* A new branch begins at this one's last commit. */
void story_branch(struct story *s, const char *name, const char *from);
/* Ends the commit; returns its number, for story_commit_id. encoding may be NULL. */
int story_commit(struct story *s, const char *branch, const char *message);
int story_commit_encoded(struct story *s, const char *branch, const char *encoding, const char *message);

/* Feeds the stream to git. After that the story may go on (a second stream). */
void story_tell(struct story *s);
/* The full id, in a buffer of the story's; valid after story_tell. */
const char *story_commit_id(struct story *s, int number);

#endif
