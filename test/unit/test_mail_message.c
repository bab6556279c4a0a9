/* mail/message: what is composed reads back as what was meant, and no field reaches out of its place. */
#include "test.h"

#include "mail/message.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static struct buf out, decoded;
static struct mail_message m;

/* The same numbers on every run (glibc's old generator). */
static unsigned seed;
static size_t below(size_t limit)
{
        seed = seed * 1103515245 + 12345;
        return (seed >> 16) % limit;
}

static int start(void **state)
{
        (void)state;
        buf_init(&out, MAIL_MESSAGE_MAX);
        buf_init(&decoded, MAIL_MESSAGE_MAX);
        m = (struct mail_message){
                .from = {STR("The Shop"), STR("shop@example.com")},
                .to = {STR("Jo"), STR("jo@example.org")},
                .subject = STR("Your order"),
                .text = STR("Hello\nJo\n"),
                .html = STR("<p>Hello Jo</p>"),
                .message_id = STR("order-1@example.com"),
                .date = 1700000000,
        };
        return 0;
}

static int stop(void **state)
{
        (void)state;
        buf_release(&out);
        buf_release(&decoded);
        return 0;
}

/* The value of a header, unfolded. */
static struct str header(const char *name)
{
        static char value[8192];
        struct str rest = buf_str(&out);
        size_t n = 0;
        bool found = false;
        while (rest.len > 0) {
                struct str line = str_cut(&rest, '\n');
                line.len -= line.len > 0; /* CR */
                if (line.len == 0)
                        break;
                bool continues = line.ptr[0] == ' ';
                if (!continues) {
                        struct str text = line;
                        found = str_eq(str_cut(&text, ':'), str_from(name));
                        line = found ? text : line;
                        n = found ? 0 : n;
                        if (!found && n > 0)
                                break;
                }
                if (found && n + line.len < sizeof value) {
                        memcpy(value + n, line.ptr, line.len);
                        n += line.len;
                }
        }
        return str_from_offset((struct str){value, n}, 1); /* the space behind the colon, folded or not */
}

/* RFC 2047 B words, the space between two of them dropped; other text as it is. */
static struct str decode_words(struct str value)
{
        buf_clear(&decoded);
        while (str_starts(value, STR("=?UTF-8?B?"))) {
                unsigned char bytes[80];
                size_t n;
                struct str word = str_from_offset(value, 10);
                struct str base64 = str_cut(&word, '?');
                assert_true(base64.len + 12 <= 75);
                assert_int_equal(sodium_base642bin(bytes, sizeof bytes, base64.ptr, base64.len, NULL, &n, NULL,
                                                   sodium_base64_VARIANT_ORIGINAL),
                                 0);
                assert_true(str_is_text((struct str){(char *)bytes, n})); /* whole characters */
                buf_add(&decoded, (struct str){(char *)bytes, n});
                value = str_from_offset(word, 1);
                if (str_starts(value, STR(" =?")))
                        value = str_from_offset(value, 1);
        }
        buf_add(&decoded, value);
        return buf_str(&decoded);
}

/* Every line ends in CRLF, holds ASCII, and is short enough. */
static void assert_travels(size_t most)
{
        size_t column = 0;
        for (size_t i = 0; i < out.len; i++) {
                unsigned char c = (unsigned char)out.ptr[i];
                assert_true(c < 0x80 && c != 0);
                if (c == '\r')
                        assert_int_equal(out.ptr[i + 1], '\n');
                if (c == '\n') {
                        assert_int_equal(out.ptr[i - 1], '\r');
                        column = 0;
                } else if (c != '\r') {
                        column++;
                }
                assert_true(column <= most);
        }
        assert_int_equal(out.ptr[out.len - 1], '\n');
}

static void compose(void)
{
        buf_clear(&out);
        assert_int_equal(mail_compose(&out, &m), ERR_NONE);
        assert_travels(998);
}

