// Private to host/cli: turns what is reached in a session into events, as it goes.
#ifndef LSN_HOST_CLI_RECORD_H
#define LSN_HOST_CLI_RECORD_H

#include "core/session/session.h"
#include "host/cli/coach.h"

/// One side of one step: its stretch of the score, and what became of it.
typedef struct record_part {
    int step;
    lsn_side side;
    int start_s, end_s, work_s; // work_s: held or moved
    bool done, left;
} record_part;

typedef struct record {
    coach *coach;
    lsn_uuid session;
    record_part parts[2 * LSN_PLAN_STEPS_MAX];
    int part_count;
} record;

/// Begins with a session_started event.
void record_begin(record *out, coach *c, const lsn_score *score);
/// The score was rebuilt; what became of its parts stays.
void record_take_score(record *r, const lsn_score *score);
/// Everything that ended by `elapsed_s` and was neither left nor done before is done.
void record_reach(record *r, const lsn_score *score, double elapsed_s);
/// The rest of the step is left out.
void record_leave(record *r, const lsn_score *score, int step, const char *why);
/// What lies ahead after going back is open again.
void record_go_back(record *r, double elapsed_s);
/// An event of the session. `move` is an index into the plan's catalogue or −1.
void record_event(record *r, const lsn_score *score, lsn_event_kind kind, int step, lsn_side side, double value,
                  const char *text);

#endif
