/* Values of settings. */
#include "admin/settings_check.h"

#include "admin/settings_table.h"
#include "mail/address.h"
#include "stripe/country.h"
#include "stripe/currency.h"

static const struct store_setting *setting_of(const char *key)
{
        for (size_t i = 0; i < store_settings_count; i++)
                if (strcmp(store_settings_table[i].key, key) == 0)
                        return &store_settings_table[i];
        return NULL;
}

static void add(struct buf *problems, const char *key, const char *code, const char *message)
{
        if (problems->len)
                buf_add_char(problems, ',');
        buf_add(problems, STR("{\"field\":"));
        buf_printf(problems, "\"values.%s\",\"code\":\"%s\",\"message\":", key, code);
        buf_add_json(problems, str_from(message));
        buf_add_char(problems, '}');
}

static struct str text_of(const json_t *value)
{
        return (struct str){json_string_value(value), json_string_length(value)};
}

/* Each character of UTF-8 has one byte that is not 10xxxxxx. */
static int64_t characters(struct str text)
{
        int64_t n = 0;
        for (size_t i = 0; i < text.len; i++)
                n += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
        return n;
}

static bool is_one_line(struct str text)
{
        for (size_t i = 0; i < text.len; i++)
                if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f)
                        return false;
        return true;
}

static const char *text_problem(const struct store_setting *s, const json_t *value)
{
        struct str text = text_of(value);
        if (!json_is_string(value))
                return "Give text.";
        if (!is_one_line(text))
                return "Write this on one line.";
        if (s->minimum > 0 && str_trim(text).len == 0)
                return "This is required.";
        return characters(text) > s->maximum ? "This is too long." : NULL;
}

static const char *email_problem(const struct store_setting *s, const json_t *value)
{
        struct mail_address parsed;
        if (json_is_null(value))
                return NULL;
        if (!json_is_string(value))
                return "Give an address, or nothing.";
        struct str text = text_of(value);
        bool fine = (int64_t)text.len <= s->maximum && is_one_line(text) && mail_address_parse(text, &parsed) &&
                    str_eq(parsed.address, text);
        return fine ? NULL : "This is no address.";
}

static const char *integer_problem(const struct store_setting *s, const json_t *value)
{
        int64_t number = json_integer_value(value);
        bool fine = json_is_integer(value) && number >= s->minimum && number <= s->maximum;
        return fine ? NULL : "Give a whole number in the range.";
}

static const char *currency_problem(const json_t *value)
{
        struct str code = text_of(value);
        bool fine = json_is_string(value) && stripe_currency_is_valid(code);
        for (size_t i = 0; fine && i < code.len; i++)
                fine = code.ptr[i] >= 'A' && code.ptr[i] <= 'Z';
        return fine ? NULL : "Give the three capitals of a currency, such as EUR.";
}

static const char *countries_problem(const struct store_setting *s, const json_t *value)
{
        size_t i;
        json_t *each;
        if (!json_is_array(value) || (int64_t)json_array_size(value) < s->minimum ||
            (int64_t)json_array_size(value) > s->maximum)
                return "Choose at least one country.";
        json_array_foreach(value, i,
                           each) if (!json_is_string(each) ||
                                     !stripe_country_is_valid(text_of(
                                             each))) return "Stripe collects no addresses in one of these countries.";
        return NULL;
}

static const char *problem_of(const struct store_setting *s, const json_t *value)
{
        switch (s->type) {
        case SETTING_TEXT: return text_problem(s, value);
        case SETTING_EMAIL: return email_problem(s, value);
        case SETTING_BOOLEAN: return json_is_boolean(value) ? NULL : "Give true or false.";
        case SETTING_INTEGER: return integer_problem(s, value);
        case SETTING_CURRENCY: return currency_problem(value);
        case SETTING_COUNTRIES: return countries_problem(s, value);
        case SETTING_TIME_ZONE: return json_is_string(value) ? NULL : "Choose a time zone.";
        case SETTING_TYPES: break;
        }
        return "There is no such kind of setting.";
}

/* Stripe counts each currency in minor units of its own. */
static void follow_currency(json_t *values)
{
        const json_t *currency = json_object_get(values, "currency");
        if (json_is_string(currency))
                json_object_set_new(values, "currency_exponent",
                                    json_integer(stripe_currency_exponent(text_of(currency))));
}

void settings_check(json_t *values, struct buf *problems)
{
        const char *key;
        json_t *value;
        json_object_foreach(values, key, value)
        {
                const struct store_setting *s = setting_of(key);
                const char *message = s ? problem_of(s, value) : NULL;
                if (!s)
                        add(problems, "", "unknown_field", "There is no such setting.");
                else if (s->follows)
                        add(problems, key, "read_only", "This follows from another setting.");
                else if (message)
                        add(problems, key, "not_allowed", message);
        }
        follow_currency(values);
}
