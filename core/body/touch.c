// core/body: the body as tapered capsules. Invariant: they agree with the drawn surface where it can meet the floor,
// and with the round sites of sites.c.
#include "core/body/kinematics.h"

typedef struct capsule_row {
    lsn_segment segment;
    double a[3], radius_a, b[3], radius_b; // mm, right side, in the segment's frame
} capsule_row;

static const capsule_row trunk[] = {
    {LSN_SEG_pelvis, {3, 40, -68}, 100, {3, 40, 68}, 100},     // hips; lsn_pelvis_balls
    {LSN_SEG_pelvis, {-18, -80, -45}, 54, {-18, -80, 45}, 54}, // seat
    {LSN_SEG_l3, {34, 5, -54}, 91, {34, 5, 54}, 91},           // waist
    {LSN_SEG_t12_t9, {42, 47, -50}, 104, {42, 47, 50}, 104},   // lower ribs
    {LSN_SEG_t8_t5, {48, 62, -48}, 108, {48, 62, 48}, 108},    // chest
    {LSN_SEG_t4_t1, {34, 42, -52}, 90, {34, 42, 52}, 90},      // shoulder blades
    {LSN_SEG_t4_t1, {-6, 78, -28}, 50, {-6, 78, 28}, 50},      // nape
    {LSN_SEG_neck, {11, 0, 0}, 56, {27, 66, 0}, 50},
    {LSN_SEG_head, {-17, 98, 0}, 90, {2, 100, 0}, 96}, // skull, with the hair behind
    {LSN_SEG_head, {38, 30, 0}, 52, {66, -2, 0}, 30},  // jaw
};

static const capsule_row limb[] = {
    {LSN_SEG_clavicle_r, {-80, 40, 20}, 38, {-50, -8, 134}, 48},
    {LSN_SEG_humerus_r, {0, -10, 0}, 50, {0, -283, 0}, 37},
    {LSN_SEG_forearm_r, {0, -4, 0}, 36, {0, -74, 0}, 36},
    {LSN_SEG_forearm_r, {0, -74, 0}, 36, {0, -240, 0}, 27},
    {LSN_SEG_hand_r, {5, -16, 0}, 17, {3, -80, 0}, 14},
    {LSN_SEG_hand_r, {3, -80, 0}, 14, {7, -158, 0}, 7},
    {LSN_SEG_femur_r, {8, -15, 0}, 92, {5, -165, 0}, 86},
    {LSN_SEG_femur_r, {5, -165, 0}, 86, {0, -412, 0}, 53},
    {LSN_SEG_tibia_r, {3, 0, 0}, 53, {-15, -115, 0}, 55},
    {LSN_SEG_tibia_r, {-15, -115, 0}, 55, {-4, -280, 0}, 36},
    {LSN_SEG_tibia_r, {-4, -280, 0}, 36, {0, -396, 0}, 33},
    {LSN_SEG_foot_r, {-28, -45, 0}, 27, {124, -53, -26}, 19},
    {LSN_SEG_foot_r, {-28, -45, 0}, 27, {114, -53, 32}, 19},
    {LSN_SEG_toes_r, {0, -1, 0}, 18, {56, -7, 0}, 12},
};

enum { LIMB_ROWS = sizeof limb / sizeof limb[0] + 1, BUTTOCK = sizeof trunk / sizeof trunk[0] + LIMB_ROWS - 1 };

static lsn_capsule capsule_at(const capsule_row *row, lsn_segment segment, double side, const lsn_body *body,
                              const lsn_frames *frames) {
    double m = body->scale * 0.001, girth = lsn_segment_girth(body, segment);
    lsn_vec3 a = lsn_v3(row->a[0] * m, row->a[1] * m, side * row->a[2] * m * girth);
    lsn_vec3 b = lsn_v3(row->b[0] * m, row->b[1] * m, side * row->b[2] * m * girth);
    return (lsn_capsule){
        .segment = segment,
        .a = lsn_frames_point(frames, segment, a),
        .b = lsn_frames_point(frames, segment, b),
        .radius_a_m = row->radius_a * m * girth,
        .radius_b_m = row->radius_b * m * girth,
    };
}

