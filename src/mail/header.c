/* Header fields of a mail. */
#include "mail/header.h"

#include <sodium.h>
#include <time.h>

enum {
        COLUMNS = 76,    /* RFC 2047, 2: lines that hold encoded words */
        PLAIN_WORD = 60, /* a plain word longer than that would not fit behind the header's name */
        /* "=?UTF-8?B?" and "?=" around the base64, of which four characters carry three bytes */
        ENCODED_OVERHEAD = 12,
        ENCODED_BYTES = (75 - ENCODED_OVERHEAD) / 4 * 3, /* RFC 2047, 2: a word has at most 75 characters */
        QUOTED_NAME = 60, /* bytes; longer display names are encoded, because quoted ones don't fold well */
};

/* A header being written: where its current line stands. */
struct line {
        struct buf *out;
        size_t column;
};

static void put(struct line *l, struct str s)
{
        buf_add(l->out, s);
        l->column += s.len;
}

static struct line begin(struct buf *out, struct str name)
{
        struct line l = {out, 0};
        put(&l, name);
        put(&l, STR(":"));
        return l;
}

static void end(struct line *l)
{
        put(l, STR("\r\n"));
}

/* A space that is followed by `width` columns, on a new line when they would not fit on this one. */
static void space_before(struct line *l, size_t width)
{
        if (width > 0 && l->column + 1 + width > COLUMNS) {
                put(l, STR("\r\n"));
                l->column = 0;
        }
        put(l, STR(" "));
}

static bool is_printable(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (s.ptr[i] < ' ' || s.ptr[i] > '~')
                        return false;
        return true;
}

/* A reader would take it for an encoded word. */
static bool looks_encoded(struct str s)
{
        for (size_t i = 0; i + 1 < s.len; i++)
                if (s.ptr[i] == '=' && s.ptr[i + 1] == '?')
                        return true;
        return false;
}

static bool folds_well(struct str s)
{
        if (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' '))
                return false;
        for (struct str rest = s; rest.ptr;)
                if (str_cut(&rest, ' ').len > PLAIN_WORD)
                        return false;
        return true;
}

/* Bytes of the longest run of whole characters that fits in `room`; at least one character. */
static size_t whole_characters(struct str s, size_t room)
{
        if (s.len <= room)
                return s.len;
        size_t n = room;
        while (n > 0 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
                n--;
        return n;
}

static size_t encoded_room(const struct line *l)
{
        size_t used = l->column + 1 + ENCODED_OVERHEAD;
        size_t room = used < COLUMNS ? (COLUMNS - used) / 4 * 3 : 0;
        return room < ENCODED_BYTES ? room : ENCODED_BYTES;
}

static void put_encoded_word(struct line *l, struct str bytes)
{
        char base64[ENCODED_BYTES / 3 * 4 + 1];
        sodium_bin2base64(base64, sizeof base64, (const unsigned char *)bytes.ptr, bytes.len,
                          sodium_base64_VARIANT_ORIGINAL);
        put(l, STR(" =?UTF-8?B?"));
        put(l, str_from(base64));
        put(l, STR("?="));
}

static void put_encoded(struct line *l, struct str text)
{
        while (text.len > 0) {
                size_t n = whole_characters(text, encoded_room(l));
                if (n == 0) { /* not one character fits on this line */
                        put(l, STR("\r\n"));
                        l->column = 0;
                        n = whole_characters(text, encoded_room(l));
                }
                put_encoded_word(l, (struct str){text.ptr, n});
                text = str_from_offset(text, n);
        }
}

static void put_words(struct line *l, struct str text)
{
        for (struct str rest = text; rest.ptr;) {
                struct str word = str_cut(&rest, ' ');
                space_before(l, word.len); /* never folds before a second space: no line is only space */
                put(l, word);
        }
}

void mail_header_text(struct buf *out, struct str name, struct str text)
{
        struct line l = begin(out, name);
        if (is_printable(text) && !looks_encoded(text) && folds_well(text))
                put_words(&l, text);
        else
                put_encoded(&l, text);
        end(&l);
}

void mail_header_raw(struct buf *out, struct str name, struct str value)
{
        struct line l = begin(out, name);
        struct str rest = value;
        put(&l, STR(" "));
        put(&l, str_cut(&rest, ' ')); /* on the first line, however long: some readers stop at an empty one */
        put_words(&l, rest);
        end(&l);
}

/* RFC 5322, 3.2.3: atoms and the spaces between them need no quotes. */
static bool is_phrase(struct str s)
{
        for (size_t i = 0; i < s.len; i++) {
                char c = s.ptr[i];
                bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!word && !strchr(" !#$%&'*+-/=?^_`{|}~", c))
                        return false;
        }
        return folds_well(s);
}

static void put_quoted(struct line *l, struct str name)
{
        put(l, STR(" \""));
        for (size_t i = 0; i < name.len; i++) {
                if (name.ptr[i] == '"' || name.ptr[i] == '\\')
                        put(l, STR("\\"));
                put(l, (struct str){name.ptr + i, 1});
        }
        put(l, STR("\""));
}

static void put_name(struct line *l, struct str name)
{
        bool plain = is_printable(name) && !looks_encoded(name) && name.len <= QUOTED_NAME;
        if (plain && is_phrase(name))
                put_words(l, name);
        else if (plain && l->column + 2 * name.len + 3 <= COLUMNS)
                put_quoted(l, name);
        else
                put_encoded(l, name);
}

void mail_header_address(struct buf *out, struct str name, const struct mail_address *address)
{
        struct line l = begin(out, name);
        if (address->name.len > 0) {
                put_name(&l, address->name);
                space_before(&l, address->address.len + 2);
                put(&l, STR("<"));
                put(&l, address->address);
                put(&l, STR(">"));
        } else {
                space_before(&l, address->address.len);
                put(&l, address->address);
        }
        end(&l);
}

void mail_header_date(struct buf *out, int64_t seconds)
{
        /* English whatever the locale: RFC 5322 knows no other names. */
        static const char days[][4] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        struct tm t;
        time_t when = (time_t)seconds;
        if (!gmtime_r(&when, &t)) {
                out->failed = true;
                return;
        }
        buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[t.tm_wday], t.tm_mday, months[t.tm_mon],
                   t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}
