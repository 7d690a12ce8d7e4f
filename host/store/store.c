// The log in SQLite. Invariant: a function that returns LSN_OK has its work on the disk (WAL, synchronous=FULL); one
// that returns an error has changed nothing.
#include "host/store/inside.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SCHEMA = 2, APPLICATION_ID = 0x4c6f6f73 /* "Loos" */, BUSY_MS = 10000 };

lsn_err lsn_store_say(lsn_diag *diag, sqlite3 *db, const char *what) {
    const char *why = db ? sqlite3_errmsg(db) : "out of memory";
    int code = db ? sqlite3_errcode(db) : SQLITE_NOMEM;
    if (code == SQLITE_FULL) why = "the disk is full";
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) why = "another Loosen is using it; try again in a moment";
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) why = "loosen.db is damaged";
    if (code == SQLITE_READONLY) why = "loosen.db may not be written to";
    return lsn_diag_set(diag, code == SQLITE_NOMEM ? LSN_ERR_NO_MEMORY : LSN_ERR_IO, 0, 0, "the log %s: %s", what, why);
}

bool lsn_store_run(sqlite3 *db, const char *sql) {
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

bool lsn_store_number(sqlite3 *db, const char *sql, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
    good = good && sqlite3_step(statement) == SQLITE_ROW;
    if (good) *out = sqlite3_column_int64(statement, 0);
    return sqlite3_finalize(statement) == SQLITE_OK && good;
}

// Made before SQLite sees it, so that it never exists with a wider mode; the -wal and -shm files take its mode.
static void make_private(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return; // SQLite says why
    if (fchmod(fd, 0600) != 0) {
    }
    close(fd);
}

static bool set_up(sqlite3 *db) {
    return lsn_store_run(db, "PRAGMA locking_mode=NORMAL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
                             "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF");
}

// What each format adds to the one before, which is kept as it is. "state" is one row: the epoch is another after every
// erase, so that a page whose documents were erased here does not bring them back; seq counts the writes to documents.
static const char *const steps[SCHEMA] = {
    "CREATE TABLE events(id BLOB PRIMARY KEY CHECK(length(id) = 16), at_ms INTEGER NOT NULL, line TEXT NOT NULL) "
    "WITHOUT ROWID",
    "CREATE TABLE documents(kind TEXT NOT NULL, id TEXT NOT NULL, at_ms INTEGER NOT NULL, device TEXT NOT NULL, "
    "deleted INTEGER NOT NULL, seq INTEGER NOT NULL, line TEXT NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;"
    "CREATE INDEX documents_seq ON documents(seq);"
    "CREATE TABLE state(one INTEGER PRIMARY KEY CHECK(one = 1), epoch TEXT NOT NULL, seq INTEGER NOT NULL);"
    "INSERT INTO state VALUES(1, lower(hex(randomblob(8))), 0)",
};

// Under a write lock, so that of two programs that start together one creates and the other finds.
static lsn_err bring_up_to_date(sqlite3 *db, lsn_diag *diag) {
    int64_t version = 0;
    if (!lsn_store_number(db, "PRAGMA user_version", &version)) return lsn_store_say(diag, db, "cannot be read");
    if (version >= 0 && version < SCHEMA) {
        bool good = lsn_store_run(db, "BEGIN IMMEDIATE") && lsn_store_number(db, "PRAGMA user_version", &version);
        while (good && version >= 0 && version < SCHEMA) good = lsn_store_run(db, steps[version++]);
        char sql[96];
        snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION_ID, (int)version);
        if (!good || !lsn_store_run(db, sql) || !lsn_store_run(db, "COMMIT")) {
            lsn_err err = lsn_store_say(diag, db, "cannot be created or brought up to date");
            lsn_store_run(db, "ROLLBACK");
            return err;
        }
    }
    if (version != SCHEMA)
        return lsn_diag_set(diag, LSN_ERR_INCONSISTENT, 0, 0,
                            "the log was written by a newer Loosen (format %l); update Loosen to read it", version);
    return LSN_OK;
}

bool lsn_store_exists(const char *folder) {
    char path[4200];
    int length = snprintf(path, sizeof path, "%s/loosen.db", folder);
    return length > 0 && (size_t)length < sizeof path && access(path, F_OK) == 0;
}

