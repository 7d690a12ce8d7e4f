// Tests of muscle paths: names, symmetry, smoothness, and lengths and lever arms that anatomy and published
// measurements know. Expected values are facts of the literature, named beside them, with the spread between people as
// tolerance.
#include "core/body/body.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static lsn_body body;

static int build_body(void **state) {
    (void)state;
    lsn_body_options options = lsn_body_options_default();
    options.stature_m = 1.70;
    return lsn_body_build(&body, &options);
}

/// Coordinates (degrees) besides standing; the last coordinate is LSN_COORD_COUNT.
typedef struct setting {
    lsn_coord coord;
    double value;
} setting;

enum { SETTINGS = 6 };

static lsn_frames frames_with(const setting *settings) {
    double value[LSN_COORD_COUNT] = {0};
    for (; settings->coord != LSN_COORD_COUNT; ++settings) value[settings->coord] = settings->value;
    lsn_pose pose = lsn_pose_from_coords(value);
    lsn_frames frames;
    lsn_body_frames(&frames, &body, &pose);
    return frames;
}

static double length_with(lsn_muscle muscle, const setting *settings) {
    lsn_frames frames = frames_with(settings);
    return lsn_muscle_length(muscle, &body, &frames);
}

static const setting standing[] = {{LSN_COORD_COUNT, 0}};

static double ratio(lsn_muscle muscle, const setting *settings) {
    return length_with(muscle, settings) / length_with(muscle, standing);
}

static double ratio_at(lsn_muscle muscle, lsn_coord coord, double value) {
    setting settings[] = {{coord, value}, {LSN_COORD_COUNT, 0}};
    return ratio(muscle, settings);
}

/// Every coordinate somewhere in its range; `i` chooses the pose.
static lsn_pose any_pose(int i) {
    double value[LSN_COORD_COUNT];
    lsn_random random = lsn_random_make(7, (uint64_t)i);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        value[c] = info->is_length ? 0.0 : lsn_mix(info->least, info->greatest, lsn_random_unit(&random));
    }
    return lsn_pose_from_coords(value);
}

#define assert_between(low, x, high)                                                                                   \
    do {                                                                                                               \
        double x_ = (x);                                                                                               \
        if (!(x_ >= (low) && x_ <= (high)))                                                                            \
            fail_msg("%s is %.4f, not between %.4f and %.4f", #x, x_, (double)(low), (double)(high));                  \
    } while (0)

// ---------------------------------------------------------------- names

static void every_muscle_is_there_on_both_sides(void **state) {
    (void)state;
    static const char *const names[] = {"semimembranosus",
                                        "semitendinosus",
                                        "biceps_femoris_lh",
                                        "biceps_femoris_sh",
                                        "rectus_femoris",
                                        "tfl",
                                        "sartorius",
                                        "gracilis",
                                        "psoas",
                                        "iliacus",
                                        "piriformis",
                                        "glut_max1",
                                        "glut_max2",
                                        "glut_max3",
                                        "glut_med1",
                                        "glut_med2",
                                        "glut_med3",
                                        "glut_min2",
                                        "add_longus",
                                        "add_brevis",
                                        "add_magnus_mid",
                                        "add_magnus_isch",
                                        "pectineus",
                                        "quadratus_femoris",
                                        "gastroc_med",
                                        "gastroc_lat",
                                        "soleus",
                                        "tibialis_ant",
                                        "vastus_int",
                                        "multifidus_lumbar",
                                        "multifidus_thoracic",
                                        "erector_longissimus_lumborum",
                                        "erector_longissimus_thoracis",
                                        "erector_iliocostalis_lumb",
                                        "erector_iliocostalis_thor",
                                        "quadratus_lumborum",
                                        "external_oblique",
                                        "internal_oblique",
                                        "rectus_abdominis",
                                        "latissimus_dorsi",
                                        "transversus_abdominis"};
    enum { NAMES = sizeof names / sizeof names[0] };
    assert_int_equal(LSN_MUSCLE_COUNT, 1 + 2 * NAMES);
    for (int i = 0; i < NAMES; ++i) {
        char right[64], left[64];
        snprintf(right, sizeof right, "%s_r", names[i]);
        snprintf(left, sizeof left, "%s_l", names[i]);
        lsn_muscle r = lsn_muscle_find(lsn_str_from(right)), l = lsn_muscle_find(lsn_str_from(left));
        if (r == LSN_MUSCLE_NONE || l == LSN_MUSCLE_NONE) fail_msg("there is no %s", names[i]);
        assert_int_equal(lsn_muscle_mirror(r), l);
        assert_int_equal(lsn_muscle_mirror(l), r);
        assert_string_equal(lsn_muscle_name(l), left);
        assert_string_equal(lsn_muscle_plain(l), lsn_muscle_plain(r));
    }
    assert_int_equal(lsn_muscle_find(LSN_STR("psoas")), LSN_MUSCLE_NONE);
}

// ---------------------------------------------------------------- paths

static void cylinders_lie_between_two_points(void **state) {
    (void)state;
    int round = 0;
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        lsn_muscle_part parts[LSN_MUSCLE_PARTS_MAX];
        int count = lsn_muscle_parts(parts, (lsn_muscle)m, &body);
        assert_true(count >= 2 && count <= LSN_MUSCLE_PARTS_MAX);
        assert_int_equal(parts[0].kind, LSN_PART_POINT);
        assert_int_equal(parts[count - 1].kind, LSN_PART_POINT);
        for (int i = 1; i < count; ++i) {
            if (parts[i].kind == LSN_PART_POINT) continue;
            assert_int_equal(parts[i - 1].kind, LSN_PART_POINT);
            assert_true(parts[i].radius_m > 0.01);
            assert_between(1.0 - 1e-12, lsn_v3_length(parts[i].axis), 1.0 + 1e-12);
            assert_between(1.0 - 1e-12, lsn_v3_length(parts[i].side), 1.0 + 1e-12);
            assert_between(-1e-12, lsn_v3_dot(parts[i].axis, parts[i].side), 1e-12);
            ++round;
        }
    }
    assert_int_equal(round, 4); // psoas and iliacus on both sides
}

