/* What mail services tell becomes rows: one query for a hook, however many events it brings. */
#include "campaigns/mail_news.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/log.h"
#include "http/store.h"
#include "mail/address.h"
#include "unsubscribe_queries.h"

static const char *const kinds[] = {
        [MAIL_EVENT_BOUNCE] = "bounce",
        [MAIL_EVENT_COMPLAINT] = "complaint",
        [MAIL_EVENT_UNSUBSCRIBE] = "unsubscribe",
};

struct str json_text(const json_t *object, const char *name)
{
        const json_t *value = json_object_get(object, name);
        return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NULL;
}

/* "<kind.id.created@host>", as mail/outbox_write.c makes it. The host is left out: MAIL_FROM may be another by now. */
struct name_of_mail {
        struct str kind;
        int64_t id, created;
};

static bool read_message_id(struct str text, struct name_of_mail *ret)
{
        struct str rest = str_trim(text);
        if (rest.len >= 2 && rest.ptr[0] == '<' && rest.ptr[rest.len - 1] == '>')
                rest = (struct str){rest.ptr + 1, rest.len - 2};
        struct str name = str_cut(&rest, '@');
        ret->kind = str_cut(&name, '.');
        struct str id = str_cut(&name, '.');
        return rest.len > 0 && ret->kind.len > 0 && str_to_int64(id, &ret->id) && str_to_int64(name, &ret->created);
}

static json_t *text(struct str s, size_t most)
{
        while (s.len > most || !str_is_text(s)) /* a character that was cut is left out */
                s.len = s.len > most ? most : s.len ? s.len - 1 : 0;
        return json_stringn(s.ptr ? s.ptr : "", s.len);
}

static json_t *lower(struct str address)
{
        char small[MAIL_ADDRESS_READ_SIZE];
        size_t n = address.len < sizeof small ? address.len : 0;
        for (size_t i = 0; i < n; i++) {
                char c = address.ptr[i];
                small[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return text((struct str){small, n}, sizeof small);
}

/* "Ada <ada@post.example>" is an address too. Mail goes to xn--...; the ledger has what somebody typed, perhaps
 * letters. */
static bool add_address(json_t *list, struct str typed)
{
        char letters[MAIL_ADDRESS_READ_SIZE];
        struct mail_address read;
        struct str plain = mail_address_parse(str_trim(typed), &read) ? read.address : str_trim(typed);
        return json_array_append_new(list, lower(plain)) == 0 &&
               json_array_append_new(list, lower(mail_address_read_domain(plain, letters))) == 0;
}

static json_t *addresses(const struct mail_event *e)
{
        json_t *list = json_array();
        for (size_t i = 0; i < e->address_count; i++)
                if (!add_address(list, e->addresses[i])) {
                        json_decref(list);
                        return NULL;
                }
        return list;
}

void mail_news_add(struct mail_news *news, const struct mail_event *e)
{
        struct name_of_mail mail;
        if (!read_message_id(e->message_id, &mail) || e->provider_id.len == 0 ||
            e->provider_id.len > MAIL_NEWS_ID_MAX) {
                news->strange++;
                return;
        }
        json_t *one = json_pack("{s:s, s:I, s:I, s:o, s:o, s:b, s:o, s:o}", "event", kinds[e->kind], "id",
                                (json_int_t)mail.id, "created", (json_int_t)mail.created, "kind",
                                text(mail.kind, MAIL_NEWS_ID_MAX), "addresses", addresses(e), "permanent",
                                (int)e->permanent, "words", text(e->words, MAIL_NEWS_WORDS_MAX), "provider_id",
                                text(e->provider_id, MAIL_NEWS_ID_MAX));
        news->failed |= json_array_append_new(news->told, one) != 0;
}

static void log_unknown(int64_t unknown)
{
        if (unknown > 0)
                log_info("a mail service tells of mails that are none of ours", LOG_INT("events", unknown));
}

static void on_kept(struct request *rq, const struct outcome *o)
{
        PGresult *r = outcome_last(o);
        if (r && PQntuples(r) == 1)
                log_unknown(result_int64(r, 0, "unknown"));
        reply_json(rq, 200, STR("{\"received\":true}"));
}

static void keep(struct request *rq, struct worker *w, struct str told)
{
        struct outcome o;
        struct unit *u = request_unit(rq);
        q_unsubscribe_told(u, told);
        blocking_run(&w->db, u, &o);
        if (o.error == ERR_NONE)
                on_kept(rq, &o);
        else
                reply_outcome(rq, &o);
        outcome_release(&o);
}

void mail_news_keep(struct request *rq, struct worker *w, struct mail_news *news)
{
        char *told = news->failed || !news->told ? NULL : json_dumps(news->told, JSON_COMPACT);
        log_unknown((int64_t)news->strange);
        if (!told)
                reply_error(rq, ERR_NO_MEMORY, STR_NULL);
        else if (json_array_size(news->told) == 0)
                reply_json(rq, 200, STR("{\"received\":true}"));
        else
                keep(rq, w, str_from(told));
        free(told);
        json_decref(news->told);
        news->told = NULL;
}
