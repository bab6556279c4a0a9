/* Mails that somebody sends to himself: they bring what was rendered when they were asked for. */
#include "campaigns/campaigns.h"
#include "drafts_queries.h"
#include "mail/letter.h"

enum { TOLD_STORE, TOLD_TESTS };

static void ask(struct unit *u, struct str ids)
{
        letter_ask(u);
        q_draft_tests(u, ids);
}

static enum err compose(void *context, struct arena *a, const struct outbox_mail *m, const struct outcome *told,
                        struct mail_message *ret)
{
        const PGresult *tests = told->results[TOLD_TESTS];
        int row = letter_row_of(tests, m->id);
        (void)context;
        if (row == PQntuples(tests))
                return ERR_NOT_FOUND;
        ret->subject = arena_copy(a, result_str(tests, row, "subject"));
        ret->html = arena_copy(a, result_str(tests, row, "html"));
        ret->text = arena_copy(a, result_str(tests, row, "text"));
        struct str from_name = result_str(tests, row, "from_name"), address = result_str(tests, row, "from_address");
        ret->from.name = arena_copy(a, from_name.ptr ? from_name : result_str(told->results[TOLD_STORE], 0, "name"));
        if (address.ptr) /* else as all mails of the shop */
                ret->from.address = arena_copy(a, address);
        ret->reply_to.address = arena_copy(a, result_str(tests, row, "reply_to"));
        return ret->subject.ptr && ret->html.ptr && ret->text.ptr && ret->from.name.ptr ? ERR_NONE : ERR_NO_MEMORY;
}

const struct outbox_source test_mails = {ask, compose};
