// Tests of the tests of range: what is in the file, how each side goes its own way, when one is due, who leaves it out.
#include "core/figure/figure.h"
#include "core/plan/plan.h"
#include "tests/screen_rules.h"

enum { EVENTS_MAX = 64 };

static const int64_t day_0_ms = 1699920000000, hour_ms = 3600000, day_ms = 86400000;

static unsigned char adapt_memory[1 << 18], scratch_memory[8 << 20];
static lsn_adapt rules;
static lsn_event events[EVENTS_MAX];
static lsn_journal journal;
static lsn_progress progress;
static int serial;

static int read_all(void **state) {
    lsn_arena arena = lsn_arena_make(adapt_memory, sizeof adapt_memory);
    return parse_built_in(state) || lsn_adapt_parse(&rules, lsn_adapt_builtin.text, &arena, NULL) != LSN_OK;
}

static int fresh_log(void **state) {
    (void)state;
    journal = lsn_journal_make(events, EVENTS_MAX);
    serial = 0;
    return 0;
}

static void put(int day, lsn_event event) {
    int64_t ms = day_0_ms + day * day_ms + 12 * hour_ms + serial;
    unsigned char random[10] = {[9] = (unsigned char)serial++};
    event.id = event.session = lsn_uuid_make(ms, random);
    event.at_ms = ms;
    assert_int_equal(lsn_journal_add(&journal, &event, NULL), LSN_OK);
}

static void measure(int day, double score, const char *text) {
    put(day, (lsn_event){.kind = LSN_EVENT_measured, .value = score, .text = lsn_str_from(text)});
}

static const lsn_progress *evening(int day) {
    lsn_progress_build_by(&progress, &rules, &journal, &catalogue, day_0_ms + day * day_ms + 20 * hour_ms, 0);
    return &progress;
}

static bool left_out(lsn_measure_id id, const char *json) {
    lsn_verdict verdict = judge(json);
    return lsn_test_left_out(&rules.measures[id], &verdict, evening(0), NULL).len > 0;
}

// ---------------------------------------------------------------- the file

static void four_tests_of_range_are_in_the_file_each_with_what_counts_as_a_change(void **state) {
    (void)state;
    static const struct {
        lsn_measure_id id;
        double change;
        int every_days;
        bool sides, high_better;
        const char *cites;
    } expected[] = {
        {LSN_MEASURE_finger_to_floor, 5, 7, false, false, "Ekedahl 2012"},
        {LSN_MEASURE_side_bend, 4, 14, true, true, "10.1016/0268-0033(89)90051-X"},
        {LSN_MEASURE_chair_reach, 5, 14, true, false, "10.1080/02701367.1998.10607708"},
        {LSN_MEASURE_knee_out, 4, 14, true, false, "10.1136/bjsm.2008.055749"},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const lsn_measure *m = &rules.measures[expected[i].id];
        assert_true(m->shipped && m->test && m->test->step_count >= 3);
        assert_true(m->change == expected[i].change);
        assert_int_equal(m->every_days, expected[i].every_days);
        assert_int_equal(m->item_count, expected[i].sides ? 2 : 1);
        assert_true(m->test->sides == expected[i].sides && m->test->figure.two_sided == expected[i].sides);
        assert_true(m->high_better == expected[i].high_better);
        assert_true(lsn_str_equal(m->unit, LSN_STR("cm")));
        assert_non_null(strstr(m->source.ptr, expected[i].cites));
        assert_non_null(strstr(m->source.ptr, "our own choice"));
    }
}

static void the_posture_of_each_test_is_one_that_a_body_can_take(void **state) {
    (void)state;
    lsn_body_options options = lsn_body_options_default();
    static lsn_body body;
    static lsn_motion motion;
    static lsn_verification found;
    assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        if (!rules.measures[i].test) continue;
        const lsn_move *figure = &rules.measures[i].test->figure;
        lsn_side side = figure->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
        lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
        lsn_diag diag = {0};
        if (lsn_motion_check(figure, &diag) ||
            lsn_motion_build(&motion, figure, side, LSN_LEVEL_usual, &body, scratch, &diag))
            fail_msg("%s: %s", lsn_measure_name((lsn_measure_id)i), diag.text);
        assert_int_equal(lsn_motion_verify(&found, &motion, 10, scratch), LSN_OK);
        for (int k = 0; k < found.count; k++) // who sits on the edge of a seat has a thigh where it goes on
            if (found.faults[k].kind != LSN_FAULT_prop)
                fail_msg("%s: %s", lsn_measure_name((lsn_measure_id)i), lsn_fault_name(found.faults[k].kind));
    }
}

