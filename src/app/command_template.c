/* template render, template check: what the mail engine makes of a file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/commands.h"
#include "base/file.h"
#include "mail/template/folder.h"
#include "mail/templates.h"

enum { CONTEXT_MAX = 4 * 1024 * 1024 /* bytes of JSON, which takes up to forty times as many when it is read */ };

struct words {
        const char *file, *context, *include_dir, *zone, *now;
        bool text;
};

/* What one run needs; all of it is released together. */
struct run {
        struct words words;
        struct arena arena;
        struct template_folder folder;
        struct template_loader loader;
        struct template_set *set;
        struct zone *zone;
        struct template_error error;
};

/* An option that takes a value; NULL for others. */
static const char **option(struct words *w, const char *word)
{
        return strcmp(word, "--context") == 0       ? &w->context
               : strcmp(word, "--include-dir") == 0 ? &w->include_dir
               : strcmp(word, "--zone") == 0        ? &w->zone
               : strcmp(word, "--now") == 0         ? &w->now
                                                    : NULL;
}

/* NULL, or the word that is wrong. */
static const char *read_words(int count, char **from, struct words *ret)
{
        *ret = (struct words){0};
        for (int i = 0; i < count; i++) {
                const char **value = option(ret, from[i]);
                if (value && i + 1 < count)
                        *value = from[++i];
                else if (strcmp(from[i], "--text") == 0)
                        ret->text = true;
                else if (from[i][0] != '-' && !ret->file)
                        ret->file = from[i];
                else
                        return from[i];
        }
        return ret->file ? NULL : "";
}

static bool fail(const char *what, const char *why)
{
        fprintf(stderr, "startupwebapp: %s: %s\n", what, why);
        return false;
}

static bool fail_template(const struct run *r)
{
        struct buf line;
        buf_init(&line, TEMPLATE_ERROR_MAX + TEMPLATE_NAME_MAX + 32);
        template_error_write(&line, &r->error);
        fprintf(stderr, "%s\n", line.ptr);
        buf_release(&line);
        return false;
}

/* What is included is looked for in --include-dir, or beside the file, and then among the program's own templates. */
static struct str load(void *context, struct arena *a, struct str name)
{
        const struct run *r = context;
        struct str source = r->folder.loader.load(r->folder.loader.context, a, name);
        return source.ptr ? source : templates_builtin(name);
}

static bool open_folder(struct run *r)
{
        char path[4096];
        const char *slash = strrchr(r->words.file, '/');
        snprintf(path, sizeof path, "%.*s", slash ? (int)(slash - r->words.file + 1) : 1, slash ? r->words.file : ".");
        const char *folder = r->words.include_dir ? r->words.include_dir : path;
        return template_folder_open(&r->folder, folder) || fail(folder, strerror(errno));
}

static bool read_all(struct run *r, const char *path, size_t max, struct str *ret)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
                return fail(path, strerror(errno));
        *ret = file_read(&r->arena, fd, max);
        close(fd);
        return ret->ptr || fail(path, "can't be read, or is too large");
}

static bool compile(struct run *r)
{
        struct str source;
        const char *slash = strrchr(r->words.file, '/');
        r->loader = (struct template_loader){load, r};
        if (!open_folder(r) || !read_all(r, r->words.file, TEMPLATE_SOURCE_MAX, &source))
                return false;
        r->set = template_compile(str_from(slash ? slash + 1 : r->words.file), source, &r->loader, &r->error);
        return r->set || fail_template(r);
}

static bool read_context(struct run *r, struct value *ret)
{
        struct str text = STR("{}");
        json_error_t e;
        if (r->words.context && !read_all(r, r->words.context, CONTEXT_MAX, &text))
                return false;
        json_t *json = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &e);
        if (!json) {
                fprintf(stderr, "%s:%d: %s\n", r->words.context, e.line, e.text);
                return false;
        }
        bool fine = json_is_object(json) || fail(r->words.context, "the context must be a JSON object");
        if (fine && !value_from_json(&r->arena, json, ret))
                fine = fail(r->words.context, "the context is too large or nested too deeply");
        json_decref(json);
        return fine;
}

static bool read_settings(struct run *r, struct template_settings *ret)
{
        const struct words *w = &r->words;
        *ret = (struct template_settings){.autoescape = !w->text};
        if (w->zone && !(r->zone = zone_open(str_from(w->zone))))
                return fail(w->zone, "there is no such time zone");
        if (w->now && (!moment_parse(str_from(w->now), &ret->now) || !ret->now.aware))
                return fail(w->now, "--now takes a time such as 2026-11-25T19:41:00Z");
        ret->zone = r->zone;
        return true;
}

static bool render(struct run *r)
{
        struct buf out;
        struct arena scratch;
        struct value context;
        struct template_settings settings;
        if (!compile(r) || !read_context(r, &context) || !read_settings(r, &settings))
                return false;
        buf_init(&out, TEMPLATE_OUTPUT_MAX);
        arena_init(&scratch, TEMPLATE_MEMORY_MAX);
        bool fine = template_render(r->set, &settings, context, &scratch, &out, &r->error);
        if (fine)
                fwrite(buf_str(&out).ptr, 1, out.len, stdout);
        arena_release(&scratch);
        buf_release(&out);
        return fine || fail_template(r);
}

static bool check(struct run *r)
{
        if (!compile(r))
                return false;
        if (template_problem(r->set, &r->error))
                return fail_template(r);
        printf("%s: no errors\n", r->words.file);
        return true;
}

/* A full disk, perhaps. */
static bool written(void)
{
        bool fine = !ferror(stdout) && fflush(stdout) == 0;
        return fine || fail("standard output", strerror(errno));
}

int command_template(int count, char **words)
{
        struct run r = {.folder.directory = -1};
        bool renders = count >= 1 && strcmp(words[0], "render") == 0;
        if (!renders && (count < 1 || strcmp(words[0], "check") != 0))
                return wrong_usage("template takes render or check, not", count ? words[0] : "");
        const char *wrong = read_words(count - 1, words + 1, &r.words);
        if (wrong)
                return wrong_usage(wrong[0] ? "template does not understand" : "template needs the name of a file, not",
                                   wrong);
        arena_init(&r.arena, TEMPLATE_MEMORY_MAX + 2 * CONTEXT_MAX);
        bool fine = renders ? render(&r) : check(&r);
        template_release(r.set);
        template_folder_close(&r.folder);
        zone_release(r.zone);
        arena_release(&r.arena);
        return fine && written() ? 0 : 1;
}
