// core/progress: the event log, replayed session by session. Invariant: the result depends on the set of events alone;
// two logs that were merged in another order give the same progress.
#include "core/progress/progress.h"

static const int64_t day_ms = 86400000, rest_ms = 2 * 86400000, gap_ms = 14 * 86400000, week_ms = 7 * 86400000;

enum { FELT_UNKNOWN = -2, GOOD_IN_A_ROW = 2, AMBER_IN_A_ROW = 2 };

// What one session says of one move.
typedef struct part {
    bool done, eased;
    int felt, seconds;
    lsn_level level; // LSN_LEVEL_COUNT: not told
    int64_t last_ms;
} part;

typedef struct sitting {
    int64_t start_ms, end_ms;
    double done_s, finished_s; // finished_s −1: not finished
    int pain_before, pain_after;
    bool counts;
    part parts[LSN_MOVES_MAX];
} sitting;

typedef struct replay {
    lsn_progress *out;
    const lsn_journal *log;
    const lsn_catalogue *catalogue;
    int64_t now_ms, offset_ms;
    int good[LSN_MOVES_MAX], amber[LSN_MOVES_MAX]; // sessions in a row, of each move
} replay;

lsn_light lsn_pain_light(int pain_before, int pain_after) {
    if (pain_after < 0) return LSN_LIGHT_unknown;
    if (pain_before >= 3) {
        int change = pain_after - pain_before;
        return change >= 3 ? LSN_LIGHT_red : change == 2 ? LSN_LIGHT_amber : LSN_LIGHT_green;
    }
    return pain_after > 5 ? LSN_LIGHT_red : pain_after > 2 ? LSN_LIGHT_amber : LSN_LIGHT_green;
}

static int64_t local_day(const replay *r, int64_t ms) {
    int64_t local = ms + r->offset_ms, day = local / day_ms;
    return local % day_ms < 0 ? day - 1 : day;
}

static int move_index(const lsn_catalogue *catalogue, lsn_str id) {
    for (int i = 0; i < catalogue->count; i++) {
        if (lsn_str_equal(catalogue->moves[i].id, id)) return i;
    }
    return -1;
}

// ---------------------------------------------------------------- one session

static int64_t id_ms(const lsn_event *event) {
    int64_t ms = 0;
    for (int i = 0; i < 6; i++) ms = ms << 8 | event->id.bytes[i];
    return ms;
}

static bool same_session(const lsn_event *a, const lsn_event *b) {
    return lsn_uuid_compare(&a->session, &b->session) == 0;
}

// The log is sorted by the time in the ids, so a day of it is all there is to search.
static bool begins_session(const replay *r, int index) {
    const lsn_event *event = &r->log->events[index];
    if (lsn_uuid_is_zero(&event->session)) return false;
    for (int i = index - 1; i >= 0 && id_ms(event) - id_ms(&r->log->events[i]) <= day_ms; i--) {
        if (same_session(event, &r->log->events[i])) return false;
    }
    return true;
}

static void take_step(sitting *s, part *p, const lsn_event *event) {
    p->done = true;
    p->seconds += (int)(event->value + 0.5);
    p->level = lsn_level_find(event->level);
    p->last_ms = event->at_ms;
    s->done_s += event->value;
    s->counts = true;
}

static void take_event(const replay *r, sitting *s, const lsn_event *event) {
    int move = event->move.len > 0 ? move_index(r->catalogue, event->move) : -1;
    part *p = move >= 0 ? &s->parts[move] : NULL;
    s->end_ms = event->at_ms > s->end_ms ? event->at_ms : s->end_ms;
    switch (event->kind) {
    case LSN_EVENT_pain_before:
        s->pain_before = (int)event->value;
        return;
    case LSN_EVENT_pain_after:
        s->pain_after = (int)event->value;
        return;
    case LSN_EVENT_session_finished:
        s->finished_s = event->value;
        s->counts |= event->value > 0;
        return;
    case LSN_EVENT_step_done:
        if (p) take_step(s, p, event);
        return;
    case LSN_EVENT_step_eased:
        if (p) p->eased = true;
        return;
    case LSN_EVENT_move_felt:
        if (p) p->felt = (int)event->value;
        return;
    default:
        return;
    }
}

static void gather(const replay *r, int first, sitting *s) {
    const lsn_event *events = r->log->events;
    *s = (sitting){.start_ms = events[first].at_ms, .finished_s = -1, .pain_before = -1, .pain_after = -1};
    for (int i = 0; i < LSN_MOVES_MAX; i++) {
        s->parts[i].felt = FELT_UNKNOWN;
        s->parts[i].level = LSN_LEVEL_COUNT;
    }
    for (int i = first; i < r->log->count && id_ms(&events[i]) - id_ms(&events[first]) <= day_ms; i++) {
        bool is_of_it = same_session(&events[i], &events[first]);
        if (is_of_it && events[i].at_ms <= r->now_ms) take_event(r, s, &events[i]);
    }
}

// ---------------------------------------------------------------- levels

static void set_level(lsn_move_record *record, int step, lsn_str why) {
    int level = (int)record->level + step;
    if (level < LSN_LEVEL_easier || level > LSN_LEVEL_harder) return;
    record->level = (lsn_level)level;
    record->why_level = record->level == LSN_LEVEL_usual ? LSN_STR("") : why;
}