static void a_straight_path_is_as_long_as_its_pieces(void **state) {
    (void)state;
    for (int i = 0; i < 40; ++i) {
        lsn_pose pose = any_pose(i);
        lsn_frames frames;
        lsn_body_frames(&frames, &body, &pose);
        for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
            lsn_vec3 p[LSN_MUSCLE_POINTS_MAX];
            lsn_muscle_part parts[LSN_MUSCLE_PARTS_MAX];
            int count = lsn_muscle_path(p, (lsn_muscle)m, &body, &frames);
            double pieces = 0.0, length = lsn_muscle_length((lsn_muscle)m, &body, &frames);
            for (int k = 1; k < count; ++k) pieces += lsn_v3_length(lsn_v3_sub(p[k], p[k - 1]));
            // An arc is longer than its two chords, by less than a twentieth.
            bool bends = count > lsn_muscle_parts(parts, (lsn_muscle)m, &body);
            assert_between(length * (bends ? 0.95 : 1.0 - 1e-12), pieces, length * (1.0 + 1e-12));
        }
    }
}

static double unrolled(double ax, double ay, double bx, double by, double r, double on, double off) {
    double tx = r * cos(on), ty = r * sin(on), ux = r * cos(off), uy = r * sin(off);
    if (ax * tx + ay * ty < r * r || bx * ux + by * uy < r * r) return 1e9; // it would cut through the cylinder
    return hypot(ax - tx, ay - ty) + r * fabs(on - off) + hypot(bx - ux, by - uy);
}

// The shortest way round the cylinder, found by trying every pair of places where it could arrive and leave.
static void the_psoas_takes_the_shortest_way_round_the_head_of_the_femur(void **state) {
    (void)state;
    setting back[] = {{LSN_COORD_hip_flexion_r, -15}, {LSN_COORD_hip_adduction_r, -10}, {LSN_COORD_COUNT, 0}};
    lsn_frames f = frames_with(back);
    lsn_muscle_part part[LSN_MUSCLE_PARTS_MAX];
    assert_int_equal(lsn_muscle_parts(part, LSN_MUSCLE_psoas_r, &body), 4);
    assert_int_equal(part[2].kind, LSN_PART_CYLINDER);
    lsn_vec3 a = lsn_frames_point(&f, part[1].segment, part[1].centre);
    lsn_vec3 b = lsn_frames_point(&f, part[3].segment, part[3].centre);
    lsn_vec3 c = lsn_frames_point(&f, part[2].segment, part[2].centre); // its axis is the pelvis' z, here the world's
    double best = 1e9;
    for (int i = 0; i <= 600; ++i) {
        for (int k = i; k <= 600; ++k) {
            double on = LSN_RAD(60.0 - 0.25 * i), off = LSN_RAD(60.0 - 0.25 * k);
            double way = unrolled(a.x - c.x, a.y - c.y, b.x - c.x, b.y - c.y, part[2].radius_m, on, off);
            if (way < best) best = way;
        }
    }
    lsn_vec3 origin = lsn_frames_point(&f, part[0].segment, part[0].centre);
    double expected = lsn_v3_length(lsn_v3_sub(a, origin)) + hypot(best, b.z - a.z);
    double length = lsn_muscle_length(LSN_MUSCLE_psoas_r, &body, &f);
    assert_between(expected - 2e-5, length, expected + 1e-12);
    lsn_vec3 p[LSN_MUSCLE_POINTS_MAX];
    assert_int_equal(lsn_muscle_path(p, LSN_MUSCLE_psoas_r, &body, &f), 6);
    for (int i = 2; i < 5; ++i)
        assert_between(part[2].radius_m - 1e-9, hypot(p[i].x - c.x, p[i].y - c.y), part[2].radius_m + 1e-9);
}

