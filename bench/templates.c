/* Renders an order's mail again and again, in one thread. Prints one JSON line: renderings a second. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "mail/html_text.h"
#include "mail/templates.h"

#include <fcntl.h>
#include <unistd.h>

enum { MEASURED_MS = 2000, BATCH = 500, CONTEXT_MAX = 1024 * 1024 };

static struct str load(void *context, struct arena *a, struct str name)
{
        (void)context;
        (void)a;
        return templates_builtin(name);
}

static const struct template_loader loader = {load, NULL};
static const struct template_settings settings = {.autoescape = true};

struct subject {
        struct template_set *set;
        struct str json;
        struct value context;
        size_t bytes; /* of one rendering */
};

static bool render(struct subject *s, struct value context, struct buf *out)
{
        struct arena scratch;
        struct template_error e;
        arena_init(&scratch, TEMPLATE_MEMORY_MAX);
        buf_clear(out);
        bool fine = template_render(s->set, &settings, context, &scratch, out, &e);
        arena_release(&scratch);
        s->bytes = out->len;
        return fine;
}

static bool from_context(struct subject *s, struct buf *out)
{
        return render(s, s->context, out);
}

static bool from_json(struct subject *s, struct buf *out)
{
        struct arena a;
        struct value context;
        json_t *json = json_loadb(s->json.ptr, s->json.len, 0, NULL);
        arena_init(&a, CONTEXT_MAX);
        bool fine = json && value_from_json(&a, json, &context) && render(s, context, out);
        json_decref(json);
        arena_release(&a);
        return fine;
}

static bool with_text(struct subject *s, struct buf *out)
{
        struct buf text;
        bool fine = from_json(s, out);
        buf_init(&text, TEMPLATE_OUTPUT_MAX);
        html_text(&text, buf_str(out));
        fine = fine && !text.failed;
        buf_release(&text);
        return fine;
}

static double rate(struct subject *s, bool (*work)(struct subject *s, struct buf *out))
{
        struct buf out;
        int64_t began = clock_ms(), count = 0, ms;
        buf_init(&out, TEMPLATE_OUTPUT_MAX);
        do {
                for (int i = 0; i < BATCH; i++, count++)
                        if (!work(s, &out))
                                return -1;
                ms = clock_ms() - began;
        } while (ms < MEASURED_MS);
        buf_release(&out);
        return (double)count * 1000 / (double)ms;
}

int main(int count, char **words)
{
        struct arena a;
        struct template_error e;
        struct subject s = {0};
        arena_init(&a, 4 * CONTEXT_MAX);
        int fd = count == 3 ? open(words[2], O_RDONLY | O_CLOEXEC) : -1;
        s.json = file_read(&a, fd, CONTEXT_MAX);
        s.set = count == 3 ? template_compile(str_from(words[1]), STR_NULL, &loader, &e) : NULL;
        json_t *json = s.json.ptr ? json_loadb(s.json.ptr, s.json.len, 0, NULL) : NULL;
        if (!s.set || !json || !value_from_json(&a, json, &s.context)) {
                fprintf(stderr, "usage: templates NAME.html CONTEXT.json\n");
                return 2;
        }
        double context = rate(&s, from_context);
        printf("{\"bytes\":%zu,\"from_context\":%.0f,\"from_json\":%.0f,\"with_text\":%.0f}\n", s.bytes, context,
               rate(&s, from_json), rate(&s, with_text));
        json_decref(json);
        template_release(s.set);
        arena_release(&a);
        close(fd);
        return 0;
}
