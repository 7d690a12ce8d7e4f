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

// ---------------------------------------------------------------- what is declared

// Our own choice: less than this share of a muscle's range is no lengthening; from nearly_long on it is long all the
// same; and "among those that lengthen most" is half of the most.
static const double gains_least = 0.02, nearly_long = 0.9, half_of_most = 0.5;

static bool presses(const lsn_move *move) {
    return move->props_needed >> LSN_PROP_ball & 1u; // self-massage
}

static lsn_missed stretch_of(const lsn_motion *motion, int target, double gain[LSN_POSES_MAX][LSN_MUSCLE_COUNT]) {
    lsn_missed best = {.muscle = motion->targets[target], .key = 1, .wanted = gains_least};
    double share = 0, greatest = 0;
    int share_key = 1;
    for (int key = 1; key < motion->key_count; key++) {
        double s[LSN_MUSCLE_COUNT], most = 1e-9, own = gain[key][best.muscle];
        for (int m = 1; m < LSN_MUSCLE_COUNT; m++) most = lsn_max(most, gain[key][m]);
        lsn_motion_fractions(s, motion, key);
        double part = own >= gains_least && s[best.muscle] >= nearly_long ? 1 : own / most;
        if (part > share) share = part, share_key = key;
        if (own > greatest) greatest = own, best.key = key;
    }
    best.got = greatest;
    if (greatest >= gains_least && motion->target_primary[target] && motion->variant < 0)
        best = (lsn_missed){.muscle = best.muscle, .key = share_key, .got = share, .wanted = half_of_most};
    return best;
}

// The most that the muscle shortens on the way to any pose; one that keeps its length works where it is.
static lsn_missed work_of(const lsn_motion *motion, int target, double gain[LSN_POSES_MAX][LSN_MUSCLE_COUNT]) {
    lsn_missed best = {.muscle = motion->targets[target], .got = -1, .wanted = 0};
    int from = 0;
    for (int i = 0; i < motion->move->phase_count; i++) {
        int to = motion->move->phases[i].to;
        double shorter = gain[from][best.muscle] - gain[to][best.muscle];
        if (from != to && shorter > best.got) best.got = shorter, best.key = to;
        from = to;
    }
    return best;
}

int lsn_motion_missed(lsn_missed out[2 * LSN_TARGETS_MAX], const lsn_motion *motion) {
    const lsn_move *move = motion->move;
    bool works = lsn_motion_works(motion), stretches = move->kind == LSN_KIND_static || move->kind == LSN_KIND_dynamic;
    if (presses(move) || !(works || stretches)) return 0;
    double gain[LSN_POSES_MAX][LSN_MUSCLE_COUNT];
    for (int key = 0; key < motion->key_count; key++) lsn_motion_lengthening(gain[key], motion, key);
    int count = 0;
    for (int i = 0; i < motion->target_count; i++) {
        if (motion->variant >= 0 && !motion->target_primary[i]) continue;
        lsn_missed found = works ? work_of(motion, i, gain) : stretch_of(motion, i, gain);
        if (found.got < found.wanted) out[count++] = found;
    }
    return count;
}

// ---------------------------------------------------------------- what glows

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
