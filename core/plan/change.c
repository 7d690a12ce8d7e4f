/// Changing a plan by hand: swap, drop, ease. Invariant: the steps that were not touched keep their move and dose, and
/// wherever the rules allow it their order.
#include "core/plan/inner.h"

#include <string.h>

enum { SAME_PLACE = 200 }; // points for putting the new move where the old one was

/// True when the sequence with `extra` at `place` keeps the rules; `*total` is then its value.
static bool try_sequence(const lsn_problem *problem, const lsn_item *items, int count, int place, const lsn_item *extra,
                         int *total) {
    lsn_walk walk = lsn_walk_start(problem);
    for (int i = 0; i <= count; i++) {
        const lsn_item *item = i == place ? extra : &items[i < place ? i : i - 1];
        if (!lsn_walk_allows(problem, &walk, item)) return false;
        lsn_walk_add(problem, &walk, item);
    }
    *total = lsn_walk_total(problem, &walk);
    return true;
}

static bool is_in(const lsn_plan *plan, int move) {
    for (int i = 0; i < plan->count; i++) {
        if (plan->steps[i].move == move) return true;
    }
    return false;
}

static void remember_dropped(lsn_wish *wish, int move) {
    if (wish->dropped_count < LSN_PLAN_STEPS_MAX) wish->dropped[wish->dropped_count++] = move;
}

static void remove_step(lsn_plan *plan, int index) {
    for (int i = index; i + 1 < plan->count; i++) plan->steps[i] = plan->steps[i + 1];
    plan->count--;
}

/// The best move to put among the steps that stay, and where; −1 when none fits as it is.
static int find_replacement(const lsn_problem *problem, const lsn_plan *plan, int index, const lsn_item *rest,
                            int *best_place) {
    int best = -1, best_total = 0;
    for (int i = 0; i < problem->item_count; i++) {
        if (is_in(plan, problem->items[i].move)) continue;
        for (int place = 0; place < plan->count; place++) {
            int total;
            if (!try_sequence(problem, rest, plan->count - 1, place, &problem->items[i], &total)) continue;
            if (place == index) total += SAME_PLACE;
            if (best >= 0 && total <= best_total) continue;
            best = i;
            *best_place = place;
            best_total = total;
        }
    }
    return best;
}

static void replace_step(lsn_plan *plan, int index, int place, const lsn_item *item) {
    remove_step(plan, index);
    for (int i = plan->count; i > place; i--) plan->steps[i] = plan->steps[i - 1];
    plan->steps[place] = (lsn_step){.move = item->move, .level = item->level};
    plan->count++;
}

/// Plans again around the moves that stay. True when that brought a move that the plan did not have.
static bool plan_around(lsn_plan *plan, int index, lsn_wish *now, lsn_arena scratch) {
    lsn_plan *built = LSN_NEW(&scratch, lsn_plan, 1);
    if (!built) return false;
    now->kept_count = 0;
    for (int i = 0; i < plan->count; i++) {
        if (i != index) now->kept[now->kept_count++] = plan->steps[i].move;
    }
    lsn_err err = lsn_plan_build(built, plan->catalogue, now, scratch);
    now->kept_count = 0;
    if (err) return false;
    bool fresh = false;
    for (int i = 0; i < built->count; i++) fresh = fresh || !is_in(plan, built->steps[i].move);
    if (!fresh) return false;
    memcpy(plan->steps, built->steps, sizeof plan->steps);
    plan->count = built->count;
    return true;
}

lsn_err lsn_plan_swap(lsn_plan *plan, int index, const lsn_wish *wish, lsn_arena scratch) {
    if (index < 0 || index >= plan->count) return LSN_ERR_OUT_OF_RANGE;
    lsn_problem *problem = LSN_NEW(&scratch, lsn_problem, 1);
    lsn_item *rest = LSN_NEW(&scratch, lsn_item, LSN_PLAN_STEPS_MAX);
    lsn_wish *now = LSN_NEW(&scratch, lsn_wish, 1);
    if (!problem || !rest || !now) return LSN_ERR_NO_MEMORY;
    *now = *wish;
    memcpy(now->dropped, plan->wish.dropped, sizeof now->dropped);
    now->dropped_count = plan->wish.dropped_count;
    remember_dropped(now, plan->steps[index].move);
    lsn_problem_set(problem, plan->catalogue, now);
    int count = 0, place = 0;
    for (int i = 0; i < plan->count; i++) {
        if (i != index) rest[count++] = lsn_problem_item(problem, plan->steps[i].move, plan->steps[i].level);
    }
    int item = find_replacement(problem, plan, index, rest, &place);
    if (item >= 0) {
        replace_step(plan, index, place, &problem->items[item]);
    } else if (!plan_around(plan, index, now, scratch)) {
        return LSN_ERR_NOT_FOUND;
    }
    memcpy(plan->wish.dropped, now->dropped, sizeof now->dropped);
    plan->wish.dropped_count = now->dropped_count;
    lsn_plan_retime(plan);
    lsn_plan_explain(plan, problem);
    lsn_plan_note(plan, lsn_plan_holds_back(plan, problem));
    return LSN_OK;
}

static bool is_end_flexion(const lsn_plan *plan, int index) {
    const lsn_move *move = &plan->catalogue->moves[plan->steps[index].move];
    return move->end_range && move->direction == LSN_DIRECTION_flexion;
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
    plan->is_short = plan->wish.minutes * 60 - plan->total_s >= 60;
    plan->note[0] = '\0'; // shorter by choice: nothing to explain
    return LSN_OK;
}

bool lsn_plan_ease(lsn_plan *plan, int index) {
    LSN_ASSERT(index >= 0);
    LSN_ASSERT(index < plan->count);
    lsn_step *step = &plan->steps[index];
    bool grown = step->extra_s > 0 || step->extra_reps > 0;
    if (step->level == LSN_LEVEL_easier && !grown) return false;
    if (step->level > LSN_LEVEL_easier) step->level--;
    step->extra_s = step->extra_reps = 0;
    lsn_plan_retime(plan);
    return true;
}
