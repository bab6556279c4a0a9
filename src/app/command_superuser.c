/* superuser create: whoever may do everything in the admin, asked for on the terminal or told by the environment. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "accounts/identity.h"
#include "accounts/password_hash.h"
#include "accounts/password_rules.h"
#include "app/ask.h"
#include "app/commands.h"
#include "app/migrations.h"
#include "app/store.h"
#include "db/blocking.h"
#include "superuser_queries.h"

enum {
        MEMORY_MAX = 256 * 1024,
        LINE_MAX_BYTES = 1024, /* longer names and passwords are none of ours */
};

struct superuser {
        struct arena arena;
        const struct settings *settings;
        struct username name;
        struct str email, password;
};

static bool say(struct str problem)
{
        if (problem.ptr)
                fprintf(stderr, "startupwebapp: %.*s\n", STR_ARG(problem));
        return !problem.ptr;
}

/* Each takes what was typed or told, keeps it when it will do and otherwise says why not. */

static bool take_username(struct superuser *s, struct str typed)
{
        enum identity_problem p = username_normalise(&s->arena, typed, &s->name);
        return say(p == IDENTITY_FINE ? STR_NULL : identity_problem_message(p));
}

static bool take_email(struct superuser *s, struct str typed)
{
        return say(email_normalise(&s->arena, typed, &s->email));
}

static bool take_password(struct superuser *s, struct str typed)
{
        enum password_attribute similar;
        const struct password_owner owner = {.username = s->name.display, .email = s->email};
        unsigned broken = password_rules_broken(typed, &owner, &similar);
        for (enum password_rule rule = 0; rule < PASSWORD_RULES; rule++)
                if (broken & (1u << rule))
                        say(password_rule_message(rule, similar));
        s->password = broken ? STR_NULL : arena_copy(&s->arena, typed);
        return s->password.ptr != NULL;
}

/* Asks until the answer will do. False at the end of input. */
static bool ask_until(struct superuser *s, const char *question, bool (*take)(struct superuser *s, struct str typed))
{
        char line[LINE_MAX_BYTES];
        do
                if (!ask(question, false, line, sizeof line))
                        return false;
        while (!take(s, arena_copy(&s->arena, str_from(line))));
        return true;
}

static bool ask_password(struct superuser *s)
{
        char line[LINE_MAX_BYTES], again[LINE_MAX_BYTES];
        bool fine = false, answered = true;
        while (!fine && answered) {
                answered = ask("Password", true, line, sizeof line) &&
                           ask("Password, once more", true, again, sizeof again);
                if (answered && strcmp(line, again) != 0)
                        say(STR("The two passwords differ."));
                else if (answered)
                        fine = take_password(s, str_from(line));
        }
        sodium_memzero(line, sizeof line);
        sodium_memzero(again, sizeof again);
        return fine;
}

/* What the environment does not tell is asked, when somebody is there. */
static bool gather(struct superuser *s)
{
        const struct settings *o = s->settings;
        bool asks = ask_possible();
        if (!asks && (!o->superuser_username || !o->superuser_email || !o->superuser_password))
                return say(
                        STR("nobody is there to ask: set SUPERUSER_USERNAME, SUPERUSER_EMAIL and SUPERUSER_PASSWORD, "
                            "or run this on a terminal"));
        bool username = o->superuser_username ? take_username(s, str_from(o->superuser_username))
                                              : ask_until(s, "Username", take_username);
        bool email = (username || !asks) && (o->superuser_email ? take_email(s, str_from(o->superuser_email))
                                                                : ask_until(s, "E-mail", take_email));
        bool password = (email || !asks) &&
                        (o->superuser_password ? take_password(s, str_from(o->superuser_password)) : ask_password(s));
        return username && email && password;
}

static bool run(struct blocking *db, struct unit *u, struct outcome *o)
{
        blocking_run(db, u, o);
        if (o->error != ERR_NONE) {
                outcome_log(o);
                say(STR("the database refused it; has it been migrated?"));
        }
        return o->error == ERR_NONE;
}

static bool create(struct superuser *s, struct blocking *db)
{
        struct outcome o;
        char hash[PASSWORD_HASH_SIZE];
        struct password_cost cost = {(uint32_t)s->settings->password_memory_kib,
                                     (uint32_t)s->settings->password_passes};
        if (!gather(s))
                return false;
        if (!password_hash_make(s->password, cost, hash))
                return say(STR("there is not enough memory for the password's hash"));
        struct unit *u = unit_new(&s->arena);
        q_superuser_create(u, s->name.display, s->name.key, s->name.skeleton, s->email, str_from(hash));
        bool fine = run(db, u, &o);
        if (fine && !result_str(outcome_last(&o), 0, "id").ptr)
                fine = say(STR("this username is taken, or looks like one that is; to make its owner a superuser: "
                               "superuser create --promote NAME"));
        if (fine)
                printf("%.*s is a superuser\n", STR_ARG(s->name.display));
        outcome_release(&o);
        return fine;
}

static bool promote(struct superuser *s, struct blocking *db, struct str typed)
{
        struct outcome o;
        if (!take_username(s, typed))
                return false;
        struct unit *u = unit_new(&s->arena);
        q_superuser_promote(u, s->name.key);
        bool fine = run(db, u, &o);
        struct str username = fine ? result_str(outcome_last(&o), 0, "username") : STR_NULL;
        if (fine && !username.ptr)
                fine = say(STR("there is nobody of this name"));
        if (fine)
                printf("%.*s is a superuser now\n", STR_ARG(username));
        outcome_release(&o);
        return fine;
}

/* `promoted` NULL: a new one. */
static int run_on_store(const char *promoted)
{
        int status;
        struct store_app app;
        struct blocking db;
        struct superuser s = {.settings = &app.settings};
        if (!store_open(&app, &status))
                return status;
        arena_init(&s.arena, MEMORY_MAX);
        bool fine = (!app.is_private || migrations_apply(app.conninfo, app.database, false)) &&
                    blocking_init(&db, app.conninfo, app.database);
        if (fine) {
                fine = promoted ? promote(&s, &db, str_from(promoted)) : create(&s, &db);
                blocking_release(&db);
        }
        arena_release(&s.arena);
        store_close(&app);
        return fine ? 0 : 1;
}

int command_superuser(int count, char **words)
{
        if (count < 1 || strcmp(words[0], "create") != 0)
                return wrong_usage("superuser takes create, not", count ? words[0] : "");
        if (count == 1)
                return run_on_store(NULL);
        if (count == 3 && strcmp(words[1], "--promote") == 0)
                return run_on_store(words[2]);
        return wrong_usage("superuser create takes --promote NAME, not", words[count - 1]);
}
