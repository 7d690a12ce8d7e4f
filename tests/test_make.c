// A person's own move (core/make): a pose by dragging that stays a body, a form as a checked file, and moves of one's
// own in the catalogue. Expected values are those of anatomy and of the checker, not of the module.
#include "core/make/make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CATALOGUE_BYTES = 8 << 20, SCRATCH_BYTES = 4 << 20, MAKING_BYTES = 1 << 20 };

static unsigned char catalogue_memory[CATALOGUE_BYTES], scratch_memory[SCRATCH_BYTES], making_memory[MAKING_BYTES];
static char file_bytes[LSN_MAKE_FILE_MAX];
static lsn_arena left; // of the catalogue's memory
static lsn_catalogue catalogue;
static lsn_body body;
static lsn_posing posing;
static lsn_made made;
static lsn_buf file;

static lsn_arena scratch(void) {
    return lsn_arena_make(scratch_memory, SCRATCH_BYTES);
}

static int open_catalogue(void **state) {
    (void)state;
    left = lsn_arena_make(catalogue_memory, CATALOGUE_BYTES);
    lsn_diag diag;
    int failed;
    lsn_body_options options = lsn_body_options_default();
    if (lsn_body_build(&body, &options)) return 1;
    return lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &left, &failed, &diag);
}

// ---------------------------------------------------------------- posing

static void begin(lsn_posture posture) {
    static lsn_motion motion;
    int seed = lsn_posing_seed(&catalogue, posture);
    assert_true(seed >= 0);
    const lsn_move *move = &catalogue.moves[seed];
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    assert_int_equal(lsn_motion_build_variant(&motion, move, side, LSN_LEVEL_usual, -1, &body, scratch(), NULL),
                     LSN_OK);
    lsn_posing_begin(&posing, &motion, 0, 0);
}

static void drag_by(lsn_handle handle, double x, double y, double z) {
    lsn_vec3 from = lsn_posing_handle(&posing, handle);
    for (int i = 1; i <= 6; i++) {
        lsn_vec3 to = lsn_v3(from.x + x * i / 6, from.y + y * i / 6, from.z + z * i / 6);
        lsn_posing_drag(&posing, handle, to, scratch());
    }
    assert_true(lsn_posing_drop(&posing, handle, scratch()));
}

static void assert_is_a_body(void) {
    const lsn_posed *now = &posing.key[posing.at];
    lsn_coord worst;
    lsn_segment deepest;
    lsn_frames frames;
    lsn_body_frames(&frames, &body, &now->pose);
    assert_true(lsn_body_limit_excess(&body, &now->pose, &worst) < LSN_RAD(0.5));
    assert_true(lsn_body_floor_depth(&body, &frames, &deepest) < 0.006);
    for (int i = 0; i < now->count; i++) assert_true(lsn_contact_error(&body, &frames, &now->contacts[i]) < 0.004);
}

static double away(lsn_vec3 a, lsn_vec3 b) {
    return lsn_v3_length(lsn_v3_sub(a, b));
}

static void every_posture_has_a_way_to_begin(void **state) {
    (void)state;
    for (int i = 0; i < LSN_POSTURE_COUNT; i++) {
        begin((lsn_posture)i);
        assert_is_a_body();
    }
}

static void a_dragged_hand_goes_where_it_is_taken_and_the_feet_stay(void **state) {
    (void)state;
    begin(LSN_POSTURE_standing);
    lsn_vec3 hand = lsn_posing_handle(&posing, LSN_HANDLE_hand_r), foot = lsn_posing_handle(&posing, LSN_HANDLE_foot_l);
    drag_by(LSN_HANDLE_hand_r, 0.2, 0.4, 0.1);
    lsn_vec3 wanted = lsn_v3(hand.x + 0.2, hand.y + 0.4, hand.z + 0.1);
    assert_true(away(lsn_posing_handle(&posing, LSN_HANDLE_hand_r), wanted) < 0.03);
    assert_true(away(lsn_posing_handle(&posing, LSN_HANDLE_foot_l), foot) < 0.01);
    assert_is_a_body();
}

static void out_of_reach_it_stays_a_body(void **state) {
    (void)state;
    static const lsn_posture postures[] = {LSN_POSTURE_standing, LSN_POSTURE_all_fours, LSN_POSTURE_hook_lying};
    for (int i = 0; i < 3; i++) {
        begin(postures[i]);
        drag_by(LSN_HANDLE_hand_l, 1.5, 2.0, -1.0);
        assert_is_a_body();
        drag_by(LSN_HANDLE_knee_r, 0.0, -1.5, 0.0);
        assert_is_a_body();
    }
}

