/// Building a plan: the model, its exact solution, then times. Invariant: a plan's times follow from its steps' moves
/// and levels alone, so that easing, dropping and reading back recompute them the same way.
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
        if (lsn_move_is_strength(move)) plan->has_strength = true;
        posture = move->end;
    }
}

void lsn_plan_set_levels(lsn_plan *plan, const lsn_wish *wish) {
    for (int i = 0; i < plan->count; i++) plan->steps[i].levels = wish->able ? wish->able[plan->steps[i].move] : 0;
}

bool lsn_plan_has(const lsn_plan *plan, int move) {
    for (int i = 0; i < plan->count; i++) {
        if (plan->steps[i].move == move) return true;
    }
    return false;
}

bool lsn_plan_holds_back(const lsn_plan *plan, const lsn_wish *wish) {
    if (wish->progress && !wish->progress->first_week) return false;
    for (int i = 0; i < plan->catalogue->count; i++) {
        bool allowed = lsn_model_bars(plan->catalogue, wish, i) == LSN_WHY_in_plan;
        if (allowed && lsn_move_is_new(&plan->catalogue->moves[i], wish, i) && !lsn_plan_has(plan, i)) return true;
    }
    return false;
}

static void note_short(lsn_buf *note, const lsn_plan *plan, const lsn_wish *wish, bool held_back) {
    int minutes = (plan->total_s + 30) / 60;
    const lsn_words *language = plan->catalogue->language;
    lsn_buf_format(note, LSN_IN(language, "These moves take about %d of your %d minutes. "), minutes < 1 ? 1 : minutes,
                   plan->wish.minutes);
    if (wish->progress && wish->progress->flare)
        lsn_buf_text(note, LSN_IN(language, "While this flare-up lasts, short and gentle is enough."));
    else if (held_back)
        lsn_buf_text(note,
                     LSN_IN(language, "In your first week one new move a session is enough; more come with time."));
    else
        lsn_buf_text(note, LSN_IN(language, "Only a few suit you here today, and more of the same would be too much."));
}

void lsn_plan_note(lsn_plan *plan, const lsn_wish *wish, bool held_back) {
    lsn_buf note = lsn_buf_make(plan->note, sizeof plan->note);
    int limit_s = plan->wish.minutes * 60;
    bool flare = wish->progress && wish->progress->flare;
    plan->is_short = limit_s - plan->total_s >= 60;
    if (plan->is_short) note_short(&note, plan, wish, held_back);
    if (limit_s >= LSN_STRENGTH_FROM_S && !plan->has_strength && !flare) {
        lsn_buf_text(&note, plan->is_short ? " " : "");
        lsn_buf_text(&note, LSN_IN(plan->catalogue->language, "No strength move fits here today."));
    }
    lsn_buf_cstr(&note);
}

void lsn_plan_certify(lsn_plan *plan, const lsn_solution *solution) {
    plan->optimal = solution && solution->optimal;
    plan->objective = solution ? solution->objective : 0;
    plan->bound = solution ? solution->bound : 0;
    plan->nodes = solution ? solution->nodes : 0;
}

void lsn_plan_proof(lsn_buf *out, const lsn_plan *plan) {
    if (plan->optimal) {
        lsn_buf_text(out, LSN_IN(plan->catalogue->language, "proven best"));
    } else if (plan->bound > 0 && plan->bound >= plan->objective) {
        int64_t short_of = (int64_t)plan->bound - plan->objective;
        int64_t tenths = (1000 * short_of + plan->bound - 1) / plan->bound; // of a per cent, rounded up
        char memory[32];
        lsn_buf number = lsn_buf_make(memory, sizeof memory);
        lsn_words_fixed(&number, plan->catalogue->language, (double)tenths / 10, 1);
        lsn_buf_format(out, LSN_IN(plan->catalogue->language, "within %S %% of the best possible"),
                       lsn_buf_view(&number));
    }
}

static lsn_err check_wish(const lsn_wish *wish) {
    if (wish->minutes < LSN_PLAN_MINUTES_MIN || wish->minutes > LSN_PLAN_MINUTES_MAX) return LSN_ERR_OUT_OF_RANGE;
    if (wish->prescribed_count < 0 || wish->prescribed_count > LSN_PRESCRIBED_MAX) return LSN_ERR_OUT_OF_RANGE;
    return wish->verdict && !wish->verdict->may_exercise ? LSN_ERR_NOT_ALLOWED : LSN_OK;
}

