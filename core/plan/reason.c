/// Why each step is in the plan, in one plain clause. Invariant: a reason is computed from the same walk that chose the
/// step, so it is true.
#include "core/plan/inner.h"

enum { FELT_LEAST = 3 };

/// The region that the step is worth most for, or −1 when it adds nothing to any.
static int best_region(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    int best = -1, most = 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if ((item->regions >> r & 1) == 0) continue;
        int before_s = walk->region_s[r], after_s = before_s + item->side_s;
        if (after_s > LSN_CREDIT_MAX_S) after_s = LSN_CREDIT_MAX_S;
        int gain = problem->credit[r][after_s] - problem->credit[r][before_s];
        if (gain > most) {
            most = gain;
            best = r;
        }
    }
    return best;
}

static int first_region(const lsn_item *item) {
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if (item->regions >> r & 1) return r;
    }
    return LSN_REGION_lower_back;
}

static bool write_felt(lsn_buf *out, const lsn_problem *problem, int move) {
    if (!problem->wish->progress) return false;
    const lsn_move_record *record = &problem->wish->progress->moves[move];
    int felt = record->better + record->same + record->worse;
    if (record->better < FELT_LEAST || 4 * record->better < 3 * felt) return false;
    lsn_buf_format(out, "felt better %d times of %d", record->better, felt);
    return true;
}

static bool is_wished(const lsn_problem *problem, int region) {
    return problem->wish->regions == 0 || (problem->wish->regions >> region & 1);
}

/// Nothing was done for the region, neither this week nor so far in this plan; said only to those who did something.
static bool is_untouched(const lsn_problem *problem, const lsn_walk *walk, int region) {
    const lsn_progress *progress = problem->wish->progress;
    if (!progress || progress->sessions_week == 0) return false;
    return progress->region_week_s[region] == 0 && walk->region_s[region] == 0;
}

static void write_region(lsn_buf *out, const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    int region = best_region(problem, walk, item);
    if (region < 0) {
        lsn_buf_format(out, "more time for your %s", lsn_region_text(first_region(item)));
    } else if (is_untouched(problem, walk, region)) {
        lsn_buf_format(out, "no minutes for the %s yet this week", lsn_region_text(region));
    } else {
        lsn_buf_format(out, is_wished(problem, region) ? "for your %s" : "for your %s, to round it off",
                       lsn_region_text(region));
    }
}

/// "a gentle start, for your hips": the second half only where it serves the wish.
static void write_role(lsn_buf *out, const char *role, const lsn_problem *problem, const lsn_walk *walk,
                       const lsn_item *item) {
    lsn_buf_text(out, role);
    int region = best_region(problem, walk, item);
    if (region < 0 || !is_wished(problem, region)) return;
    lsn_buf_text(out, ", ");
    write_region(out, problem, walk, item);
}

/// "One step easier, because …." as the end of a clause: "; one step easier, because …".
static void write_why_level(lsn_buf *out, lsn_str why) {
    lsn_buf_text(out, "; ");
    lsn_buf_char(out, (char)(why.ptr[0] >= 'A' && why.ptr[0] <= 'Z' ? why.ptr[0] - 'A' + 'a' : why.ptr[0]));
    size_t end = why.ptr[why.len - 1] == '.' ? why.len - 1 : why.len;
    lsn_buf_str(out, (lsn_str){why.ptr + 1, end - 1});
}

static void write_level(lsn_buf *out, const lsn_problem *problem, const lsn_item *item) {
    const lsn_progress *progress = problem->wish->progress;
    const lsn_move_record *record = progress ? &progress->moves[item->move] : NULL;
    if (problem->wish->verdict && problem->wish->verdict->gentle_only) {
        lsn_buf_text(out, "; kept easy after your answers");
    } else if (item->lighter) {
        lsn_buf_text(out, "; a lighter dose, to fit the time");
    } else if (record && record->why_level.len > 1) {
        write_why_level(out, record->why_level);
    } else if (record && item->is_new && progress->sessions > 0) {
        lsn_buf_text(out, "; new to you");
    }
}

static void write_reason(lsn_buf *out, const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item,
                         bool is_last) {
    if (walk->count == 0 && item->warm_up) {
        write_role(out, "a gentle start", problem, walk, item);
    } else if (lsn_walk_round(walk, item) == 2) {
        write_role(out, "a second round", problem, walk, item);
    } else if (item->strength && !walk->has_strength) {
        lsn_buf_text(out, "strength, which helps backs more than stretching alone");
    } else if (is_last && item->calm_points > 0) {
        write_role(out, "a quiet end", problem, walk, item);
    } else if (!write_felt(out, problem, item->move)) {
        write_region(out, problem, walk, item);
    }
    write_level(out, problem, item);
}

void lsn_plan_explain(lsn_plan *plan, const lsn_problem *problem) {
    lsn_walk walk = lsn_walk_start(problem);
    for (int i = 0; i < plan->count; i++) {
        lsn_step *step = &plan->steps[i];
        lsn_item item = lsn_problem_item(problem, step->move, step->level);
        lsn_buf reason = lsn_buf_make(step->reason, sizeof step->reason);
        write_reason(&reason, problem, &walk, &item, i + 1 == plan->count);
        lsn_buf_cstr(&reason);
        lsn_walk_add(problem, &walk, &item);
    }
    plan->value = lsn_walk_total(problem, &walk);
}
