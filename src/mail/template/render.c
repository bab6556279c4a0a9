/* One rendering: output, errors, bounds. */
#include "mail/template/render.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "base/clock.h"

enum {
        STEPS_BETWEEN_LOOKS = 64, /* at the clock */
        BYTES_A_STEP = 4096,      /* of a text that a filter or comparison looks through */
        VALUES_A_STEP = 256,
};

void error_place(struct template_error *e, struct str name, unsigned line)
{
        if (e->line)
                return;
        size_t n = strlen(e->message), name_len = name.len < TEMPLATE_NAME_MAX ? name.len : TEMPLATE_NAME_MAX;
        /* cut in the middle of a character, perhaps */
        for (int i = 0; i < 4 && n > 0 && !str_is_text((struct str){e->message, n}); i++)
                e->message[--n] = 0;
        for (size_t i = 0; i < n; i++)
                if ((unsigned char)e->message[i] < ' ' || e->message[i] == 0x7F)
                        e->message[i] = ' ';
        if (name_len)
                memcpy(e->name, name.ptr, name_len);
        e->name[name_len] = 0;
        e->line = line;
}

void template_error_write(struct buf *out, const struct template_error *e)
{
        if (e->line)
                buf_printf(out, "%s:%u: %s", e->name, e->line, e->message);
        else
                buf_printf(out, "%s: %s", e->name, e->message);
}

bool render_fail(struct render *r, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        vsnprintf(r->error->message, sizeof r->error->message, format, args);
        va_end(args);
        return false;
}

bool render_stop(struct render *r, const char *format, ...)
{
        va_list args;
        va_start(args, format);
        vsnprintf(r->error->message, sizeof r->error->message, format, args);
        va_end(args);
        r->fatal = true;
        return false;
}

bool render_full(struct render *r)
{
        return render_stop(r, "the rendering needs more memory than one may have");
}

bool render_steps(struct render *r, size_t steps)
{
        if (steps > TEMPLATE_STEPS_MAX - r->steps)
                return render_stop(r, "the rendering takes more than %d steps", TEMPLATE_STEPS_MAX);
        r->steps += (unsigned)steps;
        if (r->steps < r->next_look)
                return true;
        r->next_look = r->steps + STEPS_BETWEEN_LOOKS;
        if (clock_ms() - r->began_ms > TEMPLATE_MS_MAX)
                return render_stop(r, "the rendering takes longer than %d seconds", TEMPLATE_MS_MAX / 1000);
        return true;
}

size_t render_weight(struct value v)
{
        switch (v.kind) {
        case VALUE_TEXT: return v.text.len / BYTES_A_STEP;
        case VALUE_LIST: return v.list->size / VALUES_A_STEP;
        case VALUE_DICT: return v.dict->size / VALUES_A_STEP;
        default: return 0;
        }
}

static bool render_each(struct render *r, const struct node *nodes)
{
        for (const struct node *n = nodes; n; n = n->next) {
                r->line = n->line;
                if (!render_step(r) || !n->render(r, n)) {
                        error_place(r->error, r->file->name, n->line);
                        return false;
                }
        }
        if (!r->out->failed)
                return true;
        render_stop(r, "the output is larger than %zu bytes", r->out->max);
        error_place(r->error, r->file->name, nodes ? nodes->line : 1);
        return false;
}

bool render_nodes(struct render *r, const struct node *nodes)
{
        if (++r->nesting > TEMPLATE_NESTING_MAX * 2) /* more than one template's, since templates nest in each other */
                return render_stop(r, "tags are nested deeper than %d", TEMPLATE_NESTING_MAX * 2);
        bool fine = render_each(r, nodes);
        r->nesting--;
        return fine;
}

