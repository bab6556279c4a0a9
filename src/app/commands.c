/* The table of commands, and those that fit in a few lines. */
#include "app/commands.h"

#include <stdio.h>
#include <string.h>

#include "app/migrations.h"
#include "app/routes.h"
#include "app/store.h"
#include "version.h"

const struct command commands[] = {
        {"serve", "serve the store",
         "serve [--role all|web|worker]\n\n"
         "Serves the store on LISTEN until SIGTERM or SIGINT. The roles split the web server from the job runner "
         "(mail,\n"
         "reconciliation of payments); the default runs both. Without DATABASE_URL a private PostgreSQL below VAR_DIR "
         "is\n"
         "made, migrated and run.",
         command_serve},
        {"migrate", "bring the database to this program's schema",
         "migrate\n\nApplies pending migrations, each in one transaction. Makes the database DATABASE_NAME if it is "
         "missing.",
         command_migrate},
        {"seed", "fill the database",
         "seed demo\nseed load --products N --skus M\n\n"
         "demo: the demo shop from DEMO_DIR; does nothing in a database that has products.\n"
         "load: N made-up products with M SKUs altogether, for benchmarks.",
         command_seed},
        {"superuser", "make somebody who may do everything in the admin",
         "superuser create [--promote NAME]\n\n"
         "Asks for a username, an e-mail address and a password; or takes SUPERUSER_USERNAME, SUPERUSER_EMAIL and\n"
         "SUPERUSER_PASSWORD from the environment. The rules are those of registration.\n"
         "--promote: makes the user NAME a superuser instead. Exit status 1 when nobody became one.",
         command_superuser},
        {"doctor", "check settings, database, queries and services",
         "doctor\n\nChecks everything that the store needs and says what to mend. Exit status 1 when something is "
         "wrong.",
         command_doctor},
        {"template", "render or check a mail template",
         "template render FILE [--context CTX.json] [--include-dir DIR] [--text] [--zone NAME] [--now TIME]\n"
         "template check FILE [--include-dir DIR]\n\n"
         "render: prints what Django's template language makes of FILE and the JSON object in CTX.json; --text escapes "
         "nothing,\n--zone (default UTC) is the time zone that times are shown in, --now the present time.\n"
         "check: says what is wrong with FILE or what it includes or extends.\n"
         "Names of templates are paths below DIR, without it below FILE's folder; then come the program's own "
         "(layout.html).\nExit status 1 when there is an error, which names template, line and what was expected.",
         command_template},
        {"routes", "list the routes of the API", "routes\n\nPrints one line for each route: method, path.",
         command_routes},
        {"version", "print the version", "version", command_version},
        {"help", "explain a command, or all settings", "help [COMMAND|settings]", command_help},
        {NULL, NULL, NULL, NULL},
};

int wrong_usage(const char *what, const char *word)
{
        fprintf(stderr, "startupwebapp: %s \"%s\"; try: startupwebapp help\n", what, word);
        return 2;
}

static const struct command *find(const char *name)
{
        for (const struct command *c = commands; c->name; c++)
                if (strcmp(c->name, name) == 0)
                        return c;
        return NULL;
}

static void explain(const struct command *c)
{
        printf("usage: startupwebapp %s\n", c->usage);
}

int wants_help(const char *command, int count, char **words)
{
        for (int i = 0; i < count; i++)
                if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) {
                        explain(find(command));
                        return 1;
                }
        return 0;
}

int command_help(int count, char **words)
{
        if (count == 1 && strcmp(words[0], "settings") == 0) {
                struct buf table;
                buf_init(&table, 64 * 1024);
                settings_describe(&table);
                fputs(table.ptr, stdout);
                buf_release(&table);
                return 0;
        }
        if (count >= 1) {
                const struct command *c = find(words[0]);
                if (!c || count > 1)
                        return wrong_usage("there is no help about", words[count - 1]);
                explain(c);
                return 0;
        }
        printf("usage: startupwebapp COMMAND [--help]\n\n");
        for (const struct command *c = commands; c->name; c++)
                printf("  %-8s  %s\n", c->name, c->summary);
        printf("\nSettings come from the environment: startupwebapp help settings\n");
        return 0;
}

int command_version(int count, char **words)
{
        if (count > 0)
                return wrong_usage("version takes no", words[0]);
        printf("startupwebapp %s (%s)\n", STARTUPWEBAPP_VERSION, STARTUPWEBAPP_COMMIT);
        return 0;
}

int command_routes(int count, char **words)
{
        if (count > 0)
                return wrong_usage("routes takes no", words[0]);
        for (size_t i = 0; i < route_count; i++)
                printf("%s %s\n", routes[i].method, routes[i].path);
        return 0;
}

int command_migrate(int count, char **words)
{
        int status;
        struct store_app app;
        if (count > 0)
                return wrong_usage("migrate takes no", words[0]);
        if (!store_open(&app, &status))
                return status;
        bool fine = migrations_apply(app.conninfo, app.database, true);
        store_close(&app);
        return fine ? 0 : 1;
}
