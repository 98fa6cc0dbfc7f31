/* Invariant: after site_init nothing in struct site changes but text_digests,
 * whose slots have one writer each. */
#include "site/site.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "base/map.h"
#include "document/section.h"
#include "formats/osv_zip.h"
#include "site/changes.h"
#include "site/ignored.h"
#include "site/product.h"
#include "site/sources.h"

static int newest_first(const void *a, const void *b)
{
	const struct advisory *x = *(const struct advisory *const *)a, *y = *(const struct advisory *const *)b;
	if (x->published != y->published)
		return x->published > y->published ? -1 : 1;
	return strcmp(y->id, x->id);
}

static void order_advisories(struct site *s)
{
	const struct history *h = s->history;
	s->newest = arena_array(s->arena, h->advisory_count, sizeof(*s->newest));
	s->ids = arena_array(s->arena, h->advisory_count, sizeof(*s->ids));
	for (size_t i = 0; i < h->advisory_count; i++) {
		s->newest[i] = &h->advisories[i];
		s->ids[i] = h->advisories[i].id;
	}
	if (h->advisory_count)
		qsort(s->newest, h->advisory_count, sizeof(*s->newest), newest_first);
}

static struct value *language_list(struct site *s)
{
	struct value *list = value_new(s->arena, VALUE_LIST);
	for (size_t i = 0; i < s->config->language_count; i++) {
		struct value *item = value_new(s->arena, VALUE_MAP);
		value_set_text(s->arena, item, "code", s->config->languages[i]);
		const char *name = value_text(s->locales[i], "name");
		value_set_text(s->arena, item, "name", name ? name : s->config->languages[i]);
		value_add(s->arena, list, item);
	}
	return list;
}

static const struct value *site_variables(struct site *s)
{
	struct arena *a = s->arena;
	const struct site_options *o = s->options;
	struct value *v = value_new(a, VALUE_MAP);
	value_set_text(a, v, "base_url", s->config->base_url);
	value_set(a, v, "publisher", value_copy(a, s->config->publisher));
	value_set(a, v, "languages", language_list(s));
	value_set_text(a, v, "default_lang", s->config->languages[0]);
	value_set_text(a, v, "time_zone", s->config->time_zone);
	value_set_text(a, v, "fingerprint", o->fingerprint);
	value_set_text(a, v, "user_id", o->user_id);
	value_set_text(a, v, "generator", "shirase " VERSION);
	value_set_text(a, v, "theme_root", "theme/");
	if (s->config->demonstration)
		value_set_bool(a, v, "demonstration", true);
	if (s->archive->glossary->count)
		value_set_bool(a, v, "glossary", true);
	if (o->exercises)
		value_set_bool(a, v, "exercise", true);
	if (o->drafts)
		value_set_bool(a, v, "drafts", true);
	if (o->is_unsigned)
		value_set_bool(a, v, "unsigned", true);
	return v;
}

/* The locales' tables, by a Lua state made for that. */
static bool copy_locales(struct site *s, struct diags *d)
{
	struct script *script = script_new(s->scripts, d);
	if (!script)
		return false;
	bool ok = true;
	s->locales = arena_array(s->arena, s->config->language_count, sizeof(*s->locales));
	s->section_names = arena_array(s->arena, s->config->language_count, sizeof(*s->section_names));
	for (size_t i = 0; i < s->config->language_count; i++) {
		s->locales[i] = script_locale(script, s->config->languages[i], s->arena, d);
		ok = ok && s->locales[i];
		s->section_names[i] = section_names_new(s->arena, value_get(s->locales[i], "sections"));
	}
	script_free(script);
	return ok;
}

bool site_init(struct site *out, struct repository *r, const struct oid *head, const struct archive *ar,
	       const struct history *h, struct scripts *scripts, const struct site_options *options, struct arena *a,
	       struct diags *d)
{
	struct site s = {.repository = r, .head = *head, .archive = ar, .config = &ar->config, .history = h,
			 .scripts = scripts, .options = options, .arena = a};
	s.zone = zone_open(ar->config.time_zone);
	if (!s.zone) {
		diag(d, DIAG_TIME_ZONE, (struct place){.path = ar->config.path}, "a name of the tz database, such as Asia/Tokyo",
		     "there is no time zone \"%s\"", ar->config.time_zone);
		return false;
	}
	scripts_set_zone(scripts, ar->config.time_zone, s.zone);
	bool ok = sources_load(&s.statics, &s.static_count, r, ar, scripts, a, d) && copy_locales(&s, d);
	if (ok) {
		order_advisories(&s);
		products_find(&s);
		s.variables = site_variables(&s);
		s.told = told_new(&s);
		s.ignores = ignores_new(ar);
		s.text_digests = arena_array(a, h->advisory_count * ar->config.language_count, sizeof(*s.text_digests));
	}
	*out = s;
	return ok;
}

void site_fini(struct site *s)
{
	for (size_t i = 0; s->section_names && i < s->config->language_count; i++)
		section_names_free(s->section_names[i]);
	s->section_names = NULL;
	map_free(s->product_index);
	s->product_index = NULL;
	told_free(s->told);
	ignores_free(s->ignores);
	osv_store_free(s->osv);
	s->osv = NULL;
	s->ignores = NULL;
	s->told = NULL;
	zone_free(s->zone);
	s->zone = NULL;
}

size_t site_language_index(const struct site *s, const char *lang)
{
	for (size_t i = 0; i < s->config->language_count; i++)
		if (strcmp(s->config->languages[i], lang) == 0)
			return i;
	return s->config->language_count;
}

struct sha256 *site_text_digest(const struct site *s, const struct advisory *a, const char *lang)
{
	size_t index = site_language_index(s, lang);
	if (index >= s->config->language_count)
		return NULL;
	return &s->text_digests[(size_t)(a - s->history->advisories) * s->config->language_count + index];
}

const struct sha256 *site_text_digest_of(const void *site, const struct advisory *a, const char *lang)
{
	return advisory_text(a, lang) ? site_text_digest(site, a, lang) : NULL;
}

const struct publication *site_latest(const struct site *s)
{
	const struct history *h = s->history;
	return h->publication_count ? &h->publications[h->publication_count - 1] : NULL;
}

const struct publication *advisory_newest(const struct advisory *a)
{
	return a->events[a->event_count - 1].at;
}

struct provenance site_provenance(const struct site *s, const struct publication *p)
{
	const struct provenance *all = s->options->provenance;
	return all && p->serial ? all[p->serial - 1] : (struct provenance){.state = PROVENANCE_NONE};
}
