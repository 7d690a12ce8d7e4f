// The planner's rules, on moves made by hand.
#include "tests/built_plan.h"

static void every_place_and_length_keeps_the_rules(void **state) {
    (void)state;
    for (int place = 0; place < LSN_PLACE_COUNT; place++) {
        for (int minutes = 3; minutes <= 30; minutes++) {
            lsn_wish wish = wish_for(place, minutes);
            wish.seed = minutes;
            build(&wish);
        }
    }
}

static void minutes_outside_three_to_thirty_are_refused(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 2);
    plan.count = 77;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_OUT_OF_RANGE);
    wish.minutes = 31;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(plan.count, 77);
}

static void a_forbidden_tag_never_appears(void **state) {
    (void)state;
    for (int tag = 0; tag < LSN_TAG_COUNT; tag++) {
        for (int minutes = 3; minutes <= 30; minutes += 9) {
            lsn_wish wish = wish_for(LSN_PLACE_floor, minutes);
            wish.without_tags = 1u << tag;
            build(&wish);
            for (int i = 0; i < plan.count; i++) assert_false(moves[plan.steps[i].move].tags >> tag & 1);
        }
    }
}

static void nothing_comes_after_a_rest(void **state) {
    (void)state;
    int resting = hand_index("hamstring"), times = 0;
    moves[resting].kind = LSN_KIND_rest;
    for (int minutes = 3; minutes <= 30; minutes++) {
        lsn_wish wish = wish_for(LSN_PLACE_floor, minutes);
        build(&wish);
        for (int i = 0; i < plan.count; i++) {
            if (plan.steps[i].move != resting) continue;
            assert_int_equal(i, plan.count - 1);
            times++;
        }
    }
    assert_true(times >= 10);
}

static void a_verdict_without_exercise_gives_no_plan(void **state) {
    (void)state;
    lsn_verdict verdict = verdict_of((lsn_rule){.level = 1});
    lsn_wish wish = wish_for(LSN_PLACE_floor, 10);
    wish.verdict = &verdict;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_NOT_ALLOWED);
}

static void a_tag_forbidden_by_the_screen_never_appears(void **state) {
    (void)state;
    for (int tag = 0; tag < LSN_TAG_COUNT; tag++) {
        lsn_verdict verdict = verdict_of((lsn_rule){.level = 3, .forbid_tags = 1u << tag});
        lsn_wish wish = wish_for(LSN_PLACE_floor, 15);
        wish.verdict = &verdict;
        build(&wish);
        for (int i = 0; i < plan.count; i++) assert_false(moves[plan.steps[i].move].tags >> tag & 1);
    }
}

static void a_move_or_posture_forbidden_by_the_screen_never_appears(void **state) {
    (void)state;
    lsn_rule rule = {.level = 3, .forbid_postures = 1u << LSN_POSTURE_hook_lying, .forbid_move_count = 1};
    rule.forbid_moves[0] = LSN_STR("cat-cow");
    lsn_verdict verdict = verdict_of(rule);
    lsn_wish wish = wish_for(LSN_PLACE_floor, 20);
    wish.verdict = &verdict;
    build(&wish);
    assert_int_equal(count_of("cat-cow"), 0);
    for (int i = 0; i < plan.count; i++) assert_true(moves[plan.steps[i].move].start != LSN_POSTURE_hook_lying);
}

static void a_missing_prop_leaves_its_move_out(void **state) {
    (void)state;
    moves[hand_index("bridge")].props_needed = 1u << LSN_PROP_mat;
    lsn_wish wish = wish_for(LSN_PLACE_bed, 15);
    build(&wish);
    assert_true(count_of("bridge") > 0);
    wish.without_props = 1u << LSN_PROP_mat;
    build(&wish);
    assert_int_equal(count_of("bridge"), 0);
}

static void a_dropped_move_stays_out(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 15);
    build(&wish);
    int out = plan.steps[1].move;
    wish.dropped[wish.dropped_count++] = out;
    build(&wish);
    for (int i = 0; i < plan.count; i++) assert_int_not_equal(plan.steps[i].move, out);
}

