/// Changing a plan by hand: swap, drop, ease. Invariant: what was not touched stays as far as the rules allow; of all
/// plans with another move instead, a swap takes one that keeps the most moves at their dose.
#include "core/plan/inner.h"

#include <string.h>

// Points, our own choice; each is more than all the lesser ones together can outweigh in practice.
enum { NEWCOMER = 60000, STAYS = 3000, SAME_DOSE = 1000 };

static void remember_dropped(lsn_wish *wish, int move) {
    if (wish->dropped_count < LSN_PLAN_STEPS_MAX) wish->dropped[wish->dropped_count++] = move;
}

static void remove_step(lsn_plan *plan, int index) {
    for (int i = index; i + 1 < plan->count; i++) plan->steps[i] = plan->steps[i + 1];
    plan->count--;
}

/// The dose that a plan gives a move, as an option says it; −1: the move is not in it.
static int dose_in(const lsn_plan *plan, int move) {
    int dose = -1, rounds = 0;
    for (int i = 0; i < plan->count; i++) {
        if (plan->steps[i].move != move) continue;
        dose = (int)plan->steps[i].level + LSN_LEVEL_COUNT * rounds;
        if (++rounds == LSN_ROUNDS_MAX) break;
    }
    return dose;
}

/// Every move of the plan is worth more where it was, and one move that was not in the plan is worth most.
static void prefer_what_stays(lsn_model *model, const lsn_plan *plan) {
    lsn_instance *instance = &model->instance;
    instance->need_count = LSN_NEED_COUNT;
    instance->needs[LSN_NEED_NEWCOMER] = (lsn_need){{1, 1, 1}, {NEWCOMER, 0, 0}};
    for (int i = 0; i < instance->option_count; i++) {
        lsn_option *option = &instance->options[i];
        int dose = dose_in(plan, model->move_of_item[option->item]);
        if (dose < 0) option->credit_s[LSN_NEED_NEWCOMER] = 1; // one comes in; each costs what another saves by staying
        if (dose < 0) option->points -= STAYS;
        if (dose >= 0) option->points += STAYS;
        if (dose == option->dose) option->points += SAME_DOSE;
    }
}

static lsn_err solve_swap(lsn_plan *changed, const lsn_plan *plan, const lsn_wish *now, lsn_arena scratch) {
    lsn_model *model = LSN_NEW(&scratch, lsn_model, 1);
    lsn_solution *solution = LSN_NEW(&scratch, lsn_solution, 1);
    if (!model || !solution) return LSN_ERR_NO_MEMORY;
    lsn_err err = lsn_model_set(model, plan->catalogue, now, &scratch);
    if (err) return err;
    prefer_what_stays(model, plan);
    err = lsn_model_solve(solution, model, NULL, scratch);
    if (err) return err;
    if (!solution->feasible) return LSN_ERR_NOT_FOUND;
    lsn_plan_steps(changed, model, solution);
    for (int i = 0; i < changed->count; i++) {
        if (!lsn_plan_has(plan, changed->steps[i].move)) return LSN_OK;
    }
    return LSN_ERR_NOT_FOUND;
}

lsn_err lsn_plan_swap(lsn_plan *plan, int index, const lsn_wish *wish, lsn_arena scratch) {
    if (index < 0 || index >= plan->count) return LSN_ERR_OUT_OF_RANGE;
    lsn_plan *changed = LSN_NEW(&scratch, lsn_plan, 1);
    lsn_wish *now = LSN_NEW(&scratch, lsn_wish, 1);
    if (!changed || !now) return LSN_ERR_NO_MEMORY;
    *now = *wish;
    now->prescribed_count = 0;
    memcpy(now->dropped, plan->wish.dropped, sizeof now->dropped);
    now->dropped_count = plan->wish.dropped_count;
    remember_dropped(now, plan->steps[index].move);
    *changed = *plan;
    lsn_err err = solve_swap(changed, plan, now, scratch);
    if (err) return err;
    memcpy(changed->wish.dropped, now->dropped, sizeof now->dropped);
    changed->wish.dropped_count = now->dropped_count;
    lsn_plan_set_levels(changed, now);
    *plan = *changed;
    lsn_plan_certify(plan, NULL);
    lsn_plan_explain(plan, now);
    lsn_plan_note(plan, now, lsn_plan_holds_back(plan, now));
    return LSN_OK;
}

static bool is_end_flexion(const lsn_plan *plan, int index) {
    return lsn_move_is_end_flexion(&plan->catalogue->moves[plan->steps[index].move]);
}

/// After a step went: no end-range flexion first and no more than three in a row, by bringing a later move forward.
static void mend_order(lsn_plan *plan) {
    int run = LSN_FLEXION_RUN_MAX;
    for (int i = 0; i < plan->count; i++) {
        if (!is_end_flexion(plan, i)) {
            run = 0;
            continue;
        }
        if (run < LSN_FLEXION_RUN_MAX) {
            run++;
            continue;
        }
        int other = i;
        while (other < plan->count && is_end_flexion(plan, other)) other++;
        if (other == plan->count) return;
        lsn_step moved = plan->steps[other];
        for (int j = other; j > i; j--) plan->steps[j] = plan->steps[j - 1];
        plan->steps[i] = moved;
        run = 0;
    }
}

lsn_err lsn_plan_drop(lsn_plan *plan, int index) {
    if (index < 0 || index >= plan->count) return LSN_ERR_OUT_OF_RANGE;
    if (plan->count == 1) return LSN_ERR_TOO_SHORT;
    int move = plan->steps[index].move;
    remove_step(plan, index);
    remember_dropped(&plan->wish, move);
    mend_order(plan);
    lsn_plan_retime(plan);
    lsn_plan_certify(plan, NULL);
    plan->is_short = plan->wish.minutes * 60 - plan->total_s >= 60;
    plan->note[0] = '\0'; // shorter by choice: nothing to explain
    return LSN_OK;
}

bool lsn_plan_ease(lsn_plan *plan, int index) {
    LSN_ASSERT(index >= 0);
    LSN_ASSERT(index < plan->count);
    lsn_step *step = &plan->steps[index];
    bool grown = step->extra_s > 0 || step->extra_reps > 0;
    int level = step->level - 1;
    while (level >= 0 && step->levels != 0 && !(step->levels >> level & 1)) level--;
    if (level < 0 && !grown) return false;
    if (level >= 0) step->level = (lsn_level)level;
    step->extra_s = step->extra_reps = 0;
    lsn_plan_retime(plan);
    lsn_plan_certify(plan, NULL);
    return true;
}
