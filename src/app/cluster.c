/* The private PostgreSQL cluster. */
#include "app/cluster.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
        SOCKET_PATH_MAX = 90,   /* of its directory; sun_path holds 107 and PostgreSQL adds a name */
        PATH_LENGTH_MAX = 3000, /* leaves room for the names below it in PATH_MAX */
};

static bool fail(const char *what, const char *why)
{
        fprintf(stderr, "startupwebapp: the private database: %s: %s\n", what, why);
        return false;
}

/* Where PostgreSQL's server programs are: on Debian outside PATH, one folder a version. */
static bool find_programs(char *out, size_t size)
{
        glob_t found;
        bool fine = false;
        if (glob("/usr/lib/postgresql/*/bin/pg_ctl", 0, NULL, &found) == 0) {
                long best = 0;
                for (size_t i = 0; i < found.gl_pathc; i++) {
                        long version = strtol(found.gl_pathv[i] + strlen("/usr/lib/postgresql/"), NULL, 10);
                        if (version > best) {
                                best = version;
                                snprintf(out, size, "/usr/lib/postgresql/%ld/bin", version);
                                fine = true;
                        }
                }
                globfree(&found);
        }
        return fine;
}

static bool exists(const char *directory, const char *name, struct stat *ret_info)
{
        char path[8400];
        snprintf(path, sizeof path, "%s/%s", directory, name);
        return stat(path, ret_info) == 0;
}

/* The user that owns the cluster: ourselves; for root whoever made it, or else the user postgres. */
static bool choose_user(struct cluster *c, const char *directory)
{
        struct stat info;
        const struct passwd *user;
        if (geteuid() != 0)
                user = getpwuid(geteuid());
        else if (exists(directory, "PG_VERSION", &info) && info.st_uid != 0)
                user = getpwuid(info.st_uid);
        else
                user = getpwnam("postgres");
        if (!user)
                return fail("there is no user for it", "run make setup");
        snprintf(c->user, sizeof c->user, "%s", user->pw_name);
        c->uid = user->pw_uid;
        c->gid = user->pw_gid;
        return true;
}

static void become(const struct cluster *c)
{
        if (geteuid() == 0 && (initgroups(c->user, c->gid) != 0 || setgid(c->gid) != 0 || setuid(c->uid) != 0))
                _exit(126);
}

/* Runs a program as the cluster's user; what it complains of goes to the log file, or to our standard error when that
 * is NULL. A session of its own keeps the Ctrl-C of our terminal from it: PostgreSQL is stopped by us, last. */
