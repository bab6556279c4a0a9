/* Mail over SMTP with libcurl: what the server answered, and how far the conversation got. */
#include "mail/sender_kinds.h"

#include <curl/curl.h>
#include <stdio.h>

/* One transaction: MAIL, RCPT, DATA. libcurl tells us its commands and the server's lines as they pass. */
struct conversation {
        struct str unsent; /* what libcurl has not taken yet */
        enum mail_stage stage;
        bool ending;    /* QUIT was said: what comes now answers that */
        bool continued; /* the last line was one of several: "250-" */
        bool refused;   /* a recipient was; there may be others */
        unsigned code;  /* of the last reply */
        char reply[MAIL_REPLY_SIZE];
        size_t reply_len;
};

static size_t on_read(char *out, size_t size, size_t count, void *context)
{
        struct conversation *talk = context;
        size_t n = size * count < talk->unsent.len ? size * count : talk->unsent.len;
        if (n > 0)
                memcpy(out, talk->unsent.ptr, n);
        talk->unsent = str_from_offset(talk->unsent, n);
        return n;
}

/* Only the verb is looked at: login commands pass here too. */
static int on_debug(CURL *curl, curl_infotype type, char *bytes, size_t size, void *context)
{
        (void)curl;
        static const struct {
                struct str verb;
                enum mail_stage stage;
        } verbs[] = {
                {STR("MAIL FROM:"), MAIL_STAGE_FROM},
                {STR("RCPT TO:"), MAIL_STAGE_RECIPIENT},
                {STR("DATA\r\n"), MAIL_STAGE_DATA},
        };
        struct conversation *talk = context;
        struct str line = {bytes, size};
        if (!talk || type != CURLINFO_HEADER_OUT)
                return 0;
        if (str_starts(line, STR("QUIT")))
                talk->ending = true;
        for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
                if (str_starts(line, verbs[i].verb))
                        talk->stage = verbs[i].stage;
        return 0;
}

static void append(struct conversation *talk, struct str text)
{
        size_t room = sizeof talk->reply - talk->reply_len;
        size_t n = text.len < room ? text.len : room;
        if (n > 0)
                memcpy(talk->reply + talk->reply_len, text.ptr, n);
        talk->reply_len += n;
}

static size_t on_line(char *bytes, size_t size, size_t count, void *context)
{
        struct conversation *talk = context;
        struct str line = str_trim((struct str){bytes, size * count});
        int64_t code;
        if (!talk || talk->ending || line.len < 3 || !str_to_int64((struct str){line.ptr, 3}, &code) || code < 200)
                return size * count;
        if (!talk->continued)
                talk->reply_len = 0;
        append(talk, talk->continued ? STR(" ") : STR(""));
        append(talk, talk->continued ? str_from_offset(line, 4) : line);
        talk->continued = line.len > 3 && line.ptr[3] == '-';
        talk->code = (unsigned)code;
        talk->refused |= talk->stage == MAIL_STAGE_RECIPIENT && code >= 400;
        return size * count;
}

struct str mail_smtp_open(struct mail_sender *s, const struct mail_sender_settings *settings)
{
        struct str problem = mail_smtp_url_parse(settings->smtp_url, &s->url);
        if (problem.ptr)
                return problem;
        if (!str_to_c(settings->hello, s->hello, sizeof s->hello))
                return STR("the name to say in EHLO is too long");
        for (const char *p = s->hello; *p; p++)
                if (*p <= ' ' || *p > '~' || strchr("/?#%", *p))
                        return STR("the name to say in EHLO is no host name");
        s->curl = curl_easy_init();
        return s->curl ? STR_NULL : STR("libcurl could not be started");
}

void mail_smtp_close(struct mail_sender *s)
{
        curl_easy_cleanup(s->curl);
        s->curl = NULL;
}

