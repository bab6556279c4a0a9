/* The templates of the shop's own mails. */
#include "mail/templates.h"

#include "base/embed.h"

EMBED_DECLARE(mail_templates);

struct str templates_builtin(struct str name)
{
        for (size_t i = 0; i < mail_templates_count; i++)
                if (str_eq(str_from(mail_templates_files[i].name), name))
                        return (struct str){(const char *)mail_templates_files[i].bytes, mail_templates_files[i].size};
        return STR_NULL;
}
