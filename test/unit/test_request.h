/* Requests without a connection: stand-ins for what libmicrohttpd tells of one. A test program includes this once. */
#ifndef TEST_REQUEST_H
#define TEST_REQUEST_H

#include <microhttpd.h>

#include "http/server_internal.h"

enum { TEST_VALUES_MAX = 16 };

static struct {
        unsigned count;
        struct {
                enum MHD_ValueKind kind;
                const char *name, *value;
        } values[TEST_VALUES_MAX];
        const struct sockaddr *peer;
} test_sent;

static struct server test_server = {.options.secret_key = STR("0123456789abcdef0123456789abcdef")};

static inline void test_send(enum MHD_ValueKind kind, const char *name, const char *value)
{
        assert_true(test_sent.count < TEST_VALUES_MAX);
        test_sent.values[test_sent.count].kind = kind;
        test_sent.values[test_sent.count].name = name;
        test_sent.values[test_sent.count].value = value;
        test_sent.count++;
}

enum MHD_Result MHD_lookup_connection_value_n(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                                              const char *key, size_t key_size, const char **value_ptr,
                                              size_t *value_size_ptr)
{
        (void)connection;
        for (unsigned i = 0; i < test_sent.count; i++)
                if (test_sent.values[i].kind == kind &&
                    str_eq_nocase(str_from(test_sent.values[i].name), (struct str){key, key_size})) {
                        *value_ptr = test_sent.values[i].value;
                        *value_size_ptr = strlen(*value_ptr);
                        return MHD_YES;
                }
        return MHD_NO;
}

int MHD_get_connection_values(struct MHD_Connection *connection, enum MHD_ValueKind kind, MHD_KeyValueIterator iterator,
                              void *context)
{
        int count = 0;
        (void)connection;
        for (unsigned i = 0; i < test_sent.count; i++)
                if (test_sent.values[i].kind & kind) {
                        count++;
                        if (iterator && iterator(context, test_sent.values[i].kind, test_sent.values[i].name,
                                                 test_sent.values[i].value) != MHD_YES)
                                break;
                }
        return count;
}

const char *MHD_lookup_connection_value(struct MHD_Connection *connection, enum MHD_ValueKind kind, const char *key)
{
        const char *value = NULL;
        size_t size;
        return MHD_lookup_connection_value_n(connection, kind, key, strlen(key), &value, &size) == MHD_YES ? value
                                                                                                           : NULL;
}

const union MHD_ConnectionInfo *MHD_get_connection_info(struct MHD_Connection *connection,
                                                        enum MHD_ConnectionInfoType info_type, ...)
{
        static union MHD_ConnectionInfo info;
        (void)connection;
        assert_int_equal(info_type, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        info.client_addr = (struct sockaddr *)test_sent.peer;
        return &info;
}

static inline void test_request_init(struct request *rq)
{
        *rq = (struct request){.server = &test_server, .reply.file_fd = -1};
        arena_init(&rq->arena, REQUEST_MEMORY_MAX);
        buf_init(&rq->body, BODY_MAX);
}

static inline void test_request_release(struct request *rq)
{
        body_release(rq->reply.body);
        buf_release(&rq->body);
        arena_release(&rq->arena);
}

/* The reply's header of this name; of several, the one at this place among them. STR_NULL without one. */
static inline struct str test_header(const struct request *rq, const char *name, unsigned place)
{
        for (unsigned i = 0; i < rq->reply.header_count; i++)
                if (strcmp(rq->reply.headers[i].name, name) == 0 && place-- == 0)
                        return str_from(rq->reply.headers[i].value);
        return STR_NULL;
}

static inline struct str test_body(const struct request *rq)
{
        const struct body *b = rq->reply.body;
        return b ? (struct str){(const char *)b->bytes, b->size} : STR_NULL;
}

/* Whether the reply's body holds `text`. */
static inline bool test_body_has(const struct request *rq, const char *text)
{
        struct str body = test_body(rq);
        return body.ptr && memmem(body.ptr, body.len, text, strlen(text)) != NULL;
}

#endif
