// JSON Lines → checked lines for the log, and documents. Invariant: a line is kept whole or
// refused with its number; no line stops the ones after it.
#include "host/store/store.h"

#include <stdlib.h>
#include <string.h>

enum { SCRATCH = 4 << 20 };

// `text` holds the lines one after the other; while it may still move, a line is known by where it begins.
typedef struct reader {
    lsn_store_batch batch;
    int line_capacity, start_capacity, refused_capacity, document_capacity;
    lsn_store_accept accept;
    char *text;
    size_t used, capacity;
    size_t *starts;
    unsigned char *scratch;
} reader;

/// Room for one more: `memory` where it is or moved, NULL when there is none (`memory` is then as it was).
static void *grow(void *memory, int *capacity, int count, size_t size) {
    if (count < *capacity) return memory;
    int wanted = *capacity ? *capacity * 2 : 64;
    void *larger = realloc(memory, (size_t)wanted * size);
    if (larger) *capacity = wanted;
    return larger;
}

static bool reserve_text(reader *r) {
    if (r->capacity - r->used >= LSN_EVENT_LINE_MAX) return true;
    size_t wanted = r->capacity ? r->capacity * 2 : 4 * LSN_EVENT_LINE_MAX;
    char *larger = realloc(r->text, wanted);
    if (!larger) return false;
    r->text = larger;
    r->capacity = wanted;
    return true;
}

static bool refuse(reader *r, int number, const lsn_diag *diag) {
    lsn_store_batch *batch = &r->batch;
    batch->refused_count++;
    if (batch->refused_kept == LSN_STORE_REFUSED_MAX) return true;
    void *larger = grow(batch->refused, &r->refused_capacity, batch->refused_kept, sizeof *batch->refused);
    if (!larger) return false;
    batch->refused = larger;
    lsn_store_refusal *refusal = &batch->refused[batch->refused_kept++];
    *refusal = (lsn_store_refusal){.line = number, .column = diag->column};
    memcpy(refusal->text, diag->text, sizeof refusal->text);
    return true;
}

static bool keep(reader *r, const lsn_event *event, int number) {
    lsn_store_batch *batch = &r->batch;
    void *lines = grow(batch->lines, &r->line_capacity, batch->count, sizeof *batch->lines);
    if (lines) batch->lines = lines;
    void *starts = grow(r->starts, &r->start_capacity, batch->count, sizeof *r->starts);
    if (starts) r->starts = starts;
    if (!lines || !starts || !reserve_text(r)) return false;
    lsn_buf buf = lsn_buf_make(r->text + r->used, LSN_EVENT_LINE_MAX);
    lsn_event_write(&buf, event);
    if (buf.overflow) {
        lsn_diag diag = {.column = 1, .text = "this event is longer than a line may be"};
        return refuse(r, number, &diag);
    }
    r->starts[batch->count] = r->used;
    batch->lines[batch->count++] = (lsn_store_line){.id = event->id, .at_ms = event->at_ms, .line = {NULL, buf.len}};
    r->used += buf.len;
    return true;
}

static bool is_blank(lsn_str line) {
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != ' ' && line.ptr[i] != '\t') return false;
    return true;
}

// Documents lie in a block of memory each, since there are few and their sizes differ.
typedef struct page {
    struct page *before;
    unsigned char bytes[];
} page;

static bool keep_document(reader *r, lsn_str line, int number) {
    lsn_store_batch *batch = &r->batch;
    size_t room = (line.len < LSN_DOCUMENT_LINE_MAX ? line.len : LSN_DOCUMENT_LINE_MAX) + 1024;
    void *documents = grow(batch->documents, &r->document_capacity, batch->document_count, sizeof *batch->documents);
    if (documents) batch->documents = documents;
    page *memory = malloc(sizeof *memory + room);
    if (!documents || !memory) {
        free(memory);
        return false;
    }
    lsn_arena arena = lsn_arena_make(memory->bytes, room);
    lsn_diag diag = {0};
    lsn_document document;
    if (lsn_document_read(&document, line, &arena, lsn_arena_make(r->scratch, SCRATCH), &diag)) {
        free(memory);
        return refuse(r, number, &diag);
    }
    memory->before = batch->pages;
    batch->pages = memory;
    batch->documents[batch->document_count++] = document;
    return true;
}

/// The format that an export's first line names, {"export":2}; 0 when it is no such line.
static double format_of(reader *r, lsn_str line) {
    lsn_json *root = NULL;
    lsn_arena scratch = lsn_arena_make(r->scratch, SCRATCH);
    if (!lsn_str_starts(line, LSN_STR("{\"export\"")) || lsn_json_parse(&root, line, &scratch, NULL)) return 0;
    const lsn_json *format = lsn_json_get(root, "export");
    return format && format->type == LSN_JSON_NUMBER ? format->number : 0;
}

static bool read_line(reader *r, lsn_str line, int number) {
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') line.len--;
    if (is_blank(line)) return true;
    bool document = lsn_str_starts(line, LSN_STR("{\"document\""));
    if (r->accept == LSN_STORE_documents || (document && r->accept == LSN_STORE_both))
        return keep_document(r, line, number);
    if (r->accept == LSN_STORE_both && lsn_str_starts(line, LSN_STR("{\"film\""))) {
        r->batch.film_count++;
        return true;
    }
    lsn_arena scratch = lsn_arena_make(r->scratch, SCRATCH);
    lsn_event event;
    lsn_diag diag = {0};
    if (lsn_event_read(&event, line, &scratch, &diag)) return refuse(r, number, &diag);
    return keep(r, &event, number);
}

lsn_err lsn_store_batch_read(lsn_store_batch *out, lsn_str text, lsn_store_accept accept) {
    if (text.len > LSN_STORE_TEXT_MAX) return LSN_ERR_TOO_LONG;
    reader r = {.scratch = malloc(SCRATCH), .accept = accept};
    bool good = r.scratch != NULL, newer = false;
    if (lsn_str_starts(text, LSN_STR("\xef\xbb\xbf"))) text = (lsn_str){text.ptr + 3, text.len - 3};
    for (int number = 1; good && text.len > 0; number++) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t length = end ? (size_t)(end - text.ptr) : text.len;
        double format = number == 1 && accept == LSN_STORE_both ? format_of(&r, (lsn_str){text.ptr, length}) : 0;
        newer = newer || format > LSN_EXPORT_FORMAT;
        if (format < 1) good = read_line(&r, (lsn_str){text.ptr, length}, number);
        size_t taken = length + (end != NULL);
        text = (lsn_str){text.ptr + taken, text.len - taken};
    }
    for (int i = 0; i < r.batch.count; i++) r.batch.lines[i].line.ptr = r.text + r.starts[i];
    free(r.scratch);
    free(r.starts);
    r.batch.memory = r.text;
    if (good && !newer)
        *out = r.batch;
    else
        lsn_store_batch_free(&r.batch);
    return newer ? LSN_ERR_INCONSISTENT : good ? LSN_OK : LSN_ERR_NO_MEMORY;
}

void lsn_store_batch_free(lsn_store_batch *batch) {
    free(batch->lines);
    free(batch->refused);
    free(batch->memory);
    free(batch->documents);
    for (page *memory = batch->pages; memory;) {
        page *before = memory->before;
        free(memory);
        memory = before;
    }
    *batch = (lsn_store_batch){0};
}
