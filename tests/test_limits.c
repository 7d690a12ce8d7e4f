// core/body: who a person is (body files, own limits, builds), limits that joints put on each other, and parts of the
// body that meet.
#include "core/body/body.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SCRATCH_BYTES = 4 << 20 };

static unsigned char memory[SCRATCH_BYTES];

static lsn_arena scratch(void) {
    return lsn_arena_make(memory, sizeof memory);
}

static void assert_near(double is, double expected, double tolerance) {
    if (fabs(is - expected) <= tolerance) return;
    print_error("%.6f is not within %g of %.6f\n", is, tolerance, expected);
    fail();
}

static lsn_body_options parsed(const char *text) {
    lsn_body_options options;
    lsn_diag diag = {0};
    lsn_err err = lsn_body_options_parse(&options, lsn_str_from(text), scratch(), &diag);
    if (err) print_error("%d:%d: %s\n", diag.line, diag.column, diag.text);
    assert_int_equal(err, LSN_OK);
    return options;
}

static lsn_body built(const char *text) {
    lsn_body body;
    lsn_body_options options = parsed(text);
    assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
    return body;
}

// ---------------------------------------------------------------- body files

static void an_empty_body_file_is_the_mean_build(void **state) {
    (void)state;
    lsn_body_options options = parsed("{}"), mean = lsn_body_options_default();
    assert_near(options.stature_m, mean.stature_m, 0);
    assert_near(options.mass_kg, 75.0, 1e-9);
    assert_int_equal(options.limit_count, 0);
    lsn_body body = built("{}");
    assert_false(lsn_body_is_narrowed(&body));
}

static void a_mass_that_is_left_out_suits_stature_and_girth(void **state) {
    (void)state;
    assert_near(parsed("{\"stature_m\": 1.859}").mass_kg, 90.75, 0.01); // 1.1 times as tall: 1.21 times 75
    assert_near(parsed("{\"girth\": 1.2}").mass_kg, 108.0, 0.01);
}

static void a_limit_without_a_side_holds_for_both(void **state) {
    (void)state;
    lsn_body body = built("{\"limits\": {\"hip_flexion\": 90, \"knee_angle_l\": [5, 120]}}");
    assert_near(LSN_DEG(body.greatest_rad[LSN_COORD_hip_flexion_r]), 90, 1e-9);
    assert_near(LSN_DEG(body.greatest_rad[LSN_COORD_hip_flexion_l]), 90, 1e-9);
    assert_near(LSN_DEG(body.least_rad[LSN_COORD_knee_angle_l]), 5, 1e-9);
    assert_near(LSN_DEG(body.greatest_rad[LSN_COORD_knee_angle_l]), 120, 1e-9);
    assert_near(LSN_DEG(body.greatest_rad[LSN_COORD_knee_angle_r]), 150, 1e-9);
    assert_true(lsn_body_is_narrowed(&body));
}

static void one_number_for_a_rotation_of_the_spine_holds_to_both_sides(void **state) {
    (void)state;
    lsn_body body = built("{\"limits\": {\"thoracic_rotation\": 20}}");
    assert_near(LSN_DEG(body.least_rad[LSN_COORD_thoracic_rotation]), -20, 1e-9);
    assert_near(LSN_DEG(body.greatest_rad[LSN_COORD_thoracic_rotation]), 20, 1e-9);
}

static void an_own_limit_never_widens_a_range(void **state) {
    (void)state;
    lsn_body body = built("{\"limits\": {\"knee_angle\": 170}}");
    assert_near(LSN_DEG(body.greatest_rad[LSN_COORD_knee_angle_r]), 150, 1e-9);
}

