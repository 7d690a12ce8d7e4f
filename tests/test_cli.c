// The parts of the commands that are functions: options, line breaks, and what of a session goes into the log.
#include "host/cli/paint.h"
#include "host/cli/record.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

// ---------------------------------------------------------------- lines

static const char *next_line(lsn_str *text, int columns) {
    static char line[256];
    lsn_str taken = paint_next_line(text, columns);
    snprintf(line, sizeof line, "%.*s", (int)taken.len, taken.len ? taken.ptr : "");
    return line;
}

static void a_line_breaks_at_the_last_space_that_fits(void **state) {
    (void)state;
    lsn_str text = LSN_STR("Let the hip sink forward.");
    assert_string_equal(next_line(&text, 12), "Let the hip");
    assert_string_equal(next_line(&text, 12), "sink");
    assert_string_equal(next_line(&text, 12), "forward.");
    assert_int_equal(text.len, 0);
}

static void a_line_that_fits_exactly_is_not_broken(void **state) {
    (void)state;
    lsn_str text = LSN_STR("Let the hip sink");
    assert_string_equal(next_line(&text, 16), "Let the hip sink");
    text = LSN_STR("Let the hip sink");
    assert_string_equal(next_line(&text, 11), "Let the hip");
}

static void a_word_longer_than_the_line_is_cut(void **state) {
    (void)state;
    lsn_str text = LSN_STR("abcdefgh");
    assert_string_equal(next_line(&text, 3), "abc");
    assert_string_equal(next_line(&text, 3), "def");
    assert_string_equal(next_line(&text, 3), "gh");
}

static void columns_count_characters_and_not_bytes(void **state) {
    (void)state;
    assert_int_equal(paint_columns(LSN_STR("Cat–cow")), 7);
    lsn_str text = LSN_STR("Cat–cow über");
    assert_string_equal(next_line(&text, 7), "Cat–cow");
    assert_string_equal(next_line(&text, 4), "über");
}

static void chinese_takes_two_columns_and_breaks_anywhere_but_before_a_mark(void **state) {
    (void)state;
    assert_int_equal(paint_columns(LSN_STR("呼气 3 秒。")), 11);
    lsn_str text = LSN_STR("呼气，拱起背部。");
    assert_string_equal(next_line(&text, 5), "呼");
    assert_string_equal(next_line(&text, 5), "气，");
    assert_string_equal(next_line(&text, 9), "拱起背");
    assert_string_equal(next_line(&text, 9), "部。");
    assert_int_equal(text.len, 0);
}

static void a_clock_shows_minutes_and_seconds(void **state) {
    (void)state;
    char text[16];
    paint_clock(text, 65);
    assert_string_equal(text, "1:05");
    paint_clock(text, 0);
    assert_string_equal(text, "0:00");
}

// ---------------------------------------------------------------- options

static const cli_command *find_command(const char *name) {
    for (int i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i].name, name) == 0) return &cli_commands[i];
    return NULL;
}

static void options_are_read_in_both_forms_and_may_repeat(void **state) {
    (void)state;
    char *argv[] = {"--minutes=7",  "--place",   "chair", "--for",  "hips", "--for", "lower-back",
                    "--without=KN", "--without", "WR",    "--seed", "12",   "--json"};
    cli_input input;
    assert_true(cli_read_input(&input, find_command("plan"), 13, argv));
    assert_int_equal(input.minutes, 7);
    assert_int_equal(input.place, LSN_PLACE_chair);
    assert_int_equal(input.regions, 1 << LSN_REGION_hips | 1 << LSN_REGION_lower_back);
    assert_int_equal(input.without_tags, 1 << LSN_TAG_KN | 1 << LSN_TAG_WR);
    assert_true(input.seed == 12);
    assert_true(cli_has(&input, CLI_json));
    assert_false(cli_has(&input, CLI_data));
}

static void what_follows_two_dashes_is_no_option(void **state) {
    (void)state;
    char *argv[] = {"--", "--json"};
    cli_input input;
    assert_true(cli_read_input(&input, find_command("import"), 2, argv));
    assert_int_equal(input.arg_count, 1);
    assert_string_equal(input.args[0], "--json");
}

static void a_lone_dash_is_an_argument(void **state) {
    (void)state;
    char *argv[] = {"-"};
    cli_input input;
    assert_true(cli_read_input(&input, find_command("import"), 1, argv));
    assert_string_equal(input.args[0], "-");
}

// ---------------------------------------------------------------- record

static char folder[64];
static coach the_coach;
static lsn_score score;
static record the_record;

/// A session of two moves: one with sides, one without.
static int begin_session(void **state) {
    (void)state;
    strcpy(folder, "/tmp/loosen-cli-XXXXXX");
    cli_input input = {.data = folder, .given = (uint64_t)1 << CLI_data};
    if (!mkdtemp(folder) || !coach_open(&the_coach, &input, COACH_WRITE)) return -1;
    lsn_plan plan = {.catalogue = &the_coach.catalogue, .wish = lsn_wish_default()};
    static const char *const moves[] = {"single-knee-to-chest", "glute-bridge"};
    for (int i = 0; i < 2; i++) {
        int move = lsn_catalogue_find(&the_coach.catalogue, lsn_str_from(moves[i]));
        lsn_step step = {.move = move, .level = LSN_LEVEL_usual, .change_s = 10, .rest_s = 5};
        step.seconds = 15 + lsn_move_seconds(&the_coach.catalogue.moves[move], LSN_LEVEL_usual);
        plan.steps[plan.count++] = step;
        plan.total_s += step.seconds;
    }
    if (lsn_score_build(&score, &plan)) return -1;
    record_begin(&the_record, &the_coach, &score);
    return 0;
}

