// Which requests are answered. Invariant: pure; nothing is believed of a request before it passed here.
#include "host/http/http.h"

#include <stdio.h>
#include <string.h>

static lsn_http_verdict refuse(int status, const char *text) {
    return (lsn_http_verdict){.status = status, .text = text, .asset = -1};
}

/// Whether `host` names this server: 127.0.0.1, localhost or [::1] with its port.
static bool is_own_host(lsn_str host, int port) {
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char wanted[32];
        snprintf(wanted, sizeof wanted, "%s:%d", names[i], port);
        if (lsn_str_equal_fold(host, lsn_str_from(wanted))) return true;
        if (port == 80 && lsn_str_equal_fold(host, lsn_str_from(names[i]))) return true; // browsers leave :80 out
    }
    return false;
}

static bool is_same_origin(lsn_str origin, lsn_str host) {
    if (!lsn_str_starts(origin, LSN_STR("http://"))) return false;
    return lsn_str_equal_fold((lsn_str){origin.ptr + 7, origin.len - 7}, host);
}

/// Bytes, or −1 when it is not a plain number.
static int64_t read_length(lsn_str text) {
    int64_t value = 0;
    if (text.len == 0 || text.len > 18) return -1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return -1;
        value = value * 10 + (text.ptr[i] - '0');
    }
    return value;
}

/// The type without its parameters.
static lsn_str bare_type(lsn_str type) {
    const char *end = type.len ? memchr(type.ptr, ';', type.len) : NULL;
    if (end) type.len = (size_t)(end - type.ptr);
    while (type.len > 0 && type.ptr[type.len - 1] == ' ') type.len--;
    return type;
}

static bool is_json_lines(lsn_str type) {
    type = bare_type(type);
    // The second is the name that the first had before it was registered.
    return lsn_str_equal_fold(type, LSN_STR("application/jsonl")) ||
           lsn_str_equal_fold(type, LSN_STR("application/x-ndjson"));
}

static int find_asset(lsn_str path, const lsn_asset *assets, int count) {
    if (lsn_str_equal(path, LSN_STR("/"))) path = LSN_STR("/index.html");
    for (int i = 0; i < count; i++)
        if (lsn_str_equal(path, lsn_str_from(assets[i].path))) return i;
    return -1;
}

/// The body's framing: whether every reader would find the same end of it.
static lsn_http_verdict judge_framing(const lsn_http_head *head) {
    if (head->content_lengths > 1) return refuse(400, "Content-Length is given more than once.");
    if (head->transfer_encodings > 0 && head->content_lengths > 0)
        return refuse(400, "Transfer-Encoding and Content-Length are both given.");
    if (head->hosts > 1) return refuse(400, "Host is given more than once.");
    if (head->origins > 1) return refuse(400, "Origin is given more than once.");
    if (head->content_lengths > 0 && read_length(head->content_length) < 0)
        return refuse(400, "Content-Length is not a number.");
    if (head->transfer_encodings > 0) return refuse(411, "Send the body with Content-Length.");
    return (lsn_http_verdict){0};
}

static lsn_http_verdict judge_body(const lsn_http_head *head, lsn_http_route route) {
    int64_t length = head->content_lengths > 0 ? read_length(head->content_length) : 0;
    bool speaks = route == LSN_HTTP_speak;
    bool takes_body = speaks || route == LSN_HTTP_events_add || route == LSN_HTTP_documents_add;
    if (length > LSN_HTTP_BODY_MAX) return refuse(413, "The body is larger than 1 MiB; send it in parts.");
    if (speaks && length > LSN_HTTP_SPEECH_MAX) return refuse(413, "This is too long to be said at once.");
    if (!takes_body && length > 0) return refuse(400, "This request takes no body.");
    if (takes_body && head->content_lengths == 0) return refuse(411, "Send the body with Content-Length.");
    if (speaks &&
        (head->content_types != 1 || !lsn_str_equal_fold(bare_type(head->content_type), LSN_STR("application/json"))))
        return refuse(415, "Send what is to be said as application/json.");
    if (takes_body && !speaks && (head->content_types != 1 || !is_json_lines(head->content_type)))
        return refuse(415, "Send them as application/jsonl, one a line.");
    return (lsn_http_verdict){0};
}

