#include "base/digest.h"
#include "commands/cli.h"

int main(int argc, char **argv)
{
	digest_setup();
	enum diag_status status = cli_main(argc, argv);
	/* What was told has to have arrived: on a full disk it did not. */
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == STATUS_DONE) {
		fputs("shirase: cannot write to standard output\n", stderr);
		status = STATUS_SYSTEM;
	}
	return (int)status;
}