static void assert_refused(const char *test, lsn_err expected) {
    char text[2000];
    snprintf(
        text, sizeof text,
        "{\"version\":\"1\",\"reviewed\":\"x\",\"rules\":[],\"measures\":[{\"id\":\"side-bend\",\"name\":\"n\",\"ask\":"
        "\"a\","
        "\"items\":[\"right\"],\"score\":\"mean\",\"low\":0,\"high\":50,\"low_words\":\"l\",\"high_words\":\"h\","
        "\"better\":"
        "\"high\",\"change\":4,\"when\":\"before\",\"every_days\":14,\"first_day\":0,\"source\":\"s\",\"test\":%s}]}",
        test);
    lsn_adapt out = {.on = 77};
    lsn_arena arena = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    lsn_diag diag = {0};
    assert_int_equal(lsn_adapt_parse(&out, lsn_str_from(text), &arena, &diag), expected);
    assert_true(diag.column > 0);
    assert_int_equal(out.on, 77);
    assert_int_equal(arena.used, 0);
}

#define FIGURE                                                                                                         \
    "{\"as\":\"x\",\"start\":\"standing\",\"direction\":\"neutral\",\"tags\":[],\"two_sided\":false,\"poses\":[{"      \
    "\"id\":\"p\",\"coords\":"                                                                                         \
    "{\"pelvis_tilt\":0},\"contacts\":[{\"site\":\"heel\",\"on\":\"floor\"}]}],\"view\":{\"yaw\":0,\"pitch\":0},"      \
    "\"key_pose\":\"p\"}"

static void a_damaged_test_is_refused_with_its_place(void **state) {
    (void)state;
    assert_refused("7", LSN_ERR_WRONG_TYPE);
    assert_refused("{\"figure\":" FIGURE "}", LSN_ERR_MISSING_FIELD);
    assert_refused("{\"steps\":[],\"figure\":" FIGURE "}", LSN_ERR_MISSING_FIELD);
    assert_refused("{\"steps\":[\"a\"]}", LSN_ERR_MISSING_FIELD);
    assert_refused("{\"steps\":[\"a\"],\"figure\":{\"as\":\"x\"}}", LSN_ERR_MISSING_FIELD);
    assert_refused("{\"steps\":[\"a\"],\"colour\":1,\"figure\":" FIGURE "}", LSN_ERR_UNKNOWN_FIELD);
    assert_refused("{\"steps\":[\"a\"],\"sides\":true,\"figure\":" FIGURE "}", LSN_ERR_INCONSISTENT); // one item
    assert_refused("{\"steps\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"],\"figure\":" FIGURE "}", LSN_ERR_TOO_MANY);
}

// ---------------------------------------------------------------- courses

#define SIDES(right, left) "{\"measure\":\"side-bend\",\"items\":[" right "," left "]}"

static const char *said(int day, lsn_measure_id id) {
    static char text[800];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_measure_say(&buf, evening(day), &rules, id);
    return lsn_buf_cstr(&buf);
}

static void each_side_is_compared_with_itself(void **state) {
    (void)state;
    measure(0, 15, SIDES("18", "12"));
    assert_string_equal(said(0, LSN_MEASURE_side_bend),
                        "Side bend, right: 18 cm, the first value. Side bend, left: 12 cm, the first value.");
    measure(14, 17.5, SIDES("19", "16"));
    assert_string_equal(
        said(14, LSN_MEASURE_side_bend),
        "Side bend, right: 19 cm, 1 cm more than on 2023-11-14. Not a real change yet. "
        "Side bend, left: 16 cm, 4 cm more than on 2023-11-14. That counts as a real change for the better.");
}

static void of_each_side_the_newest_values_are_kept(void **state) {
    (void)state;
    for (int day = 0; day < LSN_SCORES_MAX + 3; day++) {
        static char texts[LSN_SCORES_MAX + 3][80];
        snprintf(texts[day], sizeof *texts, "{\"measure\":\"side-bend\",\"items\":[%d,%d]}", 10 + day, 30 - day);
        measure(day, 20, texts[day]);
    }
    const lsn_measured *m = &evening(30)->measures[LSN_MEASURE_side_bend];
    assert_int_equal(m->count, LSN_SCORES_MAX);
    assert_true(m->of_side[0][0] == 13 && m->of_side[1][0] == 27);
    assert_true(m->of_side[0][LSN_SCORES_MAX - 1] == 24 && m->of_side[1][LSN_SCORES_MAX - 1] == 16);
}

static void a_value_without_both_sides_is_left_out(void **state) {
    (void)state;
    measure(0, 15, "{\"measure\":\"side-bend\",\"items\":[15]}");
    assert_int_equal(evening(0)->measures[LSN_MEASURE_side_bend].count, 0);
}

// ---------------------------------------------------------------- when, and who

static void a_test_is_due_only_once_it_was_chosen(void **state) {
    (void)state;
    put(0, (lsn_event){.kind = LSN_EVENT_step_done, .move = catalogue.moves[0].id, .value = 60});
    for (int i = 0; i < LSN_MEASURE_COUNT; i++)
        if (rules.measures[i].test) assert_true(evening(200)->measures[i].due_day == -1);
    measure(3, 15, SIDES("18", "12"));
    assert_false(evening(16)->measures[LSN_MEASURE_side_bend].due);
    assert_true(evening(17)->measures[LSN_MEASURE_side_bend].due);
    assert_false(evening(17)->measures[LSN_MEASURE_knee_out].due);
}

