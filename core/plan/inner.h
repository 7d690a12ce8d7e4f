/// Private to core/plan: from catalogue, wish, screen and record to an instance of the exact model, and back.
#ifndef LSN_PLAN_INNER_H
#define LSN_PLAN_INNER_H

#include "core/plan/instance.h"
#include "core/plan/plan.h"

enum {
    LSN_READY_LEAST_S = 8,     // "get ready", even when the posture stays
    LSN_BREATHER_S = 4,        // between two moves
    LSN_CREDIT_MAX_S = 240,    // no credit above four minutes a session for a region, nor for two rounds of a move
    LSN_FLEXION_RUN_MAX = 3,   // end-range flexion moves in a row
    LSN_STRENGTH_FROM_S = 360, // sessions this long hold a strength move
    LSN_REST_FROM_S = 900,     // sessions this long end with a rest where there is one
    LSN_FLARE_MAX_S = 600,     // no session is longer during a flare-up
    LSN_ROUNDS_MAX = 2,
};

/// Needs of the model: the regions, then the directions, then strength.
enum {
    LSN_NEED_DIRECTION = LSN_REGION_COUNT,
    LSN_NEED_STRENGTH = LSN_NEED_DIRECTION + LSN_DIRECTION_COUNT - 1, // neutral is no direction
    LSN_NEED_NEWCOMER,                                                // of a swap
    LSN_NEED_COUNT,
};

/// The instance of a wish. An item is an allowed move, ranked by id, so that the order of the catalogue does not
/// matter; an option's dose is level + LSN_LEVEL_COUNT · (rounds − 1).
typedef struct lsn_model {
    const lsn_catalogue *catalogue;
    const lsn_wish *wish;
    bool first_week;
    lsn_instance instance;
    int move_of_item[LSN_MOVES_MAX]; // catalogue index
    int item_of_move[LSN_MOVES_MAX]; // −1: not to be chosen
    lsn_posture posture_of[LSN_WAYPOSTS_MAX];
    int waypost_of[LSN_POSTURE_COUNT]; // −1: in no option
} lsn_model;

/// Why a move cannot be chosen whatever the time, in the fixed order; LSN_WHY_in_plan: it can.
lsn_why_kind lsn_model_bars(const lsn_catalogue *catalogue, const lsn_wish *wish, int move);
LSN_MUST_CHECK lsn_err lsn_model_set(lsn_model *out, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                     lsn_arena *arena);
/// Solves, with requirements that cannot be met let go one by one: the quiet end, strength, then a real warm-up (any
/// gentle move may begin then, but never end-range flexion). `warm` may be NULL.
LSN_MUST_CHECK lsn_err lsn_model_solve(lsn_solution *out, lsn_model *model, const lsn_solution *warm,
                                       lsn_arena scratch);
static inline lsn_level lsn_option_level(const lsn_option *option) {
    return (lsn_level)(option->dose % LSN_LEVEL_COUNT);
}
static inline int lsn_option_rounds(const lsn_option *option) {
    return 1 + option->dose / LSN_LEVEL_COUNT;
}
/// Steps and times of a solution; certificate, reasons and note are left alone.
void lsn_plan_steps(lsn_plan *plan, const lsn_model *model, const lsn_solution *solution);
/// Worth of `seconds` for a need.
int lsn_need_worth(const lsn_need *need, int seconds);
int lsn_region_weight(const lsn_wish *wish, lsn_region region); // 1 … 10
bool lsn_region_wished(const lsn_wish *wish, lsn_region region);

/// What is known of a move beforehand.
/// At which the person goes on with a move; `index` is its place in the catalogue.
lsn_level lsn_wish_level(const lsn_wish *wish, const lsn_move *move, int index);
bool lsn_move_is_new(const lsn_move *move, const lsn_wish *wish, int index);
bool lsn_move_is_strength(const lsn_move *move);
/// It bends the way that made things better when it was tried (progress.lean).
bool lsn_leans_to(const lsn_wish *wish, const lsn_move *move);
bool lsn_move_is_end_flexion(const lsn_move *move);
int lsn_move_calm_points(const lsn_move *move); // worth of coming last; 0: not a quiet end
bool lsn_listed(const int *list, int count, int move);

/// Where a person is before the first move; and whether a posture is standing or sitting on a chair.
lsn_posture lsn_place_posture(lsn_place place);
bool lsn_posture_is_high(lsn_posture p);

/// A prescribed list in its best order, as the steps of a plan. LSN_ERR_TOO_SHORT when nothing of it is allowed.
LSN_MUST_CHECK lsn_err lsn_prescribed_order(lsn_plan *plan, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                            lsn_arena scratch);

/// Notes in each step which levels the wish's body can do.
void lsn_plan_set_levels(lsn_plan *plan, const lsn_wish *wish);
/// Sets times, totals and get-ups of a plan from its steps' moves and levels.
void lsn_plan_retime(lsn_plan *plan);
void lsn_plan_explain(lsn_plan *plan, const lsn_wish *wish);
/// `held_back`: new moves were left for later sessions.
void lsn_plan_note(lsn_plan *plan, const lsn_wish *wish, bool held_back);
/// True when the first week's rule kept a new move out of the plan.
bool lsn_plan_holds_back(const lsn_plan *plan, const lsn_wish *wish);
void lsn_plan_certify(lsn_plan *plan, const lsn_solution *solution); // NULL: no certificate
bool lsn_plan_has(const lsn_plan *plan, int move);

/// Seconds that the voice needs for what is said while getting ready, at least LSN_READY_LEAST_S.
int lsn_ready_least_s(const lsn_move *move, lsn_level level);

/// "lower back" and "upper back" are one, "hips" are many.
static inline bool lsn_region_is_one(lsn_region region) {
    return region == LSN_REGION_lower_back || region == LSN_REGION_upper_back;
}

#endif
