// Private to host/cli: how text stands in the terminal.
#ifndef LSN_HOST_CLI_PAINT_H
#define LSN_HOST_CLI_PAINT_H

#include "core/base/base.h"

/// Escape sequences, or empty strings when standard output is no terminal or NO_COLOR is set.
typedef struct cli_paint {
    const char *bold, *dim, *action, *where, *off; // action: what to do; where: where you are
} cli_paint;

extern cli_paint paint;

void paint_begin(void);
/// Columns to write in: the terminal's, at most 100; 80 without one.
int paint_width(void);
/// Columns that UTF-8 text takes, one a character.
int paint_columns(lsn_str text);
/// Writes `text` and spaces up to `columns`.
void paint_padded(lsn_str text, int columns);
/// Writes text broken into lines, with `indent` spaces before all lines but the first, which begins at column `at`.
void paint_wrapped(const char *text, int at, int indent);
/// The next line of `text` (at most `columns` wide, broken at a space); moves `text` past it.
lsn_str paint_next_line(lsn_str *text, int columns);
/// "9:05".
void paint_clock(char out[16], int seconds);

#endif
