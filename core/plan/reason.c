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

static bool write_felt(lsn_buf *out, const lsn_problem *problem, int move) {
    if (!problem->wish->progress) return false;
    const lsn_move_record *record = &problem->wish->progress->moves[move];
    int felt = record->better + record->same + record->worse;
    if (record->better < FELT_LEAST || 4 * record->better < 3 * felt) return false;
    lsn_buf_format(out, "felt better %d times of %d", record->better, felt);
    return true;
}

static void write_region(lsn_buf *out, const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    int region = best_region(problem, walk, item);
    if (region < 0) {
        lsn_buf_text(out, "easy movement to use the time");
        return;
    }
    const lsn_wish *wish = problem->wish;
    const char *name = lsn_region_text(region);
    bool wished = wish->regions == 0 || (wish->regions >> region & 1);
    bool untouched = wish->progress && wish->progress->sessions_week > 0 && walk->region_s[region] == 0 &&
                     wish->progress->region_week_s[region] == 0;
    if (untouched) {
        lsn_buf_format(out, "no minutes for the %s yet this week", name);
    } else {
        lsn_buf_format(out, wished ? "for your %s" : "for your %s, to round it off", name);
    }
}

static void write_level(lsn_buf *out, const lsn_problem *problem, const lsn_item *item) {
    const lsn_progress *progress = problem->wish->progress;
    if (problem->wish->verdict && problem->wish->verdict->gentle_only) {
        lsn_buf_text(out, "; kept easy after your answers");
    } else if (item->lighter) {
        lsn_buf_text(out, "; a lighter dose, to fit the time");
    } else if (progress && progress->moves[item->move].level == LSN_LEVEL_harder) {
        lsn_buf_text(out, "; a little more than last time");
    } else if (progress && item->level == LSN_LEVEL_easier) {
        lsn_buf_text(out, "; easier for now");
    } else if (progress && item->is_new) {
        lsn_buf_text(out, "; new to you");
    }
}

static void write_reason(lsn_buf *out, const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item,
                         bool is_last) {
    if (walk->count == 0 && item->warm_up) {
        lsn_buf_text(out, "a gentle start, ");
        write_region(out, problem, walk, item);
    } else if (lsn_walk_round(walk, item) == 2) {
        lsn_buf_text(out, "a second round, ");
        write_region(out, problem, walk, item);
    } else if (item->strength && !walk->has_strength) {
        lsn_buf_text(out, "strength, which helps backs more than stretching alone");
    } else if (is_last && item->calm_points > 0) {
        lsn_buf_text(out, "a quiet end, ");
        write_region(out, problem, walk, item);
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
