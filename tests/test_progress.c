// Tests of core/progress. Day 0 is 2023-11-14; sessions are numbered and begin at the minute given.
#include "core/progress/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CAT_COW, COBRA, BRIDGE, MOVES, EVENTS_MAX = 512 };

static const int64_t start_of_day_0_ms = 1699920000000, minute_ms = 60000, hour_ms = 3600000, day_ms = 86400000;

static lsn_move moves[MOVES] = {
    {.id = {"cat-cow", 7}, .name = {"Cat and cow", 11}, .regions = 1u << LSN_REGION_lower_back | 1u << LSN_REGION_hips},
    {.id = {"cobra", 5}, .name = {"Cobra", 5}, .regions = 1u << LSN_REGION_lower_back},
    {.id = {"bridge", 6}, .name = {"Bridge", 6}, .regions = 1u << LSN_REGION_buttocks},
};
static const lsn_catalogue catalogue = {.moves = moves, .count = MOVES};

static lsn_event events[EVENTS_MAX];
static lsn_journal log_;
static unsigned char serial;

static int fresh_log(void **state) {
    (void)state;
    log_ = lsn_journal_make(events, EVENTS_MAX);
    serial = 0;
    return 0;
}

static lsn_uuid uuid_of(int64_t ms, unsigned char tail) {
    const unsigned char random[10] = {0, 0, 0, 0, 0, 0, 0, 0, 0, tail};
    return lsn_uuid_make(ms, random);
}

static void add(int64_t ms, lsn_event_kind kind, int session, int move, double value) {
    lsn_event event = {.id = uuid_of(ms, serial++), .at_ms = ms, .kind = kind, .value = value};
    event.session = uuid_of(start_of_day_0_ms, (unsigned char)session);
    if (move >= 0) event.move = moves[move].id;
    assert_int_equal(lsn_journal_add(&log_, &event, NULL), LSN_OK);
}

// A session at noon of `day` with one move: pain before, the move done for 60 s at `level`, how it felt, pain after.
// Pain below 0 and felt −2 are left out.
static void sit(int session, int day, int move, const char *level, int felt, int before, int after) {
    int64_t ms = start_of_day_0_ms + day * day_ms + 12 * hour_ms;
    if (before >= 0) add(ms, LSN_EVENT_pain_before, session, -1, before);
    lsn_event done = {.id = uuid_of(ms + 1, serial++), .at_ms = ms + 1, .kind = LSN_EVENT_step_done, .value = 60};
    done.session = uuid_of(start_of_day_0_ms, (unsigned char)session);
    done.move = moves[move].id;
    done.level = lsn_str_from(level);
    assert_int_equal(lsn_journal_add(&log_, &done, NULL), LSN_OK);
    if (felt > -2) add(ms + 2, LSN_EVENT_move_felt, session, move, felt);
    if (after >= 0) add(ms + 3, LSN_EVENT_pain_after, session, -1, after);
}

// Pain in the morning of `day`.
static void wake(int day, int pain) {
    add(start_of_day_0_ms + day * day_ms + 7 * hour_ms, LSN_EVENT_next_morning, 0, -1, pain);
}

// Progress in the evening of `day`, in UTC.
static const lsn_progress *progress_on(int day) {
    static lsn_progress progress;
    memset(&progress, 0xAA, sizeof progress);
    lsn_progress_build(&progress, &log_, &catalogue, start_of_day_0_ms + day * day_ms + 20 * hour_ms, 0);
    return &progress;
}

static void assert_level(int day, int move, lsn_level level, const char *why) {
    const lsn_move_record *record = &progress_on(day)->moves[move];
    assert_int_equal(record->level, level);
    assert_int_equal(record->why_level.len, strlen(why));
    if (*why) assert_string_equal(record->why_level.ptr, why);
}

// ---------------------------------------------------------------- the light

