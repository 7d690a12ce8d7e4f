// Tests of what a move lengthens (core/figure/lengthen.c): the declared targets of the built-in moves are those that
// their poses lengthen most, and what glows is what lengthens.
#include "core/figure/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CATALOGUE_BYTES = 8 << 20, SCRATCH_BYTES = 1 << 20 };

static unsigned char catalogue_memory[CATALOGUE_BYTES], scratch_memory[SCRATCH_BYTES];
static lsn_catalogue catalogue;
static lsn_body body;
static lsn_motion motion, other;
static double s[LSN_MUSCLE_COUNT], ds[LSN_MUSCLE_COUNT];

static int open_catalogue(void **state) {
    (void)state;
    lsn_body_options options = lsn_body_options_default();
    if (lsn_body_build(&body, &options)) return 1;
    lsn_arena arena = lsn_arena_make(catalogue_memory, CATALOGUE_BYTES);
    lsn_diag diag;
    int failed;
    return lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag);
}

static void build(lsn_motion *out, const lsn_move *move, lsn_side side) {
    lsn_arena scratch = lsn_arena_make(scratch_memory, SCRATCH_BYTES);
    lsn_side done = move->two_sided ? side : LSN_SIDE_none;
    assert_int_equal(lsn_motion_build(out, move, done, LSN_LEVEL_usual, &body, scratch, NULL), LSN_OK);
}

/// The move on the right, and s and ds in the pose of that name. False when the catalogue has no such move.
static bool reach(const char *id, const char *pose) {
    int index = lsn_catalogue_find(&catalogue, lsn_str_from(id));
    if (index < 0) return false;
    const lsn_move *move = &catalogue.moves[index];
    int key = lsn_pose_find(move, lsn_str_from(pose));
    assert_true(key > 0);
    build(&motion, move, LSN_SIDE_right);
    lsn_motion_fractions(s, &motion, key);
    lsn_motion_lengthening(ds, &motion, key);
    return true;
}

static lsn_muscle muscle(const char *name) {
    lsn_muscle found = lsn_muscle_find(lsn_str_from(name));
    assert_int_not_equal(found, LSN_MUSCLE_NONE);
    return found;
}

/// 1 for the muscle that lengthens most.
static int rank(const char *name) {
    lsn_muscle it = muscle(name);
    int before = 1;
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) before += m != (int)it && ds[m] > ds[it];
    return before;
}

/// The same, where both sides do the same: the two of a pair count once.
static int pair_rank(const char *right) {
    lsn_muscle it = muscle(right);
    int before = 1;
    for (int m = 1; m < LSN_MUSCLE_COUNT; m += 2) before += m != (int)it && ds[m] > ds[it];
    return before;
}

static bool is_trunk(int m) {
    return m >= LSN_MUSCLE_multifidus_lumbar_r;
}

static const char *most_of_the_trunk(void) {
    int most = LSN_MUSCLE_multifidus_lumbar_r;
    for (int m = most; m < LSN_MUSCLE_COUNT; m++)
        if (is_trunk(m) && ds[m] > ds[most]) most = m;
    return lsn_muscle_name((lsn_muscle)most);
}

// ---------------------------------------------------------------- the moves

static void the_hamstring_stretch_lengthens_three_hamstrings(void **state) {
    (void)state;
    assert_true(reach("supine-hamstring-stretch", "stretched"));
    assert_in_range(rank("semimembranosus_r"), 1, 4);
    assert_in_range(rank("semitendinosus_r"), 1, 4);
    assert_in_range(rank("biceps_femoris_lh_r"), 1, 4);
    assert_true(s[muscle("semimembranosus_r")] > 0.85);
}

static void half_kneeling_lengthens_the_hip_flexors_of_the_back_leg(void **state) {
    (void)state;
    assert_true(reach("half-kneeling-hip-flexor", "lean"));
    assert_in_range(rank("iliacus_r"), 1, 4);
    assert_in_range(rank("psoas_r"), 1, 4);
    assert_true(s[muscle("psoas_r")] > 0.9);
}

static void figure_four_lengthens_the_deep_buttock(void **state) {
    (void)state;
    assert_true(reach("supine-figure-four", "drawn"));
    const char *const up[] = {"piriformis_r", "glut_med1_r", "glut_med2_r", "glut_med3_r", "glut_min2_r"};
    for (size_t i = 0; i < sizeof up / sizeof *up; i++)
        if (ds[muscle(up[i])] < 0.15) fail_msg("%s gains %.2f", up[i], ds[muscle(up[i])]);
    assert_true(s[muscle("piriformis_r")] >= 0.9);
}

static void childs_pose_and_cat_lengthen_the_back_extensors_most(void **state) {
    (void)state;
    const char *const poses[][2] = {{"childs-pose", "fold"}, {"cat-cow", "round"}};
    for (int i = 0; i < 2; i++) {
        assert_true(reach(poses[i][0], poses[i][1]));
        assert_int_equal(pair_rank("multifidus_lumbar_r"), 1);
        assert_in_range(pair_rank("erector_longissimus_lumborum_r"), 1, 4);
        assert_in_range(pair_rank("erector_iliocostalis_lumb_r"), 1, 5);
    }
}

