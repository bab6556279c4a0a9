/* SMTP_URL, as an administrator writes it.
 *
 *     smtp://user:password@host:587?starttls=require     STARTTLS before anything else, or no mail
 *     smtp://host:25?starttls=try|none                   where it is offered; never
 *     smtps://user:password@host:465                     TLS from the start
 *
 *     smtp://user@host:587?starttls=require&auth=xoauth2 plain, login or xoauth2 (with a token in place of a password)
 *
 * Without starttls= it is `require`, on loopback hosts `try`. Without auth= the best that the server offers. A password
 * or token is never sent unencrypted but to a loopback host. User and password are percent-encoded.
 */
#ifndef MAIL_SMTP_URL_H
#define MAIL_SMTP_URL_H

#include "base/str.h"

struct mail_smtp_url {
        enum { MAIL_TLS_NONE, MAIL_TLS_TRY, MAIL_TLS_REQUIRE, MAIL_TLS_IMPLICIT } tls;
        char host[256]; /* IPv6 in its brackets */
        unsigned port;  /* 587, or 465 for smtps, when not given */
        enum { MAIL_AUTH_ANY, MAIL_AUTH_PLAIN, MAIL_AUTH_LOGIN, MAIL_AUTH_XOAUTH2 } auth;
        char user[256]; /* empty: no authentication */
        char password[256];
};

/* STR_NULL when the address can be used and *ret is filled, otherwise one literal line that says what to mend;
 * it never holds the password. */
struct str mail_smtp_url_parse(struct str url, struct mail_smtp_url *ret);

#endif
