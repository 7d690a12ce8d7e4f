// loosen serve: the page, until it is told to stop.
#include "host/cli/coach.h"
#include "host/cli/paint.h"
#include "host/http/http.h"
#include "host/platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static bool has_desktop(void) {
    const char *x11 = getenv("DISPLAY"), *wayland = getenv("WAYLAND_DISPLAY");
    return (x11 && x11[0]) || (wayland && wayland[0]);
}

/// Hands the address to the desktop; what it says goes nowhere, and whether it works does not matter.
static void open_browser(const char *address) {
    char program[LSN_PATH_MAX];
    if (!has_desktop() || !lsn_platform_find_program(program, "xdg-open")) return;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigemptyset(&none);
    if (posix_spawn_file_actions_init(&files) != 0) return;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    for (int fd = 0; fd < 3; fd++) posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
    char text[64], *argv[] = {program, text, NULL};
    snprintf(text, sizeof text, "%s", address);
    pid_t child;
    posix_spawn(&child, program, &files, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
}

/// Until Ctrl+C or a kind kill; children that end are let go.
static void wait_for_stop(const sigset_t *signals) {
    for (;;) {
        int signal_number = sigwaitinfo(signals, NULL);
        if (signal_number == SIGINT || signal_number == SIGTERM || signal_number == SIGHUP) return;
        if (signal_number < 0 && errno != EINTR) return;
    }
}

static int serve(lsn_store *store, const cli_input *input, const char *folder) {
    // Blocked before the server's threads start, so that only the wait below sees them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGCHLD, SIG_IGN);
    lsn_http_server *server;
    lsn_diag diag = {0};
    int port;
    bool exact = cli_has(input, CLI_port);
    if (lsn_http_start(&server, store, exact ? input->port : LSN_HTTP_PORT, exact, &port, &diag))
        return cli_refuse_diag(&diag);
    char address[64];
    snprintf(address, sizeof address, "http://127.0.0.1:%d/", port);
    printf("Loosen is at %s%s%s\n", paint.action, address, paint.off);
    printf("Your log is in %s. Ctrl+C stops.\n", folder);
    fflush(stdout);
    if (!cli_has(input, CLI_no_open)) open_browser(address);
    wait_for_stop(&signals);
    lsn_http_stop(server);
    printf("\nStopped. Everything is saved.\n");
    return CLI_SUCCESS;
}

int cli_run_serve(const cli_input *input) {
    char folder[LSN_PATH_MAX];
    lsn_diag diag = {0};
    lsn_store *store;
    lsn_str body; // one that the terminal had of its own is the page's too from now on
    if (!cli_kept_body(&body, input)) return CLI_REFUSED;
    free((void *)(uintptr_t)body.ptr);
    if (lsn_platform_data_folder(folder, input->data, true, &diag)) return cli_refuse_diag(&diag);
    if (lsn_store_open(&store, folder, &diag)) return cli_refuse_diag(&diag);
    int code = serve(store, input, folder);
    lsn_store_close(store);
    return code;
}
