// Programmes of days: targets, days of rest, the bound, and that what was missed is forgiven.
#include "tests/planning.h"

static lsn_wish wish;
static lsn_week_wish asked;
static lsn_week week;

static int set_up(void **state) {
    set_up_moves(state);
    wish = lsn_wish_default();
    wish.progress = &progress;
    wish.regions = 1u << LSN_REGION_hips | 1u << LSN_REGION_lower_back;
    wish.nodes = 3000;
    asked = (lsn_week_wish){.days = 7, .minutes_max = 30};
    return 0;
}

static void build(void) {
    assert_int_equal(lsn_week_build(&week, &catalogue, &wish, &asked, scratch), LSN_OK);
}

static void wished_regions_get_five_minutes_a_week(void **state) {
    (void)state;
    build();
    assert_true(week.meets);
    assert_int_equal(week.target_s[LSN_REGION_hips], 300);
    assert_int_equal(week.target_s[LSN_REGION_legs], 0);
    assert_true(week.region_s[LSN_REGION_hips] >= 300);
    assert_true(week.region_s[LSN_REGION_lower_back] >= 300);
    for (int d = 0; d < 7; d++) {
        assert_in_range(week.day[d].minutes, 3, 30);
        assert_true(week.day[d].count > 0 && week.day[d].total_s <= 60 * week.day[d].minutes);
    }
}

static void two_days_a_week_hold_strength(void **state) {
    (void)state;
    // In three minutes and for the upper back alone there would be none.
    wish.regions = 1u << LSN_REGION_upper_back;
    build();
    assert_true(week.meets);
    assert_int_equal(week.strength_days_due, 2);
    assert_true(week.strength_days >= 2);
    for (int i = 0; i < HAND_COUNT; i++)
        if (moves[i].kind == LSN_KIND_strength || moves[i].kind == LSN_KIND_isometric) moves[i].places = 0;
    build();
    assert_int_equal(week.strength_days_due, 0);
    assert_int_equal(week.strength_days, 0);
    assert_true(week.meets);
}

static void the_bound_stays_below_what_was_found(void **state) {
    (void)state;
    asked.days = 3; // two days of more than the least, in all likelihood
    build();
    assert_true(week.meets);
    assert_true(week.minutes_bound >= 9);
    assert_true(week.minutes >= week.minutes_bound);
    // By hand: hips 128 s and lower back 128 s (300 · 3/7). One "knees from side to side" gives both 51 s in
    // 2·51 + 6 + 8 + 4 = 120 s, so three days of it, 360 s, and no move gives more for its time to both.
    assert_int_equal(week.target_s[LSN_REGION_hips], 128);
    assert_true(week.minutes <= 3 * 7);
}

static void the_bound_is_not_trivial_when_much_is_asked(void **state) {
    (void)state;
    asked.days = 7;
    asked.rest = 0x7c; // Monday and Tuesday only: 300 s of each in two days
    build();
    assert_true(week.minutes_bound > 2 * 3);
    assert_true(week.minutes >= week.minutes_bound);
}

static void days_of_rest_are_kept(void **state) {
    (void)state;
    asked.rest = 1u << 5 | 1u << 6;
    asked.first_weekday = 4; // today is a Friday
    build();
    for (int d = 0; d < 7; d++) assert_int_equal(week.day[d].count == 0, d == 1 || d == 2);
    assert_int_equal(week.day[1].minutes, 0);
    asked.days = 1;
    asked.first_weekday = 6;
    assert_int_equal(lsn_week_build(&week, &catalogue, &wish, &asked, scratch), LSN_ERR_NOT_FOUND);
}

static void with_minutes_given_each_day_is_the_best_of_that_length(void **state) {
    (void)state;
    asked.minutes = 8;
    asked.days = 5;
    build();
    static lsn_plan today;
    wish.minutes = 8;
    assert_int_equal(lsn_plan_build(&today, &catalogue, &wish, scratch), LSN_OK);
    assert_int_equal(week.day[0].count, today.count);
    for (int i = 0; i < today.count; i++) assert_int_equal(week.day[0].moves[i], today.steps[i].move);
    for (int d = 0; d < 5; d++) assert_int_equal(week.day[d].minutes, 8);
    assert_int_equal(week.minutes, 40);
    assert_int_equal(week.minutes_bound, 0);
}

static void missed_days_are_forgiven(void **state) {
    (void)state;
    // One has done nothing all week, the other everything: nobody gets a longer day than a fresh start would.
    build();
    int fresh = week.minutes;
    progress.sessions = 5;
    progress.last_session_ms = 1;
    build();
    assert_int_equal(week.minutes, fresh);
}

static void a_target_out_of_reach_is_lowered_and_said(void **state) {
    (void)state;
    for (int i = 0; i < HAND_COUNT; i++)
        if (i != hand_index("pelvic-tilt")) moves[i].regions &= ~(1u << LSN_REGION_hips);
    build();
    assert_int_equal(week.reachable_s[LSN_REGION_hips], 0);
    char text[400];
    lsn_buf words = lsn_buf_make(text, sizeof text);
    lsn_week_words(&words, NULL, &week);
    assert_non_null(strstr(lsn_buf_cstr(&words), "hips"));
}

static void the_same_wish_gives_the_same_programme(void **state) {
    (void)state;
    static lsn_week first;
    build();
    first = week;
    build();
    assert_memory_equal(&first, &week, sizeof week);
}

static void days_and_minutes_outside_their_range_are_refused(void **state) {
    (void)state;
    const lsn_week_wish bad[] = {{.days = 0, .minutes_max = 30},
                                 {.days = 29, .minutes_max = 30},
                                 {.days = 7, .minutes_max = 2},
                                 {.days = 7, .minutes_max = 30, .minutes = 31},
                                 {.days = 7, .minutes_max = 30, .first_weekday = 7}};
    for (int i = 0; i < 5; i++)
        assert_int_equal(lsn_week_build(&week, &catalogue, &wish, &bad[i], scratch), LSN_ERR_OUT_OF_RANGE);
}

static void a_week_s_wish_is_read_with_its_faults(void **state) {
    (void)state;
    lsn_diag diag;
    lsn_week_wish read;
    assert_int_equal(
        lsn_week_wish_read(&read, LSN_STR("{\"days\":5,\"rest\":[\"sat\"],\"weekday\":2}"), scratch, &diag), LSN_OK);
    assert_int_equal(read.days, 5);
    assert_int_equal(read.rest, 1u << 5);
    assert_int_equal(read.first_weekday, 2);
    assert_int_equal(read.minutes, 0);
    assert_int_equal(lsn_week_wish_read(&read, LSN_STR("{\"rest\":[\"noon\"]}"), scratch, &diag), LSN_ERR_UNKNOWN_NAME);
    assert_int_equal(diag.column, 10);
    assert_int_equal(lsn_week_wish_read(&read, LSN_STR("{\"nights\":1}"), scratch, &diag), LSN_ERR_UNKNOWN_FIELD);
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        T(wished_regions_get_five_minutes_a_week),
        T(two_days_a_week_hold_strength),
        T(the_bound_stays_below_what_was_found),
        T(the_bound_is_not_trivial_when_much_is_asked),
        T(days_of_rest_are_kept),
        T(with_minutes_given_each_day_is_the_best_of_that_length),
        T(missed_days_are_forgiven),
        T(a_target_out_of_reach_is_lowered_and_said),
        T(the_same_wish_gives_the_same_programme),
        T(days_and_minutes_outside_their_range_are_refused),
        T(a_week_s_wish_is_read_with_its_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