static void adapt(replay *r, int move, const part *p, lsn_light light) {
    lsn_move_record *record = &r->out->moves[move];
    bool sore = light == LSN_LIGHT_amber || light == LSN_LIGHT_red;
    bool at_level = p->level == record->level || p->level == LSN_LEVEL_COUNT;
    bool good = at_level && p->felt >= 0 && light == LSN_LIGHT_green;
    r->amber[move] = sore ? r->amber[move] + 1 : 0;
    r->good[move] = good && !p->eased ? r->good[move] + 1 : 0;
    if (p->felt < 0 && p->felt != FELT_UNKNOWN) {
        set_level(record, -1, LSN_STR("One step easier, because it felt worse last time."));
    } else if (p->eased) {
        set_level(record, -1, LSN_STR("One step easier, because it was too much last time."));
    } else if (r->amber[move] >= AMBER_IN_A_ROW) {
        set_level(record, -1, LSN_STR("One step easier, because pain stayed up twice."));
        r->amber[move] = 0;
    } else if (r->good[move] >= GOOD_IN_A_ROW) {
        set_level(record, +1, LSN_STR("One step further, after two good sessions."));
        r->good[move] = 0;
    }
}

static void ease_after_gap(replay *r) {
    for (int i = 0; i < r->catalogue->count; i++) {
        r->good[i] = r->amber[i] = 0;
        if (r->out->moves[i].times == 0) continue;
        set_level(&r->out->moves[i], -1, LSN_STR("One step easier, after more than two weeks away."));
    }
}

static void take_move(replay *r, int move, const sitting *s) {
    const part *p = &s->parts[move];
    lsn_move_record *record = &r->out->moves[move];
    lsn_light light = lsn_pain_light(s->pain_before, s->pain_after);
    if (p->done) {
        record->times++;
        record->last_ms = p->last_ms > record->last_ms ? p->last_ms : record->last_ms;
    }
    record->better += p->felt == 1;
    record->same += p->felt == 0;
    record->worse += p->felt == -1;
    bool worse_and_sore = p->felt == -1 && light > LSN_LIGHT_green;
    if (worse_and_sore && r->now_ms - s->end_ms < rest_ms) record->resting = true;
    if (p->done || p->eased || p->felt == -1) adapt(r, move, p, light);
}

// ---------------------------------------------------------------- days and the whole

static void take_week(replay *r, const sitting *s) {
    lsn_progress *out = r->out;
    int64_t ago = out->today - local_day(r, s->start_ms);
    if (ago < 0 || ago >= LSN_PROGRESS_DAYS) return;
    lsn_day *day = &out->days[LSN_PROGRESS_DAYS - 1 - ago];
    day->done = true;
    day->seconds += (int)((s->finished_s >= 0 ? s->finished_s : s->done_s) + 0.5);
    day->pain_before = s->pain_before;
    day->pain_after = s->pain_after;
    out->sessions_week++;
    for (int i = 0; i < r->catalogue->count; i++) {
        for (int region = 0; region < LSN_REGION_COUNT; region++) {
            if (r->catalogue->moves[i].regions >> region & 1) out->region_week_s[region] += s->parts[i].seconds;
        }
    }
}

static void take_session(replay *r, const sitting *s) {
    lsn_progress *out = r->out;
    if (out->sessions > 0 && s->start_ms - out->last_session_ms > gap_ms) ease_after_gap(r);
    if (r->now_ms - s->start_ms > week_ms) out->first_week = false;
    out->sessions++;
    if (s->start_ms > out->last_session_ms) out->last_session_ms = s->start_ms;
    out->pain_before = s->pain_before;
    out->pain_after = s->pain_after;
    for (int i = 0; i < r->catalogue->count; i++) take_move(r, i, s);
    take_week(r, s);
}

void lsn_progress_build(lsn_progress *out, const lsn_journal *log, const lsn_catalogue *catalogue, int64_t now_ms,
                        int utc_offset_min) {
    LSN_ASSERT(catalogue->count <= LSN_MOVES_MAX);
    replay r = {.out = out, .log = log, .catalogue = catalogue, .now_ms = now_ms};
    r.offset_ms = (int64_t)utc_offset_min * 60000;
    *out = (lsn_progress){.pain_before = -1, .pain_after = -1, .first_week = true, .today = local_day(&r, now_ms)};
    for (int i = 0; i < LSN_MOVES_MAX; i++) {
        out->moves[i].level = LSN_LEVEL_usual;
        out->moves[i].why_level = LSN_STR("");
    }
    for (int i = 0; i < LSN_PROGRESS_DAYS; i++) out->days[i].pain_before = out->days[i].pain_after = -1;
    for (int i = 0; i < log->count; i++) {
        if (log->events[i].at_ms > now_ms || !begins_session(&r, i)) continue;
        sitting s;
        gather(&r, i, &s);
        if (s.counts) take_session(&r, &s);
    }
    out->long_gap = out->sessions > 0 && now_ms - out->last_session_ms > gap_ms;
    if (out->long_gap) ease_after_gap(&r);
}
