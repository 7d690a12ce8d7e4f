// How long a frame of the figure and a picture of it take: the median of many runs, one thread, processor time.
#include "core/figure/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 81, MEMORY = 8 << 20, SIZE = 480 };

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *ms) {
    qsort(ms, RUNS, sizeof *ms, by_value);
    return ms[RUNS / 2];
}

static lsn_pose lunge(const lsn_body *body) {
    double value[LSN_COORD_COUNT];
    lsn_pose stand = lsn_pose_standing(body);
    lsn_pose_to_coords(value, &stand);
    value[LSN_COORD_hip_flexion_l] = 90, value[LSN_COORD_knee_angle_l] = 90;
    value[LSN_COORD_knee_angle_r] = 95, value[LSN_COORD_pelvis_ty] = 0.5;
    value[LSN_COORD_arm_flex_r] = 40, value[LSN_COORD_elbow_flex_r] = 60;
    return lsn_pose_from_coords(value);
}

int main(void) {
    lsn_body body;
    lsn_figure figure;
    lsn_body_options options = lsn_body_options_default();
    size_t scratch_bytes = (size_t)SIZE * SIZE * 48 + (64 << 10);
    void *memory = malloc(MEMORY), *scratch = malloc(scratch_bytes);
    unsigned char *rgba = malloc((size_t)SIZE * SIZE * 4);
    lsn_arena arena = lsn_arena_make(memory, MEMORY);
    double begin = now_ms();
    if (!memory || !scratch || !rgba || lsn_body_build(&body, &options) || lsn_figure_init(&figure, &body, &arena))
        return 1;
    double init = now_ms() - begin, frame[RUNS], picture[RUNS];
    lsn_pose pose = lunge(&body);
    lsn_scene scene = {.props = 1u << LSN_PROP_mat};
    lsn_glow glow[2] = {{lsn_muscle_find(LSN_STR("psoas_r")), 1}, {lsn_muscle_find(LSN_STR("rectus_femoris_r")), 1}};
    lsn_camera camera = {lsn_v3(0, 0.6, 0), 35, 10, 4.2, 26};
    for (int i = 0; i < RUNS; i++) {
        begin = now_ms();
        lsn_figure_pose(&figure, &pose, &scene, glow, 2, 0.02 * i);
        frame[i] = now_ms() - begin;
    }
    for (int i = 0; i < RUNS; i++) {
        begin = now_ms();
        lsn_arena room = lsn_arena_make(scratch, scratch_bytes);
        if (lsn_picture_draw(rgba, SIZE, SIZE, &figure, &camera, LSN_THEME_light, LSN_PALETTE_teal, room)) return 1;
        picture[i] = now_ms() - begin;
    }
    printf("figure  %d vertices, %d triangles, %zu KB, once %.1f ms\n", figure.vertex_count, figure.index_count / 3,
           arena.used >> 10, init);
    printf("figure  a frame %.2f ms, a picture of %d by %d %.1f ms\n", median(frame), SIZE, SIZE, median(picture));
    free(memory);
    free(scratch);
    free(rgba);
    return 0;
}
