/* Static files: the storefront's pages from WEB_ROOT, the admin's from ADMIN_ROOT, pictures from VAR_DIR/media and
 * MEDIA_ROOT.
 *
 * A file FILE.br or FILE.gz beside a file is the same, compressed. Files under /assets/, /admin/assets/ and
 * /media/ carry a hash or never change under one name, and are kept by browsers for ever; all others are asked for
 * again with their ETag.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "http/server_internal.h"

enum { FILE_PATH_MAX = 512 };

static const struct {
        struct str suffix;
        const char *type;
        bool compressible;
} types[] = {
        {STR(".html"), "text/html; charset=utf-8", true},
        {STR(".js"), "text/javascript; charset=utf-8", true},
        {STR(".css"), "text/css; charset=utf-8", true},
        {STR(".svg"), "image/svg+xml", true},
        {STR(".json"), "application/json", true},
        {STR(".webmanifest"), "application/manifest+json", true},
        {STR(".txt"), "text/plain; charset=utf-8", true},
        {STR(".xml"), "application/xml", true},
        {STR(".webp"), "image/webp", false},
        {STR(".avif"), "image/avif", false},
        {STR(".png"), "image/png", false},
        {STR(".jpg"), "image/jpeg", false},
        {STR(".gif"), "image/gif", false},
        {STR(".ico"), "image/x-icon", false},
        {STR(".woff2"), "font/woff2", false},
};

/* Pages that the storefront knows; one * stands for one segment. Any other address is answered with the same page,
 * which says that there is nothing, and status 404. */
static const struct str pages[] = {
        STR("/"),
        STR("/products"),
        STR("/products/*"),
        STR("/collections/*"),
        STR("/search"),
        STR("/cart"),
        STR("/checkout"),
        STR("/checkout/return"),
        STR("/orders/*"),
        STR("/terms"),
        STR("/login"),
        STR("/register"),
        STR("/forgot-username"),
        STR("/forgot-password"),
        STR("/reset-password/*"),
        STR("/verify-email/*"),
        STR("/account"),
        STR("/account/*"),
        STR("/contact"),
        STR("/unsubscribe/*"),
        STR("/preferences/*"),
};

static bool is_page(struct str path)
{
        for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
                struct str pattern = pages[i];
                if (str_eq(pattern, path))
                        return true;
                if (!str_ends(pattern, STR("*")))
                        continue;
                pattern.len--;
                struct str rest = str_from_offset(path, pattern.len);
                if (str_starts(path, pattern) && rest.len && str_find(rest, '/') == rest.len)
                        return true;
        }
        return false;
}

/* Whether Accept-Encoding takes this coding (RFC 9110, 12.5.3); q=0 refuses it. */
bool accepts_encoding(struct str accept, struct str coding)
{
        while (accept.ptr) {
                struct str parameters = str_trim(str_cut(&accept, ','));
                struct str name = str_trim(str_cut(&parameters, ';'));
                if (!str_eq_nocase(name, coding))
                        continue;
                struct str q = str_trim(parameters);
                return !(str_starts(q, STR("q=0")) &&
                         (q.len == 3 || str_starts(q, STR("q=0.0")) || str_eq(q, STR("q=0."))));
        }
        return false;
}

static int open_variant(const struct request *rq, int root, const char *path, bool compressible, struct stat *ret,
                        const char **ret_encoding)
{
        static const struct {
                struct str coding;
                const char *suffix;
        } variants[] = {{STR("br"), ".br"}, {STR("gzip"), ".gz"}};
        struct str accept = request_header(rq, "Accept-Encoding");
        *ret_encoding = NULL;
        for (size_t i = 0; compressible && i < 2; i++) {
                char name[FILE_PATH_MAX + 4];
                if (!accepts_encoding(accept, variants[i].coding))
                        continue;
                snprintf(name, sizeof name, "%s%s", path, variants[i].suffix);
                int fd = file_open_below(root, name, ret);
                if (fd >= 0) {
                        *ret_encoding = variants[i].coding.ptr;
                        return fd;
                }
        }
        return file_open_below(root, path, ret);
}

