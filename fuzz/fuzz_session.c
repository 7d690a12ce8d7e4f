// Fuzzer of what the page hands to the planner and the session: a wish gives a plan within its minutes or an error, a
// saved session plays to its end, eases and saves again, whatever it holds. A refusal leaves everything as it was.
#include "core/session/session.h"

#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 65536, MEMORY = 24 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static lsn_catalogue catalogue;
static lsn_arena scratch;
static lsn_plan plan;
static lsn_score score;

static void must(bool condition) {
    if (!condition) abort();
}

static void start(void) {
    static unsigned char data[4 << 20], memory[MEMORY];
    lsn_arena arena = lsn_arena_make(data, sizeof data);
    int failed;
    must(lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL) == LSN_OK);
    scratch = lsn_arena_make(memory, sizeof memory);
}

static void try_wish(lsn_str text) {
    lsn_wish wish = {.minutes = -1};
    lsn_diag diag = {0};
    if (lsn_wish_read(&wish, text, scratch, &diag)) {
        must(wish.minutes == -1);
        must(diag.text[0] != '\0');
        return;
    }
    if (lsn_plan_build(&plan, &catalogue, &wish, scratch)) return;
    must(plan.total_s <= wish.minutes * 60);
    if (plan.count > 1) must(lsn_plan_drop(&plan, plan.count / 2) == LSN_OK);
    must(lsn_score_build(&score, &plan) == LSN_OK);
    must(score.total_s == plan.total_s);
}

static void try_saved(lsn_str text) {
    static char out[1 << 20];
    static lsn_score again;
    lsn_run run = {.anchor_ms = -1}, back;
    lsn_diag diag = {0};
    if (lsn_run_read(&run, &score, &catalogue, text, scratch, &diag)) {
        must(run.anchor_ms == -1);
        must(diag.text[0] != '\0');
        return;
    }
    bool left;
    for (int i = 0; i < 8; i++) {
        int64_t now_ms = run.anchor_ms + i * 7000;
        lsn_state state = lsn_session_state(&score, (double)lsn_run_score_ms(&run, &score, now_ms) / 1000, false);
        must(state.t >= 0 && state.t <= 1 && state.breath >= 0 && state.breath <= 1);
        must(lsn_run_ease(&run, &score, now_ms, &left) == LSN_OK);
        run = i & 1 ? lsn_run_back(&run, &score, now_ms) : lsn_run_skip(&run, &score, now_ms);
    }
    lsn_buf buf = lsn_buf_make(out, sizeof out);
    lsn_json_out json = lsn_json_begin(&buf);
    lsn_run_write_json(&json, &run, &score);
    must(!buf.overflow);
    if (run.anchor_ms > 9007199254740992) return; // not a time that a clock gives
    must(lsn_run_read(&back, &again, &catalogue, lsn_buf_view(&buf), scratch, NULL) == LSN_OK);
    must(again.total_s == score.total_s);
    must(again.count == score.count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!scratch.base) start();
    if (size > INPUT_MAX) return 0;
    lsn_str text = {(const char *)data, size};
    try_wish(text);
    try_saved(text);
    return 0;
}
