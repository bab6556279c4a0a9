/* POST /api/admin/media: a picture, as the body. */
#include <sodium.h>

#include "admin/admin.h"
#include "catalogue/catalogue_admin_http.h"
#include "catalogue_admin_queries.h"
#include "http/store.h"
#include "media/image.h"
#include "media/media.h"

static void reply_fault(struct request *rq, enum image_fault fault)
{
        if (fault == IMAGE_UNKNOWN)
                reply_field_error(rq, STR("file"), STR("unknown_image"),
                                  STR("Send a picture: JPEG, PNG, WebP, GIF or AVIF."));
        else if (fault == IMAGE_TOO_LARGE)
                reply_field_error(rq, STR("file"), STR("out_of_range"),
                                  STR("A picture is at most 20,000 pixels wide and high."));
        else
                reply_field_error(rq, STR("file"), STR("broken_image"), STR("This picture is damaged, or not whole."));
}

/* A sender that does not know says octet-stream, or nothing. */
static bool is_called_so(const struct request *rq, enum image_type type)
{
        struct str said = request_header(rq, "Content-Type");
        struct str media = str_trim(str_cut(&said, ';'));
        return media.len == 0 || str_eq_nocase(media, STR("application/octet-stream")) ||
               str_eq_nocase(media, image_media_type(type));
}

static struct str name_of(struct request *rq, struct str bytes, enum image_type type)
{
        unsigned char hash[crypto_hash_sha256_BYTES];
        char hex[2 * sizeof hash + 1];
        crypto_hash_sha256(hash, (const unsigned char *)bytes.ptr, bytes.len);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        return arena_printf(&rq->arena, "%s.%.*s", hex, STR_ARG(image_extension(type)));
}

static void keep(struct request *rq, const struct image *image)
{
        const struct store_settings *s = store_settings(rq);
        struct str bytes = buf_str(&rq->body), type = image_media_type(image->type);
        struct str name = name_of(rq, bytes, image->type);
        char problem[MEDIA_PROBLEM_SIZE];
        bool is_new = false;
        struct buf json;
        enum err e = name.ptr ? media_put(s->media, name, type, bytes, &is_new, problem) : ERR_NO_MEMORY;
        if (e != ERR_NONE) {
                reply_error(rq, e, STR_NULL);
                return;
        }
        buf_init(&json, 4096);
        buf_printf(&json, "{\"file\":\"%s\",\"url\":", name.ptr);
        buf_add_json(&json, arena_printf(&rq->arena, "%.*s%s", STR_ARG(s->media_url), name.ptr));
        buf_printf(&json, ",\"type\":\"%.*s\",\"size\":%zu,\"width\":%u,\"height\":%u}", STR_ARG(type), bytes.len,
                   image->width, image->height);
        reply_json(rq, is_new ? 201 : 200, buf_str(&json));
        buf_release(&json);
}

static void take(struct request *rq, const struct outcome *o)
{
        struct image image = {0};
        (void)o; /* they may */
        enum image_fault fault = image_probe(buf_str(&rq->body), &image);
        if (fault != IMAGE_FINE)
                reply_fault(rq, fault);
        else if (!is_called_so(rq, image.type))
                reply_field_error(rq, STR("file"), STR("wrong_type"),
                                  STR("The picture is of another type than its Content-Type says."));
        else
                keep(rq, &image);
}

static void post(struct request *rq, struct worker *w)
{
        struct unit *u = request_unit(rq);
        q_catalogue_admin_media_begin(u, rq->session);
        admin_run(rq, w, NULL, u, take);
}

void admin_media_post(struct request *rq)
{
        request_defer(rq, post);
}
