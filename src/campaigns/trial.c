/* Mails of campaigns that are not sent. */
#include "campaigns/trial.h"

static bool is_known(const struct missing_names *m, struct str name, struct str template)
{
        for (size_t i = 0; i < m->count; i++)
                if (str_eq(m->all[i].name, name) && str_eq(m->all[i].template, template))
                        return true;
        return false;
}

static void on_missing(void *context, struct str name, struct str template, unsigned line)
{
        struct missing_names *m = context;
        if (m->count == MISSING_NAMES_MAX || is_known(m, name, template))
                return;
        struct missing_name one = {arena_copy(m->arena, name), arena_copy(m->arena, template), line};
        if (one.name.ptr && one.template.ptr)
                m->all[m->count++] = one;
}

bool trial_open(struct trial *t, struct blocking *db, struct str public_url, struct arena *a)
{
        *t = (struct trial){.preview = {.on_missing = on_missing}, .missing = {.arena = a}};
        t->preview.missing_context = &t->missing;
        struct letters_settings settings = {db, public_url, STR(""), &t->preview};
        t->letters = letters_open(&settings);
        return t->letters != NULL;
}

void trial_close(struct trial *t)
{
        letters_close(t->letters);
}

enum err trial_write(struct trial *t, struct arena *a, const PGresult *store, const struct campaign_draft *draft,
                     const struct campaign_person *person, struct mail_message *ret, struct campaign_mail *what)
{
        struct letter l;
        *ret = (struct mail_message){0};
        letter_open(&l, t->letters, a, store);
        return campaign_mail_write(&l, draft, person, ret, what);
}
