// core/progress: the events of one session. Invariant: a session's events lie within a day of its first one; the log is
// sorted by the time in the ids, so a day of it is all there is to search.
#include "core/progress/inner.h"

static const int64_t day_ms = 86400000;

int lsn_move_index(const lsn_catalogue *catalogue, lsn_str id) {
    for (int i = 0; i < catalogue->count; i++) {
        if (lsn_str_equal(catalogue->moves[i].id, id)) return i;
    }
    return -1;
}

static int64_t id_ms(const lsn_event *event) {
    int64_t ms = 0;
    for (int i = 0; i < 6; i++) ms = ms << 8 | event->id.bytes[i];
    return ms;
}

static bool same_session(const lsn_event *a, const lsn_event *b) {
    return lsn_uuid_compare(&a->session, &b->session) == 0;
}

bool lsn_begins_session(const lsn_replay *r, int index) {
    const lsn_event *event = &r->log->events[index];
    if (lsn_uuid_is_zero(&event->session)) return false;
    for (int i = index - 1; i >= 0 && id_ms(event) - id_ms(&r->log->events[i]) <= day_ms; i--) {
        if (same_session(event, &r->log->events[i])) return false;
    }
    return true;
}

static void take_step(lsn_sitting *s, lsn_part *p, const lsn_event *event) {
    p->done = true;
    p->seconds += (int)(event->value + 0.5);
    p->level = lsn_level_find(event->level);
    p->last_ms = event->at_ms;
    s->done_s += event->value;
    s->counts = true;
}

// Further down the leg than it was before in this session: a sign to stop.
static void take_leg_site(lsn_sitting *s, lsn_part *p, int site) {
    if (p && s->leg_site >= 0 && site > s->leg_site) p->red = true;
    s->leg_site = site;
}

static void take_of_move(lsn_sitting *s, lsn_part *p, const lsn_event *event) {
    switch (event->kind) {
    case LSN_EVENT_step_done:
        take_step(s, p, event);
        return;
    case LSN_EVENT_step_eased:
        p->eased = true;
        return;
    case LSN_EVENT_step_left: // without a text: of a version that did not tell a skip from too much
        if (lsn_str_equal(event->text, LSN_STR("too-much"))) p->eased = true;
        return;
    case LSN_EVENT_move_felt:
        p->felt = (int)event->value;
        return;
    default:
        return;
    }
}

static void take_event(const lsn_replay *r, lsn_sitting *s, const lsn_event *event) {
    int move = event->move.len > 0 ? lsn_move_index(r->catalogue, event->move) : -1, left = s->left;
    s->end_ms = event->at_ms > s->end_ms ? event->at_ms : s->end_ms;
    s->left = event->kind == LSN_EVENT_step_left ? move : -1;
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
    case LSN_EVENT_stopped:
        if (left >= 0 && lsn_str_equal(event->text, LSN_STR("stop-rule"))) s->parts[left].red = true;
        return;
    case LSN_EVENT_leg_site:
        take_leg_site(s, move >= 0 ? &s->parts[move] : NULL, (int)event->value);
        return;
    default:
        if (move >= 0) take_of_move(s, &s->parts[move], event);
        return;
    }
}

void lsn_gather(const lsn_replay *r, int first, lsn_sitting *s) {
    const lsn_event *events = r->log->events;
    *s = (lsn_sitting){.id = events[first].session,
                       .start_ms = events[first].at_ms,
                       .finished_s = -1,
                       .pain_before = -1,
                       .pain_after = -1,
                       .left = -1,
                       .leg_site = -1};
    for (int i = 0; i < LSN_MOVES_MAX; i++) {
        s->parts[i].felt = LSN_FELT_UNKNOWN;
        s->parts[i].level = LSN_LEVEL_COUNT;
    }
    for (int i = first; i < r->log->count && id_ms(&events[i]) - id_ms(&events[first]) <= day_ms; i++) {
        if (!same_session(&events[i], &events[first]) || events[i].at_ms > r->now_ms) continue;
        bool of_later = events[i].kind == LSN_EVENT_next_morning; // told of it, not in it
        if (!of_later) take_event(r, s, &events[i]);
    }
}
