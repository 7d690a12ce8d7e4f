/// Private to core/plan: the parts of the exact search. A case fixes the postures that may be visited, the first of
/// them, the connector's ends and where the last option is done, and with them the seconds on the way; what is left is
/// a linear program with whole shares (simplex.h). solve_model.c sets up the program, solve_case.c lists the cases,
/// solve_tree.c branches inside one, solve_order.c puts a set of options in order, solve_local.c improves one.
#ifndef LSN_PLAN_SOLVE_H
#define LSN_PLAN_SOLVE_H

#include "core/plan/simplex.h"

enum {
    LSN_NODES_MAX = LSN_WAYPOSTS_MAX + 1, // postures and the connector
    LSN_FLEXION_RUN_LIMIT = 8,
    LSN_FAR = 30000,   // seconds; no way
    LSN_CUTS_MAX = 12, // rows that a case may add
};

/// Where an option can stand.
typedef enum lsn_role { LSN_ROLE_BLOCK, LSN_ROLE_CONNECTOR, LSN_ROLE_FINAL, LSN_ROLE_NONE, LSN_ROLE_NEED } lsn_role;

/// A program's column: an option, the lack of one, or part of a need.
typedef struct lsn_column {
    int option; // of the instance; −1: none
    lsn_role role;
    int item, start, end;
    int time_s, points;
    bool warm; // a warm-up that may come first
    bool flexion, strength, fresh;
    const int *credit_s;
} lsn_column;

typedef struct lsn_case {
    double bound;
    uint16_t set; // postures that may hold a block
    int8_t first; // posture; LSN_NODES_MAX − 1: the connector; −1: the final option, or any
    int8_t link;  // index of the pair of ends of the connector; −1: none
    int8_t last;  // posture of the final option; −1: none
    bool tried;   // its own program has been solved
    int16_t way_s;
} lsn_case;

/// A branching: first with the column, then without.
typedef struct lsn_level {
    lsn_lp_basis basis; // before
    int column, trail;  // the trail's length before
    bool without;       // the second way is open or done
    double bound;       // of the node that branched
} lsn_level;

typedef struct lsn_search {
    const lsn_instance *in;
    lsn_lp lp;
    lsn_column *columns;
    lsn_lp core; // of one case: what it leaves open; in the place of lp while its tree is searched
    lsn_column *core_columns;
    int item_groups, final_group, link_group; // −1: no such group
    int row_strength, row_fresh, row_warm;    // −1: no such row
    int base_rows;
    uint16_t postures; // with options for blocks
    int link_count, link_start[LSN_NODES_MAX * LSN_NODES_MAX], link_end[LSN_NODES_MAX * LSN_NODES_MAX];
    int *worth[LSN_NEEDS_MAX]; // by second, up to end_s[2]
    lsn_lp_basis root;
    double case_points; // of the present case: its way and its blocks
    double worst;       // less than any session is worth
    // the best so far
    lsn_solution best;
    int64_t nodes, node_limit;
    bool out_of_nodes;
    // scratch
    int16_t *order;    // solve_order.c
    int16_t *trail;    // columns banned on the way down
    lsn_level *levels; // solve_tree.c
} lsn_search;

/// Columns, rows and worths from the instance; items in an order that only depends on what they hold.
/// Memory of solve_order.c: the least way, by set of nodes, last node and carry.
enum { LSN_ORDER_STATES = (LSN_FLEXION_RUN_LIMIT + 1) * LSN_NODES_MAX << LSN_NODES_MAX };

LSN_MUST_CHECK lsn_err lsn_search_make(lsn_search *out, const lsn_instance *in, lsn_arena *arena);
/// Restricts the program to a case: bans, time, the warm-up's row. The basis is the root's.
void lsn_search_enter(lsn_search *s, const lsn_case *c);
/// Solves the present program with the rows of the case that its solution would break: runs of end-range flexion, items
/// in two roles.
lsn_lp_end lsn_search_cut(lsn_search *s, const lsn_case *c);
/// Branches until the case holds nothing better than the best, or nodes run out. Returns what it may still hold.
double lsn_search_tree(lsn_search *s, const lsn_case *c);
/// Orders the chosen columns in the shortest way that keeps the rules, and keeps the session when it is the best.
void lsn_search_offer(lsn_search *s, const int *columns, int count);
/// Rounds the present program's shares, improves them within the case, and offers the result.
void lsn_search_round(lsn_search *s, const lsn_case *c);
/// Goes through all cases, best bound first.
LSN_MUST_CHECK lsn_err lsn_search_cases(lsn_search *s, double *bound, lsn_arena scratch);

static inline double lsn_search_cutoff(const lsn_search *s) {
    return s->best.feasible ? s->best.objective + 0.99999 : s->worst;
}

#endif