static void pain_is_green_to_two_amber_to_five_and_red_above(void **state) {
    (void)state;
    assert_int_equal(lsn_pain_light(0, 2), LSN_LIGHT_green);
    assert_int_equal(lsn_pain_light(0, 3), LSN_LIGHT_amber);
    assert_int_equal(lsn_pain_light(2, 5), LSN_LIGHT_amber);
    assert_int_equal(lsn_pain_light(2, 6), LSN_LIGHT_red);
    assert_int_equal(lsn_pain_light(-1, 6), LSN_LIGHT_red);
    assert_int_equal(lsn_pain_light(4, -1), LSN_LIGHT_unknown);
}

static void with_pain_before_the_change_counts(void **state) {
    (void)state;
    assert_int_equal(lsn_pain_light(6, 6), LSN_LIGHT_green);
    assert_int_equal(lsn_pain_light(6, 7), LSN_LIGHT_green);
    assert_int_equal(lsn_pain_light(6, 8), LSN_LIGHT_amber);
    assert_int_equal(lsn_pain_light(3, 6), LSN_LIGHT_red);
}

// ---------------------------------------------------------------- sessions and days

static void an_empty_log_is_a_first_week(void **state) {
    (void)state;
    const lsn_progress *p = progress_on(0);
    assert_int_equal(p->sessions, 0);
    assert_int_equal(p->sessions_week, 0);
    assert_true(p->last_session_ms == 0);
    assert_true(p->first_week);
    assert_false(p->long_gap);
    assert_int_equal(p->pain_before, -1);
    assert_int_equal(p->pain_after, -1);
    for (int i = 0; i < LSN_PROGRESS_DAYS; i++) assert_false(p->days[i].done);
    for (int i = 0; i < MOVES; i++) {
        assert_int_equal(p->moves[i].level, LSN_LEVEL_usual);
        assert_int_equal(p->moves[i].times, 0);
        assert_int_equal(p->moves[i].why_level.len, 0);
    }
}

static void a_session_fills_its_day_and_its_regions(void **state) {
    (void)state;
    int64_t ms = start_of_day_0_ms + 12 * hour_ms;
    add(ms, LSN_EVENT_session_started, 1, -1, 600);
    add(ms + 1, LSN_EVENT_pain_before, 1, -1, 4);
    add(ms + 2 * minute_ms, LSN_EVENT_step_done, 1, CAT_COW, 64);
    add(ms + 3 * minute_ms, LSN_EVENT_step_done, 1, COBRA, 30);
    add(ms + 4 * minute_ms, LSN_EVENT_step_done, 1, COBRA, 30.4); // the other side
    add(ms + 5 * minute_ms, LSN_EVENT_session_finished, 1, -1, 300);
    add(ms + 6 * minute_ms, LSN_EVENT_pain_after, 1, -1, 3);
    const lsn_progress *p = progress_on(2);
    assert_int_equal(p->sessions, 1);
    assert_int_equal(p->sessions_week, 1);
    assert_true(p->last_session_ms == ms);
    assert_true(p->days[4].done);
    assert_int_equal(p->days[4].seconds, 300);
    assert_int_equal(p->days[4].pain_before, 4);
    assert_int_equal(p->days[4].pain_after, 3);
    assert_false(p->days[5].done);
    assert_int_equal(p->days[5].pain_before, -1);
    assert_int_equal(p->moves[COBRA].times, 1);
    assert_true(p->moves[COBRA].last_ms == ms + 4 * minute_ms);
    assert_int_equal(p->region_week_s[LSN_REGION_lower_back], 124);
    assert_int_equal(p->region_week_s[LSN_REGION_hips], 64);
    assert_int_equal(p->region_week_s[LSN_REGION_buttocks], 0);
}

static void a_session_that_was_not_finished_counts_what_was_done(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", -2, 4, -1);
    assert_int_equal(progress_on(0)->days[6].seconds, 60);
}

