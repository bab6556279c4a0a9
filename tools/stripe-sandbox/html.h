/* Whole HTML pages. Pages hold no script; the style is one file of our own. */
#ifndef SANDBOX_HTML_H
#define SANDBOX_HTML_H

#include "request.h"

/* Begins and ends rq's reply as a page. `title` is text, not HTML. */
void html_begin(struct request *rq, unsigned status, const char *title);
void html_end(struct request *rq);

/* A page with one message and maybe a link (href may be NULL). */
void html_message(struct request *rq, unsigned status, const char *title, const char *message, const char *href,
                  const char *link);

/* printf for HTML: %s is literal HTML, so only for text of the program's own. */
#define html_add(rq, ...) buf_printf(&(rq)->text, __VA_ARGS__)
/* Text of others', escaped; NULL adds nothing. */
void html_text(struct request *rq, const char *text);

#endif
