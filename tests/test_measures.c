// Tests of the rules file and of outcome measures: what is due, what counts as a change, what may be logged.
#include "core/progress/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { EVENTS_MAX = 512 };

static const int64_t day_0_ms = 1699920000000, hour_ms = 3600000, day_ms = 86400000;

static lsn_move moves[1] = {{.id = {"cobra", 5}, .name = {"Cobra", 5}, .regions = 1}};
static const lsn_catalogue catalogue = {.moves = moves, .count = 1};
static unsigned char rules_memory[1 << 18], memory[1 << 20];
static lsn_adapt rules;
static lsn_event events[EVENTS_MAX];
static lsn_journal journal;
static lsn_progress progress;
static int serial;

static int read_rules(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(rules_memory, sizeof rules_memory);
    return lsn_adapt_parse(&rules, lsn_adapt_builtin.text, &arena, NULL) != LSN_OK;
}

static int fresh_log(void **state) {
    (void)state;
    journal = lsn_journal_make(events, EVENTS_MAX);
    serial = 0;
    return 0;
}

static void put(int day, lsn_event event, int session) {
    int64_t ms = day_0_ms + day * day_ms + 12 * hour_ms + serial;
    unsigned char random[10] = {[8] = (unsigned char)(serial >> 8), [9] = (unsigned char)serial};
    serial++;
    event.id = lsn_uuid_make(ms, random);
    event.at_ms = ms;
    const unsigned char tail[10] = {[9] = (unsigned char)session};
    if (session) event.session = lsn_uuid_make(day_0_ms, tail);
    assert_int_equal(lsn_journal_add(&journal, &event, NULL), LSN_OK);
}

static void sit(int session, int day, int pain) {
    put(day, (lsn_event){.kind = LSN_EVENT_pain_before, .value = pain}, session);
    put(day, (lsn_event){.kind = LSN_EVENT_step_done, .move = moves[0].id, .value = 60}, session);
}

static void measure(int day, double score, const char *text) {
    put(day, (lsn_event){.kind = LSN_EVENT_measured, .value = score, .text = lsn_str_from(text)}, 0);
}

static const lsn_progress *evening(int day) {
    lsn_progress_build_by(&progress, &rules, &journal, &catalogue, day_0_ms + day * day_ms + 20 * hour_ms, 0);
    return &progress;
}

static const char *said(int day, lsn_measure_id id) {
    static char text[400];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_measure_say(&buf, evening(day), &rules, id);
    return lsn_buf_cstr(&buf);
}

#define PEG    "{\"measure\":\"peg\",\"items\":[4,4,4]}"
#define FLOOR  "{\"measure\":\"finger-to-floor\",\"items\":[20]}"
#define GLOBAL "{\"measure\":\"global-change\",\"items\":[3]}"

// ---------------------------------------------------------------- the file

static void every_rule_and_measure_is_in_the_file_with_a_source(void **state) {
    (void)state;
    assert_true(rules.on == (1u << LSN_ADAPT_COUNT) - 1);
    for (int i = 0; i < LSN_ADAPT_COUNT; i++) {
        assert_true(rules.what[i].len > 0);
        assert_true(rules.source[i].len > 0);
    }
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) assert_true(rules.measures[i].source.len > 0);
}

static void roland_morris_is_not_shipped_without_its_switch(void **state) {
    (void)state;
#ifdef LSN_ROLAND_MORRIS
    assert_int_equal(rules.measures[LSN_MEASURE_roland_morris].item_count, 24);
#else
    assert_false(rules.measures[LSN_MEASURE_roland_morris].shipped);
    assert_int_equal(rules.measures[LSN_MEASURE_roland_morris].item_count, 0);
#endif
}

static void the_numbers_are_those_of_the_evidence(void **state) {
    (void)state;
    static const struct {
        lsn_adapt_number number;
        double value;
    } expected[] = {{LSN_ADAPT_progress_sessions, 2}, {LSN_ADAPT_progress_hold_s, 10}, {LSN_ADAPT_progress_reps, 1},
                    {LSN_ADAPT_volume_percent, 20},   {LSN_ADAPT_rest_hours, 48},      {LSN_ADAPT_retire_reds, 2},
                    {LSN_ADAPT_gap_days, 14},         {LSN_ADAPT_worsening_points, 2}, {LSN_ADAPT_roland_points, 5},
                    {LSN_ADAPT_high_pain_pain, 7},    {LSN_ADAPT_lean_days, 14},       {LSN_ADAPT_relief_prior_sd, 0.5},
                    {LSN_ADAPT_relief_one_sd, 1.5},   {LSN_ADAPT_relief_times, 6},     {LSN_ADAPT_relief_above, 0.5},
                    {LSN_ADAPT_relief_sure, 0.8},     {LSN_ADAPT_week_target_s, 300}};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_true(rules.number[expected[i].number] == expected[i].value);
    }
    assert_int_equal((int)rules.number[LSN_ADAPT_week_target_s], LSN_REGION_WEEK_TARGET_S);
    assert_true(rules.measures[LSN_MEASURE_finger_to_floor].change == 5);
    assert_true(rules.measures[LSN_MEASURE_global_change].change == 2.5);
    assert_true(rules.measures[LSN_MEASURE_peg].change == 1);
}

