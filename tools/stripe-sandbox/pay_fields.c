/* Inputs of the payment page. */
#include "pay_fields.h"

#include "html.h"

static void attribute(struct pay_form *f, const char *name, const char *value)
{
        if (!value)
                return;
        html_add(f->rq, " %s=\"", name);
        html_text(f->rq, value);
        html_add(f->rq, "\"");
}

static void mark_error(struct pay_form *f, const char *name)
{
        if (pay_form_error(f, name))
                html_add(f->rq, " aria-invalid=\"true\" aria-describedby=\"%s-error\"", name);
}

static void label(struct pay_form *f, const struct pay_input *input)
{
        html_add(f->rq, "<div class=\"field\">\n<label for=\"%s\">", input->name);
        if (input->bank_label && f->offers_bank)
                html_add(f->rq, "<span class=\"by-card\">%s</span><span class=\"by-bank\">%s</span>", input->label,
                         input->bank_label);
        else
                html_text(f->rq, input->label);
        html_add(f->rq, "%s</label>\n", input->optional ? " <small>(optional)</small>" : "");
}

void pay_error(struct pay_form *f, const char *name)
{
        const char *message = pay_form_error(f, name);
        if (!message)
                return;
        html_add(f->rq, "<p class=\"error\" id=\"%s-error\">", name);
        html_text(f->rq, message);
        html_add(f->rq, "</p>\n");
}

void pay_input(struct pay_form *f, const struct pay_input *input)
{
        label(f, input);
        html_add(f->rq, "<input id=\"%s\" name=\"%s\" type=\"%s\"", input->name, input->name,
                 input->type ? input->type : "text");
        attribute(f, "autocomplete", input->autocomplete);
        attribute(f, "inputmode", input->inputmode);
        attribute(f, "placeholder", input->placeholder);
        html_add(f->rq, " value=\"");
        buf_add_html(&f->rq->text, input->fixed ? str_from(input->fixed) : pay_form_value(f, input->name));
        html_add(f->rq, "\"");
        /* Not `required`: what another choice hides must not keep the form from being sent. */
        if (!input->optional)
                html_add(f->rq, " aria-required=\"true\"");
        if (input->fixed)
                html_add(f->rq, " readonly");
        mark_error(f, input->name);
        html_add(f->rq, ">\n");
        pay_error(f, input->name);
        html_add(f->rq, "</div>\n");
}

void pay_select_begin(struct pay_form *f, const char *name, const char *text, const char *autocomplete)
{
        label(f, &(struct pay_input){.name = name, .label = text});
        html_add(f->rq, "<select id=\"%s\" name=\"%s\"", name, name);
        attribute(f, "autocomplete", autocomplete);
        mark_error(f, name);
        html_add(f->rq, ">");
}

void pay_select_end(struct pay_form *f, const char *name)
{
        html_add(f->rq, "</select>\n");
        pay_error(f, name);
        html_add(f->rq, "</div>\n");
}

void pay_radio(struct pay_form *f, const char *name, const char *id, const char *value, bool checked, const char *text,
               const char *note, const char *amount)
{
        html_add(f->rq, "<label class=\"choice\"><input type=\"radio\" name=\"%s\" id=\"%s\" value=\"%s\"%s>\n<span>",
                 name, id, value, checked ? " checked" : "");
        html_text(f->rq, text);
        if (note) {
                html_add(f->rq, " <small>");
                html_text(f->rq, note);
                html_add(f->rq, "</small>");
        }
        html_add(f->rq, "</span>");
        if (amount) {
                html_add(f->rq, "<b>");
                html_text(f->rq, amount);
                html_add(f->rq, "</b>");
        }
        html_add(f->rq, "</label>\n");
}

void pay_error_summary(struct pay_form *f)
{
        if (!f->error_count)
                return;
        html_add(f->rq, "<div class=\"alert\" role=\"alert\">\n<strong>%s</strong>\n<ul>\n",
                 f->error_count == 1 ? "Please look at this:" : "Please look at these:");
        for (size_t i = 0; i < f->error_count; i++) {
                html_add(f->rq, "<li><a href=\"#%s\">", f->errors[i].field);
                html_text(f->rq, f->errors[i].message);
                html_add(f->rq, "</a></li>\n");
        }
        html_add(f->rq, "</ul>\n</div>\n");
}
