/* Invariant: every web address in it begins with https:// (RFC 9116, sections 2.5.1 to 2.5.8). */
#include "formats/security_txt.h"

#include <ctype.h>

#define HTTPS "https://"

static void add_url(struct buf *out, const char *field, const struct config *c, const char *path)
{
	buf_printf(out, "%s: %s", field, c->base_url);
	buf_url_path(out, span_of(path));
	buf_char(out, '\n');
}

/* RFC 6068, section 2: what would end the address, or begin something else, is percent-encoded. */
static void add_mail(struct buf *out, const char *address)
{
	buf_text(out, "Contact: mailto:");
	for (const char *c = address; *c; c++)
		if (strchr("%&?#/;=`{|}^", *c))
			buf_printf(out, "%%%02X", (unsigned char)*c);
		else
			buf_char(out, *c);
	buf_char(out, '\n');
}

/* RFC 3966, section 5.1.4: a number that does not begin with "+" is one only where somebody says in which network. Blanks are
 * no separators there. */
static void add_telephone(struct buf *out, const char *number)
{
	if (*number != '+')
		return;
	bool apart = false, begun = false;
	buf_text(out, "Contact: tel:+");
	for (const char *c = number + 1; *c; c++) {
		bool digit = *c >= '0' && *c <= '9';
		if (digit && apart && begun)
			buf_char(out, '-');
		if (digit)
			buf_char(out, *c);
		begun = begun || digit;
		apart = !digit;
	}
	buf_char(out, '\n');
}

static void add_contacts(struct buf *out, const struct value *contact)
{
	const char *email = value_text(contact, "email"), *tel = value_text(contact, "tel"), *url = value_text(contact, "url");
	if (email)
		add_mail(out, email);
	if (tel)
		add_telephone(out, tel);
	if (url && span_starts(span_of(url), HTTPS))
		buf_printf(out, "Contact: %s\n", url);
}

static void add_key(struct buf *out, const struct config *c, const struct security_key *key)
{
	add_url(out, "Encryption", c, key->path);
	buf_text(out, "Encryption: openpgp4fpr:");
	for (const char *digit = key->fingerprint; *digit; digit++)
		buf_char(out, (char)tolower((unsigned char)*digit));
	buf_char(out, '\n');
}

static void add_languages(struct buf *out, const struct config *c)
{
	buf_text(out, "Preferred-Languages: ");
	for (size_t i = 0; i < c->language_count; i++)
		buf_printf(out, "%s%s", i ? ", " : "", c->languages[i]);
	buf_char(out, '\n');
}

/* Readers look for it at the host's root alone (section 3). Below a folder it is for being copied there: then that place must be
 * named too. */
static void add_canonical(struct buf *out, const struct config *c)
{
	const char *path = strchr(c->base_url + strlen(HTTPS), '/');
	add_url(out, "Canonical", c, SECURITY_TXT_PATH);
	if (path[1])
		buf_printf(out, "Canonical: %.*s%s\n", (int)(path + 1 - c->base_url), c->base_url, SECURITY_TXT_PATH);
}

void security_txt_write(struct buf *out, const struct security_txt *s)
{
	const struct config *c = s->config;
	if (c->demonstration)
		buf_text(out, "# DEMONSTRATION: this is a demonstration, and nobody reads what is sent to these addresses\n");
	add_contacts(out, value_get(c->publisher, "contact"));
	buf_printf(out, "Expires: %sT00:00:00Z\n", value_text(value_get(c->root, "security_txt"), "expires"));
	for (size_t i = 0; i < s->key_count; i++)
		add_key(out, c, &s->keys[i]);
	if (s->policy)
		add_url(out, "Policy", c, s->policy);
	add_languages(out, c);
	add_canonical(out, c);
	if (s->csaf)
		add_url(out, "CSAF", c, s->csaf);
}
