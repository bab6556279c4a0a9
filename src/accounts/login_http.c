/* POST /api/v1/session and its second step, and POST /api/admin/session, which lets staff in alone. A known and an
 * unknown username cost the same work and get the same words; so does, in the admin, somebody who is not staff. */
#include <sodium.h>
#include <stddef.h>

#include "accounts/identity.h"
#include "accounts/recovery_code.h"
#include "accounts/replies.h"
#include "accounts/secrets.h"
#include "accounts/session_http.h"
#include "base/clock.h"
#include "base/signed_token.h"
#include "cart/cart.h"
#include "credentials_queries.h"
#include "http/decode.h"
#include "http/quota.h"
#include "http/visitor.h"
#include "sessions_queries.h"
#include "two_factor_queries.h"

enum { CHALLENGE_MAX = 300 };

struct login {
        struct str username, password;
        bool remember;
        bool staff; /* nobody else may */
        struct str challenge, code;
        struct str key; /* of the username */
        int64_t user_id;
        struct str password_hash, new_hash;
        struct str secret; /* of the second factor: sealed, in hex */
        int64_t last_step;
};

/* Opens the session in one unit; `u` has what else must hold. */
static void open_session(struct request *rq, struct worker *w, struct login *in, struct unit *u, bool two_factor)
{
        struct outcome o;
        struct session_life life = session_life(rq, in->remember);
        struct str before = rq->session;
        if (!rq->visitor.ptr && !visitor_create(rq)) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        before = arena_copy(&rq->arena, before);
        if (!session_begin(rq)) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        q_session_lock_user(u, in->user_id);
        q_session_log_in(u, in->user_id, in->password_hash, in->new_hash, rq->session, before, in->remember, two_factor,
                         life.idle_seconds, life.seconds, request_address(rq), user_agent(rq));
        q_credential_convert_prospect(u, rq->session); /* an order may have crossed the verification */
        cart_merge_add(u, rq);
        session_view_add(u, rq);
        run_in_worker(w, u, &o);
        struct str session = STR_NULL;
        if (o.error == ERR_NONE) {
                session_keep(rq, life.cookie_seconds);
                session = session_document(rq, &o);
        }
        if (o.error != ERR_NONE)
                reply_outcome(rq, &o);
        else if (!session.ptr)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else
                reply_json(rq, 200,
                           arena_printf(&rq->arena, "{\"session\":%.*s,\"challenge\":null}", STR_ARG(session)));
        outcome_release(&o);
}

/* What the first step has shown, signed, so that nothing has to be kept: user, until when, whether to remember. It ends
 * with the password that was shown. */
static struct str challenge_purpose(struct request *rq, struct str password_hash)
{
        unsigned char hash[16];
        char hex[2 * sizeof hash + 1];
        crypto_generichash(hash, sizeof hash, (const unsigned char *)password_hash.ptr, password_hash.len, NULL, 0);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        return arena_printf(&rq->arena, "challenge-%s", hex);
}

static void reply_challenge(struct request *rq, const struct login *in)
{
        char token[SIGNED_TEXT_SIZE];
        struct str purpose = challenge_purpose(rq, in->password_hash);
        struct str text = arena_printf(&rq->arena, "%lld_%lld_%d", (long long)in->user_id,
                                       (long long)(clock_unix() + CHALLENGE_SECONDS), in->remember);
        if (!purpose.ptr || !text.ptr || !signed_text_make(secret_key(rq), purpose, text, token))
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else
                reply_json(rq, 200, arena_printf(&rq->arena, "{\"session\":null,\"challenge\":\"%s\"}", token));
}

/* A login does not fail because this does. */
static void renew_hash(struct request *rq, struct login *in)
{
        char hash[PASSWORD_HASH_SIZE];
        struct password_cost cost = password_cost(rq);
        in->new_hash = STR_NULL;
        if (password_hash_outdated(in->password_hash, cost) && password_hash_make(in->password, cost, hash))
                in->new_hash = arena_copy(&rq->arena, str_from(hash));
}

