/* SIGINT, SIGTERM and SIGHUP ask the work to stop at the next file, so that
 * the stage is removed. A second one ends the process at once. */
#ifndef COMMANDS_INTERRUPT_H
#define COMMANDS_INTERRUPT_H

#include <stdbool.h>

void interrupt_watch(void);
bool interrupt_asked(void);

#endif
