/// core/handout: a routine as a sheet of paper: drawings, doses, cues, cautions, a grid for two weeks and a code that
/// opens it on a phone. HTML in pieces; the drawings come from whoever calls (core/figure). The browser does the
/// printing, with web/handout.css.
#ifndef LSN_HANDOUT_H
#define LSN_HANDOUT_H

#include "core/routine/routine.h"

enum { LSN_HANDOUT_DAYS = 14, LSN_HANDOUT_STEP_BYTES_MAX = 8192 };

#define LSN_PAPERS(X) X(a4) X(letter)
typedef enum lsn_paper {
#define X(name) LSN_PAPER_##name,
    LSN_PAPERS(X)
#undef X
        LSN_PAPER_COUNT
} lsn_paper;
const char *lsn_paper_name(lsn_paper paper);
lsn_paper lsn_paper_find(lsn_str name); // LSN_PAPER_COUNT when there is none

/// The sheet is begin, one step after the other, end. Everything that is not ours is escaped. The language is the
/// catalogue's; `language` is told where there is none.
/// `link` opens the routine (at most LSN_QR_BYTES_MAX bytes) and becomes a code; empty: none. Needs 32 KB of scratch.
LSN_MUST_CHECK lsn_err lsn_handout_begin(lsn_buf *out, const lsn_words *language, const lsn_routine *routine,
                                         lsn_paper paper, lsn_str link, lsn_arena scratch);
/// `svg` is a drawing of the move as it comes from lsn_lineart_draw, written as it is; empty: none.
void lsn_handout_step(lsn_buf *out, const lsn_routine *routine, int step, const lsn_catalogue *catalogue, lsn_str svg);
/// The rules for stopping, the grid with a row for each move, and who says so.
void lsn_handout_end(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue);

#endif
