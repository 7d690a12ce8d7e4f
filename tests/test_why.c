// Why a move is in the plan and why another is not, on moves made by hand; the certificate in words; prescribed lists;
// swapping on the moves that are built in.
#include "tests/planning.h"

static unsigned char data[16 << 20];
static lsn_wish wish;
static lsn_plan plan;
static lsn_why why;

static int set_up(void **state) {
    set_up_moves(state);
    wish = lsn_wish_default();
    wish.progress = &progress;
    return 0;
}

static void build(void) {
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
}

static bool holds(const lsn_plan *p, int move) {
    for (int i = 0; i < p->count; i++) {
        if (p->steps[i].move == move) return true;
    }
    return false;
}

static lsn_why_kind ask(int move) {
    assert_int_equal(lsn_plan_why(&why, &plan, move, &wish, scratch), LSN_OK);
    return why.kind;
}

// ---------------------------------------------------------------- in the plan

static void a_loss_is_what_the_best_plan_without_the_move_lacks(void **state) {
    (void)state;
    build();
    for (int i = 0; i < plan.count; i++) {
        static lsn_plan without;
        lsn_wish less = wish;
        less.dropped[less.dropped_count++] = plan.steps[i].move;
        assert_int_equal(lsn_plan_build(&without, &catalogue, &less, scratch), LSN_OK);
        assert_int_equal(ask(plan.steps[i].move), LSN_WHY_in_plan);
        assert_true(why.counted);
        assert_int_equal(why.loss, plan.objective - without.objective);
        if (why.other >= 0) assert_true(holds(&without, why.other) && !holds(&plan, why.other));
    }
}

static void a_loss_of_nothing_says_that_an_equal_plan_exists(void **state) {
    (void)state;
    // A twin of a move in the plan, to the second and the point: the seed's draw is taken from both.
    int a = hand_index("knee-to-chest"), b = hand_index("trunk-turn");
    hand_fill(&moves[b], &hand_moves[a]);
    moves[b].id = LSN_STR("trunk-turn");
    for (int i = 0; i < HAND_COUNT; i++) {
        progress.moves[i].relief_sd = 1e-6F;
        if (i != a && i != b && i != hand_index("pelvic-tilt")) moves[i].places = 0;
    }
    wish.place = LSN_PLACE_bed;
    wish.minutes = 4;
    build();
    int in = holds(&plan, a) ? a : b, out = in == a ? b : a;
    assert_true(holds(&plan, in));
    assert_false(holds(&plan, out));
    assert_int_equal(ask(in), LSN_WHY_in_plan);
    assert_int_equal(why.loss, 0);
    assert_int_equal(why.other, out);
    assert_non_null(strstr(why.text, "An equally good plan exists without it"));
    assert_int_equal(ask(out), LSN_WHY_equal);
    assert_non_null(strstr(why.text, "An equally good plan exists with it"));
}

static void the_opener_serves_as_warm_up_and_the_only_strength_as_strength(void **state) {
    (void)state;
    wish.minutes = 12;
    moves[hand_index("pelvic-tilt")].places = 0;
    build();
    ask(plan.steps[0].move);
    assert_string_equal(why.serves, "warm-up");
    ask(hand_index("bridge"));
    assert_string_equal(why.serves, "strength");
    assert_non_null(strstr(why.text, "strength"));
}

static void no_explanation_speaks_of_per_cent_or_points(void **state) {
    (void)state;
    wish.minutes = 10;
    build();
    for (int i = 0; i < HAND_COUNT; i++) {
        ask(i);
        assert_null(strstr(why.text, "%"));
        assert_null(strstr(why.text, "point"));
    }
}

// ---------------------------------------------------------------- left out, in order

