// The glow: each muscle shows on the skin over it.
#include "core/figure/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MEMORY = 8 << 20 };

typedef struct stage {
    lsn_body body;
    lsn_figure figure;
    void *memory;
} stage;

static int open_stage(void **state) {
    stage *s = calloc(1, sizeof *s);
    lsn_body_options options = lsn_body_options_default();
    assert_int_equal(lsn_body_build(&s->body, &options), LSN_OK);
    s->memory = malloc(MEMORY);
    lsn_arena arena = lsn_arena_make(s->memory, MEMORY);
    assert_int_equal(lsn_figure_init(&s->figure, &s->body, &arena), LSN_OK);
    *state = s;
    return 0;
}

static int close_stage(void **state) {
    stage *s = *state;
    free(s->memory);
    free(s);
    return 0;
}

/// Where each muscle lies, as an anatomy book has it: in front of or behind the axis of its segment, towards the
/// midline or away from it, at least so far (mm) as most of its glow.
typedef struct lying {
    const char *name;
    lsn_segment segment;
    int front_mm, out_mm; // 0: either way
} lying;

#define THIGH LSN_SEG_femur_r
#define SHANK LSN_SEG_tibia_r
#define HIPS  LSN_SEG_pelvis
#define WAIST LSN_SEG_l3
static const lying WHERE[] = {
    {"semimembranosus", THIGH, -30, -10},
    {"semitendinosus", THIGH, -30, -10},
    {"biceps_femoris_lh", THIGH, -30, 5},
    {"biceps_femoris_sh", THIGH, -15, 15},
    {"rectus_femoris", THIGH, 30, 0},
    {"vastus_int", THIGH, 30, 0},
    {"tfl", THIGH, 5, 40},
    {"sartorius", THIGH, 0, -20},
    {"gracilis", THIGH, 0, -30},
    {"psoas", HIPS, 60, 30},
    {"iliacus", HIPS, 60, 40},
    {"piriformis", HIPS, -40, 50},
    {"glut_max1", HIPS, -40, 60},
    {"glut_max2", HIPS, -40, 60},
    {"glut_max3", HIPS, -40, 30},
    {"glut_med1", HIPS, 0, 120},
    {"glut_med2", HIPS, -10, 110},
    {"glut_med3", HIPS, -30, 80},
    {"glut_min2", HIPS, 0, 120},
    {"add_longus", THIGH, 10, -60},
    {"add_brevis", THIGH, 10, -60},
    {"add_magnus_mid", THIGH, -10, -60},
    {"add_magnus_isch", THIGH, -10, -50},
    {"pectineus", THIGH, 40, -20},
    {"quadratus_femoris", THIGH, -50, 0},
    {"gastroc_med", SHANK, -30, -5},
    {"gastroc_lat", SHANK, -30, 5},
    {"soleus", SHANK, -25, 0},
    {"tibialis_ant", SHANK, 15, 0},
    {"multifidus_lumbar", WAIST, -40, 5},
    {"multifidus_thoracic", WAIST, -40, 5},
    {"erector_longissimus_lumborum", WAIST, -40, 10},
    {"erector_longissimus_thoracis", WAIST, -40, 10},
    {"erector_iliocostalis_lumb", WAIST, -40, 20},
    {"erector_iliocostalis_thor", WAIST, -40, 20},
    {"quadratus_lumborum", WAIST, -40, 30},
    {"external_oblique", WAIST, 0, 90},
    {"internal_oblique", WAIST, 30, 80},
    {"rectus_abdominis", WAIST, 80, 10},
    {"transversus_abdominis", WAIST, 30, 60},
    {"latissimus_dorsi", WAIST, -30, 30},
};

/// The middle of what glows at least half as bright as it can, from the segment's origin in its axes (mm).
static lsn_vec3 middle_of_glow(stage *s, const lsn_pose *pose, lsn_muscle muscle, lsn_segment segment) {
    lsn_scene scene = {.props = 0};
    lsn_glow glow = {muscle, 1};
    lsn_frames frames;
    lsn_figure_pose(&s->figure, pose, &scene, &glow, 1, 0);
    lsn_body_frames(&frames, &s->body, pose);
    lsn_vec3 sum = {0, 0, 0};
    double weight = 0;
    for (int i = 0; i < s->figure.vertex_count; i++) {
        const lsn_vertex *v = &s->figure.vertices[i];
        if (v->material != LSN_MATERIAL_body || v->glow < 0.5f) continue;
        sum = lsn_v3_add(sum, lsn_v3(v->position[0], v->position[1], v->position[2]));
        weight += 1;
    }
    if (weight < 8) fail_msg("%s glows nowhere", lsn_muscle_name(muscle));
    lsn_vec3 middle = lsn_v3_sub(lsn_v3_scale(sum, 1 / weight), frames.origin[segment]);
    return lsn_v3_scale(lsn_quat_rotate(lsn_quat_conj(frames.rotation[segment]), middle), 1000);
}

static bool beyond(double mm, int expected_mm) {
    return expected_mm == 0 || (expected_mm > 0 ? mm >= expected_mm : mm <= expected_mm);
}

static void every_muscle_glows_where_an_anatomy_book_has_it(void **state) {
    stage *s = *state;
    enum { COUNT = sizeof WHERE / sizeof *WHERE };
    assert_int_equal(2 * COUNT + 1, LSN_MUSCLE_COUNT);
    lsn_pose stand = lsn_pose_standing(&s->body);
    for (int i = 0; i < COUNT; i++)
        for (int left = 0; left < 2; left++) {
            const lying *w = &WHERE[i];
            char name[64];
            snprintf(name, sizeof name, "%s_%c", w->name, left ? 'l' : 'r');
            bool limb = w->segment == THIGH || w->segment == SHANK;
            lsn_segment segment = limb && left ? w->segment + LSN_SEG_femur_l - LSN_SEG_femur_r : w->segment;
            lsn_vec3 q = middle_of_glow(s, &stand, lsn_muscle_find(lsn_str_from(name)), segment);
            double out_mm = left ? -q.z : q.z;
            if (!beyond(q.x, w->front_mm) || !beyond(out_mm, w->out_mm))
                fail_msg("%s glows %.0f mm in front of the axis and %.0f mm outside of it", name, q.x, out_mm);
        }
}

static void the_inner_thigh_glows_on_its_inner_side_in_a_straddle_too(void **state) {
    stage *s = *state;
    static const char *const NAMES[] = {"add_longus_r", "add_brevis_r", "add_magnus_mid_r", "add_magnus_isch_r",
                                        "pectineus_r"};
    double value[LSN_COORD_COUNT];
    lsn_pose stand = lsn_pose_standing(&s->body);
    lsn_pose_to_coords(value, &stand);
    value[LSN_COORD_hip_flexion_r] = value[LSN_COORD_hip_flexion_l] = 80;
    value[LSN_COORD_hip_adduction_r] = value[LSN_COORD_hip_adduction_l] = -35;
    lsn_pose straddle = lsn_pose_from_coords(value);
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        lsn_vec3 q = middle_of_glow(s, &straddle, lsn_muscle_find(lsn_str_from(NAMES[i])), LSN_SEG_femur_r);
        if (q.z > -40) fail_msg("%s glows %.0f mm outside of the thigh's axis", NAMES[i], q.z);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_muscle_glows_where_an_anatomy_book_has_it),
        cmocka_unit_test(the_inner_thigh_glows_on_its_inner_side_in_a_straddle_too),
    };
    return cmocka_run_group_tests_name("glow", tests, open_stage, close_stage);
}
