/// Building a plan: search, then times. Invariant: a plan's times follow from its steps' moves and levels alone, so
/// that easing, dropping and reading back recompute them the same way.
#include "core/plan/inner.h"

#include <string.h>

lsn_wish lsn_wish_default(void) {
    return (lsn_wish){.minutes = 10, .place = LSN_PLACE_floor};
}

lsn_dose lsn_step_dose(const lsn_plan *plan, const lsn_step *step) {
    return lsn_dose_with(&plan->catalogue->moves[step->move], step->level, step->extra_s, step->extra_reps);
}

void lsn_plan_retime(lsn_plan *plan) {
    lsn_posture posture = lsn_place_posture(plan->wish.place);
    plan->total_s = 0;
    plan->get_ups = 0;
    plan->has_strength = false;
    for (int i = 0; i < plan->count; i++) {
        lsn_step *step = &plan->steps[i];
        const lsn_move *move = &plan->catalogue->moves[step->move];
        int least_s = lsn_ready_least_s(move, step->level), change_s = lsn_posture_change_s(posture, move->start);
        step->change_s = change_s > least_s ? change_s : least_s;
        step->rest_s = i + 1 < plan->count ? LSN_BREATHER_S : 0;
        lsn_dose dose = lsn_step_dose(plan, step);
        step->seconds = step->change_s + lsn_dose_seconds(move, &dose) + step->rest_s;
        plan->total_s += step->seconds;
        if (i > 0 && lsn_posture_is_high(posture) != lsn_posture_is_high(move->start)) plan->get_ups++;
        if (move->kind == LSN_KIND_strength || move->kind == LSN_KIND_isometric) plan->has_strength = true;
        posture = move->end;
    }
}

bool lsn_plan_holds_back(const lsn_plan *plan, const lsn_problem *problem) {
    if (!problem->first_week) return false;
    for (int i = 0; i < problem->item_count; i++) {
        bool used = !problem->items[i].is_new;
        for (int j = 0; j < plan->count; j++) used = used || plan->steps[j].move == problem->items[i].move;
        if (!used) return true;
    }
    return false;
}

void lsn_plan_note(lsn_plan *plan, bool held_back) {
    lsn_buf note = lsn_buf_make(plan->note, sizeof plan->note);
    int limit_s = plan->wish.minutes * 60, minutes = (plan->total_s + 30) / 60;
    plan->is_short = limit_s - plan->total_s >= 60;
    if (plan->is_short) {
        lsn_buf_format(&note, "These moves take about %d of your %d minutes. ", minutes < 1 ? 1 : minutes,
                       plan->wish.minutes);
        lsn_buf_text(&note, held_back ? "In your first week one new move a session is enough; more come with time."
                                      : "Only a few suit you here today, and more of the same would be too much.");
    }
    if (limit_s >= LSN_STRENGTH_FROM_S && !plan->has_strength) {
        lsn_buf_format(&note, "%sNo strength move fits here today.", plan->is_short ? " " : "");
    }
    lsn_buf_cstr(&note);
}

/// Doses that have grown, where the time that is left allows it: the search chose among the levels' own.
static void add_extras(lsn_plan *plan, const lsn_problem *problem) {
    const lsn_progress *progress = problem->wish->progress;
    for (int i = 0; progress && i < plan->count; i++) {
        lsn_step *step = &plan->steps[i];
        const lsn_move_record *record = &progress->moves[step->move];
        if (step->level != record->level || step->level != lsn_problem_level(problem, step->move)) continue;
        lsn_step grown = *step;
        grown.extra_s = record->extra_s;
        grown.extra_reps = record->extra_reps;
        const lsn_move *move = &plan->catalogue->moves[step->move];
        lsn_dose before = lsn_step_dose(plan, step), after = lsn_step_dose(plan, &grown);
        int more_s = lsn_dose_seconds(move, &after) - lsn_dose_seconds(move, &before);
        if (plan->total_s + more_s > problem->limit_s) continue;
        plan->total_s += more_s;
        *step = grown;
    }
}

lsn_err lsn_plan_build(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_wish *wish, lsn_arena scratch) {
    if (wish->minutes < LSN_PLAN_MINUTES_MIN || wish->minutes > LSN_PLAN_MINUTES_MAX) return LSN_ERR_OUT_OF_RANGE;
    if (wish->verdict && !wish->verdict->may_exercise) return LSN_ERR_NOT_ALLOWED;
    lsn_problem *problem = LSN_NEW(&scratch, lsn_problem, 1);
    int *chosen = LSN_NEW(&scratch, int, LSN_PLAN_STEPS_MAX);
    if (!problem || !chosen) return LSN_ERR_NO_MEMORY;
    lsn_problem_set(problem, catalogue, wish);
    int count = 0;
    lsn_err err = lsn_search(chosen, &count, problem, scratch);
    if (err) return err;
    if (count == 0) return LSN_ERR_TOO_SHORT;
    memset(out, 0, sizeof *out);
    out->catalogue = catalogue;
    out->wish = *wish;
    out->wish.verdict = NULL;
    out->wish.progress = NULL;
    for (int i = 0; i < count; i++) {
        const lsn_item *item = &problem->items[chosen[i]];
        out->steps[i] = (lsn_step){.move = item->move, .level = item->level};
    }
    out->count = count;
    lsn_plan_retime(out);
    add_extras(out, problem);
    lsn_plan_retime(out);
    lsn_plan_explain(out, problem);
    lsn_plan_note(out, lsn_plan_holds_back(out, problem));
    LSN_ASSERT(out->total_s <= problem->limit_s);
    return LSN_OK;
}
