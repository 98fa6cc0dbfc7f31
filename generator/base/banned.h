/* Functions that are not used here, with what is used instead. Included by the
 * compiler for every file (-include). */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* System headers first: poisoning a name before its declaration is an error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat /* buf_text, arena_text */
#pragma GCC poison sprintf vsprintf              /* buf_printf, snprintf */
#pragma GCC poison strtok atoi atol atoll        /* span_*, explicit parsing */
#pragma GCC poison gets gmtime localtime ctime asctime strftime mktime /* instant.h: no zone, no locale */
#pragma GCC poison setlocale                     /* output does not depend on it */

#endif
