/* A mail as the bytes that travel. */
#include "mail/message.h"

#include "mail/header.h"
#include "mail/quoted_printable.h"

/* Quoted-printable never writes "=_": after an = stand two hexadecimal digits or a line end (RFC 2045, 6.7). So no
 * body can hold this boundary. */
#define BOUNDARY "=_alternative"

enum { HEADER_NAME_MAX = 60 };

/* Headers that mail_compose writes itself, and Bcc, which must not travel. */
static const char *const own_headers[] = {
        "Bcc",
        "Cc",
        "Content-Disposition",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "Message-ID",
        "MIME-Version",
        "Reply-To",
        "Sender",
        "Subject",
        "To",
};

/* Text without control characters but tabs: what a header can hold once it is encoded. */
static bool is_header_text(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (((unsigned char)s.ptr[i] < 0x20 && s.ptr[i] != '\t') || s.ptr[i] == 0x7F)
                        return false;
        return str_is_text(s);
}

static bool is_ascii_word(struct str s, const char *forbidden)
{
        for (size_t i = 0; i < s.len; i++)
                if (s.ptr[i] <= ' ' || s.ptr[i] > '~' || strchr(forbidden, s.ptr[i]))
                        return false;
        return s.len > 0;
}

static bool is_own_header(struct str name)
{
        for (size_t i = 0; i < sizeof own_headers / sizeof *own_headers; i++)
                if (str_eq_nocase(name, str_from(own_headers[i])))
                        return true;
        return false;
}

static bool name_is_bad(struct str name)
{
        return name.len > MAIL_DISPLAY_NAME_MAX || !is_header_text(name);
}

static bool message_id_is_bad(struct str id)
{
        struct str right = id;
        struct str left = str_cut(&right, '@');
        return id.len > MAIL_MESSAGE_ID_MAX || !is_ascii_word(left, "<>()[]\\,;:\"@") ||
               !is_ascii_word(right, "<>()[]\\,;:\"@");
}

static bool value_is_bad(struct str value)
{
        if (value.len == 0 || value.len > MAIL_HEADER_VALUE_MAX || !is_header_text(value) ||
            str_find(value, '\t') != value.len)
                return true;
        return value.ptr[0] == ' ' || value.ptr[value.len - 1] == ' ';
}

static struct str header_problem(const struct mail_message *m)
{
        if (m->header_count > MAIL_HEADERS_MAX)
                return STR("there are more than 20 additional headers");
        for (size_t i = 0; i < m->header_count; i++) {
                const struct mail_header *h = &m->headers[i];
                if (h->name.len > HEADER_NAME_MAX || !is_ascii_word(h->name, ":"))
                        return STR("the name of an additional header is not valid");
                if (is_own_header(h->name))
                        return STR("an additional header has the name of one that every mail has");
                if (value_is_bad(h->value))
                        return STR("the value of an additional header is empty, too long, or holds control characters");
        }
        return STR_NULL;
}

static struct str address_problem(const struct mail_message *m)
{
        if (mail_address_problem(m->from.address).ptr || name_is_bad(m->from.name))
                return STR("the sender (From) is not a valid address");
        if (mail_address_problem(m->to.address).ptr || name_is_bad(m->to.name))
                return STR("the recipient (To) is not a valid address");
        if (m->reply_to.address.len > 0 &&
            (mail_address_problem(m->reply_to.address).ptr || name_is_bad(m->reply_to.name)))
                return STR("the Reply-To is not a valid address");
        if (m->bcc_count > MAIL_BCC_MAX)
                return STR("there are more than 20 addresses in Bcc");
        for (size_t i = 0; i < m->bcc_count; i++)
                if (mail_address_problem(m->bcc[i].address).ptr)
                        return STR("an address in Bcc is not valid");
        return STR_NULL;
}

static struct str content_problem(const struct mail_message *m)
{
        if (m->subject.len > MAIL_SUBJECT_MAX || !is_header_text(m->subject))
                return STR("the subject is too long, has a line break or other control character, or is not UTF-8");
        if (message_id_is_bad(m->message_id))
                return STR("the Message-ID is not valid");
        if (!m->text.ptr && !m->html.ptr)
                return STR("there is neither a text nor an HTML body");
        if (m->text.len > MAIL_BODY_MAX || !str_is_text(m->text))
                return STR("the text body is too long, holds a NUL, or is not UTF-8");
        if (m->html.len > MAIL_BODY_MAX || !str_is_text(m->html))
                return STR("the HTML body is too long, holds a NUL, or is not UTF-8");
        return STR_NULL;
}

struct str mail_message_problem(const struct mail_message *m)
{
        struct str problem = address_problem(m);
        if (!problem.ptr)
                problem = content_problem(m);
        return problem.ptr ? problem : header_problem(m);
}

static bool is_ascii(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if ((unsigned char)s.ptr[i] >= 0x80)
                        return false;
        return true;
}

static void add_headers(struct buf *out, const struct mail_message *m)
{
        mail_header_date(out, m->date);
        mail_header_address(out, STR("From"), &m->from);
        mail_header_address(out, STR("To"), &m->to);
        if (m->reply_to.address.len > 0)
                mail_header_address(out, STR("Reply-To"), &m->reply_to);
        mail_header_text(out, STR("Subject"), m->subject);
        buf_printf(out, "Message-ID: <%.*s>\r\n", STR_ARG(m->message_id));
        for (size_t i = 0; i < m->header_count; i++) {
                const struct mail_header *h = &m->headers[i];
                if (is_ascii(h->value))
                        mail_header_raw(out, h->name, h->value);
                else
                        mail_header_text(out, h->name, h->value);
        }
        buf_add(out, STR("MIME-Version: 1.0\r\n"));
}

/* An entity of its own or a part of the message: its headers and its body. */
static void add_body(struct buf *out, const char *subtype, struct str body)
{
        buf_printf(out, "Content-Type: text/%s; charset=UTF-8\r\n", subtype);
        buf_add(out, STR("Content-Transfer-Encoding: quoted-printable\r\n\r\n"));
        mail_quoted_printable(out, body);
}

static void add_alternatives(struct buf *out, const struct mail_message *m)
{
        buf_add(out, STR("Content-Type: multipart/alternative; boundary=\"" BOUNDARY "\"\r\n\r\n"));
        buf_add(out, STR("--" BOUNDARY "\r\n"));
        add_body(out, "plain", m->text);
        buf_add(out, STR("\r\n--" BOUNDARY "\r\n"));
        add_body(out, "html", m->html); /* the last part is the one to prefer (RFC 2046, 5.1.4) */
        buf_add(out, STR("\r\n--" BOUNDARY "--\r\n"));
}

enum err mail_compose(struct buf *out, const struct mail_message *m)
{
        if (mail_message_problem(m).ptr)
                return ERR_INVALID_INPUT;
        add_headers(out, m);
        if (m->text.ptr && m->html.ptr)
                add_alternatives(out, m);
        else if (m->html.ptr)
                add_body(out, "html", m->html);
        else
                add_body(out, "plain", m->text);
        return out->failed ? ERR_NO_MEMORY : ERR_NONE;
}
