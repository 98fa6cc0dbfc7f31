/* What locales answered: the same times, revisions and numbers are said on page after page. Invariant: an answer is used only
 * where the function would give it again: while the variables of all locales are as they were when these had been
 * run (frozen.c). It costs the steps that it took to find: no limit can tell whether something was asked before. */
#include "script/answers.h"

#include "base/memory.h"

#define SLOTS 1024
#define ANSWER_MOST 160 /* bytes; a longer one is not kept */

struct answer {
	struct question question; /* function: NULL where there is none */
	int64_t steps;
	size_t length;
	char text[ANSWER_MOST];
};

struct answers {
	struct answer slots[SLOTS]; /* by hash; the last one that was asked for stays */
};

static uint64_t hash_text(uint64_t h, const char *text)
{
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001B3u;
	return h;
}

static struct answer *slot_of(struct script *w, const struct question *q)
{
	uint64_t h = hash_text(hash_text((uint64_t)q->number * 0x9E3779B97F4A7C15u, q->lang), q->word);
	h = hash_text(h, q->function) * 0x9E3779B97F4A7C15u;
	return &w->answers->slots[(h >> 32) % SLOTS];
}

static bool is_same(const struct question *x, const struct question *y)
{
	return x->function == y->function && x->number == y->number && strcmp(x->lang, y->lang) == 0 &&
	       strcmp(x->word, y->word) == 0;
}

bool question_make(struct question *out, const char *lang, const char *function, const char *word, int64_t number)
{
	size_t lang_length = strlen(lang), word_length = strlen(word);
	if (lang_length >= sizeof(out->lang) || word_length >= sizeof(out->word))
		return false;
	out->function = function;
	out->number = number;
	memcpy(out->lang, lang, lang_length + 1);
	memcpy(out->word, word, word_length + 1);
	return true;
}

/* Instructions are counted by the thousand: the count begins anew here, known answer or not, and a thousand are charged
 * for those that were not counted yet. */
static void count_anew(lua_State *L)
{
	script_count_anew(L);
	script_charge(L, SCRIPT_STRIDE);
}

bool answer_known(lua_State *L, const struct question *q)
{
	struct script *w = worker_of(L);
	const struct answer *a = w->answers ? slot_of(w, q) : NULL;
	if (!a || !is_same(&a->question, q) || !locale_is_fresh(L))
		return false;
	count_anew(L);
	script_charge(L, (size_t)a->steps);
	lua_pushlstring(L, a->text, a->length);
	return true;
}

void answer_find(lua_State *L, const struct question *q, int nargs)
{
	struct script *w = worker_of(L);
	size_t length;
	bool fresh = locale_is_fresh(L);
	count_anew(L);
	int64_t before = w->steps;
	locale_call(L, q->lang, q->function, nargs);
	int64_t steps = before - w->steps;
	script_count_anew(L);
	const char *text = lua_tolstring(L, -1, &length);
	if (!fresh || length > ANSWER_MOST || !locale_is_fresh(L))
		return;
	if (!w->answers)
		w->answers = memory_alloc(sizeof(*w->answers));
	struct answer *a = slot_of(w, q);
	a->question = *q;
	a->steps = steps;
	a->length = length;
	memcpy(a->text, text, length);
}

/* The arguments on top: a number, or a word and a number. */
static bool question_of(lua_State *L, struct question *out, const char *lang, const char *name, int nargs)
{
	size_t length = 0;
	const char *word = "";
	if (nargs < 1 || nargs > 2 || !lua_isinteger(L, -1) || (nargs == 2 && lua_type(L, -2) != LUA_TSTRING))
		return false;
	if (nargs == 2)
		word = lua_tolstring(L, -2, &length);
	return strlen(word) == length && question_make(out, lang, name, word, lua_tointeger(L, -1));
}

void locale_ask(lua_State *L, const char *lang, const char *name, int nargs)
{
	struct question q;
	if (!question_of(L, &q, lang, name, nargs)) {
		locale_call(L, lang, name, nargs);
		return;
	}
	if (!answer_known(L, &q)) {
		answer_find(L, &q, nargs);
		return;
	}
	lua_insert(L, -nargs - 1);
	lua_pop(L, nargs);
}
