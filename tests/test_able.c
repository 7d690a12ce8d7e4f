// What a limited body can do (core/figure/able.c), and that a plan keeps to it. The checks look at poses that are
// solved anew, not at what the module says of itself.
#include "core/figure/figure.h"
#include "core/plan/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CATALOGUE_BYTES = 8 << 20, SCRATCH_BYTES = 4 << 20, ALL_LEVELS = (1 << LSN_LEVEL_COUNT) - 1 };

static unsigned char catalogue_memory[CATALOGUE_BYTES], scratch_memory[SCRATCH_BYTES];
static lsn_catalogue catalogue;
static lsn_body body;
static lsn_able able;
static lsn_motion motion;
static lsn_plan plan;

static lsn_arena scratch(void) {
    return lsn_arena_make(scratch_memory, SCRATCH_BYTES);
}

static int open_catalogue(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(catalogue_memory, CATALOGUE_BYTES);
    lsn_diag diag;
    int failed;
    return lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag);
}

static void ask(const char *text) {
    lsn_body_options options;
    assert_int_equal(lsn_body_options_parse(&options, lsn_str_from(text), scratch(), NULL), LSN_OK);
    assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
    assert_int_equal(lsn_able_build(&able, &catalogue, &body, scratch()), LSN_OK);
}

static int move_named(const char *id) {
    int index = lsn_catalogue_find(&catalogue, lsn_str_from(id));
    assert_true(index >= 0);
    return index;
}

static bool can(const char *id, lsn_level level) {
    return able.levels[move_named(id)] >> level & 1;
}

static const char *why(const char *id, lsn_level level) {
    static char text[200];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_hindrance_say(&buf, NULL, &able.why[move_named(id)][level]);
    return lsn_buf_cstr(&buf);
}

static void solve(int move, lsn_side side, lsn_level level, const lsn_body *who) {
    lsn_err err = lsn_motion_build(&motion, &catalogue.moves[move], side, level, who, scratch(), NULL);
    assert_true(err == LSN_OK || err == LSN_ERR_NOT_SOLVED);
}

static lsn_side first_side(int move) {
    return catalogue.moves[move].two_sided ? LSN_SIDE_right : LSN_SIDE_none;
}

/// A knee on the floor while the pelvis is in the air and the thighs are too: the check's own idea of kneeling.
static bool is_on_the_knees(int move, lsn_level level) {
    static const char *const low[] = {"sit_bone_r", "sit_bone_l", "hip_front_r", "hip_side_r",
                                      "hip_side_l", "sacrum",     "pubis",       "thigh_front_r"};
    lsn_body_options options = lsn_body_options_default();
    static lsn_body usual;
    assert_int_equal(lsn_body_build(&usual, &options), LSN_OK);
    solve(move, first_side(move), level, &usual);
    for (int k = 0; k < motion.key_count; ++k) {
        lsn_frames f;
        lsn_body_frames(&f, &usual, &motion.keys[k].pose);
        lsn_vec3 up = {0, 1, 0};
        bool lies = false, knee = false;
        for (int i = 0; i < (int)(sizeof low / sizeof *low); ++i)
            lies = lies || lsn_site_touch(&usual, &f, lsn_site_find(lsn_str_from(low[i])), up).y < 0.02;
        knee = lsn_site_touch(&usual, &f, lsn_site_find(LSN_STR("knee_r")), up).y < 0.02 ||
               lsn_site_touch(&usual, &f, lsn_site_find(LSN_STR("knee_l")), up).y < 0.02;
        if (knee && !lies) return true;
    }
    return false;
}

// ---------------------------------------------------------------- bodies

static void a_body_without_limits_can_do_everything(void **state) {
    (void)state;
    ask("{\"stature_m\": 1.9, \"girth\": 1.1}");
    for (int m = 0; m < catalogue.count; ++m) {
        assert_int_equal(able.levels[m], ALL_LEVELS);
        assert_int_equal(able.in_bed[m], ALL_LEVELS);
    }
}

