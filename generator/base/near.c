/* Invariant: before row i, row[j] is the distance of a's first i bytes and b's first j. */
#include "base/near.h"

#include <string.h>

size_t near_distance(const char *a, const char *b)
{
	size_t row[NEAR_WORD_MAX + 1], m = strlen(a), n = strlen(b);
	if (m > NEAR_WORD_MAX || n > NEAR_WORD_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; i <= m; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t best = diagonal + (a[i - 1] != b[j - 1]);
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[n];
}
