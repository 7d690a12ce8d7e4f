/// Draws a contact sheet: every key pose of the given moves (or of all built-in ones), move after move.
/// Usage: sheet [-w PX] [-d] [-l LEVEL] [FILE.png] [MOVE.json | ID]…
#include "core/figure/figure.h"
#include "host/picture/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOVES_MAX = LSN_MOVES_MAX, FILE_MAX = 1 << 20, COLUMNS_MAX = 5 };

typedef struct sheet {
    lsn_move *moves[MOVES_MAX];
    int count, width, height, columns, rows, cell; // cell: the next free one
    unsigned char *rgba;
    lsn_theme theme;
    lsn_level level;
    const char *path;
    lsn_arena arena;
    bool failed;
} sheet;

static lsn_str read_file(lsn_arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = lsn_arena_alloc(arena, FILE_MAX, 1);
    if (!file || !text) {
        fprintf(stderr, "sheet: %s cannot be read\n", path);
        exit(1);
    }
    size_t size = fread(text, 1, FILE_MAX, file);
    fclose(file);
    return (lsn_str){text, size};
}

static void add_text(sheet *s, const char *name, lsn_str text) {
    lsn_diag diag = {0};
    lsn_move *move = LSN_NEW(&s->arena, lsn_move, 1);
    if (!move || s->count == MOVES_MAX || lsn_move_parse(move, text, &s->arena, &diag)) {
        fprintf(stderr, "%s:%d:%d: %s\n", name, diag.line, diag.column, diag.text);
        s->failed = true;
        return;
    }
    s->moves[s->count++] = move;
}

static void add_builtin(sheet *s, const char *id) {
    int before = s->count;
    for (int i = 0; i < lsn_builtin_move_count; i++) {
        add_text(s, "built-in", lsn_builtin_moves[i].text);
        if (id && s->count > before && !lsn_str_equal(s->moves[s->count - 1]->id, lsn_str_from(id))) s->count--;
    }
    if (id && s->count == before) {
        fprintf(stderr, "sheet: there is no move %s\n", id);
        s->failed = true;
    }
}

static void paste(sheet *s, const unsigned char *cell) {
    int row = s->cell / s->columns, column = s->cell % s->columns;
    s->cell++;
    size_t line = (size_t)s->width * (size_t)s->columns * 4, bytes = (size_t)s->width * 4;
    for (int y = 0; y < s->height; y++)
        memcpy(s->rgba + (size_t)(row * s->height + y) * line + (size_t)column * bytes, cell + (size_t)y * bytes,
               bytes);
}

static void draw_move(sheet *s, lsn_studio *studio, const lsn_move *move, unsigned char *cell) {
    lsn_diag diag = {0};
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    lsn_err err = lsn_studio_move(studio, move, side, s->level, &diag);
    if (err) {
        fprintf(stderr, "%.*s:%d:%d: %s\n", (int)move->id.len, move->id.ptr, diag.line, diag.column, diag.text);
        s->failed = true;
        if (err != LSN_ERR_NOT_SOLVED) return;
    }
    for (int k = 0; k < move->pose_count; k++) {
        err = lsn_studio_draw(studio, cell, s->width, s->height, k, k, 1, k == 0 ? 0 : 1, LSN_VIEW_best, s->theme);
        if (err) {
            fprintf(stderr, "sheet: %s\n", lsn_err_text(err));
            s->failed = true;
            return;
        }
        paste(s, cell);
    }
}

static void draw(sheet *s) {
    lsn_body body;
    lsn_body_options options = lsn_body_options_default();
    lsn_studio *studio = lsn_body_build(&body, &options) ? NULL : lsn_studio_create(&body);
    int cells = 0;
    for (int i = 0; i < s->count; i++) cells += s->moves[i]->pose_count;
    s->columns = cells < COLUMNS_MAX ? cells : COLUMNS_MAX;
    s->rows = (cells + s->columns - 1) / s->columns;
    size_t cell_bytes = (size_t)s->width * (size_t)s->height * 4;
    unsigned char *cell = malloc(cell_bytes);
    size_t bytes = (size_t)s->rows * (size_t)s->columns * cell_bytes;
    s->rgba = malloc(bytes);
    if (!studio || !cell || !s->rgba) {
        fprintf(stderr, "sheet: not enough memory\n");
        exit(1);
    }
    memset(s->rgba, s->theme == LSN_THEME_light ? 0xF4 : 0x1A, bytes);
    for (int i = 0; i < s->count; i++) draw_move(s, studio, s->moves[i], cell);
    lsn_png png;
    if (lsn_png_encode(&png, s->rgba, s->width * s->columns, s->height * s->rows) || lsn_png_save(&png, s->path)) {
        fprintf(stderr, "sheet: %s cannot be written\n", s->path);
        exit(1);
    }
    lsn_png_free(&png);
    free(cell);
    free(s->rgba);
    lsn_studio_destroy(studio);
}

int main(int argc, char **argv) {
    sheet s = {.width = 320, .path = "build/sheet.png", .level = LSN_LEVEL_usual};
    size_t bytes = 256u << 20;
    void *memory = malloc(bytes);
    s.arena = lsn_arena_make(memory, memory ? bytes : 0);
    for (int i = 1; i < argc; i++) {
        bool more = i + 1 < argc;
        if (strcmp(argv[i], "-w") == 0 && more) {
            s.width = atoi(argv[++i]);
        } else if (strcmp(argv[i], "-l") == 0 && more) {
            s.level = lsn_level_find(lsn_str_from(argv[++i]));
        } else if (strcmp(argv[i], "-d") == 0) {
            s.theme = LSN_THEME_dark;
        } else if (argv[i][0] == '-') {
            fprintf(stderr, "usage: sheet [-w PX] [-d] [-l easier|usual|harder] [FILE.png] [MOVE.json | ID]...\n");
            return 2;
        } else if (strstr(argv[i], ".png")) {
            s.path = argv[i];
        } else if (strstr(argv[i], ".json")) {
            add_text(&s, argv[i], read_file(&s.arena, argv[i]));
        } else {
            add_builtin(&s, argv[i]);
        }
    }
    if (s.count == 0 && !s.failed) add_builtin(&s, NULL);
    if (s.width < 64 || s.width > 1024 || s.level >= LSN_LEVEL_COUNT) return 2;
    s.height = s.width * 17 / 20;
    if (s.count > 0) draw(&s);
    free(memory);
    return s.failed ? 1 : 0;
}
