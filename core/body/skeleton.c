// core/body: the constant tables of the skeleton and the body built from them. Invariant: parents before children, and
// left is right with z (and the signs of rotations about X and Y) turned.
//
// Joint centres: own placement for a 1.70 m body, midway between the sexes, checked against the segment lengths of
// de Leva 1996 (thigh .243, upper arm .162, forearm .154 of stature) and the heights of ANSUR II 2012 (sitting height
// .525, acromion .82, lateral malleolus .039 of stature); tests/test_body.c holds the sums. Masses: de Leva 1996, mean
// of both sexes. Ranges in body.h: means of adults after the AAOS tables and Soucie 2011; spine after White & Panjabi;
// ankle and wrist as far as they go under weight (kneeling on the instep, which bends the midfoot too; all fours).
#include "core/body/kinematics.h"

#include <string.h>

// ---------------------------------------------------------------- names

static const char *const segment_names[LSN_SEGMENT_COUNT] = {
#define X(name) #name,
    LSN_SEGMENTS(X)
#undef X
};

const char *lsn_segment_name(lsn_segment segment) {
    LSN_ASSERT(segment >= 0 && segment < LSN_SEGMENT_COUNT);
    return segment_names[segment];
}

enum { SIDE_R = LSN_COORD_hip_flexion_r, SIDE_L = LSN_COORD_hip_flexion_l, SIDE = SIDE_L - SIDE_R };

#define MIRROR(c) ((lsn_coord)((int)(c) < SIDE_R ? (int)(c) : (int)(c) < SIDE_L ? (int)(c) + SIDE : (int)(c)-SIDE))
#define TURNS(c)                                                                                                       \
    ((c) == LSN_COORD_pelvis_list || (c) == LSN_COORD_pelvis_rotation || (c) == LSN_COORD_pelvis_tz ||                 \
     (c) == LSN_COORD_lumbar_bending || (c) == LSN_COORD_lumbar_rotation || (c) == LSN_COORD_thoracic_bending ||       \
     (c) == LSN_COORD_thoracic_rotation || (c) == LSN_COORD_neck_bending || (c) == LSN_COORD_neck_rotation)
#define LENGTH(c) ((c) >= LSN_COORD_pelvis_tx && (c) <= LSN_COORD_pelvis_tz)

