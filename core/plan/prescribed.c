/// A prescribed list: every move that is allowed, each at the dose where the person is; only the order is planned.
/// Dynamic programming over (moves done, last one, end-range flexion in a row); exact. Invariant: among equally good
/// orders the first one, read as the prescriber wrote it, is taken.
#include "core/plan/inner.h"

enum {
    FAR = INT32_MAX / 4,
    BREAKS_A_RULE = 1 << 20, // a rule of the order that the list cannot keep costs more than every way together
    WAY_A_SECOND = 20,
    BLOCK = 150,
    RUNS = LSN_FLEXION_RUN_MAX + 1,
};

typedef struct list {
    const lsn_catalogue *catalogue;
    lsn_posture from;
    int moves[LSN_PRESCRIBED_MAX], count;
    int *cost; // to go, by [done][last][run]
} list;

static int *at(const list *l, int done, int last, int run) {
    return &l->cost[(done * l->count + last) * RUNS + run];
}

static bool has_warm_up(const list *l) {
    for (int i = 0; i < l->count; i++) {
        if (l->catalogue->moves[l->moves[i]].warm_up) return true;
    }
    return false;
}

/// Going on with `next`, after `last` (−1 at the start) and `run` end-range flexions in a row; `*run` follows.
static int step_cost(const list *l, int last, int next, int *run, bool is_last) {
    const lsn_move *move = &l->catalogue->moves[l->moves[next]];
    lsn_posture from = last < 0 ? l->from : l->catalogue->moves[l->moves[last]].end;
    int cost = WAY_A_SECOND * lsn_posture_change_s(from, move->start);
    if (from != move->start || last < 0) cost += BLOCK;
    bool flexion = lsn_move_is_end_flexion(move);
    if (flexion && (last < 0 || *run == LSN_FLEXION_RUN_MAX)) cost += BREAKS_A_RULE;
    if (last < 0 && !move->warm_up && has_warm_up(l)) cost += BREAKS_A_RULE;
    if (move->kind == LSN_KIND_rest && !is_last) cost += BREAKS_A_RULE;
    *run = !flexion ? 0 : *run < LSN_FLEXION_RUN_MAX ? *run + 1 : *run;
    return cost;
}

/// Cost of the best rest of the session; `*next` is the first move of it, the earliest on the list among equals.
static int best_next(const list *l, int done, int last, int run, int *next) {
    int best = FAR;
    int all = (1 << l->count) - 1;
    *next = -1;
    for (int i = 0; i < l->count; i++) {
        if (done >> i & 1) continue;
        int then = done | 1 << i, run_after = run;
        int cost = step_cost(l, last, i, &run_after, then == all);
        if (then != all) cost += *at(l, then, i, run_after);
        if (cost >= best) continue;
        best = cost;
        *next = i;
    }
    return best;
}

static void fill(const list *l) {
    int unused;
    for (int done = (1 << l->count) - 2; done > 0; done--) {
        for (int last = 0; last < l->count; last++) {
            if ((done >> last & 1) == 0) continue;
            for (int run = 0; run < RUNS; run++) *at(l, done, last, run) = best_next(l, done, last, run, &unused);
        }
    }
}

static void choose(list *l, const lsn_wish *wish) {
    for (int i = 0; i < wish->prescribed_count; i++) {
        int move = wish->prescribed[i];
        if (lsn_listed(l->moves, l->count, move)) continue;
        if (lsn_model_bars(l->catalogue, wish, move) == LSN_WHY_in_plan) l->moves[l->count++] = move;
    }
}

static lsn_level level_of(const lsn_catalogue *catalogue, const lsn_wish *wish, int move) {
    int level = (int)lsn_wish_level(wish, &catalogue->moves[move], move);
    while (level > 0 && wish->able && (wish->able[move] >> level & 1) == 0) level--;
    return (lsn_level)level;
}

static void note_list(lsn_plan *plan, const lsn_wish *wish) {
    const lsn_words *language = plan->catalogue->language;
    lsn_buf note = lsn_buf_make(plan->note, sizeof plan->note);
    int left_out = wish->prescribed_count - plan->count, over_s = plan->total_s - plan->wish.minutes * 60;
    if (left_out > 0)
        lsn_buf_text(&note, LSN_N(language, left_out, "One move of your list is left out today. ",
                                  "Some moves of your list are left out today. "));
    if (over_s > 0) lsn_buf_format(&note, LSN_IN(language, "Your list takes %d minutes."), (plan->total_s + 59) / 60);
    lsn_buf_cstr(&note);
    plan->is_short = false;
}

lsn_err lsn_prescribed_order(lsn_plan *plan, const lsn_catalogue *catalogue, const lsn_wish *wish, lsn_arena scratch) {
    list l = {.catalogue = catalogue, .from = lsn_place_posture(wish->place)};
    choose(&l, wish);
    if (l.count == 0) return LSN_ERR_TOO_SHORT;
    l.cost = LSN_NEW(&scratch, int, ((size_t)1 << l.count) * (size_t)l.count * RUNS);
    if (!l.cost) return LSN_ERR_NO_MEMORY;
    fill(&l);
    plan->count = 0;
    for (int done = 0, last = -1, run = 0; plan->count < l.count;) {
        int next;
        (void)best_next(&l, done, last, run, &next);
        done |= 1 << next;
        (void)step_cost(&l, last, next, &run, plan->count + 1 == l.count);
        last = next;
        plan->steps[plan->count++] =
            (lsn_step){.move = l.moves[next], .level = level_of(l.catalogue, wish, l.moves[next])};
    }
    lsn_plan_retime(plan);
    note_list(plan, wish);
    return LSN_OK;
}
