// Private to host/store: the connection that its files share.
#ifndef LSN_HOST_STORE_INSIDE_H
#define LSN_HOST_STORE_INSIDE_H

#include "host/store/store.h"

#include <sqlite3.h>

struct lsn_store {
    sqlite3 *db;
    sqlite3_stmt *insert, *select; // events
    sqlite3_stmt *put, *list;      // documents
};

/// What SQLite says, as a sentence for the person.
lsn_err lsn_store_say(lsn_diag *diag, sqlite3 *db, const char *what);
bool lsn_store_run(sqlite3 *db, const char *sql);
bool lsn_store_number(sqlite3 *db, const char *sql, int64_t *out);
/// Within a transaction. `*added` grows by one when the event was new.
bool lsn_store_insert(lsn_store *store, const lsn_store_line *line, int *added);
/// The statements of documents; false when they cannot be prepared.
bool lsn_store_prepare_documents(lsn_store *store);

#endif
