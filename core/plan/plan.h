/// core/plan: catalogue + wish + screen + progress + seed → a session plan that explains itself.
#ifndef LSN_PLAN_H
#define LSN_PLAN_H

#include "core/catalogue/catalogue.h"
#include "core/progress/progress.h"
#include "core/screen/screen.h"

enum {
    LSN_PLAN_STEPS_MAX = 64,
    LSN_PLAN_REASON_MAX = 240, // bytes, in any language
    LSN_PLAN_MINUTES_MIN = 3,
    LSN_PLAN_MINUTES_MAX = 30,
    LSN_PRESCRIBED_MAX = 12,
    LSN_PLAN_WHY_MAX = 480,
};
/// Search nodes for a plan at once, and for the proof that follows. Nodes and never the clock, so that the plan is the
/// same on every machine.
enum { LSN_PLAN_NODES_QUICK = 300, LSN_PLAN_NODES = 100000 };

typedef struct lsn_wish {
    int minutes; // 3 … 30
    lsn_place place;
    uint32_t regions;                // mask of lsn_region; 0: the whole back and hips
    uint8_t stiff[LSN_REGION_COUNT]; // how much a region needs it, 1 … 10; 0: as `regions` says
    uint32_t without_tags;           // mask of lsn_tag
    uint32_t without_props;          // mask of lsn_prop that are not at hand
    uint64_t seed;
    const lsn_verdict *verdict;      // NULL: nothing forbidden (tests only; hosts always screen)
    const lsn_progress *progress;    // NULL: no history
    int dropped[LSN_PLAN_STEPS_MAX]; // catalogue indices that the person took out
    int dropped_count;
    int kept[LSN_PLAN_STEPS_MAX]; // catalogue indices that must stay when a move is swapped
    int kept_count;
    const uint8_t *able; // by catalogue index: mask of lsn_level that this body can do; NULL: all of them
    int prescribed[LSN_PRESCRIBED_MAX]; // catalogue indices: exactly these, only their order is planned
    int prescribed_count;               // 0: nothing is prescribed
    int64_t nodes;                      // of the search; 0: LSN_PLAN_NODES
} lsn_wish;

lsn_wish lsn_wish_default(void); // 10 minutes, on the floor, everything else zero

/// A time of the day that has a session of its own. `place` LSN_PLACE_COUNT: where the person is.
typedef struct lsn_occasion {
    lsn_str id, name, line; // the line says what it is and why, in plain words
    int minutes;
    lsn_place place;
    uint32_t regions;
    bool at_once; // starts with one tap, asking nothing more
    bool flare;   // belongs to a flare-up: it begins with a `flare` event, and the safety questions come again
    lsn_str source;
} lsn_occasion;
enum { LSN_OCCASIONS = 6 };
extern const lsn_occasion lsn_occasions[LSN_OCCASIONS];
const lsn_occasion *lsn_occasion_find(lsn_str id); // NULL when there is none
void lsn_occasion_wish(lsn_wish *wish, const lsn_occasion *occasion);
/// [{"id","name","line","at_once","flare","wish":{"minutes","place","for":[…]},"source"}]; `wish` holds what it sets.
void lsn_occasions_write_json(lsn_json_out *out, const lsn_words *language);

typedef struct lsn_step {
    int move; // catalogue index
    lsn_level level;
    int extra_s, extra_reps; // on top of the level's dose, as in lsn_move_record
    int change_s;            // getting into the start position from the step before, "get ready"
    int seconds;             // change_s + lsn_dose_seconds + rest_s
    int rest_s;
    uint8_t levels;                   // mask of lsn_level that this body can do; 0: all
    char reason[LSN_PLAN_REASON_MAX]; // plain clause: why it is here
} lsn_step;

