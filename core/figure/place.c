/// core/figure: where every primitive stands: the person's tables, then one pose. Tables are in millimetres of a body
/// of 1.77 m and scale with stature and build; lengths between joints come from the body itself.
#include "core/figure/surface.h"

#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

// The trunk from the crotch to the base of the neck.
static const station TRUNK[] = {
    {0.00f, 92, 60, 60, 26},    {0.09f, 142, 88, 82, 28}, {0.17f, 165, 98, 90, 28},  {0.26f, 160, 100, 90, 30},
    {0.36f, 146, 98, 86, 33},   {0.45f, 140, 98, 85, 33}, {0.56f, 145, 104, 90, 34}, {0.67f, 155, 110, 98, 36},
    {0.77f, 160, 107, 103, 35}, {0.86f, 146, 90, 96, 27}, {0.93f, 110, 66, 80, 18},  {1.00f, 68, 52, 60, 12},
};
static const station NECK[] = {{0, 58, 58, 58, 0}, {0.35f, 51, 53, 54, 0}, {1, 49, 52, 52, 0}};
static const station THIGH_TABLE[] = {
    {0, 90, 94, 92, 0},    {0.15f, 92, 97, 89, 0}, {0.4f, 85, 92, 84, 2},
    {0.7f, 68, 72, 68, 2}, {0.88f, 57, 58, 57, 1}, {1, 54, 54, 52, 0},
};
static const station SHANK_TABLE[] = {
    {0, 52, 51, 50, 0},     {0.1f, 50, 47, 53, 0},  {0.28f, 53, 45, 65, -6}, {0.45f, 48, 41, 59, -6},
    {0.7f, 36, 35, 42, -2}, {0.88f, 31, 33, 36, 0}, {1, 33, 34, 36, 0},
};
static const station UPPER_ARM_TABLE[] = {
    {0, 35, 38, 38, 0}, {0.22f, 41, 45, 44, 0}, {0.5f, 40, 45, 44, 0}, {0.85f, 36, 38, 37, 0}, {1, 36, 35, 35, 0}};
static const station FOREARM_TABLE[] = {
    {0, 37, 35, 35, 0}, {0.2f, 41, 38, 38, 0}, {0.5f, 36, 33, 33, 0}, {0.8f, 28, 23, 23, 0}, {1, 27, 19, 19, 0}};
static const station TRAPEZIUS_TABLE[] = {{0, 38, 38, 38, 0}, {1, 37, 37, 37, 0}};
static const station ARMPIT_TABLE[] = {{0, 40, 40, 40, 0}, {1, 36, 36, 36, 0}};
static const station PALM_TABLE[] = {
    {0, 26, 18, 17, 0}, {0.3f, 35, 17, 15, 0}, {0.6f, 41, 15, 14, 0}, {1, 41, 11, 11, 0}};
// Foot: half width, height of the middle above the sole, rise above the middle.
static const station FOOT_TABLE[] = {
    {0, 25, 32, 34, 0},      {0.2f, 31, 43, 44, 0},  {0.42f, 34, 40, 43, 0},
    {0.62f, 39, 30, 34, -1}, {0.8f, 44, 22, 26, -2}, {1, 46, 16, 19, -4},
};
static const station ROUND_TABLE[] = {{0, 100, 100, 100, 0}, {1, 100, 100, 100, 0}};

static const float CAPS[LIMB_LOFTS][2] = {{85, 50}, {50, 30}, {25, 36}, {35, 22},
                                          {36, 36}, {14, 12}, {12, 14}, {36, 34}};
static const vec BALLS[LIMB_BALLS] = {
    [GLUTE] = {80, 94, 84},     [DELTOID] = {43, 52, 38}, [KNEECAP] = {20, 30, 27},
    [ELBOW_TIP] = {16, 24, 19}, [THENAR] = {17, 32, 19},  [HEEL] = {34, 36, 31},
};

