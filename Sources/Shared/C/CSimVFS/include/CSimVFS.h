#pragma once
#include <stdint.h>

/* A disk in memory, as a SQLite VFS (https://www.sqlite.org/vfs.html), for one thread. What was written is kept apart
   until xSync: a crash keeps what was synced and some of the rest, torn and in any order. */
typedef struct sim_disk sim_disk;

/* Makes an empty disk and registers it as the VFS `name`; NULL where there is no memory. */
sim_disk *sim_disk_create(const char *name, uint64_t seed);
/* Ends the disk. No connection may be open on it. */
void sim_disk_free(sim_disk *disk);

/* The power goes: every open file is dead, unsynced writes survive at random. */
void sim_disk_crash(sim_disk *disk);
/* Only the process ends: every open file is dead, all writes survive. */
void sim_disk_kill(sim_disk *disk);
/* After so many more writes, truncations and syncs everything fails until the next crash or kill; 0: never. */
void sim_disk_fail_after(sim_disk *disk, uint64_t operations);
/* Whether sim_disk_fail_after was reached. */
int sim_disk_has_failed(const sim_disk *disk);
/* Bytes of all files together; more is SQLITE_FULL. 0: no limit. */
void sim_disk_set_capacity(sim_disk *disk, uint64_t bytes);
/* Nothing is ever really synced: for showing that a simulation would notice. */
void sim_disk_set_lying(sim_disk *disk, int is_lying);
/* The next sync fails, and what it should have written is lost with the power, unless it is written again. */
void sim_disk_fail_sync(sim_disk *disk);

/* Replaces the files of `target`, whose open files are dead then, by copies of those of `source`. */
void sim_disk_copy(sim_disk *target, const sim_disk *source);
/* Writes, truncations and syncs so far. */
uint64_t sim_disk_operations(const sim_disk *disk);
/* Whether the bytes stand somewhere in a file. */
int sim_disk_contains(const sim_disk *disk, const void *bytes, uint64_t count);
