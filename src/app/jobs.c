/* The job runner: threads for mail, payments, accounts, events, imports and campaigns, so that a slow mail server does
 * not keep payments from being reconciled, nor a slow Stripe a confirmation from being sent, nor a large file anything
 * else. */
#include "app/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "accounts/accounts.h"
#include "admin/import.h"
#include "base/clock.h"
#include "campaigns/campaign_mail.h"
#include "campaigns/campaign_send.h"
#include "campaigns/campaigns.h"
#include "checkout/reconcile.h"
#include "checkout/reconciliation.h"
#include "events/events.h"
#include "mail/outbox.h"
#include "orders/order_mail.h"
#include "orders/refunds.h"

enum {
        TICK_MS = 250,         /* how long who forgot a password may wait for the mail to be written */
        EVENTS_MS = 60 * 1000, /* between walks over events that Stripe could not deliver */
        CHECKOUTS_MS = 1000,
        REFUNDS_MS = 1000,
        WATCH_MS = 1000,
        WATCH_ROUNDS = 15, /* of the reconciler, between comparisons of payments */
        CLEAN_UP_MS = 10 * 60 * 1000,
        IMPORTS_MS = 30 * 1000, /* until the rows of a deleted import go */
        MONTHS_MS = 24 * 60 * 60 * 1000,
        ROLL_UP_MS = 5 * 60 * 1000, /* how far the sums of client events lag behind */
};

struct job_table;

/* One thread, with a connection of its own. */
struct lane {
        struct jobs *jobs;
        const struct job_table *table; /* ends with an entry without work; NULL: mail */
        pthread_t thread;
        bool runs;
        struct blocking db;
};

struct jobs {
        const struct store_app *app;
        atomic_bool stopping;
        struct lane mail, payments_lane, accounts;
        struct lane events;
        struct lane imports;
        struct lane campaigns;
        struct blocking import_notes; /* how far the import's transaction has come */
        struct payments payments;
        int64_t watch_due_ms;
        struct mail_sender *sender;
        struct outbox *outbox;
        struct letters *letters;
};

static const struct outbox_kind mails[] = {
        {STR("order_confirmation"), &order_mails},
        {STR("order_shipped"), &order_mails},
        {STR("order_refunded"), &order_mails},
        {STR("welcome"), &account_mails},
        {STR("verify_email"), &account_mails},
        {STR("reset_password"), &account_mails},
        {STR("password_changed"), &account_mails},
        {STR("username_reminder"), &account_mails},
        {STR("email_changing"), &account_mails},
        {STR("message_received"), &account_mails},
        {STR("test"), &test_mails},
        {STR("campaign"), &campaign_mails},
        {STR_NULL, NULL},
};

static void reconcile_events_now(struct jobs *j)
{
        reconcile_events(&j->payments, &j->payments_lane.db);
}

static void reconcile_checkouts_now(struct jobs *j)
{
        while (!atomic_load(&j->stopping) && reconcile_checkouts(&j->payments, &j->payments_lane.db,
                                                                 j->app->settings.reconcile_seconds) == RECONCILE_ROWS)
                ;
}

static void finish_refunds(struct jobs *j)
{
        while (!atomic_load(&j->stopping) && refund_requests_finish(&j->payments, &j->payments_lane.db,
                                                                    j->app->settings.reconcile_seconds) == REFUND_ROWS)
                ;
}

/* Every quarter of an hour by default; not at once, when whatever was missed meanwhile is still being made good. */
static void watch_payments(struct jobs *j)
{
        if (clock_ms() < j->watch_due_ms)
                return;
        j->watch_due_ms = clock_ms() + WATCH_ROUNDS * j->app->settings.reconcile_seconds * 1000;
        reconciliation_watch(&j->payments, &j->payments_lane.db);
}

static void answer_requests(struct jobs *j)
{
        account_answer_requests(&j->accounts.db);
}

static void clean_up(struct jobs *j)
{
        account_clean_up(&j->accounts.db);
}

static void work_on_imports(struct jobs *j)
{
        import_work(&j->imports.db, &j->import_notes, &j->stopping);
}

static void clean_up_imports(struct jobs *j)
{
        import_clean_up(&j->imports.db, &j->stopping);
}

static void work_on_campaigns(struct jobs *j)
{
        campaigns_work(&j->campaigns.db, &j->stopping);
}

static void make_months(struct jobs *j)
{
        events_make_months(&j->events.db);
}

static void roll_up(struct jobs *j)
{
        while (!atomic_load(&j->stopping) && events_roll_up(&j->events.db))
                ;
}

struct job_table {
        int64_t every_ms;
        void (*work)(struct jobs *j);
};

static const struct job_table account_jobs[] = {
        {TICK_MS, answer_requests},
        {CLEAN_UP_MS, clean_up},
        {0, NULL},
};

static const struct job_table payment_jobs[] = {
        {CHECKOUTS_MS, reconcile_checkouts_now},
        {REFUNDS_MS, finish_refunds},
        {WATCH_MS, watch_payments},
        {EVENTS_MS, reconcile_events_now},
        {0, NULL},
};

static const struct job_table import_jobs[] = {
        {TICK_MS, work_on_imports},
        {IMPORTS_MS, clean_up_imports},
        {0, NULL},
};

static const struct job_table campaign_jobs[] = {
        {TICK_MS, work_on_campaigns},
        {0, NULL},
};

