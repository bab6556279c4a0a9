/* Pictures in a bucket of S3, or of a store that speaks its API (PutObject, signed with AWS Signature Version 4). */
#include <curl/curl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "media/media_internal.h"

enum {
        DEADLINE_MS = 20000, /* for all attempts; somebody waits */
        ATTEMPT_MS = 15000,  /* 10 MB over a slow line */
        CONNECT_MS = 5000,
        ATTEMPTS_MAX = 4,
        BACKOFF_MS = 200, /* before the second attempt; doubles */
        REPLY_MAX = 64 * 1024,
        URL_SIZE = 2048,
        LINE_SIZE = S3_TOKEN_SIZE + 64,
};

struct reply {
        long status; /* 0: none came */
        struct buf body;
        char why[CURL_ERROR_SIZE];
};

static bool is_simple(const char *text, const char *more)
{
        for (; text && *text; text++)
                if (!((*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || strchr(more, *text)))
                        return false;
        return true;
}

struct str s3_prepare(struct media *m)
{
        const struct media_settings *s = &m->settings;
        const char *prefix = s->s3_prefix ? s->s3_prefix : "", *endpoint = s->s3_endpoint;
        int n;
        if (!is_simple(s->s3_bucket, ".-") || strlen(s->s3_bucket) > 63)
                return STR("MEDIA_S3_BUCKET is no name of a bucket");
        if (!s->s3_region || !is_simple(s->s3_region, "-") || strlen(s->s3_region) > 60)
                return STR("MEDIA_S3_REGION must name the bucket's region, for instance eu-central-1");
        if (!is_simple(prefix, "._-/ABCDEFGHIJKLMNOPQRSTUVWXYZ") || prefix[0] == '/' || strstr(prefix, ".."))
                return STR("MEDIA_S3_PREFIX may have letters, digits and . _ - / and does not begin with /");
        if (endpoint && strncmp(endpoint, "https://", 8) != 0 && strncmp(endpoint, "http://", 7) != 0)
                return STR("MEDIA_S3_ENDPOINT is an address such as https://objects.example");
        if (!s->access_key_id != !s->secret_access_key)
                return STR("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set together");
        if (endpoint)
                n = snprintf(m->s3_url, sizeof m->s3_url, "%s%s%s/%s", endpoint,
                             endpoint[strlen(endpoint) - 1] == '/' ? "" : "/", s->s3_bucket, prefix);
        else if (strchr(s->s3_bucket, '.')) /* the certificate is for one label before s3 */
                n = snprintf(m->s3_url, sizeof m->s3_url, "https://s3.%s.amazonaws.com/%s/%s", s->s3_region,
                             s->s3_bucket, prefix);
        else
                n = snprintf(m->s3_url, sizeof m->s3_url, "https://%s.s3.%s.amazonaws.com/%s", s->s3_bucket,
                             s->s3_region, prefix);
        snprintf(m->s3_sign, sizeof m->s3_sign, "aws:amz:%s:s3", s->s3_region);
        return n > 0 && (size_t)n < sizeof m->s3_url ? STR_NULL
                                                     : STR("MEDIA_S3_ENDPOINT or MEDIA_S3_PREFIX is too long");
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
        struct reply *reply = context;
        buf_add(&reply->body, (struct str){bytes, size * count});
        return size * count; /* more than REPLY_MAX is not looked at */
}

static bool add_header(struct curl_slist **list, const char *name, struct str value)
{
        char line[LINE_SIZE];
        int n = snprintf(line, sizeof line, "%s: %.*s", name, STR_ARG(value));
        struct curl_slist *longer = n > 0 && (size_t)n < sizeof line ? curl_slist_append(*list, line) : NULL;
        sodium_memzero(line, sizeof line);
        if (longer)
                *list = longer;
        return longer != NULL;
}

static bool make_headers(struct curl_slist **list, const struct s3_credentials *c, struct str type, struct str bytes,
                         bool only_new)
{
        unsigned char hash[crypto_hash_sha256_BYTES];
        char hex[2 * sizeof hash + 1];
        crypto_hash_sha256(hash, (const unsigned char *)bytes.ptr, bytes.len);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        return add_header(list, "Content-Type", type) &&
               add_header(list, "Cache-Control", STR("public, max-age=31536000, immutable")) &&
               add_header(list, "x-amz-content-sha256", str_from(hex)) &&
               (!c->token[0] || add_header(list, "x-amz-security-token", str_from(c->token))) &&
               (!only_new || add_header(list, "If-None-Match", STR("*")));
}

static void send_once(CURL *curl, const struct media *m, const char *url, struct curl_slist *headers,
                      const struct s3_credentials *c, struct str bytes, struct reply *ret)
{
        curl_easy_reset(curl); /* the connection stays */
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "PUT");
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)bytes.len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes.ptr);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, m->s3_sign);
        curl_easy_setopt(curl, CURLOPT_USERNAME, c->key);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, c->secret);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ATTEMPT_MS);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, ret->why);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, ret);
        ret->status = 0;
        ret->why[0] = 0;
        buf_clear(&ret->body);
        CURLcode code = curl_easy_perform(curl);
        if (code == CURLE_OK)
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &ret->status);
        else if (!ret->why[0])
                snprintf(ret->why, sizeof ret->why, "%s", curl_easy_strerror(code));
}

