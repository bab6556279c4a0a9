/* Mail into a directory: one .eml file a mail, whole or not there at all. */
#include "mail/sender_kinds.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
        NAME_SIZE = 200,   /* below every file system's 255 */
        ID_PART_MAX = 120, /* of the Message-ID in a file's name */
};

struct str mail_directory_open(struct mail_sender *s, struct str path)
{
        char c_path[PATH_MAX];
        if (!str_to_c(path, c_path, sizeof c_path))
                return STR("the directory for mail has too long a name");
        if (mkdir(c_path, 0700) != 0 && errno != EEXIST)
                return STR("the directory for mail can't be made");
        s->directory = open(c_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (s->directory < 0)
                return STR("the directory for mail can't be opened");
        if (faccessat(s->directory, ".", W_OK | X_OK, AT_EACCESS) != 0)
                return STR("the directory for mail can't be written to");
        return STR_NULL;
}

void mail_directory_close(struct mail_sender *s)
{
        if (s->directory >= 0)
                close(s->directory);
        s->directory = -1;
}

static bool is_safe(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               (c != 0 && strchr("@._+-", c));
}

/* 20251122T150617.123456Z-<message id>.eml: sorts by time, and says which mail it is. */
static void name_file(char name[NAME_SIZE], struct str message_id)
{
        char id[ID_PART_MAX + 1], when[32];
        struct timespec now;
        struct tm t;
        size_t n = message_id.len < ID_PART_MAX ? message_id.len : ID_PART_MAX;
        for (size_t i = 0; i < n; i++)
                id[i] = is_safe(message_id.ptr[i]) ? message_id.ptr[i] : '_';
        id[n] = 0;
        clock_gettime(CLOCK_REALTIME, &now);
        gmtime_r(&now.tv_sec, &t);
        strftime(when, sizeof when, "%Y%m%dT%H%M%S", &t);
        snprintf(name, NAME_SIZE, "%s.%06ldZ-%s.eml", when, now.tv_nsec / 1000, id);
}

static bool write_all(int file, struct str bytes)
{
        while (bytes.len > 0) {
                ssize_t n = write(file, bytes.ptr, bytes.len);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return false;
                bytes = str_from_offset(bytes, (size_t)n);
        }
        return true;
}

static bool finish(int file, struct str bytes)
{
        bool written = write_all(file, bytes) && fsync(file) == 0;
        int why = errno;
        if (close(file) != 0 && written)
                return false;
        errno = why;
        return written;
}

/* Under another name first: a reader of the directory never meets half a mail. */
static bool deliver(int directory, const char *name, struct str bytes)
{
        char temporary[NAME_SIZE + 8];
        snprintf(temporary, sizeof temporary, ".%s.tmp", name);
        int file = openat(directory, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0)
                return false;
        if (finish(file, bytes) && renameat(directory, temporary, directory, name) == 0)
                return fsync(directory) == 0;
        int why = errno;
        unlinkat(directory, temporary, 0);
        errno = why;
        return false;
}

struct mail_result mail_directory_send(struct mail_sender *s, const struct mail_envelope *envelope, struct str message)
{
        struct mail_result result = {.outcome = MAIL_SENT, .stage = MAIL_STAGE_DATA};
        char name[NAME_SIZE], text[MAIL_REPLY_SIZE];
        name_file(name, envelope->message_id);
        if (deliver(s->directory, name, message)) {
                snprintf(text, sizeof text, "written to %s", name);
        } else {
                char why[128];
                result.outcome = MAIL_TRANSIENT;
                snprintf(text, sizeof text, "%s could not be written: %s", name, strerror_r(errno, why, sizeof why));
        }
        mail_result_say(&result, str_from(text));
        return result;
}