static void reasons_come_in_their_fixed_order(void **state) {
    (void)state;
    // One move has every reason at once; they are taken away one by one.
    static const bool yes[1] = {true};
    static uint8_t able[HAND_COUNT];
    int m = hand_index("hip-flexor"), kind = 0;
    static const lsn_why_kind order[] = {LSN_WHY_picture, LSN_WHY_screening, LSN_WHY_screening, LSN_WHY_body,
                                         LSN_WHY_place,   LSN_WHY_prop,      LSN_WHY_resting,   LSN_WHY_retired,
                                         LSN_WHY_never,   LSN_WHY_flare,     LSN_WHY_dropped,   LSN_WHY_new_move};
    build();
    lsn_rule rule = {.level = 3, .forbid_tags = 1u << LSN_TAG_KN};
    lsn_screen_rules rules = {.rules = &rule, .count = 1};
    lsn_verdict verdict = lsn_screen_judge(&rules, yes);
    lsn_move whole = moves[m];
    memset(able, 7, sizeof able);
    able[m] = 0;
    moves[m].kind = LSN_KIND_picture;
    moves[m].places = 1u << LSN_PLACE_chair;
    moves[m].props_needed = 1u << LSN_PROP_strap;
    wish.verdict = &verdict;
    wish.without_tags = 1u << LSN_TAG_BAL;
    wish.without_props = 1u << LSN_PROP_strap;
    wish.able = able;
    progress.moves[m].resting = progress.moves[m].retired = true;
    progress.moves[m].preferred = -1;
    progress.flare = progress.first_week = true;
    plan.wish.dropped[0] = m;
    plan.wish.dropped_count = 1;
    plan.steps[1].move = hand_index("cobra"); // another new one is in
    assert_int_equal(ask(m), order[kind++]);
    moves[m].kind = whole.kind;
    assert_int_equal(ask(m), order[kind++]);
    wish.verdict = NULL;
    assert_int_equal(ask(m), order[kind++]);
    assert_non_null(strstr(why.text, "balance"));
    wish.without_tags = 0;
    assert_int_equal(ask(m), order[kind++]);
    able[m] = 7;
    assert_int_equal(ask(m), order[kind++]);
    assert_non_null(strstr(why.text, "cannot be done on the floor"));
    moves[m].places = whole.places;
    assert_int_equal(ask(m), order[kind++]);
    assert_non_null(strstr(why.text, "strap"));
    wish.without_props = 0;
    assert_int_equal(ask(m), order[kind++]);
    progress.moves[m].resting = false;
    assert_int_equal(ask(m), order[kind++]);
    progress.moves[m].retired = false;
    assert_int_equal(ask(m), order[kind++]);
    progress.moves[m].preferred = 0;
    assert_int_equal(ask(m), order[kind++]);
    progress.flare = false;
    assert_int_equal(ask(m), order[kind++]);
    plan.wish.dropped_count = 0;
    assert_int_equal(ask(m), order[kind++]);
}

static void a_region_with_enough_is_named(void **state) {
    (void)state;
    wish.minutes = 6;
    for (int r = 0; r < LSN_REGION_COUNT; r++) progress.region_week_s[r] = r == LSN_REGION_hips ? 0 : 600;
    build();
    int cobra = hand_index("cobra"); // lower back alone
    assert_false(holds(&plan, cobra));
    assert_int_equal(ask(cobra), LSN_WHY_full);
    assert_non_null(strstr(why.text, "lower back"));
}

static void what_would_be_pushed_out_is_named(void **state) {
    (void)state;
    wish.minutes = 5;
    wish.regions = 1u << LSN_REGION_buttocks;
    build();
    int hamstring = hand_index("hamstring");
    assert_false(holds(&plan, hamstring));
    assert_int_equal(ask(hamstring), LSN_WHY_displaces);
    assert_true(why.counted && why.loss > 0);
    assert_true(why.other >= 0 && holds(&plan, why.other));
}

static void what_cannot_fit_says_that_there_is_no_time(void **state) {
    (void)state;
    int hamstring = hand_index("hamstring");
    for (int level = 0; level < LSN_LEVEL_COUNT; level++)
        moves[hamstring].dose[level] = (lsn_dose){.hold_s = 100, .reps = 2, .variant = -1};
    wish.minutes = 5;
    build();
    assert_int_equal(ask(hamstring), LSN_WHY_time);
}

// ---------------------------------------------------------------- certificate