static void every_fault_of_a_body_file_has_its_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        lsn_err err;
        int line, column;
    } cases[] = {
        {"[]", LSN_ERR_WRONG_TYPE, 1, 1},
        {"{\"stature_m\": 3}", LSN_ERR_OUT_OF_RANGE, 1, 15},
        {"{\"stature_m\": \"tall\"}", LSN_ERR_WRONG_TYPE, 1, 15},
        {"{\n  \"height\": 1.7}", LSN_ERR_UNKNOWN_FIELD, 2, 3},
        {"{\"limits\": {\"hip\": 90}}", LSN_ERR_UNKNOWN_NAME, 1, 13},
        {"{\"limits\": {\"pelvis_tilt\": 9}}", LSN_ERR_UNKNOWN_NAME, 1, 13},
        {"{\"limits\": {\"hip_flexion\": [90, 10]}}", LSN_ERR_INCONSISTENT, 1, 28},
        {"{\"limits\": {\"hip_flexion\": [10]}}", LSN_ERR_WRONG_TYPE, 1, 28},
        {"{\"limits\": {\"hip_flexion\": -60}}", LSN_ERR_INCONSISTENT, 1, 28},
        {"{\"limits\": {\"straight_leg_raise\": 5}}", LSN_ERR_OUT_OF_RANGE, 1, 35},
        {"{\"limits\": {\"hip_flexion\": [0, 30], \"hip_flexion_r\": [40, 50]}}", LSN_ERR_INCONSISTENT, 1, 1},
        {"{\"cannot\": [\"kneel\", \"fly\"]}", LSN_ERR_UNKNOWN_NAME, 1, 22},
        {"{\"girth\": 1,}", LSN_ERR_JSON_SYNTAX, 1, 13},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        lsn_body_options options = {.girth = 0.5};
        lsn_diag diag = {0};
        lsn_err err = lsn_body_options_parse(&options, lsn_str_from(cases[i].text), scratch(), &diag);
        if (err != cases[i].err || diag.line != cases[i].line || diag.column != cases[i].column)
            print_error("%s: %s at %d:%d\n", cases[i].text, lsn_err_name(err), diag.line, diag.column);
        assert_int_equal(err, cases[i].err);
        assert_int_equal(diag.line, cases[i].line);
        assert_int_equal(diag.column, cases[i].column);
        assert_true(strlen(diag.text) > 10);
        assert_near(options.girth, 0.5, 0); // untouched
    }
}

static void what_one_cannot_do_is_read(void **state) {
    (void)state;
    lsn_body_options options = parsed("{\"cannot\": [\"kneel\", \"lie-on-front\"]}");
    assert_int_equal(options.cannot, 1u << LSN_CANNOT_kneel | 1u << LSN_CANNOT_lie_on_front);
}

static void the_builds_span_the_fifth_to_the_ninety_fifth_percentile(void **state) {
    (void)state;
    assert_near(lsn_body_options_for(LSN_BUILD_small).stature_m, 1.52, 0.02);
    assert_near(lsn_body_options_for(LSN_BUILD_mean).stature_m, 1.69, 1e-9);
    assert_near(lsn_body_options_for(LSN_BUILD_large).stature_m, 1.87, 0.02);
    assert_string_equal(lsn_build_name(LSN_BUILD_small), "small");
    for (int b = 0; b < LSN_BUILD_COUNT; ++b) {
        lsn_body body;
        lsn_body_options options = lsn_body_options_for((lsn_build)b);
        assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
    }
}

// ---------------------------------------------------------------- coupled limits

typedef struct setting {
    lsn_coord coord;
    double degrees;
} setting;

static lsn_pose posed(const lsn_body *body, const setting *settings, int count) {
    lsn_pose stand = lsn_pose_standing(body);
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, &stand);
    for (int i = 0; i < count; ++i) value[settings[i].coord] = settings[i].degrees;
    return lsn_pose_from_coords(value);
}

static double excess_deg(const lsn_body *body, double hip, double knee, lsn_coord *worst) {
    setting settings[2] = {{LSN_COORD_hip_flexion_r, hip}, {LSN_COORD_knee_angle_r, knee}};
    lsn_pose pose = posed(body, settings, 2);
    return LSN_DEG(lsn_body_limit_excess(body, &pose, worst));
}

