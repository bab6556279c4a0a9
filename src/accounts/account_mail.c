/* The mails of accounts: what their links are. What they say stands in src/mail/templates. */
#include <sodium.h>

#include "accounts/accounts.h"
#include "accounts/secrets.h"
#include "base/signed_token.h"

/* PUBLIC_URL, `page` and the mail's one-time token. ptr NULL: there is no token. */
static struct str token_url(const struct letter *l, const char *page, struct str purpose)
{
        unsigned char id[SIGNED_ID_BYTES];
        char token[SIGNED_TOKEN_SIZE];
        size_t n = 0;
        struct str uuid = letter_secret(l, "token");
        if (sodium_hex2bin(id, sizeof id, uuid.ptr, uuid.len, "-", &n, NULL) != 0 || n != sizeof id)
                return STR_NULL;
        signed_token_make(letter_secret_key(l), purpose, id, token);
        return letter_url(l, arena_printf(l->arena, "%s%s", page, token));
}

static enum err set_verify(struct letter *l)
{
        return letter_set(l, "verify_url", token_url(l, "/verify-email/", purpose_verify)) ? ERR_NONE : ERR_INTERNAL;
}

static enum err set_reset(struct letter *l)
{
        return letter_set(l, "reset_url", token_url(l, "/reset-password/", purpose_reset)) ? ERR_NONE : ERR_INTERNAL;
}

static enum err set_forgot(struct letter *l)
{
        return letter_set(l, "forgot_url", letter_url(l, STR("/forgot-password"))) ? ERR_NONE : ERR_NO_MEMORY;
}

static enum err set_login(struct letter *l)
{
        return letter_set(l, "login_url", letter_url(l, STR("/login"))) ? ERR_NONE : ERR_NO_MEMORY;
}

/* A way out for who gets newsletters, and no link to verify what somebody else has verified already. */
static enum err set_welcome(struct letter *l)
{
        char token[SIGNED_TEXT_SIZE];
        struct str code = letter_secret(l, "unsubscribe");
        if (code.len && !signed_text_make(letter_secret_key(l), purpose_unsubscribe, code, token))
                return ERR_INTERNAL;
        if (code.len &&
            !letter_set(l, "unsubscribe_url", letter_url(l, arena_printf(l->arena, "/unsubscribe/%s", token))))
                return ERR_NO_MEMORY;
        return letter_secret(l, "token").len ? set_verify(l) : ERR_NONE;
}

static const struct {
        struct str kind;
        enum err (*set_links)(struct letter *l);
} kinds[] = {
        {STR("welcome"), set_welcome},       {STR("verify_email"), set_verify},
        {STR("reset_password"), set_reset},  {STR("password_changed"), set_forgot},
        {STR("email_changing"), set_forgot}, {STR("username_reminder"), set_login},
};

enum err account_mail(void *context, struct arena *a, const struct outbox_mail *m, struct mail_message *ret)
{
        struct letter l;
        enum err e = letter_open(&l, context, a, m->document);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && e == ERR_NONE; i++)
                if (str_eq(kinds[i].kind, m->kind))
                        e = kinds[i].set_links(&l);
        if (e == ERR_NONE)
                e = letter_write(&l, ret);
        letter_close(&l);
        return e;
}
