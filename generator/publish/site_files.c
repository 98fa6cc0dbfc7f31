/* Invariant: only paths that the walk found are ever opened; what SHA256SUMS and
 * archive.json name is looked up among them. */
#include "publish/site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"
#include "trust/sums.h"

bool site_fault(struct site *s, enum diag_code code, const char *path, const char *hint, const char *format,
		...)
{
	struct buf message;
	buf_init(&message, BUF_LIMIT_DEFAULT);
	va_list args;
	va_start(args, format);
	buf_vprintf(&message, format, args);
	va_end(args);
	diag(s->diags, code, (struct place){.path = path}, hint, "%s", message.data);
	buf_fini(&message);
	return false;
}

const struct site_file *site_find(const struct site *s, const char *path)
{
	size_t at;
	if (!map_find(s->file_map, span_of(path), &at) || !s->files[at].regular)
		return NULL;
	return &s->files[at];
}

bool site_read(struct site *s, struct buf *out, const char *path, size_t limit)
{
	if (!site_find(s, path))
		return site_fault(s, DIAG_SITE_MISSING, path, NULL, "the site lacks this file");
	return file_read(out, s->folder, path, limit, false, s->diags);
}

static bool add_file(void *context, const char *path, bool is_regular, size_t size)
{
	struct site *s = context;
	(void)size;
	s->files = arena_grow(s->arena, s->files, s->file_count, &s->file_capacity, sizeof(*s->files));
	s->files[s->file_count] =
		(struct site_file){.path = arena_text(s->arena, path), .regular = is_regular};
	map_put(s->file_map, span_of(s->files[s->file_count].path), s->file_count);
	s->file_count++;
	if (!is_regular)
		site_fault(s, DIAG_SITE_ODD_FILE, path, "a site holds files and folders only",
			   "this is no regular file (a link, a device, a pipe)");
	return true;
}

bool site_list(struct site *s)
{
	return file_walk(s->folder, ".", add_file, s, s->diags);
}

/* Marks the file as listed. */
static void match(struct site *s, const struct sum *sum)
{
	size_t at;
	if (sums_excluded(sum->path)) {
		site_fault(s, DIAG_SITE_SUMS, "SHA256SUMS", NULL,
			   "%s is listed, which is a signature or this list itself", sum->path);
	} else if (!map_find(s->file_map, span_of(sum->path), &at) || !s->files[at].regular) {
		site_fault(s, DIAG_SITE_MISSING, sum->path, NULL,
			   "SHA256SUMS lists this file, but it is not there");
	} else {
		s->files[at].listed = true;
		s->files[at].digest = sum->digest;
	}
}

static bool read_sums(struct site *s)
{
	struct buf text;
	buf_init(&text, SITE_INDEX_LIMIT);
	bool ok = site_read(s, &text, "SHA256SUMS", SITE_INDEX_LIMIT);
	struct sum *sums = NULL;
	size_t count = 0, line = 0;
	if (ok && !sums_parse(&sums, &count, s->arena, buf_as_span(&text), &line)) {
		diag(s->diags, DIAG_SITE_SUMS, (struct place){"SHA256SUMS", (unsigned)line, 0},
		     "each line is a digest, two spaces and a relative path, in the order of their bytes",
		     "this line cannot be read, or is out of order");
		ok = false;
	}
	buf_fini(&text);
	for (size_t i = 0; i < count; i++)
		match(s, &sums[i]);
	return ok;
}

/* Opens a regular file and nothing else, and does not wait for a pipe's other end. */
static int open_regular(const struct site *s, const char *path)
{
	struct stat st;
	int fd = openat(s->folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return fd;
	if (fd >= 0) {
		close(fd);
		errno = ELOOP;
	}
	return -1;
}

/* In pieces: an attachment may be larger than memory. */
static bool digest_file(struct sha256 *out, int fd)
{
	char chunk[1 << 16];
	struct sha256_stream *stream = sha256_start();
	ssize_t n;
	while ((n = read(fd, chunk, sizeof(chunk))) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			sha256_add(stream, chunk, (size_t)n);
	*out = sha256_finish(stream);
	return n == 0;
}

static void check_digest(void *context, unsigned worker, size_t index)
{
	struct site *s = context;
	const struct site_file *f = &s->files[index];
	(void)worker;
	if (!f->listed) {
		if (f->regular && !sums_excluded(f->path))
			site_fault(s, DIAG_SITE_UNLISTED, f->path, NULL,
				   "SHA256SUMS does not list this file");
		return;
	}
	struct sha256 digest = {0};
	int fd = open_regular(s, f->path);
	bool read_all = fd >= 0 && digest_file(&digest, fd);
	int reason = errno;
	if (fd >= 0)
		close(fd);
	if (!read_all)
		site_fault(s, DIAG_FILE_READ, f->path, NULL, "cannot read: %s", strerror(reason));
	else if (memcmp(digest.bytes, f->digest.bytes, SHA256_SIZE) != 0)
		site_fault(s, DIAG_SITE_DIGEST, f->path, NULL,
			   "this file is not the one that SHA256SUMS lists");
}

bool site_check_sums(struct site *s)
{
	if (!read_sums(s))
		return false;
	pool_run(s->file_count, s->jobs, check_digest, s);
	return true;
}