static void a_foot_can_be_lifted_and_comes_to_rest_again(void **state) {
    (void)state;
    begin(LSN_POSTURE_hook_lying);
    int before = posing.key[0].count;
    drag_by(LSN_HANDLE_foot_r, 0.0, 0.30, 0.0);
    assert_true(posing.key[0].count < before);
    assert_true(lsn_posing_handle(&posing, LSN_HANDLE_foot_r).y > 0.2);
    drag_by(LSN_HANDLE_foot_r, 0.0, -0.60, 0.0);
    bool rests = false;
    for (int i = 0; i < posing.key[0].count; i++)
        rests = rests || lsn_site_segment(posing.key[0].contacts[i].site) == LSN_SEG_foot_r;
    assert_true(rests);
    assert_is_a_body();
}

static void a_knee_takes_its_foot_along_when_it_must(void **state) {
    (void)state;
    begin(LSN_POSTURE_hook_lying);
    lsn_vec3 knee = lsn_posing_handle(&posing, LSN_HANDLE_knee_r), chest = lsn_posing_handle(&posing, LSN_HANDLE_chest);
    double way = chest.x - knee.x;
    drag_by(LSN_HANDLE_knee_r, 0.5 * way, 0.05, 0.0);
    assert_true(lsn_abs(lsn_posing_handle(&posing, LSN_HANDLE_knee_r).x - knee.x) > 0.4 * lsn_abs(way));
    assert_true(lsn_posing_handle(&posing, LSN_HANDLE_foot_r).y > 0.15);
    assert_is_a_body();
}

static void undo_takes_back_one_drag_after_the_other(void **state) {
    (void)state;
    begin(LSN_POSTURE_standing);
    lsn_vec3 first = lsn_posing_handle(&posing, LSN_HANDLE_hand_r);
    drag_by(LSN_HANDLE_hand_r, 0.0, 0.2, 0.0);
    lsn_vec3 second = lsn_posing_handle(&posing, LSN_HANDLE_hand_r);
    drag_by(LSN_HANDLE_hand_r, 0.0, 0.2, 0.0);
    assert_true(lsn_posing_undo(&posing));
    assert_true(away(lsn_posing_handle(&posing, LSN_HANDLE_hand_r), second) == 0.0);
    assert_true(lsn_posing_undo(&posing));
    assert_true(away(lsn_posing_handle(&posing, LSN_HANDLE_hand_r), first) == 0.0);
    assert_false(lsn_posing_undo(&posing));
}

// ---------------------------------------------------------------- forms

static char form_text[16 << 10];

/// The second pose is the one at hand; `more` goes into the form.
static const char *form_of(const char *name, const char *start, const char *go, const char *dose, const char *more) {
    static char figure[8 << 10];
    lsn_buf buf = lsn_buf_make(figure, sizeof figure - 1);
    lsn_json_out json = lsn_json_begin(&buf);
    lsn_posing_write_json(&json, &posing);
    lsn_buf_cstr(&buf);
    snprintf(form_text, sizeof form_text,
             "{\"id\":\"own-test\",\"name\":\"%s\",\"start\":\"%s\",\"way\":\"hold\",\"places\":[\"floor\"],"
             "\"regions\":[\"upper-back\"],\"tags\":[],\"say\":{\"ready\":\"Stand tall.\",\"go\":\"%s\","
             "\"hold\":\"Breathe.\",\"back\":\"Come back.\"},\"doses\":{\"easier\":{\"hold_s\":10,\"reps\":1},"
             "\"usual\":%s,\"harder\":{\"hold_s\":30,\"reps\":2}},\"figure\":%s%s}",
             name, start, go, dose, figure, more);
    return form_text;
}

static lsn_err make(const char *form, lsn_diag *diag) {
    lsn_arena arena = lsn_arena_make(making_memory, MAKING_BYTES);
    file = lsn_buf_make(file_bytes, sizeof file_bytes);
    return lsn_make_move(&made, &file, lsn_str_from(form), &catalogue, &body, &arena, scratch(), diag);
}

static const char DOSE[] = "{\"hold_s\":20,\"reps\":2}";

static void reach_up(void) {
    begin(LSN_POSTURE_standing);
    posing.at = 1;
    drag_by(LSN_HANDLE_hand_r, 0.25, 0.5, 0.1);
}

