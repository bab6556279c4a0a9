/* Values of fields. */
#include "admin/values.h"

#include "mail/address.h"

/* What holds without minimum and maximum: numbers' range, texts' characters. */
static const struct {
        struct str name;
        int64_t minimum, maximum;
} types[ADMIN_TYPES] = {
        [ADMIN_INTEGER] = {STR("integer"), INT64_MIN, INT64_MAX},
        [ADMIN_MONEY] = {STR("money"), 0, 999999999999}, /* as the store's API has it */
        [ADMIN_BASIS_POINTS] = {STR("basis_points"), 0, 10000},
        [ADMIN_BOOLEAN] = {STR("boolean"), 0, 0},
        [ADMIN_TEXT] = {STR("text"), 0, 1000},
        [ADMIN_LONG_TEXT] = {STR("long_text"), 0, 100000},
        [ADMIN_HTML] = {STR("html"), 0, 1000000},
        [ADMIN_EMAIL] = {STR("email"), 0, MAIL_ADDRESS_MAX},
        [ADMIN_URL] = {STR("url"), 0, 2000},
        [ADMIN_SLUG] = {STR("slug"), 0, 100},
        [ADMIN_CHOICE] = {STR("choice"), 0, 1000},
        [ADMIN_REFERENCE] = {STR("reference"), 0, 300},
        [ADMIN_TIME] = {STR("time"), 0, 0},
        [ADMIN_JSON] = {STR("json"), 0, 100000}, /* bytes */
        [ADMIN_TEXTS] = {STR("texts"), 0, 100},  /* how many */
        [ADMIN_FILE] = {STR("file"), 0, 300},
        [ADMIN_PASSWORD] = {STR("password"), 0, 1000},
        [ADMIN_BYTES] = {STR("bytes"), 0, 0},
};

enum { TEXTS_LENGTH_MAX = 1000 }; /* characters of one of a text[] */

struct str value_type_name(enum admin_type type)
{
        return types[type].name;
}

bool value_is_text(enum admin_type type)
{
        switch (type) {
        case ADMIN_TEXT:
        case ADMIN_LONG_TEXT:
        case ADMIN_HTML:
        case ADMIN_EMAIL:
        case ADMIN_URL:
        case ADMIN_SLUG:
        case ADMIN_CHOICE:
        case ADMIN_FILE:
        case ADMIN_PASSWORD: return true;
        default: return false;
        }
}

struct reading {
        struct arena *arena;
        const struct admin_field *field;
        enum value_use use;
        struct str *ret;
        struct value_problem *problem;
};

static bool refuse(struct reading *v, const char *code, struct str message)
{
        *v->problem = (struct value_problem){code, message};
        return false;
}

bool value_range(const struct admin_field *f, int64_t *ret_minimum, int64_t *ret_maximum)
{
        bool own = f->minimum || f->maximum;
        *ret_minimum = own ? f->minimum : types[f->type].minimum;
        *ret_maximum = own ? f->maximum : types[f->type].maximum;
        return *ret_minimum < *ret_maximum && f->type != ADMIN_REFERENCE && f->type != ADMIN_CHOICE;
}

static bool take_number(struct reading *v, int64_t number)
{
        int64_t minimum, maximum;
        value_range(v->field, &minimum, &maximum);
        if (v->use == VALUE_WRITTEN && (number < minimum || number > maximum))
                return refuse(v, "out_of_range",
                              arena_printf(v->arena, "Give a whole number between %lld and %lld.", (long long)minimum,
                                           (long long)maximum));
        *v->ret = arena_printf(v->arena, "%lld", (long long)number);
        return true;
}

/* Each character of UTF-8 has one byte that is not 10xxxxxx. */
static int64_t characters(struct str text)
{
        int64_t n = 0;
        for (size_t i = 0; i < text.len; i++)
                n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
        return n;
}

static bool is_digit(char c)
{
        return c >= '0' && c <= '9';
}

static bool is_slug(struct str text)
{
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i];
                bool is_hyphen = c == '-' && i && i + 1 < text.len && text.ptr[i - 1] != '-';
                if (!is_hyphen && !is_digit(c) && !(c >= 'a' && c <= 'z'))
                        return false;
        }
        return text.len > 0;
}

/* http or https, a host, and nothing that no address holds. */
static bool is_url(struct str text)
{
        size_t scheme = str_starts(text, STR("https://")) ? 8 : str_starts(text, STR("http://")) ? 7 : 0;
        struct str rest = str_from_offset(text, scheme);
        if (!scheme || !rest.len || str_find(STR("/?#:@"), rest.ptr[0]) < 5)
                return false;
        for (size_t i = 0; i < text.len; i++)
                if ((unsigned char)text.ptr[i] <= ' ' || text.ptr[i] == 0x7f ||
                    str_find(STR("<>\"\\^`{|}"), text.ptr[i]) < 9)
                        return false;
        return true;
}

