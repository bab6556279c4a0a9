/* Everything that can go wrong, in one table. */
#include "base/err.h"

#include <pthread.h>

static struct err_info table[ERR_COUNT] = {
#define X(name, status, title) [ERR_##name] = {STR(#name), STR(title), status},
        ERR_TABLE(X)
#undef X
};

static char codes[ERR_COUNT][32];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void lower_codes(void)
{
        for (size_t e = 1; e < ERR_COUNT; e++) {
                struct str name = table[e].code;
                for (size_t i = 0; i < name.len && i + 1 < sizeof codes[e]; i++) {
                        char c = name.ptr[i];
                        codes[e][i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
                }
                table[e].code = (struct str){codes[e], name.len};
        }
}

const struct err_info *err_info(enum err e)
{
        pthread_once(&once, lower_codes);
        return &table[e > ERR_NONE && e < ERR_COUNT ? e : ERR_INTERNAL];
}
