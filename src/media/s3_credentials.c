/* Who signs requests to S3: the keys of the settings, or those that the container's role is lent for some hours
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html). */
#include <curl/curl.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/host.h"
#include "media/media_internal.h"

enum {
        ASK_MS = 3000,  /* an address on the same machine */
        MARGIN_S = 300, /* asked for anew so long before they expire */
        DOCUMENT_MAX = 16384,
        ADDRESS_SIZE = 2048,
};

static bool copy(char *out, size_t size, const char *text)
{
        int n = text ? snprintf(out, size, "%s", text) : -1;
        return n > 0 && (size_t)n < size;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
        struct buf *body = context;
        buf_add(body, (struct str){bytes, size * count});
        return body->failed ? 0 : size * count;
}

/* Secrets come over TLS, or from this machine and the two addresses that Amazon's agents have on it. */
static bool is_trusted(const char *url)
{
        char *host = NULL;
        CURLU *parts = curl_url();
        bool fine = parts && curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
                    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK;
        fine = fine && (strncmp(url, "https://", 8) == 0 ||
                        (strncmp(url, "http://", 7) == 0 &&
                         (host_is_loopback(host) || strcmp(host, "169.254.170.2") == 0 ||
                          strcmp(host, "169.254.170.23") == 0 || strcmp(host, "[fd00:ec2::23]") == 0)));
        curl_free(host);
        curl_url_cleanup(parts);
        return fine;
}

static bool write_address(const struct media_settings *s, char *url)
{
        int n = s->credentials_relative_uri
                        ? snprintf(url, ADDRESS_SIZE, "http://169.254.170.2%s", s->credentials_relative_uri)
                        : snprintf(url, ADDRESS_SIZE, "%s", s->credentials_full_uri);
        return n > 0 && n < ADDRESS_SIZE && is_trusted(url);
}

static bool fetch(const struct media_settings *s, const char *url, struct buf *body)
{
        char line[S3_TOKEN_SIZE + 32];
        long status = 0;
        struct curl_slist *headers = NULL;
        CURL *curl = curl_easy_init();
        if (!curl)
                return false;
        if (s->credentials_token) {
                snprintf(line, sizeof line, "Authorization: %s", s->credentials_token);
                headers = curl_slist_append(NULL, line);
        }
        curl_easy_setopt(curl, CURLOPT_URL, url);
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ASK_MS);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
        if (curl_easy_perform(curl) == CURLE_OK)
                curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
        curl_slist_free_all(headers);
        curl_easy_cleanup(curl);
        return status == 200;
}

static bool read_document(struct str text, struct s3_credentials *ret)
{
        struct tm until = {0};
        json_t *document = json_loadb(text.ptr, text.len, 0, NULL);
        const char *token = json_string_value(json_object_get(document, "Token"));
        const char *expires = json_string_value(json_object_get(document, "Expiration"));
        bool fine = copy(ret->key, sizeof ret->key, json_string_value(json_object_get(document, "AccessKeyId"))) &&
                    copy(ret->secret, sizeof ret->secret,
                         json_string_value(json_object_get(document, "SecretAccessKey"))) &&
                    (!token || copy(ret->token, sizeof ret->token, token)) && expires &&
                    strptime(expires, "%Y-%m-%dT%H:%M:%S", &until);
        ret->expires_s = fine ? timegm(&until) : 0;
        json_decref(document);
        return fine;
}

static bool ask_container(const struct media_settings *s, struct s3_credentials *ret)
{
        char url[ADDRESS_SIZE];
        struct buf body;
        buf_init(&body, DOCUMENT_MAX);
        *ret = (struct s3_credentials){0};
        bool fine = write_address(s, url) && fetch(s, url, &body) && read_document(buf_str(&body), ret);
        if (body.ptr)
                sodium_memzero(body.ptr, body.len);
        buf_release(&body);
        return fine;
}

bool s3_credentials(struct media *m, struct s3_credentials *ret, char *problem)
{
        const struct media_settings *s = &m->settings;
        *ret = (struct s3_credentials){0};
        if (s->access_key_id) {
                if (copy(ret->key, sizeof ret->key, s->access_key_id) &&
                    copy(ret->secret, sizeof ret->secret, s->secret_access_key) &&
                    (!s->session_token || copy(ret->token, sizeof ret->token, s->session_token)))
                        return true;
                snprintf(problem, MEDIA_PROBLEM_SIZE, "AWS_ACCESS_KEY_ID and what belongs to it is too long");
                return false;
        }
        if (!s->credentials_relative_uri && !s->credentials_full_uri) {
                snprintf(problem, MEDIA_PROBLEM_SIZE, "AWS_ACCESS_KEY_ID is not set, and no container lends a key");
                return false;
        }
        pthread_mutex_lock(&m->lock); /* one asks, all others wait for what it gets */
        bool fine = m->cached.expires_s > time(NULL) + MARGIN_S || ask_container(s, &m->cached);
        if (fine)
                *ret = m->cached;
        pthread_mutex_unlock(&m->lock);
        if (!fine)
                snprintf(problem, MEDIA_PROBLEM_SIZE, "the container's credentials can't be had");
        return fine;
}
