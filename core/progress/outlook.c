// core/progress: what is out for now, what stands in for it, what seems to help, and which way the back leans.
// Invariant: the replay is over; nothing here changes what the next replay will find.
#include "core/progress/inner.h"

enum { SAID_BETTER = 2 }; // times better more than worse: "what the person said helps"

bool lsn_move_is_easy(const lsn_move *move) {
    lsn_posture start = move->start;
    bool carried = start == LSN_POSTURE_hook_lying || start == LSN_POSTURE_supine || start == LSN_POSTURE_side_lying ||
                   start == LSN_POSTURE_seated_chair;
    return move->kind != LSN_KIND_strength && (move->warm_up || !move->end_range || carried);
}

static void set_out(lsn_move_record *record, lsn_str why) {
    if (record->resting) return;
    record->resting = true;
    record->why_resting = why;
}

// ---------------------------------------------------------------- red moves

static bool bends(const lsn_move *move) {
    return move->direction != LSN_DIRECTION_neutral;
}

static void rest_red(lsn_replay *r) {
    for (int i = 0; i < r->catalogue->count; i++) {
        if (r->now_ms >= r->rest_until_ms[i]) continue;
        set_out(&r->out->moves[i], LSN_SAID(r, "Resting for two days, because it felt worse."));
    }
}

static void stand_in(lsn_replay *r, int red) {
    const lsn_move *hurt = &r->catalogue->moves[red];
    for (int i = 0; i < r->catalogue->count; i++) {
        const lsn_move *move = &r->catalogue->moves[i];
        if (i == red || (move->regions & hurt->regions) == 0) continue;
        bool same_way = bends(hurt) && move->direction == hurt->direction;
        bool as_far = move->end_range || !hurt->end_range;
        if (same_way && as_far)
            set_out(&r->out->moves[i], LSN_SAID(r, "Resting too: it bends the way that felt worse."));
        else if (!same_way)
            r->out->moves[i].stands_in = true;
    }
}

// ---------------------------------------------------------------- directions

static bool better_toward(const lsn_replay *r, int64_t day, lsn_direction direction) {
    for (int i = 0; i < r->try_count; i++) {
        const lsn_try *t = &r->tries[i];
        if (t->day == day && t->direction == direction && t->value > 0) return true;
    }
    return false;
}

// Newest days of trying first; days are ascending in the list.
static int days_tried(const lsn_replay *r, int64_t *days, int most) {
    int count = 0;
    for (int i = r->try_count - 1; i >= 0 && count < most; i--) {
        if (count == 0 || days[count - 1] != r->tries[i].day) days[count++] = r->tries[i].day;
    }
    return count;
}

static void set_lean(lsn_replay *r) {
    static const lsn_direction ways[2] = {LSN_DIRECTION_extension, LSN_DIRECTION_flexion};
    lsn_lean *lean = &r->out->lean;
    int64_t days[8], newest[2] = {0};
    int agree[2] = {0}, of = (int)LSN_NUMBER(r, lean_of);
    lean->days_tried = days_tried(r, days, of);
    for (int i = 0; i < lean->days_tried; i++) {
        bool better[2] = {better_toward(r, days[i], ways[0]), better_toward(r, days[i], ways[1])};
        for (int way = 0; way < 2; way++) {
            if (!better[way] || better[!way]) continue; // both better: no preference that day
            if (agree[way]++ == 0) newest[way] = days[i];
        }
    }
    for (int way = 0; way < 2; way++) {
        int64_t until = newest[way] + (int64_t)LSN_NUMBER(r, lean_days);
        if (agree[way] < LSN_NUMBER(r, lean_agree) || agree[way] <= agree[!way] || until < r->out->today) continue;
        lean->toward = ways[way];
        lean->until_day = until;
    }
}

static void set_tried(lsn_replay *r) {
    int64_t *day = r->out->lean.tried_day;
    for (int way = 0; way < LSN_DIRECTION_COUNT; way++) day[way] = -1;
    for (int i = 0; i < r->try_count; i++) day[r->tries[i].direction] = r->tries[i].day;
}