#define CLEAR "{\"age\":40}"

static void the_cautions_of_the_screen_leave_tests_out(void **state) {
    (void)state;
    static const struct {
        const char *answers;
        bool floor, side, chair, knee; // left out
    } expected[] = {
        {CLEAR, false, false, false, false},
        {"{\"age\":40,\"osteoporosis\":true}", true, true, true, false},
        {"{\"age\":40,\"balance\":true}", true, true, false, false},
        {"{\"age\":40,\"head-low\":true}", true, false, false, false},
        {"{\"age\":40,\"hip-behind\":true}", false, false, true, true},
        {"{\"age\":40,\"hip-front\":true}", false, false, false, true},
        {"{\"age\":40,\"leg-pain\":true,\"leg-cleared\":\"yes\"}", true, false, true, false},
        {"{\"age\":40,\"leg-pain\":true,\"leg-cleared\":\"no\"}", true, false, true, false},
        {"{\"age\":40,\"sex\":\"woman\",\"pregnancy\":\"later\"}", false, false, false, true},
        {"{\"age\":40,\"leg-weak\":true}", true, true, true, true},
    };
    assert_reason(expected[1].answers, "osteoporosis", true); // the answers are read as they are meant
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const char *answers = expected[i].answers;
        if (left_out(LSN_MEASURE_finger_to_floor, answers) != expected[i].floor ||
            left_out(LSN_MEASURE_side_bend, answers) != expected[i].side ||
            left_out(LSN_MEASURE_chair_reach, answers) != expected[i].chair ||
            left_out(LSN_MEASURE_knee_out, answers) != expected[i].knee)
            fail_msg("%s", answers);
    }
}

static void nobody_is_tested_before_the_safety_questions_or_in_a_flare(void **state) {
    (void)state;
    const lsn_measure *m = &rules.measures[LSN_MEASURE_knee_out];
    assert_string_equal(lsn_test_left_out(m, NULL, evening(0), NULL).ptr, "Answer the safety questions first.");
    lsn_verdict verdict = judge(CLEAR);
    put(1, (lsn_event){.kind = LSN_EVENT_flare, .value = 1});
    assert_string_equal(lsn_test_left_out(m, &verdict, evening(1), NULL).ptr, "Left out while the flare-up lasts.");
}

static void a_direction_that_made_it_worse_leaves_its_tests_out(void **state) {
    (void)state;
    lsn_verdict verdict = judge(CLEAR);
    put(0, (lsn_event){.kind = LSN_EVENT_direction_tested,
                       .value = -1,
                       .text = LSN_STR("{\"direction\":\"flexion\",\"pain\":[3,5],\"site\":[0,0]}")});
    assert_true(lsn_test_left_out(&rules.measures[LSN_MEASURE_chair_reach], &verdict, evening(0), NULL).len > 0);
    assert_int_equal(lsn_test_left_out(&rules.measures[LSN_MEASURE_side_bend], &verdict, evening(0), NULL).len, 0);
}

static void what_a_person_cannot_do_is_found_in_the_posture(void **state) {
    (void)state;
    static lsn_body body;
    static lsn_motion motion;
    lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    lsn_body_options options = lsn_body_options_default();
    options.cannot = 1u << LSN_CANNOT_lie_on_back | 1u << LSN_CANNOT_get_to_floor;
    assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
    const lsn_move *lying = &rules.measures[LSN_MEASURE_knee_out].test->figure;
    assert_int_equal(lsn_motion_build(&motion, lying, LSN_SIDE_right, LSN_LEVEL_usual, &body, scratch, NULL), LSN_OK);
    lsn_hindrance why;
    assert_true(lsn_motion_cannot(&why, &motion, 1u << LSN_CANNOT_get_to_floor));
    assert_int_equal(why.cannot, LSN_CANNOT_lie_on_back);
    assert_false(lsn_motion_cannot(&why, &motion, options.cannot));
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, fresh_log)
    const struct CMUnitTest tests[] = {
        T(four_tests_of_range_are_in_the_file_each_with_what_counts_as_a_change),
        T(the_posture_of_each_test_is_one_that_a_body_can_take),
        T(a_damaged_test_is_refused_with_its_place),
        T(each_side_is_compared_with_itself),
        T(of_each_side_the_newest_values_are_kept),
        T(a_value_without_both_sides_is_left_out),
        T(a_test_is_due_only_once_it_was_chosen),
        T(the_cautions_of_the_screen_leave_tests_out),
        T(nobody_is_tested_before_the_safety_questions_or_in_a_flare),
        T(a_direction_that_made_it_worse_leaves_its_tests_out),
        T(what_a_person_cannot_do_is_found_in_the_posture),
    };
    return cmocka_run_group_tests_name("reach", tests, read_all, NULL);
}
