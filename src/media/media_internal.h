/* The two kinds of stores behind media.h. */
#ifndef MEDIA_MEDIA_INTERNAL_H
#define MEDIA_MEDIA_INTERNAL_H

#include <pthread.h>

#include "media/media.h"

enum { S3_SECRET_SIZE = 256, S3_TOKEN_SIZE = 4096 }; /* session tokens have some 1,000 characters */

struct s3_credentials {
        char key[S3_SECRET_SIZE], secret[S3_SECRET_SIZE], token[S3_TOKEN_SIZE]; /* token "": none */
        int64_t expires_s;                                                      /* seconds since 1970 */
};

struct media {
        struct media_settings settings;
        int directory;
        char s3_url[1024]; /* what names are put behind */
        char s3_sign[128]; /* "aws:amz:eu-central-1:s3" */
        pthread_mutex_t lock;
        struct s3_credentials cached; /* of a container, under `lock` */
};

/* media_disk.c */
int media_disk_open(const char *path);
bool media_disk_put(int directory, struct str name, struct str bytes, bool *ret_is_new, char *problem);

/* s3.c */
struct str s3_prepare(struct media *m);
bool s3_put(struct media *m, struct str name, struct str type, struct str bytes, bool *ret_is_new, char *problem);

/* s3_credentials.c: those of the settings, or the container's, kept until shortly before they expire. */
bool s3_credentials(struct media *m, struct s3_credentials *ret, char *problem);

#endif
