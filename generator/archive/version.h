/* Version ranges by design.md's grammar ("Versions"), and their order by scheme. */
#ifndef ARCHIVE_VERSION_H
#define ARCHIVE_VERSION_H

#include "base/span.h"
#include "base/value.h"

#define VERSION_LENGTH_MAX 200

/* Parses one range ("<1.4.7", ">=1.2 <1.4.7", "all", "unknown", "1.3.0") or takes
 * a map {ge, gt, le, lt, eq: text}. Returns a map with the keys all | unknown (true) or
 * of eq, ge, gt, le, lt (text), in that order; NULL and *why (in the arena, or static) if
 * it is none: empty, contradictory operators (two lower bounds), an illegal character, … */
struct value *version_range(struct arena *a, const struct value *range, const char **why);

/* The range as design.md's one-line text (">=1.2 <1.4.7"), for canonical forms. */
void version_range_text(struct buf *out, const struct value *range);
const char *version_range_line(struct arena *a, const struct value *range);

enum version_scheme {
	VERSION_GENERIC,
	VERSION_SEMVER,
	VERSION_DEB,
	VERSION_RPM,
	VERSION_PYPI,
	VERSION_MAVEN
};

/* VERSION_GENERIC for NULL or what is not known. */
enum version_scheme version_scheme(const char *name);

/* Orders two versions: *out < 0, 0, > 0. False if the scheme has no order
 * (generic) or a version is not of its form. Sources: semver.org 2.0.0 §11,
 * deb-version(7), rpm's rpmvercmp, PEP 440, Maven's Version Order Specification. */
bool version_compare(int *out, enum version_scheme scheme, const char *a, const char *b);

/* True if the scheme has an order and the version lies in the range (a value made by version_range). */
bool version_in_range(enum version_scheme scheme, const char *version, const struct value *range);

/* True if the scheme has an order and no version can lie in the range: its
 * lower bound is above its upper one. */
bool version_range_is_empty(enum version_scheme scheme, const struct value *range);

#endif
