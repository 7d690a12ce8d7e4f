// Tests of core/screen over the log: which safety questions are due, what stands, what a clinician allowed.
#include "core/screen/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t DAY = 86400000, HOUR = 3600000, NOON = 1795262400000; // 2026-11-21T12:00Z
static unsigned char rules_memory[1 << 20], scratch_memory[1 << 20];
static lsn_screen_rules rules;
static lsn_event events[64];
static lsn_journal log_;

static int parse_built_in(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(rules_memory, sizeof rules_memory);
    return lsn_screen_rules_parse(&rules, lsn_screen_builtin_rules.text, &arena, NULL) != LSN_OK;
}

static int empty_log(void **state) {
    (void)state;
    log_ = lsn_journal_make(events, 64);
    return 0;
}

static void add(int64_t at_ms, lsn_event_kind kind, double value, const char *text) {
    unsigned char random[10] = {(unsigned char)log_.count};
    lsn_event event = {.at_ms = at_ms, .kind = kind, .value = value, .text = lsn_str_from(text)};
    event.id = lsn_uuid_make(at_ms, random);
    assert_int_equal(lsn_journal_add(&log_, &event, NULL), LSN_OK);
}

/// All questions answered: forty, a man, no pain, no to the rest; but `yes`, a question, is a yes.
static const char *full(const char *yes) {
    static char texts[8][LSN_EVENT_TEXT_MAX];
    static int used;
    char *text = texts[used++ % 8];
    lsn_answers answers = {0};
    for (int i = 0; i < rules.question_count; i++) {
        answers.to[i] = (lsn_answer){.given = true, .number = 40};
        if (rules.questions[i].kind == LSN_QUESTION_choice) answers.to[i].ticks = 1;
        if (yes && lsn_str_equal(rules.questions[i].id, lsn_str_from(yes))) answers.to[i].yes = true;
    }
    lsn_buf buf = lsn_buf_make(text, LSN_EVENT_TEXT_MAX);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_screen_write_answers(&out, &rules, &answers);
    return lsn_buf_cstr(&buf);
}

static lsn_screen_due *due_when(int64_t now_ms, bool is_worse) {
    static lsn_screen_due due;
    lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    lsn_screen_due_at(&due, &rules, &log_, now_ms, is_worse, scratch);
    return &due;
}

static void assert_due(int64_t now_ms, bool is_worse, lsn_ask ask, lsn_due_reason why) {
    lsn_screen_due *due = due_when(now_ms, is_worse);
    if (due->ask != ask || due->why != why)
        fail_msg("asks %s because %s", lsn_ask_name(due->ask), lsn_due_name(due->why));
}

static void at_first_everything_is_asked(void **state) {
    (void)state;
    assert_due(NOON, false, LSN_ASK_all, LSN_DUE_first);
    assert_true(due_when(NOON, false)->verdict.may_exercise);
}

static void answers_just_given_stand_until_a_session_starts_or_two_hours_pass(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 4, full(NULL));
    assert_due(NOON + HOUR, false, LSN_ASK_nothing, LSN_DUE_none);
    assert_due(NOON + 2 * HOUR, false, LSN_ASK_short, LSN_DUE_session);
    add(NOON + HOUR / 2, LSN_EVENT_session_started, 600, "{}");
    assert_due(NOON + HOUR, false, LSN_ASK_short, LSN_DUE_session);
}

static void everything_is_asked_again_after_a_month(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 4, full(NULL));
    assert_due(NOON + 30 * DAY, false, LSN_ASK_short, LSN_DUE_session);
    assert_due(NOON + 30 * DAY + 1, false, LSN_ASK_all, LSN_DUE_month);
    add(NOON + 30 * DAY, LSN_EVENT_screened, 4, "{\"version\":\"2\",\"answers\":{\"chest-pain\":false}}");
    assert_due(NOON + 30 * DAY + 1, false, LSN_ASK_all, LSN_DUE_month); // the short questions are no full set
}

static void a_flare_up_after_the_last_full_set_asks_everything(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_flare, 1, "");
    add(NOON + DAY, LSN_EVENT_screened, 4, full(NULL));
    assert_due(NOON + 2 * DAY, false, LSN_ASK_short, LSN_DUE_session);
    add(NOON + 2 * DAY, LSN_EVENT_flare, 0, "");
    assert_due(NOON + 3 * DAY, false, LSN_ASK_short, LSN_DUE_session);
    add(NOON + 3 * DAY, LSN_EVENT_flare, 1, "");
    assert_due(NOON + 3 * DAY + 1, false, LSN_ASK_all, LSN_DUE_flare);
    assert_due(NOON + 3 * DAY - 1, false, LSN_ASK_short, LSN_DUE_session); // not before it began
}

