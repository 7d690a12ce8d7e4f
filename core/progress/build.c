// core/progress: the event log, replayed in its order. Invariant: the result depends on the set of events alone; two
// logs that were merged in another order give the same progress.
#include "core/progress/inner.h"

static const int64_t day_ms = 86400000, week_ms = 7 * 86400000;

lsn_light lsn_pain_light(int pain_before, int pain_after) {
    if (pain_after < 0) return LSN_LIGHT_unknown;
    if (pain_before >= 3) {
        int change = pain_after - pain_before;
        return change >= 3 ? LSN_LIGHT_red : change == 2 ? LSN_LIGHT_amber : LSN_LIGHT_green;
    }
    return pain_after > 5 ? LSN_LIGHT_red : pain_after > 2 ? LSN_LIGHT_amber : LSN_LIGHT_green;
}

int64_t lsn_local_day(const lsn_replay *r, int64_t ms) {
    int64_t local = ms + r->offset_ms, day = local / day_ms;
    return local % day_ms < 0 ? day - 1 : day;
}

// ---------------------------------------------------------------- sessions

static int seconds_of(const lsn_sitting *s) {
    return (int)((s->finished_s >= 0 ? s->finished_s : s->done_s) + 0.5);
}

static void take_regions(const lsn_replay *r, const lsn_sitting *s, int *region_s) {
    for (int i = 0; i < r->catalogue->count; i++) {
        for (int region = 0; region < LSN_REGION_COUNT; region++) {
            if (r->catalogue->moves[i].regions >> region & 1) region_s[region] += s->parts[i].seconds;
        }
    }
}

static void take_week(lsn_replay *r, const lsn_sitting *s, bool new_day) {
    lsn_progress *out = r->out;
    int64_t ago = out->today - lsn_local_day(r, s->start_ms);
    if (ago >= 0 && ago < LSN_CALENDAR_DAYS) out->calendar_s[LSN_CALENDAR_DAYS - 1 - ago] += seconds_of(s);
    if (ago >= 0 && ago < LSN_PROGRESS_DID_DAYS) out->did[LSN_PROGRESS_DID_DAYS - 1 - ago] = true;
    if (ago < 0 || ago >= 7 * LSN_PROGRESS_WEEKS) return;
    lsn_past_week *week = &out->weeks[LSN_PROGRESS_WEEKS - 1 - ago / 7];
    week->sessions++;
    week->days_done += new_day;
    week->seconds += seconds_of(s);
    take_regions(r, s, week->region_s);
    if (ago >= LSN_PROGRESS_DAYS) return;
    lsn_day *day = &out->days[LSN_PROGRESS_DAYS - 1 - ago];
    day->done = true;
    day->seconds += seconds_of(s);
    day->pain_before = s->pain_before;
    day->pain_after = s->pain_after;
    out->sessions_week++;
    take_regions(r, s, out->region_week_s);
}

static void end_flare(lsn_replay *r) {
    r->flare_ms = 0;
    lsn_ease_all(r, LSN_SAID(r, "One step easier, after a flare-up."));
}

static void expire_flare(lsn_replay *r, int64_t ms) {
    if (!lsn_rule_on(r, LSN_ADAPT_flare) || r->flare_ms == 0) return;
    if (ms - r->flare_ms >= (int64_t)LSN_NUMBER(r, flare_days) * day_ms) end_flare(r);
}

static bool is_long_gap(const lsn_replay *r, int64_t ms) {
    const lsn_progress *out = r->out;
    return lsn_rule_on(r, LSN_ADAPT_gap) && out->sessions > 0 &&
           ms - out->last_session_ms > (int64_t)LSN_NUMBER(r, gap_days) * day_ms;
}

static void ease_after_gap(lsn_replay *r) {
    lsn_ease_all(r, LSN_SAID(r, "One step easier, after more than two weeks away."));
}