static void who_cannot_kneel_has_exactly_the_moves_without_knees_on_the_floor(void **state) {
    (void)state;
    ask("{\"cannot\": [\"kneel\"]}");
    int out = 0;
    for (int m = 0; m < catalogue.count; ++m) {
        for (int l = 0; l < LSN_LEVEL_COUNT; ++l) {
            bool kneels = is_on_the_knees(m, (lsn_level)l);
            if (kneels == (bool)(able.levels[m] >> l & 1))
                print_message("%s, level %d\n", catalogue.moves[m].id.ptr, l);
            assert_int_equal(kneels, !(able.levels[m] >> l & 1));
            out += kneels;
        }
    }
    assert_true(out >= 12);
    assert_string_equal(why("cat-cow", LSN_LEVEL_usual), "needs kneeling");
}

static void who_cannot_lean_on_the_hands_keeps_what_rests_on_forearms(void **state) {
    (void)state;
    ask("{\"cannot\": [\"lean-on-hands\"]}");
    assert_false(can("cat-cow", LSN_LEVEL_usual));
    assert_true(can("cat-cow", LSN_LEVEL_easier));
    assert_true(can("sphinx", LSN_LEVEL_usual));
    assert_false(can("downward-dog", LSN_LEVEL_easier));
    assert_true(can("glute-bridge", LSN_LEVEL_usual)); // palms lie on the floor and carry nothing
    assert_true(can("childs-pose", LSN_LEVEL_usual));
    assert_string_equal(why("tail-wag", LSN_LEVEL_usual), "needs weight on the hands");
}

static void who_cannot_get_to_the_floor_moves_on_the_feet_on_a_chair_and_in_bed(void **state) {
    (void)state;
    ask("{\"cannot\": [\"get-to-floor\"]}");
    assert_true(can("standing-trunk-rotation", LSN_LEVEL_usual));
    assert_true(can("seated-trunk-rotation", LSN_LEVEL_usual));
    assert_true(can("forward-fold", LSN_LEVEL_usual));
    for (int m = 0; m < catalogue.count; ++m) {
        lsn_posture start = catalogue.moves[m].start;
        bool high = start == LSN_POSTURE_standing || start == LSN_POSTURE_seated_chair;
        assert_int_equal(able.levels[m], high ? ALL_LEVELS : 0);
    }
    const uint8_t *in_bed = lsn_able_at(&able, LSN_PLACE_bed);
    assert_int_equal(in_bed[move_named("glute-bridge")], ALL_LEVELS);
    assert_int_equal(lsn_able_at(&able, LSN_PLACE_floor)[move_named("glute-bridge")], 0);
}

static void lying_sitting_and_standing_on_one_leg_are_told_apart(void **state) {
    (void)state;
    ask("{\"cannot\": [\"lie-on-front\"]}");
    assert_false(can("cobra", LSN_LEVEL_easier));
    assert_true(can("glute-bridge", LSN_LEVEL_usual) && can("cat-cow", LSN_LEVEL_usual));
    ask("{\"cannot\": [\"lie-on-back\"]}");
    assert_false(can("glute-bridge", LSN_LEVEL_easier));
    assert_true(can("cobra", LSN_LEVEL_usual) && can("sleep-on-side", LSN_LEVEL_usual));
    ask("{\"cannot\": [\"lie-on-side\"]}");
    assert_false(can("sleep-on-side", LSN_LEVEL_usual));
    assert_true(can("cobra", LSN_LEVEL_usual) && can("supine-figure-four", LSN_LEVEL_usual));
    ask("{\"cannot\": [\"sit-on-floor\"]}");
    assert_false(can("seated-side-straddle", LSN_LEVEL_usual));
    assert_true(can("single-knee-to-chest", LSN_LEVEL_usual) && can("seated-trunk-rotation", LSN_LEVEL_usual));
    ask("{\"cannot\": [\"stand-on-one-leg\"]}");
    assert_false(can("hip-airplane", LSN_LEVEL_usual));
    assert_true(can("hip-airplane", LSN_LEVEL_easier)); // both hands on the wall
    assert_true(can("forward-fold", LSN_LEVEL_usual));
}

