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

/// `name` is the id of a ready-made routine, a FILE.json, or a link ("r1/…", with or without what stands before it).
/// NULL after saying what is wrong, with file, line and column; freed by cli_routine_free.
cli_routine *cli_routine_read(const lsn_catalogue *catalogue, const char *name);
void cli_routine_free(cli_routine *routine); // accepts NULL

/// The routine as a plan under the standing answers; says on standard error what was left out. As coach_plan.
int cli_routine_plan(lsn_plan *out, const coach *c, const char *name, const lsn_wish *wish);

#endif