static void assert_bad(const char *text, lsn_err err, int line, int column) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_adapt out = {.on = 77};
    lsn_diag diag = {0};
    lsn_err got = lsn_adapt_parse(&out, lsn_str_from(text), &arena, &diag);
    if (got != err || diag.line != line || diag.column != column) {
        fail_msg("%s\nexpected %s at %d:%d, got %s at %d:%d: %s", text, lsn_err_name(err), line, column,
                 lsn_err_name(got), diag.line, diag.column, diag.text);
    }
    assert_int_equal(out.on, 77);
    assert_int_equal(arena.used, 0);
}

#define HEAD       "{\"version\":\"1\",\"reviewed\":\"x\",\"measures\":[],\n\"rules\":[\n"
#define RULE(rest) HEAD "{\"what\":\"w\",\"source\":\"s\"," rest "}]}"

static void a_damaged_rules_file_is_refused_with_its_place(void **state) {
    (void)state;
    assert_bad("{\n\"version\":1}", LSN_ERR_WRONG_TYPE, 2, 11);
    assert_bad("{\"version\":\"1\",\n\"colour\":1}", LSN_ERR_UNKNOWN_FIELD, 2, 1);
    assert_bad(RULE("\"id\":\"shout\",\"numbers\":{}"), LSN_ERR_UNKNOWN_NAME, 3, 31);
    assert_bad(RULE("\"id\":\"gap\""), LSN_ERR_MISSING_FIELD, 3, 1);
    assert_bad(RULE("\"id\":\"gap\",\"numbers\":{}"), LSN_ERR_MISSING_FIELD, 3, 47);
    assert_bad(RULE("\"id\":\"gap\",\"numbers\":{\"days\":0}"), LSN_ERR_OUT_OF_RANGE, 3, 55);
    assert_bad(RULE("\"id\":\"gap\",\"numbers\":{\"days\":14,\"weeks\":2}"), LSN_ERR_UNKNOWN_FIELD, 3, 58);
    assert_bad(HEAD "{\"id\":\"hold\",\"what\":\"w\",\"numbers\":{}}]}", LSN_ERR_MISSING_FIELD, 3, 1);
    assert_bad(HEAD "{\"id\":\"hold\",\"what\":\"w\",\"source\":\"s\",\"numbers\":{}},\n"
                    "{\"id\":\"hold\",\"what\":\"w\",\"source\":\"s\",\"numbers\":{}}]}",
               LSN_ERR_DUPLICATE, 4, 7);
}

static void a_rule_that_is_taken_out_is_off(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_adapt out;
    const char *text = HEAD "{\"id\":\"hold\",\"what\":\"w\",\"source\":\"s\",\"numbers\":{}}]}";
    assert_int_equal(lsn_adapt_parse(&out, lsn_str_from(text), &arena, NULL), LSN_OK);
    assert_true(out.on == 1u << LSN_ADAPT_hold);
}

// ---------------------------------------------------------------- what is due

static void nothing_is_due_before_the_first_session(void **state) {
    (void)state;
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) assert_false(evening(0)->measures[i].due);
}

static void weekly_measures_are_due_a_week_after_the_last_time(void **state) {
    (void)state;
    sit(1, 0, 4);
    assert_true(evening(0)->measures[LSN_MEASURE_peg].due);
    assert_false(evening(0)->measures[LSN_MEASURE_pain_back].due); // around each session by itself
    measure(2, 4, PEG);
    assert_false(evening(8)->measures[LSN_MEASURE_peg].due);
    assert_true(evening(9)->measures[LSN_MEASURE_peg].due);
    assert_true(evening(9)->measures[LSN_MEASURE_peg].due_day == evening(9)->today);
}