typedef struct lsn_plan {
    const lsn_catalogue *catalogue;
    lsn_wish wish; // its pointers are cleared
    lsn_step steps[LSN_PLAN_STEPS_MAX];
    int count;
    int total_s;
    int get_ups;    // changes between standing or sitting and lying or kneeling
    bool is_short;  // could not fill the minutes…
    char note[400]; // …and says so, or ""
    bool has_strength;
    /// The certificate: points of the planner's model, and what no session of this wish can exceed. They say nothing of
    /// a plan that was changed by hand or prescribed: all zero then.
    bool optimal; // objective == bound
    int objective, bound;
    int64_t nodes; // that the search took
} lsn_plan;

/// Builds the best plan of at most wish->minutes (docs/plan.md is the model in words), or the best one that wish->nodes
/// allow, with its certificate; needs about 3 MB of scratch. A prescribed list is only put in order, and may take
/// longer than the minutes. In a first week at most one move is new to the person, beyond a starter set: warm-ups,
/// moves that stay clear of the end of the range, and moves done lying or sitting on a chair. The same inputs and seed
/// give the same plan on every platform, whatever the order of the catalogue. Left and right are always both in.
/// Returns LSN_ERR_NOT_ALLOWED when the verdict allows no exercise, LSN_ERR_TOO_SHORT when no allowed move fits,
/// LSN_ERR_OUT_OF_RANGE for minutes outside 3…30. `out` borrows `catalogue`.
LSN_MUST_CHECK lsn_err lsn_plan_build(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                      lsn_arena scratch);
/// The plan without the move of step `index` and with another instead. As few other moves and doses as possible change;
/// a move that was swapped or dropped does not come back. LSN_ERR_NOT_FOUND when there is nothing to swap it for (plan
/// unchanged). `wish` is the original wish (with verdict, progress and able).
LSN_MUST_CHECK lsn_err lsn_plan_swap(lsn_plan *plan, int index, const lsn_wish *wish, lsn_arena scratch);
/// Takes step `index` out. LSN_ERR_TOO_SHORT when it is the only one (plan unchanged).
LSN_MUST_CHECK lsn_err lsn_plan_drop(lsn_plan *plan, int index);
/// Makes step `index` one level lighter (of those that the body can do) and recomputes the times; false when it is at
/// its lightest already.
bool lsn_plan_ease(lsn_plan *plan, int index);
/// The step's dose: its level's, with what it has grown by.
lsn_dose lsn_step_dose(const lsn_plan *plan, const lsn_step *step);
/// What is said while the person gets ready: the move's own words, then how this dose's variant differs.
void lsn_plan_ready_text(lsn_buf *out, const lsn_move *move, lsn_level level);
/// Seconds to get from one posture to another; the least "get ready" time is included by the step, not here.
int lsn_posture_change_s(lsn_posture from, lsn_posture to);

/// "proven best", "within 1.2 % of the best possible", or "" when there is no certificate.
void lsn_plan_proof(lsn_buf *out, const lsn_plan *plan);
/// The very model of this wish in CPLEX LP format: an outside solver's optimum is the objective of a plan that is
/// proven best. Errors as lsn_plan_build.
LSN_MUST_CHECK lsn_err lsn_plan_write_lp(lsn_buf *out, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                         lsn_arena scratch);

// ---------------------------------------------------------------- why

/// Why a move is in the plan, or the first reason in this order why it is not.
#define LSN_WHYS(X)                                                                                                    \
    X(in_plan)                                                                                                         \
    X(picture)   /* a position to sleep in, nothing to do */                                                           \
    X(screening) /* the safety answers or a caution tag leave it out */                                                \
    X(body)      /* this body cannot get there */                                                                      \
    X(place)                                                                                                           \
    X(prop)                                                                                                            \
    X(resting)                                                                                                         \
    X(retired)                                                                                                         \
    X(never)                                                                                                           \
    X(dropped) /* taken out of this plan by hand */                                                                    \
    X(flare)                                                                                                           \
    X(unlisted)  /* not on the prescribed list */                                                                      \
    X(new_move)  /* one new move in the first week */                                                                  \
    X(full)      /* its regions have what they can use */                                                              \
    X(change)    /* another posture for too little */                                                                  \
    X(time)      /* does not fit beside what must be in */                                                             \
    X(dominated) /* another move does the same, better */                                                              \
    X(displaces) /* would push out something worth more */                                                             \
    X(equal)     /* an equally good plan exists with it */                                                             \
    X(unproven)  /* the search ended before it could tell */
