/* Invariant: an advisory is compared if it has the events that the live site lists, no more and no fewer, and none of them was
 * amended since: then nothing in the commits accounts for another text. */
#include "publish/listed.h"

#define NAMED_MOST 10

static bool is_altered(const struct listed_text *t, const struct sha256 *now)
{
	return t->has_digest && now && memcmp(t->digest.bytes, now->bytes, sizeof(now->bytes)) != 0;
}

static bool is_as_listed(const struct previous *p, const struct history *h, const struct listed *l, const struct advisory *a)
{
	instant live = p->serial <= (int64_t)h->publication_count ? h->publications[p->serial - 1].time : INT64_MAX;
	for (size_t i = 0; a && i < a->event_count; i++)
		if (a->events[i].amended.time > live)
			return false;
	return a && a->event_count == l->event_count;
}

void previous_texts(const struct previous *p, const struct history *h, text_digest_of *digest, const void *context, struct diags *d)
{
	struct buf names;
	size_t found = 0;
	buf_init(&names, 4000);
	for (size_t i = 0; i < p->count; i++) {
		const struct listed *l = &p->advisories[i];
		const struct advisory *a = history_find(h, l->id);
		for (size_t k = 0; is_as_listed(p, h, l, a) && k < l->text_count; k++) {
			if (!is_altered(&l->texts[k], digest(context, a, l->texts[k].lang)))
				continue;
			if (found++ < NAMED_MOST)
				buf_printf(&names, "%s%.100s.%.20s", found > 1 ? ", " : "", l->id, l->texts[k].lang);
		}
	}
	if (found)
		diag(d, DIAG_TEXTS_ALTERED, (struct place){.path = p->path},
		     "a filter, the locale, the theme, the glossary, archive.yaml or another version of shirase makes them otherwise: compare "
		     "text/ of both sites; no event tells readers of it",
		     "%zu text%s that %s published already read%s otherwise now, though nothing about %s was published since: %s%s", found,
		     found == 1 ? "" : "s", found == 1 ? "is" : "are", found == 1 ? "s" : "", found == 1 ? "it" : "them", names.data,
		     found > NAMED_MOST ? ", …" : "");
	buf_fini(&names);
}
