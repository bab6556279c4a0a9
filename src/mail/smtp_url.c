/* SMTP_URL, as an administrator writes it. */
#include "mail/smtp_url.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/host.h"

enum { URL_MAX = 1024 };

/* Copies a part of the address, percent-decoded; empty when it is not there. */
static bool get(CURLU *url, CURLUPart what, char *out, size_t size)
{
        char *part = NULL;
        CURLUcode code = curl_url_get(url, what, &part, CURLU_URLDECODE);
        out[0] = 0;
        bool good = code == CURLUE_OK
                            ? str_to_c(str_from(part), out, size)
                            : code == CURLUE_NO_USER || code == CURLUE_NO_PASSWORD || code == CURLUE_NO_PORT ||
                                      code == CURLUE_NO_QUERY || code == CURLUE_NO_FRAGMENT;
        curl_free(part);
        return good;
}

static bool is_text(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if ((unsigned char)s.ptr[i] < ' ' || s.ptr[i] == 0x7F)
                        return false;
        return str_is_text(s);
}

static struct str read_scheme(CURLU *url, struct mail_smtp_url *ret)
{
        char scheme[16];
        if (!get(url, CURLUPART_SCHEME, scheme, sizeof scheme))
                scheme[0] = 0;
        ret->tls = host_is_loopback(ret->host) ? MAIL_TLS_TRY : MAIL_TLS_REQUIRE;
        if (strcmp(scheme, "smtps") == 0)
                ret->tls = MAIL_TLS_IMPLICIT;
        else if (strcmp(scheme, "smtp") != 0)
                return STR("SMTP_URL must begin with smtp:// or smtps://");
        return STR_NULL;
}

/* The place of a word in a list that ends with NULL; -1 when it is not there. */
static int place_of(struct str word, const char *const *words)
{
        for (int i = 0; words[i]; i++)
                if (str_eq(word, str_from(words[i])))
                        return i;
        return -1;
}

static struct str read_option(struct str value, struct mail_smtp_url *ret)
{
        static const char *const tls[] = {"none", "try", "require", NULL};            /* as in MAIL_TLS_... */
        static const char *const auth[] = {"any", "plain", "login", "xoauth2", NULL}; /* as in MAIL_AUTH_... */
        struct str name = str_cut(&value, '=');
        if (str_eq(name, STR("starttls")) && ret->tls == MAIL_TLS_IMPLICIT)
                return STR("SMTP_URL: smtps:// encrypts from the start, so it takes no ?starttls");
        int chosen = str_eq(name, STR("starttls")) ? place_of(value, tls)
                     : str_eq(name, STR("auth"))   ? place_of(value, auth)
                                                   : -1;
        if (chosen < 0)
                return STR("SMTP_URL takes starttls=require, try or none and auth=plain, login or xoauth2 behind the "
                           "?, and nothing else");
        if (str_eq(name, STR("auth")))
                ret->auth = (typeof(ret->auth))chosen;
        else
                ret->tls = (typeof(ret->tls))chosen;
        return STR_NULL;
}

static struct str read_options(CURLU *url, struct mail_smtp_url *ret)
{
        char query[64];
        struct str problem = read_scheme(url, ret);
        if (problem.ptr)
                return problem;
        if (!get(url, CURLUPART_QUERY, query, sizeof query))
                return STR("SMTP_URL has too much behind the ?");
        for (struct str rest = query[0] ? str_from(query) : STR_NULL; rest.ptr && !problem.ptr;)
                problem = read_option(str_cut(&rest, '&'), ret);
        return problem;
}

static struct str read_login(CURLU *url, struct mail_smtp_url *ret)
{
        if (!get(url, CURLUPART_USER, ret->user, sizeof ret->user) ||
            !get(url, CURLUPART_PASSWORD, ret->password, sizeof ret->password) || !is_text(str_from(ret->user)) ||
            !is_text(str_from(ret->password)))
                return STR("SMTP_URL: the user or password is too long or holds control characters");
        bool has_token = ret->auth == MAIL_AUTH_XOAUTH2;
        if (has_token && (!ret->user[0] || ret->password[0]))
                return STR("SMTP_URL with auth=xoauth2 has a user and no password: the token is SMTP_OAUTH_TOKEN");
        if (ret->auth && !ret->user[0])
                return STR("SMTP_URL has auth= but no user and password");
        if (!has_token && !ret->user[0] != !ret->password[0])
                return STR("SMTP_URL has a user or a password, but not both (percent-encode @ : / in them)");
        if (ret->user[0] && ret->tls != MAIL_TLS_REQUIRE && ret->tls != MAIL_TLS_IMPLICIT &&
            !host_is_loopback(ret->host))
                return STR("SMTP_URL would send the password unencrypted: use ?starttls=require or smtps://");
        return STR_NULL;
}

static struct str read_host(CURLU *url, struct mail_smtp_url *ret)
{
        char port[8], path[8], fragment[8];
        if (!get(url, CURLUPART_HOST, ret->host, sizeof ret->host) || ret->host[0] == 0)
                return STR("SMTP_URL names no host");
        if (!get(url, CURLUPART_PORT, port, sizeof port))
                return STR("SMTP_URL: the port is not valid");
        ret->port = (unsigned)strtoul(port, NULL, 10);
        if (!get(url, CURLUPART_PATH, path, sizeof path) || (path[0] && strcmp(path, "/") != 0) ||
            !get(url, CURLUPART_FRAGMENT, fragment, sizeof fragment) || fragment[0])
                return STR("SMTP_URL has something behind the host and port that it should not have");
        return STR_NULL;
}

static struct str read_parts(CURLU *url, struct mail_smtp_url *ret)
{
        struct str problem = read_host(url, ret);
        if (!problem.ptr)
                problem = read_options(url, ret);
        if (!problem.ptr)
                problem = read_login(url, ret);
        if (!problem.ptr && ret->port == 0)
                ret->port = ret->tls == MAIL_TLS_IMPLICIT ? 465 : 587; /* RFC 8314, 3.3; RFC 6409, 3.1 */
        return problem;
}

struct str mail_smtp_url_parse(struct str text, struct mail_smtp_url *ret)
{
        char c_text[URL_MAX];
        *ret = (struct mail_smtp_url){0};
        if (!str_to_c(text, c_text, sizeof c_text))
                return STR("SMTP_URL is too long");
        CURLU *url = curl_url();
        struct str problem = STR("SMTP_URL is no address such as smtp://user:password@host:587");
        if (url && curl_url_set(url, CURLUPART_URL, c_text, 0) == CURLUE_OK)
                problem = read_parts(url, ret);
        curl_url_cleanup(url);
        explicit_bzero(c_text, sizeof c_text);
        if (problem.ptr)
                explicit_bzero(ret, sizeof *ret);
        return problem;
}