static void a_hip_that_stops_at_sixty_degrees_leaves_no_move_that_bends_it_past_a_hundred(void **state) {
    (void)state;
    ask("{\"limits\": {\"hip_flexion\": 60}}");
    lsn_body_options options = lsn_body_options_default();
    static lsn_body usual;
    assert_int_equal(lsn_body_build(&usual, &options), LSN_OK);
    for (int m = 0; m < catalogue.count; ++m) {
        solve(m, first_side(m), LSN_LEVEL_usual, &usual);
        double most = 0;
        for (int k = 0; k < motion.key_count; ++k) {
            double value[LSN_COORD_COUNT];
            lsn_pose_to_coords(value, &motion.keys[k].pose);
            most = lsn_max(most, lsn_max(value[LSN_COORD_hip_flexion_r], value[LSN_COORD_hip_flexion_l]));
        }
        if (most > 102) assert_false(able.levels[m] >> LSN_LEVEL_usual & 1);
        if (most < 60) assert_true(able.levels[m] >> LSN_LEVEL_usual & 1);
    }
    assert_non_null(strstr(why("single-knee-to-chest", LSN_LEVEL_usual), "bends the hip to 1"));
    assert_non_null(strstr(why("single-knee-to-chest", LSN_LEVEL_usual), "°, and yours stops at 60°"));
}

static void a_stiff_body_keeps_what_it_can_do_a_little_narrower(void **state) {
    (void)state;
    ask("{\"limits\": {\"hip_flexion\": 90}}");
    assert_true(can("single-knee-to-chest", LSN_LEVEL_usual)); // knee at 90° is still a knee to the chest
    ask("{\"limits\": {\"straight_leg_raise\": 60}}");
    assert_true(can("supine-hamstring-stretch", LSN_LEVEL_usual)); // whom this stretch is for
    assert_true(can("forward-fold", LSN_LEVEL_easier));
}

/// What counts as done is what the figure then shows: limits kept, everything but hands and head where it belongs.
static void what_can_be_done_is_solved_within_ten_millimetres(void **state) {
    (void)state;
    static const char *const bodies[] = {
        "{\"limits\": {\"hip_flexion\": 90}}", "{\"limits\": {\"lumbar_flexion\": [-5, 10]}}",
        "{\"limits\": {\"straight_leg_raise\": 60, \"arm_flex\": 120}}", "{\"limits\": {\"knee_angle\": 110}}"};
    for (int b = 0; b < 4; ++b) {
        ask(bodies[b]);
        for (int m = 0; m < catalogue.count; ++m) {
            lsn_coord worst;
            if (!(able.levels[m] >> LSN_LEVEL_usual & 1)) continue;
            solve(m, first_side(m), LSN_LEVEL_usual, &body);
            for (int k = 0; k < motion.key_count; ++k) {
                const lsn_key *key = &motion.keys[k];
                lsn_frames f;
                lsn_body_frames(&f, &body, &key->pose);
                assert_true(lsn_body_limit_excess(&body, &key->pose, &worst) < LSN_RAD(0.1));
                for (int i = 0; i < key->contact_count; ++i)
                    assert_true(lsn_contact_error(&body, &f, &key->contacts[i]) < 0.010);
            }
        }
    }
}