lsn_err lsn_store_open(lsn_store **out, const char *folder, lsn_diag *diag) {
    char path[4200];
    int length = snprintf(path, sizeof path, "%s/loosen.db", folder);
    if (length < 0 || (size_t)length >= sizeof path)
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "the name of the data folder is too long");
    lsn_store *store = calloc(1, sizeof *store);
    if (!store) return lsn_store_say(diag, NULL, "cannot be opened");
    make_private(path);
    lsn_err err = LSN_OK;
    if (sqlite3_open_v2(path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        err = lsn_store_say(diag, store->db, "cannot be opened");
    if (!err) sqlite3_busy_timeout(store->db, BUSY_MS);
    if (!err && !set_up(store->db)) err = lsn_store_say(diag, store->db, "cannot be opened");
    if (!err) err = bring_up_to_date(store->db, diag);
    if (!err && (sqlite3_prepare_v2(store->db,
                                    "INSERT INTO events(id, at_ms, line) VALUES(?, ?, ?) ON CONFLICT(id) DO "
                                    "NOTHING",
                                    -1, &store->insert, NULL) != SQLITE_OK ||
                 sqlite3_prepare_v2(store->db, "SELECT id, at_ms, line FROM events ORDER BY id", -1, &store->select,
                                    NULL) != SQLITE_OK ||
                 !lsn_store_prepare_documents(store)))
        err = lsn_store_say(diag, store->db, "cannot be read");
    if (err)
        lsn_store_close(store);
    else
        *out = store;
    return err;
}

void lsn_store_close(lsn_store *store) {
    if (!store) return;
    sqlite3_finalize(store->insert);
    sqlite3_finalize(store->select);
    sqlite3_finalize(store->put);
    sqlite3_finalize(store->list);
    sqlite3_close(store->db);
    free(store);
}

bool lsn_store_insert(lsn_store *store, const lsn_store_line *line, int *added) {
    sqlite3_stmt *insert = store->insert;
    bool good = sqlite3_bind_blob(insert, 1, line->id.bytes, sizeof line->id.bytes, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_bind_int64(insert, 2, line->at_ms) == SQLITE_OK &&
                sqlite3_bind_text(insert, 3, line->line.ptr, (int)line->line.len, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(insert) == SQLITE_DONE;
    if (good) *added += sqlite3_changes(store->db);
    return sqlite3_reset(insert) == SQLITE_OK && good;
}

lsn_err lsn_store_add(lsn_store *store, const lsn_store_line *lines, int count, int *added, lsn_diag *diag) {
    int new_lines = 0;
    bool good = lsn_store_run(store->db, "BEGIN IMMEDIATE");
    for (int i = 0; good && i < count; i++) good = lsn_store_insert(store, &lines[i], &new_lines);
    good = good && lsn_store_run(store->db, "COMMIT");
    sqlite3_clear_bindings(store->insert);
    if (good) {
        *added = new_lines;
        return LSN_OK;
    }
    lsn_err err = lsn_store_say(diag, store->db, "cannot be written");
    if (!sqlite3_get_autocommit(store->db)) lsn_store_run(store->db, "ROLLBACK");
    return err;
}

lsn_err lsn_store_each(lsn_store *store, lsn_store_visitor *visit, void *context, lsn_diag *diag) {
    int step;
    while ((step = sqlite3_step(store->select)) == SQLITE_ROW) {
        lsn_store_line line = {.at_ms = sqlite3_column_int64(store->select, 1)};
        const void *id = sqlite3_column_blob(store->select, 0);
        if (id && sqlite3_column_bytes(store->select, 0) == (int)sizeof line.id.bytes)
            memcpy(line.id.bytes, id, sizeof line.id.bytes);
        line.line.ptr = (const char *)sqlite3_column_text(store->select, 2);
        line.line.len = (size_t)sqlite3_column_bytes(store->select, 2);
        if (!visit(context, &line)) break;
    }
    lsn_err err = step == SQLITE_ROW || step == SQLITE_DONE ? LSN_OK : lsn_store_say(diag, store->db, "cannot be read");
    sqlite3_reset(store->select);
    return err;
}

lsn_err lsn_store_count(lsn_store *store, int64_t *count, lsn_diag *diag) {
    if (lsn_store_number(store->db, "SELECT count(*) FROM events", count)) return LSN_OK;
    return lsn_store_say(diag, store->db, "cannot be read");
}

// TRUNCATE waits for readers; its first column is 1 when it had to give up.
static bool truncate_wal(sqlite3 *db) {
    int64_t blocked = 1;
    return lsn_store_number(db, "PRAGMA wal_checkpoint(TRUNCATE)", &blocked) && blocked == 0;
}

lsn_err lsn_store_erase(lsn_store *store, lsn_diag *diag) {
    // secure_delete zeroes the freed pages; the checkpoint carries the zeroes into the file and empties the log file;
    // VACUUM gives the pages back; the second checkpoint does the same for what VACUUM wrote.
    bool deleted = lsn_store_run(store->db, "BEGIN IMMEDIATE; DELETE FROM events; DELETE FROM documents;"
                                            "UPDATE state SET epoch = lower(hex(randomblob(8))), seq = 0; COMMIT");
    if (!deleted) {
        lsn_err err = lsn_store_say(diag, store->db, "cannot be erased");
        if (!sqlite3_get_autocommit(store->db)) lsn_store_run(store->db, "ROLLBACK");
        return err;
    }
    if (truncate_wal(store->db) && lsn_store_run(store->db, "VACUUM") && truncate_wal(store->db)) return LSN_OK;
    return lsn_diag_set(diag, LSN_ERR_IO, 0, 0,
                        "everything is deleted, but traces may be left in the files because another program uses them "
                        "or the disk is full; close it and run erase again");
}
