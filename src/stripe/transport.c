/* One HTTP request to Stripe and its reply. */
#include "stripe/transport.h"

#include "base/str.h"

#include <curl/curl.h>
#include <stdio.h>

enum { URL_MAX = 8192 /* identifiers and cursors; far below what Stripe's servers take */ };

void stripe_reply_release(struct stripe_reply *reply)
{
        buf_release(&reply->body);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
        struct stripe_reply *reply = context;
        buf_add(&reply->body, (struct str){bytes, size * count});
        return reply->body.failed ? 0 : size * count; /* fewer bytes than given make libcurl give up */
}

static void read_header(struct stripe_reply *reply, struct str name, struct str value)
{
        int64_t seconds;
        if (str_eq_nocase(name, STR("Request-Id")))
                stripe_failure_set(reply->request_id, sizeof reply->request_id, value);
        else if (str_eq_nocase(name, STR("Stripe-Should-Retry")))
                reply->should_retry = str_eq_nocase(value, STR("true"))    ? STRIPE_RETRY_YES
                                      : str_eq_nocase(value, STR("false")) ? STRIPE_RETRY_NO
                                                                           : STRIPE_RETRY_UNSAID;
        else if (str_eq_nocase(name, STR("Retry-After")) && str_to_int64(value, &seconds) && seconds > 0)
                reply->retry_after_ms = (seconds < 3600 ? seconds : 3600) * 1000;
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
        struct str value = {bytes, size * count};
        struct str name = str_cut(&value, ':');
        if (value.ptr)
                read_header(context, str_trim(name), str_trim(value));
        return size * count;
}

static bool write_url(struct buf *url, const struct stripe_client *c, const struct stripe_call_options *o)
{
        buf_add(url, str_from(c->api_base));
        buf_add(url, o->path);
        if (o->method == STRIPE_GET && o->form.len > 0) {
                buf_add_char(url, '?');
                buf_add(url, o->form);
        }
        return !url->failed;
}

static bool add_header(struct curl_slist **list, const char *name, struct str value)
{
        char line[STRIPE_IDEMPOTENCY_KEY_MAX + 64];
        int n = snprintf(line, sizeof line, "%s: %.*s", name, STR_ARG(value));
        if (n < 0 || (size_t)n >= sizeof line)
                return false;
        struct curl_slist *longer = curl_slist_append(*list, line);
        if (longer)
                *list = longer;
        return longer != NULL;
}

static bool make_headers(struct curl_slist **list, const struct stripe_call_options *o)
{
        return add_header(list, "Stripe-Version", STR(STRIPE_VERSION)) &&
               add_header(list, "Accept", STR("application/json")) &&
               (!o->idempotency_key.ptr || add_header(list, "Idempotency-Key", o->idempotency_key));
}

static void limit(CURL *curl, const struct stripe_client *c, int64_t timeout_ms)
{
        long ms = timeout_ms > 1 ? (long)timeout_ms : 1;
        const char *protocol = c->over_tls ? "https" : "http";
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, ms);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, ms < STRIPE_CONNECT_MS ? ms : (long)STRIPE_CONNECT_MS);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocol);
        curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocol);
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
        if (!c->over_tls)
                curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* loopback: nothing on the way may see the key */
}

static void describe(CURL *curl, const struct stripe_client *c, const struct stripe_call_options *o,
                     struct stripe_reply *ret)
{
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, c->secret_key);
        curl_easy_setopt(curl, CURLOPT_USERAGENT, "StartupWebApp");
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, ret);
        curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
        curl_easy_setopt(curl, CURLOPT_HEADERDATA, ret);
        if (o->method == STRIPE_POST) {
                curl_easy_setopt(curl, CURLOPT_POST, 1L);
                curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)o->form.len);
                curl_easy_setopt(curl, CURLOPT_POSTFIELDS, o->form.ptr ? o->form.ptr : "");
        }
}

/* A broken certificate or an oversized reply will not mend within seconds; a connection may. */
static bool may_mend(CURLcode code)
{
        return code != CURLE_WRITE_ERROR && code != CURLE_PEER_FAILED_VERIFICATION &&
               code != CURLE_UNSUPPORTED_PROTOCOL && code != CURLE_URL_MALFORMAT && code != CURLE_OUT_OF_MEMORY;
}

static void perform(CURL *curl, struct stripe_reply *ret)
{
        CURLcode code = curl_easy_perform(curl);
        if (code == CURLE_OK) {
                long status = 0;
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
                ret->status = (unsigned)status;
                return;
        }
        ret->connection_failed = may_mend(code);
        stripe_failure_set(ret->problem, sizeof ret->problem,
                           ret->body.failed ? STR("the reply is too large") : str_from(curl_easy_strerror(code)));
}

void stripe_transport(struct stripe_client *c, const struct stripe_call_options *o, int64_t timeout_ms,
                      struct stripe_reply *ret)
{
        *ret = (struct stripe_reply){0};
        buf_init(&ret->body, STRIPE_REPLY_MAX);
        struct buf url;
        buf_init(&url, URL_MAX);
        struct curl_slist *headers = NULL;
        CURL *curl = c->curl;
        curl_easy_reset(curl); /* the connection stays */
        if (write_url(&url, c, o) && make_headers(&headers, o)) {
                curl_easy_setopt(curl, CURLOPT_URL, url.ptr);
                curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
                limit(curl, c, timeout_ms);
                describe(curl, c, o, ret);
                perform(curl, ret);
        } else {
                stripe_failure_set(ret->problem, sizeof ret->problem, STR("the request is too long"));
        }
        curl_easy_reset(curl);
        curl_slist_free_all(headers);
        buf_release(&url);
}