static void a_session_in_which_nothing_was_done_does_not_count(void **state) {
    (void)state;
    int64_t ms = start_of_day_0_ms + 12 * hour_ms;
    add(ms, LSN_EVENT_session_started, 1, -1, 600);
    add(ms + 1, LSN_EVENT_pain_before, 1, -1, 8);
    add(ms + 2, LSN_EVENT_stopped, 1, -1, 3);
    const lsn_progress *p = progress_on(0);
    assert_int_equal(p->sessions, 0);
    assert_int_equal(p->pain_before, -1);
    assert_false(p->days[6].done);
}

static void after_seven_days_a_session_leaves_the_week_and_the_first_week_is_over(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 0, 1, 1);
    assert_true(progress_on(6)->days[0].done);
    assert_true(progress_on(6)->first_week);
    assert_int_equal(progress_on(7)->sessions_week, 0);
    assert_int_equal(progress_on(7)->region_week_s[LSN_REGION_lower_back], 0);
    assert_int_equal(progress_on(7)->sessions, 1);
    assert_false(progress_on(7)->first_week);
}

static void days_are_local(void **state) {
    (void)state;
    int64_t ms = start_of_day_0_ms + 23 * hour_ms; // in Helsinki the next day, 01:00
    add(ms, LSN_EVENT_step_done, 1, COBRA, 60);
    lsn_progress p;
    lsn_progress_build(&p, &log_, &catalogue, ms + hour_ms, 120);
    assert_true(p.days[6].done);
    lsn_progress_build(&p, &log_, &catalogue, ms + 2 * hour_ms, -60); // west of Greenwich: 22:00, and now midnight
    assert_false(p.days[6].done);
    assert_true(p.days[5].done);
}

static void two_sessions_of_a_day_add_up_and_the_last_pain_stays(void **state) {
    (void)state;
    int64_t ms = start_of_day_0_ms + 8 * hour_ms;
    add(ms, LSN_EVENT_step_done, 1, COBRA, 60);
    add(ms + 1, LSN_EVENT_pain_after, 1, -1, 5);
    sit(2, 0, COBRA, "usual", 0, 3, 2);
    const lsn_progress *p = progress_on(0);
    assert_int_equal(p->sessions_week, 2);
    assert_int_equal(p->days[6].seconds, 120);
    assert_int_equal(p->days[6].pain_after, 2);
    assert_int_equal(p->pain_after, 2);
}

static void two_sessions_that_interleave_are_kept_apart(void **state) {
    (void)state;
    int64_t ms = start_of_day_0_ms + 12 * hour_ms;
    for (int i = 0; i < 4; i++) add(ms + i * minute_ms, LSN_EVENT_step_done, 1 + i % 2, i % 2 ? COBRA : BRIDGE, 50);
    const lsn_progress *p = progress_on(0);
    assert_int_equal(p->sessions, 2);
    assert_int_equal(p->moves[COBRA].times, 1);
    assert_int_equal(p->moves[BRIDGE].times, 1);
    assert_int_equal(p->region_week_s[LSN_REGION_buttocks], 100);
}

static void moves_that_are_not_known_and_events_of_the_future_are_left_out(void **state) {
    (void)state;
    int64_t ms = start_of_day_0_ms + 12 * hour_ms;
    lsn_event strange = {.id = uuid_of(ms, 200), .at_ms = ms, .kind = LSN_EVENT_step_done, .value = 60};
    strange.session = uuid_of(ms, 9);
    strange.move = LSN_STR("handstand");
    assert_int_equal(lsn_journal_add(&log_, &strange, NULL), LSN_OK);
    sit(1, 3, COBRA, "usual", 0, 1, 1);
    assert_int_equal(progress_on(2)->sessions, 0);
}

