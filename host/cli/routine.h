// Private to host/cli: routines by name, file or link.
#ifndef LSN_HOST_CLI_ROUTINE_H
#define LSN_HOST_CLI_ROUTINE_H

#include "core/routine/routine.h"
#include "host/cli/coach.h"

/// A routine and the memory of its texts.
typedef struct cli_routine {
    lsn_routine routine;
    unsigned char memory[LSN_ROUTINE_BYTES_MAX * 16];
    char *text; // of a file
} cli_routine;

/// `name` is the id of a ready-made routine, the id or the name of one of the person's own (that the page keeps in the
/// store of `c`, if it has one), a FILE.json, or a link ("r1/…", with or without what stands before it).
/// NULL after saying what is wrong, with file, line and column; freed by cli_routine_free.
cli_routine *cli_routine_read(const coach *c, const char *name);
void cli_routine_free(cli_routine *routine); // accepts NULL

/// Calls `visit` for each routine of the person's own that this version can read, with its id in the store.
typedef void cli_own_visitor(const coach *c, const lsn_routine *routine, lsn_str id);
LSN_MUST_CHECK lsn_err cli_own_routines(const coach *c, cli_own_visitor *visit, lsn_diag *diag);

/// The routine as a plan under the standing answers; says on standard error what was left out. As coach_plan.
int cli_routine_plan(lsn_plan *out, const coach *c, const char *name, const lsn_wish *wish);

#endif