static void a_mirrored_pose_gives_the_same_bits_on_the_other_side(void **state) {
    (void)state;
    for (int i = 0; i < 60; ++i) {
        lsn_pose pose = any_pose(i), mirrored = lsn_pose_mirror(&pose);
        lsn_frames here, there;
        lsn_body_frames(&here, &body, &pose);
        lsn_body_frames(&there, &body, &mirrored);
        for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
            double a = lsn_muscle_length((lsn_muscle)m, &body, &here);
            double b = lsn_muscle_length(lsn_muscle_mirror((lsn_muscle)m), &body, &there);
            if (memcmp(&a, &b, sizeof a) != 0) fail_msg("%s, pose %d: %.17g, %.17g", lsn_muscle_name(m), i, a, b);
        }
    }
}

static void all_lengths_at_once_have_the_same_bits(void **state) {
    (void)state;
    lsn_pose pose = any_pose(3);
    lsn_frames frames;
    lsn_body_frames(&frames, &body, &pose);
    double all[LSN_MUSCLE_COUNT];
    lsn_muscle_lengths(all, &body, &frames);
    assert_true(all[LSN_MUSCLE_NONE] == 0.0);
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        double one = lsn_muscle_length((lsn_muscle)m, &body, &frames);
        assert_memory_equal(&all[m], &one, sizeof one);
    }
}

static void a_taller_body_has_muscles_longer_in_proportion(void **state) {
    (void)state;
    lsn_body tall;
    lsn_body_options options = lsn_body_options_default();
    options.stature_m = 1.87;
    assert_int_equal(lsn_body_build(&tall, &options), LSN_OK);
    lsn_pose pose = any_pose(5);
    lsn_frames f, g;
    lsn_body_frames(&f, &body, &pose);
    lsn_body_frames(&g, &tall, &pose);
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        double grown = lsn_muscle_length((lsn_muscle)m, &tall, &g) / lsn_muscle_length((lsn_muscle)m, &body, &f);
        assert_between(1.1 - 1e-9, grown, 1.1 + 1e-9);
    }
}

// Standing, no point is further out than the capsules that stand for the skin; the Achilles tendon, which they leave
// out, lies 8 mm behind them.
static void every_path_lies_in_the_flesh(void **state) {
    (void)state;
    lsn_frames f = frames_with(standing);
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    int count = lsn_body_capsules(capsules, &body, &f);
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        lsn_vec3 p[LSN_MUSCLE_POINTS_MAX];
        int points = lsn_muscle_path(p, (lsn_muscle)m, &body, &f);
        for (int i = 0; i < points; ++i) {
            double outside = 1e9;
            for (int k = 0; k < count; ++k) {
                lsn_vec3 along = lsn_v3_sub(capsules[k].b, capsules[k].a), to = lsn_v3_sub(p[i], capsules[k].a);
                double t = lsn_clamp(lsn_v3_dot(to, along) / lsn_v3_dot(along, along), 0.0, 1.0);
                double away = lsn_v3_length(lsn_v3_mad(to, along, -t));
                outside = lsn_min(outside, away - lsn_mix(capsules[k].radius_a_m, capsules[k].radius_b_m, t));
            }
            if (outside > 0.009) fail_msg("%s, point %d: %.1f mm out", lsn_muscle_name(m), i, 1000.0 * outside);
        }
    }
}

// ---------------------------------------------------------------- smoothness

// Third differences at steps of 10°; of 5° at shoulder and arm, which carry the joint itself along.
static void lengths_change_smoothly_with_every_joint(void **state) {
    (void)state;
    for (int c = LSN_COORD_lumbar_flexion; c < LSN_COORD_hip_flexion_l; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        if (c >= LSN_COORD_neck_flexion && c <= LSN_COORD_neck_rotation) continue;
        for (int m = 1; m < LSN_MUSCLE_COUNT; m += 2) {
            double length[64], step = c >= LSN_COORD_clavicle_elevation_r ? 5.0 : 10.0;
            int count = 0;
            for (double v = info->least; v <= info->greatest; v += step) {
                setting settings[] = {{(lsn_coord)c, v}, {LSN_COORD_COUNT, 0}};
                length[count++] = length_with((lsn_muscle)m, settings);
            }
            for (int i = 0; i + 3 < count; ++i) {
                double third = length[i + 3] - 3.0 * length[i + 2] + 3.0 * length[i + 1] - length[i];
                if (fabs(third) > 0.0010)
                    fail_msg("%s, %s from %.0f: %.2f mm", lsn_muscle_name(m), info->name, info->least + step * i,
                             1000.0 * third);
            }
        }
    }
}

