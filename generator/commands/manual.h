/* shirase(1) in man(7) form, from the tables of cli.c. */
#ifndef COMMANDS_MANUAL_H
#define COMMANDS_MANUAL_H

#include <stdio.h>

void manual_print(FILE *to);

#endif