static void the_order_of_merging_does_not_matter(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 1, 1, 1);
    sit(2, 1, COBRA, "usual", 1, 1, 1);
    sit(3, 2, BRIDGE, "usual", -1, 1, 4);
    lsn_progress forwards, backwards;
    int64_t now = start_of_day_0_ms + 3 * day_ms;
    memset(&forwards, 0, sizeof forwards);
    memset(&backwards, 0, sizeof backwards);
    lsn_progress_build(&forwards, &log_, &catalogue, now, 0);
    lsn_event other[EVENTS_MAX];
    lsn_journal reversed = lsn_journal_make(other, EVENTS_MAX);
    for (int i = log_.count - 1; i >= 0; i--)
        assert_int_equal(lsn_journal_add(&reversed, &log_.events[i], NULL), LSN_OK);
    lsn_progress_build(&backwards, &reversed, &catalogue, now, 0);
    assert_int_equal(forwards.moves[COBRA].level, LSN_LEVEL_harder);
    assert_int_equal(backwards.moves[COBRA].level, LSN_LEVEL_harder);
    assert_int_equal(backwards.moves[BRIDGE].resting, forwards.moves[BRIDGE].resting);
    assert_true(forwards.moves[BRIDGE].resting);
    assert_memory_equal(forwards.days, backwards.days, sizeof forwards.days);
}

// ---------------------------------------------------------------- levels

static void two_good_sessions_in_a_row_and_a_quiet_morning_lead_one_step_further(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 1, 2, 2);
    assert_level(0, COBRA, LSN_LEVEL_usual, "");
    sit(2, 1, COBRA, "usual", 0, 2, 1);
    assert_level(1, COBRA, LSN_LEVEL_usual, "");
    wake(2, 2);
    assert_level(2, COBRA, LSN_LEVEL_harder, "One step further, after two good sessions.");
    assert_level(2, BRIDGE, LSN_LEVEL_usual, "");
    sit(3, 2, COBRA, "harder", 1, 2, 2);
    sit(4, 3, COBRA, "harder", 1, 2, 2);
    wake(4, 2);
    assert_level(4, COBRA, LSN_LEVEL_harder, "One step further, after two good sessions.");
}

static void pain_before_the_next_session_tells_of_the_morning_too(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 1, 2, 2);
    sit(2, 1, COBRA, "usual", 1, 2, 2);
    sit(3, 3, BRIDGE, "usual", 1, 2, 2);
    assert_level(3, COBRA, LSN_LEVEL_harder, "One step further, after two good sessions.");
}

static void sessions_that_are_not_good_do_not_lead_further(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 1, 2, 2);
    sit(2, 1, COBRA, "usual", 1, 2, 4); // amber
    sit(3, 2, COBRA, "usual", 1, 2, 2);
    wake(3, 2);
    assert_level(3, COBRA, LSN_LEVEL_usual, "");
    sit(4, 3, COBRA, "usual", -2, 2, 2); // not told how it felt
    sit(5, 4, COBRA, "usual", 1, 2, 2);
    wake(5, 2);
    assert_level(5, COBRA, LSN_LEVEL_usual, "");
    sit(6, 5, COBRA, "usual", 1, 2, -1); // pain not told
    sit(7, 6, COBRA, "easier", 1, 2, 2); // at another level
    sit(8, 7, COBRA, "usual", 1, 2, 2);
    wake(8, 2);
    assert_level(8, COBRA, LSN_LEVEL_usual, "");
}

static void worse_leads_one_step_back_and_not_below_the_easiest(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", -1, 2, 2);
    assert_level(0, COBRA, LSN_LEVEL_easier, "One step easier, because it felt worse last time.");
    assert_int_equal(progress_on(0)->moves[COBRA].worse, 1);
    sit(2, 1, COBRA, "easier", -1, 2, 2);
    assert_level(1, COBRA, LSN_LEVEL_easier, "One step easier, because it felt worse last time.");
    sit(3, 2, COBRA, "easier", 1, 2, 2);
    sit(4, 3, COBRA, "easier", 1, 2, 2);
    wake(4, 2);
    assert_level(4, COBRA, LSN_LEVEL_usual, ""); // back at the usual level
    sit(5, 4, COBRA, "usual", 1, 2, 2);
    wake(5, 2);
    assert_level(5, COBRA, LSN_LEVEL_usual, ""); // the count begins again
}

