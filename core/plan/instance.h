/// Private to core/plan: the planner's model as integers, and its exact solution. Nothing here knows of moves, regions
/// or people: options with times, points and credits; needs with concave worth; postures with ways between them.
///
/// A session is a set of options (at most one of each item), their postures in an order, and a last one that stands
/// apart. Maximise  Σ need worth(Σ credit) + Σ points − Σ way points − block_points · blocks,  subject to
/// Σ time + Σ way time ≤ limit_s. A block is one posture with all options that start and end there; it is visited at
/// most once. An option that ends in another posture (a connector) is a block of its own, at most one of them. The
/// final option may return to a posture.
#ifndef LSN_PLAN_INSTANCE_H
#define LSN_PLAN_INSTANCE_H

#include "core/base/base.h"

enum {
    LSN_NEEDS_MAX = 12,
    LSN_WAYPOSTS_MAX = 12, // postures
    LSN_INSTANCE_ITEMS_MAX = 304,
    LSN_INSTANCE_OPTIONS_MAX = 4 * LSN_INSTANCE_ITEMS_MAX,
    LSN_SESSION_OPTIONS_MAX = 64, // a session never holds more
    LSN_INSTANCE_SECONDS_MAX = 7200,
    LSN_INSTANCE_WAY_MAX = 600,       // seconds between two postures
    LSN_INSTANCE_POINTS_MAX = 100000, // of one option, of a need's slope, of a block, of a second on the way
    LSN_SOLVE_BYTES = 12 << 20,       // scratch that is always enough for lsn_solve
};

/// One move at one dose in one role.
typedef struct lsn_option {
    int item;       // at most one option of an item is chosen
    int dose;       // the caller's mark
    int start, end; // postures; different: a connector
    bool is_final;  // this role comes last and nowhere else
    bool warm_up, flexion, strength, fresh;
    int time_s; // everything but the way to its posture
    int points; // may be negative
    int credit_s[LSN_NEEDS_MAX];
} lsn_option;

/// Worth of c seconds: slope[0] each up to end_s[0], slope[1] up to end_s[1], slope[2] up to end_s[2], then nothing.
/// Slopes do not rise.
typedef struct lsn_need {
    int end_s[3], slope[3];
} lsn_need;

typedef struct lsn_instance {
    int limit_s;
    int from; // posture before the first option
    int posture_count;
    int way_s[LSN_WAYPOSTS_MAX][LSN_WAYPOSTS_MAX]; // [from][to], closed under shortest ways; the diagonal is 0
    int way_second_points;                         // cost of each second on the way, ≥ 0
    int block_points;                              // cost of each block, ≥ 0
    bool warm_up_first;                            // the first option is a warm-up that is not end-range flexion
    bool strength_due;                             // at least one strength option
    bool final_due;                                // exactly one final option (otherwise at most one)
    int fresh_max;                                 // at most this many fresh options; a large number: any
    int flexion_run_max;                           // at most so many end-range flexion options in a row, ≥ 1
    int need_count;
    lsn_need needs[LSN_NEEDS_MAX];
    int item_count, option_count;
    lsn_option *options; // sorted by item, then dose, then role
} lsn_instance;

typedef struct lsn_solution {
    int count;
    int options[LSN_SESSION_OPTIONS_MAX]; // indices, in the order of the session
    bool feasible; // false: nothing fits, or the node limit was reached before anything was found
    bool optimal;  // proven: objective == bound
    int objective; // of these options
    int bound;     // no session is worth more; INT32_MIN when it is proven that nothing fits
    int64_t nodes;
} lsn_solution;

typedef struct lsn_solve_limits {
    int64_t nodes; // 0: until proven
} lsn_solve_limits;

/// The best session, and the proof. The same instance gives the same solution on every platform, whatever the order of
/// items. `warm`, when not NULL, is a session to start from (it may be infeasible; then it is not used). An empty
/// session is none. Refuses numbers outside the maxima above with LSN_ERR_OUT_OF_RANGE, a scratch that is too small
/// (LSN_SOLVE_BYTES is enough) with LSN_ERR_NO_MEMORY; `*out` is then untouched.
LSN_MUST_CHECK lsn_err lsn_solve(lsn_solution *out, const lsn_instance *instance, const lsn_solution *warm,
                                 lsn_solve_limits limits, lsn_arena scratch);
/// The plain reading of the model: true when the sequence keeps every rule; `*objective` is then its worth.
bool lsn_instance_value(int *objective, const lsn_instance *instance, const int *options, int count);
/// The same instance in CPLEX LP format; an outside solver's optimum is lsn_solve's objective.
void lsn_instance_write_lp(lsn_buf *out, const lsn_instance *instance);

#endif
