/* What every request to /v1 goes through before and after its handler. */
#include "api.h"

#include <ctype.h>
#include <stdio.h>

#include "auth.h"
#include "base/clock.h"
#include "fields.h"
#include "idempotency.h"
#include "params.h"
#include "routes.h"
#include "sandbox.h"

static json_t *form_json(const struct form *form)
{
        json_t *params = must(json_object());
        for (size_t i = 0; i < form->count; i++)
                json_object_setn_new(params, form->fields[i].name.ptr, form->fields[i].name.len,
                                     must(json_stringn(form->fields[i].value.ptr, form->fields[i].value.len)));
        return params;
}

/* NULL when it is not text. */
static json_t *header_json(const struct request *rq, const char *name)
{
        struct str value = request_header(rq, name);
        return value.ptr ? json_stringn(value.ptr, value.len) : NULL;
}

static void write_log(struct request *rq)
{
        static const char *const interesting[] = {"stripe-version", "content-type", "user-agent", "stripe-account"};
        json_t *headers = must(json_object());
        for (size_t i = 0; i < sizeof interesting / sizeof *interesting; i++) {
                json_t *value = header_json(rq, interesting[i]);
                if (value)
                        field_set(headers, interesting[i], value);
        }
        json_t *path = json_string(rq->path);
        request_log_add(
                &rq->sandbox->requests,
                must(json_pack("{s:s, s:o?, s:o, s:o?, s:o, s:s, s:I}", "method", rq->method, "path", path, "params",
                               form_json(&rq->form), "idempotency_key", header_json(rq, "idempotency-key"), "headers",
                               headers, "request_id", rq->request_id, "at_ms", (json_int_t)now_ms())));
}

/* 2025-09-30 or 2025-09-30.clover */
static bool is_version(struct str v)
{
        for (size_t i = 0; i < v.len; i++) {
                unsigned char c = (unsigned char)v.ptr[i];
                if (i < 10 ? (i == 4 || i == 7 ? c != '-' : !isdigit(c)) : i == 10 ? c != '.' : !isalpha(c))
                        return false;
        }
        return v.len >= 10 && v.len != 11;
}

static bool read_version(struct request *rq)
{
        struct str wanted = request_header(rq, "stripe-version");
        if (!wanted.ptr)
                wanted = STR(DEFAULT_API_VERSION);
        if (is_version(wanted) && str_to_c(wanted, rq->version, sizeof rq->version))
                return true;
        reply_invalid(rq, NULL, NULL, "Invalid Stripe API version: %.60s", wanted.ptr);
        return false;
}

static bool read_form(struct request *rq)
{
        bool post = *rq->method == 'P';
        struct str text = post ? buf_str(&rq->body) : rq->query;
        struct str type = request_header(rq, "content-type");
        if (rq->spoiled)
                reply_error(rq, 413, "invalid_request_error", NULL, NULL, "The request is too large.");
        else if (post && text.len && type.ptr && !str_starts(type, STR("application/x-www-form-urlencoded")))
                reply_invalid(rq, NULL, NULL,
                              "The Content-Type is %.80s; this API takes application/x-www-form-urlencoded", type.ptr);
        else if (!form_parse(&rq->arena, text, &rq->form))
                reply_invalid(rq, NULL, NULL, "The parameters are not well-formed");
        else
                return true;
        rq->form.count = 0;
        return false;
}

/* All that may refuse a request before it counts. */
static bool admit(struct request *rq)
{
        id_random(rq->request_id, "req_", 14);
        rq->cause.request_id = rq->request_id;
        bool ok = read_form(rq);
        write_log(rq);
        if (!ok || !auth_check(rq) || !read_version(rq) || !idempotency_read(rq))
                return false;
        rq->route = route_find(rq->method, rq->path, rq->id, sizeof rq->id);
        if (rq->route && rq->route->params)
                return true;
        reply_error(rq, 404, "invalid_request_error", NULL, NULL, "Unrecognized request URL (%s: %.200s).", rq->method,
                    rq->path);
        return false;
}

static void fail_on_demand(struct request *rq, const struct api_faults *f)
{
        unsigned status = (unsigned)f->status;
        if (status == 429)
                reply_error(rq, status, "invalid_request_error", "rate_limit", NULL,
                            "Request rate limit exceeded (the sandbox was told to say so).");
        else
                reply_error(rq, status, "api_error", NULL, NULL, "Something went wrong (the sandbox was told so).");
        if (*f->should_retry)
                reply_header(rq, "Stripe-Should-Retry", request_keep(rq, f->should_retry));
}

static void run(struct request *rq, struct api_faults *f)
{
        if (fault_take(&f->fail_next)) {
                fail_on_demand(rq, f);
                idempotency_store(rq, f->store);
                return;
        }
        if (params_read(rq, rq->route->params))
                rq->route->handle(rq);
        idempotency_store(rq, rq->status < 300 || rq->status == 402 || rq->status >= 500);
        rq->close = fault_take(&f->drop_reply_after_effect);
}

/* Replies about sessions tell another total, as a broken or bribed Stripe might. */
static void alter_amounts(json_t *json, int64_t by)
{
        size_t i;
        json_t *one, *list = field(json, "data");
        if (field(json, "amount_total"))
                field_set_int(json, "amount_total", field_int(json, "amount_total") + by);
        json_array_foreach(list, i, one) alter_amounts(one, by);
}

static void add_headers(struct request *rq)
{
        reply_header(rq, "Request-Id", rq->request_id);
        reply_header(rq, "Stripe-Version", *rq->version ? rq->version : NULL);
        reply_header(rq, "Idempotency-Key", *rq->key ? rq->key : NULL);
        reply_header(rq, "Cache-Control", "no-cache, no-store");
}

void api_serve(struct request *rq)
{
        struct api_faults none = {0}, *f = &rq->sandbox->faults.api;
        if (!api_faults_cover(f, rq->method, rq->path))
                f = &none;
        bool go_on = rq->phase != REQUEST_ARRIVED || (admit(rq) && idempotency_begin(rq));
        if (go_on && rq->phase == REQUEST_ARRIVED && f->delay_ms > 0) {
                rq->phase = REQUEST_DELAYED;
                rq->wait_ms = f->delay_ms;
                return;
        }
        if (go_on)
                run(rq, f);
        if (f->alter_amount && rq->json)
                alter_amounts(rq->json, f->alter_amount);
        add_headers(rq);
}

void api_end(struct request *rq)
{
        idempotency_end(rq);
}
