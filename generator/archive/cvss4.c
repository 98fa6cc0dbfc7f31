/* Invariant: all is counted in integers: scores in tenths, distances in steps of a
 * metric's scale, fractions over DENOMINATOR, so that the last rounding is exact. */
#include "archive/cvss4.h"

#include <stdbool.h>
#include <string.h>

/* Scores of MacroVectors in tenths by EQ1 (3 levels), EQ2 (2), EQ3 (3), then EQ4, and EQ5 with EQ6; -1: there is none.
 * Facts of the specification (FIRST). */
static const signed char macro_scores[18][3][6] = {
	/* EQ5 EQ6 of each EQ4: 00 01 10 11 20 21 */
	{{100, 99, 98, 95, 95, 92}, {100, 96, 93, 87, 91, 81}, {93, 90, 89, 80, 81, 68}}, /* 000 */
	{{98, 95, 95, 92, 90, 84}, {93, 92, 89, 81, 81, 65}, {88, 80, 78, 70, 69, 48}}, /* 001 */
	{{-1, 92, -1, 82, -1, 72}, {-1, 79, -1, 69, -1, 50}, {-1, 69, -1, 55, -1, 27}}, /* 002 */
	{{99, 97, 95, 92, 92, 85}, {95, 91, 90, 83, 84, 71}, {92, 81, 82, 71, 72, 53}}, /* 010 */
	{{95, 93, 92, 85, 85, 73}, {92, 82, 80, 72, 70, 59}, {84, 70, 71, 52, 50, 30}}, /* 011 */
	{{-1, 86, -1, 75, -1, 52}, {-1, 71, -1, 52, -1, 29}, {-1, 63, -1, 29, -1, 17}}, /* 012 */
	{{98, 95, 94, 87, 91, 81}, {94, 89, 86, 74, 77, 64}, {87, 75, 74, 63, 63, 49}}, /* 100 */
	{{94, 89, 88, 77, 76, 67}, {86, 76, 74, 58, 59, 50}, {72, 57, 57, 52, 52, 25}}, /* 101 */
	{{-1, 83, -1, 70, -1, 54}, {-1, 65, -1, 58, -1, 26}, {-1, 53, -1, 21, -1, 13}}, /* 102 */
	{{95, 90, 88, 76, 76, 70}, {90, 77, 75, 62, 61, 53}, {77, 66, 68, 59, 52, 30}}, /* 110 */
	{{89, 78, 76, 67, 62, 58}, {74, 59, 57, 57, 47, 23}, {61, 52, 57, 29, 24, 16}}, /* 111 */
	{{-1, 71, -1, 59, -1, 30}, {-1, 58, -1, 26, -1, 15}, {-1, 23, -1, 13, -1, 6}}, /* 112 */
	{{93, 87, 86, 72, 75, 58}, {86, 74, 74, 61, 56, 34}, {70, 54, 52, 40, 40, 22}}, /* 200 */
	{{85, 75, 74, 55, 62, 51}, {72, 57, 55, 41, 46, 19}, {53, 36, 34, 19, 19, 8}}, /* 201 */
	{{-1, 64, -1, 51, -1, 20}, {-1, 47, -1, 21, -1, 11}, {-1, 24, -1, 9, -1, 4}}, /* 202 */
	{{88, 75, 73, 53, 60, 50}, {73, 55, 59, 40, 41, 20}, {54, 43, 45, 22, 20, 11}}, /* 210 */
	{{75, 55, 58, 45, 40, 21}, {61, 51, 48, 18, 20, 9}, {46, 18, 17, 7, 8, 2}}, /* 211 */
	{{-1, 53, -1, 24, -1, 14}, {-1, 24, -1, 12, -1, 5}, {-1, 10, -1, 3, -1, 1}}, /* 212 */
};

enum { EQ1, EQ2, EQ3, EQ4, EQ5, EQ6, EQS };

/* The levels of the six equivalence sets; NO_SCORE where the table has no such MacroVector. */
#define NO_SCORE (-1)

static int macro_score(const int eq[EQS])
{
	static const int most[EQS] = {2, 1, 2, 2, 2, 1};
	for (int i = 0; i < EQS; i++)
		if (eq[i] > most[i])
			return NO_SCORE;
	return macro_scores[eq[EQ1] * 6 + eq[EQ2] * 3 + eq[EQ3]][eq[EQ4]][eq[EQ5] * 2 + eq[EQ6]];
}

static char defined(const char *values, int metric)
{
	return values[metric] && values[metric] != 'X' ? values[metric] : 0;
}

/* The value that counts: the modified one, else the base one; the worst where nothing is said (section 8.1). */
static char value_of(const char *values, int metric)
{
	char modified = metric <= V4_SA ? defined(values, V4_MAV + metric) : 0, own = defined(values, metric);
	return modified ? modified : own ? own : metric == V4_E ? 'A' : 'H';
}

static int first_level(const char *v)
{
	bool remote = v[V4_AV] == 'N', free = v[V4_PR] == 'N', alone = v[V4_UI] == 'N';
	if (remote && free && alone)
		return 0;
	return v[V4_AV] != 'P' && (remote || free || alone) ? 1 : 2;
}