static void the_certificate_is_said_in_words(void **state) {
    (void)state;
    char text[64];
    static const struct {
        bool optimal;
        int objective, bound;
        const char *words;
    } cases[] = {{true, 500, 500, "proven best"},
                 {false, 995, 1000, "within 0.5 % of the best possible"},
                 {false, 9999, 10000, "within 0.1 % of the best possible"}, // never rounded down
                 {false, 0, 0, ""}};
    for (int i = 0; i < 4; i++) {
        lsn_buf words = lsn_buf_make(text, sizeof text);
        plan.optimal = cases[i].optimal;
        plan.objective = cases[i].objective;
        plan.bound = cases[i].bound;
        lsn_plan_proof(&words, &plan);
        assert_string_equal(lsn_buf_cstr(&words), cases[i].words);
    }
}

// ---------------------------------------------------------------- prescribed

static void prescribe(const char *const *ids, int count) {
    wish.prescribed_count = 0;
    for (int i = 0; i < count; i++) wish.prescribed[wish.prescribed_count++] = hand_index(ids[i]);
}

static void a_prescribed_list_is_kept_whole_and_put_in_order(void **state) {
    (void)state;
    static const char *const ids[] = {"knee-to-chest", "cat-cow", "stand-turn", "bridge", "cobra"};
    prescribe(ids, 5);
    wish.minutes = 3;
    build();
    assert_int_equal(plan.count, 5);
    for (int i = 0; i < 5; i++) assert_true(holds(&plan, hand_index(ids[i])));
    assert_true(moves[plan.steps[0].move].warm_up);
    assert_true(plan.total_s > 180);
    assert_non_null(strstr(plan.note, "Your list takes"));
    assert_int_equal(plan.get_ups, 1); // from standing to the floor, once
    assert_false(plan.optimal);
}

static void equal_orders_keep_the_prescriber_s(void **state) {
    (void)state;
    static const char *const ids[] = {"pelvic-tilt", "trunk-turn", "bridge", "figure-four"};
    prescribe(ids, 4); // all lying, none folds to the end
    build();
    for (int i = 0; i < 4; i++) assert_int_equal(plan.steps[i].move, hand_index(ids[i]));
}

static void a_prescribed_order_is_the_best_of_all_orders(void **state) {
    (void)state;
    static const char *const ids[] = {"cobra", "stand-turn", "knee-to-chest", "cat-cow", "hip-flexor", "bridge"};
    prescribe(ids, 6);
    build();
    int best = INT32_MAX, got = 0, order[6] = {0, 1, 2, 3, 4, 5};
    for (int round = 0; round < 720; round++) {
        int code = round, left = 6, pool[6] = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < 6; i++) {
            int pick = code % left;
            code /= left;
            order[i] = pool[pick];
            for (int j = pick; j + 1 < left; j++) pool[j] = pool[j + 1];
            left--;
        }
        if (!moves[hand_index(ids[order[0]])].warm_up) continue;
        int cost = 0;
        lsn_posture at = LSN_POSTURE_standing;
        for (int i = 0; i < 6; i++) {
            const lsn_move *move = &moves[hand_index(ids[order[i]])];
            cost += 20 * lsn_posture_change_s(at, move->start) + (i == 0 || at != move->start ? 150 : 0);
            at = move->end;
        }
        if (cost < best) best = cost;
    }
    lsn_posture at = LSN_POSTURE_standing;
    for (int i = 0; i < 6; i++) {
        const lsn_move *move = &moves[plan.steps[i].move];
        got += 20 * lsn_posture_change_s(at, move->start) + (i == 0 || at != move->start ? 150 : 0);
        at = move->end;
    }
    assert_int_equal(got, best);
}

static void a_prescribed_move_still_obeys_the_screen(void **state) {
    (void)state;
    static const bool yes[1] = {true};
    static const char *const ids[] = {"pelvic-tilt", "cat-cow", "bridge"};
    lsn_rule rule = {.level = 3, .forbid_tags = 1u << LSN_TAG_KN};
    lsn_screen_rules rules = {.rules = &rule, .count = 1};
    lsn_verdict verdict = lsn_screen_judge(&rules, yes);
    prescribe(ids, 3);
    wish.verdict = &verdict;
    build();
    assert_int_equal(plan.count, 2);
    assert_false(holds(&plan, hand_index("cat-cow")));
    assert_non_null(strstr(plan.note, "left out"));
}

