#pragma once
#include <sqlite3.h>

/* sqlite3_db_config is variadic, which Swift cannot call. Turns one of its on/off options on. */
static inline int csqlite_enable(sqlite3 *connection, int option) {
    return sqlite3_db_config(connection, option, 1, (int *)0);
}

/* SQLITE_TRANSIENT is a macro with a cast, which Swift does not import: SQLite copies the bytes while it binds. */
static inline int csqlite_bind_text(sqlite3_stmt *statement, int position, const char *bytes, int count) {
    return sqlite3_bind_text(statement, position, bytes, count, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int position, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, position, bytes, count, SQLITE_TRANSIENT);
}
