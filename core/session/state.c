/// What a view shows at a moment: a pure function of the score and the elapsed seconds.
#include "core/session/inner.h"

// Pace of breath where a phase leaves it free: slow, the way out longer than the way in. Our own choice.
enum { BREATH_IN_S = 4, BREATH_OUT_S = 6 };

/// Fullness of the lungs `t` seconds into free breathing that begins empty.
static double free_breath(double t) {
    double cycle = BREATH_IN_S + BREATH_OUT_S;
    t -= lsn_floor(t / cycle) * cycle;
    return t < BREATH_IN_S ? lsn_ease(t / BREATH_IN_S) : 1 - lsn_ease((t - BREATH_IN_S) / BREATH_OUT_S);
}

/// Fullness at `elapsed_s` when free breathing goes on from the last cue before `index` that said in or out.
static double breath_since(const lsn_score *score, int index, double elapsed_s) {
    while (index > 0 && score->cues[index - 1].breath == LSN_BREATH_free) index--;
    bool full = index > 0 && score->cues[index - 1].breath == LSN_BREATH_in;
    return free_breath(elapsed_s - score->cues[index].t_s + (full ? BREATH_IN_S : 0));
}

static double breath_at(const lsn_score *score, int index, double elapsed_s) {
    const lsn_cue *cue = &score->cues[index];
    if (cue->breath == LSN_BREATH_free) return breath_since(score, index, elapsed_s);
    double from = 0, to = cue->breath == LSN_BREATH_in ? 1 : 0;
    if (index > 0) {
        lsn_breath before = score->cues[index - 1].breath;
        from = before == LSN_BREATH_in ? 1 : before == LSN_BREATH_out ? 0 : breath_since(score, index - 1, cue->t_s);
    }
    double t = cue->duration_s > 0 ? (elapsed_s - cue->t_s) / cue->duration_s : 1;
    return lsn_mix(from, to, lsn_ease(t));
}

static int next_cue(const lsn_score *score, int index) {
    const lsn_cue *cue = &score->cues[index];
    for (int i = index + 1; i < score->count; i++) {
        const lsn_cue *other = &score->cues[i];
        if (other->kind != cue->kind || other->side != cue->side || other->step != cue->step) return i;
    }
    return -1;
}

/// The next thing that changes the whole picture: the other side, the next move, the end.
static void write_next(lsn_buf *out, const lsn_score *score, int index) {
    const lsn_words *language = score->plan.catalogue->language;
    for (int i = index + 1; i < score->count; i++) {
        switch (score->cues[i].kind) {
        case LSN_CUE_swap:
            lsn_buf_text(out, LSN_IN(language, "Left side"));
            return;
        case LSN_CUE_ready:
            lsn_buf_str(out, lsn_score_move(score, i)->name);
            return;
        case LSN_CUE_done:
            lsn_buf_text(out, LSN_IN(language, "Done"));
            return;
        default:
            break;
        }
    }
}

lsn_state lsn_session_state(const lsn_score *score, double elapsed_s, bool paused) {
    double at_s = lsn_clamp(elapsed_s, 0, score->total_s);
    int index = lsn_score_cue_at(score, at_s);
    const lsn_cue *cue = &score->cues[index];
    lsn_state state = {
        .paused = paused,
        .done = cue->kind == LSN_CUE_done,
        .cue = index,
        .next_cue = next_cue(score, index),
        .step = cue->step,
        .step_count = score->plan.count,
        .elapsed_s = at_s,
        .total_s = score->total_s,
        .cue_elapsed_s = at_s - cue->t_s,
        .cue_left_s = cue->t_s + cue->duration_s - at_s,
        .t = cue->duration_s > 0 ? (at_s - cue->t_s) / cue->duration_s : 1,
        .breath = breath_at(score, index, at_s),
    };
    lsn_buf next = lsn_buf_make(state.next, sizeof state.next);
    write_next(&next, score, index);
    lsn_buf_cstr(&next);
    return state;
}
