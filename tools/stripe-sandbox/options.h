/* The command line. */
#ifndef SANDBOX_OPTIONS_H
#define SANDBOX_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { OPTION_SIZE = 512 };

/* Spoken when a request carries no Stripe-Version, and by events unless the command line says otherwise. */
#define DEFAULT_API_VERSION "2025-09-30.clover"

struct options {
        char host[64];
        uint16_t port;
        char webhook_url[OPTION_SIZE];    /* empty: events are recorded, not sent */
        char webhook_secret[OPTION_SIZE]; /* whole, whsec_ and all */
        char webhook_version[64];         /* Stripe-Version of the events; empty: the default */
        char api_key[OPTION_SIZE];        /* empty: any that starts with sk_test_ */
        char state[OPTION_SIZE];          /* empty: memory only */
        char public_url[OPTION_SIZE];     /* empty: http://host:port */
};

/* What main does next. */
enum options_verdict { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_BAD };

/* Prints the help (on standard output) or one line on what is wrong (on standard error). */
enum options_verdict options_read(struct options *ret, int argc, char **argv);

#endif