/* Below the media directory, whatever is done with the name. */
static bool is_file(struct str text)
{
        for (size_t i = 0; i < text.len; i++) {
                char c = text.ptr[i], lower = (char)(c | 0x20);
                if (!is_digit(c) && !(lower >= 'a' && lower <= 'z') && str_find(STR("._/-"), c) == 4)
                        return false;
                if (c == '.' && i && text.ptr[i - 1] == '.')
                        return false;
        }
        return text.len > 0 && text.ptr[0] != '/';
}

static bool is_choice(const struct admin_field *f, struct str text)
{
        for (const char *const *c = f->choices; c && *c; c++)
                if (str_eq(str_from(*c), text))
                        return true;
        return false;
}

static bool refuse_choice(struct reading *v)
{
        struct buf message;
        buf_init(&message, 400);
        buf_add(&message, STR("Give one of:"));
        for (const char *const *c = v->field->choices; c && *c; c++)
                buf_printf(&message, " %s%s", *c, c[1] ? "," : ".");
        struct str copy = arena_copy(v->arena, buf_str(&message));
        buf_release(&message);
        return refuse(v, "unknown_choice", copy);
}

static bool has_line_break(struct str text)
{
        return str_find(text, '\n') < text.len || str_find(text, '\r') < text.len;
}

static bool take_email(struct reading *v, struct str text)
{
        struct str lower = arena_copy(v->arena, text), converted;
        if (!lower.ptr)
                return refuse(v, "too_large", STR("There is no memory for this."));
        for (size_t i = 0; i < lower.len; i++)
                if (lower.ptr[i] >= 'A' && lower.ptr[i] <= 'Z')
                        ((char *)lower.ptr)[i] |= 0x20; /* the arena's copy is ours */
        struct str why = mail_address_convert(v->arena, lower, &converted);
        if (why.ptr)
                return refuse(v, "invalid_email",
                              arena_printf(v->arena, "This is no e-mail address: %.*s.", STR_ARG(why)));
        *v->ret = converted;
        return true;
}

/* The forms that types of text have, besides their length. An empty text has none of them, and is the database's to
 * judge. */
static bool take_form(struct reading *v, struct str text)
{
        enum admin_type type = v->field->type;
        if (v->use == VALUE_COMPARED || (!text.len && type != ADMIN_CHOICE))
                return true;
        if (type == ADMIN_EMAIL)
                return take_email(v, text);
        if (type == ADMIN_URL && !is_url(text))
                return refuse(v, "invalid_url", STR("Give an address that begins with https:// or http://."));
        if (type == ADMIN_SLUG && !is_slug(text))
                return refuse(v, "invalid_slug", STR("Use a-z, 0-9 and single hyphens between them."));
        if (type == ADMIN_FILE && !is_file(text))
                return refuse(v, "invalid_file", STR("Give the name of a media file."));
        if (type == ADMIN_CHOICE && !is_choice(v->field, text))
                return refuse_choice(v);
        if (type == ADMIN_TEXT && has_line_break(text))
                return refuse(v, "invalid_text", STR("This is one line."));
        return true;
}

static bool take_text(struct reading *v, struct str text)
{
        int64_t minimum, maximum, length = characters(text);
        value_range(v->field, &minimum, &maximum);
        if (!str_is_text(text))
                return refuse(v, "invalid_text", STR("Give text in UTF-8 without NUL."));
        if (v->use == VALUE_WRITTEN && v->field->type != ADMIN_CHOICE && (length < minimum || length > maximum))
                return refuse(v, "out_of_range",
                              arena_printf(v->arena, "Give text with a length between %lld and %lld.",
                                           (long long)minimum, (long long)maximum));
        *v->ret = text;
        return take_form(v, text);
}

static bool number_at(struct str text, size_t at, size_t digits, int *ret)
{
        *ret = 0;
        for (size_t i = at; i < at + digits; i++) {
                if (i >= text.len || !is_digit(text.ptr[i]))
                        return false;
                *ret = *ret * 10 + (text.ptr[i] - '0');
        }
        return true;
}

static bool is_date(int year, int month, int day)
{
        static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (month == 2 && leap);
}

static bool is_offset(struct str rest)
{
        int hours, minutes;
        if (str_eq(rest, STR("Z")) || str_eq(rest, STR("z")))
                return true;
        return rest.len == 6 && (rest.ptr[0] == '+' || rest.ptr[0] == '-') && rest.ptr[3] == ':' &&
               number_at(rest, 1, 2, &hours) && number_at(rest, 4, 2, &minutes) && hours <= 14 && minutes < 60;
}

bool value_is_time(struct str text)
{
        int year, month, day, hour, minute, second;
        bool fine = text.len >= 20 && text.len <= 40 && number_at(text, 0, 4, &year) && number_at(text, 5, 2, &month) &&
                    number_at(text, 8, 2, &day) && number_at(text, 11, 2, &hour) && number_at(text, 14, 2, &minute) &&
                    number_at(text, 17, 2, &second);
        if (!fine || text.ptr[4] != '-' || text.ptr[7] != '-' || (text.ptr[10] | 0x20) != 't' || text.ptr[13] != ':' ||
            text.ptr[16] != ':' || !is_date(year, month, day) || hour > 23 || minute > 59 || second > 59)
                return false;
        size_t at = 19;
        if (text.ptr[at] == '.') {
                size_t first = ++at;
                while (at < text.len && is_digit(text.ptr[at]))
                        at++;
                if (at == first)
                        return false;
        }
        return is_offset(str_from_offset(text, at));
}