static void a_kept_move_is_in(void **state) {
    (void)state;
    const char *const kept[] = {"child", "cobra", "stand-turn", "hip-flexor"};
    for (int i = 0; i < 4; i++) {
        lsn_wish wish = wish_for(LSN_PLACE_floor, 5);
        wish.kept[wish.kept_count++] = hand_index(kept[i]);
        build(&wish);
        assert_int_equal(count_of(kept[i]), 1);
    }
}

static void a_resting_move_is_out(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 15);
    wish.progress = &progress;
    build(&wish);
    assert_true(count_of("bridge") > 0);
    progress.moves[hand_index("bridge")].resting = true;
    build(&wish);
    assert_int_equal(count_of("bridge"), 0);
}

static void the_plan_starts_with_a_warm_up(void **state) {
    (void)state;
    for (int place = 0; place < LSN_PLACE_COUNT; place++) {
        lsn_wish wish = wish_for(place, 8);
        build(&wish);
        assert_true(moves[plan.steps[0].move].warm_up);
        assert_memory_equal(plan.steps[0].reason, "a gentle start", 14);
    }
}

static void end_range_flexion_never_comes_first_even_alone(void **state) {
    (void)state;
    for (int i = 0; i < HAND_COUNT; i++) {
        moves[i].warm_up = false;
        moves[i].end_range = true;
        moves[i].direction = LSN_DIRECTION_flexion;
    }
    lsn_wish wish = wish_for(LSN_PLACE_floor, 10);
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_TOO_SHORT);
}

static void no_more_than_three_end_range_flexions_in_a_row(void **state) {
    (void)state;
    // In bed, everything but the opener and one rotation folds to the end of its range.
    const char *const folds[] = {"bridge", "figure-four", "knee-to-chest", "hamstring", "cobra"};
    for (int i = 0; i < 5; i++) {
        lsn_move *move = &moves[hand_index(folds[i])];
        move->direction = LSN_DIRECTION_flexion;
        move->end_range = true;
        move->start = move->end = LSN_POSTURE_hook_lying;
        move->places |= 1u << LSN_PLACE_bed;
    }
    lsn_wish wish = wish_for(LSN_PLACE_bed, 15);
    build(&wish); // check_rules counts the runs
    int count = 0;
    for (int i = 0; i < plan.count; i++) count += moves[plan.steps[i].move].end_range;
    assert_true(count > 3);
}

static void a_second_round_stays_within_four_minutes_a_side(void **state) {
    (void)state;
    lsn_dose *dose = &moves[hand_index("chair-turn")].dose[LSN_LEVEL_usual];
    dose->reps = 7; // 7 × 17 = 119 s a side
    lsn_wish wish = wish_for(LSN_PLACE_chair, 20);
    build(&wish);
    assert_int_equal(count_of("chair-turn"), 2);
    dose->reps = 8; // 136 s: a second round would make 272; one at the lighter dose, 2 × 12 s, as well
    moves[hand_index("chair-turn")].dose[LSN_LEVEL_easier] = *dose;
    build(&wish);
    assert_int_equal(count_of("chair-turn"), 1);
}

static void a_second_round_waits_until_everything_fits_once(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_bed, 10);
    build(&wish);
    for (int i = 0; i < plan.count; i++) {
        for (int j = 0; j < i; j++) assert_int_not_equal(plan.steps[i].move, plan.steps[j].move);
    }
    wish.minutes = 25;
    build(&wish);
    const char *const all[] = {"bridge", "figure-four", "knee-to-chest", "pelvic-tilt", "trunk-turn"};
    for (int i = 0; i < 5; i++) assert_true(count_of(all[i]) >= 1);
    assert_true(plan.count > 5);
}

static void postures_are_visited_once_in_a_short_plan(void **state) {
    (void)state;
    for (int minutes = 3; minutes <= 12; minutes++) {
        lsn_wish wish = wish_for(LSN_PLACE_floor, minutes);
        build(&wish);
        uint32_t left = 0;
        for (int i = 0; i < plan.count; i++) {
            const lsn_move *move = &moves[plan.steps[i].move];
            assert_false(left >> move->start & 1);
            if (i + 1 < plan.count && moves[plan.steps[i + 1].move].start != move->end) left |= 1u << move->end;
        }
    }
}

