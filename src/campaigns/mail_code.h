/* Codes that stand in the links of campaigns: a row of the ledger (which is a mail and its recipient), and for clicks
 * one of the mail's links. Signed with SECRET_KEY (base/signed_token.h); each kind is another purpose, so that the code
 * of a pixel unsubscribes nobody. A click's link must be one of the mail's: whoever reads the code asks the database.
 */
#ifndef CAMPAIGNS_MAIL_CODE_H
#define CAMPAIGNS_MAIL_CODE_H

#include "base/signed_token.h"

enum mail_code_kind { MAIL_CODE_CLICK, MAIL_CODE_OPEN, MAIL_CODE_UNSUBSCRIBE };

struct mail_code {
        int64_t message_id; /* of email_messages */
        int64_t link_id;    /* of email_links, for a click; else 0 */
};

/* Writes the code, ending in NUL: "message_id-link_id.signature" or "message_id.signature". */
void mail_code_make(struct str key, enum mail_code_kind kind, struct mail_code code, char out[SIGNED_TEXT_SIZE]);

/* False, with *ret zeroed, unless `text` was made with this key for this kind. One spelling of a code is taken. */
bool mail_code_read(struct str key, enum mail_code_kind kind, struct str text, struct mail_code *ret)
        __attribute__((warn_unused_result));

#endif
