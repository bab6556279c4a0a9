/* Templates in a folder, as a loader. */
#ifndef MAIL_TEMPLATE_FOLDER_H
#define MAIL_TEMPLATE_FOLDER_H

#include "mail/template/template.h"

/* Names are paths below the folder; none leads out of it, by links neither. */
struct template_folder {
        int directory; /* descriptor, owned */
        struct template_loader loader;
};

/* False: there is no such folder, or it can't be read; errno says why. */
bool template_folder_open(struct template_folder *f, const char *path) __attribute__((warn_unused_result));
void template_folder_close(struct template_folder *f);

#endif
