/* The job runner: a thread for mail and one for payments, so that a slow mail server does not keep payments from being
 * reconciled, nor a slow Stripe a confirmation from being sent. */
#include "app/jobs.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "accounts/accounts.h"
#include "base/clock.h"
#include "checkout/reconcile.h"
#include "mail/outbox.h"
#include "orders/order_mail.h"

enum {
        TICK_MS = 250,         /* how long a mail may wait for the runner to look */
        EVENTS_MS = 60 * 1000, /* between walks over events that Stripe could not deliver */
        ABANDON_MS = 60 * 1000,
        CHECKOUTS_MS = 1000,
        CLEAN_UP_MS = 10 * 60 * 1000,
};

struct job_table;

/* One thread, with a connection of its own. */
struct lane {
        struct jobs *jobs;
        const struct job_table *table; /* ends with an entry without work */
        pthread_t thread;
        bool runs;
        struct blocking db;
};

struct jobs {
        const struct store_app *app;
        atomic_bool stopping;
        struct lane mail, payments_lane;
        struct payments payments;
        struct outbox outbox;
        struct letter_context letters;
};

static const struct outbox_kind mails[] = {
        {STR("order_confirmation"), order_mail_confirmation},
        {STR("welcome"), account_mail},
        {STR("verify_email"), account_mail},
        {STR("reset_password"), account_mail},
        {STR("password_changed"), account_mail},
        {STR("username_reminder"), account_mail},
        {STR("email_changing"), account_mail},
        {STR("message_received"), account_mail},
        {STR_NULL, NULL},
};

static void send_mails(struct jobs *j)
{
        while (!atomic_load(&j->stopping) && outbox_send_next(&j->outbox))
                ;
}

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

static void abandon_mails(struct jobs *j)
{
        outbox_abandon(&j->outbox);
}

static void answer_requests(struct jobs *j)
{
        account_answer_requests(&j->mail.db);
}

static void clean_up(struct jobs *j)
{
        account_clean_up(&j->mail.db);
}

struct job_table {
        int64_t every_ms;
        void (*work)(struct jobs *j);
};

static const struct job_table mail_jobs[] = {
        {TICK_MS, answer_requests},
        {TICK_MS, send_mails},
        {ABANDON_MS, abandon_mails},
        {CLEAN_UP_MS, clean_up},
        {0, NULL},
};

static const struct job_table payment_jobs[] = {
        {CHECKOUTS_MS, reconcile_checkouts_now},
        {EVENTS_MS, reconcile_events_now},
        {0, NULL},
};

enum { LANE_JOBS_MAX = 4 };

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
        return l->runs = pthread_create(&l->thread, NULL, run, l) == 0;
}

static void lane_release(struct lane *l)
{
        if (l->runs)
                pthread_join(l->thread, NULL);
        blocking_release(&l->db);
}

static bool open_mail(struct jobs *j)
{
        static char directory[4096];
        struct str problem = STR_NULL;
        const struct settings *s = &j->app->settings;
        struct mail_sender_settings settings = {.smtp_url = s->smtp_url ? str_from(s->smtp_url) : STR("")};
        if (mkdir(s->var_dir, 0755) != 0 && errno != EEXIST)
                log_warn("can't make VAR_DIR", LOG_CSTR("directory", s->var_dir), LOG_CSTR("error", strerror(errno)));
        snprintf(directory, sizeof directory, "%s/mail", s->var_dir);
        settings.directory = str_from(directory);
        j->outbox = (struct outbox){.db = &j->mail.db, .kinds = mails, .context = &j->letters};
        if (!mail_address_parse(str_from(s->mail_from), &j->outbox.from)) {
                log_error("MAIL_FROM is no address", LOG_CSTR("value", s->mail_from));
                return false;
        }
        j->outbox.sender = mail_sender_open(&settings, &problem);
        if (!j->outbox.sender)
                log_error("mail can't be sent", LOG_STR("why", problem));
        return j->outbox.sender != NULL;
}

static void release(struct jobs *j)
{
        atomic_store(&j->stopping, true);
        lane_release(&j->mail);
        lane_release(&j->payments_lane);
        mail_sender_close(j->outbox.sender);
        payments_release(&j->payments);
        free(j);
}

struct jobs *jobs_start(const struct store_app *s)
{
        struct jobs *j = calloc(1, sizeof *j);
        if (!j)
                return NULL;
        j->app = s;
        j->letters = (struct letter_context){s->store.public_url, s->store.secret_key};
        if (!lane_init(&j->mail, j, mail_jobs) || !lane_init(&j->payments_lane, j, payment_jobs) ||
            !payments_init(&j->payments, str_from(s->store.stripe_api_base), s->store.stripe_secret_key) ||
            !open_mail(j) || !lane_start(&j->mail) || !lane_start(&j->payments_lane)) {
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
