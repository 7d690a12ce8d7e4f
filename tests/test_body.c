// Tests of core/body: a 1.70 m body, so that the tables' millimetres can be read off the expected values.
#include "core/body/body.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned char memory[1 << 19];
static lsn_body body;

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static void assert_at(lsn_vec3 p, double x_mm, double y_mm, double z_mm) {
    assert_near(p.x * 1000.0, x_mm, 0.01);
    assert_near(p.y * 1000.0, y_mm, 0.01);
    assert_near(p.z * 1000.0, z_mm, 0.01);
}

static int build_body(void **state) {
    (void)state;
    lsn_body_options options = lsn_body_options_default();
    options.stature_m = 1.70;
    return lsn_body_build(&body, &options);
}

static lsn_arena scratch(void) {
    return lsn_arena_make(memory, sizeof memory);
}

static lsn_site site(const char *name) {
    lsn_site found = lsn_site_find(lsn_str_from(name));
    assert_true(found > 0);
    return found;
}

/// Standing, with the given coordinates (degrees) besides; the last coordinate is LSN_COORD_COUNT.
typedef struct setting {
    lsn_coord coord;
    double value;
} setting;

static lsn_pose standing_with(const setting *settings) {
    double value[LSN_COORD_COUNT];
    lsn_pose pose = lsn_pose_standing(&body);
    lsn_pose_to_coords(value, &pose);
    for (; settings->coord != LSN_COORD_COUNT; ++settings) value[settings->coord] = settings->value;
    return lsn_pose_from_coords(value);
}

static lsn_pose standing_with_one(lsn_coord coord, double value) {
    setting settings[] = {{coord, value}, {LSN_COORD_COUNT, 0}};
    return standing_with(settings);
}

static lsn_frames frames_of(const lsn_pose *pose) {
    lsn_frames frames;
    lsn_body_frames(&frames, &body, pose);
    return frames;
}

// ---------------------------------------------------------------- names

static void coordinates_are_found_by_name_and_know_their_mirror(void **state) {
    (void)state;
    assert_int_equal(lsn_coord_find(LSN_STR("knee_angle_l")), LSN_COORD_knee_angle_l);
    assert_int_equal(lsn_coord_find(LSN_STR("knee_angle")), LSN_COORD_COUNT);
    const lsn_coord_info *knee = lsn_coord_describe(LSN_COORD_knee_angle_r);
    assert_string_equal(knee->name, "knee_angle_r");
    assert_int_equal(knee->mirror, LSN_COORD_knee_angle_l);
    assert_true(knee->mirror_sign == 1.0 && knee->least == 0.0 && knee->greatest == 150.0);
    const lsn_coord_info *bending = lsn_coord_describe(LSN_COORD_lumbar_bending);
    assert_int_equal(bending->mirror, LSN_COORD_lumbar_bending);
    assert_true(bending->mirror_sign == -1.0);
    assert_true(lsn_coord_describe(LSN_COORD_pelvis_tz)->is_length);
    assert_false(lsn_coord_describe(LSN_COORD_pelvis_tilt)->is_length);
}

static void there_are_29_segments_with_parents_before_children(void **state) {
    (void)state;
    assert_int_equal(LSN_SEGMENT_COUNT, 29);
    assert_string_equal(lsn_segment_name(LSN_SEG_t8_t5), "t8_t5");
    assert_int_equal(lsn_segment_parent(LSN_SEG_hand_l), LSN_SEG_forearm_l);
    assert_int_equal(lsn_segment_parent(LSN_SEG_pelvis), LSN_SEG_pelvis);
    for (int s = 1; s < LSN_SEGMENT_COUNT; ++s) assert_true(lsn_segment_parent((lsn_segment)s) < (lsn_segment)s);
}

static void sites_are_found_by_name_and_know_their_mirror(void **state) {
    (void)state;
    assert_int_equal(lsn_site_find(LSN_STR("nose")), 0);
    assert_string_equal(lsn_site_name(site("palm_r")), "palm_r");
    assert_int_equal(lsn_site_mirror(site("palm_r")), site("palm_l"));
    assert_int_equal(lsn_site_mirror(site("palm_l")), site("palm_r"));
    assert_int_equal(lsn_site_mirror(site("sacrum")), site("sacrum"));
    assert_int_equal(lsn_site_segment(site("elbow_l")), LSN_SEG_forearm_l);
    assert_int_equal(lsn_site_segment(site("shoulder_blade_l")), LSN_SEG_t8_t5);
}

// ---------------------------------------------------------------- body

static void a_body_outside_its_ranges_is_refused(void **state) {
    (void)state;
    lsn_body other = body;
    lsn_body_options options = lsn_body_options_default();
    options.stature_m = 1.39;
    assert_int_equal(lsn_body_build(&other, &options), LSN_ERR_OUT_OF_RANGE);
    options = lsn_body_options_default();
    options.girth = NAN;
    assert_int_equal(lsn_body_build(&other, &options), LSN_ERR_OUT_OF_RANGE);
    options = lsn_body_options_default();
    options.mass_kg = 181.0;
    assert_int_equal(lsn_body_build(&other, &options), LSN_ERR_OUT_OF_RANGE);
    assert_memory_equal(&other, &body, sizeof body);
}

