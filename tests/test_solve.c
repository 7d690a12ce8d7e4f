// The exact search against plain enumeration, and the properties that any proof must have.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/instances.h"

#include <stdlib.h>

static random_instance given, other;
static void *memory;

static int set_up(void **state) {
    (void)state;
    memory = malloc(LSN_SOLVE_BYTES);
    return memory == NULL;
}

static int tear_down(void **state) {
    (void)state;
    free(memory);
    return 0;
}

static lsn_solution solve_within(const lsn_instance *in, int64_t nodes) {
    lsn_solution out;
    lsn_arena scratch = lsn_arena_make(memory, LSN_SOLVE_BYTES);
    assert_int_equal(lsn_solve(&out, in, NULL, (lsn_solve_limits){nodes}, scratch), LSN_OK);
    int worth;
    assert_int_equal(lsn_instance_value(&worth, in, out.options, out.count), out.feasible);
    if (out.feasible) assert_int_equal(worth, out.objective);
    return out;
}

static lsn_solution solve(const lsn_instance *in) {
    lsn_solution out = solve_within(in, 0);
    assert_int_equal(out.optimal, out.feasible);
    assert_int_equal(out.bound, out.feasible ? out.objective : INT32_MIN);
    return out;
}

/// A small instance in which every rule bites often: few postures, many flexions, connectors and finals.
static void make_tight(random_instance *out, int seed, int items) {
    lsn_random r = lsn_random_make((uint64_t)seed, 5);
    random_instance_make(out, (uint64_t)seed, items, ri_pick(&r, 3, 7));
    lsn_instance *in = &out->in;
    for (int i = 0; i < in->option_count; i++) {
        lsn_option *o = &out->options[i];
        bool same = i > 0 && out->options[i - 1].item == o->item;
        o->start = same ? out->options[i - 1].start : ri_pick(&r, 5, 8);
        o->end = o->is_final || !ri_chance(&r, 20) ? o->start : ri_pick(&r, 5, 8);
        o->flexion = ri_chance(&r, 50);
        o->warm_up = ri_chance(&r, 40);
    }
    in->flexion_run_max = ri_pick(&r, 1, 3);
    in->fresh_max = ri_chance(&r, 50) ? ri_pick(&r, 0, 2) : 1000;
    in->warm_up_first = ri_chance(&r, 60);
    in->strength_due = ri_chance(&r, 30);
    in->final_due = ri_chance(&r, 30);
}

typedef struct brute {
    const lsn_instance *in;
    int options[LSN_SESSION_OPTIONS_MAX], count, time_s;
    bool used[LSN_INSTANCE_ITEMS_MAX], found;
    int best;
} brute;

/// Every sequence that fits the time without its ways.
static void extend(brute *b) {
    int worth;
    if (lsn_instance_value(&worth, b->in, b->options, b->count) && (!b->found || worth > b->best)) {
        b->found = true;
        b->best = worth;
    }
    for (int i = 0; i < b->in->option_count; i++) {
        const lsn_option *o = &b->in->options[i];
        if (b->used[o->item] || b->time_s + o->time_s > b->in->limit_s) continue;
        if (b->count > 0 && b->in->options[b->options[b->count - 1]].is_final) continue;
        b->used[o->item] = true;
        b->time_s += o->time_s;
        b->options[b->count++] = i;
        extend(b);
        b->count--;
        b->time_s -= o->time_s;
        b->used[o->item] = false;
    }
}

static brute enumerate(const lsn_instance *in) {
    brute b = {.in = in};
    extend(&b);
    return b;
}

static void small_instances_are_solved_as_by_enumeration(void **state) {
    (void)state;
    int solved = 0;
    for (int seed = 0; seed < 2500; seed++) {
        int items = seed < 2000 ? 1 + seed % 4 : seed < 2450 ? 5 : 6 + seed % 3;
        make_tight(&given, seed, items);
        if (items > 5) given.in.limit_s = 240;
        brute b = enumerate(&given.in);
        lsn_solution s = solve(&given.in);
        assert_int_equal(s.feasible, b.found);
        if (b.found) assert_int_equal(s.objective, b.best);
        solved += b.found;
    }
    assert_true(solved > 800);
}

