// The planner's rules on random wishes, safety answers, bodies and records: whatever is asked, no rule is broken. The
// rules are read here once more, in plain loops, and share nothing with the planner.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/plan/plan.h"
#include "tests/hand_moves.h"

enum { WISHES = 150, NODES = 4000 };

static lsn_move moves[HAND_COUNT];
static lsn_catalogue catalogue;
static unsigned char memory[24 << 20];
static lsn_arena scratch;
static lsn_progress progress;
static lsn_rule rule;
static lsn_screen_rules rules = {.rules = &rule, .count = 1};
static lsn_verdict verdict;
static uint8_t able[HAND_COUNT];
static lsn_wish wish;
static lsn_plan plan;
static lsn_random dice;

static int roll(int sides) {
    return (int)lsn_random_below(&dice, (uint32_t)sides);
}

static void roll_record(int i) {
    lsn_move_record *record = &progress.moves[i];
    *record = (lsn_move_record){.level = (lsn_level)roll(LSN_LEVEL_COUNT), .times = roll(3)};
    record->resting = roll(12) == 0;
    record->retired = roll(12) == 0;
    record->preferred = roll(8) == 0 ? -1 : roll(5) == 0;
    record->relief_sd = roll(2) ? 0.4F : 0;
    record->relief_mean = (float)(roll(200) - 100) / 100;
    record->helps = roll(10) == 0;
}

static void roll_wish(int number) {
    static const bool yes[1] = {true};
    dice = lsn_random_make((uint64_t)number, 4);
    catalogue = hand_catalogue(moves);
    moves[hand_index("pillow")].places = moves[hand_index("pillow")].places | 1u << LSN_PLACE_floor;
    if (roll(2)) moves[hand_index("hamstring")].kind = LSN_KIND_rest;
    moves[roll(HAND_COUNT)].props_needed = 1u << LSN_PROP_strap;
    scratch = lsn_arena_make(memory, sizeof memory);
    memset(&progress, 0, sizeof progress);
    for (int i = 0; i < HAND_COUNT; i++) {
        roll_record(i);
        able[i] = (uint8_t)(roll(6) == 0 ? roll(8) : 7);
    }
    progress.first_week = roll(2) == 0;
    progress.flare = roll(8) == 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) progress.region_week_s[r] = roll(4) ? roll(700) : 0;
    rule = (lsn_rule){.level = 3, .gentle = roll(4) == 0};
    if (roll(2)) rule.forbid_tags = 1u << roll(LSN_TAG_COUNT);
    if (roll(4) == 0) rule.forbid_postures = 1u << roll(LSN_POSTURE_COUNT);
    verdict = lsn_screen_judge(&rules, yes);
    wish = lsn_wish_default();
    wish.place = (lsn_place)roll(LSN_PLACE_COUNT);
    wish.minutes = 3 + roll(28);
    wish.regions = roll(2) ? (uint32_t)roll(1 << LSN_REGION_COUNT) : 0;
    wish.without_tags = roll(3) ? 0 : 1u << roll(LSN_TAG_COUNT);
    wish.without_props = roll(2) ? 1u << LSN_PROP_strap : 0;
    wish.seed = (uint64_t)number;
    wish.verdict = &verdict;
    wish.progress = &progress;
    wish.able = able;
    wish.nodes = NODES;
    if (roll(3) == 0) wish.dropped[wish.dropped_count++] = roll(HAND_COUNT);
}

static lsn_level most_allowed(int i) {
    bool easy = progress.flare || verdict.gentle_only;
    return easy ? LSN_LEVEL_easier : progress.moves[i].level;
}

static bool body_can(int i) {
    for (int level = 0; level <= (int)most_allowed(i); level++) {
        if (able[i] >> level & 1) return true;
    }
    return false;
}

static bool may_be_in(int i) {
    const lsn_move *move = &moves[i];
    const lsn_move_record *record = &progress.moves[i];
    if (move->kind == LSN_KIND_picture || !lsn_screen_allows(&verdict, move) || !body_can(i)) return false;
    if ((move->tags & wish.without_tags) || (move->props_needed & wish.without_props)) return false;
    if (!(move->places >> wish.place & 1) || record->resting || record->retired || record->preferred < 0) return false;
    for (int d = 0; d < wish.dropped_count; d++) {
        if (wish.dropped[d] == i) return false;
    }
    bool gentle = !move->end_range && (move->warm_up || record->helps || record->preferred > 0);
    return !progress.flare || move->kind == LSN_KIND_rest || gentle;
}

