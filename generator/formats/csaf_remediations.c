/* Remediations of a vulnerability (CSAF 2.0, section 3.2.3.12). Invariant: each product that is affected or under investigation
 * has one at least (6.2.2) if the advisory says what to do or whether there is a fix, and each names its products (6.1.29). Where
 * there is a workaround or a mitigation, none is said to be missing ("none_available"). */
#include "formats/csaf.h"
#include "formats/web.h"

/* A remediation of the front matter. */
struct stated {
	size_t kind;
	const char *details, *url; /* url: or NULL */
	const bool *wanted;        /* [product] NULL: all */
};

struct csaf_stated {
	struct stated *items;
	size_t count;
	size_t *fixes; /* [product] its place in fixes */
};

struct remedying {
	struct csaf *c;
	const bool *chosen;
	json_t *out;
	const char **covered; /* [product] the category that says whether there is a fix; NULL: none does */
	bool *eased;          /* [product] it has a workaround or a mitigation */
	bool *planned;        /* [product] it is said that a fix is planned */
};

#define NONE_AVAILABLE "none_available"
#define UNSAID "mitigation" /* the text of the solution, where nobody said whether there is a fix */

enum { VENDOR_FIX, MITIGATION, WORKAROUND, NONE, NO_FIX, KINDS };
static const char *const kinds[KINDS][2] = {[VENDOR_FIX] = {"vendor-fix", "vendor_fix"},
					     [MITIGATION] = {"mitigation", "mitigation"},
					     [WORKAROUND] = {"workaround", "workaround"},
					     [NONE] = {"none-available", NONE_AVAILABLE},
					     [NO_FIX] = {"no-fix-planned", "no_fix_planned"}};

static bool is_affected(const struct csaf *c, size_t product)
{
	enum csaf_status status = c->products.items[product].status;
	return status == CSAF_AFFECTED || status == CSAF_INVESTIGATED;
}

static bool needs_one(const struct remedying *m, size_t product)
{
	return m->chosen[product] && is_affected(m->c, product);
}

/* True if one of the products (NULL: of all) needs one, in this vulnerability or another. */
static bool is_of_use(const struct csaf *c, const bool *wanted)
{
	for (size_t i = 0; i < c->products.count; i++)
		if (is_affected(c, i) && (!wanted || wanted[i]))
			return true;
	return false;
}

/* Those of the products that need one and that wanted holds (NULL: all). */
static json_t *products_of(struct remedying *m, const char *category, const bool *wanted)
{
	bool eases = strcmp(category, "workaround") == 0 || strcmp(category, "mitigation") == 0;
	json_t *ids = json_array();
	for (size_t i = 0; i < m->c->products.count; i++)
		if (needs_one(m, i) && (!wanted || wanted[i])) {
			csaf_product_add(ids, &m->c->products.items[i]);
			if (eases)
				m->eased[i] = true;
			else
				m->covered[i] = category;
		}
	return ids;
}

/* False if no product is named. */
static bool add(struct remedying *m, const char *category, const char *details, const char *url, const bool *wanted)
{
	json_t *ids = products_of(m, category, wanted);
	if (!json_array_size(ids)) {
		json_decref(ids);
		return false;
	}
	json_t *remediation = json_object();
	json_put_text(remediation, "category", category);
	json_put_text(remediation, "details", details);
	json_put_text(remediation, "url", url);
	json_put(remediation, "product_ids", ids);
	json_add(m->out, remediation);
	return true;
}

static const struct value *entry_of(const struct csaf *c, size_t product)
{
	return value_get(c->record->facts, "affected")->items[c->products.items[product].entry];
}

/* What `fix` says of products, and how CSAF calls it. */
static const struct {
	const char *fix, *category;
} fixes[] = {{"available", "vendor_fix"}, {"none-yet", NONE_AVAILABLE}, {"planned", NONE_AVAILABLE}, {"not-planned", "no_fix_planned"},
	     {NULL, UNSAID}};
#define FIXES (sizeof(fixes) / sizeof(*fixes))
enum { AVAILABLE, NONE_YET, PLANNED, NOT_PLANNED, SAYS_NOTHING };

