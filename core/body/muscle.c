// core/body: muscle paths through via points. Invariant: each point is fixed in one segment, so lengths change smoothly
// with the pose (no conditional points, which jump).
//
// Attachments are our own placement from anatomy (Gray's Anatomy, 42nd ed.) on this skeleton, given in the anatomical
// pose from midway between the hips; tests compare the direction of length changes with known facts.
#include "core/body/kinematics.h"

typedef struct via {
    lsn_segment segment; // right side
    double mm[3];
} via;

typedef struct path_row {
    int count;
    via points[LSN_MUSCLE_PARTS_MAX];
} path_row;

#define PELVIS(x, y, z)                                                                                                \
    {                                                                                                                  \
        LSN_SEG_pelvis, {                                                                                              \
            x, y, z                                                                                                    \
        }                                                                                                              \
    }
#define FEMUR(x, y, z)                                                                                                 \
    {                                                                                                                  \
        LSN_SEG_femur_r, {                                                                                             \
            x, y, z                                                                                                    \
        }                                                                                                              \
    }
#define TIBIA(x, y, z)                                                                                                 \
    {                                                                                                                  \
        LSN_SEG_tibia_r, {                                                                                             \
            x, y, z                                                                                                    \
        }                                                                                                              \
    }
#define CAP(x, y, z)                                                                                                   \
    {                                                                                                                  \
        LSN_SEG_patella_r, {                                                                                           \
            x, y, z                                                                                                    \
        }                                                                                                              \
    }
#define FOOT(x, y, z)                                                                                                  \
    {                                                                                                                  \
        LSN_SEG_foot_r, {                                                                                              \
            x, y, z                                                                                                    \
        }                                                                                                              \
    }
#define AT(s, x, y, z)                                                                                                 \
    {                                                                                                                  \
        LSN_SEG_##s, {                                                                                                 \
            x, y, z                                                                                                    \
        }                                                                                                              \
    }

// By lsn_muscle's name; index (muscle − 1) / 2.
enum {
#define X(name, plain) ROW_##name,
    LSN_MUSCLES(X)
#undef X
        ROW_COUNT
};

