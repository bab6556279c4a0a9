/* Mails about orders: what they tell. What they say stands in src/mail/templates. */
#include "orders/order_mail.h"

#include "mail/letter.h"
#include "orders_queries.h"

enum { TOLD_STORE, TOLD_ORDERS, TOLD_LINES, TOLD_DISCOUNTS }; /* the statements of ask() */
enum { COLUMNS_MAX = 32 };

struct order_letter {
        struct letter letter;
        const struct outcome *told;
        int64_t message;
        int row; /* of TOLD_ORDERS */
        int exponent;
        struct str currency;
};

/* Columns that are amounts in minor units; templates see them as text. */
static const struct str amounts[] = {
        STR("item_subtotal"), STR("shipping"),   STR("tax"),        STR("total"),
        STR("refunded"),      STR("unit_price"), STR("line_total"), STR("amount"),
};

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

static void show_amounts(struct order_letter *m, struct dict_entry *entries, size_t count)
{
        for (size_t i = 0; i < count; i++)
                for (size_t j = 0; j < sizeof amounts / sizeof amounts[0]; j++)
                        if (entries[i].value.kind == VALUE_INT && str_eq(entries[i].key, amounts[j]))
                                entries[i].value = value_text(money_text(m->letter.arena, entries[i].value.integer,
                                                                         m->exponent, m->currency));
}

/* A row as a dict, with more entries behind its columns. */
static struct value row_value(struct order_letter *m, const PGresult *r, int row, const struct dict_entry *more,
                              size_t more_count)
{
        size_t count = 0;
        struct value v = value_none();
        struct arena *a = m->letter.arena;
        struct dict_entry *entries = arena_array(a, struct dict_entry, COLUMNS_MAX);
        if (!entries || !letter_row(a, r, row, entries, COLUMNS_MAX - more_count, &count)) {
                m->letter.full = true;
                return v;
        }
        show_amounts(m, entries, count);
        for (size_t i = 0; i < more_count; i++)
                entries[count++] = more[i];
        m->letter.full |= !value_dict(a, entries, count, &v);
        return v;
}

/* All rows of this mail. */
static struct value rows_value(struct order_letter *m, const PGresult *r)
{
        struct value v = value_none();
        int first = letter_row_of(r, m->message), end = first;
        while (end < PQntuples(r) && result_int64(r, end, "message_id") == m->message)
                end++;
        struct value *items = arena_array(m->letter.arena, struct value, (size_t)(end - first));
        for (int i = first; items && i < end; i++)
                items[i - first] = row_value(m, r, i, NULL, 0);
        m->letter.full |= !items || !value_list(m->letter.arena, items, (size_t)(end - first), &v);
        return v;
}

static struct str order_url(struct order_letter *m, const PGresult *orders)
{
        struct str identifier = result_str(orders, m->row, "identifier"),
                   key = letter_secret(&m->letter, result_str(orders, m->row, "_access_key"));
        return letter_url(&m->letter,
                          arena_printf(m->letter.arena, "/orders/%.*s?key=%.*s", STR_ARG(identifier), STR_ARG(key)));
}

static void set_order(struct order_letter *m)
{
        const PGresult *orders = m->told->results[TOLD_ORDERS];
        const struct dict_entry more[] = {
                {.key = STR("url"), .value = value_text(order_url(m, orders))},
                {.key = STR("lines"), .value = rows_value(m, m->told->results[TOLD_LINES])},
                {.key = STR("discounts"), .value = rows_value(m, m->told->results[TOLD_DISCOUNTS])},
        };
        m->letter.full |= !more[0].value.text.ptr;
        letter_set(&m->letter, "order", row_value(m, orders, m->row, more, sizeof more / sizeof more[0]));
}

static void set_dict(struct order_letter *m, const char *name, struct dict_entry *entries, size_t count)
{
        struct value v;
        struct dict_entry *kept = arena_array(m->letter.arena, struct dict_entry, count);
        if (!kept) {
                m->letter.full = true;
                return;
        }
        memcpy(kept, entries, count * sizeof *kept);
        m->letter.full |= !value_dict(m->letter.arena, kept, count, &v);
        letter_set(&m->letter, name, v);
}

/* A text of the order's row; None when there is none. */
static struct value text_of(struct order_letter *m, const char *column)
{
        struct str text = result_str(m->told->results[TOLD_ORDERS], m->row, column);
        struct str copy = arena_copy(m->letter.arena, text);
        m->letter.full |= text.ptr && !copy.ptr;
        return copy.ptr ? value_text(copy) : value_none();
}

static void set_shipment_and_refund(struct order_letter *m)
{
        const PGresult *orders = m->told->results[TOLD_ORDERS];
        struct dict_entry shipment[] = {
                {.key = STR("tracking_number"), .value = text_of(m, "_tracking_number")},
                {.key = STR("tracking_url"), .value = text_of(m, "_tracking_url")},
        };
        set_dict(m, "shipment", shipment, 2);
        if (!result_str(orders, m->row, "_refund_amount").ptr)
                return;
        struct str amount =
                money_text(m->letter.arena, result_int64(orders, m->row, "_refund_amount"), m->exponent, m->currency);
        struct dict_entry refund[] = {
                {.key = STR("amount"), .value = value_text(amount)},
                {.key = STR("reason"), .value = text_of(m, "_refund_reason")},
                {.key = STR("is_full"), .value = value_bool(result_bool(orders, m->row, "_refund_is_full"))},
        };
        m->letter.full |= !amount.ptr;
        set_dict(m, "refund", refund, 3);
}

static struct str template_of(const struct order_letter *m, struct str kind)
{
        if (!str_eq(kind, STR("order_confirmation")))
                return kind;
        return result_bool(m->told->results[TOLD_ORDERS], m->row, "is_member") ? STR("order_confirmation_member")
                                                                               : STR("order_confirmation_prospect");
}

static void ask(struct unit *u, struct str ids)
{
        letter_ask(u);
        q_order_letters(u, ids);
        q_order_letter_lines(u, ids);
        q_order_letter_discounts(u, ids);
}

static enum err compose(void *context, struct arena *a, const struct outbox_mail *m, const struct outcome *told,
                        struct mail_message *ret)
{
        const PGresult *orders = told->results[TOLD_ORDERS];
        struct order_letter mail = {.told = told, .message = m->id, .row = letter_row_of(orders, m->id)};
        if (mail.row == PQntuples(orders))
                return ERR_NOT_FOUND;
        letter_open(&mail.letter, context, a, told->results[TOLD_STORE]);
        mail.exponent = (int)result_int64(orders, mail.row, "_currency_exponent");
        mail.currency = result_str(orders, mail.row, "currency");
        set_order(&mail);
        set_shipment_and_refund(&mail);
        return letter_write(&mail.letter, template_of(&mail, m->kind), ret);
}

const struct outbox_source order_mails = {ask, compose};
