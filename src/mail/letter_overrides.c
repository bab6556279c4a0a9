/* Templates of letters that the shop's owner has overridden. */
#include "mail/letter_internal.h"

#include "base/log.h"
#include "letter_queries.h"

enum { UNIT_MEMORY_MAX = 1024 * 1024 };

/* A copy in the family's arena; NULL of the database is STR_NULL. */
static struct str keep(struct letter_family *f, const PGresult *r, int row, const char *column, bool *ret_full)
{
        struct str value = result_str(r, row, column), copy = arena_copy(&f->arena, value);
        *ret_full |= value.ptr && !copy.ptr;
        return copy;
}

static bool keep_overrides(struct letter_family *f, const PGresult *r)
{
        bool full = false;
        struct letter_override *all = arena_array(&f->arena, struct letter_override, (size_t)PQntuples(r));
        for (int i = 0; all && i < PQntuples(r); i++) {
                struct letter_override o = {
                        .template = keep(f, r, i, "template", &full),
                        .subject = keep(f, r, i, "subject", &full),
                        .html = keep(f, r, i, "html", &full),
                        .text = keep(f, r, i, "text", &full),
                        .from_name = keep(f, r, i, "from_name", &full),
                        .from_address = keep(f, r, i, "from_address", &full),
                        .reply_to = keep(f, r, i, "reply_to", &full),
                        .bcc = keep(f, r, i, "bcc", &full),
                };
                if (o.template.ptr)
                        all[f->override_count++] = o;
        }
        f->overrides = all;
        return all && !full;
}

enum err letter_overrides_refresh(struct letters *l, int64_t version)
{
        struct arena a;
        struct outcome o;
        if (version <= l->version)
                return ERR_NONE;
        arena_init(&a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_letter_overrides(u);
        blocking_run(l->settings.db, u, &o);
        enum err e = o.error;
        if (e == ERR_NONE) {
                letter_family_clear(&l->overridden);
                l->version = result_int64(outcome_last(&o), 0, "version");
                if (!keep_overrides(&l->overridden, outcome_last(&o))) {
                        l->version = 0;
                        e = ERR_NO_MEMORY;
                }
        }
        outcome_release(&o);
        arena_release(&a);
        return e;
}

enum err letter_overrides_of_campaign(struct letters *l, int64_t id, struct letter_family *ret)
{
        struct arena a;
        struct outcome o;
        arena_init(&a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_letter_parts(u, id);
        blocking_run(l->settings.db, u, &o);
        enum err e = o.error;
        if (e == ERR_NONE && !keep_overrides(ret, outcome_last(&o)))
                e = ERR_NO_MEMORY;
        outcome_release(&o);
        arena_release(&a);
        return e;
}

void letter_overrides_tell(struct letters *l, struct letter_templates *t, const struct template_error *e)
{
        struct arena a;
        struct outcome o;
        struct buf words;
        if (t->told)
                return;
        buf_init(&words, TEMPLATE_ERROR_MAX + TEMPLATE_NAME_MAX + 32);
        template_error_write(&words, e);
        log_error("EMAIL_TEMPLATE_BROKEN", LOG_STR("template", t->name), LOG_STR("why", buf_str(&words)));
        arena_init(&a, UNIT_MEMORY_MAX);
        struct unit *u = unit_new(&a);
        q_letter_alert(u, t->name, buf_str(&words));
        blocking_run(l->settings.db, u, &o);
        t->told = o.error == ERR_NONE;
        outcome_release(&o);
        arena_release(&a);
        buf_release(&words);
}
