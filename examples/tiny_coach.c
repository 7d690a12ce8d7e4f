// The whole coach with the core alone, in one file: screen, plan, score, states, rating, progress, a better plan.
// No files, no clock, no network: time and randomness are arguments. Prints text.
#include "core/session/session.h"

#include <stdio.h>
#include <stdlib.h>

enum { MEMORY = 24 << 20, EVENTS = 256 };
static const int64_t DAY_MS = 86400000, MONDAY_MS = 1800000000000;

typedef struct coach {
    lsn_arena arena;
    lsn_catalogue catalogue;
    lsn_screen_rules rules;
    lsn_verdict verdict;
    lsn_journal log;
    lsn_progress progress;
    lsn_plan plan;
    lsn_score score;
    lsn_random random;
} coach;

static void must(lsn_err err, const lsn_diag *diag) {
    if (err == LSN_OK) return;
    fprintf(stderr, "tiny_coach: %s\n", diag && diag->text[0] ? diag->text : lsn_err_text(err));
    exit(1);
}

/// Moves and safety rules are data; everything lies in the one arena.
static void load(coach *c) {
    lsn_diag diag = {.err = LSN_OK};
    int failed;
    must(lsn_catalogue_build(&c->catalogue, lsn_builtin_moves, lsn_builtin_move_count, &c->arena, &failed, &diag),
         &diag);
    must(lsn_screen_rules_parse(&c->rules, lsn_screen_builtin_rules.text, &c->arena, &diag), &diag);
    lsn_event *events = LSN_NEW(&c->arena, lsn_event, EVENTS);
    if (!events) must(LSN_ERR_NO_MEMORY, NULL);
    c->log = lsn_journal_make(events, EVENTS);
    c->random = lsn_random_make(1, 1);
}

/// What a person does is an event with an id; it is appended and never changed.
static lsn_uuid record(coach *c, int64_t at_ms, lsn_event event) {
    unsigned char bytes[10];
    for (int i = 0; i < 10; i++) bytes[i] = (unsigned char)lsn_random_u32(&c->random);
    event.id = lsn_uuid_make(at_ms, bytes);
    event.at_ms = at_ms;
    bool added;
    must(lsn_journal_add(&c->log, &event, &added), NULL);
    return event.id;
}

/// Answers the safety questions: no to everything, or yes to one of them.
static void screen(coach *c, int yes_to) {
    bool yes[LSN_SCREEN_RULES_MAX] = {false};
    if (yes_to >= 0) yes[yes_to] = true;
    c->verdict = lsn_screen_judge(&c->rules, yes);
    printf("Safety screen: level %d, %s.\n", c->verdict.level, c->verdict.may_exercise ? "go" : "no exercise now");
}

/// Tomorrow's plan follows from the log: nothing else is remembered.
static void make_plan(coach *c, int64_t now_ms) {
    lsn_wish wish = lsn_wish_default();
    wish.regions = 1u << LSN_REGION_hips;
    wish.verdict = &c->verdict;
    wish.progress = &c->progress;
    lsn_progress_build(&c->progress, &c->log, &c->catalogue, now_ms, 0);
    must(lsn_plan_build(&c->plan, &c->catalogue, &wish, c->arena), NULL);
    printf("\n%d minutes on the floor for the hips: %d:%02d\n", wish.minutes, c->plan.total_s / 60,
           c->plan.total_s % 60);
    for (int i = 0; i < c->plan.count; i++) {
        const lsn_step *step = &c->plan.steps[i];
        char memory[80];
        lsn_buf dose = lsn_buf_make(memory, sizeof memory);
        lsn_dose_words(&dose, &c->catalogue.moves[step->move], step->level);
        printf("  %-28s %-24s %s\n", c->catalogue.moves[step->move].name.ptr, lsn_buf_cstr(&dose), step->reason);
    }
}

/// Plays the session by asking for its state; the moments could come in any order. Says only what begins.
static void play(coach *c, int64_t start_ms, int until_s) {
    must(lsn_score_build(&c->score, &c->plan), NULL);
    lsn_run run = lsn_run_start(start_ms);
    int last = -1;
    for (int64_t now_ms = start_ms; now_ms <= start_ms + until_s * 1000; now_ms += 250) {
        double elapsed_s = (double)lsn_run_score_ms(&run, &c->score, now_ms) / 1000;
        lsn_state state = lsn_session_state(&c->score, elapsed_s, run.paused);
        const lsn_cue *cue = &c->score.cues[state.cue];
        if (state.cue == last || !cue->speak) continue;
        last = state.cue;
        printf("  %2d:%02d  %-7s %s\n", cue->t_s / 60, cue->t_s % 60, lsn_cue_kind_name(cue->kind), cue->text);
    }
}

/// The session's events: what was done, and how it felt. The last move felt worse.
static void rate(coach *c, int64_t now_ms) {
    lsn_event session = {.value = c->plan.total_s, .text = LSN_STR("{}"), .kind = LSN_EVENT_session_started};
    lsn_uuid id = record(c, now_ms, session);
    record(c, now_ms + 1, (lsn_event){.kind = LSN_EVENT_pain_before, .session = id, .value = 4});
    for (int i = 0; i < c->plan.count; i++) {
        const lsn_move *move = &c->catalogue.moves[c->plan.steps[i].move];
        lsn_event done = {.kind = LSN_EVENT_step_done, .session = id, .move = move->id, .side = LSN_STR("right")};
        done.level = lsn_str_from(lsn_level_name(c->plan.steps[i].level));
        done.value = lsn_move_side_seconds(move, c->plan.steps[i].level);
        record(c, now_ms + 10 + i, done);
        lsn_event felt = {.kind = LSN_EVENT_move_felt, .session = id, .move = move->id};
        felt.value = i + 1 == c->plan.count ? -1 : 1;
        record(c, now_ms + 100 + i, felt);
    }
    record(c, now_ms + 200, (lsn_event){.kind = LSN_EVENT_pain_after, .session = id, .value = 2});
    record(c, now_ms + 201, (lsn_event){.kind = LSN_EVENT_session_finished, .session = id, .value = c->plan.total_s});
}

int main(void) {
    static unsigned char memory[MEMORY];
    static coach c;
    c.arena = lsn_arena_make(memory, sizeof memory);
    load(&c);
    screen(&c, -1);
    make_plan(&c, MONDAY_MS);
    printf("\nThe first minute:\n");
    play(&c, MONDAY_MS, 60);
    rate(&c, MONDAY_MS + 600000);
    printf("\nAfterwards: pain 4 before, 2 after; all moves felt better but the last, which felt worse.\nTomorrow:\n");
    make_plan(&c, MONDAY_MS + DAY_MS);
    return 0;
}
