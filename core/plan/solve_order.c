/// Putting chosen options in order: dynamic programming over (visited, last, carry), where the carry is how many
/// end-range flexions ran up to the end of a block. With F flexions and G others in a block the least carry is
/// max(0, before + F − run · G): fill up to the limit, one other, and so on, what is left of the others at the end.
/// A warm-up that must lead is a start with a full carry. Invariant: nothing is offered that breaks a rule.
#include "core/plan/solve.h"

#include <string.h>

typedef struct stop {
    int entry, leave;
    int flexion, other;
    bool warm;
    int count, columns[LSN_SESSION_OPTIONS_MAX];
} stop;

typedef struct order {
    const lsn_search *s;
    const lsn_instance *in;
    int run_max;
    int stop_count;
    stop stops[LSN_NODES_MAX];
    int final_column; // −1: none
    int16_t *way;
    int sequence[LSN_NODES_MAX], way_s;
} order;

static void add_to_stop(order *o, int j, bool alone) {
    const lsn_column *c = &o->s->columns[j];
    int k = 0;
    while (k < o->stop_count && (alone || o->stops[k].entry != c->start || o->stops[k].leave != c->start)) k++;
    stop *at = &o->stops[k];
    if (k == o->stop_count) {
        *at = (stop){.entry = c->start, .leave = c->end};
        o->stop_count++;
    }
    at->columns[at->count++] = j;
    at->flexion += c->flexion;
    at->other += !c->flexion;
    at->warm |= c->warm;
}

/// Sorts columns into stops; false when a rule that does not depend on the order is broken.
static bool gather(order *o, const int *columns, int count) {
    int strength = 0, fresh = 0, links = 0, finals = 0;
    for (int i = 0; i < count; i++) {
        const lsn_column *c = &o->s->columns[columns[i]];
        for (int k = 0; k < i; k++) {
            if (o->s->columns[columns[k]].item == c->item) return false;
        }
        strength += c->strength;
        fresh += c->fresh;
        links += c->role == LSN_ROLE_CONNECTOR;
        finals += c->role == LSN_ROLE_FINAL;
        if (links > 1 || finals > 1) return false;
        if (c->role == LSN_ROLE_FINAL) o->final_column = columns[i];
        if (c->role == LSN_ROLE_BLOCK) add_to_stop(o, columns[i], false);
        if (c->role == LSN_ROLE_CONNECTOR) add_to_stop(o, columns[i], true);
    }
    const lsn_instance *in = o->in;
    return count > 0 && count <= LSN_SESSION_OPTIONS_MAX && (!in->strength_due || strength > 0) &&
           (!in->final_due || finals == 1) && fresh <= in->fresh_max;
}

static int16_t *cell(const order *o, int set, int last, int carry) {
    return &o->way[(set * o->stop_count + last) * (o->run_max + 1) + carry];
}

/// Carry after a stop; more than run_max when it cannot be done.
static int carry_after(const order *o, int carry, const stop *at) {
    int after = carry + at->flexion - o->run_max * at->other;
    return after > 0 ? after : 0;
}

static void relax(const order *o, int set, int next, int carry, int way) {
    int after = carry_after(o, carry, &o->stops[next]);
    if (after > o->run_max) return;
    int16_t *to = cell(o, set | 1 << next, next, after);
    if (way < *to) *to = (int16_t)way;
}

static void fill(order *o) {
    int n = o->stop_count, states = (n << n) * (o->run_max + 1);
    bool warm = o->in->warm_up_first;
    for (int i = 0; i < states; i++) o->way[i] = LSN_FAR;
    for (int k = 0; k < n; k++) {
        if (warm && !o->stops[k].warm) continue;
        relax(o, 0, k, warm ? o->run_max : 0, o->in->way_s[o->in->from][o->stops[k].entry]);
    }
    for (int set = 1; set < 1 << n; set++) {
        for (int last = 0; last < n; last++) {
            for (int carry = 0; carry <= o->run_max; carry++) {
                int way = *cell(o, set, last, carry);
                if (way == LSN_FAR) continue;
                for (int next = 0; next < n; next++) {
                    if (set >> next & 1) continue;
                    relax(o, set, next, carry, way + o->in->way_s[o->stops[last].leave][o->stops[next].entry]);
                }
            }
        }
    }
}

