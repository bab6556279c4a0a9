/* The commands of the program. Each gets the words after its name and returns the exit status: 0, 1 when it failed,
 * 2 when it was called wrongly. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

int command_serve(int count, char **words);
int command_migrate(int count, char **words);
int command_seed(int count, char **words);
int command_superuser(int count, char **words);
int command_doctor(int count, char **words);
int command_version(int count, char **words);
int command_help(int count, char **words);
int command_template(int count, char **words);
int command_routes(int count, char **words);

struct command {
        const char *name, *summary, *usage;
        int (*run)(int count, char **words);
};
extern const struct command commands[];

/* Prints one line on standard error; returns 2. */
int wrong_usage(const char *what, const char *word);
/* Whether the words ask for help; prints it then. */
int wants_help(const char *command, int count, char **words);

#endif
