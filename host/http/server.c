// Requests in, responses out, on libmicrohttpd's own threads. Invariant: a POST is answered with 200 only after its
// events are on the disk; every response carries the same strict headers.
#include "core/catalogue/catalogue.h"
#include "host/http/http.h"
#include "host/http/listen.h"
#include "host/platform/platform.h"
#include "host/voice/voice.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct lsn_http_server {
    struct MHD_Daemon *daemons[2]; // 127.0.0.1, ::1
    int port;
    lsn_store *store;
    pthread_mutex_t lock; // of the store: there are two threads
    lsn_voice voice;      // its program alone is used
};

typedef struct request {
    lsn_http_verdict verdict;
    char *body;
    size_t size, capacity;
} request;

// ---------------------------------------------------------------- responses

static const char *const always[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; "
     "connect-src 'self'; manifest-src 'self'; media-src 'self' blob:; worker-src 'self'; base-uri 'none'; "
     "form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
     "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), screen-wake-lock=(self), "
     "autoplay=(self), fullscreen=(self)"},
};

static enum MHD_Result send_response(struct MHD_Connection *connection, int status, struct MHD_Response *response,
                                     const char *type, const char *cache) {
    if (!response) return MHD_NO;
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        MHD_add_response_header(response, always[i][0], always[i][1]);
    if (type) MHD_add_response_header(response, "Content-Type", type);
    MHD_add_response_header(response, "Cache-Control", cache);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

static struct MHD_Response *copy_of(lsn_str text) {
    return MHD_create_response_from_buffer(text.len, (void *)(uintptr_t)text.ptr, MHD_RESPMEM_MUST_COPY);
}

static enum MHD_Result send_refusal(struct MHD_Connection *connection, const lsn_http_verdict *verdict) {
    char text[512];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out json = lsn_json_begin(&buf);
    lsn_json_object(&json);
    lsn_json_key(&json, "status");
    lsn_json_int(&json, verdict->status);
    lsn_json_key(&json, "text");
    lsn_json_text(&json, verdict->text);
    lsn_json_object_end(&json);
    struct MHD_Response *response = copy_of(lsn_buf_view(&buf));
    if (response && verdict->allow) MHD_add_response_header(response, "Allow", verdict->allow);
    // The rest of a refused request is not read: the connection ends.
    if (response) MHD_add_response_header(response, "Connection", "close");
    return send_response(connection, verdict->status, response, "application/json", "no-store");
}

static enum MHD_Result send_fault(struct MHD_Connection *connection, const char *text) {
    lsn_http_verdict fault = {.status = 503, .text = text};
    return send_refusal(connection, &fault);
}

static enum MHD_Result send_hello(lsn_http_server *server, struct MHD_Connection *connection) {
    static const char speaks[] = "{\"app\":\"loosen\",\"version\":\"" LSN_VERSION "\",\"speech\":true}";
    static const char silent[] = "{\"app\":\"loosen\",\"version\":\"" LSN_VERSION "\",\"speech\":false}";
    lsn_str text = server->voice.program[0] ? LSN_STR(speaks) : LSN_STR(silent);
    return send_response(connection, 200, copy_of(text), "application/json", "no-store");
}

// ---------------------------------------------------------------- the page's files

/// Whether the client takes an encoding: named in Accept-Encoding and not with q=0.
static bool takes_encoding(struct MHD_Connection *connection, const char *name) {
    const char *at = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding");
    size_t length = strlen(name);
    for (; at && *at; at = strchr(at, ','), at = at ? at + 1 : NULL) {
        at += strspn(at, " \t");
        if (strncmp(at, name, length) != 0) continue;
        const char *rest = at + length + strspn(at + length, " \t");
        if (*rest == '\0' || *rest == ',') return true;
        if (*rest != ';') continue;
        // "q=0", "q=0.0" and the like refuse it.
        const char *q = strstr(rest, "q="), *end = rest + strcspn(rest, ",");
        return !q || q > end || strtod(q + 2, NULL) > 0;
    }
    return false;
}

/// The file as it was packed at build time, or NULL.
static const lsn_asset *find_packed(const lsn_asset *asset, const char *ending) {
    char path[256];
    int length = snprintf(path, sizeof path, "%s%s", asset->path, ending);
    if (length < 0 || (size_t)length >= sizeof path) return NULL;
    for (int i = 0; i < lsn_asset_count; i++)
        if (strcmp(lsn_assets[i].path, path) == 0) return &lsn_assets[i];
    return NULL;
}

static enum MHD_Result send_asset(struct MHD_Connection *connection, const lsn_asset *asset) {
    static const char *const packings[][2] = {{".br", "br"}, {".gz", "gzip"}};
    const char *type = lsn_http_type(lsn_str_from(asset->path)), *encoding = NULL;
    for (size_t i = 0; i < sizeof packings / sizeof *packings && !encoding; i++) {
        const lsn_asset *packed = find_packed(asset, packings[i][0]);
        if (!packed || !takes_encoding(connection, packings[i][1])) continue;
        asset = packed;
        encoding = packings[i][1];
    }
    char tag[32];
    uint64_t hash = lsn_hash(LSN_HASH_START, asset->bytes, (size_t)asset->size);
    snprintf(tag, sizeof tag, "\"%016llx\"", (unsigned long long)hash);
    const char *known = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    bool unchanged = known && (strstr(known, tag) || strcmp(known, "*") == 0);
    struct MHD_Response *response = MHD_create_response_from_buffer(
        unchanged ? 0 : (size_t)asset->size, (void *)(uintptr_t)asset->bytes, MHD_RESPMEM_PERSISTENT);
    if (response) MHD_add_response_header(response, "ETag", tag);
    if (response) MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (response && encoding && !unchanged) MHD_add_response_header(response, "Content-Encoding", encoding);
    return send_response(connection, unchanged ? 304 : 200, response, unchanged ? NULL : type, "no-cache");
}

// ---------------------------------------------------------------- speech

/// Reads {"text":"…","rate":0.5 … 2,"lang":"de"}; false when it is anything else. `text` has LSN_VOICE_TEXT_MAX + 1
/// bytes and becomes the speech's.
static bool read_speech(lsn_speech *out, char *text, lsn_str body) {
    static const size_t room = 256 << 10;
    void *memory = malloc(room);
    if (!memory) return false;
    lsn_arena arena = lsn_arena_make(memory, room);
    lsn_json *root = NULL;
    bool good = lsn_json_parse(&root, body, &arena, NULL) == LSN_OK;
    const lsn_json *said = good ? lsn_json_get(root, "text") : NULL, *rate = good ? lsn_json_get(root, "rate") : NULL;
    const lsn_json *language = good ? lsn_json_get(root, "lang") : NULL;
    bool named = !language || language->type == LSN_JSON_STRING;
    const char *voice = named ? lsn_voice_of(language ? language->string.ptr : "en") : NULL;
    good = said && said->type == LSN_JSON_STRING && said->string.len > 0 && said->string.len <= LSN_VOICE_TEXT_MAX;
    good = good && voice && (!rate || (rate->type == LSN_JSON_NUMBER && rate->number >= 0.5 && rate->number <= 2));
    if (good) {
        snprintf(text, LSN_VOICE_TEXT_MAX + 1, "%s", said->string.ptr);
        *out = (lsn_speech){text, voice, (int)(LSN_WORDS_A_MINUTE * (rate ? rate->number : 1))};
    }
    free(memory);
    return good;
}

static enum MHD_Result send_speech(lsn_http_server *server, struct MHD_Connection *connection, const request *asked) {
    char text[LSN_VOICE_TEXT_MAX + 1];
    lsn_speech speech;
    if (!read_speech(&speech, text, (lsn_str){asked->body, asked->size})) {
        lsn_http_verdict bad = {.status = 400,
                                .text = "Send {\"text\":\"…\",\"rate\":1,\"lang\":\"en\"}, the text up to 600 bytes."};
        return send_refusal(connection, &bad);
    }
    unsigned char *wav;
    size_t size;
    if (!lsn_voice_record(&wav, &size, &server->voice, &speech))
        return send_fault(connection, "There is no voice on this machine.");
    struct MHD_Response *response = MHD_create_response_from_buffer(size, wav, MHD_RESPMEM_MUST_FREE);
    if (!response) free(wav);
    return send_response(connection, 200, response, "audio/wav", "no-store");
}

// ---------------------------------------------------------------- events

typedef struct log_text {
    char *bytes;
    size_t size, capacity;
    bool full;
} log_text;

/// The line and what ends it.
static bool append(log_text *text, lsn_str line, char end) {
    size_t needed = text->size + line.len + 1;
    if (needed > text->capacity) {
        size_t wanted = needed * 2 + 65536;
        char *larger = realloc(text->bytes, wanted);
        if (!larger) {
            text->full = true;
            return false;
        }
        text->bytes = larger;
        text->capacity = wanted;
    }
    memcpy(text->bytes + text->size, line.ptr, line.len);
    text->bytes[needed - 1] = end;
    text->size = needed;
    return true;
}

static bool append_line(void *context, const lsn_store_line *line) {
    return append(context, line->line, '\n');
}

static enum MHD_Result send_events(lsn_http_server *server, struct MHD_Connection *connection) {
    log_text text = {0};
    lsn_diag diag = {0};
    pthread_mutex_lock(&server->lock);
    lsn_err err = lsn_store_each(server->store, append_line, &text, &diag);
    pthread_mutex_unlock(&server->lock);
    if (err || text.full) {
        free(text.bytes);
        return send_fault(connection, err ? diag.text : "The log does not fit into memory.");
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(text.size, text.bytes, MHD_RESPMEM_MUST_FREE);
    if (!response) free(text.bytes);
    return send_response(connection, 200, response, "application/jsonl", "no-store");
}

static enum MHD_Result send_stored(struct MHD_Connection *connection, const lsn_store_batch *batch, int stored,
                                   int known) {
    size_t room = 256 + (size_t)batch->refused_kept * (LSN_DIAG_TEXT_MAX * 6 + 64);
    char *memory = malloc(room);
    if (!memory) return send_fault(connection, "There is no memory left.");
    lsn_buf buf = lsn_buf_make(memory, room);
    lsn_json_out json = lsn_json_begin(&buf);
    lsn_json_object(&json);
    lsn_json_key(&json, "stored");
    lsn_json_int(&json, stored);
    lsn_json_key(&json, "known");
    lsn_json_int(&json, known);
    lsn_json_key(&json, "refused");
    lsn_json_array(&json);
    for (int i = 0; i < batch->refused_kept; i++) {
        lsn_json_object(&json);
        lsn_json_key(&json, "line");
        lsn_json_int(&json, batch->refused[i].line);
        lsn_json_key(&json, "text");
        lsn_json_text(&json, batch->refused[i].text);
        lsn_json_object_end(&json);
    }
    lsn_json_array_end(&json);
    lsn_json_object_end(&json);
    struct MHD_Response *response = copy_of(lsn_buf_view(&buf));
    free(memory);
    return send_response(connection, 200, response, "application/json", "no-store");
}

static enum MHD_Result add_events(lsn_http_server *server, struct MHD_Connection *connection, const request *asked) {
    lsn_store_batch batch = {0};
    if (lsn_store_batch_read(&batch, (lsn_str){asked->body, asked->size}, LSN_STORE_events))
        return send_fault(connection, "There is no memory left.");
    int stored = 0;
    lsn_diag diag = {0};
    pthread_mutex_lock(&server->lock);
    lsn_err err = batch.count ? lsn_store_add(server->store, batch.lines, batch.count, &stored, &diag) : LSN_OK;
    pthread_mutex_unlock(&server->lock);
    enum MHD_Result result =
        err ? send_fault(connection, diag.text) : send_stored(connection, &batch, stored, batch.count - stored);
    lsn_store_batch_free(&batch);
    return result;
}

static enum MHD_Result erase_events(lsn_http_server *server, struct MHD_Connection *connection) {
    lsn_diag diag = {0};
    pthread_mutex_lock(&server->lock);
    lsn_err err = lsn_store_erase(server->store, &diag);
    pthread_mutex_unlock(&server->lock);
    if (err) return send_fault(connection, diag.text);
    return send_response(connection, 200, copy_of(LSN_STR("{\"erased\":true}")), "application/json", "no-store");
}

// ---------------------------------------------------------------- documents

static bool append_document(void *context, const lsn_document *document) {
    return append(context, document->line, ',');
}

/// A number of the query; −1 when it is none.
static int64_t read_since(struct MHD_Connection *connection) {
    const char *text = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "since");
    if (!text) return 0;
    size_t length = strspn(text, "0123456789");
    return length > 0 && length < 18 && text[length] == '\0' ? strtoll(text, NULL, 10) : -1;
}

/// {"store":epoch,"now":seq,"documents":[line,…]}: they are JSON already.
static enum MHD_Result send_documents(lsn_http_server *server, struct MHD_Connection *connection) {
    lsn_http_verdict bad = {.status = 400, .text = "\"since\" is a number that an earlier answer gave as \"now\"."};
    int64_t since = read_since(connection);
    if (since < 0) return send_refusal(connection, &bad);
    log_text list = {0}, whole = {0};
    lsn_store_state state;
    lsn_diag diag = {0};
    pthread_mutex_lock(&server->lock);
    lsn_err err = lsn_store_each_document(server->store, since, append_document, &list, &state, &diag);
    pthread_mutex_unlock(&server->lock);
    char head[96];
    int length = err ? 0
                     : snprintf(head, sizeof head, "{\"store\":\"%s\",\"now\":%lld,\"documents\":", state.epoch,
                                (long long)state.seq);
    bool good = !err && !list.full && append(&whole, (lsn_str){head, (size_t)length}, '[');
    if (good && list.size > 0) good = append(&whole, (lsn_str){list.bytes, list.size - 1}, ']');
    if (good && list.size == 0) good = append(&whole, LSN_STR(""), ']');
    good = good && append(&whole, LSN_STR(""), '}');
    free(list.bytes);
    if (!good) {
        free(whole.bytes);
        return send_fault(connection, err ? diag.text : "The documents do not fit into memory.");
    }
    struct MHD_Response *response = MHD_create_response_from_buffer(whole.size, whole.bytes, MHD_RESPMEM_MUST_FREE);
    if (!response) free(whole.bytes);
    return send_response(connection, 200, response, "application/json", "no-store");
}

static enum MHD_Result add_documents(lsn_http_server *server, struct MHD_Connection *connection, const request *asked) {
    const char *epoch = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "store");
    lsn_store_batch batch = {0};
    if (lsn_store_batch_read(&batch, (lsn_str){asked->body, asked->size}, LSN_STORE_documents))
        return send_fault(connection, "There is no memory left.");
    lsn_store_taken taken = {0};
    lsn_diag diag = {0};
    // Also without a document: whether the store is still the same is an answer.
    pthread_mutex_lock(&server->lock);
    lsn_err err = lsn_store_take(server->store, &batch, epoch, &taken, &diag);
    pthread_mutex_unlock(&server->lock);
    lsn_http_verdict refused = {.status = err == LSN_ERR_NOT_FOUND  ? 409
                                          : err == LSN_ERR_TOO_MANY ? 507
                                                                    : 503,
                                .text = diag.text};
    enum MHD_Result result =
        err ? send_refusal(connection, &refused)
            : send_stored(connection, &batch, taken.documents, batch.document_count - taken.documents);
    lsn_store_batch_free(&batch);
    return result;
}

