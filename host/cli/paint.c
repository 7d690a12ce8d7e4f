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

/// Columns of the character that begins here; 0 within one. Those of Chinese take two.
static int columns_at(lsn_str text, size_t at) {
    const unsigned char *c = (const unsigned char *)text.ptr + at;
    if ((c[0] & 0xc0) == 0x80) return 0;
    bool wide = (c[0] >= 0xe3 && c[0] <= 0xe9) || (c[0] == 0xef && at + 1 < text.len && (c[1] == 0xbc || c[1] == 0xbd));
    return wide ? 2 : 1;
}

/// Marks of Chinese that no line begins with: most that are as wide as a character, and closing quotes.
static bool is_closing(lsn_str text, size_t at) {
    const unsigned char *c = (const unsigned char *)text.ptr + at;
    if (at + 2 >= text.len) return false;
    if (c[0] == 0xe2) return c[1] == 0x80 && (c[2] == 0x99 || c[2] == 0x9d || c[2] == 0xa6);
    return (c[0] == 0xe3 && c[1] == 0x80) || (c[0] == 0xef && c[1] == 0xbc && c[2] != 0x88);
}

int paint_columns(lsn_str text) {
    int columns = 0;
    for (size_t i = 0; i < text.len; i++) columns += columns_at(text, i);
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
    bool after_wide = false; // a line may end after a character of Chinese
    for (; end < text->len; end++) {
        int size = columns_at(*text, end);
        if (size > 0 && end > 0 && (text->ptr[end] == ' ' || (after_wide && !is_closing(*text, end)))) broken = end;
        if (size > 0 && used + size > columns) break;
        used += size;
        if (size > 0) after_wide = size == 2;
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