// A tenth of a degree at every joint moves no muscle by more than 1.5 mm: no jump hides between the steps above.
static void nothing_jumps_anywhere_in_the_range(void **state) {
    (void)state;
    for (int i = 0; i < 3000; ++i) {
        double value[LSN_COORD_COUNT];
        lsn_pose pose = any_pose(i);
        lsn_pose_to_coords(value, &pose);
        lsn_random random = lsn_random_make(8, (uint64_t)i);
        for (int c = 0; c < LSN_COORD_COUNT; ++c)
            if (!lsn_coord_describe((lsn_coord)c)->is_length) value[c] += lsn_random_unit(&random) < 0.5 ? -0.1 : 0.1;
        lsn_pose beside = lsn_pose_from_coords(value);
        lsn_frames f, g;
        lsn_body_frames(&f, &body, &pose);
        lsn_body_frames(&g, &body, &beside);
        double here[LSN_MUSCLE_COUNT], there[LSN_MUSCLE_COUNT];
        lsn_muscle_lengths(here, &body, &f);
        lsn_muscle_lengths(there, &body, &g);
        for (int m = 1; m < LSN_MUSCLE_COUNT; ++m)
            if (fabs(here[m] - there[m]) > 0.0015) fail_msg("%s jumps near pose %d", lsn_muscle_name(m), i);
    }
}

// ---------------------------------------------------------------- signs

typedef struct sign {
    lsn_muscle muscle;
    lsn_coord coord;
    double value;
    int way; // +1 longer, −1 shorter
} sign;