static lsn_http_verdict find_route(const lsn_http_head *head, const lsn_asset *assets, int asset_count) {
    bool reads = lsn_str_equal(head->method, LSN_STR("GET")) || lsn_str_equal(head->method, LSN_STR("HEAD"));
    bool posts = lsn_str_equal(head->method, LSN_STR("POST"));
    lsn_http_verdict found = {.asset = -1};
    if (lsn_str_equal(head->path, LSN_STR("/api/events"))) {
        if (reads)
            found.route = LSN_HTTP_events_read;
        else if (posts)
            found.route = LSN_HTTP_events_add;
        else if (lsn_str_equal(head->method, LSN_STR("DELETE")))
            found.route = LSN_HTTP_events_erase;
        else
            found.allow = "GET, HEAD, POST, DELETE";
    } else if (lsn_str_equal(head->path, LSN_STR("/api/documents"))) {
        if (reads)
            found.route = LSN_HTTP_documents_read;
        else if (posts)
            found.route = LSN_HTTP_documents_add;
        else
            found.allow = "GET, HEAD, POST";
    } else if (lsn_str_equal(head->path, LSN_STR("/api/speak"))) {
        if (posts)
            found.route = LSN_HTTP_speak;
        else
            found.allow = "POST";
    } else if (lsn_str_equal(head->path, LSN_STR("/api/hello"))) {
        if (reads)
            found.route = LSN_HTTP_hello;
        else
            found.allow = "GET, HEAD";
    } else {
        found.asset = find_asset(head->path, assets, asset_count);
        if (found.asset < 0) return refuse(404, "There is nothing here.");
        if (reads)
            found.route = LSN_HTTP_asset;
        else
            found.allow = "GET, HEAD";
    }
    if (found.allow) {
        found.status = 405;
        found.text = "This method is not known here.";
    }
    return found;
}

lsn_http_verdict lsn_http_judge(const lsn_http_head *head, int port, const lsn_asset *assets, int asset_count) {
    lsn_http_verdict verdict = judge_framing(head);
    if (verdict.status) return verdict;
    // A name that an attacker pointed at this machine reaches this port as well, but not with this Host.
    if (head->hosts == 0 || !is_own_host(head->host, port)) return refuse(421, "This is not the host you asked for.");
    if (head->origins > 0 && !is_same_origin(head->origin, head->host))
        return refuse(403, "Another site may not ask this.");
    verdict = find_route(head, assets, asset_count);
    if (verdict.status) return verdict;
    // A browser says where a request comes from even when it sends no Origin; other programs say nothing.
    bool foreign = head->fetch_site.len > 0 && !lsn_str_equal(head->fetch_site, LSN_STR("same-origin")) &&
                   !lsn_str_equal(head->fetch_site, LSN_STR("none"));
    if (verdict.route != LSN_HTTP_asset && foreign) return refuse(403, "Another site may not ask this.");
    lsn_http_verdict body = judge_body(head, verdict.route);
    return body.status ? body : verdict;
}

const char *lsn_http_type(lsn_str path) {
    static const char *const types[][2] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".wasm", "application/wasm"},
        {".webmanifest", "application/manifest+json"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".txt", "text/plain; charset=utf-8"},
        {".ogg", "audio/ogg"},
        {".wav", "audio/wav"},
        {".woff2", "font/woff2"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        lsn_str end = lsn_str_from(types[i][0]);
        if (path.len < end.len) continue;
        if (lsn_str_equal((lsn_str){path.ptr + path.len - end.len, end.len}, end)) return types[i][1];
    }
    return "application/octet-stream";
}
