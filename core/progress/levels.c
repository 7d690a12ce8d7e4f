// core/progress: the ladder of doses. Invariant: a session or a morning moves a move by one step at most; a step
// changes one thing; extra seconds and repetitions never exceed the next level's dose.
#include "core/progress/inner.h"

// ---------------------------------------------------------------- the ladder

static int capped(int want, int room) {
    return want < room ? want : room;
}

// First the hold grows to the next level's, then the repetitions; what is left is another variant, or nothing but the
// name of the level, which then comes with the last step.
bool lsn_dose_step_up(const lsn_adapt *rules, const lsn_move *move, lsn_level *level, int *extra_s, int *extra_reps) {
    if (*level == LSN_LEVEL_harder) return false;
    lsn_dose now = lsn_dose_with(move, *level, *extra_s, *extra_reps);
    const lsn_dose *next = &move->dose[*level + 1];
    int room_s = now.hold_s > 0 ? (int)(next->hold_s - now.hold_s) : 0, room_reps = next->reps - now.reps;
    bool same_variant = next->variant == move->dose[*level].variant;
    if (room_s > 0) {
        int step = capped((int)rules->number[LSN_ADAPT_progress_hold_s], room_s);
        *extra_s += step;
        room_s -= step;
    } else if (room_reps > 0) {
        int step = capped((int)rules->number[LSN_ADAPT_progress_reps], room_reps);
        *extra_reps += step;
        room_reps -= step;
    } else {
        same_variant = true;
        room_s = room_reps = 0;
    }
    if (!same_variant || room_s > 0 || room_reps > 0) return true;
    ++*level;
    *extra_s = *extra_reps = 0;
    return true;
}

static void set_dose(lsn_move_record *record, lsn_level level, int extra_s, int extra_reps, lsn_str why) {
    bool is_usual = level == LSN_LEVEL_usual && extra_s == 0 && extra_reps == 0;
    record->level = level;
    record->extra_s = extra_s;
    record->extra_reps = extra_reps;
    record->why_level = is_usual ? LSN_STR("") : why;
}

// One level back: to the level's own dose when it had grown, else to the level below.
static void step_back(lsn_replay *r, int move, lsn_str why) {
    lsn_move_record *record = &r->out->moves[move];
    bool grown = record->extra_s > 0 || record->extra_reps > 0;
    int level = (int)record->level - !grown;
    r->good[move] = r->sore[move] = 0;
    if (level >= LSN_LEVEL_easier) set_dose(record, (lsn_level)level, 0, 0, why);
}

void lsn_ease_all(lsn_replay *r, lsn_str why) {
    r->morning_count = 0;
    for (int i = 0; i < r->catalogue->count; i++) {
        if (r->out->moves[i].times > 0) step_back(r, i, why);
    }
}

// ---------------------------------------------------------------- a step further

static double lately(const lsn_replay *r, const lsn_amount *ring, int count, int64_t ms, int *found) {
    int64_t span_ms = (int64_t)LSN_NUMBER(r, volume_days) * 86400000;
    double sum = 0;
    *found = 0;
    for (int i = 0; i < count && i < LSN_LATELY_MAX; i++) {
        if (ms - ring[i].ms > span_ms || ring[i].ms > ms) continue;
        sum += ring[i].seconds;
        ++*found;
    }
    return sum;
}

static void remember(lsn_amount *ring, int *count, int64_t ms, double seconds) {
    ring[*count % LSN_LATELY_MAX] = (lsn_amount){ms, seconds};
    ++*count;
}

static double growth_s(const lsn_move *move, const lsn_move_record *from, lsn_level level, int extra_s,
                       int extra_reps) {
    lsn_dose before = lsn_dose_with(move, from->level, from->extra_s, from->extra_reps);
    lsn_dose after = lsn_dose_with(move, level, extra_s, extra_reps);
    return lsn_max(0, lsn_dose_seconds(move, &after) - lsn_dose_seconds(move, &before));
}

static bool volume_allows(lsn_replay *r, int64_t ms, double more_s) {
    if (!lsn_rule_on(r, LSN_ADAPT_volume)) return true;
    int sessions, growths;
    double worked_s = lately(r, r->worked, r->worked_count, ms, &sessions);
    double grown_s = lately(r, r->grown, r->grown_count, ms, &growths);
    if (sessions == 0 || growths == LSN_LATELY_MAX) return more_s <= 0;
    return grown_s + more_s <= worked_s / sessions * LSN_NUMBER(r, volume_percent) / 100;
}

