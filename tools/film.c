/// Draws a moving picture (APNG) of moves one after another, each once through its phases.
/// Usage: film [-w PX] [-h PX] [-f FRAMES_A_SECOND] [-s SPEED] [-d] FILE.png [ID]…
#include "core/figure/figure.h"
#include "host/picture/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAMES_MAX = 600 };

static const char *const DEFAULT[] = {"cat-cow", "half-kneeling-hip-flexor", "lower-trunk-rotation"};

typedef struct film {
    int width, height, rate, count;
    double speed;
    lsn_theme theme;
    const char *path;
    unsigned char *frames[FRAMES_MAX];
    lsn_arena arena;
} film;

static int fail(const char *what) {
    fprintf(stderr, "film: %s\n", what);
    return 1;
}

/// The muscles come up while the pose is reached and fade when it is left.
static double glow_for(const lsn_phase *phase, double t) {
    switch (phase->kind) {
    case LSN_PHASE_hold:
        return 1;
    case LSN_PHASE_release:
        return 1 - t;
    default:
        return t;
    }
}

/// Fewer shades: what hardly changes then does not change at all, and the file is a fraction of the size.
static void coarsen(unsigned char *rgba, size_t bytes) {
    for (size_t i = 0; i < bytes; i++)
        if (i % 4 != 3) rgba[i] = (unsigned char)(rgba[i] > 251 ? 255 : (rgba[i] + 2) / 5 * 5);
}

static int shoot_phase(film *f, lsn_studio *studio, const lsn_phase *phase, int from) {
    double seconds = phase->is_hold ? 1.5 : lsn_min(phase->seconds, 2.5);
    int frames = (int)(seconds / f->speed * f->rate + 0.5);
    for (int i = 0; i < frames; i++) {
        if (f->count == FRAMES_MAX) return fail("too many frames");
        double t = (i + 1.0) / frames;
        unsigned char *rgba = malloc((size_t)f->width * (size_t)f->height * 4);
        if (!rgba) return fail("not enough memory");
        f->frames[f->count++] = rgba;
        if (lsn_studio_draw(studio, rgba, f->width, f->height, from, phase->to, t, glow_for(phase, t), LSN_VIEW_best,
                            f->theme))
            return fail("the picture's size is out of range");
        coarsen(rgba, (size_t)f->width * (size_t)f->height * 4);
    }
    return 0;
}

static int shoot(film *f, lsn_studio *studio, const char *id) {
    for (int i = 0; i < lsn_builtin_move_count; i++) {
        lsn_diag diag = {0};
        lsn_move *move = LSN_NEW(&f->arena, lsn_move, 1);
        if (!move || lsn_move_parse(move, lsn_builtin_moves[i].text, &f->arena, &diag)) return fail(diag.text);
        if (!lsn_str_equal(move->id, lsn_str_from(id))) continue;
        lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
        lsn_err err = lsn_studio_move(studio, move, side, LSN_LEVEL_usual, &diag);
        if (err && err != LSN_ERR_NOT_SOLVED) return fail(diag.text);
        int from = 0;
        for (int k = 0; k < move->phase_count; k++) {
            if (shoot_phase(f, studio, &move->phases[k], from)) return 1;
            from = move->phases[k].to;
        }
        return 0;
    }
    return fail("there is no such move");
}

int main(int argc, char **argv) {
    film f = {.width = 360, .height = 306, .rate = 8, .speed = 1, .path = "build/film.png"};
    size_t bytes = 128u << 20;
    void *memory = malloc(bytes);
    f.arena = lsn_arena_make(memory, memory ? bytes : 0);
    lsn_body body;
    lsn_body_options options = lsn_body_options_default();
    lsn_studio *studio = lsn_body_build(&body, &options) ? NULL : lsn_studio_create(&body);
    if (!studio || !memory) return fail("not enough memory");
    const char *chosen[128], *const *ids = chosen;
    int count = 0;
    for (int i = 1; i < argc && i < 128; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "-w") == 0 && more) {
            f.width = atoi(argv[++i]);
        } else if (strcmp(argv[i], "-h") == 0 && more) {
            f.height = atoi(argv[++i]);
        } else if (strcmp(argv[i], "-f") == 0 && more) {
            f.rate = atoi(argv[++i]);
        } else if (strcmp(argv[i], "-s") == 0 && more) {
            f.speed = atof(argv[++i]);
        } else if (strcmp(argv[i], "-d") == 0) {
            f.theme = LSN_THEME_dark;
        } else if (strstr(argv[i], ".png")) {
            f.path = argv[i];
        } else if (argv[i][0] != '-') {
            chosen[count++] = argv[i];
        } else {
            return fail("usage: film [-w PX] [-h PX] [-f RATE] [-s SPEED] [-d] FILE.png [ID]..."), 2;
        }
    }
    if (f.rate < 1 || f.rate > 60 || f.speed <= 0) return fail("the rate is from 1 to 60, the speed above 0"), 2;
    if (count == 0) ids = DEFAULT, count = sizeof DEFAULT / sizeof *DEFAULT;
    for (int i = 0; i < count; i++)
        if (shoot(&f, studio, ids[i])) return 1;
    lsn_png png;
    lsn_err err = lsn_apng_encode(&png, f.frames, f.count, f.width, f.height, 1000 / f.rate);
    if (err || lsn_png_save(&png, f.path)) return fail("the file cannot be written");
    lsn_png_free(&png);
    for (int i = 0; i < f.count; i++) free(f.frames[i]);
    lsn_studio_destroy(studio);
    free(memory);
    return 0;
}
