/* A Stripe for tests: starts everything, waits for a signal, stops everything. */
#include <curl/curl.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "fields.h"
#include "http.h"
#include "sandbox.h"

static void own_address(const struct sandbox *sb, uint16_t port, char out[OPTION_SIZE])
{
        const char *host = sb->options.host;
        snprintf(out, OPTION_SIZE, strchr(host, ':') ? "http://[%s]:%u" : "http://%s:%u", host, port);
}

static void set_addresses(struct sandbox *sb, uint16_t port)
{
        const struct options *o = &sb->options;
        if (*o->public_url)
                snprintf(sb->public_url, sizeof sb->public_url, "%s", o->public_url);
        else
                own_address(sb, port, sb->public_url);
        size_t n = strlen(sb->public_url);
        if (n && sb->public_url[n - 1] == '/')
                sb->public_url[n - 1] = 0;
        snprintf(sb->webhook_version, sizeof sb->webhook_version, "%s",
                 *o->webhook_version ? o->webhook_version : DEFAULT_API_VERSION);
}

static bool run(struct sandbox *sb, const sigset_t *ends)
{
        int which;
        pthread_mutex_lock(&sb->lock); /* nothing happens before the addresses are known */
        bool courier = courier_start(sb);
        struct MHD_Daemon *daemon = courier ? http_start(sb) : NULL;
        set_addresses(sb, daemon ? http_port(daemon) : 0);
        pthread_mutex_unlock(&sb->lock);
        if (daemon) {
                char address[OPTION_SIZE];
                own_address(sb, http_port(daemon), address);
                printf("listening on %s\n", address);
                fflush(stdout);
                sigwait(ends, &which);
                log_info("stopping", LOG_CSTR("signal", strsignal(which)));
        }
        if (courier)
                courier_stop(sb);
        if (daemon)
                http_stop(daemon);
        return daemon;
}

int main(int argc, char **argv)
{
        struct sandbox *sb = must(calloc(1, sizeof *sb));
        enum options_verdict verdict = options_read(&sb->options, argc, argv);
        if (verdict != OPTIONS_RUN) {
                free(sb);
                return verdict == OPTIONS_HELP ? 0 : 2;
        }
        log_setup(LOG_LEVEL_INFO, LOG_FORMAT_AUTO);
        sigset_t ends;
        sigemptyset(&ends);
        sigaddset(&ends, SIGTERM);
        sigaddset(&ends, SIGINT);
        pthread_sigmask(SIG_BLOCK, &ends, NULL);
        signal(SIGPIPE, SIG_IGN);
        if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT))
                return 1;
        json_object_seed(0);
        pthread_mutex_init(&sb->lock, NULL);
        store_init(&sb->store);
        request_log_init(&sb->requests);
        bool ok = journal_open(&sb->journal, &sb->store, sb->options.state) && run(sb, &ends);
        journal_close(&sb->journal);
        store_release(&sb->store);
        request_log_release(&sb->requests);
        pthread_mutex_destroy(&sb->lock);
        curl_global_cleanup();
        free(sb);
        return ok ? 0 : 1;
}
