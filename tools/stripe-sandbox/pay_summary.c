/* What the customer buys. */
#include <stdio.h>
#include <string.h>

#include "currency.h"
#include "fields.h"
#include "html.h"
#include "pay_page.h"
#include "session.h"

static const char *currency_of(const struct pay_form *f)
{
        return field_text(f->session, "currency");
}

static void add_money(struct pay_form *f, int64_t amount)
{
        char text[MONEY_SIZE];
        html_text(f->rq, money_text(text, currency_of(f), amount));
}

void pay_total_show(struct pay_form *f)
{
        if (!f->shipping_options)
                add_money(f, pay_form_total(f, 0));
        for (size_t i = 0; i < f->shipping_options; i++) {
                html_add(f->rq, "<span class=\"only-%zu\">", i);
                add_money(f, pay_form_total(f, i));
                html_add(f->rq, "</span>");
        }
}

static void show_picture(struct pay_form *f, const json_t *product)
{
        const char *image = json_string_value(json_array_get(field(product, "images"), 0));
        if (image) {
                html_add(f->rq, "<img alt=\"\" width=\"52\" height=\"52\" loading=\"lazy\" src=\"");
                html_text(f->rq, image);
                html_add(f->rq, "\">\n");
                return;
        }
        /* Its first letter, in Latin script. */
        const char *name = field_text(product, "name");
        bool letter = (*name | 0x20) >= 'a' && (*name | 0x20) <= 'z';
        html_add(f->rq, "<span class=\"blank\" aria-hidden=\"true\">%c</span>\n", letter ? *name & ~0x20 : '#');
}

static void show_line(struct pay_form *f, const json_t *line)
{
        const json_t *product = field(line, "price_data.product_data");
        int64_t quantity = field_int(line, "quantity");
        html_add(f->rq, "<li>");
        show_picture(f, product);
        html_add(f->rq, "<div class=\"what\"><b>");
        html_text(f->rq, field_text(product, "name"));
        html_add(f->rq, "</b>");
        if (field_text(product, "description")) {
                html_add(f->rq, "<span>");
                html_text(f->rq, field_text(product, "description"));
                html_add(f->rq, "</span>");
        }
        html_add(f->rq, "<span>Qty %lld</span></div>\n<div class=\"price\">", (long long)quantity);
        add_money(f, line_amount(line));
        if (quantity > 1) {
                html_add(f->rq, "<span>");
                add_money(f, field_int(line, "price_data.unit_amount"));
                html_add(f->rq, " each</span>");
        }
        html_add(f->rq, "</div></li>\n");
}

static void show_discount(struct pay_form *f, int64_t discount)
{
        const char *name = field_text(f->session, "coupon.name");
        html_add(f->rq, "<div><dt>Discount");
        if (name) {
                html_add(f->rq, " (");
                html_text(f->rq, name);
                html_add(f->rq, ")");
        }
        html_add(f->rq, "</dt><dd>");
        add_money(f, -discount);
        html_add(f->rq, "</dd></div>\n");
}

static void show_shipping(struct pay_form *f)
{
        size_t i;
        json_t *option;
        html_add(f->rq, "<div><dt>Shipping</dt><dd>");
        json_array_foreach(field(f->session, "params.shipping_options"), i, option)
        {
                int64_t amount = field_int(option, "shipping_rate_data.fixed_amount.amount");
                html_add(f->rq, "<span class=\"only-%zu\">", i);
                if (amount)
                        add_money(f, amount);
                else
                        html_add(f->rq, "Free");
                html_add(f->rq, "</span>");
        }
        html_add(f->rq, "</dd></div>\n");
}

static void show_sums(struct pay_form *f)
{
        struct session_amounts sum;
        session_amounts(f->session, &sum);
        html_add(f->rq, "<dl class=\"sums\">\n");
        if (sum.discount || f->shipping_options) {
                html_add(f->rq, "<div><dt>Subtotal</dt><dd>");
                add_money(f, sum.subtotal);
                html_add(f->rq, "</dd></div>\n");
        }
        if (sum.discount)
                show_discount(f, sum.discount);
        if (f->shipping_options)
                show_shipping(f);
        html_add(f->rq, "<div class=\"whole\"><dt>Total</dt><dd>");
        pay_total_show(f);
        html_add(f->rq, "</dd></div>\n</dl>\n");
}

void pay_summary_show(struct pay_form *f)
{
        size_t i;
        json_t *line;
        const char *cancel = field_text(f->session, "params.cancel_url");
        html_add(f->rq, "<div class=\"side\"><div class=\"inner\">\n");
        if (cancel) {
                html_add(f->rq, "<a class=\"back\" href=\"");
                html_text(f->rq, cancel);
                html_add(f->rq, "\"><span aria-hidden=\"true\">&#8592; </span>Back to the store</a>\n");
        }
        html_add(f->rq, "<h1 id=\"order\">Pay for your order</h1>\n<p class=\"grand\">");
        pay_total_show(f);
        html_add(f->rq, "</p>\n<ul class=\"lines\">\n");
        json_array_foreach(field(f->session, "params.line_items"), i, line) show_line(f, line);
        html_add(f->rq, "</ul>\n");
        show_sums(f);
        html_add(f->rq, "</div></div>\n");
}
