/* The running store. */
#include "app/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROBLEMS_MAX_BYTES = 16 * 1024, SECRET_BYTES = 32 };

static bool load_settings(struct settings *s)
{
        struct buf problems;
        buf_init(&problems, PROBLEMS_MAX_BYTES);
        bool fine = settings_load(s, &problems);
        struct str rest = buf_str(&problems);
        while (rest.len) {
                struct str line = str_cut(&rest, '\n');
                fprintf(stderr, "startupwebapp: %.*s\n", STR_ARG(line));
        }
        buf_release(&problems);
        return fine;
}

/* VAR_DIR/secret_key, made when it is missing. Two processes that start at once agree: the file is linked into place
 * whole, and only once. */
static const char *private_secret(const char *var_dir)
{
        static char key[2 * SECRET_BYTES + 1];
        char path[4096], temporary[4200];
        unsigned char bytes[SECRET_BYTES];
        snprintf(path, sizeof path, "%s/secret_key", var_dir);
        snprintf(temporary, sizeof temporary, "%s.%d", path, getpid());
        randombytes_buf(bytes, sizeof bytes);
        sodium_bin2hex(key, sizeof key, bytes, sizeof bytes);
        if (access(path, R_OK) != 0) {
                int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
                bool written = fd >= 0 && write(fd, key, sizeof key - 1) == sizeof key - 1;
                if (fd >= 0)
                        close(fd);
                if (!written || (link(temporary, path) != 0 && errno != EEXIST))
                        fprintf(stderr, "startupwebapp: can't write %s: %s\n", path, strerror(errno));
                unlink(temporary);
        }
        FILE *f = fopen(path, "re");
        bool read = f && fread(key, 1, sizeof key - 1, f) == sizeof key - 1;
        if (f)
                fclose(f);
        return read ? key : NULL;
}

static bool open_database(struct store_app *s)
{
        struct settings *o = &s->settings;
        s->database = o->database_name;
        s->conninfo = o->database_url;
        if (o->database_url)
                return true;
        s->is_private = true;
        if (!cluster_start(&s->cluster, o->var_dir))
                return false;
        s->conninfo = s->cluster.conninfo;
        if (!s->database)
                s->database = "startupwebapp";
        if (!o->secret_key)
                o->secret_key = private_secret(o->var_dir);
        return o->secret_key != NULL;
}

bool store_open(struct store_app *s, int *ret_status)
{
        *s = (struct store_app){0};
        *ret_status = 2;
        if (!load_settings(&s->settings))
                return false;
        settings_start_log(&s->settings);
        *ret_status = 1;
        if (!open_database(s)) {
                store_close(s);
                return false;
        }
        const struct settings *o = &s->settings;
        s->store = (struct store_settings){
                .public_url = str_from(o->public_url),
                .media_url = str_from(o->media_url),
                .stripe_webhook_secrets = o->stripe_webhook_secret ? str_from(o->stripe_webhook_secret) : STR(""),
                .stripe_secret_key = o->stripe_secret_key ? str_from(o->stripe_secret_key) : STR(""),
                .stripe_api_base = o->stripe_api_base,
                .sendgrid_webhook_key =
                        o->sendgrid_webhook_public_key ? str_from(o->sendgrid_webhook_public_key) : STR(""),
                .reconcile_seconds = o->reconcile_seconds,
                .secret_key = str_from(o->secret_key),
                .mail_from = str_from(o->mail_from),
                .dns_server = o->dns_server ? str_from(o->dns_server) : STR(""),
                .dkim_selector = o->dkim_selector ? str_from(o->dkim_selector) : STR(""),
                .login_limit = o->login_limit,
                .admin_login_limit = o->admin_login_limit,
                .register_limit = o->register_limit,
                .reset_limit = o->reset_limit,
                .message_limit = o->message_limit,
                .checkout_limit = o->checkout_limit,
                .session_idle_seconds = o->session_idle_seconds,
                .session_seconds = o->session_seconds,
                .remembered_idle_seconds = o->remembered_idle_seconds,
                .remembered_seconds = o->remembered_seconds,
                .password_memory_kib = o->password_memory_kib,
                .password_passes = o->password_passes,
        };
        return true;
}

void store_close(struct store_app *s)
{
        if (s->is_private)
                cluster_stop(&s->cluster);
}
