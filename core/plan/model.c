/// From a wish to an instance of the exact model: everything that the screen, the body, the place and the record leave,
/// in integers. Invariants: the instance does not depend on the order of the catalogue; its times are never shorter
/// than the session that follows from it.
#include "core/plan/inner.h"

// Seconds of a week. Ingram 2025 finds the gain in range peaking near 4 minutes a session and 10 a week for a muscle;
// 5 minutes a week is the target (our own choice, after Thomas 2018). Guarded by test_plan.
enum { WEEK_TARGET_S = LSN_REGION_WEEK_TARGET_S, WEEK_MAX_S = 600, FIRST_MINUTE_S = 60 };

// Points; all our own choice. A second for a region is worth 4, 2 or 1 times its need.
enum {
    FILL_A_SECOND = 3, // time used is worth something by itself: a session as long as was asked for
    FIRST_OF_DIRECTION = 300,
    SECOND_OF_DIRECTION = 100,
    FIRST_STRENGTH = 300,
    KEPT = 20000, // more than everything else together
    FAVOURITE = 400,
    STANDS_IN = 400,      // bends another way while a move of the region rests
    LEANS = 200,          // bends the way that made it better when it was tried: as much as a point of relief
    RELIEF_A_POINT = 200, // of pain
    RELIEF_MOST = 600,
    LAST_TIME = -200,  // was in the last session
    LATELY = -80,      // within three days
    RESTED = 100,      // not for a week
    UNTRIED = 50,      // never, by someone who has done others
    LIGHTER = -200,    // a dose below where the person is, to fit the time
    TWICE = -300,      // a second round comes after everything that was not done once
    WAY_A_SECOND = 20, // from posture to posture; getting up takes longest, and so costs most
    BLOCK = 150,       // each posture
};

// Before anything is known of how a move feels: Normal, mean 0, sd 0.5 points of pain (our own choice).
static const double RELIEF_PRIOR_SD = 0.5;

static int clamp_int(int v, int low, int high) {
    return v < low ? low : v > high ? high : v;
}

int lsn_need_worth(const lsn_need *need, int seconds) {
    int worth = 0, from = 0;
    for (int k = 0; k < 3; k++) {
        int to = seconds < need->end_s[k] ? seconds : need->end_s[k];
        if (to > from) worth += need->slope[k] * (to - from);
        from = need->end_s[k];
    }
    return worth;
}

static void set_needs(lsn_model *model) {
    lsn_instance *instance = &model->instance;
    const lsn_wish *wish = model->wish;
    instance->need_count = LSN_NEED_COUNT - 1;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        int weight = lsn_region_weight(wish, (lsn_region)r);
        int week_s = wish->progress ? wish->progress->region_week_s[r] : 0;
        int b = clamp_int(WEEK_TARGET_S - week_s, 0, LSN_CREDIT_MAX_S);
        int c = clamp_int(WEEK_MAX_S - week_s, 0, LSN_CREDIT_MAX_S);
        int a = b < FIRST_MINUTE_S ? b : FIRST_MINUTE_S;
        instance->needs[r] = (lsn_need){{a, b, c}, {4 * weight, 2 * weight, weight}};
    }
    for (int d = LSN_NEED_DIRECTION; d < LSN_NEED_STRENGTH; d++)
        instance->needs[d] = (lsn_need){{1, 2, 2}, {FIRST_OF_DIRECTION, SECOND_OF_DIRECTION, 0}};
    instance->needs[LSN_NEED_STRENGTH] = (lsn_need){{1, 1, 1}, {FIRST_STRENGTH, 0, 0}};
}

/// A draw from what is known of the move's effect (Thompson sampling): moves that help are chosen more often, those
/// that are little known get their turn.
static int relief_points(const lsn_wish *wish, const lsn_move *move, int index) {
    const lsn_move_record *record = wish->progress ? &wish->progress->moves[index] : NULL;
    double mean = record && record->relief_sd > 0 ? (double)record->relief_mean : 0;
    double sd = record && record->relief_sd > 0 ? (double)record->relief_sd : RELIEF_PRIOR_SD;
    lsn_random random = lsn_random_make(wish->seed, lsn_hash(LSN_HASH_START, move->id.ptr, move->id.len));
    double draw = mean + sd * lsn_random_normal(&random);
    return (int)lsn_floor(lsn_clamp(draw * RELIEF_A_POINT, -RELIEF_MOST, RELIEF_MOST) + 0.5);
}