static void global_change_is_asked_after_four_weeks(void **state) {
    (void)state;
    sit(1, 0, 4);
    assert_false(evening(27)->measures[LSN_MEASURE_global_change].due);
    assert_true(evening(28)->measures[LSN_MEASURE_global_change].due);
}

static void leg_pain_is_asked_only_while_the_log_tells_of_a_leg(void **state) {
    (void)state;
    sit(1, 0, 4);
    assert_false(evening(0)->measures[LSN_MEASURE_pain_leg].due);
    put(1, (lsn_event){.kind = LSN_EVENT_leg_site, .move = moves[0].id, .value = 2}, 1);
    assert_true(evening(1)->measures[LSN_MEASURE_pain_leg].due);
    assert_false(evening(40)->measures[LSN_MEASURE_pain_leg].due);
}

// ---------------------------------------------------------------- what is said

static void below_the_smallest_change_it_is_not_a_real_change_yet(void **state) {
    (void)state;
    measure(0, 20, FLOOR);
    assert_string_equal(said(0, LSN_MEASURE_finger_to_floor), "Finger to floor: 20 cm, the first value.");
    measure(7, 15.5, FLOOR);
    assert_string_equal(said(7, LSN_MEASURE_finger_to_floor),
                        "Finger to floor: 15.5 cm, 4.5 cm less than on 14 November 2023. Not a real change yet.");
    measure(14, 15, FLOOR);
    assert_string_equal(
        said(14, LSN_MEASURE_finger_to_floor),
        "Finger to floor: 15 cm, 5 cm less than on 14 November 2023. That counts as a real change for the "
        "better.");
}

static void what_is_better_depends_on_the_measure(void **state) {
    (void)state;
    measure(0, 4, PEG);
    measure(7, 6, PEG);
    assert_non_null(strstr(said(7, LSN_MEASURE_peg),
                           "2 more than on 14 November 2023. That counts as a real change for the worse."));
    measure(8, 3, GLOBAL);
    assert_string_equal(said(8, LSN_MEASURE_global_change),
                        "All in all: 3. That counts as a real change for the better.");
    assert_string_equal(said(8, LSN_MEASURE_activities), "");
}

static void only_the_newest_scores_are_kept(void **state) {
    (void)state;
    for (int day = 0; day < 20; day++) measure(day, day % 11, PEG);
    const lsn_measured *m = &evening(20)->measures[LSN_MEASURE_peg];
    assert_int_equal(m->count, LSN_SCORES_MAX);
    assert_true(m->scores[LSN_SCORES_MAX - 1] == 8 && m->scores[0] == 8); // of days 19 and 8
}

static void a_measure_that_is_not_known_is_left_out(void **state) {
    (void)state;
    measure(0, 4, "{\"measure\":\"mood\",\"items\":[4]}");
    measure(0, 4, "not json");
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) assert_int_equal(evening(0)->measures[i].count, 0);
}

// ---------------------------------------------------------------- answers

static lsn_err answer(const char *json, double *score, char *text, lsn_diag *diag) {
    lsn_buf buf = lsn_buf_make(text, LSN_EVENT_TEXT_MAX - 1);
    lsn_err err =
        lsn_measure_read(score, &buf, &rules, lsn_str_from(json), lsn_arena_make(memory, sizeof memory), diag);
    text[buf.len] = 0;
    return err;
}

static void answers_become_a_score_and_a_text(void **state) {
    (void)state;
    char text[LSN_EVENT_TEXT_MAX];
    double score = 0;
    assert_int_equal(answer("{\"measure\":\"peg\",\"items\":[4,5,3]}", &score, text, NULL), LSN_OK);
    assert_true(score == 4);
    assert_string_equal(text, "{\"measure\":\"peg\",\"items\":[4,5,3]}");
    const char *own = "{\"measure\":\"activities\",\"items\":[4,7],\"names\":[\"Stairs\",\"Shoes\"]}";
    assert_int_equal(answer(own, &score, text, NULL), LSN_OK);
    assert_true(score == 5.5);
    assert_string_equal(text, own);
}

