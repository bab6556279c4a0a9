/* Messages of SNS: whose they are, and that they are Amazon's. */
#include "campaigns/sns.h"

#include <sodium.h>
#include <stdlib.h>

#include "campaigns/mail_news.h"
#include "campaigns/sns_internal.h"

enum { SIGNATURE_MAX = 1024 /* bytes; RSA with 4,096 bits has 512 */ };

static bool is_arn(struct str topic)
{
        struct str rest = topic;
        struct str arn = str_cut(&rest, ':');
        str_cut(&rest, ':');
        return str_eq(arn, STR("arn")) && str_starts(rest, STR("sns:")) && str_find(rest, ' ') == rest.len;
}

struct sns *sns_open(const struct sns_settings *settings, struct str *ret_problem)
{
        *ret_problem = STR_NULL;
        struct str rest = settings->topics;
        while (rest.ptr)
                if (!is_arn(str_trim(str_cut(&rest, ',')))) {
                        *ret_problem =
                                STR("SES_TOPIC_ARNS: write each as arn:aws:sns:eu-west-1:123456789012:mail, commas "
                                    "between");
                        return NULL;
                }
        struct sns *s = calloc(1, sizeof *s);
        if (!s)
                return NULL;
        s->settings = *settings;
        pthread_mutex_init(&s->lock, NULL);
        return s;
}

void sns_close(struct sns *s)
{
        if (!s)
                return;
        for (size_t i = 0; i < SNS_CERTIFICATES_MAX; i++)
                EVP_PKEY_free(s->kept[i].key);
        pthread_mutex_destroy(&s->lock);
        free(s);
}

bool sns_takes(const struct sns *s, struct str topic)
{
        struct str rest = s->settings.topics;
        while (rest.ptr)
                if (str_eq(str_trim(str_cut(&rest, ',')), topic))
                        return true;
        return false;
}

bool sns_message_read(const json_t *json, struct sns_message *ret)
{
        struct str version = json_text(json, "SignatureVersion");
        *ret = (struct sns_message){
                .type = json_text(json, "Type"),
                .id = json_text(json, "MessageId"),
                .topic = json_text(json, "TopicArn"),
                .message = json_text(json, "Message"),
                .timestamp = json_text(json, "Timestamp"),
                .signature = json_text(json, "Signature"),
                .certificate_url = json_text(json, "SigningCertURL"),
                .subject = json_text(json, "Subject"),
                .token = json_text(json, "Token"),
                .subscribe_url = json_text(json, "SubscribeURL"),
                .version = str_eq(version, STR("1"))   ? 1
                           : str_eq(version, STR("2")) ? 2
                                                       : 0,
        };
        return ret->type.ptr && ret->id.ptr && ret->topic.ptr && ret->message.ptr && ret->timestamp.ptr;
}

static void add(struct buf *b, const char *name, struct str value)
{
        if (value.ptr)
                buf_printf(b, "%s\n%.*s\n", name, STR_ARG(value));
}

/* What is signed: some members in the order of the alphabet, each on a line of its own below its name. */
static void write_signed(struct buf *b, const struct sns_message *m)
{
        bool is_notification = str_eq(m->type, STR("Notification"));
        add(b, "Message", m->message);
        add(b, "MessageId", m->id);
        add(b, is_notification ? "Subject" : "SubscribeURL", is_notification ? m->subject : m->subscribe_url);
        add(b, "Timestamp", m->timestamp);
        add(b, "Token", is_notification ? STR_NULL : m->token);
        add(b, "TopicArn", m->topic);
        add(b, "Type", m->type);
}

static bool key_signs(EVP_PKEY *key, int version, struct str text, struct str signature)
{
        unsigned char bytes[SIGNATURE_MAX];
        size_t n;
        if (sodium_base642bin(bytes, sizeof bytes, signature.ptr, signature.len, NULL, &n, NULL,
                              sodium_base64_VARIANT_ORIGINAL) != 0)
                return false;
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        const EVP_MD *hash = version == 1 ? EVP_sha1() : EVP_sha256();
        bool fine = context && EVP_DigestVerifyInit(context, NULL, hash, NULL, key) == 1 &&
                    EVP_DigestVerify(context, bytes, n, (const unsigned char *)text.ptr, text.len) == 1;
        EVP_MD_CTX_free(context);
        return fine;
}

/* 2012-04-25T21:49:25.719Z */
static bool is_recent(struct str timestamp, int64_t now)
{
        char text[32];
        struct tm t = {0};
        if (!str_to_c(timestamp, text, sizeof text))
                return false;
        const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &t);
        if (!rest || (*rest != '.' && *rest != 'Z'))
                return false;
        int64_t at = timegm(&t);
        return at >= now - SNS_AGE_MAX_S && at <= now + SNS_AHEAD_MAX_S;
}

enum err sns_verify(struct sns *s, const struct sns_message *m, int64_t now)
{
        EVP_PKEY *key;
        struct buf text;
        if (!m->version || !m->signature.ptr || !m->certificate_url.ptr || !is_recent(m->timestamp, now))
                return ERR_BAD_SIGNATURE;
        enum err e = sns_key(s, m->certificate_url, now, &key);
        if (e != ERR_NONE)
                return e;
        buf_init(&text, MAIL_HOOK_BODY_MAX);
        write_signed(&text, m);
        if (text.failed)
                e = ERR_NO_MEMORY;
        else if (!key_signs(key, m->version, buf_str(&text), m->signature))
                e = ERR_BAD_SIGNATURE;
        buf_release(&text);
        EVP_PKEY_free(key);
        return e;
}

enum err sns_confirm(struct sns *s, const struct sns_message *m)
{
        char url[SNS_URL_MAX];
        struct buf reply;
        if (!sns_path_of(s, m->subscribe_url).ptr || !str_to_c(m->subscribe_url, url, sizeof url))
                return ERR_BAD_REQUEST;
        buf_init(&reply, SNS_REPLY_MAX);
        bool fine = sns_fetch(s, url, &reply);
        buf_release(&reply);
        return fine ? ERR_NONE : ERR_OVERLOADED;
}
