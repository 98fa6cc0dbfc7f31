/* Strings built piece by piece. Invariant: data is own, or points into the userdata at
 * slot, which keeps it alive; a failure inside leaves nothing behind. Unlike luaL_Buffer a request that does
 * not fit collects garbage first, so that it does not matter what ran before. */
#include "script/worker.h"

void text_begin(struct text *t, lua_State *L, size_t expected)
{
	luaL_checkstack(L, 4, NULL);
	t->L = L;
	t->length = 0;
	t->data = t->own;
	t->size = sizeof(t->own);
	if (expected <= sizeof(t->own)) {
		lua_pushnil(L);
	} else {
		t->size = expected + 64;
		t->data = lua_newuserdatauv(L, t->size, 0);
	}
	t->slot = lua_gettop(L);
}

void text_add(struct text *t, const char *data, size_t length)
{
	if (length > t->size - t->length) {
		size_t size = t->size + (t->size > length ? t->size : length);
		if (size < length)
			luaL_error(t->L, "the text is too long");
		char *wider = lua_newuserdatauv(t->L, size, 0);
		memcpy(wider, t->data, t->length);
		lua_replace(t->L, t->slot);
		t->data = wider;
		t->size = size;
	}
	if (length)
		memcpy(t->data + t->length, data, length);
	t->length += length;
}

void text_end(struct text *t)
{
	lua_pushlstring(t->L, t->data, t->length);
	lua_replace(t->L, t->slot);
}
