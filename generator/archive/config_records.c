/* Invariant: what is not compared here shows in no record. */
#include "archive/config_records.h"

/* Compared as they are written: a word that means the same in another form is rare, and another version of a record is no harm. */
static const char *const keys[] = {
	"publisher", /* who says it */
	"languages", /* which texts there are, and in what order */
	"id",        /* which files are documents, and which ids may be named */
	"readers",   /* likewise, and what they say */
	"times",     /* when it was said */
};
/* Records link to those of these formats. */
static const char *const formats[] = {"csaf", "osv", "iodef", "stix"};

static bool has_filter(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->filter_count; i++)
		if (strcmp(c->filters[i], name) == 0)
			return true;
	return false;
}

static bool is_readable(const struct config *c)
{
	return c->root && c->root->count > 0;
}

bool config_records_same(const struct config *x, const struct config *y)
{
	if (!is_readable(x) || !is_readable(y))
		return false;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!value_equal(value_get(x->root, keys[i]), value_get(y->root, keys[i])))
			return false;
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (config_format(x, formats[i]) != config_format(y, formats[i]))
			return false;
	/* Of the filters only this has seen what records are made from. */
	return strcmp(x->base_url, y->base_url) == 0 && x->demonstration == y->demonstration &&
	       x->notes_from_subject == y->notes_from_subject && has_filter(x, "table") == has_filter(y, "table");
}
