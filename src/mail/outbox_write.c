/* A row of the outbox becomes a mail: envelope and bytes. */
#include "mail/outbox_internal.h"

#include "base/log.h"

static bool problem(struct mail_result *ret, enum mail_outcome outcome, struct str why)
{
        *ret = (struct mail_result){.outcome = outcome};
        snprintf(ret->reply, sizeof ret->reply, "%.*s", STR_ARG(why));
        return false;
}

/* The same row always has the same Message-ID, so that a mail sent twice after all can be told. */
static struct str message_id(struct arena *a, const struct outbox *o, const struct outbox_mail *m)
{
        struct str address = o->settings.from.address;
        return arena_printf(a, "%.*s.%lld.%lld@%.*s", STR_ARG(m->kind), (long long)m->id, (long long)m->created,
                            STR_ARG(str_from_offset(address, str_find(address, '@') + 1)));
}

const struct outbox_kind *outbox_find_kind(const struct outbox *o, struct str name)
{
        const struct outbox_kind *kind = o->settings.kinds;
        while (kind->kind.ptr && !str_eq(kind->kind, name))
                kind++;
        return kind->kind.ptr ? kind : NULL;
}

/* As they travel; one that can't be is left as it is, and mail_compose refuses it. */
static void convert(struct arena *a, struct mail_address *address)
{
        struct str typed = address->address;
        if (typed.len > 0 && mail_address_convert(a, typed, &address->address).ptr)
                address->address = typed;
}

static enum err convert_addresses(struct arena *a, struct mail_message *message)
{
        struct mail_address *bcc = arena_array(a, struct mail_address, message->bcc_count + 1);
        if (!bcc)
                return ERR_NO_MEMORY;
        convert(a, &message->reply_to);
        for (size_t i = 0; i < message->bcc_count; i++) {
                bcc[i] = message->bcc[i];
                convert(a, &bcc[i]);
        }
        message->bcc = bcc;
        return ERR_NONE;
}

static enum err address_envelope(struct arena *a, const struct mail_message *message, struct mail_envelope *ret)
{
        struct str *recipients = arena_array(a, struct str, message->bcc_count + 1);
        if (!recipients)
                return ERR_NO_MEMORY;
        recipients[0] = message->to.address;
        for (size_t i = 0; i < message->bcc_count; i++)
                recipients[i + 1] = message->bcc[i].address;
        *ret = (struct mail_envelope){.from = message->from.address,
                                      .recipients = recipients,
                                      .recipient_count = message->bcc_count + 1,
                                      .message_id = message->message_id};
        return ERR_NONE;
}

static const struct outcome *told_to(const struct outbox *o, const struct outbox_source *source)
{
        const struct outbox_told *told = o->batch.told;
        while (told->source != source) /* whoever has a mail in the batch was asked */
                told++;
        return &told->outcome;
}

/* No fault of the mail: at once again, when the database is back, and not an attempt. */
static bool database_is_away(struct mail_result *ret)
{
        *ret = (struct mail_result){.outcome = MAIL_TRANSIENT, .server_failed = true, .stale = true};
        snprintf(ret->reply, sizeof ret->reply, "the database was away");
        return false;
}

static bool compose(const struct outbox *o, const struct outbox_mail *m, struct letter_in_hand *l,
                    struct mail_result *ret_problem)
{
        struct arena *a = &l->arena;
        const struct outbox_kind *kind = outbox_find_kind(o, m->kind);
        struct mail_message message = {.from = o->settings.from, .date = m->created, .message_id = message_id(a, o, m)};
        struct str bad = mail_address_convert(a, arena_copy(a, m->recipient), &message.to.address);
        if (!kind)
                return problem(ret_problem, MAIL_PERMANENT, STR("there is no such kind of mail"));
        if (bad.ptr)
                return problem(ret_problem, MAIL_PERMANENT, arena_printf(a, "the recipient: %.*s", STR_ARG(bad)));
        struct str why = STR_NULL;
        struct outbox_mail told = *m;
        told.ret_why = &why;
        enum err e = kind->source->compose(o->settings.context, a, &told, told_to(o, kind->source), &message);
        if (e == ERR_DATABASE_UNAVAILABLE || e == ERR_OUTCOME_UNKNOWN)
                return database_is_away(ret_problem);
        if (e == ERR_NOT_FOUND)
                return problem(ret_problem, MAIL_PERMANENT, STR("what this mail tells of is not there any more"));
        if (e == ERR_NONE)
                e = convert_addresses(a, &message);
        if (e == ERR_INTERNAL || e == ERR_INVALID_INPUT)
                return problem(ret_problem, MAIL_PERMANENT, why.ptr ? why : STR("the mail could not be written"));
        if (e == ERR_NONE)
                e = mail_compose(&l->bytes, &message);
        if (e == ERR_INVALID_INPUT)
                return problem(ret_problem, MAIL_PERMANENT, mail_message_problem(&message));
        if (e == ERR_NONE)
                e = address_envelope(a, &message, &l->envelope);
        if (e != ERR_NONE)
                return problem(ret_problem, MAIL_TRANSIENT, why.ptr ? why : STR("out of memory"));
        return true;
}

bool outbox_write(const struct outbox *o, const struct outbox_mail *m, struct letter_in_hand *l,
                  struct mail_result *ret_problem)
{
        letter_in_hand_free(l);
        l->id = m->id;
        l->order_id = m->order_id;
        l->attempts = m->attempts + 1;
        l->age = m->age;
        l->lease = m->lease;
        return compose(o, m, l, ret_problem);
}

void letter_in_hand_free(struct letter_in_hand *l)
{
        l->state = LETTER_FREE;
        arena_release(&l->arena);
        arena_init(&l->arena, LETTER_MEMORY_MAX);
        if (l->bytes.size > LETTER_KEPT_BYTES)
                buf_release(&l->bytes);
        if (l->bytes.max == 0)
                buf_init(&l->bytes, MAIL_MESSAGE_MAX);
        buf_clear(&l->bytes);
}
