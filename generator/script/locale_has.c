/* Which functions a locale has. */
#include "script/worker.h"

struct question {
	const char *lang, *function;
	bool has;
};

static int body(lua_State *L)
{
	struct question *q = lua_touserdata(L, 1);
	locale_instance(L, q->lang);
	q->has = lua_getfield(L, -1, q->function) == LUA_TFUNCTION;
	return 0;
}

bool script_locale_has(struct script *w, const char *lang, const char *function, struct diags *d)
{
	struct question q = {lang, function, false};
	return script_run(w, SCRIPT_MEMORY, body, &q, NULL, d) && q.has;
}
