/// The cases: every set of postures with a first one, a connector and a posture for the end, and the shortest way
/// through it (Held and Karp 1962). Invariant: every session that is worth more than the best belongs to a case that
/// is kept, and a case's bound is never below the worth of its sessions.
#include "core/plan/solve.h"

#include <string.h>

enum { PRICES_MAX = 6, CASES_MAX = 1 << 14, SETS_MAX = 1 << LSN_NODES_MAX };

/// What the duals of one moment say: the bound of a case is a sum of these.
typedef struct prices {
    double base, second; // without any option; of a second on the way
    double posture[LSN_WAYPOSTS_MAX], last[LSN_WAYPOSTS_MAX];
    double link[LSN_NODES_MAX * LSN_NODES_MAX];
    double *set; // of a set of nodes
} prices;

typedef struct scan {
    lsn_search *s;
    int node_count, node[LSN_NODES_MAX]; // postures with blocks, by increasing index; the connector is the last
    int entry[LSN_NODES_MAX], leave[LSN_NODES_MAX];
    bool warm[LSN_NODES_MAX], final_at[LSN_WAYPOSTS_MAX], warm_final_at[LSN_WAYPOSTS_MAX];
    int16_t *way; // [set][first node]: from the first node to the end
    prices prices[PRICES_MAX];
    int price_count;
    lsn_case *cases; // a heap, best bound first
    int count;
    double left;  // what is open when nodes ran out
    bool keep;    // false: only the best case is looked for
    lsn_case top; // of the last look
} scan;

static void take_prices(scan *w) {
    lsn_search *s = w->s;
    lsn_lp *lp = &s->lp;
    if (w->price_count == PRICES_MAX) return;
    prices *p = &w->prices[w->price_count];
    double kept = s->row_warm >= 0 ? lp->y[s->row_warm] : 0;
    if (s->row_warm >= 0) lp->y[s->row_warm] = 0;
    bool known = lsn_lp_bound(lp) != LSN_LP_UNKNOWN;
    if (s->row_warm >= 0) lp->y[s->row_warm] = kept;
    if (!known) return;
    double *set = p->set;
    memset(p, 0, sizeof *p);
    p->set = set;
    p->second = lp->exact[0];
    for (int i = 1; i < lp->rows; i++) p->base += i == s->row_warm ? 0 : lp->exact[i] * lp->b[i];
    for (int p_ = 0; p_ < LSN_WAYPOSTS_MAX; p_++) p->last[p_] = -LSN_LP_UNKNOWN;
    for (int k = 0; k < s->link_count; k++) p->link[k] = -LSN_LP_UNKNOWN;
    for (int g = 0; g < lp->groups; g++) {
        double most[LSN_WAYPOSTS_MAX] = {0}, need = 0;
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            const lsn_column *c = &s->columns[j];
            double v = lp->value[j];
            if (c->role == LSN_ROLE_BLOCK) most[c->start] = lsn_max(most[c->start], v);
            if (c->role == LSN_ROLE_NEED) need = lsn_max(need, v);
            if (c->role == LSN_ROLE_FINAL) p->last[c->start] = lsn_max(p->last[c->start], v);
            if (c->role != LSN_ROLE_CONNECTOR) continue;
            for (int k = 0; k < s->link_count; k++) {
                if (s->link_start[k] == c->start && s->link_end[k] == c->end) p->link[k] = lsn_max(p->link[k], v);
            }
        }
        p->base += need;
        for (int q = 0; q < LSN_WAYPOSTS_MAX; q++) p->posture[q] += most[q];
    }
    int connector = w->node_count;
    for (int set_ = 1; set_ < 1 << connector; set_++) {
        int low = __builtin_ctz((unsigned)set_);
        p->set[set_] = p->set[set_ & (set_ - 1)] + p->posture[w->node[low]] - s->in->block_points;
    }
    w->price_count++;
}