static void cobra_and_cow_lengthen_the_front_of_the_belly_then_the_obliques(void **state) {
    (void)state;
    const char *const poses[][2] = {{"cobra", "lifted"}, {"cat-cow", "sink"}};
    for (int i = 0; i < 2; i++) {
        assert_true(reach(poses[i][0], poses[i][1]));
        assert_int_equal(pair_rank("rectus_abdominis_r"), 1);
        assert_int_equal(pair_rank("internal_oblique_r"), 2);
    }
}

static void a_twist_lengthens_the_external_oblique(void **state) {
    (void)state;
    assert_true(reach("seated-trunk-rotation", "turned"));
    assert_int_equal(rank("external_oblique_r"), 1);
    assert_true(reach("standing-trunk-rotation", "turned"));
    assert_int_equal(rank("external_oblique_r"), 1);
    // Lying, the legs go along, and the muscles of the hip with them.
    assert_true(reach("lower-trunk-rotation", "turned"));
    assert_string_equal(most_of_the_trunk(), "external_oblique_l");
}

static void the_straddle_lengthens_the_other_side_and_both_inner_thighs(void **state) {
    (void)state;
    if (!reach("seated-side-straddle", "over")) skip();
    assert_true(ds[muscle("quadratus_lumborum_l")] > 0.2);
    assert_true(ds[muscle("external_oblique_l")] > 0.05);
    assert_true(ds[muscle("internal_oblique_l")] > 0.05);
    const char *const far[] = {"semimembranosus_r", "semitendinosus_r", "biceps_femoris_lh_r", "gracilis_r"};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++)
        if (s[muscle(far[i])] < 0.9) fail_msg("%s is at %.2f", far[i], s[muscle(far[i])]);
}

// ---------------------------------------------------------------- what is declared

static void declared_targets_are_among_those_that_lengthen_most(void **state) {
    (void)state;
    for (int i = 0; i < catalogue.count; i++) {
        build(&motion, &catalogue.moves[i], LSN_SIDE_right);
        lsn_missed missed[2 * LSN_TARGETS_MAX];
        if (lsn_motion_missed(missed, &motion) > 0)
            fail_msg("%s: %s reaches %.2f of %.2f", motion.move->id.ptr, lsn_muscle_name(missed[0].muscle),
                     missed[0].got, missed[0].wanted);
    }
}

/// The move with its first target exchanged for another muscle, primary.
static int missed_with(lsn_missed *missed, const char *id, const char *name) {
    int index = lsn_catalogue_find(&catalogue, lsn_str_from(id));
    assert_true(index >= 0);
    static lsn_move changed;
    changed = catalogue.moves[index];
    changed.targets[0].muscle = lsn_str_from(name);
    changed.targets[0].primary = true;
    changed.target_count = 1;
    build(&motion, &changed, LSN_SIDE_right);
    return lsn_motion_missed(missed, &motion);
}

static void a_target_that_does_not_lengthen_is_missed(void **state) {
    (void)state;
    lsn_missed missed[2 * LSN_TARGETS_MAX];
    assert_int_equal(missed_with(missed, "supine-hamstring-stretch", "psoas"), 1);
    assert_string_equal(lsn_muscle_name(missed[0].muscle), "psoas_r");
    assert_true(missed[0].got < 0.02);
    assert_int_equal(missed_with(missed, "supine-hamstring-stretch", "semimembranosus"), 0);
}

static void a_target_that_others_outdo_is_missed(void **state) {
    (void)state;
    lsn_missed missed[2 * LSN_TARGETS_MAX];
    assert_int_equal(missed_with(missed, "cobra", "external_oblique"), 2); // of both sides
    assert_true(missed[0].wanted > 0.4);
}

static void a_target_of_strength_that_only_lengthens_is_missed(void **state) {
    (void)state;
    lsn_missed missed[2 * LSN_TARGETS_MAX];
    assert_int_equal(missed_with(missed, "glute-bridge", "glut_max2"), 0);
    lsn_move lifting = *motion.move;
    lifting.phase_count = 1; // only the way up, where the front of the hip lengthens
    motion.move = &lifting;
    motion.targets[0] = muscle("psoas_r");
    motion.target_count = 1;
    assert_int_equal(lsn_motion_missed(missed, &motion), 1);
}

// ---------------------------------------------------------------- what glows

static const lsn_move *move_of(const char *id) {
    int index = lsn_catalogue_find(&catalogue, lsn_str_from(id));
    assert_true(index >= 0);
    return &catalogue.moves[index];
}

static float glow_of(const lsn_motion *m, const char *name, int from, int to, double t) {
    lsn_glow glows[LSN_GLOWS_MAX];
    int count = lsn_motion_glow(glows, m, from, to, t);
    for (int i = 0; i < count; i++)
        if (glows[i].muscle == muscle(name)) return glows[i].strength;
    return -1;
}

