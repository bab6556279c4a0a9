/* What account handlers do in a worker's thread. */
#include "accounts/secrets.h"

#include <sodium.h>

#include "accounts/identity.h"
#include "accounts/totp.h"
#include "base/clock.h"
#include "base/signed_token.h"
#include "credentials_queries.h"
#include "http/quota.h"
#include "http/server.h"
#include "sessions_queries.h"

struct password_cost password_cost(const struct request *rq)
{
        const struct store_settings *s = store_settings(rq);
        return (struct password_cost){.memory = (uint32_t)s->password_memory_kib,
                                      .passes = (uint32_t)s->password_passes};
}

struct str secret_key(const struct request *rq)
{
        return store_settings(rq)->secret_key;
}

struct str login_key(struct request *rq, struct str typed)
{
        struct username name;
        enum identity_problem problem = username_normalise(&rq->arena, typed, &name);
        if (problem == IDENTITY_NO_MEMORY)
                return STR_NULL;
        return problem == IDENTITY_FINE ? name.key : str_trim(typed);
}

void run_in_worker(struct worker *w, struct unit *u, struct outcome *ret)
{
        blocking_run(&w->db, u, ret);
}

void run_and_reply(struct request *rq, struct worker *w, struct unit *u,
                   void (*reply)(struct request *rq, const struct outcome *o))
{
        struct outcome o;
        run_in_worker(w, u, &o);
        if (o.error == ERR_NONE)
                reply(rq, &o);
        else
                reply_outcome(rq, &o);
        outcome_release(&o);
}

static struct str copy(struct request *rq, const PGresult *r, const char *column)
{
        return arena_copy(&rq->arena, result_str(r, 0, column));
}

bool own_credentials_read(struct request *rq, struct worker *w, struct own_credentials *ret)
{
        struct outcome o;
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_credential_own(u, rq->session);
        run_in_worker(w, u, &o);
        const PGresult *r = outcome_last(&o);
        bool fine = o.error == ERR_NONE && PQntuples(r) == 1;
        if (o.error != ERR_NONE)
                reply_outcome(rq, &o);
        else if (!fine)
                reply_error(rq, ERR_LOGIN_REQUIRED, STR_NULL);
        else
                *ret = (struct own_credentials){
                        .id = result_int64(r, 0, "id"),
                        .username = copy(rq, r, "username"),
                        .remembered = result_bool(r, 0, "remembered"),
                        .first_name = copy(rq, r, "first_name"),
                        .last_name = copy(rq, r, "last_name"),
                        .email = copy(rq, r, "email"),
                        .password_hash = copy(rq, r, "password_hash"),
                };
        outcome_release(&o);
        return fine;
}

bool own_password_check(struct request *rq, struct worker *w, struct str password, struct str field,
                        struct own_credentials *ret)
{
        if (!own_credentials_read(rq, w, ret))
                return false;
        enum password_verdict verdict = password_hash_verify(password, ret->password_hash);
        if (verdict == PASSWORD_UNCHECKED)
                reply_error(rq, ERR_OVERLOADED, STR_NULL);
        else if (verdict == PASSWORD_WRONG)
                reply_field_error(rq, field, STR("password_wrong"), STR("This is not your password."));
        return verdict == PASSWORD_RIGHT;
}

struct str password_hash_new(struct request *rq, struct str password)
{
        char hash[PASSWORD_HASH_SIZE];
        struct str made = STR_NULL;
        if (password_hash_make(password, password_cost(rq), hash))
                made = arena_copy(&rq->arena, str_from(hash));
        if (!made.ptr)
                reply_error(rq, ERR_OVERLOADED, STR_NULL);
        return made;
}

struct str token_id(struct request *rq, struct str purpose, struct str token)
{
        unsigned char id[SIGNED_ID_BYTES];
        char hex[2 * SIGNED_ID_BYTES + 1];
        if (!signed_token_read(secret_key(rq), purpose, token, id))
                return STR_NULL;
        sodium_bin2hex(hex, sizeof hex, id, sizeof id);
        return arena_copy(&rq->arena, str_from(hex));
}

bool sealed_code_check(struct request *rq, struct str sealed_hex, struct str typed, int64_t last_step,
                       int64_t *ret_step)
{
        unsigned char sealed[TOTP_SEALED_BYTES], secret[TOTP_SECRET_BYTES];
        size_t n = 0;
        if (!sealed_hex.ptr ||
            sodium_hex2bin(sealed, sizeof sealed, sealed_hex.ptr, sealed_hex.len, NULL, &n, NULL) != 0)
                return false;
        bool right = totp_open(secret_key(rq), (struct str){(char *)sealed, n}, secret) &&
                     totp_check(secret, typed, clock_unix(), last_step, ret_step);
        sodium_memzero(secret, sizeof secret);
        return right;
}

struct counted_try {
        const char *name;
        int64_t most;
        void (*work)(struct request *rq, struct worker *w);
        void *state;
};

static void on_counted(struct request *rq)
{
        struct counted_try *t = rq->state;
        rq->state = t->state;
        request_defer(rq, t->work);
}

static void on_user(struct request *rq, const struct outcome *o)
{
        const struct counted_try *t = rq->state;
        struct quota quota = {t->name, arena_copy(&rq->arena, result_str(outcome_last(o), 0, "user_id")), t->most};
        quota_take(rq, &quota, 1, QUOTA_REFUSE, on_counted);
}

void try_as_user(struct request *rq, const char *name, int64_t most, void (*work)(struct request *rq, struct worker *w))
{
        struct counted_try *t = arena_new(&rq->arena, struct counted_try);
        if (!t) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        *t = (struct counted_try){.name = name, .most = most, .work = work, .state = rq->state};
        rq->state = t;
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        request_run(rq, u, on_user);
}

struct session_life session_life(const struct request *rq, bool remembered)
{
        const struct store_settings *s = store_settings(rq);
        if (remembered)
                return (struct session_life){.idle_seconds = (int32_t)s->remembered_idle_seconds,
                                             .seconds = (int32_t)s->remembered_seconds,
                                             .cookie_seconds = s->remembered_seconds};
        return (struct session_life){.idle_seconds = (int32_t)s->session_idle_seconds,
                                     .seconds = (int32_t)s->session_seconds};
}

struct str user_agent(const struct request *rq)
{
        struct str agent = request_header(rq, "User-Agent");
        return agent.ptr && str_is_text(agent) ? agent : STR("");
}
