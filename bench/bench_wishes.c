// How long real wishes take: the built-in moves, 3 to 30 minutes, every place, random needs, weeks and records; first
// with the nodes of a plan at once, then until proven. Processor time: median, p95, p99 and most, by minutes. How far
// the first plan falls short of the best, and how many proofs stay open. bench_wishes [wishes of each length]
#include "core/plan/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WISHES_MAX = 2000, CLASSES = 4 };

static lsn_catalogue catalogue;
static lsn_progress progress;
static unsigned char kept[24 << 20], memory[32 << 20];

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int roll(lsn_random *dice, int sides) {
    return (int)lsn_random_below(dice, (uint32_t)sides);
}

/// A person some weeks in, or new; whole days of the week already filled, or none.
static lsn_wish roll_wish(uint64_t seed, int least, int most) {
    lsn_random dice = lsn_random_make(seed, 9);
    memset(&progress, 0, sizeof progress);
    progress.first_week = roll(&dice, 4) == 0;
    for (int i = 0; i < catalogue.count; i++) {
        lsn_move_record *record = &progress.moves[i];
        record->level = (lsn_level)roll(&dice, LSN_LEVEL_COUNT);
        record->times = progress.first_week ? roll(&dice, 2) : roll(&dice, 9);
        record->resting = roll(&dice, 15) == 0;
        record->preferred = roll(&dice, 20) == 0 ? -1 : roll(&dice, 8) == 0;
        record->relief_sd = roll(&dice, 2) ? 0.4F : 0;
        record->relief_mean = (float)(roll(&dice, 200) - 100) / 100;
    }
    for (int r = 0; r < LSN_REGION_COUNT; r++) progress.region_week_s[r] = roll(&dice, 3) ? roll(&dice, 650) : 0;
    lsn_wish wish = lsn_wish_default();
    wish.minutes = least + roll(&dice, most - least + 1);
    wish.place = roll(&dice, 2) ? LSN_PLACE_floor : (lsn_place)roll(&dice, LSN_PLACE_COUNT); // most moves: floor
    wish.regions = roll(&dice, 2) ? (uint32_t)roll(&dice, 1 << LSN_REGION_COUNT) : 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) wish.stiff[r] = (uint8_t)(roll(&dice, 3) ? 0 : 1 + roll(&dice, 10));
    wish.seed = seed;
    wish.progress = roll(&dice, 5) ? &progress : NULL;
    return wish;
}

static void print_times(const char *name, double *ms, int count) {
    qsort(ms, (size_t)count, sizeof *ms, by_value);
    printf("  %s: median %.2f p95 %.2f p99 %.2f most %.2f ms", name, ms[count / 2], ms[count * 95 / 100],
           ms[count * 99 / 100], ms[count - 1]);
}

static void run(int least, int most, int wishes) {
    static double quick_ms[WISHES_MAX], full_ms[WISHES_MAX];
    static lsn_plan quick, full;
    int count = 0, open = 0, short_of = 0;
    double worst = 0;
    for (int i = 0; i < wishes; i++) {
        lsn_wish wish = roll_wish((uint64_t)i + 1000, least, most);
        wish.nodes = LSN_PLAN_NODES_QUICK;
        double start = now_ms();
        lsn_err err = lsn_plan_build(&quick, &catalogue, &wish, lsn_arena_make(memory, sizeof memory));
        quick_ms[count] = now_ms() - start;
        wish.nodes = 0;
        start = now_ms();
        if (err || lsn_plan_build(&full, &catalogue, &wish, lsn_arena_make(memory, sizeof memory))) continue;
        full_ms[count++] = now_ms() - start;
        open += !full.optimal;
        short_of += quick.objective < full.objective;
        double off = 100.0 * (full.objective - quick.objective) / (full.objective > 0 ? full.objective : 1);
        if (off > worst) worst = off;
    }
    if (count == 0) return;
    printf("%d to %d minutes, %d wishes\n", least, most, count);
    print_times("at once", quick_ms, count);
    printf("; %d below the best, by %.2f %% at most\n", short_of, worst);
    print_times("proven ", full_ms, count);
    printf("; %d still open\n", open);
}

int main(int count, char **words) {
    lsn_arena arena = lsn_arena_make(kept, sizeof kept);
    lsn_diag diag;
    int failed, wishes = count > 1 ? atoi(words[1]) : 200;
    if (wishes < 1 || wishes > WISHES_MAX) return 2;
    if (lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag)) return 1;
    printf("%d built-in moves\n", catalogue.count);
    const int classes[CLASSES + 1] = {3, 6, 11, 16, 31};
    for (int i = 0; i < CLASSES; i++) run(classes[i], classes[i + 1] - 1, wishes);
    run(30, 30, wishes);
    return 0;
}
