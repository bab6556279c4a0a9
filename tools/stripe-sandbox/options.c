/* The command line. */
#include "options.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

static const char help[] =
        "stripe-sandbox: a Stripe for tests. Speaks the part of Stripe's API that a shop needs, shows a payment\n"
        "page and sends signed hooks. No money moves.\n"
        "\n"
        "  --listen HOST:PORT       where to listen (127.0.0.1:12111); port 0 takes a free one\n"
        "  --webhook-url URL        where hooks go; without it events are only recorded\n"
        "  --webhook-secret SECRET  signs the hooks (whsec_sandbox)\n"
        "  --webhook-version DATE   API version of the events' objects (" DEFAULT_API_VERSION ")\n"
        "  --api-key KEY            the only key that is accepted; without it any sk_test_ key is\n"
        "  --state FILE             keeps everything in FILE, so that a restart forgets nothing\n"
        "  --public-url URL         how browsers reach the payment page (http://HOST:PORT)\n"
        "  --help\n"
        "\n"
        "Tests talk to it under /_sandbox/; see docs/stripe-sandbox.md.\n";

static const struct {
        const char *name;
        size_t offset, size;
} texts[] = {
        {"--webhook-url", offsetof(struct options, webhook_url), OPTION_SIZE},
        {"--webhook-secret", offsetof(struct options, webhook_secret), OPTION_SIZE},
        {"--webhook-version", offsetof(struct options, webhook_version), 64},
        {"--api-key", offsetof(struct options, api_key), OPTION_SIZE},
        {"--state", offsetof(struct options, state), OPTION_SIZE},
        {"--public-url", offsetof(struct options, public_url), OPTION_SIZE},
};

static enum options_verdict bad(const char *what, const char *value)
{
        fprintf(stderr, "stripe-sandbox: %s%s (--help shows the options)\n", what, value);
        return OPTIONS_BAD;
}

static bool read_listen(struct options *o, const char *value)
{
        const char *colon = strrchr(value, ':');
        int64_t port;
        if (!colon || colon == value || !str_to_int64(str_from(colon + 1), &port) || port < 0 || port > 65535)
                return false;
        o->port = (uint16_t)port;
        struct str host = {value, (size_t)(colon - value)};
        if (str_starts(host, STR("[")) && str_ends(host, STR("]"))) /* [::1] */
                host = (struct str){host.ptr + 1, host.len - 2};
        return str_to_c(host, o->host, sizeof o->host);
}

static bool is_url(const char *text)
{
        struct str s = str_from(text);
        return s.len == 0 || ((str_starts(s, STR("http://")) || str_starts(s, STR("https://"))) && s.len > 8);
}

static enum options_verdict read_one(struct options *o, const char *name, const char *value)
{
        if (strcmp(name, "--listen") == 0)
                return read_listen(o, value) ? OPTIONS_RUN : bad("--listen takes HOST:PORT, not ", value);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
                if (strcmp(name, texts[i].name) != 0)
                        continue;
                if (!*value)
                        return bad("an empty value for ", name);
                return str_to_c(str_from(value), (char *)o + texts[i].offset, texts[i].size)
                               ? OPTIONS_RUN
                               : bad("too long a value for ", name);
        }
        return bad("unknown option ", name);
}

static enum options_verdict check(const struct options *o)
{
        if (!is_url(o->webhook_url))
                return bad("--webhook-url is not an http address: ", o->webhook_url);
        if (!is_url(o->public_url))
                return bad("--public-url is not an http address: ", o->public_url);
        return OPTIONS_RUN;
}

enum options_verdict options_read(struct options *ret, int argc, char **argv)
{
        *ret = (struct options){.host = "127.0.0.1", .port = 12111, .webhook_secret = "whsec_sandbox"};
        for (int i = 1; i < argc; i++) {
                char name[64];
                if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
                        fputs(help, stdout);
                        return OPTIONS_HELP;
                }
                /* --name value and --name=value */
                struct str value = str_from(argv[i]);
                if (!str_to_c(str_cut(&value, '='), name, sizeof name) || strncmp(name, "--", 2) != 0)
                        return bad("what is ", argv[i]);
                if (!value.ptr && i + 1 == argc)
                        return bad("a value is missing after ", name);
                enum options_verdict verdict = read_one(ret, name, value.ptr ? value.ptr : argv[++i]);
                if (verdict != OPTIONS_RUN)
                        return verdict;
        }
        return check(ret);
}