// ---------------------------------------------------------------- requests

static void note_header(int *count, lsn_str *first, lsn_str value) {
    if ((*count)++ == 0) *first = value;
}

static enum MHD_Result read_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value) {
    (void)kind;
    lsn_http_head *head = context;
    lsn_str key = lsn_str_from(name), text = lsn_str_from(value), unused;
    int fetch_sites = 0;
    if (lsn_str_equal_fold(key, LSN_STR("Host"))) note_header(&head->hosts, &head->host, text);
    if (lsn_str_equal_fold(key, LSN_STR("Origin"))) note_header(&head->origins, &head->origin, text);
    if (lsn_str_equal_fold(key, LSN_STR("Sec-Fetch-Site"))) note_header(&fetch_sites, &head->fetch_site, text);
    if (lsn_str_equal_fold(key, LSN_STR("Content-Type"))) note_header(&head->content_types, &head->content_type, text);
    if (lsn_str_equal_fold(key, LSN_STR("Content-Length")))
        note_header(&head->content_lengths, &head->content_length, text);
    if (lsn_str_equal_fold(key, LSN_STR("Transfer-Encoding"))) note_header(&head->transfer_encodings, &unused, text);
    return MHD_YES;
}

static enum MHD_Result begin(lsn_http_server *server, struct MHD_Connection *connection, const char *path,
                             const char *method, void **state) {
    lsn_http_head head = {.method = lsn_str_from(method), .path = lsn_str_from(path)};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, read_header, &head);
    lsn_http_verdict verdict = lsn_http_judge(&head, server->port, lsn_assets, lsn_asset_count);
    if (verdict.status) return send_refusal(connection, &verdict);
    request *asked = calloc(1, sizeof *asked);
    if (!asked) return MHD_NO;
    asked->verdict = verdict;
    *state = asked;
    return MHD_YES;
}