/// The shortest ways through every set of nodes from each of its members to the posture `last` (−1: anywhere).
static void find_ways(scan *w, int nodes, int last) {
    const lsn_instance *in = w->s->in;
    int16_t step[LSN_NODES_MAX][LSN_NODES_MAX];
    for (int u = 0; u < nodes; u++) {
        for (int v = 0; v < nodes; v++) step[u][v] = (int16_t)in->way_s[w->leave[u]][w->entry[v]];
    }
    for (unsigned set = 1; set < 1u << nodes; set++) {
        for (unsigned left = set; left; left &= left - 1) {
            int u = __builtin_ctz(left), best = LSN_FAR;
            unsigned rest = set & ~(1u << u);
            const int16_t *from = w->way + rest * LSN_NODES_MAX;
            if (rest == 0) best = last < 0 ? 0 : in->way_s[w->leave[u]][last];
            for (unsigned others = rest; others; others &= others - 1) {
                int v = __builtin_ctz(others), way = step[u][v] + from[v];
                if (way < best) best = way;
            }
            w->way[set * LSN_NODES_MAX + (unsigned)u] = (int16_t)best;
        }
    }
}

/// Whether any case with this connector and this end may hold something better, by the prices alone.
static bool may_hold(const scan *w, int link, int last) {
    const lsn_instance *in = w->s->in;
    for (int i = 0; i < w->price_count; i++) {
        const prices *p = &w->prices[i];
        double bound = p->base + p->second * in->limit_s;
        for (int u = 0; u < w->node_count; u++) bound += lsn_max(0, p->posture[w->node[u]] - in->block_points);
        if (last >= 0) bound += p->last[last];
        if (link >= 0) bound += p->link[link] - in->block_points;
        if (bound <= lsn_search_cutoff(w->s)) return false;
    }
    return true;
}

static double bound_of(const scan *w, const lsn_case *c, int set) {
    const lsn_instance *in = w->s->in;
    double least = LSN_LP_UNKNOWN;
    for (int i = 0; i < w->price_count; i++) {
        const prices *p = &w->prices[i];
        double bound = p->base + p->set[set] + p->second * (in->limit_s - c->way_s);
        if (c->last >= 0) bound += p->last[c->last];
        if (c->link >= 0) bound += p->link[c->link] - in->block_points;
        bound -= (double)in->way_second_points * c->way_s;
        if (bound < least) least = bound;
    }
    return least;
}

static bool before(const lsn_case *a, const lsn_case *b) {
    if (a->bound != b->bound) return a->bound > b->bound;
    if (a->set != b->set) return a->set < b->set;
    if (a->first != b->first) return a->first < b->first;
    if (a->link != b->link) return a->link < b->link;
    return a->last < b->last;
}

static void push(scan *w, lsn_case c) {
    int i = w->count++;
    for (; i > 0 && before(&c, &w->cases[(i - 1) / 2]); i = (i - 1) / 2) w->cases[i] = w->cases[(i - 1) / 2];
    w->cases[i] = c;
}

static lsn_case pop(scan *w) {
    lsn_case top = w->cases[0], moved = w->cases[--w->count];
    int i = 0;
    for (int child = 1; child < w->count; child = 2 * i + 1) {
        if (child + 1 < w->count && before(&w->cases[child + 1], &w->cases[child])) child++;
        if (!before(&w->cases[child], &moved)) break;
        w->cases[i] = w->cases[child];
        i = child;
    }
    w->cases[i] = moved;
    return top;
}

void lsn_search_enter(lsn_search *s, const lsn_case *c) {
    lsn_lp *lp = &s->lp;
    memset(lp->banned, 0, (size_t)lp->columns);
    for (int j = 0; j < lp->columns; j++) {
        const lsn_column *col = &s->columns[j];
        bool warm = false;
        if (col->role == LSN_ROLE_BLOCK) {
            lp->banned[j] = !(c->set >> col->start & 1);
            warm = col->warm && c->first == col->start;
        } else if (col->role == LSN_ROLE_CONNECTOR) {
            bool of = c->link >= 0 && s->link_start[c->link] == col->start && s->link_end[c->link] == col->end;
            lp->banned[j] = !of;
            warm = col->warm && c->first == LSN_NODES_MAX - 1;
        } else if (col->role == LSN_ROLE_FINAL) {
            lp->banned[j] = c->last != col->start;
            warm = col->warm && c->set == 0 && c->link < 0;
        } else if (col->role == LSN_ROLE_NONE) {
            int g = lp->group[j];
            lp->banned[j] = (g == s->final_group && c->last >= 0) || (g == s->link_group && c->link >= 0);
        }
        if (s->row_warm >= 0) lp->a[s->row_warm][j] = -(double)warm;
    }
    if (s->row_warm >= 0) lp->b[s->row_warm] = -1;
    lp->b[0] = s->in->limit_s - c->way_s;
    int blocks = __builtin_popcount(c->set) + (c->link >= 0);
    s->case_points = -(double)s->in->way_second_points * c->way_s - (double)s->in->block_points * blocks;
    lsn_lp_drop_rows(lp, s->base_rows);
    lsn_lp_load(lp, &s->root);
}

