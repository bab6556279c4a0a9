/* A letter as text and as HTML at once. */
#include "mail/letter.h"

enum { BODY_MAX_BYTES = 512 * 1024 };

void letter_begin(struct letter *l, struct arena *a)
{
        l->arena = a;
        buf_init(&l->text, BODY_MAX_BYTES);
        buf_init(&l->html, BODY_MAX_BYTES);
        buf_add(&l->html, STR("<!doctype html>\n<html lang=\"en\"><body style=\"font-family:sans-serif;line-height:1.5;"
                              "max-width:36em;margin:0 auto;padding:1em\">\n"));
}

void letter_paragraph(struct letter *l, struct str text)
{
        buf_printf(&l->text, "%.*s\n\n", STR_ARG(text));
        buf_add(&l->html, STR("<p>"));
        buf_add_html(&l->html, text);
        buf_add(&l->html, STR("</p>\n"));
}

void letter_link(struct letter *l, struct str label, struct str url)
{
        buf_printf(&l->text, "%.*s: %.*s\n\n", STR_ARG(label), STR_ARG(url));
        buf_add(&l->html, STR("<p><a href=\""));
        buf_add_html(&l->html, url);
        buf_add(&l->html, STR("\">"));
        buf_add_html(&l->html, label);
        buf_add(&l->html, STR("</a></p>\n"));
}

void letter_quote(struct letter *l, struct str text)
{
        buf_printf(&l->text, "%.*s\n\n", STR_ARG(text));
        buf_add(&l->html, STR("<blockquote style=\"white-space:pre-wrap\">"));
        buf_add_html(&l->html, text);
        buf_add(&l->html, STR("</blockquote>\n"));
}

void letter_rows_begin(struct letter *l)
{
        buf_add(&l->html, STR("<table style=\"border-collapse:collapse\">\n"));
}

void letter_row(struct letter *l, struct str left, struct str right)
{
        buf_printf(&l->text, "%.*s: %.*s\n", STR_ARG(left), STR_ARG(right));
        buf_add(&l->html, STR("<tr><td style=\"padding:4px 24px 4px 0\">"));
        buf_add_html(&l->html, left);
        buf_add(&l->html, STR("</td><td style=\"padding:4px 0;text-align:right\">"));
        buf_add_html(&l->html, right);
        buf_add(&l->html, STR("</td></tr>\n"));
}

void letter_rows_end(struct letter *l)
{
        buf_add_char(&l->text, '\n');
        buf_add(&l->html, STR("</table>\n"));
}

enum err letter_end(struct letter *l, struct mail_message *ret)
{
        buf_add(&l->html, STR("</body></html>\n"));
        bool fine = !l->text.failed && !l->html.failed;
        ret->text = arena_copy(l->arena, buf_str(&l->text));
        ret->html = arena_copy(l->arena, buf_str(&l->html));
        buf_release(&l->text);
        buf_release(&l->html);
        return fine && ret->text.ptr && ret->html.ptr ? ERR_NONE : ERR_NO_MEMORY;
}

struct str letter_one_line(struct arena *a, struct str text)
{
        char *copy = arena_array(a, char, text.len + 1);
        if (!copy)
                return STR_NULL;
        for (size_t i = 0; i < text.len; i++)
                copy[i] = (unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f ? ' ' : text.ptr[i];
        return (struct str){copy, text.len};
}
