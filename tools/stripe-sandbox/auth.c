/* Who may call the API. */
#include "auth.h"

#include <sodium.h>
#include <string.h>

#include "sandbox.h"

/* The user name of Basic credentials. */
static bool decode_basic(struct str encoded, char *key, size_t size)
{
        size_t n = 0;
        if (sodium_base642bin((unsigned char *)key, size - 1, encoded.ptr, encoded.len, NULL, &n, NULL,
                              sodium_base64_VARIANT_ORIGINAL))
                return false;
        key[n] = 0;
        key[strcspn(key, ":")] = 0;
        return true;
}

static bool read_key(const struct request *rq, char *key, size_t size)
{
        struct str value = request_header(rq, "authorization"), kind = str_cut(&value, ' ');
        if (!value.ptr)
                return false;
        value = str_trim(value);
        if (str_eq_nocase(kind, STR("Bearer")))
                return str_to_c(value, key, size);
        return str_eq_nocase(kind, STR("Basic")) && decode_basic(value, key, size);
}

static bool is_right(const struct options *o, const char *key)
{
        if (!*o->api_key)
                return strncmp(key, "sk_test_", 8) == 0 || strncmp(key, "rk_test_", 8) == 0;
        return strlen(key) == strlen(o->api_key) && sodium_memcmp(key, o->api_key, strlen(key)) == 0;
}

bool auth_check(struct request *rq)
{
        char key[OPTION_SIZE];
        bool given = read_key(rq, key, sizeof key) && *key;
        if (given && is_right(&rq->sandbox->options, key))
                return true;
        if (!given)
                reply_error(rq, 401, "invalid_request_error", NULL, NULL,
                            "You did not provide an API key. You need to provide your API key in the Authorization "
                            "header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        else
                reply_error(rq, 401, "invalid_request_error", NULL, NULL, "Invalid API Key provided: %.8s****%s",
                            str_is_text(str_from(key)) ? key : "",
                            strlen(key) > 16 && str_is_text(str_from(key)) ? key + strlen(key) - 4 : "");
        reply_header(rq, "WWW-Authenticate", "Basic realm=\"Stripe\"");
        sodium_memzero(key, sizeof key);
        return false;
}
