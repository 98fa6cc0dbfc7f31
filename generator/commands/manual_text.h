/* What the manual page says beside the commands, in mdoc(7). */
#ifndef COMMANDS_MANUAL_TEXT_H
#define COMMANDS_MANUAL_TEXT_H

extern const char manual_head[]; /* before the commands */
extern const char manual_tail[]; /* behind them */

#endif
