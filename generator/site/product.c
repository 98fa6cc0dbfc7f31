/* A product is the same in two advisories if vendor and product read the same
 * in English (else in the first language that they have). Invariant: slugs are
 * unique, [a-z0-9-]+, short enough for a file's name, and depend only on that text and on what else
 * the archive holds. */
#include "site/product.h"

#include <stdlib.h>

#include "archive/facts.h"
#include "base/map.h"
#include "base/utf8.h"

/* A file's name holds 255 bytes; a digest and an ending follow. */
enum { SLUG_BYTES = 200 };

/* vendor LF product: what tells one product from another. */
static const char *identity(struct arena *a, const struct value *affected)
{
	const char *vendor = facts_localised(value_get(affected, "vendor"), "en");
	const char *product = facts_localised(value_get(affected, "product"), "en");
	return product ? arena_printf(a, "%s\n%s", vendor ? vendor : "", product) : NULL;
}

/* Lower-case ASCII of the text, runs of anything else as one "-"; *lost is set
 * if a letter or digit could not be kept, or the end. */
static char *ascii_slug(struct arena *a, const char *text, bool *lost)
{
	struct span rest = span_of(utf8_fold(a, span_of(text)));
	char *out = arena_alloc(a, rest.length + 1);
	size_t n = 0, bytes;
	for (; rest.length; rest = span_after(rest, bytes)) {
		uint32_t c = utf8_decode(rest, &bytes);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			out[n++] = (char)c;
		else if (c < 0x80 ? n && out[n - 1] != '-' : false)
			out[n++] = '-';
		if (c >= 0x80)
			*lost = true;
	}
	if (n > SLUG_BYTES) {
		n = SLUG_BYTES;
		*lost = true;
	}
	while (n && out[n - 1] == '-')
		n--;
	out[n] = '\0';
	return out;
}

static const char *with_digest(struct arena *a, const char *slug, const char *id)
{
	struct sha256 digest = sha256_of(span_of(id));
	char hex[SHA256_HEX];
	sha256_hex(hex, &digest);
	return arena_printf(a, "%s%s%.8s", slug, *slug ? "-" : "", hex);
}

struct found {
	const char *id, *slug;
	const struct value *vendor, *name;
	const struct advisory **advisories;
	size_t count, capacity;
	bool lost;
};

struct search {
	struct arena *arena;
	struct map *by_id;
	struct found *items;
	size_t count, capacity;
};

static struct found *found_of(struct search *s, const char *id, const struct value *affected)
{
	size_t at;
	if (map_find(s->by_id, span_of(id), &at) && at < s->count)
		return &s->items[at];
	s->items = arena_grow(s->arena, s->items, s->count, &s->capacity, sizeof(*s->items));
	map_put(s->by_id, span_of(id), s->count);
	struct found *new = &s->items[s->count++];
	*new = (struct found){.id = id, .vendor = value_get(affected, "vendor"), .name = value_get(affected, "product")};
	new->slug = ascii_slug(s->arena, id, &new->lost);
	return new;
}

static void note_product(struct search *s, const struct value *affected, const struct advisory *adv)
{
	const char *id = identity(s->arena, affected);
	if (!id)
		return;
	struct found *f = found_of(s, id, affected);
	if (f->count && f->advisories[f->count - 1] == adv)
		return; /* twice in one advisory */
	f->advisories = arena_grow(s->arena, f->advisories, f->count, &f->capacity, sizeof(*f->advisories));
	f->advisories[f->count++] = adv;
}

/* Adds the digest where anything was lost or two slugs are the same. */
static void settle_slugs(struct search *s)
{
	struct map *taken = map_new();
	bool *twice = arena_array(s->arena, s->count, sizeof(*twice));
	for (size_t i = 0; i < s->count; i++) {
		size_t other;
		if (map_put(taken, span_of(s->items[i].slug), i))
			continue;
		map_find(taken, span_of(s->items[i].slug), &other);
		twice[i] = twice[other] = true;
	}
	map_free(taken);
	for (size_t i = 0; i < s->count; i++)
		if (s->items[i].lost || twice[i] || !*s->items[i].slug)
			s->items[i].slug = with_digest(s->arena, s->items[i].slug, s->items[i].id);
}

static int by_slug(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->slug, ((const struct found *)b)->slug);
}

void products_find(struct site *s)
{
	struct search search = {.arena = s->arena, .by_id = map_new()};
	for (size_t i = 0; i < s->history->advisory_count; i++) {
		const struct value *affected = value_get(s->newest[i]->facts, "affected");
		for (size_t j = 0; affected && affected->kind == VALUE_LIST && j < affected->count; j++)
			note_product(&search, affected->items[j], s->newest[i]);
	}
	map_free(search.by_id);
	settle_slugs(&search);
	if (search.count)
		qsort(search.items, search.count, sizeof(*search.items), by_slug);
	s->products = arena_array(s->arena, search.count, sizeof(*s->products));
	s->product_count = search.count;
	s->product_index = map_new();
	for (size_t i = 0; i < search.count; i++) {
		struct found *f = &search.items[i];
		s->products[i] = (struct product){f->slug, f->vendor, f->name, f->advisories, f->count};
		map_put(s->product_index, span_of(f->id), i);
	}
}

const struct product *site_product_of(const struct site *s, const struct value *affected)
{
	struct arena *scratch = arena_new();
	const char *wanted = identity(scratch, affected);
	size_t at;
	bool found = wanted && map_find(s->product_index, span_of(wanted), &at);
	arena_free(scratch);
	return found ? &s->products[at] : NULL;
}
