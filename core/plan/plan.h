/// core/plan: catalogue + wish + screen + progress + seed → a session plan that explains itself.
#ifndef LSN_PLAN_H
#define LSN_PLAN_H

#include "core/catalogue/catalogue.h"
#include "core/progress/progress.h"
#include "core/screen/screen.h"

enum { LSN_PLAN_STEPS_MAX = 64, LSN_PLAN_REASON_MAX = 120, LSN_PLAN_MINUTES_MIN = 3, LSN_PLAN_MINUTES_MAX = 30 };

typedef struct lsn_wish {
    int minutes; // 3 … 30
    lsn_place place;
    uint32_t regions;       // mask of lsn_region; 0: the whole back and hips
    uint32_t without_tags;  // mask of lsn_tag
    uint32_t without_props; // mask of lsn_prop that are not at hand
    uint64_t seed;
    const lsn_verdict *verdict;      // NULL: nothing forbidden (tests only; hosts always screen)
    const lsn_progress *progress;    // NULL: no history
    int dropped[LSN_PLAN_STEPS_MAX]; // catalogue indices that the person took out
    int dropped_count;
    int kept[LSN_PLAN_STEPS_MAX]; // catalogue indices that must stay when a move is swapped
    int kept_count;
} lsn_wish;

lsn_wish lsn_wish_default(void); // 10 minutes, on the floor, everything else zero

typedef struct lsn_step {
    int move; // catalogue index
    lsn_level level;
    int extra_s, extra_reps; // on top of the level's dose, as in lsn_move_record
    int change_s;            // getting into the start position from the step before, "get ready"
    int seconds;             // change_s + lsn_dose_seconds + rest_s
    int rest_s;
    char reason[LSN_PLAN_REASON_MAX]; // plain clause: why it is here
} lsn_step;

typedef struct lsn_plan {
    const lsn_catalogue *catalogue;
    lsn_wish wish; // verdict and progress pointers are cleared
    lsn_step steps[LSN_PLAN_STEPS_MAX];
    int count;
    int total_s;
    int get_ups;    // changes between standing or sitting and lying or kneeling
    bool is_short;  // could not fill the minutes…
    char note[200]; // …and says so, or ""
    bool has_strength;
    int value; // points of the planner's model, to compare plans of one wish; 0 once read back
} lsn_plan;

/// Builds a plan of at most wish->minutes; needs about 700 KB of scratch. In a first week at most one move is new to
/// the person, beyond a starter set: warm-ups, moves that stay clear of the end of the range,
/// and moves done lying or sitting on a chair. The same inputs
/// and seed give the same plan on every platform. Left and right are always both in. Returns LSN_ERR_NOT_ALLOWED when
/// the verdict allows no exercise, LSN_ERR_TOO_SHORT when no allowed move fits, LSN_ERR_OUT_OF_RANGE for minutes
/// outside 3…30. `out` borrows `catalogue`.
LSN_MUST_CHECK lsn_err lsn_plan_build(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                      lsn_arena scratch);
/// The same plan with step `index` replaced by the best other move that fits, or taken out. Everything else stays as
/// far as it can; a move that was swapped or dropped does not come back. LSN_ERR_NOT_FOUND when there is nothing to
/// swap it for (plan unchanged). `wish` is the original wish (with verdict and progress).
LSN_MUST_CHECK lsn_err lsn_plan_swap(lsn_plan *plan, int index, const lsn_wish *wish, lsn_arena scratch);
/// Takes step `index` out. LSN_ERR_TOO_SHORT when it is the only one (plan unchanged).
LSN_MUST_CHECK lsn_err lsn_plan_drop(lsn_plan *plan, int index);
/// Makes step `index` one level lighter and recomputes the times; false when it is at its lightest already.
bool lsn_plan_ease(lsn_plan *plan, int index);
/// The step's dose: its level's, with what it has grown by.
lsn_dose lsn_step_dose(const lsn_plan *plan, const lsn_step *step);
/// What is said while the person gets ready: the move's own words, then how this dose's variant differs.
void lsn_plan_ready_text(lsn_buf *out, const lsn_move *move, lsn_level level);
/// Seconds to get from one posture to another; the least "get ready" time is included by the step, not here.
int lsn_posture_change_s(lsn_posture from, lsn_posture to);

/// Reads {"minutes":10,"place":"floor","for":["hips"],"without":["KN"],"without_props":["strap"],"seed":1}; every field
/// may be absent.
LSN_MUST_CHECK lsn_err lsn_wish_read(lsn_wish *out, lsn_str json, lsn_arena scratch, lsn_diag *diag);
void lsn_wish_write_json(lsn_json_out *out, const lsn_wish *wish);
/// {"minutes","place","for","total_s","short","note","get_ups","steps":[{"move","name","level","side_count","seconds","change_s","dose","reason"}]};
/// a step that has grown also has "extra_s" or "extra_reps"
void lsn_plan_write_json(lsn_json_out *out, const lsn_plan *plan);
/// Reads back what lsn_plan_write_json wrote (saved sessions); refuses moves that the catalogue lacks.
LSN_MUST_CHECK lsn_err lsn_plan_read(lsn_plan *out, const lsn_catalogue *catalogue, lsn_str json, lsn_arena scratch,
                                     lsn_diag *diag);
/// The same from a value that was parsed already (part of a greater document). NULL is refused as missing.
LSN_MUST_CHECK lsn_err lsn_plan_read_value(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_json *value,
                                           lsn_diag *diag);

#endif
