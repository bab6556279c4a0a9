/* A store of pictures, whichever kind it is. */
#include "media/media.h"

#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"
#include "media/media_internal.h"

struct media *media_open(const struct media_settings *s, struct str *ret_problem)
{
        struct media *m = calloc(1, sizeof *m);
        *ret_problem = STR_NULL;
        if (!m)
                return NULL;
        m->settings = *s;
        m->directory = -1;
        pthread_mutex_init(&m->lock, NULL);
        if (s->s3_bucket)
                *ret_problem = s3_prepare(m);
        else
                m->directory = media_disk_open(s->directory);
        if (!ret_problem->ptr)
                return m;
        media_close(m);
        return NULL;
}

void media_close(struct media *m)
{
        if (!m)
                return;
        if (m->directory >= 0)
                close(m->directory);
        pthread_mutex_destroy(&m->lock);
        sodium_memzero(m, sizeof *m);
        free(m);
}

int media_directory(const struct media *m)
{
        return m ? m->directory : -1;
}

enum err media_put(struct media *m, struct str name, struct str type, struct str bytes, bool *ret_is_new,
                   char problem[MEDIA_PROBLEM_SIZE])
{
        problem[0] = 0;
        bool fine = m->settings.s3_bucket ? s3_put(m, name, type, bytes, ret_is_new, problem)
                                          : media_disk_put(m->directory, name, bytes, ret_is_new, problem);
        if (fine)
                return ERR_NONE;
        log_warn("MEDIA_UNAVAILABLE", LOG_STR("file", name), LOG_CSTR("why", problem));
        return ERR_MEDIA_UNAVAILABLE;
}
