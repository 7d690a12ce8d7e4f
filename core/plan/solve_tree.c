/// Branch and bound inside one case, depth first: an option in, then out. Invariant: what is banned was banned by the
/// case or stands on the trail, so that going back is taking the trail up.
#include "core/plan/solve.h"

static const double whole = 1e-6; // a share this near 0 or 1 is whole

typedef struct tree {
    lsn_search *s;
    lsn_lp *lp;
    int depth, trail;
} tree;

static void ban(tree *t, int j) {
    t->lp->banned[j] = true;
    t->s->trail[t->trail++] = (int16_t)j;
}

/// Bans what cannot be in anything better: its value is short of its group's best by more than the bound has to spare.
static void fix_by_value(tree *t, double spare) {
    const lsn_lp *lp = t->lp;
    for (int g = 0; g < lp->groups; g++) {
        double best = -LSN_LP_UNKNOWN;
        if (t->s->columns[lp->group_start[g]].role == LSN_ROLE_NEED) continue;
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            if (!lp->banned[j] && lp->value[j] > best) best = lp->value[j];
        }
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            if (!lp->banned[j] && best - lp->value[j] >= spare) ban(t, j);
        }
    }
}

static int allowed_in(const lsn_lp *lp, int g) {
    int n = 0;
    for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) n += !lp->banned[j];
    return n;
}

/// Among what is in but not fixed, the one to decide next when all are whole and yet no session came of it: an item
/// that is in twice, then an end-range flexion, then any.
static int open_rank(const tree *t, const int *chosen, int count, int j) {
    const lsn_column *c = &t->s->columns[j];
    if (allowed_in(t->lp, t->lp->group[j]) < 2) return 0;
    for (int i = 0; i < count; i++) {
        if (chosen[i] != j && t->s->columns[chosen[i]].item == c->item) return 3;
    }
    return c->flexion ? 2 : 1;
}

/// A final option or a connector of an item that is also in as a block, each in part at least; −1: none.
static int find_twice(const tree *t) {
    const lsn_lp *lp = t->lp;
    for (int g = t->s->item_groups; g < lp->groups - t->s->in->need_count; g++) {
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            int item = t->s->columns[j].item;
            if (item < 0 || lp->banned[j] || lsn_lp_share(lp, j) < whole || allowed_in(lp, g) < 2) continue;
            for (int k = 0; k < lp->group_start[g]; k++) {
                if (t->s->columns[k].item == item && t->s->columns[k].option >= 0 && !lp->banned[k] &&
                    lsn_lp_share(lp, k) > whole)
                    return j;
            }
        }
    }
    return -1;
}

/// The option to branch on: the one nearest to a half, weighed by its seconds; when all are whole, one that is in but
/// not fixed. −1: everything is fixed. `chosen` gets what is in when all are whole, else *count is −1.
static int choose(const tree *t, int chosen[LSN_SESSION_OPTIONS_MAX + 1], int *count) {
    const lsn_lp *lp = t->lp;
    double best_score = 0;
    int best = -1, open = -1, twice = find_twice(t);
    *count = 0;
    for (int j = 0; j < lp->columns; j++) {
        if (t->s->columns[j].option < 0 || lp->banned[j]) continue;
        double x = lsn_lp_share(lp, j);
        double score = x < 0.5 ? x : 1 - x;
        if (score > whole && score * t->s->columns[j].time_s > best_score) {
            best = j;
            best_score = score * t->s->columns[j].time_s;
        }
        if (x < 0.5) continue;
        if (*count <= LSN_SESSION_OPTIONS_MAX) chosen[(*count)++] = j;
    }
    for (int i = 0, rank = 0; i < *count; i++) {
        int own = open_rank(t, chosen, *count, chosen[i]);
        if (own > rank) rank = own, open = chosen[i];
    }
    if (best >= 0) *count = -1;
    if (twice >= 0) return twice;
    if (best >= 0 || open >= 0) return best >= 0 ? best : open;
    for (int j = 0; j < lp->columns; j++) { // nothing is in, but something may be
        if (t->s->columns[j].option >= 0 && !lp->banned[j] && allowed_in(lp, lp->group[j]) > 1) return j;
    }
    return -1;
}

/// What the solved node says; returns the column to branch on, or −1 when there is nothing below it.
static int visit(tree *t, lsn_lp_end end, double *bound) {
    lsn_search *s = t->s;
    s->nodes++;
    if (end == LSN_LP_CUT || end == LSN_LP_INFEASIBLE) return -1;
    int chosen[LSN_SESSION_OPTIONS_MAX + 1], count = -1, column = -1;
    if (end == LSN_LP_OPTIMAL) {
        column = choose(t, chosen, &count);
        if (count >= 0) lsn_search_offer(s, chosen, count);
    }
    double own = lsn_lp_bound(t->lp) + s->case_points;
    if (own < *bound) *bound = own;
    if (*bound < lsn_search_cutoff(s)) return -1;
    fix_by_value(t, own - lsn_search_cutoff(s));
    if (end != LSN_LP_OPTIMAL || (column >= 0 && t->lp->banned[column])) {
        column = -1;
        for (int j = 0; j < t->lp->columns && column < 0; j++) {
            if (s->columns[j].option >= 0 && !t->lp->banned[j] && allowed_in(t->lp, t->lp->group[j]) > 1) column = j;
        }
        if (column < 0 && end != LSN_LP_OPTIMAL) { // all is fixed and the program could not say: offer it
            count = 0;
            for (int j = 0; j < t->lp->columns; j++) {
                bool in = s->columns[j].option >= 0 && !t->lp->banned[j];
                if (in && count <= LSN_SESSION_OPTIONS_MAX) chosen[count++] = j;
            }
            lsn_search_offer(s, chosen, count);
        }
    }
    return column;
}