// Shares of stature: de Leva 1996 (both sexes), ANSUR II 2012 for sitting height.
static void proportions_agree_with_anthropometry(void **state) {
    (void)state;
    lsn_pose pose = lsn_pose_standing(&body);
    lsn_frames f = frames_of(&pose);
    double thigh = lsn_v3_length(lsn_v3_sub(f.origin[LSN_SEG_femur_r], f.origin[LSN_SEG_tibia_r])) / 1.70;
    double shank = lsn_v3_length(lsn_v3_sub(f.origin[LSN_SEG_tibia_r], f.origin[LSN_SEG_foot_r])) / 1.70;
    double arm = lsn_v3_length(lsn_v3_sub(f.origin[LSN_SEG_humerus_r], f.origin[LSN_SEG_forearm_r])) / 1.70;
    double forearm = lsn_v3_length(lsn_v3_sub(f.origin[LSN_SEG_forearm_r], f.origin[LSN_SEG_hand_r])) / 1.70;
    assert_near(thigh, 0.243, 0.012);
    assert_near(shank, 0.242, 0.012);
    assert_near(arm, 0.162, 0.012);
    assert_near(forearm, 0.152, 0.012);
    double crown_m = lsn_frames_point(&f, LSN_SEG_head, lsn_v3(0, 0.196, 0)).y;
    assert_near(crown_m, 1.70, 0.01);
    double sitting = (crown_m - lsn_site_world(&body, &f, site("sit_bone_r")).y) / 1.70;
    assert_near(sitting, 0.535, 0.02);
}

static void the_mass_is_all_there_and_centred_a_little_above_the_hips(void **state) {
    (void)state;
    double mass = 0.0;
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) mass += body.mass_kg[s];
    assert_near(mass, 75.0, 1e-9);
    lsn_pose pose = lsn_pose_standing(&body);
    lsn_frames f = frames_of(&pose);
    lsn_vec3 centre = lsn_body_mass_centre(&body, &f);
    assert_near(centre.y / 1.70, 0.565, 0.02); // Winter 2009: .55–.58 of stature
    assert_near(centre.z, 0.0, 1e-12);
    assert_near(centre.x, 0.0, 0.03);
}

static void standing_the_soles_touch_the_floor(void **state) {
    (void)state;
    lsn_pose pose = lsn_pose_standing(&body);
    lsn_frames f = frames_of(&pose);
    lsn_segment deepest;
    assert_near(lsn_body_floor_depth(&body, &f, &deepest), 0.0, 1e-12);
    const char *soles[] = {"heel_r", "heel_l", "ball_inner_r", "ball_outer_l"};
    for (int i = 0; i < 4; ++i) assert_near(lsn_site_touch(&body, &f, site(soles[i]), lsn_v3(0, 1, 0)).y, 0.0, 0.0005);
}

// ---------------------------------------------------------------- kinematics

static void the_zero_pose_puts_joints_where_the_tables_say(void **state) {
    (void)state;
    lsn_pose pose = lsn_pose_standing(&body);
    lsn_frames f = frames_of(&pose);
    assert_at(f.origin[LSN_SEG_pelvis], 0, 897, 0);
    assert_at(f.origin[LSN_SEG_tibia_r], 0, 472, 88);
    assert_at(f.origin[LSN_SEG_foot_l], 0, 72, -88);
    assert_at(f.origin[LSN_SEG_neck], -42, 1437, 0);
    assert_at(f.origin[LSN_SEG_humerus_r], -15, 1362, 170);
    assert_at(f.origin[LSN_SEG_hand_l], -15, 825, -170);
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) assert_near(f.rotation[s].w, 1.0, 1e-12);
}

static void a_right_angle_at_hip_and_knee_can_be_followed_by_hand(void **state) {
    (void)state;
    lsn_pose hip = standing_with_one(LSN_COORD_hip_flexion_r, 90);
    lsn_frames f = frames_of(&hip);
    assert_at(f.origin[LSN_SEG_tibia_r], 425, 897, 88);
    assert_at(f.origin[LSN_SEG_foot_r], 825, 897, 88);
    lsn_pose knee = standing_with_one(LSN_COORD_knee_angle_r, 90);
    f = frames_of(&knee);
    // The knee's centre has moved by 4.25 forward and 12.67 down.
    assert_at(f.origin[LSN_SEG_tibia_r], 4.2501, 459.3339, 88);
    assert_at(f.origin[LSN_SEG_foot_r], -395.7499, 459.3339, 88);
}

static void the_knee_rolls_by_nineteen_millimetres_at_120_degrees(void **state) {
    (void)state;
    lsn_pose pose = standing_with_one(LSN_COORD_knee_angle_r, 120);
    lsn_frames f = frames_of(&pose);
    assert_near(lsn_v3_length(lsn_v3_sub(f.origin[LSN_SEG_tibia_r], lsn_v3(0, 0.472, 0.088))), 0.019, 0.0005);
}

static void the_kneecap_stays_in_front_of_the_knee(void **state) {
    (void)state;
    for (double knee = 0.0; knee <= 140.0; knee += 20.0) {
        lsn_pose pose = standing_with_one(LSN_COORD_knee_angle_r, knee);
        lsn_frames f = frames_of(&pose);
        lsn_vec3 from_knee = lsn_v3_sub(f.origin[LSN_SEG_patella_r], lsn_v3(0, 0.472, 0.088));
        assert_near(lsn_v3_length(from_knee), 0.0449, 0.0005);
        // Between the front of the thigh and the front of the shank.
        double angle = LSN_DEG(lsn_atan2(from_knee.y, from_knee.x));
        assert_true(angle <= 25.0 && angle >= 25.0 - knee - 10.0);
    }
}

