/// host/store: the event log and the documents on disk, one SQLite file. Events are appended, never changed; adding one
/// that is there already does nothing. A document (a routine, say) has versions, of which the newest is kept. What was
/// acknowledged survives a kill or a power cut.
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

/// Opens `folder`/loosen.db (mode 0600), creating it when it is missing; one of an older format is brought up to date
/// and keeps everything. The folder must exist. Refuses a log that a newer Loosen wrote. On error `diag->text` is a
/// sentence for the person.
LSN_MUST_CHECK lsn_err lsn_store_open(lsn_store **out, const char *folder, lsn_diag *diag);
/// Whether the folder holds a log, without creating one.
bool lsn_store_exists(const char *folder);
void lsn_store_close(lsn_store *store); // accepts NULL

/// Appends all lines in one durable transaction, or none. `*added` counts those whose id was new.
LSN_MUST_CHECK lsn_err lsn_store_add(lsn_store *store, const lsn_store_line *lines, int count, int *added,
                                     lsn_diag *diag);

// ---------------------------------------------------------------- documents

enum {
    LSN_DOCUMENT_ID_MAX = 64,       // A-Z, a-z, 0-9, '.', '_' and '-'
    LSN_DOCUMENT_KIND_MAX = 32,     // a-z, 0-9 and '-'
    LSN_DOCUMENT_DEVICE_MAX = 32,   // a-z and 0-9
    LSN_DOCUMENT_LINE_MAX = 983040, // bytes; a body over HTTP holds one with room to spare
    LSN_DOCUMENTS_MAX = 4096,       // in a store, deleted ones among them
    LSN_STORE_EPOCH = 16,           // characters
    LSN_EXPORT_FORMAT = 2,          // 1: events alone, without a first line that says so
};

/// One version of a document, known by its kind and id. What stands in it is for who made it: a kind that this version
/// does not know is kept all the same, since a page of a newer version may hand it over.
/// {"document":id,"kind":kind,"at":ms,"device":id,"content":{…}}, the content null when it was deleted. Of two versions
/// the one with the greater `at_ms` stands; of equal ones the greater device, then the greater line, as bytes. A writer
/// takes an `at_ms` beyond that of the version it changes, so a change always stands against what it was made from.
typedef struct lsn_document {
    lsn_str kind, id, device;
    int64_t at_ms;
    bool deleted;
    lsn_str content; // JSON; empty when deleted
    lsn_str line;
} lsn_document;

/// Reads one line. Also takes lines of exports before documents had devices: without "kind", which then stands in the
/// content, and without "device". `line` is written anew into `arena`, members in the order above, the content as it
/// was; the other strings lie in `arena` too, which needs 1 KiB beyond the line. On an error it is as before.
LSN_MUST_CHECK lsn_err lsn_document_read(lsn_document *out, lsn_str line, lsn_arena *arena, lsn_arena scratch,
                                         lsn_diag *diag);

/// Where the documents of a store stand.
typedef struct lsn_store_state {
    char epoch[LSN_STORE_EPOCH + 1]; // another after every erase
    int64_t seq;                     // grows with every write
} lsn_store_state;

/// Calls `visit` for each document written after `since`, deleted ones among them, in that order, until it returns
/// false. It lives only during the call. `*state` belongs to what was visited.
typedef bool lsn_store_document_visitor(void *context, const lsn_document *document);
LSN_MUST_CHECK lsn_err lsn_store_each_document(lsn_store *store, int64_t since, lsn_store_document_visitor *visit,
                                               void *context, lsn_store_state *state, lsn_diag *diag);

/// Copies the version that stands of one document into `arena`; LSN_ERR_NOT_FOUND when there never was one,
/// LSN_ERR_NO_MEMORY when it does not fit.
LSN_MUST_CHECK lsn_err lsn_store_document(lsn_document *out, lsn_store *store, lsn_str kind, lsn_str id,
                                          lsn_arena *arena, lsn_diag *diag);

// ---------------------------------------------------------------- JSON Lines

enum { LSN_STORE_TEXT_MAX = 256 << 20, LSN_STORE_REFUSED_MAX = 1000 };
typedef enum lsn_store_accept { LSN_STORE_events = 1, LSN_STORE_documents = 2, LSN_STORE_both = 3 } lsn_store_accept;

/// A line that cannot be taken: counted from 1; `text` says why, with its column.
typedef struct lsn_store_refusal {
    int line, column;
    char text[LSN_DIAG_TEXT_MAX];
} lsn_store_refusal;

/// JSON Lines, read and checked. The events' lines are as lsn_event_write gives them. Only the first
/// LSN_STORE_REFUSED_MAX refusals are kept; `refused_count` counts them all.
typedef struct lsn_store_batch {
    lsn_store_line *lines;
    int count;
    lsn_document *documents;
    int document_count;
    int film_count; // {"film":…} of a page's copy: browsers keep films, a store passes them over
    lsn_store_refusal *refused;
    int refused_count, refused_kept;
    void *memory, *pages; // private
} lsn_store_batch;

/// Reads text of at most LSN_STORE_TEXT_MAX bytes, an event or a document a line, of those that are accepted. Blank
/// lines, CR before LF and a byte order mark are passed over. An export of a newer format (its first line says so) is
/// LSN_ERR_INCONSISTENT as a whole. A pure function but for malloc. Free with lsn_store_batch_free, which accepts zero.
LSN_MUST_CHECK lsn_err lsn_store_batch_read(lsn_store_batch *out, lsn_str text, lsn_store_accept accept);
void lsn_store_batch_free(lsn_store_batch *batch);

/// Adds the events and the documents of a batch in one durable transaction, or nothing. `epoch` NULL, or the one that
/// the sender knows: LSN_ERR_NOT_FOUND when the store was erased since. LSN_ERR_TOO_MANY beyond LSN_DOCUMENTS_MAX.
typedef struct lsn_store_taken {
    int events, documents; // that were new
} lsn_store_taken;
LSN_MUST_CHECK lsn_err lsn_store_take(lsn_store *store, const lsn_store_batch *batch, const char *epoch,
                                      lsn_store_taken *taken, lsn_diag *diag);

// ---------------------------------------------------------------- out and gone

/// Calls `visit` for each line in order of id, until it returns false. The line lives only during the call.
typedef bool lsn_store_visitor(void *context, const lsn_store_line *line);
LSN_MUST_CHECK lsn_err lsn_store_each(lsn_store *store, lsn_store_visitor *visit, void *context, lsn_diag *diag);
LSN_MUST_CHECK lsn_err lsn_store_count(lsn_store *store, int64_t *count, lsn_diag *diag);

/// Deletes every event and document so that no trace of them is left in the files: overwritten, checkpointed, vacuumed.
LSN_MUST_CHECK lsn_err lsn_store_erase(lsn_store *store, lsn_diag *diag);

#endif
