/* The confirmation of an order. */
#include "orders/order_mail.h"

#include <jansson.h>

#include "mail/address.h"
#include "orders_queries.h"

enum { BODY_MAX_BYTES = 512 * 1024 };

struct confirmation {
        struct arena *arena;
        const json_t *order;
        struct str link;
        struct buf text, html;
};

static struct str member(const json_t *object, const char *name)
{
        const json_t *value = json_object_get(object, name);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR("");
}

/* For headers: a name with a line break in it would keep every mail from being sent. */
static struct str one_line(struct arena *a, struct str text)
{
        char *copy = arena_array(a, char, text.len + 1);
        if (!copy)
                return STR_NULL;
        for (size_t i = 0; i < text.len; i++)
                copy[i] = (unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7f ? ' ' : text.ptr[i];
        return (struct str){copy, text.len};
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

static void add_paragraph(struct confirmation *c, struct str text)
{
        buf_printf(&c->text, "%.*s\n\n", STR_ARG(text));
        buf_add(&c->html, STR("<p>"));
        buf_add_html(&c->html, text);
        buf_add(&c->html, STR("</p>\n"));
}

static void add_row(struct confirmation *c, struct str left, struct str right)
{
        buf_printf(&c->text, "%.*s: %.*s\n", STR_ARG(left), STR_ARG(right));
        buf_add(&c->html, STR("<tr><td style=\"padding:4px 24px 4px 0\">"));
        buf_add_html(&c->html, left);
        buf_add(&c->html, STR("</td><td style=\"padding:4px 0;text-align:right\">"));
        buf_add_html(&c->html, right);
        buf_add(&c->html, STR("</td></tr>\n"));
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
                add_row(c, left, money(c, number(line, "line_total")));
        }
}

static void add_totals(struct confirmation *c)
{
        const json_t *o = c->order;
        struct str shipping = arena_printf(c->arena, "Shipping (%.*s)", STR_ARG(member(o, "shipping_title")));
        add_row(c, STR("Subtotal"), money(c, number(o, "item_subtotal")));
        if (number(o, "item_discount"))
                add_row(c, STR("Discount"), money(c, -number(o, "item_discount")));
        add_row(c, shipping, money(c, number(o, "shipping") - number(o, "shipping_discount")));
        if (number(o, "tax"))
                add_row(c, STR("Tax"), money(c, number(o, "tax")));
        add_row(c, STR("Total"), money(c, number(o, "total")));
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
                add_paragraph(c, arena_printf(c->arena, "It goes to: %.*s", STR_ARG(all)));
}

static void write_bodies(struct confirmation *c)
{
        const json_t *o = c->order;
        buf_add(&c->html, STR("<!doctype html>\n<html lang=\"en\"><body style=\"font-family:sans-serif;line-height:1.5;"
                              "max-width:36em;margin:0 auto;padding:1em\">\n"));
        add_paragraph(c, arena_printf(c->arena, "Thank you for your order at %.*s. Its number is %.*s.",
                                      STR_ARG(member(o, "store")), STR_ARG(member(o, "identifier"))));
        buf_add(&c->html, STR("<table style=\"border-collapse:collapse\">\n"));
        add_lines(c);
        buf_add_char(&c->text, '\n');
        add_totals(c);
        buf_add_char(&c->text, '\n');
        buf_add(&c->html, STR("</table>\n"));
        add_address(c);
        if (json_is_true(json_object_get(o, "short")))
                add_paragraph(c, STR("Something of it is not in stock right now. We will write to you about it."));
        buf_printf(&c->text, "See how it stands: %.*s\n", STR_ARG(c->link));
        buf_add(&c->html, STR("<p><a href=\""));
        buf_add_html(&c->html, c->link);
        buf_add(&c->html, STR("\">See how your order stands</a></p>\n"));
        struct str support = member(o, "support_email");
        if (support.len)
                add_paragraph(c, arena_printf(c->arena, "Questions? Write to %.*s.", STR_ARG(support)));
        buf_add(&c->html, STR("</body></html>\n"));
}

static enum err write_message(struct arena *a, const json_t *order, struct str public_url, struct mail_message *ret)
{
        struct confirmation c = {.arena = a, .order = order};
        buf_init(&c.text, BODY_MAX_BYTES);
        buf_init(&c.html, BODY_MAX_BYTES);
        c.link = arena_printf(a, "%.*s/orders/%.*s?key=%.*s", STR_ARG(public_url), STR_ARG(member(order, "identifier")),
                              STR_ARG(member(order, "access_key")));
        struct str store = one_line(a, member(order, "store"));
        write_bodies(&c);
        bool fine = !c.text.failed && !c.html.failed;
        ret->text = arena_copy(a, buf_str(&c.text));
        ret->html = arena_copy(a, buf_str(&c.html));
        ret->subject = arena_printf(a, "Your order %.*s at %.*s", STR_ARG(member(order, "identifier")), STR_ARG(store));
        ret->from.name = store;
        struct str support = member(order, "support_email");
        if (support.len && !mail_address_problem(support).ptr)
                ret->reply_to.address = arena_copy(a, support);
        buf_release(&c.text);
        buf_release(&c.html);
        return fine && ret->text.ptr && ret->html.ptr && ret->subject.ptr ? ERR_NONE : ERR_NO_MEMORY;
}

enum err order_mail_confirmation(void *context, struct blocking *db, struct arena *a, const struct outbox_mail *m,
                                 struct mail_message *ret)
{
        const struct order_mail_context *c = context;
        struct outcome o;
        struct unit *u = unit_new(a);
        q_order_mail_document(u, m->order_id);
        blocking_run(db, u, &o);
        enum err e = o.error;
        struct str document = result_str(outcome_last(&o), 0, "document");
        json_t *order = e == ERR_NONE && document.ptr ? json_loadb(document.ptr, document.len, 0, NULL) : NULL;
        outcome_release(&o);
        if (order)
                e = write_message(a, order, c->public_url, ret);
        else if (e == ERR_NONE)
                e = ERR_INTERNAL;
        json_decref(order);
        return e;
}