static int recency_points(const lsn_progress *progress, int index) {
    if (!progress || progress->last_session_ms == 0) return 0;
    const lsn_move_record *record = &progress->moves[index];
    if (record->last_ms == 0) return UNTRIED;
    const int64_t hour_ms = 3600 * 1000;
    int64_t since_ms = progress->last_session_ms - record->last_ms;
    if (since_ms < 12 * hour_ms) return LAST_TIME;
    return since_ms < 72 * hour_ms ? LATELY : since_ms > 168 * hour_ms ? RESTED : 0;
}

static int move_points(const lsn_model *model, int index) {
    const lsn_wish *wish = model->wish;
    const lsn_move *move = &model->catalogue->moves[index];
    int points = relief_points(wish, move, index) + recency_points(wish->progress, index);
    if (wish->progress && wish->progress->moves[index].preferred > 0) points += FAVOURITE;
    if (wish->progress && wish->progress->moves[index].stands_in) points += STANDS_IN;
    if (lsn_leans_to(wish, move)) points += LEANS;
    if (lsn_listed(wish->kept, wish->kept_count, index)) points += KEPT;
    return points;
}

/// One move at one dose in the role normal; the way to its posture is not in its time, the breather after it is.
static lsn_option make_option(const lsn_model *model, int item, lsn_level level, int rounds) {
    int index = model->move_of_item[item];
    const lsn_move *move = &model->catalogue->moves[index];
    lsn_option option = {
        .item = item,
        .dose = (int)level + LSN_LEVEL_COUNT * (rounds - 1),
        .start = model->waypost_of[move->start],
        .end = model->waypost_of[move->end],
        .warm_up = move->warm_up,
        .flexion = lsn_move_is_end_flexion(move),
        .strength = lsn_move_is_strength(move),
        .fresh = model->first_week && lsn_move_is_new(move, model->wish, index),
    };
    int work_s = rounds * lsn_move_seconds(move, level);
    option.time_s = work_s + rounds * (lsn_ready_least_s(move, level) + LSN_BREATHER_S);
    option.points = move_points(model, index) + FILL_A_SECOND * work_s;
    if (level < lsn_wish_level(model->wish, &model->catalogue->moves[index], index)) option.points += LIGHTER;
    if (rounds > 1) option.points += TWICE;
    int side_s = rounds * lsn_move_side_seconds(move, level);
    for (int r = 0; r < LSN_REGION_COUNT; r++) // lying still is no dose
        if (move->kind != LSN_KIND_rest && (move->regions >> r & 1)) option.credit_s[r] = side_s;
    if (move->direction != LSN_DIRECTION_neutral) option.credit_s[LSN_NEED_DIRECTION + (int)move->direction - 1] = 1;
    if (option.strength) option.credit_s[LSN_NEED_STRENGTH] = 1;
    return option;
}

// ---------------------------------------------------------------- what may be chosen

static void set_items(lsn_model *model) {
    const lsn_catalogue *catalogue = model->catalogue;
    lsn_instance *instance = &model->instance;
    for (int i = 0; i < catalogue->count; i++) {
        model->item_of_move[i] = -1;
        if (lsn_model_bars(catalogue, model->wish, i) != LSN_WHY_in_plan) continue;
        int at = instance->item_count++;
        while (at > 0 &&
               lsn_str_compare(catalogue->moves[model->move_of_item[at - 1]].id, catalogue->moves[i].id) > 0) {
            model->move_of_item[at] = model->move_of_item[at - 1];
            at--;
        }
        model->move_of_item[at] = i;
    }
    for (int item = 0; item < instance->item_count; item++) model->item_of_move[model->move_of_item[item]] = item;
}

static void set_postures(lsn_model *model) {
    lsn_posture first = lsn_place_posture(model->wish->place);
    uint32_t used = 1u << first;
    for (int item = 0; item < model->instance.item_count; item++) {
        const lsn_move *move = &model->catalogue->moves[model->move_of_item[item]];
        used |= 1u << move->start | 1u << move->end;
    }
    for (int p = 0; p < LSN_POSTURE_COUNT; p++) {
        model->waypost_of[p] = -1;
        if ((used >> p & 1) == 0) continue;
        model->waypost_of[p] = model->instance.posture_count;
        model->posture_of[model->instance.posture_count++] = (lsn_posture)p;
    }
    model->instance.from = model->waypost_of[first];
}