static void step_up(lsn_replay *r, int move, int64_t ms) {
    lsn_move_record *record = &r->out->moves[move];
    lsn_level level = record->level;
    int extra_s = record->extra_s, extra_reps = record->extra_reps;
    const lsn_move *it = &r->catalogue->moves[move];
    if (!lsn_dose_step_up(r->rules, it, &level, &extra_s, &extra_reps)) return;
    double more_s = growth_s(it, record, level, extra_s, extra_reps);
    if (!volume_allows(r, ms, more_s)) return; // tried again after the next good session
    bool longer = extra_s > record->extra_s;
    if (more_s > 0) remember(r->grown, &r->grown_count, ms, more_s);
    lsn_str why = level != record->level ? LSN_SAID(r, "One step further, after two good sessions.")
                  : longer               ? LSN_SAID(r, "A little longer, after two good sessions.")
                                         : LSN_SAID(r, "A little more often, after two good sessions.");
    set_dose(record, level, extra_s, extra_reps, why);
    r->good[move] = 0;
}

// ---------------------------------------------------------------- the next morning

static bool has_bit(const uint64_t *bits, int i) {
    return bits[i / 64] >> i % 64 & 1;
}

// Of those that are ready, the one that was good most often, then by id: not by the catalogue's order.
static int next_ready(const lsn_replay *r, const uint64_t *waiting) {
    int best = -1;
    for (int i = 0; i < r->catalogue->count; i++) {
        if (!has_bit(waiting, i) || r->good[i] < LSN_NUMBER(r, progress_sessions)) continue;
        bool first = best < 0 || r->good[i] > r->good[best];
        bool tie = best >= 0 && r->good[i] == r->good[best];
        if (tie) first = lsn_str_compare(r->catalogue->moves[i].id, r->catalogue->moves[best].id) < 0;
        if (first) best = i;
    }
    return best;
}

static void grow_ready(lsn_replay *r, const lsn_morning *m, int64_t ms) {
    if (!lsn_rule_on(r, LSN_ADAPT_progress)) return;
    uint64_t waiting[LSN_MOVES_MAX / 64];
    for (int i = 0; i < LSN_MOVES_MAX / 64; i++) waiting[i] = m->good[i];
    for (int move = next_ready(r, waiting); move >= 0; move = next_ready(r, waiting)) {
        waiting[move / 64] &= ~(1ull << move % 64);
        step_up(r, move, ms);
    }
}

static void resolve(lsn_replay *r, const lsn_morning *m, int64_t day, int pain) {
    bool next_day = day == m->day + 1, back = pain <= m->baseline;
    bool up = next_day && pain - m->baseline >= LSN_NUMBER(r, ease_morning_points);
    for (int i = 0; i < r->catalogue->count; i++) {
        if (has_bit(m->good, i)) r->good[i] = back ? r->good[i] + 1 : 0;
        if (!up || !lsn_rule_on(r, LSN_ADAPT_ease_morning) || !has_bit(m->done, i)) continue;
        step_back(r, i, LSN_SAID(r, "One step easier, because pain was up the next morning."));
    }
    if (back) grow_ready(r, m, (day + 1) * 86400000 - r->offset_ms);
}

void lsn_take_morning(lsn_replay *r, int64_t day, int pain) {
    int kept = 0;
    for (int i = 0; i < r->morning_count; i++) {
        if (r->mornings[i].day < day)
            resolve(r, &r->mornings[i], day, pain);
        else
            r->mornings[kept++] = r->mornings[i];
    }
    r->morning_count = kept;
}

static void wait_for_morning(lsn_replay *r, const lsn_sitting *s, const lsn_morning *m) {
    if (s->pain_before < 0) return; // no baseline to come back to
    if (r->morning_count == LSN_MORNINGS_MAX) {
        for (int i = 1; i < LSN_MORNINGS_MAX; i++) r->mornings[i - 1] = r->mornings[i];
        r->morning_count--;
    }
    r->mornings[r->morning_count++] = *m;
}

// ---------------------------------------------------------------- a session

