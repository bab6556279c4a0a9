/* Runs a case through template.h, as a mail would be made. */
#include "template_case.h"

#include <stdlib.h>

static const char *const default_now = "2026-11-25T19:41:07+01:00", *const default_zone = "Europe/Berlin";

/* A case that says nonsense is the table's fault. */
static void require(bool good, const char *what)
{
        if (good)
                return;
        fprintf(stderr, "template case: %s\n", what);
        abort();
}

struct str template_case_text(const json_t *object, const char *key)
{
        const json_t *value = json_object_get(object, key);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NULL;
}

static struct str text_or(const json_t *object, const char *key, const char *otherwise)
{
        struct str text = template_case_text(object, key);
        return text.ptr ? text : str_from(otherwise);
}

static struct str load_include(void *context, struct arena *a, struct str name)
{
        struct str key = arena_copy(a, name);
        struct str source = key.ptr ? template_case_text(context, key.ptr) : STR_NULL;
        return arena_copy(a, source);
}

static void render_compiled(const struct template_set *t, const json_t *c, struct outcome *ret)
{
        struct zone *zone = zone_open(text_or(c, "zone", default_zone));
        require(zone, "no such time zone");
        struct template_settings settings = {.autoescape = !json_is_false(json_object_get(c, "autoescape")),
                                             .zone = zone};
        require(moment_parse(text_or(c, "now", default_now), &settings.now), "no such time");
        struct arena memory, scratch;
        arena_init(&memory, TEMPLATE_MEMORY_MAX);
        arena_init(&scratch, TEMPLATE_MEMORY_MAX);
        struct value context;
        require(value_from_json(&memory, json_object_get(c, "context"), &context), "the context is too large");
        ret->rendered = template_render(t, &settings, context, &scratch, &ret->text, &ret->error);
        arena_release(&scratch);
        arena_release(&memory);
        zone_release(zone);
}

void template_case_run(const json_t *c, struct outcome *ret)
{
        *ret = (struct outcome){.compiled = false};
        buf_init(&ret->text, TEMPLATE_OUTPUT_MAX);
        struct template_loader loader = {load_include, json_object_get(c, "includes")};
        struct template_set *t = template_compile(STR("case"), template_case_text(c, "template"), &loader, &ret->error);
        ret->compiled = t != NULL;
        if (t)
                render_compiled(t, c, ret);
        template_release(t);
}
