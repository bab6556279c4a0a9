/* One HTTP request and its reply, from the first header to the last byte. */
#ifndef SANDBOX_REQUEST_H
#define SANDBOX_REQUEST_H

#include <jansson.h>
#include <microhttpd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "event.h"
#include "form.h"
#include "id.h"

struct sandbox;
struct route;

enum {
        REQUEST_BODY_BYTES = 1024 * 1024,      /* 100 line items with everything are some 200 KB */
        REQUEST_ARENA_BYTES = 8 * 1024 * 1024, /* decoded fields of the same */
        REPLY_BYTES = 64 * 1024 * 1024,        /* 10,000 logged requests */
        REPLY_HEADERS = 12,
        IDEMPOTENCY_KEY_BYTES = 255,
};

struct request {
        struct sandbox *sandbox;
        struct MHD_Connection *connection;
        struct arena arena;
        char method[8];
        char *path;       /* as sent, in the arena */
        struct str query; /* as sent, in the arena */
        struct buf body;
        bool spoiled; /* too long, or no memory for it */
        struct form form;
        enum { REQUEST_ARRIVED, REQUEST_DELAYED, REQUEST_HELD } phase;

        /* The API's */
        const struct route *route;
        char id[ID_SIZE];         /* the {id} of the path */
        char request_id[ID_SIZE]; /* req_... */
        char version[64];         /* Stripe-Version */
        char key[IDEMPOTENCY_KEY_BYTES + 1];
        char fingerprint[65];             /* of what the key stands for */
        struct request *next_in_progress; /* others that hold a key */
        bool holds_key;
        json_t *params; /* typed, as the route's table of parameters says */
        struct cause cause;

        /* The reply */
        unsigned status;
        json_t *json; /* or: */
        struct buf text;
        const char *content_type;
        struct reply_header {
                const char *name, *value; /* literals, or in the arena */
        } headers[REPLY_HEADERS];
        size_t header_count;

        /* What the connection does next, when not reply */
        bool close;               /* without a reply */
        int64_t wait_ms;          /* then call again */
        char wait_event[ID_SIZE]; /* or when this was tried; empty: nothing */
};

/* A header of the request; STR_NULL when missing. */
struct str request_header(const struct request *rq, const char *name);

/* value must outlive the request: a literal, or from request_keep. */
void reply_header(struct request *rq, const char *name, const char *value);
/* A copy in the request's arena. */
const char *request_keep(struct request *rq, const char *text);

/* Takes `json` over. */
void reply_json(struct request *rq, unsigned status, json_t *json);
/* {"error": ...} as Stripe says it; code and param may be NULL. */
void reply_error(struct request *rq, unsigned status, const char *type, const char *code, const char *param,
                 const char *format, ...) __attribute__((format(printf, 6, 7)));
/* 400 invalid_request_error */
#define reply_invalid(rq, code, param, ...) reply_error(rq, 400, "invalid_request_error", code, param, __VA_ARGS__)
/* "No such coupon: 'x'"; status 404 for what the path names, 400 for what a parameter names. */
void reply_no_such(struct request *rq, unsigned status, const char *what, const char *id, const char *param);
void reply_redirect(struct request *rq, const char *location);
/* The reply so far is forgotten. */
void reply_clear(struct request *rq);

#endif
