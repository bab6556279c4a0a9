/* serve: the web server, the job runner, or both, until a signal. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "app/commands.h"
#include "app/jobs.h"
#include "app/migrations.h"
#include "app/routes.h"
#include "campaigns/campaigns.h"
#include "catalogue/catalogue.h"
#include "checkout/settle.h"

static const char *const role_names[] = {"all", "web", "worker"};
enum role { ROLE_ALL, ROLE_WEB, ROLE_WORKER, ROLES };

static struct freshness freshness;

static void *open_worker(const void *context)
{
        const struct store_settings *s = context;
        struct payments *p = calloc(1, sizeof *p);
        if (p && !payments_init(p, str_from(s->stripe_api_base), s->stripe_secret_key)) {
                free(p);
                return NULL;
        }
        return p;
}

static void close_worker(void *worker)
{
        payments_release(worker);
        free(worker);
}

/* Pages run our scripts, load our pictures and talk to our API; nothing inline, nothing from elsewhere. */
static struct str page_policy(const struct settings *s)
{
        static char text[1024];
        struct str media = origin_of(str_from(s->media_url));
        int n = snprintf(text, sizeof text,
                         "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:%s%.*s; "
                         "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
                         "frame-ancestors 'none'",
                         media.ptr ? " " : "", STR_ARG(media.ptr ? media : STR("")));
        return n > 0 && (size_t)n < sizeof text ? (struct str){text, (size_t)n} : STR_NULL;
}

/* The admin besides: previews of pictures before they are sent (blob:), and of mails in frames without scripts. Its
 * styles are rules that scripts insert (emotion); the sheets for them are elements without text, whose hash this is. */
static struct str admin_policy(const struct settings *s)
{
        static char text[1024];
        struct str media = origin_of(str_from(s->media_url));
        int n = snprintf(text, sizeof text,
                         "default-src 'self'; script-src 'self'; "
                         "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; "
                         "img-src 'self' data: blob:%s%.*s; connect-src 'self'; frame-src 'self'; object-src 'none'; "
                         "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
                         media.ptr ? " " : "", STR_ARG(media.ptr ? media : STR("")));
        return n > 0 && (size_t)n < sizeof text ? (struct str){text, (size_t)n} : STR_NULL;
}

/* The visual editor of mails is a page of its own in a frame of the admin: what it is made of writes styles into its
 * pages, and mails are full of them. It calls nobody, sends no forms, and loads scripts of the admin and pictures. */
static struct str frame_policy(const struct settings *s)
{
        static char text[1024];
        struct str media = origin_of(str_from(s->media_url));
        int n = snprintf(text, sizeof text,
                         "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
                         "img-src 'self' data: blob: https:%s%.*s; font-src 'self' data:; base-uri 'none'; "
                         "form-action 'none'; frame-ancestors 'self'",
                         media.ptr ? " " : "", STR_ARG(media.ptr ? media : STR("")));
        return n > 0 && (size_t)n < sizeof text ? (struct str){text, (size_t)n} : STR_NULL;
}

static bool allow_origins(const struct settings *s, struct origins *ret)
{
        bool fine = origins_add(ret, str_from(s->public_url));
        struct str rest = str_from(s->allowed_origins);
        while (rest.ptr)
                fine = origins_add(ret, str_trim(str_cut(&rest, ','))) && fine;
        return fine;
}

/* Pictures that staff send. */
static bool open_media(struct store_app *app)
{
        struct str problem;
        struct media_settings s = settings_media(&app->settings);
        app->store.media = media_open(&s, &problem);
        if (app->store.media && !s.s3_bucket && media_directory(app->store.media) < 0)
                log_warn("no pictures can be kept: VAR_DIR/media can't be opened", LOG_CSTR("directory", s.directory));
        return app->store.media != NULL;
}

/* Amazon's messages about mails. */
static bool open_sns(struct store_app *app)
{
        struct str problem;
        struct sns_settings s = settings_sns(&app->settings);
        if (!s.topics.ptr)
                return true;
        app->store.sns = sns_open(&s, &problem);
        return app->store.sns != NULL;
}

