// loosen picture: one move at one moment, as a PNG or as an SVG of lines.
#include "host/picture/picture.h"
#include "host/cli/coach.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIXELS_MIN = 16, PIXELS_MAX = 2048 };

typedef struct moment {
    int from, to;
    double t;
} moment;

/// The moment that --at names: nothing, a phase, a pose or seconds.
static int find_moment(moment *out, lsn_studio *studio, const lsn_move *move, const char *at) {
    *out = (moment){move->key_pose, move->key_pose, 1};
    if (!at) return CLI_SUCCESS;
    int phase = lsn_phase_find(move, lsn_str_from(at)), pose = lsn_pose_find(move, lsn_str_from(at));
    if (phase >= 0) pose = move->phases[phase].to;
    if (pose >= 0) {
        *out = (moment){pose, pose, 1};
        return CLI_SUCCESS;
    }
    char *end;
    double seconds = strtod(at, &end);
    int most = lsn_move_side_seconds(move, LSN_LEVEL_usual);
    if (end == at || *end)
        return cli_refuse("%.*s has no phase \"%s\"; loosen move %.*s lists them", (int)move->id.len, move->id.ptr, at,
                          (int)move->id.len, move->id.ptr);
    if (!(seconds >= 0 && seconds <= most)) return cli_refuse("--at is from 0 to %d seconds in this move", most);
    lsn_studio_at(studio, seconds, &out->from, &out->to, &out->t);
    return CLI_SUCCESS;
}

static bool write_png(void *file, void *context) {
    const lsn_png *png = context;
    return fwrite(png->data, 1, png->size, file) == png->size;
}

static bool write_text(void *file, void *context) {
    const lsn_buf *text = context;
    lsn_str view = lsn_buf_view(text);
    return fwrite(view.ptr, 1, view.len, file) == view.len;
}

static int save_png(lsn_studio *studio, const cli_input *input, const moment *at, lsn_view view) {
    unsigned char *rgba = malloc((size_t)input->size * (size_t)input->size * 4);
    lsn_diag diag = {0};
    lsn_png png = {0};
    int size = input->size, code = CLI_SUCCESS;
    lsn_err err = rgba ? lsn_studio_draw(studio, rgba, size, size, at->from, at->to, at->t, 1, view, LSN_THEME_light)
                       : LSN_ERR_NO_MEMORY;
    if (!err) err = lsn_png_encode(&png, rgba, size, size);
    free(rgba);
    if (err) return cli_refuse("the picture cannot be drawn: %s", lsn_err_text(err));
    if (lsn_platform_write_file(input->output, write_png, &png, &diag)) code = cli_refuse_diag(&diag);
    lsn_png_free(&png);
    return code;
}

static int save_svg(lsn_studio *studio, const cli_input *input, const moment *at, lsn_view view) {
    static char memory[LSN_LINEART_BYTES_MAX];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_diag diag = {0};
    lsn_err err = lsn_studio_lines(studio, &text, input->size, input->size, at->from, at->to, at->t, 1, view);
    if (err) return cli_refuse("the picture cannot be drawn: %s", lsn_err_text(err));
    if (lsn_platform_write_file(input->output, write_text, &text, &diag)) return cli_refuse_diag(&diag);
    return CLI_SUCCESS;
}

/// As --format says, or as the file's name ends.
static bool wants_svg(const cli_input *input) {
    size_t length = strlen(input->output);
    if (input->format) return strcmp(input->format, "svg") == 0;
    return length > 4 && strcmp(input->output + length - 4, ".svg") == 0;
}

static int draw(lsn_studio *studio, const lsn_move *move, lsn_palette look, const cli_input *input) {
    lsn_diag diag = {0};
    lsn_side side = move->two_sided ? input->side : LSN_SIDE_none;
    lsn_view view = LSN_VIEW_best;
    if (input->view && !lsn_view_find(&view, input->view)) return cli_refuse("there is no view \"%s\"", input->view);
    lsn_err err = lsn_studio_move(studio, move, side, LSN_LEVEL_usual, &diag);
    if (err == LSN_ERR_NOT_SOLVED)
        fprintf(stderr, "loosen: %s\n", diag.text);
    else if (err)
        return cli_refuse_diag(&diag);
    moment at;
    int code = find_moment(&at, studio, move, input->at);
    if (code) return code;
    lsn_studio_dress(studio, cli_has(input, CLI_palette) ? (lsn_palette)input->palette : look);
    return wants_svg(input) ? save_svg(studio, input, &at, view) : save_png(studio, input, &at, view);
}

int cli_run_picture(const cli_input *input) {
    if (!input->output) {
        cli_refuse("say where the picture goes: -o FILE.png or -o FILE.svg");
        return CLI_USAGE;
    }
    bool picture = !input->format || strcmp(input->format, "png") == 0 || strcmp(input->format, "svg") == 0;
    if (!picture) {
        cli_refuse("a picture is --format png or --format svg");
        return CLI_USAGE;
    }
    if (input->size < PIXELS_MIN || input->size > PIXELS_MAX)
        return cli_refuse("--size is from %d to %d pixels", PIXELS_MIN, PIXELS_MAX);
    coach c;
    if (!coach_open(&c, input, COACH_MOVES)) return CLI_REFUSED;
    int index = lsn_catalogue_find(&c.catalogue, lsn_str_from(input->args[0])), code;
    lsn_body body;
    bool has_body = cli_read_body(&body, input);
    lsn_studio *studio = has_body ? lsn_studio_create(&body) : NULL;
    if (!has_body)
        code = CLI_REFUSED;
    else if (index < 0)
        code = cli_refuse("there is no move \"%s\"; loosen moves lists them", input->args[0]);
    else if (!studio)
        code = cli_refuse("there is no memory left");
    else
        code = draw(studio, &c.catalogue.moves[index], (lsn_palette)body.options.look, input);
    lsn_studio_destroy(studio);
    coach_close(&c);
    return code;
}