static void muscles_lengthen_and_shorten_the_way_their_names_say(void **state) {
    (void)state;
    static const sign signs[] = {
        {LSN_MUSCLE_psoas_r, LSN_COORD_hip_flexion_r, 60, -1},
        {LSN_MUSCLE_psoas_r, LSN_COORD_hip_flexion_r, -15, 1},
        {LSN_MUSCLE_psoas_r, LSN_COORD_lumbar_bending, -20, 1},
        {LSN_MUSCLE_iliacus_r, LSN_COORD_hip_flexion_r, 60, -1},
        {LSN_MUSCLE_iliacus_r, LSN_COORD_hip_flexion_r, -15, 1},
        {LSN_MUSCLE_rectus_femoris_r, LSN_COORD_hip_flexion_r, 60, -1},
        {LSN_MUSCLE_rectus_femoris_r, LSN_COORD_knee_angle_r, 90, 1},
        {LSN_MUSCLE_vastus_int_r, LSN_COORD_knee_angle_r, 90, 1},
        {LSN_MUSCLE_tfl_r, LSN_COORD_hip_flexion_r, 60, -1},
        {LSN_MUSCLE_tfl_r, LSN_COORD_hip_adduction_r, 20, 1},
        {LSN_MUSCLE_sartorius_r, LSN_COORD_hip_flexion_r, 60, -1},
        {LSN_MUSCLE_sartorius_r, LSN_COORD_knee_angle_r, 90, -1},
        {LSN_MUSCLE_gracilis_r, LSN_COORD_hip_adduction_r, -30, 1},
        {LSN_MUSCLE_gracilis_r, LSN_COORD_knee_angle_r, 90, -1},
        {LSN_MUSCLE_semimembranosus_r, LSN_COORD_hip_flexion_r, 80, 1},
        {LSN_MUSCLE_semimembranosus_r, LSN_COORD_knee_angle_r, 90, -1},
        {LSN_MUSCLE_semitendinosus_r, LSN_COORD_hip_flexion_r, 80, 1},
        {LSN_MUSCLE_semitendinosus_r, LSN_COORD_knee_angle_r, 90, -1},
        {LSN_MUSCLE_biceps_femoris_lh_r, LSN_COORD_hip_flexion_r, 80, 1},
        {LSN_MUSCLE_biceps_femoris_lh_r, LSN_COORD_knee_angle_r, 90, -1},
        {LSN_MUSCLE_biceps_femoris_sh_r, LSN_COORD_knee_angle_r, 90, -1},
        {LSN_MUSCLE_glut_max1_r, LSN_COORD_hip_flexion_r, 60, 1},
        {LSN_MUSCLE_glut_max2_r, LSN_COORD_hip_flexion_r, 90, 1},
        {LSN_MUSCLE_glut_max3_r, LSN_COORD_hip_flexion_r, 90, 1},
        {LSN_MUSCLE_glut_med1_r, LSN_COORD_hip_adduction_r, 20, 1},
        {LSN_MUSCLE_glut_med2_r, LSN_COORD_hip_adduction_r, 20, 1},
        {LSN_MUSCLE_glut_med3_r, LSN_COORD_hip_adduction_r, 20, 1},
        {LSN_MUSCLE_glut_min2_r, LSN_COORD_hip_adduction_r, 20, 1},
        {LSN_MUSCLE_glut_med1_r, LSN_COORD_hip_rotation_r, 30, -1},
        {LSN_MUSCLE_glut_med3_r, LSN_COORD_hip_rotation_r, 30, 1},
        {LSN_MUSCLE_quadratus_femoris_r, LSN_COORD_hip_rotation_r, 30, 1},
        {LSN_MUSCLE_add_longus_r, LSN_COORD_hip_adduction_r, -30, 1},
        {LSN_MUSCLE_add_brevis_r, LSN_COORD_hip_adduction_r, -30, 1},
        {LSN_MUSCLE_add_magnus_mid_r, LSN_COORD_hip_adduction_r, -30, 1},
        {LSN_MUSCLE_add_magnus_isch_r, LSN_COORD_hip_flexion_r, 80, 1},
        {LSN_MUSCLE_pectineus_r, LSN_COORD_hip_adduction_r, -30, 1},
        {LSN_MUSCLE_pectineus_r, LSN_COORD_hip_flexion_r, 40, -1},
        {LSN_MUSCLE_gastroc_med_r, LSN_COORD_knee_angle_r, 60, -1},
        {LSN_MUSCLE_gastroc_lat_r, LSN_COORD_knee_angle_r, 60, -1},
        {LSN_MUSCLE_gastroc_med_r, LSN_COORD_ankle_angle_r, 15, 1},
        {LSN_MUSCLE_soleus_r, LSN_COORD_ankle_angle_r, 15, 1},
        {LSN_MUSCLE_tibialis_ant_r, LSN_COORD_ankle_angle_r, 15, -1},
        {LSN_MUSCLE_multifidus_lumbar_r, LSN_COORD_lumbar_flexion, 40, 1},
        {LSN_MUSCLE_multifidus_thoracic_r, LSN_COORD_thoracic_flexion, 20, 1},
        {LSN_MUSCLE_multifidus_thoracic_r, LSN_COORD_thoracic_rotation, 20, -1},
        {LSN_MUSCLE_erector_longissimus_lumborum_r, LSN_COORD_lumbar_flexion, 40, 1},
        {LSN_MUSCLE_erector_longissimus_thoracis_r, LSN_COORD_lumbar_flexion, 40, 1},
        {LSN_MUSCLE_erector_iliocostalis_lumb_r, LSN_COORD_lumbar_flexion, 40, 1},
        {LSN_MUSCLE_erector_iliocostalis_thor_r, LSN_COORD_lumbar_bending, -20, 1},
        {LSN_MUSCLE_quadratus_lumborum_r, LSN_COORD_lumbar_bending, -20, 1},
        {LSN_MUSCLE_quadratus_lumborum_r, LSN_COORD_lumbar_bending, 20, -1},
        {LSN_MUSCLE_external_oblique_r, LSN_COORD_lumbar_bending, -20, 1},
        {LSN_MUSCLE_external_oblique_r, LSN_COORD_thoracic_rotation, -25, 1},
        {LSN_MUSCLE_internal_oblique_r, LSN_COORD_lumbar_bending, -20, 1},
        {LSN_MUSCLE_internal_oblique_r, LSN_COORD_lumbar_rotation, 7, 1},
        {LSN_MUSCLE_rectus_abdominis_r, LSN_COORD_lumbar_flexion, -20, 1},
        {LSN_MUSCLE_rectus_abdominis_r, LSN_COORD_lumbar_flexion, 40, -1},
        {LSN_MUSCLE_latissimus_dorsi_r, LSN_COORD_arm_flex_r, 160, 1},
    };
    for (int i = 0; i < (int)(sizeof signs / sizeof signs[0]); ++i) {
        const sign *s = &signs[i];
        double change = ratio_at(s->muscle, s->coord, s->value) - 1.0;
        if (change * s->way < 0.002)
            fail_msg("%s changes by %+.4f at %s %.0f", lsn_muscle_name(s->muscle), change,
                     lsn_coord_describe(s->coord)->name, s->value);
    }
}

