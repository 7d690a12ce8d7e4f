// Tests of a trial of a direction: who is offered one and which, what comes of it, and how a plan leans afterwards.
#include "core/plan/plan.h"
#include "tests/screen_rules.h"

enum { EVENTS_MAX = 64 };

static const int64_t day_0_ms = 1699920000000, hour_ms = 3600000, day_ms = 86400000;

static unsigned char adapt_memory[1 << 18], plan_memory[24 << 20];
static lsn_adapt rules;
static lsn_event events[EVENTS_MAX];
static lsn_journal journal;
static lsn_progress progress;
static lsn_plan plan;
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

#define EXTENSION "{\"direction\":\"extension\",\"pain\":[5,3,3],\"site\":[1,1,1]}"
#define FLEXION   "{\"direction\":\"flexion\",\"pain\":[5,3,3],\"site\":[1,1,1]}"
#define CLEAR     "{\"age\":40}"

static void tried(int day, const char *text, int value) {
    put(day, (lsn_event){.kind = LSN_EVENT_direction_tested, .value = value, .text = lsn_str_from(text)});
}

static const lsn_progress *evening(int day) {
    lsn_progress_build_by(&progress, &rules, &journal, &catalogue, day_0_ms + day * day_ms + 20 * hour_ms, 0);
    return &progress;
}

static lsn_trial offer(int day, const char *answers) {
    lsn_verdict verdict = judge(answers);
    return lsn_trial_offer(&catalogue, &rules, &verdict, evening(day), NULL);
}

// ---------------------------------------------------------------- what is offered

static void a_trial_is_ten_slow_bends_and_two_waits(void **state) {
    (void)state;
    lsn_trial trial = offer(0, CLEAR);
    assert_int_equal(trial.left_out.len, 0);
    assert_int_equal(trial.toward, LSN_DIRECTION_extension);
    assert_string_equal(catalogue.moves[trial.move].id.ptr, "prone-press-up");
    assert_int_equal(trial.reps, 10);
    assert_int_equal(trial.soon_min, 2);
    assert_int_equal(trial.later_min, 10);
}

static void the_rule_taken_out_offers_none(void **state) {
    (void)state;
    lsn_adapt without = rules;
    without.on &= ~(1u << LSN_ADAPT_trial);
    lsn_verdict verdict = judge(CLEAR);
    assert_true(lsn_trial_offer(&catalogue, &without, &verdict, evening(0), NULL).left_out.len > 0);
}

static void the_other_way_comes_on_another_day(void **state) {
    (void)state;
    tried(0, EXTENSION, 0);
    assert_string_equal(offer(0, CLEAR).left_out.ptr,
                        "You have tried one way today. The other way is for another day.");
    lsn_trial next = offer(1, CLEAR);
    assert_int_equal(next.toward, LSN_DIRECTION_flexion);
    assert_string_equal(catalogue.moves[next.move].id.ptr, "double-knee-to-chest");
    tried(1, FLEXION, 0);
    assert_int_equal(offer(2, CLEAR).toward, LSN_DIRECTION_extension);
}

static void a_way_that_made_it_worse_is_not_tried_again_for_two_weeks(void **state) {
    (void)state;
    tried(0, EXTENSION, -1);
    tried(1, FLEXION, 0);
    assert_int_equal(offer(2, CLEAR).toward, LSN_DIRECTION_flexion);
    assert_int_equal(offer(14, CLEAR).toward, LSN_DIRECTION_extension);
}