static bool serve(struct request *rq, int root, const char *path, unsigned status, bool immutable)
{
        struct stat info;
        const char *encoding, *type = "application/octet-stream";
        bool compressible = false;
        for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
                if (str_ends(str_from(path), types[i].suffix)) {
                        type = types[i].type;
                        compressible = types[i].compressible;
                }
        int fd = open_variant(rq, root, path, compressible, &info, &encoding);
        if (fd < 0)
                return false;
        const char *etag = arena_printf(&rq->arena, "\"%llx-%llx%s\"",
                                        (unsigned long long)info.st_mtim.tv_sec * 1000000 +
                                                (unsigned long long)info.st_mtim.tv_nsec / 1000,
                                        (unsigned long long)info.st_size, encoding ? encoding : "")
                                   .ptr;
        rq->reply.is_page = str_starts(str_from(type), STR("text/html"));
        reply_header(rq, "Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
        reply_header(rq, "ETag", etag);
        if (compressible)
                reply_header(rq, "Vary", "Accept-Encoding");
        if (etag && status == 200 && is_etag_known(rq, str_from(etag))) {
                close(fd);
                rq->reply.status = 304;
                return true;
        }
        reply_header(rq, "Content-Encoding", encoding);
        rq->reply.status = status;
        rq->reply.content_type = type;
        rq->reply.is_file = true;
        rq->reply.file_fd = fd;
        rq->reply.file_size = (uint64_t)info.st_size;
        return true;
}

/* What staff have sent, and the demo's pictures. Opened by themselves they load and run nothing: this policy holds
 * besides the one that every reply has. */
static void serve_media(struct request *rq, struct str name)
{
        char path[FILE_PATH_MAX];
        const struct server_options *o = &rq->server->options;
        const int roots[] = {o->uploads_root, o->media_root};
        for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
                if (roots[i] >= 0 && name.len && name.ptr[0] != '.' && str_to_c(name, path, sizeof path) &&
                    serve(rq, roots[i], path, 200, true)) {
                        reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
                        return;
                }
        reply_error(rq, ERR_NOT_FOUND, STR_NULL);
}

/* The admin finds its way by itself: every address below /admin/ that is no file of it is its one page. */
static void serve_admin(struct request *rq)
{
        char path[FILE_PATH_MAX];
        int root = rq->server->options.admin_root;
        struct str relative = str_from_offset(rq->path, strlen("/admin"));
        if (relative.len)
                relative = str_from_offset(relative, 1);
        bool immutable = str_starts(relative, STR("assets/"));
        rq->reply.is_admin = true;
        rq->reply.is_frame = str_eq(relative, STR("visual.html"));
        if (root >= 0 && relative.len && str_to_c(relative, path, sizeof path) && serve(rq, root, path, 200, immutable))
                return;
        if (!immutable && root >= 0 && serve(rq, root, "index.html", 200, false))
                return;
        if (immutable)
                reply_error(rq, ERR_NOT_FOUND, STR_NULL);
        else
                reply_error(rq, ERR_NOT_FOUND, STR("The admin is not built here: run make, or set ADMIN_ROOT."));
}

void reply_page_unknown(struct request *rq)
{
        int root = rq->server->options.web_root;
        if (root < 0 || !serve(rq, root, "index.html", 404, false))
                reply_error(rq, ERR_NOT_FOUND, STR_NULL);
}

void files_serve(struct request *rq)
{
        char path[FILE_PATH_MAX];
        const struct server_options *o = &rq->server->options;
        if (str_eq(rq->path, STR("/admin")) || str_starts(rq->path, STR("/admin/"))) {
                serve_admin(rq);
                return;
        }
        struct str relative = str_from_offset(rq->path, 1);
        if (str_starts(rq->path, STR("/media/"))) {
                serve_media(rq, str_from_offset(rq->path, strlen("/media/")));
                return;
        }
        int root = o->web_root;
        bool immutable = str_starts(rq->path, STR("/assets/"));
        if (root >= 0 && relative.len && str_to_c(relative, path, sizeof path) && serve(rq, root, path, 200, immutable))
                return;
        if (!immutable && o->web_root >= 0 &&
            serve(rq, o->web_root, "index.html", is_page(rq->path) ? 200 : 404, false))
                return;
        reply_error(rq, ERR_NOT_FOUND, STR_NULL);
}
