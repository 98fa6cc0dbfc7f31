#include "formats/record.h"

static void list(struct record_files *files, size_t *capacity, struct arena *a, const struct config *c, const struct advisory *adv)
{
	(void)files;
	(void)capacity;
	(void)a;
	(void)c;
	(void)adv;
}

static bool write(struct buf *out, const struct record *r, struct diags *d)
{
	(void)out;
	(void)r;
	(void)d;
	return true;
}

const struct record_writer csaf_writer = {RECORD_CSAF, list, write};
