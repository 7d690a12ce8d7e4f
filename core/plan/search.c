/// A beam over time: partial sessions are kept by the ten seconds in which they end, the best few of each, and are
/// extended in the order of time. Invariant: which partial sessions are kept up to a moment does not depend on the
/// minutes asked for, so the value never falls when minutes are added.
#include "core/plan/inner.h"

#include <string.h>

enum { BIN_S = 10, BEAM = 12 };

typedef struct label {
    lsn_walk walk;
    int parent; // row · BEAM + slot, −1 at the start
    int item;
} label;

typedef struct row {
    label labels[BEAM];
    int count, least; // least value in a full row
} row;

typedef struct beam {
    const lsn_problem *problem;
    row *rows; // [bin][has strength]
} beam;

/// Two sessions that leave the same choices: only the better one is worth keeping.
static bool same_choices(const lsn_walk *a, const lsn_walk *b) {
    return a->posture == b->posture && a->flexion_run == b->flexion_run && a->at_rest == b->at_rest &&
           memcmp(a->once, b->once, sizeof a->once) == 0 && memcmp(a->twice, b->twice, sizeof a->twice) == 0;
}

/// Where a walk may go in its row: a slot to overwrite, the next free one, or −1.
static int find_slot(const row *to, const lsn_walk *walk) {
    int worst = 0;
    for (int i = 0; i < to->count; i++) {
        const lsn_walk *other = &to->labels[i].walk;
        if (same_choices(other, walk)) return walk->value > other->value ? i : -1;
        if (other->value < to->labels[worst].walk.value) worst = i;
    }
    return to->count < BEAM ? to->count : worst;
}

static void put(row *to, int slot, const label *entry) {
    to->labels[slot] = *entry;
    if (slot == to->count) to->count++;
    if (to->count < BEAM) return;
    to->least = to->labels[0].walk.value;
    for (int i = 1; i < BEAM; i++) {
        if (to->labels[i].walk.value < to->least) to->least = to->labels[i].walk.value;
    }
}

static void extend(beam *search, int from, int item_index) {
    const lsn_problem *problem = search->problem;
    const lsn_walk *walk = &search->rows[from / BEAM].labels[from % BEAM].walk;
    const lsn_item *item = &problem->items[item_index];
    if (!lsn_walk_allows(problem, walk, item)) return;
    int end_s = walk->time_s + lsn_walk_seconds(problem, walk, item);
    row *to = &search->rows[(end_s + BIN_S - 1) / BIN_S * 2 + (walk->has_strength || item->strength ? 1 : 0)];
    if (to->count == BEAM && walk->value + lsn_walk_gain(problem, walk, item) <= to->least) return;
    label longer = {*walk, from, item_index};
    lsn_walk_add(problem, &longer.walk, item);
    int slot = find_slot(to, &longer.walk);
    if (slot >= 0) put(to, slot, &longer);
}

static void follow(int *out, int *count, const row *rows, int best) {
    int n = rows[best / BEAM].labels[best % BEAM].walk.count;
    *count = n;
    for (int at = best; n > 0;) {
        const label *entry = &rows[at / BEAM].labels[at % BEAM];
        out[--n] = entry->item;
        at = entry->parent;
    }
}

lsn_err lsn_search(int *out, int *count, const lsn_problem *problem, lsn_arena scratch) {
    int row_count = (problem->limit_s / BIN_S + 1) * 2;
    beam search = {.problem = problem, .rows = LSN_NEW(&scratch, row, row_count)};
    if (!search.rows) return LSN_ERR_NO_MEMORY;
    search.rows[0].labels[0] = (label){.walk = lsn_walk_start(problem), .parent = -1};
    search.rows[0].count = 1;
    int best = -1, best_total = 0;
    for (int r = 0; r < row_count; r++) {
        for (int slot = 0; slot < search.rows[r].count; slot++) {
            const lsn_walk *walk = &search.rows[r].labels[slot].walk;
            int total = lsn_walk_total(problem, walk);
            if (walk->count > 0 && (best < 0 || total > best_total)) {
                best = r * BEAM + slot;
                best_total = total;
            }
            for (int i = 0; i < problem->item_count; i++) extend(&search, r * BEAM + slot, i);
        }
    }
    *count = 0;
    if (best >= 0) follow(out, count, search.rows, best);
    return LSN_OK;
}
