/* The mails of accounts: what they tell, and what their links are. What they say stands in src/mail/templates. */
#include <sodium.h>

#include "accounts/accounts.h"
#include "accounts/secrets.h"
#include "base/signed_token.h"
#include "messages_queries.h"

static const struct str purpose_unsubscribe = STR("unsubscribe");

enum { TOLD_STORE, TOLD_MESSAGES }; /* the statements of ask() */

/* One mail: its letter, and its row of message_letters. */
struct account_letter {
        struct letter letter;
        const PGresult *rows;
        int row;
};

/* PUBLIC_URL, `page` and the mail's one-time token. ptr NULL: memory ran out, or the token is none. */
static struct str token_url(struct account_letter *m, struct str uuid, const char *page, struct str purpose)
{
        unsigned char id[SIGNED_ID_BYTES];
        char token[SIGNED_TOKEN_SIZE];
        size_t n = 0;
        if (sodium_hex2bin(id, sizeof id, uuid.ptr, uuid.len, "-", &n, NULL) != 0 || n != sizeof id)
                return STR_NULL;
        signed_token_make(letter_secret_key(&m->letter), purpose, id, token);
        return letter_url(&m->letter, arena_printf(m->letter.arena, "%s%s", page, token));
}

static bool set_token_url(struct account_letter *m, const char *name, const char *page, struct str purpose)
{
        struct str uuid = result_str(m->rows, m->row, "_token");
        if (uuid.ptr)
                letter_set_text(&m->letter, name, token_url(m, uuid, page, purpose));
        return uuid.ptr != NULL;
}

static bool set_verify(struct account_letter *m)
{
        return set_token_url(m, "verify_url", "/verify-email/", purpose_verify);
}

static bool set_reset(struct account_letter *m)
{
        return set_token_url(m, "reset_url", "/reset-password/", purpose_reset);
}

static bool set_forgot(struct account_letter *m)
{
        letter_set_text(&m->letter, "forgot_url", letter_url(&m->letter, STR("/forgot-password")));
        return true;
}

static bool set_login(struct account_letter *m)
{
        letter_set_text(&m->letter, "login_url", letter_url(&m->letter, STR("/login")));
        return true;
}

/* A way out for who gets newsletters, and no link to verify what somebody else has verified already. */
static bool set_welcome(struct account_letter *m)
{
        char token[SIGNED_TEXT_SIZE];
        struct letter *l = &m->letter;
        struct str code = result_str(m->rows, m->row, "_unsubscribe");
        if (code.ptr && signed_text_make(letter_secret_key(l), purpose_unsubscribe, code, token)) {
                struct str url = letter_url(l, arena_printf(l->arena, "/unsubscribe/%s", token));
                letter_set_text(l, "unsubscribe_url", url);
                letter_unsubscribe(l, url);
        }
        set_verify(m);
        return true;
}

bool account_unsubscribe_token_read(struct str key, struct str token, struct str *ret_code)
{
        return signed_text_read(key, purpose_unsubscribe, token, ret_code);
}

/* Whoever wrote to the shop gets its answer. */
static bool set_writer(struct account_letter *m)
{
        letter_reply_to(&m->letter, arena_copy(m->letter.arena, result_str(m->rows, m->row, "_writer")));
        return true;
}

/* False of set_links: there is no token any more, so the mail would have no use. */
static const struct {
        struct str kind;
        bool (*set_links)(struct account_letter *m);
} kinds[] = {
        {STR("welcome"), set_welcome},         {STR("verify_email"), set_verify},
        {STR("reset_password"), set_reset},    {STR("password_changed"), set_forgot},
        {STR("email_changing"), set_forgot},   {STR("username_reminder"), set_login},
        {STR("message_received"), set_writer},
};

static void set_names(struct account_letter *m)
{
        struct dict_entry entries[LETTER_NAMES_MAX];
        size_t count = 0;
        m->letter.full |= !letter_row(m->letter.arena, m->rows, m->row, entries, LETTER_NAMES_MAX, &count);
        for (size_t i = 0; i < count && !m->letter.full; i++)
                letter_set(&m->letter, entries[i].key.ptr, entries[i].value);
}

static void ask(struct unit *u, struct str ids)
{
        letter_ask(u);
        q_message_letters(u, ids);
}

static enum err compose(void *context, struct arena *a, const struct outbox_mail *m, const struct outcome *told,
                        struct mail_message *ret)
{
        struct account_letter mail = {.rows = told->results[TOLD_MESSAGES]};
        mail.row = letter_row_of(mail.rows, m->id);
        if (mail.row == PQntuples(mail.rows))
                return ERR_NOT_FOUND;
        letter_open(&mail.letter, context, a, told->results[TOLD_STORE]);
        set_names(&mail);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
                if (str_eq(kinds[i].kind, m->kind) && !kinds[i].set_links(&mail))
                        return ERR_NOT_FOUND;
        return letter_write(&mail.letter, m->kind, ret);
}

const struct outbox_source account_mails = {ask, compose};
