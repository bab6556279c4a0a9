/* Certificates of SNS: fetched from Amazon alone, and kept. */
#include <curl/curl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>

#include "base/log.h"
#include "campaigns/sns_internal.h"

enum { FETCH_MS = 5000, CONNECT_MS = 3000 };

static bool has_only(struct str s, const char *more)
{
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!is_plain && (c == 0 || !strchr(more, c)))
                        return false;
        }
        return true;
}

/* sns.REGION.amazonaws.com, and .cn in China. */
static bool is_amazon(struct str host)
{
        struct str rest = host;
        struct str service = str_cut(&rest, '.'), region = str_cut(&rest, '.');
        return str_eq(service, STR("sns")) && region.len > 0 && has_only(region, "-") && rest.ptr &&
               (str_eq(rest, STR("amazonaws.com")) || str_eq(rest, STR("amazonaws.com.cn")));
}

/* Whatever could make another host of it (user:password@, \, #, a blank) is no part of such an address. */
struct str sns_path_of(const struct sns *s, struct str url)
{
        struct str scheme = STR("https://");
        if (!str_starts(url, scheme) || url.len >= SNS_URL_MAX)
                return STR_NULL;
        struct str rest = str_from_offset(url, scheme.len);
        size_t end = str_find(rest, '/');
        struct str host = {rest.ptr, end};
        bool is_right = s->settings.host ? str_eq(host, str_from(s->settings.host)) : is_amazon(host);
        struct str path = str_from_offset(rest, end);
        return is_right && path.len > 0 && has_only(path, "/?&=%._~:-+") ? path : STR_NULL;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
        struct buf *body = context;
        buf_add(body, (struct str){bytes, size * count});
        return body->failed ? 0 : size * count;
}

bool sns_fetch(const struct sns *s, const char *url, struct buf *ret)
{
        long status = 0;
        CURL *curl = curl_easy_init();
        if (!curl)
                return false;
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
        curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)FETCH_MS);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, ret);
        if (s->settings.ca_file)
                curl_easy_setopt(curl, CURLOPT_CAINFO, s->settings.ca_file);
        CURLcode code = curl_easy_perform(curl);
        if (code == CURLE_OK)
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200)
                log_warn("SNS does not give what it named", LOG_CSTR("problem", curl_easy_strerror(code)),
                         LOG_INT("status", status));
        curl_easy_cleanup(curl);
        return status == 200;
}

static bool read_certificate(struct str pem, struct sns_certificate *ret)
{
        struct tm end;
        BIO *bio = BIO_new_mem_buf(pem.ptr, (int)pem.len);
        X509 *x = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
        BIO_free(bio);
        bool fine = x && ASN1_TIME_to_tm(X509_get0_notAfter(x), &end) == 1;
        ret->ends = fine ? (int64_t)timegm(&end) : 0;
        ret->key = fine ? X509_get_pubkey(x) : NULL;
        X509_free(x);
        if (ret->key && EVP_PKEY_get_base_id(ret->key) != EVP_PKEY_RSA) {
                EVP_PKEY_free(ret->key);
                ret->key = NULL;
        }
        return ret->key != NULL;
}

/* With the lock. */
static EVP_PKEY *find(struct sns *s, struct str url, int64_t now)
{
        for (size_t i = 0; i < SNS_CERTIFICATES_MAX; i++) {
                struct sns_certificate *c = &s->kept[i];
                if (c->key && c->ends > now && str_eq(str_from(c->url), url)) {
                        EVP_PKEY_up_ref(c->key);
                        return c->key;
                }
        }
        return NULL;
}

static enum err fetch(struct sns *s, struct str url, struct sns_certificate *ret)
{
        struct buf pem;
        if (!str_to_c(url, ret->url, sizeof ret->url))
                return ERR_BAD_SIGNATURE;
        buf_init(&pem, SNS_REPLY_MAX);
        enum err e = ERR_OVERLOADED;
        if (sns_fetch(s, ret->url, &pem))
                e = read_certificate(buf_str(&pem), ret) ? ERR_NONE : ERR_BAD_SIGNATURE;
        buf_release(&pem);
        return e;
}

/* Takes the place of the one that came first. */
static EVP_PKEY *keep(struct sns *s, const struct sns_certificate *c)
{
        struct sns_certificate *place = &s->kept[s->next++ % SNS_CERTIFICATES_MAX];
        EVP_PKEY_free(place->key);
        *place = *c;
        EVP_PKEY_up_ref(place->key);
        return place->key;
}

enum err sns_key(struct sns *s, struct str url, int64_t now, EVP_PKEY **ret)
{
        struct sns_certificate fetched = {.key = NULL};
        struct str path = sns_path_of(s, url);
        *ret = NULL;
        if (!path.ptr || !str_ends(path, STR(".pem")) || str_find(path, '?') < path.len)
                return ERR_BAD_SIGNATURE;
        pthread_mutex_lock(&s->lock);
        *ret = find(s, url, now);
        bool may_fetch = !*ret && !s->fetches;
        if (may_fetch)
                s->fetches = true;
        pthread_mutex_unlock(&s->lock);
        if (*ret || !may_fetch)
                return *ret ? ERR_NONE : ERR_OVERLOADED;
        enum err e = fetch(s, url, &fetched);
        pthread_mutex_lock(&s->lock);
        s->fetches = false;
        if (e == ERR_NONE)
                *ret = keep(s, &fetched);
        pthread_mutex_unlock(&s->lock);
        if (e == ERR_NONE && fetched.ends <= now) {
                EVP_PKEY_free(*ret);
                *ret = NULL;
                e = ERR_BAD_SIGNATURE;
        }
        return e;
}
