// A plan that was built of the moves made by hand, and what is asked of it.
#ifndef BUILT_PLAN_H
#define BUILT_PLAN_H

#include "tests/planning.h"

static lsn_plan plan;

static inline lsn_wish wish_for(lsn_place place, int minutes) {
    lsn_wish wish = lsn_wish_default();
    wish.place = place;
    wish.minutes = minutes;
    return wish;
}

/// Everything that must hold of any plan.
static inline void check_rules(const lsn_wish *wish) {
    int total_s = 0, run = 0;
    for (int i = 0; i < plan.count; i++) {
        const lsn_step *step = &plan.steps[i];
        const lsn_move *move = &moves[step->move];
        total_s += step->seconds;
        assert_true(step->change_s >= 8);
        assert_int_equal(step->seconds, step->change_s + lsn_move_seconds(move, step->level) + step->rest_s);
        assert_int_equal(step->rest_s > 0, i + 1 < plan.count);
        assert_true(move->kind != LSN_KIND_picture);
        assert_true(move->places >> wish->place & 1);
        bool end_flexion = move->end_range && move->direction == LSN_DIRECTION_flexion;
        run = end_flexion ? run + 1 : 0;
        assert_true(run <= 3);
        assert_false(i == 0 && end_flexion);
        assert_true(step->reason[0] != '\0');
    }
    assert_int_equal(plan.total_s, total_s);
    assert_true(total_s <= wish->minutes * 60);
    assert_int_equal(plan.is_short, wish->minutes * 60 - total_s >= 60);
    if (plan.is_short) assert_non_null(strstr(plan.note, "minutes"));
}

static inline void build(const lsn_wish *wish) {
    assert_int_equal(lsn_plan_build(&plan, &catalogue, wish, scratch), LSN_OK);
    check_rules(wish);
}

static inline bool holds(int move) {
    for (int i = 0; i < plan.count; i++) {
        if (plan.steps[i].move == move) return true;
    }
    return false;
}

static inline int count_of(const char *id) {
    int n = 0;
    for (int i = 0; i < plan.count; i++) n += plan.steps[i].move == hand_index(id);
    return n;
}

static lsn_rule only_rule;
static const lsn_screen_rules one_rule = {.rules = &only_rule, .count = 1};

/// What the screen says when its one rule was answered yes.
static inline lsn_verdict verdict_of(lsn_rule rule) {
    static const bool yes[1] = {true};
    only_rule = rule;
    return lsn_screen_judge(&one_rule, yes);
}

#endif