static void a_muscle_of_the_shank_does_not_know_the_hip(void **state) {
    (void)state;
    assert_between(1.0 - 1e-12, ratio_at(LSN_MUSCLE_soleus_r, LSN_COORD_knee_angle_r, 60), 1.0 + 1e-12);
    assert_between(1.0 - 1e-12, ratio_at(LSN_MUSCLE_gastroc_lat_r, LSN_COORD_hip_flexion_r, 60), 1.0 + 1e-12);
}

// ---------------------------------------------------------------- published facts

// Delp 1990 (SIMM leg model): standing, turning the thigh in by 40° lengthens the piriformis by about 11 % and turning
// it out shortens it by about 15 %; with the hip at 90° it is the other way round: out +16 %, in about 0.
static void the_piriformis_turns_its_sign_with_hip_flexion(void **state) {
    (void)state;
    assert_between(1.09, ratio_at(LSN_MUSCLE_piriformis_r, LSN_COORD_hip_rotation_r, 40), 1.13);
    assert_between(0.83, ratio_at(LSN_MUSCLE_piriformis_r, LSN_COORD_hip_rotation_r, -40), 0.87);
    setting in[] = {{LSN_COORD_hip_flexion_r, 90}, {LSN_COORD_hip_rotation_r, 40}, {LSN_COORD_COUNT, 0}};
    setting out[] = {{LSN_COORD_hip_flexion_r, 90}, {LSN_COORD_hip_rotation_r, -40}, {LSN_COORD_COUNT, 0}};
    assert_between(1.13, ratio(LSN_MUSCLE_piriformis_r, out), 1.19);
    assert_between(0.97, ratio(LSN_MUSCLE_piriformis_r, in), 1.03);
}

// How much of the muscle slips by for each radian (mm), at coord = value; negative where it shortens.
static double arm_mm(lsn_muscle muscle, const setting *at, lsn_coord coord, double value) {
    setting a[SETTINGS] = {{coord, value - 1.0}}, b[SETTINGS] = {{coord, value + 1.0}};
    int i = 0;
    do {
        a[i + 1] = b[i + 1] = at[i];
    } while (at[i++].coord != LSN_COORD_COUNT);
    return (length_with(muscle, b) - length_with(muscle, a)) * 1000.0 / LSN_RAD(2.0);
}

// Hip: Németh & Ohlsén 1985 (computed tomography): hamstrings 61–85 mm over the range at hip flexion 0–90°, gluteus
// maximus 75 mm at 0° and less as the hip bends; Dostal, Soderberg & Andrews 1986: gluteus medius abducts with about
// 5–7 cm when standing, adductor longus adducts with about 7 cm, psoas flexes with 2–4 cm.
static void lever_arms_at_the_hip_are_those_measured(void **state) {
    (void)state;
    const lsn_coord hip = LSN_COORD_hip_flexion_r, adduction = LSN_COORD_hip_adduction_r;
    const lsn_muscle hamstrings[3] = {LSN_MUSCLE_semimembranosus_r, LSN_MUSCLE_semitendinosus_r,
                                      LSN_MUSCLE_biceps_femoris_lh_r};
    for (int i = 0; i < 3; ++i) assert_between(50.0, arm_mm(hamstrings[i], standing, hip, 45), 85.0);
    assert_between(45.0, arm_mm(LSN_MUSCLE_glut_max2_r, standing, hip, 0), 85.0);
    assert_between(30.0, arm_mm(LSN_MUSCLE_glut_med2_r, standing, adduction, 0), 70.0);
    assert_between(-85.0, arm_mm(LSN_MUSCLE_add_longus_r, standing, adduction, 0), -50.0);
    assert_between(-45.0, arm_mm(LSN_MUSCLE_psoas_r, standing, hip, 0), -15.0);
    assert_between(-55.0, arm_mm(LSN_MUSCLE_rectus_femoris_r, standing, hip, 0), -25.0);
}