static bool is_new(int i) {
    const lsn_move *move = &moves[i];
    bool lying = move->start == LSN_POSTURE_hook_lying || move->start == LSN_POSTURE_supine;
    bool starter = move->warm_up || !move->end_range || lying || move->start == LSN_POSTURE_seated_chair;
    return !starter && progress.moves[i].times == 0;
}

static bool is_fold(int i) {
    return moves[i].end_range && moves[i].direction == LSN_DIRECTION_flexion;
}

/// Builds the plan of wish `number`; false when nothing fits, and then hardly anything is allowed.
static bool build(int number) {
    roll_wish(number);
    lsn_err err = lsn_plan_build(&plan, &catalogue, &wish, scratch);
    if (err == LSN_OK) return true;
    assert_int_equal(err, LSN_ERR_TOO_SHORT);
    for (int i = 0; i < HAND_COUNT; i++) { // whatever could have begun would not have fitted
        lsn_level lightest = LSN_LEVEL_easier;
        while (!(able[i] >> lightest & 1) && lightest < LSN_LEVEL_harder) lightest++;
        bool fits = lsn_move_seconds(&moves[i], lightest) + 40 <= 60 * wish.minutes;
        assert_false(may_be_in(i) && !is_fold(i) && moves[i].kind != LSN_KIND_rest && fits);
    }
    return false;
}

#define EACH_PLAN                                                                                                      \
    for (int number = 0; number < WISHES; number++)                                                                    \
        if (build(number))

static void what_is_forbidden_never_appears(void **state) {
    (void)state;
    int planned = 0;
    EACH_PLAN {
        planned++;
        for (int i = 0; i < plan.count; i++) assert_true(may_be_in(plan.steps[i].move));
    }
    assert_true(planned > WISHES / 2);
}

static void a_dose_is_within_what_record_body_and_answers_permit(void **state) {
    (void)state;
    EACH_PLAN for (int i = 0; i < plan.count; i++) {
        const lsn_step *step = &plan.steps[i];
        assert_true(step->level <= most_allowed(step->move));
        assert_true(able[step->move] >> step->level & 1);
    }
}

static void times_add_up_and_stay_within_the_minutes(void **state) {
    (void)state;
    EACH_PLAN {
        int sum_s = 0;
        for (int i = 0; i < plan.count; i++) {
            const lsn_step *step = &plan.steps[i];
            const lsn_move *move = &moves[step->move];
            sum_s += step->seconds;
            int work_s = step->seconds - step->change_s - step->rest_s;
            int side_s = lsn_move_side_seconds(move, step->level);
            assert_int_equal(work_s, move->two_sided ? side_s + LSN_SWITCH_S + side_s : side_s); // sides are equal
        }
        assert_int_equal(plan.total_s, sum_s);
        assert_true(sum_s <= 60 * wish.minutes);
        if (progress.flare) assert_true(sum_s <= 600);
    }
}

static void a_session_begins_gently(void **state) {
    (void)state;
    EACH_PLAN {
        bool could = false;
        for (int i = 0; i < HAND_COUNT; i++) {
            bool fits = lsn_move_seconds(&moves[i], most_allowed(i)) + 30 <= 60 * wish.minutes;
            could = could || (may_be_in(i) && moves[i].warm_up && fits);
        }
        if (could) assert_true(moves[plan.steps[0].move].warm_up);
        assert_false(is_fold(plan.steps[0].move));
    }
}

static void nothing_follows_a_rest(void **state) {
    (void)state;
    int rests = 0;
    EACH_PLAN for (int i = 0; i < plan.count; i++) {
        if (moves[plan.steps[i].move].kind != LSN_KIND_rest) continue;
        assert_int_equal(i, plan.count - 1);
        rests++;
    }
    assert_true(rests > 5);
}

static void a_quarter_of_an_hour_ends_at_rest_where_it_can(void **state) {
    (void)state;
    int checked = 0;
    EACH_PLAN {
        if (wish.minutes < 15 || progress.flare || !may_be_in(hand_index("hamstring"))) continue;
        if (moves[hand_index("hamstring")].kind != LSN_KIND_rest) continue;
        assert_int_equal(moves[plan.steps[plan.count - 1].move].kind, LSN_KIND_rest);
        checked++;
    }
    assert_true(checked > 3);
}

