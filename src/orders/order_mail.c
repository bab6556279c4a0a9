/* The confirmation of an order. */
#include "orders/order_mail.h"

#include <jansson.h>

struct confirmation {
        struct arena *arena;
        const json_t *order;
        struct letter letter;
};

static struct str member(const json_t *object, const char *name)
{
        const json_t *value = json_object_get(object, name);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR("");
}

static int64_t number(const json_t *object, const char *name)
{
        return json_integer_value(json_object_get(object, name));
}

struct str money_text(struct arena *a, int64_t amount, int exponent, struct str currency)
{
        int64_t unit = 1;
        for (int i = 0; i < exponent; i++)
                unit *= 10;
        int64_t size = amount < 0 ? -amount : amount;
        if (exponent == 0)
                return arena_printf(a, "%lld %.*s", (long long)amount, STR_ARG(currency));
        return arena_printf(a, "%s%lld.%0*lld %.*s", amount < 0 ? "-" : "", (long long)(size / unit), exponent,
                            (long long)(size % unit), STR_ARG(currency));
}

static struct str money(struct confirmation *c, int64_t amount)
{
        return money_text(c->arena, amount, (int)number(c->order, "currency_exponent"), member(c->order, "currency"));
}

static void add_lines(struct confirmation *c)
{
        size_t i;
        json_t *line;
        json_array_foreach(json_object_get(c->order, "lines"), i, line)
        {
                struct str title = member(line, "title"), sku = member(line, "sku_title");
                struct str left = arena_printf(c->arena, "%lld x %.*s%s%.*s", (long long)number(line, "quantity"),
                                               STR_ARG(title), sku.len ? ", " : "", STR_ARG(sku));
                letter_row(&c->letter, left, money(c, number(line, "line_total")));
        }
}

static void add_totals(struct confirmation *c)
{
        const json_t *o = c->order;
        struct str shipping = arena_printf(c->arena, "Shipping (%.*s)", STR_ARG(member(o, "shipping_title")));
        letter_row(&c->letter, STR("Subtotal"), money(c, number(o, "item_subtotal")));
        if (number(o, "item_discount"))
                letter_row(&c->letter, STR("Discount"), money(c, -number(o, "item_discount")));
        letter_row(&c->letter, shipping, money(c, number(o, "shipping") - number(o, "shipping_discount")));
        if (number(o, "tax"))
                letter_row(&c->letter, STR("Tax"), money(c, number(o, "tax")));
        letter_row(&c->letter, STR("Total"), money(c, number(o, "total")));
}

static void add_address(struct confirmation *c)
{
        size_t i;
        json_t *each;
        struct str all = STR("");
        json_array_foreach(json_object_get(c->order, "address"), i, each)
        {
                struct str part = {json_string_value(each), json_string_length(each)};
                if (json_is_string(each) && part.len)
                        all = arena_printf(c->arena, "%.*s%s%.*s", STR_ARG(all), all.len ? ", " : "", STR_ARG(part));
        }
        if (all.len)
                letter_paragraph(&c->letter, arena_printf(c->arena, "It goes to: %.*s", STR_ARG(all)));
}

static void write_body(struct confirmation *c, struct str link)
{
        const json_t *o = c->order;
        struct letter *l = &c->letter;
        letter_paragraph(l, arena_printf(c->arena, "Thank you for your order at %.*s. Its number is %.*s.",
                                         STR_ARG(member(o, "store")), STR_ARG(member(o, "identifier"))));
        letter_rows_begin(l);
        add_lines(c);
        add_totals(c);
        letter_rows_end(l);
        add_address(c);
        if (json_is_true(json_object_get(o, "short")))
                letter_paragraph(l, STR("Something of it is not in stock right now. We will write to you about it."));
        letter_link(l, STR("See how your order stands"), link);
        struct str support = member(o, "support_email");
        if (support.len)
                letter_paragraph(l, arena_printf(c->arena, "Questions? Write to %.*s.", STR_ARG(support)));
}

static enum err write_message(struct arena *a, const json_t *order, struct str public_url, struct mail_message *ret)
{
        struct confirmation c = {.arena = a, .order = order};
        struct str identifier = member(order, "identifier"), support = member(order, "support_email");
        struct str store = letter_one_line(a, member(order, "store"));
        letter_begin(&c.letter, a);
        write_body(&c, arena_printf(a, "%.*s/orders/%.*s?key=%.*s", STR_ARG(public_url), STR_ARG(identifier),
                                    STR_ARG(member(order, "access_key"))));
        ret->subject = arena_printf(a, "Your order %.*s at %.*s", STR_ARG(identifier), STR_ARG(store));
        ret->from.name = store;
        if (support.len && !mail_address_problem(support).ptr)
                ret->reply_to.address = arena_copy(a, support);
        enum err e = letter_end(&c.letter, ret);
        return ret->subject.ptr ? e : ERR_NO_MEMORY;
}

enum err order_mail_confirmation(void *context, struct arena *a, const struct outbox_mail *m, struct mail_message *ret)
{
        const struct letter_context *c = context;
        json_t *order = json_loadb(m->document.ptr, m->document.len, 0, NULL);
        enum err e = order ? write_message(a, order, c->public_url, ret) : ERR_INTERNAL;
        json_decref(order);
        return e;
}
