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
    /// Where to go on: usual at first; one down after "worse", "too much", pain that stayed amber or red twice, or a
    /// gap of more than 14 days; one up after two good sessions in a row (done at this level, better or same, pain
    /// green). Never two steps at once.
    lsn_level level;
    bool resting;  // out for 48 h after "worse" with amber or red pain
    bool retired;  // red twice: out until the person enables it again
    int preferred; // −1 never again, 0 neither, 1 a favourite
    /// Personal effect on relief (points of pain, positive is better): the posterior of a Normal–Normal model, prior
    /// mean 0 sd 0.5, one observation sd 1.5 (core/progress, after docs/sources).
    float relief_mean, relief_sd;
    int relief_n;
    bool helps;        // relief_n ≥ 6 and P(relief > 0.5) > 0.8
    lsn_str why_level; // a plain sentence, static; empty when the level is the usual one
} lsn_move_record;

typedef struct lsn_day {
    bool done;
    int seconds;
    int pain_before, pain_after; // −1 unknown; of the day's last session
} lsn_day;

/// Traffic light of pain after a session (after Thomeé / Silbernagel; not validated for back pain). Green 0–2, amber
/// 3–5, red above; when pain before was 3 or more the change counts: up by 2 amber, by 3 red. −1 is unknown.
typedef enum lsn_light { LSN_LIGHT_unknown, LSN_LIGHT_green, LSN_LIGHT_amber, LSN_LIGHT_red } lsn_light;
lsn_light lsn_pain_light(int pain_before, int pain_after);

enum { LSN_PROGRESS_DAYS = 7, LSN_REGION_WEEK_TARGET_S = 300 }; // target: five minutes a week, our choice

typedef struct lsn_progress {
    lsn_move_record moves[LSN_MOVES_MAX]; // by catalogue index
    int region_week_s[LSN_REGION_COUNT];  // seconds held or moved in the last seven days
    lsn_day days[LSN_PROGRESS_DAYS];      // the last seven local days, today last
    int64_t today;                        // local days since 1970-01-01
    int sessions, sessions_week;
    int64_t last_session_ms;     // 0: none
    int pain_before, pain_after; // of the last session, −1 unknown
    bool long_gap;               // more than 14 days since the last session: restart one level down
    bool first_week;             // no session older than seven days
    bool flare;                  // a flare-up is on: short, gentle, breathing
    bool screen_again;           // the log shows worsening: ask all safety questions first
} lsn_progress;

/// A session counts when something in it was done. Its events lie within 24 hours of its first one; it belongs to the
/// local day of that. Events after `now_ms`, and moves that the catalogue lacks, are left out. `utc_offset_min` is
/// local time minus UTC (for days).
void lsn_progress_build(lsn_progress *out, const lsn_journal *log, const lsn_catalogue *catalogue, int64_t now_ms,
                        int utc_offset_min);
/// Plain sentences: what was done this week, how pain went ("Nothing below two points is a real change"), and when to
/// come back. No shaming. A day is "2026-11-20"; unknown pain is null. JSON:
/// {"week":[{day,done,seconds,pain_before,pain_after}…],"sentences":[…],"come_back":…,
/// "sessions":…,"regions":[{region,seconds,target_s}]}
void lsn_progress_write_json(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue);

#endif
