/* What tests ask to go wrong. */
#include "faults.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "fields.h"

struct fault_field {
        const char *name;
        enum { COUNT, FLAG, WORD } kind;
        size_t offset, size;
};

/* clang-format off */
#define HOOK(kind, member) {#member, kind, offsetof(struct hook_faults, member), sizeof((struct hook_faults){}.member)}
#define API(kind, member) {#member, kind, offsetof(struct api_faults, member), sizeof((struct api_faults){}.member)}
/* clang-format on */

static const struct fault_field hook_fields[] = {
        HOOK(COUNT, drop),          HOOK(COUNT, duplicate), HOOK(COUNT, delay_ms), HOOK(COUNT, bad_signature),
        HOOK(COUNT, old_timestamp), HOOK(FLAG, reorder),    HOOK(WORD, type),      {0},
};
static const struct fault_field api_fields[] = {
        API(COUNT, fail_next),   API(COUNT, status),
        API(COUNT, delay_ms),    API(COUNT, drop_reply_after_effect),
        API(FLAG, store),        API(COUNT, alter_amount),
        API(WORD, path),         API(WORD, method),
        API(WORD, should_retry), {0},
};

static const struct fault_field *find(const struct fault_field *fields, const char *name)
{
        while (fields->name && strcmp(fields->name, name) != 0)
                fields++;
        return fields->name ? fields : NULL;
}

static const char *set_one(void *into, const struct fault_field *f, const json_t *value)
{
        void *member = (char *)into + f->offset;
        if (f->kind == COUNT && json_is_integer(value))
                *(int64_t *)member = json_integer_value(value);
        else if (f->kind == FLAG && json_is_boolean(value))
                *(bool *)member = json_is_true(value);
        else if (f->kind == WORD && json_is_string(value) && json_string_length(value) < f->size)
                snprintf(member, f->size, "%s", json_string_value(value));
        else
                return "a fault has a value of the wrong type";
        return NULL;
}

static const char *set_part(void *into, const struct fault_field *fields, json_t *wanted)
{
        const char *name, *wrong = json_is_object(wanted) ? NULL : "hooks and api are objects";
        json_t *value;
        json_object_foreach(wanted, name, value)
        {
                const struct fault_field *f = find(fields, name);
                wrong = wrong ? wrong : f ? set_one(into, f, value) : "there is no such fault";
        }
        return wrong;
}

const char *faults_set(struct faults *f, const json_t *wanted)
{
        struct faults fresh = *f;
        const char *name, *wrong = json_is_object(wanted) ? NULL : "the body is not a JSON object";
        json_t *part;
        json_object_foreach((json_t *)wanted, name, part)
        {
                if (wrong)
                        break;
                if (strcmp(name, "hooks") == 0) {
                        fresh.hooks = (struct hook_faults){0};
                        wrong = set_part(&fresh.hooks, hook_fields, part);
                } else if (strcmp(name, "api") == 0) {
                        fresh.api = (struct api_faults){.status = 500};
                        wrong = set_part(&fresh.api, api_fields, part);
                } else
                        wrong = "faults are hooks and api, nothing else";
        }
        if (!wrong && (fresh.api.status < 400 || fresh.api.status > 599) && fresh.api.status)
                wrong = "status is 400 to 599";
        if (!wrong)
                *f = fresh;
        return wrong;
}

static json_t *part_json(const void *from, const struct fault_field *f)
{
        json_t *part = must(json_object());
        for (; f->name; f++) {
                const void *member = (const char *)from + f->offset;
                if (f->kind == COUNT)
                        field_set_int(part, f->name, *(const int64_t *)member);
                else if (f->kind == FLAG)
                        field_set_bool(part, f->name, *(const bool *)member);
                else
                        field_set_text(part, f->name, member);
        }
        return part;
}

json_t *faults_json(const struct faults *f)
{
        return must(json_pack("{s:o, s:o}", "hooks", part_json(&f->hooks, hook_fields), "api",
                              part_json(&f->api, api_fields)));
}

bool fault_take(int64_t *count)
{
        if (*count <= 0)
                return false;
        --*count;
        return true;
}

bool hook_faults_cover(const struct hook_faults *f, const char *type)
{
        return !*f->type || strcmp(f->type, type) == 0;
}

bool api_faults_cover(const struct api_faults *f, const char *method, const char *path)
{
        return (!*f->method || strcmp(f->method, method) == 0) && (!*f->path || path_matches(f->path, path, NULL, 0));
}

bool path_matches(const char *pattern, const char *path, char *id, size_t id_size)
{
        while (*pattern && *path) {
                if (strncmp(pattern, "{id}", 4) == 0) {
                        size_t n = strcspn(path, "/");
                        if (n == 0 || (id && n >= id_size))
                                return false;
                        if (id)
                                snprintf(id, id_size, "%.*s", (int)n, path);
                        pattern += 4;
                        path += n;
                } else if (*pattern++ != *path++)
                        return false;
        }
        return !*pattern && !*path;
}
