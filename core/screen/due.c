// core/screen: from the log, what is to be asked and what stands. Invariant: everything follows from the set of events
// and the moment; an answer that these rules cannot read never opens what a stop closed.
#include "core/screen/screen.h"

static const int64_t day_ms = 86400000, minute_ms = 60000;

const char *lsn_ask_name(lsn_ask ask) {
    static const char *const names[] = {"nothing", "short", "all"};
    LSN_ASSERT((unsigned)ask <= LSN_ASK_all);
    return names[ask];
}

const char *lsn_due_name(lsn_due_reason why) {
    static const char *const names[] = {
#define X(name, text) #name,
        LSN_DUES(X)
#undef X
    };
    LSN_ASSERT((unsigned)why <= LSN_DUE_session);
    return names[why];
}

const char *lsn_due_text(lsn_due_reason why) {
    static const char *const texts[] = {
#define X(name, text) text,
        LSN_DUES(X)
#undef X
    };
    LSN_ASSERT((unsigned)why <= LSN_DUE_session);
    return texts[why];
}

// ---------------------------------------------------------------- days

static bool read_digits(int *out, lsn_str text, size_t from, size_t count) {
    *out = 0;
    for (size_t i = from; i < from + count; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
        *out = *out * 10 + (text.ptr[i] - '0');
    }
    return true;
}

bool lsn_day_read(int64_t *day, lsn_str text) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y, m, d;
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-') return false;
    if (!read_digits(&y, text, 0, 4) || !read_digits(&m, text, 5, 2) || !read_digits(&d, text, 8, 2)) return false;
    bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    if (y < 1970 || m < 1 || m > 12 || d < 1 || d > lengths[m - 1] + (m == 2 && leap)) return false;
    int64_t before = (int64_t)(y - 1);
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400 - 719162; // days of 1 … 1969 CE
    for (int i = 0; i < m - 1; i++) days += lengths[i] + (i == 1 && leap);
    *day = days + d - 1;
    return true;
}

// ---------------------------------------------------------------- what a clinician allowed

// The day of the talk counts, but never one after the event that tells of it.
static void take_talk(lsn_screen_due *out, const lsn_screen_rules *rules, const lsn_event *event, lsn_arena scratch) {
    lsn_json *root = NULL;
    int64_t day;
    if (lsn_json_parse(&root, event->text, &scratch, NULL)) return;
    const lsn_json *on = lsn_json_get(root, "on"), *allowed = lsn_json_get(root, "allowed");
    if (!on || on->type != LSN_JSON_STRING || !lsn_day_read(&day, on->string)) return;
    if (!allowed || allowed->type != LSN_JSON_ARRAY) return;
    int64_t from_ms = day * day_ms < event->at_ms ? day * day_ms : event->at_ms;
    for (const lsn_json *at = allowed->first; at; at = at->next) {
        int rule = at->type == LSN_JSON_STRING ? lsn_screen_find(rules, at->string) : -1;
        if (rule < 0 || !lsn_rule_can_be_allowed(&rules->rules[rule])) continue;
        int days = rules->rules[rule].clinician_days ? rules->rules[rule].clinician_days : rules->clinician_days;
        int64_t until_ms = from_ms + days * day_ms;
        if (until_ms > out->allowed_until_ms[rule]) out->allowed_until_ms[rule] = until_ms;
    }
}

// ---------------------------------------------------------------- what is due

typedef struct sought {
    const lsn_event *newest; // answers; NULL: never
    bool readable;           // they could be read
    int64_t started_ms;      // newest start of a session, 0: never
    int64_t flare_ms;        // newest beginning of a flare-up
    unsigned marked, known;  // what maps told of the legs after the newest full set of answers, and before it
} sought;

enum { LEG_calf = 1, LEG_foot = 2, LEG_both = 4 };

// Below the knee, or in both legs: what the questions ask about. Where it was marked before a full set of answers, that
// set was given with it.
static void take_map(const lsn_screen_due *out, const lsn_event *event, int64_t now_ms, sought *s) {
    lsn_pain_map map = lsn_pain_map_of(event->text);
    int site = lsn_pain_map_site(&map);
    unsigned told = (site >= 3 ? LEG_calf : 0u) | (site >= 4 ? LEG_foot : 0u);
    if (lsn_pain_map_both_legs(&map)) told |= LEG_both;
    if (out->full_ms == 0)
        s->marked |= told;
    else if (now_ms - event->at_ms <= LSN_SCREEN_SITE_DAYS * day_ms)
        s->known |= told;
}

static void take_screened(lsn_screen_due *out, const lsn_screen_rules *rules, const lsn_event *event, sought *s,
                          lsn_arena scratch) {
    lsn_answers answers = {0};
    bool readable = lsn_screen_recall(&answers, rules, event->text, scratch) == LSN_OK;
    if (!s->newest) {
        s->newest = event;
        s->readable = readable && answers.unknown == 0;
        out->last = answers;
        out->asked_ms = event->at_ms;
    }
    if (answers.is_current && lsn_screen_is_complete(rules, &answers)) out->full_ms = event->at_ms;
}