// Knee: Buford 1997 and Spoor & van Leeuwen 1992 (tendon excursion in cadavers): quadriceps 30–55 mm up to 60°,
// semitendinosus 30–60 mm and biceps 20–45 mm at 60–90°, gastrocnemius 10–30 mm. Ankle: Maganaris 2000 (magnetic
// resonance): Achilles tendon 40–60 mm and tibialis anterior 30–50 mm around the neutral angle.
static void lever_arms_at_knee_and_ankle_are_those_measured(void **state) {
    (void)state;
    const lsn_coord knee = LSN_COORD_knee_angle_r, ankle = LSN_COORD_ankle_angle_r;
    assert_between(30.0, arm_mm(LSN_MUSCLE_rectus_femoris_r, standing, knee, 30), 55.0);
    assert_between(30.0, arm_mm(LSN_MUSCLE_vastus_int_r, standing, knee, 45), 55.0);
    assert_between(-60.0, arm_mm(LSN_MUSCLE_semitendinosus_r, standing, knee, 75), -30.0);
    assert_between(-45.0, arm_mm(LSN_MUSCLE_biceps_femoris_lh_r, standing, knee, 75), -20.0);
    assert_between(-30.0, arm_mm(LSN_MUSCLE_gastroc_med_r, standing, knee, 20), -10.0);
    assert_between(40.0, arm_mm(LSN_MUSCLE_soleus_r, standing, ankle, 0), 60.0);
    assert_between(-50.0, arm_mm(LSN_MUSCLE_tibialis_ant_r, standing, ankle, 0), -30.0);
}

// Lumbar spine (whole, all five levels): McGill 1988 and Jorgensen 2001 (magnetic resonance): erector spinae 50–90 mm
// behind the discs, multifidus 45–60 mm at each level it crosses, rectus abdominis 70–120 mm in front. White & Panjabi
// 1990 and Macintosh 1993: bent forward all the way, the back muscles are longer by about a fifth to two fifths.
static void lever_arms_at_the_spine_are_those_measured(void **state) {
    (void)state;
    const lsn_coord flexion = LSN_COORD_lumbar_flexion;
    assert_between(45.0, arm_mm(LSN_MUSCLE_erector_longissimus_thoracis_r, standing, flexion, 0), 90.0);
    assert_between(30.0, arm_mm(LSN_MUSCLE_multifidus_lumbar_r, standing, flexion, 0), 60.0);
    assert_between(-125.0, arm_mm(LSN_MUSCLE_rectus_abdominis_r, standing, flexion, 0), -70.0);
    assert_between(1.15, ratio_at(LSN_MUSCLE_multifidus_lumbar_r, flexion, 60), 1.40);
    assert_between(1.10, ratio_at(LSN_MUSCLE_erector_longissimus_lumborum_r, flexion, 60), 1.40);
}

// Hawkins & Hull 1990: from standing to a right angle at the hip the hamstrings lengthen by about a fifth of the thigh,
// from a straight knee to a right angle they shorten by about a tenth to a fifth of themselves.
static void hamstrings_gain_at_the_hip_what_they_lose_at_the_knee(void **state) {
    (void)state;
    const lsn_muscle hamstrings[3] = {LSN_MUSCLE_semimembranosus_r, LSN_MUSCLE_semitendinosus_r,
                                      LSN_MUSCLE_biceps_femoris_lh_r};
    for (int i = 0; i < 3; ++i) {
        double gain = ratio_at(hamstrings[i], LSN_COORD_hip_flexion_r, 90);
        double loss = ratio_at(hamstrings[i], LSN_COORD_knee_angle_r, 90);
        assert_between(1.17, gain, 1.30);
        assert_between(0.80, loss, 0.92);
        setting both[] = {{LSN_COORD_hip_flexion_r, 90}, {LSN_COORD_knee_angle_r, 90}, {LSN_COORD_COUNT, 0}};
        assert_between(0.98, ratio(hamstrings[i], both), 1.15);
    }
}

// ---------------------------------------------------------------- reach

static double fraction_with(lsn_muscle muscle, const setting *settings) {
    return lsn_muscle_fraction(muscle, &body, length_with(muscle, settings));
}

static void a_fraction_is_one_where_the_straight_leg_stops(void **state) {
    (void)state;
    setting raised[] = {{LSN_COORD_hip_flexion_r, 88}, {LSN_COORD_COUNT, 0}};
    assert_between(0.90, fraction_with(LSN_MUSCLE_semimembranosus_r, raised), 1.0);
    assert_between(0.90, fraction_with(LSN_MUSCLE_biceps_femoris_lh_r, raised), 1.0);
    setting kneeling[] = {{LSN_COORD_hip_flexion_r, -18}, {LSN_COORD_knee_angle_r, 105}, {LSN_COORD_COUNT, 0}};
    assert_between(0.98, fraction_with(LSN_MUSCLE_rectus_femoris_r, kneeling), 1.0);
    setting heel_down[] = {{LSN_COORD_ankle_angle_r, 20}, {LSN_COORD_COUNT, 0}};
    assert_between(0.999, fraction_with(LSN_MUSCLE_gastroc_med_r, heel_down), 1.0);
    setting folded[] = {{LSN_COORD_knee_angle_r, 150}, {LSN_COORD_ankle_angle_r, -70}, {LSN_COORD_COUNT, 0}};
    assert_between(0.0, fraction_with(LSN_MUSCLE_gastroc_med_r, folded), 0.05);
}