/* Levels of the equivalence sets (section 8.2). */
static void find_levels(int eq[EQS], const char *v)
{
	eq[EQ1] = first_level(v);
	eq[EQ2] = v[V4_AC] == 'L' && v[V4_AT] == 'N' ? 0 : 1;
	eq[EQ3] = v[V4_VC] == 'H' && v[V4_VI] == 'H' ? 0 : v[V4_VC] == 'H' || v[V4_VI] == 'H' || v[V4_VA] == 'H' ? 1 : 2;
	eq[EQ4] = v[V4_SI] == 'S' || v[V4_SA] == 'S'                           ? 0
		  : v[V4_SC] == 'H' || v[V4_SI] == 'H' || v[V4_SA] == 'H' ? 1
									  : 2;
	eq[EQ5] = v[V4_E] == 'A' ? 0 : v[V4_E] == 'P' ? 1 : 2;
	eq[EQ6] = (v[V4_CR] == 'H' && v[V4_VC] == 'H') || (v[V4_IR] == 'H' && v[V4_VI] == 'H') ||
				  (v[V4_AR] == 'H' && v[V4_VA] == 'H')
			  ? 0
			  : 1;
}

/* One way in which the score is taken down: metrics whose steps count together, the highest vectors
 * of each level, and how deep the level is (section 8.3). EQ3 and EQ6 are one way. */
struct way {
	const char *metrics; /* enum cvss4_metric, as bytes */
	int count;
	const char *highest[6][6]; /* by level; ends with NULL */
	int depth[6];
};

static const char ways_1[] = {V4_AV, V4_PR, V4_UI}, ways_2[] = {V4_AC, V4_AT},
		  ways_3[] = {V4_VC, V4_VI, V4_VA, V4_CR, V4_IR, V4_AR}, ways_4[] = {V4_SC, V4_SI, V4_SA};

static const struct way ways[] = {
	{ways_1, 3, {{"NNN"}, {"ANN", "NLN", "NNP"}, {"PNN", "ALP"}}, {1, 4, 5}},
	{ways_2, 2, {{"LN"}, {"HN", "LP"}}, {1, 2}},
	/* by EQ3 * 2 + EQ6 */
	{ways_3,
	 6,
	 {{"HHHHHH"}, {"HHLMMH", "HHHMMM"}, {"LHHHHH", "HLHHHH"}, {"LHLHMH", "LHHHMM", "HLHMHM", "HLLMHH", "LLHHHM"}, {NULL}, {"LLLHHH"}},
	 {7, 6, 8, 8, 0, 10}},
	{ways_4, 3, {{"HSS"}, {"HHH"}, {"LLL"}}, {6, 5, 4}},
};

/* How far a value stands below the highest of its metric. */
static int step_of(int metric, char value)
{
	static const char *const scales[] = {
		[V4_AV] = "NALP", [V4_AC] = "LH",   [V4_AT] = "NP",   [V4_PR] = "NLH",  [V4_UI] = "NPA",
		[V4_VC] = "HLN",  [V4_VI] = "HLN",  [V4_VA] = "HLN",  [V4_SC] = "HLN",  [V4_SI] = "SHLN",
		[V4_SA] = "SHLN", [V4_E] = "APU",   [V4_CR] = "HML",  [V4_IR] = "HML",  [V4_AR] = "HML",
	};
	return (int)(strchr(scales[metric], value) - scales[metric]);
}

/* The steps between the vector and the first highest one that lies nowhere below it. */
static int distance_of(const struct way *w, int level, const char *v)
{
	for (const char *const *highest = w->highest[level]; *highest; highest++) {
		int sum = 0, i = 0;
		for (; i < w->count; i++) {
			int steps = step_of(w->metrics[i], v[(int)w->metrics[i]]) - step_of(w->metrics[i], (*highest)[i]);
			if (steps < 0)
				break;
			sum += steps;
		}
		if (i == w->count)
			return sum;
	}
	return 0;
}

static int lower_score(const int eq[EQS], int which)
{
	int next[EQS];
	memcpy(next, eq, sizeof(next));
	next[which]++;
	return macro_score(next);
}

/* The score one level below in EQ3 with EQ6: of two, the higher. */
static int lower_score_3_6(const int eq[EQS])
{
	int by_eq3 = lower_score(eq, EQ3), by_eq6 = lower_score(eq, EQ6);
	if (eq[EQ3] == 0 && eq[EQ6] == 0)
		return by_eq3 > by_eq6 ? by_eq3 : by_eq6;
	return eq[EQ6] == 0 ? by_eq6 : by_eq3;
}

#define DENOMINATOR 840 /* a multiple of every depth */

static bool has_impact(const char *v)
{
	for (int metric = V4_VC; metric <= V4_SA; metric++)
		if (v[metric] != 'N')
			return true;
	return false;
}

int cvss4_score(const char values[V4_METRICS])
{
	char v[V4_AR + 1];
	int eq[EQS];
	for (int i = 0; i <= V4_AR; i++)
		v[i] = value_of(values, i);
	if (!has_impact(v))
		return 0;
	find_levels(eq, v);
	int score = macro_score(eq), existing = 0, sum = 0;
	const int levels[] = {eq[EQ1], eq[EQ2], eq[EQ3] * 2 + eq[EQ6], eq[EQ4]};
	const int lower[] = {lower_score(eq, EQ1), lower_score(eq, EQ2), lower_score_3_6(eq), lower_score(eq, EQ4)};
	for (int i = 0; i < 4; i++) {
		if (lower[i] == NO_SCORE)
			continue;
		existing++;
		sum += (score - lower[i]) * distance_of(&ways[i], levels[i], v) * (DENOMINATOR / ways[i].depth[levels[i]]);
	}
	/* EQ5 counts among the ways, but no step is possible within its levels. */
	existing += lower_score(eq, EQ5) != NO_SCORE;
	if (!existing)
		return score;
	int whole = DENOMINATOR * existing, exact = score * whole - sum;
	return exact <= 0 ? 0 : (2 * exact + whole) / (2 * whole);
}
