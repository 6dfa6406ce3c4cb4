/* Loaded before libc (LD_PRELOAD): makes one I/O call on files under a directory go wrong.
 *
 * fault_arm(directory, kind, point) counts from now on; the call number `point` fails.
 * Kinds: 0 none, 1 EIO, 2 ENOSPC once, 3 ENOSPC from there on (for what writes), 4 death
 * before the call, 5 death after half of what was to be written.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char directory[4096];
static int kind;
static long point, counted;

void fault_arm(const char *where, int which, long at)
{
    strncpy(directory, where, sizeof directory - 1);
    kind = which;
    point = at;
    counted = 0;
}

long fault_count(void) { return counted; }

static int is_ours(int fd)
{
    char link[64], path[4096];
    ssize_t length;

    if (!directory[0])
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    return length > 0 && !strncmp(path, directory, strlen(directory));
}

/* 0 to go on, else the errno to fail with; *torn says that half is written and then death. */
static int fault(int fd, int writes, int *torn)
{
    int saved = errno, hit;

    *torn = 0;
    if (!is_ours(fd)) {
        errno = saved;
        return 0;
    }
    errno = saved;
    hit = ++counted == point;
    if (kind == 3 && counted >= point)
        return writes ? ENOSPC : 0;
    if (!hit)
        return 0;
    if (kind == 4 || (kind == 5 && !writes))
        kill(getpid(), SIGKILL);
    *torn = kind == 5;
    return kind == 1 ? EIO : kind == 2 ? ENOSPC : 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITING(name, offset_type)                                              \
    ssize_t name(int fd, const void *data, size_t size, offset_type offset)     \
    {                                                                           \
        int torn, error = fault(fd, 1, &torn);                                  \
        if (error) {                                                            \
            errno = error;                                                      \
            return -1;                                                          \
        }                                                                       \
        if (torn) {                                                             \
            REAL(name)(fd, data, size / 2, offset);                             \
            kill(getpid(), SIGKILL);                                            \
        }                                                                       \
        return REAL(name)(fd, data, size, offset);                              \
    }

WRITING(pwrite, off_t)
WRITING(pwrite64, off64_t)

ssize_t write(int fd, const void *data, size_t size)
{
    int torn, error = fault(fd, 1, &torn);

    if (error) {
        errno = error;
        return -1;
    }
    if (torn) {
        REAL(write)(fd, data, size / 2);
        kill(getpid(), SIGKILL);
    }
    return REAL(write)(fd, data, size);
}

#define SETTLING(name)                                                          \
    int name(int fd)                                                            \
    {                                                                           \
        int torn, error = fault(fd, 0, &torn);                                  \
        if (error) {                                                            \
            errno = error;                                                      \
            return -1;                                                          \
        }                                                                       \
        return REAL(name)(fd);                                                  \
    }

SETTLING(fsync)
SETTLING(fdatasync)

#define SIZING(name, offset_type)                                               \
    int name(int fd, offset_type size)                                          \
    {                                                                           \
        int torn, error = fault(fd, 1, &torn);                                  \
        if (error) {                                                            \
            errno = error;                                                      \
            return -1;                                                          \
        }                                                                       \
        if (torn)                                                               \
            kill(getpid(), SIGKILL);                                            \
        return REAL(name)(fd, size);                                            \
    }

SIZING(ftruncate, off_t)
SIZING(ftruncate64, off64_t)