static void six_minutes_hold_strength(void **state) {
    (void)state;
    const lsn_place places[] = {LSN_PLACE_floor, LSN_PLACE_bed};
    for (int p = 0; p < 2; p++) {
        for (int minutes = 6; minutes <= 30; minutes++) {
            for (int region = 0; region < LSN_REGION_COUNT; region++) {
                lsn_wish wish = wish_for(places[p], minutes);
                wish.regions = 1u << region;
                build(&wish);
                assert_true(plan.has_strength);
            }
        }
    }
}

static void a_place_without_strength_says_so_from_six_minutes(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_chair, 6);
    build(&wish);
    assert_false(plan.has_strength);
    assert_non_null(strstr(plan.note, "No strength move fits here today."));
}

static void a_place_with_few_moves_is_short_and_says_so(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_chair, 20);
    build(&wish);
    assert_true(plan.is_short);
    assert_int_equal(count_of("chair-turn"), 2); // two rounds of 3 × 17 s a side: within four minutes; not more
    assert_non_null(strstr(plan.note, "about 4 of your 20 minutes"));
}

static void more_minutes_never_make_a_worse_plan(void **state) {
    (void)state;
    for (int place = 0; place < LSN_PLACE_COUNT; place++) {
        for (uint64_t seed = 0; seed < 5; seed++) {
            int before = 0;
            for (int minutes = 3; minutes <= 30; minutes++) {
                lsn_wish wish = wish_for(place, minutes);
                wish.seed = seed;
                wish.regions = (uint32_t)(seed * 11) & ((1u << LSN_REGION_COUNT) - 1);
                build(&wish);
                assert_true(plan.objective >= before);
                before = plan.objective;
            }
        }
    }
}

static void a_shuffled_catalogue_gives_the_same_plan(void **state) {
    (void)state;
    static lsn_plan first;
    lsn_random random = lsn_random_make(7, 0);
    lsn_wish wish = wish_for(LSN_PLACE_floor, 18);
    build(&wish);
    const char *ids[LSN_PLAN_STEPS_MAX];
    for (int i = 0; i < plan.count; i++) ids[i] = moves[plan.steps[i].move].id.ptr;
    first = plan;
    for (int round = 0; round < 5; round++) {
        for (int i = HAND_COUNT - 1; i > 0; i--) {
            int j = (int)lsn_random_below(&random, i + 1);
            lsn_move swapped = moves[i];
            moves[i] = moves[j];
            moves[j] = swapped;
        }
        build(&wish);
        assert_int_equal(plan.count, first.count);
        assert_int_equal(plan.objective, first.objective);
        for (int i = 0; i < plan.count; i++) {
            assert_string_equal(moves[plan.steps[i].move].id.ptr, ids[i]);
            assert_string_equal(plan.steps[i].reason, first.steps[i].reason);
        }
    }
}

static void the_same_seed_gives_the_same_plan_and_another_may_differ(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 10);
    wish.progress = &progress;
    build(&wish);
    lsn_plan first = plan;
    build(&wish);
    assert_memory_equal(first.steps, plan.steps, sizeof first.steps);
    bool differs = false;
    for (wish.seed = 1; wish.seed < 20; wish.seed++) {
        build(&wish);
        differs = differs || memcmp(first.steps, plan.steps, sizeof first.steps) != 0;
    }
    assert_true(differs);
}

static void three_moves_fit_five_minutes_with_a_lighter_dose(void **state) {
    (void)state;
    // Three moves in bed, five minutes: pelvic tilt (warm-up), bridge (strength), trunk turn. With 8 s to get ready and
    // 4 s between: tilt 8 × 12 = 96 → 104; bridge 5 × 16 = 80 → 88; turn 2 × 51 + 6 = 108 → 116. All three are 316 s:
    // too long by 16, so one dose is lighter: the tilt at 7 × 7 = 49.
    for (int i = 0; i < HAND_COUNT; i++) {
        bool in = i == hand_index("pelvic-tilt") || i == hand_index("bridge") || i == hand_index("trunk-turn");
        if (!in) moves[i].places = 0;
    }
    lsn_wish wish = wish_for(LSN_PLACE_bed, 5);
    build(&wish);
    assert_int_equal(plan.count, 3);
    assert_int_equal(plan.steps[0].move, hand_index("pelvic-tilt"));
    assert_int_equal(plan.steps[2].move, hand_index("trunk-turn"));
    assert_true(plan.total_s <= 300);
    wish.minutes = 6;
    build(&wish);
    assert_int_equal(plan.count, 3);
    for (int i = 0; i < 3; i++) assert_int_equal(plan.steps[i].level, LSN_LEVEL_usual);
    assert_int_equal(plan.total_s, 316);
}