static void a_form_becomes_a_file_that_the_checker_takes(void **state) {
    (void)state;
    reach_up();
    assert_int_equal(make(form_of("Reach", "standing", "Reach up.", DOSE, ""), NULL), LSN_OK);
    assert_true(made.good);
    assert_int_equal(made.count, 0);
    lsn_arena arena = scratch();
    lsn_move again;
    lsn_diag diag;
    assert_int_equal(lsn_move_parse(&again, lsn_buf_view(&file), &arena, &diag), LSN_OK);
    assert_int_equal(lsn_motion_check(&again, &diag), LSN_OK);
    assert_true(lsn_str_equal(again.name, LSN_STR("Reach")));
    assert_int_equal(again.kind, LSN_KIND_static);
    assert_true(again.phases[1].is_hold);
    assert_true(lsn_str_equal(again.sources[0].id, LSN_STR("own")));
}

static void the_file_holds_the_pose_that_was_dragged(void **state) {
    (void)state;
    static lsn_motion motion;
    reach_up();
    lsn_vec3 hand = lsn_posing_handle(&posing, LSN_HANDLE_hand_r);
    assert_int_equal(make(form_of("Reach", "standing", "Reach up.", DOSE, ""), NULL), LSN_OK);
    assert_int_equal(lsn_motion_build(&motion, &made.move, LSN_SIDE_none, LSN_LEVEL_usual, &body, scratch(), NULL),
                     LSN_OK);
    lsn_posing_begin(&posing, &motion, 0, 1);
    posing.at = 1;
    assert_true(away(lsn_posing_handle(&posing, LSN_HANDLE_hand_r), hand) < 0.01);
}

static bool has_problem(lsn_make_field field, const char *words) {
    for (int i = 0; i < made.count; i++)
        if (made.problems[i].field == field && strstr(made.problems[i].text, words)) return true;
    return false;
}

static void everything_wrong_is_told_at_once_beside_its_field(void **state) {
    (void)state;
    reach_up();
    assert_int_equal(make(form_of("  ", "floating", "", "{\"hold_s\":20,\"reps\":99}", ""), NULL), LSN_OK);
    assert_false(made.good);
    assert_true(has_problem(LSN_MAKE_name, "a name"));
    assert_true(has_problem(LSN_MAKE_start, "floating"));
    assert_true(has_problem(LSN_MAKE_go, "Say what to do"));
    assert_true(has_problem(LSN_MAKE_usual, "from 1 to 30"));
    assert_int_equal(made.count, 4);
}

static void a_name_that_is_taken_is_refused(void **state) {
    (void)state;
    reach_up();
    assert_int_equal(make(form_of("Child's pose", "standing", "Reach up.", DOSE, ""), NULL), LSN_OK);
    assert_true(has_problem(LSN_MAKE_name, "already"));
}

static void a_form_of_another_shape_says_where(void **state) {
    (void)state;
    lsn_diag diag;
    assert_int_equal(make("{\"id\":\"own-a\",\n \"say\": 3}", &diag), LSN_ERR_WRONG_TYPE);
    assert_int_equal(diag.line, 2);
    assert_int_equal(make("{\"id\":\"mine\"}", &diag), LSN_ERR_MISSING_FIELD);
}

static void a_move_of_two_sides_says_its_side(void **state) {
    (void)state;
    reach_up();
    assert_int_equal(make(form_of("Reach", "standing", "Reach up.", DOSE, ",\"two_sided\":true"), NULL), LSN_OK);
    assert_true(made.good);
    assert_true(made.move.two_sided);
    assert_non_null(strstr(file_bytes, "{side}"));
}

static void cautions_follow_from_the_pose(void **state) {
    (void)state;
    begin(LSN_POSTURE_all_fours);
    assert_int_equal(make(form_of("Wait", "all-fours", "Stay.", DOSE, ""), NULL), LSN_OK);
    assert_true(made.move.tags >> LSN_TAG_KN & 1);
    assert_true(made.move.tags >> LSN_TAG_WR & 1);
    begin(LSN_POSTURE_standing);
    assert_int_equal(make(form_of("Wait", "standing", "Stay.", DOSE, ""), NULL), LSN_OK);
    assert_int_equal(made.move.tags, 0);
}

static void the_way_is_slow_enough_for_joints(void **state) {
    (void)state;
    lsn_make_problem problems[LSN_MAKE_PROBLEMS_MAX];
    reach_up();
    assert_int_equal(make(form_of("Reach", "standing", "Up.", DOSE, ""), NULL), LSN_OK);
    int count = lsn_make_look(problems, LSN_MAKE_PROBLEMS_MAX, &made.move, &body, scratch());
    for (int i = 0; i < count; i++) assert_null(strstr(problems[i].text, "jerk"));
    assert_true(made.move.phases[0].seconds >= 3);
}