static void at_every_node_limit_the_bound_is_above_and_the_session_below(void **state) {
    (void)state;
    for (int seed = 0; seed < 12; seed++) {
        random_instance_make(&given, (uint64_t)seed, 24, 12);
        lsn_solution best = solve(&given.in);
        int last_bound = INT32_MAX;
        for (int64_t nodes = 1; nodes < 2000; nodes = nodes * 3 / 2 + 1) {
            lsn_solution s = solve_within(&given.in, nodes);
            assert_true(s.bound >= best.objective && s.bound <= last_bound);
            if (s.feasible) assert_true(s.objective <= best.objective);
            if (s.optimal) assert_int_equal(s.objective, best.objective);
        }
    }
}

static void a_session_within_one_percent_is_there_after_six_hundred_nodes(void **state) {
    (void)state;
    for (int seed = 0; seed < 20; seed++) {
        random_instance_make(&given, (uint64_t)seed, 28, 15);
        lsn_solution best = solve(&given.in), first = solve_within(&given.in, 600);
        assert_true(first.feasible);
        assert_true(best.objective - first.objective <= best.objective / 100);
    }
}

static void more_time_is_never_worth_less(void **state) {
    (void)state;
    for (int seed = 0; seed < 8; seed++) {
        int last = INT32_MIN;
        random_instance_make(&given, (uint64_t)seed, 28, 6);
        for (int minutes = 5; minutes <= 30; minutes += 5) {
            given.in.limit_s = 60 * minutes;
            lsn_solution s = solve(&given.in);
            if (s.feasible) assert_true(s.objective >= last);
            if (s.feasible) last = s.objective;
        }
    }
}

/// The same instance without one item.
static void leave_out(random_instance *out, const random_instance *from, int item) {
    *out = *from;
    out->in.options = out->options;
    out->in.option_count = 0;
    for (int i = 0; i < from->in.option_count; i++) {
        if (from->options[i].item != item) out->options[out->in.option_count++] = from->options[i];
    }
}

static void an_item_less_is_never_worth_more(void **state) {
    (void)state;
    for (int seed = 0; seed < 6; seed++) {
        random_instance_make(&given, (uint64_t)seed, 20, 10);
        lsn_solution all = solve(&given.in);
        for (int item = 0; item < 20; item++) {
            bool in = false;
            leave_out(&other, &given, item);
            lsn_solution less = solve(&other.in);
            assert_true(!less.feasible || less.objective <= all.objective);
            for (int i = 0; i < all.count; i++) in |= given.options[all.options[i]].item == item;
            if (!in) assert_int_equal(less.objective, all.objective);
        }
    }
}

static void what_must_be_in_is_in_when_it_fits(void **state) {
    (void)state;
    for (int seed = 0; seed < 30; seed++) {
        random_instance_make(&given, (uint64_t)seed, 28, 10);
        int item = seed % 28, first = -1;
        for (int i = 0; i < given.in.option_count; i++) {
            if (given.options[i].item != item) continue;
            if (first < 0) first = i;
            given.options[i].points += 60000;
        }
        leave_out(&other, &given, item);
        lsn_solution with = solve(&given.in);
        bool in = false;
        for (int i = 0; i < with.count; i++) in |= given.options[with.options[i]].item == item;
        // it is missing only when no session with it is feasible: then its points raise nothing
        if (!in) assert_int_equal(with.objective, solve(&other.in).objective);
        assert_true(in || with.objective < 60000);
    }
}

static void the_order_of_items_changes_nothing(void **state) {
    (void)state;
    for (int seed = 0; seed < 20; seed++) {
        random_instance_make(&given, (uint64_t)seed, 28, 15);
        int n = given.in.option_count;
        other = given;
        other.in.options = other.options;
        for (int i = 0; i < n; i++) {
            other.options[i] = given.options[n - 1 - i];
            other.options[i].item = 27 - other.options[i].item;
        }
        lsn_solution a = solve(&given.in), b = solve(&other.in);
        assert_int_equal(a.count, b.count);
        for (int i = 0; i < a.count; i++) assert_int_equal(a.options[i], n - 1 - b.options[i]);
    }
}

