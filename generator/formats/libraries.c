#include "formats/libraries.h"

#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlversion.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/memory.h"

void formats_libraries(struct buf *out)
{
	buf_printf(out, "jansson %s\n", jansson_version_str());
	buf_text(out, "libxml2 " LIBXML_DOTTED_VERSION "\n");
	buf_printf(out, "zlib %s\n", zlibVersion());
}

static void *take(size_t size)
{
	return memory_resize(NULL, size, 1);
}

static void *resize(void *old, size_t size)
{
	return memory_resize(old, size, 1);
}

void formats_setup(void)
{
	xmlMemSetup(free, take, resize, memory_text);
	json_set_alloc_funcs(take, free);
}
