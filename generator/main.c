#include "base/digest.h"
#include "commands/cli.h"

int main(int argc, char **argv)
{
	digest_setup();
	return (int)cli_main(argc, argv);
}