static bool take_time(struct reading *v, struct str text)
{
        if (!value_is_time(text))
                return refuse(v, "invalid_time", STR("Give a time such as 2026-11-25T09:30:00Z."));
        *v->ret = text;
        return true;
}

static bool take_dump(struct reading *v, const json_t *value)
{
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
        struct str dumped = str_from(text);
        bool fits = text && (int64_t)dumped.len <= types[ADMIN_JSON].maximum;
        *v->ret = fits ? arena_copy(v->arena, dumped) : STR_NULL;
        free(text);
        return v->ret->ptr || refuse(v, "out_of_range", STR("This is too large."));
}

static bool take_texts(struct reading *v, const json_t *value)
{
        int64_t minimum, maximum;
        value_range(v->field, &minimum, &maximum);
        if (!json_is_array(value))
                return refuse(v, "wrong_type", STR("Give a list of texts."));
        if ((int64_t)json_array_size(value) < minimum || (int64_t)json_array_size(value) > maximum)
                return refuse(v, "out_of_range",
                              arena_printf(v->arena, "Give between %lld and %lld texts.", (long long)minimum,
                                           (long long)maximum));
        for (size_t i = 0; i < json_array_size(value); i++) {
                const json_t *each = json_array_get(value, i);
                struct str text = {json_string_value(each), json_string_length(each)};
                if (!json_is_string(each) || !str_is_text(text) || characters(text) > TEXTS_LENGTH_MAX)
                        return refuse(v, "wrong_type", STR("Give a list of texts."));
        }
        return take_dump(v, value);
}

/* Nobody writes them; lists are narrowed by their hex. */
static bool take_bytes(struct reading *v, struct str text)
{
        if (v->use == VALUE_WRITTEN)
                return refuse(v, "read_only", STR("This can't be set."));
        for (size_t i = 0; i < text.len; i++)
                if (!is_digit(text.ptr[i]) && !((text.ptr[i] | 0x20) >= 'a' && (text.ptr[i] | 0x20) <= 'f'))
                        return refuse(v, "wrong_type", STR("Give bytes in hexadecimal digits."));
        if (!text.ptr || text.len % 2)
                return refuse(v, "wrong_type", STR("Give bytes in hexadecimal digits."));
        *v->ret = arena_printf(v->arena, "\\x%.*s", STR_ARG(text));
        return true;
}

/* Ids are text in envelopes, and numbers in values. */
static bool take_reference(struct reading *v, const json_t *value)
{
        const struct resource *r = admin_resource(str_from(v->field->reference));
        struct str text = {json_string_value(value), json_string_length(value)};
        int64_t number;
        bool numbers = !r || strcmp(r->key[0].type, "text") != 0;
        if (json_is_integer(value) && numbers) {
                *v->ret = arena_printf(v->arena, "%lld", (long long)json_integer_value(value));
                return true;
        }
        if (!json_is_string(value) || !str_is_text(text))
                return refuse(v, "wrong_type", STR("Give the id of one."));
        if (numbers && !str_to_int64(text, &number))
                return refuse(v, "unknown_reference", STR("There is nothing with this key."));
        *v->ret = text;
        return true;
}

bool value_read(struct arena *a, const struct admin_field *f, const json_t *value, enum value_use use, struct str *ret,
                struct value_problem *ret_problem)
{
        struct reading v = {a, f, use, ret, ret_problem};
        struct str text = {json_string_value(value), json_string_length(value)};
        switch (f->type) {
        case ADMIN_INTEGER:
        case ADMIN_MONEY:
        case ADMIN_BASIS_POINTS:
                if (json_is_integer(value))
                        return take_number(&v, json_integer_value(value));
                return refuse(&v, "wrong_type", STR("Give a whole number."));
        case ADMIN_BOOLEAN:
                *ret = json_is_true(value) ? STR("true") : STR("false");
                return json_is_boolean(value) || refuse(&v, "wrong_type", STR("Give true or false."));
        case ADMIN_REFERENCE: return take_reference(&v, value);
        case ADMIN_TIME:
                return json_is_string(value) ? take_time(&v, text)
                                             : refuse(&v, "wrong_type", STR("Give a time as text."));
        case ADMIN_JSON: return take_dump(&v, value);
        case ADMIN_TEXTS: return take_texts(&v, value);
        case ADMIN_BYTES: return take_bytes(&v, text);
        case ADMIN_TYPES: return refuse(&v, "read_only", STR("This can't be set."));
        default: return json_is_string(value) ? take_text(&v, text) : refuse(&v, "wrong_type", STR("Give text."));
        }
}
