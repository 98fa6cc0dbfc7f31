/* Invariant: the bytes of the passphrase are nowhere but in page. */
#include "trust/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"

#define PAGE_SIZE_USED 4096
#define PASSPHRASE_LIMIT 1000 /* a line of Assuan, which carries it to the agent, is that long */

struct passphrase {
	char *page;
	size_t length;
};

static bool refuse(struct diags *d, const char *source, const char *fault)
{
	diag(d, DIAG_PASSPHRASE_SOURCE, (struct place){.path = source},
	     "give the path of a file whose first line is the passphrase, or fd:N with N an open descriptor",
	     "the passphrase cannot be read: %s", fault);
	return false;
}

/* A number from 0 to 99999 and nothing else; -1 otherwise. */
static int parse_descriptor(const char *text)
{
	int fd = 0;
	size_t n = 0;
	for (; text[n] >= '0' && text[n] <= '9' && n < 5; n++)
		fd = fd * 10 + (text[n] - '0');
	return n && !text[n] ? fd : -1;
}

/* Reads up to the first LF or the end. False: errno says why. One byte at a time,
 * so that what follows the line on a shared descriptor is left to its owner. */
static bool read_line(struct passphrase *p, int fd)
{
	while (p->length <= PASSPHRASE_LIMIT) {
		ssize_t n = read(fd, p->page + p->length, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0 || p->page[p->length] == '\n')
			break;
		p->length++;
	}
	if (p->length && p->page[p->length - 1] == '\r')
		p->length--;
	return true;
}

bool passphrase_read(struct passphrase **out, const char *source, struct diags *d)
{
	bool is_descriptor = strncmp(source, "fd:", 3) == 0;
	int fd = is_descriptor ? parse_descriptor(source + 3) : open(source, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(d, source, is_descriptor ? "this is no descriptor" : strerror(errno));
	struct passphrase *p = memory_alloc(sizeof(*p));
	p->page = mmap(NULL, PAGE_SIZE_USED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	bool ok = p->page != MAP_FAILED;
	if (ok) {
		/* Both are precautions: where a limit forbids them the passphrase still serves. */
		(void)mlock(p->page, PAGE_SIZE_USED);
		(void)madvise(p->page, PAGE_SIZE_USED, MADV_DONTDUMP);
		ok = read_line(p, fd);
	}
	int reason = errno;
	if (!is_descriptor)
		close(fd);
	if (!ok)
		refuse(d, source, strerror(reason));
	else if (!p->length || p->length > PASSPHRASE_LIMIT || memchr(p->page, '\0', p->length))
		ok = refuse(d, source,
			    p->length ? "its first line is no passphrase" : "its first line is empty");
	if (ok)
		*out = p;
	else
		passphrase_free(p);
	return ok;
}

void passphrase_free(struct passphrase *p)
{
	if (!p)
		return;
	if (p->page != MAP_FAILED) {
		explicit_bzero(p->page, PAGE_SIZE_USED);
		munmap(p->page, PAGE_SIZE_USED);
	}
	free(p);
}

struct span passphrase_text(const struct passphrase *p)
{
	return span_make(p->page, p->length);
}
