/* Addresses on the payment page. */
#include "pay_address.h"

#include <stdio.h>
#include <string.h>

#include "country.h"
#include "fields.h"
#include "html.h"
#include "pay_fields.h"

enum need { ALWAYS, NEVER, WHERE_POSTAL, WHERE_STATES };

static const struct {
        const char *name, *label, *autocomplete;
        enum need need;
        const char *missing;
} parts[] = {
        {"line1", "Address", "address-line1", ALWAYS, "Enter the street and number."},
        {"line2", "Apartment, suite, floor", "address-line2", NEVER, NULL},
        {"city", "City", "address-level2", ALWAYS, "Enter the city."},
        {"state", "State or region", "address-level1", WHERE_STATES, "Enter the state."},
        {"postal_code", "Postal code", "postal-code", WHERE_POSTAL, "Enter the postal code."},
};
enum { PARTS = sizeof parts / sizeof *parts };

/* The field's name, in the request's arena. */
static const char *named(struct pay_form *f, const char *prefix, const char *name)
{
        return must((void *)arena_printf(&f->rq->arena, "%s%s", prefix, name).ptr);
}

static bool is_needed(enum need need, const char *country)
{
        return need == ALWAYS || (need == WHERE_POSTAL && country_has_postal_codes(country)) ||
               (need == WHERE_STATES && country_has_states(country));
}

json_t *pay_address_read(struct pay_form *f, const char *prefix)
{
        json_t *address = must(json_object());
        const char *country_field = named(f, prefix, "country");
        struct str given = form_value(&f->rq->form, country_field);
        const char *country = given.ptr ? given.ptr : "";
        if (!country_name(country))
                pay_form_fail(f, country_field, "Choose the country.");
        field_set_text(address, "country", country);
        for (size_t i = 0; i < PARTS; i++) {
                const char *name = named(f, prefix, parts[i].name);
                struct str value = pay_form_value(f, name);
                bool asked = f->wants_address || strcmp(parts[i].name, "postal_code") == 0;
                if (!value.len && asked && is_needed(parts[i].need, country))
                        pay_form_fail(f, name, parts[i].missing);
                if (value.len > PAY_TEXT_BYTES)
                        pay_form_fail(f, name, "This is too long.");
                field_set(address, parts[i].name, value.len ? must(json_stringn(value.ptr, value.len)) : NULL);
        }
        return address;
}

void pay_address_check_destination(struct pay_form *f, const char *country)
{
        size_t i;
        json_t *one, *allowed = field(f->session, "params.shipping_address_collection.allowed_countries");
        const char *name = country ? country_name(country) : NULL;
        json_array_foreach(allowed, i, one)
        {
                if (country && strcmp(json_string_value(one), country) == 0)
                        return;
        }
        if (name)
                pay_form_fail(f, f->shipping_same ? "country" : "shipping_country",
                              must((void *)arena_printf(&f->rq->arena, "The store does not ship to %s.", name).ptr));
}

static void add_option(struct pay_form *f, const char *code, const char *name, struct str chosen)
{
        html_add(f->rq, "<option value=\"%s\"%s>", code, str_eq(str_from(code), chosen) ? " selected" : "");
        html_text(f->rq, name);
        html_add(f->rq, "</option>");
}

static void show_country(struct pay_form *f, const char *prefix)
{
        size_t i;
        const char *name = named(f, prefix, "country");
        json_t *one, *allowed = field(f->session, "params.shipping_address_collection.allowed_countries");
        struct str chosen = pay_form_value(f, name);
        /* The first country that the store ships to is the best guess. */
        if (!chosen.len)
                chosen = allowed ? str_from(json_string_value(json_array_get(allowed, 0))) : STR("US");
        pay_select_begin(f, name, "Country", *prefix ? "shipping country" : "billing country");
        if (*prefix) {
                json_array_foreach(allowed, i, one)
                        add_option(f, json_string_value(one), country_name(json_string_value(one)), chosen);
        } else {
                for (const struct country *c = countries_all; c->code; c++)
                        add_option(f, c->code, c->name, chosen);
        }
        pay_select_end(f, name);
}

void pay_address_show(struct pay_form *f, const char *prefix, bool whole)
{
        show_country(f, prefix);
        for (size_t i = 0; i < PARTS; i++) {
                char autocomplete[64];
                bool postal = strcmp(parts[i].name, "postal_code") == 0;
                if (!whole && !postal)
                        continue;
                snprintf(autocomplete, sizeof autocomplete, "%s %s", *prefix ? "shipping" : "billing",
                         parts[i].autocomplete);
                if (whole && strcmp(parts[i].name, "state") == 0)
                        html_add(f->rq, "<div class=\"two\">\n");
                pay_input(f, &(struct pay_input){.name = named(f, prefix, parts[i].name),
                                                 .label = parts[i].label,
                                                 .autocomplete = autocomplete,
                                                 .optional = parts[i].need == NEVER});
                if (whole && postal)
                        html_add(f->rq, "</div>\n");
        }
}
