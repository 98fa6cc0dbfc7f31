/* The versions of shirase and of the libraries that its output depends on. */
#ifndef COMMANDS_VERSION_H
#define COMMANDS_VERSION_H

#include <stdio.h>

void version_print(FILE *to);

#endif
