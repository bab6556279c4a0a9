/* doctor: checks everything that the store needs and says what to mend. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/migrations.h"
#include "app/store.h"
#include "checkout/settle.h"
#include "mail/address.h"
#include "mail/sender.h"
#include "mail/template/moment.h"
#include "operations_queries.h"
#include "stripe/currency.h"

struct report {
        unsigned wrong;
};

static void tell(struct report *r, bool fine, const char *what, const char *mend)
{
        printf("%s %s%s%s\n", fine ? "ok   " : "WRONG", what, fine ? "" : ": ", fine ? "" : mend);
        r->wrong += !fine;
}

static void advise(bool fine, const char *what, const char *mend)
{
        printf("%s %s%s%s\n", fine ? "ok   " : "note ", what, fine ? "" : ": ", fine ? "" : mend);
}

/* Prepared as the program does it, with the types that the generated function sends; PostgreSQL's own view of the
 * parameters must be the same. */
static bool check_query(PGconn *pg, const struct query *q)
{
        Oid types[QUERY_PARAMS_MAX];
        query_parameter_types(q, types);
        PGresult *prepared = PQprepare(pg, q->name, q->sql, q->param_count, types), *described = NULL;
        bool fine = PQresultStatus(prepared) == PGRES_COMMAND_OK;
        if (fine) {
                described = PQdescribePrepared(pg, q->name);
                fine = PQnparams(described) == q->param_count;
                for (int i = 0; fine && i < q->param_count; i++)
                        fine = PQparamtype(described, i) == types[i];
        }
        if (!fine)
                printf("      %s (%s): %s\n", q->name, q->file,
                       described ? "its parameters have other types" : PQresultErrorMessage(prepared));
        PQclear(prepared);
        PQclear(described);
        return fine;
}

/* Prices would be charged a hundred times too high or low. */
static void check_currency(struct report *r, struct blocking *db)
{
        char mend[80];
        PGresult *store = blocking_execute(db, query_operations_store.sql);
        struct str currency = result_str(store, 0, "currency");
        int exponent = stripe_currency_exponent(currency);
        bool fine = currency.ptr && result_int64(store, 0, "currency_exponent") == exponent;
        snprintf(mend, sizeof mend, "set currency_exponent to %d in configuration, and look at the prices", exponent);
        tell(r, fine, "prices have the digits that Stripe counts for the currency", mend);
        PQclear(store);
}

/* What somebody has to look at, and whether mails can show times as the shop's clock does. */
static void check_letters(struct blocking *db)
{
        PGresult *alerts = blocking_execute(db, query_operations_alerts.sql);
        PGresult *store = blocking_execute(db, query_operations_store.sql);
        struct str name = result_str(store, 0, "time_zone");
        struct zone *zone = name.ptr ? zone_open(name) : NULL;
        advise(zone != NULL, "the store's time zone has a file here", "install tzdata; mails show times in UTC");
        advise(PQntuples(alerts) == 0, "there are no open alerts", "see the lines below, and the table alerts");
        for (int i = 0; i < PQntuples(alerts); i++)
                printf("      %s %s: %s\n", PQgetvalue(alerts, i, 0), PQgetvalue(alerts, i, 1),
                       PQgetvalue(alerts, i, 2));
        zone_release(zone);
        PQclear(store);
        PQclear(alerts);
}

static void check_database(struct report *r, const struct store_app *app)
{
        struct migration_state state = migrations_look(app->conninfo, app->database);
        struct blocking db;
        bool known = state.history == MIGRATIONS_KNOWN;
        tell(r, known, "the database answers and its history is ours",
             "see the line above; check DATABASE_URL and DATABASE_NAME");
        if (!known)
                return;
        tell(r, state.pending == 0, "its schema is this program's", "run: startupwebapp migrate");
        if (state.pending > 0 || !blocking_init(&db, app->conninfo, app->database))
                return;
        PGconn *pg = blocking_connect(&db);
        bool fine = pg != NULL, modern = pg && PQserverVersion(pg) >= 150000;
        tell(r, modern, "PostgreSQL is 15 or newer", "use a newer server");
        for (size_t i = 0; pg && i < query_count; i++)
                fine = check_query(pg, queries[i]) && fine;
        tell(r, fine, "all queries fit the schema", "this program and the database don't belong together");
        check_currency(r, &db);
        check_letters(&db);
        blocking_release(&db);
}

