#include "repository/libraries.h"

#include <git2/common.h>

#include "base/buf.h"

void repository_libraries(struct buf *out)
{
	int major, minor, patch;
	git_libgit2_version(&major, &minor, &patch);
	buf_printf(out, "libgit2 %d.%d.%d\n", major, minor, patch);
}