static size_t find_fix(const struct csaf *c, size_t product)
{
	const struct value *entry = entry_of(c, product);
	const char *fix = value_text(entry, "fix");
	for (size_t i = 0; fix && i < FIXES - 1; i++)
		if (strcmp(fixes[i].fix, fix) == 0)
			return i;
	return !fix && csaf_count(entry, "fixed") > 0 ? AVAILABLE : SAYS_NOTHING;
}

static size_t fix_of(const struct csaf *c, size_t product)
{
	return c->stated->fixes[product];
}

static const char *category_of(const struct csaf *c, size_t product)
{
	return fixes[fix_of(c, product)].category;
}

static size_t kind_of(const struct value *remediation)
{
	const char *kind = value_text(remediation, "kind");
	for (size_t i = 0; i < KINDS; i++)
		if (kind && strcmp(kind, kinds[i][0]) == 0)
			return i;
	return KINDS;
}

static void read_stated(const struct csaf *c, struct csaf_stated *all, const struct value *remediation)
{
	struct arena *a = c->record->arena;
	const char *details = csaf_clean(a, facts_localised(value_get(remediation, "details"), c->lang));
	const char *written = csaf_clean(a, value_text(remediation, "url")), *url = written ? web_url(a, written) : NULL;
	const bool *wanted = csaf_products_named(c, remediation, "products");
	size_t kind = kind_of(remediation);
	if (kind == KINDS) {
		record_lose(c->record, "a remediation that has no kind");
		return;
	}
	if (written && !url)
		record_lose(c->record, "the address of a remediation, which is no URL: %s", written);
	if (csaf_count(remediation, "products") && !wanted) {
		record_lose(c->record, "a remediation (%s) of products that affected does not name", kinds[kind][0]);
		return;
	}
	if (!is_of_use(c, wanted)) {
		record_lose(c->record, "a remediation (%s) of products that are not affected", kinds[kind][0]);
		return;
	}
	details = details ? details : csaf_label(c, "remediation", kinds[kind][0]);
	all->items[all->count++] = (struct stated){kind, details, url, wanted};
}

/* What is the same in each vulnerability is read once. */
static void read_once(struct csaf *c)
{
	const struct value *remediations = value_get(c->record->facts, "remediations");
	size_t count = remediations && remediations->kind == VALUE_LIST ? remediations->count : 0;
	struct arena *a = c->record->arena;
	c->stated = arena_array(a, 1, sizeof(*c->stated));
	c->stated->items = arena_array(a, count + 1, sizeof(*c->stated->items));
	c->stated->fixes = arena_array(a, c->products.count + 1, sizeof(*c->stated->fixes));
	for (size_t i = 0; i < c->products.count; i++)
		c->stated->fixes[i] = find_fix(c, i);
	for (size_t i = 0; i < count; i++)
		read_stated(c, c->stated, remediations->items[i]);
}

static void add_stated(struct remedying *m, bool stated[KINDS])
{
	const struct csaf_stated *all = m->c->stated;
	for (size_t i = 0; i < all->count; i++) {
		const struct stated *s = &all->items[i];
		if (add(m, kinds[s->kind][1], s->details, s->url, s->wanted))
			stated[s->kind] = true;
	}
}

/* A section that tells what to do: its text, and that it is told here. NULL: there is none, or it says so. */
static const char *take_section(struct csaf *c, const char *name)
{
	const struct record_section *s = c->text ? record_section(c->text, name) : NULL;
	if (!s || s->none)
		return NULL;
	c->told[s - c->text->sections] = true;
	return s->text;
}

/* What the remedy itself does stands with it. */
static const char *with_side_effects(struct csaf *c, const char *text)
{
	const struct record_section *s = record_section(c->text, "side-effects");
	const char *effects = take_section(c, "side-effects");
	return effects ? arena_printf(c->record->arena, "%s\n\n%s\n\n%s", text, s->heading ? s->heading : "", effects) : text;
}

