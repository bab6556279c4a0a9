/* Problems of fields. */
#include "admin/problems.h"

/* As many as fit into a reply; a name from the request is cut to what tells which one is meant. */
enum { ENTRIES_MAX_BYTES = 16 * 1024, ENTRIES_MAX = 30, NAME_MAX_BYTES = 60, MESSAGE_MAX_BYTES = 400 };

void problems_init(struct problems *p)
{
        *p = (struct problems){0};
        buf_init(&p->entries, ENTRIES_MAX_BYTES);
}

static struct str shortened(struct str text, size_t most)
{
        size_t n = text.len < most ? text.len : most;
        while (n && n < text.len && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
                n--; /* not within a character */
        return (struct str){text.ptr, n};
}

void problems_add(struct problems *p, struct str field, const char *code, struct str message)
{
        if (p->count++ >= ENTRIES_MAX)
                return;
        struct buf entry;
        buf_init(&entry, ENTRIES_MAX_BYTES);
        buf_add(&entry, p->entries.len ? STR(",{\"field\":") : STR("{\"field\":"));
        buf_add_json(&entry, shortened(field, NAME_MAX_BYTES));
        buf_add(&entry, STR(",\"code\":"));
        buf_add_json(&entry, str_from(code));
        buf_add(&entry, STR(",\"message\":"));
        buf_add_json(&entry, shortened(message, MESSAGE_MAX_BYTES));
        buf_add_char(&entry, '}');
        if (p->entries.len + entry.len <= p->entries.max) /* whole entries only */
                buf_add(&p->entries, buf_str(&entry));
        buf_release(&entry);
}

bool problems_finish(struct problems *p, struct request *rq)
{
        bool fine = p->count == 0;
        if (!fine)
                reply_field_errors(rq, buf_str(&p->entries));
        buf_release(&p->entries);
        return fine;
}
