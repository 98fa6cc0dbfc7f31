#include "archive/libraries.h"

#include <libfyaml.h>

#include "base/buf.h"

void archive_libraries(struct buf *out)
{
	buf_printf(out, "libfyaml %s\n", fy_library_version());
}
