/* What a locale says of times: instant, day, iso and isoday of locale_functions. Invariant: a locale's own functions get a time that
 * was taken apart, in the site's zone and in UTC, and never ask for one. */
#include "script/answers.h"

static void push_civil(lua_State *L, struct civil c, const char *zone)
{
	const struct {
		const char *name;
		int value;
	} fields[] = {{"year", c.year}, {"month", c.month}, {"day", c.day}, {"hour", c.hour}, {"minute", c.minute},
		      {"second", c.second}, {"weekday", c.weekday}, {"offset", c.offset}};
	lua_createtable(L, 0, 9);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		lua_pushinteger(L, fields[i].value);
		lua_setfield(L, -2, fields[i].name);
	}
	lua_pushstring(L, zone);
	lua_setfield(L, -2, "zone");
}

/* Years that instants are formatted for: 0 to 9999. */
static instant check_instant(lua_State *L)
{
	lua_Integer t = luaL_checkinteger(L, 1);
	luaL_argcheck(L, t >= -62167219200 && t <= 253402300799, 1, "not a time");
	return t;
}

/* day("YYYY-MM-DD") is the same as day() of its first second; another text stays as it is. True if L's argument
 * is a time by now. */
static bool text_to_time(lua_State *L)
{
	instant t;
	size_t n;
	if (lua_type(L, 1) != LUA_TSTRING || strcmp(lua_tostring(L, lua_upvalueindex(2)), "day") != 0)
		return true;
	const char *s = lua_tolstring(L, 1, &n);
	if (!instant_parse_day(&t, span_make(s, n)))
		return false;
	lua_pushinteger(L, t);
	lua_replace(L, 1);
	return true;
}

/* instant and day: calls the locale's function with the time in the site's zone and in UTC. */
int locale_time(lua_State *L)
{
	const struct scripts *s = worker_of(L)->scripts;
	const char *lang = lua_tostring(L, lua_upvalueindex(1)), *name = lua_tostring(L, lua_upvalueindex(2));
	struct question q;
	if (!text_to_time(L))
		return lua_settop(L, 1), 1;
	instant t = check_instant(L);
	bool keeps = question_make(&q, lang, name, s->zone ? s->zone_name : "", t);
	if (keeps && answer_known(L, &q))
		return 1;
	push_civil(L, s->zone ? zone_civil(s->zone, t) : instant_civil(t), s->zone ? s->zone_name : "UTC");
	push_civil(L, instant_civil(t), "UTC");
	if (keeps)
		answer_find(L, &q, 2);
	else
		locale_call(L, lang, name, 2);
	return 1;
}

int locale_iso(lua_State *L)
{
	char out[INSTANT_SIZE];
	lua_pushstring(L, instant_format(out, check_instant(L)));
	return 1;
}

int locale_isoday(lua_State *L)
{
	char out[INSTANT_SIZE];
	lua_pushlstring(L, instant_format(out, check_instant(L)), 10);
	return 1;
}
