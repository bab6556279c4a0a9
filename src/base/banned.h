/* Calls that do not compile here, because each of them writes or reads past what it was given, or hides an error.
 *
 * The build includes this file before every source file. The compiler's message names what to use instead.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/* First what declares them, so that only our own calls see the names below. */
#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#undef strcpy
#undef strcat
#undef sprintf
#undef vsprintf
#undef gets
#undef strtok
#undef atoi
#undef atof
#undef alloca

#define strcpy(...) strcpy_is_banned_use_str_to_c
#define strcat(...) strcat_is_banned_use_buf_add
#define sprintf(...) sprintf_is_banned_use_buf_printf
#define vsprintf(...) vsprintf_is_banned_use_buf_printf
#define gets(...) gets_is_banned_use_fgets
#define strtok(...) strtok_is_banned_use_str_cut
#define atoi(...) atoi_is_banned_use_str_to_int64
#define atof(...) atof_is_banned_money_is_bigint
#define alloca(...) alloca_is_banned_use_arena_alloc

#endif
