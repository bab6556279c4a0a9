/* The admin's registry agrees with itself. That it agrees with the database is seen by
 * test/api/admin_registry.test.js. */
#include "test.h"

#include "admin/admin.h"

/* Of the resource and field that is looked at, told when a check fails. */
#define check(r, f, holds)                                                                                             \
        do {                                                                                                           \
                if (!(holds))                                                                                          \
                        fail_msg("%s.%s: %s", (r)->name, (f), #holds);                                                 \
        } while (0)

static const struct resource *named(const char *name)
{
        return name ? admin_resource(str_from(name)) : NULL;
}

static const struct admin_field *field_of(const struct resource *r, const char *name)
{
        return admin_field(r, str_from(name));
}

static void check_field(const struct resource *r, const struct admin_field *f)
{
        const unsigned searched = ADMIN_SEARCH | ADMIN_SEARCH_START, written = ADMIN_REQUIRED | ADMIN_CREATE_ONLY;
        check(r, f->name, f->type < ADMIN_TYPES);
        check(r, f->name, field_of(r, f->name) == f); /* its name is there once */
        check(r, f->name, !f->label || f->label[0]);
        check(r, f->name, (f->type == ADMIN_CHOICE) == (f->choices && f->choices[0]));
        check(r, f->name, (f->type == ADMIN_REFERENCE) == (f->reference != NULL));
        check(r, f->name, !f->reference || (named(f->reference) && !named(f->reference)->key[1].column));
        check(r, f->name, f->minimum <= f->maximum);
        check(r, f->name, (f->flags & searched) != searched);
        check(r, f->name, !(f->flags & ADMIN_READ_ONLY) || !(f->flags & written));
        check(r, f->name, !(f->flags & ADMIN_REQUIRED) || !(f->flags & ADMIN_NULL));
        /* a join, see admin.h */
        bool is_stated = f->type == ADMIN_BOOLEAN && f->sql && strncmp(f->sql, "exists (", 8) == 0;
        check(r, f->name, !f->sql || !(f->flags & (written | searched | ADMIN_SORT)));
        check(r, f->name, !f->sql || is_stated || !(f->flags & ADMIN_FILTER));
}

static void check_sort(const struct resource *r)
{
        if (!r->sort)
                return;
        const struct admin_field *f = field_of(r, r->sort + (r->sort[0] == '-'));
        check(r, r->sort, f && f->flags & ADMIN_SORT && !(f->flags & ADMIN_NULL));
}

static void check_inlines(const struct resource *r)
{
        for (const struct admin_inline *i = r->inlines; i && i->resource; i++) {
                const struct resource *child = named(i->resource);
                check(r, i->resource, child && i->label);
                const struct admin_field *back = field_of(child, i->field);
                check(r, i->resource, back && back->type == ADMIN_REFERENCE);
                if (!back)
                        return; /* fail above does not come back */
                check(r, i->resource, back->flags & ADMIN_FILTER);
                check(r, i->resource, strcmp(back->reference, r->name) == 0);
        }
}

static void check_actions(const struct resource *r)
{
        for (const struct admin_action *a = r->actions; a && a->name; a++) {
                check(r, a->name, a->label && a->sql && strstr(a->sql, "$1"));
                check(r, a->name, r->verbs & 1u << a->verb);
        }
}

static void resources_agree_with_each_other(void **state)
{
        (void)state;
        for (size_t i = 0; i < admin_resource_count; i++) {
                const struct resource *r = admin_resources[i];
                check(r, "", named(r->name) == r);
                check(r, "", r->label_one && r->group && r->title && r->key[0].column && r->key[0].type);
                check(r, "", r->field_count > 0 && r->field_count <= ADMIN_FIELDS_MAX);
                check(r, "", r->verbs & ADMIN_CAN_VIEW);
                for (size_t f = 0; f < r->field_count; f++)
                        check_field(r, &r->fields[f]);
                check_sort(r);
                check_inlines(r);
                check_actions(r);
        }
}

/* Words of columns that hold secrets, whatever the table. */
static void nobody_sees_secrets(void **state)
{
        (void)state;
        static const char *const secrets[] = {"password_hash", "access_key", "hash",   "secret",
                                              "snapshot_hash", "made_by",    "hidden", "stripe_url"};
        for (size_t i = 0; i < admin_resource_count; i++)
                for (size_t s = 0; s < sizeof secrets / sizeof *secrets; s++)
                        check(admin_resources[i], secrets[s], !field_of(admin_resources[i], secrets[s]));
}

/* A button that can't be pressed, or a form for what nobody may change, would only confuse. */
static void what_nobody_may_change_is_read_only(void **state)
{
        (void)state;
        for (size_t i = 0; i < admin_resource_count; i++) {
                const struct resource *r = admin_resources[i];
                if (r->verbs & (ADMIN_CAN_ADD | ADMIN_CAN_CHANGE))
                        continue;
                for (size_t f = 0; f < r->field_count; f++)
                        check(r, r->fields[f].name, r->fields[f].sql || r->fields[f].flags & ADMIN_READ_ONLY);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(resources_agree_with_each_other),
                cmocka_unit_test(nobody_sees_secrets),
                cmocka_unit_test(what_nobody_may_change_is_read_only),
        };
        return run_all(tests);
}
