/// The clock of a running session. Invariant: a run is two numbers and a flag; where it stands is computed from the
/// clock each time, so nothing drifts and nothing is lost while a view sleeps.
#include "core/session/inner.h"

enum { BACK_WITHIN_MS = 3000 };

lsn_run lsn_run_start(int64_t now_ms) {
    return (lsn_run){.anchor_ms = now_ms};
}

int64_t lsn_run_score_ms(const lsn_run *run, const lsn_score *score, int64_t now_ms) {
    int64_t total_ms = (int64_t)score->total_s * 1000, at_ms = run->anchor_score_ms;
    if (!run->paused && now_ms > run->anchor_ms) at_ms += now_ms - run->anchor_ms;
    return at_ms < 0 ? 0 : at_ms > total_ms ? total_ms : at_ms;
}

static lsn_run anchored(const lsn_run *run, int64_t now_ms, int64_t score_ms) {
    return (lsn_run){.anchor_ms = now_ms, .anchor_score_ms = score_ms, .paused = run->paused};
}

lsn_run lsn_run_pause(const lsn_run *run, const lsn_score *score, int64_t now_ms) {
    lsn_run out = anchored(run, now_ms, lsn_run_score_ms(run, score, now_ms));
    out.paused = true;
    return out;
}

lsn_run lsn_run_resume(const lsn_run *run, int64_t now_ms) {
    if (!run->paused) return *run;
    return (lsn_run){.anchor_ms = now_ms, .anchor_score_ms = run->anchor_score_ms};
}

static int cue_at_ms(const lsn_score *score, int64_t score_ms) {
    return lsn_score_cue_at(score, (double)score_ms / 1000.0);
}

lsn_run lsn_run_skip(const lsn_run *run, const lsn_score *score, int64_t now_ms) {
    int next = lsn_score_next_step(score, cue_at_ms(score, lsn_run_score_ms(run, score, now_ms)));
    return anchored(run, now_ms, (int64_t)score->cues[next].t_s * 1000);
}

lsn_run lsn_run_back(const lsn_run *run, const lsn_score *score, int64_t now_ms) {
    int64_t at_ms = lsn_run_score_ms(run, score, now_ms);
    int part = lsn_score_part(score, cue_at_ms(score, at_ms));
    if (part > 0 && at_ms < (int64_t)score->cues[part].t_s * 1000 + BACK_WITHIN_MS) {
        part = lsn_score_part(score, part - 1);
    }
    return anchored(run, now_ms, (int64_t)score->cues[part].t_s * 1000);
}

/// First cue of a side of a step: where its settling begins.
static int first_phase(const lsn_score *score, int step, lsn_side side) {
    for (int i = 0; i < score->count; i++) {
        const lsn_cue *cue = &score->cues[i];
        if (cue->step == step && cue->side == side && cue->phase >= 0) return i;
    }
    LSN_ASSERT(false);
    return 0;
}

lsn_err lsn_run_ease(lsn_run *run, lsn_score *score, int64_t now_ms, bool *left) {
    int64_t at_ms = lsn_run_score_ms(run, score, now_ms);
    const lsn_cue now = score->cues[cue_at_ms(score, at_ms)];
    bool over = now.kind == LSN_CUE_rest || now.kind == LSN_CUE_done;
    lsn_plan eased = score->plan;
    if (over || !lsn_plan_ease(&eased, now.step)) {
        *run = lsn_run_skip(run, score, now_ms);
        *left = true;
        return LSN_OK;
    }
    lsn_err err = lsn_score_build(score, &eased);
    if (err) return err; // a lighter dose may have more repetitions
    int to = first_phase(score, now.step, now.side);
    *run = anchored(run, now_ms, (int64_t)score->cues[to].t_s * 1000);
    *left = false;
    return LSN_OK;
}
