/// A beam over time: partial sessions are kept by the ten seconds in which they end, the best few of each, and are
/// extended in the order of time. Invariant: which partial sessions are kept up to a moment does not depend on the
/// minutes asked for, so the value never falls when minutes are added.
#include "core/plan/inner.h"

#include <string.h>

enum { BIN_S = 10, BEAM = 12, BINS_MAX = LSN_PLAN_MINUTES_MAX * 60 / BIN_S + 1 };

typedef struct label {
    lsn_walk walk;
    int parent; // index into the table, −1 at the start
    int item;
} label;

typedef struct beam {
    const lsn_problem *problem;
    label *labels;        // [bin][has strength][BEAM]
    unsigned char *count; // [bin][has strength]
} beam;

/// Two sessions that leave the same choices: only the better one is worth keeping.
static bool same_choices(const lsn_walk *a, const lsn_walk *b) {
    return a->posture == b->posture && a->flexion_run == b->flexion_run &&
           memcmp(a->once, b->once, sizeof a->once) == 0 && memcmp(a->twice, b->twice, sizeof a->twice) == 0;
}

/// Where a walk of this value may go in its row: a slot to overwrite, the next free one, or −1.
static int find_slot(const label *row, int count, const lsn_walk *walk) {
    int worst = 0;
    for (int i = 0; i < count; i++) {
        if (same_choices(&row[i].walk, walk)) return walk->value > row[i].walk.value ? i : -1;
        if (row[i].walk.value < row[worst].walk.value) worst = i;
    }
    if (count < BEAM) return count;
    return walk->value > row[worst].walk.value ? worst : -1;
}

static bool row_is_beyond(const label *row, int count, int value) {
    if (count < BEAM) return false;
    for (int i = 0; i < count; i++) {
        if (row[i].walk.value < value) return false;
    }
    return true;
}

static void extend(beam *search, int from, int item_index) {
    const lsn_problem *problem = search->problem;
    const lsn_walk *walk = &search->labels[from].walk;
    const lsn_item *item = &problem->items[item_index];
    if (!lsn_walk_allows(problem, walk, item)) return;
    int end_s = walk->time_s + lsn_walk_seconds(problem, walk, item);
    int row_index = (end_s + BIN_S - 1) / BIN_S * 2 + (walk->has_strength || item->strength ? 1 : 0);
    label *row = &search->labels[row_index * BEAM];
    if (row_is_beyond(row, search->count[row_index], walk->value + lsn_walk_gain(problem, walk, item))) return;
    lsn_walk longer = *walk;
    lsn_walk_add(problem, &longer, item);
    int slot = find_slot(row, search->count[row_index], &longer);
    if (slot < 0) return;
    row[slot] = (label){longer, from, item_index};
    if (slot == search->count[row_index]) search->count[row_index]++;
}

static void follow(int *out, int *count, const label *labels, int best) {
    int n = labels[best].walk.count;
    *count = n;
    for (int at = best; n > 0; at = labels[at].parent) out[--n] = labels[at].item;
}

lsn_err lsn_search(int *out, int *count, const lsn_problem *problem, lsn_arena scratch) {
    int bins = problem->limit_s / BIN_S + 1;
    LSN_ASSERT(bins <= BINS_MAX);
    beam search = {.problem = problem};
    search.labels = LSN_NEW(&scratch, label, (size_t)bins * 2 * BEAM);
    search.count = LSN_NEW(&scratch, unsigned char, (size_t)bins * 2);
    if (!search.labels || !search.count) return LSN_ERR_NO_MEMORY;
    search.labels[0] = (label){.walk = lsn_walk_start(problem), .parent = -1};
    search.count[0] = 1;
    int best = -1, best_total = 0;
    for (int row = 0; row < bins * 2; row++) {
        for (int slot = 0; slot < search.count[row]; slot++) {
            int at = row * BEAM + slot;
            int total = lsn_walk_total(problem, &search.labels[at].walk);
            if (search.labels[at].walk.count > 0 && (best < 0 || total > best_total)) {
                best = at;
                best_total = total;
            }
            for (int i = 0; i < problem->item_count; i++) extend(&search, at, i);
        }
    }
    *count = 0;
    if (best >= 0) follow(out, count, search.labels, best);
    return LSN_OK;
}