static void screening_forbids_a_trial(void **state) {
    (void)state;
    static const char *const none[] = {
        "{\"age\":40,\"leg-weak\":true}",                         // help first
        "{\"age\":40,\"leg-nerve\":true}",                        // a clinician first
        "{\"age\":40,\"leg-pain\":true,\"leg-cleared\":\"no\"}",  // nobody has looked at the leg
        "{\"age\":40,\"osteoporosis\":true}",                     // gentle only
        "{\"age\":40,\"sex\":\"woman\",\"pregnancy\":\"later\"}", // neither lying way
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (offer(0, none[i]).left_out.len == 0) fail_msg("%s", none[i]);
    assert_reason("{\"age\":40,\"arching\":true}", "arching", true);
    assert_int_equal(offer(0, "{\"age\":40,\"arching\":true}").toward, LSN_DIRECTION_flexion);
    assert_true(lsn_trial_offer(&catalogue, &rules, NULL, evening(0), NULL).left_out.len > 0);
}

static void a_flare_up_and_high_pain_forbid_a_trial(void **state) {
    (void)state;
    put(0, (lsn_event){.kind = LSN_EVENT_pain_before, .value = 7});
    put(0, (lsn_event){.kind = LSN_EVENT_step_done, .move = catalogue.moves[0].id, .value = 60});
    put(0, (lsn_event){.kind = LSN_EVENT_next_morning, .value = 7});
    assert_string_equal(offer(0, CLEAR).left_out.ptr, "Left out while your pain is high.");
    assert_int_equal(offer(5, CLEAR).left_out.len, 0);
    put(5, (lsn_event){.kind = LSN_EVENT_flare, .value = 1});
    assert_string_equal(offer(5, CLEAR).left_out.ptr, "Left out while the flare-up lasts.");
}

static void a_body_that_cannot_lie_on_its_front_tries_the_other_way(void **state) {
    (void)state;
    uint8_t able[LSN_MOVES_MAX];
    memset(able, 7, sizeof able);
    able[lsn_catalogue_find(&catalogue, LSN_STR("prone-press-up"))] = 0;
    lsn_verdict verdict = judge(CLEAR);
    assert_int_equal(lsn_trial_offer(&catalogue, &rules, &verdict, evening(0), able).toward, LSN_DIRECTION_flexion);
}

// ---------------------------------------------------------------- what comes of it

static int read_value(const char *json, bool *further) {
    char memory_of_text[LSN_EVENT_TEXT_MAX];
    lsn_buf text = lsn_buf_make(memory_of_text, sizeof memory_of_text);
    int value = 77;
    lsn_err err =
        lsn_trial_read(&value, &text, further, &rules, lsn_str_from(json), lsn_arena_make(memory, sizeof memory), NULL);
    if (err) return 78;
    char line[LSN_EVENT_LINE_MAX]; // and the log takes it
    lsn_buf event_line = lsn_buf_make(line, sizeof line);
    unsigned char random[10] = {1};
    lsn_event event = {
        .kind = LSN_EVENT_direction_tested, .at_ms = day_0_ms, .value = value, .text = lsn_buf_view(&text)};
    event.id = lsn_uuid_make(day_0_ms, random);
    lsn_event_write(&event_line, &event);
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_event_read(&event, lsn_buf_view(&event_line), &arena, NULL), LSN_OK);
    return value;
}

static void what_comes_of_a_trial_is_an_event(void **state) {
    (void)state;
    bool further;
    assert_int_equal(read_value("{\"direction\":\"extension\",\"pain\":[5,3,3],\"site\":[1,1,1]}", &further), 1);
    assert_false(further);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5,5],\"site\":[1,2]}", &further), -1);
    assert_true(further);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5,4,4],\"site\":[1,1,1]}", &further), 0);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5,5],\"site\":[1,1],\"stopped\":true}", &further),
                     -1);
    assert_int_equal(read_value("{\"direction\":\"rotation\",\"pain\":[5,5],\"site\":[1,1]}", &further), 78);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5],\"site\":[1]}", &further), 78);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5,5],\"site\":[1]}", &further), 78);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5,11],\"site\":[1,1]}", &further), 78);
    assert_int_equal(read_value("{\"direction\":\"flexion\",\"pain\":[5,5],\"site\":[1,5]}", &further), 78);
}

static const char *said(int value, bool further) {
    static char text[LSN_PLAN_WHY_MAX];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_trial_say(&buf, &built_in, value, further);
    return lsn_buf_cstr(&buf);
}

static void what_it_means_promises_nothing_and_sends_a_leg_to_a_clinician(void **state) {
    (void)state;
    assert_non_null(strstr(said(1, false), "two of three days"));
    assert_non_null(strstr(said(0, false), "which is normal"));
    assert_non_null(strstr(said(-1, false), "left out for two weeks"));
    assert_non_null(strstr(said(-1, true), "speak to a clinician"));
}

// ---------------------------------------------------------------- the plan

static lsn_wish a_wish(void) {
    lsn_wish wish = lsn_wish_default();
    wish.progress = &progress;
    wish.seed = 5;
    return wish;
}

