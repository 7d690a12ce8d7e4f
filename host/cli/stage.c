// The player's screen: what to do now, what comes next, the time left, and the figure where the terminal can show it.
// Invariant: the words never wait for the picture; where there is too little room, the picture goes first.
#include "host/cli/stage.h"
#include "host/cli/paint.h"
#include "host/cli/terminal.h"
#include "host/picture/picture.h"
#include "host/platform/platform.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OUT_MAX = 4 << 20,
    TEXT_ROWS = 13, // all that is not picture
    BLOCK_COLUMNS_MAX = 100,
    BLOCK_ROWS_MAX = 36,
    KITTY_PX = 400
};

typedef enum stage_picture { STAGE_NONE, STAGE_BLOCKS, STAGE_KITTY } stage_picture;

struct stage {
    stage_picture kind;
    lsn_body body;
    lsn_studio *studio; // NULL: no pictures
    int step;           // what the studio holds
    lsn_side side;
    lsn_level level;
    bool aimed;
    lsn_theme theme;
    int64_t last_picture_ms, picture_cost_ms;
    unsigned char *rgba;
    char *out;
    int size;
};

// ---------------------------------------------------------------- what the terminal can show

static bool env_has(const char *name, const char *part) {
    const char *value = getenv(name);
    return value && strstr(value, part);
}

static stage_picture find_kind(void) {
    const char *no_color = getenv("NO_COLOR"), *window = getenv("KITTY_WINDOW_ID");
    if (no_color && no_color[0]) return STAGE_NONE;
    if (env_has("TERM", "kitty") || (window && window[0])) return STAGE_KITTY;
    if (env_has("COLORTERM", "truecolor") || env_has("COLORTERM", "24bit")) return STAGE_BLOCKS;
    return STAGE_NONE;
}

/// Light when the terminal says that its background is.
static lsn_theme find_theme(void) {
    const char *colours = getenv("COLORFGBG"), *last = colours ? strrchr(colours, ';') : NULL;
    return last && (strcmp(last, ";15") == 0 || strcmp(last, ";7") == 0) ? LSN_THEME_light : LSN_THEME_dark;
}

stage *stage_create(const lsn_body *body) {
    stage *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->kind = find_kind();
    s->theme = find_theme();
    s->out = malloc(OUT_MAX);
    s->rgba = malloc((size_t)KITTY_PX * KITTY_PX * 4);
    s->body = *body;
    if (s->kind != STAGE_NONE) s->studio = lsn_studio_create(&s->body);
    if (s->studio) lsn_studio_dress(s->studio, (lsn_palette)body->options.look);
    if (!s->studio) s->kind = STAGE_NONE;
    if (s->out && s->rgba) return s;
    stage_destroy(s);
    return NULL;
}

void stage_destroy(stage *s) {
    if (!s) return;
    lsn_studio_destroy(s->studio);
    free(s->rgba);
    free(s->out);
    free(s);
}

bool stage_has_kitty(const stage *s) {
    return s->kind == STAGE_KITTY;
}

// ---------------------------------------------------------------- writing