static void set_server(struct mail_sender *s)
{
        static const long use_ssl[] = {
                [MAIL_TLS_NONE] = CURLUSESSL_NONE,
                [MAIL_TLS_TRY] = CURLUSESSL_TRY,
                [MAIL_TLS_REQUIRE] = CURLUSESSL_ALL,
                [MAIL_TLS_IMPLICIT] = CURLUSESSL_ALL,
        };
        char address[600];
        bool implicit = s->url.tls == MAIL_TLS_IMPLICIT;
        snprintf(address, sizeof address, "%s://%s:%u/%s", implicit ? "smtps" : "smtp", s->url.host, s->url.port,
                 s->hello);
        curl_easy_setopt(s->curl, CURLOPT_URL, address);
        curl_easy_setopt(s->curl, CURLOPT_PROTOCOLS_STR, implicit ? "smtps" : "smtp");
        curl_easy_setopt(s->curl, CURLOPT_USE_SSL, use_ssl[s->url.tls]);
        curl_easy_setopt(s->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
        curl_easy_setopt(s->curl, CURLOPT_PROXY, ""); /* http_proxy and its like are not for mail */
        if (s->url.user[0]) {
                curl_easy_setopt(s->curl, CURLOPT_USERNAME, s->url.user);
                curl_easy_setopt(s->curl, CURLOPT_PASSWORD, s->url.password);
        }
}

static void set_conversation(struct mail_sender *s, struct conversation *talk, bool fresh)
{
        curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(s->curl, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
        curl_easy_setopt(s->curl, CURLOPT_TIMEOUT_MS, (long)s->deadline_ms);
        curl_easy_setopt(s->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)MAIL_CONNECT_MS);
        curl_easy_setopt(s->curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(s->curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)talk->unsent.len);
        curl_easy_setopt(s->curl, CURLOPT_READFUNCTION, on_read);
        curl_easy_setopt(s->curl, CURLOPT_READDATA, talk);
        curl_easy_setopt(s->curl, CURLOPT_HEADERFUNCTION, on_line);
        curl_easy_setopt(s->curl, CURLOPT_HEADERDATA, talk);
        curl_easy_setopt(s->curl, CURLOPT_DEBUGFUNCTION, on_debug);
        curl_easy_setopt(s->curl, CURLOPT_DEBUGDATA, talk);
        curl_easy_setopt(s->curl, CURLOPT_VERBOSE, 1L); /* into on_debug, nowhere else */
}

static bool add_address(struct curl_slist **list, struct str address)
{
        char bracketed[260];
        snprintf(bracketed, sizeof bracketed, "<%.*s>", STR_ARG(address));
        struct curl_slist *longer = curl_slist_append(*list, bracketed);
        if (longer)
                *list = longer;
        return longer != NULL;
}

/* A copy's refusal must not stop the others. libcurl spells the option with three l. */
static bool set_envelope(struct mail_sender *s, struct str from, const struct str *recipients, size_t count,
                         struct curl_slist **ret_list)
{
        char sender[260];
        snprintf(sender, sizeof sender, "<%.*s>", STR_ARG(from));
        for (size_t i = 0; i < count; i++)
                if (!add_address(ret_list, recipients[i]))
                        return false;
        curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, count > 1 ? 1L : 0L);
        curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, *ret_list);
        return curl_easy_setopt(s->curl, CURLOPT_MAIL_FROM, sender) == CURLE_OK;
}

/* What the end of a conversation means for the mail. */
static enum mail_outcome judge(const struct conversation *talk, CURLcode code)
{
        if (code == CURLE_OK)
                return MAIL_SENT;
        if (talk->code >= 500)
                return talk->stage == MAIL_STAGE_CONNECT ? MAIL_TRANSIENT : MAIL_PERMANENT;
        if (talk->code >= 400)
                return MAIL_TRANSIENT;
        /* The end of the mail follows its last byte at once. When sending itself failed, that end did not leave,
         * and a server forgets what has no end (RFC 5321, 4.1.1.4). */
        bool all_taken = talk->stage == MAIL_STAGE_DATA && talk->unsent.len == 0;
        return all_taken && code != CURLE_SEND_ERROR ? MAIL_UNCERTAIN : MAIL_TRANSIENT;
}

static void say(struct mail_result *result, const struct conversation *talk, CURLcode code)
{
        bool replied = code == CURLE_OK || talk->code >= 400;
        mail_result_say(result,
                        replied ? (struct str){talk->reply, talk->reply_len} : str_from(curl_easy_strerror(code)));
}

/* A kept connection that the server had closed meanwhile: nothing of this mail was said to anybody. */
static bool was_stale(const struct mail_sender *s, const struct conversation *talk, CURLcode code)
{
        long connects = 0;
        curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &connects);
        return code != CURLE_OK && connects == 0 && talk->stage <= MAIL_STAGE_FROM &&
               (talk->code == 0 || talk->code == 421);
}

static CURLcode converse(struct mail_sender *s, struct conversation *talk, struct str message, bool fresh)
{
        *talk = (struct conversation){.unsent = message};
        set_conversation(s, talk, fresh);
        CURLcode code = curl_easy_perform(s->curl);
        curl_easy_setopt(s->curl, CURLOPT_HEADERDATA, NULL); /* closing says QUIT later */
        curl_easy_setopt(s->curl, CURLOPT_DEBUGDATA, NULL);
        return code;
}

static struct mail_result transact(struct mail_sender *s, struct str from, const struct str *recipients, size_t count,
                                   struct str message)
{
        struct mail_result result = {.outcome = MAIL_TRANSIENT};
        struct conversation talk;
        struct curl_slist *list = NULL;
        curl_easy_reset(s->curl); /* the connection stays */
        set_server(s);
        if (set_envelope(s, from, recipients, count, &list)) {
                CURLcode code = converse(s, &talk, message, false);
                if (was_stale(s, &talk, code))
                        code = converse(s, &talk, message, true);
                result.outcome = judge(&talk, code);
                result.copies_failed = talk.refused;
                result.stage = talk.stage;
                result.code = talk.code;
                say(&result, &talk, code);
        } else {
                mail_result_say(&result, STR("out of memory"));
        }
        curl_easy_setopt(s->curl, CURLOPT_MAIL_RCPT, NULL);
        curl_slist_free_all(list);
        return result;
}

struct mail_result mail_smtp_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message)
{
        struct mail_result result = transact(s, envelope->from, envelope->recipients, 1, message);
        result.copies_failed = false; /* the only recipient is no copy */
        if (result.outcome == MAIL_SENT && envelope->recipient_count > 1) {
                struct mail_result copies =
                        transact(s, envelope->from, envelope->recipients + 1, envelope->recipient_count - 1, message);
                result.copies_failed = copies.outcome != MAIL_SENT || copies.copies_failed;
        }
        return result;
}