// ---------------------------------------------------------------- the built-in moves

static void set_built_in(void) {
    lsn_arena arena = lsn_arena_make(data, sizeof data);
    int failed;
    assert_int_equal(lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL),
                     LSN_OK);
}

static int further_changes(const lsn_plan *before, const lsn_plan *after, int swapped) {
    int count = -1; // one new move is what was asked for
    for (int i = 0; i < before->count; i++)
        count += before->steps[i].move != swapped && !holds(after, before->steps[i].move);
    for (int i = 0; i < after->count; i++) count += !holds(before, after->steps[i].move);
    return count < 0 ? 0 : count;
}

static void a_swap_changes_less_than_planning_again(void **state) {
    (void)state;
    static lsn_plan swapped, again;
    int by_swap = 0, by_plan = 0, swaps = 0;
    set_built_in();
    for (int minutes = 5; minutes <= 20; minutes += 5) {
        wish.minutes = minutes;
        wish.seed = (uint64_t)minutes;
        wish.dropped_count = 0;
        build();
        for (int i = 0; i < plan.count; i++) {
            swapped = plan;
            if (lsn_plan_swap(&swapped, i, &wish, scratch)) continue;
            lsn_wish less = wish;
            less.dropped[less.dropped_count++] = plan.steps[i].move;
            assert_int_equal(lsn_plan_build(&again, &catalogue, &less, scratch), LSN_OK);
            by_swap += further_changes(&plan, &swapped, plan.steps[i].move);
            by_plan += further_changes(&plan, &again, plan.steps[i].move);
            swaps++;
        }
    }
    print_message("further changes of %d swaps: %d, of planning again: %d\n", swaps, by_swap, by_plan);
    assert_true(swaps > 15);
    assert_true(2 * by_swap < by_plan);
}

static void one_who_is_numb_between_the_legs_is_never_shown_an_exercise(void **state) {
    (void)state;
    set_built_in();
    lsn_arena arena = lsn_arena_make(data + (8 << 20), sizeof data / 2);
    lsn_screen_rules rules;
    assert_int_equal(lsn_screen_rules_parse(&rules, lsn_screen_builtin_rules.text, &arena, NULL), LSN_OK);
    int found = 0;
    for (int i = 0; i < rules.count; i++) {
        bool yes[LSN_SCREEN_RULES_MAX] = {false};
        if (!lsn_str_equal(rules.rules[i].id, LSN_STR("saddle-numb"))) continue;
        found++;
        yes[i] = true;
        lsn_verdict verdict = lsn_screen_judge(&rules, yes);
        lsn_week week;
        lsn_week_wish days = {.days = 7, .minutes_max = 30};
        wish.verdict = &verdict;
        for (int place = 0; place < LSN_PLACE_COUNT; place++) {
            wish.place = (lsn_place)place;
            wish.prescribed_count = 0;
            assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_NOT_ALLOWED);
            assert_int_equal(lsn_week_build(&week, &catalogue, &wish, &days, scratch), LSN_ERR_NOT_ALLOWED);
            wish.prescribed[wish.prescribed_count++] = 0;
            assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_NOT_ALLOWED);
        }
    }
    assert_true(found > 0);
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        T(a_loss_is_what_the_best_plan_without_the_move_lacks),
        T(a_loss_of_nothing_says_that_an_equal_plan_exists),
        T(the_opener_serves_as_warm_up_and_the_only_strength_as_strength),
        T(no_explanation_speaks_of_per_cent_or_points),
        T(reasons_come_in_their_fixed_order),
        T(a_region_with_enough_is_named),
        T(what_would_be_pushed_out_is_named),
        T(what_cannot_fit_says_that_there_is_no_time),
        T(the_certificate_is_said_in_words),
        T(a_prescribed_list_is_kept_whole_and_put_in_order),
        T(equal_orders_keep_the_prescriber_s),
        T(a_prescribed_order_is_the_best_of_all_orders),
        T(a_prescribed_move_still_obeys_the_screen),
        T(a_swap_changes_less_than_planning_again),
        T(one_who_is_numb_between_the_legs_is_never_shown_an_exercise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
