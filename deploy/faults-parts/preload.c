// Preloaded into a program, makes its disk fail or itself die at an exactly counted call, and moves its wall clock
// alone (libfaketime also moves CLOCK_BOOTTIME). ROLLCALL_FAULTS names a file with `struct control`, which whoever
// started the program may change at any time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

// Calls of one kind, counted over all threads; those from `first` to `last` (1 is the first one) get `action`.
struct calls {
    _Atomic int64_t count;
    _Atomic int64_t first, last;
    // 0: nothing; -1: SIGKILL; else the errno to fail with.
    _Atomic int64_t action;
};

struct control {
    // fsync and fdatasync
    struct calls syncs;
    // write, pwrite and ftruncate on ordinary files
    struct calls writes;
    _Atomic int64_t wall_milliseconds;
};

static struct control nothing, *control = &nothing;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("ROLLCALL_FAULTS");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (mapped != MAP_FAILED) control = mapped;
    close(file);
}

// What is to happen at this call.
static int64_t due(struct calls *calls) {
    int64_t number = atomic_fetch_add(&calls->count, 1) + 1;
    return number >= calls->first && number <= calls->last ? calls->action : 0;
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static int synced(int file, const char *name) {
    int64_t action = due(&control->syncs);
    if (action == -1) die();
    if (action) {
        errno = (int)action;
        return -1;
    }
    return ((int (*)(int))dlsym(RTLD_NEXT, name))(file);
}

int fsync(int file) { return synced(file, "fsync"); }
int fdatasync(int file) { return synced(file, "fdatasync"); }

static int64_t due_write(int file) {
    struct stat status;
    int before = errno;
    int is_file = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && file > 2;
    errno = before;
    return is_file ? due(&control->writes) : 0;
}

// At a deadly write one half still reaches the file: a torn one.
#define WRITE(name, parameters, arguments)                                        \
    ssize_t name parameters {                                                           \
        ssize_t(*real) parameters = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);     \
        int64_t action = due_write(file);                                               \
        if (action > 0) {                                                               \
            errno = (int)action;                                                        \
            return -1;                                                                  \
        }                                                                               \
        if (action == -1) length /= 2;                                                  \
        ssize_t written = real arguments;                                               \
        if (action == -1) die();                                                        \
        return written;                                                                 \
    }

WRITE(write, (int file, const void *bytes, size_t length), (file, bytes, length))
WRITE(pwrite, (int file, const void *bytes, size_t length, off_t at), (file, bytes, length, at))
WRITE(pwrite64, (int file, const void *bytes, size_t length, off64_t at), (file, bytes, length, at))

static int cut(int file, off64_t length) {
    static int (*real)(int, off64_t);
    if (!real) real = (int (*)(int, off64_t))dlsym(RTLD_NEXT, "ftruncate64");
    int64_t action = due_write(file);
    if (action == -1) die();
    if (action > 0) {
        errno = (int)action;
        return -1;
    }
    return real(file, length);
}

int ftruncate(int file, off_t length) { return cut(file, length); }
int ftruncate64(int file, off64_t length) { return cut(file, length); }

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, now);
    int64_t moved = control->wall_milliseconds;
    if (result == 0 && moved && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        int64_t nanoseconds = now->tv_nsec + moved % 1000 * 1000000;
        now->tv_sec += moved / 1000 + (nanoseconds >= 1000000000) - (nanoseconds < 0);
        now->tv_nsec = (nanoseconds + 1000000000) % 1000000000;
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec exact;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &exact);
    now->tv_sec = exact.tv_sec;
    now->tv_usec = exact.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *out) {
    struct timespec exact;
    clock_gettime(CLOCK_REALTIME, &exact);
    if (out) *out = exact.tv_sec;
    return exact.tv_sec;
}
