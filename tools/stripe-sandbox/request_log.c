/* The API requests that came in, newest kept. */
#include "request_log.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"

void request_log_init(struct request_log *l)
{
        *l = (struct request_log){.first = 1, .next = 1};
}

static void forget_oldest(struct request_log *l)
{
        char **entry = &l->entries[l->first++ % REQUEST_LOG_ENTRIES];
        l->bytes -= strlen(*entry);
        free(*entry);
        *entry = NULL;
}

void request_log_clear(struct request_log *l)
{
        while (l->first < l->next)
                forget_oldest(l);
}

void request_log_release(struct request_log *l)
{
        request_log_clear(l);
}

void request_log_add(struct request_log *l, json_t *stolen)
{
        field_set_int(stolen, "number", (int64_t)l->next);
        char *text = must(json_dumps(stolen, JSON_COMPACT));
        json_decref(stolen);
        l->bytes += strlen(text);
        while (l->first < l->next && (l->next - l->first == REQUEST_LOG_ENTRIES || l->bytes > REQUEST_LOG_BYTES))
                forget_oldest(l);
        l->entries[l->next++ % REQUEST_LOG_ENTRIES] = text;
}

json_t *request_log_json(const struct request_log *l, uint64_t since, size_t limit)
{
        json_t *list = must(json_array());
        uint64_t number = since > l->first ? since : l->first;
        for (; number < l->next && json_array_size(list) < limit; number++)
                json_array_append_new(list,
                                      must(json_loads(l->entries[number % REQUEST_LOG_ENTRIES], JSON_ALLOW_NUL, NULL)));
        return must(json_pack("{s:o, s:I}", "requests", list, "next", (json_int_t)number));
}