static bool body_can(const lsn_wish *wish, int index, lsn_level level) {
    return !wish->able || (wish->able[index] >> level & 1) != 0;
}

/// The highest level that is allowed and the body can do; the bars have made sure that there is one.
static lsn_level top_level(const lsn_model *model, int index) {
    int level = (int)lsn_wish_level(model->wish, &model->catalogue->moves[index], index);
    while (level > 0 && !body_can(model->wish, index, (lsn_level)level)) level--;
    return (lsn_level)level;
}

/// True when everything once leaves minutes over: then moves may be done in two rounds. Of the moves that are new in a
/// first week, one counts.
static bool is_scarce(const lsn_model *model) {
    int sum_s = 0, fresh_s = 0;
    for (int item = 0; item < model->instance.item_count; item++) {
        lsn_option option = make_option(model, item, top_level(model, model->move_of_item[item]), 1);
        if (!option.fresh) sum_s += option.time_s;
        if (option.fresh && option.time_s > fresh_s) fresh_s = option.time_s;
    }
    return sum_s + fresh_s < model->instance.limit_s;
}

/// Two rounds: within four minutes a side, never of what is new today, and never at the end of flexion, which would
/// make a row of it.
static bool may_repeat(const lsn_move *move, const lsn_option *twice) {
    if (move->kind == LSN_KIND_rest || twice->flexion || twice->fresh || twice->start != twice->end) return false;
    return LSN_ROUNDS_MAX * lsn_move_side_seconds(move, lsn_option_level(twice)) <= LSN_CREDIT_MAX_S;
}

static void add_option(lsn_model *model, lsn_option option, bool rest_only) {
    lsn_instance *instance = &model->instance;
    const lsn_move *move = &model->catalogue->moves[model->move_of_item[option.item]];
    int calm = lsn_move_calm_points(move);
    if (move->kind != LSN_KIND_rest) instance->options[instance->option_count++] = option;
    if (calm == 0 || (rest_only && move->kind != LSN_KIND_rest)) return;
    option.is_final = true;
    option.points += calm;
    instance->options[instance->option_count++] = option;
}

static void add_item(lsn_model *model, int item, bool twice, bool rest_only) {
    int index = model->move_of_item[item], least_s[LSN_LEVEL_COUNT + 1];
    const lsn_move *move = &model->catalogue->moves[index];
    lsn_level top = top_level(model, index);
    bool taken[LSN_LEVEL_COUNT] = {false};
    least_s[top + 1] = INT32_MAX;
    for (int level = (int)top; level >= 0; level--) { // a lighter dose is for fitting the time
        int time_s = make_option(model, item, (lsn_level)level, 1).time_s;
        taken[level] = body_can(model->wish, index, (lsn_level)level) && time_s < least_s[level + 1];
        least_s[level] = taken[level] ? time_s : least_s[level + 1];
    }
    for (int level = 0; level < LSN_LEVEL_COUNT; level++)
        if (taken[level]) add_option(model, make_option(model, item, (lsn_level)level, 1), rest_only);
    for (int level = 0; twice && level < LSN_LEVEL_COUNT; level++) {
        lsn_option option = make_option(model, item, (lsn_level)level, LSN_ROUNDS_MAX);
        if (taken[level] && may_repeat(move, &option)) add_option(model, option, rest_only);
    }
}

static bool has_rest(const lsn_model *model) {
    for (int item = 0; item < model->instance.item_count; item++)
        if (model->catalogue->moves[model->move_of_item[item]].kind == LSN_KIND_rest) return true;
    return false;
}

// ---------------------------------------------------------------- ways

/// A step takes max(change, ready); an option has its ready in its time, so a way needs at least change − ready. The
/// ways are the changes scaled down as far as that allows: scaling up to whole seconds keeps every detour no shorter.
static void set_ways(lsn_model *model) {
    lsn_instance *instance = &model->instance;
    int ready_s = INT32_MAX, longest_s = 0;
    for (int i = 0; i < instance->option_count; i++) {
        const lsn_option *option = &instance->options[i];
        int least_s =
            lsn_ready_least_s(&model->catalogue->moves[model->move_of_item[option->item]], lsn_option_level(option));
        if (least_s < ready_s) ready_s = least_s;
    }
    for (int a = 0; a < instance->posture_count; a++)
        for (int b = 0; b < instance->posture_count; b++) {
            int change_s = lsn_posture_change_s(model->posture_of[a], model->posture_of[b]);
            if (change_s > longest_s) longest_s = change_s;
        }
    int over_s = longest_s > ready_s ? longest_s - ready_s : 0;
    for (int a = 0; a < instance->posture_count; a++) {
        for (int b = 0; b < instance->posture_count; b++) {
            int change_s = lsn_posture_change_s(model->posture_of[a], model->posture_of[b]);
            instance->way_s[a][b] = longest_s == 0 ? 0 : (change_s * over_s + longest_s - 1) / longest_s;
        }
    }
}

