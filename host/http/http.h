/// host/http: the page and its log over HTTP on the loopback address, for this machine's own browser and nobody else.
/// See docs/http.md for the routes.
#ifndef LSN_HOST_HTTP_H
#define LSN_HOST_HTTP_H

#include "host/assets.h"
#include "host/store/store.h"

enum {
    LSN_HTTP_PORT = 8517,        // unless told; the next free one when it is taken
    LSN_HTTP_PORTS_TRIED = 20,   // then any free one
    LSN_HTTP_BODY_MAX = 1 << 20, // bytes
    LSN_HTTP_SPEECH_MAX = 4096,  // bytes of a body to speak
    LSN_HTTP_CONNECTIONS_MAX = 64,
    LSN_HTTP_TIMEOUT_S = 15,
};

// ---------------------------------------------------------------- judging a request: pure functions

typedef enum lsn_http_route {
    LSN_HTTP_refused,
    LSN_HTTP_asset,
    LSN_HTTP_hello,
    LSN_HTTP_events_read,
    LSN_HTTP_events_add,
    LSN_HTTP_events_erase,
    LSN_HTTP_documents_read,
    LSN_HTTP_documents_add,
    LSN_HTTP_speak
} lsn_http_route;

/// What of a request's head matters. A header that is given more than once counts here and holds its first value.
typedef struct lsn_http_head {
    lsn_str method, path; // the path as it was sent, without the query
    lsn_str host, origin, fetch_site, content_type, content_length;
    int hosts, origins, content_types, content_lengths, transfer_encodings;
} lsn_http_head;

typedef struct lsn_http_verdict {
    lsn_http_route route;
    int status;        // 0 for a route, else 4xx
    int asset;         // index
    const char *allow; // the methods that the path knows, with status 405
    const char *text;  // why it is refused
} lsn_http_verdict;

/// Whether and where a request goes. `port` is the one that the server listens on. Refuses a foreign Host (421) or
/// Origin (403), framing that two programs could read differently (400), bodies that are too large (413), of unknown
/// length (411) or of another type (415), unknown paths (404) and methods (405).
lsn_http_verdict lsn_http_judge(const lsn_http_head *head, int port, const lsn_asset *assets, int asset_count);
/// The Content-Type of a file by the end of its name.
const char *lsn_http_type(lsn_str path);

// ---------------------------------------------------------------- the server

typedef struct lsn_http_server lsn_http_server;

/// Starts serving the built-in assets and `store` (which it locks itself; nobody else may use it meanwhile) on
/// 127.0.0.1 and, where it is free, ::1. `port` 0 takes any free one. `exact`: refuse when the port is taken, else try
/// the next ones. Threads of its own do the work. `*bound` is the port taken.
LSN_MUST_CHECK lsn_err lsn_http_start(lsn_http_server **out, lsn_store *store, int port, bool exact, int *bound,
                                      lsn_diag *diag);
/// Answers what has been asked, then ends. Accepts NULL.
void lsn_http_stop(lsn_http_server *server);

#endif