// The length was checked before; this is the second lock on the same door.
static bool append_body(request *asked, const char *bytes, size_t size) {
    if (size > LSN_HTTP_BODY_MAX - asked->size) return false;
    if (asked->size + size > asked->capacity) {
        size_t wanted = (asked->size + size) * 2;
        char *larger = realloc(asked->body, wanted);
        if (!larger) return false;
        asked->body = larger;
        asked->capacity = wanted;
    }
    memcpy(asked->body + asked->size, bytes, size);
    asked->size += size;
    return true;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *bytes, size_t *size, void **state) {
    (void)version;
    lsn_http_server *server = context;
    request *asked = *state;
    if (!asked) return begin(server, connection, path, method, state);
    if (*size > 0) {
        bool good = append_body(asked, bytes, *size);
        *size = 0;
        return good ? MHD_YES : MHD_NO;
    }
    switch (asked->verdict.route) {
    case LSN_HTTP_asset:
        return send_asset(connection, &lsn_assets[asked->verdict.asset]);
    case LSN_HTTP_hello:
        return send_hello(server, connection);
    case LSN_HTTP_events_read:
        return send_events(server, connection);
    case LSN_HTTP_events_add:
        return add_events(server, connection, asked);
    case LSN_HTTP_events_erase:
        return erase_events(server, connection);
    case LSN_HTTP_documents_read:
        return send_documents(server, connection);
    case LSN_HTTP_documents_add:
        return add_documents(server, connection, asked);
    case LSN_HTTP_speak:
        return send_speech(server, connection, asked);
    case LSN_HTTP_refused:
        break;
    }
    return MHD_NO;
}

