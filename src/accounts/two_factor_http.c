/* The member's second factor: begun with a secret, on once a code of it was shown. */
#include <sodium.h>
#include <stddef.h>

#include "accounts/member_http.h"
#include "accounts/recovery_code.h"
#include "accounts/replies.h"
#include "accounts/secrets.h"
#include "accounts/totp.h"
#include "http/decode.h"
#include "sessions_queries.h"
#include "two_factor_queries.h"

enum { URI_MAX = 2048 };

struct factor {
        struct str password, code;
};

static void reply_run(struct request *rq, struct worker *w, struct unit *u, struct str document)
{
        struct outcome o;
        run_in_worker(w, u, &o);
        if (o.error != ERR_NONE)
                reply_outcome(rq, &o);
        else if (!document.ptr)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else
                reply_json(rq, 200, document);
        outcome_release(&o);
}

void member_get_two_factor(struct request *rq)
{
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_two_factor_view(u, rq->session);
        request_run(rq, u, reply_with_row);
}

static void take_password(struct request *rq, void (*work)(struct request *rq, struct worker *w))
{
        static const struct field fields[] = {
                {"password", FIELD_TEXT, offsetof(struct factor, password), .minimum = 1,
                 .maximum = PASSWORD_INPUT_MAX},
        };
        struct factor *in = arena_new(&rq->arena, struct factor);
        rq->state = in;
        if (!in)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_decode(rq, fields, in))
                try_as_user(rq, "password", store_settings(rq)->login_limit, work);
}

/* The name of the store, for the app's list. */
static struct str store_name(struct request *rq, struct worker *w)
{
        struct outcome o;
        struct unit *u = request_unit(rq);
        q_two_factor_store_name(u);
        run_in_worker(w, u, &o);
        struct str name = arena_copy(&rq->arena, result_str(outcome_last(&o), 0, "name"));
        outcome_release(&o);
        return name.ptr ? name : STR("Shop");
}

static struct str secret_document(struct request *rq, struct str issuer, struct str account,
                                  const unsigned char secret[TOTP_SECRET_BYTES])
{
        struct buf uri, json;
        char text[TOTP_SECRET_TEXT];
        buf_init(&uri, URI_MAX);
        buf_init(&json, 2 * URI_MAX);
        totp_secret_text(secret, text);
        totp_uri(&uri, issuer, account, secret);
        buf_printf(&json, "{\"secret\":\"%s\",\"uri\":", text);
        buf_add_json(&json, buf_str(&uri));
        buf_add_char(&json, '}');
        struct str document = uri.failed || json.failed ? STR_NULL : arena_copy(&rq->arena, buf_str(&json));
        buf_release(&uri);
        buf_release(&json);
        return document;
}

static void begin(struct request *rq, struct worker *w)
{
        struct own_credentials own;
        unsigned char secret[TOTP_SECRET_BYTES], sealed[TOTP_SEALED_BYTES];
        const struct factor *in = rq->state;
        if (!own_password_check(rq, w, in->password, STR("password"), &own))
                return;
        totp_secret_make(secret);
        totp_seal(secret_key(rq), secret, sealed);
        struct str document = secret_document(rq, store_name(rq, w), own.username, secret);
        sodium_memzero(secret, sizeof secret);
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_two_factor_begin(u, rq->session, (struct str){(char *)sealed, sizeof sealed});
        reply_run(rq, w, u, document);
}

void member_post_two_factor(struct request *rq)
{
        take_password(rq, begin);
}

/* New codes: as JSON for the member, and their hashes as PostgreSQL's array of bytea. */
static void make_codes(struct request *rq, struct str *ret_document, struct str *ret_hashes)
{
        struct str list = STR(""), hashes = STR("");
        for (int i = 0; i < RECOVERY_CODES; i++) {
                char code[RECOVERY_CODE_SIZE], hex[2 * RECOVERY_HASH_BYTES + 1];
                unsigned char hash[RECOVERY_HASH_BYTES];
                recovery_code_make(code);
                if (!recovery_code_hash(str_from(code), hash))
                        return;
                sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
                list = arena_printf(&rq->arena, "%.*s%s\"%s\"", STR_ARG(list), i ? "," : "", code);
                hashes = arena_printf(&rq->arena, "%.*s%s\"\\\\x%s\"", STR_ARG(hashes), i ? "," : "", hex);
        }
        *ret_document = arena_printf(&rq->arena, "{\"recovery_codes\":[%.*s]}", STR_ARG(list));
        *ret_hashes = arena_printf(&rq->arena, "{%.*s}", STR_ARG(hashes));
}

static void confirm(struct request *rq, struct worker *w)
{
        struct outcome o;
        int64_t step = 0;
        const struct factor *in = rq->state;
        struct unit *u = request_unit(rq);
        q_two_factor_secret(u, rq->session);
        run_in_worker(w, u, &o);
        const PGresult *row = outcome_last(&o);
        bool known = o.error == ERR_NONE && PQntuples(row) == 1;
        bool right = known && sealed_code_check(rq, result_str(row, 0, "secret"), in->code,
                                                result_int64(row, 0, "last_step"), &step);
        if (o.error != ERR_NONE)
                reply_outcome(rq, &o);
        outcome_release(&o);
        if (o.error == ERR_NONE && !known) {
                reply_error(rq, ERR_CONFLICT, STR("Begin with a new secret."));
        } else if (known && !right) {
                reply_field_error(rq, STR("code"), STR("two_factor_failed"),
                                  STR("This is not the code that the app shows now."));
        } else if (right) {
                struct str document = STR_NULL, hashes = STR_NULL;
                make_codes(rq, &document, &hashes);
                u = request_unit(rq);
                q_session_require_for_setup(u, rq->session);
                q_two_factor_lock(u, rq->session);
                q_two_factor_confirm(u, rq->session, step, hashes);
                q_session_end_others(u, rq->session);
                reply_run(rq, w, u, document);
        }
}

void member_put_two_factor(struct request *rq)
{
        static const struct field fields[] = {
                {"code", FIELD_TEXT, offsetof(struct factor, code), .minimum = 1, .maximum = CODE_MAX},
        };
        struct factor *in = arena_new(&rq->arena, struct factor);
        rq->state = in;
        if (!in)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (request_decode(rq, fields, in))
                try_as_user(rq, "login-code", store_settings(rq)->login_limit, confirm);
}

static void renew_codes(struct request *rq, struct worker *w)
{
        struct own_credentials own;
        const struct factor *in = rq->state;
        if (!own_password_check(rq, w, in->password, STR("password"), &own))
                return;
        struct str document = STR_NULL, hashes = STR_NULL;
        make_codes(rq, &document, &hashes);
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_two_factor_renew_recovery_codes(u, rq->session, hashes);
        reply_run(rq, w, u, document);
}

void member_post_recovery_codes(struct request *rq)
{
        take_password(rq, renew_codes);
}

static void turn_off(struct request *rq, struct worker *w)
{
        struct own_credentials own;
        const struct factor *in = rq->state;
        if (!own_password_check(rq, w, in->password, STR("password"), &own))
                return;
        struct unit *u = request_unit(rq);
        q_session_require_for_setup(u, rq->session);
        q_two_factor_remove(u, rq->session);
        q_two_factor_view(u, rq->session);
        run_and_reply(rq, w, u, reply_with_row);
}

void member_post_two_factor_removal(struct request *rq)
{
        take_password(rq, turn_off);
}
