/* Decimal numbers. */
#include "mail/template/decimal.h"

#include "mail/template/ascii.h"
#include "mail/template/utf8.h"
#include "mail/template/whitespace.h"

/* The next character but underscores, which count for nothing; 0 at the end. */
static char peek(struct str *rest)
{
        while (rest->len > 0 && rest->ptr[0] == '_')
                *rest = str_from_offset(*rest, 1);
        return (char)(rest->len > 0 ? rest->ptr[0] : 0);
}

static char take(struct str *rest)
{
        char c = peek(rest);
        *rest = str_from_offset(*rest, 1);
        return c;
}

static bool take_sign(struct str *rest)
{
        char c = peek(rest);
        if (c == '-' || c == '+')
                take(rest);
        return c == '-';
}

/* Digits that are kept, and how many there are: those in front that are zero don't count. */
struct coefficient {
        size_t count; /* may pass DECIMAL_SIZE_MAX; then the number is too long anyway */
        bool any;
};

static size_t take_digits(struct str *rest, struct coefficient *co, struct decimal *d)
{
        size_t n = 0;
        for (; ascii_is_digit(peek(rest)); n++) {
                char c = take(rest);
                co->any = true;
                if (c == '0' && co->count == 0)
                        continue;
                if (co->count < DECIMAL_SIZE_MAX)
                        d->digits[co->count] = c;
                co->count++;
        }
        return n;
}

/* The number behind an e, cut off far beyond what is shown in full. */
static bool take_exponent(struct str *rest, int64_t *ret)
{
        const int64_t cut_off = INT64_MAX / 100;
        int64_t n = 0;
        bool negative = take_sign(rest);
        if (!ascii_is_digit(peek(rest)))
                return false;
        while (ascii_is_digit(peek(rest))) {
                int digit = take(rest) - '0';
                n = n < cut_off ? n * 10 + digit : n;
        }
        *ret = negative ? -n : n;
        return true;
}

/* "nan" may be followed by digits, and an s may stand before it. */
static bool is_special(struct str word)
{
        char text[16];
        struct buf b;
        buf_init(&b, sizeof text);
        while (peek(&word) && !ascii_is_digit(peek(&word)) && !b.failed)
                buf_add_char(&b, take(&word));
        struct str name = b.failed ? STR("") : buf_str(&b);
        bool nan = str_eq_nocase(name, STR("nan")) || str_eq_nocase(name, STR("snan"));
        bool inf = str_eq_nocase(name, STR("inf")) || str_eq_nocase(name, STR("infinity"));
        buf_release(&b);
        while (nan && ascii_is_digit(peek(&word)))
                take(&word);
        return (nan || inf) && peek(&word) == 0;
}

static struct str trim(struct str s)
{
        while (s.len > 0) {
                struct str rest = s;
                if (!whitespace_is(utf8_next(&rest)))
                        break;
                s = rest;
        }
        while (s.len > 0) {
                size_t at = utf8_before(s, s.len);
                struct str last = str_from_offset(s, at);
                if (!whitespace_is(utf8_next(&last)))
                        break;
                s.len = at;
        }
        return s;
}

bool decimal_read(struct str text, struct decimal *ret)
{
        struct coefficient co = {0};
        int64_t exponent = 0;
        size_t behind_point = 0;
        struct str rest = trim(text);
        *ret = (struct decimal){.negative = take_sign(&rest)};
        if (is_special(rest))
                return true;
        take_digits(&rest, &co, ret);
        if (peek(&rest) == '.') {
                take(&rest);
                behind_point = take_digits(&rest, &co, ret);
        }
        if (!co.any)
                return false;
        if (peek(&rest) == 'e' || peek(&rest) == 'E') {
                take(&rest);
                if (!take_exponent(&rest, &exponent))
                        return false;
        }
        if (peek(&rest) || rest.len > 0)
                return false;
        exponent -= (int64_t)behind_point;
        if (co.count == 0)
                ret->digits[co.count++] = '0';
        ret->count = co.count;
        ret->finite = co.count <= DECIMAL_SIZE_MAX && exponent >= -DECIMAL_SIZE_MAX && exponent <= DECIMAL_SIZE_MAX &&
                      (int64_t)co.count + (exponent < 0 ? -exponent : exponent) <= DECIMAL_SIZE_MAX;
        bool zero = ret->count == 1 && ret->digits[0] == '0'; /* of which an exponent makes no more */
        ret->exponent = ret->finite && !(zero && exponent > 0) ? (int)exponent : 0;
        return true;
}

bool decimal_is_whole(const struct decimal *d)
{
        for (int i = 0; i < -d->exponent && (size_t)i < d->count; i++)
                if (d->digits[d->count - 1 - (size_t)i] != '0')
                        return false;
        return true;
}

/* The digits of the number written without exponent, `places` of them behind the point, a zero at least before it. */
struct plain {
        char digits[2 * DECIMAL_SIZE_MAX + 2];
        size_t before_point, count;
};

/* Adds one to the last digit. */
static void increment(struct plain *p)
{
        size_t i = p->count;
        while (i > 0 && p->digits[i - 1] == '9')
                p->digits[--i] = '0';
        if (i > 0) {
                p->digits[i - 1]++;
                return;
        }
        memmove(p->digits + 1, p->digits, p->count);
        p->digits[0] = '1';
        p->before_point++;
        p->count++;
}

/* Digit of 10^power; zeros go on in both directions. */
static char digit_at(const struct decimal *d, int power)
{
        int at = (int)d->count - 1 - (power - d->exponent);
        return (char)(at >= 0 && (size_t)at < d->count ? d->digits[at] : '0');
}

static void round_half_up(const struct decimal *d, int places, struct plain *ret)
{
        int highest = (int)d->count - 1 + d->exponent;
        if (highest < 0)
                highest = 0;
        *ret = (struct plain){.before_point = (size_t)highest + 1};
        for (int power = highest; power >= -places; power--)
                ret->digits[ret->count++] = digit_at(d, power);
        if (digit_at(d, -places - 1) >= '5')
                increment(ret);
}

static void write_whole(struct buf *out, const struct plain *p, bool grouped)
{
        for (size_t i = 0; i < p->before_point; i++) {
                if (grouped && i > 0 && (p->before_point - i) % 3 == 0)
                        buf_add_char(out, ',');
                buf_add_char(out, p->digits[i]);
        }
}

void decimal_write(struct buf *out, const struct decimal *d, uint64_t places, bool grouped)
{
        struct plain p;
        /* No digit stands further behind the point than that, so the rest is zeros. */
        int exact = places < DECIMAL_SIZE_MAX ? (int)places : DECIMAL_SIZE_MAX;
        round_half_up(d, exact, &p);
        if (d->negative && strspn(p.digits, "0") < p.count)
                buf_add_char(out, '-');
        write_whole(out, &p, grouped);
        if (places > 0) {
                buf_add_char(out, '.');
                buf_add(out, (struct str){p.digits + p.before_point, p.count - p.before_point});
                buf_fill(out, '0', places - (uint64_t)exact);
        }
}
