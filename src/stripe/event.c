/* Events, from hooks and from Stripe's list. */
#include "stripe/event.h"

#include "stripe/form.h"
#include "stripe/reader.h"

enum { PAGE_SIZE = 100 /* Stripe's limit */ };

enum err stripe_event_parse(const json_t *json, struct arena *arena, struct stripe_event *ret)
{
        struct stripe_reader r = {.arena = arena};
        struct stripe_event event = {0};
        stripe_read_kind(&r, json, "event");
        event.id = stripe_read_needed_text(&r, json, "id");
        event.type = stripe_read_needed_text(&r, json, "type");
        event.api_version = stripe_read_text(&r, json, "api_version");
        event.created = stripe_read_needed_whole(&r, json, "created");
        event.livemode = stripe_read_needed_bool(&r, json, "livemode");
        event.object = json_object_get(json_object_get(json, "data"), "object");
        event.object_type = stripe_read_needed_text(&r, event.object, "object");
        event.object_id = stripe_read_text(&r, event.object, "id");
        *ret = r.err == ERR_NONE ? event : (struct stripe_event){0};
        return r.err;
}

static enum err get_page(struct stripe_client *c, int64_t since, struct str cursor, json_t **ret,
                         struct stripe_failure *f)
{
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        stripe_form_bool(&form, false, "delivery_success");
        stripe_form_int(&form, since, "created[gte]");
        stripe_form_int(&form, PAGE_SIZE, "limit");
        stripe_form_str(&form, cursor, "starting_after");
        struct stripe_call_options o = {.method = STRIPE_GET, .path = STR("/v1/events"), .form = buf_str(&form)};
        enum err e = form.failed ? ERR_NO_MEMORY : stripe_call(c, &o, ret, f);
        buf_release(&form);
        return e;
}

static enum err read_events(struct stripe_event_page *page, struct arena *arena)
{
        const json_t *data = json_object_get(page->reply, "data");
        size_t count = json_array_size(data);
        if (!json_is_array(data) || count > PAGE_SIZE)
                return ERR_INTERNAL;
        page->events = arena_array(arena, struct stripe_event, count + 1);
        if (!page->events)
                return ERR_NO_MEMORY;
        for (size_t i = 0; i < count; i++) {
                enum err e = stripe_event_parse(json_array_get(data, i), arena, &page->events[i]);
                if (e != ERR_NONE)
                        return e;
        }
        page->count = count;
        if (count > 0 && json_is_true(json_object_get(page->reply, "has_more")))
                page->next = page->events[count - 1].id;
        return ERR_NONE;
}

enum err stripe_events_undelivered(struct stripe_client *c, int64_t since, struct str cursor, struct arena *arena,
                                   struct stripe_event_page *ret, struct stripe_failure *ret_failure)
{
        *ret = (struct stripe_event_page){0};
        *ret_failure = (struct stripe_failure){0};
        enum err e = get_page(c, since, cursor, &ret->reply, ret_failure);
        if (e == ERR_NONE)
                e = read_events(ret, arena);
        if (e != ERR_NONE)
                stripe_event_page_release(ret);
        return e;
}

void stripe_event_page_release(struct stripe_event_page *page)
{
        json_decref(page->reply);
        *page = (struct stripe_event_page){0};
}