/* The challenge holds for one hash, so a new one is written down before. */
static void keep_hash(struct request *rq, struct worker *w, struct login *in)
{
        struct outcome o;
        if (!in->new_hash.ptr)
                return;
        struct unit *u = request_unit(rq);
        q_two_factor_renew_hash(u, in->user_id, in->password_hash, in->new_hash);
        run_in_worker(w, u, &o);
        if (o.error == ERR_NONE)
                in->password_hash = in->new_hash;
        outcome_release(&o);
        in->new_hash = STR_NULL;
}

/* Empty hash: there is nobody to log in. False: the error is replied. */
static bool read_credentials(struct request *rq, struct worker *w, struct login *in, bool *ret_two_factor)
{
        struct outcome o;
        struct unit *u = request_unit(rq);
        q_session_credentials(u, in->key, in->staff);
        run_in_worker(w, u, &o);
        const PGresult *r = outcome_last(&o);
        if (o.error != ERR_NONE) {
                reply_error(rq, o.error == ERR_INTERNAL ? ERR_INTERNAL : ERR_DATABASE_UNAVAILABLE, STR_NULL);
        } else {
                in->user_id = result_int64(r, 0, "id");
                in->password_hash = arena_copy(&rq->arena, result_str(r, 0, "password_hash"));
                *ret_two_factor = result_bool(r, 0, "two_factor");
        }
        bool fine = o.error == ERR_NONE;
        outcome_release(&o);
        return fine;
}

static void log_in(struct request *rq, struct worker *w)
{
        struct login *in = rq->state;
        bool two_factor = false;
        if (!read_credentials(rq, w, in, &two_factor))
                return;
        enum password_verdict verdict = PASSWORD_WRONG;
        if (in->password_hash.ptr && password_hash_is_usable(in->password_hash))
                verdict = password_hash_verify(in->password, in->password_hash);
        else
                password_hash_dummy(in->password, password_cost(rq));
        if (verdict == PASSWORD_UNCHECKED) {
                reply_error(rq, ERR_OVERLOADED, STR_NULL);
        } else if (verdict == PASSWORD_WRONG) {
                reply_error(rq, ERR_LOGIN_FAILED, STR_NULL);
        } else if (two_factor) {
                renew_hash(rq, in);
                keep_hash(rq, w, in);
                reply_challenge(rq, in);
        } else {
                renew_hash(rq, in);
                open_session(rq, w, in, request_unit(rq), false);
        }
}

static void defer_login(struct request *rq)
{
        request_defer(rq, log_in);
}

static const struct field login_fields[] = {
        {"username", FIELD_TEXT, offsetof(struct login, username), .minimum = 1, .maximum = USERNAME_MAX,
         .characters = true},
        {"password", FIELD_TEXT, offsetof(struct login, password), .minimum = 1, .maximum = PASSWORD_INPUT_MAX},
        {"remember", FIELD_BOOL, offsetof(struct login, remember), .optional = true}, /* not in the admin */
};
enum { LOGIN_FIELDS = sizeof login_fields / sizeof *login_fields, STAFF_FIELDS = LOGIN_FIELDS - 1 };

/* NULL: the error is replied. */
static struct login *decode_login(struct request *rq, size_t field_count)
{
        struct login *in = arena_new(&rq->arena, struct login);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return NULL;
        }
        if (!request_decode_fields(rq, login_fields, field_count, in))
                return NULL;
        in->key = login_key(rq, in->username);
        if (!in->key.ptr) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return NULL;
        }
        return in;
}

void session_post(struct request *rq)
{
        struct login *in = decode_login(rq, LOGIN_FIELDS);
        if (!in)
                return;
        const struct quota quotas[] = {
                {"login-address", request_client(rq), store_settings(rq)->login_limit},
                {"login-username", in->key, store_settings(rq)->login_limit},
        };
        quota_take(rq, quotas, 2, QUOTA_REFUSE, defer_login);
}

