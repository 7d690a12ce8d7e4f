#include "wasm/golden.h"

#include "wasm/show.h"

#include <string.h>

enum { FIGURE_EVERY = 3 }; // cues a figure

static uint64_t hash_int(uint64_t hash, int64_t value) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)((uint64_t)value >> (8 * i));
    return lsn_hash(hash, bytes, sizeof bytes);
}

static uint64_t hash_double(uint64_t hash, double value) {
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    return hash_int(hash, bits);
}

static uint64_t hash_text(uint64_t hash, const char *text) {
    lsn_str s = lsn_str_from(text);
    return lsn_hash(hash_int(hash, (int64_t)s.len), s.ptr, s.len);
}

static uint64_t hash_plan(uint64_t hash, const lsn_plan *plan) {
    for (int i = 0; i < plan->count; i++) {
        const lsn_step *step = &plan->steps[i];
        hash = hash_int(hash, step->move);
        hash = hash_int(hash, step->level);
        hash = hash_int(hash, step->change_s);
        hash = hash_int(hash, step->seconds);
        hash = hash_text(hash, step->reason);
    }
    hash = hash_int(hash, plan->objective);
    return hash_text(hash_int(hash, plan->total_s), plan->note);
}

static uint64_t hash_score(uint64_t hash, const lsn_score *score) {
    for (int i = 0; i < score->count; i++) {
        const lsn_cue *cue = &score->cues[i];
        const int numbers[] = {cue->t_s,         cue->duration_s, cue->step,      (int)cue->side, (int)cue->kind,
                               cue->phase,       cue->rep,        cue->pose_from, cue->pose_to,   cue->reps,
                               (int)cue->breath, (int)cue->chime, cue->speak};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) hash = hash_int(hash, numbers[k]);
        hash = hash_text(hash, cue->text);
    }
    return hash;
}

static uint64_t hash_states(uint64_t hash, const lsn_score *score) {
    for (int half_s = 0; half_s <= 2 * score->total_s; half_s++) {
        lsn_state state = lsn_session_state(score, half_s * 0.5, false);
        hash = hash_int(hash, state.cue);
        hash = hash_int(hash, state.next_cue);
        hash = hash_double(hash, state.t);
        hash = hash_double(hash, state.breath);
        hash = hash_double(hash, state.cue_left_s);
        hash = hash_text(hash, state.next);
    }
    return hash;
}

static uint64_t hash_figures(uint64_t hash, show *s, const lsn_score *score, lsn_arena scratch) {
    for (int i = 0; i < score->count; i += FIGURE_EVERY) {
        const lsn_cue *cue = &score->cues[i];
        if (show_score(s, score, cue->t_s + cue->duration_s * 0.5, scratch) != LSN_OK) return 0;
        hash = lsn_hash(hash, s->figure.vertices, (size_t)s->figure.vertex_count * sizeof(lsn_vertex));
        lsn_camera camera = show_camera(s, 1.25, 0, 0);
        hash = hash_double(hash, camera.distance_m);
    }
    return lsn_hash(hash, s->figure.indices, (size_t)s->figure.index_count * sizeof(uint32_t));
}

uint64_t golden_hash(lsn_arena arena) {
    lsn_catalogue catalogue;
    int failed;
    lsn_err err = lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL);
    show *s = LSN_NEW(&arena, show, 1);
    lsn_plan *plan = LSN_NEW(&arena, lsn_plan, 1);
    lsn_score *score = LSN_NEW(&arena, lsn_score, 1);
    if (err || !s || !plan || !score || show_init(s, &arena)) return 0;
    lsn_wish wish = lsn_wish_default();
    wish.minutes = 15;
    wish.seed = 7;
    if (lsn_plan_build(plan, &catalogue, &wish, arena) || lsn_score_build(score, plan)) return 0;
    uint64_t hash = hash_states(hash_score(hash_plan(LSN_HASH_START, plan), score), score);
    return hash_figures(hash, s, score, arena);
}