/// Solves the case's own program once; false when it holds nothing.
static bool try_case(scan *w, lsn_case *c) {
    lsn_search *s = w->s;
    lsn_search_enter(s, c);
    lsn_lp_end end = lsn_search_cut(s, c);
    s->nodes++;
    if (end == LSN_LP_CUT || end == LSN_LP_INFEASIBLE) return false;
    if (end == LSN_LP_OPTIMAL) lsn_search_round(s, c);
    double bound = lsn_lp_bound(&s->lp) + s->case_points;
    if (bound < c->bound) c->bound = bound;
    c->tried = true;
    return true;
}

static double solve_kept(scan *w) {
    lsn_search *s = w->s;
    while (w->count > 0) {
        lsn_case c = pop(w);
        double cutoff = lsn_search_cutoff(s);
        if (c.bound <= cutoff) return -LSN_LP_UNKNOWN;
        if (s->node_limit > 0 && s->nodes >= s->node_limit) return c.bound;
        if (!c.tried) {
            if (try_case(w, &c)) push(w, c);
            continue;
        }
        double left = lsn_search_tree(s, &c);
        if (s->out_of_nodes) {
            double next = w->count > 0 ? w->cases[0].bound : -LSN_LP_UNKNOWN;
            return lsn_max(left, next);
        }
    }
    return -LSN_LP_UNKNOWN;
}

static bool consider(scan *w, lsn_case c, int set) {
    if (c.way_s >= w->s->in->limit_s) return true;
    c.bound = bound_of(w, &c, set);
    if (c.bound <= lsn_search_cutoff(w->s)) return true;
    if (w->top.bound == -LSN_LP_UNKNOWN || before(&c, &w->top)) w->top = c;
    if (!w->keep) return true;
    if (w->count == CASES_MAX) {
        w->left = solve_kept(w);
        if (w->left > -LSN_LP_UNKNOWN) return false;
        if (c.bound <= lsn_search_cutoff(w->s)) return true;
    }
    push(w, c);
    return true;
}

static bool consider_set(scan *w, lsn_case c, int nodes, int set) {
    const lsn_instance *in = w->s->in;
    int connector = w->node_count, shortest = LSN_FAR;
    int postures = set & ((1 << connector) - 1);
    for (int u = 0; u < w->node_count; u++) c.set |= (uint16_t)((set >> u & 1) << w->node[u]);
    for (int u = 0; u < nodes; u++) {
        if (!(set >> u & 1)) continue;
        int way = in->way_s[in->from][w->entry[u]] + w->way[set * LSN_NODES_MAX + u];
        if (way < shortest) shortest = way;
        if (!in->warm_up_first || !w->warm[u]) continue;
        c.way_s = (int16_t)way;
        c.first = (int8_t)(u == connector ? LSN_NODES_MAX - 1 : w->node[u]);
        if (!consider(w, c, postures)) return false;
    }
    if (in->warm_up_first) return true;
    c.first = -1;
    c.way_s = (int16_t)shortest;
    return consider(w, c, postures);
}

/// All cases with one connector (or none) and one end. False: nodes ran out.
static bool scan_end(scan *w, int link, int last) {
    const lsn_search *s = w->s;
    const lsn_instance *in = s->in;
    int connector = w->node_count, nodes = connector + (link >= 0);
    if (link >= 0) {
        w->entry[connector] = s->link_start[link];
        w->leave[connector] = s->link_end[link];
        w->warm[connector] = false;
        for (int j = 0; j < s->lp.columns; j++) {
            const lsn_column *c = &s->columns[j];
            bool of = c->role == LSN_ROLE_CONNECTOR && c->start == s->link_start[link] && c->end == s->link_end[link];
            if (of && c->warm) w->warm[connector] = true;
        }
    }
    lsn_case c = {.first = -1, .link = (int8_t)link, .last = (int8_t)last};
    if (link < 0 && last >= 0 && (!in->warm_up_first || w->warm_final_at[last])) {
        c.way_s = (int16_t)in->way_s[in->from][last];
        if (!consider(w, c, 0)) return false;
    }
    find_ways(w, nodes, last);
    int lowest = link >= 0 ? 1 << connector : 1;
    for (int set = lowest; set < 1 << nodes; set++) {
        if (!consider_set(w, c, nodes, set)) return false;
    }
    return true;
}