static void check_payments(struct report *r, const struct store_app *app)
{
        struct payments p = {0};
        const struct settings *s = &app->settings;
        advise(s->stripe_secret_key != NULL, "STRIPE_SECRET_KEY is set", "nobody can pay without it");
        advise(s->stripe_webhook_secret != NULL, "STRIPE_WEBHOOK_SECRET is set",
               "orders then wait for the return page or the reconciler");
        if (!s->stripe_secret_key)
                return;
        struct str key = str_from(s->stripe_secret_key);
        bool fine = payments_init(&p, str_from(s->stripe_api_base), key);
        if (fine) {
                json_t *reply = NULL;
                struct stripe_failure failure = {0};
                struct stripe_call_options o = {
                        .method = STRIPE_GET, .path = STR("/v1/events"), .form = STR("limit=1")};
                fine = stripe_call(&p.stripe, &o, &reply, &failure) == ERR_NONE;
                json_decref(reply);
        }
        tell(r, fine, "Stripe takes the key",
             "check STRIPE_SECRET_KEY and STRIPE_API_BASE, and that this machine reaches it");
        payments_release(&p);
}

static void check_mail(struct report *r, const struct store_app *app)
{
        struct mail_address from;
        struct str problem = STR_NULL;
        const struct settings *s = &app->settings;
        tell(r, mail_address_parse(str_from(s->mail_from), &from), "MAIL_FROM is an address",
             "write it as store@shop.example");
        advise(s->smtp_url != NULL, "SMTP_URL is set", "mails become .eml files in VAR_DIR/mail");
        if (!s->smtp_url)
                return;
        struct mail_sender_settings settings = settings_mail(s);
        struct mail_sender *sender = mail_sender_open(&settings, &problem);
        tell(r, sender != NULL, "SMTP_URL can be used", problem.ptr ? problem.ptr : "");
        mail_sender_close(sender);
}

/* A picture of one pixel is kept for good: nothing less shows that pictures can be. */
static void check_media(struct report *r, const struct store_app *app)
{
        static const char pixel[] = "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2\104\1\0;";
        char problem[MEDIA_PROBLEM_SIZE] = "";
        bool is_new;
        struct str why;
        struct media_settings s = settings_media(&app->settings);
        struct media *m = media_open(&s, &why);
        bool fine = m && media_put(m, STR("doctor.gif"), STR("image/gif"), (struct str){pixel, sizeof pixel - 1},
                                   &is_new, problem) == ERR_NONE;
        tell(r, fine, s.s3_bucket ? "the bucket takes pictures" : "VAR_DIR/media takes pictures",
             problem[0] ? problem : "see MEDIA_S3_BUCKET");
        advise(!s.s3_bucket || !str_starts(app->store.media_url, STR("/")), "MEDIA_URL says where the pictures are",
               "set it to the address that the bucket is read from");
        media_close(m);
}

static void check_files(struct report *r, const struct store_app *app)
{
        char index[4096];
        const struct settings *s = &app->settings;
        snprintf(index, sizeof index, "%s/index.html", s->web_root);
        tell(r, access(index, R_OK) == 0, "the storefront is built", "run make, or set WEB_ROOT");
        snprintf(index, sizeof index, "%s/index.html", s->admin_root);
        advise(access(index, R_OK) == 0, "the admin is built", "there is no /admin/: run make, or set ADMIN_ROOT");
        advise(access(s->media_root, R_OK | X_OK) == 0, "MEDIA_ROOT can be read", "pictures won't be served from here");
        advise(str_starts(app->store.public_url, STR("https://")), "PUBLIC_URL is https",
               "fine on your own machine; in public cookies need https");
}

int command_doctor(int count, char **words)
{
        int status;
        struct report r = {0};
        struct store_app app;
        if (count > 0)
                return wrong_usage("doctor takes no", words[0]);
        if (!store_open(&app, &status))
                return status;
        tell(&r, true, "the settings can be read", "");
        check_database(&r, &app);
        check_payments(&r, &app);
        check_mail(&r, &app);
        check_files(&r, &app);
        check_media(&r, &app);
        store_close(&app);
        return r.wrong ? 1 : 0;
}
