// Instances made of bytes: whatever the numbers are, the search refuses them or gives a session that keeps every rule,
// and a bound that no session found with more nodes exceeds.
#include "tests/instances.h"

#include <assert.h>

static unsigned char memory[LSN_SOLVE_BYTES];
static random_instance given;

typedef struct bytes {
    const unsigned char *at, *end;
} bytes;

static int take(bytes *b, int low, int high) {
    int value = b->at < b->end ? *b->at++ : 0;
    return low + value * (high - low + 1) / 256;
}

static void spoil(bytes *b) {
    lsn_instance *in = &given.in;
    in->limit_s = take(b, 0, 900);
    in->from = take(b, 0, RI_POSTURES - 1);
    in->way_second_points = take(b, 0, 40);
    in->block_points = take(b, 0, 400);
    in->warm_up_first = take(b, 0, 1);
    in->strength_due = take(b, 0, 1);
    in->final_due = take(b, 0, 1);
    in->fresh_max = take(b, 0, 5);
    in->flexion_run_max = take(b, 0, 4);
    for (int i = 0; i < in->option_count; i++) {
        lsn_option *o = &given.options[i];
        o->points += take(b, -2000, 2000);
        o->time_s += take(b, -20, 60);
        o->flexion ^= take(b, 0, 1);
        o->warm_up ^= take(b, 0, 1);
        if (take(b, 0, 9) == 9) o->end = take(b, 0, RI_POSTURES - 1);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    bytes b = {data, data + size};
    int seed = take(&b, 0, 255), moves = take(&b, 1, 24), minutes = take(&b, 3, 15);
    random_instance_make(&given, (uint64_t)seed, moves, minutes);
    spoil(&b);
    int last_bound = INT32_MAX, last_objective = INT32_MIN, worth;
    for (int nodes = 20; nodes <= 400; nodes += 190) {
        lsn_solution s;
        lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
        if (lsn_solve(&s, &given.in, NULL, (lsn_solve_limits){nodes}, scratch)) return 0;
        assert(lsn_instance_value(&worth, &given.in, s.options, s.count) == s.feasible);
        if (s.feasible) assert(worth == s.objective && s.objective <= s.bound && s.objective <= last_bound);
        if (s.feasible) assert(s.objective >= last_objective);
        assert(s.bound >= last_objective);
        last_bound = s.bound;
        last_objective = s.feasible ? s.objective : INT32_MIN;
    }
    return 0;
}
