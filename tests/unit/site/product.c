#include "site/product.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/map.h"

static struct arena *a;
static struct site site;
static struct history history;

static void begin(void)
{
	digest_setup();
	a = arena_new();
	site = (struct site){.history = &history, .arena = a};
	history = (struct history){0};
}

static void end(void)
{
	map_free(site.product_index);
	arena_free(a);
}

TestSuite(product, .init = begin, .fini = end);

static struct value *affected(const char *vendor, const char *product)
{
	struct value *entry = value_new(a, VALUE_MAP);
	value_set_text(a, entry, "vendor", vendor);
	value_set_text(a, entry, "product", product);
	return entry;
}

static void find(struct value **entries, size_t count)
{
	struct advisory *list = arena_array(a, count, sizeof(*list));
	site.newest = arena_array(a, count, sizeof(*site.newest));
	for (size_t i = 0; i < count; i++) {
		struct value *facts = value_new(a, VALUE_MAP), *all = value_new(a, VALUE_LIST);
		value_add(a, all, entries[i]);
		value_set(a, facts, "affected", all);
		list[i] = (struct advisory){.id = arena_printf(a, "EX-%zu", i), .facts = facts};
		site.newest[i] = &list[i];
	}
	history.advisories = list;
	history.advisory_count = count;
	products_find(&site);
}

static const char *slug(const struct value *entry)
{
	const struct product *p = site_product_of(&site, entry);
	return p ? p->slug : "(none)";
}

Test(product, a_slug_is_vendor_and_product_in_lower_case_ascii)
{
	struct value *entries[] = {affected("Example Communications", "RJ-200"), affected(NULL, "libreiji_json 2.x")};
	find(entries, 2);
	cr_expect_str_eq(slug(entries[0]), "example-communications-rj-200");
	cr_expect_str_eq(slug(entries[1]), "libreiji-json-2-x");
}

Test(product, what_ascii_cannot_say_gets_a_digest)
{
	struct value *entries[] = {affected("例示", "製品"), affected("例示", "製品２"), affected("Café", "Reiji")};
	find(entries, 3);
	cr_expect_eq(strlen(slug(entries[0])), 8);
	cr_expect(strstr(slug(entries[1]), "2-") == slug(entries[1]), "full-width 2 is kept, and the loss is marked: %s", slug(entries[1]));
	cr_expect(strstr(slug(entries[2]), "caf-reiji-") == slug(entries[2]), "%s", slug(entries[2]));
	cr_expect_str_neq(slug(entries[0]), slug(entries[1]));
}

Test(product, two_that_collide_are_told_apart)
{
	struct value *entries[] = {affected("Example", "A-B"), affected("Example A", "B"), affected("Example", "C")};
	find(entries, 3);
	cr_expect_str_neq(slug(entries[0]), slug(entries[1]));
	cr_expect(strstr(slug(entries[0]), "example-a-b-") == slug(entries[0]));
	cr_expect_str_eq(slug(entries[2]), "example-c");
}

Test(product, a_slug_fits_into_the_name_of_a_file)
{
	char name[301] = "";
	memset(name, 'x', sizeof(name) - 1);
	struct value *entries[] = {affected(NULL, name), affected("Example", name)};
	find(entries, 2);
	cr_expect_eq(strlen(slug(entries[0])), 200 + 1 + 8);
	cr_expect_eq(strlen(slug(entries[1])), 200 + 1 + 8);
	cr_expect_str_neq(slug(entries[0]), slug(entries[1]));
}

Test(product, one_product_in_two_advisories_is_one)
{
	struct value *names = value_new(a, VALUE_MAP), *both = affected(NULL, "RJ");
	value_set_text(a, names, "ja", "例示");
	value_set_text(a, names, "en", "Example");
	value_set(a, both, "vendor", names);
	struct value *entries[] = {affected("Example", "RJ"), both};
	find(entries, 2);
	cr_assert_eq(site.product_count, 1);
	cr_expect_eq(site.products[0].count, 2);
	cr_expect(site_product_of(&site, affected("Other", "RJ")) == NULL);
}