static void every_name_of_what_one_cannot_do_is_that_of_the_list(void **state) {
    (void)state;
    static const char *const ids[] = {
#define X(name, text, noun) #name,
        LSN_CANNOTS(X)
#undef X
    };
    for (int i = 0; i < LSN_CANNOT_COUNT; ++i) {
        const char *name = lsn_cannot_name((lsn_cannot)i);
        assert_int_equal(strlen(name), strlen(ids[i]));
        for (int k = 0; name[k]; ++k) assert_int_equal(name[k], ids[i][k] == '_' ? '-' : ids[i][k]);
    }
}

static void the_look_is_read(void **state) {
    (void)state;
    assert_int_equal(parsed("{}").look, LSN_LOOK_teal);
    assert_int_equal(parsed("{\"look\": \"sage\"}").look, LSN_LOOK_sage);
    lsn_body_options options;
    lsn_diag diag = {0};
    lsn_err err = lsn_body_options_parse(&options, LSN_STR("{\"look\": \"plaid\"}"), scratch(), &diag);
    assert_int_equal(err, LSN_ERR_UNKNOWN_NAME);
    assert_int_equal(diag.column, 10);
    assert_string_equal(diag.text, "here is one of teal, lilac, sage");
}

static void an_arm_that_rises_to_ninety_degrees_goes_no_higher_on_any_way(void **state) {
    (void)state;
    lsn_body body = built("{\"limits\": {\"arm_flex\": 90}}");
    for (int way = 0; way < 4; ++way) {
        setting wish[2] = {{LSN_COORD_arm_flex_r, way == 0   ? 178
                                                  : way == 1 ? 140
                                                             : 0},
                           {LSN_COORD_arm_add_r, way == 2   ? -170
                                                 : way == 3 ? -120
                                                            : 0}};
        lsn_pose wished = posed(&body, wish, 2), pose = wished;
        lsn_solve_options options = lsn_solve_options_default();
        lsn_solve_report report;
        lsn_coord worst;
        assert_true(lsn_body_limit_excess(&body, &wished, &worst) > 0.3);
        assert_int_equal(worst, LSN_COORD_arm_flex_r);
        assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, scratch()), LSN_OK);
        assert_near(lsn_body_limit_excess(&body, &pose, &worst), 0, 1e-9);
        lsn_vec3 along = lsn_quat_rotate(pose.ball[LSN_BALL_arm_r], lsn_v3(0, -1, 0));
        assert_near(along.y, 0, 1e-6); // as near to the wish as can be
    }
}

static void the_mirror_image_of_a_lopsided_body_has_left_and_right_exchanged(void **state) {
    (void)state;
    assert_false(lsn_body_is_lopsided(&(lsn_body){0}));
    lsn_body even = built("{\"limits\": {\"hip_flexion\": 80}}"), mirrored;
    assert_false(lsn_body_is_lopsided(&even));
    lsn_body body = built("{\"limits\": {\"hip_flexion_l\": 80, \"lumbar_bending\": [-5, 20]}}");
    assert_true(lsn_body_is_lopsided(&body));
    lsn_body_mirror(&mirrored, &body);
    assert_near(LSN_DEG(mirrored.greatest_rad[LSN_COORD_hip_flexion_r]), 80, 1e-9);
    assert_near(LSN_DEG(mirrored.greatest_rad[LSN_COORD_hip_flexion_l]), 125, 1e-9);
    assert_near(LSN_DEG(mirrored.least_rad[LSN_COORD_lumbar_bending]), -20, 1e-9);
    assert_near(LSN_DEG(mirrored.greatest_rad[LSN_COORD_lumbar_bending]), 5, 1e-9);
    assert_true(mirrored.muscle_greatest_m[LSN_MUSCLE_glut_max3_r] == body.muscle_greatest_m[LSN_MUSCLE_glut_max3_l]);
}

static void a_straight_leg_rises_to_88_degrees_and_a_bent_one_further(void **state) {
    (void)state;
    lsn_body body = built("{}");
    lsn_coord worst;
    assert_near(excess_deg(&body, 87, 0, &worst), 0, 1e-9);
    assert_int_equal(worst, LSN_COORD_COUNT);
    assert_near(excess_deg(&body, 95, 0, &worst), 7, 1e-6);
    assert_int_equal(worst, LSN_COORD_hip_flexion_r);
    assert_near(excess_deg(&body, 95, 20, &worst), 0, 1e-9);
    assert_near(excess_deg(&body, 124, 75, &worst), 0, 1e-9);
}