static void a_mark_below_the_knee_or_in_both_legs_asks_everything_once(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 4, full(NULL));
    add(NOON + HOUR, LSN_EVENT_pain_map, 2, "{\"where\":{\"low-back-right\":2,\"thigh-back-right\":1}}");
    assert_due(NOON + HOUR, false, LSN_ASK_nothing, LSN_DUE_none);
    add(NOON + 2 * HOUR, LSN_EVENT_pain_map, 1, "{\"where\":{\"calf-right\":1}}");
    assert_due(NOON + 2 * HOUR, false, LSN_ASK_all, LSN_DUE_map);
    add(NOON + 3 * HOUR, LSN_EVENT_screened, 4, full(NULL));
    assert_due(NOON + 3 * HOUR, false, LSN_ASK_nothing, LSN_DUE_none);
    // The same mark again was answered for; the other leg, or the foot, was not.
    add(NOON + DAY, LSN_EVENT_pain_map, 2, "{\"where\":{\"calf-right\":2}}");
    assert_due(NOON + DAY, false, LSN_ASK_short, LSN_DUE_session);
    add(NOON + 2 * DAY, LSN_EVENT_pain_map, 1, "{\"where\":{\"calf-right\":1,\"thigh-back-left\":1}}");
    assert_due(NOON + 2 * DAY, false, LSN_ASK_all, LSN_DUE_map);
    add(NOON + 2 * DAY + HOUR, LSN_EVENT_screened, 4, full(NULL));
    add(NOON + 3 * DAY, LSN_EVENT_pain_map, 1, "{\"where\":{\"foot-right\":1}}");
    assert_due(NOON + 3 * DAY, false, LSN_ASK_all, LSN_DUE_map);
}

static void an_answered_mark_asks_again_after_two_weeks(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_pain_map, 1, "{\"where\":{\"calf-right\":1}}");
    add(NOON + HOUR, LSN_EVENT_screened, 4, full(NULL));
    add(NOON + 14 * DAY, LSN_EVENT_pain_map, 1, "{\"where\":{\"calf-right\":1}}");
    assert_due(NOON + 14 * DAY, false, LSN_ASK_short, LSN_DUE_session);
    assert_due(NOON + 14 * DAY + 1, false, LSN_ASK_all, LSN_DUE_map);
}

static void worsening_asks_everything_but_not_twice_in_a_week(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 4, full(NULL));
    assert_due(NOON + 7 * DAY, true, LSN_ASK_short, LSN_DUE_session);
    assert_due(NOON + 7 * DAY + 1, true, LSN_ASK_all, LSN_DUE_worse);
    assert_due(NOON + 7 * DAY + 1, false, LSN_ASK_short, LSN_DUE_session);
}

static void answers_to_an_older_version_are_asked_again_and_stand_until_then(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 3, "{\"saddle-numb\":false,\"wrists\":true,\"over-50\":true}");
    assert_due(NOON + 1, false, LSN_ASK_all, LSN_DUE_rules);
    assert_int_equal(due_when(NOON + 1, false)->verdict.level, 3);
    assert_int_equal(due_when(NOON + 1, false)->verdict.reason_count, 2);
}

static void a_stop_that_cannot_be_read_stays_a_stop(void **state) {
    (void)state;
    static const char *const texts[] = {"{\"tail\":true}", "not json", "{\"version\":\"9\",\"answers\":{\"new\":1}}"};
    for (int i = 0; i < 3; i++) {
        empty_log(NULL);
        add(NOON, LSN_EVENT_screened, 2, texts[i]);
        assert_false(due_when(NOON + 1, false)->verdict.may_exercise);
        assert_int_equal(due_when(NOON + 1, false)->verdict.level, 2);
        assert_due(NOON + 1, false, LSN_ASK_all, LSN_DUE_rules);
    }
    empty_log(NULL);
    add(NOON, LSN_EVENT_screened, 4, "{\"tail\":false}");
    assert_true(due_when(NOON + 1, false)->verdict.may_exercise);
}

static void numb_between_the_legs_stops_until_all_is_answered_anew(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 4, full(NULL));
    add(NOON + DAY, LSN_EVENT_screened, 1, full("saddle-numb"));
    lsn_screen_due *due = due_when(NOON + DAY + 1, false);
    assert_int_equal(due->verdict.level, 1);
    assert_false(due->verdict.may_exercise);
    assert_int_equal(due->ask, LSN_ASK_short);
    add(NOON + 2 * DAY, LSN_EVENT_clinician_talked, 0, "{\"on\":\"2026-11-22\",\"allowed\":[\"saddle-numb\"]}");
    assert_int_equal(due_when(NOON + 2 * DAY + 1, false)->verdict.level, 1);
}

