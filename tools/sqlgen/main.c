/* sqlgen: turns named queries of .sql files into typed C functions; docs/ARCHITECTURE.md shows the notation. */
#include <stdarg.h>
#include <stdio.h>

#include "sqlgen.h"

enum { MEMORY_MAX = 512 * 1024 * 1024 }; /* bytes; some hundred files */

bool report(const char *path, size_t line, const char *format, ...)
{
        va_list args;
        fprintf(stderr, "%s:%zu: ", path, line);
        va_start(args, format);
        vfprintf(stderr, format, args);
        va_end(args);
        fputc('\n', stderr);
        return false;
}

int main(int argc, char **argv)
{
        if (argc < 2) {
                fputs("usage: sqlgen OUTDIR file.sql...\n", stderr);
                return 2;
        }
        struct arena arena;
        arena_init(&arena, MEMORY_MAX);
        struct program p = {.arena = &arena};
        for (int i = 2; i < argc; i++)
                file_read(&p, argv[i]);
        bool good = !p.failed && program_write(&p, argv[1]);
        arena_release(&arena);
        return good ? 0 : 1;
}
