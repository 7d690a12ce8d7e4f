/// core/figure: how far a motion lengthens each muscle, and what of that glows. Invariant: glow is measured once, when
/// the motion is built; a frame only blends between two key poses.
#include "core/figure/lengthen.h"

// A move whose best target gains less than this of its range glows faintly rather than as bright as any other.
static const double FULL_AT_LEAST = 0.25;
// In moves that strengthen, a muscle that helps.
static const double HELPER_GLOW = 0.5;

void lsn_motion_fractions(double s[LSN_MUSCLE_COUNT], const lsn_motion *motion, int key) {
    LSN_ASSERT(key >= 0 && key < motion->key_count);
    lsn_frames frames;
    double length[LSN_MUSCLE_COUNT];
    lsn_body_frames(&frames, motion->body, &motion->keys[key].pose);
    lsn_muscle_lengths(length, motion->body, &frames);
    s[LSN_MUSCLE_NONE] = 0;
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) s[m] = lsn_muscle_fraction((lsn_muscle)m, motion->body, length[m]);
}

void lsn_motion_lengthening(double ds[LSN_MUSCLE_COUNT], const lsn_motion *motion, int key) {
    double start[LSN_MUSCLE_COUNT];
    lsn_motion_fractions(start, motion, 0);
    lsn_motion_fractions(ds, motion, key);
    for (int m = 0; m < LSN_MUSCLE_COUNT; m++) ds[m] -= start[m];
}

bool lsn_motion_works(const lsn_motion *motion) {
    return motion->move->kind == LSN_KIND_strength || motion->move->kind == LSN_KIND_isometric;
}

/// The start position rests; every other key pose, and one that a hold returns to, works.
static double work_in(const lsn_move *move, int key) {
    if (key != 0) return 1;
    for (int i = 0; i < move->phase_count; i++) {
        if (move->phases[i].kind == LSN_PHASE_hold && move->phases[i].to == 0) return 1;
    }
    return 0;
}

static void measure_work(lsn_motion *motion, int key) {
    double work = work_in(motion->move, key);
    for (int i = 0; i < motion->target_count; i++)
        motion->glow[key][i] = work * (motion->target_primary[i] ? 1 : HELPER_GLOW);
}

/// Gains against the start, not yet scaled; returns the greatest.
static double measure_gain(lsn_motion *motion, int key) {
    double ds[LSN_MUSCLE_COUNT], most = 0;
    lsn_motion_lengthening(ds, motion, key);
    for (int i = 0; i < motion->target_count; i++) {
        motion->glow[key][i] = ds[motion->targets[i]];
        most = lsn_max(most, ds[motion->targets[i]]);
    }
    return most;
}

void lsn_motion_measure(lsn_motion *motion) {
    bool works = lsn_motion_works(motion);
    double full = FULL_AT_LEAST;
    for (int key = 0; key < motion->key_count; key++) {
        if (works)
            measure_work(motion, key);
        else
            full = lsn_max(full, measure_gain(motion, key));
    }
    for (int key = 0; key < motion->key_count && !works; key++)
        for (int i = 0; i < motion->target_count; i++) motion->glow[key][i] /= full;
}

int lsn_motion_glow(lsn_glow out[LSN_GLOWS_MAX], const lsn_motion *motion, int from, int to, double t) {
    LSN_ASSERT(from >= 0 && from < motion->key_count);
    LSN_ASSERT(to >= 0 && to < motion->key_count);
    double eased = lsn_ease(lsn_clamp(t, 0, 1));
    for (int i = 0; i < motion->target_count; i++) {
        double strength = lsn_mix(motion->glow[from][i], motion->glow[to][i], eased);
        out[i] = (lsn_glow){motion->targets[i], (float)lsn_clamp(strength, 0, 1)};
    }
    return motion->target_count;
}
