// loosen check-moves: file:line:column: sentence for each error of a move file, from its JSON to its solved poses.
#include "core/figure/figure.h"
#include "host/cli/coach.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20, MOVE_MEMORY = 4 << 20, FRAMES_PER_S = 10 };

typedef struct checking {
    lsn_arena arena;   // for the moves, which stay
    lsn_arena scratch; // for solving
    lsn_body bodies[LSN_BUILD_COUNT];
    lsn_move *moves; // those that passed so far, to find two of a name
    lsn_str *names;
    lsn_motion *motion;
    lsn_verification found;
    int count, errors, frames;
} checking;

static void report(checking *c, lsn_str file, const lsn_diag *diag) {
    printf("%.*s:%d:%d: %s\n", (int)file.len, file.ptr, diag->line > 0 ? diag->line : 1,
           diag->column > 0 ? diag->column : 1, diag->text[0] ? diag->text : lsn_err_text(diag->err));
    c->errors++;
}

/// The level that uses a variant and so times it; the usual one for a variant that none uses.
static lsn_level level_of(const lsn_move *move, int variant) {
    for (int l = 0; l < LSN_LEVEL_COUNT; l++)
        if (move->dose[l].variant == variant) return (lsn_level)l;
    return LSN_LEVEL_usual;
}

/// One motion: its key poses and every frame of it.
static void check_motion(checking *c, lsn_str file, const lsn_move *move, lsn_side side, int variant, int build) {
    lsn_diag diag = {0};
    lsn_str name = variant < 0 ? LSN_STR("usual") : move->variants[variant].id;
    char text[LSN_DIAG_TEXT_MAX];
    lsn_err err = lsn_motion_build_variant(c->motion, move, side, level_of(move, variant), variant, &c->bodies[build],
                                           c->scratch, &diag);
    if (err) {
        lsn_diag where = diag;
        lsn_diag_set(&where, err, diag.line, diag.column, "%s (%s, %s build)",
                     diag.text[0] ? diag.text : lsn_err_text(err), lsn_side_name(side),
                     lsn_build_name((lsn_build)build));
        report(c, file, &where);
        if (err != LSN_ERR_NOT_SOLVED) return;
    }
    lsn_verification *found = &c->found;
    if (lsn_motion_verify(found, c->motion, FRAMES_PER_S, c->scratch)) {
        report(c, file, &(lsn_diag){.err = LSN_ERR_NO_MEMORY});
        return;
    }
    c->frames += found->frames;
    const lsn_key_pose *poses =
        variant >= 0 && move->variants[variant].has_poses ? move->variants[variant].poses : move->poses;
    for (int i = 0; i < found->count; i++) {
        const lsn_fault *fault = &found->faults[i];
        lsn_buf words = lsn_buf_make(text, sizeof text - 1);
        lsn_fault_say(&words, fault, move);
        lsn_diag_set(&diag, LSN_ERR_INCONSISTENT, poses[fault->pose].line, poses[fault->pose].column,
                     "%S (%S, %s, %s build): %S", move->id, name, lsn_side_name(side), lsn_build_name((lsn_build)build),
                     lsn_buf_view(&words));
        report(c, file, &diag);
    }
}

/// Every side, variant and build.
static void check_motions(checking *c, lsn_str file, const lsn_move *move) {
    static const lsn_side sides[] = {LSN_SIDE_right, LSN_SIDE_left};
    for (int variant = -1; variant < move->variant_count; variant++)
        for (int build = 0; build < LSN_BUILD_COUNT; build++)
            for (int side = 0; side < (move->two_sided ? 2 : 1); side++)
                check_motion(c, file, move, move->two_sided ? sides[side] : LSN_SIDE_none, variant, build);
}

static void check_text(checking *c, lsn_str name, lsn_str text) {
    lsn_diag diag = {0};
    lsn_move *move = &c->moves[c->count];
    diag.err = lsn_move_parse(move, text, &c->arena, &diag);
    if (!diag.err) diag.err = lsn_motion_check(move, &diag);
    if (diag.err) {
        report(c, name, &diag);
        return;
    }
    int before = c->errors;
    check_motions(c, name, move);
    if (c->errors > before) return;
    for (int i = 0; i < c->count; i++) {
        if (!lsn_str_equal(c->moves[i].id, move->id)) continue;
        lsn_diag_set(&diag, LSN_ERR_DUPLICATE, 1, 1, "the move \"%S\" is also in %S: give one of them another id",
                     move->id, c->names[i]);
        report(c, name, &diag);
        return;
    }
    c->names[c->count++] = name;
}

static void check_file(checking *c, const char *path) {
    char *bytes;
    size_t size;
    lsn_diag diag = {0};
    if (lsn_platform_read_file(&bytes, &size, path, FILE_MAX, &diag)) {
        report(c, lsn_str_from(path), &diag);
        return;
    }
    lsn_str text = lsn_str_copy(&c->arena, (lsn_str){bytes, size});
    free(bytes);
    check_text(c, lsn_str_from(path), text);
}

int cli_run_check_moves(const cli_input *input) {
    int files = input->arg_count ? input->arg_count : lsn_builtin_move_count;
    size_t memory = (size_t)files * (FILE_MAX + 1 + MOVE_MEMORY);
    if (!input->arg_count) memory = (size_t)files * MOVE_MEMORY;
    checking c = {.arena = coach_scratch(memory), .scratch = coach_scratch(64 << 20)};
    c.moves = calloc((size_t)files + 1, sizeof *c.moves);
    c.names = calloc((size_t)files + 1, sizeof *c.names);
    c.motion = malloc(sizeof *c.motion);
    int code = CLI_SUCCESS;
    if (!c.arena.base || !c.scratch.base || !c.moves || !c.names || !c.motion) {
        code = cli_refuse("there is no memory left");
    } else {
        for (int build = 0; build < LSN_BUILD_COUNT; build++) {
            lsn_body_options options = lsn_body_options_for((lsn_build)build);
            if (lsn_body_build(&c.bodies[build], &options)) c.errors++;
        }
        for (int i = 0; i < files; i++) {
            if (input->arg_count)
                check_file(&c, input->args[i]);
            else
                check_text(&c, lsn_builtin_moves[i].name, lsn_builtin_moves[i].text);
        }
        if (c.errors)
            code = CLI_REFUSED;
        else
            printf("%d move%s in order, %d frames\n", c.count, c.count == 1 ? "" : "s", c.frames);
    }
    coach_scratch_free(&c.arena);
    coach_scratch_free(&c.scratch);
    free(c.moves);
    free(c.names);
    free(c.motion);
    return code;
}
