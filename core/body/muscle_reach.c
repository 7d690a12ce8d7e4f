// core/body: the shortest and the longest that each muscle gets within a body's limits. Invariant: only poses that a
// body can take count; two-joint muscles and combined movements stop each other before every joint is at its end.
#include "core/body/muscle.h"

// ---------------------------------------------------------------- what can be reached together

// Directions that are moved in together stop each other: the reachable ends lie on an ellipsoid, so of two each goes
// 1/√2 of its way, of three 1/√3.
static double together(int moved) {
    return moved <= 1 ? 1.0 : 1.0 / lsn_sqrt((double)moved);
}

// ---------------------------------------------------------------- one pose

typedef enum region { REGION_LEG, REGION_TRUNK } region;

static region region_of(const lsn_muscle_row *row) {
    return row->parts[row->count - 1].segment >= LSN_SEG_femur_r ? REGION_LEG : REGION_TRUNK;
}

static void note(lsn_body *body, region wanted, int side, const double value[LSN_COORD_COUNT]) {
    lsn_pose pose = lsn_pose_from_coords(value);
    lsn_frames frames;
    lsn_body_frames(&frames, body, &pose);
    for (int row = 0; row < LSN_MUSCLE_ROWS; ++row) {
        if (region_of(&lsn_muscle_rows[row]) != wanted) continue;
        lsn_muscle muscle = (lsn_muscle)(1 + 2 * row + side);
        double length = lsn_muscle_length(muscle, body, &frames);
        body->muscle_least_m[muscle] = lsn_min(body->muscle_least_m[muscle], length);
        body->muscle_greatest_m[muscle] = lsn_max(body->muscle_greatest_m[muscle], length);
    }
}

// Of `steps` even steps from the least to the greatest value of a coordinate, the one numbered `step` (degrees).
static double step_of(const lsn_body *body, lsn_coord coord, int step, int steps) {
    double t = (double)step / (double)(steps - 1);
    return LSN_DEG(lsn_mix(body->least_rad[coord], body->greatest_rad[coord], t));
}

// ---------------------------------------------------------------- legs

enum { HIP_STEPS = 9, KNEE_STEPS = 5 };

static void sweep_foot(lsn_body *body, int side, double value[LSN_COORD_COUNT]) {
    lsn_coord ankle = (lsn_coord)(lsn_limbs[side].first + LSN_LIMB_ankle);
    for (int i = 0; i < 2; ++i) {
        value[ankle] = step_of(body, ankle, i, 2);
        note(body, REGION_LEG, side, value);
    }
}

// Least, middle and greatest of adduction and rotation, drawn in where both are moved.
static void sweep_hip_turns(lsn_body *body, int side, double value[LSN_COORD_COUNT]) {
    lsn_coord first = lsn_limbs[side].first;
    for (int i = 0; i < 9; ++i) {
        int turned[2] = {i % 3 - 1, i / 3 - 1};
        double share = together((turned[0] != 0) + (turned[1] != 0));
        for (int k = 0; k < 2; ++k) {
            lsn_coord c = (lsn_coord)(first + LSN_LIMB_hip_adduction + k);
            double end = turned[k] < 0 ? body->least_rad[c] : turned[k] > 0 ? body->greatest_rad[c] : 0.0;
            value[c] = LSN_DEG(end) * share;
        }
        sweep_foot(body, side, value);
    }
}

static void sweep_leg(lsn_body *body, int side) {
    double value[LSN_COORD_COUNT] = {0};
    lsn_coord hip = lsn_limbs[side].first, knee = (lsn_coord)(hip + LSN_LIMB_knee);
    for (int i = 0; i < KNEE_STEPS; ++i) {
        value[knee] = step_of(body, knee, i, KNEE_STEPS);
        double bent = LSN_RAD(value[knee]), last = lsn_min(body->greatest_rad[hip], lsn_limit_hip(body, bent));
        for (int k = 0; k < HIP_STEPS; ++k) {
            double flexed = lsn_mix(body->least_rad[hip], last, (double)k / (double)(HIP_STEPS - 1));
            if (bent > lsn_limit_knee(body, flexed) + 1e-9) continue;
            value[hip] = LSN_DEG(flexed);
            sweep_hip_turns(body, side, value);
        }
    }
}

// ---------------------------------------------------------------- trunk

// Lumbar and thoracic spine move the same way: forward or back, to a side, round.
static void sweep_trunk(lsn_body *body, int side) {
    double value[LSN_COORD_COUNT] = {0};
    lsn_coord arm = (lsn_coord)(lsn_limbs[side].first + LSN_LIMB_arm);
    for (int i = 0; i < 54; ++i) {
        int turned[3] = {i % 3 - 1, i / 3 % 3 - 1, i / 9 % 3 - 1};
        double share = together((turned[0] != 0) + (turned[1] != 0) + (turned[2] != 0));
        for (int k = 0; k < 6; ++k) {
            lsn_coord c = (lsn_coord)(LSN_COORD_lumbar_flexion + k);
            int way = turned[k % 3];
            double end = way < 0 ? body->least_rad[c] : way > 0 ? body->greatest_rad[c] : 0.0;
            value[c] = LSN_DEG(end) * share;
        }
        value[arm] = step_of(body, arm, i / 27, 2);
        note(body, REGION_TRUNK, side, value);
    }
}

void lsn_body_measure_muscles(lsn_body *body) {
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        body->muscle_least_m[m] = 1e9;
        body->muscle_greatest_m[m] = 0.0;
    }
    for (int side = 0; side < 2; ++side) {
        sweep_leg(body, side);
        sweep_trunk(body, side);
    }
}

double lsn_muscle_fraction(lsn_muscle muscle, const lsn_body *body, double length_m) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    double least = body->muscle_least_m[muscle], range = body->muscle_greatest_m[muscle] - least;
    return range > 1e-6 ? lsn_clamp((length_m - least) / range, 0.0, 1.0) : 0.0;
}