static void a_whole_message(void **state)
{
        (void)state;
        m.reply_to = (struct mail_address){STR_NULL, STR("help@example.com")};
        m.headers = &(struct mail_header){STR("List-Unsubscribe"), STR("<https://example.com/u/1>")};
        m.header_count = 1;
        compose();
        assert_str(buf_str(&out), "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
                                  "From: The Shop <shop@example.com>\r\n"
                                  "To: Jo <jo@example.org>\r\n"
                                  "Reply-To: help@example.com\r\n"
                                  "Subject: Your order\r\n"
                                  "Message-ID: <order-1@example.com>\r\n"
                                  "List-Unsubscribe: <https://example.com/u/1>\r\n"
                                  "MIME-Version: 1.0\r\n"
                                  "Content-Type: multipart/alternative; boundary=\"=_alternative\"\r\n\r\n"
                                  "--=_alternative\r\n"
                                  "Content-Type: text/plain; charset=UTF-8\r\n"
                                  "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                  "Hello\r\nJo\r\n"
                                  "\r\n--=_alternative\r\n"
                                  "Content-Type: text/html; charset=UTF-8\r\n"
                                  "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                                  "<p>Hello Jo</p>\r\n"
                                  "\r\n--=_alternative--\r\n");
}

static void one_body_alone(void **state)
{
        (void)state;
        m.html = STR_NULL;
        compose();
        assert_str(header("Content-Type"), "text/plain; charset=UTF-8");
        m.html = m.text;
        m.text = STR_NULL;
        compose();
        assert_str(header("Content-Type"), "text/html; charset=UTF-8");
}

static void subjects_read_back(void **state)
{
        (void)state;
        static const char *const pieces[] = {"a",
                                             " ",
                                             "=?",
                                             "\xC3\xA9",
                                             "\xE2\x82\xAC",
                                             "\xF0\x9F\x98\x80",
                                             "word ",
                                             "\"",
                                             "\t",
                                             "averyveryverylongword"};
        char subject[600];
        seed = 1;
        for (int round = 0; round < 3000; round++) {
                size_t n = 0;
                for (size_t left = below(60); left > 0; left--)
                        n += (size_t)snprintf(subject + n, sizeof subject - n, "%s",
                                              pieces[below(sizeof pieces / sizeof *pieces)]);
                subject[n] = 0;
                m.subject = (struct str){subject, n};
                buf_clear(&out);
                assert_int_equal(mail_compose(&out, &m), ERR_NONE);
                assert_travels(76);
                assert_str(decode_words(header("Subject")), subject);
        }
}

static void names(void **state)
{
        (void)state;
        m.from.name = STR("Shop, \"Inc.\"");
        m.to.name = STR("J\xC3\xBCrgen M\xC3\xBCller");
        compose();
        assert_str(header("From"), "\"Shop, \\\"Inc.\\\"\" <shop@example.com>");
        assert_str(decode_words(header("To")), "J\xC3\xBCrgen M\xC3\xBCller <jo@example.org>");
        m.from.name = STR("=?x?=");
        m.to.name = STR("a@b.ch");
        compose();
        assert_str(decode_words(header("From")), "=?x?= <shop@example.com>");
        assert_str(header("To"), "\"a@b.ch\" <jo@example.org>");
}

static void long_names_and_addresses(void **state)
{
        (void)state;
        char name[320], address[255];
        memset(name, 'n', sizeof name);
        memset(address, 'a', sizeof address);
        address[64] = '@';
        for (size_t i = 66; i < 252; i += 2)
                address[i] = '.';
        m.to = (struct mail_address){{name, sizeof name}, {address, 254}};
        compose();
        struct str read = decode_words(header("To"));
        assert_int_equal(read.len, 320 + 2 + 254 + 1);
        m.to.name = STR_NULL;
        compose();
        assert_int_equal(header("To").len, 254);
}

