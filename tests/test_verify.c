// core/figure: what lsn_motion_verify finds in motions that a body cannot make, and what a narrower body does.
#include "core/figure/figure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEMORY_BYTES = 32 << 20, SCRATCH_BYTES = 4 << 20, RATE = 10 };

static unsigned char *memory, *scratch_memory;
static lsn_catalogue catalogue;
static lsn_body body;
static lsn_motion motion;
static lsn_verification found;

static lsn_arena scratch(void) {
    return lsn_arena_make(scratch_memory, SCRATCH_BYTES);
}

static int open_catalogue(void **state) {
    (void)state;
    memory = malloc(MEMORY_BYTES);
    scratch_memory = malloc(SCRATCH_BYTES);
    lsn_arena arena = lsn_arena_make(memory, memory ? MEMORY_BYTES : 0);
    int failed;
    lsn_body_options options = lsn_body_options_default();
    if (lsn_body_build(&body, &options)) return 1;
    return lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL);
}

static int close_catalogue(void **state) {
    (void)state;
    free(memory);
    free(scratch_memory);
    return 0;
}

static const lsn_move *move_named(const char *id) {
    int index = lsn_catalogue_find(&catalogue, lsn_str_from(id));
    assert_true(index >= 0);
    return &catalogue.moves[index];
}

static void build(const lsn_move *move, lsn_side side, const lsn_body *who) {
    lsn_diag diag = {0};
    lsn_err err = lsn_motion_build(&motion, move, side, LSN_LEVEL_usual, who, scratch(), &diag);
    if (err) print_error("%s\n", diag.text);
    assert_int_equal(err, LSN_OK);
}

static const lsn_fault *verify(lsn_fault_kind kind) {
    assert_int_equal(lsn_motion_verify(&found, &motion, RATE, scratch()), LSN_OK);
    for (int i = 0; i < found.count; ++i)
        if (found.faults[i].kind == kind) return &found.faults[i];
    return NULL;
}

static void a_good_motion_has_no_faults(void **state) {
    (void)state;
    build(move_named("cat-cow"), LSN_SIDE_none, &body);
    assert_null(verify(LSN_FAULT_contact));
    assert_int_equal(found.count, 0);
    assert_true(found.frames > 50);
}

static void a_target_that_the_move_misses_is_found_with_its_muscle(void **state) {
    (void)state;
    lsn_move claims = *move_named("supine-hamstring-stretch");
    claims.targets[0].muscle = LSN_STR("psoas");
    build(&claims, LSN_SIDE_right, &body);
    const lsn_fault *fault = verify(LSN_FAULT_target);
    assert_non_null(fault);
    assert_string_equal(fault->part, "psoas_r");
    assert_true(fault->phase >= 0);
    assert_int_equal(found.count, 1);
}

static void a_motion_that_is_too_fast_is_found_with_its_phase(void **state) {
    (void)state;
    lsn_move fast = *move_named("cat-cow");
    fast.phases[1].seconds = 0.2;
    build(&fast, LSN_SIDE_none, &body);
    const lsn_fault *fault = verify(LSN_FAULT_speed);
    assert_non_null(fault);
    assert_int_equal(fault->phase, 1);
    assert_true(fault->amount > 90.0);
    char text[200];
    lsn_buf buf = lsn_buf_make(text, sizeof text - 1);
    lsn_fault_say(&buf, fault, &fast);
    assert_non_null(strstr(lsn_buf_cstr(&buf), "degrees a second; allowed: 90"));
    assert_non_null(strstr(text, "in phase "));
}

static void a_foot_in_the_floor_is_found(void **state) {
    (void)state;
    build(move_named("standing-trunk-rotation"), LSN_SIDE_right, &body);
    for (int k = 0; k < motion.key_count; ++k) motion.keys[k].pose.position.y -= 0.02;
    const lsn_fault *fault = verify(LSN_FAULT_floor);
    assert_non_null(fault);
    assert_true(fault->amount > 15.0 && fault->amount < 25.0);
    assert_non_null(verify(LSN_FAULT_contact));
}