static const lsn_coord_info coords[LSN_COORD_COUNT] = {
#define X(name, low, high)                                                                                             \
    {#name, low, high, MIRROR(LSN_COORD_##name), TURNS(LSN_COORD_##name) ? -1.0 : 1.0, LENGTH(LSN_COORD_##name)},
    LSN_COORDS(X)
#undef X
};

const lsn_coord_info *lsn_coord_describe(lsn_coord coord) {
    LSN_ASSERT(coord >= 0 && coord < LSN_COORD_COUNT);
    return &coords[coord];
}

lsn_coord lsn_coord_find(lsn_str name) {
    int c = 0;
    while (c < LSN_COORD_COUNT && !lsn_str_equal(name, lsn_str_from(coords[c].name))) ++c;
    return (lsn_coord)c;
}

// ---------------------------------------------------------------- the tree

typedef struct segment_row {
    lsn_segment parent;
    double joint_mm[3];  // from midway between the hips, right side
    double centre_mm[3]; // of mass, from the joint
    double mass;         // share of the body's
} segment_row;

#define LIMB(s)                                                                                                        \
    [LSN_SEG_clavicle_##s] = {LSN_SEG_t4_t1, {35, 480, 25}, {-40, -25, 90}, 0.013},                                    \
    [LSN_SEG_humerus_##s] = {LSN_SEG_clavicle_##s, {-15, 465, 170}, {0, -162, 0}, 0.026},                              \
    [LSN_SEG_forearm_##s] = {LSN_SEG_humerus_##s, {-15, 180, 170}, {0, -115, 0}, 0.015},                               \
    [LSN_SEG_hand_##s] = {LSN_SEG_forearm_##s, {-15, -72, 170}, {0, -65, 0}, 0.006},                                   \
    [LSN_SEG_femur_##s] = {LSN_SEG_pelvis, {0, 0, 88}, {0, -170, 0}, 0.144},                                           \
    [LSN_SEG_patella_##s] = {LSN_SEG_femur_##s, {42, -409, 88}, {0, 0, 0}, 0.001},                                     \
    [LSN_SEG_tibia_##s] = {LSN_SEG_femur_##s, {0, -425, 88}, {0, -176, 0}, 0.045},                                     \
    [LSN_SEG_foot_##s] = {LSN_SEG_tibia_##s, {0, -825, 88}, {50, -42, 0}, 0.011},                                      \
    [LSN_SEG_toes_##s] = {LSN_SEG_foot_##s, {132, -878, 88}, {30, -5, 0}, 0.002}

static const segment_row rows[LSN_SEGMENT_COUNT] = {
    [LSN_SEG_pelvis] = {LSN_SEG_pelvis, {0, 0, 0}, {-15, 35, 0}, 0.118},
    [LSN_SEG_l5] = {LSN_SEG_pelvis, {-34, 98, 0}, {25, 18, 0}, 0.022},
    [LSN_SEG_l4] = {LSN_SEG_l5, {-28, 133, 0}, {25, 18, 0}, 0.022},
    [LSN_SEG_l3] = {LSN_SEG_l4, {-25, 169, 0}, {25, 18, 0}, 0.022},
    [LSN_SEG_l2] = {LSN_SEG_l3, {-26, 205, 0}, {25, 18, 0}, 0.022},
    [LSN_SEG_l1] = {LSN_SEG_l2, {-30, 240, 0}, {25, 17, 0}, 0.022},
    [LSN_SEG_t12_t9] = {LSN_SEG_l1, {-36, 273, 0}, {35, 50, 0}, 0.060},
    [LSN_SEG_t8_t5] = {LSN_SEG_t12_t9, {-49, 372, 0}, {45, 45, 0}, 0.070},
    [LSN_SEG_t4_t1] = {LSN_SEG_t8_t5, {-54, 463, 0}, {45, 25, 0}, 0.050},
    [LSN_SEG_neck] = {LSN_SEG_t4_t1, {-42, 540, 0}, {15, 40, 0}, 0.012},
    [LSN_SEG_head] = {LSN_SEG_neck, {-10, 612, 0}, {10, 75, 0}, 0.056},
    LIMB(r),
    LIMB(l),
};

lsn_segment lsn_segment_parent(lsn_segment segment) {
    LSN_ASSERT(segment >= 0 && segment < LSN_SEGMENT_COUNT);
    return rows[segment].parent;
}

bool lsn_segment_is_left(lsn_segment segment) {
    return segment >= LSN_SEG_clavicle_l;
}

lsn_vec3 lsn_skeleton_joint_mm(lsn_segment segment) {
    const double *mm = rows[segment].joint_mm;
    return lsn_v3(mm[0], mm[1], lsn_segment_is_left(segment) ? -mm[2] : mm[2]);
}

double lsn_segment_girth(const lsn_body *body, lsn_segment segment) {
    if (segment == LSN_SEG_head) return 1.0;
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        if (segment == limb->hand || segment == limb->foot || segment == limb->toes) return 1.0;
    }
    return body->options.girth;
}

// Lumbar shares (L5S1 … L1L2): White & Panjabi 1990 as used by Christophy 2012. Thoracic: the segmental ranges of White
// & Panjabi summed over T12L1–T10, T10–T6 and T6–T1. Neck: half of flexion and rotation at the skull.
const lsn_spine_level lsn_spine_levels[LSN_SPINE_LEVELS] = {
    {LSN_SEG_l5, LSN_COORD_lumbar_flexion, {0.125, 0.136, 0.208}},
    {LSN_SEG_l4, LSN_COORD_lumbar_flexion, {0.185, 0.181, 0.221}},
    {LSN_SEG_l3, LSN_COORD_lumbar_flexion, {0.204, 0.245, 0.221}},
    {LSN_SEG_l2, LSN_COORD_lumbar_flexion, {0.231, 0.250, 0.182}},
    {LSN_SEG_l1, LSN_COORD_lumbar_flexion, {0.255, 0.188, 0.168}},
    {LSN_SEG_t12_t9, LSN_COORD_thoracic_flexion, {0.43, 0.32, 0.20}},
    {LSN_SEG_t8_t5, LSN_COORD_thoracic_flexion, {0.30, 0.32, 0.40}},
    {LSN_SEG_t4_t1, LSN_COORD_thoracic_flexion, {0.27, 0.36, 0.40}},
    {LSN_SEG_neck, LSN_COORD_neck_flexion, {0.55, 0.70, 0.50}},
    {LSN_SEG_head, LSN_COORD_neck_flexion, {0.45, 0.30, 0.50}},
};

#define LIMB_ROW(s, sign, dof)                                                                                         \
    {                                                                                                                  \
        sign, LSN_SEG_clavicle_##s, LSN_SEG_humerus_##s, LSN_SEG_forearm_##s, LSN_SEG_hand_##s, LSN_SEG_femur_##s,     \
            LSN_SEG_patella_##s, LSN_SEG_tibia_##s, LSN_SEG_foot_##s, LSN_SEG_toes_##s, LSN_BALL_hip_##s,              \
            LSN_BALL_arm_##s, LSN_COORD_hip_flexion_##s, dof                                                           \
    }
const lsn_limb lsn_limbs[2] = {
    LIMB_ROW(r, 1.0, LSN_DOF_limbs),
    LIMB_ROW(l, -1.0, LSN_DOF_limbs + LSN_LIMB_DOFS),
};

// ---------------------------------------------------------------- body

static bool within(double x, double low, double high) {
    return x >= low && x <= high; // false for NaN
}

// A straight leg rises to 80–90° (AAOS; Göeken & Hof 1993), mean taken as 88; prone, with a straight hip, the heel
// comes near the buttock (Ely's test negative from about 130° on). tests/test_body.c guards both.
static const double straight_leg_deg = 88.0, prone_knee_deg = 130.0;

static lsn_err set_limits(lsn_body *body) {
    const lsn_body_options *options = &body->options;
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        double unit = coords[c].is_length ? 1.0 : LSN_RAD(1.0);
        body->least_rad[c] = coords[c].least * unit;
        body->greatest_rad[c] = coords[c].greatest * unit;
    }
    if (options->limit_count < 0 || options->limit_count > LSN_OWN_LIMITS_MAX) return LSN_ERR_OUT_OF_RANGE;
    for (int i = 0; i < options->limit_count; ++i) {
        const lsn_own_limit *own = &options->limits[i];
        if (own->coord < LSN_COORD_lumbar_flexion || own->coord >= LSN_COORD_COUNT) return LSN_ERR_OUT_OF_RANGE;
        double *least = &body->least_rad[own->coord], *greatest = &body->greatest_rad[own->coord];
        *least = lsn_max(*least, LSN_RAD(own->least_deg));
        *greatest = lsn_min(*greatest, LSN_RAD(own->greatest_deg));
        if (!(*least <= *greatest)) return LSN_ERR_INCONSISTENT;
    }
    double leg = options->straight_leg_deg > 0.0 ? options->straight_leg_deg : straight_leg_deg;
    double knee = options->prone_knee_deg > 0.0 ? options->prone_knee_deg : prone_knee_deg;
    if (!within(leg, 20.0, 125.0) || !within(knee, 40.0, 150.0)) return LSN_ERR_OUT_OF_RANGE;
    body->straight_leg_rad = LSN_RAD(leg);
    body->prone_knee_rad = LSN_RAD(knee);
    return LSN_OK;
}

bool lsn_body_is_narrowed(const lsn_body *body) {
    const lsn_body_options *options = &body->options;
    return options->limit_count > 0 || options->straight_leg_deg > 0.0 || options->prone_knee_deg > 0.0;
}

bool lsn_body_is_lopsided(const lsn_body *body) {
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        if (coords[c].mirror <= (lsn_coord)c) continue;
        if (body->least_rad[c] != body->least_rad[coords[c].mirror]) return true;
        if (body->greatest_rad[c] != body->greatest_rad[coords[c].mirror]) return true;
    }
    for (int c = LSN_COORD_lumbar_flexion; c < LSN_COORD_COUNT; ++c)
        if (coords[c].mirror == (lsn_coord)c && coords[c].mirror_sign < 0.0 &&
            body->least_rad[c] != -body->greatest_rad[c])
            return true;
    return false;
}

void lsn_body_mirror(lsn_body *out, const lsn_body *body) {
    LSN_ASSERT(out != body);
    memcpy(out, body, sizeof *out);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        lsn_coord from = coords[c].mirror;
        bool turns = from == (lsn_coord)c && coords[c].mirror_sign < 0.0;
        out->least_rad[c] = turns ? -body->greatest_rad[c] : body->least_rad[from];
        out->greatest_rad[c] = turns ? -body->least_rad[c] : body->greatest_rad[from];
    }
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        out->muscle_least_m[m] = body->muscle_least_m[lsn_muscle_mirror((lsn_muscle)m)];
        out->muscle_greatest_m[m] = body->muscle_greatest_m[lsn_muscle_mirror((lsn_muscle)m)];
    }
}

static lsn_err check_size(const lsn_body_options *options) {
    if (!within(options->stature_m, LSN_STATURE_MIN_M, LSN_STATURE_MAX_M)) return LSN_ERR_OUT_OF_RANGE;
    if (!within(options->girth, LSN_GIRTH_MIN, LSN_GIRTH_MAX)) return LSN_ERR_OUT_OF_RANGE;
    if (!within(options->mass_kg, 35.0, 180.0)) return LSN_ERR_OUT_OF_RANGE;
    return LSN_OK;
}

lsn_err lsn_body_options_check(const lsn_body_options *options) {
    lsn_body body = {.options = *options};
    lsn_err err = check_size(options);
    return err ? err : set_limits(&body);
}

void lsn_body_unlimited(lsn_body *out, const lsn_body *body) {
    LSN_ASSERT(out != body);
    memcpy(out, body, sizeof *out);
    out->options.limit_count = 0;
    out->options.straight_leg_deg = out->options.prone_knee_deg = 0.0;
    lsn_err err = set_limits(out);
    LSN_ASSERT(err == LSN_OK);
    (void)err;
}

static lsn_err build(lsn_body *out, const lsn_body_options *options) {
    lsn_err err = check_size(options);
    if (err) return err;
    memset(out, 0, sizeof *out);
    out->options = *options;
    out->scale = options->stature_m / 1.70;
    double m_per_mm = out->scale * 0.001, total = 0.0;
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) total += rows[s].mass;
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) {
        const segment_row *row = &rows[s];
        lsn_vec3 joint = lsn_skeleton_joint_mm((lsn_segment)s), parent = lsn_skeleton_joint_mm(row->parent);
        out->joint[s] = lsn_v3_scale(lsn_v3_sub(joint, parent), m_per_mm);
        double side = lsn_segment_is_left((lsn_segment)s) ? -1.0 : 1.0;
        lsn_vec3 centre = lsn_v3(row->centre_mm[0], row->centre_mm[1], side * row->centre_mm[2]);
        out->mass_centre[s] = lsn_v3_scale(centre, m_per_mm);
        out->mass_kg[s] = options->mass_kg * row->mass / total;
    }
    err = set_limits(out);
    if (err) return err;
    lsn_body_measure_muscles(out);
    lsn_body_list_pairs(out);
    return LSN_OK;
}

lsn_err lsn_body_build(lsn_body *out, const lsn_body_options *options) {
    lsn_body body;
    lsn_err err = build(&body, options);
    if (!err) *out = body;
    return err;
}
