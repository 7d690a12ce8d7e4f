/// The exact search from outside: what is refused, the session to start from, and the certificate.
#include "core/plan/solve.h"

static bool within(int value, int low, int high) {
    return value >= low && value <= high;
}

static bool option_is_in_range(const lsn_instance *in, const lsn_option *o) {
    bool fine = within(o->item, 0, in->item_count - 1) && within(o->start, 0, in->posture_count - 1) &&
                within(o->end, 0, in->posture_count - 1) && within(o->time_s, 1, LSN_INSTANCE_SECONDS_MAX) &&
                within(o->points, -LSN_INSTANCE_POINTS_MAX, LSN_INSTANCE_POINTS_MAX);
    for (int r = 0; fine && r < in->need_count; r++) fine = within(o->credit_s[r], 0, LSN_INSTANCE_SECONDS_MAX);
    return fine;
}

static bool need_is_in_range(const lsn_need *need) {
    return within(need->end_s[0], 0, need->end_s[1]) && within(need->end_s[1], 0, need->end_s[2]) &&
           within(need->end_s[2], 0, LSN_INSTANCE_SECONDS_MAX) && within(need->slope[0], 0, LSN_INSTANCE_POINTS_MAX) &&
           within(need->slope[1], 0, need->slope[0]) && within(need->slope[2], 0, need->slope[1]);
}

static bool is_in_range(const lsn_instance *in) {
    bool fine = within(in->limit_s, 0, LSN_INSTANCE_SECONDS_MAX) && within(in->posture_count, 1, LSN_WAYPOSTS_MAX) &&
                within(in->from, 0, in->posture_count - 1) && within(in->need_count, 0, LSN_NEEDS_MAX) &&
                within(in->item_count, 0, LSN_INSTANCE_ITEMS_MAX) &&
                within(in->option_count, 0, LSN_INSTANCE_OPTIONS_MAX) && in->fresh_max >= 0 &&
                within(in->flexion_run_max, 1, LSN_FLEXION_RUN_LIMIT) &&
                within(in->way_second_points, 0, LSN_INSTANCE_POINTS_MAX) &&
                within(in->block_points, 0, LSN_INSTANCE_POINTS_MAX);
    for (int a = 0; fine && a < in->posture_count; a++) {
        for (int b = 0; b < in->posture_count; b++) {
            fine = fine && within(in->way_s[a][b], 0, a == b ? 0 : LSN_INSTANCE_WAY_MAX);
        }
    }
    for (int r = 0; fine && r < in->need_count; r++) fine = need_is_in_range(&in->needs[r]);
    for (int i = 0; fine && i < in->option_count; i++) fine = option_is_in_range(in, &in->options[i]);
    return fine;
}

static void start_warm(lsn_search *s, const lsn_solution *warm) {
    int columns[LSN_SESSION_OPTIONS_MAX], count = 0;
    if (!warm || warm->count < 1 || warm->count > LSN_SESSION_OPTIONS_MAX) return;
    for (int i = 0; i < warm->count; i++) {
        for (int j = 0; j < s->lp.columns; j++) {
            if (s->columns[j].option >= 0 && s->columns[j].option == warm->options[i] && count == i)
                columns[count++] = j;
        }
    }
    if (count == warm->count) lsn_search_offer(s, columns, count);
}

lsn_err lsn_solve(lsn_solution *out, const lsn_instance *in, const lsn_solution *warm, lsn_solve_limits limits,
                  lsn_arena scratch) {
    if (!is_in_range(in)) return LSN_ERR_OUT_OF_RANGE;
    lsn_search *s = LSN_NEW(&scratch, lsn_search, 1);
    if (!s) return LSN_ERR_NO_MEMORY;
    lsn_err err = lsn_search_make(s, in, &scratch);
    if (err) return err;
    s->node_limit = limits.nodes;
    double left = -LSN_LP_UNKNOWN;
    bool nothing =
        (in->final_due && s->final_group < 0) || (s->postures == 0 && s->link_count == 0 && s->final_group < 0);
    if (!nothing) {
        start_warm(s, warm);
        err = lsn_search_cases(s, &left, scratch);
        if (err) return err;
    }
    s->best.nodes = s->nodes;
    s->best.bound = s->best.feasible ? s->best.objective : INT32_MIN;
    if (left > (double)s->best.bound) s->best.bound = left > INT32_MAX ? INT32_MAX : (int)lsn_floor(left);
    s->best.optimal = s->best.feasible && s->best.bound == s->best.objective;
    *out = s->best;
    return LSN_OK;
}
