/// Compiling a plan into cues. Invariant: cues tile the session without gaps in whole seconds, both sides of a move get
/// the same seconds, and the score's total is the plan's.
#include "core/session/inner.h"

#include <string.h>

const char *lsn_cue_kind_name(lsn_cue_kind kind) {
    static const char *const names[LSN_CUE_KIND_COUNT] = {"ready",   "settle", "hold", "move",
                                                          "release", "switch", "rest", "done"};
    LSN_ASSERT(kind < LSN_CUE_KIND_COUNT);
    return names[kind];
}

typedef struct writer {
    lsn_score *score;
    int t_s, step;
    bool full;
} writer;

/// The next cue, `seconds` long, with everything else zero; a dummy when the score is full.
static lsn_cue *add_cue(writer *w, lsn_cue_kind kind, int seconds) {
    LSN_ASSERT(seconds >= 0);
    w->full = w->full || w->score->count == LSN_CUES_MAX;
    lsn_cue *cue = &w->score->cues[w->full ? LSN_CUES_MAX - 1 : w->score->count++];
    memset(cue, 0, sizeof *cue);
    cue->t_s = w->t_s;
    cue->duration_s = seconds;
    cue->step = w->step;
    cue->kind = kind;
    cue->phase = -1;
    cue->speak = true;
    w->t_s += seconds;
    return cue;
}

static lsn_buf text_of(lsn_cue *cue) {
    return lsn_buf_make(cue->text, sizeof cue->text);
}

static lsn_cue_kind cue_kind(lsn_phase_kind kind) {
    switch (kind) {
    case LSN_PHASE_settle:
        return LSN_CUE_settle;
    case LSN_PHASE_hold:
        return LSN_CUE_hold;
    case LSN_PHASE_release:
        return LSN_CUE_release;
    default:
        return LSN_CUE_move;
    }
}

/// Whole seconds, which the catalogue guarantees.
static int phase_seconds(const lsn_phase *phase, const lsn_dose *dose) {
    return (int)(phase->is_hold ? dose->hold_s : phase->seconds);
}

static void write_phase(writer *w, const lsn_move *move, const lsn_dose *dose, lsn_side side, int rep, int index) {
    const lsn_phase *phase = &move->phases[index];
    lsn_cue *cue = add_cue(w, cue_kind(phase->kind), phase_seconds(phase, dose));
    cue->side = side;
    cue->phase = index;
    cue->rep = rep;
    cue->reps = dose->reps;
    cue->pose_to = phase->to;
    cue->pose_from = index > 0 ? move->phases[index - 1].to : rep > 1 ? move->phases[move->phase_count - 1].to : 0;
    cue->breath = phase->breath;
    bool first = rep == 1;
    cue->speak = first || phase->again.len > 0;
    lsn_buf text = text_of(cue);
    lsn_say(&text, move->language, !first && phase->again.len > 0 ? phase->again : phase->say, side);
    if (lsn_buf_cstr(&text)[0] == '\0') cue->speak = false;
}

/// The low chime stands at the first phase after settling: that is when the person's time begins.
static void write_side(writer *w, const lsn_move *move, const lsn_dose *dose, lsn_side side) {
    bool chimed = false;
    for (int rep = 1; rep <= dose->reps; rep++) {
        for (int i = 0; i < move->phase_count; i++) {
            write_phase(w, move, dose, side, rep, i);
            if (chimed || w->full || move->phases[i].kind == LSN_PHASE_settle) continue;
            w->score->cues[w->score->count - 1].chime = LSN_CHIME_begin;
            chimed = true;
        }
    }
}

static void write_swap(writer *w, const lsn_move *move) {
    lsn_cue *cue = add_cue(w, LSN_CUE_swap, LSN_SWITCH_S);
    cue->side = LSN_SIDE_left;
    cue->chime = LSN_CHIME_side;
    cue->pose_from = move->phases[move->phase_count - 1].to;
    lsn_buf text = text_of(cue);
    lsn_str say = lsn_str_from(LSN_IN(move->language, "Change sides. Now the {side} side."));
    lsn_say(&text, move->language, say, LSN_SIDE_left);
    lsn_buf_cstr(&text);
}

static void write_step(writer *w, const lsn_plan *plan, int index) {
    const lsn_step *step = &plan->steps[index];
    const lsn_move *move = &plan->catalogue->moves[step->move];
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    w->step = index;
    lsn_cue *ready = add_cue(w, LSN_CUE_ready, step->change_s);
    ready->side = side;
    lsn_buf text = text_of(ready);
    lsn_plan_ready_text(&text, move, step->level);
    lsn_buf_cstr(&text);
    lsn_dose dose = lsn_step_dose(plan, step);
    write_side(w, move, &dose, side);
    if (move->two_sided) {
        write_swap(w, move);
        write_side(w, move, &dose, LSN_SIDE_left);
    }
    if (step->rest_s == 0) return;
    lsn_cue *rest = add_cue(w, LSN_CUE_rest, step->rest_s);
    rest->chime = LSN_CHIME_end;
    rest->pose_from = rest->pose_to = move->phases[move->phase_count - 1].to;
    text = text_of(rest);
    lsn_buf_format(&text, LSN_IN(move->language, "Rest. Next: %S."),
                   plan->catalogue->moves[plan->steps[index + 1].move].name);
    lsn_buf_cstr(&text);
}

lsn_err lsn_score_build(lsn_score *out, const lsn_plan *plan) {
    LSN_ASSERT(plan->count > 0);
    int cues = 1;
    for (int i = 0; i < plan->count; i++) {
        const lsn_move *move = &plan->catalogue->moves[plan->steps[i].move];
        int side = lsn_step_dose(plan, &plan->steps[i]).reps * move->phase_count;
        cues += 2 + side + (move->two_sided ? side + 1 : 0);
    }
    if (cues > LSN_CUES_MAX) return LSN_ERR_TOO_MANY;
    if (&out->plan != plan) out->plan = *plan;
    out->count = 0;
    writer w = {.score = out};
    for (int i = 0; i < plan->count; i++) write_step(&w, plan, i);
    lsn_cue *done = add_cue(&w, LSN_CUE_done, 0);
    done->chime = LSN_CHIME_end;
    lsn_buf text = text_of(done);
    lsn_buf_text(&text, LSN_IN(plan->catalogue->language, "That is all. Take a breath, and get up slowly."));
    lsn_buf_cstr(&text);
    const lsn_move *last = lsn_score_move(out, out->count - 1);
    done->pose_from = done->pose_to = last->phases[last->phase_count - 1].to;
    LSN_ASSERT(!w.full);
    out->total_s = w.t_s;
    LSN_ASSERT(out->total_s == plan->total_s);
    return LSN_OK;
}

const lsn_move *lsn_score_move(const lsn_score *score, int cue) {
    return &score->plan.catalogue->moves[score->plan.steps[score->cues[cue].step].move];
}

int lsn_score_cue_at(const lsn_score *score, double elapsed_s) {
    int low = 0, high = score->count - 1;
    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (score->cues[middle].t_s <= elapsed_s) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

int lsn_score_part(const lsn_score *score, int index) {
    while (index > 0) {
        lsn_cue_kind kind = score->cues[index].kind;
        if (kind == LSN_CUE_ready || kind == LSN_CUE_swap || kind == LSN_CUE_done) break;
        index--;
    }
    return index;
}

int lsn_score_next_step(const lsn_score *score, int index) {
    int step = score->cues[index].step;
    while (index + 1 < score->count && score->cues[index].step == step && score->cues[index].kind != LSN_CUE_done) {
        index++;
    }
    return index;
}