static void answers_that_do_not_fit_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *json;
        lsn_err err;
    } bad[] = {{"{\"measure\":\"mood\",\"items\":[4]}", LSN_ERR_UNKNOWN_NAME},
#ifndef LSN_ROLAND_MORRIS
               {"{\"measure\":\"roland-morris\",\"items\":[1]}", LSN_ERR_UNKNOWN_NAME},
#endif
               {"{\"measure\":\"peg\"}", LSN_ERR_MISSING_FIELD},
               {"{\"measure\":\"peg\",\"items\":[4,5]}", LSN_ERR_MISSING_FIELD},
               {"{\"measure\":\"peg\",\"items\":[4,5,11]}", LSN_ERR_OUT_OF_RANGE},
               {"{\"measure\":\"peg\",\"items\":[4,5,\"3\"]}", LSN_ERR_WRONG_TYPE},
               {"{\"measure\":\"peg\",\"items\":[4,5,3],\"names\":[\"a\",\"b\",\"c\"]}", LSN_ERR_UNKNOWN_FIELD},
               {"{\"measure\":\"activities\",\"items\":[4]}", LSN_ERR_MISSING_FIELD},
               {"{\"measure\":\"activities\",\"items\":[4],\"names\":[\"\"]}", LSN_ERR_TOO_LONG}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[LSN_EVENT_TEXT_MAX];
        double score = -7;
        lsn_diag diag = {0};
        assert_int_equal(answer(bad[i].json, &score, text, &diag), bad[i].err);
        assert_true(score == -7);
        assert_int_equal(diag.line, 1);
    }
}

// ---------------------------------------------------------------- the detail

static const lsn_json *detail(int day) {
    static char text[LSN_PROGRESS_DETAIL_MAX];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_progress_write_detail(&out, evening(day), &rules, &catalogue);
    assert_false(buf.overflow);
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json *root = NULL;
    assert_int_equal(lsn_json_parse(&root, lsn_buf_view(&buf), &arena, NULL), LSN_OK);
    return root;
}

static bool says(const lsn_json *root, const char *words) {
    for (const lsn_json *at = lsn_json_get(root, "sentences")->first; at; at = at->next) {
        if (strstr(at->string.ptr, words)) return true;
    }
    return false;
}

static void the_detail_holds_weeks_trend_moves_and_measures(void **state) {
    (void)state;
    for (int i = 0; i < 4; i++) sit(i + 1, 7 * i, 4);
    measure(21, 4, PEG);
    const lsn_json *root = detail(21), *week = lsn_json_get(root, "weeks")->first;
    assert_int_equal(lsn_json_get(root, "weeks")->count, LSN_PROGRESS_WEEKS);
    while (week->next) week = week->next;
    assert_string_equal(lsn_json_get(week, "to")->string.ptr, "2023-12-05");
    assert_true(lsn_json_get(week, "days_done")->number == 1);
    assert_string_equal(lsn_json_get(lsn_json_get(root, "trend"), "word")->string.ptr, "early");
    assert_int_equal(lsn_json_get(root, "moves")->count, 1);
    const lsn_json *first = lsn_json_get(root, "measures")->first;
    assert_string_equal(lsn_json_get(first, "id")->string.ptr, "pain-back");
    assert_int_equal(lsn_json_get(first, "scores")->count, 4);
    assert_true(says(root, "You moved on 1 of the last seven days; 3 is a good aim."));
    assert_true(says(root, "too early to say"));
}

static void what_seems_to_help_is_said_with_its_doubt(void **state) {
    (void)state;
    for (int i = 0; i < 6; i++) {
        sit(i + 1, i, 6);
        put(i, (lsn_event){.kind = LSN_EVENT_move_felt, .move = moves[0].id, .value = 1}, i + 1);
        put(i, (lsn_event){.kind = LSN_EVENT_pain_after, .value = 2}, i + 1);
    }
    assert_true(says(detail(6), "What seems to help you: Cobra. Part of that is chance"));
    assert_false(says(detail(4), "seems to help"));
}

static void a_log_of_everything_stays_within_its_bound(void **state) {
    (void)state;
    static lsn_move many[LSN_MOVES_MAX];
    static char ids[LSN_MOVES_MAX][8], text[LSN_PROGRESS_DETAIL_MAX];
    static const char name[] = "A move with a name that is as long as it may be";
    for (int i = 0; i < LSN_MOVES_MAX; i++) {
        snprintf(ids[i], sizeof ids[i], "m%d", i);
        many[i] = (lsn_move){.id = lsn_str_from(ids[i]), .name = lsn_str_from(name), .regions = 63};
        put(0, (lsn_event){.kind = LSN_EVENT_move_felt, .move = many[i].id, .value = -1}, 1);
        put(0, (lsn_event){.kind = LSN_EVENT_step_done, .move = many[i].id, .value = 60}, 1);
    }
    put(0, (lsn_event){.kind = LSN_EVENT_pain_before, .value = 1}, 1);
    put(0, (lsn_event){.kind = LSN_EVENT_pain_after, .value = 9}, 1);
    for (int i = 0; i < 20; i++) measure(1, 4, PEG);
    lsn_catalogue all = {.moves = many, .count = LSN_MOVES_MAX};
    lsn_progress_build_by(&progress, &rules, &journal, &all, day_0_ms + 2 * day_ms, 0);
    for (int i = 0; i < LSN_PROGRESS_WEEKS; i++) {
        progress.map_weeks[i].days = 7;
        memset(progress.map_weeks[i].days_of, 7, LSN_AREA_COUNT);
        memset(progress.map_weeks[i].most, LSN_STRENGTH_much, LSN_AREA_COUNT);
    }
    progress.map_day = progress.today;
    memset(progress.map.at, LSN_STRENGTH_much, LSN_AREA_COUNT);
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_progress_write_detail(&out, &progress, &rules, &all);
    assert_false(buf.overflow);
    assert_non_null(strstr(lsn_buf_cstr(&buf), "\"area\":\"foot-left\",\"days\":7,\"most\":2"));
}

