/* Statements put together at run time. */
#include "admin/sql_text.h"

void sql_init(struct sql_text *s, struct arena *a)
{
        *s = (struct sql_text){.arena = a};
        buf_init(&s->text, SQL_TEXT_MAX);
}

void sql_release(struct sql_text *s)
{
        buf_release(&s->text);
}

void sql_add(struct sql_text *s, const char *words)
{
        buf_add(&s->text, str_from(words));
}

void sql_name(struct sql_text *s, const char *name)
{
        buf_add_char(&s->text, '"');
        for (; *name; name++) {
                if (*name == '"')
                        buf_add_char(&s->text, '"');
                buf_add_char(&s->text, *name);
        }
        buf_add_char(&s->text, '"');
}

static bool make_room(struct sql_text *s)
{
        if (s->count < s->room)
                return true;
        size_t room = s->room ? s->room * 2 : 32;
        struct str *params = room <= SQL_PARAMS_MAX ? arena_array(s->arena, struct str, room) : NULL;
        if (!params)
                return false;
        if (s->count)
                memcpy(params, s->params, s->count * sizeof *params);
        s->params = params;
        s->room = room;
        return true;
}

void sql_param(struct sql_text *s, struct str value)
{
        if (!make_room(s)) {
                s->text.failed = true;
                return;
        }
        s->params[s->count++] = value;
        buf_printf(&s->text, "$%zu", s->count);
}

void sql_param_as(struct sql_text *s, struct str value, const char *type)
{
        sql_param(s, value);
        sql_add(s, "::");
        sql_add(s, type);
}

void sql_unit(struct sql_text *s, struct unit *u)
{
        if (u && s->text.failed)
                u->failed = true;
        unit_add_text(u, buf_str(&s->text), s->params, s->count);
        sql_release(s);
}