typedef enum lsn_why_kind {
#define X(name) LSN_WHY_##name,
    LSN_WHYS(X)
#undef X
        LSN_WHY_COUNT
} lsn_why_kind;
const char *lsn_why_kind_name(lsn_why_kind kind); // "new-move"

typedef struct lsn_why {
    lsn_why_kind kind;
    int move;        // catalogue index
    int other;       // the move that this one displaces, is dominated by, or that comes in without it; −1: none
    int loss;        // points of the best plan without it (or with it, when left out) against this one; −1: not known
    bool counted;    // loss was computed, and proven
    char serves[24]; // of a move in the plan: "warm-up", "strength", "rest", or a region's name
    char text[LSN_PLAN_WHY_MAX]; // a plain sentence or two
} lsn_why;

/// Computes one such answer: a solve of the model or none. For a move that is in the plan: what would be lost without
/// it. `wish` is the original wish, as for lsn_plan_swap.
LSN_MUST_CHECK lsn_err lsn_plan_why(lsn_why *out, const lsn_plan *plan, int move, const lsn_wish *wish,
                                    lsn_arena scratch);
/// {"move","name","kind","loss","other","serves","text"}; loss is null where it is not known.
void lsn_why_write_json(lsn_json_out *out, const lsn_catalogue *catalogue, const lsn_why *why);

/// All answers of a plan, {"steps":[why…],"left_out":[why…]}: each move of the plan once, then every other move but
/// pictures, in the catalogue's order.
LSN_MUST_CHECK lsn_err lsn_plan_write_whys_json(lsn_json_out *out, const lsn_plan *plan, const lsn_wish *wish,
                                                lsn_arena scratch);

// ---------------------------------------------------------------- done on its own

/// Why a test of range is not to be done now, in a plain sentence; empty: it may be. `verdict` NULL: the safety
/// questions are not answered.
lsn_str lsn_test_left_out(const lsn_measure *measure, const lsn_verdict *verdict, const lsn_progress *progress,
                          const lsn_words *language);

/// A trial of a direction (rules/adapt.json, `trial`): slow bends one way, and where the pain goes.
typedef struct lsn_trial {
    lsn_str left_out;     // why there is none now, in a plain sentence; empty: there is one, and the rest holds
    lsn_direction toward; // extension first, then the one that was tried longer ago
    int move;             // catalogue index of what is done
    int reps, soon_min, later_min;
} lsn_trial;
/// `verdict` NULL: the safety questions, the short ones too, are not answered. `able` as in lsn_wish.
lsn_trial lsn_trial_offer(const lsn_catalogue *catalogue, const lsn_adapt *rules, const lsn_verdict *verdict,
                          const lsn_progress *progress, const uint8_t *able);
/// {"left_out","direction","move","reps","soon_min","later_min","says":[three sentences]}
void lsn_trial_write_json(lsn_json_out *out, const lsn_catalogue *catalogue, const lsn_trial *trial);

/// What came of it, as it is logged: {"direction","pain":[…],"site":[…]} at first, soon and later, and "stopped":true
/// when the person broke it off because it got worse. `value` and `text` are those of a `direction_tested` event.
/// Refuses what such an event cannot hold.
LSN_MUST_CHECK lsn_err lsn_trial_read(int *value, lsn_buf *text, bool *further, const lsn_adapt *rules, lsn_str json,
                                      lsn_arena scratch, lsn_diag *diag);
/// What that means for now, in the rules' words; `further`: the pain went further down.
void lsn_trial_say(lsn_buf *out, const lsn_screen_rules *rules, int value, bool further);

// ---------------------------------------------------------------- weeks

enum { LSN_WEEK_DAYS_MAX = 28 };

