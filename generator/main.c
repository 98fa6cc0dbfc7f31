#include "base/digest.h"
#include "commands/cli.h"
#include "formats/libraries.h"

int main(int argc, char **argv)
{
	digest_setup();
	formats_setup();
	return (int)cli_main(argc, argv);
}