// Which site goes which way: 1 forward, 2 up, 3 to the right; negative the other way; at least by `mm`.
static const struct {
    lsn_coord coord;
    double value;
    const char *site;
    int way;
    double mm;
} facts[] = {
    {LSN_COORD_pelvis_tilt, 20, "back_of_head", -1, 100},
    {LSN_COORD_pelvis_list, 20, "hip_side_l", -2, 50},
    {LSN_COORD_pelvis_rotation, 20, "hip_side_r", 1, 40},
    {LSN_COORD_pelvis_rotation, 20, "pubis", -3, 20},
    {LSN_COORD_lumbar_flexion, 30, "forehead", 1, 100},
    {LSN_COORD_lumbar_bending, 20, "forehead", 3, 100},
    {LSN_COORD_lumbar_rotation, 7, "breastbone", -3, 5},
    {LSN_COORD_thoracic_flexion, 30, "forehead", 1, 60},
    {LSN_COORD_thoracic_bending, 20, "forehead", 3, 60},
    {LSN_COORD_thoracic_rotation, 30, "forehead", -3, 30},
    {LSN_COORD_neck_flexion, 30, "forehead", 1, 20},
    {LSN_COORD_neck_bending, 30, "forehead", 3, 40},
    {LSN_COORD_neck_rotation, 45, "forehead", -3, 30},
    {LSN_COORD_hip_flexion_r, 60, "knee_r", 1, 300},
    {LSN_COORD_hip_flexion_l, 60, "knee_l", 1, 300},
    {LSN_COORD_hip_adduction_r, 20, "heel_r", -3, 200},
    {LSN_COORD_hip_adduction_l, 20, "heel_l", 3, 200},
    {LSN_COORD_hip_rotation_r, 30, "ball_inner_r", -3, 50},
    {LSN_COORD_hip_rotation_l, 30, "ball_inner_l", 3, 50},
    {LSN_COORD_knee_angle_r, 90, "heel_r", -1, 300},
    {LSN_COORD_knee_angle_l, 90, "heel_l", 2, 300},
    {LSN_COORD_ankle_angle_r, 15, "ball_inner_r", 2, 20},
    {LSN_COORD_ankle_angle_l, 15, "heel_l", -2, 4},
    {LSN_COORD_subtalar_angle_r, 20, "ball_inner_r", 2, 5},
    {LSN_COORD_subtalar_angle_l, 20, "ball_outer_l", -2, 5},
    {LSN_COORD_toes_angle_r, 40, "toe_tips_r", 2, 20},
    {LSN_COORD_toes_angle_l, 40, "toe_tips_l", 2, 20},
    {LSN_COORD_clavicle_elevation_r, 20, "shoulder_side_r", 2, 30},
    {LSN_COORD_clavicle_elevation_l, 20, "shoulder_side_l", 2, 30},
    {LSN_COORD_clavicle_protraction_r, 20, "shoulder_side_r", 1, 30},
    {LSN_COORD_clavicle_protraction_l, 20, "shoulder_side_l", 1, 30},
    {LSN_COORD_arm_flex_r, 60, "palm_r", 1, 300},
    {LSN_COORD_arm_flex_l, 60, "palm_l", 2, 100},
    {LSN_COORD_arm_add_r, -60, "palm_r", 3, 300},
    {LSN_COORD_arm_add_l, 20, "palm_l", 3, 100},
    {LSN_COORD_arm_rot_r, 60, "palm_r", -3, 8},
    {LSN_COORD_arm_rot_l, 60, "palm_l", 3, 8},
    {LSN_COORD_elbow_flex_r, 90, "palm_r", 1, 200},
    {LSN_COORD_elbow_flex_l, 90, "palm_l", 1, 200},
    {LSN_COORD_pro_sup_r, 90, "palm_r", -3, 15},
    {LSN_COORD_pro_sup_l, 90, "palm_l", 3, 15},
    {LSN_COORD_wrist_flex_r, 60, "fingertips_r", 1, 100},
    {LSN_COORD_wrist_flex_l, 60, "fingertips_l", 1, 100},
    {LSN_COORD_wrist_dev_r, 30, "fingertips_r", -3, 50},
    {LSN_COORD_wrist_dev_l, 30, "fingertips_l", 3, 50},
    {LSN_COORD_pelvis_tx, 0.3, "sacrum", 1, 299},
    {LSN_COORD_pelvis_tz, 0.3, "sacrum", 3, 299},
};

static void every_coordinate_turns_the_way_its_name_says(void **state) {
    (void)state;
    lsn_pose zero = lsn_pose_standing(&body);
    lsn_frames before = frames_of(&zero);
    for (size_t i = 0; i < sizeof facts / sizeof facts[0]; ++i) {
        lsn_pose pose = standing_with_one(facts[i].coord, facts[i].value);
        lsn_frames after = frames_of(&pose);
        lsn_site s = site(facts[i].site);
        lsn_vec3 moved = lsn_v3_sub(lsn_site_world(&body, &after, s), lsn_site_world(&body, &before, s));
        double along[3] = {moved.x, moved.y, moved.z};
        int way = facts[i].way;
        double mm = 1000.0 * (way > 0 ? along[way - 1] : -along[-way - 1]);
        if (mm < facts[i].mm)
            fail_msg("%s: %s by %.1f mm", lsn_coord_describe(facts[i].coord)->name, facts[i].site, mm);
    }
}

