/* Filters that shorten text and HTML to a number of characters or words. */
#include "mail/template/filter.h"
#include "mail/template/nfc.h"
#include "mail/template/truncate_html.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

#include <unicode/uchar.h>

#define ELLIPSIS "\xE2\x80\xA6"

/* False: there is none that is a number, and Django gives back what it was given. */
static bool argument_number(const struct filter_call *c, int64_t *ret)
{
        return c->argument && value_to_int(*c->argument, ret);
}

static bool give_shortened(struct filter_call *c, struct str kept, struct str ending, struct value *ret)
{
        struct buf out;
        filter_buf(c, &out);
        buf_add(&out, kept);
        buf_add(&out, ending);
        return filter_give_buf(c, &out, false, ret);
}

/* Accents that are characters of their own (u, U+0308) are not counted. The ellipsis is one of the `length`. */
static bool apply_truncatechars(struct filter_call *c, struct value in, struct value *ret)
{
        struct str text, rest;
        int64_t length, seen = 0;
        size_t kept = 0; /* bytes that stand before the ellipsis if there is one */
        if (!argument_number(c, &length))
                return filter_give_text(c, in.text, ret);
        if (!nfc(c->arena, in.text, &text))
                return filter_full(c);
        for (rest = text; rest.len > 0;) {
                size_t at = text.len - rest.len;
                if (u_getCombiningClass((UChar32)utf8_next(&rest)) != 0)
                        continue;
                seen++;
                if (seen == 1 || seen == length)
                        kept = at;
                if (seen > length)
                        return give_shortened(c, (struct str){text.ptr, kept}, STR(ELLIPSIS), ret);
        }
        return filter_give_text(c, text, ret);
}

/* Takes white space and then a word off *rest; an empty word: there is none left. */
static struct str cut_word(struct str *rest)
{
        struct str after = *rest, word;
        do {
                word = after;
        } while (after.len > 0 && whitespace_is(utf8_next(&after)));
        for (*rest = word; rest->len > 0; *rest = after) {
                after = *rest;
                if (whitespace_is(utf8_next(&after)))
                        break;
        }
        word.len -= rest->len;
        return word;
}

static int64_t count_words(struct str text)
{
        int64_t n = 0;
        while (cut_word(&text).len > 0)
                n++;
        return n;
}

/* Words with one space between. A negative length is Python's: so many words from the end are left out. */
static bool apply_truncatewords(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str rest = in.text;
        int64_t length, words = count_words(in.text);
        if (!argument_number(c, &length))
                return filter_give_text(c, in.text, ret);
        int64_t kept = length < -words ? 0 : length < 0 ? words + length : length;
        filter_buf(c, &out);
        for (int64_t i = 0; i < words && i < kept; i++) {
                if (i > 0)
                        buf_add_char(&out, ' ');
                buf_add(&out, cut_word(&rest));
        }
        if (words > length && !str_ends(buf_str(&out), STR(" " ELLIPSIS)))
                buf_add(&out, STR(" " ELLIPSIS));
        return filter_give_buf(c, &out, false, ret);
}

static bool apply_truncatechars_html(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        struct str text;
        int64_t length;
        if (!argument_number(c, &length))
                return filter_give_text(c, in.text, ret);
        if (!nfc(c->arena, in.text, &text))
                return filter_full(c);
        filter_buf(c, &out);
        if (!truncate_html_characters(c->arena, &out, text, length))
                out.failed = true;
        return filter_give_buf(c, &out, false, ret);
}

static bool apply_truncatewords_html(struct filter_call *c, struct value in, struct value *ret)
{
        struct buf out;
        int64_t length;
        if (!argument_number(c, &length))
                return filter_give_text(c, in.text, ret);
        filter_buf(c, &out);
        if (!truncate_html_words(c->arena, &out, in.text, length))
                out.failed = true;
        return filter_give_buf(c, &out, false, ret);
}

const struct filter filters_truncate[] = {
        {STR("truncatechars"), apply_truncatechars, ARGUMENT_REQUIRED, .takes_text = true, .keeps_safe = true},
        {STR("truncatewords"), apply_truncatewords, ARGUMENT_REQUIRED, .takes_text = true, .keeps_safe = true},
        {STR("truncatechars_html"), apply_truncatechars_html, ARGUMENT_REQUIRED, .takes_text = true,
         .keeps_safe = true},
        {STR("truncatewords_html"), apply_truncatewords_html, ARGUMENT_REQUIRED, .takes_text = true,
         .keeps_safe = true},
        {.name = STR_NULL},
};
