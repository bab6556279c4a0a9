/* Where pictures that are sent to the shop are kept: a directory, or a bucket of S3.
 *
 * Files are named by their content, so one name never stands for two pictures and nothing is ever overwritten. Any
 * number of threads may use one store; media_put blocks, so it belongs in workers.
 */
#ifndef MEDIA_MEDIA_H
#define MEDIA_MEDIA_H

#include "base/err.h"

enum {
        MEDIA_BYTES_MAX = 10 * 1024 * 1024, /* of one file; a photograph of 12 megapixels has about 5 MB */
        MEDIA_PROBLEM_SIZE = 256,
};

/* Text that stays as long as the store; NULL for what is not set. */
struct media_settings {
        const char *directory; /* "VAR_DIR/media"; made when it is missing */
        const char *s3_bucket; /* NULL: the directory is used */
        const char *s3_region, *s3_endpoint, *s3_prefix;
        const char *access_key_id, *secret_access_key, *session_token;
        /* where a container asks for them when they are not set (Amazon ECS, task roles) */
        const char *credentials_relative_uri, *credentials_full_uri, *credentials_token;
};

struct media;

/* NULL when memory runs out, or when *ret_problem (lives as long as the settings' text) says what is wrong. */
struct media *media_open(const struct media_settings *s, struct str *ret_problem);
void media_close(struct media *m);

/* The directory to serve files from; -1 when they are in S3, or when it can't be opened. The store's own. */
int media_directory(const struct media *m);

/* Keeps a file. *ret_is_new is false when it was there already. ERR_MEDIA_UNAVAILABLE, logged, when it can't be kept;
 * `problem` says why. */
enum err media_put(struct media *m, struct str name, struct str type, struct str bytes, bool *ret_is_new,
                   char problem[MEDIA_PROBLEM_SIZE]) __attribute__((warn_unused_result));

#endif