static void few_get_ups(void **state) {
    (void)state;
    for (int minutes = 5; minutes <= 30; minutes++) {
        lsn_wish wish = wish_for(LSN_PLACE_floor, minutes);
        build(&wish);
        assert_true(plan.get_ups <= 1);
    }
}

static void changing_posture_obeys_the_triangle(void **state) {
    (void)state;
    for (int a = 0; a < LSN_POSTURE_COUNT; a++) {
        assert_int_equal(lsn_posture_change_s(a, a), 0);
        for (int b = 0; b < LSN_POSTURE_COUNT; b++) {
            for (int c = 0; c < LSN_POSTURE_COUNT; c++) {
                assert_true(lsn_posture_change_s(a, c) <= lsn_posture_change_s(a, b) + lsn_posture_change_s(b, c));
            }
        }
    }
    assert_true(lsn_posture_change_s(LSN_POSTURE_supine, LSN_POSTURE_standing) >
                lsn_posture_change_s(LSN_POSTURE_standing, LSN_POSTURE_supine));
}

static void a_swap_replaces_one_move_and_keeps_the_others_as_they_were(void **state) {
    (void)state;
    static lsn_plan before;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 12);
    wish.progress = &progress;
    int swaps = 0;
    for (int index = 0;; index++) {
        build(&wish);
        if (index >= plan.count) break;
        before = plan;
        if (lsn_plan_swap(&plan, index, &wish, scratch) != LSN_OK) {
            assert_memory_equal(&before, &plan, sizeof plan);
            continue;
        }
        check_rules(&wish);
        assert_false(holds(before.steps[index].move));
        int kept = 0;
        for (int i = 0; i < plan.count; i++) {
            for (int j = 0; j < before.count; j++)
                kept += plan.steps[i].move == before.steps[j].move && plan.steps[i].level == before.steps[j].level;
        }
        assert_int_equal(kept, before.count - 1);
        assert_int_equal(plan.count, before.count);
        assert_false(plan.optimal); // the certificate was the other plan's
        swaps++;
    }
    assert_true(swaps >= 3);
}

static void swapping_runs_out_instead_of_going_round(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 10);
    wish.progress = &progress;
    build(&wish);
    bool seen[HAND_COUNT] = {false};
    int swaps = 0;
    for (;;) {
        int old = plan.steps[0].move;
        if (lsn_plan_swap(&plan, 0, &wish, scratch) != LSN_OK) break;
        assert_false(seen[old]);
        seen[old] = true;
        swaps++;
        assert_true(swaps < 2 * HAND_COUNT);
    }
    assert_true(swaps >= 1);
}

static void a_place_with_one_move_has_nothing_to_swap(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_chair, 3);
    build(&wish);
    assert_int_equal(lsn_plan_swap(&plan, 0, &wish, scratch), LSN_ERR_NOT_FOUND);
    assert_int_equal(lsn_plan_drop(&plan, 0), LSN_ERR_TOO_SHORT);
    assert_int_equal(plan.count, 1);
}

static void dropping_keeps_the_others_and_shortens(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 15);
    build(&wish);
    lsn_plan before = plan;
    assert_int_equal(lsn_plan_drop(&plan, 2), LSN_OK);
    assert_string_equal(plan.note, ""); // shorter by choice
    assert_int_equal(plan.count, before.count - 1);
    assert_true(plan.total_s < before.total_s);
    for (int i = 0; i < plan.count; i++) {
        assert_int_equal(plan.steps[i].move, before.steps[i < 2 ? i : i + 1].move);
    }
    assert_int_equal(plan.steps[plan.count - 1].rest_s, 0);
}

static void dropping_the_opener_never_leaves_end_range_flexion_first(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 8);
    build(&wish);
    plan.count = 3;
    plan.steps[0].move = hand_index("cat-cow");
    plan.steps[1].move = hand_index("child");
    plan.steps[2].move = hand_index("bridge");
    assert_int_equal(lsn_plan_drop(&plan, 0), LSN_OK);
    assert_int_equal(plan.steps[0].move, hand_index("bridge"));
    assert_int_equal(plan.steps[1].move, hand_index("child"));
}

