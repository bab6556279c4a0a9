/* The mails of accounts, one function a kind. */
#include <jansson.h>
#include <sodium.h>

#include "accounts/accounts.h"
#include "accounts/secrets.h"
#include "base/signed_token.h"

struct writing {
        const struct letter_context *context;
        struct arena *arena;
        const json_t *facts; /* the mail's document */
        struct letter letter;
        struct str subject, store;
        struct mail_message *message;
};

static struct str text(const json_t *object, const char *name)
{
        const json_t *value = json_object_get(object, name);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR("");
}

static struct str fact(const struct writing *w, const char *name)
{
        return text(w->facts, name);
}

/* "PUBLIC_URL/page/token" for the mail's one-time token. */
static struct str token_link(struct writing *w, const char *page, struct str purpose)
{
        unsigned char id[SIGNED_ID_BYTES];
        char token[SIGNED_TOKEN_SIZE];
        size_t n = 0;
        struct str uuid = fact(w, "token");
        if (sodium_hex2bin(id, sizeof id, uuid.ptr, uuid.len, "-", &n, NULL) != 0 || n != sizeof id)
                return STR_NULL;
        signed_token_make(w->context->secret_key, purpose, id, token);
        return arena_printf(w->arena, "%.*s/%s/%s", STR_ARG(w->context->public_url), page, token);
}

#define SAY(w, ...) letter_paragraph(&(w)->letter, arena_printf((w)->arena, __VA_ARGS__))

static void greet(struct writing *w)
{
        struct str name = fact(w, "name");
        SAY(w, "Hello%s%.*s,", name.len ? " " : "", STR_ARG(name));
}

static enum err add_token_link(struct writing *w, struct str label, const char *page, struct str purpose)
{
        struct str link = token_link(w, page, purpose);
        if (!link.ptr)
                return ERR_INTERNAL;
        letter_link(&w->letter, label, link);
        return ERR_NONE;
}

/* A way out for who gets newsletters. */
static enum err add_unsubscribe(struct writing *w)
{
        char token[SIGNED_TEXT_SIZE];
        if (!json_is_true(json_object_get(w->facts, "newsletter")))
                return ERR_NONE;
        if (!signed_text_make(w->context->secret_key, purpose_unsubscribe, fact(w, "unsubscribe"), token))
                return ERR_INTERNAL;
        SAY(w, "You have asked for our newsletter. If you change your mind:");
        letter_link(&w->letter, STR("Unsubscribe"),
                    arena_printf(w->arena, "%.*s/unsubscribe/%s", STR_ARG(w->context->public_url), token));
        return ERR_NONE;
}

static enum err write_welcome(struct writing *w)
{
        w->subject = arena_printf(w->arena, "Welcome to %.*s", STR_ARG(w->store));
        greet(w);
        SAY(w, "An account was made for this address. Its username is:");
        letter_quote(&w->letter, fact(w, "username"));
        if (json_is_true(json_object_get(w->facts, "address_is_known"))) {
                SAY(w, "You have an account with this address already. If you forgot its username or password, ask for "
                       "them on the login page instead. If you didn't make this new account, you need not do anything: "
                       "it can't use your address.");
                return ERR_NONE;
        }
        SAY(w, "Please show that this address is yours, while you are logged in. The link works for 24 hours.");
        enum err e = add_token_link(w, STR("Verify my address"), "verify-email", purpose_verify);
        SAY(w, "If you didn't make this account, you need not do anything: it can't use your address.");
        return e == ERR_NONE ? add_unsubscribe(w) : e;
}

static enum err write_verify(struct writing *w)
{
        w->subject = arena_printf(w->arena, "Verify your address for %.*s", STR_ARG(w->store));
        greet(w);
        SAY(w, "Please show that this address is yours, while you are logged in with this username:");
        letter_quote(&w->letter, fact(w, "username"));
        SAY(w, "The link works for 24 hours.");
        enum err e = add_token_link(w, STR("Verify my address"), "verify-email", purpose_verify);
        SAY(w, "If you didn't ask for this, you need not do anything.");
        return e;
}

static enum err write_reset(struct writing *w)
{
        w->subject = arena_printf(w->arena, "A new password for %.*s", STR_ARG(w->store));
        greet(w);
        SAY(w, "Somebody asked for a new password for the username %.*s. The link works once, for an hour.",
            STR_ARG(fact(w, "username")));
        enum err e = add_token_link(w, STR("Choose a new password"), "reset-password", purpose_reset);
        SAY(w, "If it wasn't you, you need not do anything: your password stays as it is.");
        return e;
}

