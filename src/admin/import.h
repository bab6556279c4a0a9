/* CSV import: a file is sent in pieces, checked row by row by a job, looked at, and applied whole or not at all.
 *
 * What each row would do stands in import_rows (migrations/0016_imports.sql) before anything is changed. Jobs go on
 * where one that was cut off had come to: a check by the rows that it has written, an application from its beginning,
 * since its transaction went with it.
 */
#ifndef ADMIN_IMPORT_H
#define ADMIN_IMPORT_H

#include <stdatomic.h>

#include "db/blocking.h"

enum {
        IMPORT_SIZE_MAX = 512 * 1024 * 1024, /* bytes of a file; a million rows of 500 bytes */
        IMPORT_PIECE_MAX = 1024 * 1024,      /* bytes; held in memory while it arrives */
        IMPORT_PAGE_MAX = 200,               /* rows a page */
        IMPORT_DAYS = 7,                     /* until what was not deleted goes */
};

struct request;

void imports_get(struct request *rq);
void imports_post(struct request *rq);
void import_get(struct request *rq);
void import_delete(struct request *rq);
void import_put_content(struct request *rq);
void import_post_check(struct request *rq);
void import_get_rows(struct request *rq);
void import_post_apply(struct request *rq);

/* For the job runner: does what waits to be done, one import after the other. `notes` is a second connection, which
 * tells how far the first one's transaction has come. Returns early when *stopping. */
void import_work(struct blocking *db, struct blocking *notes, const atomic_bool *stopping);
/* Takes away what is older than IMPORT_DAYS, or was deleted. */
void import_clean_up(struct blocking *db, const atomic_bool *stopping);

#endif
