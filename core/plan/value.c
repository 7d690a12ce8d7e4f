/// The plain reading of the planner's model: walks the sequence once and counts. It shares nothing with the search, so
/// that tests can hold one against the other.
#include "core/plan/instance.h"

static int worth(const lsn_need *need, int credit_s) {
    int points = 0;
    for (int s = 1; s <= credit_s && s <= need->end_s[2]; s++) {
        points += s <= need->end_s[0] ? need->slope[0] : s <= need->end_s[1] ? need->slope[1] : need->slope[2];
    }
    return points;
}

static bool is_connector(const lsn_option *o) {
    return !o->is_final && o->start != o->end;
}

static bool indices_are_in_order(const lsn_instance *in, const int *options, int count) {
    if (count < 1 || count > LSN_SESSION_OPTIONS_MAX) return false;
    for (int i = 0; i < count; i++) {
        if (options[i] < 0 || options[i] >= in->option_count) return false;
        for (int j = 0; j < i; j++) {
            if (in->options[options[j]].item == in->options[options[i]].item) return false;
        }
        if (in->options[options[i]].is_final && i + 1 < count) return false;
    }
    return true;
}

/// Strength, final, warm-up, new moves and the run of end-range flexion.
static bool rules_hold(const lsn_instance *in, const int *options, int count) {
    int strength = 0, finals = 0, fresh = 0, run = 0;
    for (int i = 0; i < count; i++) {
        const lsn_option *o = &in->options[options[i]];
        strength += o->strength;
        finals += o->is_final;
        fresh += o->fresh;
        run = o->flexion ? run + 1 : 0;
        if (run > in->flexion_run_max) return false;
    }
    const lsn_option *first = &in->options[options[0]];
    if (in->warm_up_first && (!first->warm_up || first->flexion)) return false;
    return (!in->strength_due || strength > 0) && (!in->final_due || finals == 1) && fresh <= in->fresh_max;
}

/// Blocks of the sequence; −1 when a posture is visited twice or there is more than one connector.
static int count_blocks(const lsn_instance *in, const int *options, int count) {
    bool visited[LSN_WAYPOSTS_MAX] = {false};
    int blocks = 0, connectors = 0, open = -1; // posture of the block that may go on
    for (int i = 0; i < count; i++) {
        const lsn_option *o = &in->options[options[i]];
        if (o->is_final) break;
        if (is_connector(o)) {
            if (++connectors > 1) return -1;
            blocks++;
            open = -1;
        } else if (open != o->start) {
            if (visited[o->start]) return -1;
            visited[o->start] = true;
            open = o->start;
            blocks++;
        }
    }
    return blocks;
}

bool lsn_instance_value(int *objective, const lsn_instance *in, const int *options, int count) {
    if (!indices_are_in_order(in, options, count) || !rules_hold(in, options, count)) return false;
    int blocks = count_blocks(in, options, count);
    if (blocks < 0) return false;
    int credit_s[LSN_NEEDS_MAX] = {0}, time_s = 0, way_s = 0, points = 0, at = in->from;
    for (int i = 0; i < count; i++) {
        const lsn_option *o = &in->options[options[i]];
        way_s += in->way_s[at][o->start];
        at = o->end;
        time_s += o->time_s;
        points += o->points;
        for (int r = 0; r < in->need_count; r++) credit_s[r] += o->credit_s[r];
    }
    if (time_s + way_s > in->limit_s) return false;
    for (int r = 0; r < in->need_count; r++) points += worth(&in->needs[r], credit_s[r]);
    *objective = points - in->way_second_points * way_s - in->block_points * blocks;
    return true;
}
