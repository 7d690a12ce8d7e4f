// Feeds bytes to the form of a person's own move. Whatever the form holds, what is made of it is a move that the
// checker takes; and moves of one's own join the catalogue whole or not at all.
#include "core/make/make.h"

#include <assert.h>
#include <string.h>

static unsigned char moves_memory[8 << 20], making[1 << 20], scratch_memory[3 << 20], again_memory[1 << 20];
static char file_bytes[LSN_MAKE_FILE_MAX];
static lsn_catalogue catalogue;
static lsn_arena left;
static lsn_body body;
static lsn_made made;

static void begin(void) {
    lsn_body_options options = lsn_body_options_default();
    lsn_diag diag;
    int failed;
    left = lsn_arena_make(moves_memory, sizeof moves_memory);
    lsn_err err = lsn_body_build(&body, &options);
    if (!err) err = lsn_catalogue_build(&catalogue, lsn_builtin_moves, 1, &left, &failed, &diag);
    assert(err == LSN_OK);
}

static void join(lsn_str text) {
    lsn_arena arena = left;
    lsn_file file = {LSN_STR("own"), text};
    lsn_catalogue more = {.count = -1};
    lsn_diag diag = {.err = LSN_OK};
    int failed;
    lsn_err err = lsn_catalogue_extend(&more, &catalogue, &file, 1, &arena, &failed, &diag);
    if (err)
        assert(more.count == -1 && arena.used == left.used && diag.err == err);
    else
        assert(more.count == catalogue.count + 1);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    if (catalogue.count == 0) begin();
    lsn_str text = {(const char *)data, size};
    lsn_arena arena = lsn_arena_make(making, sizeof making);
    lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    lsn_buf file = lsn_buf_make(file_bytes, sizeof file_bytes);
    lsn_diag diag = {.err = LSN_OK};
    join(text);
    lsn_err err = lsn_make_move(&made, &file, text, &catalogue, &body, &arena, scratch, &diag);
    if (err) {
        assert(arena.used == 0);
        return 0;
    }
    lsn_arena again = lsn_arena_make(again_memory, sizeof again_memory);
    lsn_move move;
    err = lsn_move_parse(&move, lsn_buf_view(&file), &again, &diag);
    if (!err) err = lsn_motion_check(&move, &diag);
    assert(err == LSN_OK);
    for (int i = 0; i < made.count; i++) assert(strlen(made.problems[i].text) > 0);
    assert(made.good == (made.count == 0));
    return 0;
}
