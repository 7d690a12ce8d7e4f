// Documents: one line each, and their versions in SQLite. Invariant: what the table holds does not depend on the order
// in which versions arrived, since the greatest of (at_ms, device, line) stands.
#include "host/store/inside.h"

#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------- one line

static bool consists_of(lsn_str text, const char *others, bool upper, size_t most) {
    if (text.len == 0 || text.len > most) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool known = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (upper && c >= 'A' && c <= 'Z');
        if (!known && (c == '\0' || !strchr(others, c))) return false;
    }
    return true;
}

static lsn_str text_of(const lsn_json *value) {
    return value && value->type == LSN_JSON_STRING ? value->string : (lsn_str){0};
}

/// The object that begins at `at`, in text that is JSON.
static lsn_str span_of(lsn_str text, size_t at) {
    int depth = 0;
    bool quoted = false;
    for (size_t i = at; i < text.len; i++) {
        char c = text.ptr[i];
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted)
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
        if (depth == 0) return (lsn_str){text.ptr + at, i + 1 - at};
    }
    return (lsn_str){0};
}

static lsn_err refuse(lsn_diag *diag, const lsn_json *at, const char *text) {
    return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, 1, at ? at->column : 1, "%s", text);
}

static lsn_err check_members(const lsn_json *root, lsn_diag *diag) {
    static const char *const known[] = {"document", "kind", "at", "device", "content"};
    for (const lsn_json *member = root->first; member; member = member->next) {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found = found || lsn_str_equal(member->key, lsn_str_from(known[i]));
        if (!found)
            return lsn_diag_set(diag, LSN_ERR_UNKNOWN_FIELD, 1, member->key_column, "a document has no \"%S\"",
                                member->key);
    }
    return LSN_OK;
}

static lsn_err check(lsn_document *out, const lsn_json *root, lsn_diag *diag) {
    const lsn_json *id = lsn_json_get(root, "document"), *kind = lsn_json_get(root, "kind");
    const lsn_json *at = lsn_json_get(root, "at"), *device = lsn_json_get(root, "device");
    const lsn_json *content = lsn_json_get(root, "content");
    if (root->type != LSN_JSON_OBJECT || !id) return refuse(diag, root, "a document needs \"document\", its id");
    lsn_err err = check_members(root, diag);
    if (err) return err;
    if (!at) return refuse(diag, root, "a document needs \"at\"");
    if (!content) return refuse(diag, root, "a document needs \"content\"");
    *out = (lsn_document){.id = text_of(id), .device = text_of(device), .deleted = content->type == LSN_JSON_NULL};
    out->kind = text_of(kind ? kind : lsn_json_get(content, "kind"));
    if (!consists_of(out->id, "._-", true, LSN_DOCUMENT_ID_MAX))
        return refuse(diag, id, "an id is 1 to 64 letters, digits, '.', '_' and '-'");
    if (!consists_of(out->kind, "-", false, LSN_DOCUMENT_KIND_MAX))
        return refuse(diag, kind, "\"kind\" is 1 to 32 small letters, digits and '-'");
    if (device && (device->type != LSN_JSON_STRING ||
                   (device->string.len && !consists_of(device->string, "", false, LSN_DOCUMENT_DEVICE_MAX))))
        return refuse(diag, device, "\"device\" is up to 32 small letters and digits");
    static const double most = 9007199254740991.0; // whole numbers are exact up to here
    if (at->type != LSN_JSON_NUMBER || !(at->number >= 0 && at->number <= most) ||
        at->number != (double)(int64_t)at->number)
        return refuse(diag, at, "\"at\" is a whole number of milliseconds since 1970");
    if (!out->deleted && content->type != LSN_JSON_OBJECT)
        return refuse(diag, content, "\"content\" is an object, or null when it was deleted");
    out->at_ms = (int64_t)at->number;
    return LSN_OK;
}

