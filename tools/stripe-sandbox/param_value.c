/* One parameter's text as a typed value. */
#include "param_value.h"

#include <ctype.h>

#include "country.h"
#include "currency.h"
#include "fields.h"

enum {
        TEXT_CHARACTERS = 5000, /* Stripe's limit for most texts */
        URL_CHARACTERS = 5000,
        MAP_KEYS = 50,
        MAP_KEY_CHARACTERS = 40,
        MAP_VALUE_CHARACTERS = 500,
};

/* Unicode characters, not bytes. */
static int64_t characters(struct str s)
{
        int64_t n = 0;
        for (size_t i = 0; i < s.len; i++)
                n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
        return n;
}

static json_t *text_value(struct request *rq, struct str name, struct str value, int64_t limit)
{
        if (characters(value) > limit) {
                reply_invalid(rq, NULL, name.ptr, "Invalid string: must be at most %lld characters", (long long)limit);
                return NULL;
        }
        return must(json_stringn(value.ptr, value.len));
}

static json_t *int_value(struct request *rq, const struct param *p, const struct form_field *f)
{
        int64_t number;
        if (!str_to_int64(f->value, &number))
                reply_invalid(rq, "parameter_invalid_integer", f->name.ptr, "Invalid integer: %s", f->value.ptr);
        else if (number < p->min)
                reply_invalid(rq, "parameter_invalid_integer", f->name.ptr,
                              "This value must be greater than or equal to %lld.", (long long)p->min);
        else if (number > p->max)
                reply_invalid(rq, "parameter_invalid_integer", f->name.ptr,
                              "This value must be less than or equal to %lld.", (long long)p->max);
        else
                return must(json_integer(number));
        return NULL;
}

/* "12.5" is 1250. */
static json_t *hundredths_value(struct request *rq, const struct param *p, const struct form_field *f)
{
        struct str fraction = f->value, whole = str_cut(&fraction, '.');
        int64_t units = 0, part = 0;
        bool ok = str_to_int64(whole, &units) && units >= 0 && units <= 100;
        if (ok && fraction.ptr) {
                ok = (fraction.len == 1 || fraction.len == 2) && isdigit((unsigned char)fraction.ptr[0]) &&
                     str_to_int64(fraction, &part);
                part *= fraction.len == 1 ? 10 : 1;
        }
        units = units * 100 + part;
        if (ok && units >= p->min && units <= p->max)
                return must(json_integer(units));
        reply_invalid(rq, NULL, f->name.ptr, "Invalid decimal: %s; must be between 0 and 100, two places at most",
                      f->value.ptr);
        return NULL;
}

static json_t *choice_value(struct request *rq, const struct param *p, const struct form_field *f)
{
        if (is_one_of(p->choices, f->value.ptr))
                return must(json_stringn(f->value.ptr, f->value.len));
        reply_invalid(rq, NULL, f->name.ptr, "Invalid %s: must be one of %s", f->name.ptr, p->choices);
        return NULL;
}

static json_t *bool_value(struct request *rq, const struct form_field *f)
{
        if (str_eq(f->value, STR("true")) || str_eq(f->value, STR("false")))
                return json_boolean(str_eq(f->value, STR("true")));
        reply_invalid(rq, NULL, f->name.ptr, "Invalid boolean: %s", f->value.ptr);
        return NULL;
}

static json_t *currency_value(struct request *rq, const struct form_field *f)
{
        const struct currency *c = currency_find(f->value.ptr);
        if (c)
                return must(json_string(c->code));
        reply_invalid(rq, NULL, f->name.ptr, "Invalid currency: %s. Stripe does not know it.", f->value.ptr);
        return NULL;
}

static json_t *country_value(struct request *rq, const struct form_field *f)
{
        if (country_name(f->value.ptr))
                return must(json_string(f->value.ptr));
        reply_invalid(rq, NULL, f->name.ptr, "Invalid %s: must be a two-letter country code, not %s", f->name.ptr,
                      f->value.ptr);
        return NULL;
}

