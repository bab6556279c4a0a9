/* Filters that say what is HTML already, and that make text fit for HTML, JavaScript and URLs. */
#include "mail/template/filter.h"
#include "mail/template/json_script.h"
#include "mail/template/url_percent.h"
#include "mail/template/utf8.h"

/* Takes what is HTML already as it is. */
static bool apply_escape(struct filter_call *c, struct value in, struct value *ret)
{
        if (!filter_give_text(c, filter_escaped(c, in), ret))
                return false;
        ret->safe = true;
        return true;
}

static bool apply_force_escape(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        buf_add_html(&out, in.text);
        return filter_give_buf(c, &out, true, ret);
}

static bool apply_safe(struct filter_call *c, struct value in, struct value *ret)
{
        (void)c;
        *ret = value_safe(in.text);
        return true;
}

static bool apply_safeseq(struct filter_call *c, struct value in, struct value *ret)
{
        struct list items;
        bool full = false;
        if (!value_iterate(c->arena, in, &items, &full))
                return full ? filter_full(c) : filter_fail(c, "takes a list");
        struct value *safe = arena_array(c->arena, struct value, items.count);
        if (!safe)
                return filter_full(c);
        for (size_t i = 0; i < items.count; i++) {
                struct str text = value_str(c->arena, items.items[i]);
                if (!text.ptr)
                        return filter_full(c);
                safe[i] = value_safe(text);
        }
        return value_list(c->arena, safe, items.count, ret) || filter_full(c);
}

/* What could end a string or a script element; also '=', ';' and '-' (as of "-->"), which mean something in
 * attributes and comments. */
static bool needs_js_escape(struct str text)
{
        unsigned char c = (unsigned char)text.ptr[0];
        if (c < 0x20)
                return true;
        switch (c) {
        case '\\':
        case '\'':
        case '"':
        case '>':
        case '<':
        case '&':
        case '=':
        case '-':
        case ';':
        case '`': return true;
        /* U+2028 and U+2029 end lines in older JavaScript. */
        case 0xE2: return str_starts(text, STR("\xE2\x80\xA8")) || str_starts(text, STR("\xE2\x80\xA9"));
        default: return false;
        }
}

static bool apply_escapejs(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str rest = in.text;
        filter_buf(c, &out);
        while (rest.len > 0 && !out.failed) {
                size_t run = 0;
                while (run < rest.len && !needs_js_escape(str_from_offset(rest, run)))
                        run++;
                buf_add(&out, (struct str){rest.ptr, run});
                rest = str_from_offset(rest, run);
                if (rest.len > 0)
                        buf_printf(&out, "\\u%04X", utf8_next(&rest));
        }
        return filter_give_buf(c, &out, true, ret);
}

/* The argument names what stays besides letters, digits and "_.-~"; only ASCII counts. */
static bool apply_urlencode(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str keep = STR("/");
        if (c->argument && c->argument->kind != VALUE_NONE) {
                if (c->argument->kind != VALUE_TEXT)
                        return filter_fail(c, "takes a text of characters to keep");
                keep = c->argument->text;
        }
        filter_buf(c, &out);
        percent_encode(&out, in.text, keep);
        return filter_give_buf(c, &out, false, ret);
}

static bool apply_json_script(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str id = STR("");
        if (c->argument && value_is_true(*c->argument)) {
                id = filter_escaped(c, *c->argument);
                if (!id.ptr)
                        return filter_full(c);
        }
        filter_buf(c, &out);
        buf_add(&out, STR("<script"));
        if (id.len > 0) {
                buf_add(&out, STR(" id=\""));
                buf_add(&out, id);
                buf_add_char(&out, '"');
        }
        buf_add(&out, STR(" type=\"application/json\">"));
        bool written = json_script_write(&out, in);
        buf_add(&out, STR("</script>"));
        if (!written) {
                buf_release(&out);
                return filter_fail(c, "takes what JSON has, nested at most %d deep", JSON_SCRIPT_DEPTH_MAX);
        }
        return filter_give_buf(c, &out, true, ret);
}

const struct filter filters_escape[] = {
        {STR("escape"), apply_escape, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("force_escape"), apply_force_escape, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("safe"), apply_safe, ARGUMENT_NONE, .takes_text = true, .keeps_safe = true},
        {STR("safeseq"), apply_safeseq, ARGUMENT_NONE, .takes_text = false, .keeps_safe = true},
        {STR("escapejs"), apply_escapejs, ARGUMENT_NONE, .takes_text = true, .keeps_safe = false},
        {STR("urlencode"), apply_urlencode, ARGUMENT_OPTIONAL, .takes_text = true, .keeps_safe = false},
        {STR("json_script"), apply_json_script, ARGUMENT_OPTIONAL, .takes_text = false, .keeps_safe = true},
        {.name = STR_NULL},
};
