/* Listing what customers have paid. */
#include "stripe/form.h"
#include "stripe/session.h"

enum { PAGE_SIZE = 100 /* Stripe's limit */ };

static enum err get_page(struct stripe_client *c, int64_t since, int64_t until, struct str cursor, json_t **ret,
                         struct stripe_failure *f)
{
        struct buf form;
        buf_init(&form, STRIPE_FORM_MAX);
        stripe_form_str(&form, STR("complete"), "status");
        stripe_form_int(&form, since, "created[gte]");
        stripe_form_int(&form, until, "created[lt]");
        stripe_form_int(&form, PAGE_SIZE, "limit");
        stripe_form_str(&form, cursor, "starting_after");
        stripe_form_str(&form, STR("data.payment_intent.latest_charge"), "expand[]");
        struct stripe_call_options o = {
                .method = STRIPE_GET, .path = STR("/v1/checkout/sessions"), .form = buf_str(&form)};
        enum err e = form.failed ? ERR_NO_MEMORY : stripe_call(c, &o, ret, f);
        buf_release(&form);
        return e;
}

static enum err read_page(const json_t *reply, struct arena *arena, struct stripe_session_page *page)
{
        const json_t *data = json_object_get(reply, "data");
        size_t count = json_array_size(data);
        if (!json_is_array(data) || count > PAGE_SIZE)
                return ERR_INTERNAL;
        page->sessions = arena_array(arena, struct stripe_session, count + 1);
        if (!page->sessions)
                return ERR_NO_MEMORY;
        for (size_t i = 0; i < count; i++) {
                enum err e = stripe_session_parse(json_array_get(data, i), arena, &page->sessions[i]);
                if (e != ERR_NONE)
                        return e;
        }
        page->count = count;
        if (count > 0 && json_is_true(json_object_get(reply, "has_more")))
                page->next = page->sessions[count - 1].id;
        return ERR_NONE;
}

enum err stripe_sessions_complete(struct stripe_client *c, int64_t since, int64_t until, struct str cursor,
                                  struct arena *arena, struct stripe_session_page *ret,
                                  struct stripe_failure *ret_failure)
{
        json_t *reply = NULL;
        *ret = (struct stripe_session_page){0};
        *ret_failure = (struct stripe_failure){0};
        enum err e = get_page(c, since, until, cursor, &reply, ret_failure);
        if (e == ERR_NONE)
                e = read_page(reply, arena, ret);
        json_decref(reply);
        if (e != ERR_NONE)
                *ret = (struct stripe_session_page){0};
        return e;
}
