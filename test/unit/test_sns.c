/* campaigns/sns: whose host may be asked, and which settings and messages are read. What is signed, the API's tests
 * see. */
#include "test.h"

#include "campaigns/sns_internal.h"

static struct sns *open_sns(const char *topics, const char *host)
{
        struct str problem;
        struct sns_settings s = {.topics = str_from(topics), .host = host};
        struct sns *sns = sns_open(&s, &problem);
        assert_int_equal(sns == NULL, problem.ptr != NULL);
        return sns;
}

static void asks_amazon_alone(void **state)
{
        (void)state;
        static const char *const wrong[] = {
                "http://sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com.evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com.cn.evil.example/a.pem",
                "https://sns.eu-west-1.amazonaws.com:8443/a.pem",
                "https://user@sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com@evil.example/a.pem",
                "https://evil.example/sns.eu-west-1.amazonaws.com/a.pem",
                "https://evil.example\\.sns.eu-west-1.amazonaws.com/a.pem",
                "https://evil.example?.sns.eu-west-1.amazonaws.com/a.pem",
                "https://sns.evil.example.amazonaws.com/a.pem",
                "https://sns..amazonaws.com/a.pem",
                "https://sns.amazonaws.com/a.pem",
                "https://s3.eu-west-1.amazonaws.com/a.pem",
                "https://sns.eu_west.amazonaws.com/a.pem",
                "https://sns.eu-west-1.amazonaws.com",
                "https://sns.eu-west-1.amazonaws.com/a b.pem",
                "https://sns.eu-west-1.amazonaws.com/a#b.pem",
                "https://sns.eu-west-1.amazonaws.com/\\evil.pem",
                "HTTPS://sns.eu-west-1.amazonaws.com/a.pem",
                " https://sns.eu-west-1.amazonaws.com/a.pem",
                "sns.eu-west-1.amazonaws.com/a.pem",
                "https://localhost:1/a.pem",
                "",
        };
        struct sns *s = open_sns("arn:aws:sns:eu-west-1:1:mail", NULL);
        assert_str(sns_path_of(s, STR("https://sns.eu-west-1.amazonaws.com/a.pem")), "/a.pem");
        assert_str(sns_path_of(s, STR("https://sns.cn-north-1.amazonaws.com.cn/?Action=x&Token=a%20")),
                   "/?Action=x&Token=a%20");
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
                assert_null(sns_path_of(s, str_from(wrong[i])).ptr);
        assert_null(sns_path_of(s, STR_NULL).ptr);
        sns_close(s);
        s = open_sns("arn:aws:sns:eu-west-1:1:mail", "localhost:1");
        assert_str(sns_path_of(s, STR("https://localhost:1/a.pem")), "/a.pem");
        assert_null(sns_path_of(s, STR("https://sns.eu-west-1.amazonaws.com/a.pem")).ptr);
        sns_close(s);
}

static void takes_its_topics(void **state)
{
        (void)state;
        struct sns *s = open_sns(" arn:aws:sns:eu-west-1:1:mail , arn:aws-cn:sns:cn-north-1:2:more", NULL);
        assert_true(sns_takes(s, STR("arn:aws:sns:eu-west-1:1:mail")));
        assert_true(sns_takes(s, STR("arn:aws-cn:sns:cn-north-1:2:more")));
        assert_false(sns_takes(s, STR("arn:aws:sns:eu-west-1:1:mai")));
        assert_false(sns_takes(s, STR("arn:aws:sns:eu-west-1:1:mail ")));
        assert_false(sns_takes(s, STR("")));
        sns_close(s);
        assert_null(open_sns("arn:aws:sqs:eu-west-1:1:mail", NULL));
        assert_null(open_sns("arn:aws:sns:eu-west-1:1:mail,", NULL));
        assert_null(open_sns("mail", NULL));
}

static void reads_messages(void **state)
{
        (void)state;
        struct sns_message m;
        json_t *json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "Type", "Notification", "MessageId", "1", "TopicArn",
                                 "t", "Message", "", "Timestamp", "2026-01-01T00:00:00.000Z", "SignatureVersion", "2");
        assert_true(sns_message_read(json, &m));
        assert_int_equal(m.version, 2);
        assert_null(m.subject.ptr);
        json_object_set_new(json, "MessageId", json_integer(1));
        assert_false(sns_message_read(json, &m));
        json_decref(json);
        assert_false(sns_message_read(NULL, &m));
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(asks_amazon_alone),
                cmocka_unit_test(takes_its_topics),
                cmocka_unit_test(reads_messages),
        };
        return run_all(tests);
}