/// Nothing is rolled: every move at its usual dose, known to the person.
static void set_plain(int minutes) {
    roll_wish(1);
    catalogue = hand_catalogue(moves);
    memset(&progress, 0, sizeof progress);
    for (int i = 0; i < HAND_COUNT; i++) progress.moves[i] = (lsn_move_record){.level = LSN_LEVEL_usual, .times = 1};
    wish = lsn_wish_default();
    wish.minutes = minutes;
    wish.progress = &progress;
}

static void even_a_rest_that_helps_little_ends_a_quarter_of_an_hour(void **state) {
    (void)state;
    int rest = hand_index("hamstring");
    set_plain(16);
    moves[rest].kind = LSN_KIND_rest;
    progress.moves[rest].relief_mean = -3;
    progress.moves[rest].relief_sd = 0.01F;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
    assert_int_equal(plan.steps[plan.count - 1].move, rest);
    wish.minutes = 14;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
    assert_int_not_equal(plan.steps[plan.count - 1].move, rest);
}

static void of_two_rests_only_one_comes(void **state) {
    (void)state;
    set_plain(20);
    const char *const ids[] = {"hamstring", "figure-four"};
    for (int i = 0; i < 2; i++) {
        moves[hand_index(ids[i])].kind = LSN_KIND_rest;
        wish.kept[wish.kept_count++] = hand_index(ids[i]);
    }
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
    int rests = 0;
    for (int i = 0; i < plan.count; i++) rests += moves[plan.steps[i].move].kind == LSN_KIND_rest;
    assert_int_equal(rests, 1);
}

static void a_lighter_dose_that_the_body_cannot_do_is_no_way_out(void **state) {
    (void)state;
    set_plain(3);
    int bridge = hand_index("bridge");
    memset(able, 7, sizeof able);
    wish.place = LSN_PLACE_bed;
    wish.able = able;
    for (int i = 0; i < HAND_COUNT; i++) moves[i].places = i == bridge ? moves[i].places : 0;
    moves[bridge].dose[LSN_LEVEL_usual] = (lsn_dose){.hold_s = 200, .reps = 1, .variant = -1};
    moves[bridge].dose[LSN_LEVEL_easier] = (lsn_dose){.hold_s = 100, .reps = 1, .variant = -1};
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
    assert_int_equal(plan.steps[0].level, LSN_LEVEL_easier);
    able[bridge] = 1u << LSN_LEVEL_usual;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_TOO_SHORT);
}

static void a_flare_up_means_ten_easy_minutes_at_most(void **state) {
    (void)state;
    set_plain(25);
    progress.flare = true;
    for (int i = 0; i < HAND_COUNT; i++) {
        progress.moves[i].helps = true;
        moves[i].end_range = false;
    }
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
    assert_in_range(plan.total_s, 400, 600);
    for (int i = 0; i < plan.count; i++) assert_int_equal(plan.steps[i].level, LSN_LEVEL_easier);
    assert_non_null(strstr(plan.note, "flare-up"));
}

static void six_minutes_hold_strength_where_they_can(void **state) {
    (void)state;
    int checked = 0;
    EACH_PLAN {
        bool could = false;
        for (int i = 0; i < HAND_COUNT; i++) {
            bool strength = moves[i].kind == LSN_KIND_strength || moves[i].kind == LSN_KIND_isometric;
            could = could || (strength && may_be_in(i));
        }
        if (!could || wish.minutes < 8 || progress.flare) continue;
        assert_true(plan.has_strength);
        checked++;
    }
    assert_true(checked > 10);
}

static void a_first_week_brings_at_most_one_new_move(void **state) {
    (void)state;
    int ones = 0;
    EACH_PLAN {
        int fresh = 0;
        for (int i = 0; i < plan.count; i++) fresh += is_new(plan.steps[i].move);
        if (progress.first_week) assert_true(fresh <= 1);
        ones += fresh == 1;
    }
    assert_true(ones > 5);
}

static void at_most_three_end_range_folds_come_in_a_row(void **state) {
    (void)state;
    EACH_PLAN for (int i = 0, run = 0; i < plan.count; i++) {
        run = is_fold(plan.steps[i].move) ? run + 1 : 0;
        assert_true(run <= 3);
    }
}

