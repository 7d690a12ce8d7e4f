/// host/picture: a studio owns the memory that drawing a move takes.
#include "host/picture/picture.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURE_BYTES = 4 << 20, SCRATCH_BYTES = 40 << 20 };

struct lsn_studio {
    const lsn_body *body;
    lsn_motion motion;
    lsn_figure figure;
    lsn_scene scene;
    lsn_palette palette;
    unsigned char *memory, *scratch;
};

lsn_studio *lsn_studio_create(const lsn_body *body) {
    lsn_studio *studio = calloc(1, sizeof *studio);
    if (!studio) return NULL;
    studio->body = body;
    studio->memory = malloc(FIGURE_BYTES);
    studio->scratch = malloc(SCRATCH_BYTES);
    if (studio->memory && studio->scratch) {
        lsn_arena arena = lsn_arena_make(studio->memory, FIGURE_BYTES);
        if (lsn_figure_init(&studio->figure, body, &arena) == LSN_OK) return studio;
    }
    lsn_studio_destroy(studio);
    return NULL;
}

void lsn_studio_destroy(lsn_studio *studio) {
    if (!studio) return;
    free(studio->memory);
    free(studio->scratch);
    free(studio);
}

static lsn_arena scratch_of(lsn_studio *studio) {
    return lsn_arena_make(studio->scratch, SCRATCH_BYTES);
}

bool lsn_view_find(lsn_view *out, const char *name) {
    static const char *const NAMES[] = {"best", "side", "front", "top", "three-quarter"};
    for (int i = 0; i < (int)(sizeof NAMES / sizeof *NAMES); i++)
        if (strcmp(name, NAMES[i]) == 0) {
            *out = (lsn_view)i;
            return true;
        }
    return false;
}

lsn_err lsn_studio_move(lsn_studio *studio, const lsn_move *move, lsn_side side, lsn_level level, lsn_diag *diag) {
    lsn_err err = lsn_motion_build(&studio->motion, move, side, level, studio->body, scratch_of(studio), diag);
    if (err && err != LSN_ERR_NOT_SOLVED) return err;
    studio->scene = lsn_scene_for(&studio->motion);
    return err;
}

const lsn_motion *lsn_studio_motion(const lsn_studio *studio) {
    return &studio->motion;
}

lsn_figure *lsn_studio_figure(lsn_studio *studio) {
    return &studio->figure;
}

static lsn_camera camera_of(lsn_studio *studio, double aspect, lsn_view view) {
    lsn_move move = *studio->motion.move;
    lsn_motion motion = studio->motion;
    motion.move = &move;
    switch (view) {
    case LSN_VIEW_best:
        break;
    case LSN_VIEW_side:
        move.view_yaw_deg = 0, move.view_pitch_deg = 8;
        break;
    case LSN_VIEW_front:
        move.view_yaw_deg = 90, move.view_pitch_deg = 8;
        break;
    case LSN_VIEW_top:
        move.view_yaw_deg = 0, move.view_pitch_deg = 80;
        break;
    case LSN_VIEW_three_quarter:
        move.view_yaw_deg = 45, move.view_pitch_deg = 16;
        break;
    }
    return lsn_camera_for(&motion, aspect);
}

void lsn_studio_dress(lsn_studio *studio, lsn_palette palette) {
    studio->palette = palette;
    lsn_figure_dress(&studio->figure, palette);
}

static void pose_at(lsn_studio *studio, int from, int to, double t, double glow) {
    const lsn_motion *motion = &studio->motion;
    lsn_glow glows[LSN_GLOWS_MAX];
    int count = lsn_motion_glow(glows, motion, from, to, t);
    for (int i = 0; i < count; i++) glows[i].strength *= (float)glow;
    lsn_pose pose = lsn_motion_pose(motion, from, to, t, scratch_of(studio));
    lsn_figure_pose(&studio->figure, &pose, &studio->scene, glows, count, 0);
}

lsn_err lsn_studio_draw(lsn_studio *studio, unsigned char *rgba, int width, int height, int from, int to, double t,
                        double glow, lsn_view view, lsn_theme theme) {
    pose_at(studio, from, to, t, glow);
    lsn_camera camera = camera_of(studio, (double)width / height, view);
    return lsn_picture_draw(rgba, width, height, &studio->figure, &camera, theme, studio->palette, scratch_of(studio));
}

lsn_err lsn_studio_lines(lsn_studio *studio, lsn_buf *out, int width, int height, int from, int to, double t,
                         double glow, lsn_view view) {
    pose_at(studio, from, to, t, glow);
    lsn_camera camera = camera_of(studio, (double)width / height, view);
    lsn_str title = studio->motion.move->name;
    return lsn_lineart_draw(out, width, height, title, &studio->figure, &camera, scratch_of(studio));
}

void lsn_studio_at(const lsn_studio *studio, double seconds, int *from, int *to, double *t) {
    lsn_moment at = lsn_motion_at(&studio->motion, seconds);
    *from = at.from;
    *to = at.to;
    *t = at.t;
}