static void a_body_that_leans_out_of_its_feet_is_found(void **state) {
    (void)state;
    build(move_named("standing-trunk-rotation"), LSN_SIDE_right, &body);
    assert_null(verify(LSN_FAULT_balance));
    lsn_quat lean = lsn_quat_axis(lsn_v3(0, 0, 1), LSN_RAD(-20.0));
    lsn_pose *pose = &motion.keys[0].pose;
    pose->orientation = lsn_quat_mul(lean, pose->orientation);
    const lsn_fault *fault = verify(LSN_FAULT_balance);
    assert_non_null(fault);
    assert_int_equal(fault->phase, -1);
}

static void a_joint_beyond_its_limit_is_named(void **state) {
    (void)state;
    build(move_named("standing-trunk-rotation"), LSN_SIDE_right, &body);
    motion.keys[0].pose.hinge[LSN_COORD_knee_angle_l] = LSN_RAD(-6.0);
    const lsn_fault *fault = verify(LSN_FAULT_limit);
    assert_non_null(fault);
    assert_string_equal(fault->part, "knee_angle_l");
    assert_true(fabs(fault->amount - 6.0) < 1e-6);
}

static void a_left_side_that_is_no_mirror_image_is_found(void **state) {
    (void)state;
    build(move_named("standing-trunk-rotation"), LSN_SIDE_left, &body);
    assert_null(verify(LSN_FAULT_mirror));
    motion.keys[motion.move->phases[0].to].pose.hinge[LSN_COORD_neck_rotation] += 1e-9;
    assert_non_null(verify(LSN_FAULT_mirror));
}

static void a_hand_in_the_chest_is_found(void **state) {
    (void)state;
    build(move_named("standing-trunk-rotation"), LSN_SIDE_right, &body);
    lsn_pose *pose = &motion.keys[0].pose;
    pose->ball[LSN_BALL_arm_r] = lsn_quat_from_zxy(LSN_RAD(30.0), LSN_RAD(38.0), 0.0);
    pose->hinge[LSN_COORD_elbow_flex_r] = LSN_RAD(120.0);
    pose->ball[LSN_BALL_arm_r] =
        lsn_quat_mul(pose->ball[LSN_BALL_arm_r], lsn_quat_axis(lsn_v3(0, 1, 0), LSN_RAD(90.0)));
    const lsn_fault *fault = verify(LSN_FAULT_self);
    assert_non_null(fault);
    assert_int_equal(fault->phase, -1);
    assert_true(fault->amount > fault->allowed);
}

static void shift(double x, double y) {
    for (int i = 0; i < motion.key_count; ++i) {
        motion.keys[i].pose.position.x += x;
        motion.keys[i].pose.position.y += y;
    }
}

static void flesh_deep_in_a_seat_is_found_with_the_seat(void **state) {
    (void)state;
    build(move_named("seated-cat-cow"), LSN_SIDE_none, &body);
    assert_null(verify(LSN_FAULT_prop));
    shift(0.0, -0.03);
    const lsn_fault *fault = verify(LSN_FAULT_prop);
    assert_non_null(fault);
    assert_string_equal(fault->other, "chair");
    assert_true(fault->amount > 20.0 && fault->amount < 60.0);
    assert_true(lsn_abs(fault->allowed - 20.0) < 1e-9);
}

static void a_foot_in_the_wall_is_found(void **state) {
    (void)state;
    build(move_named("legs-up-the-wall"), LSN_SIDE_none, &body);
    assert_null(verify(LSN_FAULT_prop));
    shift(0.03, 0.0); // the wall stands where the contacts say
    const lsn_fault *fault = verify(LSN_FAULT_prop);
    assert_non_null(fault);
    assert_string_equal(fault->other, "wall");
}

static void a_pillow_gives_way_by_half_its_thickness_and_no_further(void **state) {
    (void)state;
    lsn_err err =
        lsn_motion_build(&motion, move_named("sphinx"), LSN_SIDE_none, LSN_LEVEL_easier, &body, scratch(), NULL);
    assert_int_equal(err, LSN_OK);
    assert_null(verify(LSN_FAULT_prop));
    motion.keys[1].pose.position.y -= 0.08; // onto the pillow that lies where the first key put it
    const lsn_fault *fault = verify(LSN_FAULT_prop);
    assert_non_null(fault);
    assert_string_equal(fault->other, "pillow");
    assert_true(lsn_abs(fault->allowed - (20.0 + 46.0)) < 0.1); // half of 80 mm and the 12 that it is plumper
}

