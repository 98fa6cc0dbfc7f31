#include "document/libraries.h"

#include <cmark.h>

#include "base/buf.h"

void document_libraries(struct buf *out)
{
	buf_printf(out, "cmark %s\n", cmark_version_string());
}
