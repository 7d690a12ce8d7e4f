// Fuzzer of what comes over HTTP: a request's head is judged, and a body is read as events. The input is header lines
// ("Host: …"), the request line first, an empty line, then the body. What passes must be what may pass.
#include "host/http/http.h"

#include <stdlib.h>
#include <string.h>

enum { PORT = 8517, INPUT_MAX = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const lsn_asset assets[] = {{"/app.js", (const unsigned char *)"x", 1},
                                   {"/index.html", (const unsigned char *)"x", 1}};

static void must(bool condition) {
    if (!condition) abort();
}

static lsn_str take(lsn_str *text, char end) {
    const char *at = text->len ? memchr(text->ptr, end, text->len) : NULL;
    size_t length = at ? (size_t)(at - text->ptr) : text->len, skip = length + (at != NULL);
    lsn_str taken = {text->ptr, length};
    *text = (lsn_str){text->ptr + skip, text->len - skip};
    return taken;
}

static void read_header(lsn_http_head *head, lsn_str line) {
    lsn_str name = take(&line, ':');
    while (line.len > 0 && line.ptr[0] == ' ') line = (lsn_str){line.ptr + 1, line.len - 1};
    struct {
        lsn_str name;
        lsn_str *value;
        int *count;
    } known[] = {
        {LSN_STR("Host"), &head->host, &head->hosts},
        {LSN_STR("Origin"), &head->origin, &head->origins},
        {LSN_STR("Content-Type"), &head->content_type, &head->content_types},
        {LSN_STR("Content-Length"), &head->content_length, &head->content_lengths},
        {LSN_STR("Transfer-Encoding"), &(lsn_str){0}, &head->transfer_encodings},
        {LSN_STR("Sec-Fetch-Site"), &head->fetch_site, &(int){0}},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (lsn_str_equal_fold(name, known[i].name) && (*known[i].count)++ == 0) *known[i].value = line;
}

/// What passed has one Host of ours, no other Origin, one plain length, and a path that is known.
static void check_passed(const lsn_http_head *head, const lsn_http_verdict *verdict) {
    must(head->hosts == 1 && head->host.len >= 10 && head->host.len <= 14);
    must(lsn_str_equal((lsn_str){head->host.ptr + head->host.len - 5, 5}, LSN_STR(":8517")));
    must(head->origins <= 1 && head->transfer_encodings == 0 && head->content_lengths <= 1);
    if (head->origins) must(head->origin.len == head->host.len + 7);
    must((verdict->route == LSN_HTTP_asset) == (verdict->asset >= 0));
    must(verdict->route != LSN_HTTP_refused && verdict->asset < 2);
    if (verdict->route != LSN_HTTP_events_add) return;
    must(lsn_str_equal(head->method, LSN_STR("POST")) && head->content_lengths == 1 && head->content_types == 1);
    must(head->content_length.len >= 1);
}

/// What was read is written as lines that are read again to the same lines.
static void check_body(lsn_str body) {
    lsn_store_batch batch = {0}, again = {0};
    if (lsn_store_batch_read(&batch, body, LSN_STORE_both)) return;
    must(batch.refused_kept <= batch.refused_count && batch.refused_kept <= LSN_STORE_REFUSED_MAX);
    int last = 0;
    for (int i = 0; i < batch.refused_kept; i++) {
        must(batch.refused[i].line > last && batch.refused[i].text[0]);
        last = batch.refused[i].line;
    }
    for (int i = 0; i < batch.count; i++) {
        must(lsn_store_batch_read(&again, batch.lines[i].line, LSN_STORE_both) == LSN_OK);
        must(again.count == 1 && again.refused_count == 0);
        must(lsn_str_equal(again.lines[0].line, batch.lines[i].line));
        must(lsn_uuid_compare(&again.lines[0].id, &batch.lines[i].id) == 0);
        must(again.lines[0].at_ms == batch.lines[i].at_ms);
        lsn_store_batch_free(&again);
    }
    for (int i = 0; i < batch.document_count; i++) {
        must(lsn_store_batch_read(&again, batch.documents[i].line, LSN_STORE_documents) == LSN_OK);
        must(again.document_count == 1 && again.refused_count == 0);
        must(lsn_str_equal(again.documents[0].line, batch.documents[i].line));
        must(lsn_str_equal(again.documents[0].content, batch.documents[i].content));
        lsn_store_batch_free(&again);
    }
    lsn_store_batch_free(&batch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > INPUT_MAX) return 0;
    lsn_str text = {(const char *)data, size};
    lsn_http_head head = {0};
    lsn_str request = take(&text, '\n');
    head.method = take(&request, ' ');
    head.path = take(&request, ' ');
    while (text.len > 0) {
        lsn_str line = take(&text, '\n');
        if (line.len == 0) break;
        read_header(&head, line);
    }
    lsn_http_verdict verdict = lsn_http_judge(&head, PORT, assets, 2);
    must(verdict.status == 0 || (verdict.status >= 400 && verdict.status < 500 && verdict.text));
    must((verdict.status == 405) == (verdict.allow != NULL));
    if (verdict.status == 0) check_passed(&head, &verdict);
    must(lsn_http_type(head.path) != NULL);
    check_body(text);
    return 0;
}