static const struct job_table event_jobs[] = {
        {MONTHS_MS, make_months},
        {ROLL_UP_MS, roll_up},
        {0, NULL},
};

enum { LANE_JOBS_MAX = 4 };

/* The outbox waits by itself, for sockets too. */
static void *run_mail(void *argument)
{
        struct lane *l = argument;
        while (!atomic_load(&l->jobs->stopping))
                outbox_turn(l->jobs->outbox);
        outbox_close(l->jobs->outbox);
        return NULL;
}

static void *run(void *argument)
{
        struct lane *l = argument;
        int64_t due_ms[LANE_JOBS_MAX] = {0};
        while (!atomic_load(&l->jobs->stopping)) {
                for (size_t i = 0; l->table[i].work && !atomic_load(&l->jobs->stopping); i++)
                        if (clock_ms() >= due_ms[i]) {
                                due_ms[i] = clock_ms() + l->table[i].every_ms;
                                l->table[i].work(l->jobs);
                        }
                nanosleep(&(struct timespec){.tv_nsec = TICK_MS * 1000000L / 2}, NULL);
        }
        return NULL;
}

static bool lane_init(struct lane *l, struct jobs *j, const struct job_table *table)
{
        l->jobs = j;
        l->table = table;
        return blocking_init(&l->db, j->app->conninfo, j->app->database);
}

static bool lane_start(struct lane *l)
{
        return l->runs = pthread_create(&l->thread, NULL, l->table ? run : run_mail, l) == 0;
}

static void lane_release(struct lane *l)
{
        if (l->runs)
                pthread_join(l->thread, NULL);
        blocking_release(&l->db);
}

/* False, with the reason logged: the folder's name is too long. */
static bool make_mail_directory(const struct settings *s, char *out, size_t size)
{
        if (mkdir(s->var_dir, 0755) != 0 && errno != EEXIST)
                log_warn("can't make VAR_DIR", LOG_CSTR("directory", s->var_dir), LOG_CSTR("error", strerror(errno)));
        int n = snprintf(out, size, "%s/mail", s->var_dir);
        return n > 0 && (size_t)n < size;
}

static bool open_sender(struct jobs *j)
{
        char directory[4096];
        struct str problem = STR("VAR_DIR is too long a name");
        const struct settings *s = &j->app->settings;
        struct mail_sender_settings settings = settings_mail(s);
        if (make_mail_directory(s, directory, sizeof directory)) {
                settings.directory = str_from(directory);
                j->sender = mail_sender_open(&settings, &problem);
        }
        if (!j->sender)
                log_error("mail can't be sent", LOG_STR("why", problem));
        return j->sender != NULL;
}

static bool open_mail(struct jobs *j)
{
        struct outbox_settings settings = {
                .conninfo = j->app->conninfo,
                .database = j->app->database,
                .connections = (unsigned)j->app->settings.mail_connections,
                .kinds = mails,
        };
        struct letters_settings letters = {&j->mail.db, j->app->store.public_url, j->app->store.secret_key, NULL};
        if (!mail_address_parse(str_from(j->app->settings.mail_from), &settings.from)) {
                log_error("MAIL_FROM is no address", LOG_CSTR("value", j->app->settings.mail_from));
                return false;
        }
        if (!open_sender(j))
                return false;
        settings.sender = j->sender;
        settings.context = j->letters = letters_open(&letters);
        if (!j->letters)
                return false;
        j->outbox = outbox_open(&settings);
        return j->outbox != NULL;
}

/* A call to Stripe that waits before it tries again ends its wait when the program stops. */
static bool open_payments(struct jobs *j)
{
        const struct store_app *s = j->app;
        if (!payments_init(&j->payments, str_from(s->store.stripe_api_base), s->store.stripe_secret_key))
                return false;
        j->payments.stripe.stopping = &j->stopping;
        return true;
}

static void release(struct jobs *j)
{
        atomic_store(&j->stopping, true);
        if (!j->mail.runs)
                outbox_close(j->outbox);
        lane_release(&j->mail);
        lane_release(&j->payments_lane);
        lane_release(&j->accounts);
        lane_release(&j->imports);
        lane_release(&j->campaigns);
        blocking_release(&j->import_notes);
        lane_release(&j->events);
        letters_close(j->letters);
        mail_sender_close(j->sender);
        payments_release(&j->payments);
        free(j);
}

struct jobs *jobs_start(const struct store_app *s)
{
        struct jobs *j = calloc(1, sizeof *j);
        if (!j)
                return NULL;
        j->app = s;
        j->watch_due_ms = clock_ms() + WATCH_ROUNDS * s->settings.reconcile_seconds * 1000;
        atomic_init(&j->stopping, false);
        if (!lane_init(&j->mail, j, NULL) || !lane_init(&j->payments_lane, j, payment_jobs) ||
            !lane_init(&j->accounts, j, account_jobs) || !lane_init(&j->events, j, event_jobs) ||
            !lane_init(&j->imports, j, import_jobs) || !lane_init(&j->campaigns, j, campaign_jobs) ||
            !blocking_init(&j->import_notes, s->conninfo, s->database) || !open_payments(j) || !open_mail(j) ||
            !lane_start(&j->mail) || !lane_start(&j->payments_lane) || !lane_start(&j->accounts) ||
            !lane_start(&j->events) || !lane_start(&j->imports) || !lane_start(&j->campaigns)) {
                release(j);
                return NULL;
        }
        return j;
}

void jobs_stop(struct jobs *j)
{
        if (j)
                release(j);
}
