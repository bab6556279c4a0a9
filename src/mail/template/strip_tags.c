/* Text without its HTML tags. */
#include "mail/template/strip_tags.h"

#include "mail/template/ascii.h"
#include "mail/template/markup.h"
#include "mail/template/utf8.h"

struct round {
        struct markup text;
        struct buf *out;
        size_t at;
        /* The parser met something that might go on in text still to come, and was told that there is none. The next
         * such thing ends it: the rest stays as it is. */
        bool last_chance;
};

static void keep_until(struct round *r, size_t end)
{
        buf_add(r->out, (struct str){r->text.all.ptr + r->at, end - r->at});
        r->at = end;
}

static char char_at(const struct round *r, size_t at)
{
        return at < r->text.all.len ? r->text.all.ptr[at] : 0;
}

/* References are written with their ';', which may have been missing. */
static bool keep_reference(struct round *r, size_t end)
{
        keep_until(r, end);
        buf_add_char(r->out, ';');
        r->at += char_at(r, end) == ';';
        return true;
}

/* "&#38", "&#x26" and what stands after; false when that is not known to end it. */
static bool keep_numeric(struct round *r)
{
        bool hex = (char_at(r, r->at + 2) | 0x20) == 'x';
        size_t digits = r->at + (hex ? 3 : 2), end = digits;
        while (hex ? ascii_is_hex(char_at(r, end)) : ascii_is_digit(char_at(r, end)))
                end++;
        if (end > digits && end < r->text.all.len && !ascii_is_hex(char_at(r, end)))
                return keep_reference(r, end);
        if (r->at < r->text.semicolon)
                keep_until(r, r->at + 2);
        return false;
}

/* Offset after "&name" at `at`: a name goes on to a character that none has, or back from the text's end to the last
 * '-' or '.'. 0: there is no telling where it ends. */
static size_t name_end(const struct round *r, size_t at)
{
        size_t end = at + 1, mark = 0;
        if (!ascii_is_letter(char_at(r, end)))
                return 0;
        for (;; end++) {
                char c = char_at(r, end);
                if (c == '-' || c == '.')
                        mark = end;
                else if (!ascii_is_letter(c) && !ascii_is_digit(c))
                        break;
        }
        return end < r->text.all.len ? end : mark;
}

static bool keep_named(struct round *r)
{
        size_t end = name_end(r, r->at), left = r->text.all.len - r->at;
        if (end > 0)
                return keep_reference(r, end);
        if (left > 1 && !ascii_is_letter(char_at(r, r->at + 1))) {
                keep_until(r, r->at + 1);
                return true;
        }
        if (left == 2 && r->last_chance)
                r->at++; /* of a last "&a" Python drops the '&' */
        return false;
}

/* What has no end is text: up to the next '>', or '<' when there is no '>'. */
static void keep_unclosed(struct round *r)
{
        size_t close = markup_find(&r->text, r->at + 1, '>');
        size_t open = close == MARKUP_NO_END ? markup_find(&r->text, r->at + 1, '<') : close + 1;
        r->last_chance = true;
        keep_until(r, open == MARKUP_NO_END ? r->at + 1 : open);
}

/* Text of a script or style stays; without an end tag it goes, as the parser waits for one. */
static void keep_raw(struct round *r, struct str name)
{
        size_t start, end;
        if (markup_find_end_tag(&r->text, r->at, name, &start, &end))
                keep_until(r, start);
        else
                end = r->text.all.len;
        r->at = end;
}

static bool drop_markup(struct round *r)
{
        struct str raw_name;
        size_t end = markup_end(&r->text, r->at, &raw_name);
        if (end == r->at) {
                if (end + 1 == r->text.all.len)
                        return false;
                keep_until(r, end + 1);
        } else if (end == MARKUP_NO_END) {
                keep_unclosed(r);
        } else {
                r->at = end;
        }
        if (raw_name.ptr)
                keep_raw(r, raw_name);
        return true;
}

static size_t next_interesting(const struct round *r)
{
        size_t at = r->at;
        while (at < r->text.all.len && r->text.all.ptr[at] != '<' && r->text.all.ptr[at] != '&')
                at++;
        return at;
}

static void strip_round(struct round *r, size_t work_max)
{
        bool ended = false;
        while (!ended && r->text.work <= work_max) {
                keep_until(r, next_interesting(r));
                char c = char_at(r, r->at);
                bool understood = c == '<'                       ? drop_markup(r)
                                  : c != '&'                     ? false
                                  : char_at(r, r->at + 1) == '#' ? keep_numeric(r)
                                                                 : keep_named(r);
                ended = r->at >= r->text.all.len || (!understood && r->last_chance);
                r->last_chance = r->last_chance || !understood;
        }
        keep_until(r, r->text.all.len);
}

static size_t count(struct str s, char c)
{
        size_t n = 0;
        for (size_t i = 0; i < s.len; i++)
                n += s.ptr[i] == c;
        return n;
}

/* A tag that is open for long, with many begun in it. */
static bool is_attack(struct str text)
{
        for (size_t at = 0; (at += str_find(str_from_offset(text, at), '<')) < text.len; at++) {
                struct str open = str_from_offset(text, at);
                if (open.len < 2 || !ascii_is_letter(open.ptr[1]))
                        continue;
                open.len = str_find(open, '>');
                if (count(open, '<') >= STRIP_OPEN_TAGS_MAX && utf8_length(open) >= STRIP_OPEN_LENGTH_MAX + 2)
                        return true;
                at += open.len - 1;
        }
        return false;
}

static void swap(struct buf *a, struct buf *b)
{
        struct buf kept = *a;
        *a = *b;
        *b = kept;
}

/* False: this round took no tags out, and `text` stays as it was. */
static bool strip_once(struct str text, struct buf *next, size_t work_max, size_t *work)
{
        struct round r = {.out = next};
        size_t tags = count(text, '<');
        markup_init(&r.text, text);
        if (tags == 0 || r.text.tag_end == 0)
                return false;
        buf_clear(next);
        strip_round(&r, work_max);
        *work += text.len + r.text.work;
        return next->failed || *work > work_max || count(buf_str(next), '<') != tags;
}

bool strip_tags(struct buf *out, struct str text)
{
        struct buf next;
        size_t work = 0;
        unsigned rounds = 0;
        const size_t work_max = text.len * STRIP_WORK_PER_BYTE_MAX + STRIP_WORK_BASE;
        if (is_attack(text))
                return false;
        buf_init(&next, out->max);
        buf_add(out, text);
        while (!out->failed && rounds <= STRIP_ROUNDS_MAX && work <= work_max &&
               strip_once(buf_str(out), &next, work_max, &work)) {
                swap(out, &next);
                rounds++;
        }
        buf_release(&next);
        return rounds <= STRIP_ROUNDS_MAX && work <= work_max;
}
