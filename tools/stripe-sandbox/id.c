/* Identifiers as Stripe makes them. */
#include "id.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/str.h"

static const char alphabet[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void spell(char *out, const char *prefix, const unsigned char *bytes, size_t length)
{
        size_t n = (size_t)snprintf(out, ID_SIZE, "%s", prefix);
        for (size_t i = 0; i < length && n < ID_SIZE - 1; i++)
                out[n++] = alphabet[bytes[i] % (sizeof alphabet - 1)];
        out[n] = 0;
}

void id_random(char *out, const char *prefix, size_t length)
{
        unsigned char bytes[ID_SIZE];
        randombytes_buf(bytes, sizeof bytes);
        spell(out, prefix, bytes, length);
}

void id_of_part(char *out, const char *prefix, const char *session_id, size_t number)
{
        snprintf(out, ID_SIZE, "%s%03zu%s", prefix, number, session_id + strlen(SESSION_PREFIX));
}

bool id_read_part(const char *id, const char *prefix, char *ret_session, size_t *ret_number)
{
        int64_t number;
        struct str s = str_from(id), start = str_from(prefix);
        if (!str_starts(s, start))
                return false;
        s = str_from_offset(s, start.len);
        if (s.len < 4 || !str_to_int64((struct str){s.ptr, 3}, &number) || number < 0)
                return false;
        *ret_number = (size_t)number;
        return snprintf(ret_session, ID_SIZE, SESSION_PREFIX "%s", s.ptr + 3) < ID_SIZE;
}

int64_t now_ms(void)
{
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