static void what_stops_for_long_is_not_asked_in_short(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 2, full("cancer"));
    assert_due(NOON + DAY, false, LSN_ASK_nothing, LSN_DUE_none);
    assert_true(due_when(NOON + DAY, false)->is_stopped);
    assert_false(due_when(NOON + DAY, false)->verdict.may_exercise);
}

static void the_short_questions_leave_standing_what_was_a_yes(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 3, full("wrists"));
    lsn_screen_due *due = due_when(NOON + DAY, false);
    int wrists = lsn_screen_find_question(&rules, LSN_STR("wrists"));
    int knees = lsn_screen_find_question(&rules, LSN_STR("knees")),
        age = lsn_screen_find_question(&rules, LSN_STR("age"));
    int chest = lsn_screen_find_question(&rules, LSN_STR("chest-pain"));
    assert_true(due->standing.to[wrists].yes);
    assert_int_equal(due->standing.to[age].number, 40);
    assert_false(due->standing.to[knees].given);
    assert_false(due->standing.to[chest].given);
    assert_true(due->last.to[chest].given);
}

static void what_a_clinician_allowed_holds_for_ninety_days_from_the_talk(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 2, full("cancer"));
    add(NOON + DAY, LSN_EVENT_clinician_talked, 0, "{\"on\":\"2026-11-20\",\"allowed\":[\"cancer\",\"tail\"]}");
    assert_true(due_when(NOON + DAY, false)->verdict.may_exercise);
    assert_int_equal(due_when(NOON + DAY, false)->verdict.level, 3);
    assert_due(NOON + DAY, false, LSN_ASK_short, LSN_DUE_session);
    int64_t talk_ms = NOON - 36 * HOUR; // the day's beginning
    assert_true(due_when(talk_ms + 90 * DAY - 1, false)->verdict.may_exercise);
    assert_false(due_when(talk_ms + 90 * DAY, false)->verdict.may_exercise);
    assert_false(due_when(NOON + DAY - 1, false)->verdict.may_exercise); // before it was told
}

static void a_day_of_the_talk_that_lies_ahead_counts_from_when_it_was_told(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 2, full("cancer"));
    add(NOON, LSN_EVENT_clinician_talked, 0, "{\"on\":\"2028-01-01\",\"allowed\":[\"cancer\"]}");
    assert_true(due_when(NOON + 90 * DAY - 1, false)->verdict.may_exercise);
    assert_false(due_when(NOON + 90 * DAY, false)->verdict.may_exercise);
}

static void a_rule_may_hold_what_was_allowed_for_a_shorter_time(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 2, full("infection"));
    add(NOON, LSN_EVENT_clinician_talked, 0, "{\"on\":\"2026-11-21\",\"allowed\":[\"infection\"]}");
    assert_true(due_when(NOON + 13 * DAY, false)->verdict.may_exercise);
    assert_false(due_when(NOON + 14 * DAY, false)->verdict.may_exercise);
}

static void a_talk_that_cannot_be_read_allows_nothing(void **state) {
    (void)state;
    static const char *const texts[] = {"",
                                        "[]",
                                        "{\"allowed\":[\"cancer\"]}",
                                        "{\"on\":\"2026-11-20\"}",
                                        "{\"on\":\"yesterday\",\"allowed\":[\"cancer\"]}",
                                        "{\"on\":\"2026-11-20\",\"allowed\":\"cancer\"}"};
    for (int i = 0; i < 6; i++) {
        empty_log(NULL);
        add(NOON, LSN_EVENT_screened, 2, full("cancer"));
        add(NOON, LSN_EVENT_clinician_talked, 0, texts[i]);
        if (due_when(NOON + 1, false)->verdict.may_exercise) fail_msg("%s", texts[i]);
    }
}

static void a_talk_is_written_with_what_can_be_allowed(void **state) {
    (void)state;
    lsn_answers answers = {0};
    answers.to[lsn_screen_find_question(&rules, LSN_STR("cancer"))] = (lsn_answer){.given = true, .yes = true};
    answers.to[lsn_screen_find_question(&rules, LSN_STR("wrists"))] = (lsn_answer){.given = true, .yes = true};
    answers.to[lsn_screen_find_question(&rules, LSN_STR("surgery"))] = (lsn_answer){.given = true, .yes = true};
    lsn_verdict verdict = lsn_screen_judge_answers(&rules, &answers, NULL);
    bool chosen[LSN_SCREEN_RULES_MAX] = {false};
    char text[256];
    for (int some = 0; some < 2; some++) {
        lsn_buf buf = lsn_buf_make(text, sizeof text);
        lsn_json_out out = lsn_json_begin(&buf);
        chosen[lsn_screen_find(&rules, LSN_STR("surgery"))] = true;
        lsn_screen_write_talk(&out, &verdict, LSN_STR("2026-11-20"), some ? chosen : NULL);
        assert_string_equal(lsn_buf_cstr(&buf), some ? "{\"on\":\"2026-11-20\",\"allowed\":[\"surgery\"]}"
                                                     : "{\"on\":\"2026-11-20\",\"allowed\":[\"cancer\",\"surgery\"]}");
    }
}