static void the_knee_of_an_extended_hip_bends_less(void **state) {
    (void)state;
    lsn_body body = built("{}");
    lsn_coord worst;
    assert_near(excess_deg(&body, 0, 129, &worst), 0, 1e-9);
    assert_near(excess_deg(&body, 0, 140, &worst), 10, 1e-6);
    assert_int_equal(worst, LSN_COORD_knee_angle_r);
    assert_near(excess_deg(&body, 20, 149, &worst), 0, 1e-9);
    assert_near(excess_deg(&body, -10, 129, &worst), 13, 1e-6);
}

static void the_solver_keeps_the_coupled_limits(void **state) {
    (void)state;
    lsn_body body = built("{\"limits\": {\"straight_leg_raise\": 60}}");
    setting wish[2] = {{LSN_COORD_hip_flexion_r, 110}, {LSN_COORD_knee_angle_r, 0}};
    lsn_pose wished = posed(&body, wish, 2), pose = wished;
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, scratch()), LSN_OK);
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, &pose);
    lsn_coord worst;
    assert_near(lsn_body_limit_excess(&body, &pose, &worst), 0, 1e-6);
    assert_true(value[LSN_COORD_hip_flexion_r] > 60.0); // and as near to the wish as can be
    assert_true(value[LSN_COORD_hip_flexion_r] < 60.0 + 0.53 * value[LSN_COORD_knee_angle_r] + 1e-3);
}

// ---------------------------------------------------------------- parts that meet

static void a_standing_body_is_not_in_itself(void **state) {
    (void)state;
    for (int b = 0; b < LSN_BUILD_COUNT; ++b) {
        lsn_body body;
        lsn_body_options options = lsn_body_options_for((lsn_build)b);
        assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
        lsn_pose pose = lsn_pose_standing(&body);
        lsn_frames frames;
        lsn_clash clashes[LSN_CLASHES_MAX];
        lsn_body_frames(&frames, &body, &pose);
        assert_int_equal(lsn_body_clashes(clashes, &body, &frames, 0.0), 0);
    }
}

static void a_forearm_in_a_thigh_is_found_and_pushed_out(void **state) {
    (void)state;
    lsn_body body = built("{}");
    setting sitting[5] = {{LSN_COORD_hip_flexion_r, 85},
                          {LSN_COORD_knee_angle_r, 90},
                          {LSN_COORD_arm_flex_r, 18},
                          {LSN_COORD_elbow_flex_r, 20},
                          {LSN_COORD_arm_add_r, 2}};
    lsn_pose wished = posed(&body, sitting, 5), pose = wished;
    lsn_frames frames;
    lsn_clash clashes[LSN_CLASHES_MAX];
    lsn_body_frames(&frames, &body, &pose);
    int before = lsn_body_clashes(clashes, &body, &frames, 0.0);
    assert_true(before > 0);
    assert_true(clashes[0].depth_m > clashes[0].allowed_m);
    lsn_solve_options options = lsn_solve_options_default();
    options.self = true;
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, scratch()), LSN_OK);
    lsn_frames after;
    lsn_body_frames(&after, &body, &pose);
    double deepest = 0.0;
    int count = lsn_body_clashes(clashes, &body, &after, 0.0);
    for (int i = 0; i < count; ++i) deepest = fmax(deepest, clashes[i].depth_m - clashes[i].allowed_m);
    assert_near(deepest, 0.0, 1e-4);
}

// From 50 mm on there is no telling on which side a part should come out: it stays, so that a way through is smooth.
static void what_is_far_inside_stays_there(void **state) {
    (void)state;
    lsn_body body = built("{}");
    setting sitting[5] = {{LSN_COORD_hip_flexion_r, 85},
                          {LSN_COORD_knee_angle_r, 90},
                          {LSN_COORD_arm_flex_r, 18},
                          {LSN_COORD_elbow_flex_r, 20},
                          {LSN_COORD_arm_add_r, 12}};
    lsn_pose wished = posed(&body, sitting, 5), pose = wished;
    lsn_solve_options options = lsn_solve_options_default();
    options.self = true;
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, scratch()), LSN_OK);
    assert_near(LSN_DEG(report.moved_rad), 0.0, 1.0);
}

