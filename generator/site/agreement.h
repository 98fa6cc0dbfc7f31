/* What one language of an advisory names and another does not: CVE ids, CVSS vectors, versions, dates, URLs,
 * indicators (document/mentions.h). Where two texts differ in one of these, one of them is wrong, or says less than the other. */
#ifndef SITE_AGREEMENT_H
#define SITE_AGREEMENT_H

#include "site/site.h"

/* Compares each translation of HEAD that is current with its source, both ways; all are told as warnings. A
 * stale one says itself that it is behind.
 * since: a history read with a base (or NULL): where the source or the translation changed after the base, a
 * difference is an error, and a stale translation counts too if both did. */
void check_agreement(const struct site *s, const struct history *since, struct diags *d);

#endif
