/* The program: finds the command and runs it. */
#include <curl/curl.h>
#include <locale.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "app/commands.h"

int main(int argc, char **argv)
{
        setlocale(LC_ALL, "C");
        signal(SIGPIPE, SIG_IGN);
        if (sodium_init() < 0 || curl_global_init(CURL_GLOBAL_DEFAULT) != 0) {
                fprintf(stderr, "startupwebapp: the crypto library can't start\n");
                return 1;
        }
        const char *name = argc > 1 ? argv[1] : "help";
        if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
                name = "help";
        if (strcmp(name, "--version") == 0)
                name = "version";
        for (const struct command *c = commands; c->name; c++)
                if (strcmp(c->name, name) == 0) {
                        if (wants_help(name, argc - 2, argv + 2))
                                return 0;
                        return c->run(argc > 2 ? argc - 2 : 0, argv + 2);
                }
        return wrong_usage("there is no command", name);
}