static void too_much_leads_one_step_back_and_never_two_at_once(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 1, 2, 2);
    sit(2, 1, COBRA, "usual", 1, 2, 2); // harder now
    int64_t ms = start_of_day_0_ms + 2 * day_ms + 12 * hour_ms;
    add(ms - 1, LSN_EVENT_step_eased, 3, COBRA, 0);
    sit(3, 2, COBRA, "usual", -1, 2, 2);
    assert_level(2, COBRA, LSN_LEVEL_usual, "");
    add(ms + day_ms, LSN_EVENT_step_eased, 4, COBRA, 0);
    add(ms + day_ms + 1, LSN_EVENT_step_done, 4, COBRA, 20);
    assert_level(3, COBRA, LSN_LEVEL_easier, "One step easier, because it was too much last time.");
}

static void pain_that_stays_up_twice_leads_one_step_back(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 0, 1, 4);
    assert_level(0, COBRA, LSN_LEVEL_usual, "");
    sit(2, 1, COBRA, "usual", 0, 1, 4);
    assert_level(1, COBRA, LSN_LEVEL_easier, "One step easier, because pain stayed up twice.");
    sit(3, 0, BRIDGE, "usual", 1, 1, 1);
    sit(4, 1, BRIDGE, "usual", 1, 1, 1); // harder now
    for (int i = 0; i < 3; i++) sit(5 + i, 2 + i, BRIDGE, "usual", 0, 1, 4);
    assert_level(4, BRIDGE, LSN_LEVEL_usual, ""); // two of three count once
}

static void worse_with_pain_rests_the_move_for_two_days(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", -1, 1, 4);
    sit(2, 0, BRIDGE, "usual", -1, 1, 1); // worse, but green
    assert_true(progress_on(0)->moves[COBRA].resting);
    assert_false(progress_on(0)->moves[BRIDGE].resting);
    assert_true(progress_on(1)->moves[COBRA].resting);
    assert_false(progress_on(2)->moves[COBRA].resting); // 56 hours later
}

static void after_more_than_fourteen_days_what_was_done_begins_one_step_lower(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 0, 1, 1);
    assert_false(progress_on(13)->long_gap);
    assert_level(13, COBRA, LSN_LEVEL_usual, "");
    assert_true(progress_on(15)->long_gap);
    assert_level(15, COBRA, LSN_LEVEL_easier, "One step easier, after more than two weeks away.");
    assert_level(15, BRIDGE, LSN_LEVEL_usual, "");
    sit(2, 16, COBRA, "easier", 0, 1, 1);
    assert_false(progress_on(16)->long_gap);
    assert_level(16, COBRA, LSN_LEVEL_easier, "One step easier, after more than two weeks away.");
    sit(3, 17, COBRA, "easier", 0, 1, 1);
    wake(18, 1);
    assert_level(18, COBRA, LSN_LEVEL_usual, "");
}

// ---------------------------------------------------------------- in words

static const lsn_json *json_on(int day) {
    static char text[8192];
    static unsigned char memory[1 << 16];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_progress_write_json(&out, progress_on(day), &catalogue);
    assert_false(buf.overflow);
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json *root = NULL;
    assert_int_equal(lsn_json_parse(&root, lsn_buf_view(&buf), &arena, NULL), LSN_OK);
    return root;
}

static const char *sentence(int day, int index) {
    const lsn_json *at = lsn_json_get(json_on(day), "sentences")->first;
    while (at && index-- > 0) at = at->next;
    return at ? at->string.ptr : "";
}

static const char *come_back(int day) {
    return lsn_json_get(json_on(day), "come_back")->string.ptr;
}