static void what_no_body_can_do_is_said_in_plain_words(void **state) {
    (void)state;
    lsn_make_problem problems[LSN_MAKE_PROBLEMS_MAX];
    begin(LSN_POSTURE_standing);
    assert_int_equal(make(form_of("Float", "standing", "Up.", DOSE, ""), NULL), LSN_OK);
    assert_int_equal(lsn_make_look(problems, LSN_MAKE_PROBLEMS_MAX, &made.move, &body, scratch()), 0);
    for (int i = 0; i < made.move.poses[1].contact_count; i++) made.move.poses[1].contacts[i].gap_m = 0.3;
    int count = lsn_make_look(problems, LSN_MAKE_PROBLEMS_MAX, &made.move, &body, scratch());
    bool told = false;
    for (int i = 0; i < count; i++) {
        told = told || strstr(problems[i].text, "tip over");
        assert_null(strchr(problems[i].text, '_'));
    }
    assert_true(told);
}

// ---------------------------------------------------------------- in the catalogue

static void own_moves_come_behind_the_built_in_ones(void **state) {
    (void)state;
    reach_up();
    assert_int_equal(make(form_of("Reach", "standing", "Reach up.", DOSE, ""), NULL), LSN_OK);
    lsn_file own = {LSN_STR("own"), lsn_buf_view(&file)};
    lsn_arena arena = left;
    lsn_catalogue more;
    lsn_diag diag;
    int failed;
    assert_int_equal(lsn_catalogue_extend(&more, &catalogue, &own, 1, &arena, &failed, &diag), LSN_OK);
    assert_int_equal(more.count, catalogue.count + 1);
    assert_int_equal(lsn_catalogue_find(&more, LSN_STR("cat-cow")), lsn_catalogue_find(&catalogue, LSN_STR("cat-cow")));
    assert_int_equal(lsn_catalogue_find(&more, LSN_STR("own-test")), catalogue.count);
    assert_true(more.version != catalogue.version);
}

static void a_foreign_id_or_a_second_of_a_name_is_refused_whole(void **state) {
    (void)state;
    lsn_arena arena = left;
    lsn_catalogue more = {.count = -7};
    lsn_diag diag;
    int failed;
    assert_int_equal(lsn_catalogue_extend(&more, &catalogue, &lsn_builtin_moves[0], 1, &arena, &failed, &diag),
                     LSN_ERR_NOT_ALLOWED);
    assert_true(diag.line > 0);
    reach_up();
    assert_int_equal(make(form_of("Reach", "standing", "Reach up.", DOSE, ""), NULL), LSN_OK);
    lsn_file twice[2] = {{LSN_STR("a"), lsn_buf_view(&file)}, {LSN_STR("b"), lsn_buf_view(&file)}};
    assert_int_equal(lsn_catalogue_extend(&more, &catalogue, twice, 2, &arena, &failed, &diag), LSN_ERR_DUPLICATE);
    assert_int_equal(failed, 1);
    assert_int_equal(more.count, -7);
    assert_true(arena.used == left.used);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_posture_has_a_way_to_begin),
        cmocka_unit_test(a_dragged_hand_goes_where_it_is_taken_and_the_feet_stay),
        cmocka_unit_test(out_of_reach_it_stays_a_body),
        cmocka_unit_test(a_foot_can_be_lifted_and_comes_to_rest_again),
        cmocka_unit_test(a_knee_takes_its_foot_along_when_it_must),
        cmocka_unit_test(undo_takes_back_one_drag_after_the_other),
        cmocka_unit_test(a_form_becomes_a_file_that_the_checker_takes),
        cmocka_unit_test(the_file_holds_the_pose_that_was_dragged),
        cmocka_unit_test(everything_wrong_is_told_at_once_beside_its_field),
        cmocka_unit_test(a_name_that_is_taken_is_refused),
        cmocka_unit_test(a_form_of_another_shape_says_where),
        cmocka_unit_test(a_move_of_two_sides_says_its_side),
        cmocka_unit_test(cautions_follow_from_the_pose),
        cmocka_unit_test(the_way_is_slow_enough_for_joints),
        cmocka_unit_test(what_no_body_can_do_is_said_in_plain_words),
        cmocka_unit_test(own_moves_come_behind_the_built_in_ones),
        cmocka_unit_test(a_foreign_id_or_a_second_of_a_name_is_refused_whole),
    };
    return cmocka_run_group_tests(tests, open_catalogue, NULL);
}
