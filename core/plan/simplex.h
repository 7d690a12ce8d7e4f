/// Private to core/plan: a small linear program whose columns come in groups that each add up to one.
///
/// Maximise Σ cost·x subject to Σ a·x ≤ b (few rows) and, in every group, Σ x = 1, x ≥ 0. Dual simplex with one key
/// column a group (Dantzig and Van Slyke's generalised upper bounds), so that only the rows are factored. Any dual
/// vector gives a bound; lsn_lp_bound takes one with few binary places, and its arithmetic in doubles is then exact.
#ifndef LSN_PLAN_SIMPLEX_H
#define LSN_PLAN_SIMPLEX_H

#include "core/plan/instance.h"

enum { LSN_LP_ROWS_MAX = 32, LSN_LP_COLUMNS_MAX = LSN_INSTANCE_OPTIONS_MAX + LSN_INSTANCE_ITEMS_MAX + 64 };
enum { LSN_LP_GROUPS_MAX = LSN_INSTANCE_ITEMS_MAX + LSN_NEEDS_MAX + 4 };

#define LSN_LP_UNKNOWN 1e15 // a bound that says nothing; negative: nothing is feasible

typedef enum lsn_lp_end { LSN_LP_OPTIMAL, LSN_LP_CUT, LSN_LP_INFEASIBLE, LSN_LP_TIRED } lsn_lp_end;

/// Basis of one moment, to go back to.
typedef struct lsn_lp_basis {
    int16_t key[LSN_LP_GROUPS_MAX];
    int16_t basic[LSN_LP_ROWS_MAX]; // column index, or columns + row for the slack of a row
} lsn_lp_basis;

typedef struct lsn_lp {
    int rows, rows_max, columns, groups;
    double *a[LSN_LP_ROWS_MAX];   // [row][column], whole numbers
    double *cost;                 // whole numbers
    double b[LSN_LP_ROWS_MAX];    // whole numbers
    double most[LSN_LP_ROWS_MAX]; // greatest size in a row of a
    double cost_most;
    int16_t *group;       // of a column
    int16_t *group_start; // [groups + 1]
    uint8_t *banned;      // columns that must be 0
    lsn_lp_basis at;
    double inverse[LSN_LP_ROWS_MAX * LSN_LP_ROWS_MAX]; // rows × rows
    int16_t *place;                                    // in the basis of a column; −1: not basic
    uint8_t *basics;                                   // how many columns of a group are basic
    double x[LSN_LP_ROWS_MAX];                         // of the basic columns
    double y[LSN_LP_ROWS_MAX];
    double exact[LSN_LP_ROWS_MAX]; // the duals that lsn_lp_bound rounded
    double rest[LSN_LP_ROWS_MAX];  // b less the key columns
    double *value;                 // cost − y·a, by column
    double *row;                   // of the tableau
    int since_factored;
    int64_t steps;
} lsn_lp;

/// Memory for `columns` columns in `groups` groups; everything zero. The caller then fills a, cost, b, group and
/// group_start.
LSN_MUST_CHECK lsn_err lsn_lp_make(lsn_lp *out, int rows, int spare, int columns, int groups, lsn_arena *arena);
/// Appends the row Σ a·x ≤ b, whose entries the caller has written to lp->a[lp->rows] (room for it comes from
/// lsn_lp_make's `spare`); its slack is basic. False: there is no room.
bool lsn_lp_add_row(lsn_lp *lp, double b);
/// Forgets the rows from `rows` on; lsn_lp_load must follow.
void lsn_lp_drop_rows(lsn_lp *lp, int rows);
/// The basis of slacks: feasible in the dual whatever the columns are.
void lsn_lp_start(lsn_lp *lp);
void lsn_lp_load(lsn_lp *lp, const lsn_lp_basis *basis);
void lsn_lp_save(lsn_lp_basis *out, const lsn_lp *lp);
/// Columns may have been banned and b changed since the basis was optimal; nothing may have been allowed again. CUT:
/// lsn_lp_bound is ≤ cutoff.
lsn_lp_end lsn_lp_solve(lsn_lp *lp, double cutoff);
/// An upper bound from the present duals, rounded; exact. Leaves lp->value of the rounded duals.
double lsn_lp_bound(lsn_lp *lp);
/// Share of a column in the present basis.
double lsn_lp_share(const lsn_lp *lp, int column);

#endif