static void the_week_is_written_day_by_day_with_dates(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 0, 4, -1);
    const lsn_json *root = json_on(2);
    const lsn_json *day = lsn_json_get(root, "week")->first;
    assert_int_equal(lsn_json_get(root, "week")->count, 7);
    assert_string_equal(lsn_json_get(day, "day")->string.ptr, "2023-11-10");
    for (int i = 0; i < 4; i++) day = day->next;
    assert_string_equal(lsn_json_get(day, "day")->string.ptr, "2023-11-14");
    assert_true(lsn_json_get(day, "done")->boolean);
    assert_true(lsn_json_get(day, "seconds")->number == 60);
    assert_true(lsn_json_get(day, "pain_before")->number == 4);
    assert_int_equal(lsn_json_get(day, "pain_after")->type, LSN_JSON_NULL);
    const lsn_json *region = lsn_json_get(root, "regions")->first;
    assert_string_equal(lsn_json_get(region, "region")->string.ptr, "lower-back");
    assert_true(lsn_json_get(region, "seconds")->number == 60);
    assert_true(lsn_json_get(region, "target_s")->number == 300);
    assert_true(lsn_json_get(root, "sessions")->number == 1);
}

static void dates_know_leap_years(void **state) {
    (void)state;
    static const struct {
        int day;
        const char *today;
    } cases[] = {
        {107, "2024-02-29"}, {108, "2024-03-01"}, {47, "2023-12-31"}, {48, "2024-01-01"}, {-19675, "1970-01-01"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const lsn_json *day = lsn_json_get(json_on(cases[i].day), "week")->first;
        while (day->next) day = day->next;
        assert_string_equal(lsn_json_get(day, "day")->string.ptr, cases[i].today);
    }
}

static void the_first_words_invite(void **state) {
    (void)state;
    assert_string_equal(sentence(0, 0), "Your first session is still ahead of you.");
    assert_string_equal(come_back(0), "Begin when you like. Three minutes are enough.");
}

static void a_change_below_two_points_is_not_called_one(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", 0, 4, 3);
    assert_string_equal(sentence(0, 0), "In the last seven days you did 1 session, 1 minute in all.");
    assert_string_equal(sentence(0, 1), "Your pain went from 4 to 3. Nothing below two points is a real change.");
    sit(2, 1, COBRA, "usual", 0, 5, 3);
    assert_string_equal(sentence(1, 1),
                        "Your pain went from 5 to 3, a real change. Pain also comes and goes by itself.");
    sit(3, 2, COBRA, "usual", 0, 2, 2);
    assert_string_equal(sentence(2, 1), "Your pain stayed at 2.");
    sit(4, 3, COBRA, "usual", 0, 1, 3);
    assert_string_equal(sentence(3, 1), "Your pain went up from 1 to 3. Moves that felt worse rest or get easier.");
    assert_string_equal(sentence(3, 0), "In the last seven days you did 4 sessions, 4 minutes in all.");
}

static void rest_gaps_and_quiet_weeks_are_told_without_blame(void **state) {
    (void)state;
    sit(1, 0, COBRA, "usual", -1, 1, 7);
    assert_string_equal(sentence(0, 2), "Resting for two days: Cobra.");
    assert_string_equal(come_back(0),
                        "Let it settle, and come back in two days. If the pain stays, speak to a clinician.");
    assert_string_equal(come_back(1), "Today is a good day for a session. A short one counts.");
    assert_string_equal(sentence(8, 0), "The last seven days were quiet. You can begin again at any time.");
    assert_string_equal(sentence(20, 2), "It has been a while, so your moves begin one step easier.");
}

static lsn_progress built(int day) {
    static lsn_progress progress;
    lsn_progress_build(&progress, &log_, &catalogue, start_of_day_0_ms + day * day_ms + 20 * hour_ms, 0);
    return progress;
}

static void the_curve_of_pain_holds_its_level_in_its_band_and_says_nothing_without_days(void **state) {
    (void)state;
    for (int day = 0; day < 20; day++) sit(day + 1, day, CAT_COW, "usual", 0, 4 + day % 3, 3);
    lsn_progress progress = built(19);
    const lsn_pain_day *today = &progress.pain_days[LSN_CURVE_DAYS - 1], *before = &progress.pain_days[0];
    assert_float_equal(today->pain, 5, 0);
    assert_float_equal(today->level, 5, 0);
    assert_true(today->low < today->level && today->level < today->high);
    assert_float_equal(before->pain, -1, 0);
    assert_float_equal(before->level, -1, 0);
}

static void the_calendar_holds_the_seconds_of_each_day(void **state) {
    (void)state;
    sit(1, 0, CAT_COW, "usual", 0, 4, 3);
    sit(2, 2, CAT_COW, "usual", 0, 4, 3);
    lsn_progress progress = built(2);
    assert_int_equal(progress.calendar_s[LSN_CALENDAR_DAYS - 1], 60);
    assert_int_equal(progress.calendar_s[LSN_CALENDAR_DAYS - 2], 0);
    assert_int_equal(progress.calendar_s[LSN_CALENDAR_DAYS - 3], 60);
}

static void map(int day, int hour, const char *text) {
    int64_t ms = start_of_day_0_ms + day * day_ms + hour * hour_ms;
    lsn_event event = {
        .id = uuid_of(ms, serial++), .at_ms = ms, .kind = LSN_EVENT_pain_map, .text = lsn_str_from(text)};
    assert_int_equal(lsn_journal_add(&log_, &event, NULL), LSN_OK);
}

static void an_area_counts_once_a_day_in_the_week_of_its_map(void **state) {
    (void)state;
    map(0, 8, "{\"where\":{\"neck\":1}}");
    map(10, 8, "{\"where\":{\"low-back-right\":1}}");
    map(10, 9, "{\"where\":{\"low-back-right\":2,\"neck\":1}}");
    map(12, 8, "{\"where\":{\"low-back-right\":1}}");
    const lsn_progress *progress = progress_on(14);
    const lsn_map_week *now = &progress->map_weeks[LSN_PROGRESS_WEEKS - 1];
    assert_int_equal(now->days, 2);
    assert_int_equal(now->days_of[LSN_AREA_low_back_right], 2);
    assert_int_equal(now->most[LSN_AREA_low_back_right], 2);
    assert_int_equal(now->days_of[LSN_AREA_neck], 1);
    assert_int_equal(progress->map_weeks[LSN_PROGRESS_WEEKS - 2].days, 0);
    assert_int_equal(progress->map_weeks[LSN_PROGRESS_WEEKS - 3].days_of[LSN_AREA_neck], 1);
    assert_int_equal(progress->map_day - (progress->today - 14), 12);
    assert_int_equal(progress->map.at[LSN_AREA_low_back_right], 1);
}

static void an_empty_map_is_a_day_on_which_nothing_hurt(void **state) {
    (void)state;
    map(0, 8, "{\"where\":{}}");
    const lsn_progress *progress = progress_on(0);
    assert_int_equal(progress->map_weeks[LSN_PROGRESS_WEEKS - 1].days, 1);
    for (int area = 0; area < LSN_AREA_COUNT; area++)
        assert_int_equal(progress->map_weeks[LSN_PROGRESS_WEEKS - 1].days_of[area], 0);
}

static void days_with_a_session_are_known_for_as_long_as_a_programme_can_be(void **state) {
    (void)state;
    sit(1, 0, CAT_COW, "usual", 0, 3, 3);
    sit(2, 83, CAT_COW, "usual", 0, 3, 3);
    const lsn_progress *progress = progress_on(83);
    assert_true(progress->did[0]);
    assert_false(progress->did[1]);
    assert_true(progress->did[LSN_PROGRESS_DID_DAYS - 1]);
    assert_false(progress_on(84)->did[0]);
}

static void of_the_furthest_sites_the_last_told_of_each_day_is_kept(void **state) {
    (void)state;
    add(start_of_day_0_ms + hour_ms, LSN_EVENT_leg_site, 1, CAT_COW, 3);
    add(start_of_day_0_ms + 2 * hour_ms, LSN_EVENT_leg_site, 1, COBRA, 2);
    add(start_of_day_0_ms + day_ms, LSN_EVENT_leg_site, 2, CAT_COW, 1);
    lsn_progress progress = built(1);
    assert_int_equal(progress.sites.count, 2);
    assert_int_equal(progress.sites.site[0], 2);
    assert_int_equal(progress.sites.site[1], 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pain_is_green_to_two_amber_to_five_and_red_above, fresh_log),
        cmocka_unit_test_setup(with_pain_before_the_change_counts, fresh_log),
        cmocka_unit_test_setup(an_empty_log_is_a_first_week, fresh_log),
        cmocka_unit_test_setup(a_session_fills_its_day_and_its_regions, fresh_log),
        cmocka_unit_test_setup(a_session_that_was_not_finished_counts_what_was_done, fresh_log),
        cmocka_unit_test_setup(a_session_in_which_nothing_was_done_does_not_count, fresh_log),
        cmocka_unit_test_setup(after_seven_days_a_session_leaves_the_week_and_the_first_week_is_over, fresh_log),
        cmocka_unit_test_setup(days_are_local, fresh_log),
        cmocka_unit_test_setup(two_sessions_of_a_day_add_up_and_the_last_pain_stays, fresh_log),
        cmocka_unit_test_setup(two_sessions_that_interleave_are_kept_apart, fresh_log),
        cmocka_unit_test_setup(moves_that_are_not_known_and_events_of_the_future_are_left_out, fresh_log),
        cmocka_unit_test_setup(the_order_of_merging_does_not_matter, fresh_log),
        cmocka_unit_test_setup(two_good_sessions_in_a_row_and_a_quiet_morning_lead_one_step_further, fresh_log),
        cmocka_unit_test_setup(pain_before_the_next_session_tells_of_the_morning_too, fresh_log),
        cmocka_unit_test_setup(sessions_that_are_not_good_do_not_lead_further, fresh_log),
        cmocka_unit_test_setup(worse_leads_one_step_back_and_not_below_the_easiest, fresh_log),
        cmocka_unit_test_setup(too_much_leads_one_step_back_and_never_two_at_once, fresh_log),
        cmocka_unit_test_setup(pain_that_stays_up_twice_leads_one_step_back, fresh_log),
        cmocka_unit_test_setup(worse_with_pain_rests_the_move_for_two_days, fresh_log),
        cmocka_unit_test_setup(after_more_than_fourteen_days_what_was_done_begins_one_step_lower, fresh_log),
        cmocka_unit_test_setup(the_week_is_written_day_by_day_with_dates, fresh_log),
        cmocka_unit_test_setup(dates_know_leap_years, fresh_log),
        cmocka_unit_test_setup(the_curve_of_pain_holds_its_level_in_its_band_and_says_nothing_without_days, fresh_log),
        cmocka_unit_test_setup(the_calendar_holds_the_seconds_of_each_day, fresh_log),
        cmocka_unit_test_setup(an_area_counts_once_a_day_in_the_week_of_its_map, fresh_log),
        cmocka_unit_test_setup(an_empty_map_is_a_day_on_which_nothing_hurt, fresh_log),
        cmocka_unit_test_setup(days_with_a_session_are_known_for_as_long_as_a_programme_can_be, fresh_log),
        cmocka_unit_test_setup(of_the_furthest_sites_the_last_told_of_each_day_is_kept, fresh_log),
        cmocka_unit_test_setup(the_first_words_invite, fresh_log),
        cmocka_unit_test_setup(a_change_below_two_points_is_not_called_one, fresh_log),
        cmocka_unit_test_setup(rest_gaps_and_quiet_weeks_are_told_without_blame, fresh_log),
    };
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
