/* Preloaded into shirase (LD_PRELOAD): the n-th call of one kind fails, comes short, is interrupted, or is
 * the program's last. It sees what the program and its libraries ask of the system, wherever in the code that stands.
 *
 *   FAULT=KIND:N:HOW   KIND as in the list below; HOW a number of errno, "kill", or "short" (half of the bytes);
 *                      with "+" behind it all calls from the n-th on. KIND "space" is all that takes space
 *   FAULT=count        nothing fails; at the end LOG tells how many calls of each kind there were
 *   FAULT_BELOW=A:B    counts only calls on A and B (absolute paths), on what lies below them, and on A.ENDING; unset: all
 *   FAULT_LOG=FILE     a line "fired KIND N PATH" is appended when the fault happens
 *
 * Invariant: children (gpg) run without it, and a child that is still to become gpg does not count. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define KINDS(_)                                                                                             \
	_(open) _(create) _(read) _(write) _(close) _(mkdir) _(chmod) _(sync) _(rename) _(exchange) _(unlink) \
	_(link) _(lock) _(list) _(stat) _(fork) _(pipe) _(thread) _(random) _(memory) _(space)
enum kind {
#define AS_ENUM(k) KIND_##k,
	KINDS(AS_ENUM) KIND_COUNT
};
static const char *const kind_names[] = {
#define AS_NAME(k) #k,
	KINDS(AS_NAME)
};

static enum kind wanted = KIND_COUNT;
static unsigned long wanted_number;
static int reason;
static bool kills, comes_short, goes_on, counts;
static char below[2 * PATH_MAX], log_path[PATH_MAX];
static pid_t owner;
static atomic_ulong calls[KIND_COUNT];
#ifdef MEMORY
static uintptr_t spared_from, spared_to;
static int find_spared(struct dl_phdr_info *library, size_t size, void *unused);
#endif

static void note(const char *line, size_t length)
{
	long fd = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	syscall(SYS_write, fd, line, length);
	syscall(SYS_close, fd);
}

static void copy(char *out, size_t size, const char *name)
{
	const char *value = getenv(name);
	snprintf(out, size, "%s", value ? value : "");
}

__attribute__((constructor)) static void begin(void)
{
	const char *spec = getenv("FAULT");
	copy(below, sizeof(below), "FAULT_BELOW");
	copy(log_path, sizeof(log_path), "FAULT_LOG");
	unsetenv("LD_PRELOAD");
	for (size_t k = 0; spec && k < KIND_COUNT; k++) {
		size_t n = strlen(kind_names[k]);
		if (strncmp(spec, kind_names[k], n) == 0 && spec[n] == ':') {
			char *how;
			wanted_number = strtoul(spec + n + 1, &how, 10);
			how += *how == ':';
			kills = strcmp(how, "kill") == 0;
			comes_short = strncmp(how, "short", 5) == 0;
			goes_on = strchr(how, '+') != NULL;
			reason = (int)strtol(how, NULL, 10);
			wanted = (enum kind)k;
		}
	}
	counts = spec && strcmp(spec, "count") == 0;
	owner = getpid();
#ifdef MEMORY
	dl_iterate_phdr(find_spared, NULL);
#endif
}

__attribute__((destructor)) static void end(void)
{
	if (!counts || getpid() != owner)
		return;
	for (size_t k = 0; k < KIND_COUNT; k++) {
		char line[64];
		note(line, (size_t)snprintf(line, sizeof(line), "%s %lu\n", kind_names[k], atomic_load(&calls[k])));
	}
}

static void name_descriptor(char out[PATH_MAX], int fd)
{
	char link[64];
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	long n = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATH_MAX - 1);
	out[n > 0 ? n : 0] = '\0';
}

/* The path of a call on name below the folder dir, or on the descriptor dir (name NULL). */
static void name_file(char out[2 * PATH_MAX], int dir, const char *name)
{
	char folder[PATH_MAX] = "";
	if (name && *name == '/') {
		snprintf(out, 2 * PATH_MAX, "%s", name);
		return;
	}
	if (dir != AT_FDCWD)
		name_descriptor(folder, dir);
	else
		syscall(SYS_getcwd, folder, sizeof(folder));
	snprintf(out, 2 * PATH_MAX, "%s%s%s", folder, name ? "/" : "", name ? name : "");
}