static void the_lumbar_spine_shares_its_flexion_among_five_levels(void **state) {
    (void)state;
    lsn_pose pose = standing_with_one(LSN_COORD_lumbar_flexion, 40);
    lsn_frames f = frames_of(&pose);
    // 12.5, 18.5, 20.4, 23.1 and 25.5 % of 40°, one on the other.
    static const double leaning[5] = {5.0, 12.4, 20.56, 29.8, 40.0};
    for (int i = 0; i < 5; ++i) {
        double z, x, y;
        lsn_quat_to_zxy(f.rotation[LSN_SEG_l5 + i], &z, &x, &y);
        assert_near(LSN_DEG(-z), leaning[i], 1e-9);
    }
}

static void the_shoulder_girdle_follows_the_arm(void **state) {
    (void)state;
    lsn_pose zero = lsn_pose_standing(&body);
    lsn_pose up = standing_with_one(LSN_COORD_arm_flex_r, 180), ahead = standing_with_one(LSN_COORD_arm_flex_r, 90);
    lsn_vec3 before = frames_of(&zero).origin[LSN_SEG_humerus_r];
    assert_near(frames_of(&up).origin[LSN_SEG_humerus_r].y - before.y, 0.055, 0.005);
    assert_near(frames_of(&ahead).origin[LSN_SEG_humerus_r].x - before.x, 0.030, 0.006);
}

static void rates_agree_with_finite_differences(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(5, 1);
    const double h = 1e-6;
    for (int round = 0; round < 20; ++round) {
        double value[LSN_COORD_COUNT];
        for (int c = 0; c < LSN_COORD_COUNT; ++c) {
            const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
            value[c] = lsn_mix(info->least, info->greatest, lsn_random_unit(&random));
        }
        lsn_pose pose = lsn_pose_from_coords(value);
        const char *names[] = {"palm_r", "toe_tips_l", "forehead", "shoulder_back_l", "elbow_r", "knee_l"};
        lsn_site s = site(names[round % 6]);
        lsn_vec3 rate[LSN_DOFS];
        lsn_site_rates(rate, &body, &pose, s);
        for (int d = 0; d < LSN_DOFS; ++d) {
            lsn_pose more = pose, less = pose;
            lsn_pose_nudge(&more, d, h);
            lsn_pose_nudge(&less, d, -h);
            lsn_frames a = frames_of(&more), b = frames_of(&less);
            lsn_vec3 change = lsn_v3_sub(lsn_site_world(&body, &a, s), lsn_site_world(&body, &b, s));
            assert_near(lsn_v3_length(lsn_v3_mad(rate[d], change, -0.5 / h)), 0.0, 1e-7);
        }
    }
}

// ---------------------------------------------------------------- poses

static void coordinates_survive_the_way_through_a_pose(void **state) {
    (void)state;
    double value[LSN_COORD_COUNT], back[LSN_COORD_COUNT];
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        value[c] = lsn_mix(lsn_max(info->least, -80), lsn_min(info->greatest, 80), 0.2 + 0.6 * (c % 5) / 4.0);
    }
    lsn_pose pose = lsn_pose_from_coords(value);
    lsn_pose_to_coords(back, &pose);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) assert_near(back[c], value[c], 1e-9);
}

static lsn_pose crooked_pose(void) {
    setting settings[] = {
        {LSN_COORD_pelvis_tilt, 12},   {LSN_COORD_pelvis_list, 7},       {LSN_COORD_pelvis_rotation, -21},
        {LSN_COORD_pelvis_tz, 0.13},   {LSN_COORD_lumbar_bending, 9},    {LSN_COORD_neck_rotation, 33},
        {LSN_COORD_hip_flexion_r, 44}, {LSN_COORD_hip_adduction_r, -17}, {LSN_COORD_knee_angle_l, 71},
        {LSN_COORD_arm_flex_l, 101},   {LSN_COORD_arm_rot_l, 25},        {LSN_COORD_pro_sup_r, 60},
        {LSN_COORD_COUNT, 0}};
    return standing_with(settings);
}

static void mirroring_twice_gives_the_same_bits(void **state) {
    (void)state;
    lsn_pose pose = crooked_pose(), once = lsn_pose_mirror(&pose), twice = lsn_pose_mirror(&once);
    assert_memory_not_equal(&once, &pose, sizeof pose);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) assert_true(twice.hinge[c] == pose.hinge[c]);
    assert_memory_equal(&twice.ball, &pose.ball, sizeof pose.ball);
    assert_memory_equal(&twice.orientation, &pose.orientation, sizeof pose.orientation);
    assert_memory_equal(&twice.position, &pose.position, sizeof pose.position);
}

static void a_mirrored_pose_puts_every_site_opposite_its_twin(void **state) {
    (void)state;
    lsn_pose pose = crooked_pose(), mirrored = lsn_pose_mirror(&pose);
    lsn_frames a = frames_of(&pose), b = frames_of(&mirrored);
    for (lsn_site s = 1; s <= site("toe_tips_l"); ++s) {
        lsn_vec3 here = lsn_site_world(&body, &a, s), there = lsn_site_world(&body, &b, lsn_site_mirror(s));
        assert_near(there.x, here.x, 1e-12);
        assert_near(there.y, here.y, 1e-12);
        assert_near(there.z, -here.z, 1e-12);
    }
}

