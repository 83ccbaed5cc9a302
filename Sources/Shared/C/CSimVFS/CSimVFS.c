#define _GNU_SOURCE
#include "CSimVFS.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { sector_bytes = 512, shared_region_limit = 64 };

/* One change since the last sync: bytes at an offset, or, without bytes, a new length. */
typedef struct change {
    struct change *next;
    uint64_t offset;
    uint64_t count;
    uint8_t bytes[];
} change;

typedef struct content {
    uint8_t *bytes;
    uint64_t count;
    uint64_t room;
} content;

typedef struct file {
    struct file *next;
    char *name;
    content current;
    content synced;
    change *first;
    change *last;
    void *shared[shared_region_limit];
} file;

/* Shared memory of dead processes, which their connections still look at while they close. */
typedef struct grave {
    struct grave *next;
    void *memory;
} grave;

struct sim_disk {
    sqlite3_vfs vfs;
    char *name;
    file *files;
    grave *graves;
    uint64_t random;
    uint64_t epoch;
    uint64_t operations;
    uint64_t fails_at;
    uint64_t capacity;
    int has_failed;
    int is_lying;
    int fails_sync;
};

/* An open file. A handle of an epoch that is over belongs to a process that is dead. */
typedef struct handle {
    sqlite3_file base;
    sim_disk *disk;
    file *file;
    uint64_t epoch;
} handle;

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(sim_disk *disk) {
    uint64_t mixed = disk->random += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

static int resize(content *content, uint64_t count) {
    if (count > content->room) {
        uint64_t room = count + count / 2 + 4096;
        uint8_t *bytes = realloc(content->bytes, room);
        if (!bytes) return SQLITE_NOMEM;
        content->bytes = bytes;
        content->room = room;
    }
    if (count > content->count) memset(content->bytes + content->count, 0, count - content->count);
    content->count = count;
    return SQLITE_OK;
}

static int put(content *content, uint64_t offset, const uint8_t *bytes, uint64_t count) {
    if (offset + count > content->count) {
        int result = resize(content, offset + count);
        if (result != SQLITE_OK) return result;
    }
    memcpy(content->bytes + offset, bytes, count);
    return SQLITE_OK;
}

static void copy(content *target, const content *source) {
    target->count = 0;
    if (resize(target, source->count) == SQLITE_OK && source->count) {
        memcpy(target->bytes, source->bytes, source->count);
    }
}

static void forget_changes(file *file) {
    while (file->first) {
        change *next = file->first->next;
        free(file->first);
        file->first = next;
    }
    file->last = NULL;
}

static void forget_shared(file *file) {
    for (int region = 0; region < shared_region_limit; region++) {
        free(file->shared[region]);
        file->shared[region] = NULL;
    }
}

static void bury_shared(sim_disk *disk, file *file) {
    for (int region = 0; region < shared_region_limit; region++) {
        grave *dug = file->shared[region] ? malloc(sizeof(grave)) : NULL;
        if (dug) {
            dug->memory = file->shared[region];
            dug->next = disk->graves;
            disk->graves = dug;
        }
        file->shared[region] = NULL;
    }
}

static int note(file *file, uint64_t offset, const void *bytes, uint64_t count) {
    change *noted = malloc(sizeof(change) + count);
    if (!noted) return SQLITE_NOMEM;
    noted->next = NULL;
    noted->offset = offset;
    noted->count = count;
    if (count) memcpy(noted->bytes, bytes, count);
    if (file->last) file->last->next = noted;
    else file->first = noted;
    file->last = noted;
    return SQLITE_OK;
}

static file *find(const sim_disk *disk, const char *name) {
    for (file *file = disk->files; file; file = file->next) {
        if (strcmp(file->name, name) == 0) return file;
    }
    return NULL;
}

static file *add(sim_disk *disk, const char *name) {
    file *added = calloc(1, sizeof(file));
    if (!added) return NULL;
    added->name = strdup(name);
    added->next = disk->files;
    disk->files = added;
    return added;
}

static void free_file(file *file) {
    forget_changes(file);
    forget_shared(file);
    free(file->current.bytes);
    free(file->synced.bytes);
    free(file->name);
    free(file);
}

/* Counts an operation; whether it is to fail. */
static int fails(handle *handle) {
    sim_disk *disk = handle->disk;
    if (handle->epoch != disk->epoch || disk->has_failed) return 1;
    disk->operations++;
    if (disk->fails_at && disk->operations >= disk->fails_at) disk->has_failed = 1;
    return disk->has_failed;
}

static int is_dead(const handle *handle) {
    return handle->epoch != handle->disk->epoch || handle->disk->has_failed;
}

static int file_close(sqlite3_file *base) {
    (void)base;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *buffer, int count, sqlite3_int64 offset) {
    handle *opened = (handle *)base;
    if (is_dead(opened)) return SQLITE_IOERR_READ;
    const content *content = &opened->file->current;
    uint64_t there = (uint64_t)offset < content->count ? content->count - (uint64_t)offset : 0;
    if (there > (uint64_t)count) there = (uint64_t)count;
    if (there) memcpy(buffer, content->bytes + offset, there);
    if (there == (uint64_t)count) return SQLITE_OK;
    memset((uint8_t *)buffer + there, 0, (uint64_t)count - there);
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    handle *opened = (handle *)base;
    if (fails(opened)) return SQLITE_IOERR_WRITE;
    sim_disk *disk = opened->disk;
    uint64_t end = (uint64_t)offset + (uint64_t)count;
    if (disk->capacity && end > opened->file->current.count) {
        uint64_t used = end - opened->file->current.count;
        for (file *file = disk->files; file; file = file->next) used += file->current.count;
        if (used > disk->capacity) return SQLITE_FULL;
    }
    int result = note(opened->file, (uint64_t)offset, bytes, (uint64_t)count);
    return result == SQLITE_OK ? put(&opened->file->current, (uint64_t)offset, bytes, (uint64_t)count) : result;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 count) {
    handle *opened = (handle *)base;
    if (fails(opened)) return SQLITE_IOERR_TRUNCATE;
    int result = note(opened->file, (uint64_t)count, NULL, 0);
    return result == SQLITE_OK ? resize(&opened->file->current, (uint64_t)count) : result;
}

static int file_sync(sqlite3_file *base, int flags) {
    (void)flags;
    handle *opened = (handle *)base;
    if (fails(opened)) return SQLITE_IOERR_FSYNC;
    if (opened->disk->is_lying) return SQLITE_OK;
    if (opened->disk->fails_sync) {
        /* As Linux does: the error is told once, and what was not written counts as written from now on. */
        opened->disk->fails_sync = 0;
        forget_changes(opened->file);
        return SQLITE_IOERR_FSYNC;
    }
    for (const change *change = opened->file->first; change; change = change->next) {
        int result = change->count
            ? put(&opened->file->synced, change->offset, change->bytes, change->count)
            : resize(&opened->file->synced, change->offset);
        if (result != SQLITE_OK) return result;
    }
    forget_changes(opened->file);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *count) {
    *count = (sqlite3_int64)((handle *)base)->file->current.count;
    return SQLITE_OK;
}

/* One connection at a time: nobody to be locked out. */
static int file_lock(sqlite3_file *base, int level) {
    (void)base, (void)level;
    return SQLITE_OK;
}

static int file_check_lock(sqlite3_file *base, int *is_locked) {
    (void)base;
    *is_locked = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *base) {
    (void)base;
    return sector_bytes;
}

static int file_characteristics(sqlite3_file *base) {
    (void)base;
    return 0;
}

static int file_shared_map(sqlite3_file *base, int region, int bytes, int extend, void volatile **memory) {
    handle *opened = (handle *)base;
    *memory = NULL;
    if (is_dead(opened) || region >= shared_region_limit) return SQLITE_IOERR_SHMMAP;
    if (!opened->file->shared[region] && extend) opened->file->shared[region] = calloc(1, (size_t)bytes);
    *memory = opened->file->shared[region];
    return SQLITE_OK;
}

static int file_shared_lock(sqlite3_file *base, int offset, int count, int flags) {
    (void)base, (void)offset, (void)count, (void)flags;
    return SQLITE_OK;
}

static void file_shared_barrier(sqlite3_file *base) {
    (void)base;
}

static int file_shared_unmap(sqlite3_file *base, int is_deleting) {
    handle *opened = (handle *)base;
    if (is_deleting && !is_dead(opened)) forget_shared(opened->file);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shared_map,
    .xShmLock = file_shared_lock,
    .xShmBarrier = file_shared_barrier,
    .xShmUnmap = file_shared_unmap,
};

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *result_flags) {
    sim_disk *disk = vfs->pAppData;
    handle *opened = (handle *)base;
    memset(opened, 0, sizeof(handle));
    if (!name || disk->has_failed) return SQLITE_CANTOPEN;
    file *file = find(disk, name);
    if (!file && (flags & SQLITE_OPEN_CREATE)) file = add(disk, name);
    if (!file) return SQLITE_CANTOPEN;
    opened->base.pMethods = &methods;
    opened->disk = disk;
    opened->file = file;
    opened->epoch = disk->epoch;
    if (result_flags) *result_flags = flags;
    return SQLITE_OK;
}