static bool is_below(const char *path)
{
	for (const char *at = below; *at;) {
		size_t n = strcspn(at, ":");
		if (n && strncmp(path, at, n) == 0 && (path[n] == '/' || path[n] == '.' || !path[n]))
			return true;
		at += n + (at[n] == ':');
	}
	return !*below;
}

/* What a full disk refuses. */
static bool takes_space(enum kind kind)
{
	return kind == KIND_write || kind == KIND_create || kind == KIND_mkdir || kind == KIND_link;
}

/* True if this call is the one. Without a file: dir -1, name NULL. */
static bool is_the_one(enum kind kind, int dir, const char *name)
{
	if (wanted == KIND_space && takes_space(kind))
		kind = KIND_space;
	if ((kind != wanted && !counts) || getpid() != owner)
		return false;
	int kept = errno;
	char path[2 * PATH_MAX] = "";
	if (dir != -1 || name) {
		if (*below || kind == wanted)
			name_file(path, dir, name);
		if (!is_below(path)) {
			errno = kept;
			return false;
		}
	}
	unsigned long n = atomic_fetch_add(&calls[kind], 1) + 1;
	bool is = kind == wanted && (goes_on ? n >= wanted_number : n == wanted_number);
	if (is && n == wanted_number) {
		char line[2 * PATH_MAX + 64];
		note(line, (size_t)snprintf(line, sizeof(line), "fired %s %lu %s\n", kind_names[kind], n, path));
		if (kills)
			syscall(SYS_kill, owner, SIGKILL);
	}
	errno = kept;
	return is;
}

static bool fails(enum kind kind, int dir, const char *name)
{
	if (!is_the_one(kind, dir, name) || comes_short)
		return false;
	errno = reason;
	return true;
}

#define REAL(type, name, ...)                                               \
	static type (*real)(__VA_ARGS__);                                    \
	if (!real)                                                           \
		*(void **)&real = dlsym(RTLD_NEXT, name)

/* Opening. ---------------------------------------------------------------- */

static int open_file(int dir, const char *path, int flags, mode_t mode)
{
	bool creates = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE;
	if (fails(creates ? KIND_create : KIND_open, dir, path))
		return -1;
	return (int)syscall(SYS_openat, dir, path, flags, mode);
}

#define MODE(flags)                                        \
	mode_t mode = 0;                                    \
	if ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE) { \
		va_list args;                               \
		va_start(args, flags);                      \
		mode = va_arg(args, mode_t);                \
		va_end(args);                               \
	}

int open(const char *path, int flags, ...)
{
	MODE(flags)
	return open_file(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) __attribute__((alias("open")));

int openat(int dir, const char *path, int flags, ...)
{
	MODE(flags)
	return open_file(dir, path, flags, mode);
}
int openat64(int dir, const char *path, int flags, ...) __attribute__((alias("openat")));

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
	return open_file(AT_FDCWD, path, flags, 0);
}
int __open64_2(const char *path, int flags) __attribute__((alias("__open_2")));

int __openat_2(int dir, const char *path, int flags);
int __openat_2(int dir, const char *path, int flags)
{
	return open_file(dir, path, flags, 0);
}
int __openat64_2(int dir, const char *path, int flags) __attribute__((alias("__openat_2")));

int close(int fd)
{
	bool failed = fails(KIND_close, fd, NULL);
	int kept = errno;
	long result = syscall(SYS_close, fd); /* as the kernel does: closed, whatever it says */
	if (failed)
		errno = kept;
	return failed ? -1 : (int)result;
}

/* Reading and writing. ------------------------------------------------------ */

/* How many of the bytes to try; -1: none, errno says why. */
static ssize_t allowed(enum kind kind, int fd, size_t count)
{
	if (!is_the_one(kind, fd, NULL))
		return (ssize_t)count;
	if (comes_short)
		return (ssize_t)(count > 1 ? count / 2 : count);
	errno = reason;
	return -1;
}