// From the newest event back, so that old answers are read only until a full set is found.
static void scan(lsn_screen_due *out, const lsn_screen_rules *rules, const lsn_journal *log, int64_t now_ms, sought *s,
                 lsn_arena scratch) {
    for (int i = log->count - 1; i >= 0; i--) {
        const lsn_event *event = &log->events[i];
        if (event->at_ms > now_ms) continue;
        if (event->kind == LSN_EVENT_screened && out->full_ms == 0) take_screened(out, rules, event, s, scratch);
        if (event->kind == LSN_EVENT_pain_map) take_map(out, event, now_ms, s);
        if (event->kind == LSN_EVENT_clinician_talked) take_talk(out, rules, event, scratch);
        if (event->kind == LSN_EVENT_session_started && event->at_ms > s->started_ms) s->started_ms = event->at_ms;
        bool begins = event->kind == LSN_EVENT_flare && event->value == 1;
        if (begins && event->at_ms > s->flare_ms) s->flare_ms = event->at_ms;
    }
}

// What does not change from one session to the next: every yes, and what else was told.
static void leave_standing(lsn_screen_due *out, const lsn_screen_rules *rules) {
    out->standing = out->last;
    for (int i = 0; i < rules->question_count; i++) {
        const lsn_question *question = &rules->questions[i];
        bool is_no = question->kind == LSN_QUESTION_yes_no && !out->last.to[i].yes;
        if (question->every_session || is_no) out->standing.to[i] = (lsn_answer){0};
    }
}

static void stay_stopped(lsn_verdict *verdict, int level) {
    if (level < verdict->level) verdict->level = level;
    if (verdict->urgency < LSN_URGENCY_routine) verdict->urgency = LSN_URGENCY_routine;
    if (level == 1) verdict->urgency = LSN_URGENCY_now;
    verdict->may_exercise = verdict->gentle_only = verdict->asks_site = false;
}

static lsn_due_reason why_all(const lsn_screen_due *due, const sought *s, int64_t now_ms, bool is_worse) {
    if (!s->newest) return LSN_DUE_first;
    if (due->full_ms == 0) return due->last.is_current ? LSN_DUE_first : LSN_DUE_rules;
    if (!due->last.is_current) return LSN_DUE_rules;
    if (s->flare_ms > due->full_ms) return LSN_DUE_flare;
    if (s->marked & ~s->known) return LSN_DUE_map;
    if (is_worse && now_ms - due->full_ms > LSN_SCREEN_WORSE_DAYS * day_ms) return LSN_DUE_worse;
    return now_ms - due->full_ms > LSN_SCREEN_FULL_DAYS * day_ms ? LSN_DUE_month : LSN_DUE_none;
}

static bool holds_still(const lsn_screen_due *due, const sought *s, int64_t now_ms) {
    bool passed = due->verdict.level > 1 && s->started_ms <= due->asked_ms;
    return passed && now_ms - due->asked_ms < LSN_SCREEN_SHORT_MIN * minute_ms;
}

void lsn_screen_due_at(lsn_screen_due *out, const lsn_screen_rules *rules, const lsn_journal *log, int64_t now_ms,
                       bool is_worse, lsn_arena scratch) {
    sought s = {0};
    *out = (lsn_screen_due){0};
    scan(out, rules, log, now_ms, &s, scratch);
    for (int i = 0; i < rules->count; i++) out->allowed[i] = out->allowed_until_ms[i] > now_ms;
    leave_standing(out, rules);
    lsn_verdict standing = lsn_screen_judge_answers(rules, &out->standing, out->allowed);
    out->verdict = lsn_screen_judge_answers(rules, &out->last, out->allowed);
    out->is_stopped = !standing.may_exercise;
    if (s.newest && !s.readable && s.newest->value <= 2) stay_stopped(&out->verdict, (int)s.newest->value);
    out->why = why_all(out, &s, now_ms, is_worse);
    out->ask = out->why ? LSN_ASK_all : LSN_ASK_nothing;
    if (out->why || out->is_stopped || holds_still(out, &s, now_ms)) return;
    out->ask = LSN_ASK_short;
    out->why = LSN_DUE_session;
}

int lsn_screen_last_site(const lsn_journal *log, int64_t now_ms) {
    for (int i = log->count - 1; i >= 0; i--) {
        const lsn_event *event = &log->events[i];
        if (event->kind != LSN_EVENT_leg_site || event->at_ms > now_ms) continue;
        return now_ms - event->at_ms <= LSN_SCREEN_SITE_DAYS * day_ms ? (int)event->value : -1;
    }
    return -1;
}