static void nothing_glows_at_the_start(void **state) {
    (void)state;
    for (int i = 0; i < catalogue.count; i++) {
        build(&motion, &catalogue.moves[i], LSN_SIDE_right);
        lsn_glow glows[LSN_GLOWS_MAX];
        int count = lsn_motion_glow(glows, &motion, 0, 0, 1);
        assert_int_equal(count, motion.target_count);
        for (int k = 0; k < count; k++) assert_true(glows[k].strength == 0);
    }
}

static void a_glow_is_in_proportion_to_what_is_gained(void **state) {
    (void)state;
    assert_true(reach("supine-hamstring-stretch", "stretched"));
    double most = ds[muscle("semimembranosus_r")], calf = ds[muscle("gastroc_med_r")];
    assert_float_equal(glow_of(&motion, "semimembranosus_r", 2, 2, 1), 1, 1e-6);
    assert_float_equal(glow_of(&motion, "gastroc_med_r", 2, 2, 1), calf / most, 1e-6);
    assert_float_equal(glow_of(&motion, "gastroc_med_r", 0, 2, 0.5), 0.5 * calf / most, 1e-6);
    assert_float_equal(glow_of(&motion, "glut_max2_r", 2, 2, 1), -1, 0); // gains, but is not what the move is for
}

static void what_shortens_does_not_glow(void **state) {
    (void)state;
    build(&motion, move_of("cat-cow"), LSN_SIDE_none);
    assert_float_equal(glow_of(&motion, "erector_longissimus_lumborum_r", 1, 1, 1), 0, 0);
    assert_true(glow_of(&motion, "rectus_abdominis_r", 1, 1, 1) > 0.4);
    assert_true(glow_of(&motion, "erector_longissimus_lumborum_r", 2, 2, 1) > 0.8);
    assert_float_equal(glow_of(&motion, "rectus_abdominis_r", 2, 2, 1), 0, 0);
}

static void what_works_glows_although_it_shortens(void **state) {
    (void)state;
    build(&motion, move_of("glute-bridge"), LSN_SIDE_none);
    assert_true(lsn_motion_works(&motion));
    assert_float_equal(glow_of(&motion, "glut_max2_r", 1, 1, 1), 1, 0);
    assert_float_equal(glow_of(&motion, "semitendinosus_r", 1, 1, 1), 0.5, 0);
    build(&motion, move_of("cobra"), LSN_SIDE_none);
    assert_false(lsn_motion_works(&motion));
}

static void the_left_glows_as_the_right_does(void **state) {
    (void)state;
    for (int i = 0; i < catalogue.count; i++) {
        const lsn_move *move = &catalogue.moves[i];
        if (!move->two_sided) continue;
        build(&motion, move, LSN_SIDE_right);
        build(&other, move, LSN_SIDE_left);
        assert_int_equal(motion.target_count, other.target_count);
        for (int t = 0; t < motion.target_count; t++) {
            assert_int_equal(other.targets[t], lsn_muscle_mirror(motion.targets[t]));
            for (int key = 0; key < motion.key_count; key++)
                assert_memory_equal(&motion.glow[key][t], &other.glow[key][t], sizeof(double));
        }
    }
}

static void every_muscle_has_a_latin_name(void **state) {
    (void)state;
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) assert_true(strlen(lsn_muscle_latin((lsn_muscle)m)) > 5);
    assert_string_equal(lsn_muscle_latin(muscle("tfl_l")), "tensor fasciae latae");
    assert_string_equal(lsn_muscle_latin(muscle("glut_med3_r")), "gluteus medius");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hamstring_stretch_lengthens_three_hamstrings),
        cmocka_unit_test(half_kneeling_lengthens_the_hip_flexors_of_the_back_leg),
        cmocka_unit_test(figure_four_lengthens_the_deep_buttock),
        cmocka_unit_test(childs_pose_and_cat_lengthen_the_back_extensors_most),
        cmocka_unit_test(cobra_and_cow_lengthen_the_front_of_the_belly_then_the_obliques),
        cmocka_unit_test(a_twist_lengthens_the_external_oblique),
        cmocka_unit_test(the_straddle_lengthens_the_other_side_and_both_inner_thighs),
        cmocka_unit_test(declared_targets_are_among_those_that_lengthen_most),
        cmocka_unit_test(a_target_that_does_not_lengthen_is_missed),
        cmocka_unit_test(a_target_that_others_outdo_is_missed),
        cmocka_unit_test(a_target_of_strength_that_only_lengthens_is_missed),
        cmocka_unit_test(nothing_glows_at_the_start),
        cmocka_unit_test(a_glow_is_in_proportion_to_what_is_gained),
        cmocka_unit_test(what_shortens_does_not_glow),
        cmocka_unit_test(what_works_glows_although_it_shortens),
        cmocka_unit_test(the_left_glows_as_the_right_does),
        cmocka_unit_test(every_muscle_has_a_latin_name),
    };
    return cmocka_run_group_tests_name("targets", tests, open_catalogue, NULL);
}