static bool scan_all(scan *w, bool keep, int links) {
    const lsn_search *s = w->s;
    w->keep = keep;
    w->top.bound = -LSN_LP_UNKNOWN;
    for (int link = -1; link < links; link++) {
        for (int last = s->in->final_due ? 0 : -1; last < s->in->posture_count; last++) {
            if ((last >= 0 && !w->final_at[last]) || !may_hold(w, link, last)) continue;
            if (!scan_end(w, link, last)) return false;
        }
    }
    return true;
}

static lsn_err make_scan(scan *w, lsn_search *s, lsn_arena *arena) {
    w->s = s;
    for (int p = 0; p < s->in->posture_count; p++) {
        if (!(s->postures >> p & 1)) continue;
        w->entry[w->node_count] = w->leave[w->node_count] = p;
        w->node[w->node_count++] = p;
    }
    for (int j = 0; j < s->lp.columns; j++) {
        const lsn_column *c = &s->columns[j];
        for (int u = 0; u < w->node_count; u++) {
            if (c->role == LSN_ROLE_BLOCK && c->start == w->node[u] && c->warm) w->warm[u] = true;
        }
        if (c->role != LSN_ROLE_FINAL) continue;
        w->final_at[c->start] = true;
        if (c->warm) w->warm_final_at[c->start] = true;
    }
    w->way = LSN_NEW(arena, int16_t, (size_t)LSN_NODES_MAX << (w->node_count + 1));
    w->cases = LSN_NEW(arena, lsn_case, CASES_MAX);
    if (!w->way || !w->cases) return LSN_ERR_NO_MEMORY;
    for (int i = 0; i < PRICES_MAX; i++) {
        w->prices[i].set = LSN_NEW(arena, double, (size_t)1 << w->node_count);
        if (!w->prices[i].set) return LSN_ERR_NO_MEMORY;
    }
    return LSN_OK;
}

static void start_root(lsn_search *s) {
    lsn_lp *lp = &s->lp;
    memset(lp->banned, 0, (size_t)lp->columns);
    if (s->in->final_due) lp->banned[lp->group_start[s->final_group + 1] - 1] = true;
    lsn_lp_start(lp);
    if (s->row_warm >= 0) lp->most[s->row_warm] = 1; // its entries come with the cases
    (void)lsn_lp_solve(lp, -LSN_LP_UNKNOWN / 2);
    lsn_lp_save(&s->root, lp);
    s->nodes++;
}

lsn_err lsn_search_cases(lsn_search *s, double *bound, lsn_arena scratch) {
    scan *w = LSN_NEW(&scratch, scan, 1);
    if (!w) return LSN_ERR_NO_MEMORY;
    lsn_err err = make_scan(w, s, &scratch);
    if (err) return err;
    start_root(s);
    take_prices(w);
    for (int i = 1; i < PRICES_MAX; i++) { // the first look leaves the connectors out, to have a session soon
        lsn_case old = w->top;
        (void)scan_all(w, false, i == 1 ? 0 : s->link_count);
        lsn_case top = w->top;
        bool same = top.set == old.set && top.first == old.first && top.link == old.link && top.last == old.last;
        if (i > 1 && (top.bound == -LSN_LP_UNKNOWN || same)) break;
        if (top.bound == -LSN_LP_UNKNOWN || !try_case(w, &top)) continue;
        take_prices(w);
    }
    w->left = -LSN_LP_UNKNOWN;
    bool all = scan_all(w, true, s->link_count);
    if (all) w->left = solve_kept(w);
    if (!all) (void)scan_all(w, false, s->link_count); // nodes ran out before all was listed: the bound of all
    *bound = all ? w->left : w->top.bound;
    return LSN_OK;
}
