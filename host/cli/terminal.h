// Private to host/cli: the terminal in raw mode, and keys.
#ifndef LSN_HOST_CLI_TERMINAL_H
#define LSN_HOST_CLI_TERMINAL_H

#include <stdbool.h>

typedef enum terminal_key {
    KEY_NONE,
    KEY_PAUSE,
    KEY_NEXT,
    KEY_BACK,
    KEY_TOO_MUCH,
    KEY_QUIT,
    KEY_YES, // y or Enter
    KEY_0,   // and the next four: digits 0 to 4
    KEY_1,
    KEY_2,
    KEY_3,
    KEY_4,
    KEY_RESIZE,
    KEY_STOP // a signal: end now
} terminal_key;

/// From now on SIGINT, SIGTERM and SIGHUP are remembered, so that what is going on can end well.
void terminal_watch_signals(void);
/// The signal that came, or 0.
int terminal_signal(void);
/// Ends the program by the signal that came, as if it had not been caught; returns when none came.
void terminal_die_of_signal(void);

/// Whether a person sits at both ends: standard input and output are terminals.
bool terminal_is_live(void);
/// Raw mode on the other screen, cursor hidden. `pictures`: kitty's pictures may be shown. It is undone by
/// terminal_leave, at exit, and by signals that kill.
bool terminal_enter(bool pictures);
void terminal_leave(void);
/// The next key within `timeout_ms`, else KEY_NONE.
terminal_key terminal_read_key(int timeout_ms);
/// The terminal's size in columns and rows.
void terminal_size(int *columns, int *rows);
/// Writes all of it at once.
void terminal_write(const char *bytes, int size);

#endif
