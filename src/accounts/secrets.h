/* What account handlers do in a worker's thread: passwords, sessions that begin, second factors. */
#ifndef ACCOUNTS_SECRETS_H
#define ACCOUNTS_SECRETS_H

#include "accounts/password_hash.h"
#include "http/request.h"
#include "http/store.h"

enum {
        PASSWORD_INPUT_MAX = 1000, /* bytes that a body may give; longer ones are no password of ours */
        CODE_MAX = 40,             /* bytes of a code as people type it */
        CHALLENGE_SECONDS = 300,   /* between the two steps of a login */
        VERIFY_SECONDS = 24 * 3600,
        RESET_SECONDS = 3600,
};

static const struct str purpose_verify = STR("verify"), purpose_reset = STR("reset");

struct password_cost password_cost(const struct request *rq);
struct str secret_key(const struct request *rq);

/* What a username is looked up by; what nobody can be called counts as it was typed. STR_NULL when memory ran out. */
struct str login_key(struct request *rq, struct str typed);

/* Runs a unit on the worker's connection. */
void run_in_worker(struct worker *w, struct unit *u, struct outcome *ret);
/* The same as the handler's last step: `reply` when it has committed, any error is replied. */
void run_and_reply(struct request *rq, struct worker *w, struct unit *u,
                   void (*reply)(struct request *rq, const struct outcome *o));

/* Who is logged in, as row of credential_own; strs in the request's arena. */
struct own_credentials {
        int64_t id;
        bool remembered; /* the session */
        struct str username, first_name, last_name, email, password_hash;
};
/* False: the error is replied (401 without a session). */
bool own_credentials_read(struct request *rq, struct worker *w, struct own_credentials *ret)
        __attribute__((warn_unused_result));
/* The same, and `password` is theirs; else 422 `password_wrong` for `field`. */
bool own_password_check(struct request *rq, struct worker *w, struct str password, struct str field,
                        struct own_credentials *ret) __attribute__((warn_unused_result));

/* A hash for a new password, in the arena; STR_NULL, with the error replied, when that failed. */
struct str password_hash_new(struct request *rq, struct str password);

/* The id that a link's token carries, as text for a uuid; STR_NULL when it is not one of ours. */
struct str token_id(struct request *rq, struct str purpose, struct str token);

/* Whether `typed` is a code of the sealed secret (in hex, as rows have it) that was not used yet. */
bool sealed_code_check(struct request *rq, struct str sealed_hex, struct str typed, int64_t last_step,
                       int64_t *ret_step) __attribute__((warn_unused_result));

/* Counts one try of a password, a code or a mailed link by somebody who is logged in, by user, so that an open session
 * guesses no more than a login does; then goes on in a worker's thread. 401 without a session. */
void try_as_user(struct request *rq, const char *name, int64_t most,
                 void (*work)(struct request *rq, struct worker *w));

/* How long a session lives. */
struct session_life {
        int32_t idle_seconds, seconds;
        int64_t cookie_seconds; /* 0: as long as the browser's window */
};
struct session_life session_life(const struct request *rq, bool remembered);
/* For the list of sessions. */
struct str user_agent(const struct request *rq);

#endif
