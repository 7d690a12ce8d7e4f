// What tests of the planner stand on: the moves made by hand, a catalogue of them, memory, and a person with no record.
#ifndef PLANNING_H
#define PLANNING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/plan/plan.h"
#include "tests/hand_moves.h"

static lsn_move moves[HAND_COUNT];
static lsn_catalogue catalogue;
static unsigned char memory[24 << 20];
static lsn_arena scratch;
static lsn_progress progress;

static int set_up_moves(void **state) {
    (void)state;
    catalogue = hand_catalogue(moves);
    scratch = lsn_arena_make(memory, sizeof memory);
    memset(&progress, 0, sizeof progress);
    for (int i = 0; i < LSN_MOVES_MAX; i++) progress.moves[i].level = LSN_LEVEL_usual;
    return 0;
}

#endif
