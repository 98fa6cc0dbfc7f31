#include "commands/version.h"

#include "archive/libraries.h"
#include "base/buf.h"
#include "base/libraries.h"
#include "document/libraries.h"
#include "formats/libraries.h"
#include "repository/libraries.h"
#include "script/libraries.h"
#include "trust/libraries.h"

void version_print(FILE *to)
{
	static void (*const stages[])(struct buf *) = {repository_libraries, archive_libraries, document_libraries,
						       script_libraries,     formats_libraries, trust_libraries,
						       base_libraries};
	struct buf out;
	buf_init(&out, 4096);
	buf_text(&out, "shirase " VERSION "\n");
	for (size_t i = 0; i < sizeof(stages) / sizeof(*stages); i++)
		stages[i](&out);
	fwrite(out.data, 1, out.length, to);
	buf_fini(&out);
}
