/// Rows that only some cases need. Invariant: every session of the case keeps them.
#include "core/plan/solve.h"

#include <string.h>

static const double broken = 1e-4;

/// In posture p end-range flexions are at most run · (others + 1), less what a leading warm-up takes.
static void add_run(lsn_search *s, const lsn_case *c, int p, bool *added) {
    lsn_lp *lp = &s->lp;
    int run = s->in->flexion_run_max;
    double most = s->in->warm_up_first && c->first == p ? 0 : run, sum = 0;
    for (int j = 0; j < lp->columns; j++) {
        const lsn_column *col = &s->columns[j];
        if (col->role != LSN_ROLE_BLOCK || col->start != p || lp->banned[j]) continue;
        double x = lsn_lp_share(lp, j);
        sum += col->flexion ? x : -run * x;
    }
    if (sum <= most + broken || lp->rows == lp->rows_max) return;
    double *a = lp->a[lp->rows];
    for (int j = 0; j < lp->columns; j++) {
        const lsn_column *col = &s->columns[j];
        a[j] = col->role != LSN_ROLE_BLOCK || col->start != p ? 0 : col->flexion ? 1 : -run;
    }
    *added |= lsn_lp_add_row(lp, most);
}

/// A final option's or connector's item is in once.
static void add_once(lsn_search *s, int group, bool *added) {
    lsn_lp *lp = &s->lp;
    for (int k = lp->group_start[group]; k < lp->group_start[group + 1]; k++) {
        int item = s->columns[k].item;
        double sum = item < 0 || lp->banned[k] ? 0 : lsn_lp_share(lp, k);
        if (sum < broken || lp->rows == lp->rows_max) continue;
        for (int j = 0; j < lp->group_start[group]; j++) {
            if (s->columns[j].item == item && !lp->banned[j]) sum += lsn_lp_share(lp, j);
        }
        if (sum <= 1 + broken) continue;
        double *a = lp->a[lp->rows];
        for (int j = 0; j < lp->columns; j++) a[j] = s->columns[j].item == item && s->columns[j].option >= 0;
        *added |= lsn_lp_add_row(lp, 1);
    }
}

lsn_lp_end lsn_search_cut(lsn_search *s, const lsn_case *c) {
    for (;;) {
        lsn_lp_end end = lsn_lp_solve(&s->lp, lsn_search_cutoff(s) - s->case_points);
        if (end != LSN_LP_OPTIMAL) return end;
        bool added = false;
        for (int p = 0; p < LSN_WAYPOSTS_MAX; p++) {
            if (c->set >> p & 1) add_run(s, c, p, &added);
        }
        if (s->final_group >= 0) add_once(s, s->final_group, &added);
        if (s->link_group >= 0) add_once(s, s->link_group, &added);
        if (!added) return end;
    }
}
