// What becomes of each side of each move. Invariant: a side is logged as done or left at most once, when it happens, so
// that a session that is broken off anywhere is in the log up to there.
#include "host/cli/record.h"

#include <stdlib.h>
#include <string.h>

void record_event(record *r, const lsn_score *score, lsn_event_kind kind, int step, lsn_side side, double value,
                  const char *text) {
    lsn_event event = {.kind = kind, .session = r->session, .value = value, .text = lsn_str_from(text)};
    if (step >= 0) {
        event.move = score->plan.catalogue->moves[score->plan.steps[step].move].id;
        event.side = lsn_str_from(lsn_side_name(side));
        event.level = lsn_str_from(lsn_level_name(score->plan.steps[step].level));
    }
    coach_add(r->coach, &event); // what cannot be written waits; the player says so
}

static void write_wish(lsn_json_out *out, const void *context) {
    lsn_wish_write_json(out, context);
}

void record_begin(record *out, coach *c, const lsn_score *score) {
    *out = (record){.coach = c};
    size_t size;
    char *wish = coach_json(write_wish, &score->plan.wish, &size);
    lsn_event event = {.kind = LSN_EVENT_session_started, .value = score->total_s, .text = LSN_STR("{}")};
    if (wish && size <= LSN_EVENT_TEXT_MAX) event.text = (lsn_str){wish, size};
    coach_add(c, &event);
    out->session = event.session;
    free(wish);
    record_take_score(out, score);
}

static record_part *find_part(record *r, int step, lsn_side side) {
    for (int i = 0; i < r->part_count; i++)
        if (r->parts[i].step == step && r->parts[i].side == side) return &r->parts[i];
    LSN_ASSERT(r->part_count < 2 * LSN_PLAN_STEPS_MAX);
    record_part *part = &r->parts[r->part_count++];
    *part = (record_part){.step = step, .side = side, .start_s = -1};
    return part;
}

void record_take_score(record *r, const lsn_score *score) {
    for (int i = 0; i < r->part_count; i++) {
        r->parts[i].start_s = -1;
        r->parts[i].work_s = 0;
    }
    for (int i = 0; i < score->count; i++) {
        const lsn_cue *cue = &score->cues[i];
        if (cue->phase < 0) continue;
        record_part *part = find_part(r, cue->step, cue->side);
        if (part->start_s < 0) part->start_s = cue->t_s;
        part->end_s = cue->t_s + cue->duration_s;
        if (cue->kind == LSN_CUE_hold || cue->kind == LSN_CUE_move) part->work_s += cue->duration_s;
    }
}

void record_reach(record *r, const lsn_score *score, double elapsed_s) {
    for (int i = 0; i < r->part_count; i++) {
        record_part *part = &r->parts[i];
        if (part->end_s > elapsed_s || part->done || part->left) continue;
        part->done = true;
        record_event(r, score, LSN_EVENT_step_done, part->step, part->side, part->work_s, "");
    }
}

void record_leave(record *r, const lsn_score *score, int step, const char *why) {
    for (int i = 0; i < r->part_count; i++) {
        record_part *part = &r->parts[i];
        if (part->step != step || part->done || part->left) continue;
        part->left = true;
        record_event(r, score, LSN_EVENT_step_left, part->step, part->side, 0, why);
    }
}

void record_go_back(record *r, double elapsed_s) {
    for (int i = 0; i < r->part_count; i++)
        if (r->parts[i].start_s >= elapsed_s) r->parts[i].left = false;
}