// A buttock lies between pelvis and thigh: 48 mm behind and 12 mm below the hip in the frame half way between them.
static lsn_capsule buttock(const lsn_body *body, const lsn_frames *frames, const lsn_limb *side) {
    double m = body->scale * 0.001, girth = body->options.girth;
    lsn_quat half = lsn_quat_slerp(frames->rotation[LSN_SEG_pelvis], frames->rotation[side->femur], 0.5);
    lsn_vec3 hip = frames->origin[side->femur];
    lsn_vec3 top = lsn_quat_rotate(half, lsn_v3(-48.0 * m * girth, 4.0 * m, 0.0));
    lsn_vec3 bottom = lsn_quat_rotate(half, lsn_v3(-48.0 * m * girth, -28.0 * m, 0.0));
    return (lsn_capsule){
        .segment = LSN_SEG_pelvis,
        .a = lsn_v3_add(hip, top),
        .b = lsn_v3_add(hip, bottom),
        .radius_a_m = 71.0 * m * girth,
        .radius_b_m = 71.0 * m * girth,
    };
}

int lsn_body_capsules(lsn_capsule out[LSN_CAPSULES_MAX], const lsn_body *body, const lsn_frames *frames) {
    int count = 0;
    for (int i = 0; i < (int)(sizeof trunk / sizeof trunk[0]); ++i)
        out[count++] = capsule_at(&trunk[i], trunk[i].segment, 1.0, body, frames);
    for (int side = 0; side < 2; ++side) {
        int offset = side * (LSN_SEG_clavicle_l - LSN_SEG_clavicle_r);
        for (int i = 0; i < (int)(sizeof limb / sizeof limb[0]); ++i) {
            lsn_segment segment = (lsn_segment)((int)limb[i].segment + offset);
            out[count++] = capsule_at(&limb[i], segment, lsn_limbs[side].sign, body, frames);
        }
        out[count++] = buttock(body, frames, &lsn_limbs[side]);
    }
    LSN_ASSERT(count <= LSN_CAPSULES_MAX);
    return count;
}

static void ends(lsn_ball_at out[2], const lsn_capsule *capsule, lsn_segment second) {
    out[0] = (lsn_ball_at){capsule->segment, second, capsule->a, capsule->radius_a_m};
    out[1] = (lsn_ball_at){capsule->segment, second, capsule->b, capsule->radius_b_m};
}

void lsn_buttock_balls(lsn_ball_at out[2], const lsn_body *body, const lsn_frames *frames, int side) {
    lsn_capsule capsule = buttock(body, frames, &lsn_limbs[side]);
    ends(out, &capsule, lsn_limbs[side].femur);
}

void lsn_pelvis_balls(lsn_ball_at out[2], const lsn_body *body, const lsn_frames *frames) {
    lsn_capsule capsule = capsule_at(&trunk[0], LSN_SEG_pelvis, 1.0, body, frames);
    ends(out, &capsule, LSN_SEG_pelvis);
}

int lsn_body_balls(lsn_ball_at out[LSN_BODY_BALLS_MAX], const lsn_body *body, const lsn_frames *frames) {
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    int count = lsn_body_capsules(capsules, body, frames);
    for (int i = 0; i < count; ++i) ends(out + 2 * i, &capsules[i], capsules[i].segment);
    for (int side = 0; side < 2; ++side) lsn_buttock_balls(out + 2 * (BUTTOCK + side * LIMB_ROWS), body, frames, side);
    return 2 * count;
}

double lsn_body_floor_depth(const lsn_body *body, const lsn_frames *frames, lsn_segment *deepest) {
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    int count = lsn_body_capsules(capsules, body, frames);
    double depth = 0.0;
    *deepest = LSN_SEG_pelvis;
    for (int i = 0; i < count; ++i) {
        double at_a = capsules[i].radius_a_m - capsules[i].a.y, at_b = capsules[i].radius_b_m - capsules[i].b.y;
        double worst = lsn_max(at_a, at_b);
        if (worst > depth) {
            depth = worst;
            *deepest = capsules[i].segment;
        }
    }
    return depth;
}
