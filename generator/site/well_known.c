/* security.txt and the Web Key Directory as outputs. */
#include "archive/formats.h"
#include "formats/csaf_provider.h"
#include "formats/security_txt.h"
#include "formats/webkey.h"
#include "site/provider.h"

#define YEAR ((instant)366 * 86400)

/* The free page that tells what happens to reports, in the site's first language. */
static const char *policy_of(const struct site *s, struct arena *a)
{
	static const char *const names[] = {"policy", "rfc2350"};
	const struct archive *ar = s->archive;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		for (size_t k = 0; k < ar->page_count; k++)
			if (strcmp(ar->pages[k].name, names[i]) == 0 && strcmp(ar->pages[k].lang, s->config->languages[0]) == 0)
				return arena_printf(a, "%s/pages/%s/index.html", s->config->languages[0], names[i]);
	return NULL;
}

/* RFC 9116, section 2.5.5: less than a year ahead. The newest publication says what is past: no clock decides. */
static void check_expires(const struct site *s, struct diags *d)
{
	const struct publication *latest = site_latest(s);
	const struct value *v = value_get(value_get(s->config->root, "security_txt"), "expires");
	instant expires;
	if (!latest || !instant_parse_day(&expires, span_of(value_as_text(v))))
		return;
	struct place at = {s->config->path, v->line, v->column};
	if (expires <= latest->time)
		diag(d, DIAG_SECURITY_TXT, at, "write a day within the next year",
		     "security.txt expired on %s: nobody is to use it any more", value_as_text(v));
	else if (expires > latest->time + YEAR)
		diag(d, DIAG_SECURITY_TXT, at, "write a day within the next year",
		     "security.txt says that it is good until %s, more than a year ahead, which RFC 9116 advises against",
		     value_as_text(v));
}

void check_well_known(const struct site *s, struct diags *d)
{
	bool security = format_made(s->config, CONFIG_SECURITY_TXT);
	if (security)
		check_expires(s, d);
	const struct value *v = value_get(s->config->root, "base_url");
	const char *host = strstr(s->config->base_url, "://") + strlen("://"), *path = strchr(host, '/');
	if (path[1] && (security || s->provider || s->options->webkey_count))
		diag(d, DIAG_WELL_KNOWN, (struct place){s->config->path, v->line, v->column},
		     "let that address lead to the same folder of the site: a redirection, or a copy",
		     "programs look for .well-known/ at %.*s only, and the site begins below it", (int)(path + 1 - s->config->base_url),
		     s->config->base_url);
}

void security_txt_make(struct site *s, struct arena *a)
{
	if (!format_made(s->config, CONFIG_SECURITY_TXT))
		return;
	struct security_txt text = {.config = s->config, .keys = s->options->security_keys,
				    .key_count = s->options->security_key_count, .policy = policy_of(s, a),
				    .csaf = s->provider ? CSAF_METADATA : NULL};
	struct buf out;
	buf_init(&out, BUF_LIMIT_DEFAULT);
	security_txt_write(&out, &text);
	s->security_txt = span_make(arena_span(a, buf_as_span(&out)), out.length);
	buf_fini(&out);
}

bool write_security_txt(struct worker *w, const struct output *o, struct buf *out)
{
	(void)o;
	buf_span(out, w->site->security_txt);
	return true;
}

bool write_webkey(struct worker *w, const struct output *o, struct buf *out)
{
	(void)w;
	buf_span(out, ((const struct webkey *)o->subject)->bytes);
	return true;
}