static void a_blend_begins_and_ends_in_its_poses_and_goes_half_the_way_between(void **state) {
    (void)state;
    lsn_pose a = lsn_pose_standing(&body), b = crooked_pose();
    lsn_pose start = lsn_pose_blend(&a, &b, 0.0), end = lsn_pose_blend(&a, &b, 1.0), half = lsn_pose_blend(&a, &b, 0.5);
    assert_memory_equal(&start, &a, sizeof a);
    assert_memory_equal(&end, &b, sizeof b);
    assert_near(LSN_DEG(half.hinge[LSN_COORD_knee_angle_l]), 35.5, 1e-9);
    assert_near(half.position.z, 0.065, 1e-12);
}

static void an_arm_out_to_the_side_has_no_gimbal_lock(void **state) {
    (void)state;
    setting below[] = {{LSN_COORD_arm_add_r, -89.5}, {LSN_COORD_arm_flex_r, 20}, {LSN_COORD_COUNT, 0}};
    setting above[] = {{LSN_COORD_arm_add_r, -90.5}, {LSN_COORD_arm_flex_r, 20}, {LSN_COORD_COUNT, 0}};
    lsn_pose a = standing_with(below), b = standing_with(above), between = lsn_pose_blend(&a, &b, 0.5);
    lsn_frames fa = frames_of(&a), fm = frames_of(&between);
    lsn_vec3 step =
        lsn_v3_sub(lsn_site_world(&body, &fa, site("fingertips_r")), lsn_site_world(&body, &fm, site("fingertips_r")));
    assert_true(lsn_v3_length(step) < 0.008);
    // The hand can be led in a circle round the locked direction, in small steps, the arm following smoothly.
    lsn_pose pose = standing_with_one(LSN_COORD_arm_add_r, -90), stand = pose;
    lsn_frames f = frames_of(&pose);
    lsn_vec3 centre = lsn_site_world(&body, &f, site("palm_r"));
    centre.z -= 0.03;
    for (int i = 0; i <= 24; ++i) {
        lsn_contact contacts[2] = {{.kind = LSN_CONTACT_POINT, .site = site("palm_r")},
                                   {.kind = LSN_CONTACT_POINT, .site = site("sacrum")}};
        double angle = 2.0 * LSN_PI * i / 24.0;
        contacts[0].point = lsn_v3_add(centre, lsn_v3(0.1 * cos(angle), 0.1 * sin(angle), 0));
        contacts[1].point = lsn_site_world(&body, &f, site("sacrum"));
        lsn_solve_options options = lsn_solve_options_default();
        lsn_solve_report report;
        lsn_pose before = pose;
        assert_int_equal(lsn_body_solve(&pose, &report, &body, &stand, contacts, 2, &options, scratch()), LSN_OK);
        lsn_quat turn = lsn_quat_mul(pose.ball[LSN_BALL_arm_r], lsn_quat_conj(before.ball[LSN_BALL_arm_r]));
        assert_true(LSN_DEG(lsn_v3_length(lsn_quat_log(turn))) < 15.0);
    }
}

// ---------------------------------------------------------------- solver

static lsn_pose random_pose(lsn_random *random) {
    double value[LSN_COORD_COUNT];
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        value[c] = lsn_mix(info->least, info->greatest, lsn_random_unit(random));
    }
    const lsn_coord arms[2] = {LSN_COORD_arm_flex_r, LSN_COORD_arm_flex_l};
    for (int side = 0; side < 2; ++side) {
        value[arms[side]] = lsn_mix(-40, 120, lsn_random_unit(random));
        value[arms[side] + 1] = lsn_mix(-100, 20, lsn_random_unit(random));
        value[arms[side] + 2] = lsn_mix(-60, 60, lsn_random_unit(random));
    }
    value[LSN_COORD_pelvis_tx] = value[LSN_COORD_pelvis_tz] = 0.0;
    value[LSN_COORD_pelvis_ty] = 1.0;
    return lsn_pose_from_coords(value);
}

enum { TARGETS = 10 };

static void aim(lsn_contact contacts[TARGETS], const lsn_pose *pose) {
    static const char *const names[TARGETS] = {"palm_r",  "fingertips_l", "heel_r", "toe_tips_l", "knee_r",
                                               "elbow_l", "back_of_head", "sacrum", "breastbone", "shoulder_side_r"};
    lsn_frames f = frames_of(pose);
    for (int i = 0; i < TARGETS; ++i) {
        contacts[i] = (lsn_contact){.kind = LSN_CONTACT_POINT, .site = site(names[i])};
        contacts[i].point = lsn_site_world(&body, &f, contacts[i].site);
    }
}

static void assert_within_limits(const lsn_pose *pose) {
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, pose);
    for (int c = LSN_COORD_lumbar_flexion; c < LSN_COORD_COUNT; ++c) {
        bool arm = (c >= LSN_COORD_arm_flex_r && c <= LSN_COORD_arm_rot_r) ||
                   (c >= LSN_COORD_arm_flex_l && c <= LSN_COORD_arm_rot_l);
        if (arm) continue; // limited by direction and twist, see below
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        assert_true(value[c] >= info->least - 1e-6 && value[c] <= info->greatest + 1e-6);
    }
    for (int side = 0; side < 2; ++side) {
        lsn_vec3 arm = lsn_quat_rotate(pose->ball[LSN_BALL_arm_r + side], lsn_v3(0, -1, 0));
        assert_true(arm.x >= sin(LSN_RAD(-60.0)) - 0.03);
        assert_true((side == 0 ? arm.z : -arm.z) >= -sin(LSN_RAD(40.0)) - 0.03);
    }
}

