// How long planning and a session's state take: 12 and 30 moves, 5 to 30 minutes. Prints the median of many runs.
#include "core/plan/plan.h"
#include "core/session/session.h"
#include "tests/hand_moves.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 31, MANY = 30 };

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/// Thirty moves: the hand-made ones, and the same again under other names and a little longer.
static lsn_catalogue many_moves(lsn_move moves[MANY]) {
    static char ids[MANY][32];
    hand_catalogue(moves);
    for (int i = HAND_COUNT; i < MANY; i++) {
        moves[i] = moves[i % HAND_COUNT];
        snprintf(ids[i], sizeof ids[i], "%s-%d", hand_moves[i % HAND_COUNT].id, i / HAND_COUNT + 1);
        moves[i].id = lsn_str_from(ids[i]);
        for (int level = 0; level < LSN_LEVEL_COUNT; level++) moves[i].dose[level].hold_s += i % 7;
    }
    return (lsn_catalogue){.moves = moves, .count = MANY};
}

static double median_plan_ms(const lsn_catalogue *catalogue, int minutes, lsn_arena scratch) {
    static lsn_plan plan;
    static lsn_progress progress;
    double ms[RUNS];
    for (int i = 0; i < LSN_MOVES_MAX; i++) progress.moves[i].level = LSN_LEVEL_usual;
    for (int run = 0; run < RUNS; run++) {
        lsn_wish wish = lsn_wish_default();
        wish.minutes = minutes;
        wish.seed = (uint64_t)run;
        wish.progress = &progress;
        double start = now_ms();
        if (lsn_plan_build(&plan, catalogue, &wish, scratch) != LSN_OK) exit(1);
        ms[run] = now_ms() - start;
    }
    qsort(ms, RUNS, sizeof ms[0], by_value);
    return ms[RUNS / 2];
}

static double state_us(const lsn_catalogue *catalogue, lsn_arena scratch) {
    static lsn_plan plan;
    static lsn_score score;
    lsn_wish wish = lsn_wish_default();
    wish.minutes = 30;
    if (lsn_plan_build(&plan, catalogue, &wish, scratch) || lsn_score_build(&score, &plan)) exit(1);
    enum { QUERIES = 100000 };
    double sum = 0, start = now_ms();
    for (int i = 0; i < QUERIES; i++) sum += lsn_session_state(&score, i * 1800.0 / QUERIES, false).breath;
    double us = (now_ms() - start) * 1e3 / QUERIES;
    return sum < 0 ? 0 : us;
}

int main(void) {
    static lsn_move few[HAND_COUNT], many[MANY];
    static unsigned char memory[24 << 20];
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    lsn_catalogue small = hand_catalogue(few), large = many_moves(many);
    const int minutes[] = {5, 10, 15, 20, 30};
    for (int i = 0; i < 5; i++) {
        printf("plan %2d minutes: %5.2f ms of %d moves, %5.2f ms of %d moves\n", minutes[i],
               median_plan_ms(&small, minutes[i], scratch), small.count, median_plan_ms(&large, minutes[i], scratch),
               large.count);
    }
    printf("state: %.2f µs\n", state_us(&small, scratch));
    return 0;
}