static void finish(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code) {
    (void)context, (void)connection, (void)code;
    request *asked = *state;
    if (!asked) return;
    free(asked->body);
    free(asked);
    *state = NULL;
}

// Paths are compared as they were sent: no file is called by an escaped name.
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
    (void)context, (void)connection;
    return strlen(text);
}

// ---------------------------------------------------------------- start and stop

static struct MHD_Daemon *start_daemon(lsn_http_server *server, int fd) {
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, server, MHD_OPTION_LISTEN_SOCKET, fd,
                            MHD_OPTION_NOTIFY_COMPLETED, finish, NULL, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)LSN_HTTP_CONNECTIONS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LSN_HTTP_TIMEOUT_S, MHD_OPTION_STRICT_FOR_CLIENT,
                            1, MHD_OPTION_END);
}

lsn_err lsn_http_start(lsn_http_server **out, lsn_store *store, int port, bool exact, int *bound, lsn_diag *diag) {
    lsn_http_sockets sockets = {.v4 = -1, .v6 = -1};
    lsn_err err = lsn_http_listen(&sockets, port, exact, diag);
    if (err) return err;
    lsn_http_server *server = calloc(1, sizeof *server);
    if (server) {
        server->store = store;
        server->port = sockets.port;
        lsn_voice_init(&server->voice, false);
        pthread_mutex_init(&server->lock, NULL);
        server->daemons[0] = start_daemon(server, sockets.v4);
        if (sockets.v6 >= 0) server->daemons[1] = start_daemon(server, sockets.v6);
    }
    if (sockets.v6 >= 0 && (!server || !server->daemons[1])) close(sockets.v6);
    if (!server || !server->daemons[0]) {
        close(sockets.v4);
        lsn_http_stop(server);
        return lsn_diag_set(diag, LSN_ERR_IO, 0, 0, "the server cannot start: there are no threads or no memory left");
    }
    *out = server;
    *bound = server->port;
    return LSN_OK;
}

void lsn_http_stop(lsn_http_server *server) {
    if (!server) return;
    for (int i = 0; i < 2; i++)
        if (server->daemons[i]) MHD_stop_daemon(server->daemons[i]);
    pthread_mutex_destroy(&server->lock);
    free(server);
}