ssize_t read(int fd, void *to, size_t count)
{
	ssize_t n = allowed(KIND_read, fd, count);
	return n < 0 ? n : syscall(SYS_read, fd, to, n);
}

ssize_t pread(int fd, void *to, size_t count, off_t at)
{
	ssize_t n = allowed(KIND_read, fd, count);
	return n < 0 ? n : syscall(SYS_pread64, fd, to, n, at);
}
ssize_t pread64(int fd, void *to, size_t count, off64_t at) __attribute__((alias("pread")));

ssize_t write(int fd, const void *from, size_t count)
{
	ssize_t n = allowed(KIND_write, fd, count);
	return n < 0 ? n : syscall(SYS_write, fd, from, n);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at)
{
	ssize_t n = allowed(KIND_write, fd, count);
	return n < 0 ? n : syscall(SYS_pwrite64, fd, from, n, at);
}
ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at) __attribute__((alias("pwrite")));

int ftruncate(int fd, off_t length)
{
	return fails(KIND_write, fd, NULL) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

/* Names. ---------------------------------------------------------------------- */

int mkdir(const char *path, mode_t mode)
{
	return fails(KIND_mkdir, AT_FDCWD, path) ? -1 : (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
}

int mkdirat(int dir, const char *path, mode_t mode)
{
	return fails(KIND_mkdir, dir, path) ? -1 : (int)syscall(SYS_mkdirat, dir, path, mode);
}

char *mkdtemp(char *model)
{
	REAL(char *, "mkdtemp", char *);
	return fails(KIND_mkdir, AT_FDCWD, model) ? NULL : real(model);
}

int fchmod(int fd, mode_t mode)
{
	return fails(KIND_chmod, fd, NULL) ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fchmodat(int dir, const char *path, mode_t mode, int flags)
{
	REAL(int, "fchmodat", int, const char *, mode_t, int);
	return fails(KIND_chmod, dir, path) ? -1 : real(dir, path, mode, flags);
}

int fsync(int fd)
{
	return fails(KIND_sync, fd, NULL) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return fails(KIND_sync, fd, NULL) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int syncfs(int fd)
{
	return fails(KIND_sync, fd, NULL) ? -1 : (int)syscall(SYS_syncfs, fd);
}

int rename(const char *from, const char *to)
{
	return fails(KIND_rename, AT_FDCWD, to) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_dir, const char *from, int dir, const char *to)
{
	return fails(KIND_rename, dir, to) ? -1 : (int)syscall(SYS_renameat2, from_dir, from, dir, to, 0);
}

/* Of the kind "exchange" are those with a flag, so that a file system which knows none can be played. */
int renameat2(int from_dir, const char *from, int dir, const char *to, unsigned flags)
{
	if ((flags && fails(KIND_exchange, dir, to)) || fails(KIND_rename, dir, to))
		return -1;
	return (int)syscall(SYS_renameat2, from_dir, from, dir, to, flags);
}

int unlink(const char *path)
{
	return fails(KIND_unlink, AT_FDCWD, path) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int unlinkat(int dir, const char *path, int flags)
{
	return fails(KIND_unlink, dir, path) ? -1 : (int)syscall(SYS_unlinkat, dir, path, flags);
}

int rmdir(const char *path)
{
	return fails(KIND_unlink, AT_FDCWD, path) ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR);
}

int link(const char *from, const char *to)
{
	return fails(KIND_link, AT_FDCWD, to) ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int flock(int fd, int operation)
{
	return fails(KIND_lock, fd, NULL) ? -1 : (int)syscall(SYS_flock, fd, operation);
}

/* Looking. ---------------------------------------------------------------------- */

struct dirent *readdir(DIR *folder)
{
	REAL(struct dirent *, "readdir", DIR *);
	return fails(KIND_list, dirfd(folder), NULL) ? NULL : real(folder);
}
struct dirent64 *readdir64(DIR *folder)
{
	REAL(struct dirent64 *, "readdir64", DIR *);
	return fails(KIND_list, dirfd(folder), NULL) ? NULL : real(folder);
}
ssize_t getdents64(int folder, void *out, size_t size)
{
	return fails(KIND_list, folder, NULL) ? -1 : syscall(SYS_getdents64, folder, out, size);
}

#define STAT(name, type, kind_dir, kind_path, parameters, arguments)              \
	int name parameters                                                        \
	{                                                                          \
		REAL(int, #name, ANY_##type);                                      \
		return fails(KIND_stat, kind_dir, kind_path) ? -1 : real arguments; \
	}
#define ANY_path const char *, void *
#define ANY_fd int, void *
#define ANY_at int, const char *, void *, int
STAT(stat, path, AT_FDCWD, path, (const char *restrict path, struct stat *restrict out), (path, out))
STAT(lstat, path, AT_FDCWD, path, (const char *restrict path, struct stat *restrict out), (path, out))
STAT(fstat, fd, fd, NULL, (int fd, struct stat *out), (fd, out))
STAT(fstatat, at, dir, path, (int dir, const char *restrict path, struct stat *restrict out, int flags), (dir, path, out, flags))
STAT(stat64, path, AT_FDCWD, path, (const char *restrict path, struct stat64 *restrict out), (path, out))
STAT(lstat64, path, AT_FDCWD, path, (const char *restrict path, struct stat64 *restrict out), (path, out))
STAT(fstat64, fd, fd, NULL, (int fd, struct stat64 *out), (fd, out))
STAT(fstatat64, at, dir, path, (int dir, const char *restrict path, struct stat64 *restrict out, int flags),
     (dir, path, out, flags))

/* Processes, threads, memory. ------------------------------------------------------ */

pid_t fork(void)
{
	REAL(pid_t, "fork", void);
	return fails(KIND_fork, -1, NULL) ? -1 : real();
}

int pipe(int ends[2])
{
	return fails(KIND_pipe, -1, NULL) ? -1 : (int)syscall(SYS_pipe2, ends, 0);
}

int pthread_create(pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*fn)(void *), void *restrict argument)
{
	REAL(int, "pthread_create", pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	return fails(KIND_thread, -1, NULL) ? EAGAIN : real(thread, attributes, fn, argument);
}

ssize_t getrandom(void *out, size_t count, unsigned flags)
{
	return fails(KIND_random, -1, NULL) ? -1 : syscall(SYS_getrandom, out, count, flags);
}

#ifdef MEMORY
/* libfyaml 0.7.12 writes through what it was not given, and nothing outside it can mend that: it always gets its memory. */
static int find_spared(struct dl_phdr_info *library, size_t size, void *unused)
{
	(void)size, (void)unused;
	for (int i = 0; strstr(library->dlpi_name, "libfyaml") && i < library->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &library->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || !(part->p_flags & PF_X))
			continue;
		spared_from = library->dlpi_addr + part->p_vaddr;
		spared_to = spared_from + part->p_memsz;
	}
	return 0;
}

static _Thread_local bool in_text; /* libfyaml is the only one here that has the C library ask for a text's memory */

#define FAILS_FOR(caller) \
	(!in_text && ((uintptr_t)(caller) < spared_from || (uintptr_t)(caller) >= spared_to) && fails(KIND_memory, -1, NULL))

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

void *malloc(size_t size)
{
	return FAILS_FOR(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return FAILS_FOR(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return FAILS_FOR(__builtin_return_address(0)) ? NULL : __libc_realloc(old, size);
}

char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = FAILS_FOR(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
	return copy ? memcpy(copy, text, size) : NULL;
}

int __vasprintf_chk(char **out, int flag, const char *format, va_list args);
int __vasprintf_chk(char **out, int flag, const char *format, va_list args)
{
	(void)flag;
	in_text = true;
	int n = vasprintf(out, format, args);
	in_text = false;
	return n;
}

int __asprintf_chk(char **out, int flag, const char *format, ...);
int __asprintf_chk(char **out, int flag, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = __vasprintf_chk(out, flag, format, args);
	va_end(args);
	return n;
}
#endif
