/* Invariant: only notes are read that lie within a segment which the loader mapped. An installed program never takes
 * its data from elsewhere than beside its bin/: the folders above may be anybody's. */
#include "base/program.h"

#include <elf.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

static size_t padded(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* Adds the build id that a segment of notes holds; false if it holds none. */
static bool add_build_id(struct buf *out, struct span notes)
{
	while (notes.length >= sizeof(ElfW(Nhdr))) {
		ElfW(Nhdr) head;
		memcpy(&head, notes.data, sizeof(head));
		notes = span_after(notes, sizeof(head));
		size_t name = padded(head.n_namesz), value = padded(head.n_descsz);
		if (name > notes.length || value > notes.length - name)
			return false;
		if (head.n_type == NT_GNU_BUILD_ID && span_equal(span_make(notes.data, head.n_namesz), SPAN_LITERAL("GNU\0"))) {
			buf_printf(out, "%u ", (unsigned)head.n_descsz);
			buf_add(out, notes.data + name, head.n_descsz);
			return true;
		}
		notes = span_after(notes, name + value);
	}
	return false;
}

struct objects {
	struct buf ids;
	size_t seen;
	bool program;
};

/* The loader names the program first, with "". The kernel's piece (vdso), which is no file, does not count. */
static int visit(struct dl_phdr_info *info, size_t size, void *context)
{
	struct objects *o = context;
	bool found = false;
	(void)size;
	if (o->seen++ && !strchr(info->dlpi_name, '/'))
		return 0;
	for (size_t i = 0; i < info->dlpi_phnum && !found; i++) {
		const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
		/* dl_iterate_phdr(3) gives addresses as numbers. NOLINTNEXTLINE(performance-no-int-to-ptr) */
		const char *bytes = (const char *)(info->dlpi_addr + segment->p_vaddr);
		if (segment->p_type == PT_NOTE)
			found = add_build_id(&o->ids, span_make(bytes, segment->p_memsz));
	}
	if (!found)
		buf_printf(&o->ids, "? %s\n", info->dlpi_name);
	if (o->seen == 1)
		o->program = found;
	return 0;
}

static char ids[16 << 10];
static size_t ids_length; /* 0: not known */

/* Before main: later iconv and others bring in more, as the input has it. */
__attribute__((constructor)) static void note_ids(void)
{
	struct objects o = {0};
	buf_init(&o.ids, sizeof(ids));
	dl_iterate_phdr(visit, &o);
	if (o.program && !o.ids.overflow) {
		memcpy(ids, o.ids.data, o.ids.length);
		ids_length = o.ids.length;
	}
	buf_fini(&o.ids);
}

bool program_identity(struct sha256 *out)
{
	if (ids_length)
		*out = sha256_of(span_make(ids, ids_length));
	return ids_length;
}

const char *program_data(struct arena *a)
{
	static const char *const installed[] = {"../share/shirase", NULL}, *const built[] = {"..", "../..", "../../..", NULL};
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0)
		return NULL;
	struct span folder = span_make(self, (size_t)n);
	while (folder.length && folder.data[folder.length - 1] != '/')
		folder.length--;
	for (const char *const *at = span_ends(folder, "/bin/") ? installed : built; *at; at++) {
		const char *data = arena_printf(a, "%.*s%s", (int)folder.length, folder.data, *at);
		if (access(arena_printf(a, "%s/themes/default/templates", data), R_OK) != 0)
			continue;
		char *whole = realpath(data, NULL); /* messages name it */
		if (whole)
			data = arena_text(a, whole);
		free(whole);
		return data;
	}
	return NULL;
}