static void a_fraction_grows_with_the_length_and_stays_between_nought_and_one(void **state) {
    (void)state;
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        double least = body.muscle_least_m[m], greatest = body.muscle_greatest_m[m];
        if (m == LSN_MUSCLE_transversus_abdominis_r || m == LSN_MUSCLE_transversus_abdominis_l) {
            assert_true(lsn_muscle_fraction((lsn_muscle)m, &body, least) == 0.0); // it lies in one segment
            continue;
        }
        assert_true(greatest > 1.05 * least);
        assert_true(lsn_muscle_fraction((lsn_muscle)m, &body, least) == 0.0);
        assert_true(lsn_muscle_fraction((lsn_muscle)m, &body, greatest) == 1.0);
        assert_between(0.4999, lsn_muscle_fraction((lsn_muscle)m, &body, 0.5 * (least + greatest)), 0.5001);
        assert_true(lsn_muscle_fraction((lsn_muscle)m, &body, greatest + 0.1) == 1.0);
        assert_true(lsn_muscle_fraction((lsn_muscle)m, &body, least - 0.1) == 0.0);
        double other = body.muscle_greatest_m[lsn_muscle_mirror((lsn_muscle)m)];
        assert_memory_equal(&greatest, &other, sizeof other);
    }
}

static void the_standing_length_is_within_reach(void **state) {
    (void)state;
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        double length = length_with((lsn_muscle)m, standing);
        assert_between(body.muscle_least_m[m] - 1e-9, length, body.muscle_greatest_m[m] + 1e-9);
    }
}

static void a_stiffer_hip_reaches_less(void **state) {
    (void)state;
    lsn_body stiff = body;
    stiff.greatest_rad[LSN_COORD_hip_flexion_r] = LSN_RAD(60.0);
    lsn_body_measure_muscles(&stiff);
    assert_true(stiff.muscle_greatest_m[LSN_MUSCLE_semimembranosus_r] <
                body.muscle_greatest_m[LSN_MUSCLE_semimembranosus_r] - 0.01);
    assert_true(stiff.muscle_greatest_m[LSN_MUSCLE_semimembranosus_l] ==
                body.muscle_greatest_m[LSN_MUSCLE_semimembranosus_l]);
    setting raised[] = {{LSN_COORD_hip_flexion_r, 60}, {LSN_COORD_COUNT, 0}};
    double length = length_with(LSN_MUSCLE_semimembranosus_r, raised);
    assert_true(lsn_muscle_fraction(LSN_MUSCLE_semimembranosus_r, &stiff, length) >
                lsn_muscle_fraction(LSN_MUSCLE_semimembranosus_r, &body, length) + 0.05);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_muscle_is_there_on_both_sides),
        cmocka_unit_test(cylinders_lie_between_two_points),
        cmocka_unit_test(a_straight_path_is_as_long_as_its_pieces),
        cmocka_unit_test(the_psoas_takes_the_shortest_way_round_the_head_of_the_femur),
        cmocka_unit_test(a_mirrored_pose_gives_the_same_bits_on_the_other_side),
        cmocka_unit_test(all_lengths_at_once_have_the_same_bits),
        cmocka_unit_test(a_taller_body_has_muscles_longer_in_proportion),
        cmocka_unit_test(every_path_lies_in_the_flesh),
        cmocka_unit_test(lengths_change_smoothly_with_every_joint),
        cmocka_unit_test(nothing_jumps_anywhere_in_the_range),
        cmocka_unit_test(muscles_lengthen_and_shorten_the_way_their_names_say),
        cmocka_unit_test(a_muscle_of_the_shank_does_not_know_the_hip),
        cmocka_unit_test(the_piriformis_turns_its_sign_with_hip_flexion),
        cmocka_unit_test(lever_arms_at_the_hip_are_those_measured),
        cmocka_unit_test(lever_arms_at_knee_and_ankle_are_those_measured),
        cmocka_unit_test(lever_arms_at_the_spine_are_those_measured),
        cmocka_unit_test(hamstrings_gain_at_the_hip_what_they_lose_at_the_knee),
        cmocka_unit_test(a_fraction_is_one_where_the_straight_leg_stops),
        cmocka_unit_test(a_fraction_grows_with_the_length_and_stays_between_nought_and_one),
        cmocka_unit_test(the_standing_length_is_within_reach),
        cmocka_unit_test(a_stiffer_hip_reaches_less),
    };
    return cmocka_run_group_tests(tests, build_body, NULL);
}