static void easing_goes_down_to_the_lightest_dose(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 10);
    build(&wish);
    int index = 1, before_s = plan.total_s;
    plan.steps[index].level = LSN_LEVEL_usual;
    assert_true(lsn_plan_ease(&plan, index));
    assert_int_equal(plan.steps[index].level, LSN_LEVEL_easier);
    assert_true(plan.total_s < before_s);
    assert_false(lsn_plan_ease(&plan, index));
}

static void one_second_too_long_does_not_fit(void **state) {
    (void)state;
    lsn_move *bridge = &moves[hand_index("bridge")];
    for (int i = 0; i < HAND_COUNT; i++) {
        if (i != hand_index("bridge")) moves[i].places = 0;
    }
    lsn_wish wish = wish_for(LSN_PLACE_bed, 3);
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) {
        bridge->dose[level] = (lsn_dose){.hold_s = 165, .reps = 1, .variant = -1}; // 8 + 4 + 165 + 3
    }
    build(&wish);
    assert_int_equal(plan.total_s, 180);
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) bridge->dose[level].hold_s = 166;
    assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_ERR_TOO_SHORT);
}

static void a_wish_reads_back_as_written(void **state) {
    (void)state;
    lsn_wish wish, again;
    lsn_str text = LSN_STR("{\"minutes\":12,\"place\":\"bed\",\"for\":[\"hips\",\"lower-back\"],\"without\":[\"KN\"],"
                           "\"without_props\":[\"strap\"],\"stiff\":{\"hips\":8},\"seed\":9007199254740991}");
    assert_int_equal(lsn_wish_read(&wish, text, scratch, NULL), LSN_OK);
    assert_int_equal(wish.minutes, 12);
    assert_int_equal(wish.place, LSN_PLACE_bed);
    assert_int_equal(wish.regions, 1u << LSN_REGION_hips | 1u << LSN_REGION_lower_back);
    assert_int_equal(wish.without_tags, 1u << LSN_TAG_KN);
    assert_int_equal(wish.without_props, 1u << LSN_PROP_strap);
    assert_true(wish.seed == 9007199254740991ull);
    assert_int_equal(wish.stiff[LSN_REGION_hips], 8);
    char written[400];
    lsn_buf buf = lsn_buf_make(written, sizeof written);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_wish_write_json(&out, &wish);
    assert_int_equal(lsn_wish_read(&again, lsn_buf_view(&buf), scratch, NULL), LSN_OK);
    assert_memory_equal(&wish, &again, sizeof wish);
}

static void a_bad_wish_is_refused_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        lsn_err err;
        int column;
    } bad[] = {
        {"{\"minutes\":2}", LSN_ERR_OUT_OF_RANGE, 12},
        {"{\"minutes\":31}", LSN_ERR_OUT_OF_RANGE, 12},
        {"{\"minutes\":7.5}", LSN_ERR_OUT_OF_RANGE, 12},
        {"{\"minutes\":\"7\"}", LSN_ERR_WRONG_TYPE, 12},
        {"{\"place\":\"roof\"}", LSN_ERR_UNKNOWN_NAME, 10},
        {"{\"for\":[\"hips\",\"ear\"]}", LSN_ERR_UNKNOWN_NAME, 16},
        {"{\"for\":\"hips\"}", LSN_ERR_WRONG_TYPE, 8},
        {"{\"without\":[1]}", LSN_ERR_WRONG_TYPE, 13},
        {"{\"seed\":-1}", LSN_ERR_OUT_OF_RANGE, 9},
        {"{\"stiff\":{\"hips\":11}}", LSN_ERR_OUT_OF_RANGE, 18},
        {"{\"stiff\":{\"ear\":1}}", LSN_ERR_UNKNOWN_NAME, 11},
        {"{\"minute\":7}", LSN_ERR_UNKNOWN_FIELD, 2},
        {"[]", LSN_ERR_WRONG_TYPE, 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        lsn_wish wish = {.minutes = 99};
        lsn_diag diag;
        assert_int_equal(lsn_wish_read(&wish, lsn_str_from(bad[i].text), scratch, &diag), bad[i].err);
        assert_int_equal(diag.column, bad[i].column);
        assert_int_equal(wish.minutes, 99);
    }
}