static const path_row paths[ROW_COUNT] = {
    [ROW_semimembranosus] = {3, {PELVIS(-52, -42, 68), FEMUR(-36, -395, 72), TIBIA(-28, -462, 70)}},
    [ROW_semitendinosus] = {4, {PELVIS(-60, -48, 60), FEMUR(-42, -392, 64), TIBIA(-30, -465, 64), TIBIA(6, -505, 72)}},
    [ROW_biceps_femoris_lh] = {3, {PELVIS(-60, -44, 66), FEMUR(-38, -395, 108), TIBIA(-24, -462, 122)}},
    [ROW_biceps_femoris_sh] = {3, {FEMUR(-8, -225, 104), FEMUR(-36, -395, 112), TIBIA(-24, -462, 122)}},
    [ROW_rectus_femoris] = {5,
                            {PELVIS(40, 32, 96), FEMUR(46, -60, 96), FEMUR(44, -330, 90), CAP(52, -405, 88),
                             TIBIA(38, -470, 88)}},
    [ROW_vastus_int] = {4, {FEMUR(30, -170, 94), FEMUR(40, -330, 90), CAP(50, -405, 88), TIBIA(38, -470, 88)}},
    [ROW_tfl] = {4, {PELVIS(42, 82, 124), FEMUR(26, -80, 152), FEMUR(4, -400, 126), TIBIA(8, -455, 118)}},
    [ROW_psoas] = {6,
                   {AT(t12_t9, -22, 276, 18), AT(l3, -4, 180, 30), AT(l5, 0, 108, 38), PELVIS(40, 14, 74),
                    FEMUR(22, -12, 90), FEMUR(-20, -62, 86)}},
    [ROW_iliacus] = {4, {PELVIS(4, 95, 92), PELVIS(42, 14, 86), FEMUR(22, -12, 94), FEMUR(-18, -66, 88)}},
    [ROW_piriformis] = {3, {PELVIS(-74, 52, 22), PELVIS(-60, 26, 62), FEMUR(-18, 14, 134)}},
    [ROW_glut_max1] = {4, {PELVIS(-66, 118, 52), PELVIS(-84, 60, 84), FEMUR(-62, -8, 130), FEMUR(-22, -70, 134)}},
    [ROW_glut_max2] = {4, {PELVIS(-86, 80, 34), PELVIS(-92, 18, 72), FEMUR(-66, -40, 114), FEMUR(-14, -110, 124)}},
    [ROW_glut_max3] = {4, {PELVIS(-92, 36, 12), PELVIS(-96, -22, 46), FEMUR(-58, -76, 92), FEMUR(-6, -150, 114)}},
    [ROW_glut_med1] = {2, {PELVIS(24, 96, 122), FEMUR(-18, -4, 146)}},
    [ROW_glut_med2] = {2, {PELVIS(-22, 118, 104), FEMUR(-24, 2, 142)}},
    [ROW_glut_med3] = {2, {PELVIS(-62, 88, 72), FEMUR(-30, 6, 138)}},
    [ROW_glut_min2] = {2, {PELVIS(-4, 62, 104), FEMUR(-4, -4, 144)}},
    [ROW_gastroc_med] = {4, {FEMUR(-22, -398, 66), TIBIA(-44, -440, 68), TIBIA(-48, -560, 76), FOOT(-40, -845, 84)}},
    [ROW_gastroc_lat] = {4, {FEMUR(-22, -400, 110), TIBIA(-44, -440, 106), TIBIA(-46, -560, 98), FOOT(-40, -845, 88)}},
    [ROW_soleus] = {3, {TIBIA(-14, -490, 96), TIBIA(-38, -640, 90), FOOT(-40, -845, 86)}},
    [ROW_multifidus_lumbar] = {4,
                               {PELVIS(-76, 72, 14), AT(l4, -66, 150, 12), AT(l2, -62, 222, 10),
                                AT(t12_t9, -66, 290, 7)}},
    [ROW_multifidus_thoracic] = {4,
                                 {AT(l1, -66, 250, 14), AT(t12_t9, -76, 330, 14), AT(t8_t5, -90, 425, 13),
                                  AT(t4_t1, -84, 500, 8)}},
    [ROW_erector_longissimus_lumborum] = {4,
                                          {PELVIS(-72, 92, 34), AT(l4, -64, 150, 34), AT(l2, -62, 222, 32),
                                           AT(l1, -60, 258, 30)}},
    [ROW_erector_longissimus_thoracis] = {5,
                                          {PELVIS(-80, 80, 24), AT(l3, -72, 186, 28), AT(t12_t9, -82, 320, 30),
                                           AT(t8_t5, -98, 425, 34), AT(t4_t1, -90, 500, 32)}},
    [ROW_erector_iliocostalis_lumb] = {4,
                                       {PELVIS(-58, 112, 62), AT(l3, -60, 186, 66), AT(l1, -62, 262, 70),
                                        AT(t12_t9, -76, 330, 74)}},
    [ROW_erector_iliocostalis_thor] = {4,
                                       {AT(t12_t9, -80, 300, 70), AT(t12_t9, -88, 360, 74), AT(t8_t5, -98, 430, 70),
                                        AT(t4_t1, -84, 500, 56)}},
    [ROW_quadratus_lumborum] = {4,
                                {PELVIS(-44, 128, 78), AT(l4, -38, 150, 66), AT(l2, -42, 222, 54),
                                 AT(t12_t9, -52, 292, 56)}},
    [ROW_external_oblique] = {4,
                              {AT(t8_t5, 42, 372, 142), AT(t12_t9, 42, 300, 146), AT(l3, 64, 190, 134),
                               PELVIS(72, 96, 92)}},
    [ROW_internal_oblique] = {4,
                              {PELVIS(10, 122, 130), AT(l3, 34, 190, 136), AT(t12_t9, 74, 290, 112),
                               AT(t8_t5, 96, 360, 60)}},
    [ROW_rectus_abdominis] = {4,
                              {PELVIS(56, -6, 16), AT(l4, 92, 140, 34), AT(l1, 94, 250, 40), AT(t8_t5, 98, 385, 44)}},
    [ROW_transversus_abdominis] = {4,
                                   {AT(l3, -52, 186, 60), AT(l3, -4, 186, 128), AT(l3, 62, 186, 100),
                                    AT(l3, 88, 186, 8)}},
    [ROW_latissimus_dorsi] = {6,
                              {PELVIS(-66, 124, 50), AT(l2, -72, 222, 62), AT(t12_t9, -84, 330, 100),
                               AT(t8_t5, -66, 420, 142), AT(clavicle_r, -44, 436, 152), AT(humerus_r, -8, 412, 176)}},
};