enum { SPINE = 10 };
static const lsn_segment SPINE_SEGMENTS[SPINE] = {LSN_SEG_pelvis, LSN_SEG_l5,  LSN_SEG_l4,     LSN_SEG_l3,
                                                  LSN_SEG_l2,     LSN_SEG_l1,  LSN_SEG_t12_t9, LSN_SEG_t8_t5,
                                                  LSN_SEG_t4_t1,  LSN_SEG_neck};

static lsn_segment on_side(lsn_segment right, int side) {
    return right + (side == LEFT ? LSN_SEG_clavicle_l - LSN_SEG_clavicle_r : 0);
}

frame lsn_frame_of(const lsn_frames *frames, lsn_segment segment) {
    lsn_mat3 m = lsn_mat3_from_quat(frames->rotation[segment]);
    return (frame){from_double(frames->origin[segment]), v((float)m.m[0], (float)m.m[3], (float)m.m[6]),
                   v((float)m.m[1], (float)m.m[4], (float)m.m[7]), v((float)m.m[2], (float)m.m[5], (float)m.m[8])};
}

static void widen(station *out, const station *in, int count, float girth) {
    for (int i = 0; i < count; i++)
        out[i] = (station){in[i].t, in[i].rx * girth, in[i].rf * girth, in[i].rb * girth, in[i].oy};
}

static void fill(table *out, const station *in, int count, float size, float girth, float squareness) {
    station wide[16];
    widen(wide, in, count, girth);
    lsn_table_fill(out, wide, count, size, squareness);
}

static void measure_tables(surface *s, float girth) {
    float part = 1 + (girth - 1) * 0.6f, bone = 1 + (girth - 1) * 0.25f;
    fill(&s->trunk, TRUNK, COUNT(TRUNK), s->size, girth, 0.28f);
    fill(&s->neck, NECK, COUNT(NECK), s->size, part, 0);
    table *t = s->limb_table;
    fill(&t[THIGH], THIGH_TABLE, COUNT(THIGH_TABLE), s->size, 1 + (girth - 1) * 0.8f, 0.05f);
    fill(&t[SHANK], SHANK_TABLE, COUNT(SHANK_TABLE), s->size, part, 0.06f);
    fill(&t[UPPER_ARM], UPPER_ARM_TABLE, COUNT(UPPER_ARM_TABLE), s->size, part, 0.05f);
    fill(&t[FOREARM], FOREARM_TABLE, COUNT(FOREARM_TABLE), s->size, part, 0.08f);
    fill(&t[TRAPEZIUS], TRAPEZIUS_TABLE, COUNT(TRAPEZIUS_TABLE), s->size, bone, 0);
    fill(&t[ARMPIT], ARMPIT_TABLE, COUNT(ARMPIT_TABLE), s->size, bone, 0);
    fill(&t[PALM], PALM_TABLE, COUNT(PALM_TABLE), s->size, bone, 0.25f);
    lsn_table_fill(&s->round, ROUND_TABLE, COUNT(ROUND_TABLE), s->size, 0);
    station foot[COUNT(FOOT_TABLE)];
    float ankle_mm = s->ankle_height / s->size * 1000;
    for (int i = 0; i < COUNT(FOOT_TABLE); i++) {
        station w = FOOT_TABLE[i];
        foot[i] = (station){w.t, w.rx * bone, w.rb, w.rf, w.rf - ankle_mm};
    }
    lsn_table_fill(&t[FOOT], foot, COUNT(foot), s->size, 0.3f);
    for (int i = 0; i < LIMB_LOFTS; i++)
        for (int e = 0; e < 2; e++) s->limb_cap[i][e] = CAPS[i][e] * 0.001f * s->size;
    for (int i = 0; i < LIMB_BALLS; i++)
        s->ball_radii[i] = scale(BALLS[i], 0.001f * s->size * (i <= DELTOID ? part : bone));
}

/// How much of each spine segment a point at `height` follows: boxes between the joints, smoothed over ± `reach`.
static void spine_weights(float *out, const surface *s, float height, float reach) {
    float above = 1; // of the joint below
    for (int i = 0; i < SPINE; i++) {
        float next = 0;
        if (i + 1 < SPINE) {
            float joint = s->rest_origin[SPINE_SEGMENTS[i + 1]].y;
            next = smooth(joint - reach, joint + reach, height);
            next = least(next, above);
        }
        out[i] = above - next;
        above = next;
    }
}