static void take_session(lsn_replay *r, const lsn_sitting *s) {
    lsn_progress *out = r->out;
    int64_t day = lsn_local_day(r, s->start_ms);
    bool new_day = out->sessions == 0 || lsn_local_day(r, out->last_session_ms) != day;
    expire_flare(r, s->start_ms);
    if (is_long_gap(r, s->start_ms)) ease_after_gap(r);
    if (s->pain_before >= 0) {
        lsn_take_morning(r, day, s->pain_before);
        lsn_take_rest_pain(r, s->start_ms, s->pain_before);
        lsn_push_score(r, LSN_MEASURE_pain_back, day, s->pain_before);
    }
    if (r->now_ms - s->start_ms > week_ms) out->first_week = false;
    if (out->sessions++ == 0) out->first_day = day;
    if (s->start_ms > out->last_session_ms) {
        out->last_session_ms = s->start_ms;
        out->last_session = s->id;
    }
    out->pain_before = s->pain_before;
    out->pain_after = s->pain_after;
    lsn_take_levels(r, s);
    take_week(r, s, new_day);
}

// ---------------------------------------------------------------- events outside sessions

// A full screening answers about as many questions as the fullest one: the short one before a session asks a third.
static void take_screened(lsn_replay *r, const lsn_event *event) {
    int answers = 0;
    for (size_t i = 0; i < event->text.len; i++) answers += event->text.ptr[i] == ':';
    if (answers > r->screened_most) r->screened_most = answers;
    if (answers > 0 && answers * 4 >= r->screened_most * 3) r->screened_day = lsn_local_day(r, event->at_ms);
}

static void take_try(lsn_replay *r, const lsn_event *event) {
    lsn_str extension = LSN_STR("\"extension\""), flexion = LSN_STR("\"flexion\"");
    lsn_direction direction = LSN_DIRECTION_neutral;
    for (size_t i = 0; i < event->text.len && direction == LSN_DIRECTION_neutral; i++) {
        lsn_str rest = {event->text.ptr + i, event->text.len - i};
        if (lsn_str_starts(rest, extension)) direction = LSN_DIRECTION_extension;
        if (lsn_str_starts(rest, flexion)) direction = LSN_DIRECTION_flexion;
    }
    if (direction == LSN_DIRECTION_neutral) return;
    if (r->try_count == LSN_TRIES_MAX) {
        for (int i = 1; i < LSN_TRIES_MAX; i++) r->tries[i - 1] = r->tries[i];
        r->try_count--;
    }
    r->tries[r->try_count++] = (lsn_try){lsn_local_day(r, event->at_ms), direction, (int)event->value};
}

static void take_site(lsn_sites *sites, int64_t day, int site) {
    bool same_day = sites->count > 0 && sites->days[sites->count - 1] == day;
    if (!same_day && sites->count == LSN_SITES_KEPT) {
        for (int i = 1; i < LSN_SITES_KEPT; i++) {
            sites->days[i - 1] = sites->days[i];
            sites->site[i - 1] = sites->site[i];
        }
        sites->count--;
    }
    if (!same_day) sites->count++;
    sites->days[sites->count - 1] = day;
    sites->site[sites->count - 1] = site;
}

// Several maps of a day are one day; an area counts once in it.
static void take_map(lsn_replay *r, const lsn_event *event, int64_t day) {
    enum { THIGH = 2 };
    lsn_progress *out = r->out;
    int64_t ago = out->today - day;
    bool new_day = out->map_day != day;
    out->map = lsn_pain_map_of(event->text);
    out->map_day = day;
    if (lsn_pain_map_site(&out->map) >= THIGH) r->leg_ms = event->at_ms;
    if (new_day) r->map_seen = (lsn_pain_map){0};
    if (ago < 0 || ago >= 7 * LSN_PROGRESS_WEEKS) return;
    lsn_map_week *week = &out->map_weeks[LSN_PROGRESS_WEEKS - 1 - ago / 7];
    week->days += new_day;
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        uint8_t strength = out->map.at[area];
        if (!strength) continue;
        if (!r->map_seen.at[area]) week->days_of[area]++;
        if (strength > week->most[area]) week->most[area] = strength;
        r->map_seen.at[area] = strength;
    }
}

static void take_of_move(lsn_replay *r, const lsn_event *event) {
    int move = lsn_move_index(r->catalogue, event->move);
    if (move < 0) return;
    lsn_move_record *record = &r->out->moves[move];
    if (event->kind == LSN_EVENT_move_preferred) record->preferred = (int)event->value;
    if (event->kind != LSN_EVENT_move_enabled) return;
    record->retired = false;
    record->reds = 0;
    r->rest_until_ms[move] = r->red_until_ms[move] = 0;
}

