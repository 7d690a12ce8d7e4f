// Colour, columns and line breaks. The one thing kept for the whole program is whether there is colour.
#include "host/cli/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

cli_paint paint = {"", "", "", "", ""};

void paint_begin(void) {
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    paint = (cli_paint){"", "", "", "", ""};
    if (!isatty(STDOUT_FILENO) || (no_color && no_color[0]) || !term || strcmp(term, "dumb") == 0) return;
    paint = (cli_paint){"\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[33m", "\x1b[0m"};
}

int paint_width(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
    return size.ws_col > 100 ? 100 : size.ws_col;
}

int paint_columns(lsn_str text) {
    int columns = 0;
    for (size_t i = 0; i < text.len; i++) columns += ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
    return columns;
}

void paint_padded(lsn_str text, int columns) {
    int spaces = columns - paint_columns(text);
    printf("%.*s%*s", (int)text.len, text.len ? text.ptr : "", spaces > 0 ? spaces : 0, "");
}

lsn_str paint_next_line(lsn_str *text, int columns) {
    while (text->len > 0 && text->ptr[0] == ' ') *text = (lsn_str){text->ptr + 1, text->len - 1};
    size_t end = 0, broken = 0;
    int used = 0;
    for (; end < text->len; end++) {
        bool starts = ((unsigned char)text->ptr[end] & 0xc0) != 0x80;
        if (starts && used == columns) {
            if (text->ptr[end] == ' ') broken = end;
            break;
        }
        used += starts;
        if (text->ptr[end] == ' ') broken = end;
    }
    if (end == text->len) broken = end;
    if (broken == 0) broken = end; // one long word
    if (broken == 0) broken = text->len;
    lsn_str line = {text->ptr, broken};
    *text = (lsn_str){text->ptr + broken, text->len - broken};
    return line;
}

void paint_wrapped(const char *text, int at, int indent) {
    lsn_str rest = lsn_str_from(text);
    int width = paint_width();
    if (rest.len == 0) printf("\n");
    for (int column = at; rest.len > 0; column = indent) {
        int room = width - column > 20 ? width - column : 20;
        lsn_str line = paint_next_line(&rest, room);
        if (line.len == 0) break;
        if (line.ptr != text) printf("%*s", column, "");
        printf("%.*s\n", (int)line.len, line.ptr);
    }
}

void paint_clock(char out[16], int seconds) {
    snprintf(out, 16, "%d:%02d", seconds / 60 % 10000, seconds % 60);
}
