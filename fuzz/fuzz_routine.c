// Fuzzer of what strangers hand over: routines and programmes in files and links, and reminders. What is read is
// written and read back the same; a refusal says why and leaves everything as it was.
#include "core/qr/qr.h"
#include "core/remind/remind.h"
#include "core/routine/routine.h"

#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 16384, MEMORY = 8 << 20, TEXT_MAX = 256 << 10 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static lsn_catalogue catalogue;
static unsigned char memory[MEMORY];
static char text[TEXT_MAX];

static void must(bool condition) {
    if (!condition) abort();
}

static void start(void) {
    static unsigned char kept[4 << 20];
    lsn_arena arena = lsn_arena_make(kept, sizeof kept);
    int failed;
    must(lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL) == LSN_OK);
}

static void refused(const lsn_diag *diag, const lsn_arena *arena) {
    must(diag->text[0] != '\0');
    must(arena->used == 0);
}

static void try_routine(lsn_str input) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_routine routine, again;
    lsn_diag diag = {0};
    if (lsn_routine_read(&routine, &catalogue, input, &arena, &diag)) {
        refused(&diag, &arena);
        return;
    }
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_json_out json = lsn_json_begin(&out);
    lsn_routine_write_json(&json, &routine, &catalogue);
    must(!out.overflow);
    must(lsn_routine_read(&again, &catalogue, lsn_buf_view(&out), &arena, &diag) == LSN_OK);
    must(again.count == routine.count && again.days == routine.days && again.place == routine.place);
}

static void try_programme(lsn_str input) {
    static lsn_programme programme;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_diag diag = {0};
    if (lsn_programme_read(&programme, &catalogue, input, &arena, &diag)) {
        refused(&diag, &arena);
        return;
    }
    for (int day = -1; day <= LSN_PROGRAMME_WEEKS_MAX * LSN_WEEK_DAYS; day++) {
        lsn_programme_day asks = lsn_programme_at(&programme, day);
        must(asks.kind != LSN_PROGRAMME_routine || asks.value < programme.routine_count);
    }
}

static void try_link(lsn_str input) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_routine routine, again;
    lsn_diag diag = {0};
    if (lsn_routine_read_link(&routine, &catalogue, input, &arena, &diag)) {
        refused(&diag, &arena);
        return;
    }
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_routine_write_link(&out, &routine, &catalogue);
    must(lsn_routine_read_link(&again, &catalogue, lsn_buf_view(&out), &arena, &diag) == LSN_OK);
    must(lsn_str_equal(again.name, routine.name) && again.count == routine.count);
    lsn_qr qr;
    must(lsn_qr_make(&qr, lsn_buf_view(&out), LSN_QR_LEVEL_L, arena) == LSN_OK);
}

static void try_programme_link(lsn_str input) {
    static lsn_programme programme, again;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_diag diag = {0};
    if (lsn_programme_read_link(&programme, &catalogue, input, &arena, &diag)) {
        refused(&diag, &arena);
        return;
    }
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_programme_write_link(&out, &programme, &catalogue);
    must(lsn_programme_read_link(&again, &catalogue, lsn_buf_view(&out), &arena, &diag) == LSN_OK);
    must(again.week_count == programme.week_count && again.routine_count == programme.routine_count);
}

static void try_reminder(lsn_str input) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_reminder reminder;
    lsn_diag diag = {0};
    if (lsn_reminder_read(&reminder, input, &arena, &diag)) {
        refused(&diag, &arena);
        return;
    }
    lsn_buf out = lsn_buf_make(text, LSN_REMIND_FILE_MAX);
    if (lsn_reminder_write(&out, &reminder, &diag)) {
        must(out.len == 0);
        return;
    }
    must(!out.overflow);
    size_t line = 0;
    for (size_t i = 0; i < out.len; i++) {
        line = text[i] == '\n' ? 0 : line + 1;
        must(line <= 76); // 75 octets and the carriage return
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (catalogue.count == 0) start();
    if (size > INPUT_MAX) return 0;
    lsn_str input = {(const char *)data, size};
    try_routine(input);
    try_programme(input);
    try_link(input);
    try_programme_link(input);
    try_reminder(input);
    return 0;
}