static void the_built_in_rules_are_those_of_a_build_without_rules(void **state) {
    (void)state;
    sit(1, 0, 4);
    static lsn_progress other;
    memset(&other, 0, sizeof other);
    lsn_progress_build(&other, &journal, &catalogue, day_0_ms + 20 * hour_ms, 0);
    assert_int_equal(other.days_planned, evening(0)->days_planned);
    assert_true(other.measures[LSN_MEASURE_peg].due);
}

static void a_length_typed_in_inches_is_kept_in_centimetres_and_said_in_inches(void **state) {
    (void)state;
    char text[LSN_EVENT_TEXT_MAX], said[200];
    double score = -1;
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    rules.inches = true;
    lsn_buf out = lsn_buf_make(text, sizeof text), sentence = lsn_buf_make(said, sizeof said);
    lsn_str typed = LSN_STR("{\"measure\":\"finger-to-floor\",\"items\":[10]}");
    assert_int_equal(lsn_measure_read(&score, &out, &rules, typed, scratch, NULL), LSN_OK);
    assert_float_equal(score, 25.4, 1e-9);
    assert_string_equal(lsn_buf_cstr(&out), "{\"measure\":\"finger-to-floor\",\"items\":[25.4]}");
    measure(0, score, text);
    lsn_measure_say(&sentence, evening(0), &rules, LSN_MEASURE_finger_to_floor);
    rules.inches = false;
    assert_string_equal(lsn_buf_cstr(&sentence), "Finger to floor: 10 in, the first value.");
}

static void inches_change_no_measure_that_is_not_a_length(void **state) {
    (void)state;
    char text[LSN_EVENT_TEXT_MAX];
    double score = -1;
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    lsn_buf out = lsn_buf_make(text, sizeof text);
    rules.inches = true;
    lsn_err err =
        lsn_measure_read(&score, &out, &rules, LSN_STR("{\"measure\":\"peg\",\"items\":[4,5,3]}"), scratch, NULL);
    rules.inches = false;
    assert_int_equal(err, LSN_OK);
    assert_float_equal(score, 4, 1e-9);
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, fresh_log)
    const struct CMUnitTest tests[] = {
        T(every_rule_and_measure_is_in_the_file_with_a_source),
        T(roland_morris_is_not_shipped_without_its_switch),
        T(the_numbers_are_those_of_the_evidence),
        T(a_damaged_rules_file_is_refused_with_its_place),
        T(a_rule_that_is_taken_out_is_off),
        T(nothing_is_due_before_the_first_session),
        T(weekly_measures_are_due_a_week_after_the_last_time),
        T(global_change_is_asked_after_four_weeks),
        T(leg_pain_is_asked_only_while_the_log_tells_of_a_leg),
        T(below_the_smallest_change_it_is_not_a_real_change_yet),
        T(what_is_better_depends_on_the_measure),
        T(only_the_newest_scores_are_kept),
        T(a_measure_that_is_not_known_is_left_out),
        T(answers_become_a_score_and_a_text),
        T(answers_that_do_not_fit_are_refused),
        T(the_detail_holds_weeks_trend_moves_and_measures),
        T(what_seems_to_help_is_said_with_its_doubt),
        T(a_length_typed_in_inches_is_kept_in_centimetres_and_said_in_inches),
        T(inches_change_no_measure_that_is_not_a_length),
        T(a_log_of_everything_stays_within_its_bound),
        T(the_built_in_rules_are_those_of_a_build_without_rules),
    };
    return cmocka_run_group_tests_name("measures", tests, read_rules, NULL);
}