typedef struct lsn_week_wish {
    int days;    // 1 … 28, today first
    int minutes; // each day; 0: as few as meet the targets, at most `minutes_max` a day
    int minutes_max;
    uint32_t rest;     // mask of weekdays without a session, bit 0: Monday
    int first_weekday; // of today, 0: Monday
} lsn_week_wish;

typedef struct lsn_week_day {
    int minutes; // 0: a day of rest
    int total_s;
    bool has_strength;
    int count;
    int moves[LSN_PLAN_STEPS_MAX]; // catalogue indices, in order
} lsn_week_day;

typedef struct lsn_week {
    int days;
    lsn_week_day day[LSN_WEEK_DAYS_MAX];
    int minutes;                          // in all
    int minutes_bound;                    // no programme that meets the targets takes fewer; 0: not asked for
    int region_s[LSN_REGION_COUNT];       // planned in all
    int target_s[LSN_REGION_COUNT];       // asked for in all: five minutes a week, pro rata; 0: not wished
    int reachable_s[LSN_REGION_COUNT];    // the same, lowered to what the allowed moves can give at all
    bool meets;                           // every region that can be reached is
    int strength_days, strength_days_due; // two a week where there is a strength move
    bool every_day_proven;
} lsn_week;

/// A programme from today on: each day's session is the best for what the days before it gave, so what was missed
/// before today is forgiven and never caught up. With minutes 0 the days get as few minutes as the method finds that
/// meet the targets; `minutes_bound` says how few there could be at most. Errors as lsn_plan_build;
/// LSN_ERR_OUT_OF_RANGE for days or minutes outside their range, LSN_ERR_NOT_FOUND when every day is one of rest.
LSN_MUST_CHECK lsn_err lsn_week_build(lsn_week *out, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                      const lsn_week_wish *week, lsn_arena scratch);
/// Reads {"days":7,"minutes":10,"minutes_max":20,"rest":["sat","sun"],"weekday":4}; every field may be absent: seven
/// days, as few minutes as do, no day of rest. `weekday` is today's, 0 for Monday.
LSN_MUST_CHECK lsn_err lsn_week_wish_read(lsn_week_wish *out, lsn_str json, lsn_arena scratch, lsn_diag *diag);
/// {"days":[{"day":0,"minutes","total_s","moves":[…]}…],"minutes","minutes_bound","meets","proven","regions":[…],"note"}
void lsn_week_write_json(lsn_json_out *out, const lsn_catalogue *catalogue, const lsn_week *week);
/// What the programme reaches and how sure that is, in a sentence or two.
void lsn_week_words(lsn_buf *out, const lsn_words *language, const lsn_week *week);

// ---------------------------------------------------------------- JSON

/// Reads {"minutes":10,"place":"floor","for":["hips"],"stiff":{"hips":8},"without":["KN"],"without_props":["strap"],
/// "seed":1}; every field may be absent.
LSN_MUST_CHECK lsn_err lsn_wish_read(lsn_wish *out, lsn_str json, lsn_arena scratch, lsn_diag *diag);
void lsn_wish_write_json(lsn_json_out *out, const lsn_wish *wish);
/// {"minutes","place","for","total_s","short","note","get_ups","optimal","objective","bound","proof","steps":[{"move","name","level","side_count","seconds","change_s","dose","reason"}]};
/// a step that has grown also has "extra_s" or "extra_reps"
void lsn_plan_write_json(lsn_json_out *out, const lsn_plan *plan);
/// Reads back what lsn_plan_write_json wrote (saved sessions), with its certificate as it stands there; refuses moves
/// that the catalogue lacks.
LSN_MUST_CHECK lsn_err lsn_plan_read(lsn_plan *out, const lsn_catalogue *catalogue, lsn_str json, lsn_arena scratch,
                                     lsn_diag *diag);
/// The same from a value that was parsed already (part of a greater document). NULL is refused as missing.
LSN_MUST_CHECK lsn_err lsn_plan_read_value(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_json *value,
                                           lsn_diag *diag);

#endif