static json_t *url_value(struct request *rq, const struct form_field *f)
{
        struct str v = f->value;
        bool ok = (str_starts(v, STR("https://")) && v.len > 8) || (str_starts(v, STR("http://")) && v.len > 7);
        for (size_t i = 0; i < v.len; i++)
                ok = ok && (unsigned char)v.ptr[i] > ' ' && v.ptr[i] != 0x7F;
        if (ok)
                return text_value(rq, f->name, v, URL_CHARACTERS);
        reply_invalid(rq, "url_invalid", f->name.ptr, "Not a valid URL");
        return NULL;
}

bool looks_like_email(struct str s)
{
        size_t at = str_find(s, '@');
        bool ok =
                at > 0 && at + 3 < s.len && s.len <= 254 && str_find(str_from_offset(s, at + 1), '@') == s.len - at - 1;
        for (size_t i = 0; i < s.len; i++)
                ok = ok && (unsigned char)s.ptr[i] > ' ' && s.ptr[i] != '<' && s.ptr[i] != '>' && s.ptr[i] != ',';
        struct str domain = str_from_offset(s, at + 1);
        size_t dot = str_find(domain, '.');
        return ok && dot > 0 && dot + 1 < domain.len;
}

static json_t *email_value(struct request *rq, const struct form_field *f)
{
        if (looks_like_email(f->value))
                return must(json_stringn(f->value.ptr, f->value.len));
        reply_invalid(rq, "email_invalid", f->name.ptr, "Invalid email address: %s", f->value.ptr);
        return NULL;
}

static json_t *map_value(struct request *rq, const struct form_field *f)
{
        struct str key = f->steps[f->depth - 1];
        json_t *map = rq->params;
        for (unsigned i = 0; map && i + 1 < f->depth; i++)
                map = json_is_array(map) ? json_array_get(map, json_array_size(map) - 1)
                                         : json_object_getn(map, f->steps[i].ptr, f->steps[i].len);
        if (characters(key) > MAP_KEY_CHARACTERS)
                reply_invalid(rq, NULL, f->name.ptr, "Metadata keys can have up to %d characters", MAP_KEY_CHARACTERS);
        else if (characters(f->value) > MAP_VALUE_CHARACTERS)
                reply_invalid(rq, NULL, f->name.ptr,
                              "Metadata values can have up to %d characters, but you passed in a value that is %lld "
                              "characters.",
                              MAP_VALUE_CHARACTERS, (long long)characters(f->value));
        else if (json_object_size(map) >= MAP_KEYS)
                reply_invalid(rq, NULL, f->name.ptr, "Metadata can have up to %d keys", MAP_KEYS);
        else
                return must(json_stringn(f->value.ptr, f->value.len));
        return NULL;
}

json_t *param_value(struct request *rq, const struct param *p, const struct form_field *f)
{
        if (p->kind == PARAM_MAP)
                return map_value(rq, f);
        if (!f->value.len) {
                reply_invalid(rq, "parameter_invalid_empty", f->name.ptr,
                              "You passed an empty string for '%s'. We assume empty values are an attempt to unset a "
                              "parameter; however '%s' cannot be unset. You should remove '%s' from your request or "
                              "supply a non-empty value.",
                              f->name.ptr, f->name.ptr, f->name.ptr);
                return NULL;
        }
        switch (p->kind) {
        case PARAM_INT: return int_value(rq, p, f);
        case PARAM_DECIMAL: return hundredths_value(rq, p, f);
        case PARAM_BOOL: return bool_value(rq, f);
        case PARAM_CHOICE: return choice_value(rq, p, f);
        case PARAM_CURRENCY: return currency_value(rq, f);
        case PARAM_COUNTRY: return country_value(rq, f);
        case PARAM_URL: return url_value(rq, f);
        case PARAM_EMAIL: return email_value(rq, f);
        default: return text_value(rq, f->name, f->value, p->max ? p->max : TEXT_CHARACTERS);
        }
}
