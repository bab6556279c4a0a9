/* The payment page. */
#include "pay_page.h"

#include <stdio.h>

#include "currency.h"
#include "fields.h"
#include "html.h"
#include "pay_address.h"
#include "pay_fields.h"

static void show_contact(struct pay_form *f)
{
        html_add(f->rq, "<fieldset>\n<legend>Contact</legend>\n");
        pay_input(f, &(struct pay_input){.name = "email",
                                         .label = "E-mail",
                                         .type = "email",
                                         .autocomplete = "email",
                                         .inputmode = "email",
                                         .fixed = field_text(f->session, "params.customer_email")});
        if (f->wants_phone)
                pay_input(f, &(struct pay_input){.name = "phone",
                                                 .label = "Phone",
                                                 .type = "tel",
                                                 .autocomplete = "tel",
                                                 .inputmode = "tel"});
        html_add(f->rq, "</fieldset>\n");
}

static void show_shipping_options(struct pay_form *f)
{
        size_t i;
        json_t *option;
        if (!f->shipping_options)
                return;
        html_add(f->rq, "<fieldset>\n<legend>Shipping method</legend>\n");
        json_array_foreach(field(f->session, "params.shipping_options"), i, option)
        {
                char id[32], value[24], amount[MONEY_SIZE];
                int64_t cost = field_int(option, "shipping_rate_data.fixed_amount.amount");
                snprintf(id, sizeof id, "shipping-%zu", i);
                snprintf(value, sizeof value, "%zu", i);
                money_text(amount, field_text(f->session, "currency"), cost);
                pay_radio(f, "shipping_option", id, value, i == f->shipping_choice,
                          field_text(option, "shipping_rate_data.display_name"), NULL, cost ? amount : "Free");
        }
        pay_error(f, "shipping_option");
        html_add(f->rq, "</fieldset>\n");
}

static void show_test_cards(struct pay_form *f)
{
        html_add(f->rq, "<details><summary>Test cards</summary>\n<table>\n"
                        "<tr><td>4242 4242 4242 4242</td><td>pays</td></tr>\n"
                        "<tr><td>4000 0000 0000 0002</td><td>is declined</td></tr>\n"
                        "<tr><td>4000 0000 0000 9995</td><td>has insufficient funds</td></tr>\n"
                        "<tr><td>4000 0000 0000 0259</td><td>pays, and is disputed</td></tr>\n</table>\n"
                        "<p>With any expiry date to come and any security code.</p></details>\n");
}

static void show_card(struct pay_form *f)
{
        html_add(f->rq, "<div class=\"by-card\">\n");
        pay_input(f, &(struct pay_input){.name = "card_number",
                                         .label = "Card number",
                                         .autocomplete = "cc-number",
                                         .inputmode = "numeric",
                                         .placeholder = "4242 4242 4242 4242"});
        html_add(f->rq, "<div class=\"two\">\n");
        pay_input(f, &(struct pay_input){.name = "card_expiry",
                                         .label = "Expiry (MM / YY)",
                                         .autocomplete = "cc-exp",
                                         .inputmode = "numeric",
                                         .placeholder = "12 / 34"});
        pay_input(f, &(struct pay_input){.name = "card_cvc",
                                         .label = "CVC",
                                         .autocomplete = "cc-csc",
                                         .inputmode = "numeric",
                                         .placeholder = "123"});
        html_add(f->rq, "</div>\n");
        show_test_cards(f);
        html_add(f->rq, "</div>\n");
}

static void show_bank(struct pay_form *f)
{
        static const struct {
                const char *value, *label;
        } accounts[] = {
                {"succeeds", "Pays after 2 seconds"},
                {"fails", "Fails after 2 seconds"},
                {"waits", "Waits until a test decides"},
        };
        html_add(f->rq, "<div class=\"by-bank\">\n");
        pay_select_begin(f, "bank_account", "Test account", "off");
        for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
                html_add(f->rq, "<option value=\"%s\"%s>%s</option>", accounts[i].value,
                         str_eq(pay_form_value(f, "bank_account"), str_from(accounts[i].value)) ? " selected" : "",
                         accounts[i].label);
        pay_select_end(f, "bank_account");
        html_add(f->rq, "</div>\n");
}

