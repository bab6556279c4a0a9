/* What the name service says of a domain that mails come from. Whether mails really are signed and sent by whom it
 * allows is the mail server's work and can't be seen from here. */
#ifndef CAMPAIGNS_DOMAIN_CHECK_H
#define CAMPAIGNS_DOMAIN_CHECK_H

#include "base/arena.h"

enum domain_record { DOMAIN_SPF, DOMAIN_DKIM, DOMAIN_DMARC, DOMAIN_RECORDS };

enum { DOMAIN_CHECK_MS = 10 * 1000 /* for all of it */ };

struct domain_settings {
        struct str server;   /* address and port of a name server; empty: the system's */
        struct str selector; /* of DKIM; empty: those that mail services use */
};

struct domain_finding {
        bool passed;
        struct str message; /* for people */
};

/* Whether a key can have this name: labels of RFC 6376, 3.1, dots between. */
bool domain_selector_is_valid(struct str selector);

/* `domain` in ASCII. Blocks. All that is told lives in the arena; ptr NULL where memory ran out. */
void domain_check(struct arena *a, const struct domain_settings *s, struct str domain,
                  struct domain_finding ret[DOMAIN_RECORDS]);

#endif