static void stop_ways(lsn_replay *r) {
    uint32_t seen = 0, stopped = 0;
    for (int i = r->try_count - 1; i >= 0; i--) {
        const lsn_try *t = &r->tries[i];
        if (seen >> t->direction & 1) continue;
        seen |= 1u << t->direction;
        if (t->value < 0 && r->out->today - t->day < (int64_t)LSN_NUMBER(r, stop_way_days))
            stopped |= 1u << t->direction;
    }
    r->out->lean.stopped = stopped;
    for (int i = 0; i < r->catalogue->count; i++) {
        const lsn_move *move = &r->catalogue->moves[i];
        if (!move->end_range || !(stopped >> move->direction & 1)) continue;
        set_out(&r->out->moves[i], LSN_SAID(r, "Left out for now: bending this way made it worse when you tried it."));
    }
}

// ---------------------------------------------------------------- personal effect

static void set_relief(lsn_replay *r, int i) {
    lsn_move_record *record = &r->out->moves[i];
    double prior_sd = LSN_NUMBER(r, relief_prior_sd), one_sd = LSN_NUMBER(r, relief_one_sd);
    double prior = 1 / (prior_sd * prior_sd), one = 1 / (one_sd * one_sd);
    double precision = prior + record->relief_n * one;
    double mean = (double)r->relief_sum[i] * one / precision, sd = 1 / lsn_sqrt(precision);
    record->relief_mean = (float)mean;
    record->relief_sd = (float)sd;
    double above = 1 - lsn_normal_below((LSN_NUMBER(r, relief_above) - mean) / sd);
    record->helps = record->relief_n >= LSN_NUMBER(r, relief_times) && above > LSN_NUMBER(r, relief_sure);
}

// ---------------------------------------------------------------- flare-ups and high pain

static bool said_to_help(const lsn_move_record *record) {
    return record->helps || record->preferred > 0 || record->better - record->worse >= SAID_BETTER;
}

static void go_gently(lsn_replay *r) {
    lsn_progress *out = r->out;
    for (int i = 0; i < r->catalogue->count; i++) {
        lsn_move_record *record = &out->moves[i];
        bool helps = !out->high_pain && said_to_help(record);
        if (!lsn_move_is_easy(&r->catalogue->moves[i]) && !helps) {
            set_out(record, out->high_pain ? LSN_SAID(r, "Left out while your pain is high.")
                                           : LSN_SAID(r, "Left out while the flare-up lasts."));
        }
        record->level = LSN_LEVEL_easier;
        record->extra_s = record->extra_reps = 0;
        record->why_level = out->high_pain ? LSN_SAID(r, "At its easiest while your pain is high.")
                                           : LSN_SAID(r, "At its easiest while the flare-up lasts.");
    }
}

static void set_flare(lsn_replay *r) {
    const int64_t day_ms = 86400000;
    bool recent = r->pain_ms > 0 && r->now_ms - r->pain_ms <= (int64_t)LSN_NUMBER(r, high_pain_days) * day_ms;
    r->out->high_pain = lsn_rule_on(r, LSN_ADAPT_high_pain) && recent && r->pain >= LSN_NUMBER(r, high_pain_pain);
    bool flare = lsn_rule_on(r, LSN_ADAPT_flare) && r->flare_ms > 0;
    r->out->flare = flare || r->out->high_pain;
    if (!r->out->flare) return;
    if (lsn_rule_on(r, LSN_ADAPT_flare)) r->out->minutes_most = (int)LSN_NUMBER(r, flare_minutes);
    go_gently(r);
}

void lsn_set_outlook(lsn_replay *r) {
    rest_red(r);
    for (int i = 0; i < r->catalogue->count; i++) {
        bool red = r->now_ms < r->red_until_ms[i];
        if (red && lsn_rule_on(r, LSN_ADAPT_other_way) && lsn_rule_on(r, LSN_ADAPT_rest)) stand_in(r, i);
    }
    set_tried(r);
    if (lsn_rule_on(r, LSN_ADAPT_lean)) set_lean(r);
    if (lsn_rule_on(r, LSN_ADAPT_stop_way)) stop_ways(r);
    if (lsn_rule_on(r, LSN_ADAPT_relief)) {
        for (int i = 0; i < r->catalogue->count; i++) set_relief(r, i);
    }
    set_flare(r);
}
