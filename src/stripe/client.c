/* The account and the connection that calls to Stripe are made with. */
#include "stripe/client.h"

#include <curl/curl.h>
#include <sodium.h>

#include "base/host.h"

bool stripe_id_is_valid(struct str id)
{
        if (id.len == 0 || id.len > STRIPE_ID_MAX)
                return false;
        for (size_t i = 0; i < id.len; i++) {
                char c = id.ptr[i];
                bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!word && c != '_' && c != '-')
                        return false;
        }
        return true;
}

json_t *stripe_json_load(struct str body)
{
        /* Without JSON_ALLOW_NUL jansson refuses U+0000; it always refuses what is not UTF-8. */
        json_t *json = body.len ? json_loadb(body.ptr, body.len, JSON_REJECT_DUPLICATES, NULL) : NULL;
        if (json && !json_is_object(json)) {
                json_decref(json);
                return NULL;
        }
        return json;
}

static bool has_part(CURLU *url, CURLUPart what)
{
        char *part = NULL;
        bool has = curl_url_get(url, what, &part, 0) == CURLUE_OK && part[0] && strcmp(part, "/") != 0;
        curl_free(part);
        return has;
}

static struct str problem_of_base(CURLU *url, const char *scheme, const char *host, bool *ret_over_tls)
{
        *ret_over_tls = strcmp(scheme, "https") == 0;
        if (!*ret_over_tls && strcmp(scheme, "http") != 0)
                return STR("STRIPE_API_BASE must begin with https://");
        if (!*ret_over_tls && !host_is_loopback(host))
                return STR("STRIPE_API_BASE may be http:// for 127.0.0.1, [::1] and localhost only");
        if (has_part(url, CURLUPART_PATH) || has_part(url, CURLUPART_QUERY) || has_part(url, CURLUPART_FRAGMENT) ||
            has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD))
                return STR("STRIPE_API_BASE is scheme, host and port, nothing more");
        return STR_NULL;
}

static struct str read_base(struct stripe_client *c, struct str base)
{
        if (base.len > 0 && base.ptr[base.len - 1] == '/')
                base.len--;
        if (!str_to_c(base, c->api_base, sizeof c->api_base))
                return STR("STRIPE_API_BASE is too long");
        struct str problem = STR("STRIPE_API_BASE is no address such as https://api.stripe.com");
        char *scheme = NULL, *host = NULL;
        CURLU *url = curl_url();
        if (url && curl_url_set(url, CURLUPART_URL, c->api_base, 0) == CURLUE_OK &&
            curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
            curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK)
                problem = problem_of_base(url, scheme, host, &c->over_tls);
        curl_free(scheme);
        curl_free(host);
        curl_url_cleanup(url);
        return problem;
}

bool stripe_client_set_key(struct stripe_client *c, struct str secret_key)
{
        if (!str_starts(secret_key, STR("sk_")) && !str_starts(secret_key, STR("rk_")))
                return false;
        if (secret_key.len >= sizeof c->secret_key || !stripe_id_is_valid(secret_key))
                return false;
        return str_to_c(secret_key, c->secret_key, sizeof c->secret_key);
}

static struct str read_settings(struct stripe_client *c, const struct stripe_settings *s)
{
        struct str base = s->api_base.len ? s->api_base : STR(STRIPE_API_BASE_DEFAULT);
        struct str problem = read_base(c, base);
        if (problem.ptr)
                return problem;
        if (!stripe_client_set_key(c, s->secret_key))
                return STR("STRIPE_SECRET_KEY is no secret key (sk_... or rk_...)");
        c->deadline_ms = s->deadline_ms ? s->deadline_ms : STRIPE_DEADLINE_MS;
        c->curl = curl_easy_init();
        return c->curl ? STR_NULL : STR("libcurl could not be started");
}

bool stripe_client_init(struct stripe_client *c, const struct stripe_settings *s, struct str *ret_problem)
{
        *c = (struct stripe_client){0};
        *ret_problem = read_settings(c, s);
        if (!ret_problem->ptr)
                return true;
        stripe_client_release(c);
        return false;
}

void stripe_client_release(struct stripe_client *c)
{
        curl_easy_cleanup(c->curl);
        sodium_memzero(c, sizeof *c);
}
