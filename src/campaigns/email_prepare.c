/* Mails that are to be in use must work; drafts may be as they are, and campaigns have a gate of their own. */
#include "campaigns/campaigns.h"
#include "campaigns/preview.h"
#include "drafts_queries.h"

/* A column as it will be: what is given, or else what there is. */
static struct str value_of(struct request *rq, const struct admin_write *write, const struct outcome *o,
                           const char *column)
{
        if (admin_write_gives(write, column))
                return admin_write_value(write, column);
        return arena_copy(&rq->arena, result_str(outcome_last(o), 0, column));
}

static bool touches(const struct admin_write *write)
{
        static const char *const columns[] = {"status", "type", "template", "subject", "html", "text"};
        for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
                if (admin_write_gives(write, columns[i]))
                        return true;
        return false;
}

static void read_draft(struct request *rq, struct worker *w, const struct admin_write *write, struct outcome *ret)
{
        int64_t id = 0;
        struct unit *u = request_unit(rq);
        if (admin_write_is_new(write) || !str_to_int64(admin_write_id(write), &id))
                id = 0; /* no row */
        q_draft_of(u, id);
        blocking_run(&w->db, u, ret);
}

static void refuse_problems(struct request *rq, struct worker *w, struct admin_write *write,
                            const struct preview_wish *wish)
{
        struct preview p;
        bool tried = preview_make(rq, w, wish, &p); /* or else it has replied, which refuses the write */
        for (enum letter_part part = 0; tried && part < LETTER_PARTS; part++)
                if (p.letter.problems[part].failed)
                        admin_write_refuse(write, preview_parts[part].ptr, STR("template_broken"),
                                           preview_problem(rq, &p, part));
        preview_release(&p);
}

void email_prepare(struct request *rq, struct worker *w, struct admin_write *write)
{
        struct outcome o;
        if (!touches(write))
                return;
        read_draft(rq, w, write, &o);
        struct str type = value_of(rq, write, &o, "type"), template = value_of(rq, write, &o, "template");
        struct preview_wish wish = {
                .template = template,
                .subject = value_of(rq, write, &o, "subject"),
                .html = value_of(rq, write, &o, "html"),
                .text = value_of(rq, write, &o, "text"),
                .is_permitted = true,
        };
        bool in_use = str_eq(type, STR("transactional")) && str_eq(value_of(rq, write, &o, "status"), STR("ready"));
        outcome_release(&o);
        /* without a template or HTML the database refuses it */
        if (in_use && wish.template.ptr && wish.html.ptr && str_trim(wish.html).len)
                refuse_problems(rq, w, write, &wish);
}
