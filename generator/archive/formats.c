/* Invariant: a need stands once, however many files have it, and so is told once. */
#include "archive/formats.h"

#include "base/buf.h"

static bool is_https(const struct config *c)
{
	return strncasecmp(c->base_url, "https://", 8) == 0;
}

/* One that security.txt can name: an international number, an address of https (RFC 9116, section 2.5.3). */
static bool has_contact(const struct config *c)
{
	const struct value *contact = value_get(c->publisher, "contact");
	return value_text(contact, "email") || span_starts(span_of(value_text(contact, "tel")), "+") ||
	       span_starts(span_of(value_text(contact, "url")), "https://");
}

static bool has_expires(const struct config *c)
{
	return value_text(value_get(c->root, "security_txt"), "expires") != NULL;
}

/* Of the file itself, which config fills in. */
static bool has_category(const struct config *c)
{
	return value_text(value_get(c->root, "publisher"), "category") != NULL;
}

static const struct {
	const char *format; /* as in `formats` */
	const char *what;
} files[] = {
	[CONFIG_CSAF_PROVIDER] = {"csaf", ".well-known/csaf/provider-metadata.json"},
	[CONFIG_SECURITY_TXT] = {"security_txt", ".well-known/security.txt"},
};
#define FILES (sizeof(files) / sizeof(*files))
#define FOR(file) (1u << (file))

static const struct need {
	const char *key;
	const char *within; /* the key at whose place it is told, where it is there */
	unsigned needed_for;
	bool (*there)(const struct config *c);
	const char *lacks, *hint;
} needs[] = {
	{"base_url", "base_url", FOR(CONFIG_CSAF_PROVIDER) | FOR(CONFIG_SECURITY_TXT), is_https, "base_url is no https address",
	 "publish the site by https, and write that address"},
	{"publisher.contact", "publisher", FOR(CONFIG_SECURITY_TXT), has_contact, "publisher.contact names nothing",
	 "add contact: {email: …} to publisher, or formats: {security_txt: no}"},
	{"security_txt.expires", "security_txt", FOR(CONFIG_SECURITY_TXT), has_expires, "security_txt.expires is missing",
	 "add security_txt: {expires: YYYY-MM-DD}, a day within a year, or formats: {security_txt: no}"},
};
#define NEEDS (sizeof(needs) / sizeof(*needs))

const char *format_lacks(const struct config *c, enum config_file file)
{
	for (size_t i = 0; i < NEEDS; i++)
		if ((needs[i].needed_for & FOR(file)) && !needs[i].there(c))
			return needs[i].key;
	return NULL;
}

bool format_made(const struct config *c, enum config_file file)
{
	return config_format(c, files[file].format) && !format_lacks(c, file);
}

static struct place place_of(const struct config *c, const char *key)
{
	for (size_t i = 0; c->root->kind == VALUE_MAP && i < c->root->count; i++)
		if (strcmp(c->root->keys[i].text, key) == 0)
			return (struct place){c->path, c->root->keys[i].line, c->root->keys[i].column};
	return (struct place){c->path, 1, 1};
}

static void tell(const struct config *c, const struct need *need, struct diags *d)
{
	struct buf without;
	buf_init(&without, BUF_LIMIT_DEFAULT);
	for (size_t i = 0; i < FILES; i++)
		if ((need->needed_for & FOR(i)) && config_format(c, files[i].format))
			buf_printf(&without, "%s%s", without.length ? ", no " : "", files[i].what);
	if (without.length)
		diag(d, DIAG_FORMAT_LACKS, place_of(c, need->within), need->hint, "%s: the site has no %s", need->lacks, without.data);
	buf_fini(&without);
}

void formats_check(const struct config *c, struct diags *d)
{
	for (size_t i = 0; i < NEEDS; i++)
		if (!needs[i].there(c))
			tell(c, &needs[i], d);
	if (config_format(c, "csaf") && !has_category(c))
		diag(d, DIAG_FORMAT_LACKS, place_of(c, "publisher"),
		     "add category: coordinator, discoverer, other, translator, user or vendor to publisher",
		     "publisher.category is missing: CSAF documents say \"other\"");
}