void session_post_staff(struct request *rq)
{
        struct login *in = decode_login(rq, STAFF_FIELDS);
        if (!in)
                return;
        in->staff = true;
        const struct quota quotas[] = {
                {"admin-login-address", request_client(rq), store_settings(rq)->admin_login_limit},
                {"admin-login-username", in->key, store_settings(rq)->admin_login_limit},
        };
        quota_take(rq, quotas, 2, QUOTA_REFUSE, defer_login);
}

/* The second step. */

/* "user_until_remember" */
static bool read_challenge_text(struct str text, struct login *in, int64_t *ret_until)
{
        int64_t remember;
        struct str second = text, user = str_cut(&second, '_');
        struct str third = second, until = str_cut(&third, '_');
        if (!str_to_int64(user, &in->user_id) || !str_to_int64(until, ret_until) || !str_to_int64(third, &remember))
                return false;
        in->remember = remember == 1;
        return true;
}

/* Adds to the unit what uses the code up; false when it is no right one. */
static bool use_code(struct request *rq, struct unit *u, const struct login *in)
{
        unsigned char hash[RECOVERY_HASH_BYTES];
        int64_t step = 0;
        if (recovery_code_hash(in->code, hash)) {
                q_two_factor_use_recovery_code(u, in->user_id, (struct str){(char *)hash, sizeof hash});
                return true;
        }
        if (!sealed_code_check(rq, in->secret, in->code, in->last_step, &step))
                return false;
        q_two_factor_use_step(u, in->user_id, step);
        return true;
}

static void log_in_with_code(struct request *rq, struct worker *w)
{
        struct login *in = rq->state;
        struct unit *u = request_unit(rq);
        if (use_code(rq, u, in))
                open_session(rq, w, in, u, true);
        else
                reply_error(rq, ERR_TWO_FACTOR_FAILED, STR_NULL);
}

static void defer_code(struct request *rq)
{
        request_defer(rq, log_in_with_code);
}

/* Tries count by user, not by challenge, of which there is another for the password; and only of who has shown the
 * password, or anybody could use up somebody's tries. */
static void on_challenge(struct request *rq, const struct outcome *o)
{
        struct login *in = rq->state;
        struct str text;
        const PGresult *row = outcome_last(o);
        in->password_hash = arena_copy(&rq->arena, result_str(row, 0, "password_hash"));
        in->secret = arena_copy(&rq->arena, result_str(row, 0, "secret"));
        in->last_step = result_int64(row, 0, "last_step");
        if (!in->password_hash.ptr ||
            !signed_text_read(secret_key(rq), challenge_purpose(rq, in->password_hash), in->challenge, &text)) {
                reply_error(rq, ERR_LOGIN_FAILED, STR_NULL);
                return;
        }
        struct quota quota = {"login-code", arena_printf(&rq->arena, "%lld", (long long)in->user_id),
                              store_settings(rq)->login_limit};
        quota_take(rq, &quota, 1, QUOTA_REFUSE, defer_code);
}

void session_post_two_factor(struct request *rq)
{
        static const struct field fields[] = {
                {"challenge", FIELD_TEXT, offsetof(struct login, challenge), .minimum = 1, .maximum = CHALLENGE_MAX},
                {"code", FIELD_TEXT, offsetof(struct login, code), .minimum = 1, .maximum = CODE_MAX},
        };
        int64_t until;
        struct login *in = arena_new(&rq->arena, struct login);
        rq->state = in;
        if (!in) {
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
                return;
        }
        if (!request_decode(rq, fields, in))
                return;
        struct str signature = in->challenge, text = str_cut(&signature, '.');
        if (!read_challenge_text(text, in, &until) || until < clock_unix()) {
                reply_error(rq, ERR_LOGIN_FAILED, STR_NULL);
                return;
        }
        struct unit *u = request_unit(rq);
        q_two_factor_challenge(u, in->user_id);
        request_run(rq, u, on_challenge);
}
