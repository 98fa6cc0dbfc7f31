/* Products of all advisories, with their slugs. */
#ifndef SITE_PRODUCT_H
#define SITE_PRODUCT_H

#include "site/site.h"

/* Fills products and product_count from newest (sorted already). */
void products_find(struct site *s);

#endif
