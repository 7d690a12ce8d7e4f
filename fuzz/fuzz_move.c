// Feeds bytes to the reader of move files. A move that is accepted must keep its promises: it can be written, said and
// timed, and the arena is untouched by a refusal.
#include "core/catalogue/catalogue.h"

#include <assert.h>
#include <string.h>

static unsigned char memory[1 << 20], text_memory[1 << 18];

static void use(const lsn_move *move) {
    lsn_buf text = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_json_out json = lsn_json_begin(&text);
    lsn_move_write_json(&json, move);
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) {
        lsn_dose_words(&text, move, (lsn_level)level);
        assert(lsn_move_rep_seconds(move, (lsn_level)level) > 0);
        assert(lsn_move_seconds(move, (lsn_level)level) >= lsn_move_side_seconds(move, (lsn_level)level));
    }
    assert(move->phases[move->phase_count - 1].to == 0);
    for (int i = 0; i < move->phase_count; i++) {
        assert(move->phases[i].to >= 0 && move->phases[i].to < move->pose_count);
        lsn_say(&text, NULL, move->phases[i].say, LSN_SIDE_left);
    }
    for (int i = 0; i < move->pose_count; i++) assert(move->poses[i].contact_count <= LSN_POSE_CONTACTS_MAX);
    assert(move->key_pose >= 0 && move->key_pose < move->pose_count);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    // The first byte shrinks the arena, so that running out of memory is tried everywhere.
    size_t capacity = sizeof memory;
    if (size > 0 && data[0] < 32 && data[0] != '\n' && data[0] != '\r' && data[0] != '\t') {
        capacity = (size_t)data[0] * 2048 + 512;
        data++;
        size--;
    }
    lsn_arena arena = lsn_arena_make(memory, capacity);
    lsn_diag diag = {.err = LSN_OK};
    lsn_move move;
    lsn_err err = lsn_move_parse(&move, (lsn_str){(const char *)data, size}, &arena, &diag);
    if (err) {
        assert(arena.used == 0);
        assert(diag.err == err && diag.line >= 1 && diag.column >= 1 && strlen(diag.text) > 0);
    } else {
        use(&move);
    }
    return 0;
}