static void the_furthest_site_is_the_one_told_last_within_two_weeks(void **state) {
    (void)state;
    assert_int_equal(lsn_screen_last_site(&log_, NOON), -1);
    add(NOON, LSN_EVENT_leg_site, 1, "");
    add(NOON + HOUR, LSN_EVENT_leg_site, 3, "");
    assert_int_equal(lsn_screen_last_site(&log_, NOON), 1);
    assert_int_equal(lsn_screen_last_site(&log_, NOON + HOUR), 3);
    assert_int_equal(lsn_screen_last_site(&log_, NOON + HOUR + 14 * DAY), 3);
    assert_int_equal(lsn_screen_last_site(&log_, NOON + HOUR + 14 * DAY + 1), -1);
}

static void a_day_is_one_that_the_calendar_has(void **state) {
    (void)state;
    int64_t day;
    assert_true(lsn_day_read(&day, LSN_STR("1970-01-01")));
    assert_int_equal(day, 0);
    assert_true(lsn_day_read(&day, LSN_STR("2024-02-29")));
    assert_int_equal(day, 19782);
    assert_true(lsn_day_read(&day, LSN_STR("2026-11-21")));
    assert_int_equal(day, 20778);
    static const char *const wrong[] = {"2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01",
                                        "26-11-2100", "1969-12-31", "2026/11/21", "20261121",   ""};
    for (int i = 0; i < 10; i++) assert_false(lsn_day_read(&day, lsn_str_from(wrong[i])));
}

static const lsn_json *due_json(int64_t now_ms) {
    static char text[1 << 14];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_screen_write_due(&out, &rules, due_when(now_ms, false));
    assert_false(buf.overflow);
    lsn_arena arena = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    lsn_json *root = NULL;
    assert_int_equal(lsn_json_parse(&root, lsn_buf_view(&buf), &arena, NULL), LSN_OK);
    return root;
}

static void what_is_due_is_written_with_the_answers_that_stand(void **state) {
    (void)state;
    add(NOON, LSN_EVENT_screened, 2, full("cancer"));
    add(NOON, LSN_EVENT_clinician_talked, 0, "{\"on\":\"2026-11-21\",\"allowed\":[\"cancer\"]}");
    const lsn_json *root = due_json(NOON + DAY);
    assert_string_equal(lsn_json_get(root, "ask")->string.ptr, "short");
    assert_string_equal(lsn_json_get(root, "why")->string.ptr, "session");
    assert_true(lsn_json_get(lsn_json_get(lsn_json_get(root, "standing"), "answers"), "cancer")->boolean);
    assert_true(lsn_json_get(root, "allowed")->count == 1);
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, empty_log)
    const struct CMUnitTest tests[] = {
        T(at_first_everything_is_asked),
        T(answers_just_given_stand_until_a_session_starts_or_two_hours_pass),
        T(everything_is_asked_again_after_a_month),
        T(a_flare_up_after_the_last_full_set_asks_everything),
        T(a_mark_below_the_knee_or_in_both_legs_asks_everything_once),
        T(an_answered_mark_asks_again_after_two_weeks),
        T(worsening_asks_everything_but_not_twice_in_a_week),
        T(answers_to_an_older_version_are_asked_again_and_stand_until_then),
        T(a_stop_that_cannot_be_read_stays_a_stop),
        T(numb_between_the_legs_stops_until_all_is_answered_anew),
        T(what_stops_for_long_is_not_asked_in_short),
        T(the_short_questions_leave_standing_what_was_a_yes),
        T(what_a_clinician_allowed_holds_for_ninety_days_from_the_talk),
        T(a_day_of_the_talk_that_lies_ahead_counts_from_when_it_was_told),
        T(a_rule_may_hold_what_was_allowed_for_a_shorter_time),
        T(a_talk_that_cannot_be_read_allows_nothing),
        T(a_talk_is_written_with_what_can_be_allowed),
        T(the_furthest_site_is_the_one_told_last_within_two_weeks),
        T(a_day_is_one_that_the_calendar_has),
        T(what_is_due_is_written_with_the_answers_that_stand),
    };
    return cmocka_run_group_tests_name("screen_due", tests, parse_built_in, NULL);
}
