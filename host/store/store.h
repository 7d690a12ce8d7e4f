/// host/store: the event log on disk, one SQLite file. Events are appended, never changed; adding one that is there
/// already does nothing. What was acknowledged survives a kill or a power cut.
#ifndef LSN_HOST_STORE_H
#define LSN_HOST_STORE_H

#include "core/event/event.h"

/// One connection; for one thread at a time. Several processes may have the same log open.
typedef struct lsn_store lsn_store;

/// One line of the log: what lsn_event_write gave, without a line break.
typedef struct lsn_store_line {
    lsn_uuid id;
    int64_t at_ms;
    lsn_str line;
} lsn_store_line;

/// Opens `folder`/loosen.db (mode 0600), creating it when it is missing. The folder must exist. Refuses a log that a
/// newer Loosen wrote. On error `diag->text` is a sentence for the person.
LSN_MUST_CHECK lsn_err lsn_store_open(lsn_store **out, const char *folder, lsn_diag *diag);
/// Whether the folder holds a log, without creating one.
bool lsn_store_exists(const char *folder);
void lsn_store_close(lsn_store *store); // accepts NULL

/// Appends all lines in one durable transaction, or none. `*added` counts those whose id was new.
LSN_MUST_CHECK lsn_err lsn_store_add(lsn_store *store, const lsn_store_line *lines, int count, int *added,
                                     lsn_diag *diag);

enum { LSN_STORE_TEXT_MAX = 256 << 20, LSN_STORE_REFUSED_MAX = 1000 };

/// A line that is no event: counted from 1; `text` says why, with its column.
typedef struct lsn_store_refusal {
    int line, column;
    char text[LSN_DIAG_TEXT_MAX];
} lsn_store_refusal;

/// JSON Lines, read and checked. The lines are as lsn_event_write gives them. Only the first LSN_STORE_REFUSED_MAX
/// refusals are kept; `refused_count` counts them all.
typedef struct lsn_store_batch {
    lsn_store_line *lines;
    int count;
    lsn_store_refusal *refused;
    int refused_count, refused_kept;
    int document_count; // routines and programmes in an export of the page, passed over
    void *memory;       // private
} lsn_store_batch;

/// Reads text of at most LSN_STORE_TEXT_MAX bytes, one event a line. Blank lines, CR before LF and a byte order mark
/// are passed over. A pure function but for malloc. Free with lsn_store_batch_free, which accepts zero.
LSN_MUST_CHECK lsn_err lsn_store_batch_read(lsn_store_batch *out, lsn_str text);
void lsn_store_batch_free(lsn_store_batch *batch);

/// Calls `visit` for each line in order of id, until it returns false. The line lives only during the call.
typedef bool lsn_store_visitor(void *context, const lsn_store_line *line);
LSN_MUST_CHECK lsn_err lsn_store_each(lsn_store *store, lsn_store_visitor *visit, void *context, lsn_diag *diag);
LSN_MUST_CHECK lsn_err lsn_store_count(lsn_store *store, int64_t *count, lsn_diag *diag);

/// Deletes every event so that no trace of them is left in the files: overwritten, checkpointed, vacuumed.
LSN_MUST_CHECK lsn_err lsn_store_erase(lsn_store *store, lsn_diag *diag);

#endif
