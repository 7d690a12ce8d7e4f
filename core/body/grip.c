// core/body: how far fingers close round what the palm lies on. Invariant: the finger is the drawn one's mean, so that
// what it touches here it touches on the picture.
#include "core/body/kinematics.h"

enum { JOINTS = 4, STEPS = 20 };

// Middle and ring finger taken together, in the hand's frame (mm, 1.70 m): the knuckle, the bones, how far each turns
// at a fist, and the flesh round them.
static const double knuckle_mm = 85.0, bones_mm[JOINTS - 1] = {38.0, 25.0, 20.0}, radius_mm = 8.5;
static const double turns_rad[JOINTS - 1] = {1.35, 1.75, 1.05}, rest_rad[JOINTS - 1] = {0.05, 0.07, 0.05};
static const double pressed_m = 0.004;          // skin gives this much
static const double widest_rad = LSN_RAD(55.0); // closed further, the fingers hold nothing
static const double fist_rad = LSN_RAD(100.0);

static void place_finger(lsn_vec3 out[JOINTS], const lsn_body *body, const lsn_frames *frames, lsn_segment hand,
                         double curl) {
    double m = body->scale * 0.001, along = knuckle_mm, palm = 0.0, angle = 0.0;
    out[0] = lsn_frames_point(frames, hand, lsn_v3(0.0, -along * m, 0.0));
    for (int i = 0; i < JOINTS - 1; ++i) {
        angle += turns_rad[i] * curl / fist_rad + rest_rad[i];
        along += bones_mm[i] * lsn_cos(angle);
        palm += bones_mm[i] * lsn_sin(angle);
        out[i + 1] = lsn_frames_point(frames, hand, lsn_v3(palm * m, -along * m, 0.0));
    }
}

static double depth_in(const lsn_capsule *c, lsn_vec3 p) {
    lsn_vec3 along = lsn_v3_sub(c->b, c->a), to = lsn_v3_sub(p, c->a);
    double whole = lsn_v3_dot(along, along);
    double t = whole > 1e-12 ? lsn_clamp(lsn_v3_dot(to, along) / whole, 0.0, 1.0) : 0.0;
    return lsn_mix(c->radius_a_m, c->radius_b_m, t) - lsn_v3_length(lsn_v3_sub(to, lsn_v3_scale(along, t)));
}

static bool is_arm(lsn_segment s) {
    return s == LSN_SEG_hand_r || s == LSN_SEG_hand_l || s == LSN_SEG_forearm_r || s == LSN_SEG_forearm_l;
}

double lsn_body_grip(const lsn_body *body, const lsn_frames *frames, int side, double open_rad) {
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    lsn_segment hand = side == 0 ? LSN_SEG_hand_r : LSN_SEG_hand_l;
    int count = lsn_body_capsules(capsules, body, frames);
    double least = pressed_m - radius_mm * body->scale * 0.001;
    for (int step = 0; step <= STEPS; ++step) {
        double curl = widest_rad * step / STEPS;
        lsn_vec3 joint[JOINTS];
        place_finger(joint, body, frames, hand, curl);
        for (int i = 0; i < count; ++i)
            for (int j = 1; j < JOINTS && !is_arm(capsules[i].segment); ++j)
                if (depth_in(&capsules[i], joint[j]) > least) return curl;
    }
    return open_rad;
}
