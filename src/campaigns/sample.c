/* Names for previews: samples.json. */
#include "campaigns/sample.h"

#include "base/embed.h"

EMBED_DECLARE(mail_samples);

enum { SAMPLES_MAX = 64 * 1024 /* bytes; they have 3,000 */ };

/* The text with {url} and {currency} filled in; both are plain words that JSON takes as they are. */
static void fill_in(struct buf *out, struct str text, struct str url, struct str currency)
{
        while (text.len) {
                if (str_starts(text, STR("{url}"))) {
                        buf_add(out, url);
                        text = str_from_offset(text, strlen("{url}"));
                } else if (str_starts(text, STR("{currency}"))) {
                        buf_add(out, currency);
                        text = str_from_offset(text, strlen("{currency}"));
                } else {
                        buf_add_char(out, text.ptr[0]);
                        text = str_from_offset(text, 1);
                }
        }
}

static json_t *read_samples(const struct letter *l, struct str currency)
{
        struct buf text;
        struct str url = letter_url(l, STR(""));
        const struct embedded_file *file = &mail_samples_files[0];
        buf_init(&text, SAMPLES_MAX);
        fill_in(&text, (struct str){(const char *)file->bytes, file->size}, url.ptr ? url : STR(""), currency);
        json_t *all = json_loadb(buf_str(&text).ptr, text.len, 0, NULL);
        buf_release(&text);
        return all;
}

/* A person's own word for a name; false: the made-up one stays. */
static bool own_value(struct arena *a, struct str name, const struct sample_person *who, struct value *ret)
{
        struct value *one;
        if (!who->username.ptr)
                return false;
        if (str_eq(name, STR("username")))
                *ret = value_text(who->username);
        else if (str_eq(name, STR("email")) || str_eq(name, STR("new_email")))
                *ret = value_text(who->email);
        else if (str_eq(name, STR("name")))
                *ret = who->name.ptr ? value_text(who->name) : value_none();
        else if (!str_eq(name, STR("usernames")))
                return false;
        else if (!(one = arena_new(a, struct value)))
                return false;
        else {
                *one = value_text(who->username);
                return value_list(a, one, 1, ret);
        }
        return true;
}

bool sample_set(struct letter *l, struct str template, struct str currency, const struct sample_person *who)
{
        size_t i;
        json_t *name;
        json_t *all = read_samples(l, currency), *names = json_object_get(all, "names");
        json_t *wanted = json_object_getn(json_object_get(all, "templates"), template.ptr, template.len);
        json_array_foreach(wanted, i, name)
        {
                struct value v;
                struct str key = arena_copy(l->arena, str_from(json_string_value(name)));
                l->full |= !key.ptr;
                if (l->full || (!own_value(l->arena, key, who, &v) &&
                                !value_from_json(l->arena, json_object_get(names, key.ptr), &v)))
                        l->full = true;
                else
                        letter_set(l, key.ptr, v);
        }
        json_decref(all);
        return wanted != NULL;
}
