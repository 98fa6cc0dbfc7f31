/* Inside formats/: what the files that make STIX bundles share. */
#ifndef FORMATS_STIX_PARTS_H
#define FORMATS_STIX_PARTS_H

#include "formats/json_set.h"
#include "formats/record.h"
#include "formats/runs.h"
#include "formats/uuid.h"

#define TLP_CLEAR "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"

struct bundle {
	const struct record *record;
	const struct record_text *text; /* whose language the objects have */
	struct uuid namespace;
	const char *key;                /* the advisory, in names of ids */
	instant created, modified;
	json_t *objects, *refs;
	struct map *seen;               /* ids */
	const char *identity;
	bool vulnerabilities, indicators;      /* what the report tells of */
	struct runs indicators_named, vulnerabilities_named;
};

/* Of a name that the arguments make. */
__attribute__((format(printf, 3, 4))) const char *stix_id(const struct bundle *b, const char *type, const char *format, ...);
/* key: b->key, or that of an earlier time (stix_gone.c); number: of the run. */
const char *stix_indicator_id(const struct bundle *b, const char *key, const char *type, const char *value, size_t number);
const char *stix_vulnerability_id(const struct bundle *b, const char *key, const char *name, size_t number);
/* The advisory in names of ids, after it was reinstated so often: what was revoked never comes back under its id. */
const char *stix_key(struct arena *a, const struct advisory *adv, size_t reinstated);
/* "#0": the name of a vulnerability without a CVE id. */
const char *stix_numbered(struct arena *a, size_t number);

/* With three decimals, as some readers compare times as text. */
void stix_put_time(json_t *object, const char *key, instant t);
json_t *stix_object(const char *type, const char *id, instant created, instant modified);
void stix_put_marking(json_t *object);
/* Adds "exercise" and "demonstration", where it is so, to labels. */
void stix_add_marks(json_t *labels, const struct record *r);

/* Of facts of any shape. */
bool stix_is_indicator(const struct value *item);
bool stix_has_vulnerability(const struct value *facts);
run_names stix_vulnerabilities;
/* True if what is or was public made a bundle: then there is one for good. */
bool stix_has_bundle(const struct advisory *adv);

/* stix_gone.c: adds, revoked, what the bundle told of once, and that is not in it as it is now. */
void stix_add_gone(struct bundle *b);

#endif