static int end_session(void **state) {
    (void)state;
    coach_close(&the_coach);
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path);
    }
    if (dir) closedir(dir);
    return rmdir(folder);
}

/// What the log holds after the start of the session, as "kind move side" lines.
static const char *logged(void) {
    static char text[4096];
    size_t used = 0;
    text[0] = 0;
    assert_true(coach_reload(&the_coach));
    for (int i = 1; i < the_coach.log.count; i++) {
        const lsn_event *event = &the_coach.log.events[i];
        used += (size_t)snprintf(text + used, sizeof text - used, "%s %.*s %.*s\n", lsn_event_kind_name(event->kind),
                                 (int)event->move.len, event->move.len ? event->move.ptr : "", (int)event->side.len,
                                 event->side.len ? event->side.ptr : "");
    }
    return text;
}

static int first_cue(int step, lsn_side side) {
    for (int i = 0; i < score.count; i++)
        if (score.cues[i].step == step && score.cues[i].side == side && score.cues[i].phase >= 0)
            return score.cues[i].t_s;
    return -1;
}

static void a_session_starts_with_an_event_that_names_it(void **state) {
    (void)state;
    assert_string_equal(logged(), "");
    assert_int_equal(the_coach.log.events[0].kind, LSN_EVENT_session_started);
    assert_int_equal(lsn_uuid_compare(&the_coach.log.events[0].id, &the_coach.log.events[0].session), 0);
    assert_true(the_coach.log.events[0].value == score.total_s);
}

static void a_side_is_done_when_its_last_phase_ends(void **state) {
    (void)state;
    int left_at_s = first_cue(0, LSN_SIDE_left);
    record_reach(&the_record, &score, left_at_s - LSN_SWITCH_S - 1);
    assert_string_equal(logged(), "");
    record_reach(&the_record, &score, left_at_s - LSN_SWITCH_S);
    record_reach(&the_record, &score, left_at_s);
    assert_string_equal(logged(), "step-done single-knee-to-chest right\n");
}

static void the_whole_session_is_done_once(void **state) {
    (void)state;
    record_reach(&the_record, &score, score.total_s);
    record_reach(&the_record, &score, score.total_s);
    assert_string_equal(logged(), "step-done single-knee-to-chest right\nstep-done single-knee-to-chest left\n"
                                  "step-done glute-bridge none\n");
}

static void a_skipped_step_is_left_from_where_it_was(void **state) {
    (void)state;
    record_reach(&the_record, &score, first_cue(0, LSN_SIDE_left) + 1);
    record_leave(&the_record, &score, 0, "skip");
    record_reach(&the_record, &score, first_cue(1, LSN_SIDE_none));
    assert_string_equal(logged(), "step-done single-knee-to-chest right\nstep-left single-knee-to-chest left\n");
}

static void going_back_to_what_was_left_lets_it_be_done(void **state) {
    (void)state;
    record_leave(&the_record, &score, 0, "skip");
    record_go_back(&the_record, 0);
    record_reach(&the_record, &score, first_cue(1, LSN_SIDE_none));
    assert_string_equal(logged(), "step-left single-knee-to-chest right\nstep-left single-knee-to-chest left\n"
                                  "step-done single-knee-to-chest right\nstep-done single-knee-to-chest left\n");
}

static void what_was_done_stays_done_when_the_score_is_rebuilt(void **state) {
    (void)state;
    record_reach(&the_record, &score, first_cue(0, LSN_SIDE_left));
    assert_true(lsn_plan_ease(&score.plan, 0));
    assert_int_equal(lsn_score_build(&score, &score.plan), LSN_OK);
    record_take_score(&the_record, &score);
    record_reach(&the_record, &score, first_cue(1, LSN_SIDE_none));
    assert_string_equal(logged(), "step-done single-knee-to-chest right\nstep-done single-knee-to-chest left\n");
}

static void events_that_follow_each_other_have_times_that_do(void **state) {
    (void)state;
    for (int i = 0; i < 50; i++) record_event(&the_record, &score, LSN_EVENT_paused, -1, LSN_SIDE_none, i, "");
    assert_true(coach_reload(&the_coach));
    for (int i = 0; i < 50; i++) assert_true(the_coach.log.events[i + 1].value == i);
}

#define SESSION_TEST(name) cmocka_unit_test_setup_teardown(name, begin_session, end_session)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_breaks_at_the_last_space_that_fits),
        cmocka_unit_test(a_line_that_fits_exactly_is_not_broken),
        cmocka_unit_test(a_word_longer_than_the_line_is_cut),
        cmocka_unit_test(columns_count_characters_and_not_bytes),
        cmocka_unit_test(chinese_takes_two_columns_and_breaks_anywhere_but_before_a_mark),
        cmocka_unit_test(a_clock_shows_minutes_and_seconds),
        cmocka_unit_test(options_are_read_in_both_forms_and_may_repeat),
        cmocka_unit_test(what_follows_two_dashes_is_no_option),
        cmocka_unit_test(a_lone_dash_is_an_argument),
        SESSION_TEST(a_session_starts_with_an_event_that_names_it),
        SESSION_TEST(a_side_is_done_when_its_last_phase_ends),
        SESSION_TEST(the_whole_session_is_done_once),
        SESSION_TEST(a_skipped_step_is_left_from_where_it_was),
        SESSION_TEST(going_back_to_what_was_left_lets_it_be_done),
        SESSION_TEST(what_was_done_stays_done_when_the_score_is_rebuilt),
        SESSION_TEST(events_that_follow_each_other_have_times_that_do),
    };
    return cmocka_run_group_tests_name("cli", tests, NULL, NULL);
}