void lsn_surface_measure(surface *s, const lsn_body *body) {
    lsn_pose stand = lsn_pose_standing(body);
    lsn_frames frames;
    lsn_body_frames(&frames, body, &stand);
    for (int i = 0; i < LSN_SEGMENT_COUNT; i++) s->rest_origin[i] = from_double(frames.origin[i]);
    s->size = (float)(body->scale * 1.70 / 1.77);
    float mm = 0.001f * s->size;
    vec hip = s->rest_origin[LSN_SEG_femur_r], neck = s->rest_origin[LSN_SEG_neck];
    s->ankle_height = s->rest_origin[LSN_SEG_foot_r].y;
    s->head_size = ((float)body->options.stature_m - s->rest_origin[LSN_SEG_head].y) / 0.206f;
    s->head_size = clamp(s->head_size, 0.92f * s->size, 1.1f * s->size);
    measure_tables(s, (float)body->options.girth);
    s->trunk_rest_low = hip.y - 95 * mm;
    s->trunk_length = neck.y + 4 * mm - s->trunk_rest_low;
    s->hem = hip.y + 72 * mm - s->trunk_rest_low;
    s->shirt_sleeve = 165 * mm;
    s->collar_mm = mm * (1 + 0.8f * most(0, (float)body->options.girth - 1));
    s->legging_cuff = 305 * mm;
    for (int k = 0; k < TRUNK_FRAMES; k++) {
        float t = (float)k / (TRUNK_FRAMES - 1), y = s->trunk_rest_low + t * s->trunk_length;
        s->trunk_rest[k] = v(lerp(hip.x - 26 * mm, neck.x - 2 * mm, smooth(0.45f, 1, t)), y, 0);
        spine_weights(s->trunk_weight[k], s, y, 70 * mm);
    }
}

static vec quat_turn(const float q[4], vec p) {
    vec u = v(q[1], q[2], q[3]), t = scale(cross(u, p), 2);
    return add(mad(p, t, q[0]), cross(u, t));
}

static frame frame_from_quat(const float q[4], vec o) {
    return (frame){o, quat_turn(q, v(1, 0, 0)), quat_turn(q, v(0, 1, 0)), quat_turn(q, v(0, 0, 1))};
}

static void quat_add(float sum[4], lsn_quat q, float weight) {
    float f[4] = {(float)q.w, (float)q.x, (float)q.y, (float)q.z};
    float same = f[0] * sum[0] + f[1] * sum[1] + f[2] * sum[2] + f[3] * sum[3];
    if (same < 0) weight = -weight;
    for (int i = 0; i < 4; i++) sum[i] += f[i] * weight;
}

static void quat_level(float q[4]) {
    float n = 1 / most(root(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]), 1e-6f);
    for (int i = 0; i < 4; i++) q[i] *= n;
}

static frame half_frame(const lsn_frames *frames, lsn_segment a, lsn_segment b, float t, vec o) {
    float q[4] = {0};
    quat_add(q, frames->rotation[a], 1 - t);
    quat_add(q, frames->rotation[b], t);
    quat_level(q);
    return frame_from_quat(q, o);
}