static void a_plan_reads_back_as_the_same_steps(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 15);
    wish.regions = 1u << LSN_REGION_hips;
    build(&wish);
    static char written[16384];
    static lsn_plan again;
    lsn_buf buf = lsn_buf_make(written, sizeof written);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_plan_write_json(&out, &plan);
    assert_false(buf.overflow);
    lsn_diag diag;
    assert_int_equal(lsn_plan_read(&again, &catalogue, lsn_buf_view(&buf), scratch, &diag), LSN_OK);
    assert_int_equal(again.count, plan.count);
    assert_int_equal(again.total_s, plan.total_s);
    assert_int_equal(again.get_ups, plan.get_ups);
    assert_int_equal(again.wish.regions, plan.wish.regions);
    assert_memory_equal(again.steps, plan.steps, sizeof plan.steps);
}

static void a_plan_with_an_unknown_move_is_refused(void **state) {
    (void)state;
    lsn_diag diag;
    lsn_str text =
        LSN_STR("{\"minutes\":5,\"place\":\"floor\",\"steps\":[{\"move\":\"headstand\",\"level\":\"usual\"}]}");
    plan.count = 77;
    assert_int_equal(lsn_plan_read(&plan, &catalogue, text, scratch, &diag), LSN_ERR_UNKNOWN_NAME);
    assert_non_null(strstr(diag.text, "headstand"));
    assert_int_equal(plan.count, 77);
}

static void too_little_memory_is_an_error_and_leaves_the_plan(void **state) {
    (void)state;
    lsn_wish wish = wish_for(LSN_PLACE_floor, 10);
    plan.count = 77;
    for (size_t size = 0; size < 100000; size += 9973) {
        lsn_arena small = lsn_arena_make(memory, size);
        assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, small), LSN_ERR_NO_MEMORY);
        assert_int_equal(plan.count, 77);
    }
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, set_up_moves)
    const struct CMUnitTest tests[] = {
        T(every_place_and_length_keeps_the_rules),
        T(minutes_outside_three_to_thirty_are_refused),
        T(a_verdict_without_exercise_gives_no_plan),
        T(nothing_comes_after_a_rest),
        T(a_forbidden_tag_never_appears),
        T(a_tag_forbidden_by_the_screen_never_appears),
        T(a_move_or_posture_forbidden_by_the_screen_never_appears),
        T(a_missing_prop_leaves_its_move_out),
        T(a_dropped_move_stays_out),
        T(a_kept_move_is_in),
        T(a_resting_move_is_out),
        T(the_plan_starts_with_a_warm_up),
        T(end_range_flexion_never_comes_first_even_alone),
        T(no_more_than_three_end_range_flexions_in_a_row),
        T(a_second_round_stays_within_four_minutes_a_side),
        T(a_second_round_waits_until_everything_fits_once),
        T(postures_are_visited_once_in_a_short_plan),
        T(six_minutes_hold_strength),
        T(a_place_without_strength_says_so_from_six_minutes),
        T(a_place_with_few_moves_is_short_and_says_so),
        T(more_minutes_never_make_a_worse_plan),
        T(a_shuffled_catalogue_gives_the_same_plan),
        T(the_same_seed_gives_the_same_plan_and_another_may_differ),
        T(three_moves_fit_five_minutes_with_a_lighter_dose),
        T(few_get_ups),
        T(changing_posture_obeys_the_triangle),
        T(a_swap_replaces_one_move_and_keeps_the_others_as_they_were),
        T(swapping_runs_out_instead_of_going_round),
        T(a_place_with_one_move_has_nothing_to_swap),
        T(dropping_keeps_the_others_and_shortens),
        T(dropping_the_opener_never_leaves_end_range_flexion_first),
        T(easing_goes_down_to_the_lightest_dose),
        T(one_second_too_long_does_not_fit),
        T(a_wish_reads_back_as_written),
        T(a_bad_wish_is_refused_with_its_place),
        T(a_plan_reads_back_as_the_same_steps),
        T(a_plan_with_an_unknown_move_is_refused),
        T(too_little_memory_is_an_error_and_leaves_the_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