lsn_err lsn_document_read(lsn_document *out, lsn_str line, lsn_arena *arena, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_document read;
    if (line.len > LSN_DOCUMENT_LINE_MAX)
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 1, 1, "a document has at most 960 KiB");
    if (line.len > 0 && memchr(line.ptr, '\n', line.len)) return refuse(diag, NULL, "a document is one line");
    lsn_err err = lsn_json_parse(&root, line, &scratch, diag);
    if (err == LSN_ERR_NO_MEMORY) return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 1, 1, "this document has too many parts");
    if (!err) err = check(&read, root, diag);
    if (err) return err;
    lsn_str content = LSN_STR("null");
    if (!read.deleted) content = span_of(line, (size_t)lsn_json_get(root, "content")->column - 1);
    size_t room = content.len + LSN_DOCUMENT_ID_MAX + LSN_DOCUMENT_KIND_MAX + LSN_DOCUMENT_DEVICE_MAX + 128;
    size_t used = arena->used;
    lsn_buf buf = lsn_buf_make(lsn_arena_alloc(arena, room, 1), room);
    read.id = lsn_str_copy(arena, read.id);
    read.kind = lsn_str_copy(arena, read.kind);
    read.device = read.device.len ? lsn_str_copy(arena, read.device) : LSN_STR("");
    if (!buf.data || !read.id.ptr || !read.kind.ptr || !read.device.ptr) {
        arena->used = used;
        return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 1, 1, "there is no memory left");
    }
    lsn_json_out json = lsn_json_begin(&buf);
    lsn_json_object(&json);
    lsn_json_put_str(&json, "document", read.id);
    lsn_json_put_str(&json, "kind", read.kind);
    lsn_json_put_int(&json, "at", read.at_ms);
    lsn_json_put_str(&json, "device", read.device);
    lsn_json_key(&json, "content");
    size_t before = buf.len;
    lsn_json_raw(&json, content);
    lsn_json_object_end(&json);
    read.line = lsn_buf_view(&buf);
    if (!read.deleted) read.content = (lsn_str){buf.data + before, content.len};
    *out = read;
    return LSN_OK;
}

// ---------------------------------------------------------------- versions

// Of equal moments the greater device and line, byte by byte: SQLite compares rows and text so.
bool lsn_store_prepare_documents(lsn_store *store) {
    return sqlite3_prepare_v2(
               store->db,
               "INSERT INTO documents(kind, id, at_ms, device, deleted, seq, line) VALUES(?, ?, ?, ?, ?, ?, ?) ON "
               "CONFLICT(kind, id) DO UPDATE SET at_ms = excluded.at_ms, device = excluded.device, deleted = "
               "excluded.deleted, seq = excluded.seq, line = excluded.line WHERE (excluded.at_ms, excluded.device, "
               "excluded.line) > (documents.at_ms, documents.device, documents.line)",
               -1, &store->put, NULL) == SQLITE_OK &&
           sqlite3_prepare_v2(store->db,
                              "SELECT kind, id, at_ms, device, deleted, line FROM documents WHERE seq > ? ORDER BY seq",
                              -1, &store->list, NULL) == SQLITE_OK;
}

static bool bind(sqlite3_stmt *statement, int place, lsn_str text) {
    return sqlite3_bind_text(statement, place, text.ptr, (int)text.len, SQLITE_STATIC) == SQLITE_OK;
}

/// `*seq` and `*added` grow by one when this version is the newer one.
static bool put(lsn_store *store, const lsn_document *document, int64_t *seq, int *added) {
    sqlite3_stmt *statement = store->put;
    bool good = bind(statement, 1, document->kind) && bind(statement, 2, document->id) &&
                sqlite3_bind_int64(statement, 3, document->at_ms) == SQLITE_OK &&
                bind(statement, 4, document->device) &&
                sqlite3_bind_int(statement, 5, document->deleted) == SQLITE_OK &&
                sqlite3_bind_int64(statement, 6, *seq + 1) == SQLITE_OK && bind(statement, 7, document->line) &&
                sqlite3_step(statement) == SQLITE_DONE;
    if (good && sqlite3_changes(store->db) > 0) {
        ++*seq;
        ++*added;
    }
    return sqlite3_reset(statement) == SQLITE_OK && good;
}

