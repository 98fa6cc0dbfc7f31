/* Invariant: the table is sorted by number. */
#include "archive/cwe.h"

#include <stddef.h>

static const struct {
	unsigned number;
	const char *name;
} weaknesses[] = {
#define CWE(number, name) {number, name},
#include "archive/cwe_names.h"
#undef CWE
};

#define DIGITS_MAX 6

static unsigned number_of(struct span id)
{
	unsigned number = 0;
	if (!span_starts(id, "CWE-") || id.length > strlen("CWE-") + DIGITS_MAX)
		return 0;
	for (size_t i = strlen("CWE-"); i < id.length; i++) {
		if (id.data[i] < '0' || id.data[i] > '9' || (!number && id.data[i] == '0'))
			return 0;
		number = number * 10 + (unsigned)(id.data[i] - '0');
	}
	return number;
}

const char *cwe_name(struct span id)
{
	unsigned number = number_of(id);
	size_t low = 0, high = sizeof(weaknesses) / sizeof(*weaknesses);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (weaknesses[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < sizeof(weaknesses) / sizeof(*weaknesses) && weaknesses[low].number == number;
	return found ? weaknesses[low].name : NULL;
}
