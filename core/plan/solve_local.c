/// From shares to a session: what is mostly in stays while it fits, then single exchanges and exchanges of two at a
/// time raise it as long as they can. All within one case, whose way is known. Deterministic: the first best wins.
#include "core/plan/solve.h"

#include <string.h>

enum { ROUNDS_MAX = 40 };

typedef struct local {
    const lsn_search *s;
    int limit_s; // without the way
    int time_s, fresh, strength, warm, points;
    int credit_s[LSN_NEEDS_MAX];
    int groups;                        // of options
    int16_t chosen[LSN_LP_GROUPS_MAX]; // column; −1: none
    bool may_be_none[LSN_LP_GROUPS_MAX];
} local;

static bool is_warm(const local *l, int j) {
    return l->s->row_warm >= 0 && l->s->lp.a[l->s->row_warm][j] < 0;
}

static void add(local *l, int j, int sign) {
    if (j < 0) return;
    const lsn_column *c = &l->s->columns[j];
    l->time_s += sign * c->time_s;
    l->fresh += sign * c->fresh;
    l->strength += sign * c->strength;
    l->warm += sign * is_warm(l, j);
    l->points += sign * c->points;
    for (int r = 0; r < l->s->in->need_count; r++) l->credit_s[r] += sign * c->credit_s[r];
}

static bool holds(const local *l) {
    const lsn_instance *in = l->s->in;
    return l->time_s <= l->limit_s && l->fresh <= in->fresh_max && (!in->strength_due || l->strength > 0) &&
           (l->s->row_warm < 0 || l->warm > 0);
}

static int worth(const local *l) {
    const lsn_instance *in = l->s->in;
    int points = l->points;
    for (int r = 0; r < in->need_count; r++) {
        int end_s = in->needs[r].end_s[2];
        points += l->s->worth[r][l->credit_s[r] < end_s ? l->credit_s[r] : end_s];
    }
    return points;
}

/// A rule that is broken counts more than any worth, so that exchanges mend it first.
static int64_t score(const local *l) {
    const lsn_instance *in = l->s->in;
    int64_t broken = 0;
    if (l->time_s > l->limit_s) broken += l->time_s - l->limit_s;
    if (l->fresh > in->fresh_max) broken += 100 * (l->fresh - in->fresh_max);
    if (in->strength_due && l->strength == 0) broken += 100;
    if (l->s->row_warm >= 0 && l->warm == 0) broken += 100;
    return worth(l) - (broken << 40);
}

static bool item_is_in(const local *l, int item, int except_a, int except_b) {
    for (int g = 0; g < l->groups; g++) {
        if (g == except_a || g == except_b || l->chosen[g] < 0) continue;
        if (l->s->columns[l->chosen[g]].item == item) return true;
    }
    return false;
}

typedef struct change {
    int64_t score;
    int group[2], column[2]; // group −1: nothing
} change;

/// The best single exchange in group g, beside `held` which is in hand already.
static void try_group(local *l, int g, int held, change *best, change so_far) {
    const lsn_lp *lp = &l->s->lp;
    int old = l->chosen[g];
    add(l, old, -1);
    for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
        const lsn_column *c = &l->s->columns[j];
        if (lp->banned[j] || j == old || (c->option < 0 && old < 0)) continue;
        int in = c->option < 0 ? -1 : j;
        add(l, in, 1);
        int64_t points = score(l);
        if (points > best->score && (in < 0 || !item_is_in(l, c->item, g, held))) {
            *best = so_far;
            best->score = points;
            best->group[1] = g;
            best->column[1] = in;
        }
        add(l, in, -1);
    }
    add(l, old, 1);
}

static void try_pairs(local *l, int g, change *best) {
    const lsn_lp *lp = &l->s->lp;
    int old = l->chosen[g];
    for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
        const lsn_column *c = &l->s->columns[j];
        if (lp->banned[j] || j == old) continue;
        int in = c->option < 0 ? -1 : j;
        if (in >= 0 && item_is_in(l, c->item, g, g)) continue;
        add(l, old, -1);
        add(l, in, 1);
        l->chosen[g] = (int16_t)in;
        for (int h = 0; h < l->groups; h++) {
            change so_far = {.group = {g, -1}, .column = {in, -1}};
            if (h != g) try_group(l, h, -1, best, so_far);
        }
        l->chosen[g] = (int16_t)old;
        add(l, in, -1);
        add(l, old, 1);
    }
}

static bool improve(local *l) {
    int64_t now = score(l);
    change best = {.score = now};
    for (int g = 0; g < l->groups; g++) try_group(l, g, -1, &best, (change){.group = {-1, -1}});
    for (int g = 0; g < l->groups && best.score == now; g++) {
        if (l->chosen[g] >= 0) try_pairs(l, g, &best);
    }
    if (best.score == now) return false;
    for (int k = 0; k < 2; k++) {
        int g = best.group[k];
        if (g < 0) continue;
        add(l, l->chosen[g], -1);
        l->chosen[g] = (int16_t)best.column[k];
        add(l, l->chosen[g], 1);
    }
    return true;
}

void lsn_search_round(lsn_search *s, const lsn_case *c) {
    const lsn_lp *lp = &s->lp;
    local l = {.s = s, .limit_s = s->in->limit_s - c->way_s, .groups = lp->groups - s->in->need_count};
    int columns[LSN_SESSION_OPTIONS_MAX], count = 0;
    for (int g = 0; g < l.groups; g++) l.chosen[g] = -1;
    for (int g = l.groups - 1; g >= 0; g--) { // the final option and the connector first
        double most = 0;
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            double share = lsn_lp_share(lp, j);
            if (lp->banned[j] || share <= most || share < 0.34) continue;
            if (s->columns[j].option >= 0 && item_is_in(&l, s->columns[j].item, g, g)) continue;
            most = share;
            l.chosen[g] = (int16_t)(s->columns[j].option < 0 ? -1 : j);
        }
        add(&l, l.chosen[g], 1);
    }
    for (int round = 0; round < ROUNDS_MAX && improve(&l); round++) {
    }
    if (!holds(&l)) return;
    for (int g = 0; g < l.groups; g++) {
        if (l.chosen[g] < 0) continue;
        if (count == LSN_SESSION_OPTIONS_MAX) return;
        columns[count++] = l.chosen[g];
    }
    lsn_search_offer(s, columns, count);
}