static void flexions_never_run_beyond_the_limit_in_any_block_order(void **state) {
    (void)state;
    // One posture, f flexions and g others, all wanted: they fit exactly when some order of them keeps the rule.
    for (int f = 0; f <= 6; f++) {
        for (int g = 0; g <= 3; g++) {
            for (int run = 1; run <= 3; run++) {
                random_instance_make(&given, 1, 9, 10);
                lsn_instance *in = &given.in;
                in->option_count = f + g;
                in->flexion_run_max = run;
                in->warm_up_first = g > 0;
                in->strength_due = in->final_due = false;
                in->fresh_max = 1000;
                for (int i = 0; i < f + g; i++) {
                    given.options[i] =
                        (lsn_option){.item = i, .time_s = 15, .points = 1000, .flexion = i < f, .warm_up = i >= f};
                }
                if (f + g == 0) continue;
                int all = g > 0 ? run * g : run; // a warm-up leads, then a run after each other one
                lsn_solution s = solve(in);
                assert_int_equal(s.count, g + (f < all ? f : all));
            }
        }
    }
}

static void a_session_in_hand_is_never_lost(void **state) {
    (void)state;
    for (int seed = 0; seed < 10; seed++) {
        random_instance_make(&given, (uint64_t)seed, 28, 10);
        lsn_solution best = solve(&given.in), out;
        lsn_arena scratch = lsn_arena_make(memory, LSN_SOLVE_BYTES);
        assert_int_equal(lsn_solve(&out, &given.in, &best, (lsn_solve_limits){1}, scratch), LSN_OK);
        assert_int_equal(out.objective, best.objective);
        best.options[0] = best.options[best.count - 1]; // twice the same: not used
        assert_int_equal(lsn_solve(&out, &given.in, &best, (lsn_solve_limits){0}, scratch), LSN_OK);
        assert_true(out.optimal);
    }
}

static void numbers_out_of_range_and_little_memory_are_refused(void **state) {
    (void)state;
    lsn_solution out = {.count = 77};
    random_instance_make(&given, 1, 28, 10);
    lsn_arena scratch = lsn_arena_make(memory, LSN_SOLVE_BYTES), little = lsn_arena_make(memory, 1 << 16);
    assert_int_equal(lsn_solve(&out, &given.in, NULL, (lsn_solve_limits){0}, little), LSN_ERR_NO_MEMORY);
    given.options[3].points = LSN_INSTANCE_POINTS_MAX + 1;
    assert_int_equal(lsn_solve(&out, &given.in, NULL, (lsn_solve_limits){0}, scratch), LSN_ERR_OUT_OF_RANGE);
    given.options[3].points = 0;
    given.in.needs[0].slope[2] = given.in.needs[0].slope[1] + 1;
    assert_int_equal(lsn_solve(&out, &given.in, NULL, (lsn_solve_limits){0}, scratch), LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(out.count, 77);
}

static void sessions_and_node_counts_are_the_same_on_every_compiler(void **state) {
    (void)state;
    uint64_t hash = LSN_HASH_START;
    for (int seed = 0; seed < 40; seed++) {
        random_instance_make(&given, (uint64_t)seed, 20 + seed, 5 + seed % 4 * 5);
        lsn_solution s = solve_within(&given.in, 600);
        int numbers[] = {s.count, s.objective, s.bound, (int)s.nodes};
        hash = lsn_hash(hash, numbers, sizeof numbers);
        hash = lsn_hash(hash, s.options, (size_t)s.count * sizeof s.options[0]);
    }
    assert_true(hash == 0xfefdd022d7a52290ull);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_instances_are_solved_as_by_enumeration),
        cmocka_unit_test(at_every_node_limit_the_bound_is_above_and_the_session_below),
        cmocka_unit_test(a_session_within_one_percent_is_there_after_six_hundred_nodes),
        cmocka_unit_test(more_time_is_never_worth_less),
        cmocka_unit_test(an_item_less_is_never_worth_more),
        cmocka_unit_test(what_must_be_in_is_in_when_it_fits),
        cmocka_unit_test(the_order_of_items_changes_nothing),
        cmocka_unit_test(flexions_never_run_beyond_the_limit_in_any_block_order),
        cmocka_unit_test(a_session_in_hand_is_never_lost),
        cmocka_unit_test(numbers_out_of_range_and_little_memory_are_refused),
        cmocka_unit_test(sessions_and_node_counts_are_the_same_on_every_compiler),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