static void a_limit_of_the_left_side_narrows_the_left_side_alone(void **state) {
    (void)state;
    ask("{\"limits\": {\"hip_flexion_l\": 80}}");
    int move = move_named("single-knee-to-chest");
    double value[LSN_COORD_COUNT];
    solve(move, LSN_SIDE_left, LSN_LEVEL_usual, &body);
    lsn_pose_to_coords(value, &motion.keys[motion.key_count - 1].pose);
    assert_true(value[LSN_COORD_hip_flexion_l] <= 80 + 1e-6);
    assert_true(value[LSN_COORD_hip_flexion_l] > 70);
    lsn_pose between = lsn_motion_pose(&motion, 1, 2, 0.5, scratch());
    lsn_pose_to_coords(value, &between);
    assert_true(value[LSN_COORD_hip_flexion_l] <= 80 + 1e-6);
    solve(move, LSN_SIDE_right, LSN_LEVEL_usual, &body);
    lsn_pose_to_coords(value, &motion.keys[motion.key_count - 1].pose);
    assert_true(value[LSN_COORD_hip_flexion_r] > 100);
    ask("{\"limits\": {\"hip_flexion_l\": 60}}");
    assert_non_null(strstr(why("double-knee-to-chest", LSN_LEVEL_usual), "bends the hip on the left to"));
}

static void too_little_memory_is_an_error_and_leaves_the_answer(void **state) {
    (void)state;
    ask("{\"cannot\": [\"kneel\"]}");
    able.levels[0] = 77;
    lsn_arena little = lsn_arena_make(scratch_memory, 1000);
    assert_int_equal(lsn_able_build(&able, &catalogue, &body, little), LSN_ERR_NO_MEMORY);
    assert_int_equal(able.levels[0], 77);
}

static void reasons_are_told_in_plain_words(void **state) {
    (void)state;
    static const struct {
        lsn_hindrance why;
        const char *says;
    } cases[] = {
        {{.kind = LSN_HINDRANCE_cannot, .cannot = LSN_CANNOT_get_to_floor}, "needs getting down to the floor"},
        {{.kind = LSN_HINDRANCE_limit, .coord = LSN_COORD_knee_angle_r, .needs_deg = 4, .stops_deg = 20},
         "straightens the knee to 4°, and yours stops 20° short of straight"},
        {{.kind = LSN_HINDRANCE_limit, .coord = LSN_COORD_hip_flexion_r, .needs_deg = -18, .stops_deg = -5},
         "takes the thigh back to 18°, and yours stops at 5°"},
        {{.kind = LSN_HINDRANCE_limit,
          .coord = LSN_COORD_arm_flex_l,
          .of_one_side = true,
          .needs_deg = 170,
          .stops_deg = 90},
         "raises the arm on the left to 170°, and yours stops at 90°"},
        {{.kind = LSN_HINDRANCE_straight_leg, .needs_deg = 84.6, .stops_deg = 45},
         "raises a straight leg to 85°, and yours stops at 45°"},
        {{.kind = LSN_HINDRANCE_none}, ""},
    };
    for (int i = 0; i < (int)(sizeof cases / sizeof *cases); ++i) {
        char text[200];
        lsn_buf buf = lsn_buf_make(text, sizeof text);
        lsn_hindrance_say(&buf, NULL, &cases[i].why);
        assert_string_equal(lsn_buf_cstr(&buf), cases[i].says);
    }
}

// ---------------------------------------------------------------- plans

static void check_steps(bool kneels[][LSN_LEVEL_COUNT]) {
    for (int i = 0; i < plan.count; ++i) assert_false(kneels[plan.steps[i].move][plan.steps[i].level]);
}

