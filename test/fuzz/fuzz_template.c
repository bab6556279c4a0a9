/* Whatever template, context and included templates come in: compiling and rendering end, within their bounds, and say
 * why when they fail; the same again gives the same; of text comes text.
 *
 * An input is parts, divided by lines "=====": the template, its context in JSON, then what can be included as "1",
 * "2" and so on. */
#include <stdlib.h>

#include "mail/template/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum {
        INPUT_MAX = 64 * 1024,
        OUTPUT_MAX = 256 * 1024,
        MEMORY_MAX = 2 * 1024 * 1024,
        NAME_DIGITS_MAX = 3,
};

static void check(bool good)
{
        if (!good)
                abort();
}

static struct str cut_part(struct str *rest)
{
        static const struct str line = {"\n=====\n", 7};
        struct str part = *rest;
        for (size_t i = 0; i + line.len <= rest->len; i++)
                if (rest->ptr[i] == '\n' && memcmp(rest->ptr + i, line.ptr, line.len) == 0) {
                        part.len = i;
                        *rest = str_from_offset(*rest, i + line.len);
                        return part;
                }
        *rest = STR_NULL;
        return part;
}

static struct str load_part(void *context, struct arena *a, struct str name)
{
        struct str rest = *(const struct str *)context;
        int64_t number;
        if (name.len > NAME_DIGITS_MAX || !str_to_int64(name, &number))
                return STR_NULL;
        for (; rest.ptr; number--) {
                struct str part = cut_part(&rest);
                if (number == 1)
                        return arena_copy(a, part.ptr ? part : STR(""));
        }
        return STR_NULL;
}

static void check_error(const struct template_error *e)
{
        check(memchr(e->message, 0, sizeof e->message) && e->message[0] && !strpbrk(e->message, "\r\n"));
        check(memchr(e->name, 0, sizeof e->name) != NULL);
}

static bool render(const struct template_set *t, const struct template_settings *settings, struct value context,
                   struct buf *out)
{
        struct arena scratch;
        struct template_error error = {.line = 0};
        arena_init(&scratch, MEMORY_MAX);
        buf_init(out, OUTPUT_MAX);
        bool good = template_render(t, settings, context, &scratch, out, &error);
        check(!good || !out->failed);
        if (!good)
                check_error(&error);
        arena_release(&scratch);
        return good;
}

/* Of these comes what differs from time to time, or what is no text in the mail's sense. */
static bool is_steady(struct str input)
{
        return !memmem(input.ptr, input.len, "random", 6) && !memmem(input.ptr, input.len, "stringformat", 12);
}

static void render_twice(const struct template_set *t, struct value context, bool autoescape, struct str input)
{
        static struct zone *zone;
        struct template_settings settings = {.autoescape = autoescape};
        if (!zone)
                zone = zone_open(STR("Europe/Berlin"));
        settings.zone = zone;
        check(moment_parse(STR("2026-11-25T19:41:07+01:00"), &settings.now));
        struct buf first, second;
        bool good = render(t, &settings, context, &first), again = render(t, &settings, context, &second);
        if (is_steady(input)) {
                check(good == again);
                check(!good || str_eq(buf_str(&first), buf_str(&second)));
                check(!good || !str_is_text(input) || str_is_text(buf_str(&first)));
        }
        buf_release(&first);
        buf_release(&second);
}

static json_t *read_context(struct str text)
{
        json_t *json = json_loadb(text.ptr ? text.ptr : "", text.len, 0, NULL);
        if (json_is_object(json))
                return json;
        json_decref(json);
        return json_object();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        if (size > INPUT_MAX || size == 0)
                return 0;
        struct str input = {(const char *)bytes, size}, rest = input;
        struct str source = cut_part(&rest);
        json_t *json = read_context(cut_part(&rest));
        struct template_loader loader = {load_part, &rest};
        struct template_error error = {.line = 0};
        struct template_set *t = template_compile(STR("fuzz"), source, &loader, &error);
        if (t) {
                struct arena memory;
                struct value context;
                arena_init(&memory, MEMORY_MAX);
                if (value_from_json(&memory, json, &context)) {
                        render_twice(t, context, true, input);
                        render_twice(t, context, false, input);
                }
                arena_release(&memory);
        } else {
                check_error(&error);
        }
        template_release(t);
        json_decref(json);
        return 0;
}