static int open_directory(const char *path)
{
        return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static struct server *start_server(const struct store_app *app)
{
        char host[64];
        const struct settings *s = &app->settings;
        struct server_options o = {
                .loops = (unsigned)s->loops,
                .workers = (unsigned)s->workers,
                .connections_max = (unsigned)s->connections_max,
                .connections_per_address = (unsigned)s->connections_per_address,
                .database = {app->conninfo, app->database, (unsigned)s->database_connections},
                .routes = routes,
                .route_count = route_count,
                .secret_key = str_from(s->secret_key),
                .secure = str_starts(str_from(s->public_url), STR("https://")),
                .page_policy = page_policy(s),
                .admin_policy = admin_policy(s),
                .frame_policy = frame_policy(s),
                .web_root = open_directory(s->web_root),
                .admin_root = open_directory(s->admin_root),
                .media_root = open_directory(s->media_root),
                .uploads_root = media_directory(app->store.media),
                .trusted_proxies = s->trusted_proxies,
                .requests_per_second = (unsigned)s->requests_per_second,
                .events_per_second = s->events_per_second,
                .all_events_per_second = s->all_events_per_second,
                .log_requests = s->log_requests == 1,
                .freshness = &freshness,
                .context = &app->store,
                .worker_open = open_worker,
                .worker_close = close_worker,
                .side = &tracking_side,
        };
        if (!settings_listen(s, host, sizeof host, &o.listen_port) || !allow_origins(s, &o.origins))
                return NULL;
        o.listen_host = host;
        if (o.web_root < 0)
                log_warn("there are no pages: WEB_ROOT can't be opened", LOG_CSTR("directory", s->web_root));
        if (o.admin_root < 0)
                log_warn("there is no admin: ADMIN_ROOT can't be opened", LOG_CSTR("directory", s->admin_root));
        if (o.media_root < 0)
                log_warn("there are no pictures: MEDIA_ROOT can't be opened", LOG_CSTR("directory", s->media_root));
        struct server *server = server_start(&o);
        if (server)
                log_info("serving", LOG_CSTR("public_url", s->public_url), LOG_INT("port", server_port(server)));
        return server;
}

/* Each connection is a descriptor; systems start processes with 1,024 and allow more. */
static void raise_descriptor_limit(void)
{
        struct rlimit limit;
        if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
                limit.rlim_cur = limit.rlim_max;
                setrlimit(RLIMIT_NOFILE, &limit);
        }
}

static void wait_for_signal(const sigset_t *signals)
{
        int number;
        while (sigwait(signals, &number) != 0)
                ;
        log_info("stopping", LOG_CSTR("signal", strsignal(number)));
}

static bool prepare_schema(const struct store_app *app)
{
        if (app->is_private)
                return migrations_apply(app->conninfo, app->database, false);
        /* A database that is away is waited for; one with another schema is not served. */
        struct migration_state state = migrations_look(app->conninfo, app->database);
        if (state.history == MIGRATIONS_FOREIGN)
                return false;
        if (state.history == MIGRATIONS_KNOWN && state.pending > 0) {
                fprintf(stderr, "startupwebapp: the database lacks %d migrations; run: startupwebapp migrate\n",
                        state.pending);
                return false;
        }
        return true;
}

static bool run(const struct store_app *app, enum role role, const sigset_t *signals)
{
        struct server *server = NULL;
        struct listener *listener = NULL;
        struct jobs *jobs = NULL;
        bool fine = true;
        if (role != ROLE_WORKER) {
                listener = catalogue_watch(app->conninfo, app->database, &freshness);
                server = start_server(app);
                fine = listener && server;
        }
        if (fine && role != ROLE_WEB) {
                jobs = jobs_start(app);
                fine = jobs != NULL;
        }
        if (fine)
                wait_for_signal(signals);
        if (server)
                server_stop(server);
        jobs_stop(jobs);
        listener_stop(listener);
        return fine;
}

static bool parse_role(int count, char **words, enum role *ret)
{
        *ret = ROLE_ALL;
        if (count == 0)
                return true;
        if (count != 2 || strcmp(words[0], "--role") != 0)
                return false;
        for (enum role r = ROLE_ALL; r < ROLES; r++)
                if (strcmp(words[1], role_names[r]) == 0) {
                        *ret = r;
                        return true;
                }
        return false;
}

int command_serve(int count, char **words)
{
        enum role role;
        int status;
        sigset_t signals;
        struct store_app app;
        if (!parse_role(count, words, &role))
                return wrong_usage("serve does not take", words[count - 1]);
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals, NULL); /* inherited by all threads; sigwait takes them */
        raise_descriptor_limit();
        if (!store_open(&app, &status))
                return status;
        bool fine = prepare_schema(&app) && (role == ROLE_WORKER || (open_media(&app) && open_sns(&app))) &&
                    run(&app, role, &signals);
        sns_close(app.store.sns);
        media_close(app.store.media);
        store_close(&app);
        return fine ? 0 : 1;
}