static void put(stage *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(stage *s, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int room = OUT_MAX - s->size;
    int wrote = vsnprintf(s->out + s->size, (size_t)room, format, args);
    va_end(args);
    if (wrote > 0 && wrote < room) s->size += wrote;
}

/// Goes to the start of a row (from 1) and clears it.
static void go_to(stage *s, int row) {
    put(s, "\x1b[%d;1H\x1b[K", row);
}

static void put_line(stage *s, int row, int columns, const char *style, const char *text) {
    lsn_str rest = lsn_str_from(text);
    lsn_str line = paint_next_line(&rest, columns - 4);
    go_to(s, row);
    put(s, "  %s%.*s%s", style, (int)line.len, line.ptr, paint.off);
}

static void put_bar(stage *s, double part, int columns) {
    int filled = (int)(part * columns + 0.5);
    put(s, "%s", paint.action);
    for (int i = 0; i < columns; i++) {
        if (i == filled) put(s, "%s%s", paint.off, paint.dim);
        put(s, i < filled ? "━" : "─");
    }
    put(s, "%s", paint.off);
}

// ---------------------------------------------------------------- picture

static void aim(stage *s, const stage_view *view) {
    const lsn_cue *cue = &view->score->cues[view->state->cue];
    const lsn_step *step = &view->score->plan.steps[cue->step];
    const lsn_move *move = &view->score->plan.catalogue->moves[step->move];
    lsn_side side = move->two_sided && cue->side == LSN_SIDE_none ? LSN_SIDE_right : cue->side;
    if (s->aimed && s->step == cue->step && s->side == side && s->level == step->level) return;
    lsn_err err = lsn_studio_move(s->studio, move, side, step->level, NULL);
    s->aimed = !err || err == LSN_ERR_NOT_SOLVED;
    s->step = cue->step;
    s->side = side;
    s->level = step->level;
}

static bool draw_image(stage *s, const stage_view *view, int width, int height) {
    aim(s, view);
    if (!s->aimed) return false;
    const lsn_cue *cue = &view->score->cues[view->state->cue];
    return lsn_studio_draw(s->studio, s->rgba, width, height, cue->pose_from, cue->pose_to, view->state->t,
                           cue->phase >= 0 ? 1 : 0, LSN_VIEW_best, s->theme) == LSN_OK;
}

/// Two pixels a character: the upper half block's own colour and the one behind it.
static void put_blocks(stage *s, int row, int rows, int width) {
    for (int y = 0; y < rows; y++) {
        go_to(s, row + y);
        put(s, "  ");
        unsigned char last[6] = {0};
        bool first = true;
        for (int x = 0; x < width; x++) {
            const unsigned char *top = s->rgba + ((size_t)(2 * y) * (size_t)width + (size_t)x) * 4;
            const unsigned char *low = top + (size_t)width * 4;
            unsigned char now[6] = {top[0], top[1], top[2], low[0], low[1], low[2]};
            if (first || memcmp(now, last, 6) != 0)
                put(s, "\x1b[38;2;%d;%d;%dm\x1b[48;2;%d;%d;%dm", now[0], now[1], now[2], now[3], now[4], now[5]);
            memcpy(last, now, 6);
            first = false;
            put(s, "▀");
        }
        put(s, "\x1b[0m");
    }
}

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// One RGB picture in chunks of 4096 characters, scaled by the terminal to `columns` × `rows` cells.
static void put_kitty(stage *s, int row, int rows, int columns, int width, int height) {
    enum { CHUNK = 1024 }; // pixels: three bytes, four characters each
    int pixels = width * height;
    for (int r = 0; r < rows; r++) go_to(s, row + r);
    put(s, "\x1b[%d;3H", row);
    for (int at = 0; at < pixels; at += CHUNK) {
        int end = at + CHUNK < pixels ? at + CHUNK : pixels;
        if (at == 0)
            put(s, "\x1b_Ga=T,f=24,s=%d,v=%d,c=%d,r=%d,i=1,p=1,q=2,C=1,m=%d;", width, height, columns, rows,
                end < pixels);
        else
            put(s, "\x1b_Gm=%d;", end < pixels);
        for (int p = at; p < end && s->size < OUT_MAX - 16; p++) {
            const unsigned char *px = s->rgba + (size_t)p * 4;
            s->out[s->size++] = base64[px[0] >> 2];
            s->out[s->size++] = base64[(px[0] & 3) << 4 | px[1] >> 4];
            s->out[s->size++] = base64[(px[1] & 15) << 2 | px[2] >> 6];
            s->out[s->size++] = base64[px[2] & 63];
        }
        put(s, "\x1b\\");
    }
}

/// At most four pictures a second, and never more than a third of the time.
static bool is_due(const stage *s, bool fresh) {
    int64_t pause_ms = s->picture_cost_ms * 3 > 250 ? s->picture_cost_ms * 3 : 250;
    return fresh || lsn_platform_steady_ms() - s->last_picture_ms >= pause_ms;
}

static void put_picture(stage *s, const stage_view *view, int row, int rows, int columns) {
    int64_t start_ms = lsn_platform_steady_ms();
    if (rows > BLOCK_ROWS_MAX) rows = BLOCK_ROWS_MAX;
    if (columns > BLOCK_COLUMNS_MAX) columns = BLOCK_COLUMNS_MAX;
    if (columns > rows * 6) columns = rows * 6; // three times as wide as high: room for somebody who lies
    if (s->kind == STAGE_BLOCKS && draw_image(s, view, columns, rows * 2)) put_blocks(s, row, rows, columns);
    if (s->kind == STAGE_KITTY) {
        int width = KITTY_PX, height = KITTY_PX * 2 * rows / columns;
        if (height > KITTY_PX) width = KITTY_PX * KITTY_PX / height, height = KITTY_PX;
        if (draw_image(s, view, width, height)) put_kitty(s, row, rows, columns, width, height);
    }
    s->last_picture_ms = lsn_platform_steady_ms();
    s->picture_cost_ms = s->last_picture_ms - start_ms;
}

// ---------------------------------------------------------------- the screen

static void put_head(stage *s, const stage_view *view, int columns) {
    const lsn_state *state = view->state;
    const lsn_cue *cue = &view->score->cues[state->cue];
    const lsn_plan *plan = &view->score->plan;
    lsn_str name = plan->catalogue->moves[plan->steps[cue->step].move].name;
    char left[200], right[64];
    snprintf(left, sizeof left, "%.*s%s%s", (int)name.len, name.ptr, cue->side == LSN_SIDE_none ? "" : ", ",
             cue->side == LSN_SIDE_none   ? ""
             : cue->side == LSN_SIDE_left ? "left side"
                                          : "right side");
    snprintf(right, sizeof right, "%d of %d", state->step + 1, state->step_count);
    int gap = columns - 4 - paint_columns(lsn_str_from(left)) - paint_columns(lsn_str_from(right));
    go_to(s, 1);
    put(s, "  %s%s%s%*s%s%s%s", paint.bold, left, paint.off, gap > 1 ? gap : 1, "", paint.dim, right, paint.off);
    go_to(s, 2);
}

static void put_now(stage *s, const stage_view *view, int row, int columns) {
    const lsn_state *state = view->state;
    const lsn_cue *cue = &view->score->cues[state->cue];
    lsn_str rest = lsn_str_from(cue->text);
    for (int i = 0; i < 3; i++) {
        lsn_str line = paint_next_line(&rest, columns - 4);
        go_to(s, row + i);
        put(s, "  %s%.*s%s", paint.bold, (int)line.len, line.ptr, paint.off);
    }
    go_to(s, row + 3);
    char repetition[32] = "";
    if (cue->reps > 1) snprintf(repetition, sizeof repetition, " %d of %d", cue->rep, cue->reps);
    int seconds = (int)(state->cue_left_s + 0.999);
    char label[96];
    snprintf(label, sizeof label, "%s%s", state->paused ? "paused" : lsn_cue_kind_name(cue->kind), repetition);
    put(s, "  %s%3d s%s  ", paint.bold, seconds, paint.off);
    int room = columns - 11 - 20;
    if (room > 4) put_bar(s, state->t, room > 60 ? 60 : room);
    put(s, "  %s", label);
    char next[LSN_CUE_TEXT_MAX + 16];
    snprintf(next, sizeof next, "Next: %s", state->next);
    put_line(s, row + 4, columns, paint.dim, state->next[0] ? next : "");
}

static void put_foot(stage *s, const stage_view *view, int rows, int columns) {
    const lsn_state *state = view->state;
    char clock[16];
    paint_clock(clock, (int)(state->total_s - state->elapsed_s + 0.999));
    go_to(s, rows - 4);
    go_to(s, rows - 3);
    put(s, "  ");
    int room = columns - 4 - 12;
    if (room > 4) put_bar(s, state->total_s > 0 ? state->elapsed_s / state->total_s : 1, room);
    put(s, " %s%s left%s", paint.dim, clock, paint.off);
    if (view->asks_to_stop) {
        put_line(s, rows - 2, columns, paint.bold,
                 "y  sharp pain, pain down the leg, numbness, weakness, dizziness, chest pain");
        put_line(s, rows - 1, columns, "", "q  no, just enough for today");
        put_line(s, rows, columns, "", "space  go on");
        return;
    }
    if (view->asks[0]) {
        for (int i = 0; i < 3; i++) put_line(s, rows - 2 + i, columns, i ? "" : paint.bold, view->asks[i]);
        return;
    }
    put_line(s, rows - 2, columns, paint.where, view->notice);
    put_line(s, rows - 1, columns, paint.dim, "space pause   ← back   → skip   e too much   q stop");
    put_line(s, rows, columns, paint.where, STAGE_STOP_RULE);
}

void stage_draw(stage *s, const stage_view *view, bool fresh) {
    int columns, rows;
    terminal_size(&columns, &rows);
    s->size = 0;
    put(s, "\x1b[?2026h"); // drawn at once where the terminal knows how
    if (fresh) put(s, "\x1b[2J");
    put_head(s, view, columns);
    int picture_rows = s->kind == STAGE_NONE ? 0 : rows - TEXT_ROWS;
    if (picture_rows < 8) picture_rows = 0;
    if (picture_rows && is_due(s, fresh)) put_picture(s, view, 3, picture_rows, columns - 4);
    put_now(s, view, picture_rows ? 3 + picture_rows + 1 : 3, columns);
    put_foot(s, view, rows, columns);
    put(s, "\x1b[?2026l");
    terminal_write(s->out, s->size);
}