static void one_who_cannot_kneel_never_kneels(void **state) {
    (void)state;
    static bool kneels[LSN_MOVES_MAX][LSN_LEVEL_COUNT];
    for (int m = 0; m < catalogue.count; ++m)
        for (int l = 0; l < LSN_LEVEL_COUNT; ++l) kneels[m][l] = is_on_the_knees(m, (lsn_level)l);
    ask("{\"cannot\": [\"kneel\"]}");
    int plans = 0;
    for (int place = 0; place < LSN_PLACE_COUNT; ++place)
        for (int minutes = 3; minutes <= 30; minutes += 3)
            for (int region = -1; region < LSN_REGION_COUNT; ++region)
                for (uint64_t seed = 0; seed < 2; ++seed) {
                    lsn_wish wish = lsn_wish_default();
                    wish.place = (lsn_place)place;
                    wish.minutes = minutes;
                    wish.regions = region < 0 ? 0 : 1u << region;
                    wish.seed = seed;
                    wish.able = lsn_able_at(&able, wish.place);
                    lsn_err err = lsn_plan_build(&plan, &catalogue, &wish, scratch());
                    if (err == LSN_ERR_TOO_SHORT) continue;
                    assert_int_equal(err, LSN_OK);
                    assert_null(plan.wish.able);
                    check_steps(kneels);
                    if (lsn_plan_swap(&plan, 0, &wish, scratch()) == LSN_OK) check_steps(kneels);
                    plans++;
                }
    assert_true(plans > 300);
}

static void easing_passes_over_a_level_that_the_body_cannot_do(void **state) {
    (void)state;
    uint8_t masks[LSN_MOVES_MAX] = {0};
    int move = move_named("glute-bridge");
    masks[move] = 1u << LSN_LEVEL_usual;
    lsn_wish wish = lsn_wish_default();
    wish.able = masks;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch()), LSN_OK);
    assert_int_equal(plan.steps[0].move, move);
    char memory[8192];
    lsn_buf buf = lsn_buf_make(memory, sizeof memory);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_plan_write_json(&out, &plan);
    lsn_plan again;
    assert_int_equal(lsn_plan_read(&again, &catalogue, lsn_buf_view(&buf), scratch(), NULL), LSN_OK);
    assert_false(lsn_plan_ease(&plan, 0)); // there is no lighter one: the move is left instead
    assert_false(lsn_plan_ease(&again, 0));
    assert_int_equal(plan.steps[0].level, LSN_LEVEL_usual);
}

static void a_level_out_of_reach_gives_way_to_a_lighter_one(void **state) {
    (void)state;
    uint8_t masks[LSN_MOVES_MAX] = {0};
    masks[move_named("cat-cow")] = 1u << LSN_LEVEL_easier;
    lsn_wish wish = lsn_wish_default();
    wish.able = masks;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch()), LSN_OK);
    for (int i = 0; i < plan.count; ++i) {
        assert_int_equal(plan.steps[i].move, move_named("cat-cow"));
        assert_int_equal(plan.steps[i].level, LSN_LEVEL_easier);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_without_limits_can_do_everything),
        cmocka_unit_test(who_cannot_kneel_has_exactly_the_moves_without_knees_on_the_floor),
        cmocka_unit_test(who_cannot_lean_on_the_hands_keeps_what_rests_on_forearms),
        cmocka_unit_test(who_cannot_get_to_the_floor_moves_on_the_feet_on_a_chair_and_in_bed),
        cmocka_unit_test(lying_sitting_and_standing_on_one_leg_are_told_apart),
        cmocka_unit_test(a_hip_that_stops_at_sixty_degrees_leaves_no_move_that_bends_it_past_a_hundred),
        cmocka_unit_test(a_stiff_body_keeps_what_it_can_do_a_little_narrower),
        cmocka_unit_test(what_can_be_done_is_solved_within_ten_millimetres),
        cmocka_unit_test(a_limit_of_the_left_side_narrows_the_left_side_alone),
        cmocka_unit_test(too_little_memory_is_an_error_and_leaves_the_answer),
        cmocka_unit_test(reasons_are_told_in_plain_words),
        cmocka_unit_test(one_who_cannot_kneel_never_kneels),
        cmocka_unit_test(easing_passes_over_a_level_that_the_body_cannot_do),
        cmocka_unit_test(a_level_out_of_reach_gives_way_to_a_lighter_one),
    };
    return cmocka_run_group_tests(tests, open_catalogue, NULL);
}