static void place_trunk(surface *s, const lsn_frames *frames) {
    posed *p = &s->posed;
    frame segment[SPINE];
    for (int i = 0; i < SPINE; i++) segment[i] = lsn_frame_of(frames, SPINE_SEGMENTS[i]);
    for (int k = 0; k < TRUNK_FRAMES; k++) {
        float q[4] = {0};
        vec o = v(0, 0, 0);
        for (int i = 0; i < SPINE; i++) {
            float w = s->trunk_weight[k][i];
            if (w <= 0) continue;
            quat_add(q, frames->rotation[SPINE_SEGMENTS[i]], w);
            vec local = sub(s->trunk_rest[k], s->rest_origin[SPINE_SEGMENTS[i]]);
            o = mad(o, out_of(&segment[i], local), w);
        }
        quat_level(q);
        p->trunk[k] = frame_from_quat(q, o);
    }
    p->trunk_step = s->trunk_length / (TRUNK_FRAMES - 1);
    p->trunk_middle = p->trunk[TRUNK_FRAMES / 2].o;
    // Belly and chest keep about their volume: bent back, they are drawn out and flatten; bent forward, they fill out.
    for (int k = 0; k < TRUNK_FRAMES; k++) {
        int a = k >= 3 ? k - 3 : 0, b = k + 3 < TRUNK_FRAMES ? k + 3 : TRUNK_FRAMES - 1;
        vec low = mad(p->trunk[a].o, p->trunk[a].x, 70 * s->size * 0.001f);
        vec high = mad(p->trunk[b].o, p->trunk[b].x, 70 * s->size * 0.001f);
        float rest = length(sub(s->trunk_rest[b], s->trunk_rest[a]));
        p->trunk_front[k] = clamp(rest / most(length(sub(high, low)), 0.01f), 0.86f, 1.08f);
    }
}

static void place_loft(surface *s, limb *l, int which, vec from, vec to, vec forward) {
    loft *f = &l->loft[which];
    f->table = &s->limb_table[which];
    f->cap_low = s->limb_cap[which][0];
    f->cap_high = s->limb_cap[which][1];
    lsn_loft_place(f, from, to, forward, l->sign);
}

static void place_ball(const surface *s, limb *l, int which, frame at) {
    ball *b = &l->ball[which];
    b->at = at;
    b->radii = s->ball_radii[which];
    b->reach = most(b->radii.x, most(b->radii.y, b->radii.z));
}

static void place_leg(surface *s, limb *l, const lsn_pose *pose, const lsn_frames *frames, int side) {
    float mm = 0.001f * s->size;
    lsn_segment femur = on_side(LSN_SEG_femur_r, side), tibia = on_side(LSN_SEG_tibia_r, side);
    frame thigh = lsn_frame_of(frames, femur), shank = lsn_frame_of(frames, tibia);
    l->foot = lsn_frame_of(frames, on_side(LSN_SEG_foot_r, side));
    l->toes = lsn_frame_of(frames, on_side(LSN_SEG_toes_r, side));
    l->hip = thigh.o, l->knee = shank.o, l->ankle = l->foot.o;
    place_loft(s, l, THIGH, l->hip, l->knee, thigh.x);
    place_loft(s, l, SHANK, l->knee, l->ankle, shank.x);
    frame seat = half_frame(frames, LSN_SEG_pelvis, femur, 0.5f, l->hip);
    seat.o = out_of(&seat, v(-46 * mm, -10 * mm, -l->sign * 2 * mm));
    place_ball(s, l, GLUTE, seat);
    float bend = (float)pose->hinge[side == LEFT ? LSN_COORD_knee_angle_l : LSN_COORD_knee_angle_r];
    // The kneecap slides round the end of the thigh, half as fast as the knee bends.
    frame cap = half_frame(frames, femur, tibia, 0.5f, l->knee);
    cap.o = out_of(&cap, v((36 + 4 * clamp(bend, 0, 1.6f)) * mm, 4 * mm, 0));
    place_ball(s, l, KNEECAP, cap);
    l->knee_k = (7 + 26 * clamp(bend / 2.4f, 0, 1)) * mm;
    l->hip_k = 45 * mm;
    lsn_place_foot(s, l);
}

