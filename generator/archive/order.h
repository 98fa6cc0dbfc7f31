/* Private to archive/: the order of versions, one function a scheme. Each is
 * false if a version is not of its form, else *out is < 0, 0, > 0. None has a
 * limit on the size of a number: digits are compared as text. */
#ifndef ARCHIVE_ORDER_H
#define ARCHIVE_ORDER_H

#include <stdbool.h>

#include "base/span.h"

typedef bool order_fn(int *out, struct span a, struct span b);

order_fn order_semver; /* semver.org 2.0.0, section 11 */
order_fn order_deb;    /* deb-version(7) */
order_fn order_rpm; /* rpm's rpmvercmp; a release counts only where both have one, as in rpm's dependencies */
order_fn order_pypi;  /* PEP 440 */
order_fn order_maven; /* maven.apache.org/pom.html, Version Order Specification */

static inline bool order_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool order_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Takes the digits (or what fits) at the start of *rest off it. */
struct span order_take_digits(struct span *rest);
/* Compares two runs of digits as numbers; leading zeros do not count. */
int order_numbers(struct span a, struct span b);
/* Compares bytes; a shorter one that is the beginning of a longer comes first. */
int order_bytes(struct span a, struct span b);

#endif