// Sanitizers take ten times as long.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { REACHES = 200 };
#else
enum { REACHES = 1000 };
#endif
#else
enum { REACHES = 1000 };
#endif

static void random_poses_are_reached_from_a_cold_start(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(7, 1);
    int reached = 0;
    for (int i = 0; i < REACHES; ++i) {
        lsn_pose goal = random_pose(&random), stand = lsn_pose_standing(&body);
        // Some corners of the coordinates' ranges are no joint's: without contacts the solver brings them back.
        lsn_solve_options options = lsn_solve_options_default();
        lsn_solve_report report;
        assert_int_equal(lsn_body_solve(&goal, &report, &body, &goal, NULL, 0, &options, scratch()), LSN_OK);
        lsn_contact contacts[TARGETS];
        aim(contacts, &goal);
        lsn_pose pose = stand;
        lsn_err err = lsn_body_solve(&pose, &report, &body, &stand, contacts, TARGETS, &options, scratch());
        assert_within_limits(&pose);
        if (report.worst_m < 0.001) assert_int_equal(err, LSN_OK);
        reached += report.worst_m < 0.001;
    }
    assert_true(reached * 1000 >= REACHES * 995);
}

static void without_contacts_the_wished_posture_comes_out(void **state) {
    (void)state;
    lsn_pose wished = crooked_pose(), pose = lsn_pose_standing(&body);
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, scratch()), LSN_OK);
    assert_int_equal(report.worst, -1);
    assert_near(report.moved_rad, 0.0, 1e-3);
}

static void the_same_problem_gives_the_same_bits(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(3, 1);
    lsn_pose goal = random_pose(&random), stand = lsn_pose_standing(&body), poses[2] = {stand, stand};
    lsn_contact contacts[TARGETS];
    aim(contacts, &goal);
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report reports[2];
    lsn_err errs[2];
    for (int i = 0; i < 2; ++i) {
        memset(memory, i == 0 ? 0 : 0xAB, sizeof memory);
        errs[i] = lsn_body_solve(&poses[i], &reports[i], &body, &stand, contacts, TARGETS, &options, scratch());
    }
    assert_int_equal(errs[0], errs[1]);
    assert_memory_equal(&poses[0], &poses[1], sizeof poses[0]);
}

static void contacts_out_of_reach_are_reported_and_approached(void **state) {
    (void)state;
    lsn_pose stand = lsn_pose_standing(&body), pose = stand;
    lsn_frames f = frames_of(&stand);
    lsn_contact contacts[2] = {{.kind = LSN_CONTACT_POINT, .site = site("heel_r")},
                               {.kind = LSN_CONTACT_POINT, .site = site("fingertips_r")}};
    contacts[0].point = lsn_site_world(&body, &f, contacts[0].site);
    contacts[1].point = lsn_v3(0, 3.0, 0);
    lsn_solve_options options = lsn_solve_options_default();
    options.restarts = 0;
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &stand, contacts, 2, &options, scratch()),
                     LSN_ERR_NOT_SOLVED);
    f = frames_of(&pose);
    assert_true(lsn_site_world(&body, &f, site("fingertips_r")).y > 1.9); // the arm went up
    assert_near(report.worst_m, lsn_contact_error(&body, &f, &contacts[report.worst]), 1e-12);
    assert_within_limits(&pose);
}

static void a_plane_contact_leaves_the_site_free_to_slide_along_it(void **state) {
    (void)state;
    lsn_pose wished = standing_with_one(LSN_COORD_pelvis_tx, 0.4), pose = wished;
    pose.position.y += 0.2;
    wished.position.y += 0.2;
    lsn_contact contacts[4] = {{.site = site("heel_r")},
                               {.site = site("heel_l")},
                               {.site = site("ball_inner_r")},
                               {.site = site("ball_inner_l")}};
    for (int i = 0; i < 4; ++i) contacts[i].normal = lsn_v3(0, 1, 0);
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, contacts, 4, &options, scratch()), LSN_OK);
    assert_true(report.worst_m < 0.0005);
    assert_near(pose.position.x, 0.4, 0.03);
}

static void a_palm_can_be_laid_on_the_other_knee(void **state) {
    (void)state;
    setting sitting[] = {{LSN_COORD_hip_flexion_r, 85},
                         {LSN_COORD_hip_flexion_l, 85},
                         {LSN_COORD_knee_angle_r, 90},
                         {LSN_COORD_knee_angle_l, 90},
                         {LSN_COORD_COUNT, 0}};
    lsn_pose wished = standing_with(sitting), pose = wished;
    lsn_contact contact = {.kind = LSN_CONTACT_SITE, .site = site("palm_r"), .other = site("thigh_low_front_l")};
    contact.gap_m = 0.01;
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, &contact, 1, &options, scratch()), LSN_OK);
    lsn_frames f = frames_of(&pose);
    lsn_vec3 palm = lsn_site_world(&body, &f, contact.site), thigh = lsn_site_world(&body, &f, contact.other);
    assert_near(lsn_v3_length(lsn_v3_sub(palm, thigh)), 0.01, 0.001);
}

static void with_the_floor_on_nothing_sinks(void **state) {
    (void)state;
    lsn_pose wished = standing_with_one(LSN_COORD_pelvis_tilt, 90), pose = wished; // lying, too low
    pose.position.y = wished.position.y = 0.03;
    lsn_solve_options options = lsn_solve_options_default();
    options.floor = true;
    lsn_solve_report report;
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, scratch()), LSN_OK);
    lsn_frames f = frames_of(&pose);
    lsn_segment deepest;
    assert_true(lsn_body_floor_depth(&body, &f, &deepest) <= options.floor_slack_m + 0.0005);
}

