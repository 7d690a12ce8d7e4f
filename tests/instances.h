// Random planner's instances with the structure of real ones: postures with ways between them, moves at up to three
// doses that serve a region or two and a direction, warm-ups, strength, end-range flexion, connectors, rests that end a
// session. Shared by tests, bench and fuzz. The same seed gives the same instance everywhere.
#ifndef LSN_TESTS_INSTANCES_H
#define LSN_TESTS_INSTANCES_H

#include "core/plan/instance.h"

#include <string.h>

enum { RI_POSTURES = 10, RI_REGIONS = 6, RI_DIRECTIONS = 4 };

// Seconds from one posture to another, in the order standing, chair, floor, half kneeling, kneeling, all fours, prone,
// hook-lying, supine, side-lying.
static const unsigned char ri_way_s[RI_POSTURES][RI_POSTURES] = {
    {0, 4, 14, 6, 9, 10, 15, 19, 20, 16}, {5, 0, 19, 11, 14, 15, 20, 24, 25, 21}, {18, 22, 0, 10, 6, 6, 10, 5, 7, 5},
    {8, 12, 8, 0, 3, 4, 9, 13, 14, 10},   {12, 16, 5, 4, 0, 3, 8, 10, 12, 9},     {12, 16, 6, 4, 3, 0, 5, 10, 10, 6},
    {18, 22, 11, 10, 9, 6, 0, 9, 9, 5},   {23, 27, 8, 15, 14, 11, 9, 0, 2, 4},    {23, 27, 10, 15, 14, 11, 9, 2, 0, 4},
    {19, 23, 6, 11, 10, 7, 5, 4, 4, 0},
};
// How many moves of a hundred a posture has, roughly as in a real collection.
static const unsigned char ri_share[RI_POSTURES] = {14, 10, 12, 7, 7, 14, 9, 13, 9, 5};

typedef struct random_instance {
    lsn_instance in;
    lsn_option options[LSN_INSTANCE_OPTIONS_MAX];
} random_instance;

static inline int ri_pick(lsn_random *r, int low, int high) {
    return low + (int)lsn_random_below(r, (uint32_t)(high - low + 1));
}

static inline bool ri_chance(lsn_random *r, int percent) {
    return ri_pick(r, 0, 99) < percent;
}

static inline int ri_posture(lsn_random *r) {
    int at = ri_pick(r, 0, 99), p = 0;
    for (; p < RI_POSTURES - 1 && at >= ri_share[p]; p++) at -= ri_share[p];
    return p;
}

static inline lsn_need ri_need(lsn_random *r) {
    int w = ri_pick(r, 1, 10), week_s = ri_chance(r, 50) ? 0 : ri_pick(r, 0, 620);
    int b = 300 - week_s, c = 600 - week_s;
    b = b < 0 ? 0 : b > 240 ? 240 : b;
    c = c < 0 ? 0 : c > 240 ? 240 : c;
    int a = b < 60 ? b : 60;
    return (lsn_need){{a, b, c}, {4 * w, 2 * w, w}};
}

static inline void ri_add(random_instance *out, lsn_option o) {
    out->options[out->in.option_count++] = o;
}

/// One move: its doses as a block or a connector, and as a final where it is a rest.
static inline void ri_move(random_instance *out, lsn_random *r, int item) {
    int region = ri_pick(r, 0, RI_REGIONS - 1), second = ri_chance(r, 45) ? ri_pick(r, 0, RI_REGIONS - 1) : region;
    int direction = ri_pick(r, 0, RI_DIRECTIONS - 1), sides = ri_chance(r, 50) ? 2 : 1;
    lsn_option o = {.item = item, .warm_up = ri_chance(r, 18), .fresh = ri_chance(r, 25), .strength = ri_chance(r, 14)};
    o.start = o.end = ri_posture(r);
    if (ri_chance(r, 3)) o.end = ri_posture(r);
    o.flexion = direction == 0 && !o.warm_up && ri_chance(r, 60);
    int points = ri_pick(r, -200, 100) + ri_pick(r, 0, 150) + (ri_chance(r, 10) ? ri_pick(r, 0, 400) : 0);
    int hold_s = ri_pick(r, 10, 40), ready_s = ri_pick(r, 8, 16), doses = ri_pick(r, 1, 3);
    for (o.dose = 0; o.dose < doses; o.dose++) {
        int side_s = hold_s * (2 + o.dose) / 2;
        memset(o.credit_s, 0, sizeof o.credit_s);
        o.credit_s[region] = side_s;
        if (second != region) o.credit_s[second] = side_s / 2;
        o.credit_s[RI_REGIONS + direction] = 1;
        o.time_s = ready_s + 4 + side_s * sides + (sides - 1) * 4;
        o.points = points - (doses > 1 && o.dose == 0 ? 120 : 0);
        ri_add(out, o);
    }
    bool lying = o.start >= 7;
    if (!ri_chance(r, lying ? 40 : 6) || o.start != o.end) return;
    lsn_option rest = o;
    rest.is_final = true;
    rest.dose = 0;
    rest.points = points + ri_pick(r, 100, 600);
    rest.time_s = ready_s + ri_pick(r, 30, 90);
    memset(rest.credit_s, 0, sizeof rest.credit_s);
    ri_add(out, rest);
}

/// `moves` moves for `minutes`; a must-have now and then.
static inline void random_instance_make(random_instance *out, uint64_t seed, int moves, int minutes) {
    lsn_random r = lsn_random_make(seed, 77);
    memset(out, 0, sizeof *out);
    lsn_instance *in = &out->in;
    *in = (lsn_instance){.limit_s = 60 * minutes,
                         .from = ri_chance(&r, 80) ? 0 : 8,
                         .posture_count = RI_POSTURES,
                         .way_second_points = 10,
                         .block_points = 150,
                         .strength_due = minutes >= 6,
                         .fresh_max = ri_chance(&r, 40) ? 1 : 1000,
                         .flexion_run_max = 3,
                         .need_count = RI_REGIONS + RI_DIRECTIONS,
                         .item_count = moves,
                         .options = out->options};
    for (int a = 0; a < RI_POSTURES; a++) {
        for (int b = 0; b < RI_POSTURES; b++) in->way_s[a][b] = ri_way_s[a][b];
    }
    for (int d = 0; d < RI_REGIONS; d++) in->needs[d] = ri_need(&r);
    for (int d = 0; d < RI_DIRECTIONS; d++) in->needs[RI_REGIONS + d] = (lsn_need){{1, 2, 2}, {300, 100, 0}};
    for (int item = 0; item < moves; item++) ri_move(out, &r, item);
    bool warm = false, strength = false, final = false;
    for (int i = 0; i < in->option_count; i++) {
        const lsn_option *o = &out->options[i];
        warm |= o->warm_up && !o->flexion && !o->is_final && o->start == o->end;
        strength |= o->strength && !o->is_final && o->start == o->end;
        final |= o->is_final;
    }
    in->warm_up_first = warm;
    in->strength_due &= strength;
    in->final_due = final;
    if (ri_chance(&r, 15)) {
        int item = ri_pick(&r, 0, moves - 1);
        for (int i = 0; i < in->option_count; i++) out->options[i].points += out->options[i].item == item ? 30000 : 0;
    }
}

#endif
