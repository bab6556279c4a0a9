/* Renders templates for template_diff.py: a case a line comes in, its outcome goes out, both as JSON.
 *
 * {"text": ...} or {"error": ..., "name": ..., "line": ..., "syntax": ...}. Ends with its input. */
#include <stdio.h>
#include <stdlib.h>

#include "template_case.h"

enum { OUTCOME_MAX = 8 * 1024 * 1024 }; /* bytes; what a case of the largest output may take, escaped */

static void write_outcome(const struct outcome *o, struct buf *line)
{
        if (o->rendered) {
                buf_add(line, STR("{\"text\": "));
                buf_add_json(line, buf_str(&o->text));
                buf_add(line, STR("}\n"));
                return;
        }
        buf_add(line, STR("{\"error\": "));
        buf_add_json(line, str_from(o->error.message));
        buf_add(line, STR(", \"name\": "));
        buf_add_json(line, str_from(o->error.name));
        buf_printf(line, ", \"line\": %u, \"syntax\": %s}\n", o->error.line, o->compiled ? "false" : "true");
}

static bool answer(const char *text, size_t length)
{
        json_error_t error;
        json_t *c = json_loadb(text, length, 0, &error);
        if (!c) {
                fprintf(stderr, "template-diff: no JSON: %s\n", error.text);
                return false;
        }
        struct outcome o;
        struct buf line;
        template_case_run(c, &o);
        buf_init(&line, OUTCOME_MAX);
        write_outcome(&o, &line);
        bool good = !line.failed && fwrite(line.ptr, 1, line.len, stdout) == line.len && fflush(stdout) == 0;
        buf_release(&line);
        buf_release(&o.text);
        json_decref(c);
        return good;
}

int main(void)
{
        char *text = NULL;
        size_t size = 0;
        bool good = true;
        for (ssize_t length; good && (length = getline(&text, &size, stdin)) > 0;)
                good = answer(text, (size_t)length);
        free(text);
        return good ? 0 : 1;
}