static const char *const plains[ROW_COUNT] = {
#define X(name, plain) plain,
    LSN_MUSCLES(X)
#undef X
};

static const char *const names[LSN_MUSCLE_COUNT] = {"",
#define X(name, plain) #name "_r", #name "_l",
                                                    LSN_MUSCLES(X)
#undef X
};

lsn_muscle lsn_muscle_find(lsn_str name) {
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m)
        if (lsn_str_equal(name, lsn_str_from(names[m]))) return (lsn_muscle)m;
    return LSN_MUSCLE_NONE;
}

const char *lsn_muscle_name(lsn_muscle muscle) {
    LSN_ASSERT(muscle >= 0 && muscle < LSN_MUSCLE_COUNT);
    return names[muscle];
}

const char *lsn_muscle_plain(lsn_muscle muscle) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    return plains[(muscle - 1) / 2];
}

static bool is_left(lsn_muscle muscle) {
    return muscle % 2 == 0;
}

lsn_muscle lsn_muscle_mirror(lsn_muscle muscle) {
    LSN_ASSERT(muscle >= 0 && muscle < LSN_MUSCLE_COUNT);
    if (muscle == LSN_MUSCLE_NONE) return muscle;
    return (lsn_muscle)(is_left(muscle) ? (int)muscle - 1 : (int)muscle + 1);
}

int lsn_muscle_parts(lsn_muscle_part out[LSN_MUSCLE_PARTS_MAX], lsn_muscle muscle, const lsn_body *body) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    const path_row *path = &paths[(muscle - 1) / 2];
    for (int i = 0; i < path->count; ++i) {
        const via *point = &path->points[i];
        lsn_vec3 local =
            lsn_v3_sub(lsn_v3(point->mm[0], point->mm[1], point->mm[2]), lsn_skeleton_joint_mm(point->segment));
        lsn_segment segment = point->segment;
        if (is_left(muscle)) {
            local.z = -local.z;
            if (segment >= LSN_SEG_clavicle_r)
                segment = (lsn_segment)((int)segment + LSN_SEG_clavicle_l - LSN_SEG_clavicle_r);
        }
        out[i] = (lsn_muscle_part){.kind = LSN_PART_POINT, .segment = segment};
        out[i].centre = lsn_v3_scale(local, body->scale * 0.001);
    }
    return path->count;
}

int lsn_muscle_path(lsn_vec3 out[LSN_MUSCLE_POINTS_MAX], lsn_muscle muscle, const lsn_body *body,
                    const lsn_frames *frames) {
    lsn_muscle_part parts[LSN_MUSCLE_PARTS_MAX];
    int count = lsn_muscle_parts(parts, muscle, body);
    for (int i = 0; i < count; ++i) out[i] = lsn_frames_point(frames, parts[i].segment, parts[i].centre);
    return count;
}

double lsn_muscle_length(lsn_muscle muscle, const lsn_body *body, const lsn_frames *frames) {
    lsn_vec3 points[LSN_MUSCLE_POINTS_MAX];
    int count = lsn_muscle_path(points, muscle, body, frames);
    double length = 0.0;
    for (int i = 1; i < count; ++i) length += lsn_v3_length(lsn_v3_sub(points[i], points[i - 1]));
    return length;
}
