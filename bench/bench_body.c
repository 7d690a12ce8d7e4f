// How long the body takes: forward kinematics, a contact solve from near by, one from far away, and a pose on the way.
// Prints the median of many runs.
#include "core/figure/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 201, CATALOGUE_BYTES = 8 << 20, SCRATCH_BYTES = 1 << 20 };

static unsigned char catalogue_memory[CATALOGUE_BYTES], scratch_memory[SCRATCH_BYTES];
static lsn_body body;
static lsn_catalogue catalogue;
static lsn_motion motion;

static double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static lsn_arena scratch(void) {
    return lsn_arena_make(scratch_memory, SCRATCH_BYTES);
}

static void run_frames(int round) {
    lsn_pose pose = lsn_pose_standing(&body);
    pose.hinge[LSN_COORD_knee_angle_r] = 0.01 * round;
    static lsn_frames frames;
    lsn_body_frames(&frames, &body, &pose);
}

static void run_capsules(int round) {
    (void)round;
    lsn_pose pose = motion.keys[0].pose;
    lsn_frames frames;
    lsn_segment deepest;
    lsn_body_frames(&frames, &body, &pose);
    (void)lsn_body_floor_depth(&body, &frames, &deepest);
}

// A key pose's contacts again, from a body that leans a little.
static void run_near(int round) {
    const lsn_key *key = &motion.keys[0];
    lsn_pose pose = key->pose;
    for (int d = 6; d < LSN_DOFS; ++d) lsn_pose_nudge(&pose, d, 0.02 * ((d * 7 + round) % 5 - 2));
    lsn_solve_options options = lsn_solve_options_default();
    options.restarts = 0;
    lsn_solve_report report;
    if (lsn_body_solve(&pose, &report, &body, &key->pose, key->contacts, key->contact_count, &options, scratch()))
        puts("not solved");
}

static void run_cold(int round) {
    (void)round;
    const lsn_key *key = &motion.keys[0];
    lsn_pose stand = lsn_pose_standing(&body), pose = stand;
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    if (lsn_body_solve(&pose, &report, &body, &stand, key->contacts, key->contact_count, &options, scratch()))
        puts("not solved");
}

static void run_way(int round) {
    (void)lsn_motion_pose(&motion, 0, 1, 0.1 + 0.8 * round / RUNS, scratch());
}

static void run_build(int round) {
    lsn_diag diag;
    if (lsn_motion_build(&motion, &catalogue.moves[round % catalogue.count], LSN_SIDE_right, LSN_LEVEL_usual, &body,
                         scratch(), &diag))
        puts("not solved");
}

static void bench(const char *what, void (*run)(int)) {
    static double ns[RUNS];
    for (int i = 0; i < RUNS; ++i) {
        double start = now_ns();
        run(i);
        ns[i] = now_ns() - start;
    }
    qsort(ns, RUNS, sizeof ns[0], by_value);
    printf("%-44s %12.0f ns\n", what, ns[RUNS / 2]);
}

int main(void) {
    lsn_body_options options = lsn_body_options_default();
    lsn_arena arena = lsn_arena_make(catalogue_memory, CATALOGUE_BYTES);
    lsn_diag diag;
    int failed;
    if (lsn_body_build(&body, &options)) return 1;
    if (lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag)) return 1;
    const lsn_move *move = &catalogue.moves[lsn_catalogue_find(&catalogue, LSN_STR("cat-cow"))];
    bench("build a motion (mean move)", run_build);
    if (lsn_motion_build(&motion, move, LSN_SIDE_right, LSN_LEVEL_usual, &body, scratch(), &diag)) return 1;
    char label[64];
    snprintf(label, sizeof label, "solve %d contacts from near by", motion.keys[0].contact_count);
    bench("frames of 29 segments", run_frames);
    bench("floor depth of all capsules, with frames", run_capsules);
    bench(label, run_near);
    bench("the same from standing", run_cold);
    bench("a pose on the way, floor on", run_way);
    return 0;
}
