// Private to host/http: the sockets.
#ifndef LSN_HOST_HTTP_LISTEN_H
#define LSN_HOST_HTTP_LISTEN_H

#include "host/http/http.h"

typedef struct lsn_http_sockets {
    int v4, v6; // v6 −1: none
    int port;
} lsn_http_sockets;

LSN_MUST_CHECK lsn_err lsn_http_listen(lsn_http_sockets *out, int port, bool exact, lsn_diag *diag);

#endif