static void go_up(tree *t, int trail) {
    while (t->trail > trail) t->lp->banned[t->s->trail[--t->trail]] = false;
}

static void branch(tree *t, int column, double bound) {
    lsn_level *level = &t->s->levels[t->depth++];
    lsn_lp_save(&level->basis, t->lp);
    *level = (lsn_level){.basis = level->basis, .column = column, .trail = t->trail, .bound = bound};
    int g = t->lp->group[column];
    for (int j = t->lp->group_start[g]; j < t->lp->group_start[g + 1]; j++) {
        if (j != column && !t->lp->banned[j]) ban(t, j);
    }
    for (int j = 0; j < t->lp->columns; j++) { // the item is in: its other roles are out
        const lsn_column *c = &t->s->columns[j];
        bool same = c->option >= 0 && c->item == t->s->columns[column].item && t->lp->group[j] != g;
        if (same && !t->lp->banned[j]) ban(t, j);
    }
}

/// Goes back to the deepest level with a way left and takes it; false when there is none.
static bool next_way(tree *t, double *bound) {
    while (t->depth > 0) {
        lsn_level *level = &t->s->levels[t->depth - 1];
        go_up(t, level->trail);
        if (level->without || level->bound < lsn_search_cutoff(t->s)) {
            t->depth--;
            continue;
        }
        level->without = true;
        *bound = level->bound;
        ban(t, level->column);
        lsn_lp_load(t->lp, &level->basis);
        return true;
    }
    return false;
}

/// Copies what is still open into the core. A group in which nothing is left is left out.
static void fill_core(lsn_search *s) {
    const lsn_lp *lp = &s->lp;
    lsn_lp *core = &s->core;
    core->rows = lp->rows;
    core->columns = core->groups = 0;
    int kept_items = 0, final_group = -1, link_group = -1;
    for (int g = 0; g < lp->groups; g++) {
        int from = core->columns;
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            if (lp->banned[j]) continue;
            int k = core->columns++;
            s->core_columns[k] = s->columns[j];
            core->cost[k] = lp->cost[j];
            core->group[k] = (int16_t)core->groups;
            for (int i = 0; i < lp->rows; i++) core->a[i][k] = lp->a[i][j];
        }
        bool nothing = core->columns == from + 1 && s->core_columns[from].role == LSN_ROLE_NONE;
        if (nothing) core->columns = from;
        if (core->columns == from) continue;
        if (g < s->item_groups) kept_items++;
        if (g == s->final_group) final_group = core->groups;
        if (g == s->link_group) link_group = core->groups;
        core->group_start[core->groups++] = (int16_t)from;
    }
    core->group_start[core->groups] = (int16_t)core->columns;
    for (int i = 0; i < lp->rows; i++) core->b[i] = lp->b[i];
    for (int j = 0; j < core->columns; j++) core->banned[j] = false;
    s->item_groups = kept_items;
    s->final_group = final_group;
    s->link_group = link_group;
}

static double search_core(lsn_search *s, double bound) {
    tree t = {.s = s, .lp = &s->lp};
    lsn_lp_start(t.lp);
    lsn_lp_end end = lsn_lp_solve(t.lp, lsn_search_cutoff(s) - s->case_points);
    for (;;) {
        int column = visit(&t, end, &bound);
        if (s->node_limit > 0 && s->nodes >= s->node_limit) {
            s->out_of_nodes = true;
            if (column < 0) bound = -LSN_LP_UNKNOWN;
            for (int i = 0; i < t.depth; i++) {
                if (!s->levels[i].without) bound = lsn_max(bound, s->levels[i].bound);
            }
            return bound;
        }
        if (column >= 0) {
            branch(&t, column, bound);
        } else if (!next_way(&t, &bound)) {
            return -LSN_LP_UNKNOWN;
        }
        end = lsn_lp_solve(t.lp, lsn_search_cutoff(s) - s->case_points);
    }
}

double lsn_search_tree(lsn_search *s, const lsn_case *c) {
    lsn_search_enter(s, c);
    lsn_lp_end end = lsn_search_cut(s, c);
    if (end == LSN_LP_CUT || end == LSN_LP_INFEASIBLE) return -LSN_LP_UNKNOWN;
    tree t = {.s = s, .lp = &s->lp};
    double own = lsn_lp_bound(&s->lp) + s->case_points;
    if (own <= lsn_search_cutoff(s)) return -LSN_LP_UNKNOWN;
    fix_by_value(&t, own - lsn_search_cutoff(s));
    int item_groups = s->item_groups, final_group = s->final_group, link_group = s->link_group;
    lsn_column *columns = s->columns;
    fill_core(s);
    lsn_lp full = s->lp;
    s->lp = s->core;
    s->columns = s->core_columns;
    double left = search_core(s, lsn_min(own, c->bound));
    s->core = s->lp;
    s->lp = full;
    s->columns = columns;
    s->item_groups = item_groups;
    s->final_group = final_group;
    s->link_group = link_group;
    return left;
}