static void a_full_scratch_arena_is_an_error(void **state) {
    (void)state;
    lsn_pose pose = lsn_pose_standing(&body), wished = pose;
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    lsn_arena small = lsn_arena_make(memory, 1000);
    assert_int_equal(lsn_body_solve(&pose, &report, &body, &wished, NULL, 0, &options, small), LSN_ERR_NO_MEMORY);
}

// ---------------------------------------------------------------- muscles

/// Length over the length when standing, of the pose with these coordinates.
static double ratio(lsn_muscle muscle, const setting *settings) {
    lsn_pose zero = lsn_pose_standing(&body), pose = standing_with(settings);
    lsn_frames f = frames_of(&zero), g = frames_of(&pose);
    return lsn_muscle_length(muscle, &body, &g) / lsn_muscle_length(muscle, &body, &f);
}

static double ratio_at(lsn_muscle muscle, lsn_coord coord, double value) {
    setting settings[] = {{coord, value}, {LSN_COORD_COUNT, 0}};
    return ratio(muscle, settings);
}

static void muscles_have_names_sides_and_plain_words(void **state) {
    (void)state;
    assert_int_equal(lsn_muscle_find(LSN_STR("psoas_l")), LSN_MUSCLE_psoas_l);
    assert_int_equal(lsn_muscle_find(LSN_STR("psoas")), LSN_MUSCLE_NONE);
    assert_int_equal(lsn_muscle_mirror(LSN_MUSCLE_tfl_r), LSN_MUSCLE_tfl_l);
    assert_string_equal(lsn_muscle_name(LSN_MUSCLE_glut_max2_r), "glut_max2_r");
    assert_string_equal(lsn_muscle_plain(LSN_MUSCLE_psoas_l), "deep hip flexor");
}

static void every_muscle_runs_the_same_on_both_sides(void **state) {
    (void)state;
    lsn_pose pose = crooked_pose(), mirrored = lsn_pose_mirror(&pose);
    lsn_frames f = frames_of(&pose), g = frames_of(&mirrored);
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        double here = lsn_muscle_length((lsn_muscle)m, &body, &f);
        assert_true(here > 0.05 && here < 0.70);
        assert_near(here, lsn_muscle_length(lsn_muscle_mirror((lsn_muscle)m), &body, &g), 1e-12);
    }
}

static void hamstrings_lengthen_as_the_hip_bends_and_shorten_as_the_knee_does(void **state) {
    (void)state;
    const lsn_muscle muscles[3] = {LSN_MUSCLE_semimembranosus_r, LSN_MUSCLE_semitendinosus_r,
                                   LSN_MUSCLE_biceps_femoris_lh_r};
    for (int i = 0; i < 3; ++i) {
        assert_true(ratio_at(muscles[i], LSN_COORD_hip_flexion_r, 85) > 1.10);
        assert_true(ratio_at(muscles[i], LSN_COORD_knee_angle_r, 90) < 0.93);
    }
}

static void hip_flexors_lengthen_as_the_hip_extends(void **state) {
    (void)state;
    assert_true(ratio_at(LSN_MUSCLE_psoas_r, LSN_COORD_hip_flexion_r, -15) > 1.01);
    assert_true(ratio_at(LSN_MUSCLE_iliacus_r, LSN_COORD_hip_flexion_r, -15) > 1.02);
    assert_true(ratio_at(LSN_MUSCLE_rectus_femoris_r, LSN_COORD_hip_flexion_r, -15) > 1.01);
    assert_true(ratio_at(LSN_MUSCLE_rectus_femoris_r, LSN_COORD_knee_angle_r, 100) > 1.08);
    assert_true(ratio_at(LSN_MUSCLE_psoas_r, LSN_COORD_hip_flexion_r, 60) < 0.99);
}

// Delp 1990: at hip 0 turning in lengthens it by about 11 % and turning out shortens it by 15 %; at hip 90 the sign has
// turned round.
static void piriformis_changes_its_sign_with_hip_flexion(void **state) {
    (void)state;
    assert_true(ratio_at(LSN_MUSCLE_piriformis_r, LSN_COORD_hip_rotation_r, 40) > 1.08);
    assert_true(ratio_at(LSN_MUSCLE_piriformis_r, LSN_COORD_hip_rotation_r, -40) < 0.90);
    setting in[] = {{LSN_COORD_hip_flexion_r, 90}, {LSN_COORD_hip_rotation_r, 40}, {LSN_COORD_COUNT, 0}};
    setting out[] = {{LSN_COORD_hip_flexion_r, 90}, {LSN_COORD_hip_rotation_r, -40}, {LSN_COORD_COUNT, 0}};
    assert_true(ratio(LSN_MUSCLE_piriformis_r, out) > 1.08);
    assert_true(ratio(LSN_MUSCLE_piriformis_r, in) < 1.06);
}

static void buttocks_lengthen_as_the_hip_bends(void **state) {
    (void)state;
    assert_true(ratio_at(LSN_MUSCLE_glut_max1_r, LSN_COORD_hip_flexion_r, 90) > 1.10);
    assert_true(ratio_at(LSN_MUSCLE_glut_max3_r, LSN_COORD_hip_flexion_r, 90) > 1.15);
    assert_true(ratio_at(LSN_MUSCLE_glut_med2_r, LSN_COORD_hip_adduction_r, 20) > 1.05);
}

