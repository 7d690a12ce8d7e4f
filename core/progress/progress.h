/// core/progress: event log → what was done, how it went, and what tomorrow should change. Derived, never stored.
#ifndef LSN_PROGRESS_H
#define LSN_PROGRESS_H

#include "core/catalogue/catalogue.h"
#include "core/event/event.h"

/// What the log says of one move.
typedef struct lsn_move_record {
    int times;       // sessions in which it was done
    int64_t last_ms; // 0: never
    int better, same, worse;
    lsn_level level; // where to go on: usual at first, one down after "worse" or "too much", one up after two good ones
    bool resting;    // out for 48 h after "worse" with amber or red pain
    lsn_str why_level; // a plain sentence, static; empty when the level is the usual one
} lsn_move_record;

typedef struct lsn_day {
    bool done;
    int seconds;
    int pain_before, pain_after; // −1 unknown; of the day's last session
} lsn_day;

enum { LSN_PROGRESS_DAYS = 7 };

typedef struct lsn_progress {
    lsn_move_record moves[LSN_MOVES_MAX]; // by catalogue index
    int region_week_s[LSN_REGION_COUNT];  // seconds held or moved in the last seven days
    lsn_day days[LSN_PROGRESS_DAYS];      // the last seven local days, today last
    int sessions, sessions_week;
    int64_t last_session_ms;     // 0: none
    int pain_before, pain_after; // of the last session, −1 unknown
    bool long_gap;               // more than 14 days since the last session: restart one level down
    bool first_week;             // no session older than seven days
} lsn_progress;

/// `utc_offset_min` is local time minus UTC (for days).
void lsn_progress_build(lsn_progress *out, const lsn_journal *log, const lsn_catalogue *catalogue, int64_t now_ms,
                        int utc_offset_min);
/// Plain sentences: what was done this week, how pain went ("Nothing below two points is a real change"), and when to
/// come back. No shaming. JSON: {"week":[{day,done,seconds,pain_before,pain_after}…],"sentences":[…],"come_back":…,
/// "sessions":…,"regions":[{region,seconds,target_s}]}
void lsn_progress_write_json(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue);

#endif