/* S3's own word for it: <Code>AccessDenied</Code>. */
static struct str code_of(struct str body)
{
        const char *begin = memmem(body.ptr, body.len, "<Code>", 6);
        struct str rest = begin ? str_from_offset(body, (size_t)(begin - body.ptr) + 6) : STR("");
        return str_cut(&rest, '<');
}

static void describe(const struct reply *r, char *problem)
{
        if (r->status)
                snprintf(problem, MEDIA_PROBLEM_SIZE, "S3 answers %ld %.100s", r->status,
                         code_of(buf_str(&r->body)).len ? code_of(buf_str(&r->body)).ptr : "");
        else
                snprintf(problem, MEDIA_PROBLEM_SIZE, "S3 does not answer: %.200s", r->why);
        problem[strcspn(problem, "<\r\n")] = 0;
}

/* Lost connections, throttling, and what says that it was the other side's fault. 409: somebody sends the same. */
static bool may_mend(long status)
{
        return status == 0 || status == 409 || status == 429 || (status >= 500 && status != 501);
}

static bool try_until_done(CURL *curl, const struct media *m, const char *url, const struct s3_credentials *c,
                           struct str type, struct str bytes, struct reply *r)
{
        int64_t end = clock_ms() + DEADLINE_MS;
        bool only_new = true;
        for (unsigned attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                struct curl_slist *headers = NULL;
                if (make_headers(&headers, c, type, bytes, only_new))
                        send_once(curl, m, url, headers, c, bytes, r);
                curl_slist_free_all(headers);
                if (r->status == 200 || r->status == 412)
                        return true;
                bool lacks_condition = r->status == 501 && only_new; /* a compatible store without If-None-Match */
                only_new = only_new && !lacks_condition;
                int64_t wait = (int64_t)BACKOFF_MS << attempt;
                if (!lacks_condition && (!may_mend(r->status) || clock_ms() + wait > end - CONNECT_MS))
                        return false;
                if (!lacks_condition)
                        nanosleep(&(struct timespec){.tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000}, NULL);
        }
        return false;
}

bool s3_put(struct media *m, struct str name, struct str type, struct str bytes, bool *ret_is_new, char *problem)
{
        char url[URL_SIZE];
        struct s3_credentials c;
        struct reply r = {0};
        CURL *curl = s3_credentials(m, &c, problem) ? curl_easy_init() : NULL;
        if (!curl)
                return false;
        buf_init(&r.body, REPLY_MAX);
        snprintf(url, sizeof url, "%s%.*s", m->s3_url, STR_ARG(name));
        bool fine = try_until_done(curl, m, url, &c, type, bytes, &r);
        *ret_is_new = fine && r.status != 412;
        if (!fine)
                describe(&r, problem);
        buf_release(&r.body);
        sodium_memzero(&c, sizeof c);
        curl_easy_cleanup(curl);
        return fine;
}