/* Opens the section, hidden while a choice of shipping leaves nothing to pay. False: no choice does. */
static bool begin_payment(struct pay_form *f)
{
        bool ever = false;
        size_t choices = f->shipping_options ? f->shipping_options : 1;
        for (size_t i = 0; i < choices; i++)
                ever = ever || pay_form_total(f, i) > 0;
        if (!ever)
                return false;
        html_add(f->rq, "<fieldset class=\"payment");
        for (size_t i = 0; i < f->shipping_options; i++) {
                if (pay_form_total(f, i) == 0)
                        html_add(f->rq, " not-%zu", i);
        }
        html_add(f->rq, "\">\n<legend>Payment</legend>\n");
        return true;
}

static void show_payment(struct pay_form *f)
{
        if (!begin_payment(f))
                return;
        if (f->offers_bank) {
                pay_radio(f, "method", "method-card", "card", !f->by_bank, "Card", NULL, NULL);
                pay_radio(f, "method", "method-bank", "bank", f->by_bank, "Bank debit", "The money comes later", NULL);
        }
        show_card(f);
        if (f->offers_bank)
                show_bank(f);
        html_add(f->rq, "</fieldset>\n");
}

static void show_billing(struct pay_form *f)
{
        bool free = pay_form_total(f, 0) == 0 && f->shipping_options < 2;
        html_add(f->rq, "<fieldset>\n<legend>Billing address</legend>\n");
        pay_input(f, &(struct pay_input){.name = "name",
                                         .label = free ? "Full name" : "Name on card",
                                         .bank_label = free ? NULL : "Account holder",
                                         .autocomplete = "billing name"});
        pay_address_show(f, "", f->wants_address);
        html_add(f->rq, "</fieldset>\n");
}

static void show_shipping(struct pay_form *f)
{
        if (!f->wants_shipping)
                return;
        html_add(f->rq,
                 "<fieldset>\n<legend>Ship to</legend>\n<label class=\"check\"><input type=\"checkbox\" "
                 "id=\"shipping_same\" "
                 "name=\"shipping_same\" value=\"1\"%s> <span>Same as the billing address</span></label>\n"
                 "<div class=\"elsewhere\">\n",
                 f->shipping_same ? " checked" : "");
        pay_input(f, &(struct pay_input){
                             .name = "shipping_name", .label = "Recipient's name", .autocomplete = "shipping name"});
        pay_address_show(f, "shipping_", true);
        html_add(f->rq, "</div>\n</fieldset>\n");
}

static void show_button(struct pay_form *f)
{
        bool free = pay_form_total(f, 0) == 0 && f->shipping_options < 2;
        html_add(f->rq, "<button type=\"submit\">");
        if (free)
                html_add(f->rq, "Complete order");
        else {
                html_add(f->rq, "Pay ");
                pay_total_show(f);
        }
        html_add(f->rq,
                 "</button>\n<p class=\"fine\">This is a stand-in for Stripe's payment page. What you enter stays "
                 "on this machine; card numbers are not kept.</p>\n");
}

void pay_page_show(struct pay_form *f, unsigned status)
{
        html_begin(f->rq, status, f->error_count ? "Error: pay for your order" : "Pay for your order");
        html_add(f->rq, "<main class=\"page\">\n");
        pay_error_summary(f);
        html_add(f->rq, "<div class=\"pay\">\n");
        pay_summary_show(f);
        html_add(f->rq, "<div class=\"main\"><div class=\"inner\">\n");
        html_add(f->rq, "<form method=\"post\" novalidate>\n");
        show_contact(f);
        show_shipping_options(f);
        show_payment(f);
        show_billing(f);
        show_shipping(f);
        show_button(f);
        html_add(f->rq, "</form>\n</div></div>\n</div>\n</main>\n");
        html_end(f->rq);
}
