/* What happens by itself. */
#include "timers.h"

#include "fields.h"
#include "sandbox.h"
#include "session.h"

enum { AT_ONCE = 200 }; /* requests wait no longer than these take */

static const enum kind timed = KIND_SESSION;

int64_t timers_run(struct sandbox *sb)
{
        struct store *store = &sb->store;
        int64_t now = now_ms(), next = INT64_MAX;
        if (store->next_due > now)
                return store->next_due == INT64_MAX ? INT64_MAX : store->next_due - now;
        unsigned done = 0;
        for (size_t i = store_first(store, timed); i < store_end(store, timed) && done < AT_ONCE; i++) {
                const struct object *o = store_at(store, timed, i);
                if (o->due && o->due <= now) {
                        json_t *session = object_record(o);
                        session_on_timer(sb, session);
                        json_decref(session);
                        done++;
                } else if (o->due && o->due < next)
                        next = o->due;
        }
        store->next_due = done == AT_ONCE ? now : next;
        return done == AT_ONCE ? 0 : next == INT64_MAX ? INT64_MAX : next - now;
}
