/* Replies that go on: server-sent events (HTML standard, 9.2), fed from the database.
 *
 * A key is asked for once a second in each loop, however many watch it there, and only while somebody does. A watcher
 * gets the data when it changed since he was told last, so whoever reads slowly misses what lay between and costs no
 * more memory. The stream ends when the data is gone, when the watcher may not look any more, and when the server
 * stops.
 */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "http/request.h"

enum {
        STREAMS_MAX = 100,       /* of a process: each holds a connection */
        STREAMS_OF_ONE_MAX = 10, /* of a session: nobody has so many pages in view, and others want to look too */
        STREAM_DATA_MAX = 1024,  /* bytes of an event; longer ones are left out */
        STREAM_ASK_MS = 1000,
        STREAM_BEAT_MS =
                15 * 1000, /* a comment, so that proxies see life (most cut after 60 s), and we a dead client */
        STREAM_CHECK_MS = 20 * 1000, /* whether the watcher still may */
        STREAM_END_MS = 2000,        /* for a reader to take what is left at the end */
};

struct stream_source {
        const char *event;
        /* The last row's only column is the data, JSON on one line; no row ends the streams. */
        void (*ask)(struct unit *u, int64_t key);
        /* Fails when whoever has this session may not look any more. */
        void (*check)(struct unit *u, struct str session);
};

/* In the loop's thread, for a caller who may look now: 200 and `data` as the first event. 503 when there are too many,
 * in all or of this session. */
void reply_stream(struct request *rq, const struct stream_source *source, int64_t key, struct str data);

#endif
