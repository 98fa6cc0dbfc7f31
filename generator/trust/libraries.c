#include "trust/libraries.h"

#include <gpgme.h>

#include "base/buf.h"

void trust_libraries(struct buf *out)
{
	buf_printf(out, "gpgme %s\n", gpgme_check_version(NULL));
	gpgme_engine_info_t engine;
	if (gpgme_get_engine_info(&engine) == 0)
		for (; engine; engine = engine->next)
			if (engine->protocol == GPGME_PROTOCOL_OpenPGP && engine->version)
				buf_printf(out, "gpg %s\n", engine->version);
}