static bool read_state(sqlite3 *db, lsn_store_state *out) {
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(db, "SELECT epoch, seq FROM state", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (good) {
        const char *epoch = (const char *)sqlite3_column_text(statement, 0);
        *out = (lsn_store_state){.seq = sqlite3_column_int64(statement, 1)};
        if (epoch) strncpy(out->epoch, epoch, LSN_STORE_EPOCH);
    }
    return sqlite3_finalize(statement) == SQLITE_OK && good;
}

static bool write_seq(sqlite3 *db, int64_t seq) {
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(db, "UPDATE state SET seq = ?", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_bind_int64(statement, 1, seq) == SQLITE_OK && sqlite3_step(statement) == SQLITE_DONE;
    return sqlite3_finalize(statement) == SQLITE_OK && good;
}

/// Within a transaction: everything of the batch, and no more documents than there may be.
static lsn_err take(lsn_store *store, const lsn_store_batch *batch, const char *epoch, lsn_store_taken *taken,
                    lsn_diag *diag) {
    sqlite3 *db = store->db;
    lsn_store_state state;
    int64_t count = 0;
    if (!read_state(db, &state)) return lsn_store_say(diag, db, "cannot be read");
    if (epoch && strcmp(epoch, state.epoch) != 0)
        return lsn_diag_set(diag, LSN_ERR_NOT_FOUND, 0, 0, "the log was erased since you read it");
    bool good = true;
    for (int i = 0; good && i < batch->count; i++) good = lsn_store_insert(store, &batch->lines[i], &taken->events);
    for (int i = 0; good && i < batch->document_count; i++)
        good = put(store, &batch->documents[i], &state.seq, &taken->documents);
    good = good && write_seq(db, state.seq) && lsn_store_number(db, "SELECT count(*) FROM documents", &count);
    if (!good) return lsn_store_say(diag, db, "cannot be written");
    if (taken->documents > 0 && count > LSN_DOCUMENTS_MAX)
        return lsn_diag_set(diag, LSN_ERR_TOO_MANY, 0, 0, "there is room for %d documents, and these would be more",
                            (int)LSN_DOCUMENTS_MAX);
    return lsn_store_run(db, "COMMIT") ? LSN_OK : lsn_store_say(diag, db, "cannot be written");
}

lsn_err lsn_store_take(lsn_store *store, const lsn_store_batch *batch, const char *epoch, lsn_store_taken *taken,
                       lsn_diag *diag) {
    lsn_store_taken now = {0};
    if (!lsn_store_run(store->db, "BEGIN IMMEDIATE")) return lsn_store_say(diag, store->db, "cannot be written");
    lsn_err err = take(store, batch, epoch, &now, diag);
    sqlite3_clear_bindings(store->insert);
    sqlite3_clear_bindings(store->put);
    if (err && !sqlite3_get_autocommit(store->db)) lsn_store_run(store->db, "ROLLBACK");
    if (!err) *taken = now;
    return err;
}

static lsn_str column(sqlite3_stmt *statement, int at) {
    return (lsn_str){(const char *)sqlite3_column_text(statement, at), (size_t)sqlite3_column_bytes(statement, at)};
}

/// The row that a statement for kind, id, at_ms, device, deleted and line stands on.
static lsn_document row(sqlite3_stmt *statement) {
    static const char begin[] = "\"content\":";
    lsn_document document = {.kind = column(statement, 0),
                             .id = column(statement, 1),
                             .device = column(statement, 3),
                             .at_ms = sqlite3_column_int64(statement, 2),
                             .deleted = sqlite3_column_int(statement, 4) != 0,
                             .line = column(statement, 5)};
    // No member before it can hold a quotation mark.
    const char *at = memmem(document.line.ptr, document.line.len, begin, sizeof begin - 1);
    if (at && !document.deleted) {
        at += sizeof begin - 1;
        document.content = (lsn_str){at, (size_t)(document.line.ptr + document.line.len - 1 - at)};
    }
    return document;
}

static bool each(lsn_store *store, int64_t since, lsn_store_document_visitor *visit, void *context) {
    sqlite3_stmt *list = store->list;
    int step = SQLITE_ERROR;
    if (sqlite3_bind_int64(list, 1, since) != SQLITE_OK) return false;
    while ((step = sqlite3_step(list)) == SQLITE_ROW) {
        lsn_document document = row(list);
        if (!visit(context, &document)) break;
    }
    sqlite3_reset(list);
    return step == SQLITE_ROW || step == SQLITE_DONE;
}

lsn_err lsn_store_document(lsn_document *out, lsn_store *store, lsn_str kind, lsn_str id, lsn_arena *arena,
                           lsn_diag *diag) {
    static const char sql[] = "SELECT kind, id, at_ms, device, deleted, line FROM documents WHERE kind = ? AND id = ?";
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) == SQLITE_OK && bind(statement, 1, kind) &&
                bind(statement, 2, id);
    int step = good ? sqlite3_step(statement) : SQLITE_ERROR;
    lsn_err err = step == SQLITE_DONE ? LSN_ERR_NOT_FOUND : LSN_OK;
    if (step != SQLITE_ROW && step != SQLITE_DONE) err = lsn_store_say(diag, store->db, "cannot be read");
    if (step == SQLITE_ROW) {
        lsn_document found = row(statement);
        lsn_str *const texts[] = {&found.kind, &found.id, &found.device, &found.line, &found.content};
        for (size_t i = 0; !err && i < sizeof texts / sizeof *texts; i++) {
            if (texts[i]->len == 0) continue;
            *texts[i] = lsn_str_copy(arena, *texts[i]);
            if (!texts[i]->ptr) err = LSN_ERR_NO_MEMORY;
        }
        if (err) lsn_diag_set(diag, err, 0, 0, "there is no memory left");
        if (!err) *out = found;
    }
    sqlite3_finalize(statement);
    return err;
}

lsn_err lsn_store_each_document(lsn_store *store, int64_t since, lsn_store_document_visitor *visit, void *context,
                                lsn_store_state *state, lsn_diag *diag) {
    bool good = lsn_store_run(store->db, "BEGIN") && read_state(store->db, state) && each(store, since, visit, context);
    lsn_err err = good ? LSN_OK : lsn_store_say(diag, store->db, "cannot be read");
    if (!sqlite3_get_autocommit(store->db)) lsn_store_run(store->db, "COMMIT");
    return err;
}
