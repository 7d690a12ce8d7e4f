// loosen pose, lengths, export-mjcf: the body in numbers, for other programs.
#include "core/figure/figure.h"
#include "host/cli/coach.h"
#include "host/platform/platform.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BODY_FILE_MAX = 64 << 10, BODY_SCRATCH = 1 << 20, MJCF_BYTES = 1 << 20, TABLE_MAX = 64 << 20 };

bool cli_load_body(lsn_body_options *out, const char *path, lsn_str *text) {
    char *bytes;
    size_t size;
    lsn_diag diag = {0};
    if (lsn_platform_read_file(&bytes, &size, path, BODY_FILE_MAX, &diag)) {
        cli_refuse_diag(&diag);
        return false;
    }
    lsn_arena scratch = coach_scratch(BODY_SCRATCH);
    lsn_err err = LSN_ERR_NO_MEMORY;
    if (scratch.base) err = lsn_body_options_parse(out, (lsn_str){bytes, size}, scratch, &diag);
    coach_scratch_free(&scratch);
    if (err)
        fprintf(stderr, "%s:%d:%d: %s\n", path, diag.line > 0 ? diag.line : 1, diag.column > 0 ? diag.column : 1,
                diag.text[0] ? diag.text : lsn_err_text(err));
    if (text && !err)
        *text = (lsn_str){bytes, size};
    else
        free(bytes);
    return !err;
}

static bool build(lsn_body *out, const lsn_body_options *options) {
    lsn_err err = lsn_body_build(out, options);
    if (err) cli_refuse("this body cannot be: %s", lsn_err_text(err));
    return !err;
}

static bool build_body(lsn_body *out, const char *path) {
    lsn_body_options options = lsn_body_options_default();
    if (path && !cli_load_body(&options, path, NULL)) return false;
    return build(out, &options);
}

static bool build_kept(lsn_body *out, lsn_str json) {
    lsn_body_options options = lsn_body_options_default();
    lsn_diag diag = {0};
    lsn_arena scratch = coach_scratch(BODY_SCRATCH);
    lsn_err err = scratch.base ? lsn_body_options_parse(&options, json, scratch, &diag) : LSN_ERR_NO_MEMORY;
    coach_scratch_free(&scratch);
    if (!err) return build(out, &options);
    cli_refuse("your body was kept by another version and cannot be read: %s; loosen body forget leaves it out",
               diag.text[0] ? diag.text : lsn_err_text(err));
    return false;
}

bool cli_read_body(lsn_body *out, const cli_input *input) {
    lsn_str kept;
    if (input->body) return build_body(out, input->body);
    if (!cli_kept_body(&kept, input)) return false;
    bool good = kept.ptr ? build_kept(out, kept) : build_body(out, NULL);
    free((void *)(uintptr_t)kept.ptr);
    return good;
}

// ---------------------------------------------------------------- export-mjcf

int cli_run_export_mjcf(const cli_input *input) {
    lsn_body body;
    if (!build_body(&body, input->body)) return CLI_REFUSED;
    char *text = malloc(MJCF_BYTES);
    if (!text) return cli_refuse("there is no memory left");
    lsn_buf buf = lsn_buf_make(text, MJCF_BYTES);
    lsn_body_write_mjcf(&buf, &body);
    fwrite(buf.data, 1, buf.len, stdout);
    free(text);
    return CLI_SUCCESS;
}

// ---------------------------------------------------------------- lengths

typedef struct table {
    lsn_body body;
    lsn_coord columns[LSN_COORD_COUNT];
    int column_count, row;
    double stand_m[LSN_MUSCLE_COUNT]; // in the anatomical pose
} table;

/// The next cell of a line, without blanks and quotes around it; moves `*at` behind its comma, or to the end.
static lsn_str next_cell(const char **at, const char *end) {
    const char *first = *at, *comma = memchr(first, ',', (size_t)(end - first)), *last = comma ? comma : end;
    *at = comma ? comma + 1 : NULL;
    while (first < last && (isspace((unsigned char)*first) || *first == '"')) first++;
    while (last > first && (isspace((unsigned char)last[-1]) || last[-1] == '"')) last--;
    return (lsn_str){first, (size_t)(last - first)};
}

