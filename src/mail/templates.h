/* The templates of the shop's own mails: files in the folder templates/, which are part of the program. */
#ifndef MAIL_TEMPLATES_H
#define MAIL_TEMPLATES_H

#include "mail/template/template.h"

/* The source of a file of templates/; STR_NULL when there is none of that name. */
struct str templates_builtin(struct str name);

#endif
