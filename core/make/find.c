// core/make: what follows from the poses of a move in the making: timing, direction, cautions and what lengthens. The
// thresholds are our own choice, on the side of caution; tests/test_make.c guards them.
#include "core/make/inner.h"

static const double peak_rate = 1.875;     // of the eased way, against an even one (see lsn_ease)
static const double speed_deg_s = 60.0;    // at its fastest; lsn_motion_verify allows 90
static const double bent_deg = 20.0;       // of the spine, from where it counts as a direction
static const double far_share = 0.7;       // of the range, from where it counts as its end
static const double least_gain = 0.03;     // of a muscle's range
static const double flexed_hip_deg = 90.0; // posterior precautions after a hip replacement
static const double extended_hip_deg = -5.0;
static const double head_low_m = 0.10; // below the hips

enum { LEAST_S = 3, MOST_S = 30 };

// The farthest that any joint turns from one pose to the other.
static double turn_deg(const lsn_pose *a, const lsn_pose *b) {
    double most = lsn_v3_length(lsn_quat_log(lsn_quat_mul(b->orientation, lsn_quat_conj(a->orientation))));
    for (int i = 0; i < LSN_BALL_COUNT; i++)
        most = lsn_max(most, lsn_v3_length(lsn_quat_log(lsn_quat_mul(b->ball[i], lsn_quat_conj(a->ball[i])))));
    for (int c = 0; c < LSN_COORD_COUNT; c++) {
        if (lsn_coord_describe((lsn_coord)c)->is_length || c == LSN_COORD_fingers_curl_r) continue;
        most = lsn_max(most, lsn_abs(b->hinge[c] - a->hinge[c]));
    }
    return LSN_DEG(most);
}

static int phase_s(double turned_deg, lsn_str said) {
    int moving = (int)(turned_deg * peak_rate / speed_deg_s) + 1, saying = lsn_say_seconds(said);
    int seconds = moving > saying ? moving : saying;
    return seconds < LEAST_S ? LEAST_S : seconds > MOST_S ? MOST_S : seconds;
}

// Which way the spine goes in the second pose, and how much of its range that takes.
static void find_direction(findings *out, const double value[LSN_COORD_COUNT]) {
    static const lsn_coord flexions[] = {LSN_COORD_lumbar_flexion, LSN_COORD_thoracic_flexion};
    static const lsn_coord bends[] = {LSN_COORD_lumbar_bending, LSN_COORD_thoracic_bending};
    static const lsn_coord turns[] = {LSN_COORD_lumbar_rotation, LSN_COORD_thoracic_rotation};
    double flexion = value[flexions[0]] + value[flexions[1]];
    double bend = lsn_abs(value[bends[0]] + value[bends[1]]), turn = lsn_abs(value[turns[0]] + value[turns[1]]);
    double most = lsn_max(lsn_abs(flexion), lsn_max(bend, turn));
    out->direction = LSN_DIRECTION_neutral;
    if (most >= bent_deg) {
        out->direction = most == turn   ? LSN_DIRECTION_rotation
                         : most == bend ? LSN_DIRECTION_side_bend
                         : flexion > 0  ? LSN_DIRECTION_flexion
                                        : LSN_DIRECTION_extension;
    }
    out->end_range = false;
    for (int i = 0; i < 2; i++) {
        const lsn_coord each[] = {flexions[i], bends[i], turns[i]};
        for (int k = 0; k < 3; k++) {
            const lsn_coord_info *info = lsn_coord_describe(each[k]);
            double end = value[each[k]] > 0 ? info->greatest : info->least;
            if (value[each[k]] / end > far_share && lsn_abs(value[each[k]]) > 10.0) out->end_range = true;
        }
    }
}

static void find_tags(findings *out, const lsn_motion *motion, int key, const double value[LSN_COORD_COUNT]) {
    static const struct {
        lsn_cannot need;
        lsn_tag tag;
    } needs[] = {{LSN_CANNOT_kneel, LSN_TAG_KN},
                 {LSN_CANNOT_lean_on_hands, LSN_TAG_WR},
                 {LSN_CANNOT_stand_on_one_leg, LSN_TAG_BAL},
                 {LSN_CANNOT_lie_on_front, LSN_TAG_PG}};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (lsn_motion_needs(motion, key, needs[i].need)) out->tags |= 1u << needs[i].tag;
    double flexion = value[LSN_COORD_lumbar_flexion] + value[LSN_COORD_thoracic_flexion];
    double hip_most = lsn_max(value[LSN_COORD_hip_flexion_r], value[LSN_COORD_hip_flexion_l]);
    double hip_least = lsn_min(value[LSN_COORD_hip_flexion_r], value[LSN_COORD_hip_flexion_l]);
    double turn = lsn_abs(value[LSN_COORD_lumbar_rotation] + value[LSN_COORD_thoracic_rotation]);
    if (flexion <= -bent_deg) out->tags |= 1u << LSN_TAG_EXT;
    if (flexion >= 2 * bent_deg || turn >= bent_deg) out->tags |= 1u << LSN_TAG_OP;
    if (hip_most > flexed_hip_deg) out->tags |= 1u << LSN_TAG_HRp;
    if (hip_least < extended_hip_deg) out->tags |= 1u << LSN_TAG_HRa;
    lsn_frames frames;
    lsn_body_frames(&frames, motion->body, &motion->keys[key].pose);
    if (frames.origin[LSN_SEG_head].y < frames.origin[LSN_SEG_pelvis].y - head_low_m) out->tags |= 1u << LSN_TAG_HD;
}

// The muscles that gain most of their range on the way, the best first; those that gain half as much help.
static void find_targets(findings *out, const lsn_motion *motion) {
    enum { MOST = sizeof out->targets / sizeof *out->targets };
    double gain[LSN_MUSCLE_COUNT];
    lsn_motion_lengthening(gain, motion, 1);
    double best = 0;
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) best = lsn_max(best, gain[m]);
    out->target_count = 0;
    if (best < least_gain) return;
    double last = 2;
    while (out->target_count < MOST) {
        int next = 0;
        double most = 0;
        for (int m = 1; m + 1 < LSN_MUSCLE_COUNT; m += 2) { // right and left of a pair stand beside each other
            double pair = lsn_max(gain[m], gain[m + 1]);
            if (pair <= most || pair >= last) continue;
            most = pair;
            next = m;
        }
        if (next == 0 || most < 0.5 * best) return;
        last = most;
        bool right = gain[next] >= 0.5 * most, left = gain[next + 1] >= 0.5 * most;
        out->targets[out->target_count].right = (lsn_muscle)next;
        out->targets[out->target_count].primary = most >= 0.75 * best && out->target_count < 2;
        out->targets[out->target_count++].side = right && left ? 2 : left ? 1 : 0;
    }
}

static lsn_str line_of(const form *f, const char *key) {
    const lsn_json *value = lsn_json_get(f->say, key);
    return value && value->type == LSN_JSON_STRING ? value->string : (lsn_str){"", 0};
}

void lsn_make_find(findings *out, const lsn_motion *motion, const form *f) {
    *out = (findings){.direction = LSN_DIRECTION_neutral};
    double value[LSN_COORD_COUNT];
    double turned = turn_deg(&motion->keys[0].pose, &motion->keys[1].pose);
    out->go_s = phase_s(turned, line_of(f, "go"));
    out->back_s = phase_s(turned, line_of(f, "back"));
    for (int key = 0; key < 2; key++) {
        lsn_pose_to_coords(value, &motion->keys[key].pose);
        find_tags(out, motion, key, value);
    }
    find_direction(out, value);
    find_targets(out, motion);
}
