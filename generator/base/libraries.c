#include "base/libraries.h"

#include <gcrypt.h>
#include <unistring/version.h>

#include "base/buf.h"

void base_libraries(struct buf *out)
{
	buf_printf(out, "libgcrypt %s\n", gcry_check_version(NULL));
	buf_printf(out, "libunistring %d.%d\n", _libunistring_version >> 16, _libunistring_version >> 8 & 0xFF);
}