/// What a plan keeps of its wish: pointers end with the call that had them.
static void start_plan(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_wish *wish) {
    memset(out, 0, sizeof *out);
    out->catalogue = catalogue;
    out->wish = *wish;
    out->wish.able = NULL;
    out->wish.verdict = NULL;
    out->wish.progress = NULL;
    out->wish.able = NULL;
}

static lsn_err build_prescribed(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_wish *wish,
                                lsn_arena scratch) {
    lsn_plan *built = LSN_NEW(&scratch, lsn_plan, 1);
    if (!built) return LSN_ERR_NO_MEMORY;
    start_plan(built, catalogue, wish);
    lsn_err err = lsn_prescribed_order(built, catalogue, wish, scratch);
    if (err) return err;
    lsn_plan_set_levels(built, wish);
    lsn_plan_explain(built, wish);
    *out = *built;
    return LSN_OK;
}

/// Doses that have grown, where the time that is left allows it: the search chose among the levels' own.
static void add_extras(lsn_plan *plan, const lsn_wish *wish) {
    bool gentle = wish->verdict && wish->verdict->gentle_only;
    for (int i = 0; wish->progress && !gentle && i < plan->count; i++) {
        lsn_step *step = &plan->steps[i];
        const lsn_move_record *record = &wish->progress->moves[step->move];
        if (step->level != record->level) continue;
        if (wish->verdict && lsn_screen_is_small(wish->verdict, &plan->catalogue->moves[step->move])) continue;
        lsn_step grown = *step;
        grown.extra_s = record->extra_s;
        grown.extra_reps = record->extra_reps;
        const lsn_move *move = &plan->catalogue->moves[step->move];
        lsn_dose before = lsn_step_dose(plan, step), after = lsn_step_dose(plan, &grown);
        int more_s = lsn_dose_seconds(move, &after) - lsn_dose_seconds(move, &before);
        if (plan->total_s + more_s > wish->minutes * 60) continue;
        plan->total_s += more_s;
        *step = grown;
    }
    lsn_plan_retime(plan);
}

lsn_err lsn_plan_build(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_wish *wish, lsn_arena scratch) {
    lsn_err err = check_wish(wish);
    if (err) return err;
    if (wish->prescribed_count > 0) return build_prescribed(out, catalogue, wish, scratch);
    lsn_model *model = LSN_NEW(&scratch, lsn_model, 1);
    lsn_solution *solution = LSN_NEW(&scratch, lsn_solution, 1);
    if (!model || !solution) return LSN_ERR_NO_MEMORY;
    err = lsn_model_set(model, catalogue, wish, &scratch);
    if (!err) err = lsn_model_solve(solution, model, NULL, scratch);
    if (err) return err;
    if (!solution->feasible || solution->count == 0) return LSN_ERR_TOO_SHORT;
    start_plan(out, catalogue, wish);
    lsn_plan_steps(out, model, solution);
    lsn_plan_set_levels(out, wish);
    add_extras(out, wish);
    lsn_plan_certify(out, solution);
    lsn_plan_explain(out, wish);
    lsn_plan_note(out, wish, lsn_plan_holds_back(out, wish));
    LSN_ASSERT(out->total_s <= wish->minutes * 60);
    return LSN_OK;
}

lsn_err lsn_plan_write_lp(lsn_buf *out, const lsn_catalogue *catalogue, const lsn_wish *wish, lsn_arena scratch) {
    lsn_err err = check_wish(wish);
    if (err) return err;
    lsn_model *model = LSN_NEW(&scratch, lsn_model, 1);
    lsn_solution *solution = LSN_NEW(&scratch, lsn_solution, 1);
    if (!model || !solution) return LSN_ERR_NO_MEMORY;
    err = lsn_model_set(model, catalogue, wish, &scratch);
    if (!err) err = lsn_model_solve(solution, model, NULL, scratch); // the requirements that stand
    if (err) return err;
    if (!solution->feasible) return LSN_ERR_TOO_SHORT;
    lsn_instance_write_lp(out, &model->instance);
    return LSN_OK;
}