// ---------------------------------------------------------------- all together

lsn_err lsn_model_set(lsn_model *out, const lsn_catalogue *catalogue, const lsn_wish *wish, lsn_arena *arena) {
    LSN_ASSERT(catalogue->count <= LSN_MOVES_MAX);
    *out = (lsn_model){.catalogue = catalogue, .wish = wish};
    lsn_instance *instance = &out->instance;
    bool flare = wish->progress && wish->progress->flare;
    int session_s = wish->minutes * 60;
    int flare_s = flare && wish->progress->minutes_most > 0 ? wish->progress->minutes_most * 60 : LSN_FLARE_MAX_S;
    if (flare && session_s > flare_s) session_s = flare_s;
    out->first_week = !wish->progress || wish->progress->first_week;
    instance->limit_s = session_s + LSN_BREATHER_S; // there is none after the last move
    instance->way_second_points = WAY_A_SECOND;
    instance->block_points = BLOCK;
    instance->warm_up_first = true;
    instance->flexion_run_max = LSN_FLEXION_RUN_MAX;
    set_items(out);
    set_postures(out);
    instance->fresh_max = out->first_week ? 1 : instance->item_count;
    set_needs(out);
    instance->options = LSN_NEW(arena, lsn_option, (size_t)instance->item_count * 4 * LSN_LEVEL_COUNT + 1);
    if (!instance->options) return LSN_ERR_NO_MEMORY;
    bool twice = is_scarce(out), rest_only = session_s >= LSN_REST_FROM_S && has_rest(out);
    for (int item = 0; item < instance->item_count; item++) add_item(out, item, twice, rest_only);
    if (instance->option_count > LSN_INSTANCE_OPTIONS_MAX) return LSN_ERR_TOO_MANY;
    for (int i = 0; i < instance->option_count; i++) {
        if (instance->options[i].is_final) instance->final_due = true;
        if (instance->options[i].strength && session_s >= LSN_STRENGTH_FROM_S) instance->strength_due = true;
    }
    set_ways(out);
    return LSN_OK;
}

/// Who may begin when no real warm-up can: first what stays clear of the end of the range, then all but end-range
/// flexion.
static void widen_warm_ups(lsn_model *model, bool to_end_range) {
    for (int i = 0; i < model->instance.option_count; i++) {
        lsn_option *option = &model->instance.options[i];
        const lsn_move *move = &model->catalogue->moves[model->move_of_item[option->item]];
        option->warm_up = option->warm_up || (!option->flexion && (to_end_range || !move->end_range));
    }
}

lsn_err lsn_model_solve(lsn_solution *out, lsn_model *model, const lsn_solution *warm, lsn_arena scratch) {
    lsn_solve_limits limits = {.nodes = model->wish->nodes > 0 ? model->wish->nodes : LSN_PLAN_NODES};
    lsn_instance *instance = &model->instance;
    for (int relaxed = 0;; relaxed++) {
        lsn_err err = lsn_solve(out, instance, warm, limits, scratch);
        if (err || out->feasible || relaxed == 4) return err;
        if (relaxed == 0) instance->final_due = false;
        if (relaxed == 1) instance->strength_due = false;
        if (relaxed >= 2) widen_warm_ups(model, relaxed == 3);
    }
}

void lsn_plan_steps(lsn_plan *plan, const lsn_model *model, const lsn_solution *solution) {
    plan->count = 0;
    for (int i = 0; i < solution->count; i++) {
        const lsn_option *option = &model->instance.options[solution->options[i]];
        for (int round = 0; round < lsn_option_rounds(option) && plan->count < LSN_PLAN_STEPS_MAX; round++)
            plan->steps[plan->count++] =
                (lsn_step){.move = model->move_of_item[option->item], .level = lsn_option_level(option)};
    }
    lsn_plan_retime(plan);
}