static void calves_lengthen_as_the_foot_comes_up(void **state) {
    (void)state;
    assert_true(ratio_at(LSN_MUSCLE_gastroc_med_r, LSN_COORD_ankle_angle_r, 15) > 1.015);
    assert_true(ratio_at(LSN_MUSCLE_soleus_r, LSN_COORD_ankle_angle_r, 15) > 1.02);
    assert_true(ratio_at(LSN_MUSCLE_gastroc_med_r, LSN_COORD_knee_angle_r, 60) < 0.99);
    assert_near(ratio_at(LSN_MUSCLE_soleus_r, LSN_COORD_knee_angle_r, 60), 1.0, 1e-9);
}

static void trunk_muscles_lengthen_away_from_their_side(void **state) {
    (void)state;
    assert_true(ratio_at(LSN_MUSCLE_erector_longissimus_thoracis_r, LSN_COORD_lumbar_flexion, 40) > 1.05);
    assert_true(ratio_at(LSN_MUSCLE_multifidus_lumbar_r, LSN_COORD_lumbar_flexion, 40) > 1.05);
    assert_true(ratio_at(LSN_MUSCLE_rectus_abdominis_r, LSN_COORD_lumbar_flexion, -20) > 1.05);
    assert_true(ratio_at(LSN_MUSCLE_quadratus_lumborum_r, LSN_COORD_lumbar_bending, -20) > 1.05);
    assert_true(ratio_at(LSN_MUSCLE_quadratus_lumborum_r, LSN_COORD_lumbar_bending, 20) < 0.95);
    assert_true(ratio_at(LSN_MUSCLE_latissimus_dorsi_r, LSN_COORD_arm_flex_r, 160) > 1.10);
    // Turning to the left, the right external oblique shortens and the right internal one lengthens.
    setting left[] = {{LSN_COORD_lumbar_rotation, 7}, {LSN_COORD_thoracic_rotation, 30}, {LSN_COORD_COUNT, 0}};
    assert_true(ratio(LSN_MUSCLE_external_oblique_r, left) < ratio(LSN_MUSCLE_external_oblique_l, left) - 0.01);
    assert_true(ratio(LSN_MUSCLE_internal_oblique_r, left) > ratio(LSN_MUSCLE_internal_oblique_l, left) + 0.01);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coordinates_are_found_by_name_and_know_their_mirror),
        cmocka_unit_test(there_are_29_segments_with_parents_before_children),
        cmocka_unit_test(sites_are_found_by_name_and_know_their_mirror),
        cmocka_unit_test(a_body_outside_its_ranges_is_refused),
        cmocka_unit_test(proportions_agree_with_anthropometry),
        cmocka_unit_test(the_mass_is_all_there_and_centred_a_little_above_the_hips),
        cmocka_unit_test(standing_the_soles_touch_the_floor),
        cmocka_unit_test(the_zero_pose_puts_joints_where_the_tables_say),
        cmocka_unit_test(a_right_angle_at_hip_and_knee_can_be_followed_by_hand),
        cmocka_unit_test(the_knee_rolls_by_nineteen_millimetres_at_120_degrees),
        cmocka_unit_test(the_kneecap_stays_in_front_of_the_knee),
        cmocka_unit_test(every_coordinate_turns_the_way_its_name_says),
        cmocka_unit_test(the_lumbar_spine_shares_its_flexion_among_five_levels),
        cmocka_unit_test(the_shoulder_girdle_follows_the_arm),
        cmocka_unit_test(rates_agree_with_finite_differences),
        cmocka_unit_test(coordinates_survive_the_way_through_a_pose),
        cmocka_unit_test(mirroring_twice_gives_the_same_bits),
        cmocka_unit_test(a_mirrored_pose_puts_every_site_opposite_its_twin),
        cmocka_unit_test(a_blend_begins_and_ends_in_its_poses_and_goes_half_the_way_between),
        cmocka_unit_test(an_arm_out_to_the_side_has_no_gimbal_lock),
        cmocka_unit_test(random_poses_are_reached_from_a_cold_start),
        cmocka_unit_test(without_contacts_the_wished_posture_comes_out),
        cmocka_unit_test(the_same_problem_gives_the_same_bits),
        cmocka_unit_test(contacts_out_of_reach_are_reported_and_approached),
        cmocka_unit_test(a_plane_contact_leaves_the_site_free_to_slide_along_it),
        cmocka_unit_test(a_palm_can_be_laid_on_the_other_knee),
        cmocka_unit_test(with_the_floor_on_nothing_sinks),
        cmocka_unit_test(a_full_scratch_arena_is_an_error),
        cmocka_unit_test(muscles_have_names_sides_and_plain_words),
        cmocka_unit_test(every_muscle_runs_the_same_on_both_sides),
        cmocka_unit_test(hamstrings_lengthen_as_the_hip_bends_and_shorten_as_the_knee_does),
        cmocka_unit_test(hip_flexors_lengthen_as_the_hip_extends),
        cmocka_unit_test(piriformis_changes_its_sign_with_hip_flexion),
        cmocka_unit_test(buttocks_lengthen_as_the_hip_bends),
        cmocka_unit_test(calves_lengthen_as_the_foot_comes_up),
        cmocka_unit_test(trunk_muscles_lengthen_away_from_their_side),
    };
    return cmocka_run_group_tests(tests, build_body, NULL);
}