static enum err write_password_changed(struct writing *w)
{
        w->subject = arena_printf(w->arena, "Your password for %.*s was changed", STR_ARG(w->store));
        greet(w);
        SAY(w, "The password for the username %.*s was changed, and all other sessions have ended.",
            STR_ARG(fact(w, "username")));
        SAY(w, "If it wasn't you, ask for a new password at once:");
        letter_link(&w->letter, STR("Ask for a new password"),
                    arena_printf(w->arena, "%.*s/forgot-password", STR_ARG(w->context->public_url)));
        return ERR_NONE;
}

static enum err write_usernames(struct writing *w)
{
        size_t i;
        json_t *each;
        w->subject = arena_printf(w->arena, "Your username for %.*s", STR_ARG(w->store));
        SAY(w, "Somebody, you perhaps, asked which usernames belong to this address:");
        json_array_foreach(json_object_get(w->facts, "usernames"), i, each)
                letter_quote(&w->letter, (struct str){json_string_value(each), json_string_length(each)});
        letter_link(&w->letter, STR("Log in"), arena_printf(w->arena, "%.*s/login", STR_ARG(w->context->public_url)));
        return ERR_NONE;
}

static enum err write_email_changing(struct writing *w)
{
        w->subject = arena_printf(w->arena, "Your address at %.*s is being changed", STR_ARG(w->store));
        greet(w);
        SAY(w, "The address of your account %.*s will become %.*s as soon as it is verified.",
            STR_ARG(fact(w, "username")), STR_ARG(fact(w, "new_email")));
        SAY(w, "If it wasn't you, somebody knows your password. Ask for a new one at once:");
        letter_link(&w->letter, STR("Ask for a new password"),
                    arena_printf(w->arena, "%.*s/forgot-password", STR_ARG(w->context->public_url)));
        return ERR_NONE;
}

/* To the shop itself; an answer goes to who wrote. */
static enum err write_message_received(struct writing *w)
{
        const json_t *chat = json_object_get(w->facts, "chat");
        struct str email = text(chat, "email"), name = letter_one_line(w->arena, text(chat, "name"));
        bool notify = str_eq(text(chat, "kind"), STR("notify_me"));
        w->subject = notify ? arena_printf(w->arena, "Somebody wants to be told: %.*s",
                                           STR_ARG(letter_one_line(w->arena, text(chat, "subject"))))
                            : arena_printf(w->arena, "Message from %.*s", STR_ARG(name.len ? name : email));
        SAY(w, "%.*s %.*s wrote:", STR_ARG(name), STR_ARG(email));
        if (notify)
                SAY(w, "Please tell me when this is there: %.*s", STR_ARG(text(chat, "subject")));
        if (text(chat, "body").len)
                letter_quote(&w->letter, text(chat, "body"));
        if (!mail_address_problem(email).ptr)
                w->message->reply_to.address = arena_copy(w->arena, email);
        return ERR_NONE;
}

static const struct {
        struct str kind;
        enum err (*write)(struct writing *w);
} kinds[] = {
        {STR("welcome"), write_welcome},
        {STR("verify_email"), write_verify},
        {STR("reset_password"), write_reset},
        {STR("password_changed"), write_password_changed},
        {STR("username_reminder"), write_usernames},
        {STR("email_changing"), write_email_changing},
        {STR("message_received"), write_message_received},
};

static enum err write_message(struct writing *w, struct str kind)
{
        enum err e = ERR_INTERNAL;
        struct str support = fact(w, "support_email");
        w->store = letter_one_line(w->arena, fact(w, "store"));
        w->message->from.name = w->store;
        if (support.len && !mail_address_problem(support).ptr)
                w->message->reply_to.address = arena_copy(w->arena, support);
        letter_begin(&w->letter, w->arena);
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
                if (str_eq(kinds[i].kind, kind))
                        e = kinds[i].write(w);
        enum err ended = letter_end(&w->letter, w->message);
        w->message->subject = w->subject;
        if (e == ERR_NONE)
                e = w->subject.ptr ? ended : ERR_NO_MEMORY;
        return e;
}

enum err account_mail(void *context, struct arena *a, const struct outbox_mail *m, struct mail_message *ret)
{
        json_t *facts = json_loadb(m->document.ptr, m->document.len, 0, NULL);
        struct writing w = {.context = context, .arena = a, .facts = facts, .message = ret};
        enum err e = facts ? write_message(&w, m->kind) : ERR_INTERNAL;
        json_decref(facts);
        return e;
}