static void a_move_comes_once_or_in_two_rounds_one_after_the_other(void **state) {
    (void)state;
    EACH_PLAN for (int i = 0; i < plan.count; i++) {
        int rounds = 0;
        for (int j = 0; j < plan.count; j++) rounds += plan.steps[j].move == plan.steps[i].move;
        assert_true(rounds <= 2);
        if (rounds < 2) continue;
        bool beside = (i > 0 && plan.steps[i - 1].move == plan.steps[i].move) ||
                      (i + 1 < plan.count && plan.steps[i + 1].move == plan.steps[i].move);
        assert_true(beside);
        assert_false(is_fold(plan.steps[i].move));
    }
}

static void a_certificate_is_never_wrong_way_round(void **state) {
    (void)state;
    int proven = 0;
    EACH_PLAN {
        assert_true(plan.objective <= plan.bound);
        assert_int_equal(plan.optimal, plan.objective == plan.bound);
        proven += plan.optimal;
    }
    assert_true(proven > WISHES / 3);
}

static void more_minutes_never_make_a_worse_plan_while_the_rules_are_the_same(void **state) {
    (void)state;
    static const int from[] = {3, 6, 15}, to[] = {5, 14, 30}; // strength from 6, rest from 15
    for (int number = 0; number < 12; number++) {
        for (int part = 0; part < 3; part++) {
            int before = INT32_MIN;
            for (int minutes = from[part]; minutes <= to[part]; minutes += 4) {
                roll_wish(number);
                progress.flare = false;
                wish.minutes = minutes;
                wish.nodes = 100000;
                if (lsn_plan_build(&plan, &catalogue, &wish, scratch)) continue;
                assert_true(plan.bound >= before);
                before = plan.objective;
            }
        }
    }
}

static void one_more_allowed_move_never_makes_a_worse_plan(void **state) {
    (void)state;
    for (int number = 0; number < 40; number++) {
        if (!build(number) || !plan.optimal) continue;
        int before = plan.objective, minutes = wish.minutes;
        wish.dropped_count = 0;
        wish.minutes = minutes;
        assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
        assert_true(plan.bound >= before);
    }
}

static void every_plan_can_say_why(void **state) {
    (void)state;
    for (int number = 0; number < 30; number++) {
        if (!build(number)) continue;
        for (int i = 0; i < HAND_COUNT; i++) {
            lsn_why why;
            bool in = false;
            for (int k = 0; k < plan.count; k++) in = in || plan.steps[k].move == i;
            assert_int_equal(lsn_plan_why(&why, &plan, i, &wish, scratch), LSN_OK);
            assert_int_equal(why.kind == LSN_WHY_in_plan, in);
            size_t length = strlen(why.text);
            assert_true(length > 10 && length < LSN_PLAN_WHY_MAX - 1 && why.text[length - 1] == '.');
            if (in) assert_true(why.serves[0] != '\0');
            if (!in && why.kind > LSN_WHY_unlisted) assert_true(may_be_in(i));
            if (!in && why.kind <= LSN_WHY_unlisted) assert_false(may_be_in(i));
            if (why.counted) assert_true(why.loss >= 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_forbidden_never_appears),
        cmocka_unit_test(a_dose_is_within_what_record_body_and_answers_permit),
        cmocka_unit_test(times_add_up_and_stay_within_the_minutes),
        cmocka_unit_test(a_session_begins_gently),
        cmocka_unit_test(nothing_follows_a_rest),
        cmocka_unit_test(a_quarter_of_an_hour_ends_at_rest_where_it_can),
        cmocka_unit_test(even_a_rest_that_helps_little_ends_a_quarter_of_an_hour),
        cmocka_unit_test(of_two_rests_only_one_comes),
        cmocka_unit_test(a_lighter_dose_that_the_body_cannot_do_is_no_way_out),
        cmocka_unit_test(a_flare_up_means_ten_easy_minutes_at_most),
        cmocka_unit_test(six_minutes_hold_strength_where_they_can),
        cmocka_unit_test(a_first_week_brings_at_most_one_new_move),
        cmocka_unit_test(at_most_three_end_range_folds_come_in_a_row),
        cmocka_unit_test(a_move_comes_once_or_in_two_rounds_one_after_the_other),
        cmocka_unit_test(a_certificate_is_never_wrong_way_round),
        cmocka_unit_test(more_minutes_never_make_a_worse_plan_while_the_rules_are_the_same),
        cmocka_unit_test(one_more_allowed_move_never_makes_a_worse_plan),
        cmocka_unit_test(every_plan_can_say_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
