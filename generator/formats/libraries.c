#include "formats/libraries.h"

#include <jansson.h>
#include <libxml/xmlversion.h>

#include "base/buf.h"

void formats_libraries(struct buf *out)
{
	buf_printf(out, "jansson %s\n", jansson_version_str());
	buf_text(out, "libxml2 " LIBXML_DOTTED_VERSION "\n");
}