static int column_of(const char *line, const char *at) {
    return (int)(at - line) + 1;
}

static bool read_header(table *t, const char *line, const char *end) {
    for (const char *at = line; at;) {
        const char *start = at;
        lsn_str name = next_cell(&at, end);
        lsn_coord coord = lsn_coord_find(name);
        const char *wrong = NULL;
        if (coord == LSN_COORD_COUNT) wrong = "there is no coordinate by that name";
        for (int i = 0; i < t->column_count; i++)
            if (t->columns[i] == coord && !wrong) wrong = "this coordinate is given twice";
        if (wrong) {
            fprintf(stderr, "-:1:%d: \"%.*s\": %s\n", column_of(line, start), (int)name.len, name.ptr, wrong);
            return false;
        }
        t->columns[t->column_count++] = coord;
    }
    return true;
}

static bool read_cell(double *out, lsn_str cell) {
    char text[64], *end;
    *out = 0;
    if (cell.len == 0) return true;
    if (cell.len >= sizeof text) return false;
    memcpy(text, cell.ptr, cell.len);
    text[cell.len] = 0;
    *out = strtod(text, &end);
    return !*end && *out > -1e6 && *out < 1e6;
}

static bool read_row(double value[LSN_COORD_COUNT], const table *t, const char *line, const char *end, int number) {
    memset(value, 0, LSN_COORD_COUNT * sizeof *value);
    int column = 0;
    for (const char *at = line; at; column++) {
        const char *start = at;
        lsn_str cell = next_cell(&at, end);
        if (column < t->column_count && read_cell(&value[t->columns[column]], cell)) continue;
        fprintf(stderr, "-:%d:%d: %s\n", number, column_of(line, start),
                column < t->column_count ? "this is no number of degrees"
                                         : "there are more values than names in the header");
        return false;
    }
    return true;
}

static void write_lengths(table *t, const double value[LSN_COORD_COUNT]) {
    lsn_pose pose = lsn_pose_from_coords(value);
    lsn_frames frames;
    lsn_body_frames(&frames, &t->body, &pose);
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) {
        double length = lsn_muscle_length((lsn_muscle)m, &t->body, &frames);
        printf("%d,%s,%.9f,%.9f,%.6f\n", t->row, lsn_muscle_name((lsn_muscle)m), length, length / t->stand_m[m],
               lsn_muscle_fraction((lsn_muscle)m, &t->body, length));
    }
    t->row++;
}

static void measure_standing(table *t) {
    lsn_pose pose = lsn_pose_standing(&t->body);
    lsn_frames frames;
    lsn_body_frames(&frames, &t->body, &pose);
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) t->stand_m[m] = lsn_muscle_length((lsn_muscle)m, &t->body, &frames);
}

/// Writes all rows; a line that is blank counts for nothing.
static int run_table(table *t, const char *text, size_t size) {
    bool has_header = false;
    int number = 0;
    for (const char *at = text, *all = text + size; at < all; number++) {
        const char *newline = memchr(at, '\n', (size_t)(all - at)), *end = newline ? newline : all, *line = at;
        at = newline ? newline + 1 : all;
        if (end > line && end[-1] == '\r') end--;
        double value[LSN_COORD_COUNT];
        if (end == line) continue;
        if (!has_header) {
            if (!read_header(t, line, end)) return CLI_REFUSED;
            has_header = true;
            printf("row,muscle,length_m,ratio,s\n");
            continue;
        }
        if (!read_row(value, t, line, end, number + 1)) return CLI_REFUSED;
        write_lengths(t, value);
    }
    if (has_header) return CLI_SUCCESS;
    return cli_refuse("standard input is empty: its first line names coordinates, as in hip_flexion_r,knee_angle_r");
}

int cli_run_lengths(const cli_input *input) {
    table t = {.row = 0};
    if (!build_body(&t.body, input->body)) return CLI_REFUSED;
    measure_standing(&t);
    char *bytes;
    size_t size;
    lsn_diag diag = {0};
    if (lsn_platform_read_file(&bytes, &size, "-", TABLE_MAX, &diag)) return cli_refuse_diag(&diag);
    int code = run_table(&t, bytes, size);
    free(bytes);
    return code;
}
