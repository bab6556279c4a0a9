/* Questions on a terminal. */
#include "app/ask.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static struct termios before;

/* Whoever interrupts a question gets back a terminal that shows what is typed. */
static void on_interrupt(int signal_number)
{
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        signal(signal_number, SIG_DFL);
        raise(signal_number);
}

static void hide(void)
{
        struct termios hidden = before;
        signal(SIGINT, on_interrupt);
        signal(SIGTERM, on_interrupt);
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        hidden.c_lflag |= ECHONL; /* the end of the line is seen */
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
}

static void show(void)
{
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        signal(SIGINT, SIG_DFL);
        signal(SIGTERM, SIG_DFL);
}

static bool read_line(char *out, size_t size)
{
        if (!fgets(out, (int)size, stdin))
                return false;
        size_t length = strlen(out);
        if (length == 0 || out[length - 1] != '\n')
                return false;
        out[length - 1] = 0;
        return true;
}

bool ask_possible(void)
{
        return isatty(STDIN_FILENO);
}

bool ask(const char *question, bool hidden, char *out, size_t size)
{
        printf("%s: ", question);
        fflush(stdout);
        if (!hidden || tcgetattr(STDIN_FILENO, &before) != 0)
                return read_line(out, size);
        hide();
        bool fine = read_line(out, size);
        show();
        return fine;
}
