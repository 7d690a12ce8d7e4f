/// Private to core/plan: the planner's model in integers. A problem is what may be chosen and what it is worth; a walk
/// is a partial session; every rule of the planner lives in lsn_walk_allows and lsn_walk_gain, which the search, the
/// evaluator, swapping and the reasons all share.
#ifndef LSN_PLAN_INNER_H
#define LSN_PLAN_INNER_H

#include "core/plan/plan.h"

enum {
    LSN_READY_LEAST_S = 8,     // "get ready", even when the posture stays
    LSN_BREATHER_S = 4,        // between two moves
    LSN_CREDIT_MAX_S = 240,    // no credit above four minutes a session for a region, nor for two rounds of a move
    LSN_FLEXION_RUN_MAX = 3,   // end-range flexion moves in a row
    LSN_STRENGTH_FROM_S = 360, // sessions this long hold a strength move
    LSN_ITEMS_MAX = 2 * LSN_MOVES_MAX,
};

/// One move at one dose.
typedef struct lsn_item {
    int move; // catalogue index
    int bit;  // rank of the move by id: the same whatever the order of the catalogue
    lsn_level level;
    bool lighter; // below the level where this person goes on; chosen only to fit the time
    int work_s;   // both sides and the change between them
    int side_s;   // what a muscle gets
    int ready_s;  // least time to get ready: long enough to say what to do
    int points;   // how it felt, when it was last done, the seed's small preference
    lsn_posture start, end;
    uint32_t regions;
    lsn_direction direction;
    bool end_flexion, warm_up, strength, is_new, is_rest;
    int calm_points; // worth of coming last
} lsn_item;

typedef struct lsn_problem {
    const lsn_catalogue *catalogue;
    const lsn_wish *wish;
    int limit_s;
    bool first_week;
    lsn_posture at_start;
    int item_count;
    lsn_item items[LSN_ITEMS_MAX]; // by move id, then from the usual dose to the lighter one
    int rank[LSN_MOVES_MAX];       // lsn_item.bit by catalogue index
    int credit[LSN_REGION_COUNT][LSN_CREDIT_MAX_S + 1];
    int change_s[LSN_POSTURE_COUNT][LSN_POSTURE_COUNT];
} lsn_problem;

/// A partial session.
typedef struct lsn_walk {
    int value, time_s;
    int count;
    int last_move; // −1 at the start
    lsn_posture posture;
    uint32_t visited; // mask of lsn_posture
    int flexion_run, new_moves;
    bool has_strength, at_rest; // at rest: nothing comes after
    int calm_points;            // of the last move
    uint64_t once[LSN_MOVES_MAX / 64], twice[LSN_MOVES_MAX / 64];
    int16_t region_s[LSN_REGION_COUNT];
    uint8_t directions[LSN_DIRECTION_COUNT];
} lsn_walk;

/// Where a person is before the first move; and whether a posture is standing or sitting on a chair.
lsn_posture lsn_place_posture(lsn_place place);
bool lsn_posture_is_high(lsn_posture p);

/// Fills the problem: everything that the wish, the screen, the place and the record leave.
void lsn_problem_set(lsn_problem *out, const lsn_catalogue *catalogue, const lsn_wish *wish);
/// One move at one level, for this problem (also for moves that are no longer to be chosen).
lsn_item lsn_problem_item(const lsn_problem *problem, int move, lsn_level level);
/// Level at which the person goes on with a move.
lsn_level lsn_problem_level(const lsn_problem *problem, int move);

lsn_walk lsn_walk_start(const lsn_problem *problem);
/// Seconds that the item would add, getting ready and the breather before it included.
int lsn_walk_seconds(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item);
int lsn_walk_change_s(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item);
/// The hard rules, time included.
bool lsn_walk_allows(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item);
int lsn_walk_gain(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item);
int lsn_walk_round(const lsn_walk *walk, const lsn_item *item); // 1 or 2: the round that the item would be
void lsn_walk_add(const lsn_problem *problem, lsn_walk *walk, const lsn_item *item);
/// Value of the session if it ended here.
int lsn_walk_total(const lsn_problem *problem, const lsn_walk *walk);

/// Finds a good session: indices into problem->items, in order; returns their number (0: none fits).
LSN_MUST_CHECK lsn_err lsn_search(int *out, int *count, const lsn_problem *problem, lsn_arena scratch);

/// Notes in each step which levels the wish's body can do.
void lsn_plan_set_levels(lsn_plan *plan, const lsn_wish *wish);
/// Sets times, totals, get-ups, reasons and the note of a plan from its steps' moves and levels.
void lsn_plan_retime(lsn_plan *plan);
void lsn_plan_explain(lsn_plan *plan, const lsn_problem *problem);
/// `held_back`: new moves were left for later sessions.
void lsn_plan_note(lsn_plan *plan, bool held_back);
/// True when the first week's rule kept a new move out of the plan.
bool lsn_plan_holds_back(const lsn_plan *plan, const lsn_problem *problem);

/// Seconds that the voice needs for what is said while getting ready, at least LSN_READY_LEAST_S.
int lsn_ready_least_s(const lsn_move *move, lsn_level level);

#endif
