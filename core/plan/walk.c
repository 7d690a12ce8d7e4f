/// The rules of a session, one step at a time. Invariant: a walk's value is the sum of its gains, and no gain depends
/// on the minutes asked for, so that more minutes never make a worse plan.
#include "core/plan/inner.h"

enum {
    FILL_A_SECOND = 20,      // time used is worth something by itself: as full as possible
    PATH_A_SECOND = 10,      // getting from posture to posture
    BLOCK = 150,             // beginning another posture
    REVISIT = 400,           // coming back to one that was left
    GET_UP = 500,            // between standing or sitting and the floor
    ROUND_TWO = 600,         // a move that was done already…
    ROUND_TWO_A_SECOND = 12, // …comes after everything that was not
    AT_ONCE = 400,           // the second round straight after the first
    OPENER = 6000,           // a gentle warm-up first
    FIRST_DIRECTION = 300,
    SECOND_DIRECTION = 100,
    FIRST_STRENGTH = 300,
    STRENGTH_DUE = 30000, // a must that degrades gracefully where nothing is allowed
};

static bool has_bit(const uint64_t *mask, int bit) {
    return (mask[bit / 64] >> (bit % 64) & 1) != 0;
}

lsn_walk lsn_walk_start(const lsn_problem *problem) {
    return (lsn_walk){.last_move = -1, .posture = problem->at_start};
}

int lsn_walk_change_s(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    int change_s = problem->change_s[walk->posture][item->start];
    return change_s > item->ready_s ? change_s : item->ready_s;
}

int lsn_walk_seconds(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    return (walk->count > 0 ? LSN_BREATHER_S : 0) + lsn_walk_change_s(problem, walk, item) + item->work_s;
}

int lsn_walk_round(const lsn_walk *walk, const lsn_item *item) {
    return has_bit(walk->once, item->bit) ? 2 : 1;
}

bool lsn_walk_allows(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    if (walk->count >= LSN_PLAN_STEPS_MAX || walk->at_rest) return false;
    if (lsn_walk_round(walk, item) == 2) {
        if (has_bit(walk->twice, item->bit)) return false;
        if (2 * item->side_s > LSN_CREDIT_MAX_S) return false;
    } else if (problem->first_week && item->is_new && walk->new_moves > 0) {
        return false;
    }
    if (item->end_flexion && (walk->count == 0 || walk->flexion_run >= LSN_FLEXION_RUN_MAX)) return false;
    return walk->time_s + lsn_walk_seconds(problem, walk, item) <= problem->limit_s;
}

static int path_cost(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    if (walk->count > 0 && walk->posture == item->start) return 0;
    int cost = PATH_A_SECOND * problem->change_s[walk->posture][item->start] + BLOCK;
    if (walk->count == 0) return cost;
    if (walk->visited >> item->start & 1) cost += REVISIT;
    if (lsn_posture_is_high(walk->posture) != lsn_posture_is_high(item->start)) cost += GET_UP;
    return cost;
}

static int region_gain(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    int gain = 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if ((item->regions >> r & 1) == 0) continue;
        int before_s = walk->region_s[r], after_s = before_s + item->side_s;
        if (after_s > LSN_CREDIT_MAX_S) after_s = LSN_CREDIT_MAX_S;
        gain += problem->credit[r][after_s] - problem->credit[r][before_s];
    }
    return gain;
}

int lsn_walk_gain(const lsn_problem *problem, const lsn_walk *walk, const lsn_item *item) {
    int gain = FILL_A_SECOND * item->work_s + region_gain(problem, walk, item) - path_cost(problem, walk, item);
    gain += lsn_walk_round(walk, item) == 1 ? item->points : -ROUND_TWO - ROUND_TWO_A_SECOND * item->work_s;
    if (walk->last_move == item->move) gain -= AT_ONCE;
    if (walk->count == 0 && item->warm_up) gain += OPENER;
    if (item->strength && !walk->has_strength) gain += FIRST_STRENGTH;
    if (item->direction != LSN_DIRECTION_neutral) {
        int met = walk->directions[item->direction];
        gain += met == 0 ? FIRST_DIRECTION : met == 1 ? SECOND_DIRECTION : 0;
    }
    return gain;
}

void lsn_walk_add(const lsn_problem *problem, lsn_walk *walk, const lsn_item *item) {
    int seconds = lsn_walk_seconds(problem, walk, item);
    walk->value += lsn_walk_gain(problem, walk, item);
    walk->time_s += seconds;
    if (lsn_walk_round(walk, item) == 2) {
        walk->twice[item->bit / 64] |= 1ull << (item->bit % 64);
    } else {
        walk->once[item->bit / 64] |= 1ull << (item->bit % 64);
        if (item->is_new) walk->new_moves++;
    }
    walk->count++;
    walk->last_move = item->move;
    walk->posture = item->end;
    walk->visited |= 1u << item->start | 1u << item->end;
    walk->flexion_run = item->end_flexion ? walk->flexion_run + 1 : 0;
    walk->has_strength = walk->has_strength || item->strength;
    walk->calm_points = item->calm_points;
    walk->at_rest = item->is_rest;
    if (walk->directions[item->direction] < 2) walk->directions[item->direction]++;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if ((item->regions >> r & 1) == 0) continue;
        int sum_s = walk->region_s[r] + item->side_s;
        walk->region_s[r] = (int16_t)(sum_s > LSN_CREDIT_MAX_S ? LSN_CREDIT_MAX_S : sum_s);
    }
}

int lsn_walk_total(const lsn_problem *problem, const lsn_walk *walk) {
    bool due = problem->limit_s >= LSN_STRENGTH_FROM_S;
    return walk->value + walk->calm_points + (due && walk->has_strength ? STRENGTH_DUE : 0);
}