// What was done was the whole dose where the record now stands.
static bool at_dose(const lsn_replay *r, int move, const lsn_part *p) {
    const lsn_move_record *record = &r->out->moves[move];
    if (p->level != record->level && p->level != LSN_LEVEL_COUNT) return false;
    if (record->extra_s == 0 && record->extra_reps == 0) return true;
    lsn_dose dose = lsn_dose_with(&r->catalogue->moves[move], record->level, record->extra_s, record->extra_reps);
    return p->seconds >= lsn_dose_work_seconds(&r->catalogue->moves[move], &dose);
}

static void adapt(lsn_replay *r, int move, const lsn_part *p, lsn_light light, lsn_morning *m) {
    bool sore = light == LSN_LIGHT_amber || light == LSN_LIGHT_red;
    bool good = at_dose(r, move, p) && p->felt >= 0 && light == LSN_LIGHT_green && !p->eased;
    bool held = sore && lsn_rule_on(r, LSN_ADAPT_hold);
    if (p->done) m->done[move / 64] |= 1ull << move % 64;
    if (good) m->good[move / 64] |= 1ull << move % 64;
    if (held || (!sore && !good)) r->good[move] = 0;
    if (light != LSN_LIGHT_unknown) r->sore[move] = sore ? r->sore[move] + 1 : 0;
    bool worse = p->felt < 0 && p->felt != LSN_FELT_UNKNOWN;
    if ((worse || p->red || p->eased) && lsn_rule_on(r, LSN_ADAPT_ease_felt)) {
        step_back(r, move,
                  p->eased ? LSN_SAID(r, "One step easier, because it was too much last time.")
                           : LSN_SAID(r, "One step easier, because it felt worse last time."));
    } else if (r->sore[move] >= LSN_NUMBER(r, ease_pain_sessions) && lsn_rule_on(r, LSN_ADAPT_ease_pain)) {
        step_back(r, move, LSN_SAID(r, "One step easier, because pain stayed up twice."));
    }
}

static void rest(lsn_replay *r, int move, const lsn_sitting *s, lsn_light light) {
    const lsn_part *p = &s->parts[move];
    lsn_move_record *record = &r->out->moves[move];
    bool red = p->red || (p->felt == -1 && light == LSN_LIGHT_red);
    int64_t until_ms = s->end_ms + (int64_t)LSN_NUMBER(r, rest_hours) * 3600000;
    bool sore = p->felt == -1 && light > LSN_LIGHT_green;
    if ((red || sore) && lsn_rule_on(r, LSN_ADAPT_rest)) r->rest_until_ms[move] = until_ms;
    if (!red) return;
    r->red_until_ms[move] = until_ms;
    record->reds++;
    if (lsn_rule_on(r, LSN_ADAPT_retire) && record->reds >= LSN_NUMBER(r, retire_reds)) record->retired = true;
}

static void count_relief(lsn_replay *r, int move, const lsn_sitting *s) {
    const lsn_part *p = &s->parts[move];
    if (p->felt == LSN_FELT_UNKNOWN) return;
    bool told = s->pain_before >= 0 && s->pain_after >= 0;
    double relief = p->felt + (told ? (s->pain_before - s->pain_after) / 2.0 : 0);
    r->relief_sum[move] += (float)lsn_clamp(relief, -4, 4);
    r->out->moves[move].relief_n++;
}

void lsn_take_levels(lsn_replay *r, const lsn_sitting *s) {
    lsn_light light = lsn_pain_light(s->pain_before, s->pain_after);
    lsn_morning morning = {.day = lsn_local_day(r, s->start_ms), .baseline = s->pain_before};
    remember(r->worked, &r->worked_count, s->start_ms, s->done_s);
    for (int move = 0; move < r->catalogue->count; move++) {
        const lsn_part *p = &s->parts[move];
        lsn_move_record *record = &r->out->moves[move];
        if (p->done) {
            record->times++;
            record->last_ms = p->last_ms > record->last_ms ? p->last_ms : record->last_ms;
        }
        record->better += p->felt == 1;
        record->same += p->felt == 0;
        record->worse += p->felt == -1;
        count_relief(r, move, s);
        rest(r, move, s, light);
        if (p->done || p->eased || p->red || p->felt == -1) adapt(r, move, p, light, &morning);
    }
    wait_for_morning(r, s, &morning);
}
