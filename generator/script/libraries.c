#include "script/libraries.h"

#include <lua.h>

#include "base/buf.h"

void script_libraries(struct buf *out)
{
	buf_text(out, LUA_RELEASE "\n");
}