/// The end of the shortest sequence; false when there is none.
static bool find_end(order *o, int *last, int *carry) {
    int n = o->stop_count, best = LSN_FAR, full = (1 << n) - 1;
    const lsn_column *f = o->final_column < 0 ? NULL : &o->s->columns[o->final_column];
    for (int k = 0; k < n; k++) {
        for (int c = 0; c <= o->run_max; c++) {
            if (*cell(o, full, k, c) == LSN_FAR || (f && f->flexion && c == o->run_max)) continue;
            int way = *cell(o, full, k, c) + (f ? o->in->way_s[o->stops[k].leave][f->start] : 0);
            if (way < best) best = way, *last = k, *carry = c;
        }
    }
    o->way_s = best;
    return best < LSN_FAR;
}

/// Walks the table back from its end.
static void trace(order *o, int last, int carry) {
    int set = (1 << o->stop_count) - 1;
    for (int i = o->stop_count - 1; i > 0; i--) {
        int way = *cell(o, set, last, carry), rest = set & ~(1 << last), found = -1, found_carry = 0;
        o->sequence[i] = last;
        for (int k = 0; k < o->stop_count && found < 0; k++) {
            for (int c = 0; c <= o->run_max && found < 0; c++) {
                if (!(rest >> k & 1) || *cell(o, rest, k, c) == LSN_FAR) continue;
                if (carry_after(o, c, &o->stops[last]) != carry) continue;
                int step = o->in->way_s[o->stops[k].leave][o->stops[last].entry];
                if (*cell(o, rest, k, c) + step == way) found = k, found_carry = c;
            }
        }
        LSN_ASSERT(found >= 0);
        set = rest;
        last = found;
        carry = found_carry;
    }
    if (o->stop_count > 0) o->sequence[0] = last;
}

static void write_stop(order *o, const stop *at, bool lead, int *carry, lsn_solution *out) {
    bool done[LSN_SESSION_OPTIONS_MAX] = {false};
    int flexion = at->flexion, other = at->other;
    for (int i = 0; i < at->count; i++) {
        bool take_flexion = flexion > 0 && *carry < o->run_max && !(lead && i == 0);
        LSN_ASSERT(take_flexion || other > 0);
        int pick = -1;
        for (int k = 0; k < at->count; k++) { // among the others, warm-ups lead
            const lsn_column *c = &o->s->columns[at->columns[k]];
            if (done[k] || c->flexion != take_flexion) continue;
            if (pick < 0 || (c->warm && !o->s->columns[at->columns[pick]].warm)) pick = k;
        }
        LSN_ASSERT(pick >= 0);
        done[pick] = true;
        out->options[out->count++] = o->s->columns[at->columns[pick]].option;
        flexion -= take_flexion;
        other -= !take_flexion;
        *carry = take_flexion ? *carry + 1 : 0;
    }
}

static int worth_of(const order *o, const int *columns, int count) {
    const lsn_instance *in = o->in;
    int credit_s[LSN_NEEDS_MAX] = {0}, points = 0;
    for (int i = 0; i < count; i++) {
        const lsn_column *c = &o->s->columns[columns[i]];
        points += c->points;
        for (int r = 0; r < in->need_count; r++) credit_s[r] += c->credit_s[r];
    }
    for (int r = 0; r < in->need_count; r++) {
        int end_s = in->needs[r].end_s[2];
        points += o->s->worth[r][credit_s[r] < end_s ? credit_s[r] : end_s];
    }
    return points - in->block_points * o->stop_count - in->way_second_points * o->way_s;
}

static void keep(order *o, int objective) {
    lsn_solution *out = (lsn_solution *)&o->s->best;
    bool lead = o->in->warm_up_first;
    int carry = 0;
    out->count = 0;
    for (int i = 0; i < o->stop_count; i++) write_stop(o, &o->stops[o->sequence[i]], lead && i == 0, &carry, out);
    if (o->final_column >= 0) out->options[out->count++] = o->s->columns[o->final_column].option;
    out->feasible = true;
    out->objective = objective;
}

void lsn_search_offer(lsn_search *s, const int *columns, int count) {
    order o = {.s = s, .in = s->in, .run_max = s->in->flexion_run_max, .final_column = -1, .way = s->order};
    if (count > LSN_SESSION_OPTIONS_MAX || !gather(&o, columns, count)) return;
    int last = 0, carry = 0, time_s = 0;
    if (o.stop_count > 0) {
        fill(&o);
        if (!find_end(&o, &last, &carry)) return;
        trace(&o, last, carry);
    } else {
        const lsn_column *f = &s->columns[o.final_column];
        if (s->in->warm_up_first && !f->warm) return;
        o.way_s = s->in->way_s[s->in->from][f->start];
    }
    for (int i = 0; i < count; i++) time_s += s->columns[columns[i]].time_s;
    if (time_s + o.way_s > s->in->limit_s) return;
    int objective = worth_of(&o, columns, count);
    if (!s->best.feasible || objective > s->best.objective) keep(&o, objective);
}
