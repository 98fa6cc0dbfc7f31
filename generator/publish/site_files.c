/* Invariant: only paths that the walk found are ever opened; what SHA256SUMS and
 * archive.json name is looked up among them. */
#include "publish/site.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

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

static int by_path(const void *path, const void *file)
{
	return strcmp(path, ((const struct site_file *)file)->path);
}

const struct site_file *site_find(const struct site *s, const char *path)
{
	const struct site_file *f = s->file_count ? bsearch(path, s->files, s->file_count, sizeof(*s->files), by_path) : NULL;
	return f && f->regular ? f : NULL;
}

bool site_read(struct site *s, struct buf *out, const char *path, size_t limit)
{
	if (!site_find(s, path))
		return site_fault(s, DIAG_SITE_MISSING, path, NULL, "the site lacks this file");
	return file_read(out, s->folder, path, limit, false, s->diags);
}

bool site_list(struct site *s)
{
	if (!file_list(&s->list, s->folder, ".", s->jobs, s->diags))
		return false;
	s->file_count = s->list.count;
	s->files = arena_array(s->arena, s->file_count, sizeof(*s->files));
	for (size_t i = 0; i < s->file_count; i++) {
		s->files[i].path = s->list.files[i].path;
		s->files[i].regular = s->list.files[i].is_regular;
		if (!s->files[i].regular)
			site_fault(s, DIAG_SITE_ODD_FILE, s->files[i].path, "a site holds files and folders only",
				   "this is no regular file (a link, a device, a pipe)");
	}
	return true;
}

/* Both are sorted by byte. *at: the file from which to look for the next one listed. */
static void match(struct site *s, size_t *at, struct span path, const struct sha256 *digest)
{
	char *name = arena_span(s->arena, path);
	while (*at < s->file_count && strcmp(s->files[*at].path, name) < 0)
		++*at;
	struct site_file *f = *at < s->file_count ? &s->files[*at] : NULL;
	if (sums_excluded(name)) {
		site_fault(s, DIAG_SITE_SUMS, "SHA256SUMS", NULL,
			   "%s is listed, which is a signature or this list itself", name);
	} else if (!f || strcmp(f->path, name) != 0 || !f->regular) {
		site_fault(s, DIAG_SITE_MISSING, name, NULL, "SHA256SUMS lists this file, but it is not there");
	} else {
		f->listed = true;
		f->digest = *digest;
	}
}

bool site_read_sums(struct site *s)
{
	struct buf text;
	buf_init(&text, SITE_INDEX_LIMIT);
	size_t line, at = 0;
	bool ok = site_read(s, &text, "SHA256SUMS", SITE_INDEX_LIMIT);
	if (ok && !sums_check(buf_as_span(&text), &line)) {
		diag(s->diags, DIAG_SITE_SUMS, (struct place){"SHA256SUMS", (unsigned)line, 0},
		     "each line is a digest, two spaces and a relative path, in the order of their bytes",
		     "this line cannot be read, or is out of order");
		ok = false;
	}
	struct span rest = buf_as_span(&text), path;
	struct sha256 digest;
	while (ok && sums_next(&rest, &path, &digest))
		match(s, &at, path, &digest);
	buf_fini(&text);
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

/* In pieces: an attachment may be larger than memory. Most files are smaller than one. */
static bool digest_file(struct sha256 *out, int fd)
{
	char chunk[1 << 16];
	struct sha256_stream *stream = NULL;
	size_t filled = 0;
	ssize_t n;
	while ((n = read(fd, chunk + filled, sizeof(chunk) - filled)) > 0 || (n < 0 && errno == EINTR)) {
		filled += n > 0 ? (size_t)n : 0;
		if (filled < sizeof(chunk))
			continue;
		stream = stream ? stream : sha256_start();
		sha256_add(stream, chunk, filled);
		filled = 0;
	}
	if (stream) {
		sha256_add(stream, chunk, filled);
		*out = sha256_finish(stream);
	} else {
		*out = sha256_of(span_make(chunk, filled));
	}
	return n == 0;
}

static bool digest_by_path(struct sha256 *out, struct site *s, const char *path)
{
	int fd = open_regular(s, path);
	bool ok = fd >= 0 && digest_file(out, fd);
	if (!ok)
		site_fault(s, DIAG_FILE_READ, path, file_hint(errno), "cannot read: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

bool site_check_file(struct site *s, const struct site_file *f, struct buf *bytes)
{
	struct sha256 digest;
	bool whole = f->text && file_read(bytes, s->folder, f->path, SITE_TEXT_LIMIT, false, s->diags);
	if (!f->listed && f->regular && !sums_excluded(f->path))
		site_fault(s, DIAG_SITE_UNLISTED, f->path, NULL, "SHA256SUMS does not list this file");
	if (!f->listed)
		return whole;
	if (whole)
		digest = sha256_of(buf_as_span(bytes));
	else if (f->text || !digest_by_path(&digest, s, f->path))
		return false; /* reported */
	if (memcmp(digest.bytes, f->digest.bytes, SHA256_SIZE) != 0)
		site_fault(s, DIAG_SITE_DIGEST, f->path, NULL, "this file is not the one that SHA256SUMS lists");
	return whole;
}