bool render_cut(struct render *r, size_t mark, struct str *ret)
{
        if (r->out->failed)
                return render_stop(r, "the output is larger than %zu bytes", r->out->max);
        *ret = r->out->len > mark ? arena_copy(r->arena, (struct str){r->out->ptr + mark, r->out->len - mark})
                                  : STR("");
        r->out->len = mark;
        return ret->ptr || render_full(r);
}

bool render_captured(struct render *r, const struct node *nodes, struct str *ret)
{
        size_t mark = r->out->len;
        return render_nodes(r, nodes) && render_cut(r, mark, ret);
}

bool render_value(struct render *r, struct value v)
{
        struct str text = value_print(r->arena, r->settings->zone, v);
        if (!text.ptr)
                return render_full(r);
        if (r->autoescape && !(v.kind == VALUE_TEXT && v.safe))
                buf_add_html(r->out, text);
        else
                buf_add(r->out, text);
        return true;
}

bool render_to_value(struct render *r, struct value v, struct value *ret)
{
        size_t mark = r->out->len;
        *ret = VALUE_EMPTY;
        if (!render_value(r, v) || !render_cut(r, mark, &ret->text))
                return false;
        ret->safe = r->autoescape;
        return true;
}

struct memory *render_memory(struct render *r, struct memory **list, const void *node)
{
        for (struct memory *m = *list; m; m = m->next)
                if (m->node == node)
                        return m;
        struct memory *m = arena_new(r->arena, struct memory);
        if (!m) {
                render_full(r);
                return NULL;
        }
        m->node = node;
        m->next = *list;
        *list = m;
        return m;
}

const struct template_file *render_file(struct render *r, struct str name, bool *ret_missing)
{
        const struct reference *references;
        const struct template_file *found = set_find(r->set, name);
        *ret_missing = false;
        for (const struct template_file *f = r->files; f && !found; f = f->next)
                if (str_eq(f->name, name))
                        found = f;
        if (found)
                return found;
        struct str source = name.len && name.len <= TEMPLATE_NAME_MAX ? set_load(r->set, r->arena, name) : STR_NULL;
        if (!source.ptr) {
                *ret_missing = true;
                render_fail(r, "there is no template \"%.*s\"", STR_ARG(name));
                return NULL;
        }
        if (++r->file_count > TEMPLATE_FILES_MAX) {
                render_stop(r, "more than %d templates are included", TEMPLATE_FILES_MAX);
                return NULL;
        }
        struct template_file *f = parser_compile(r->arena, name, source, &references, r->error);
        if (f) {
                f->next = r->files;
                r->files = f;
        }
        return f;
}

bool render_template(struct render *r, const struct template_file *f)
{
        const struct template_file *outer = r->file;
        if (++r->depth > TEMPLATE_INCLUDE_MAX)
                return render_stop(r, "templates include each other deeper than %d", TEMPLATE_INCLUDE_MAX);
        r->file = f;
        bool fine = render_nodes(r, f->nodes);
        r->file = outer;
        r->depth--;
        return fine;
}

static struct moment clock_now(void)
{
        struct timespec t;
        clock_gettime(CLOCK_REALTIME, &t);
        return (struct moment){.seconds = t.tv_sec,
                               .micros = (int32_t)(t.tv_nsec / 1000),
                               .has_date = true,
                               .has_time = true,
                               .aware = true};
}

bool template_render(const struct template_set *t, const struct template_settings *settings, struct value context,
                     struct arena *scratch, struct buf *out, struct template_error *ret_error)
{
        struct render r = {.set = t,
                           .settings = settings,
                           .now = settings->now.has_date ? settings->now : clock_now(),
                           .arena = scratch,
                           .out = out,
                           .error = ret_error,
                           .autoescape = settings->autoescape,
                           .context = context,
                           .began_ms = clock_ms()};
        *ret_error = (struct template_error){0};
        r.loop_memory = &r.memory;
        r.file = set_find(t, STR_NULL);
        bool fine = render_template(&r, r.file);
        if (!fine)
                error_place(ret_error, r.file->name, 0);
        return fine;
}