static const lsn_plan *planned(int *bends, const char **reason) {
    lsn_wish wish = a_wish();
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, lsn_arena_make(plan_memory, sizeof plan_memory)), LSN_OK);
    *bends = 0;
    *reason = "";
    for (int i = 0; i < plan.count; i++) {
        if (catalogue.moves[plan.steps[i].move].direction != LSN_DIRECTION_extension) continue;
        ++*bends;
        if (strstr(plan.steps[i].reason, "leans to what helped")) *reason = plan.steps[i].reason;
    }
    return &plan;
}

static void two_days_that_agree_make_the_plan_lean_that_way_and_say_so(void **state) {
    (void)state;
    int before, after;
    const char *reason;
    put(0, (lsn_event){.kind = LSN_EVENT_step_done, .move = catalogue.moves[0].id, .value = 60});
    evening(3);
    int points = planned(&before, &reason)->objective;
    assert_string_equal(reason, "");
    tried(1, EXTENSION, 1);
    tried(3, EXTENSION, 1);
    assert_int_equal(evening(3)->lean.toward, LSN_DIRECTION_extension);
    assert_true(planned(&after, &reason)->optimal);
    assert_true(after > before);
    assert_non_null(strstr(reason, "leans to what helped"));
    assert_int_equal(plan.objective, plan.bound);
    assert_true(plan.objective > points && plan.objective <= points + 200 * after);
}

static void a_trial_that_shows_nothing_leaves_the_plan_as_it_was(void **state) {
    (void)state;
    int bends;
    const char *reason;
    put(0, (lsn_event){.kind = LSN_EVENT_step_done, .move = catalogue.moves[0].id, .value = 60});
    evening(3);
    lsn_plan before = *planned(&bends, &reason);
    tried(1, EXTENSION, 1);
    tried(2, FLEXION, 1);
    tried(3, EXTENSION, 0);
    assert_int_equal(evening(3)->lean.toward, LSN_DIRECTION_neutral);
    const lsn_plan *after = planned(&bends, &reason);
    assert_int_equal(after->objective, before.objective);
    assert_int_equal(after->count, before.count);
    for (int i = 0; i < before.count; i++) {
        assert_int_equal(after->steps[i].move, before.steps[i].move);
        assert_int_equal(after->steps[i].level, before.steps[i].level);
        assert_string_equal(after->steps[i].reason, before.steps[i].reason);
    }
}

static void why_mentions_the_lean(void **state) {
    (void)state;
    tried(1, EXTENSION, 1);
    tried(3, EXTENSION, 1);
    evening(3);
    int bends;
    const char *reason;
    planned(&bends, &reason);
    lsn_wish wish = a_wish();
    int found = 0;
    for (int i = 0; i < plan.count; i++) {
        lsn_why why;
        const lsn_move *move = &catalogue.moves[plan.steps[i].move];
        assert_int_equal(
            lsn_plan_why(&why, &plan, plan.steps[i].move, &wish, lsn_arena_make(plan_memory, sizeof plan_memory)),
            LSN_OK);
        bool leans = strstr(why.text, "It bends the way that made it better") != NULL;
        assert_true(leans == (move->direction == LSN_DIRECTION_extension));
        found += leans;
    }
    assert_true(found > 0);
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, fresh_log)
    const struct CMUnitTest tests[] = {
        T(a_trial_is_ten_slow_bends_and_two_waits),
        T(the_rule_taken_out_offers_none),
        T(the_other_way_comes_on_another_day),
        T(a_way_that_made_it_worse_is_not_tried_again_for_two_weeks),
        T(screening_forbids_a_trial),
        T(a_flare_up_and_high_pain_forbid_a_trial),
        T(a_body_that_cannot_lie_on_its_front_tries_the_other_way),
        T(what_comes_of_a_trial_is_an_event),
        T(what_it_means_promises_nothing_and_sends_a_leg_to_a_clinician),
        T(two_days_that_agree_make_the_plan_lean_that_way_and_say_so),
        T(a_trial_that_shows_nothing_leaves_the_plan_as_it_was),
        T(why_mentions_the_lean),
    };
    return cmocka_run_group_tests_name("trial", tests, read_all, NULL);
}