static void take_event(lsn_replay *r, const lsn_event *event) {
    int64_t day = lsn_local_day(r, event->at_ms);
    switch (event->kind) {
    case LSN_EVENT_next_morning:
        r->morning_day = day;
        lsn_take_morning(r, day, (int)event->value);
        lsn_take_rest_pain(r, event->at_ms, (int)event->value);
        return;
    case LSN_EVENT_measured:
        lsn_take_measured(r, event);
        return;
    case LSN_EVENT_direction_tested:
        take_try(r, event);
        return;
    case LSN_EVENT_leg_site:
        if (event->value > 0) r->leg_ms = event->at_ms;
        take_site(&r->out->sites, day, (int)event->value);
        return;
    case LSN_EVENT_pain_map:
        take_map(r, event, day);
        return;
    case LSN_EVENT_screened:
        take_screened(r, event);
        return;
    case LSN_EVENT_flare:
        if (event->value > 0)
            r->flare_ms = event->at_ms;
        else if (r->flare_ms > 0)
            end_flare(r);
        return;
    case LSN_EVENT_move_preferred:
    case LSN_EVENT_move_enabled:
        take_of_move(r, event);
        return;
    default:
        return;
    }
}

// ---------------------------------------------------------------- the whole

static void begin(lsn_progress *out, const lsn_replay *r) {
    *out = (lsn_progress){.pain_before = -1,
                          .pain_after = -1,
                          .first_week = true,
                          .first_day = -1,
                          .map_day = -1,
                          .today = lsn_local_day(r, r->now_ms)};
    for (int i = 0; i < LSN_MOVES_MAX; i++) {
        out->moves[i].level = LSN_LEVEL_usual;
        out->moves[i].why_level = out->moves[i].why_resting = LSN_STR("");
    }
    for (int i = 0; i < LSN_PROGRESS_DAYS; i++) out->days[i].pain_before = out->days[i].pain_after = -1;
    if (lsn_rule_on(r, LSN_ADAPT_week)) out->days_planned = (int)LSN_NUMBER(r, week_days);
}

static void finish(lsn_replay *r) {
    lsn_progress *out = r->out;
    expire_flare(r, r->now_ms);
    out->long_gap = is_long_gap(r, r->now_ms);
    if (out->long_gap) ease_after_gap(r);
    bool yesterday = out->sessions > 0 && lsn_local_day(r, out->last_session_ms) == out->today - 1;
    out->morning_due = yesterday && r->morning_day != out->today;
    for (int i = 0; i < LSN_PROGRESS_WEEKS; i++) {
        int count;
        out->weeks[i].pain = lsn_pain_middle(r, 7 * (LSN_PROGRESS_WEEKS - 1 - i), 7, &count);
    }
    lsn_set_trend(r);
    lsn_set_pain_days(r);
    lsn_set_worsening(r);
    lsn_set_outlook(r);
    lsn_set_due(r);
}

void lsn_progress_build_by(lsn_progress *out, const lsn_adapt *rules, const lsn_journal *log,
                           const lsn_catalogue *catalogue, int64_t now_ms, int utc_offset_min) {
    LSN_ASSERT(catalogue->count <= LSN_MOVES_MAX);
    lsn_replay r = {.out = out, .rules = rules, .log = log, .catalogue = catalogue, .now_ms = now_ms};
    r.offset_ms = (int64_t)utc_offset_min * 60000;
    r.morning_day = r.screened_day = INT64_MIN;
    begin(out, &r);
    for (int i = 0; i < log->count; i++) {
        if (log->events[i].at_ms > now_ms) continue;
        take_event(&r, &log->events[i]);
        if (!lsn_begins_session(&r, i)) continue;
        lsn_sitting s;
        lsn_gather(&r, i, &s);
        if (s.counts) take_session(&r, &s);
    }
    finish(&r);
}

void lsn_progress_build(lsn_progress *out, const lsn_journal *log, const lsn_catalogue *catalogue, int64_t now_ms,
                        int utc_offset_min) {
    _Alignas(16) unsigned char memory[128 << 10];
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_adapt rules;
    lsn_err err = lsn_adapt_parse(&rules, lsn_adapt_builtin.text, &arena, NULL);
    LSN_ASSERT(err == LSN_OK);
    lsn_progress_build_by(out, &rules, log, catalogue, now_ms, utc_offset_min);
}