/* A removed file is empty: handles of dead processes may still point to it. */
static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync_folder) {
    (void)sync_folder;
    sim_disk *disk = vfs->pAppData;
    file *file = find(disk, name);
    if (!file) return SQLITE_IOERR_DELETE_NOENT;
    if (disk->has_failed) return SQLITE_IOERR_DELETE;
    forget_changes(file);
    file->current.count = file->synced.count = 0;
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
    (void)flags;
    file *file = find(vfs->pAppData, name);
    *result = file && file->current.count > 0;
    return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *vfs, const char *name, int count, char *path) {
    (void)vfs;
    sqlite3_snprintf(count, path, "%s", name);
    return SQLITE_OK;
}

static int disk_randomness(sqlite3_vfs *vfs, int count, char *bytes) {
    for (int index = 0; index < count; index++) bytes[index] = (char)draw(vfs->pAppData);
    return count;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

/* Julian day of 2026-03-02 in milliseconds: nothing that is simulated asks SQLite for the time. */
static int disk_time(sqlite3_vfs *vfs, sqlite3_int64 *time) {
    (void)vfs;
    *time = 212640033600000;
    return SQLITE_OK;
}

static int disk_time_in_days(sqlite3_vfs *vfs, double *days) {
    (void)vfs;
    *days = 2461101.5;
    return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *vfs, int count, char *text) {
    (void)vfs, (void)count, (void)text;
    return 0;
}

/* SQLite counts what it allocates under one lock for the whole process: worlds beside each other would wait for it. */
__attribute__((constructor)) static void leave_allocations_uncounted(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

sim_disk *sim_disk_create(const char *name, uint64_t seed) {
    sim_disk *disk = calloc(1, sizeof(sim_disk));
    if (!disk) return NULL;
    disk->name = strdup(name);
    disk->random = seed;
    disk->vfs = (sqlite3_vfs){
        .iVersion = 2,
        .szOsFile = sizeof(handle),
        .mxPathname = 512,
        .zName = disk->name,
        .pAppData = disk,
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_path,
        .xRandomness = disk_randomness,
        .xSleep = disk_sleep,
        .xCurrentTime = disk_time_in_days,
        .xGetLastError = disk_last_error,
        .xCurrentTimeInt64 = disk_time,
    };
    if (sqlite3_vfs_register(&disk->vfs, 0) == SQLITE_OK) return disk;
    free(disk->name);
    free(disk);
    return NULL;
}

static void remove_files(sim_disk *disk) {
    while (disk->files) {
        file *next = disk->files->next;
        free_file(disk->files);
        disk->files = next;
    }
}

void sim_disk_free(sim_disk *disk) {
    sqlite3_vfs_unregister(&disk->vfs);
    remove_files(disk);
    while (disk->graves) {
        grave *next = disk->graves->next;
        free(disk->graves->memory);
        free(disk->graves);
        disk->graves = next;
    }
    free(disk->name);
    free(disk);
}

static void begin_epoch(sim_disk *disk) {
    disk->epoch++;
    disk->has_failed = 0;
    disk->fails_at = 0;
    for (file *file = disk->files; file; file = file->next) bury_shared(disk, file);
}

/* Puts a change, or the beginning of it, on what was synced. */
static void survive(sim_disk *disk, file *file, const change *change) {
    if (change->count == 0) {
        resize(&file->synced, change->offset);
        return;
    }
    uint64_t kept = change->count;
    if (draw(disk) % 4 == 0) kept = draw(disk) % (change->count / sector_bytes + 1) * sector_bytes;
    if (kept) put(&file->synced, change->offset, change->bytes, kept);
}

void sim_disk_crash(sim_disk *disk) {
    for (file *file = disk->files; file; file = file->next) {
        /* Half of the crashes keep all but a few changes, half only a few; two passes put them out of order. */
        uint64_t odds = draw(disk) % 2 ? 8 : 2;
        for (int pass = 0; pass < 2; pass++) {
            for (const change *change = file->first; change; change = change->next) {
                if (draw(disk) % odds != 0 && draw(disk) % 2 == (uint64_t)pass) survive(disk, file, change);
            }
        }
        copy(&file->current, &file->synced);
        forget_changes(file);
    }
    begin_epoch(disk);
}

void sim_disk_kill(sim_disk *disk) {
    begin_epoch(disk);
}

void sim_disk_fail_after(sim_disk *disk, uint64_t operations) {
    disk->fails_at = operations ? disk->operations + operations : 0;
}

int sim_disk_has_failed(const sim_disk *disk) {
    return disk->has_failed;
}

void sim_disk_set_capacity(sim_disk *disk, uint64_t bytes) {
    disk->capacity = bytes;
}

void sim_disk_set_lying(sim_disk *disk, int is_lying) {
    disk->is_lying = is_lying;
}

void sim_disk_copy(sim_disk *target, const sim_disk *source) {
    begin_epoch(target);
    for (file *file = target->files; file; file = file->next) {
        forget_changes(file);
        file->current.count = file->synced.count = 0;
    }
    for (const file *original = source->files; original; original = original->next) {
        file *made = find(target, original->name);
        if (!made) made = add(target, original->name);
        copy(&made->current, &original->current);
        copy(&made->synced, &original->current);
    }
}

void sim_disk_fail_sync(sim_disk *disk) {
    disk->fails_sync = 1;
}

uint64_t sim_disk_operations(const sim_disk *disk) {
    return disk->operations;
}

int sim_disk_contains(const sim_disk *disk, const void *bytes, uint64_t count) {
    for (const file *file = disk->files; file; file = file->next) {
        if (file->current.count && memmem(file->current.bytes, file->current.count, bytes, count)) return 1;
    }
    return 0;
}