static bool run(const struct cluster *c, const char *log, const char *const *words)
{
        pid_t child = fork();
        if (child < 0)
                return false;
        if (child == 0) {
                become(c);
                setsid();
                int null = open("/dev/null", O_RDWR | O_CLOEXEC);
                int fd = log ? open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
                dup2(null, 0);
                dup2(fd < 0 ? null : fd, 1);
                if (log)
                        dup2(fd < 0 ? null : fd, 2);
                if (chdir("/") == 0)
                        execv(words[0], (char *const *)words);
                _exit(127);
        }
        int status;
        while (waitpid(child, &status, 0) < 0)
                if (errno != EINTR)
                        return false;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool is_owned_by(const char *path, uid_t user)
{
        struct stat info;
        return lstat(path, &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == user;
}

/* A directory of the cluster's user alone. One of somebody else is refused, so that nobody is tricked into a place that
 * others prepared in /tmp, and nobody's data is taken away. */
static bool make_directory(const struct cluster *c, const char *path)
{
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
                return fail(path, strerror(errno));
        if (geteuid() == 0 && is_owned_by(path, 0) && lchown(path, c->uid, c->gid) != 0)
                return fail(path, strerror(errno));
        if (!is_owned_by(path, c->uid))
                return fail(path, "belongs to somebody else; be that user, or set VAR_DIR to another folder");
        return true;
}

/* Whether the user may walk to the directory: a child tries it. */
static bool can_reach(const struct cluster *c, const char *directory)
{
        pid_t child = fork();
        if (child == 0) {
                become(c);
                _exit(chdir(directory) == 0 ? 0 : 1);
        }
        int status;
        return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static unsigned long hash(const char *text)
{
        unsigned long h = 5381;
        while (*text)
                h = h * 33 + (unsigned char)*text++;
        return h;
}

static bool make_var_directory(struct cluster *c, const char *var_dir)
{
        char var[PATH_MAX];
        if (mkdir(var_dir, 0755) != 0 && errno != EEXIST)
                return fail(var_dir, strerror(errno));
        if (!realpath(var_dir, var) || strlen(var) > PATH_LENGTH_MAX)
                return fail(var_dir, "the path is too long");
        snprintf(c->var_dir, sizeof c->var_dir, "%s", var);
        if (access(var, W_OK) != 0)
                return fail(var, "is somebody else's; be that user, or set VAR_DIR to another folder");
        return true;
}

/* When root's folders keep the user out, VAR_DIR/postgresql is a link to a folder that they don't. */
static bool make_elsewhere(struct cluster *c, const char *link)
{
        snprintf(c->directory, sizeof c->directory, "/var/lib/startupwebapp/%lx", hash(c->var_dir));
        if (mkdir("/var/lib/startupwebapp", 0755) != 0 && errno != EEXIST)
                return fail("/var/lib/startupwebapp", strerror(errno));
        if (!make_directory(c, c->directory))
                return false;
        return symlink(c->directory, link) == 0 || fail(link, strerror(errno));
}

static bool choose_directory(struct cluster *c)
{
        char link[PATH_MAX + 16];
        struct stat info;
        snprintf(link, sizeof link, "%s/postgresql", c->var_dir);
        if (!choose_user(c, link))
                return false;
        /* A link made earlier holds the data even when the folder was moved since. */
        if (lstat(link, &info) == 0 && S_ISLNK(info.st_mode)) {
                if (!realpath(link, c->directory))
                        return fail(link, "points to nothing; remove it to begin anew");
                return make_directory(c, c->directory);
        }
        snprintf(c->directory, sizeof c->directory, "%s", link);
        if (can_reach(c, c->var_dir))
                return make_directory(c, c->directory);
        if (stat(link, &info) == 0)
                return fail(link, "its owner can't get there any more; let others pass the folders above it");
        return make_elsewhere(c, link);
}

/* What pg_ctl's shell, the list of socket directories and a connection string all take as it is. */
static bool is_plain(const char *path)
{
        return path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-")] == 0;
}

static bool choose_socket(struct cluster *c)
{
        if (strlen(c->directory) <= SOCKET_PATH_MAX && is_plain(c->directory)) {
                snprintf(c->socket, sizeof c->socket, "%.*s", SOCKET_PATH_MAX, c->directory);
        } else {
                snprintf(c->socket, sizeof c->socket, "/tmp/startupwebapp-%u-%lx", (unsigned)c->uid,
                         hash(c->directory));
                if (!make_directory(c, c->socket))
                        return false;
        }
        snprintf(c->conninfo, sizeof c->conninfo, "host='%s' user='%s' dbname=postgres", c->socket, c->user);
        return true;
}

static bool is_running(const struct cluster *c, const char *programs)
{
        char pg_ctl[300];
        snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", programs);
        return run(c, "/dev/null", (const char *const[]){pg_ctl, "status", "-D", c->directory, NULL});
}

static bool initialise(const struct cluster *c, const char *programs)
{
        char initdb[300];
        struct stat info;
        snprintf(initdb, sizeof initdb, "%s/initdb", programs);
        if (exists(c->directory, "PG_VERSION", &info))
                return true;
        /* trust: whoever may reach the socket's folder is the owner, or root */
        return run(c, NULL,
                   (const char *const[]){initdb, "-D", c->directory, "--auth=trust", "--encoding=UTF8",
                                         "--locale=C.UTF-8", "--username", c->user, NULL}) ||
               fail("initdb failed in", c->directory);
}

/* A file below VAR_DIR with a lock, which goes with the process, too. -1, with a message, when there is none. */
static int lock(const struct cluster *c, const char *name, int how)
{
        char path[4200];
        snprintf(path, sizeof path, "%s/%s", c->var_dir, name);
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
        if (fd < 0 || flock(fd, how) != 0) {
                fail(path, strerror(errno));
                if (fd >= 0)
                        close(fd);
                return -1;
        }
        return fd;
}

static bool start(const struct cluster *c, const char *programs)
{
        char pg_ctl[300], log[8300], options[600];
        snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", programs);
        snprintf(log, sizeof log, "%s/startupwebapp.log", c->directory);
        if (!initialise(c, programs))
                return false;
        if (is_running(c, programs))
                return true;
        snprintf(options, sizeof options,
                 "-c listen_addresses='' -c unix_socket_directories='%s' -c unix_socket_permissions=0700 "
                 "-c max_connections=100 -c shared_buffers=64MB -c logging_collector=off",
                 c->socket);
        return run(c, log,
                   (const char *const[]){pg_ctl, "start", "-w", "-D", c->directory, "-l", log, "-o", options, NULL}) ||
               fail("it does not start; see", log);
}

/* One process at a time starts or stops it. */
static bool start_alone(struct cluster *c, const char *programs)
{
        int alone = lock(c, "lock", LOCK_EX);
        if (alone < 0)
                return false;
        c->users = lock(c, "users", LOCK_SH);
        bool fine = c->users >= 0 && start(c, programs);
        close(alone);
        return fine;
}

bool cluster_start(struct cluster *c, const char *var_dir)
{
        char programs[256];
        *c = (struct cluster){.users = -1};
        if (!find_programs(programs, sizeof programs))
                return fail("PostgreSQL's server is not installed", "run make setup, or set DATABASE_URL");
        return make_var_directory(c, var_dir) && choose_directory(c) && choose_socket(c) && start_alone(c, programs);
}

void cluster_stop(struct cluster *c)
{
        char programs[256], pg_ctl[300];
        if (c->users < 0 || !find_programs(programs, sizeof programs))
                return;
        int alone = lock(c, "lock", LOCK_EX);
        if (alone >= 0 && flock(c->users, LOCK_EX | LOCK_NB) == 0) {
                snprintf(pg_ctl, sizeof pg_ctl, "%s/pg_ctl", programs);
                run(c, "/dev/null",
                    (const char *const[]){pg_ctl, "stop", "-w", "-m", "fast", "-D", c->directory, NULL});
                rmdir(c->socket); /* the one in /tmp; the data directory isn't empty */
        }
        close(c->users);
        c->users = -1;
        if (alone >= 0)
                close(alone);
}
