// Sockets on the loopback addresses only.
#include "host/http/listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// A listening socket, or −1 with errno.
static int listen_on(int family, const struct sockaddr *address, socklen_t size) {
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), yes = 1;
    if (fd < 0) return -1;
    bool good = setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0;
    if (family == AF_INET6) good = good && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes) == 0;
    good = good && bind(fd, address, size) == 0 && listen(fd, 64) == 0;
    if (good) return fd;
    int reason = errno;
    close(fd);
    errno = reason;
    return -1;
}

static int listen_4(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return listen_on(AF_INET, (const struct sockaddr *)&address, sizeof address);
}

static int listen_6(int port) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    address.sin6_addr = in6addr_loopback;
    return listen_on(AF_INET6, (const struct sockaddr *)&address, sizeof address);
}

static int port_of(int fd) {
    struct sockaddr_in address = {0};
    socklen_t size = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &size) != 0) return 0;
    return ntohs(address.sin_port);
}

lsn_err lsn_http_listen(lsn_http_sockets *out, int port, bool exact, lsn_diag *diag) {
    int fd = listen_4(port);
    if (!exact && port != 0) {
        for (int next = port + 1; fd < 0 && next <= port + LSN_HTTP_PORTS_TRIED && next < 65536; next++)
            fd = listen_4(next);
        if (fd < 0) fd = listen_4(0);
    }
    if (fd < 0 && errno == EADDRINUSE)
        return lsn_diag_set(diag, LSN_ERR_IO, 0, 0, "port %d is taken by another program; choose another with --port",
                            port);
    if (fd < 0) return lsn_diag_set(diag, LSN_ERR_IO, 0, 0, "port %d cannot be opened: %s", port, strerror(errno));
    out->v4 = fd;
    out->port = port_of(fd);
    out->v6 = listen_6(out->port); // only a convenience: "localhost" may mean ::1
    return LSN_OK;
}
