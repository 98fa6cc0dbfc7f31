/* Invariant: an advisory is compared if it has the events that the live site lists, no more and no fewer, and none of them was
 * amended since, and if its documents name no other advisory that has news: then nothing in the commits accounts for another text. */
#include "publish/listed.h"

#include "repository/repository.h"

#define NAMED_MOST 10
#define ID_MOST 300 /* bytes; a file's name is shorter */

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

static bool has_news(const struct previous *p, const struct advisory *a)
{
	return a->event_count && (int64_t)a->events[a->event_count - 1].at->serial > p->serial;
}

/* The next run of characters that ids are made of; what ends a sentence is none of an id's end. */
static bool next_name(struct span *name, struct span *rest)
{
	static const char made_of[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
	while (rest->length && !memchr(made_of, *rest->data, sizeof(made_of) - 1))
		*rest = span_after(*rest, 1);
	size_t n = 0;
	while (n < rest->length && memchr(made_of, rest->data[n], sizeof(made_of) - 1))
		n++;
	*name = span_make(rest->data, n);
	*rest = span_after(*rest, n);
	while (name->length && memchr("._-", name->data[name->length - 1], 3))
		name->length--;
	return n > 0;
}

static bool names_news(const struct previous *p, struct repository *r, const struct history *h, const struct advisory *a,
		       const struct text *t)
{
	struct arena *scratch = arena_new();
	struct diags *unheard = diags_new();
	struct span rest, name;
	bool found = false;
	if (t && repository_blob(&rest, r, &t->blob, scratch, unheard))
		while (!found && next_name(&name, &rest)) {
			const struct advisory *other = name.length <= ID_MOST ? history_find(h, arena_span(scratch, name)) : NULL;
			found = other && other != a && has_news(p, other);
		}
	diags_free(unheard);
	arena_free(scratch);
	return found;
}

/* The source's front matter says what each of its texts names. */
static bool is_of_others(const struct previous *p, struct repository *r, const struct history *h, const struct advisory *a, const char *lang)
{
	const struct text *own = advisory_text(a, lang), *source = advisory_text(a, a->source);
	return names_news(p, r, h, a, source) || (own != source && names_news(p, r, h, a, own));
}

void previous_texts(const struct previous *p, struct repository *r, const struct history *h, text_digest_of *digest, const void *context,
		    struct diags *d)
{
	struct buf names;
	size_t found = 0;
	buf_init(&names, 4000);
	for (size_t i = 0; i < p->count; i++) {
		const struct listed *l = &p->advisories[i];
		const struct advisory *a = history_find(h, l->id);
		for (size_t k = 0; is_as_listed(p, h, l, a) && k < l->text_count; k++) {
			const char *lang = l->texts[k].lang;
			if (!is_altered(&l->texts[k], digest(context, a, lang)) || is_of_others(p, r, h, a, lang))
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