static void quoted_printable_read_back(struct str body, struct str expected)
{
        struct str rest = body;
        buf_clear(&decoded);
        for (size_t i = 0; i < rest.len; i++) {
                if (rest.ptr[i] != '=') {
                        buf_add_char(&decoded, rest.ptr[i]);
                } else if (rest.ptr[i + 1] == '\r') {
                        i += 2;
                } else {
                        char hex[3] = {rest.ptr[i + 1], rest.ptr[i + 2], 0};
                        buf_add_char(&decoded, (char)strtoul(hex, NULL, 16));
                        i += 2;
                }
        }
        assert_int_equal(decoded.len, expected.len);
        assert_memory_equal(decoded.ptr, expected.ptr, expected.len);
}

static struct str body_of_message(void)
{
        const char *body = strstr(out.ptr, "\r\n\r\n");
        assert_non_null(body);
        return str_from(body + 4);
}

static void bodies_read_back(void **state)
{
        (void)state;
        static const char *const pieces[] = {"a",
                                             " ",
                                             "\t",
                                             "=",
                                             ".",
                                             "\xC3\xA9",
                                             "\xF0\x9F\x98\x80",
                                             "\r\n",
                                             "a long run of words ",
                                             "--=_alternative",
                                             "From "};
        char text[2000];
        seed = 2;
        m.html = STR_NULL;
        for (int round = 0; round < 2000; round++) {
                size_t n = 0;
                for (size_t left = 1 + below(90); left > 0; left--)
                        n += (size_t)snprintf(text + n, sizeof text - n, "%s",
                                              pieces[below(sizeof pieces / sizeof *pieces)]);
                n += (size_t)snprintf(text + n, sizeof text - n, "x\r\n");
                m.text = (struct str){text, n};
                buf_clear(&out);
                assert_int_equal(mail_compose(&out, &m), ERR_NONE);
                assert_travels(76);
                assert_null(strstr(out.ptr, "=_alt"));
                assert_null(strstr(out.ptr, "\r\n."));
                assert_null(strstr(out.ptr, " \r\n"));
                quoted_printable_read_back(body_of_message(), m.text);
        }
}

static void line_ends_become_crlf(void **state)
{
        (void)state;
        m.html = STR_NULL;
        m.text = STR("a\nb\rc\r\nd\n\ne");
        compose();
        assert_str(body_of_message(), "a\r\nb\r\nc\r\nd\r\n\r\ne\r\n");
        m.text = STR("");
        compose();
        assert_str(body_of_message(), "");
}

static void long_header_values_fold_at_spaces(void **state)
{
        (void)state;
        char url[700];
        memset(url, 'u', sizeof url);
        struct mail_header headers[] = {{STR("X-Long"), {url, sizeof url}},
                                        {STR("X-Words"), STR("one two three four five six seven eight nine ten eleven "
                                                             "twelve  thirteen fourteen fifteen sixteen seventeen")},
                                        {STR("X-Text"), STR("\xC3\xA9t\xC3\xA9")}};
        m.headers = headers;
        m.header_count = 3;
        compose();
        assert_int_equal(header("X-Long").len, sizeof url);
        struct str words = header("X-Words");
        assert_int_equal(words.len, headers[1].value.len);
        assert_memory_equal(words.ptr, headers[1].value.ptr, words.len);
        assert_str(decode_words(header("X-Text")), "\xC3\xA9t\xC3\xA9");
}

static void a_small_buffer_fails(void **state)
{
        (void)state;
        compose();
        size_t needed = out.len;
        for (size_t max = 0; max < needed; max += 7) {
                buf_release(&out);
                buf_init(&out, max);
                assert_int_equal(mail_compose(&out, &m), ERR_NO_MEMORY);
        }
}

#define WITH_MESSAGE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
        const struct CMUnitTest tests[] = {
                WITH_MESSAGE(a_whole_message),          WITH_MESSAGE(one_body_alone),
                WITH_MESSAGE(subjects_read_back),       WITH_MESSAGE(names),
                WITH_MESSAGE(long_names_and_addresses), WITH_MESSAGE(bodies_read_back),
                WITH_MESSAGE(line_ends_become_crlf),    WITH_MESSAGE(long_header_values_fold_at_spaces),
                WITH_MESSAGE(a_small_buffer_fails),
        };
        return run_all(tests);
}
