/// Scores, states and saved runs as JSON.
#include "core/session/inner.h"

static lsn_str phase_name(const lsn_score *score, int index) {
    const lsn_cue *cue = &score->cues[index];
    if (cue->phase < 0) return lsn_str_from(lsn_cue_kind_name(cue->kind));
    return lsn_score_move(score, index)->phases[cue->phase].id;
}

void lsn_score_write_json(lsn_json_out *out, const lsn_score *score) {
    lsn_json_array(out);
    for (int i = 0; i < score->count; i++) {
        const lsn_cue *cue = &score->cues[i];
        lsn_json_object(out);
        lsn_json_put_int(out, "t_s", cue->t_s);
        lsn_json_put_int(out, "duration_s", cue->duration_s);
        lsn_json_put_str(out, "move", lsn_score_move(score, i)->id);
        lsn_json_put_text(out, "side", lsn_side_name(cue->side));
        lsn_json_put_str(out, "phase", phase_name(score, i));
        lsn_json_put_text(out, "kind", lsn_cue_kind_name(cue->kind));
        lsn_json_put_text(out, "text", cue->text);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static const char *chime_name(lsn_chime chime) {
    static const char *const names[] = {"none", "begin", "side", "end"};
    return names[chime];
}

static const char *breath_name(lsn_breath breath) {
    static const char *const names[] = {"free", "in", "out"};
    return names[breath];
}

static void write_progress(lsn_json_out *out, const lsn_score *score, double elapsed_s) {
    int t_s = 0;
    lsn_json_key(out, "progress");
    lsn_json_array(out);
    for (int i = 0; i < score->plan.count; i++) {
        int seconds = score->plan.steps[i].seconds;
        lsn_json_fixed(out, lsn_clamp((elapsed_s - t_s) / seconds, 0, 1), 3);
        t_s += seconds;
    }
    lsn_json_array_end(out);
}

void lsn_state_write_json(lsn_json_out *out, const lsn_score *score, const lsn_state *state) {
    const lsn_cue *cue = &score->cues[state->cue];
    const lsn_move *move = lsn_score_move(score, state->cue);
    lsn_json_object(out);
    lsn_json_put_bool(out, "paused", state->paused);
    lsn_json_put_bool(out, "done", state->done);
    lsn_json_put_str(out, "move", move->id);
    lsn_json_put_str(out, "name", move->name);
    lsn_json_put_int(out, "step", state->step);
    lsn_json_put_int(out, "step_count", state->step_count);
    lsn_json_put_text(out, "side", lsn_side_name(cue->side));
    lsn_json_put_text(out, "kind", lsn_cue_kind_name(cue->kind));
    lsn_json_put_int(out, "rep", cue->rep);
    lsn_json_put_int(out, "reps", cue->reps);
    lsn_json_put_text(out, "text", cue->text);
    lsn_json_put_text(out, "next", state->next);
    lsn_json_put_fixed(out, "elapsed_s", state->elapsed_s, 3);
    lsn_json_put_fixed(out, "total_s", state->total_s, 3);
    lsn_json_put_fixed(out, "left_s", state->total_s - state->elapsed_s, 3);
    lsn_json_put_int(out, "cue_s", cue->duration_s);
    lsn_json_put_fixed(out, "cue_left_s", state->cue_left_s, 3);
    lsn_json_put_fixed(out, "t", state->t, 3);
    lsn_json_put_fixed(out, "breath", state->breath, 3);
    lsn_json_put_text(out, "breath_kind", breath_name(cue->breath));
    lsn_json_put_int(out, "cue", state->cue);
    lsn_json_put_bool(out, "speak", cue->speak);
    lsn_json_put_text(out, "chime", chime_name(cue->chime));
    write_progress(out, score, state->elapsed_s);
    lsn_json_object_end(out);
}

void lsn_run_write_json(lsn_json_out *out, const lsn_run *run, const lsn_score *score) {
    lsn_json_object(out);
    lsn_json_key(out, "run");
    lsn_json_object(out);
    lsn_json_put_int(out, "anchor_ms", run->anchor_ms);
    lsn_json_put_int(out, "anchor_score_ms", run->anchor_score_ms);
    lsn_json_put_bool(out, "paused", run->paused);
    lsn_json_object_end(out);
    lsn_json_key(out, "plan");
    lsn_plan_write_json(out, &score->plan);
    lsn_json_object_end(out);
}

static lsn_err read_ms(int64_t *out, const lsn_json *run, const char *key, lsn_diag *diag) {
    const lsn_json *value = lsn_json_get(run, key);
    const double most = 9007199254740992.0; // 2^53: whole numbers up to here are exact
    if (!value || value->type != LSN_JSON_NUMBER || !(value->number >= 0 && value->number <= most)) {
        return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, run ? run->line : 1, run ? run->column : 1,
                            "A saved session has a \"run\" with \"%s\" in milliseconds.", key);
    }
    *out = (int64_t)value->number;
    return LSN_OK;
}

lsn_err lsn_run_read(lsn_run *run, lsn_score *score, const lsn_catalogue *catalogue, lsn_str json, lsn_arena scratch,
                     lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    const lsn_json *saved = lsn_json_get(root, "run");
    const lsn_json *paused = lsn_json_get(saved, "paused");
    lsn_run read = {.paused = paused && paused->type == LSN_JSON_BOOL && paused->boolean};
    err = read_ms(&read.anchor_ms, saved, "anchor_ms", diag);
    if (!err) err = read_ms(&read.anchor_score_ms, saved, "anchor_score_ms", diag);
    if (err) return err;
    lsn_plan *plan = LSN_NEW(&scratch, lsn_plan, 1);
    if (!plan) return LSN_ERR_NO_MEMORY;
    err = lsn_plan_read_value(plan, catalogue, lsn_json_get(root, "plan"), diag);
    if (err) return err;
    err = lsn_score_build(score, plan);
    if (err) return lsn_diag_set(diag, err, 1, 1, "The saved session is longer than a session can be.");
    *run = read;
    return LSN_OK;
}