// ---------------------------------------------------------------- joints for other programs

static void joints_follow_their_coordinates(void **state) {
    (void)state;
    lsn_body body = built("{}");
    setting settings[3] = {{LSN_COORD_lumbar_flexion, 40}, {LSN_COORD_knee_angle_l, 100}, {LSN_COORD_arm_flex_r, 90}};
    lsn_pose pose = posed(&body, settings, 3);
    lsn_joint_value joints[LSN_JOINTS_MAX];
    int count = lsn_body_joints(joints, &body, &pose), seen = 0;
    for (int i = 0; i < count; ++i) {
        const struct {
            const char *name;
            double degrees;
        } expected[] = {{"lumbar_flexion", 40}, {"lumbar_flexion_l5", 5},     {"lumbar_flexion_l1", 10.2},
                        {"patella_l", 72},      {"girdle_protraction_r", 12}, {"girdle_elevation_r", 11}};
        for (size_t k = 0; k < sizeof expected / sizeof *expected; ++k)
            if (strcmp(joints[i].name, expected[k].name) == 0) {
                assert_near(LSN_DEG(joints[i].value), expected[k].degrees, 1e-6);
                seen++;
            }
    }
    assert_int_equal(seen, 6);
}

static void a_written_model_names_every_segment_coordinate_and_muscle(void **state) {
    (void)state;
    static char text[1 << 20];
    lsn_body body = built("{}");
    lsn_buf buf = lsn_buf_make(text, sizeof text - 1);
    lsn_body_write_mjcf(&buf, &body);
    assert_false(buf.overflow);
    const char *mjcf = lsn_buf_cstr(&buf);
    char quoted[64];
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        snprintf(quoted, sizeof quoted, "<joint name=\"%s\"", lsn_coord_describe((lsn_coord)c)->name);
        assert_non_null(strstr(mjcf, quoted));
    }
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) {
        snprintf(quoted, sizeof quoted, "<body name=\"%s\"", lsn_segment_name((lsn_segment)s));
        assert_non_null(strstr(mjcf, quoted));
    }
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        snprintf(quoted, sizeof quoted, "<spatial name=\"%s\"", lsn_muscle_name((lsn_muscle)m));
        assert_non_null(strstr(mjcf, quoted));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_body_file_is_the_mean_build),
        cmocka_unit_test(a_mass_that_is_left_out_suits_stature_and_girth),
        cmocka_unit_test(a_limit_without_a_side_holds_for_both),
        cmocka_unit_test(one_number_for_a_rotation_of_the_spine_holds_to_both_sides),
        cmocka_unit_test(an_own_limit_never_widens_a_range),
        cmocka_unit_test(every_fault_of_a_body_file_has_its_place),
        cmocka_unit_test(what_one_cannot_do_is_read),
        cmocka_unit_test(every_name_of_what_one_cannot_do_is_that_of_the_list),
        cmocka_unit_test(the_look_is_read),
        cmocka_unit_test(an_arm_that_rises_to_ninety_degrees_goes_no_higher_on_any_way),
        cmocka_unit_test(the_mirror_image_of_a_lopsided_body_has_left_and_right_exchanged),
        cmocka_unit_test(the_builds_span_the_fifth_to_the_ninety_fifth_percentile),
        cmocka_unit_test(a_straight_leg_rises_to_88_degrees_and_a_bent_one_further),
        cmocka_unit_test(the_knee_of_an_extended_hip_bends_less),
        cmocka_unit_test(the_solver_keeps_the_coupled_limits),
        cmocka_unit_test(a_standing_body_is_not_in_itself),
        cmocka_unit_test(a_forearm_in_a_thigh_is_found_and_pushed_out),
        cmocka_unit_test(what_is_far_inside_stays_there),
        cmocka_unit_test(joints_follow_their_coordinates),
        cmocka_unit_test(a_written_model_names_every_segment_coordinate_and_muscle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
