// Raw mode and keys. Invariant: however the program ends, the terminal is as it was.
#include "host/cli/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static struct termios before;
static volatile sig_atomic_t inside, came, resized;

static volatile sig_atomic_t has_pictures;

// Leaves colours, the hidden cursor and the other screen; and deletes pictures, where the terminal knows of them.
static const char leave_text[] = "\x1b[0m\x1b[?25h\x1b[?1049l", clear_text[] = "\x1b_Ga=d,d=A,q=2\x1b\\";

/// Safe in a signal handler.
static void write_leave(void) {
    ssize_t wrote = has_pictures ? write(STDOUT_FILENO, clear_text, sizeof clear_text - 1) : 0;
    wrote = write(STDOUT_FILENO, leave_text, sizeof leave_text - 1);
    (void)wrote;
}

static void note_signal(int number) {
    came = number;
}

static void note_resize(int number) {
    (void)number;
    resized = 1;
}

// Only calls that are safe in a handler.
static void crash(int number) {
    if (inside) {
        inside = 0;
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        write_leave();
    }
    signal(number, SIG_DFL);
    raise(number);
}

static void catch_signal(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void terminal_watch_signals(void) {
    catch_signal(SIGINT, note_signal);
    catch_signal(SIGTERM, note_signal);
    catch_signal(SIGHUP, note_signal);
}

int terminal_signal(void) {
    return came;
}

void terminal_die_of_signal(void) {
    int number = came;
    if (!number) return;
    signal(number, SIG_DFL);
    raise(number);
}

bool terminal_is_live(void) {
    const char *term = getenv("TERM");
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

bool terminal_enter(bool pictures) {
    static bool registered;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return false;
    if (!registered && atexit(terminal_leave) != 0) return false;
    registered = true;
    struct termios raw = before;
    raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    raw.c_iflag &= ~(tcflag_t)(IXON | ICRNL);
    raw.c_cc[VMIN] = 0;
    raw.c_cc[VTIME] = 0;
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT, SIGTRAP, SIGPIPE};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++) catch_signal(fatal[i], crash);
    catch_signal(SIGWINCH, note_resize);
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) != 0) return false;
    has_pictures = pictures;
    inside = 1;
    static const char enter[] = "\x1b[?1049h\x1b[?25l\x1b[2J";
    terminal_write(enter, (int)sizeof enter - 1);
    return true;
}

void terminal_leave(void) {
    if (!inside) return;
    inside = 0;
    write_leave();
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
}

void terminal_write(const char *bytes, int size) {
    while (size > 0) {
        ssize_t wrote = write(STDOUT_FILENO, bytes, (size_t)size);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return;
        bytes += wrote;
        size -= (int)wrote;
    }
}

void terminal_size(int *columns, int *rows) {
    struct winsize size;
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0;
    *columns = known ? size.ws_col : 80;
    *rows = known ? size.ws_row : 24;
}

/// Puts the program to sleep as Ctrl+Z does, with the terminal as it was meanwhile.
static void sleep_until_continued(void) {
    terminal_leave();
    raise(SIGTSTP);
    terminal_enter(has_pictures);
    resized = 1;
}

/// The bytes of one key press: a letter, or the end of an arrow's sequence.
static terminal_key name_key(const unsigned char *bytes, int size) {
    if (size >= 3 && bytes[0] == 0x1b && (bytes[1] == '[' || bytes[1] == 'O')) {
        if (bytes[2] == 'C') return KEY_NEXT;
        if (bytes[2] == 'D') return KEY_BACK;
        return KEY_NONE;
    }
    if (bytes[0] >= '0' && bytes[0] <= '4') return KEY_0 + (bytes[0] - '0');
    switch (bytes[0]) {
    case ' ':
    case 'p':
        return KEY_PAUSE;
    case 'n':
        return KEY_NEXT;
    case 'b':
        return KEY_BACK;
    case 'e':
        return KEY_TOO_MUCH;
    case 'q':
    case 3: // Ctrl+C
        return KEY_QUIT;
    case 'y':
    case '\r':
    case '\n':
        return KEY_YES;
    default:
        return KEY_NONE;
    }
}

terminal_key terminal_read_key(int timeout_ms) {
    if (came) return KEY_STOP;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int ready = poll(&input, 1, timeout_ms);
    if (came) return KEY_STOP;
    if (resized) {
        resized = 0;
        return KEY_RESIZE;
    }
    if (ready <= 0) return KEY_NONE;
    unsigned char bytes[8];
    ssize_t size = read(STDIN_FILENO, bytes, 1);
    if (size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN)) {
        came = SIGHUP; // the terminal is gone
        return KEY_STOP;
    }
    if (size < 0) return KEY_NONE;
    if (bytes[0] == 26) { // Ctrl+Z
        sleep_until_continued();
        return KEY_RESIZE;
    }
    while (bytes[0] == 0x1b && size < 3 && poll(&input, 1, 20) > 0 && read(STDIN_FILENO, bytes + size, 1) == 1) size++;
    return name_key(bytes, (int)size);
}