static void a_moment_is_found_by_its_seconds(void **state) {
    (void)state;
    const lsn_move *move = move_named("childs-pose");
    build(move, LSN_SIDE_none, &body);
    lsn_moment at = lsn_motion_at(&motion, 0.0);
    assert_int_equal(at.phase, 0);
    assert_int_equal(at.from, 0);
    at = lsn_motion_at(&motion, 6.0); // 4 s of reaching, then 2 of the 6 s of folding
    assert_int_equal(at.phase, 1);
    assert_true(fabs(at.t - 2.0 / 6.0) < 1e-12);
    at = lsn_motion_at(&motion, 1e6);
    assert_int_equal(at.to, 0);
    assert_true(at.t >= 1.0);
}

// ---------------------------------------------------------------- a narrower body

static lsn_body narrowed(const char *text) {
    lsn_body who;
    lsn_body_options options;
    assert_int_equal(lsn_body_options_parse(&options, lsn_str_from(text), scratch(), NULL), LSN_OK);
    assert_int_equal(lsn_body_build(&who, &options), LSN_OK);
    return who;
}

static void a_hip_that_bends_to_ninety_degrees_makes_the_move_narrower(void **state) {
    (void)state;
    lsn_body who = narrowed("{\"limits\": {\"hip_flexion\": 90}}");
    build(move_named("childs-pose"), LSN_SIDE_none, &who);
    lsn_coord worst;
    for (int k = 0; k < motion.key_count; ++k) {
        double value[LSN_COORD_COUNT];
        lsn_pose_to_coords(value, &motion.keys[k].pose);
        assert_true(value[LSN_COORD_hip_flexion_r] <= 90.0 + 1e-6);
        assert_true(lsn_body_limit_excess(&who, &motion.keys[k].pose, &worst) < 1e-9);
        assert_true(motion.keys[k].report.worst_m < 0.002); // what it still touches, it touches
    }
    assert_null(verify(LSN_FAULT_floor));
}

static void who_cannot_kneel_is_told_so(void **state) {
    (void)state;
    lsn_body who = narrowed("{\"cannot\": [\"kneel\"]}");
    lsn_diag diag = {0};
    build(move_named("childs-pose"), LSN_SIDE_none, &who);
    assert_int_equal(lsn_motion_allowed(&motion, &diag), LSN_ERR_NOT_ALLOWED);
    assert_non_null(strstr(diag.text, "kneel"));
    build(move_named("standing-trunk-rotation"), LSN_SIDE_right, &who);
    assert_int_equal(lsn_motion_allowed(&motion, &diag), LSN_OK);
}

static void a_full_scratch_arena_is_an_error(void **state) {
    (void)state;
    build(move_named("cat-cow"), LSN_SIDE_none, &body);
    unsigned char little[64];
    found.frames = 7;
    assert_int_equal(lsn_motion_verify(&found, &motion, RATE, lsn_arena_make(little, sizeof little)),
                     LSN_ERR_NO_MEMORY);
    assert_int_equal(found.frames, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_motion_has_no_faults),
        cmocka_unit_test(a_target_that_the_move_misses_is_found_with_its_muscle),
        cmocka_unit_test(a_motion_that_is_too_fast_is_found_with_its_phase),
        cmocka_unit_test(a_foot_in_the_floor_is_found),
        cmocka_unit_test(a_body_that_leans_out_of_its_feet_is_found),
        cmocka_unit_test(a_joint_beyond_its_limit_is_named),
        cmocka_unit_test(a_left_side_that_is_no_mirror_image_is_found),
        cmocka_unit_test(a_hand_in_the_chest_is_found),
        cmocka_unit_test(flesh_deep_in_a_seat_is_found_with_the_seat),
        cmocka_unit_test(a_foot_in_the_wall_is_found),
        cmocka_unit_test(a_pillow_gives_way_by_half_its_thickness_and_no_further),
        cmocka_unit_test(a_moment_is_found_by_its_seconds),
        cmocka_unit_test(a_hip_that_bends_to_ninety_degrees_makes_the_move_narrower),
        cmocka_unit_test(who_cannot_kneel_is_told_so),
        cmocka_unit_test(a_full_scratch_arena_is_an_error),
    };
    return cmocka_run_group_tests(tests, open_catalogue, close_catalogue);
}
