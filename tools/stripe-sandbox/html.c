/* Whole HTML pages. */
#include "html.h"

/* Browsers apply form-action to the redirect after a form too, and that leads to the shop, which may lead on to a
 * site of its own. Images are the shop's products. */
static const char policy[] = "default-src 'none'; style-src 'self'; img-src http: https:; form-action 'self' http: "
                             "https:; base-uri 'none'; frame-ancestors 'none'";

void html_text(struct request *rq, const char *text)
{
        buf_add_html(&rq->text, text ? str_from(text) : STR(""));
}

void html_begin(struct request *rq, unsigned status, const char *title)
{
        reply_clear(rq);
        rq->status = status;
        rq->content_type = "text/html; charset=utf-8";
        reply_header(rq, "Content-Security-Policy", policy);
        reply_header(rq, "X-Content-Type-Options", "nosniff");
        reply_header(rq, "Referrer-Policy", "no-referrer");
        reply_header(rq, "Cache-Control", "no-store");
        html_add(rq, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n"
                     "<title>");
        html_text(rq, title);
        html_add(rq, "</title>\n<link rel=\"stylesheet\" href=\"/pay.css\">\n</head>\n<body>\n"
                     "<header class=\"notice\"><strong>Test sandbox.</strong> No money moves, and no real card "
                     "works here.</header>\n");
}

void html_end(struct request *rq)
{
        html_add(rq, "</body>\n</html>\n");
}

void html_message(struct request *rq, unsigned status, const char *title, const char *message, const char *href,
                  const char *link)
{
        html_begin(rq, status, title);
        html_add(rq, "<main class=\"message\">\n<h1>");
        html_text(rq, title);
        html_add(rq, "</h1>\n<p>");
        html_text(rq, message);
        html_add(rq, "</p>\n");
        if (href) {
                html_add(rq, "<p><a class=\"button\" href=\"");
                html_text(rq, href);
                html_add(rq, "\">");
                html_text(rq, link);
                html_add(rq, "</a></p>\n");
        }
        html_add(rq, "</main>\n");
        html_end(rq);
}