static void place_arm(surface *s, limb *l, const lsn_pose *pose, const lsn_frames *frames, int side) {
    float mm = 0.001f * s->size;
    lsn_segment humerus = on_side(LSN_SEG_humerus_r, side), forearm = on_side(LSN_SEG_forearm_r, side);
    frame upper = lsn_frame_of(frames, humerus), lower = lsn_frame_of(frames, forearm);
    l->hand = lsn_frame_of(frames, on_side(LSN_SEG_hand_r, side));
    l->shoulder = upper.o, l->elbow = lower.o, l->wrist = l->hand.o;
    place_loft(s, l, UPPER_ARM, l->shoulder, l->elbow, upper.x);
    // Flattened at the wrist: the section follows the hand.
    frame twist = half_frame(frames, forearm, on_side(LSN_SEG_hand_r, side), 0.7f, l->wrist);
    place_loft(s, l, FOREARM, l->elbow, l->wrist, twist.x);
    frame chest = s->posed.trunk[(int)((TRUNK_FRAMES - 1) * 0.86f)];
    frame cap = half_frame(frames, LSN_SEG_t4_t1, humerus, 0.5f, l->shoulder);
    float up = smooth(-0.3f, 0.7f, dot(scale(upper.y, -1), chest.y)); // 1: the arm is raised
    cap.o = out_of(&cap, v(0, -26 * (1 - up) * mm, -l->sign * 5 * (1 - up) * mm));
    place_ball(s, l, DELTOID, cap);
    l->ball[DELTOID].radii = scale(l->ball[DELTOID].radii, 1 - 0.14f * up);
    frame point = lower;
    float bend = (float)pose->hinge[side == LEFT ? LSN_COORD_elbow_flex_l : LSN_COORD_elbow_flex_r];
    vec back = unit(sub(scale(l->loft[FOREARM].z, -1), scale(l->loft[UPPER_ARM].z, -1)));
    back = unit(mad(scale(upper.x, -1), back, smooth(0.3f, 1.2f, bend) * 1.5f));
    point.o = mad(l->elbow, back, (20 + 2 * bend) * mm);
    place_ball(s, l, ELBOW_TIP, point);
    l->elbow_k = (6 + 22 * clamp(bend / 2.2f, 0, 1)) * mm;
    l->shoulder_k = 58 * mm;
    // The upper edge of the shoulder runs from the side of the neck to the top of the joint.
    const frame *base = &s->posed.trunk[TRUNK_FRAMES - 1];
    vec from = out_of(base, v(-8 * mm, -33 * mm, l->sign * 26 * mm));
    vec to = mad(mad(l->shoulder, chest.y, -2 * mm), chest.z, -l->sign * 14 * mm);
    place_loft(s, l, TRAPEZIUS, from, to, chest.x);
    // With the arm raised, the folds of chest and back bridge from the ribs to it; with the arm down they are inside.
    const frame *ribs = &s->posed.trunk[(int)((TRUNK_FRAMES - 1) * 0.7f)];
    vec side_of_chest = out_of(ribs, v(28 * mm, 0, l->sign * 92 * mm));
    vec in_arm = mad(l->shoulder, unit(sub(l->elbow, l->shoulder)), (10 + 62 * up) * mm);
    place_loft(s, l, ARMPIT, mix(side_of_chest, l->shoulder, 0.25f * (1 - up)), in_arm, chest.x);
}

void lsn_surface_place(surface *s, const lsn_body *body, const lsn_pose *pose, const lsn_frames *frames,
                       double breath) {
    (void)body;
    posed *p = &s->posed;
    float mm = 0.001f * s->size;
    p->breath = clamp((float)breath, 0, 1);
    place_trunk(s, frames);
    p->head = lsn_frame_of(frames, LSN_SEG_head);
    vec neck = from_double(frames->origin[LSN_SEG_neck]);
    p->neck.table = &s->neck;
    p->neck.cap_low = 30 * mm, p->neck.cap_high = 30 * mm;
    vec low = mad(neck, p->trunk[TRUNK_FRAMES - 1].y, -20 * mm);
    lsn_loft_place(&p->neck, low, out_of(&p->head, v(2 * mm, 34 * mm, 0)), p->head.x, 1);
    p->collar = half_frame(frames, LSN_SEG_t4_t1, LSN_SEG_neck, 0.35f, neck);
    for (int side = 0; side < SIDES; side++) {
        limb *l = &p->limb[side];
        l->sign = side == LEFT ? -1.0f : 1.0f;
        place_leg(s, l, pose, frames, side);
        place_arm(s, l, pose, frames, side);
    }
    // Last: fingers close on what stands by then.
    for (int side = 0; side < SIDES; side++) lsn_place_hand(s, &p->limb[side], pose, side);
    lsn_place_capsules(s);
}