/* A fix is a fix, whatever else helps; of the others nothing is said where something does. */
static bool gives_way(const char *category)
{
	return strcmp(category, NONE_AVAILABLE) == 0 || strcmp(category, UNSAID) == 0;
}

/* One remediation for each thing that `fix` says. details: of the solution; NULL: what `fix` itself says. */
static void add_by_fix(struct remedying *m, const char *details)
{
	const struct csaf *c = m->c;
	struct arena *a = c->record->arena;
	bool *wanted = arena_array(a, c->products.count + 1, sizeof(*wanted));
	for (size_t k = 0; k < FIXES; k++) {
		if (!details && !fixes[k].fix)
			continue;
		for (size_t i = 0; i < c->products.count; i++)
			wanted[i] = !m->covered[i] && fix_of(c, i) == k && !(m->eased[i] && gives_way(fixes[k].category));
		const char *says = k < SAYS_NOTHING ? csaf_labelled(c, csaf_word(c, "adv.fix"), csaf_label(c, "fix", fixes[k].fix)) : NULL;
		const char *text = !details ? says : k == PLANNED ? arena_printf(a, "%s\n\n%s", says, details) : details;
		add(m, fixes[k].category, text, NULL, wanted);
		for (size_t i = 0; k == PLANNED && i < c->products.count; i++)
			m->planned[i] |= wanted[i] && needs_one(m, i);
	}
}

/* Where something else stands in its place. */
static void lose_fixes(const struct remedying *m)
{
	const struct csaf *c = m->c;
	for (size_t i = 0; i < c->products.count; i++) {
		const char *fix = value_text(entry_of(c, i), "fix"), *name = value_text(entry_of(c, i), "name");
		size_t k = fix_of(c, i);
		bool said = k == PLANNED ? m->planned[i] : m->covered[i] && strcmp(m->covered[i], fixes[k].category) == 0;
		if (fix && needs_one(m, i) && !said)
			record_lose(c->record, "the fix of %s (%s): other remediations stand in its place", name ? name : "a product", fix);
	}
}

/* True if the text of the solution is what some product's fix is about. eases: all will have a workaround or a mitigation. */
static bool has_use_for_solution(const struct remedying *m, bool eases)
{
	for (size_t i = 0; i < m->c->products.count; i++)
		if (needs_one(m, i) && !m->covered[i] &&
		    (!gives_way(category_of(m->c, i)) || !(eases || m->eased[i])))
			return true;
	return false;
}

static void add_sections(struct remedying *m, const bool stated[KINDS])
{
	struct csaf *c = m->c;
	bool needed = false;
	for (size_t i = 0; i < c->products.count; i++)
		needed |= needs_one(m, i);
	if (!c->text || !needed)
		return;
	const char *workaround = stated[WORKAROUND] ? NULL : take_section(c, "workaround");
	const char *mitigation = stated[MITIGATION] ? NULL : take_section(c, "mitigation");
	const char *solution = has_use_for_solution(m, workaround || mitigation) ? take_section(c, "solution") : NULL;
	if (solution)
		solution = with_side_effects(c, solution);
	else if (workaround)
		workaround = with_side_effects(c, workaround);
	if (workaround)
		add(m, "workaround", workaround, NULL, NULL);
	if (mitigation)
		add(m, "mitigation", mitigation, NULL, NULL);
	if (solution)
		add_by_fix(m, solution);
}

json_t *csaf_remediations(struct csaf *c, const bool *chosen)
{
	struct remedying m = {.c = c, .chosen = chosen, .out = json_array()};
	bool stated[KINDS] = {false};
	if (!c->stated)
		read_once(c);
	m.covered = arena_array(c->record->arena, c->products.count + 1, sizeof(*m.covered));
	m.eased = arena_array(c->record->arena, c->products.count + 1, sizeof(*m.eased));
	m.planned = arena_array(c->record->arena, c->products.count + 1, sizeof(*m.planned));
	add_stated(&m, stated);
	add_sections(&m, stated);
	add_by_fix(&m, NULL);
	if (c->record->losses)
		lose_fixes(&m);
	return m.out;
}
